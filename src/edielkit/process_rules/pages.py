"""The reference pages of the rules, made from the rules; `edielkit.catalogue` writes them for all parts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from edielkit.codes import code_list
from edielkit.findings import Rule, Severity, Trust
from edielkit.process_rules.data import every_combination, process_rows, processes
from edielkit.process_rules.declare import Check
from edielkit.process_rules.registry import checks

__all__ = ("context_schema", "coverage_page", "pages", "rules_page")

_NOTE = "<!-- made by python -m edielkit.catalogue; a test tells when it is stale -->"
_FAMILIES: Mapping[str, str] = {
    "BRS": "Processes of Elhub",
    "CHN": "Channels of metering points",
    "CNV": "Conversion: what is lost, and what the source could not say",
    "COD": "Code lists",
    "EDI": "EDIFACT syntax and structure",
    "EXC": "Exchange points",
    "HUB": "The reference hub",
    "IDN": "Identifiers",
    "SER": "Series",
    "SYS": "Input and the toolkit itself",
    "XSD": "XML and its schema",
}


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(map(_cell, row))} |"


def rules_page(every: Mapping[str, Rule]) -> str:
    """Return the page that lists and documents the rules."""
    return "\n".join(_rules_lines(every)).rstrip() + "\n"


def _rules_lines(every: Mapping[str, Rule]) -> Iterator[str]:
    yield from ("# Rules", "", _NOTE, "")
    yield (
        "Each finding names one of these rules. A code is permanent: it never changes its meaning and is never used again. "
        "Only a rule with a source is an error; an inferred or derived one is a warning at most, until a source is found."
    )
    yield ""
    yield "`BRSnnn-rr` is row `rr` of the public table of process `BRS-NO-nnn` (`0905` is row 9.05): `A` stands for the"
    yield "grid company's acknowledgement, `R` for its response, `B` for a business rule or a rule in prose, `P` for polling."
    yield "`BRS0nn` holds in all processes, or is inferred for those whose table is not public. `SER1nn` are series in EMIF,"
    yield "`SER0nn` series in EDIFACT, `CHNnnn` channels of metering points. `EXCnnn` speak of exchange points (`edielkit exchange"
    yield "check`, `balance`), `CNVnnn` are notes of a conversion and no findings, `HUBnnn` are judged by the reference hub."
    yield ""
    by_family: dict[str, list[Rule]] = {}
    for each in every.values():
        by_family.setdefault(each.code[:3], []).append(each)
    for family, listed in by_family.items():
        yield from (f"## {_FAMILIES.get(family, family)}", "")
        yield from _table(
            ("code", "asks", "weight", "reason", "trust"),
            ((r.code, r.title, r.severity.value, str(r.reason or ""), r.trust.value) for r in listed),
        )
        yield ""
        for each in listed:
            yield from _one(each)


def _one(each: Rule) -> Iterator[str]:
    yield from (f"### {each.code}", "", f"{each.title}.", "")
    for line in each.text.splitlines():
        key, colon, rest = line.partition(": ")
        yield f"- **{key}:** {rest}" if colon and key in {"Why", "Wrong", "Right"} else line
    yield ""
    found = checks().get(each.code)
    facts = [f"weight {each.severity.value}", f"trust {each.trust.value}", f"source: {each.source}"]
    if each.reason is not None:
        facts.insert(0, f"reason {each.reason.code} of agency {each.reason.agency}")
    if found is not None:
        facts.append(f"level {found.level}")
        facts += [f"needs {need.value}" for need in sorted(found.needs, key=lambda n: n.value)]
    yield from (f"({'; '.join(facts)})", "")


# what stands in process tables and is judged by a rule with another code
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


def coverage_page() -> str:
    """Return the page that says, process by process, what is checked, inferred and unknown."""
    return "\n".join(_coverage_lines()).rstrip() + "\n"


def _coverage_lines() -> Iterator[str]:
    yield from ("# Coverage of Elhub's processes", "", _NOTE, "")
    yield (
        "Elhub publishes the message rules of some processes. What is public is checked as errors; what the public tables "
        "have in common is inferred for the others, as warnings. NOT FOUND names what no public page says: a message that "
        "passes may still be refused for it, and the report says so (`rules_unknown`)."
    )
    yield from ("", "Judged by rules with other codes:", "", *(f"* {each}" for each in _ELSEWHERE), "")
    own, general = _by_process(), _general()
    yield from _table(
        ("process", "title", "messages", "public", "checked (error)", "warned of", "unknown"),
        (_row(row, own, general) for row in processes()),
    )
    yield from ("", "## Rules of each process", "")
    for row in processes():
        listed = own.get(_name(row["brs"]), [])
        if listed:
            yield from (f"### {_name(row['brs'])} {_title(row['brs'])}".rstrip(), "")
            yield from _table(
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
    found = codes.get(_name(brs)) or code_list("BRSOutsideSchemas").codes.get(_name(brs))
    return "" if found is None else (found.name or "NOT FOUND")


def _by_process() -> dict[str, list[Check]]:
    found: dict[str, list[Check]] = {}
    for each in checks().values():
        for process in each.processes:
            found.setdefault(process, []).append(each)
    return found


def _general() -> list[Check]:
    return [each for each in checks().values() if not each.processes]


def _row(row: Mapping[str, str], own: dict[str, list[Check]], general: list[Check]) -> tuple[str, ...]:
    brs = row["brs"]
    listed = own.get(_name(brs), [])
    messages = [kind for kind, each in every_combination() if each == brs]
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


def context_schema() -> dict[str, Any]:
    """Return the JSON Schema of the context that `edielkit.process_rules.MemoryContext` reads."""
    text, flag, date = (
        {"type": "string"},
        {"type": "boolean"},
        {"type": "string", "format": "date", "description": "Norwegian day, such as 2026-01-31"},
    )
    dated = {
        "from": {**date, "description": "first day; from ever if left out"},
        "to": {**date, "description": "first day that it no longer holds"},
    }

    def listed(required: list[str], properties: dict[str, Any], words: str) -> dict[str, Any]:
        return {
            "type": "array",
            "description": words,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": required,
                "properties": properties,
            },
        }

    channel = listed(
        ["product", "direction", "resolution"],
        {"product": text, "direction": {"enum": ["In", "Out"]}, "resolution": text},
        "channels (målekanaler); left out when they are not known",
    )
    contract = listed(
        ["role", "party"], {"role": text, "party": text}, "contracts: role and GLN; left out when not known"
    )
    point = {
        "identification": {**text, "description": "GSRN"},
        "type": {"enum": ["E17", "E18", "E19", "E20"]},
        "status": {"enum": ["E22", "E23", "E31"], "description": "active, inactive, terminated"},
        "settlement_method": {"enum": ["E01", "E02", "Z01"]},
        "reading_resolution": {**text, "description": "avlesningsoppløsning, such as PT1H"},
        "grid_area": {**text, "description": "EIC of the metering grid area"},
        "settlement_point": {**flag, "description": "avregningspunkt"},
        "end_user": {**flag, "description": "there is an end user; never who"},
        "channels": channel,
        "contracts": contract,
        **dated,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Context of the rules of edielkit",
        "description": "What a company or a hub knows; the same metering point may stand several times with other days, the last that holds counts.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "complete": {
                **flag,
                "description": "all metering points are here: one that is not does not exist",
            },
            "metering_points": listed(["identification"], point, "metering points by date"),
            "grid_areas": listed(
                ["identification", "owner"],
                {"identification": text, "owner": {**text, "description": "GLN"}, **dated},
                "grid owners by date",
            ),
            "approvals": listed(
                ["metering_point", "third_party", "approved"],
                {"metering_point": text, "third_party": text, "approved": flag, **dated},
                "end users' answers to third parties' requests",
            ),
        },
    }


def pages(every: Mapping[str, Rule]) -> dict[str, str]:
    """Return the name and content of each generated file; *every* are the rules by code."""
    return {
        "rules.md": rules_page(every),
        "coverage.md": coverage_page(),
        "context.schema.json": json.dumps(context_schema(), indent=2, ensure_ascii=False) + "\n",
    }
