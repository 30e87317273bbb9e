"""Transactions: what a step reads, writes, sends and schedules, and what a part of it leaves behind."""

import datetime as dt
import pickle

import pytest
from tests.support.hub_fixtures import MORNING, POINT, hub

from edielkit.hub import Ids, Snapshot
from edielkit.hub.core.config import Config
from edielkit.hub.core.market import Market
from edielkit.hub.core.state import State
from edielkit.hub.core.state_tables import POINTS, Memo, Table
from edielkit.hub.core.transaction import Transaction

AGES: Table[str, int] = Table("ages")
LATER = MORNING + dt.timedelta(hours=1)


def empty() -> State:
    """Return a state without anything."""
    return State(Market(), Config(), Ids("test"))


def committed(state: State, *steps) -> Snapshot:
    """Return the state after steps, each of which is given a transaction of its own."""
    for step in steps:
        transaction = Transaction(state, MORNING)
        step(transaction)
        state.commit(transaction.changes())
    return state.snapshot()


def test_a_step_reads_what_it_has_written_and_nobody_else_does():
    """The state is as it was until the changes are committed."""
    state = empty()
    transaction = Transaction(state, MORNING)
    transaction.put(AGES, "house", 30)

    assert (30, None) == (transaction.get(AGES, "house"), transaction.get(AGES, "cabin"))
    assert (["house"], [30]) == (transaction.keys(AGES), list(transaction.records(AGES)))
    assert {} == dict(state.snapshot().table(AGES))
    state.commit(transaction.changes())
    assert {"house": 30} == dict(state.snapshot().table(AGES))


def test_what_has_to_be_there_is_or_is_an_error():
    """The error names the table and the key."""
    with pytest.raises(KeyError, match=r"'ages', 'house'"):
        Transaction(empty(), MORNING).require(AGES, "house")


def test_keys_stand_in_the_order_of_their_first_writing():
    """A record that is written anew keeps its place; one that is taken away and comes back goes last."""
    state = empty()
    committed(state, lambda step: step.put_all(AGES, {"a": 1, "b": 2, "c": 3}))
    transaction = Transaction(state, MORNING)
    transaction.put(AGES, "b", 20)
    transaction.remove(AGES, "a")
    transaction.put(AGES, "d", 4)

    assert ["b", "c", "d"] == transaction.keys(AGES)
    assert [20, 3, 4] == list(transaction.records(AGES))


def test_a_table_that_is_empty_again_is_as_if_it_had_never_been():
    """Equal states are equal snapshots, however they came about; pickled, too."""
    written = committed(empty(), lambda step: step.put(AGES, "a", 1), lambda step: step.remove(AGES, "a"))
    untouched = committed(empty(), lambda step: step.get(AGES, "a"), lambda step: step.keys(AGES))

    assert written == untouched
    assert written == pickle.loads(pickle.dumps(written))


def test_appointments_are_taken_off_from_the_front_and_numbered_in_turn():
    """What is due first goes first, and of two at once what was made first."""
    state = empty()
    committed(
        state,
        lambda step: (
            step.schedule(LATER, "deadline", "second"),
            step.schedule(MORNING, "deadline", "first"),
        ),
        lambda step: step.schedule(LATER, "deadline", "third"),
    )
    due = []
    while (appointment := state.next_due(LATER)) is not None:
        due.append((appointment.key, appointment.number))
        committed(state, lambda step: step.pop_due())

    assert [("first", 1), ("second", 0), ("third", 2)] == due


def test_a_part_is_joined_or_dropped_whole():
    """Records, removals, appointments and identifications of a part that fails are as if they had never been."""
    state = State.of(hub().snapshot())
    transaction = Transaction(state, MORNING)
    transaction.put(AGES, "kept", 1)
    first = transaction.new_id()
    lost = []

    def fails() -> None:
        with transaction.part() as part:
            assert 1 == part.get(AGES, "kept")
            part.remove(AGES, "kept")
            part.remove(POINTS, POINT)
            part.schedule(LATER, "deadline", "x")
            lost.append(part.new_id())
            assert ([], None) == (part.keys(AGES), part.point(POINT))
            part.put(AGES, "new", 1 // 0)

    with pytest.raises(ZeroDivisionError):
        fails()
    with transaction.part() as part:
        part.put(AGES, "new", 2)
        part.schedule(LATER, "deadline", "y")
        assert lost == [part.new_id()]

    assert ["kept", "new"] == transaction.keys(AGES)
    assert transaction.point(POINT) is not None
    assert transaction.new_id() not in {first, *lost}
    assert [(0, "y")] == [
        (appointment.number, appointment.key) for appointment in transaction.changes().scheduled
    ]


def test_only_a_step_consumes_an_appointment():
    """A part of it is not asked."""
    with Transaction(empty(), MORNING).part() as part, pytest.raises(TypeError, match="by a step"):
        part.pop_due()


def test_a_memo_is_gone_with_its_step():
    """It is no state."""
    names: Memo[str, str] = Memo("names of the test")
    state = empty()
    transaction = Transaction(state, MORNING)
    transaction.memo(names)["a"] = "b"
    before = state.snapshot()
    state.commit(transaction.changes())

    assert before.tables == state.snapshot().tables
    assert {} == Transaction(state, MORNING).memo(names)
