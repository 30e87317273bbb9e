"""Reminders about profiled points (BRS-NO-314), the hub's own estimate of a reading, and queries for volumes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest
from tests.support.hub_fixtures import (
    EMPTY,
    GRID,
    MORNING,
    NEIGHBOUR,
    NEXT_DOOR,
    OLD,
    POINT,
    PROFILED,
    QUIET,
    TODAY,
    at,
    day,
    faults_of,
    gsrn,
    hub,
    master_data,
    message_lines,
    point,
)
from tests.support.hub_profiled import Meter
from tests.support.hub_updates import named

from edielkit.emif.messages import (
    EstimatedAnnualVolumeDetail,
    MeterFacility,
    Period,
    RequestDataFromElhub,
    RequestDataFromElhubPayload,
)
from edielkit.hub import Hub
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering.profiled_volumes import value_key
from edielkit.hub.values.store import added, block_of
from edielkit.hub.values.value_records import VALUES
from edielkit.market_time import day_period
from edielkit.series import Observations

OCTOBER, NOVEMBER = dt.date(2025, 10, 1), dt.date(2025, 11, 1)
SENT = dt.datetime(2026, 2, 2, 7, 0, tzinfo=dt.UTC)


def reminded(there: Hub, kind: str) -> list[tuple[str, str, str, str]]:
    """Return the reminders of a kind: recipient, role, start of the day, metering point."""
    messages: list[Any] = [outgoing.message for outgoing in there.sent]
    return [
        (
            str(message.header.juridical_recipient_energy_party.identification),
            str(message.process_energy_context.energy_business_process_role),
            row.period.start.isoformat(),
            str(row.metering_point_used_domain_location.identification),
        )
        for message in messages
        if message.kind() == "RequestCollectedData"
        and message.payload_measured_data_request.reminder_type == kind
        for row in message.payload_measured_data_request.reminder
    ]


def test_an_unanswered_reading_is_reminded_of_every_day() -> None:
    """MI comes when three working days are over, with the day of passing on, and stops with the answer."""
    there, meter = hub(values_since=TODAY), Meter()
    reading = meter.reading(at(day(-1)))
    there.receive(meter.readings(MORNING, reading, positive=None), now=MORNING)
    # a Monday: its third working day is Thursday
    there.advance(at(day(3), 23))
    before = reminded(there, "MI")
    there.advance(at(day(5), 9))
    row = (GRID, "MDR", day_period(TODAY).start.isoformat(), PROFILED)

    assert ([], [row, row]) == (before, reminded(there, "MI"))
    assert [] == [
        fault
        for outgoing in there.sent
        if outgoing.message.kind() == "RequestCollectedData"
        for fault in faults_of(outgoing.message, at(day(5), 9))
    ]

    forwarded: Any = next(
        outgoing.message for outgoing in there.sent if outgoing.message.kind() == "CollectedData"
    )
    refusal = meter.refusal(at(day(5), 10), forwarded.header.identification, reading.identification)
    there.receive(refusal, now=at(day(5), 10))
    there.advance(at(day(8), 9))

    assert 2 == len(reminded(there, "MI"))


def test_missing_volumes_are_reminded_of_where_a_deadline_is_set() -> None:
    """PV names the first day without a volume; without a deadline nobody is reminded."""
    for days, expected in ((None, []), (60, [(GRID, "MDR", day_period(TODAY).start.isoformat(), PROFILED)])):
        there = hub(values_since=TODAY, volume_reminder_days=days)
        there.advance(at(day(61), 9))

        assert expected == reminded(there, "PV")


def test_a_volume_moves_the_deadline() -> None:
    """What is covered is not reminded of: the day after the last volume is."""
    there, meter = hub(values_since=TODAY, volume_reminder_days=10), Meter()
    later, end = at(day(21), 2), day(20)
    payload = meter.value(TODAY, end, stipulated="1", registered=later)
    there.advance(at(day(11), 3))
    there.receive(meter.values(later, payload), now=later)
    there.advance(at(day(31), 9))

    assert [
        (GRID, "MDR", day_period(registered).start.isoformat(), PROFILED)
        for registered in (*[TODAY] * 10, end)
    ] == (reminded(there, "PV"))


def test_outdated_annual_volumes_are_reminded_of() -> None:
    """EAC goes to DDM, for active settled points of consumption; a hub that computes them itself reminds nobody."""
    there, meter = hub(values_since=TODAY, annual_reminder_days=30), Meter()
    there.receive(meter.annual(at(day(9)), (POINT, day(9), [(1, "Manual", None)])), now=at(day(9)))
    there.advance(at(day(31), 9))
    start = day_period(day(30)).start.isoformat()

    rows = [(GRID, "DDM", start, EMPTY), (GRID, "DDM", start, PROFILED), (NEIGHBOUR, "DDM", start, NEXT_DOOR)]
    assert sorted(rows) == sorted(reminded(there, "EAC"))
    assert QUIET not in {row[3] for row in reminded(there, "EAC")}

    computing = hub(values_since=TODAY, annual_reminder_days=30, annual_volumes="2.4.3")
    computing.advance(at(day(31), 9))
    assert [] == reminded(computing, "EAC")


def estimated(digits: int | None = 6, constant: str | None = "2", annual: int | None = 3650) -> Any:
    """Return a profiled point with a meter and an annual volume."""
    meter = MeterFacility(
        meter_identification="TEST0001",
        number_of_digits=digits,
        constant=None if constant is None else Decimal(constant),
    )
    volumes = (
        () if annual is None else (EstimatedAnnualVolumeDetail(total=annual, calculation_method="Manual"),)
    )
    data = attrs.evolve(master_data(profiled=True), meter=meter, annual=volumes)
    return point(gsrn(70), data=data)


def with_start(metering_point: Any, reading: str = "999990") -> tuple[Hub, Meter]:
    """Return a hub that holds a start reading of a point."""
    there, meter = hub(metering_point), Meter()
    payload = meter.value(OCTOBER, None, index=reading, registered=SENT, target=gsrn(70))
    assert () == there.receive(meter.values(MORNING, payload), now=MORNING).reasons
    return there, meter


def test_the_hub_estimates_a_reading_from_the_annual_volume() -> None:
    """October has 745 hours: ten kWh a day and the hour more, by constant 2 on the counter, which turns."""
    there, meter = with_start(estimated())
    reading = there.call("estimate_reading", point=gsrn(70), day="2025-11-01", now=MORNING)

    assert ("310.416", "145.208") == (reading["volume"], reading["reading"])
    assert ["E65", "E66"] == [line.rpartition(" ")[2] for line in message_lines(there, OLD)]
    assert [] == [fault for outgoing in there.sent for fault in faults_of(outgoing.message, MORNING)]

    following = meter.value(
        NOVEMBER,
        dt.date(2025, 12, 1),
        metered="9.584",
        readings=("145.208", "150"),
        registered=SENT,
        target=gsrn(70),
    )
    assert () == there.receive(meter.values(MORNING, following), now=MORNING).reasons


def test_the_hub_estimates_a_reading_from_estimated_values() -> None:
    """Where FPPC is there for the whole period, its sum is the volume."""
    there, _ = with_start(estimated(constant="1"), "0")
    transaction = Transaction(there._state, MORNING)
    period = day_period(OCTOBER)
    values = Observations.metered(["0.125"] * 745 * 4)
    key = value_key(gsrn(70))._replace(kind="HP02")
    stored = block_of(period.start, "PT15M", values, registered=SENT, inserted=SENT)
    transaction.put(VALUES, key, added((), stored))
    there._state.commit(transaction.changes())
    reading = there.call("estimate_reading", point=gsrn(70), day="2025-11-01", now=MORNING)

    assert "372.500" == reading["volume"]


@pytest.mark.parametrize(
    ("metering_point", "day", "words"),
    [
        (estimated(digits=None), "2025-11-01", "number of digits"),
        (estimated(constant=None), "2025-11-01", "constant"),
        (estimated(annual=None), "2025-11-01", "annual volume"),
        (estimated(), "2025-10-01", "previous reading"),
        (estimated(), "2026-03-01", "has begun"),
    ],
    ids=["digits", "constant", "nothing to go by", "no time", "ahead"],
)
def test_no_reading_is_estimated_from_nothing(metering_point: Any, day: str, words: str) -> None:
    """The portal says what is missing."""
    there, _ = with_start(metering_point, "0")
    with pytest.raises(ValueError, match=words):
        there.call("estimate_reading", point=gsrn(70), day=day, now=MORNING)


def test_a_query_for_volumes_is_answered() -> None:
    """MVRV gives the period volumes with their readings, MVVT the interval values as well."""
    for query, kinds in (("MVRV", [True]), ("MVVT", [False, True])):
        there, meter = hub(), Meter()
        payloads = (
            meter.value(OCTOBER, None, index="100", registered=SENT),
            meter.value(OCTOBER, NOVEMBER, metered="50", readings=("100", "150"), registered=SENT),
        )
        there.receive(meter.values(MORNING, *payloads), now=MORNING)
        queried = Period(start=day_period(OCTOBER).start, end=day_period(NOVEMBER).start)
        message = RequestDataFromElhub(
            **meter._frame("315", "DDQ", OLD, "21", MORNING, positive=None),
            payload_mp_event=RequestDataFromElhubPayload(
                query_type_code=query, period=queried, metering_point_used_domain_location=named(PROFILED)
            ),
        )
        before = len(there.sent)
        assert () == there.receive(message, now=MORNING).reasons
        answers: list[Any] = [outgoing.message for outgoing in there.sent[before:]]

        assert kinds == [
            payload.profiled_observation is not None
            for answer in answers
            for payload in answer.payload_energy_time_series
        ]
        assert [] == [fault for answer in answers for fault in faults_of(answer, MORNING)]
