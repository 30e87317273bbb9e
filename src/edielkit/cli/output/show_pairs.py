"""Both channels of an exchange point side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from edielkit.cli.language import translate
from edielkit.cli.output.instant_texts import period_text
from edielkit.cli.output.series_lines import quality_text, short, sparkline_of
from edielkit.cli.output.terminal import columns, dim, strong
from edielkit.harmless import name_of_something
from edielkit.market_time import OSLO

if TYPE_CHECKING:
    from edielkit.exchange import ExchangePoint, Pair
    from edielkit.series import Observations, TimeSeries

__all__ = ("SideBySide",)

_NONE = "none in this message"
# between the metering points of a place
_BOTH = " and "
# how an interval is told, in the order in which they are shown
_AT, _NUMBERED, _UNREADABLE = range(3)
# seconds since 1970 of what the calendar has, in UTC and in Norway
_FIRST, _LAST = (
    int(dt.datetime(year, month, day, tzinfo=dt.UTC).timestamp())
    for year, month, day in ((1, 1, 2), (9999, 12, 31))
)


@attrs.frozen(kw_only=True)
class SideBySide:
    """What is shown side by side.

    Attributes:
        points: The exchange points; every metering point with both directions if there are none.
        values: Show each interval.
        directions: Direction of product codes, for partners with one code a direction.
    """

    points: tuple[ExchangePoint, ...] = ()
    values: bool = False
    directions: Mapping[str, str] = attrs.field(factory=dict)

    def lines(self, series: Sequence[TimeSeries], most: int | None) -> Iterator[str]:
        """Yield the lines of all pairs in *series*.

        Args:
            series: The series of a message.
            most: How many pairs to show; all if None.
        """
        both_ways = self.pairs(series)
        if not both_ways:
            return
        yield ""
        yield f"  {strong('In and Out side by side')}"
        for point_pair in both_ways if most is None else both_ways[:most]:
            yield ""
            yield from _pair_lines(point_pair, values=self.values)
        if most is not None and len(both_ways) > most:
            yield translate(f"  … {len(both_ways) - most} more pairs; --all shows them")

    def pairs(self, series: Sequence[TimeSeries]) -> tuple[Pair, ...]:
        """Return the pairs in *series*: those of the points, else those that have both directions."""
        from edielkit.exchange import pair

        both_ways = pair(self._of_points(series))
        return tuple(point_pair for point_pair in both_ways if self.points or point_pair.whole)

    def _of_points(self, series: Iterable[TimeSeries]) -> Iterator[TimeSeries]:
        """Yield the series of the points; both metering points of a place have the name of the place."""
        if not self.points:
            yield from series
            return
        homes: dict[tuple[str, str], str] = {}
        for point in self.points:
            name = _BOTH.join(point.metering_points)
            for direction, gsrn in (("In", point.incoming), ("Out", point.outgoing)):
                # the channel that is not metered belongs to the one metering point that there is
                metering_point = gsrn or point.metering_points[0]
                homes[metering_point, direction] = name
        for channel in series:
            home = homes.get((channel.metering_point or "", channel.direction or ""))
            if home is not None:
                yield attrs.evolve(channel, metering_point=home)


def _pair_lines(pair: Pair, *, values: bool) -> Iterator[str]:
    sides = (pair.incoming, pair.outgoing)
    first = next(side for side in sides if side is not None)
    when = period_text(first.period) if first.period else translate("no period")
    product, resolution = (name_of_something(fact or "") for fact in (first.product, first.resolution))
    facts = "  ".join(filter(None, (product, resolution, when)))
    points = (first.metering_point or "?").split(_BOTH)
    # two numbers with a word between them are no name and its street
    numbers = points if all(map(str.isdigit, points)) else [_BOTH.join(points)]
    shown = _BOTH.join(map(name_of_something, numbers))
    yield f"       {strong(shown)}  {facts}"
    unit = f" {name_of_something(first.unit)}" if first.unit else ""
    blocks = [None if side is None else side.observations for side in sides]
    rows = [
        ("", "In", "Out"),
        (translate("values"), *(_NONE if block is None else str(len(block)) for block in blocks)),
        (translate("sum"), *("" if block is None else f"{short(block.total)}{unit}" for block in blocks)),
        (
            translate("most"),
            *("" if block is None or not len(block) else _most(block) + unit for block in blocks),
        ),
        (translate("shape"), *("" if block is None else sparkline_of(block, 32) for block in blocks)),
        (translate("status"), *("" if block is None else quality_text(block) for block in blocks)),
    ]
    yield from columns(rows, indent="       ")
    both = [block for block in blocks if block is not None]
    if len(both) == 2:
        yield f"       {translate('In less Out')} {short(both[0].total - both[1].total)}{unit}{_both_ways(both)}"
    if values and first.period and first.resolution:
        yield ""
        rows = list(_intervals(sides))
        yield from columns(rows, indent="       ")
        if any(row[0].startswith("#") for row in rows):
            yield dim(
                translate(
                    "       # is the number of a value that has no time; #? one whose number cannot be read"
                )
            )


def _most(block: Observations) -> str:
    return short(Decimal(int(block.quantity.max())).scaleb(-3))


def _both_ways(blocks: Sequence[Observations]) -> str:
    import numpy as np

    first, other = blocks
    if not np.array_equal(first.position, other.position):
        return dim("; not the same intervals")
    count = int(((first.quantity != 0) & (other.quantity != 0)).sum())
    return dim(f"; energy both ways in {count} intervals" if count else "; never both ways in one interval")


def _intervals(sides: Sequence[TimeSeries | None]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each interval: local time, In, Out, and In less Out; last those that have no time, by their number.

    A value whose number cannot be read has a row of its own.
    """
    incoming, outgoing = ({} if side is None else _by_interval(side) for side in sides)
    yield ("Oslo", "In", "Out", translate("In less Out"))
    for interval in sorted({*incoming, *outgoing}):
        into, out = incoming.get(interval), outgoing.get(interval)
        net = _amount(into - out) if isinstance(into, int) and isinstance(out, int) else ""
        yield (_interval_text(*interval), _cell(into), _cell(out), net)


