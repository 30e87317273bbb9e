"""The history of a channel while a message works on it: what lies around a period is found by its days.

A history is a tuple, and whoever looks into it walks along it. Thousands of series of one channel, in one message or in as
many, would walk along all of it for each. The book of the channel keeps the blocks by day; that of a long history is kept
from step to step, for as long as the history is the one that the book has written.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence

import attrs

from edielkit.hub.core.state_tables import Memo
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.values.store import minute
from edielkit.hub.values.value_records import VALUES, ChannelKey, History, ValueBlock
from edielkit.market_time import Period

__all__ = ("HistoryBook", "history_book")

_DAY = 24 * 60
# Looks into a history that are walks along it: for so few, an index costs more than it saves.
_WALKS = 4
# Blocks of a history whose book is kept from step to step, and how many such books are kept.
_LONG, _MOST_KEPT = 64, 256
# When a block was registered and inserted, and its number among those of one time.
_Order = tuple[dt.datetime, dt.datetime, int]


class HistoryBook:
    """The blocks of a channel in the order in which they count, with those that a message adds.

    Args:
        history: The blocks that are there.
    """

    def __init__(self, history: History) -> None:
        self._orders: list[_Order] = [
            (block.registered, block.inserted, place) for place, block in enumerate(history)
        ]
        self._blocks: list[ValueBlock] = list(history)
        # the history that the book is of, None since a block was added
        self._history: History | None = history
        self._by_day: dict[int, list[tuple[_Order, ValueBlock]]] | None = None
        self._looks = 0

    @property
    def history(self) -> History:
        """All blocks."""
        if self._history is None:
            self._history = tuple(self._blocks)
        return self._history

    def is_of(self, history: History) -> bool:
        """Tell whether the book is of this very *history*, and nothing was added since."""
        return self._history is history

    def around(self, period: Period) -> History:
        """Return the blocks that count in *period*, in order; others may be among them.

        Args:
            period: Half-open period of aware instants.
        """
        self._looks += 1
        if self._by_day is None and self._looks <= _WALKS:
            return self.history
        return tuple(block for _, block in self._touching(minute(period.start), minute(period.end)))

    def add(self, block: ValueBlock) -> bool:
        """Add *block*, unless it says once more what counts already, with the same time of registration.

        Returns:
            Whether it is new.
        """
        if self._repeats(block):
            return False
        order = (block.registered, block.inserted, len(self._blocks))
        self._history = None
        place = bisect_right(self._orders, order)
        self._orders.insert(place, order)
        self._blocks.insert(place, block)
        if self._by_day is not None:
            _file(self._by_day, order, block)
        return True

    def _repeats(self, new: ValueBlock) -> bool:
        self._looks += 1
        for earlier in self._newest_first(new):
            if earlier.registered < new.registered:
                return False
            if earlier.start < new.end and new.start < earlier.end:
                return attrs.evolve(new, inserted=earlier.inserted, source=earlier.source) == earlier
        return False

    def _newest_first(self, new: ValueBlock) -> Sequence[ValueBlock]:
        if self._by_day is None and self._looks <= _WALKS:
            return self._blocks[::-1]
        return [block for _, block in reversed(self._touching(new.start, new.end))]

    def _touching(self, start: int, end: int) -> list[tuple[_Order, ValueBlock]]:
        """Return the blocks of the days from *start* to *end*, in minutes since 1970, in order."""
        if self._by_day is None:
            self._by_day = {}
            for order, block in zip(self._orders, self._blocks, strict=True):
                _file(self._by_day, order, block)
        days = _days(start, end)
        if len(days) == 1:
            return self._by_day.get(days[0], [])
        placed = dict(entry for day in days for entry in self._by_day.get(day, ()))
        return sorted(placed.items(), key=lambda entry: entry[0])


def _days(start: int, end: int) -> range:
    return range(start // _DAY, (end - 1) // _DAY + 1)


def _file(by_day: dict[int, list[tuple[_Order, ValueBlock]]], order: _Order, block: ValueBlock) -> None:
    for day in _days(block.start, block.end):
        entries = by_day.setdefault(day, [])
        entries.append((order, block))
        if len(entries) > 1 and entries[-2][0] > order:
            entries.sort(key=lambda entry: entry[0])


# A channel to its book: of any history while a step looks at it, of a long one for the steps to come.
_BOOKS: Memo[ChannelKey, HistoryBook] = Memo("history books")


def history_book(transaction: Transaction, key: ChannelKey) -> HistoryBook:
    """Return the book of a channel's values, the same one for as long as nothing but the book adds to them.

    Args:
        transaction: The step.
        key: The channel.
    """
    history = transaction.get(VALUES, key) or ()
    of_step, kept = transaction.memo(_BOOKS), transaction.indexes(_BOOKS)
    book = of_step.get(key) or kept.get(key)
    # a step that was dropped may have added to one that is kept
    if book is None or not book.is_of(history):
        book = HistoryBook(history)
    of_step[key] = book
    if len(history) >= _LONG:
        # the one that was looked into last is the last to go
        kept.pop(key, None)
        kept[key] = book
        if len(kept) > _MOST_KEPT:
            del kept[next(iter(kept))]
    return book
