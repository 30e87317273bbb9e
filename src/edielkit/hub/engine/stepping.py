"""The steps of a hub as functions: a state and what comes in give the changes, and touch nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from edielkit.errors import UnforeseenError
from edielkit.harmless import quoted
from edielkit.hub.core.authorisation import fault, may_poll
from edielkit.hub.core.downtime import downtime_at
from edielkit.hub.core.failures import note_failure
from edielkit.hub.core.journal import JournalEntry
from edielkit.hub.core.queues import Outgoing, Queue
from edielkit.hub.core.state import Appointment, Changes, Snapshot, State
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.engine.arguments import check_arguments
from edielkit.hub.engine.due import DUE, note_due
from edielkit.hub.engine.polling import acknowledge, poll, unknown_result
from edielkit.hub.engine.portal import CALLS
from edielkit.hub.engine.receiving import Receipt, ask, receive, receive_while_down
from edielkit.market_time import as_instant
from edielkit.suggest import LOOSE, nearest

__all__ = ("answer_query", "apply", "run_due", "step")


def step(snapshot: Snapshot, entry: JournalEntry) -> tuple[Snapshot, tuple[Outgoing, ...], Any]:
    """Return the state after *entry*, what was sent, and what the call gave back; deadlines before it fire first.

    The whole state is copied at every step: a `Hub` does the same work in place.
    """
    state = State.of(snapshot)
    outgoing: tuple[Outgoing, ...] = ()
    while (appointment := state.next_due(entry.now)) is not None:
        changes = run_due(state, appointment)
        state.commit(changes)
        outgoing += changes.outgoing
    changes, result = apply(state, entry)
    state.commit(changes)
    return state.snapshot(), outgoing + changes.outgoing, result


def run_due(state: State, appointment: Appointment) -> Changes:
    """Return what changes when *appointment*, the first one, falls due: it is consumed, whatever comes of it."""
    transaction = Transaction(state, appointment.when)
    transaction.pop_due()
    try:
        DUE[appointment.kind](transaction, appointment.key)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  (whatever it is, nothing of it is kept, and time goes on)
        transaction = Transaction(state, appointment.when)
        transaction.pop_due()
        note_due(transaction, appointment, error)
    return transaction.changes()


def apply(state: State, entry: JournalEntry) -> tuple[Changes, Any]:
    """Return what changes when *entry* comes in, and what the call gives back.

    What the hub does not foresee changes nothing but the list of its cases: a message gets a fault of the group System
    then, and what a poll or a call gives back is an `UnforeseenError`, for the caller to raise.

    Raises:
        PermissionError: A poll by one who may not.
        ValueError: A call that is not known or cannot be carried out.
    """
    transaction = Transaction(state, entry.now)
    # a message is refused by an answer: no error is meant for whoever sent it
    foreseen = () if entry.kind == "receive" else (PermissionError, ValueError)
    try:
        result = _ENTRIES[entry.kind](transaction, entry.arguments)
    except (MemoryError, *foreseen):
        raise
    except Exception as error:  # noqa: BLE001  (nothing of it is kept, and the hub goes on)
        transaction = Transaction(state, entry.now)
        case = note_failure(transaction, error, kind=entry.kind, job=str(entry.arguments.get("name", "")))
        result = _unforeseen(entry, case.number, error)
    return transaction.changes(), result


def _unforeseen(entry: JournalEntry, case: int, error: Exception) -> Receipt | UnforeseenError:
    words = f"the hub met something that it did not foresee; nothing has changed, see failure case {case}"
    if entry.kind in {"receive", "acknowledge_poll"}:
        return Receipt(accepted=False, fault=fault("System", words, entry.now))
    unforeseen = UnforeseenError(words)
    unforeseen.__cause__ = error
    return unforeseen


def answer_query(snapshot: Snapshot | State, data: bytes, now: dt.datetime) -> Receipt:
    """Answer a synchronous query (BRS-NO-611) from a state or a snapshot of it, and change nothing (EI-302).

    Args:
        snapshot: The state, or a snapshot of one.
        data: RequestUpfrontMeteringPointCharacteristics, wrapped or bare.
        now: Aware instant of the query.
    """
    state = State.of(snapshot) if isinstance(snapshot, Snapshot) else snapshot
    try:
        return ask(Transaction(state, as_instant(now)), data)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  (a query leaves no trace, of an error neither)
        words = "the hub met something that it did not foresee"
        return Receipt(accepted=False, fault=fault("System", words, now))


def _receive(transaction: Transaction, arguments: Mapping[str, Any]) -> Receipt:
    down = downtime_at(transaction, transaction.now)
    if down is not None:
        return receive_while_down(transaction, arguments["data"], down.end)
    return receive(transaction, arguments["data"])


def _poll(transaction: Transaction, arguments: Mapping[str, Any]) -> Any:
    party, role = arguments["party"], arguments["role"]
    if not may_poll(transaction, party, role, arguments["sender"]):
        raise PermissionError("the sender may not poll for the party in this role")
    down = downtime_at(transaction, transaction.now)
    if down is not None:
        raise ValueError(f"the hub is down until {down.end.isoformat()}")
    return poll(transaction, party, role, Queue(arguments["queue"]))


def _acknowledge_poll(transaction: Transaction, arguments: Mapping[str, Any]) -> Receipt:
    down = downtime_at(transaction, transaction.now)
    if down is not None:
        words = f"the hub is down until {down.end.isoformat()}"
        return Receipt(accepted=False, fault=fault("System", words, transaction.now))
    if acknowledge(transaction, arguments["identification"], arguments["party"]):
        return Receipt(accepted=True)
    refusal = unknown_result(transaction)
    if refusal is None:
        return Receipt(accepted=True)
    return Receipt(accepted=False, fault=fault(*refusal, transaction.now))


def _call(transaction: Transaction, arguments: Mapping[str, Any]) -> Any:
    name = arguments["name"]
    if name not in CALLS:
        near = nearest(name[:40], CALLS, likeness=LOOSE)
        hint = f"did you mean {near!r}?" if near else f"there are {', '.join(CALLS)}"
        raise ValueError(f"there is no call {quoted(name, 40)}; {hint}")
    keywords = {key: value for key, value in arguments.items() if key != "name"}
    try:
        check_arguments(CALLS[name], keywords)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    return CALLS[name](transaction, **keywords)


_ENTRIES: Mapping[str, Callable[[Transaction, Mapping[str, Any]], Any]] = MappingProxyType(
    {
        "receive": _receive,
        "poll": _poll,
        "acknowledge_poll": _acknowledge_poll,
        "advance": lambda _transaction, _arguments: None,
        "call": _call,
    }
)
