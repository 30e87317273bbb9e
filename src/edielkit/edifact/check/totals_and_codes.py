"""Checks of what segments say: decimal marks, control totals, and closed code lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Context, Decimal
from functools import cache

from edielkit.codes import code_list
from edielkit.edifact.check.directory.formats import NUMERIC, FormatCheck, number_fault
from edielkit.edifact.check.directory.layouts import Layout, segment_layout
from edielkit.edifact.check.directory.segment_kinds import Contents, SegmentCheck, SegmentFault
from edielkit.edifact.check.directory.walker import Group, walk_structure
from edielkit.edifact.check.syntax_errors import error_codes, syntax_of
from edielkit.edifact.collector import Collector
from edielkit.edifact.interchange import Interchange, RawMessage
from edielkit.edifact.segments import Segment
from edielkit.edifact.series.value_codes import unit_of_obis
from edielkit.findings import Finding, Severity
from edielkit.harmless import name_of_something, quoted
from edielkit.series.units import unit_size

__all__ = ("check_decimals", "check_totals", "code_check", "unb_codes", "walk")

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
def _element_places(
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


def check_decimals(contents: Contents, directory: str, interchange: Interchange, findings: Collector) -> None:
    """Report a decimal mark that UNA does not announce, or a second one, once for a message.

    Without UNA, and in syntax 4, both marks are fine as long as a message keeps to one.
    """
    first: dict[str, tuple[Segment, int, int]] = {}
    counts = {".": 0, ",": 0, **(contents.left_out.marks if contents.left_out else {})}
    for kind, segment in contents.firsts.items():
        for i, j in _numbers(segment.tag, directory):
            value = segment.get(i, j)
            mark = "." if "." in value else "," if "," in value else ""
            if mark and not number_fault(value):
                counts[mark] += contents.counts[kind]
                first.setdefault(mark, (segment, i, j))
    signs = interchange.separators
    advised = signs.decimal if signs.explicit and interchange.syntax_version != "4" else ""
    if advised not in {".", ","}:
        advised = next(iter(first), "")
    for mark, (segment, i, j) in first.items():
        if mark != advised:
            source = "as UNA says" if signs.explicit else "as before it"
            if interchange.syntax_version == "4":
                source = (
                    "as before it (syntax 4 fixes both marks, whatever UNA says, and a message keeps to one)"
                )
            many = "1 number" if counts[mark] == 1 else f"{counts[mark]} numbers"
            text = f"expected the decimal mark {advised!r} {source}, found {mark!r} in {many}"
            # the numbers of values that an outline leaves out are counted too
            findings.at(segment, i, j, "EDI054", text, path=contents.path(segment), by_columns=True)


# -- control totals


def check_totals(contents: Contents, tree: Group, findings: Collector) -> None:
    """Compare CNT+1 with the sum of the quantities and CNT+2 with the number of lines."""
    totals = [(n, s) for n, s in enumerate(tree.segments("CNT"), 1) if s.get(1) in {"1", "2"}]
    counted: dict[str, tuple[Decimal | None, str, str]] = {}
    for n, segment in totals:
        qualifier = segment.get(1)
        if qualifier not in counted:
            counted[qualifier] = _counted(qualifier, contents)
        stated, (total, code, what) = _number(segment.get(1, 2)), counted[qualifier]
        if stated is None and segment.get(1, 2) and (1, 2) not in _numeric(contents.message.directory):
            findings.at(segment, 1, 2, code, f"expected {what}, found no number", path=f"CNT[{n}]")
        if stated is None or total is None:
            continue
        unit = segment.get(1, 3) if qualifier == "1" else ""
        units = _units(contents) if unit else frozenset()
        if len(units) > 1:
            text = f"expected no unit of a sum over {', '.join(map(name_of_something, sorted(units)))[:40]}, found {quoted(unit, 8)}"
            findings.at(segment, 1, 3, code, text, path=f"CNT[{n}]", severity=Severity.WARNING)
        own = next(iter(units)) if len(units) == 1 else unit
        (base, size), (own_base, own_size) = unit_size(unit), unit_size(own)
        if base != own_base:
            text = f"expected {what} in {name_of_something(own)[:8]}, found the unit {quoted(unit, 8)}"
            findings.at(segment, 1, 3, code, text, path=f"CNT[{n}]")
        elif _times(stated, size) != _times(total, own_size):
            text = f"expected {what} {total}, found {stated}"
            if size != own_size:
                text = f"expected {what} {total} {name_of_something(own)[:8]}, found {stated} {name_of_something(unit)[:8]}"
            findings.at(segment, 1, 2, code, text, path=f"CNT[{n}]")


def _times(amount: Decimal, size: int) -> Decimal:
    return _EXACT.multiply(amount, Decimal(size))


def _units(contents: Contents) -> frozenset[str]:
    """Return the units (6411) of the quantities: of themselves and their lines, else of the OBIS codes of these."""
    segments = tuple(contents.firsts.values())
    stated = {segment.get(3, 1) for segment in segments if segment.tag == "MEA" and segment.get(1) == "AAZ"}
    stated |= {segment.get(1, 3) for segment in segments if segment.tag == "QTY"}
    products = (segment.get(2, 1) for segment in segments if segment.tag == "PIA")
    return frozenset(stated - {""}) or frozenset(unit for code in products if (unit := unit_of_obis(code)))


@cache
def _numeric(directory: str) -> frozenset[tuple[int, int]]:
    """Return the places of CNT that the directory's own layout makes numbers, so that a text there is an error already."""
    spec = segment_layout("CNT", directory)
    if spec is None or spec.directory != directory:
        return frozenset()
    return frozenset(
        (i, j)
        for i, element in enumerate(spec.elements, 1)
        for j, part in enumerate(element.parts, 1)
        if part.kind == "n"
    )


