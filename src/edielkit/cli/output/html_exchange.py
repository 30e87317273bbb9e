"""Exchange points as an HTML file: findings, both channels of each point, and the balance of grid areas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from edielkit.cli.language import language
from edielkit.cli.output.reports import InputReport
from edielkit.cli.output.show_pairs import SideBySide
from edielkit.findings import Report
from edielkit.pages import PageTable, exchange_page

if TYPE_CHECKING:
    from edielkit.exchange import Balance, ExchangePoint, Reconciliation
    from edielkit.series import TimeSeries

__all__ = ("balance_html", "checked_html", "exchange_table")

# beyond these a page is no longer one that a person looks at
_MOST_PICTURES = 12
_NO_TABLE = PageTable()
_TAGS = {"title": "title", "description": "desc"}


def checked_html(
    reports: Iterable[InputReport], series: Sequence[TimeSeries], points: Sequence[ExchangePoint]
) -> str:
    """Return the page of what is wrong with exchange points.

    Args:
        reports: What was found, and the inputs that could not be read.
        series: The series that were checked.
        points: The exchange points; those with both directions if there are none.
    """
    listed = [source.report for source in reports]
    whole = Report(
        findings=[finding for report in listed for finding in report],
        not_checked=tuple(dict.fromkeys(words for report in listed for words in report.not_checked)),
        unreadable=any(report.unreadable for report in listed),
    )
    return _page(whole, series, points)


def balance_html(
    report: Report,
    series: Sequence[TimeSeries],
    points: Sequence[ExchangePoint],
    balance: Balance,
    pairs: Reconciliation,
) -> str:
    """Return the page of the balance of grid areas, with the exchange of each pair of them."""
    from edielkit.exchange import balance_svg

    areas = PageTable()
    if balance.areas:
        rows = [(area.area, *map(str, area.totals.values())) for area in balance.areas]
        areas = PageTable(("grid area", *balance.areas[0].totals), rows)
    pictures = [
        (area.area, _named(balance_svg(area, language=language()), number))
        for number, area in enumerate(balance.areas[:_MOST_PICTURES])
    ]
    return _page(report, series, points, areas=areas, exchanges=exchange_table(pairs), pictures=pictures)


def _named(picture: str, number: int) -> str:
    """Return a picture whose title and description have names of their own on the page."""
    for name in ("title", "description"):
        picture = picture.replace(f'<{_TAGS[name]} id="{name}">', f'<{_TAGS[name]} id="{name}-{number}">', 1)
    return picture.replace(
        'aria-labelledby="title description"', f'aria-labelledby="title-{number} description-{number}"', 1
    )


def exchange_table(pairs: Reconciliation) -> PageTable:
    """Return the exchange of each pair of grid areas in kWh."""
    rows = [
        (
            pair.first,
            pair.second,
            str(pair.into_first),
            str(pair.into_second),
            str(pair.net_into_first),
            str(pair.twice),
        )
        for pair in pairs.pairs
    ]
    return PageTable(("first", "second", "into first", "into second", "net into first", "twice"), rows)


def _page(
    report: Report,
    series: Sequence[TimeSeries],
    points: Sequence[ExchangePoint],
    *,
    areas: PageTable = _NO_TABLE,
    exchanges: PageTable = _NO_TABLE,
    pictures: Sequence[tuple[str, str]] = (),
) -> str:
    both_ways = SideBySide(points=tuple(points)).pairs(series)
    return exchange_page(
        report,
        [(pair.incoming, pair.outgoing) for pair in both_ways],
        now=dt.datetime.now(dt.UTC),
        language=language(),
        areas=areas,
        exchanges=exchanges,
        pictures=pictures,
    ).rstrip("\n")