def _by_interval(series: TimeSeries) -> dict[tuple[int, int], int | str]:
    """Return the amounts of a series by their interval: in thousandths, or a word where there is none.

    Returns:
        Keys are `_AT` and the second since 1970 at which it begins; `_NUMBERED` and the number of an interval that lies outside
        of the period of a series of days or months, or beyond the calendar; or `_UNREADABLE` and a row without a number.
    """
    from edielkit.series import Status
    from edielkit.tables.rows import starts_of

    observations = series.observations
    unreadable = {row for row, _ in observations.unparsed}
    amounts: dict[tuple[int, int], int | str] = {}
    # no time is the least of all numbers
    columns = (
        starts_of(series) // 1_000_000,
        observations.position,
        observations.quantity,
        observations.status,
    )
    for row, (second, position, quantity, status) in enumerate(
        zip(*(c.tolist() for c in columns), strict=True)
    ):
        if position < 1:
            interval = (_UNREADABLE, row)
        else:
            interval = (_AT, second) if _FIRST <= second < _LAST else (_NUMBERED, position)
        missing = "missing" if status == Status.MISSING else quantity
        amounts[interval] = "unreadable" if row in unreadable else missing
    return amounts


def _interval_text(kind: int, number: int) -> str:
    if kind == _AT:
        return f"{dt.datetime.fromtimestamp(number, dt.UTC).astimezone(OSLO):%Y-%m-%d %H:%M%z}"
    return f"#{number}" if kind == _NUMBERED else "#?"


def _cell(amount: int | str | None) -> str:
    return _amount(amount) if isinstance(amount, int) else translate(amount or "")


def _amount(thousandths: int) -> str:
    return short(Decimal(thousandths).scaleb(-3))
