"""Delivery in time: a day's values by 07:00 of the next day.

Source: Elhub standard, requirements for submission (VEE 2.1 and 2.2); for foreign neighbours "Oppsett av
utvekslingspunkter" as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from edielkit.exchange.channel_columns import ChannelColumn, day_of
from edielkit.exchange.exchange_context import ExchangeContext, ExchangeSubject
from edielkit.exchange.exchange_rules import RULES
from edielkit.exchange.points import Direction, ExchangePoint
from edielkit.findings import Finding, Position
from edielkit.market_time import OSLO, day_period, local_days, local_time
from edielkit.suggest import in_hours

__all__ = ("deadline", "in_time")

_DEADLINE = dt.time(7)


def deadline(day: dt.date) -> dt.datetime:
    """Return when the values of a local day must be there: 07:00 of the next day, Norwegian time.

    Raises:
        OverflowError: *day* is the last of the calendar.

    >>> deadline(dt.date(2024, 3, 30)).isoformat()
    '2024-03-31T07:00:00+02:00'
    """
    return dt.datetime.combine(day + dt.timedelta(days=1), _DEADLINE, OSLO)


def in_time(context: ExchangeContext) -> Iterator[Finding]:
    """Yield each day that came late, or that is not whole although its time is over (EXC013)."""
    days = () if context.now is None else expected_days(context)
    for point in context.points:
        for metering_point in point.metering_points:
            subject = context.active.get(metering_point)
            if context.received is not None and subject is not None:
                yield from _late(context, point, subject)
            yield from _missing(context, point, metering_point, days)


def _foreign_note(point: ExchangePoint) -> str:
    return "; the neighbour is foreign, the Norwegian grid company answers for it" if point.foreign else ""


def _late(context: ExchangeContext, point: ExchangePoint, subject: ExchangeSubject) -> Iterator[Finding]:
    for day in subject.days:
        latest: dt.datetime | None = None
        for column in subject.columns.values():
            for place in np.unique(column.source[column.on(day)]).tolist():
                arrival = _arrival(context, place)
                latest = arrival if latest is None or (arrival is not None and arrival > latest) else latest
        due = deadline(dt.date.fromordinal(day))
        if latest is not None and latest >= due:
            yield subject.finding(
                "EXC013",
                f"expected before {due.isoformat(timespec='minutes')}, came {local_time(latest).isoformat(timespec='minutes')}{_foreign_note(point)}",
                day=day,
            )


def _arrival(context: ExchangeContext, place: int) -> dt.datetime | None:
    if isinstance(context.received, Mapping):
        return context.received.get(context.channels.series[place].identification or "")
    return context.received


def expected_days(context: ExchangeContext) -> tuple[dt.date, ...]:
    """Return the days that should be there: those of the period, else those that any series touches."""
    if context.period is not None:
        return local_days(context.period)
    touched = [
        column.day[[0, -1]]
        for columns in context.channels.columns.values()
        for column in columns.values()
        if len(column)
    ]
    if not touched:
        return ()
    low, high = (int(f(ends[n] for ends in touched)) for f, n in ((min, 0), (max, 1)))
    # a stray value far away must not make a thousand days
    if high - low > _LONGEST:
        return ()
    return tuple(dt.date.fromordinal(ordinal) for ordinal in range(low, high + 1))


_LONGEST = 3 * 366


def _missing(
    context: ExchangeContext, point: ExchangePoint, metering_point: str, days: Iterable[dt.date]
) -> Iterator[Finding]:
    for day in days:
        if context.now is None or context.now < deadline(day):
            continue
        counts = [
            _seconds_on(context.channels.get(metering_point, direction), day) for direction in Direction
        ]
        whole = int(day_period(day).duration.total_seconds())
        if min(counts) >= whole:
            continue
        stated = (
            "nothing" if not any(counts) else f"{in_hours(counts[0])} hours In and {in_hours(counts[1])} Out"
        )
        message = f"expected {whole // 3600} hours In and Out before {deadline(day).isoformat(timespec='minutes')}, found {stated}{_foreign_note(point)}"
        subject = context.active.get(metering_point)
        if subject is not None:
            yield subject.finding("EXC013", message, day=day.toordinal())
        else:
            where = Position(path=f"{metering_point}/{day_of(day.toordinal())}")
            yield RULES["EXC013"].finding(message, where)


def _seconds_on(column: ChannelColumn, day: dt.date) -> int:
    return int(column.step[column.on(day.toordinal())].sum())
