"""A page for each rule in English and bokmål: what it asks, what is right, how well that is known, what breaks it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from contextvars import copy_context
from functools import cache

import click

from docs.generators.markdown import table
from docs.generators.rules import FAMILIES
from docs.site.words import say
from edielkit.catalogue import checks, rules, tables
from edielkit.cli.language import speak
from edielkit.cli.output.excerpts import Excerpts
from edielkit.cli.output.reports import InputReport, in_language, text_lines
from edielkit.findings import Report, Rule
from edielkit.generate.faults import Fault, faults, unbreakable
from edielkit.translation import catalogue, rule_in, text_parts

__all__ = ("FOLDERS", "pages")

# where the pages of a language stand
FOLDERS: Mapping[str, str] = {"en": "rules", "nb": "regler"}
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
    """Return the page of each rule in each language, and their indexes, by path in the site."""
    of_all = {}
    for language, folder in FOLDERS.items():
        of_all[f"{folder}/README.md"] = "\n".join(_index(language)) + "\n"
        for code in rules():
            of_all[f"{folder}/{code}.md"] = "\n".join(_page(code, language)).rstrip() + "\n"
    return of_all


def _index(language: str) -> Iterator[str]:
    yield from (f"# {say('Rules, a page each', language)}", "")
    yield say("The search finds a rule by its code, by the market's reason and by its words.", language)
    by_family: dict[str, list[Rule]] = {}
    for rule in rules().values():
        by_family.setdefault(rule.code[:3], []).append(rule_in(rule, language))
    for family, listed in by_family.items():
        yield from ("", f"## {say(FAMILIES[family], language)}", "")
        yield from table(
            tuple(say(word, language) for word in ("code", "asks", "weight", "reason", "trust")),
            (
                (
                    f"[{rule.code}]({rule.code}.md)",
                    _safe(rule.title),
                    say(rule.severity.value, language),
                    str(rule.reason or ""),
                    say(rule.trust.value, language),
                )
                for rule in listed
            ),
        )


def _page(code: str, language: str) -> Iterator[str]:
    rule = rules()[code]
    yield from (f"# {code}: {_safe(rule_in(rule, language).title)}", "")
    for label, part in text_parts(rule.text):
        words = _safe(catalogue(language).sentence(part).text)
        yield from (f"**{say(label, language)}:** {words}" if label else words, "")
    facts = ((say(name, language), _safe(text)) for name, text in _facts(rule, language))
    yield from table(("", ""), facts)
    yield from ("", f"## {say('A message that breaks it', language)}", "")
    yield from _example(code, language)


def _facts(rule: Rule, language: str) -> Iterator[tuple[str, str]]:
    wires = {_WIRES[room] for room, listed in tables().items() if rule.code in listed}
    yield "weight", say(rule.severity.value, language)
    yield "wire", "; ".join(say(wire, language) for wire in sorted(wires))
    if rule.reason is not None:
        words = say("{code} of agency {agency}", language)
        yield "reason", words.format(code=rule.reason.code, agency=rule.reason.agency)
    check = checks().get(rule.code)
    if check is not None:
        # as the options of the command line write them, in every language
        yield "level", f"`{check.level}`"
        for need in sorted(check.needs, key=lambda need: need.value):
            yield "needs", f"`{need.value}`"
    yield "trust", say(rule.trust.value, language)
    yield "source", rule.source


def _example(code: str, language: str) -> Iterator[str]:
    fault = faults().get(code)
    if fault is None:
        yield say("None: {why}.", language).format(why=say(unbreakable()[code], language))
        return
    changes = list(_changes(fault, language))
    if fault.suffix.endswith(".gz"):
        words = "{kind}, packed: the fault is one of its bytes, not of its lines."
    elif changes:
        words = "{kind}: what makes the valid message (`-`) the faulty one (`+`)."
    else:
        words = "{kind}: the message is the same, what is known of the market is another."
    yield from (say(words, language).format(kind=fault.kind), "")
    if changes:
        yield from ("```diff", *changes, "```", "")
    words = "`edielkit generate fault {code}` writes it, and `edielkit validate` says of it:"
    yield from (say(words, language).format(code=code), "", "```text")
    yield from copy_context().run(_printed, fault, language)
    yield "```"


@cache
def _report(code: str) -> Report:
    return faults()[code].report()


def _printed(fault: Fault, language: str) -> list[str]:
    """Return what validate prints of the faulty message; run in a context of its own, since it sets the language."""
    speak(language)
    report = InputReport(f"{fault.code.lower()}{fault.suffix}", _report(fault.code), Excerpts(fault.faulty))
    return [click.unstyle(line).rstrip() for line in text_lines([in_language(report)])]


def _changes(fault: Fault, language: str) -> Iterator[str]:
    if fault.suffix.endswith(".gz"):
        return
    changes = list(difflib.unified_diff(_lines(fault.valid), _lines(fault.faulty), lineterm="", n=1))[2:]
    shown = [line for line in changes if not line.startswith("@@")] if len(changes) < _MOST_LINES else changes
    for line in shown[:_MOST_LINES]:
        yield line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]} …"
    if len(shown) > _MOST_LINES:
        yield say("… and {count} more lines", language).format(count=len(shown) - _MOST_LINES)


def _lines(data: bytes) -> list[str]:
    text = data.decode(errors="replace")
    is_xml = text.lstrip("\ufeff \n").startswith("<")
    lines = text.splitlines() if is_xml else text.replace("'", "'\n").splitlines()
    return ["".join(c if c.isprintable() else "\ufffd" for c in line) for line in lines]


def _safe(text: str) -> str:
    """Return *text* so that no tag in it becomes one of the page."""
    return text.replace("&", "&amp;").replace("<", "&lt;")
