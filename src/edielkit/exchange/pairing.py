"""Which series belong together, and the zero channels that are missing.

Source: Elhub, "Oppsett av utvekslingspunkter", X1, X2 and X10.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterable, Iterator

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.exchange.channel_columns import Channels, PointEnergyKey, covered, gather, kind_of
from edielkit.exchange.points import Direction, ExchangePoint
from edielkit.exchange.signs import zero_channel
from edielkit.market_time import Period, Resolution
from edielkit.series import Observations, TimeSeries

__all__ = ("Filled", "Pair", "fill", "pair", "span")

Ints = npt.NDArray[np.int64]


@attrs.frozen(kw_only=True)
class Pair:
    """In and Out of one metering point for one period.

    Attributes:
        key: The metering point and the kind of energy.
        incoming: The In series, or None.
        outgoing: The Out series, or None.
    """

    key: PointEnergyKey
    incoming: TimeSeries | None = None
    outgoing: TimeSeries | None = None

    @property
    def whole(self) -> bool:
        """Whether both directions are there."""
        return self.incoming is not None and self.outgoing is not None


def span(series: TimeSeries) -> tuple[object, ...]:
    """Return what the two series of a pair have in common."""
    step = Resolution.of(series.resolution) if series.resolution else None
    return (
        PointEnergyKey(series.metering_point or "", kind_of(series)),
        series.unit,
        attrs.evolve(step, code="") if step else series.resolution,
        series.period,
    )


def pair(series: Iterable[TimeSeries]) -> tuple[Pair, ...]:
    """Return the series that belong together: same metering point, energy, unit, resolution and period.

    Of several series for one channel each makes a pair with the next free one of the other direction. Series
    without a metering point or a direction are left out.

    Args:
        series: Series in any order.

    >>> incoming = TimeSeries(metering_point="1", direction="In", observations=Observations.metered([5]))
    >>> [p.whole for p in pair([incoming, zero_channel(incoming)])]
    [True]
    """
    pairs: list[dict[Direction, TimeSeries]] = []
    free: dict[tuple[tuple[object, ...], Direction], deque[int]] = {}
    for item in series:
        if item.metering_point is None or item.direction not in {"In", "Out"}:
            continue
        direction, common = Direction(item.direction), span(item)
        waiting = free.setdefault((common, direction), deque())
        if waiting:
            pairs[waiting.popleft()][direction] = item
        else:
            free.setdefault((common, direction.opposite), deque()).append(len(pairs))
            pairs.append({direction: item})
    return tuple(
        Pair(
            key=PointEnergyKey(
                str(next(iter(channels.values())).metering_point), kind_of(next(iter(channels.values())))
            ),
            incoming=channels.get(Direction.IN),
            outgoing=channels.get(Direction.OUT),
        )
        for channels in pairs
    )


@attrs.frozen(kw_only=True)
class Filled:
    """What `fill` gives.

    Attributes:
        series: The series of the input, each followed by its zero channel where that was missing.
        added: The zero channels alone.
        left: What was not filled, and why, in words.
    """

    series: tuple[TimeSeries, ...]
    added: tuple[TimeSeries, ...]
    left: tuple[str, ...] = ()


def fill(
    series: Iterable[TimeSeries], points: Iterable[ExchangePoint], *, new_id: Callable[[], str] | None = None
) -> Filled:
    """Return *series* with the zero channels that are missing (X2, X10).

    A channel is filled for the intervals that the other direction has and it has not. A direction that is metered
    at the point is never filled with zeros: there the values are missing, and ``left`` says so.

    Args:
        series: Series in any order.
        points: The exchange points; for a point in form two-channels with one direction alone in the input give
            ``in-only`` or ``out-only`` when it is known that nothing is metered the other way.
        new_id: Gives the identification of each new series.

    >>> incoming = TimeSeries(
    ...     metering_point="707057500000000018",
    ...     direction="In",
    ...     resolution="PT1H",
    ...     unit="kWh",
    ...     observations=Observations.metered([5]),
    ... )
    >>> import datetime as dt
    >>> hour = dt.datetime(2024, 6, 4, tzinfo=dt.UTC)
    >>> incoming = attrs.evolve(incoming, period=Period(hour, hour + dt.timedelta(hours=1)))
    >>> [s.direction for s in fill([incoming], [ExchangePoint(incoming="707057500000000018")]).series]
    ['In', 'Out']
    """
    listed = tuple(series)
    channels = gather(listed)
    metered: dict[str, frozenset[Direction]] = {}
    for point in points:
        for metering_point in point.metering_points:
            metered[metering_point] = metered.get(metering_point, frozenset()) | point.metered(metering_point)
    left: dict[str, None] = {}
    result: list[TimeSeries] = []
    added: list[TimeSeries] = []
    lonely: dict[tuple[PointEnergyKey, Direction], dict[int, Ints]] = {}
    for place, item in enumerate(listed):
        result.append(item)
        directions = metered.get(item.metering_point or "")
        if directions is None or item.direction not in {"In", "Out"} or not kind_of(item):
            continue
        key, own = PointEnergyKey(str(item.metering_point), kind_of(item)), Direction(item.direction)
        if (key, own) not in lonely:
            lonely[key, own] = _lonely(channels, key, own)
        starts = lonely[key, own].get(place)
        if starts is None:
            continue
        if own.opposite in directions:
            left[f"{key}: {own.opposite} is metered there, its values are missing and no zeros are written"] = None  # fmt: skip
            continue
        for piece in _runs(item, starts):
            zeros = zero_channel(piece, identification=new_id() if new_id else None)
            result.append(zeros)
            added.append(zeros)
    return Filled(series=tuple(result), added=tuple(added), left=tuple(left))


def _lonely(channels: Channels, key: PointEnergyKey, direction: Direction) -> dict[int, Ints]:
    """Return for each series of a channel the starts of its intervals that the other direction has no value for."""
    own = channels.get(key.metering_point, direction, key.kind)
    other = channels.get(key.metering_point, direction.opposite, key.kind)
    alone = own.rows(~covered(own, other))
    order = np.argsort(alone.source, kind="stable")
    places, first = np.unique(alone.source[order], return_index=True)
    starts = np.split(alone.start[order], first[1:])
    return dict(zip(places.tolist(), starts, strict=True)) if len(places) else {}


def _runs(series: TimeSeries, starts: Ints) -> Iterator[TimeSeries]:
    """Yield the parts of *series* that hold the intervals *starts*, one for each run; all of it if it holds all."""
    values = series.observations
    instants = series.instants().astype(np.int64)
    chosen = np.flatnonzero(np.isin(instants, starts))
    if len(chosen) == len(values):
        yield series
        return
    step = Resolution.of(series.resolution or "")
    seconds = step.seconds if step else 0
    ordered = chosen[np.argsort(instants[chosen], kind="stable")]
    for rows in np.split(ordered, np.flatnonzero(np.diff(instants[ordered]) != seconds) + 1):
        if not len(rows):
            continue
        low, high = int(instants[rows[0]]), int(instants[rows[-1]]) + seconds
        yield attrs.evolve(
            series,
            period=Period(*(dt.datetime.fromtimestamp(second, dt.UTC) for second in (low, high))),
            observations=Observations(
                position=np.arange(1, len(rows) + 1, dtype=np.int32),
                quantity=values.quantity[rows],
                status=values.status[rows],
                validation=values.validation[rows],
                estimation=values.estimation[rows],
            ),
        )
