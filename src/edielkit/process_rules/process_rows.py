"""The process tables: each row of process.csv becomes a rule with its own permanent code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from edielkit.findings import Reason, Rule, Severity, Trust
from edielkit.process_rules.data import addresses, process_rows
from edielkit.process_rules.declare import PROCESS, Check, Scope
from edielkit.process_rules.row_tests import TESTS, Row, RowTest, bound, paths_of
from edielkit.process_rules.windows import window_of

__all__ = ("table_checks", "titled")

_AGENCY_NAMES = {"89": "Elhub", "260": "ebIX"}
_PARTY_NAMES = {"7080003824349": "Elhub"}


def titled(words: str, row: Row) -> str:
    """Return *words* with the names of the row's elements and values in their places."""
    names = [element.rpartition("/")[2] or element for element in row.elements]
    return (
        words.replace("{elements:or}", " or ".join(names))
        .replace("{elements:,}", ", ".join(names))
        .replace("{element}", names[0])
        .replace("{value}", ", ".join(v.rpartition("/")[2] for v in row.values))
        .replace("{first}", row.values[0] if row.values else "")
    )


def _documentation(raw: Mapping[str, str], row: Row, test: RowTest) -> str:
    reason = f" with {raw['reason']} of {_AGENCY_NAMES[raw['agency']]}" if raw["reason"] else ""
    if raw["trust"] != Trust.SOURCED.value:
        why = f"the row is cut in the public table; the rule follows its neighbours, which Elhub refuses{reason}."
    elif reason:
        why = f"Elhub refuses the message{reason}."
    else:
        why = "the standard asks for it; no reason code of a refusal is public."
    return (
        f"{titled(test.title, row)}{_where(raw['when'])} ({_row_name(raw)}).\n\n"
        f"Why: {why}\n"
        f"Wrong: {titled(test.wrong, row)}.\n"
        f"Right: {titled(test.right, row)}."
    )


def _row_name(raw: Mapping[str, str]) -> str:
    word = "row " if raw["row"][:1].isdigit() else ""
    return f"{_process(raw['brs'])}, {word}{raw['row']}"


def _where(when: str) -> str:
    """Return the conditions of a row in words, empty without any."""
    if not when:
        return ""
    return " where " + " and ".join(map(_condition, when.split(" & ")))


def _condition(words: str) -> str:
    words = words.removeprefix("^")
    path, unequal, value = words.partition("!=")
    if not unequal:
        path, equal, value = words.partition("=")
        if not equal:
            name = path.removeprefix("!").rpartition("/")[2]
            return f"{name} is not there" if path.startswith("!") else f"{name} is there"
    parent, _, name = path.rpartition("/")
    name = parent.rpartition("/")[2] if name == "Identification" else name.removeprefix("@")
    values = " or ".join(_PARTY_NAMES.get(part, part) for part in value.split("|"))
    return f"{name} is {'not ' if unequal else ''}{values}"


def _process(brs: str) -> str:
    return f"BRS-NO-{brs}" if brs.isdigit() else brs


def _reads(raw: Mapping[str, str], row: Row, test: RowTest) -> tuple[str, ...] | None:
    """Return the paths in a payload that a row looks at; a row on the message looks at none."""
    if test.reads is None:
        return None
    return () if raw["scope"] == "message" else (*test.reads(row), *paths_of(raw["when"]))


def _with_reason(raw: Mapping[str, str]) -> Mapping[str, str]:
    """Return a row with its reason; the one of a window stands beside its days."""
    reason = window_of(raw["brs"], None).reason if raw["test"] == "window" else None
    return raw if reason is None else {**raw, "reason": reason.code, "agency": reason.agency}


def _check(raw: Mapping[str, str]) -> Check:
    test = TESTS[raw["test"]]
    elements = tuple(raw["element"].split(";"))
    row = Row(
        element=elements[0],
        elements=elements,
        value=raw["value"],
        values=tuple(raw["value"].split("|")) if raw["value"] else (),
    )
    source = f"{addresses()[raw['source']]}: {_row_name(raw)}"
    rule = Rule(
        code=raw["code"],
        title=f"{_process(raw['brs'])}: {titled(test.title, row)}{_where(raw['when'])}",
        severity=Severity(raw["severity"]),
        source=source,
        trust=Trust(raw["trust"]),
        reason=Reason(raw["reason"], raw["agency"]) if raw["reason"] else None,
        text=_documentation(raw, row, test),
    )
    return Check(
        rule=rule,
        level=PROCESS,
        scope=Scope(kinds=() if raw["message"] == "*" else (raw["message"],), brs=(raw["brs"],)),
        run=bound(test, row, when=raw["when"], on_message=raw["scope"] == "message"),
        needs=test.needs,
        schema_covers=bool(raw["schema"]),
        reads=_reads(raw, row, test),
        processes=(_process(raw["brs"]),),
        rows=raw["row"],
    )


def table_checks() -> Iterator[Check]:
    """Yield the check of each row of the process tables."""
    yield from map(_check, map(_with_reason, process_rows()))
