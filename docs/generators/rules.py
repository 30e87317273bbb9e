"""The reference page of the rules, made from the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docs.generators.markdown import NOTE, table
from edielkit.catalogue import checks, rules
from edielkit.findings import Rule

__all__ = ("FAMILIES", "page")

FAMILIES: Mapping[str, str] = {
    "BRS": "Processes of Elhub",
    "CHN": "Channels of metering points",
    "CNV": "Conversion: what is lost, and what the source could not say",
    "COD": "Code lists",
    "EDI": "EDIFACT syntax and structure",
    "EXC": "Exchange points",
    "GDE": "Guides of EDIFACT messages",
    "HUB": "The reference hub",
    "IDN": "Identifiers",
    "SER": "Series",
    "SYS": "Input and the toolkit itself",
    "TAB": "Files of values that are no messages",
    "XSD": "XML and its schema",
}


def page() -> str:
    """Return the page that lists and documents the rules."""
    return "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    yield from ("# Rules", "", NOTE, "")
    yield (
        "Each finding names one of these rules. A code is permanent: it never changes its meaning and is never used again. "
        "Only a rule with a source is an error; an inferred or derived one is a warning at most, until a source is found."
    )
    yield ""
    yield "`BRSnnn-rr` is row `rr` of the public table of process `BRS-NO-nnn` (`0905` is row 9.05): `A` stands for the"
    yield "grid company's acknowledgement, `R` for its response, `B` for a business rule or a rule in prose, `P` for polling."
    yield "`BRS0nn` holds in all processes, or is inferred for those whose table is not public. `SER1nn` are series in EMIF,"
    yield "`SER0nn` series in EDIFACT, `CHNnnn` channels of metering points. `EXCnnn` speak of exchange points (`edielkit exchange"
    yield "check`, `balance`), `CNVnnn` are notes of a conversion and no findings, `HUBnnn` are checked by the reference hub."
    yield ""
    by_family: dict[str, list[Rule]] = {}
    for rule in rules().values():
        by_family.setdefault(rule.code[:3], []).append(rule)
    for family, listed in by_family.items():
        yield from (f"## {FAMILIES.get(family, family)}", "")
        yield from table(
            ("code", "asks", "weight", "reason", "trust"),
            ((r.code, r.title, r.severity.value, str(r.reason or ""), r.trust.value) for r in listed),
        )
        yield ""
        for rule in listed:
            yield from _chapter(rule)


def _chapter(rule: Rule) -> Iterator[str]:
    yield from (f"### {rule.code}", "", f"{rule.title}.", "")
    for line in rule.text.splitlines():
        key, colon, words = line.partition(": ")
        yield f"- **{key}:** {words}" if colon and key in {"Why", "Wrong", "Right"} else line
    yield ""
    check = checks().get(rule.code)
    facts = [f"weight {rule.severity.value}", f"trust {rule.trust.value}", f"source: {rule.source}"]
    if rule.reason is not None:
        facts.insert(0, f"reason {rule.reason.code} of agency {rule.reason.agency}")
    if check is not None:
        facts.append(f"level {check.level}")
        facts += [f"needs {need.value}" for need in sorted(check.needs, key=lambda need: need.value)]
    yield from (f"({'; '.join(facts)})", "")
