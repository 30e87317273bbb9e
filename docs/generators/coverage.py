"""The reference page of Elhub's processes: what is checked, inferred and unknown in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docs.generators.markdown import NOTE, table
from edielkit.codes import code_list
from edielkit.findings import Severity, Trust
from edielkit.process_rules import Check, checks
from edielkit.process_rules.data import every_combination, process_rows, processes

__all__ = ("page",)

# what stands in process tables and is checked by a rule with another code
_ELSEWHERE = (
    "listAgencyIdentifier of DocumentType and of the role (EH025): COD003",
    "rows 9 to 15 of BRS-NO-313: SER101 to SER107",
)
_WORDS = {
    "whole": "whole table public",
    "part": "table public in part",
    "business": "business rules public",
    "business part": "business rules public in part",
    "none": "not public",
    "sender": "Elhub sends; no table",
    "portal": "no message",
}


def page() -> str:
    """Return the page that says, process by process, what is checked, inferred and unknown."""
    return "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    yield from ("# Coverage of Elhub's processes", "", NOTE, "")
    yield (
        "Elhub publishes the message rules of some processes. What is public is checked as errors; what the public tables "
        "have in common is inferred for the others, as warnings. NOT FOUND names what no public page says: a message that "
        "passes may still be refused for it, and the report says so (`rules_unknown`)."
    )
    yield from ("", "Checked by rules with other codes:", "", *(f"* {words}" for words in _ELSEWHERE), "")
    own, general = _by_process(), _general()
    yield from table(
        ("process", "title", "messages", "public", "checked (error)", "warned of", "unknown"),
        (_row(row, own, general) for row in processes()),
    )
    yield from ("", "## Rules of each process", "")
    for row in processes():
        listed = own.get(_name(row["brs"]), [])
        if listed:
            yield from (f"### {_name(row['brs'])} {_title(row['brs'])}".rstrip(), "")
            yield from table(
                ("code", "row", "asks", "weight", "reason"),
                (
                    (
                        c.rule.code,
                        c.rows,
                        c.rule.title.partition(": ")[2] or c.rule.title,
                        c.rule.severity.value,
                        str(c.rule.reason or ""),
                    )
                    for c in listed
                ),
            )
            yield ""


def _name(brs: str) -> str:
    return f"BRS-NO-{brs}" if brs.isdigit() else brs


def _title(brs: str) -> str:
    codes = code_list("BRSIdentification").codes
    code = codes.get(_name(brs)) or code_list("BRSOutsideSchemas").codes.get(_name(brs))
    return "" if code is None else (code.name or "NOT FOUND")


def _by_process() -> dict[str, list[Check]]:
    by_process: dict[str, list[Check]] = {}
    for check in checks().values():
        for process in check.processes:
            by_process.setdefault(process, []).append(check)
    return by_process


def _general() -> list[Check]:
    return [check for check in checks().values() if not check.processes]


def _row(row: Mapping[str, str], own: dict[str, list[Check]], general: list[Check]) -> tuple[str, ...]:
    brs = row["brs"]
    listed = own.get(_name(brs), [])
    messages = [kind for kind, process in every_combination() if process == brs]
    errors = [c.rule.code for c in listed if c.rule.severity is Severity.ERROR]
    warnings = [c.rule.code for c in listed if c.rule.severity is not Severity.ERROR]
    if messages:
        tabled = {r["test"] for r in process_rows() if r["brs"] == brs}
        inferred = [
            c.rule.code
            for c in general
            if c.rule.trust is Trust.INFERRED and c.rule.code in {"BRS001", "BRS002", "BRS003"}
        ]
        names = {"BRS001": "message", "BRS002": "document_type", "BRS003": "role"}
        warnings += [f"{code} (header, inferred)" for code in inferred if names[code] not in tabled]
    return (
        _name(brs),
        _title(brs),
        ", ".join(messages),
        _WORDS[row["table"]],
        _short(errors),
        _short(warnings),
        row["unknown"] or "nothing known to be missing",
    )


def _short(codes: list[str]) -> str:
    return f"{len(codes)}: {', '.join(codes)}" if codes else "none"
