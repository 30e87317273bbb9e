"""A page for each rule: what it asks, what is right, how well that is known, and a message that breaks it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping

import click

from docs.generators.markdown import table
from docs.generators.rules import FAMILIES
from edielkit.catalogue import checks, rules, tables
from edielkit.cli.output.excerpts import Excerpts
from edielkit.cli.output.reports import InputReport, text_lines
from edielkit.findings import Rule
from edielkit.generate.faults import Fault, faults, unbreakable

__all__ = ("pages",)

# the parts of a rule's text
_KEY = re.compile(r"^(Why|Wrong|Right): ")
_KEYS = re.compile(r"(?<!\S)(?=(?:Why|Wrong|Right): )")
# the wires that the rules of a room speak of
_WIRES: Mapping[str, str] = {
    "inputs": "XML and EDIFACT",
    "XML": "XML",
    "EDIFACT": "EDIFACT",
    "guides of EDIFACT": "EDIFACT",
    "series in EDIFACT": "EDIFACT",
    "times in EDIFACT": "EDIFACT",
    "identifiers": "XML and EDIFACT",
    "codes": "XML and EDIFACT",
    "processes": "XML",
    "exchange points": "XML and EDIFACT",
    "conversion": "XML and EDIFACT",
    "files of values": "none: CSV, JSON and Parquet",
    "hub": "XML",
}
_LONGEST_LINE = 200
_MOST_LINES = 40


def pages() -> dict[str, str]:
    """Return the page of each rule, and their index, by path in the site."""
    wires = {code: _WIRES[room] for room, listed in tables().items() for code in listed}
    by_code = {f"rules/{rule.code}.md": _page(rule, wires[rule.code]) for rule in rules().values()}
    return {"rules/README.md": _index(rules().values()), **by_code}


def _index(listed: Iterable[Rule]) -> str:
    lines = [
        "# Rules, a page each",
        "",
        "The search finds a rule by its code, by the market's reason and by its words.",
    ]
    by_family: dict[str, list[Rule]] = {}
    for rule in listed:
        by_family.setdefault(rule.code[:3], []).append(rule)
    for family, of_family in by_family.items():
        lines += ["", f"## {FAMILIES.get(family, family)}", ""]
        lines += table(
            ("code", "asks", "weight", "reason", "trust"),
            (
                (
                    f"[{r.code}]({r.code}.md)",
                    _safe(r.title),
                    r.severity.value,
                    str(r.reason or ""),
                    r.trust.value,
                )
                for r in of_family
            ),
        )
    return "\n".join(lines) + "\n"


def _page(rule: Rule, wire: str) -> str:
    lines = [f"# {rule.code}: {_safe(rule.title)}", ""]
    for paragraph in _KEYS.split(" ".join(rule.text.split())):
        lines += [_KEY.sub(r"**\1:** ", _safe(paragraph.strip())), ""]
    lines += [*_facts(rule, wire), "", "## A message that breaks it", "", *_example(rule.code)]
    return "\n".join(lines).rstrip() + "\n"


def _facts(rule: Rule, wire: str) -> Iterator[str]:
    check = checks().get(rule.code)
    rows = [("weight", rule.severity.value), ("wire", wire)]
    if rule.reason is not None:
        rows.append(("reason", f"{rule.reason.code} of agency {rule.reason.agency}"))
    if check is not None:
        rows.append(("level", str(check.level)))
        rows += [("needs", need.value) for need in sorted(check.needs, key=lambda need: need.value)]
    rows += [("trust", rule.trust.value), ("source", rule.source)]
    yield from table(("", ""), ((name, _safe(text)) for name, text in rows))


def _example(code: str) -> Iterator[str]:
    fault = faults().get(code)
    if fault is None:
        yield f"None: {_safe(unbreakable().get(code, 'no fault is known'))}."
        return
    name = f"{code.lower()}{fault.suffix}"
    changes = list(_changes(fault))
    if fault.suffix.endswith(".gz"):
        yield from (f"{fault.kind}, packed: the fault is one of its bytes, not of its lines.", "")
    elif changes:
        yield from (f"{fault.kind}: what makes the valid message (`-`) the faulty one (`+`).", "")
        yield from ("```diff", *changes, "```", "")
    else:
        yield from (f"{fault.kind}: the message is the same, what is known of the market is another.", "")
    yield from (f"`edielkit generate fault {code}` writes it, and `edielkit validate` says of it:", "")
    report = InputReport(name, fault.report(), Excerpts(fault.faulty))
    yield from ("```text", *(click.unstyle(line).rstrip() for line in text_lines([report])), "```")


def _changes(fault: Fault) -> Iterator[str]:
    valid, faulty = (_lines(data) for data in (fault.valid, fault.faulty))
    changes = list(difflib.unified_diff(valid, faulty, lineterm="", n=1))[2:]
    shown = [line for line in changes if not line.startswith("@@")] if len(changes) < _MOST_LINES else changes
    for line in shown[:_MOST_LINES]:
        yield line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]} …"
    if len(shown) > _MOST_LINES:
        yield f"… and {len(shown) - _MOST_LINES} more lines"


def _lines(data: bytes) -> list[str]:
    text = data.decode(errors="replace")
    lines = (
        text.splitlines()
        if text.lstrip("\ufeff \n").startswith("<")
        else text.replace("'", "'\n").splitlines()
    )
    return ["".join(c if c.isprintable() else "\ufffd" for c in line) for line in lines]


def _safe(text: str) -> str:
    """Return *text* so that no tag in it becomes one of the page."""
    return text.replace("&", "&amp;").replace("<", "&lt;")
