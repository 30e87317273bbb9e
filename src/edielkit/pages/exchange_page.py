"""Exchange points as one HTML file: what is wrong, both channels of each point, and the balance of grid areas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import attrs

from edielkit.findings import Report
from edielkit.pages.drawn_series import Sides, drawn_pair, legend_of
from edielkit.pages.finding_groups import PageFinding, by_payload, counted
from edielkit.pages.rendering import rendered
from edielkit.translation import catalogue

__all__ = ("PageTable", "exchange_page")

_MOST_PAIRS = 40


@attrs.frozen
class PageTable:
    """A table: the names of its columns, which are words of this package, and its rows."""

    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


def exchange_page(
    report: Report,
    pairs: Sequence[Sides],
    *,
    now: dt.datetime,
    language: str = "en",
    areas: PageTable = PageTable(),
    exchanges: PageTable = PageTable(),
    pictures: Sequence[tuple[str, str]] = (),
) -> str:
    """Return exchange points as one HTML document.

    Args:
        report: What is wrong with them.
        pairs: In and Out of each point.
        now: When the page is made, aware.
        language: ``en`` or ``nb``.
        areas: The balance of grid areas.
        exchanges: The exchange of each pair of grid areas.
        pictures: Names and pictures (SVG of this package) of grid areas.

    Raises:
        ValueError: There is no such language.
        EdielError: Jinja2, of the extra ``html``, is not installed.

    >>> page = exchange_page(Report(), [], now=dt.datetime(2026, 6, 1, tzinfo=dt.UTC), language="nb")
    >>> "Utvekslingspunkt" in page
    True
    """
    texts = catalogue(language)
    shown = pairs[:_MOST_PAIRS]
    channels = [side for sides in shown for side in sides if side is not None]
    return rendered(
        "exchange.html",
        now=now,
        language=language,
        verdict=report.verdict.value,
        counts=counted(report, texts),
        payloads=by_payload(map(PageFinding, report), texts, in_full=False),
        not_checked=[texts.sentence(words).text for words in report.not_checked],
        areas_head=areas.head,
        areas=areas.rows,
        exchanges_head=exchanges.head,
        exchanges=exchanges.rows,
        pictures=pictures,
        legend=legend_of(channels, texts),
        pairs=[drawn_pair(sides, texts) for sides in shown],
    )
