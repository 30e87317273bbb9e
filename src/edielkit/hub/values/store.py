"""Metering values as the hub keeps them: blocks of columns, never changed, the newest of which counts.

A history is a tuple of blocks. Each block is one delivery of consecutive values with the time of its registration at
the sender and of its insertion here; what came before stays, and can be asked for as of an instant. Columns are bytes,
so that equal states are equal values and a snapshot shares them.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property, lru_cache
from itertools import pairwise

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.hub.values.value_records import History, ValueBlock
from edielkit.market_time import Period, Resolution
from edielkit.series import Observations, Status

__all__ = (
    "PeriodValues",
    "ValuePiece",
    "added",
    "block_of",
    "instant_of",
    "minute",
    "pieces",
    "qualities",
    "quantities",
    "read",
    "withdrawn",
)

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MINUTE = dt.timedelta(minutes=1)
# Minutes of a period of which it is first asked where there are values at all: half a year.
_LONG = 183 * 24 * 60


@attrs.frozen(kw_only=True, eq=False, slots=False)
class PeriodValues:
    """The values of a period, one row for each step, whether it is there or not.

    Attributes:
        start: Start of the first step, minutes since 1970 in UTC.
        minutes: Length of a step.
        quantity: int64 thousandths; zero where nothing is present.
        quality: uint16, as in `ValueBlock`.
        present: Whether there is a value.
        origin: int32, place in the history of the block that a value comes from, -1 without one.
    """

    start: int
    minutes: int
    quantity: npt.NDArray[np.int64]
    quality: npt.NDArray[np.uint16]
    present: npt.NDArray[np.bool_]
    origin: npt.NDArray[np.int32]

    @property
    def complete(self) -> bool:
        """Every step has a value."""
        return bool(self.present.all())

    @cached_property
    def status(self) -> npt.NDArray[np.uint8]:
        """Values of `edielkit.series.Status`; MISSING where nothing is present."""
        return np.where(self.present, (self.quality & 7).astype(np.uint8), np.uint8(Status.MISSING))

    def observations(self) -> Observations:
        """Return the values as columns of a series."""
        return _observations(self.quantity, self.quality, self.status)


@attrs.frozen(kw_only=True, eq=False)
class ValuePiece:
    """A run of consecutive values that came together.

    Attributes:
        period: Half-open period of UTC instants.
        minutes: Length of a step.
        registered: When the sender registered the values.
        inserted: When they came to the hub.
        observations: The values.
        source: Identification of where they come from.
    """

    period: Period
    minutes: int
    registered: dt.datetime
    inserted: dt.datetime
    observations: Observations
    source: str = ""


def minute(instant: dt.datetime) -> int:
    """Return *instant* in whole minutes since 1970 in UTC.

    >>> minute(dt.datetime(1970, 1, 2, 1, tzinfo=dt.timezone(dt.timedelta(hours=1))))
    1440
    """
    return (instant - _EPOCH) // _MINUTE


def instant_of(minutes: int) -> dt.datetime:
    """Return the UTC instant *minutes* after the start of 1970."""
    return _EPOCH + minutes * _MINUTE


def block_of(
    start: dt.datetime,
    resolution: str,
    observations: Observations,
    *,
    registered: dt.datetime,
    inserted: dt.datetime,
    source: str = "",
) -> ValueBlock:
    """Return *observations*, consecutive from position 1, as a block.

    Args:
        start: Aware instant of the first value.
        resolution: Code of the step, of a fixed length in whole minutes.
        observations: The values; none is missing.
        registered: When the sender registered them, aware.
        inserted: When they came to the hub, aware.
        source: Identification of the payload or the calculation.

    Raises:
        ValueError: The resolution has no fixed length.
    """
    step = Resolution.of(resolution)
    if step is None or not step.seconds:
        raise ValueError(f"expected a resolution of fixed length, found {resolution!r}")
    return ValueBlock(
        start=minute(start),
        minutes=step.seconds // 60,
        count=len(observations),
        quantity=_packed(observations.quantity),
        quality=_quality(observations),
        registered=registered,
        inserted=inserted,
        source=source,
    )


def _packed(quantity: npt.NDArray[np.int64]) -> bytes:
    small = quantity.astype("<i4")
    return small.tobytes() if np.array_equal(small, quantity) else quantity.astype("<i8").tobytes()


def _quality(observations: Observations) -> bytes:
    columns = (observations.status, observations.validation, observations.estimation)
    held = [column.tobytes() for column in columns]
    if held[0] and all(column == column[:1] * len(column) for column in held):
        return (held[0][0] | held[1][0] << 3 | held[2][0] << 7).to_bytes(2, "little")
    status, validation, estimation = (column.astype(np.uint16) for column in columns)
    packed: bytes = (status | validation << 3 | estimation << 7).astype("<u2").tobytes()
    return packed


def withdrawn(
    period: Period, minutes: int, *, registered: dt.datetime, inserted: dt.datetime, source: str = ""
) -> ValueBlock:
    """Return a block that takes the values of *period* back."""
    first, last = minute(period.start), minute(period.end)
    return ValueBlock(
        start=first,
        minutes=minutes,
        count=(last - first) // minutes,
        quantity=b"",
        quality=b"",
        registered=registered,
        inserted=inserted,
        source=source,
    )


def added(history: History, new: ValueBlock) -> History:
    """Return *history* with *new*: what was registered later comes later, and of two at once what came later."""
    if not history or _order(history[-1]) <= _order(new):
        return (*history, new)
    place = len(history)
    while place and _order(history[place - 1]) > _order(new):
        place -= 1
    return (*history[:place], new, *history[place:])


def _order(block: ValueBlock) -> tuple[dt.datetime, dt.datetime]:
    return block.registered, block.inserted


def read(history: History, period: Period, minutes: int, *, as_of: dt.datetime | None = None) -> PeriodValues:
    """Return what counts in *period*, in steps of *minutes*.

    Args:
        history: The blocks.
        period: Half-open period of aware instants on boundaries of the step.
        minutes: Length of a step; where the newest values have another one, nothing is present.
        as_of: What counted at that instant: later insertions are left out; None for all.

    >>> day = Period(_EPOCH, _EPOCH + dt.timedelta(hours=3))
    >>> two = Observations.metered(["1.5", "2"])
    >>> known = (block_of(_EPOCH, "PT1H", two, registered=_EPOCH, inserted=_EPOCH),)
    >>> found = read(known, day, 60)
    >>> found.quantity.tolist(), found.present.tolist()
    ([1500, 2000, 0], [True, True, False])
    """
    first = minute(period.start)
    count = (minute(period.end) - first) // minutes
    base = _base(history, minutes)
    origin = _origins(history, first, count * minutes // base, base, as_of)
    if base != minutes:
        origin = _coarse(origin, minutes // base)
    quantity, quality = np.zeros(count, np.int64), np.zeros(count, np.uint16)
    present = np.zeros(count, bool)
    for low, high, place in _runs(origin):
        block = history[place]
        if block.minutes != minutes or not block.quantity:
            continue
        offset = (first - block.start) // minutes
        quantity[low:high] = quantities(block)[offset + low : offset + high]
        quality[low:high] = qualities(block)[offset + low : offset + high]
        present[low:high] = True
    return PeriodValues(
        start=first, minutes=minutes, quantity=quantity, quality=quality, present=present, origin=origin
    )


def pieces(history: History, period: Period, *, as_of: dt.datetime | None = None) -> tuple[ValuePiece, ...]:
    """Return what counts in *period* as runs of values that came together, in order of time; holes are left out.

    Args:
        history: The blocks.
        period: Half-open period of aware instants on quarters of an hour.
        as_of: What counted at that instant; None for all.
    """
    if not history:
        return ()
    first, last = minute(period.start), minute(period.end)
    base = _base(history, 60)
    if last - first > _LONG:
        # who asks for all that there is gets no row for each quarter of ten thousand years
        first += max(0, min(block.start for block in history) - first) // base * base
        last = max(first, min(last, max(block.end for block in history)))
    runs = []
    for low, high, place in _runs(_origins(history, first, (last - first) // base, base, as_of)):
        block = history[place]
        # of an hour that is partly replaced by quarters nothing is left
        begin = -(-(first + low * base - block.start) // block.minutes)
        end = (first + high * base - block.start) // block.minutes
        if block.quantity and begin < end:
            runs.append(_piece(block, begin, end))
    return tuple(runs)


def _piece(block: ValueBlock, begin: int, end: int) -> ValuePiece:
    quantity = quantities(block)[begin:end].astype(np.int64)
    if len(block.quality) == 2:
        observations = _uniform(quantity, int.from_bytes(block.quality, "little"))
    else:
        quality = qualities(block)[begin:end]
        observations = _observations(quantity, quality, (quality & 7).astype(np.uint8))
    return ValuePiece(
        period=Period(
            instant_of(block.start + begin * block.minutes), instant_of(block.start + end * block.minutes)
        ),
        minutes=block.minutes,
        registered=block.registered,
        inserted=block.inserted,
        observations=observations,
        source=block.source,
    )


def _observations(
    quantity: npt.NDArray[np.int64], quality: npt.NDArray[np.uint16], status: npt.NDArray[np.uint8]
) -> Observations:
    return Observations(
        position=_positions(len(quantity)),
        quantity=quantity,
        status=status,
        validation=((quality >> 3) & 15).astype(np.uint8),
        estimation=((quality >> 7) & 15).astype(np.uint8),
    )


def _uniform(quantity: npt.NDArray[np.int64], quality: int) -> Observations:
    """Return new values of one quality: the columns that are the same each time are shared."""
    quantity.flags.writeable = False
    count = len(quantity)
    status, validation, estimation = (
        _constant(part, count) for part in (quality & 7, (quality >> 3) & 15, (quality >> 7) & 15)
    )
    return Observations.of_columns(_positions(count), quantity, status, validation, estimation)


@lru_cache(maxsize=1 << 8)
def _positions(count: int) -> npt.NDArray[np.int32]:
    positions = np.arange(1, count + 1, dtype=np.int32)
    positions.flags.writeable = False
    return positions


@lru_cache(maxsize=1 << 8)
def _constant(value: int, count: int) -> npt.NDArray[np.uint8]:
    column = np.full(count, value, np.uint8)
    column.flags.writeable = False
    return column


def _base(history: History, minutes: int) -> int:
    return min(minutes, *(block.minutes for block in history)) if history else minutes


def _origins(
    history: History, first: int, count: int, base: int, as_of: dt.datetime | None
) -> npt.NDArray[np.int32]:
    """Return for each step of *base* minutes which block counts, newest first; -1 for none."""
    origin = np.full(count, -1, np.int32)
    last, left = first + count * base, count
    for place in range(len(history) - 1, -1, -1):
        block = history[place]
        low, high = max(block.start, first), min(block.end, last)
        if low >= high or (as_of is not None and block.inserted > as_of):
            continue
        part = origin[(low - first) // base : (high - first) // base]
        free = part < 0
        part[free] = place
        left -= int(np.count_nonzero(free))
        if not left:
            break
    return origin


def _coarse(origin: npt.NDArray[np.int32], times: int) -> npt.NDArray[np.int32]:
    """Return the origins of longer steps: that of their parts where it is one, -1 where it is not."""
    parts = origin.reshape(-1, times)
    return np.where((parts == parts[:, :1]).all(axis=1), parts[:, 0], np.int32(-1))


def _runs(origin: npt.NDArray[np.int32]) -> list[tuple[int, int, int]]:
    """Return begin, end and value of each run, without those of -1."""
    if not len(origin):
        return []
    edges = [0, *(np.flatnonzero(np.diff(origin)) + 1).tolist(), len(origin)]
    return [(low, high, int(origin[low])) for low, high in pairwise(edges) if origin[low] >= 0]


def quantities(block: ValueBlock) -> npt.NDArray[np.integer]:
    """Return the thousandths of a block that holds values, as a view in the width that it keeps them in."""
    return np.frombuffer(block.quantity, "<i4" if len(block.quantity) == 4 * block.count else "<i8")


def qualities(block: ValueBlock) -> npt.NDArray[np.uint16]:
    """Return the quality of each value of a block that holds values, as a view."""
    quality: npt.NDArray[np.uint16] = np.frombuffer(block.quality, "<u2")
    return np.broadcast_to(quality, block.count) if len(quality) == 1 else quality
