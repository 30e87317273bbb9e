"""Values as the bytes of QTY groups, a column at a time: never an object for a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ("Cells", "amounts", "codes", "constant", "joined", "numbers", "times")

_Int = npt.NDArray[np.int64]
# Characters of each row, and which of them are written.
Cells = tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]
_ZERO = np.uint8(0x30)


def joined(rows: int, columns: Sequence[Cells | bytes]) -> bytes:
    """Return the rows that cells and constant texts make side by side.

    >>> joined(2, [b"Q:", numbers(np.array([7, 12])), b"'"])
    b"Q:7'Q:12'"
    """
    cells = [constant(column, rows) if isinstance(column, bytes) else column for column in columns]
    text = np.hstack([cell[0] for cell in cells])
    used = np.hstack([cell[1] for cell in cells])
    return text[used].tobytes()


def constant(text: bytes, rows: int) -> Cells:
    """Return the same text in each row."""
    row = np.frombuffer(text, np.uint8)
    return np.broadcast_to(row, (rows, len(row))), np.ones((rows, len(row)), bool)


def _digits(values: _Int, width: int) -> npt.NDArray[np.uint8]:
    """Return the last *width* digits of numbers that are not negative."""
    powers = 10 ** np.arange(width - 1, -1, -1, dtype=np.int64)
    return np.asarray((values[:, None] // powers % 10).astype(np.uint8) + _ZERO)


def _width(values: _Int) -> int:
    return len(str(int(values.max()))) if len(values) else 1


def numbers(values: npt.NDArray[Any]) -> Cells:
    """Return whole numbers that are not negative, without leading zeros."""
    whole = values.astype(np.int64)
    text = _digits(whole, _width(whole))
    used = np.cumsum(text != _ZERO, axis=1) > 0
    used[:, -1] = True
    return text, used


def amounts(values: _Int, places: int) -> Cells:
    """Return decimal numbers as EDIFACT writes them: a point, no zeros at the end, at least one digit before the point.

    Args:
        values: Amounts in units of ten to the minus *places*.
        places: Number of decimals, 3 for thousandths.

    >>> joined(3, [amounts(np.array([12500, -5, 0]), 3), b" "])
    b'12.5 -0.005 0 '
    """
    # the lowest number of 64 bits has its size in unsigned ones alone
    size = np.abs(values).astype(np.uint64)
    base = np.uint64(10**places)
    whole, used = numbers(size // base)
    decimals = _digits((size % base).astype(np.int64), places)
    # a digit is written when it or one after it is not zero
    kept = np.cumsum((decimals != _ZERO)[:, ::-1], axis=1)[:, ::-1] > 0
    rows = len(values)
    sign = np.full((rows, 1), 0x2D, np.uint8), (values < 0)[:, None]
    point = np.full((rows, 1), 0x2E, np.uint8), kept[:, :1]
    parts = (sign, (whole, used), point, (decimals, kept))
    return np.hstack([part[0] for part in parts]), np.hstack([part[1] for part in parts])


def times(seconds: _Int) -> Cells:
    """Return civil seconds since 1970 as twelve digits CCYYMMDDHHMM.

    >>> joined(1, [times(np.array([1717455600]))])
    b'202406032300'
    """
    days, second = np.divmod(seconds, 86400)
    day = days.astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    count = month.astype(np.int64)
    year = count // 12 + 1970
    value = (
        year * 10**8
        + (count % 12 + 1) * 10**6
        + ((day - month).astype(np.int64) + 1) * 10**4
        + second // 3600 * 100
        + second // 60 % 60
    )
    text = _digits(value, 12)
    return text, np.ones(text.shape, bool)


def codes(values: npt.NDArray[np.uint8], texts: Mapping[int, str]) -> Cells:
    """Return the text of each code; codes without a text are empty.

    >>> joined(2, [codes(np.array([0, 2], np.uint8), {0: "136", 2: "Z18"}), b","])
    b'136,Z18,'
    """
    width = max((len(text) for text in texts.values()), default=0)
    table = np.zeros((256, width), np.uint8)
    used = np.zeros((256, width), bool)
    for code, text in texts.items():
        row = text.encode("ascii")
        table[code, : len(row)] = np.frombuffer(row, np.uint8)
        used[code, : len(row)] = True
    return table[values], used[values]
