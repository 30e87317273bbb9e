"""Values of channels as columns on one grid: read from the store in the step that is asked for, and written back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.hub.core.channels import RESOLUTIONS
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.values.history_book import history_book
from edielkit.hub.values.store import block_of, instant_of, read
from edielkit.hub.values.value_records import VALUES, ChannelKey
from edielkit.market_time import Period
from edielkit.series import Observations
from edielkit.series.combined_status import ranks

__all__ = ("CalculationColumn", "IntervalGrid", "column", "runs", "worst", "write")


@attrs.frozen
class IntervalGrid:
    """The steps of a period: start and end in minutes since 1970, and the length of a step in minutes."""

    start: int
    end: int
    minutes: int

    @property
    def count(self) -> int:
        """How many steps there are."""
        return (self.end - self.start) // self.minutes

    @property
    def first(self) -> int:
        """Number of the first step since 1970."""
        return self.start // self.minutes


@attrs.frozen(eq=False)
class CalculationColumn:
    """Values on a grid.

    Attributes:
        quantity: int64 thousandths; zero where nothing is present.
        quality: uint16, as in `edielkit.hub.values.value_records.ValueBlock`.
        present: Whether there is a value.
    """

    quantity: npt.NDArray[np.int64]
    quality: npt.NDArray[np.uint16]
    present: npt.NDArray[np.bool_]


def column(transaction: Transaction, key: ChannelKey, grid: IntervalGrid) -> CalculationColumn:
    """Return the values of *key* in the steps of *grid*: values of shorter steps are summed.

    A step is present when it has a value of its own length, or all the shorter ones that it is made of.
    """
    period = Period(instant_of(grid.start), instant_of(grid.end))
    history = history_book(transaction, key).around(period)
    own = read(history, period, grid.minutes)
    values = CalculationColumn(own.quantity, own.quality, own.present)
    for minutes in RESOLUTIONS:
        if minutes < grid.minutes and any(block.minutes == minutes for block in history):
            fine = read(history, period, minutes)
            values = _joined(
                values,
                _summed(
                    CalculationColumn(fine.quantity, fine.quality, fine.present), grid.minutes // minutes
                ),
            )
    return values


def _summed(fine: CalculationColumn, times: int) -> CalculationColumn:
    parts = [
        CalculationColumn(*(array[n::times] for array in attrs.astuple(fine, recurse=False)))
        for n in range(times)
    ]
    present = np.logical_and.reduce([part.present for part in parts])
    quantity = np.sum([part.quantity for part in parts], axis=0, dtype=np.int64)
    return CalculationColumn(np.where(present, quantity, 0), worst(parts), present)


def _joined(first: CalculationColumn, other: CalculationColumn) -> CalculationColumn:
    return CalculationColumn(
        np.where(first.present, first.quantity, other.quantity),
        np.where(first.present, first.quality, other.quality),
        first.present | other.present,
    )


def worst(parts: Sequence[CalculationColumn]) -> npt.NDArray[np.uint16]:
    """Return the quality of the least certain of the values of each step, the first of these."""
    quality: npt.NDArray[np.uint16] = np.stack([part.quality for part in parts])
    if (quality == quality[:1]).all():
        return parts[0].quality
    rank = np.stack([ranks((codes & 7).astype(np.uint8)) for codes in quality])
    return np.asarray(np.take_along_axis(quality, rank.argmax(axis=0)[None, :], axis=0)[0])


def runs(mask: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield begin and end of each run of true rows.

    >>> list(runs(np.array([True, True, False, True])))
    [(0, 2), (3, 4)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def write(
    transaction: Transaction, key: ChannelKey, grid: IntervalGrid, new: CalculationColumn, source: str
) -> list[tuple[int, int]]:
    """Write the values that are present and differ from what is stored, as blocks of now.

    Args:
        transaction: The step.
        key: The channel.
        grid: The steps of *new*.
        new: The values.
        source: Identification of the calculation.

    Returns:
        Start and end of what was written, in minutes since 1970.
    """
    book, period = history_book(transaction, key), Period(instant_of(grid.start), instant_of(grid.end))
    old = read(book.around(period), period, grid.minutes)
    same = old.present & (old.quantity == new.quantity) & (old.quality == new.quality)
    differs = new.present & ~same
    stretches = []
    for begin, end in runs(new.present):
        rows = np.flatnonzero(differs[begin:end])
        if not len(rows):
            continue
        low, high = begin + int(rows[0]), begin + int(rows[-1]) + 1
        start = grid.start + low * grid.minutes
        book.add(
            block_of(
                instant_of(start),
                RESOLUTIONS[grid.minutes],
                _observations(new, low, high),
                registered=transaction.now,
                inserted=transaction.arrival,
                source=source,
            )
        )
        stretches.append((start, grid.start + high * grid.minutes))
    if stretches:
        transaction.put(VALUES, key, book.history)
    return stretches


def _observations(values: CalculationColumn, low: int, high: int) -> Observations:
    quality = values.quality[low:high]
    return Observations(
        position=np.arange(1, high - low + 1, dtype=np.int32),
        quantity=values.quantity[low:high],
        status=(quality & 7).astype(np.uint8),
        validation=(quality >> 3 & 15).astype(np.uint8),
        estimation=(quality >> 7 & 15).astype(np.uint8),
    )