def _counted(qualifier: str, contents: Contents) -> tuple[Decimal | None, str, str]:
    if qualifier == "2":
        lines = sum(count for (_, tag, _), count in contents.counts.items() if tag == "LIN")
        return Decimal(lines), "EDI060", "the number of lines"
    # out of place: the finding about that says enough
    if contents.message.type not in _QTY_MESSAGES or "QTY" in contents.unplaced:
        return None, "EDI059", ""
    total = contents.left_out.total if contents.left_out else Decimal(0)
    for kind, segment in contents.firsts.items():
        if segment.tag == "QTY" and segment.get(1, 2) != "NULL":
            value = _number(segment.get(1, 2))
            if value is None:
                return None, "EDI059", ""
            total = _EXACT.add(total, _EXACT.multiply(value, Decimal(contents.counts[kind])))
    return total, "EDI059", "the sum of the quantities"


def _number(text: str) -> Decimal | None:
    # 40 characters are more than any format allows; longer text must not cost time
    if len(text) > 40 or number_fault(text):
        return None
    return Decimal(text.replace(",", "."))


# -- code lists


@cache
def _listed(name: str, syntax_version: str, directory: str) -> frozenset[str]:
    """Return the codes of a complete list that are right for a syntax version and message directory."""
    if name == "0085":
        return error_codes(syntax_of(directory, syntax_version))
    syntax = "S.4" if syntax_version == "4" else "S.3"
    others = {"S.3", "S.4"} - {syntax} | ({"2.2"} if name == "0083" and directory != "2.2" else set())
    codes = code_list(name, wire="edifact")
    return frozenset(code.value for code in codes if syntax in code.versions or not others & {*code.versions})


@cache
def _later(name: str, directory: str) -> frozenset[str]:
    """Return the codes that a D.96A message cannot have yet; other directories are not known well enough."""
    if directory != "D.96A":
        return frozenset()
    codes = code_list(name, wire="edifact")
    return frozenset(code.value for code in codes if any(_AGE.get(v, 0) > 0 for v in code.versions))


def code_check(directory: str, syntax_version: str, *, syntax_id: str = "") -> SegmentCheck:
    """Return a check of coded values: by the lists that are complete, and by the age of the directory.

    Args:
        directory: Directory of the message.
        syntax_version: Element 0002.
        syntax_id: Element 0001: in UNOA a code in lower case is a fault of its letters, which are reported by themselves.
    """
    names = _COMPLETE | _DATED

    def check(_group: str, segment: Segment) -> Iterable[SegmentFault]:
        spots = _element_places(segment.tag, directory, syntax_version, names)
        # most segments have no such value
        return faults(segment, spots) if spots else ()

    def faults(segment: Segment, spots: tuple[tuple[int, int, str], ...]) -> Iterator[SegmentFault]:
        for i, j, name in spots:
            value = segment.get(i, j)
            if not value:
                continue
            if name in _COMPLETE:
                codes = _listed(name, syntax_version, directory)
                if value not in codes and not (syntax_id == "UNOA" and value.upper() in codes):
                    listed = ", ".join(sorted(codes)[:12])
                    text = f"expected one of {listed} for {name}, found {quoted(value, 40)}"
                    if name == "0085" and value in code_list(name, wire="edifact"):
                        own = syntax_of(directory, syntax_version)[-1]
                        text = f"expected an error code of syntax {own} for {name}, found {value!r}, which that syntax does not have"
                    yield SegmentFault("EDI055", text, i, j)
            elif value in _later(name, directory):
                text = f"expected a code of {directory} for {name}, found {value!r} of a later directory"
                yield SegmentFault("EDI056", text, i, j)

    return check


def unb_codes(interchange: Interchange) -> Iterator[SegmentFault]:
    """Yield the faults of the coded values of UNB, and of the place of the application reference."""
    if interchange.unb is None:
        return
    check = code_check("S.3", interchange.syntax_version, syntax_id=interchange.syntax_id)
    yield from check("", interchange.unb)
    if not interchange.application_reference and _REFERENCE.fullmatch(interchange.agreement):
        text = (
            f"expected the application reference {interchange.agreement!r} in 0026 (UNB/7), found it in 0032"
        )
        yield SegmentFault("EDI037", text, 10)


# -- all of it


def walk(message: RawMessage, layout: Layout) -> tuple[Group, tuple[Finding, ...]]:
    """Read a message by its structure.

    Args:
        message: The segments, UNH to UNT.
        layout: The structure, from `edielkit.edifact.check.directory.layouts.layout`.

    Returns:
        The message as a tree of groups, and the findings about structure and formats.
    """
    findings = Collector(payload=message.reference[:40] or None)
    tree = walk_structure(message, layout, findings)
    contents = Contents.of(message, tree)
    contents.check(FormatCheck(layout.directory, "3").faults)
    contents.report(findings)
    return tree, findings.result()
