"""The values of each channel side by side: what checks, reconciliation and balance look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.exchange.points import Direction
from edielkit.market_time import Resolution, day_period
from edielkit.series import Status, TimeSeries
from edielkit.series.exact import largest
from edielkit.series.units import energy_unit

__all__ = (
    "ChannelColumn",
    "Channels",
    "PointEnergyKey",
    "by_day",
    "covered",
    "day_of",
    "gather",
    "kind_of",
    "ordinals",
    "scale_of",
)

Ints = npt.NDArray[np.int64]

# Elhub: active energy, and reactive energy of points with four quadrants; inductive and capacitive energy have no
# direction for the receiver.
_KINDS: Mapping[str, str] = {
    "8716867000030": "active",
    "8716867000047": "reactive",
    "8716867000139": "",
    "8716867000146": "",
}
# Norwegian clocks are whole hours from UTC in all these years, and no day falls out of the calendar.
FIRST, LAST = dt.datetime(1980, 1, 2, tzinfo=dt.UTC), dt.datetime(2200, 1, 1, tzinfo=dt.UTC)
_MOST_ENERGY = 2**63 - 1
_EPOCH_ORDINAL = dt.date(1970, 1, 1).toordinal()


def kind_of(series: TimeSeries) -> str:
    """Return ``active`` or ``reactive`` after product or unit, empty for a product without directions."""
    kind = _KINDS.get(series.product or "")
    if kind is not None:
        return kind
    unit = energy_unit(series.unit or "kWh")
    return "reactive" if unit is not None and unit[0] == "kvarh" else "active"


def scale_of(series: TimeSeries) -> int:
    """Return the factor that makes kWh (kvarh) of the quantities of *series*; a series that says no unit is in kWh."""
    unit = energy_unit(series.unit or "kWh")
    return 1 if unit is None else unit[1]


@attrs.frozen
class PointEnergyKey:
    """A metering point and the kind of energy."""

    metering_point: str
    kind: str

    def __str__(self) -> str:
        return self.metering_point if self.kind == "active" else f"{self.metering_point} ({self.kind})"


@attrs.frozen(eq=False, slots=False)
class ChannelColumn:
    """The values of one channel, each interval once, in order of time.

    Attributes:
        start: Start of each interval, seconds since 1970 UTC.
        step: Length of each interval in seconds.
        quantity: Thousandths of a kWh (kvarh).
        status: Values of `Status`.
        source: Place of each value's series in the input.
        repeated: Start of the intervals that came more than once without a later registration.
    """

    start: Ints
    step: Ints
    quantity: Ints
    status: npt.NDArray[np.uint8]
    source: Ints
    repeated: Ints

    @cached_property
    def day(self) -> Ints:
        """Local day (ordinal) of each interval."""
        return ordinals(self.start)

    def __len__(self) -> int:
        return len(self.start)

    def rows(self, chosen: npt.NDArray[np.bool_] | npt.NDArray[np.intp] | slice) -> ChannelColumn:
        """Return the column with the *chosen* rows alone."""
        return ChannelColumn(
            self.start[chosen],
            self.step[chosen],
            self.quantity[chosen],
            self.status[chosen],
            self.source[chosen],
            self.repeated,
        )

    def on(self, day: int) -> slice:
        """Return the rows of the local *day*."""
        low, high = np.searchsorted(self.day, (day, day + 1))
        return slice(int(low), int(high))

    def hourly(self) -> tuple[Ints, Ints]:
        """Return the hours (start) whose parts are all there, and their sums."""
        hour = self.start - self.start % 3600
        if not len(hour):
            return hour, hour
        first = np.flatnonzero(np.concatenate(([True], np.diff(hour) != 0)))
        whole = np.add.reduceat(self.step, first) == 3600
        return hour[first][whole], np.add.reduceat(self.quantity, first)[whole]


_EMPTY = np.zeros(0, np.int64)
EMPTY = ChannelColumn(_EMPTY, _EMPTY, _EMPTY, np.zeros(0, np.uint8), _EMPTY, _EMPTY)


@attrs.frozen
class Channels:
    """All channels of an input.

    Attributes:
        series: The input, in order.
        columns: The values by metering point and direction.
        undirected: Places of series of a metering point that say no direction.
        unread: What could not be placed in time, in words.
    """

    series: tuple[TimeSeries, ...]
    columns: Mapping[PointEnergyKey, Mapping[Direction, ChannelColumn]]
    undirected: tuple[tuple[PointEnergyKey, int], ...]
    unread: tuple[str, ...]

    def get(self, metering_point: str | None, direction: Direction, kind: str = "active") -> ChannelColumn:
        """Return a channel, an empty one if there is none."""
        if metering_point is None:
            return EMPTY
        return self.columns.get(PointEnergyKey(metering_point, kind), {}).get(direction, EMPTY)


def ordinals(seconds: Ints) -> Ints:
    """Return the Norwegian calendar day of each instant, as `datetime.date` counts them.

    Args:
        seconds: Seconds since 1970 UTC.

    >>> import datetime as dt
    >>> instant = int(dt.datetime(2024, 6, 3, 22, tzinfo=dt.UTC).timestamp())
    >>> dt.date.fromordinal(int(ordinals(np.array([instant - 1, instant]))[1])).isoformat()
    '2024-06-04'
    """
    if not len(seconds):
        return _EMPTY
    utc_day = seconds // 86400
    days, place = np.unique(utc_day, return_inverse=True)
    # the local day begins in the evening of the UTC day before it
    midnights = np.array([_midnight(int(day) + _EPOCH_ORDINAL + 1) for day in days], np.int64)
    result: Ints = utc_day + _EPOCH_ORDINAL + (seconds >= midnights[place])
    return result


def _midnight(ordinal: int) -> int:
    return int(day_period(dt.date.fromordinal(ordinal)).start.timestamp())


def day_of(ordinal: int) -> str:
    """Return a local day in ISO form."""
    return dt.date.fromordinal(int(ordinal)).isoformat()


def by_day(days: Ints) -> Iterator[tuple[int, Ints]]:
    """Yield each day of a rising column with its rows."""
    if not len(days):
        return
    cuts = np.flatnonzero(np.diff(days)) + 1
    for rows in np.split(np.arange(len(days)), cuts):
        yield int(days[rows[0]]), rows


def covered(mine: ChannelColumn, other: ChannelColumn) -> npt.NDArray[np.bool_]:
    """Tell for each interval of one column whether it overlaps one of the other."""
    # the last interval of the other that starts before the end of mine
    at = np.searchsorted(other.start, mine.start + mine.step, side="left") - 1
    end = np.where(at >= 0, (other.start + other.step)[np.maximum(at, 0)], -(2**62)) if len(other) else None
    return np.zeros(len(mine), np.bool_) if end is None else end > mine.start


def _why_unread(series: TimeSeries) -> str | None:
    if series.metering_point is None:
        return "no metering point"
    if not kind_of(series):
        return f"product {series.product} has no direction"
    if series.unit is not None and energy_unit(series.unit) is None:
        return f"{series.unit!r} is no unit of energy"
    resolution = Resolution.of(series.resolution) if series.resolution else None
    if series.period is None or resolution is None or not resolution.seconds:
        return "no period, or no resolution in hours or minutes"
    positions = series.observations.position
    if not len(positions):
        return "no values"
    if int(positions.min()) < 1:
        return "a value whose number in the period is below 1 or cannot be read"
    if largest(series.observations.quantity) > _MOST_ENERGY // scale_of(series):
        return "a quantity that does not fit 64 bits in thousandths of a kWh"
    latest = int(positions.max()) * resolution.seconds
    bounds = (FIRST.timestamp(), LAST.timestamp())
    start = series.period.start.timestamp()
    if not bounds[0] <= start + int(positions.min()) * resolution.seconds or start + latest > bounds[1]:
        return "times before 1980 or after 2199"
    return None


def name_of(series: TimeSeries, place: int) -> str:
    """Return what a reader may know a series by."""
    return series.identification or f"number {place + 1}"


def gather(series: Iterable[TimeSeries]) -> Channels:
    """Return the values of *series* by metering point and direction.

    Values that are missing are left out. Of several values for one interval the one registered last counts, and of
    several registered at the same time the last one read.

    Args:
        series: Series of metering points, in any order.
    """
    listed = tuple(series)
    parts: dict[tuple[PointEnergyKey, Direction], list[int]] = {}
    undirected: list[tuple[PointEnergyKey, int]] = []
    unread: list[str] = []
    for place, item in enumerate(listed):
        reason = _why_unread(item)
        if reason:
            unread.append(f"series {name_of(item, place)}: {reason}")
            continue
        key = PointEnergyKey(str(item.metering_point), kind_of(item))
        if item.direction in {"In", "Out"}:
            parts.setdefault((key, Direction(item.direction)), []).append(place)
        else:
            undirected.append((key, place))
    columns: dict[PointEnergyKey, dict[Direction, ChannelColumn]] = {}
    for (key, direction), places in parts.items():
        columns.setdefault(key, {})[direction] = _column(listed, places)
    return Channels(listed, columns, tuple(undirected), tuple(unread))


_LONG_AGO = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


def _registered(series: TimeSeries) -> dt.datetime:
    return series.registered or _LONG_AGO


def _column(series: tuple[TimeSeries, ...], places: list[int]) -> ChannelColumn:
    places = sorted(places, key=lambda place: _registered(series[place]))
    rank, ranks = -1, []
    for n, place in enumerate(places):
        if not n or _registered(series[place]) != _registered(series[places[n - 1]]):
            rank += 1
        ranks.append(rank)
    pieces = [_pieces(series[place]) for place in places]
    count = [len(piece[0]) for piece in pieces]
    start, step, quantity = (np.concatenate([piece[n] for piece in pieces]) for n in range(3))
    status = np.concatenate([piece[3] for piece in pieces])
    source, when = np.repeat(places, count), np.repeat(ranks, count)
    if len(start) > 1 and not (np.diff(start) > 0).all():
        order = np.lexsort((step, start))
        start, step, quantity, status, source, when = (
            column[order] for column in (start, step, quantity, status, source, when)
        )
    same = (np.diff(start) == 0) & (np.diff(step) == 0)
    repeated = np.unique(start[1:][same & (np.diff(when) == 0)])
    last = np.concatenate((~same, [True])) if len(start) else np.zeros(0, np.bool_)
    return ChannelColumn(
        start[last], step[last], quantity[last], status[last], source[last].astype(np.int64), repeated
    )


def _pieces(series: TimeSeries) -> tuple[Ints, Ints, Ints, npt.NDArray[np.uint8]]:
    values = series.observations
    start = series.instants().astype(np.int64)
    there = values.status != Status.MISSING
    if there.all():
        status, quantity = values.status, values.quantity
    else:
        start, status, quantity = start[there], values.status[there], values.quantity[there]
    resolution = Resolution.of(series.resolution or "")
    seconds = resolution.seconds if resolution else 0
    return start, np.full(len(start), seconds, np.int64), quantity * scale_of(series), status
