"""Both sides of a place: what each says of the same energy, and what is counted twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.exchange.channel_columns import EMPTY, ChannelColumn, Channels, by_day, ordinals
from edielkit.exchange.points import Direction, ExchangePoint

__all__ = ("Double", "Views", "daily_values", "days_with_values", "doubles", "views")

Ints = npt.NDArray[np.int64]


def days_with_values(channels: Channels, metering_points: Iterable[str | None]) -> set[int]:
    """Return the local days with active energy at any of the metering points."""
    return {
        int(day)
        for metering_point in metering_points
        for direction in Direction
        for day in np.unique(channels.get(metering_point, direction).day)
    }


@attrs.frozen
class Double:
    """Metering points that count the same energy on the same days.

    Attributes:
        code: The rule.
        kept: The metering points that a total counts.
        twice: The metering points that it leaves out.
        days: The days (ordinals).
        why: Words for a finding.
    """

    code: str
    kept: tuple[str, ...]
    twice: tuple[str, ...]
    days: tuple[int, ...]
    why: str


def doubles(points: Iterable[ExchangePoint], channels: Channels) -> Iterator[Double]:
    """Yield what is counted twice: both sides of a place, or a summation point beside its parts.

    Args:
        points: The exchange points; both sides are known by `ExchangePoint.opposite` or by a common name.
        channels: The values.
    """
    listed = tuple(points)
    by_name: dict[str, list[ExchangePoint]] = {}
    seen: set[frozenset[str]] = set()
    for point in listed:
        if point.name:
            by_name.setdefault(point.name, []).append(point)
        sides = frozenset((*point.metering_points, *point.opposite))
        if point.opposite and sides not in seen:
            seen.add(sides)
            yield from _both_sides(point.metering_points, point.opposite, channels)
        common = days_with_values(channels, point.metering_points) & days_with_values(channels, point.parts)
        if common:
            there = tuple(part for part in point.parts if days_with_values(channels, (part,)) & common)
            yield Double("EXC008", there, point.metering_points, tuple(sorted(common)), "the summation point holds its parts")  # fmt: skip
    for same in by_name.values():
        first = same[0]
        for other in same[1:]:
            sides = frozenset((*first.metering_points, *other.metering_points))
            if other.main_area != first.main_area and sides not in seen:
                seen.add(sides)
                yield from _both_sides(first.metering_points, other.metering_points, channels)


def _both_sides(first: tuple[str, ...], other: tuple[str, ...], channels: Channels) -> Iterator[Double]:
    common = days_with_values(channels, first) & days_with_values(channels, other)
    if common:
        yield Double("EXC007", first, other, tuple(sorted(common)), "both sides report the place")


@attrs.frozen(eq=False)
class Views:
    """What two sides say of the same energy, interval by interval.

    Attributes:
        start: Start of the intervals that both have, seconds since 1970 UTC.
        day: Local day of each.
        ours: Thousandths of a kWh.
        theirs: The same, of the other side.
    """

    start: Ints
    day: Ints
    ours: Ints
    theirs: Ints

    @property
    def difference(self) -> Ints:
        """Ours less theirs."""
        return self.ours - self.theirs


def _sum(channels: Channels, metering_points: Iterable[str], direction: Direction) -> tuple[Ints, Ints, Ints]:
    columns = [channels.get(metering_point, direction) for metering_point in dict.fromkeys(metering_points)]
    full = [column for column in columns if len(column)]
    if len(full) < 2:
        column = full[0] if full else EMPTY
        return column.start, column.step, column.quantity
    # several meters on one side: the intervals that all of them have
    start, step = full[0].start, full[0].step
    for column in full[1:]:
        common, here, there = np.intersect1d(start, column.start, assume_unique=False, return_indices=True)
        equal = step[here] == column.step[there]
        start, step = common[equal], step[here][equal]
    quantity = np.zeros(len(start), np.int64)
    for column in full:
        quantity += column.quantity[np.searchsorted(column.start, start)]
    return start, step, quantity


def views(
    ours: Channels,
    our_points: Iterable[str],
    theirs: Channels,
    their_points: Iterable[str],
    direction: Direction,
    *,
    mirrored: bool = True,
) -> Views:
    """Return both sides' values of one flow where both have one; hours where their steps differ.

    Args:
        ours: Values of one side.
        our_points: Its metering points.
        theirs: Values of the other side.
        their_points: Its metering points.
        direction: Our direction.
        mirrored: The other side's direction is the opposite one.
    """
    first = _sum(ours, our_points, direction)
    second = _sum(theirs, their_points, direction.opposite if mirrored else direction)
    if len(first[1]) and len(second[1]) and not np.array_equal(np.unique(first[1]), np.unique(second[1])):
        first, second = (_hours(*flow) for flow in (first, second))
    start, here, there = np.intersect1d(first[0], second[0], return_indices=True)
    return Views(start, ordinals(start), first[2][here], second[2][there])


def _hours(start: Ints, step: Ints, quantity: Ints) -> tuple[Ints, Ints, Ints]:
    empty = np.zeros(0, np.int64)
    column = ChannelColumn(start, step, quantity, empty.astype(np.uint8), empty, empty)
    hour, total = column.hourly()
    return hour, np.full(len(hour), 3600, np.int64), total


def daily_values(
    channels: Channels, metering_points: Iterable[str]
) -> Iterator[tuple[int, bytes, bytes, bytes]]:
    """Yield each day on which In and Out have the same intervals and some energy, as bytes to compare.

    Returns:
        The day (ordinal), the starts, the values In and the values Out.
    """
    incoming, outgoing = (_sum(channels, metering_points, direction) for direction in Direction)
    if not np.array_equal(incoming[0], outgoing[0]):
        common, here, there = np.intersect1d(incoming[0], outgoing[0], return_indices=True)
        incoming = (common, incoming[1][here], incoming[2][here])
        outgoing = (common, outgoing[1][there], outgoing[2][there])
    for day, rows in by_day(ordinals(incoming[0])):
        chosen = slice(int(rows[0]), int(rows[-1]) + 1)
        if incoming[2][chosen].any() or outgoing[2][chosen].any():
            yield day, incoming[0][chosen].tobytes(), incoming[2][chosen].tobytes(), outgoing[2][chosen].tobytes()  # fmt: skip
