"""Reports as text for people and as JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from edielkit.cli.language import language, translate
from edielkit.cli.output.excerpts import Excerpts
from edielkit.cli.output.readable import json_text
from edielkit.cli.output.terminal import dim, good, pairs, strong, warm, wrapped, wrong
from edielkit.findings import Finding, Position, Report, Severity, Verdict
from edielkit.translation import report_in

__all__ = ("NAMES", "InputReport", "in_language", "json_lines", "many", "summary_line", "text_lines")

_FIRST_PLACES = 3
_MOST_UNCHECKED = 6
# as many as a page shows of a rule
_MOST_OF_A_RULE = 20
_Kind = tuple[str, Severity]
_INDENT = " " * 13
_IGNORED = "ignored"
_UNREADABLE_BEFORE = "was_unreadable"
_VERDICTS = {
    Verdict.ACCEPTED: ("✓", good),
    Verdict.REJECTED: ("✗", wrong),
    Verdict.UNREADABLE: ("✗", wrong),
    Verdict.EMPTY: ("-", dim),
}
_SEVERITIES = {Severity.ERROR: wrong, Severity.WARNING: warm, Severity.INFO: dim}


@attrs.frozen
class InputReport:
    """An input and its report.

    Attributes:
        name: How the input is called.
        report: The findings.
        excerpts: What stands at a place of the input, None when it could not be opened.
        ignored: How many findings the report had beside those that were asked for.
        is_open: It could be opened.
        was_unreadable: It is no message, for the reasons that the baseline has of it.
    """

    name: str
    report: Report
    excerpts: Excerpts | None = None
    ignored: int = 0
    is_open: bool = True
    was_unreadable: bool = False

    @property
    def is_unreadable(self) -> bool:
        """Whether it is no message, and no baseline has it as such."""
        return self.report.unreadable and not self.was_unreadable


def in_language(source: InputReport) -> InputReport:
    """Return *source* with its findings in the language that is spoken."""
    return attrs.evolve(source, report=report_in(source.report, language()))


# -- text


def text_lines(reports: Iterable[InputReport], in_full: bool = False) -> Iterator[str]:  # noqa: FBT001, FBT002  (the formats' one signature)
    """Yield the reports as text: a line of verdict for each input, its findings, a summary.

    Args:
        reports: The inputs with their reports.
        in_full: List each finding, where otherwise those with the same code and message are one, and of a rule that says
            something else each time the first twenty different findings are shown and the others counted; and all that was not checked.
    """
    count: Counter[Any] = Counter()
    unchecked: Counter[str] = Counter()
    for source in reports:
        _add(count, source)
        unchecked.update(source.report.not_checked)
        yield from _file_lines(source, in_full=in_full)
    yield from _unchecked_lines(unchecked, _inputs(count), in_full=in_full)
    yield ""
    yield _summary_line(count)


def summary_line(reports: Iterable[InputReport]) -> str:
    """Return how many inputs there are, by verdict, and how many findings, by severity."""
    count: Counter[Any] = Counter()
    for source in reports:
        _add(count, source)
    return _summary_line(count)


def _add(count: Counter[Any], source: InputReport) -> None:
    count[source.report.verdict] += 1
    count[_IGNORED] += source.ignored
    count[_UNREADABLE_BEFORE] += source.was_unreadable
    count.update(finding.severity for finding in source.report)


def _file_lines(source: InputReport, *, in_full: bool) -> Iterator[str]:
    report = source.report
    mark, style = _VERDICTS[report.verdict]
    what = " ".join(part for part in (_kinds(report.kind), report.version) if part)
    left_out = dim(_left_out(source)) if source.ignored else ""
    yield f"{style(f'{mark} {translate(report.verdict.value)}')}  {strong(source.name)}{'  ' + what if what else ''}{left_out}"
    shown: Counter[_Kind] = Counter()
    others: dict[_Kind, list[Finding]] = {}
    for same in _grouped(report.findings, in_full=in_full):
        kind = (same[0].code, same[0].severity)
        shown[kind] += 1
        if in_full or shown[kind] <= _MOST_OF_A_RULE:
            yield from _finding_lines(same, source.excerpts)
        else:
            others.setdefault(kind, []).extend(same)
    for (code, severity), findings in others.items():
        yield from _lines_of_others(code, severity, findings)


def _lines_of_others(code: str, severity: Severity, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield how many more findings of a rule there are, each of which says something else, and where they begin."""
    head = _SEVERITIES[severity](f"{translate(severity.value):<7}")
    place = _place(findings[0].position)
    where = f"{place}  " if place else ""
    more = translate(f"{len(findings)} more of this rule from here on; --all lists them")
    yield f"    {head}  {strong(code)}  {where}{more}"


