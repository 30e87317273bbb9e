"""Reports as text for people and as JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from edielkit.cli.output.excerpts import Quotes
from edielkit.cli.output.terminal import dim, good, pairs, strong, warm, wrapped, wrong
from edielkit.findings import Finding, Position, Report, Severity, Verdict

__all__ = ("Judged", "json_lines", "text_lines")

_FIRST_PLACES = 3
_MOST_UNCHECKED = 6
_INDENT = " " * 13
_VERDICTS = {
    Verdict.ACCEPTED: ("✓", good),
    Verdict.REJECTED: ("✗", wrong),
    Verdict.UNREADABLE: ("✗", wrong),
}
_SEVERITIES = {Severity.ERROR: wrong, Severity.WARNING: warm, Severity.INFO: dim}


@attrs.frozen
class Judged:
    """An input and its report.

    Attributes:
        name: How the input is called.
        report: The findings.
        quotes: What stands at a place of the input, None when it could not be opened.
    """

    name: str
    report: Report
    quotes: Quotes | None = None


# -- text


def text_lines(judged: Iterable[Judged], each: bool = False) -> Iterator[str]:  # noqa: FBT001, FBT002  (the formats' one signature)
    """Yield the reports as text: a line of verdict for each input, its findings, a summary.

    Args:
        judged: The inputs.
        each: List each finding, where otherwise those with the same code and message are one, and all that was
            not checked.
    """
    count: Counter[Any] = Counter()
    unchecked: Counter[str] = Counter()
    for one in judged:
        count[one.report.verdict] += 1
        count.update(finding.severity for finding in one.report)
        unchecked.update(one.report.not_checked)
        yield from _file_lines(one, each=each)
    yield from _unchecked_lines(unchecked, sum(count[v] for v in Verdict), each=each)
    yield ""
    yield _summary_line(count)


def _file_lines(one: Judged, *, each: bool) -> Iterator[str]:
    report = one.report
    mark, style = _VERDICTS[report.verdict]
    what = " ".join(part for part in (_kinds(report.kind), report.version) if part)
    yield f"{style(f'{mark} {report.verdict.value}')}  {strong(one.name)}{'  ' + what if what else ''}"
    for same in _grouped(report.findings, each=each):
        yield from _finding_lines(same, one.quotes)


def _kinds(kind: str) -> str:
    names = kind.split(", ") if kind else []
    return ", ".join(names) if len(names) <= 3 else f"{', '.join(names[:3])} and {len(names) - 3} more kinds"


def _grouped(findings: Iterable[Finding], *, each: bool) -> list[list[Finding]]:
    groups: dict[Any, list[Finding]] = {}
    for number, finding in enumerate(findings):
        key = number if each else (finding.code, finding.severity, finding.message)
        groups.setdefault(key, []).append(finding)
    return list(groups.values())


def _finding_lines(same: Sequence[Finding], quotes: Quotes | None) -> Iterator[str]:
    first = same[0]
    quote = quotes.of(first.position) if quotes else None
    head = _SEVERITIES[first.severity](f"{first.severity.value:<7}")
    reason = f"  reason {first.reason}" if first.reason else ""
    places = [place for place in (_place(f.position) for f in same) if place]
    where = ", ".join(part for part in (quote.where if quote else "", *places[:1]) if part)
    yield f"    {head}  {strong(first.code)}  {where or 'whole input'}{reason}"
    yield from wrapped(_sentence(first.message), _INDENT)
    if len(same) > 1:
        more = "; ".join(places[1 : 1 + _FIRST_PLACES])
        rest = "; …" if len(places) > 1 + _FIRST_PLACES else ""
        yield from wrapped(f"{len(same)} times, next at {more}{rest}", _INDENT)
    rule = [] if first.rule is None else [("rule", first.rule.title)]
    yield from pairs(
        [("here", quote.text if quote else ""), *rule, ("in", first.position.path)], indent=_INDENT
    )


def _place(position: Position) -> str:
    """The place without the path, which stands on a line of its own."""
    return str(attrs.evolve(position, path=""))


def _sentence(message: str) -> str:
    # names such as xsi:nil keep their letters
    return message[:1].upper() + message[1:] if message.partition(" ")[0].strip(":,;").isalpha() else message


def _unchecked_lines(unchecked: Counter[str], files: int, *, each: bool) -> Iterator[str]:
    if not unchecked:
        return
    yield ""
    yield "Not checked:"
    for text, count in unchecked.most_common(None if each else _MOST_UNCHECKED):
        where = f" ({count} of {files} inputs)" if files > 1 else ""
        yield from wrapped(f"{text}{where}", "    ", first="  - ")
    more = 0 if each else len(unchecked) - _MOST_UNCHECKED
    if more > 0:
        yield f"  - and {more} more; --all lists them"


def _summary_line(count: Counter[Any]) -> str:
    files = sum(count[verdict] for verdict in Verdict)
    verdicts = ", ".join(f"{count[v]} {v.value}" for v in Verdict if count[v])
    findings = ", ".join(_many(count[s], _NAMES[s]) for s in Severity if count[s])
    return f"{_many(files, 'input')}: {verdicts or 'nothing'}; {findings or 'no findings'}"


_NAMES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


# -- JSON


def json_lines(judged: Iterable[Judged], each: bool = False) -> Iterator[str]:  # noqa: FBT001, FBT002  (the formats' one signature)
    """Yield the reports as one JSON document, see docs/reference/validate.schema.json.

    Args:
        judged: The inputs.
        each: Nothing: every finding is there.
    """
    del each
    files = []
    count: Counter[Any] = Counter()
    for one in judged:
        count[one.report.verdict] += 1
        count.update(finding.severity for finding in one.report)
        files.append({"path": one.name, **one.report.to_dict()})
    summary = {
        "files": len(files),
        **{verdict.value: count[verdict] for verdict in Verdict},
        "errors": count[Severity.ERROR],
        "warnings": count[Severity.WARNING],
        "infos": count[Severity.INFO],
    }
    yield json.dumps({"files": files, "summary": summary}, ensure_ascii=False, indent=2)
