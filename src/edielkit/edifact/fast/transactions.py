"""Transactions of a large UTILTS that are written alike: the same bytes but for their identification, their point and their amounts.

Of those the outline of a message has the first two, which every check sees. Another one is left out as a whole when its
identification is written with letters and digits where theirs has some, its point is a GSRN of the same beginning with a right check digit,
no other transaction and nothing in the message has either name, and it has as many plain observations without a status. What could be said
of it is then said of the first two; is anything, all three are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import attrs
import numpy as np

from edielkit.edifact.fast.chunk_ends import next_from

__all__ = ("KEPT", "AlikeTransactions", "alike_transactions")

_IDE, _SEQ, _STS, _POINT = b"IDE+", b"SEQ+", b"STS+", b"LOC+172+"
_ENERGY = b"QTY+136:"
_DIGITS = 18
# digits of a point that say whose it is
_OWNER = 6
_NAME = re.compile(rb"IDE\+24\+([0-9A-Za-z-]{1,35})'")
# letters and digits as one of their kind
_KINDS = bytes.maketrans(
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", b"0" * 10 + b"A" * 26 + b"a" * 26
)
_SEPARATORS = re.compile(rb"[+:']")
# numbers of lines go on from line to line, and what has a decimal mark is counted
_COUNTED = re.compile(rb"LIN\+[^+]|[.,]")
# the number of lines: all of them are counted
_LINES = b"CNT+2:"
# how many of a shape stand in the outline, and of how many on that is worth it
KEPT, _FEWEST = 2, 4
# the check digit is the last one
_WEIGHTS = np.array([3, 1] * (_DIGITS // 2), np.int64)

_Shape = tuple[bytes, bytes, bytes, bytes, int]


@attrs.frozen(eq=False)
class AlikeTransactions:
    """Which transactions of a message are written as two others are.

    Attributes:
        kept: By its first byte, the shape of each transaction that stands for others.
        others: By their first bytes, the shapes of those that may be left out.
        names: By their identifications, the first bytes of those that stand for others.
    """

    kept: dict[int, int] = attrs.field(factory=dict)
    others: dict[int, int] = attrs.field(factory=dict)
    names: dict[str, int] = attrs.field(factory=dict)


@attrs.frozen
class _Transaction:
    start: int
    name: bytes
    point: bytes
    shape: _Shape


def alike_transactions(
    data: bytes, begin: int, stop: int, whole: Collection[int], places: Collection[int]
) -> AlikeTransactions:
    """Return which transactions of a message are written alike.

    Args:
        data: The bytes; every terminator ends a segment.
        begin: First byte behind UNH.
        stop: First byte of UNT.
        whole: First bytes of transactions that stand for themselves.
        places: Numbers of transactions, from 0, that are never left out.
    """
    shapes: dict[_Shape, list[_Transaction]] = {}
    # names that stand more than once, or anywhere else
    names: set[bytes] = set()
    taken: set[bytes] = set()
    last = begin
    spoilt: dict[_Shape, int] = {}
    starts = list(_starts(data, begin, stop))
    if len(starts) < _FEWEST:
        return AlikeTransactions()
    taken.update(_SEPARATORS.split(data[begin : starts[0]]))
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], stop], strict=True)):
        transaction = _read(data, start, end)
        last = start
        if transaction is None:
            first = data.find(_SEQ, start, end)
            taken.update(_SEPARATORS.split(data[start : first if first >= 0 else end]))
            continue
        taken.update(name for name in (transaction.name, transaction.point) if name in names)
        names.update((transaction.name, transaction.point))
        if start in whole:
            spoilt[transaction.shape] = spoilt.get(transaction.shape, 0) + 1
        elif number not in places:
            shapes.setdefault(transaction.shape, []).append(transaction)
    if data.find(_LINES, last, stop) >= 0:
        return AlikeTransactions()
    alike = AlikeTransactions()
    for number, (shape, transactions) in enumerate(shapes.items()):
        if len(transactions) >= _FEWEST and spoilt.get(shape, 0) < KEPT:
            _divide(alike, number, [t for t in transactions if not {t.name, t.point} & taken])
    return alike


def _divide(alike: AlikeTransactions, shape: int, transactions: list[_Transaction]) -> None:
    """Let the first two of some transactions with right points stand for the others."""
    if len(transactions) < _FEWEST:
        return
    text = b"".join(transaction.point for transaction in transactions)
    digits = np.frombuffer(text, np.uint8).reshape(-1, _DIGITS).astype(np.int64) - ord("0")
    is_right = (digits @ _WEIGHTS) % 10 == 0
    right = [transactions[number] for number in np.flatnonzero(is_right).tolist()]
    if len(right) < _FEWEST:
        return
    for transaction in right[:KEPT]:
        alike.kept[transaction.start] = shape
        alike.names[transaction.name.decode("ascii")] = transaction.start
    alike.others.update((transaction.start, shape) for transaction in right[KEPT:])


def _starts(data: bytes, begin: int, stop: int) -> Iterator[int]:
    """Yield where transactions begin."""
    at = next_from(data, _IDE, begin, stop)
    while at >= 0:
        yield at
        at = next_from(data, _IDE, at + 1, stop)


def _read(data: bytes, start: int, end: int) -> _Transaction | None:
    """Return a transaction with the identification of one point, None for any other one."""
    match = _NAME.match(data, start, end)
    first = next_from(data, _SEQ, start, end)
    at = next_from(data, _POINT, start, first) if first >= 0 else -1
    if match is None or at < 0:
        return None
    left = at + len(_POINT)
    point, before, after = data[left : left + _DIGITS], data[match.end() : left], data[left + _DIGITS : first]
    name = match[1]
    count = data.count(_SEQ, first, end)
    is_plain = (
        len(point) == _DIGITS
        and point.isdigit()
        and after[:1] in {b":", b"'", b"+"}
        and data.count(_ENERGY, first, end) == count
        and data.find(_STS, first, end) < 0
        and not _COUNTED.search(before)
        and not _COUNTED.search(after)
        and _POINT not in after
    )
    shape = (name.translate(_KINDS), point[:_OWNER], before, after, count)
    return _Transaction(start, name, point, shape) if is_plain else None