def _left_out(source: InputReport) -> str:
    if source.was_unreadable:
        return translate(f"  ({source.ignored} left out: unreadable when the baseline was written)")
    return translate(f"  ({source.ignored} left out)")


def _kinds(kind: str) -> str:
    names = kind.split(", ") if kind else []
    return (
        ", ".join(names)
        if len(names) <= 4
        else translate(f"{', '.join(names[:3])} and {len(names) - 3} more kinds")
    )


def _grouped(findings: Iterable[Finding], *, in_full: bool) -> list[list[Finding]]:
    groups: dict[Any, list[Finding]] = {}
    for number, finding in enumerate(findings):
        key = number if in_full else (finding.code, finding.severity, finding.message)
        groups.setdefault(key, []).append(finding)
    return list(groups.values())


def _finding_lines(same: Sequence[Finding], excerpts: Excerpts | None) -> Iterator[str]:
    first = same[0]
    excerpt = excerpts.of(first.position) if excerpts else None
    head = _SEVERITIES[first.severity](f"{translate(first.severity.value):<7}")
    reason = translate(f"  reason {first.reason}") if first.reason else ""
    places = [place for place in (_place(f.position) for f in same) if place]
    where = ", ".join(part for part in (translate(excerpt.where) if excerpt else "", *places[:1]) if part)
    yield f"    {head}  {strong(first.code)}  {where or translate('whole input')}{reason}"
    yield from wrapped(_sentence(first.message), _INDENT)
    if len(same) > 1:
        more = "; ".join(places[1 : 1 + _FIRST_PLACES])
        others = "; …" if len(places) > 1 + _FIRST_PLACES else ""
        yield from wrapped(f"{len(same)} times, next at {more}{others}", _INDENT)
    rule = [] if first.rule is None else [("rule", first.rule.title)]
    yield from pairs(
        [("here", excerpt.text if excerpt else ""), *rule, ("in", first.position.path)], indent=_INDENT
    )


def _place(position: Position) -> str:
    """The place without the path, which stands on a line of its own."""
    return translate(str(attrs.evolve(position, path="")))


def _sentence(message: str) -> str:
    # names such as xsi:nil keep their letters
    return message[:1].upper() + message[1:] if message.partition(" ")[0].strip(":,;").isalpha() else message


def _unchecked_lines(unchecked: Counter[str], files: int, *, in_full: bool) -> Iterator[str]:
    if not unchecked:
        return
    yield ""
    yield translate("Not checked:")
    for text, count in unchecked.most_common(None if in_full else _MOST_UNCHECKED):
        where = translate(f" ({count} of {files} inputs)") if files > 1 else ""
        yield from wrapped(f"{text}{where}", "    ", first="  - ")
    more = 0 if in_full else len(unchecked) - _MOST_UNCHECKED
    if more > 0:
        yield translate(f"  - and {more} more; --all lists them")


def _inputs(count: Counter[Any]) -> int:
    return sum(count[verdict] for verdict in Verdict)


def _summary_line(count: Counter[Any]) -> str:
    verdicts = ", ".join(f"{count[v]} {translate(v.value)}" for v in Verdict if count[v])
    findings = ", ".join(many(count[s], NAMES[s]) for s in Severity if count[s])
    ignored = f"; {many(count[_IGNORED], 'finding')} {translate('left out')}" if count[_IGNORED] else ""
    unreadable = count[_UNREADABLE_BEFORE]
    before = f"; {translate(f'{unreadable} unreadable when the baseline was written')}" if unreadable else ""
    return f"{many(_inputs(count), 'input')}: {verdicts or translate('nothing')}; {findings or translate('no findings')}{ignored}{before}"


# what findings of a severity are called where they are counted
NAMES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def many(count: int, word: str) -> str:
    """Return how many there are of something, in the language that is spoken."""
    return translate(f"{count} {word}{'' if count == 1 else 's'}")


# -- JSON


def json_lines(reports: Iterable[InputReport], in_full: bool = False) -> Iterator[str]:  # noqa: FBT001, FBT002  (the formats' one signature)
    """Yield the reports as one JSON document, see docs/reference/validate.schema.json.

    Args:
        reports: The inputs with their reports.
        in_full: Nothing: every finding is there.
    """
    del in_full
    files = []
    count: Counter[Any] = Counter()
    for source in reports:
        count[source.report.verdict] += 1
        count.update(finding.severity for finding in source.report)
        ignored = {"ignored": source.ignored} if source.ignored else {}
        before = {"was_unreadable": True} if source.was_unreadable else {}
        files.append({"path": source.name, **source.report.to_dict(), **ignored, **before})
    summary = {
        "files": len(files),
        **{verdict.value: count[verdict] for verdict in Verdict},
        "errors": count[Severity.ERROR],
        "warnings": count[Severity.WARNING],
        "infos": count[Severity.INFO],
    }
    yield json_text({"files": files, "summary": summary})
