"""Reports as one HTML file: findings by input, payload and rule, the worst first, beside what would be answered.

The file is whole in itself: style within, no script, no address that is loaded. Whatever a message says is escaped.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.findings import Finding, Report, Severity, Verdict
from edielkit.market_time import OSLO
from edielkit.pages.page_templates import page_template
from edielkit.pages.series_svg import COLOURS, series_svg
from edielkit.series import Status, TimeSeries

if TYPE_CHECKING:
    from edielkit.answers.explanation import ExplainedAnswer

__all__ = ("LANGUAGES", "PageFinding", "PageInput", "report_page")

LANGUAGES = ("en", "nb")
_MOST_PLACES, _MOST_SERIES = 20, 40


@attrs.frozen
class PageFinding:
    """A finding with what stands at its place.

    Attributes:
        finding: The finding.
        where: The place in words, may be empty.
        text: What stands there, personal data masked; may be empty.
    """

    finding: Finding
    where: str = ""
    text: str = ""


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
    if language not in LANGUAGES:
        raise ValueError(f"expected a language of {', '.join(LANGUAGES)}, found {language!r}")
    words = _words()[language]
    cards = [_card(source, words, in_full=in_full) for source in sorted(inputs, key=_weight)]
    counts = Counter(card["verdict"] for card in cards)
    page: str = page_template("edielkit.pages", "report.html").render(
        language=language,
        words=words,
        made=now.astimezone(OSLO).strftime("%Y-%m-%d %H:%M"),
        cards=cards,
        verdicts=[(verdict.value, counts[verdict.value]) for verdict in Verdict if counts[verdict.value]],
    )
    return page


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    text = (files("edielkit.pages") / "words.csv").read_text("utf-8")
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    return {language: {row["key"]: row[language] for row in rows} for language in LANGUAGES}


def _weight(source: PageInput) -> tuple[bool, int, int]:
    counts = Counter(finding.severity for finding in source.report)
    return not source.report.unreadable, -counts[Severity.ERROR], -counts[Severity.WARNING]


def _card(source: PageInput, words: Mapping[str, str], *, in_full: bool) -> dict[str, Any]:
    counts = Counter(finding.severity for finding in source.report)
    most = None if in_full else _MOST_SERIES
    return {
        "name": source.name,
        "kind": " ".join(part for part in (source.report.kind, source.report.version) if part),
        "verdict": source.report.verdict.value,
        "counts": [
            (f"{counts[severity]} {words[severity.value if counts[severity] == 1 else severity.value + 's']}")
            for severity in Severity
            if counts[severity]
        ],
        "ignored": source.ignored,
        "payloads": [
            (name, _groups(findings, in_full=in_full))
            for name, findings in _by_payload(source.findings).items()
        ],
        "not_checked": source.report.not_checked,
        "answers": source.answers,
        "notes": source.notes,
        "legend": _legend(source.series[:most], words),
        "series": [_drawn(series, words) for series in source.series[:most]],
        "more_series": max(len(source.series) - (most or len(source.series)), 0),
    }


def _by_payload(findings: Iterable[PageFinding]) -> dict[str, list[PageFinding]]:
    """Return the findings by payload, those with the gravest finding first."""
    by_payload: dict[str, list[PageFinding]] = {}
    for placed in findings:
        by_payload.setdefault(placed.finding.payload or "", []).append(placed)
    gravest = {
        name: min(placed.finding.severity.rank for placed in listed) for name, listed in by_payload.items()
    }
    return dict(sorted(by_payload.items(), key=lambda item: gravest[item[0]]))


def _groups(findings: Sequence[PageFinding], *, in_full: bool) -> list[dict[str, Any]]:
    """Return the findings of one payload by rule and severity, the gravest first."""
    groups: dict[tuple[str, Severity], list[PageFinding]] = {}
    for placed in findings:
        groups.setdefault((placed.finding.code, placed.finding.severity), []).append(placed)
    ordered = sorted(groups.values(), key=lambda group: group[0].finding.severity.rank)
    most = None if in_full else _MOST_PLACES
    return [
        {
            "finding": group[0].finding,
            "places": group[:most],
            "more": max(len(group) - (most or len(group)), 0),
        }
        for group in ordered
    ]


def _legend(series: Iterable[TimeSeries], words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the name and colour of each status in *series*; a place without a value is one that is missing."""
    there = {Status(status) for channel in series for status in set(channel.observations.status.tolist())}
    return [
        (words[status.name.lower()], colour)
        for status, colour in COLOURS.items()
        if status in there or status is Status.MISSING
    ]


def _drawn(series: TimeSeries, words: Mapping[str, str]) -> dict[str, Any]:
    counts = Counter(series.observations.status.tolist())
    return {
        "series": series,
        "name": series.metering_point or series.grid_area or "",
        "count": len(series.observations),
        "total": f"{series.observations.total:f} {series.unit or ''}",
        "quality": ", ".join(
            f"{count} {words[Status(status).name.lower()]}" for status, count in sorted(counts.items())
        ),
        "picture": series_svg(
            series,
            title=f"{series.metering_point or series.grid_area or ''} {series.direction or ''}".strip(),
            clock_change=words["clock_change"],
        ),
    }
