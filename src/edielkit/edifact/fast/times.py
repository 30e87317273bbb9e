"""The times of plain values out of the bytes; those of a run that is written as one before it are not read again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from edielkit.edifact.fast.chunk import Loads, ValueTimes, read_times

__all__ = ("TimeTable",)

_Int = npt.NDArray[np.int64]

# runs that are kept to be recognised: how many, of how many values
_MOST_RUNS, _MOST_VALUES, _FEWEST_VALUES = 32, 1 << 14, 4
# runs of one chunk that are kept
_MOST_NEW = 8
# bytes of the times of a value
_WIDEST = 128


class TimeTable:
    """Reads the times of values; lines of one period have the same ones, written alike."""

    def __init__(self) -> None:
        self._runs: dict[bytes, ValueTimes] = {}
        self._text = b""
        self._latest: ValueTimes | None = None

    def times(self, loads: Loads, start: _Int, end: _Int, first: _Int) -> ValueTimes:
        """Return the times of the values whose QTY are the segments *first*, out of the one or two segments behind each.

        Args:
            loads: The input.
            start: First byte of each segment.
            end: Its terminator.
            first: Numbers of segments.
        """
        stride = int(first[1] - first[0]) if len(first) > 1 else 0
        last = int(first[0]) + stride - 1 if stride else 0
        width = int(end[last] - end[first[0]]) + 1 if stride in {2, 3} and last < len(end) else 0
        if not 0 < width <= _WIDEST:
            return read_times(loads, start, end, first)
        # from the terminator of QTY to that of its last time
        texts = _texts(loads.data, end[first], width)
        edges = (np.flatnonzero(np.diff(first) != stride) + 1).tolist()
        runs = [(a, b, texts[a * width : b * width]) for a, b in pairwise([0, *edges, len(first)])]
        pieces = [self._of_run(text) if b - a >= _FEWEST_VALUES else None for a, b, text in runs]
        unread = [run for run, piece in zip(runs, pieces, strict=True) if piece is None]
        if unread:
            rows = first if len(unread) == len(runs) else np.concatenate([first[a:b] for a, b, _ in unread])
            times = read_times(loads, start, end, rows)
            self._keep(unread, times, is_pair=stride == 3)
            return _joined(_filled(runs, pieces, times))
        return _joined([piece for piece in pieces if piece is not None])

    def _of_run(self, text: bytes) -> ValueTimes | None:
        """Return the times of a run that is written as one before it, None when there was none."""
        if text != self._text:
            self._text, self._latest = text, self._runs.get(text)
        return self._latest

    def _keep(self, runs: Sequence[tuple[int, int, bytes]], times: ValueTimes, *, is_pair: bool) -> None:
        """Keep the first runs that have nothing but times of one kind."""
        row = 0
        for a, b, text in runs[:_MOST_NEW]:
            rows = slice(row, row + b - a)
            row = rows.stop
            is_plain = bool(times.good[rows].all() and (times.pair[rows] == is_pair).all())
            if is_plain and _FEWEST_VALUES <= b - a <= _MOST_VALUES:
                if len(self._runs) >= _MOST_RUNS:
                    self._runs.clear()
                self._runs[text] = times.rows(rows)
        # the run that was looked for last may be there now
        self._text = b""


def _texts(data: bytes, at: _Int, width: int) -> bytes:
    """Return the bytes at some places, one behind the other; the last place may be nearer to the end."""
    places = np.ndarray((len(data) - width + 1,), f"V{width}", data, strides=(1,))
    return places[np.minimum(at, len(places) - 1)].tobytes()


def _filled(
    runs: Sequence[tuple[int, int, bytes]], pieces: Sequence[ValueTimes | None], times: ValueTimes
) -> list[ValueTimes]:
    """Put the times that were read where they are missing."""
    filled, row = [], 0
    for (a, b, _), piece in zip(runs, pieces, strict=True):
        if piece is None:
            filled.append(ValueTimes(*(column[row : row + b - a] for column in times.columns)))
            row += b - a
        else:
            filled.append(piece)
    return filled


def _joined(pieces: Sequence[ValueTimes]) -> ValueTimes:
    if len(pieces) == 1:
        return pieces[0]
    return ValueTimes(
        *(np.concatenate(columns) for columns in zip(*(piece.columns for piece in pieces), strict=True))
    )
