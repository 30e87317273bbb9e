"""Faults at every point of every handler, call and appointment that the scenarios of fixtures/hub reach."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

import pytest
from tests.support.failing import Injector
from tests.support.paths import ROOT

from edielkit.cli.input.scenario_files import scenario_documents
from edielkit.errors import UnforeseenError
from edielkit.hub import Hub, Ids, JournalEntry
from edielkit.hub.core.state import Appointment, Changes, State
from edielkit.hub.engine import daily
from edielkit.hub.engine.handlers import HANDLERS
from edielkit.hub.engine.portal import CALLS
from edielkit.hub.engine.receiving import Receipt
from edielkit.hub.engine.stepping import apply, run_due
from edielkit.scenarios import play
from edielkit.verbs import detect

FOLDER = ROOT / "fixtures" / "hub"
# What a step is of, and where the state stood before it.
Stop = tuple[str, State, JournalEntry | Appointment]


def stops(files: list[str]) -> Iterator[Stop]:
    """Yield each kind of step that the scenarios of *files* take, once, with the state before it."""
    seen = set()
    for script in scenario_documents(tuple(str(FOLDER / file) for file in files)):
        scenario = script.scenario()
        hub = Hub(scenario.names.market, config=scenario.config, ids=Ids(scenario.title))
        state = State.of(hub.snapshot())
        for entry in play(scenario, validate=False).hub.journal:
            while (appointment := state.next_due(entry.now)) is not None:
                name = f"due {appointment.kind} {appointment.key if appointment.kind == 'daily' else ''}"
                if name not in seen:
                    seen.add(name)
                    yield name, State.of(state.snapshot()), appointment
                state.commit(run_due(state, appointment))
            name = name_of(entry)
            if name not in seen:
                seen.add(name)
                yield name, State.of(state.snapshot()), entry
            try:
                changes, _ = apply(state, entry)
            except (PermissionError, ValueError):
                continue
            state.commit(changes)


def name_of(entry: JournalEntry) -> str:
    """Return what an entry is of: the handler of a message, the name of a call."""
    if entry.kind == "call":
        return f"call {entry.arguments['name']}"
    if entry.kind != "receive":
        return entry.kind
    return f"receive {handler_name(entry.arguments['data'])}"


def handler_name(data: bytes) -> str:
    """Return message, process and, of a cancellation or rollback, E02: the key of the table of handlers."""
    kind = detect(data).message or ""
    brs = re.search(rb"BRS-NO-(\d+)", data)
    taken_back = re.search(rb"DocumentType[^>]*>E02<", data)
    return f"{kind} {brs[1].decode() if brs else ''} {'E02' if taken_back else ''}".rstrip()


def broken_at(state: State, what: JournalEntry | Appointment) -> Changes:
    """Return the changes of a step that meets an error, after a look at its answer."""
    if isinstance(what, Appointment):
        changes = run_due(state, what)
        assert 1 == changes.popped
        return changes
    changes, answer = apply(state, what)
    if isinstance(answer, Receipt):
        assert "System" == answer.code_group
    else:
        # what a daily job would note, a call may do for itself: all other calls and polls raise
        assert isinstance(answer, UnforeseenError) or len(changes.writes) > 2
    return changes


def injected(stop: Stop, injector: Injector, most: int) -> int:
    """Fail at up to *most* points of a step, evenly; return how many."""
    name, state, what = stop
    injector.fail_at(None)
    before = state.snapshot()
    with contextlib.suppress(PermissionError, ValueError):
        run_due(state, what) if isinstance(what, Appointment) else apply(state, what)
    count = injector.count
    points = range(0, count, max(1, -(-count // most)))
    for number in points:
        injector.fail_at(number)
        if name == "call run_again":
            # it says that the case fails again, or that the hub met something else
            with contextlib.suppress(ValueError):
                broken_at(state, what)
            continue
        changes = broken_at(state, what)
        assert "failure_cases" in changes.writes, (name, number)
        if not isinstance(what, Appointment) and set(changes.writes) <= {"counters", "failure_cases"}:
            assert ((), ()) == (changes.outgoing, changes.scheduled), (name, number)
    injector.fail_at(None)
    assert before == state.snapshot()
    return len(points)


# Calls that no scenario makes: they read, or begin with a failure or a season, and have tests of their own.
UNPLAYED = {
    "extraction_jobs",
    "list_calculations",
    "read_requests",
    "run_again",
    "set_season",
    "subscriptions",
}


def test_a_fault_at_some_points_of_some_processes(monkeypatch):
    """A change of supplier, period volumes: nothing half done, never silent, never dead."""
    injector = Injector(monkeypatch)
    files = ["101-change-of-supplier.yml", "312-period-volumes.yml"]

    assert 40 < sum(injected(stop, injector, 5) for stop in stops(files))


@pytest.mark.slow
def test_a_fault_at_every_point_of_everything(monkeypatch):
    """Each handler, each call, each deadline and each daily job, as the scenarios reach them.

    Most take fewer than a hundred points, and fail at each; a reconciliation has thousands alike, and fails at 300 of them.
    """
    injector = Injector(monkeypatch)
    names = set()
    for stop in stops([path.name for path in sorted(FOLDER.glob("*.yml"))]):
        names.add(stop[0])
        injected(stop, injector, 300)

    assert {f"due daily {name}" for name in daily.JOBS} <= names
    assert UNPLAYED == {name for name in CALLS if f"call {name}" not in names}
    assert {f"receive {' '.join(key)}".rstrip() for key in HANDLERS} <= names
