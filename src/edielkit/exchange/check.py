"""The check of exchange points: all rules over all series, day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from edielkit.exchange.channel_checks import CHANNEL_CHECKS
from edielkit.exchange.channel_columns import Channels, gather
from edielkit.exchange.exchange_context import ExchangeContext
from edielkit.exchange.place_checks import PLACE_CHECKS
from edielkit.exchange.points import ExchangePoint, PointValues
from edielkit.findings import Finding, Report, guarded
from edielkit.market_time import Period
from edielkit.series import TimeSeries

__all__ = ("check",)


def check(
    series: Iterable[TimeSeries],
    points: Iterable[ExchangePoint] = (),
    *,
    now: dt.datetime | None = None,
    received: Mapping[str, dt.datetime] | dt.datetime | None = None,
    neighbour: Iterable[TimeSeries] | None = None,
    period: Period | None = None,
    tolerance: int = 0,
) -> Report:
    """Return what is wrong with the exchange points of *series*, by metering point and local day.

    A metering point that *points* does not name is checked as an exchange point if it has both directions;
    with one direction it is listed in ``not_checked``. The rules are `RULES`; each finding has the
    identification of the first series it is about as ``payload``, and ``GSRN/direction/day`` as path.

    Args:
        series: All series that were reported, of one message or of many.
        points: What the caller knows of its exchange points.
        now: Aware instant; days whose time is over must be whole then (EXC013).
        received: When each series came, by its identification, or one aware instant for all (EXC013).
        neighbour: What the other side sees, for comparison and not reported (EXC009, EXC010).
        period: The days that should be there; those that the series touch if None.
        tolerance: Thousandths of a kWh by which two views of an interval may differ.

    >>> from edielkit.market_time import day_period
    >>> from edielkit.series import Observations
    >>> incoming = TimeSeries(
    ...     metering_point="707057500000000018",
    ...     direction="In",
    ...     resolution="PT1H",
    ...     unit="kWh",
    ...     period=day_period(dt.date(2024, 6, 4)),
    ...     observations=Observations.metered([1] * 24),
    ... )
    >>> [str(f.position) for f in check([incoming], [ExchangePoint.of_metering_point("707057500000000018")])]
    ['707057500000000018/In/2024-06-04']
    """
    context = ExchangeContext(
        channels=gather(series),
        points=tuple(points),
        neighbour=None if neighbour is None else gather(neighbour),
        now=now,
        received=received,
        period=period,
        tolerance=tolerance,
    )
    return Report(
        findings=tuple(_findings(context)),
        not_checked=tuple(dict.fromkeys(_not_checked(context))),
        kind="exchange",
    )


def _findings(context: ExchangeContext) -> Iterator[Finding]:
    for subject in context.subjects:
        for channel_check in CHANNEL_CHECKS:
            yield from guarded(partial(channel_check, subject), f"check {channel_check.__name__}")
    for whole in PLACE_CHECKS:
        yield from guarded(partial(whole, context), f"check {whole.__name__}")


def _not_checked(context: ExchangeContext) -> Iterator[str]:
    channels = context.channels
    yield from channels.unread
    checked = {subject.key for subject in context.subjects}
    for key in channels.columns:
        if key not in checked:
            yield f"{key}: one direction only and not named as an exchange point"
        elif key.metering_point not in context.named:
            yield f"{key}: checked as an exchange point because it has both directions; whether it is one is not known"
    for key, _ in channels.undirected:
        if key.metering_point not in context.named:
            yield f"{key}: a series without direction, and not named as an exchange point"
    reported = {series.metering_point for series in channels.series}
    for point in context.points:
        if not reported & set(point.metering_points):
            yield f"{point}: named as an exchange point, no series in the input"
        yield from _unknown(point, reported, context)
    if context.now is None and context.received is None:
        yield "EXC013: delivery by 07:00 needs the time of the validation, or the times of arrival"


def _unknown(point: ExchangePoint, reported: set[str | None], context: ExchangeContext) -> Iterator[str]:
    if point.values is None and reported & set(point.metering_points):
        yield f"{point}: EXC004 needs to know that the values are {PointValues.NET.value}"
    if point.settlement_method is None:
        yield f"{point}: EXC012 needs the settlement method of master data"
    if not _seen(point, context.neighbour):
        yield f"{point}: EXC009 needs the neighbour's series"


def _seen(point: ExchangePoint, neighbour: Channels | None) -> bool:
    if neighbour is None:
        return False
    theirs = {key.metering_point for key in neighbour.columns}
    return bool(theirs & {*point.opposite, *point.metering_points})
