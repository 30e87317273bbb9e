"""One series and its counterpart: the zero channel, a net value in two directions, the neighbour's view.

Sums are kept to the thousandth. Directions are seen from the main grid area. Source: Elhub, "Oppsett av
utvekslingspunkter", X1 to X4.
"""

from __future__ import annotations

from enum import Enum

import attrs
import numpy as np

from edielkit.exchange.points import Direction
from edielkit.series import Holes, Observations, TimeSeries, signed_parts, subtract

__all__ = ("SignConvention", "join_net", "mirror", "split", "zero_channel")


class SignConvention(Enum):
    """What a positive value of a signed net series means. No source fixes it: the partners agree on it.

    Attributes:
        IMPORT_POSITIVE: Energy into the main grid area is positive.
        EXPORT_POSITIVE: Energy out of the main grid area is positive.
    """

    IMPORT_POSITIVE = "import-positive"
    EXPORT_POSITIVE = "export-positive"

    @property
    def positive(self) -> Direction:
        """The direction of positive values."""
        return Direction.IN if self is SignConvention.IMPORT_POSITIVE else Direction.OUT


def zero_channel(series: TimeSeries, *, identification: str | None = None) -> TimeSeries:
    """Return the channel that is not metered: the other direction of *series*, all zeros with status metered.

    Trust: sourced (X2; X16: such zeros may have status metered).

    Args:
        series: The metered channel, with a direction.
        identification: Identification of the new series; a payload needs its own.

    Raises:
        ValueError: The series has no direction.

    >>> incoming = TimeSeries(direction="In", observations=Observations.metered([5, 7]))
    >>> zeros = zero_channel(incoming)
    >>> zeros.direction, zeros.observations.quantity.tolist()
    ('Out', [0, 0])
    """
    if series.direction not in {"In", "Out"}:
        raise ValueError("expected a series with direction In or Out")
    count = len(series.observations)
    empty = np.zeros(count, np.uint8)
    return attrs.evolve(
        series,
        direction=Direction(series.direction).opposite.value,
        identification=identification,
        observations=Observations(
            position=series.observations.position,
            quantity=np.zeros(count, np.int64),
            status=empty,
            validation=empty,
            estimation=empty,
        ),
    )


def split(
    series: TimeSeries,
    *,
    sign: SignConvention,
    identifications: tuple[str | None, str | None] = (None, None),
) -> tuple[TimeSeries, TimeSeries]:
    """Return a signed net series as In and Out, of which at most one is above zero in each interval.

    Trust: sourced that a net value goes into two series without sign (X3); the formula is derived:
    the positive part in one direction, the negative part without its sign in the other. Both keep the status
    and the codes of the net value.

    Args:
        series: Net values of any sign.
        sign: What a positive value means.
        identifications: Of the In and of the Out series; each payload needs its own.

    Raises:
        ValueError: A value has no opposite in 64 bits.

    >>> net = TimeSeries(observations=Observations.metered([5, -7]))
    >>> [s.observations.quantity.tolist() for s in split(net, sign=SignConvention.IMPORT_POSITIVE)]
    [[5000, 0], [0, 7000]]
    """
    above, below = signed_parts(series)
    parts = {sign.positive: above, sign.positive.opposite: below}
    incoming, outgoing = (
        attrs.evolve(parts[direction], direction=direction.value, identification=identification)
        for direction, identification in zip(Direction, identifications, strict=True)
    )
    return incoming, outgoing


def join_net(
    incoming: TimeSeries, outgoing: TimeSeries, *, sign: SignConvention, identification: str | None = None
) -> TimeSeries:
    """Return In and Out as one signed net series, the inverse of `split`.

    Trust: derived. Where status or codes differ, the less certain value gives them; an interval without a value
    on one side is missing.

    Args:
        incoming: The In series, net or gross.
        outgoing: The Out series with the same unit, resolution and period.
        sign: What a positive value of the result means.
        identification: Identification of the result.

    Raises:
        ValueError: The series do not match.

    >>> net = TimeSeries(observations=Observations.metered([5, -7]))
    >>> sign = SignConvention.EXPORT_POSITIVE
    >>> join_net(*split(net, sign=sign), sign=sign) == net
    True
    """
    first, second = (incoming, outgoing) if sign.positive is Direction.IN else (outgoing, incoming)
    if _alike(incoming, outgoing):
        values = attrs.evolve(
            first.observations, quantity=first.observations.quantity - second.observations.quantity
        )
        joined = attrs.evolve(first, observations=values)
    else:
        joined = subtract(first, second, holes=Holes.KEEP)
    registered = incoming.registered
    if registered != outgoing.registered:
        both = [instant for instant in (incoming.registered, outgoing.registered) if instant is not None]
        registered = max(both) if len(both) == 2 else None
    return attrs.evolve(joined, direction=None, identification=identification, registered=registered)


def _alike(first: TimeSeries, second: TimeSeries) -> bool:
    """Tell whether both have the same intervals, statuses, codes and unparsed rows, and amounts that differ safely."""
    own, other = first.observations, second.observations
    return (
        (first.unit, first.resolution, first.period) == (second.unit, second.resolution, second.period)
        and own.unparsed == other.unparsed
        and all(
            np.array_equal(getattr(own, name), getattr(other, name))
            for name in ("position", "status", "validation", "estimation")
        )
        and not (len(own) and (min(own.quantity.min(), other.quantity.min()) < 0))
    )


def mirror(
    series: TimeSeries,
    *,
    metering_point: str | None = None,
    grid_area: str | None = None,
    identification: str | None = None,
) -> TimeSeries:
    """Return *series* as the neighbour sees it: In becomes Out, Out becomes In, a signed net changes its sign.

    Trust: sourced that directions are seen from the main grid area; that the neighbour sees the opposite follows.

    Args:
        series: One channel, or a signed net series without direction.
        metering_point: GSRN of the neighbour's metering point, if it has its own.
        grid_area: EIC of the neighbour's grid area.
        identification: Identification of the result.

    Raises:
        ValueError: A signed value has no opposite in 64 bits.

    >>> mirror(TimeSeries(direction="In", observations=Observations.metered([5]))).direction
    'Out'
    """
    values, direction = series.observations, series.direction
    if direction in {"In", "Out"}:
        direction = Direction(direction).opposite.value
    else:
        if len(values) and int(values.quantity.min()) == -(2**63):
            raise ValueError("a value has no opposite in 64 bits")
        values = attrs.evolve(values, quantity=-values.quantity)
    return attrs.evolve(
        series,
        direction=direction,
        metering_point=metering_point or series.metering_point,
        grid_area=grid_area,
        identification=identification,
        observations=values,
    )
