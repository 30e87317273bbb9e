"""Transactions of a large UTILTS that are written alike: the same bytes but for their identification, their point and their amounts.

Of those the outline of a message has the first two, which every check sees. Another one is left out as a whole when its
identification is written with letters and digits where theirs has some, its point is a GSRN of the same beginning with a right check digit,
no other transaction and nothing in the message has either name, and it has as many plain observations without a status. What could be said
of it is then said of the first two; is anything, all three are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

import attrs
import numpy as np

from edielkit.edifact.fast.chunk_ends import next_from
from edielkit.edifact.fast.transaction_heads import TransactionHead, transaction_head

__all__ = ("KEPT", "AlikeTransactions", "Transactions")

_IDE, _SEQ, _STS = b"IDE+", b"SEQ+", b"STS+"
_ENERGY = b"QTY+136:"
_DIGITS = 18
# digits of a point that say whose it is
_OWNER = 6
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

# how a name is written, whose point it is, what else stands in the head, and how many observations there are
_Shape = tuple[bytes, bytes, int, int]


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
    place: int
    name: bytes
    point: bytes
    shape: _Shape


@attrs.frozen(eq=False)
class Transactions:
    """The transactions of a message, whatever a report says of them.

    Attributes:
        plain: Those that others may be written as.
        taken: Names that stand more than once, or anywhere else.
        are_counted: The message says how many lines it has.
    """

    plain: Sequence[_Transaction] = ()
    taken: Collection[bytes] = frozenset()
    are_counted: bool = False

    @classmethod
    def of(cls, data: bytes, begin: int, stop: int) -> Transactions:
        """Read the transactions of a message.

        Args:
            data: The bytes; every terminator ends a segment.
            begin: First byte behind UNH.
            stop: First byte of UNT.
        """
        starts = list(_starts(data, begin, stop))
        if len(starts) < _FEWEST:
            return cls()
        names: set[bytes] = set()
        taken = set(_SEPARATORS.split(data[begin : starts[0]]))
        heads = _Heads()
        plain: list[_Transaction] = []
        for place, (start, end) in enumerate(zip(starts, [*starts[1:], stop], strict=True)):
            transaction = _read(data, start, end, place, heads)
            if transaction is None:
                first = data.find(_SEQ, start, end)
                taken.update(_SEPARATORS.split(data[start : first if first >= 0 else end]))
                continue
            for name in (transaction.name, transaction.point):
                if name in names:
                    taken.add(name)
                names.add(name)
            plain.append(transaction)
        return cls(plain, taken, data.find(_LINES, starts[-1], stop) >= 0)

    def alike(self, whole: Collection[int], places: Collection[int]) -> AlikeTransactions:
        """Return which transactions are written alike.

        Args:
            whole: First bytes of transactions that stand for themselves.
            places: Numbers of transactions, from 0, that are never left out.
        """
        alike = AlikeTransactions()
        if self.are_counted:
            return alike
        shapes: dict[_Shape, list[_Transaction]] = {}
        spoilt: dict[_Shape, int] = {}
        for transaction in self.plain:
            if transaction.start in whole:
                spoilt[transaction.shape] = spoilt.get(transaction.shape, 0) + 1
            elif transaction.place not in places:
                shapes.setdefault(transaction.shape, []).append(transaction)
        for number, (shape, transactions) in enumerate(shapes.items()):
            if len(transactions) >= _FEWEST and spoilt.get(shape, 0) < KEPT:
                _divide(
                    alike,
                    number,
                    [t for t in transactions if t.name not in self.taken and t.point not in self.taken],
                )
        return alike


class _Heads:
    """What stands in heads beside the names, by number."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[bytes, bytes], int] = {}

    def number(self, head: TransactionHead) -> int:
        """Return the number of what stands beside the names, -1 when something of it is counted."""
        key = head.before, head.behind
        number = self._numbers.get(key)
        if number is None:
            number = -1 if any(map(_COUNTED.search, key)) else len(self._numbers)
            self._numbers[key] = number
        return number


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


def _read(data: bytes, start: int, end: int, place: int, heads: _Heads) -> _Transaction | None:
    """Return a transaction with the identification of one point, None for any other one."""
    first = next_from(data, _SEQ, start, end)
    head = transaction_head(data[start + len(_IDE) : first]) if first >= 0 else None
    if head is None or len(head.point) != _DIGITS:
        return None
    number, count = heads.number(head), data.count(_SEQ, first, end)
    if number < 0 or data.count(_ENERGY, first, end) != count or data.find(_STS, first, end) >= 0:
        return None
    shape = (head.name.translate(_KINDS), head.point[:_OWNER], number, count)
    return _Transaction(start, place, head.name, head.point, shape)
