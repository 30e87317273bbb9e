"""What is read of a hub from outside the market's messages: open data, overviews, deadlines, documents, an end user's file.

Each function takes a step that nothing comes of; as methods of a `Hub` they get one that reads its state. What they hold is
on the page of the hub's reports.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from edielkit.hub.core import downtime
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering import download as end_user_file
from edielkit.hub.processes import market_report as market
from edielkit.hub.settlement import deadlines, imbalance_documents, open_data, overview
from edielkit.hub.settlement import resolution_status as resolutions

__all__ = (
    "availability",
    "download",
    "imbalance_deliveries",
    "imbalance_settlement",
    "installed_capacity",
    "market_report",
    "open_consumption",
    "open_production",
    "resolution_status",
    "settlement_deadlines",
    "volumes_overview",
)


def open_consumption(
    transaction: Transaction,
    first: dt.date,
    last: dt.date,
    *,
    price_areas: bool = False,
    group: str | None = None,
) -> dict[str, Any]:
    """Return the consumption by group and hour as far as it may be published.

    See `edielkit.hub.settlement.open_data.consumption_rows`.

    Args:
        transaction: The step.
        first: First usage day.
        last: Last usage day.
        price_areas: Sums of price areas, not of grid areas.
        group: ``household``, ``cabin``, ``primary``, ``secondary`` or ``tertiary``; all if None.

    Raises:
        ValueError: The last day lies before the first, or more than a year after it, or there is no such group.
    """
    return open_data.consumption_rows(transaction, first, last, price_areas=price_areas, group=group)


def open_production(transaction: Transaction, first: dt.date, last: dt.date) -> dict[str, Any]:
    """Return the production of price areas by group and hour as far as it may be published.

    See `edielkit.hub.settlement.open_data.production_rows`.

    Args:
        transaction: The step.
        first: First usage day.
        last: Last usage day.

    Raises:
        ValueError: The last day lies before the first, or more than a year after it.
    """
    return open_data.production_rows(transaction, first, last)


def installed_capacity(
    transaction: Transaction, first: dt.date, last: dt.date, *, municipalities: bool = False
) -> dict[str, Any]:
    """Return the installed production capacity by area, type and group, day by day (EI-1377).

    See `edielkit.hub.settlement.open_data.capacity_rows`.

    Args:
        transaction: The step.
        first: First day.
        last: Last day.
        municipalities: Sums of municipalities, not of price areas.

    Raises:
        ValueError: The last day lies before the first, or more than a year after it.
    """
    return open_data.capacity_rows(transaction, first, last, municipalities=municipalities)


def volumes_overview(
    transaction: Transaction,
    first: dt.date,
    last: dt.date,
    *,
    price_areas: bool = False,
    hourly: bool = False,
) -> dict[str, Any]:
    """Return consumption, production, exchange and loss of each area and day (EI-630).

    See `edielkit.hub.settlement.overview.overview_rows`.

    Args:
        transaction: The step.
        first: First usage day.
        last: Last usage day.
        price_areas: Sums of price areas, not of grid areas.
        hourly: A row for each hour, not for the day.

    Raises:
        ValueError: The last day lies before the first, or more than a year after it.
    """
    return overview.overview_rows(transaction, first, last, price_areas=price_areas, hourly=hourly)


def settlement_deadlines(transaction: Transaction, day: dt.date) -> list[dict[str, Any]]:
    """Return where each area's usage day stands against the deadlines of the settlement, and why it is late.

    See `edielkit.hub.settlement.deadlines.deadline_rows`.

    Args:
        transaction: The step.
        day: Usage day.

    Raises:
        ValueError: Nobody means such a day.
    """
    return deadlines.deadline_rows(transaction, day)


def availability(transaction: Transaction, first: dt.date, last: dt.date) -> list[dict[str, Any]]:
    """Return how available the hub has been, month by month and in all.

    See `edielkit.hub.core.downtime.availability`.

    Args:
        transaction: The step.
        first: First day.
        last: Last day.

    Raises:
        ValueError: The last day lies before the first, or more than ten years after it.
    """
    return downtime.availability(transaction, first, last)


def imbalance_deliveries(transaction: Transaction, day: dt.date) -> list[dict[str, Any]]:
    """Return what of a usage day has been ready for the imbalance settlement, version by version.

    See `edielkit.hub.settlement.imbalance_documents.deliveries`.

    Args:
        transaction: The step.
        day: Usage day.
    """
    return imbalance_documents.deliveries(transaction, day)


def imbalance_settlement(
    transaction: Transaction, day: dt.date, version: int, *, recipient: str
) -> tuple[tuple[str, bytes], ...]:
    """Return the documents of a usage day for the imbalance settlement, as name and XML.

    See `edielkit.hub.settlement.imbalance_documents.documents`.

    Args:
        transaction: The step.
        day: Usage day.
        version: 1 for D+1 up to 5 for D+5.
        recipient: EIC of the imbalance settlement responsible.

    Raises:
        ValueError: Nothing of the version has passed, or a recipient or version is none.
    """
    return imbalance_documents.documents(transaction, day, version, recipient=recipient)


def download(
    transaction: Transaction,
    customer: str,
    point: str,
    first: dt.date,
    last: dt.date,
    *,
    generation: str = "offset",
    quality: bool = True,
) -> tuple[str, bytes]:
    """Return the name and the bytes of an end user's file of consumption (EI-1015).

    See `edielkit.hub.metering.download.download`.

    Args:
        transaction: The step.
        customer: Identification of the end user.
        point: GSRN of the metering point.
        first: First day.
        last: Last day.
        generation: ``offset``: semicolons, a byte order mark, times with offset; ``clock``: commas, times of the clock.
        quality: With the column Kvalitet.

    Raises:
        ValueError: The days or the point are not the end user's own, or too long ago, or no file can hold the values.
    """
    return end_user_file.download(
        transaction, customer, point, first, last, generation=generation, quality=quality
    )


def resolution_status(transaction: Transaction, day: dt.date) -> list[dict[str, Any]]:
    """Return how many metering points of each type are read by the quarter and by the hour.

    See `edielkit.hub.settlement.resolution_status.resolution_rows`.

    Args:
        transaction: The step.
        day: Day whose master data count.

    Raises:
        ValueError: Nobody means such a day.
    """
    return resolutions.resolution_rows(transaction, day)


def market_report(transaction: Transaction, month: dt.date) -> list[dict[str, Any]]:
    """Return the end-user market of a month in figures, by grid area (EI-1351, as far as the hub can count).

    See `edielkit.hub.processes.market_report.market_report`.

    Args:
        transaction: The step.
        month: Any day of the month.

    Raises:
        ValueError: Nobody means such a month.
    """
    return market.market_report(transaction, month)
