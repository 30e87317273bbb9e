"""What the hub finds wrong with the exchange of a day: the rules of `edielkit.exchange` over what it has stored.

The day before is checked at 07:00, when its values are due; days of the last five with findings are checked again, as
values come in up to the lock of the settlement basis (BRS-NO-502, D+5).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from edielkit.exchange import ExchangePoint, check
from edielkit.findings import Finding, Report
from edielkit.hub.core.channels import RESOLUTIONS, method_of
from edielkit.hub.core.exchange_points import CHANNELS, UNITS, is_exchange
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.exchange_control.exchange_records import EXCHANGE_REPORTS, ExchangeFinding
from edielkit.hub.values.exchange_registry import exchange_points
from edielkit.hub.values.store import ValuePiece, pieces
from edielkit.hub.values.value_records import VALUES, ChannelKey
from edielkit.market_time import Period, day_period
from edielkit.series import TimeSeries

__all__ = ("daily", "exchange_findings", "exchange_series", "report_of")

_DIRECTIONS = ("In", "Out")
_OPEN_DAYS = 5


def exchange_findings(transaction: Transaction, area: str | None, day: dt.date) -> Report:
    """Return what is wrong with the exchange of a grid area's day, as the values are now.

    Every finding names a metering point (GSRN) at the head of its path.

    Args:
        transaction: The step.
        area: EIC of the grid area on either side; all if None.
        day: Usage day.
    """
    here = exchange_points(transaction, day, area)
    period = day_period(day)
    named = tuple(_as_known(transaction, place, day) for place in here)
    return check(
        exchange_series(transaction, named, period),
        named,
        now=transaction.now,
        neighbour=tuple(_other_sides(transaction, named, period)) or None,
        period=period,
    )


def _as_known(transaction: Transaction, place: ExchangePoint, day: dt.date) -> ExchangePoint:
    """Return *place* with what master data says of it."""
    point = transaction.point(place.metering_points[0])
    return attrs.evolve(place, settlement_method="" if point is None else method_of(point.data(day)))


def exchange_series(
    transaction: Transaction,
    here: Iterable[ExchangePoint],
    period: Period,
    *,
    as_of: dt.datetime | None = None,
) -> tuple[TimeSeries, ...]:
    """Return what is stored of exchange points in *period*: active and reactive energy, In and Out.

    Args:
        transaction: The step.
        here: The exchange points.
        period: Half-open period of aware instants on quarters of an hour.
        as_of: What counted at that instant; None for now.
    """
    return tuple(
        series
        for place in here
        for point in place.metering_points
        for series in _series_of(transaction, point, place.main_area, period, as_of)
    )


def _series_of(
    transaction: Transaction, point: str, area: str | None, period: Period, as_of: dt.datetime | None = None
) -> Iterator[TimeSeries]:
    for product, direction in CHANNELS:
        history = transaction.get(VALUES, ChannelKey(point, product, direction)) or ()
        for piece in pieces(history, period, as_of=as_of):
            yield _series(piece, point, area, product, direction)


def _series(piece: ValuePiece, point: str, area: str | None, product: str, direction: str) -> TimeSeries:
    return TimeSeries(
        metering_point=point,
        grid_area=area,
        product=product,
        unit=UNITS[product],
        direction=direction,
        resolution=RESOLUTIONS.get(piece.minutes),
        period=piece.period,
        registered=piece.registered,
        identification=piece.source or None,
        observations=piece.observations,
    )


def _other_sides(
    transaction: Transaction, here: Iterable[ExchangePoint], period: Period
) -> Iterator[TimeSeries]:
    """Yield what the neighbours have sent of the same places: control values of points that are not settled."""
    for place in here:
        for opposite in place.opposite:
            point = transaction.point(opposite)
            if point is not None and not is_exchange(point):
                yield from _series_of(transaction, opposite, None, period)


# -- the day's check


def daily(transaction: Transaction, today: dt.date) -> None:
    """Check the day before, and the open days before it that something was wrong with."""
    for back in range(1, _OPEN_DAYS + 1):
        day = today - dt.timedelta(days=back)
        if transaction.config.values_since is None or day < transaction.config.values_since:
            break
        findings = transaction.get(EXCHANGE_REPORTS, day)
        if back == 1 or findings:
            transaction.put(
                EXCHANGE_REPORTS, day, noted(transaction, exchange_findings(transaction, None, day), day)
            )


def noted(transaction: Transaction, report: Report, day: dt.date) -> tuple[ExchangeFinding, ...]:
    """Return the findings of *report* as the hub keeps them."""
    areas = {
        metering_point: tuple(area for area in (place.main_area, place.neighbour) if area)
        for place in exchange_points(transaction, day)
        for metering_point in place.metering_points
    }
    return tuple(_noted(finding, areas) for finding in report)


def _noted(finding: Finding, areas: dict[str, tuple[str, ...]]) -> ExchangeFinding:
    # a path is GSRN, direction and day; a kind of energy stands behind the number
    parts = finding.position.path.split("/")
    point = parts[0].split(" ")[0]
    return ExchangeFinding(
        code=finding.code,
        severity=finding.severity.value,
        message=finding.message,
        point=point,
        direction=next((word for word in parts[1:] if word in _DIRECTIONS), ""),
        areas=areas.get(point, ()),
    )


def report_of(
    findings: tuple[ExchangeFinding, ...] | None, day: dt.date, area: str | None = None
) -> dict[str, Any] | None:
    """Return the report of a day as plain data, None when the day has not been checked.

    Args:
        findings: What the hub keeps of the day.
        day: Usage day.
        area: EIC of a grid area on either side; all if None.
    """
    if findings is None:
        return None
    wanted = [finding.to_dict() for finding in findings if area is None or area in finding.areas]
    return {"day": day.isoformat(), "area": area, "findings": wanted}
