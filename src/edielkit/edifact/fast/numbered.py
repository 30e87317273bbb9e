"""The amounts of observations that are numbered from 1, and have nothing but their number and their amount."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from edielkit.edifact.fast.amounts import decimals
from edielkit.edifact.fast.chunk import Loads
from edielkit.edifact.fast.stretch import short_amounts

__all__ = ("many_numbered_amounts", "numbered_amounts")

_Int = npt.NDArray[np.int64]

_TERMINATOR = ord("'")
_BEFORE, _BETWEEN = b"SEQ++", b"'QTY+136:"
# of so many digits numbers are looked at
_MOST_DIGITS = 4
# bytes of texts that are read together; of fewer texts each is read alone
_TOGETHER, _FEWEST = 1 << 17, 2
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
    return _amounts(body, octets, ends, np.arange(1, count + 1))


def _amounts(body: bytes, octets: npt.NDArray[np.uint8], ends: _Int, number: _Int) -> _Int | None:
    """Return the amounts of observations that end at every other terminator, None when one has not its number."""
    stops = ends[1::2]
    left = ends[::2] + len(_BETWEEN)
    if left[-1] >= len(body) or not _are_numbered(body, left, stops, number):
        return None
    quantity, size, good = short_amounts(Loads(body + _ROOM).eight(left), _TERMINATOR)
    others = np.flatnonzero(~(good & (left + size == stops)))
    if len(others):
        value, exact, _ = decimals(octets, left[others], stops[others])
        if not exact.all() or (value < 0).any():
            return None
        quantity[others] = value
    return quantity


def many_numbered_amounts(bodies: Sequence[bytes]) -> Iterator[_Int | None]:
    """Yield the amounts of each of several texts as `numbered_amounts` does; those that are plain are read together.

    Args:
        bodies: Whole segments each.

    >>> [amounts is None for amounts in many_numbered_amounts([b"SEQ++1'QTY+136:1'", b"SEQ++2'QTY+136:1'"])]
    [False, True]
    """
    begin = size = 0
    for number, body in enumerate(bodies):
        size += len(body)
        if size >= _TOGETHER:
            yield from _amounts_of_each(bodies[begin : number + 1])
            begin, size = number + 1, 0
    yield from _amounts_of_each(bodies[begin:])


def _amounts_of_each(bodies: Sequence[bytes]) -> Iterator[_Int | None]:
    if len(bodies) < _FEWEST:
        yield from map(numbered_amounts, bodies)
        return
    amounts = _together(bodies)
    if amounts is not None:
        yield from amounts
        return
    middle = len(bodies) // 2
    yield from _amounts_of_each(bodies[:middle])
    yield from _amounts_of_each(bodies[middle:])


def _together(bodies: Sequence[bytes]) -> list[_Int] | None:
    """Return the amounts of each text, None when one of them is not plain."""
    body = b"".join(bodies)
    octets = np.frombuffer(body, np.uint8)
    ends = np.flatnonzero(octets == _TERMINATOR)
    borders = np.array(list(accumulate(map(len, bodies))), np.int64)
    if not len(ends) or not all(bodies):
        return None
    # each text ends with a terminator, and has two for each observation
    last = np.minimum(np.searchsorted(ends, borders - 1), len(ends) - 1)
    if (ends[last] != borders - 1).any() or (last % 2 == 0).any():
        return None
    rows = (last + 1) // 2
    counts = np.diff(rows, prepend=0)
    if counts.max() >= 10**_MOST_DIGITS:
        return None
    number = np.arange(1, rows[-1] + 1) - np.repeat(rows - counts, counts)
    amounts = _amounts(body, octets, ends, number)
    return None if amounts is None else np.split(amounts, rows[:-1])


def _are_numbered(body: bytes, left: _Int, stops: _Int, number: _Int) -> bool:
    """Tell whether their numbers with the signs around them stand before the amounts."""
    first = np.empty_like(left)
    first[0] = 0
    first[1:] = stops[:-1] + 1
    for digits in range(1, len(str(int(number.max()))) + 1):
        low = 10 ** (digits - 1)
        rows = np.flatnonzero((number >= low) & (number < 10 * low))
        width = len(_BEFORE) + digits + len(_BETWEEN)
        start = first[rows]
        if (left[rows] - start != width).any():
            return False
        places = np.ndarray((len(body) - width + 1,), f"V{width}", body, strides=(1,))
        texts = np.frombuffer(_texts(digits), f"V{width}")
        if places[start].tobytes() != texts[number[rows] - low].tobytes():
            return False
    return True


@cache
def _texts(digits: int) -> bytes:
    """Return all numbers of so many digits in order, each with the signs around it."""
    numbers = range(10 ** (digits - 1), 10**digits)
    return b"".join(b"%b%d%b" % (_BEFORE, number, _BETWEEN) for number in numbers)
