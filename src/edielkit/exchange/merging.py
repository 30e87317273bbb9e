"""One metering point with two channels, or two with one real channel each: the same exchange.

Source: Elhub, "Oppsett av utvekslingspunkter", X9 and X10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs
import numpy as np

from edielkit.exchange.channel_columns import Channels, covered, gather, kind_of
from edielkit.exchange.pairing import span
from edielkit.exchange.points import Direction
from edielkit.exchange.signs import zero_channel
from edielkit.series import Observations, Status, TimeSeries
from edielkit.series.combined_status import ranks
from edielkit.series.exact import add_checked
from edielkit.series.grid import clean, grid_of

__all__ = ("merge_points", "split_points")


def merge_points(
    series: Iterable[TimeSeries], *, incoming: str, outgoing: str, into: str
) -> tuple[TimeSeries, ...]:
    """Return the series of a place with two one-channel metering points as those of one with two channels.

    Trust: sourced that both forms are the same exchange (X9, X10). In is the sum of the In channels, Out of the
    Out channels: the zeros of a channel that is not metered change nothing, and a value there that is no zero does
    not get lost. Where one point has a value and the other has none, the one counts.

    Args:
        series: All series; those of other metering points are left out.
        incoming: GSRN of the metering point whose In channel is metered.
        outgoing: GSRN of the metering point whose Out channel is metered.
        into: GSRN of the one metering point of the result.

    Raises:
        ValueError: Values of one channel that are no zeros come in other periods than those they are added to.

    >>> incoming = TimeSeries(metering_point="1", direction="In", observations=Observations.metered([5]))
    >>> [s.metering_point for s in merge_points([incoming], incoming="1", outgoing="2", into="3")]
    ['3']
    """
    homes = {"In": incoming, "Out": outgoing}
    groups: dict[tuple[object, ...], list[TimeSeries]] = {}
    listed = [
        item for item in series if item.metering_point in {incoming, outgoing} and item.direction in homes
    ]
    channels = gather(listed)
    # the real channel first: it names the result
    for item in sorted(listed, key=lambda item: item.metering_point != homes[str(item.direction)]):
        group = groups.setdefault((item.direction, *span(item)[1:], kind_of(item)), [])
        if group or item.metering_point == homes[str(item.direction)] or not _beside(channels, item, homes):
            group.append(item)
    return tuple(attrs.evolve(_summed(group), metering_point=into) for group in groups.values() if group)


def _beside(channels: Channels, series: TimeSeries, homes: Mapping[str, str]) -> bool:
    """Tell whether the real channel has all intervals of the other point's *series*, in other periods.

    Raises:
        ValueError: It has some of them, and the other point has values there.
    """
    alone = gather([series])
    direction = Direction(str(series.direction))
    home = channels.get(homes[direction.value], direction, kind_of(series))
    mine = next((columns[direction] for columns in alone.columns.values()), None)
    if mine is None or not len(home):
        return False
    there = covered(mine, home)
    if mine.quantity[there].any():
        raise ValueError(f"expected one period for the {direction} channels of both metering points; cut or join first")  # fmt: skip
    if there.any() and not there.all():
        raise ValueError(
            f"expected zeros {direction} for the same intervals as the metered values; cut first"
        )
    return bool(there.any())


def _summed(group: Sequence[TimeSeries]) -> TimeSeries:
    if len(group) == 1:
        return group[0]
    blocks = [clean(item, grid_of(item)) for item in group]
    first, *others = blocks
    if all(np.array_equal(block.position, first.position) and _all_zero(block) for block in others):
        return group[0]
    position = np.unique(np.concatenate([block.position for block in blocks]))
    quantity = np.zeros(len(position), np.int64)
    best = np.full(len(position), -1, np.int64)
    status, validation, estimation = (np.zeros(len(position), np.uint8) for _ in range(3))
    for values in blocks:
        at = np.searchsorted(position, values.position)
        quantity[at] = add_checked(quantity[at], values.quantity, "a sum of channels")
        rank = ranks(values.status)
        worse = rank > best[at]
        best[at[worse]] = rank[worse]
        status[at[worse]] = values.status[worse]
        validation[at[worse]] = values.validation[worse]
        estimation[at[worse]] = values.estimation[worse]
    observations = Observations(
        position=position.astype(np.int32),
        quantity=quantity,
        status=status,
        validation=validation,
        estimation=estimation,
    )
    return attrs.evolve(group[0], observations=observations)


def _all_zero(values: Observations) -> bool:
    return not values.quantity.any() and bool((values.status == Status.METERED).all())


def split_points(
    series: Iterable[TimeSeries],
    metering_point: str,
    *,
    incoming: str,
    outgoing: str,
    new_id: Callable[[], str] | None = None,
) -> tuple[TimeSeries, ...]:
    """Return the series of one metering point with two channels as those of two with one real channel each.

    Trust: sourced (X10). Each of the two gets its zero channel; `merge_points` gives the series back.

    Args:
        series: All series; those of other metering points are left out.
        metering_point: GSRN of the metering point with two channels.
        incoming: GSRN of the metering point that gets the In values.
        outgoing: GSRN of the metering point that gets the Out values.
        new_id: Gives the identification of each zero channel.

    >>> incoming = TimeSeries(metering_point="1", direction="In", observations=Observations.metered([5]))
    >>> [(s.metering_point, s.direction) for s in split_points([incoming], "1", incoming="2", outgoing="3")]
    [('2', 'In'), ('2', 'Out')]
    """
    homes: Mapping[str | None, str] = {"In": incoming, "Out": outgoing}
    result: list[TimeSeries] = []
    for item in series:
        if item.metering_point == metering_point and item.direction in homes:
            moved = attrs.evolve(item, metering_point=homes[item.direction])
            result += [moved, zero_channel(moved, identification=new_id() if new_id else None)]
    return tuple(result)
