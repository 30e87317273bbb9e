"""What the hub does not foresee: it becomes a case, changes nothing else, and never stops the hub."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from tests.support import settlement_market
from tests.support.failing import Injector
from tests.support.hub_fixtures import BERIT, MORNING, NEW, OLD, POINT, day, hub
from tests.support.hub_updates import Speaker
from tests.support.settlement_market import (
    CABIN,
    DAY,
    FACTORY,
    PLANT,
    at,
    cabin,
    day_series,
    plant,
    send,
    user,
)

import edielkit
from edielkit.errors import UnforeseenError
from edielkit.hub import Hub, JournalEntry
from edielkit.hub.core.state import State
from edielkit.hub.engine import daily
from edielkit.hub.engine.stepping import apply, run_due
from edielkit.hub.metering import annual_updates, profiled_reminders, reminders
from edielkit.hub.reconciliation import run as reconciliation_run
from edielkit.hub.reconciliation.reconciliation_records import RECONCILIATIONS
from edielkit.hub.settlement import daily_run

ONE = dt.timedelta(days=1)


def settled_hub(**config: Any) -> Hub:
    """Return a hub that settles, with a plant, a user and a profiled cabin."""
    return settlement_market.hub(plant(), user(), cabin(), values_since=DAY, **config)


def with_values() -> Hub:
    """Return such a hub with the values of the first day."""
    market, now = settled_hub(), at(DAY + ONE, "06:00")
    send(
        market,
        day_series(PLANT, "In", 2),
        day_series(FACTORY, "Out", 1),
        now=now,
    )
    return market


def broken(*_arguments: object) -> None:
    """Fail as nobody foresees."""
    raise AttributeError("a channel has no settlement")


def without(name: str) -> dict[str, daily.DailyJob]:
    """Return the daily jobs with one that fails."""
    return {**daily.JOBS, name: attrs.evolve(daily.JOBS[name], run=broken)}


@pytest.mark.parametrize("name", daily.JOBS)
def test_a_daily_job_that_fails_is_a_case_and_the_others_go_on(monkeypatch, name):
    """The appointment is consumed; the job comes again the next day; what the others do is what they always do."""
    healthy, sick = settled_hub(), settled_hub()
    until = at(DAY + 2 * ONE, "12:30")
    healthy.advance(until)
    monkeypatch.setattr(daily, "JOBS", without(name))

    sick.advance(until)

    cases = sick.failure_cases()
    assert [("daily", name, "", (DAY + n * ONE).isoformat()) for n in (1, 2)] == [
        (case["kind"], case["job"], case["key"], case["day"]) for case in cases
    ]
    assert all(case["reason"].startswith("AttributeError in broken, line ") for case in cases)
    assert all(case["reason"].endswith(": a channel has no settlement") for case in cases)
    assert len(healthy.snapshot().appointments) == len(sick.snapshot().appointments)
    # its own records, and messages, whose identifications are counted
    own = {
        "settlement": "settlements",
        "reminders of values": "reminders",
        "exchange control": "exchange_reports",
    }
    apart = {"failure_cases", "counters", "mail", "boxes", own.get(name)}
    assert [
        {table: records for table, records in market.snapshot().tables.items() if table not in apart}
        for market in (healthy, sick)
    ] == 2 * [{table: records for table, records in healthy.snapshot().tables.items() if table not in apart}]


def test_a_case_is_run_again_when_its_reason_is_gone(monkeypatch):
    """What was not done is done for its day; the case is resolved, once."""
    market = settled_hub()
    with monkeypatch.context() as patch:
        patch.setattr(daily, "JOBS", without("settlement"))
        market.advance(at(DAY + ONE, "07:00"))
        now = at(DAY + ONE, "08:00")
        with pytest.raises(ValueError, match="case 1 fails again: AttributeError in broken"):
            market.call("run_again", now=now, case=1)
    assert [] == market.settlement_report(settlement_market.AREA, DAY)
    (case,) = market.failure_cases(open_only=True)
    assert case["resolved"] is None

    result = market.portal(now).run_again(case=1)

    assert market.settlement_report(settlement_market.AREA, DAY)
    assert now.astimezone(dt.UTC) == dt.datetime.fromisoformat(result["resolved"])
    assert ((), (result,)) == (market.failure_cases(open_only=True), market.failure_cases())
    with pytest.raises(ValueError, match="expected the number of a failure case that is open"):
        market.call("run_again", now=now, case=1)


def failing_for(function: Callable[..., Any], wanted: str) -> Callable[..., Any]:
    """Return a function that fails where any of its arguments names *wanted*."""

    def fails(*arguments: Any, **keywords: Any) -> Any:
        if any(wanted in str(getattr(argument, "identification", argument)) for argument in arguments):
            raise KeyError("Anna Hansen")
        return function(*arguments, **keywords)

    return fails


# Module and function that does a job for one point or area, what it fails for, and an instant after the job.
PARTS = {
    "reminders of values": (reminders, "_awaited", FACTORY, "07:00"),
    "reminders of profiled points": (profiled_reminders, "_without_volume", CABIN, "07:00"),
    "settlement": (daily_run, "_settle", settlement_market.AREA, "07:00"),
    "freeze": (daily_run, "_freeze", settlement_market.AREA, "12:00"),
}


@pytest.mark.parametrize(
    "job", ["reminders of values", "reminders of profiled points", "settlement", "freeze"]
)
def test_one_point_or_area_that_fails_keeps_no_other_waiting(monkeypatch, job):
    """The case names it; everything of the others is done; run again, its own is done as well."""
    module, function, key, time = PARTS[job]
    before = with_values()
    until = at(DAY + (5 if job == "freeze" else 1) * ONE, time)
    before.advance(until - dt.timedelta(minutes=1))
    healthy, sick = (Hub.restore(before.snapshot()) for _ in range(2))
    healthy.advance(until)
    with monkeypatch.context() as patch:
        patch.setattr(module, function, failing_for(getattr(module, function), key))
        sick.advance(until)

    (case,) = sick.failure_cases()
    assert ("daily", job, key) == (case["kind"], case["job"], case["key"])
    assert "Anna" not in case["reason"]
    apart = {"failure_cases", "counters", "mail", "boxes"}
    differing = {
        (table, record)
        for table, records in healthy.snapshot().tables.items()
        for record in records
        if table not in apart and records[record] != sick.snapshot().tables.get(table, {}).get(record)
    }
    assert all(key in str(record) for _, record in differing)

    sick.call("run_again", now=until, case=1)
    assert () == sick.failure_cases(open_only=True)
    assert {
        table: healthy.snapshot().tables[table] for table in healthy.snapshot().tables if table not in apart
    } == {table: sick.snapshot().tables[table] for table in sick.snapshot().tables if table not in apart}
    assert sorted(map(_about, healthy.sent)) == sorted(map(_about, sick.sent))


def _about(outgoing: Any) -> tuple[str, str, int]:
    """Return recipient, message and size of what was sent, without what differs from run to run."""
    return outgoing.party, outgoing.message.kind(), len(edielkit.serialize(outgoing.message))


def test_an_area_that_met_an_error_is_failed_in_the_report(monkeypatch):
    """The report says that it is not the values; the other days of the area, and its next morning, are as ever."""
    market = settled_hub()
    with monkeypatch.context() as patch:
        patch.setattr(daily_run, "_settle", failing_for(daily_run._settle, settlement_market.AREA))
        market.advance(at(DAY + ONE, "07:00"))

    (version,) = market.settlement_report(settlement_market.AREA, DAY)
    assert ("failed", {}) == (version["state"], version["sums"])
    assert [("unforeseen error", "failed")] == [
        (check["rule"], check["state"]) for check in version["checks"]
    ]
    market.advance(at(DAY + 2 * ONE, "07:00"))
    assert "unforeseen error" not in str(market.settlement_report(settlement_market.AREA, DAY)[-1])
    assert 1 == len(market.failure_cases())


def test_a_point_whose_annual_volume_fails_keeps_no_other_waiting(monkeypatch):
    """The others get theirs; run again, it gets its own."""
    market = settled_hub(annual_volumes="2.4.3")
    asked = []
    monkeypatch.setattr(
        annual_updates, "_new_volumes", lambda _step, point, *_: asked.append(point.identification) or []
    )
    now = at(DAY + ONE, "08:00")
    with monkeypatch.context() as patch:
        patch.setattr(annual_updates, "_compute", failing_for(annual_updates._compute, FACTORY))
        assert [] == market.portal(now).compute_annual_volumes()

    assert {PLANT, CABIN} == set(asked)
    (case,) = market.failure_cases()
    assert ("annual volumes", FACTORY) == (case["job"], case["key"])
    market.call("run_again", now=now, case=1)
    assert FACTORY == asked[-1]


def test_an_area_that_a_reconciliation_cannot_take_is_taken_by_the_next(monkeypatch):
    """The run is there without it; run again, another run has it."""
    market = with_values()
    market.advance(at(DAY + 7 * ONE, "12:30"))
    now = at(DAY + 8 * ONE, "08:00")
    with monkeypatch.context() as patch:
        patch.setattr(
            reconciliation_run, "_Area", failing_for(reconciliation_run._Area, settlement_market.AREA)
        )
        market.call("run_reconciliation", now=now)

    (case,) = market.failure_cases()
    assert ("reconciliation", settlement_market.AREA) == (case["job"], case["key"])
    market.call("run_again", now=now, case=1)
    runs = market.snapshot().table(RECONCILIATIONS).values()
    assert [False, True] == [settlement_market.AREA in {area.area for area in run.areas} for run in runs]


def test_a_deadline_that_fails_is_a_case_and_can_be_run_again(monkeypatch, say):
    """The process waits until it is run again; the next deadline is met."""
    market = hub()
    first = say.start("101", day(10))
    market.receive(edielkit.serialize(first), now=MORNING)
    injector = Injector(monkeypatch)
    injector.fail_at(0)

    market.advance(at(day(1), "09:00"))

    (case,) = market.failure_cases()
    assert ("deadline", first.header.identification) == (case["kind"], case["key"])
    assert OLD == market.point(POINT).supply(day(10)).supplier
    market.call("run_again", now=at(day(1), "10:00"), case=1)
    assert NEW == market.point(POINT).supply(day(10)).supplier


def test_a_message_that_meets_the_unforeseen_gets_a_fault_of_the_system(monkeypatch, say):
    """Nothing is done, nothing of the error is told, and the same message can be sent again."""
    market = hub()
    message = edielkit.serialize(say.start("101", day(10)))
    injector = Injector(monkeypatch)
    injector.fail_at(5)

    receipt = market.receive(message, now=MORNING)

    assert (False, "System") == (receipt.accepted, receipt.code_group)
    assert not any("Anna" in text for text in receipt.words)
    (case,) = market.failure_cases()
    assert ("receive", "", None) == (case["kind"], case["key"], case["day"])
    assert case["reason"].startswith("UnexpectedError in counted, line ")
    assert "Anna" not in case["reason"]
    assert () == market.sent
    with pytest.raises(ValueError, match="what came in is sent or called again"):
        market.call("run_again", now=MORNING, case=1)
    assert market.receive(message, now=MORNING).passed


def test_a_call_and_a_poll_that_meet_the_unforeseen_raise(monkeypatch):
    """The error names the case; what was refused stays refused with its reason."""
    market = hub()
    injector = Injector(monkeypatch)
    injector.fail_at(0)
    with pytest.raises(UnforeseenError, match="failure case 1"):
        market.call("list_calculations", now=MORNING)
    injector.fail_at(0)
    with pytest.raises(UnforeseenError, match="failure case 2"):
        market.poll(OLD, now=MORNING)
    with pytest.raises(ValueError, match="open"):
        market.call("run_again", now=MORNING, case=99)

    assert ["call", "poll"] == [case["kind"] for case in market.failure_cases()]
    assert "list_calculations" == market.failure_cases()[0]["job"]


def test_a_replay_meets_the_unforeseen_again(monkeypatch):
    """The journal has what came in, and the state is the same."""
    market = hub()
    before = market.snapshot()
    injector = Injector(monkeypatch)
    injector.fail_at(0)
    with pytest.raises(UnforeseenError):
        market.call("list_calculations", now=MORNING)
    injector.fail_at(0)

    replayed = Hub.replay(before, market.journal)

    assert market.snapshot() == replayed.snapshot()


MESSAGES = {
    "101": lambda say: say.start("101", day(10)),
    "102": lambda say: say.start("102", day(10), user=BERIT),
    "301": lambda say: say.customer_update(day(0)),
    "622": lambda say: say.access("Add"),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_wherever_a_handler_fails_nothing_is_half_done(monkeypatch, name):
    """At each single thing that the step does: a case, a fault, and not a record more."""
    say = Speaker()
    state = State.of(hub().snapshot())
    entry = JournalEntry(
        now=MORNING, kind="receive", arguments={"data": edielkit.serialize(MESSAGES[name](say))}
    )
    injector = Injector(monkeypatch)
    injector.fail_at(None)
    apply(state, entry)
    count = injector.count

    assert count > 5
    for number in range(count):
        injector.fail_at(number)
        changes, receipt = apply(state, entry)
        assert "System" == receipt.code_group
        assert ({"counters", "failure_cases"}, (), ()) == (
            set(changes.writes),
            changes.outgoing,
            changes.scheduled,
        )


@pytest.mark.slow
def test_wherever_a_job_fails_it_is_a_case_and_comes_again(monkeypatch):
    """At each single thing that a day's appointments do: either it is done, or a case says that it is not."""
    state = State.of(settled_hub().snapshot())
    injector = Injector(monkeypatch)
    done = []
    while (appointment := state.next_due(at(DAY + 5 * ONE, "12:30"))) is not None:
        injector.fail_at(None)
        healthy = run_due(state, appointment)
        step = max(1, injector.count // 40)
        for number in range(0, injector.count, step):
            injector.fail_at(number)
            changes = run_due(state, appointment)
            assert 1 == changes.popped
            assert healthy.scheduled == changes.scheduled
            assert [case.job for case in changes.writes["failure_cases"].values()] == [appointment.key]
            assert changes.sent == state.sent + len(changes.outgoing)
        done.append(appointment.key)
        state.commit(healthy)

    assert set(daily.JOBS) == set(done)


def test_the_reason_of_a_case_is_the_same_in_every_run(monkeypatch):
    """Type and place alone: an address in memory, or a path of somebody's machine, would make runs differ."""
    monkeypatch.setattr(daily, "JOBS", without("freeze"))
    markets = settled_hub(), settled_hub()
    for market in markets:
        market.advance(at(DAY + ONE, "12:30"))

    assert markets[0].snapshot() == markets[1].snapshot()
    (case,) = markets[0].failure_cases()
    assert "/" not in case["reason"]
