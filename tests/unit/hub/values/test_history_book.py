"""The book of a channel says of a history what walking along it says, and finds a day among thousands of deliveries."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from tests.support.hub_fixtures import POINT
from tests.support.metering import ENERGY

from edielkit.hub import Config, Ids, Market
from edielkit.hub.core.state import State
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.values.history_book import HistoryBook, history_book
from edielkit.hub.values.store import added, block_of, read
from edielkit.hub.values.value_records import VALUES, ChannelKey, ValueBlock
from edielkit.market_time import Period
from edielkit.series import Observations

START = dt.datetime(2026, 2, 2, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
KEY = ChannelKey(POINT, ENERGY, "Out")


def delivery(hour: int, hours: int = 1, age: int = 0, value: int = 1) -> ValueBlock:
    """Return a block of *hours* values from an hour on, registered *age* hours after the start."""
    return block_of(
        START + hour * HOUR,
        "PT1H",
        Observations.metered([value] * hours),
        registered=START + age * HOUR,
        inserted=START + age * HOUR,
        source=f"{hour} {age} {value}",
    )


deliveries = st.builds(delivery, st.integers(0, 70), st.integers(1, 60), st.integers(0, 3), st.integers(1, 2))


@given(st.lists(deliveries, max_size=25), st.integers(0, 70), st.integers(1, 40))
def test_the_book_is_the_history(blocks, hour, hours):
    """What is added stands where `added` puts it, and a period reads the same from around it."""
    history = ()
    book = HistoryBook(())
    for block in blocks:
        if book.add(block):
            history = added(history, block)
    period = Period(START + hour * HOUR, START + (hour + hours) * HOUR)
    # the first looks walk, later ones go by the day
    for _ in range(6):
        from_book, from_all = read(book.around(period), period, 60), read(history, period, 60)
        assert from_all.quantity.tolist() == from_book.quantity.tolist()
        assert from_all.present.tolist() == from_book.present.tolist()
    assert history == book.history


@given(st.lists(deliveries, max_size=12))
def test_what_counts_already_is_not_added_twice(blocks):
    """The same values with the same registration are taken once, however many blocks lie between."""
    book = HistoryBook(())
    for block in blocks:
        book.add(block)
    newest = max(book.history, key=lambda block: block.registered, default=None)
    if newest is not None and newest is book.history[-1]:
        assert not book.add(newest)


def test_a_day_is_found_among_eight_thousand_deliveries():
    """A look at a day has the deliveries of the day and no others, so that thousands of looks are linear."""
    book = HistoryBook(tuple(delivery(hour) for hour in range(8000)))
    period = Period(START + 4000 * HOUR, START + 4001 * HOUR)
    seen = [len(book.around(period)) for _ in range(8)]

    assert 24 == seen[-1]
    assert delivery(4000) in book.around(period)


def test_a_book_is_kept_until_other_values_are_written():
    """The step finds the book that it looked into before, and makes a new one when the history is another."""
    step = Transaction(State(Market(), Config(), Ids()), START)
    step.put(VALUES, KEY, (delivery(0),))
    first = history_book(step, KEY)

    assert first is history_book(step, KEY)
    step.put(VALUES, KEY, (delivery(0), delivery(1)))
    assert 2 == len(history_book(step, KEY).history)


def long_channel() -> State:
    """Return a state with a channel of a hundred deliveries."""
    state = State(Market(), Config(), Ids())
    step = Transaction(state, START)
    step.put(VALUES, KEY, tuple(delivery(hour) for hour in range(100)))
    state.commit(step.changes())
    return state


def test_the_book_of_a_long_history_is_kept_from_step_to_step():
    """Each of many messages adds to the book of those before: none walks along the history."""
    state = long_channel()
    first = history_book(Transaction(state, START), KEY)
    for hour in range(100, 120):
        step = Transaction(state, START)
        book = history_book(step, KEY)
        assert first is book
        assert book.add(delivery(hour))
        step.put(VALUES, KEY, book.history)
        assert book is history_book(step, KEY)
        state.commit(step.changes())

    assert 120 == len(state.table(VALUES)[KEY])


def test_what_a_dropped_step_has_added_is_in_no_book():
    """A step that was dropped, before or after it wrote, leaves nothing for the next."""
    state = long_channel()
    for writes in (False, True):
        step = Transaction(state, START)
        book = history_book(step, KEY)
        book.add(delivery(100))
        if writes:
            step.put(VALUES, KEY, book.history)

        after = history_book(Transaction(state, START), KEY)
        assert state.table(VALUES)[KEY] is after.history
        assert 100 == len(after.history)


def test_so_many_books_are_kept_and_no_more():
    """The books that were looked into longest ago are made anew."""
    state = long_channel()
    history = state.table(VALUES)[KEY]
    keys = [ChannelKey(POINT, ENERGY, str(number)) for number in range(300)]
    state.table(VALUES).update(dict.fromkeys(keys, history))
    first = history_book(Transaction(state, START), keys[0])
    for key in keys[1:200]:
        history_book(Transaction(state, START), key)

    assert first is history_book(Transaction(state, START), keys[0])
    for key in keys[200:]:
        history_book(Transaction(state, START), key)
    assert first is history_book(Transaction(state, START), keys[0])
    for key in keys[1:]:
        history_book(Transaction(state, START), key)
    assert first is not history_book(Transaction(state, START), keys[0])
