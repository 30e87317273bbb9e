"""Checks of what segments say: decimal marks, control totals, closed code lists, and the codes of a profile."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Context, Decimal
from functools import cache

from edielkit.codes import code_list
from edielkit.edifact.directory.formats import NUMERIC, number_fault
from edielkit.edifact.directory.tables import segment_layout
from edielkit.edifact.directory.walker import Group
from edielkit.edifact.interchange import Interchange
from edielkit.edifact.profiles import Profile, Use
from edielkit.edifact.rules import Collector
from edielkit.edifact.syntax import Segment, place

__all__ = ("check_codes", "check_decimals", "check_profile", "check_totals", "check_unb_codes")

Row = tuple[str, Segment]

# Directories in order of time; a code of a later one does not exist in an earlier one.
_AGE = {
    name: i for i, name in enumerate(("D.96A", "D.97A", "D.99A", "D.02B", "D.04A", "D.04B", "D.07B", "D.18A"))
}
# Lists that are known in full (head of edifact.csv), so that another code is wrong.
_COMPLETE = frozenset({"0031", "0035", "0073", "0081", "0083", "0085"})
# Lists of which some codes are known to be later than D.96A.
_DATED = frozenset({"2005", "2379", "3035", "3227", "6063", "4405"})
# Wide enough that no sum of values of 40 characters is rounded.
_EXACT = Context(prec=100)
# Application references of Ediel: industry, role, message or process.
_REFERENCE = re.compile(r"2[37]-[A-Z0-9]{2,3}-[A-Z0-9-]{1,10}")
# Messages whose CNT+1 adds up the QTY segments; in QUOTES the quantities stand in RNG.
_QTY_MESSAGES = frozenset({"MSCONS", "UTILTS"})


@cache
def _places(
    tag: str, directory: str, version: str, names: frozenset[str]
) -> tuple[tuple[int, int, str], ...]:
    """Return the element and component of each data element of *names* in a segment."""
    spec = segment_layout(tag, directory, version)
    if spec is None:
        return ()
    return tuple(
        (i, j, part.name)
        for i, element in enumerate(spec.elements, 1)
        for j, part in enumerate(element.parts, 1)
        if part.name in names
    )


@cache
def _numbers(tag: str, directory: str) -> tuple[tuple[int, int], ...]:
    spec = segment_layout(tag, directory)
    if spec is None:
        return ()
    return tuple(
        (i, j)
        for i, element in enumerate(spec.elements, 1)
        for j, part in enumerate(element.parts, 1)
        if part.kind == "n" or part.name in NUMERIC
    )


def check_decimals(rows: Iterable[Row], directory: str, interchange: Interchange, found: Collector) -> None:
    """Report a decimal mark that UNA does not announce, or a second one, once for a message.

    Without UNA, and in syntax 4, both marks are fine as long as a message keeps to one.
    """
    marks: dict[str, tuple[Row, int, int]] = {}
    counts = {".": 0, ",": 0}
    for path, segment in rows:
        for i, j in _numbers(segment.tag, directory):
            value = segment.get(i, j)
            mark = "." if "." in value else "," if "," in value else ""
            if mark and not number_fault(value):
                counts[mark] += 1
                marks.setdefault(mark, ((path, segment), i, j))
    signs = interchange.separators
    advised = signs.decimal if signs.explicit and interchange.syntax_version != "4" else ""
    if advised not in {".", ","}:
        advised = next(iter(marks), "")
    for mark, ((path, segment), i, j) in marks.items():
        if mark != advised:
            source = "as UNA says" if signs.explicit else "as before it"
            found.add(
                "EDI054",
                f"expected the decimal mark {advised!r} {source}, found {mark!r} in {counts[mark]} numbers",
                place(segment, i, j, path=path),
            )


# -- control totals


def check_totals(tree: Group, message_type: str, rows: Iterable[Row], found: Collector) -> None:
    """Compare CNT+1 with the sum of the quantities and CNT+2 with the number of lines."""
    totals = [(n, s) for n, s in enumerate(tree.segments("CNT"), 1) if s.get(1) in {"1", "2"}]
    if not totals:
        return
    tags = list(rows)
    for n, segment in totals:
        stated = _number(segment.get(1, 2))
        counted, code, what = _counted(segment.get(1), message_type, tags)
        if stated is not None and counted is not None and stated != counted:
            found.add(
                code, f"expected {what} {counted}, found {stated}", place(segment, 1, 2, path=f"CNT[{n}]")
            )


def _counted(qualifier: str, message_type: str, rows: list[Row]) -> tuple[Decimal | None, str, str]:
    if qualifier == "2":
        return Decimal(sum(s.tag == "LIN" for _, s in rows)), "EDI060", "the number of lines"
    if message_type not in _QTY_MESSAGES:
        return None, "EDI059", ""
    total = Decimal(0)
    for path, segment in rows:
        if segment.tag == "QTY" and segment.get(1, 2) != "NULL":
            value = _number(segment.get(1, 2))
            # no number, or out of place (its path has no count): the finding about that says enough
            if value is None or not path.endswith("]"):
                return None, "EDI059", ""
            total = _EXACT.add(total, value)
    return total, "EDI059", "the sum of the quantities"


def _number(text: str) -> Decimal | None:
    # 40 characters are more than any format allows; longer text must not cost time
    if len(text) > 40 or number_fault(text):
        return None
    return Decimal(text.replace(",", "."))


# -- code lists


@cache
def _known(name: str, syntax_version: str, directory: str) -> frozenset[str]:
    """Return the codes of a complete list that are right for a syntax version and message directory."""
    later = set() if syntax_version == "4" else {"S.4"}
    if name == "0083" and directory != "2.2":
        later.add("2.2")
    if name == "0085":
        later.clear()  # syntax 3 answers use the newer codes in practice
    codes = code_list(name, wire="edifact")
    return frozenset(code.value for code in codes if not later.intersection(code.versions))


@cache
def _later(name: str, directory: str) -> frozenset[str]:
    """Return the codes that a D.96A message cannot have yet; other directories are not known well enough."""
    if directory != "D.96A":
        return frozenset()
    codes = code_list(name, wire="edifact")
    return frozenset(code.value for code in codes if any(_AGE.get(v, 0) > 0 for v in code.versions))


def check_codes(rows: Iterable[Row], directory: str, syntax_version: str, found: Collector) -> None:
    """Compare coded values with the lists that are complete, and with the age of the directory."""
    names = _COMPLETE | _DATED
    for path, segment in rows:
        for i, j, name in _places(segment.tag, directory, syntax_version, names):
            value = segment.get(i, j)
            if not value:
                continue
            if name in _COMPLETE:
                known = _known(name, syntax_version, directory)
                if value not in known:
                    found.add(
                        "EDI055",
                        f"expected one of {', '.join(sorted(known)[:12])} for {name}, found {value[:40]!r}",
                        place(segment, i, j, path=path),
                    )
            elif value in _later(name, directory):
                found.add(
                    "EDI056",
                    f"expected a code of {directory} for {name}, found {value!r} of a later directory",
                    place(segment, i, j, path=path),
                )


def check_unb_codes(interchange: Interchange, found: Collector) -> None:
    """Compare the coded values of UNB with their lists, and the place of the application reference."""
    if interchange.unb is None:
        return
    check_codes((("UNB", interchange.unb),), "S.3", interchange.syntax_version, found)
    if not interchange.application_reference and _REFERENCE.fullmatch(interchange.agreement):
        found.add(
            "EDI037",
            f"expected the application reference {interchange.agreement!r} in 0026 (UNB/7), found it in 0032",
            place(interchange.unb, 10),
        )


# -- profile


def check_profile(tree: Group, message_type: str, directory: str, profile: Profile, found: Collector) -> None:
    """Report codes and segments that the guide of a profile does not list."""
    uses: dict[tuple[str, str], list[Use]] = {}
    for use in profile.uses.get((message_type, directory), ()):
        if use.closed:
            uses.setdefault((use.group, use.segment), []).append(use)
    without = profile.without.get((message_type, directory), frozenset())
    if not uses and not without:
        return
    for path, segment in tree.paths():
        if segment.tag in without:
            found.add(
                "EDI058",
                f"expected no {segment.tag} in the profile {profile.code}",
                place(segment, path=path),
            )
        for use in uses.get((_group_of(path), segment.tag), ()):
            _check_use(path, segment, use, profile, found)


def _group_of(path: str) -> str:
    """Return the innermost group name of a path.

    >>> _group_of("SG5[1]/SG6[2]/LOC[1]")
    'SG6'
    """
    head = path.rpartition("/")[0].rpartition("/")[2]
    return head.partition("[")[0]


def _check_use(path: str, segment: Segment, use: Use, profile: Profile, found: Collector) -> None:
    value = segment.get(use.element, use.component)
    if value and value not in use.codes:
        listed = ", ".join(sorted(use.codes)[:12])
        found.add(
            "EDI057",
            f"expected one of {listed} in the profile {profile.code}, found {value[:40]!r}",
            place(segment, use.element, use.component, path=path),
        )


def iterate(tree: Group) -> Iterator[Row]:
    """Yield the segments of a message with paths, without the envelope's own."""
    for path, segment in tree.paths():
        if segment.tag not in {"UNH", "UNT"}:
            yield path, segment
