"""Rules that one metering point keeps or breaks by itself. Each check yields what is wrong, day by day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import numpy as np

from edielkit.exchange.channel_columns import EMPTY, ChannelColumn, by_day, ordinals
from edielkit.exchange.exchange_context import ExchangeSubject
from edielkit.exchange.points import Direction, PointValues
from edielkit.findings import Finding
from edielkit.series import Status

__all__ = ("CHANNEL_CHECKS", "amount", "clock", "length")

_QUARTER, _HOUR = 900, 3600


def amount(thousandths: int) -> str:
    """Return a quantity in words.

    >>> amount(-1500)
    '-1.500 kWh'
    """
    return f"{Decimal(int(thousandths)).scaleb(-3)} kWh"


def clock(seconds: int) -> str:
    """Return an instant in words, in UTC.

    >>> clock(0)
    '1970-01-01T00:00Z'
    """
    return f"{np.datetime64(int(seconds), 's').astype('datetime64[m]')}Z"


def length(seconds: int) -> str:
    """Return the length of an interval as the market writes it.

    >>> length(900), length(3600)
    ('PT15M', 'PT1H')
    """
    return "PT1H" if seconds == _HOUR else f"PT{seconds // 60}M"


def _intervals(count: int) -> str:
    return "1 interval" if count == 1 else f"{count} intervals"


def both_directions(subject: ExchangeSubject) -> Iterator[Finding]:
    """Yield each day with one direction alone (EXC001)."""
    for day, there in subject.days.items():
        for direction in Direction:
            if direction not in there:
                other = direction.opposite
                yield subject.finding(
                    "EXC001",
                    f"expected {direction} beside {other} ({len(subject.columns[other].rows(subject.columns[other].on(day)))} values), zeros where it is not metered; found {other} alone",
                    direction=other,
                    day=day,
                )


def same_intervals(subject: ExchangeSubject) -> Iterator[Finding]:
    """Yield each day on which In and Out have different intervals (EXC002)."""
    incoming, outgoing = (subject.columns.get(direction, EMPTY) for direction in Direction)
    if _same(incoming, outgoing):
        return
    for day, there in subject.days.items():
        if len(there) < 2:
            continue
        first, second = (column.rows(column.on(day)) for column in (incoming, outgoing))
        if not _same(first, second):
            yield subject.finding(
                "EXC002",
                f"expected the same intervals In and Out, found {_shape(first)} In and {_shape(second)} Out{_first_lonely(first, second)}",
                day=day,
            )


def _same(first: ChannelColumn, second: ChannelColumn) -> bool:
    return np.array_equal(first.start, second.start) and np.array_equal(first.step, second.step)


def _shape(column: ChannelColumn) -> str:
    steps = ", ".join(length(step) for step in np.unique(column.step).tolist())
    return f"{len(column)} of {steps}"


def _first_lonely(first: ChannelColumn, second: ChannelColumn) -> str:
    lonely = np.setxor1d(first.start, second.start)
    return f"; the first without a counterpart starts {clock(lonely[0])}" if len(lonely) else ""


def not_negative(subject: ExchangeSubject) -> Iterator[Finding]:
    """Yield each day with values below zero (EXC003)."""
    for direction, column in subject.columns.items():
        wrong = column.rows(column.quantity < 0)
        for day, rows in by_day(wrong.day):
            low = rows[int(np.argmin(wrong.quantity[rows]))]
            yield subject.finding(
                "EXC003",
                f"expected at least 0, found {amount(wrong.quantity[low])} at {clock(wrong.start[low])}"
                f" and {_intervals(len(rows))} below zero in all; a net value goes into two series, In and Out",
                direction=direction,
                day=day,
            )


def net_in_one_direction(subject: ExchangeSubject) -> Iterator[Finding]:
    """Yield each day on which a net point has energy both ways in one interval (EXC004)."""
    if subject.point is None or subject.point.values is not PointValues.NET:
        return
    incoming, outgoing = (subject.columns.get(direction, EMPTY) for direction in Direction)
    first, second = (column.rows(column.quantity > 0) for column in (incoming, outgoing))
    _, here, there = np.intersect1d(first.start, second.start, assume_unique=True, return_indices=True)
    equal = first.step[here] == second.step[there]
    both, there = first.rows(here[equal]), there[equal]
    for day, rows in by_day(both.day):
        row = rows[0]
        yield subject.finding(
            "EXC004",
            f"expected a net value In or Out, found both ({amount(both.quantity[row])} In and {amount(second.quantity[there[row]])} Out)"
            f" at {clock(both.start[row])} and in {_intervals(len(rows))} in all",
            day=day,
        )


def unused_is_zero(subject: ExchangeSubject) -> Iterator[Finding]:
    """Yield each day with other values than zero in a channel that is not metered (EXC005)."""
    for direction in subject.unused:
        column = subject.columns.get(direction, EMPTY)
        wrong = column.rows(column.quantity != 0)
        for day, rows in by_day(wrong.day):
            row = rows[0]
            yield subject.finding(
                "EXC005",
                f"expected zeros {direction}, where the point does not meter; found {amount(wrong.quantity[row])} at {clock(wrong.start[row])}"
                f" and {_intervals(len(rows))} in all",
                direction=direction,
                day=day,
            )


def unused_is_metered(subject: ExchangeSubject) -> Iterator[Finding]:
    """Yield each day whose zeros in a channel that is not metered have another status (EXC006)."""
    for direction in subject.unused:
        column = subject.columns.get(direction, EMPTY)
        wrong = column.rows((column.quantity == 0) & (column.status != Status.METERED))
        for day, rows in by_day(wrong.day):
            status = Status(int(wrong.status[rows[0]])).name.lower().replace("_", " ")
            yield subject.finding(
                "EXC006",
                f"expected status metered for the zeros {direction}, found {status} in {_intervals(len(rows))}",
                direction=direction,
                day=day,
            )


def switch_at_midnight(subject: ExchangeSubject) -> Iterator[Finding]:
    """Yield each day with two resolutions in one channel (EXC014)."""
    for direction, column in subject.columns.items():
        change = np.flatnonzero((np.diff(column.step) != 0) & (np.diff(column.day) == 0)) + 1
        for day, rows in by_day(column.day[change]):
            row = change[rows[0]]
            yield subject.finding(
                "EXC014",
                f"expected one resolution for the whole day, found {length(column.step[row - 1])} until {clock(column.start[row])}"
                f" and {length(column.step[row])} from there; the change belongs at midnight, Norwegian time",
                direction=direction,
                day=day,
            )


def never_back(subject: ExchangeSubject) -> Iterator[Finding]:
    """Yield each day with hours after the first day with quarters (EXC015)."""
    since = subject.point.quarters_since if subject.point else None
    for direction, column in subject.columns.items():
        quarters = column.day[column.step == _QUARTER]
        first = [int(quarters[0]) + 1] if len(quarters) else []
        if since is not None:
            first.append(since.toordinal())
        if not first:
            continue
        late = column.rows((column.step >= _HOUR) & (column.day >= min(first)))
        for day, rows in by_day(late.day):
            yield subject.finding(
                "EXC015",
                f"expected PT15M, which the point has had on a day before; found {len(rows)} of {length(late.step[rows[0]])}",
                direction=direction,
                day=day,
            )


def real_quarters(subject: ExchangeSubject) -> Iterator[Finding]:
    """Yield each day whose quarters are hours cut into four equal parts (EXC016)."""
    for direction, column in subject.columns.items():
        quarters = column.rows(column.step == _QUARTER)
        if not len(quarters):
            continue
        hour = quarters.start // _HOUR
        first = np.flatnonzero(np.concatenate(([True], np.diff(hour) != 0)))
        values = quarters.quantity
        high, low = np.maximum.reduceat(values, first), np.minimum.reduceat(values, first)
        flat = (high == low) & (np.diff(np.append(first, len(values))) == 4)
        days = quarters.day[first]
        starts = np.flatnonzero(np.concatenate(([True], np.diff(days) != 0)))
        all_flat = np.logical_and.reduceat(flat, starts)
        some = np.maximum.reduceat(high, starts) != np.minimum.reduceat(low, starts)
        for day in days[starts[all_flat & some]].tolist():
            yield subject.finding(
                "EXC016",
                "expected values metered each quarter, found four equal quarters in every hour",
                direction=direction,
                day=day,
            )


def each_interval_once(subject: ExchangeSubject) -> Iterator[Finding]:
    """Yield each day with an interval that came twice without a later registration (EXC017)."""
    for direction, column in subject.columns.items():
        for day, rows in by_day(ordinals(column.repeated)):
            yield subject.finding(
                "EXC017",
                f"expected one value for each interval, found several for {_intervals(len(rows))}, the first at {clock(column.repeated[rows[0]])};"
                " a correction has a later registration time",
                direction=direction,
                day=day,
            )


CHANNEL_CHECKS: tuple[Callable[[ExchangeSubject], Iterator[Finding]], ...] = (
    both_directions,
    same_intervals,
    not_negative,
    net_in_one_direction,
    unused_is_zero,
    unused_is_metered,
    switch_at_midnight,
    never_back,
    real_quarters,
    each_interval_once,
)
