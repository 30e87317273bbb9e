"""Values as the bytes of QTY groups, a column at a time: never an object for a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ("Cells", "amounts", "codes", "joined", "numbers", "table", "times")

_Int = npt.NDArray[np.int64]
# Characters of each row; a zero byte is none.
Cells = npt.NDArray[np.uint8]
_ZERO = np.uint8(0x30)


def joined(rows: int, columns: Sequence[Cells | bytes]) -> bytes:
    """Return the rows that cells and constant texts make side by side.

    >>> joined(2, [b"Q:", numbers(np.array([7, 12])), b"'"])
    b"Q:7'Q:12'"
    """
    # to look for the few bytes that are none is quicker than to choose all others
    return table(rows, columns).tobytes().replace(b"\0", b"")


def table(rows: int, columns: Sequence[Cells | bytes]) -> Cells:
    """Return cells and constant texts side by side as one column of cells."""
    widths = [len(column) if isinstance(column, bytes) else column.shape[1] for column in columns]
    text = np.empty((rows, sum(widths)), np.uint8)
    left = 0
    for column, width in zip(columns, widths, strict=True):
        own = np.frombuffer(column, np.uint8) if isinstance(column, bytes) else column
        text[:, left : left + width] = own
        left += width
    return text


def _digits(values: _Int, width: int) -> Cells:
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
    return text * used


def amounts(values: _Int, places: int) -> Cells:
    """Return decimal numbers as EDIFACT writes them: a point, no zeros at the end, at least one digit before the point.

    Args:
        values: Amounts in units of ten to the minus *places*.
        places: Number of decimals, 3 for thousandths.

    >>> joined(3, [amounts(np.array([12500, -5, 0]), 3), b" "])
    b'12.5 -0.005 0 '
    """
    if places == 3 and len(values) and values.min() >= 0 and values.max() < _SMALL * 1000:
        return _small_amounts(values)
    # the lowest number of 64 bits has its size in unsigned ones alone
    size = np.abs(values).astype(np.uint64)
    base = np.uint64(10**places)
    decimals = _digits((size % base).astype(np.int64), places)
    # a digit is written when it or one after it is not zero
    kept = np.cumsum((decimals != _ZERO)[:, ::-1], axis=1)[:, ::-1] > 0
    sign = (values < 0)[:, None] * np.uint8(0x2D)
    return np.hstack([sign, numbers(size // base), kept[:, :1] * np.uint8(0x2E), decimals * kept])


# below it a whole number has four digits at most
_SMALL = 10_000


def _small_amounts(values: _Int) -> Cells:
    """Return thousandths that are neither negative nor large, out of tables of four bytes each."""
    whole, part = np.divmod(values, 1000)
    wholes, parts = _four_byte_texts()
    text = np.empty((len(values), 2), np.uint32)
    text[:, 0] = wholes[whole]
    text[:, 1] = parts[part]
    return text.view(np.uint8)


@cache
def _four_byte_texts() -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Return the texts of whole numbers, and of thousandths with the point before them."""
    whole = "".join(f"{number}".ljust(4, "\0") for number in range(_SMALL))
    part = "".join(f".{number:03}".rstrip("0").rstrip(".").ljust(4, "\0") for number in range(1000))
    return np.frombuffer(whole.encode(), np.uint32), np.frombuffer(part.encode(), np.uint32)


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
    return _digits(value, 12)


def codes(values: npt.NDArray[np.uint8], texts: Mapping[int, str]) -> Cells | bytes:
    """Return the text of each code, one constant text where all have the same; codes without a text are empty.

    >>> joined(2, [codes(np.array([0, 2], np.uint8), {0: "136", 2: "Z18"}), b","])
    b'136,Z18,'
    """
    if len(values) and (values == values[0]).all():
        return texts.get(int(values[0]), "").encode("ascii")
    width = max((len(text) for text in texts.values()), default=0)
    cells = np.zeros((256, width), np.uint8)
    for code, text in texts.items():
        row = text.encode("ascii")
        cells[code, : len(row)] = np.frombuffer(row, np.uint8)
    return cells[values]
