"""Reports as one HTML file: findings by input, payload and rule, the worst first, beside what would be answered.

The file is whole in itself: style within, no script, no address that is loaded. Whatever a message says is escaped.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.findings import Report, Severity, Verdict
from edielkit.pages.drawn_series import drawn_series, legend_of
from edielkit.pages.finding_groups import PageFinding, by_payload, counted
from edielkit.pages.rendering import rendered
from edielkit.series import TimeSeries
from edielkit.translation import Catalogue, catalogue

if TYPE_CHECKING:
    from edielkit.answers.explanation import ExplainedAnswer

__all__ = ("PageInput", "report_page")

_MOST_SERIES = 40


@attrs.frozen(kw_only=True)
class PageInput:
    """One input of the page.

    Attributes:
        name: How it is called.
        report: Its report.
        findings: The findings of the report with what stands at their places.
        answers: What the receiver would answer, explained.
        notes: What is to be said of the answers: why there is none, what a hub has to decide.
        series: Its metering values, as far as they can be read.
        ignored: How many findings were left out on request.
    """

    name: str
    report: Report
    findings: tuple[PageFinding, ...] = ()
    answers: tuple[ExplainedAnswer, ...] = ()
    notes: tuple[str, ...] = ()
    series: tuple[TimeSeries, ...] = attrs.field(default=(), repr=False)
    ignored: int = 0


def report_page(
    inputs: Iterable[PageInput], *, now: dt.datetime, language: str = "en", in_full: bool = False
) -> str:
    """Return reports as one HTML document.

    Args:
        inputs: The inputs with their reports.
        now: When the page is made, aware.
        language: ``en`` or ``nb``.
        in_full: Every place of a finding and every series, where otherwise long lists are cut, and said to be.

    Raises:
        ValueError: There is no such language.
        EdielError: Jinja2, of the extra ``html``, is not installed.

    >>> page = report_page([], now=dt.datetime(2026, 6, 1, tzinfo=dt.UTC), language="nb")
    >>> "Rapport om meldinger" in page, "<script" in page
    (True, False)
    """
    texts = catalogue(language)
    cards = [_card(source, texts, in_full=in_full) for source in sorted(inputs, key=_weight)]
    counts = Counter(card["verdict"] for card in cards)
    verdicts = [(verdict.value, counts[verdict.value]) for verdict in Verdict if counts[verdict.value]]
    return rendered("report.html", now=now, language=language, cards=cards, verdicts=verdicts)


def _weight(source: PageInput) -> tuple[bool, int, int]:
    counts = Counter(finding.severity for finding in source.report)
    return not source.report.unreadable, -counts[Severity.ERROR], -counts[Severity.WARNING]


def _card(source: PageInput, texts: Catalogue, *, in_full: bool) -> dict[str, Any]:
    shown = source.series[: None if in_full else _MOST_SERIES]
    return {
        "name": source.name,
        "kind": " ".join(part for part in (source.report.kind, source.report.version) if part),
        "verdict": source.report.verdict.value,
        "counts": counted(source.report, texts),
        "ignored": source.ignored,
        "payloads": by_payload(source.findings, texts, in_full=in_full),
        "not_checked": [texts.sentence(words).text for words in source.report.not_checked],
        "answers": source.answers,
        "notes": [texts.sentence(note).text for note in source.notes],
        "legend": legend_of(shown, texts),
        "series": [drawn_series(series, texts) for series in shown],
        "more_series": len(source.series) - len(shown),
    }
