"""Values of a channel over a stretch of time, as runs of columns straight from the blocks of its history.

Most channels hold blocks that follow each other without a gap: their columns are laid end to end. Where blocks overlap
or leave holes, the store says which value counts. Minutes are counted since 1970 in UTC.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from edielkit.hub.values.store import instant_of, qualities, quantities, read
from edielkit.hub.values.value_records import History, ValueBlock
from edielkit.market_time import Period

__all__ = ("ValueRun", "layered", "runs_of")


class ValueRun(NamedTuple):
    """Values without a gap, of one length.

    Attributes:
        start: Start of the first value.
        minutes: Length of a value.
        quantity: Thousandths of the unit, in the width that they are kept in.
        quality: One for all values, or one for each, as in `edielkit.hub.values.value_records.ValueBlock`.
        kind: Business type of calculated values, such as ``HP04``; empty for values as they were sent.
    """

    start: int
    minutes: int
    quantity: npt.NDArray[np.integer]
    quality: int | npt.NDArray[np.uint16]
    kind: str = ""

    @property
    def length(self) -> int:
        """How many values."""
        return len(self.quantity)

    @property
    def end(self) -> int:
        """End of the last value."""
        return self.start + len(self.quantity) * self.minutes

    def part(self, begin: int, end: int) -> ValueRun:
        """Return the values from *begin* to *end*, counted from 0."""
        quality = self.quality if isinstance(self.quality, int) else self.quality[begin:end]
        start = self.start + begin * self.minutes
        return self._replace(start=start, quantity=self.quantity[begin:end], quality=quality)

    def within(self, first: int, last: int) -> ValueRun:
        """Return the whole values between the minutes *first* and *last*."""
        begin = max(-((self.start - first) // self.minutes), 0)
        end = min((last - self.start) // self.minutes, self.length)
        return self if (begin, end) == (0, self.length) else self.part(begin, max(begin, end))


def runs_of(history: History, first: int, last: int, kind: str = "") -> list[ValueRun]:
    """Return the values that count between two minutes, in order of time.

    Args:
        history: The blocks, those that do not count at the time in question left out.
        first: Minute of the start, on a whole hour.
        last: Minute of the end, on a whole hour.
        kind: Business type of the values.
    """
    if not history or first >= last:
        return []
    joined = _joined(history, kind)
    if joined is not None:
        run = joined.within(first, last)
        return [run] if run.length else []
    runs = [
        run
        for minutes in {block.minutes for block in history}
        for run in _read(history, first, last, minutes)
    ]
    return [run._replace(kind=kind) for run in sorted(runs, key=_start)]


def _start(run: ValueRun) -> int:
    return run.start


def _joined(history: History, kind: str) -> ValueRun | None:
    """Return the values of blocks that follow each other as one run, None when the blocks do not."""
    head = history[0]
    if len(history) == 1:
        return (
            ValueRun(head.start, head.minutes, quantities(head), _quality(history), kind)
            if head.quantity
            else None
        )
    end = head.start
    for block in history:
        if block.start != end or block.minutes != head.minutes or not block.quantity:
            return None
        end = block.end
    columns = np.concatenate([quantities(block) for block in history])
    return ValueRun(head.start, head.minutes, columns, _quality(history), kind)


def _quality(blocks: Sequence[ValueBlock]) -> int | npt.NDArray[np.uint16]:
    quality = blocks[0].quality
    if len(quality) == 2 and all(block.quality == quality for block in blocks):
        return int.from_bytes(quality, "little")
    return (
        qualities(blocks[0]) if len(blocks) == 1 else np.concatenate([qualities(block) for block in blocks])
    )


def _read(history: History, first: int, last: int, minutes: int) -> Iterator[ValueRun]:
    # on the steps of the values: where the newest have another length nothing is present
    values = read(history, Period(instant_of(first), instant_of(last)), minutes)
    edges = np.flatnonzero(np.diff(values.present, prepend=False, append=False)).tolist()
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        start = first + begin * minutes
        yield ValueRun(start, minutes, values.quantity[begin:end], values.quality[begin:end])


def layered(layers: Iterable[list[ValueRun]]) -> list[ValueRun]:
    """Return the first of *layers*, and of each later one what those before it leave open; all in order of time.

    >>> ones, twos = np.ones(2, np.int64), np.full(4, 2, np.int64)
    >>> found = layered([[ValueRun(120, 60, ones, 0)], [ValueRun(60, 60, twos, 0)]])
    >>> [(run.start, run.quantity.tolist()) for run in found]
    [(60, [2]), (120, [1, 1]), (240, [2])]
    """
    taken: list[ValueRun] = []
    for layer in layers:
        if taken and layer:
            starts = [run.start for run in taken]
            ends = [run.end for run in taken]
            parts = [part for run in layer for part in _outside(run, starts, ends)]
            taken = sorted([*taken, *parts], key=_start)
        else:
            taken = taken or layer
    return taken


def _outside(run: ValueRun, starts: list[int], ends: list[int]) -> Iterator[ValueRun]:
    """Yield the parts of *run* that lie in the gaps between stretches."""
    at = run.start
    for place in range(bisect_right(ends, run.start), bisect_left(starts, run.end)):
        part = run.within(at, starts[place])
        if part.length:
            yield part
        at = max(at, ends[place])
    part = run.within(at, run.end)
    if part.length:
        yield part
