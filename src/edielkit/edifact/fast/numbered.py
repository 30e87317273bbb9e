"""The amounts of observations that are numbered from 1, and have nothing but their number and their amount."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from edielkit.edifact.fast.amounts import decimals
from edielkit.edifact.fast.chunk import Loads
from edielkit.edifact.fast.stretch import short_amounts

__all__ = ("numbered_amounts",)

_Int = npt.NDArray[np.int64]

_TERMINATOR = ord("'")
_BEFORE, _BETWEEN = b"SEQ++", b"'QTY+136:"
# of so many digits numbers are looked at
_MOST_DIGITS = 4
# so that eight bytes can be read at the last amount
_ROOM = b"'" * 8


def numbered_amounts(body: bytes) -> _Int | None:
    """Return the amounts of ``SEQ++1'QTY+136:amount'SEQ++2'...`` in thousandths, None for anything else.

    Args:
        body: Whole segments with the usual service characters.

    >>> numbered_amounts(b"SEQ++1'QTY+136:0.5'SEQ++2'QTY+136:12'").tolist()
    [500, 12000]
    >>> numbered_amounts(b"SEQ++1'QTY+136:0.5'SEQ++3'QTY+136:12'") is None
    True
    """
    octets = np.frombuffer(body, np.uint8)
    ends = np.flatnonzero(octets == _TERMINATOR)
    count = len(ends) // 2
    if not 0 < count < 10**_MOST_DIGITS or len(ends) % 2 or ends[-1] != len(body) - 1:
        return None
    stops = ends[1::2]
    left = ends[::2] + len(_BETWEEN)
    if left[-1] >= len(body) or not _are_numbered(body, left, stops):
        return None
    quantity, size, good = short_amounts(Loads(body + _ROOM).eight(left), _TERMINATOR)
    others = np.flatnonzero(~(good & (left + size == stops)))
    if len(others):
        value, exact, _ = decimals(octets, left[others], stops[others])
        if not exact.all() or (value < 0).any():
            return None
        quantity[others] = value
    return quantity


def _are_numbered(body: bytes, left: _Int, stops: _Int) -> bool:
    """Tell whether the numbers 1, 2, 3 ... with the signs around them stand before the amounts."""
    first = np.empty_like(left)
    first[0] = 0
    first[1:] = stops[:-1] + 1
    for digits in range(1, len(str(len(left))) + 1):
        rows = slice(10 ** (digits - 1) - 1, 10**digits - 1)
        width = len(_BEFORE) + digits + len(_BETWEEN)
        start = first[rows]
        if (left[rows] - start != width).any():
            return False
        places = np.ndarray((len(body) - width + 1,), f"V{width}", body, strides=(1,))
        if not _texts(digits).startswith(places[start].tobytes()):
            return False
    return True


@cache
def _texts(digits: int) -> bytes:
    """Return all numbers of so many digits in order, each with the signs around it."""
    numbers = range(10 ** (digits - 1), 10**digits)
    return b"".join(b"%b%d%b" % (_BEFORE, number, _BETWEEN) for number in numbers)
