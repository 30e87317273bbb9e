"""`edielkit rules`: every rule that a finding can name, with its documentation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click

from edielkit.cli.language import language, translate
from edielkit.cli.output.readable import json_text
from edielkit.cli.output.terminal import columns, dim, echo, pairs, strong, write_document
from edielkit.cli.usage_error import EXIT_OK, UsageError
from edielkit.findings import Rule, Severity, Trust
from edielkit.suggest import near_names
from edielkit.translation import rule_in

__all__ = ("command",)


@click.command("rules")
@click.argument("code", required=False)
@click.option("--find", "wanted", metavar="TEXT", help="Search codes, reasons, titles, sources and texts.")
@click.option("--severity", type=click.Choice([severity.value for severity in Severity]), help="Only these.")
@click.option("--trust", type=click.Choice([trust.value for trust in Trust]), help="Only these.")
@click.option("--json", "as_json", is_flag=True, help="Plain data for programs.")
def command(
    code: str | None, wanted: str | None, severity: str | None, trust: str | None, *, as_json: bool
) -> int:
    """List the rules, or show one with its documentation.

    CODE is a rule's own code (XSD020), the beginning of one (BRS313), a reason code of the market (EH075), or any word.
    """
    from edielkit.catalogue import rules, search

    if code is not None and wanted is None:
        exact = rules().get(code.upper())
        if exact is not None:
            _print(as_json, _as_dict(exact), _rule_lines(rule_in(exact, language())))
            return EXIT_OK
    text = code if wanted is None else wanted
    listed = [
        rule
        for rule in (rules().values() if text is None else search(text))
        if severity in {None, rule.severity.value} and trust in {None, rule.trust.value}
    ]
    if text is not None and (not listed or not text.strip()):
        raise UsageError(_no_rule(text, rules()))
    _print(
        as_json,
        [_as_dict(rule) for rule in listed],
        _list_lines([rule_in(rule, language()) for rule in listed]),
    )
    return EXIT_OK


def _no_rule(text: str, rules: Mapping[str, Rule]) -> str:
    reasons = dict.fromkeys(rule.reason.code for rule in rules.values() if rule.reason is not None)
    near = near_names(text[:20], (*rules, *reasons))
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    return f"no rule {text[:40]!r}{hint}; edielkit rules lists them"


def _print(as_json: bool, value: Any, lines: Iterable[str]) -> None:  # noqa: FBT001  (the option itself)
    if as_json:
        write_document([json_text(value)])
    else:
        echo(lines)


def _list_lines(rules: list[Rule]) -> Iterator[str]:
    rows = [(rule.code, translate(rule.severity.value), str(rule.reason or ""), rule.title) for rule in rules]
    yield from columns(rows, indent="")
    yield ""
    count = f"{len(rules)} rule{'' if len(rules) == 1 else 's'}"
    yield dim(f"{count}; edielkit rules CODE shows one, edielkit rules --find TEXT searches")


def _rule_lines(rule: Rule) -> Iterator[str]:
    yield f"{strong(rule.code)}  {rule.title}"
    yield from pairs(
        [
            ("severity", translate(rule.severity.value)),
            ("reason", str(rule.reason or "")),
            ("trust", translate(rule.trust.value)),
            ("source", rule.source),
        ]
    )
    if rule.text:
        yield ""
        yield from (f"  {line}" for line in rule.text.splitlines())


def _as_dict(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "title": rule.title,
        "severity": rule.severity.value,
        "reason": rule.reason.code if rule.reason else None,
        "agency": rule.reason.agency if rule.reason else None,
        "trust": rule.trust.value,
        "source": rule.source,
        "text": rule.text or None,
    }
