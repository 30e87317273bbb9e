"""Runs of values as CSV, by templates of bytes: every field as wide as its widest, the padding then dropped.

No value becomes an object. The numbers of a quantity come from tables of three and four digits, the instants from a
table of the month. The columns are those of `edielkit.value_files.extraction`, where such a file is read too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from edielkit.hub.core.channels import RESOLUTIONS
from edielkit.hub.extraction.value_runs import ValueRun
from edielkit.process_rules.data import units
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES
from edielkit.tables.rows import STATUS_NAMES
from edielkit.value_files.extraction import COLUMNS

__all__ = ("COLUMNS", "HEADER", "MonthStamps", "RowHead", "lines")

HEADER = (",".join(COLUMNS) + "\n").encode()

# Rows that are built at a time: some hundred kilobytes.
_ROWS = 4096
_QUALITIES = 1 << 11
_NUL = b"\0"
_MINUS = ord("-")
_SPECIAL = frozenset('",\r\n\0')

Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint32]


class RowHead(NamedTuple):
    """What the rows of a run begin with.

    Attributes:
        point: GSRN of the metering point.
        product: Product code.
        direction: ``In`` or ``Out``.
    """

    point: str
    product: str
    direction: str


class MonthStamps:
    """The instants of a month as text, for values of each length.

    Args:
        first: Minute of its start since 1970 in UTC, on a whole hour.
        last: Minute of its end.
    """

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last
        self._stamps: dict[int, Bytes] = {}

    def stamps(self, run: ValueRun) -> Bytes:
        """Return ``start,resolution,`` of each value of *run*, which lies in the month."""
        table = self._stamps.get(run.minutes)
        if table is None:
            table = self._stamps[run.minutes] = _stamps(self.first, self.last, run.minutes)
        begin = (run.start - self.first) // run.minutes
        return table[begin : begin + run.length]


def _stamps(first: int, last: int, minutes: int) -> Bytes:
    starts = np.arange(first, last, minutes).astype("M8[m]")
    # ISO times are ASCII, so each character is its code point
    text = np.datetime_as_string(starts, unit="s").view(np.uint32).reshape(len(starts), -1)
    end = np.frombuffer(f"Z,{RESOLUTIONS[minutes]},".encode(), np.uint8)
    return np.concatenate([text.astype(np.uint8), np.broadcast_to(end, (len(starts), len(end)))], axis=1)


def lines(runs: Iterable[tuple[RowHead, ValueRun]], month: MonthStamps) -> Iterator[bytes]:
    r"""Yield the values of *runs* as rows of CSV, in pieces of some hundred kilobytes, without the header.

    Args:
        runs: Values with their channels; all lie in the month.
        month: The month.

    Raises:
        ValueError: A text of a channel has a character that CSV would have to quote, or no unit is known.

    >>> run = ValueRun(28401120, 60, np.array([1500, 20]), 0)
    >>> b"".join(
    ...     lines(
    ...         [(RowHead("707057500000000001", "8716867000030", "Out"), run)],
    ...         MonthStamps(28401120, 28401240),
    ...     )
    ... )
    b'707057500000000001,8716867000030,Out,,2024-01-01T00:00:00Z,PT1H,1.500,kWh,metered,,\n...'
    """
    batch: list[tuple[RowHead, ValueRun]] = []
    count = 0
    for channel, run in runs:
        batch.append((channel, run))
        count += run.length
        if count >= _ROWS:
            yield _rows(batch, count, month)
            batch, count = [], 0
    if count:
        yield _rows(batch, count, month)


def _rows(batch: Sequence[tuple[RowHead, ValueRun]], count: int, month: MonthStamps) -> bytes:
    """Return the rows of *batch*: a matrix of bytes with a line for each, NUL where a field is shorter."""
    heads = [_head(channel, run.kind) for channel, run in batch]
    stamps = [month.stamps(run) for _, run in batch]
    tails = [_tails(units()[channel.product], run.quality) for channel, run in batch]
    quantity = np.concatenate([run.quantity for _, run in batch])
    numbers = _Numbers(quantity)
    at_stamp = max(map(len, heads))
    at_number = at_stamp + max(table.shape[1] for table in stamps)
    at_tail = at_number + numbers.width
    matrix = np.zeros((count, at_tail + max(table.shape[-1] for table in tails)), np.uint8)
    row = 0
    for head, stamp, tail in zip(heads, stamps, tails, strict=True):
        part = matrix[row : row + len(stamp)]
        part[:, : len(head)] = head
        part[:, at_stamp : at_stamp + stamp.shape[1]] = stamp
        part[:, at_tail : at_tail + tail.shape[-1]] = tail
        row += len(stamp)
    numbers.put(matrix, at_number)
    return matrix.tobytes().translate(None, _NUL)


@lru_cache(maxsize=1 << 10)
def _head(channel: RowHead, kind: str) -> Bytes:
    text = f"{channel.point},{channel.product},{channel.direction},{kind},"
    if any(_SPECIAL.intersection(text) for text in (*channel, kind)):
        raise ValueError("expected a channel whose texts need no quotes in CSV")
    return np.frombuffer(text.encode(), np.uint8)


@lru_cache(maxsize=1 << 10)
def _tail(unit: str, quality: int) -> bytes:
    status, validation, estimation = quality & 7, quality >> 3 & 15, quality >> 7 & 15
    texts = unit, STATUS_NAMES[status], VALIDATION_CODES[validation], ESTIMATION_CODES[estimation]
    return f",{','.join(texts)}\n".encode()


def _tails(unit: str, quality: int | npt.NDArray[np.uint16]) -> Bytes:
    """Return ``,unit,status,validation,estimation`` and the end of the line, once or for each value."""
    if isinstance(quality, int):
        return np.frombuffer(_tail(unit, quality), np.uint8)
    codes = np.flatnonzero(np.bincount(quality, minlength=_QUALITIES))
    place = np.zeros(_QUALITIES, np.intp)
    place[codes] = np.arange(len(codes))
    texts = np.array([_tail(unit, code) for code in codes.tolist()], "S")
    return texts.view(np.uint8).reshape(len(texts), -1)[place[quality]]


class _Numbers:
    """Quantities as text: sign, whole part in groups of four digits, point and three decimals.

    Attributes:
        width: How many bytes the widest takes.
    """

    def __init__(self, quantity: npt.NDArray[np.integer]) -> None:
        low = int(quantity.min())
        self._negative = None
        if low < 0:
            # in 64 bits every quantity of a message has its opposite
            wide = quantity.astype(np.int64)
            self._negative, quantity = wide < 0, np.abs(wide)
        self._whole = quantity // 1000
        self._decimals = quantity - self._whole * 1000
        self._groups = max(-(-len(str(int(self._whole.max()))) // 4), 1)
        self.width = (low < 0) + 4 * self._groups + 4

    def put(self, matrix: Bytes, column: int) -> None:
        """Write the texts into *matrix* from *column* on."""
        count = len(matrix)

        def words(at: int) -> Words:
            # four bytes of each row, wherever they lie
            return np.ndarray((count,), "<u4", matrix, at, (matrix.strides[0],))

        if self._negative is not None:
            matrix[:, column] = np.where(self._negative, np.uint8(_MINUS), np.uint8(0))
        last = column + self.width - 4
        words(last)[:] = _decimals()[self._decimals]
        whole = self._whole
        for group in range(self._groups):
            higher = whole // 10_000
            # a group behind another one keeps its zeros
            place = whole - higher * 10_000 + 10_000 * (higher > 0)
            words(last - 4 * (group + 1))[:] = _digits(group)[place]
            whole = higher


@cache
def _decimals() -> Words:
    return _words(f".{n:03d}" for n in range(1000))


@cache
def _digits(group: int) -> Words:
    """Return the texts of four digits: first without, then with the zeros before them.

    Args:
        group: Place of the group from the right; only the first one has a zero that stands alone.
    """
    if group > 1:
        return _digits(1)
    first = (str(n or ("" if group else 0)) for n in range(10_000))
    return _words([*(text.rjust(4, "\0") for text in first), *(f"{n:04d}" for n in range(10_000))])


def _words(texts: Iterable[str]) -> Words:
    return np.frombuffer("".join(texts).encode(), "<u4")
