"""Values of profiled points in the hub: period volumes (BRS-NO-312), withdrawals and replacements (332)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.hub_fixtures import (
    GRID,
    MORNING,
    NEIGHBOUR,
    OLD,
    POINT,
    PROFILED,
    TODAY,
    UNKNOWN,
    at,
    faults_of,
    gsrn,
    hub,
    master_data,
    message_lines,
    point,
)
from tests.support.hub_profiled import Meter

import edielkit
from edielkit.emif.messages import MeterFacility
from edielkit.hub import Hub, Supply
from edielkit.hub.core.state_tables import PARTIES
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering.profiled_volumes import deliveries, value_key
from edielkit.hub.values.store import read
from edielkit.hub.values.value_records import VALUES, VolumeKind
from edielkit.market_time import Period, day_period, hours_in_day, local_day, local_days
from edielkit.series import thousandths

FIRST, SECOND, THIRD = dt.date(2025, 10, 1), dt.date(2025, 11, 1), dt.date(2026, 1, 1)
SENT = dt.datetime(2026, 2, 2, 7, 0, tzinfo=dt.UTC)
LATER = SENT + dt.timedelta(minutes=30)


def start_reading(meter: Meter, reading: str = "1000", **more: Any) -> Any:
    """Return a start reading of the first day."""
    return meter.value(FIRST, None, index=reading, registered=SENT, **more)


def volume(meter: Meter, first: dt.date, last: dt.date, readings: tuple[str, str], **more: Any) -> Any:
    """Return a period volume between two readings."""
    amount = str(int(readings[1]) - int(readings[0]))
    return meter.value(first, last, readings=readings, **{"metered": amount, "registered": SENT, **more})


def started(meter: Meter, **config: Any) -> Hub:
    """Return a hub that holds a start reading and two volumes."""
    there = hub(**config)
    payloads = (
        start_reading(meter),
        volume(meter, FIRST, SECOND, ("1000", "1500")),
        volume(meter, SECOND, THIRD, ("1500", "2500")),
    )
    assert () == there.receive(meter.values(MORNING, *payloads), now=MORNING).reasons
    return there


def values_of(there: Hub, first: dt.date, last: dt.date, identification: str = PROFILED) -> Any:
    """Return the interval values of a point."""
    period = Period(day_period(first).start, day_period(last).start)
    history = there._state.table(VALUES).get(value_key(identification), ())
    return read(history, period, there._state.config.settlement_minutes)


def refusals(there: Hub, who: str = GRID) -> list[tuple[str | None, list[str]]]:
    """Return the refused payloads with their reasons."""
    messages: list[Any] = [outgoing.message for outgoing in there.sent if outgoing.party == who]
    return [
        (
            message.payload_response_event.original_payload_reference,
            [str(code) for code in message.payload_response_event.response_reason_type],
        )
        for message in messages
        if message.kind() == "Acknowledgement"
    ]


def test_a_volume_is_spread_and_distributed() -> None:
    """Supplier and grid company get volumes (E65) and interval values (E66, HP04); their sum is the volume."""
    meter = Meter()
    there = started(meter)
    spread = values_of(there, FIRST, THIRD)

    assert (True, 1_500_000) == (spread.complete, int(spread.quantity.sum()))
    assert 500_000 == int(values_of(there, FIRST, SECOND).quantity.sum())
    assert [
        "NotifyValidatedDataForBillingEnergy 312 DDQ E65",
        "NotifyValidatedDataForBillingEnergy 312 DDQ E66",
    ] == (message_lines(there, OLD))
    assert 2 == len(message_lines(there, GRID))
    values: Any = there.sent[-1].message
    characteristic = values.payload_energy_time_series[0].mp_detail_measurement_metering_point_characteristic
    assert "HP04" == str(characteristic.business_type)
    assert [] == [fault for outgoing in there.sent for fault in faults_of(outgoing.message, MORNING)]


@pytest.mark.parametrize(
    ("first", "last", "starts"),
    [
        (FIRST, THIRD, [FIRST, SECOND]),
        (FIRST, SECOND, [FIRST]),
        (SECOND, THIRD, [SECOND]),
        (SECOND - dt.timedelta(days=1), SECOND + dt.timedelta(days=1), [FIRST, SECOND]),
        (dt.date(2025, 10, 20), dt.date(2025, 10, 21), [FIRST]),
        (THIRD, THIRD + dt.timedelta(days=1), []),
        (FIRST - dt.timedelta(days=1), FIRST, []),
    ],
)
def test_an_answer_has_the_volumes_that_touch_its_period(
    first: dt.date, last: dt.date, starts: list[dt.date]
) -> None:
    """Periods that only meet at an instant do not touch; a start reading is no volume."""
    transaction = Transaction(started(Meter())._state, MORNING)
    period = Period(day_period(first).start, day_period(last).start)

    answered = [delivery.period.start for delivery in deliveries(transaction, PROFILED, period)]

    assert [day_period(start).start for start in starts] == answered


def test_without_a_profile_all_steps_are_equal_on_clock_change_days() -> None:
    """October has 745 hours: the volume is shared by elapsed quarters, no step differs by more than a thousandth."""
    values = values_of(started(Meter()), FIRST, SECOND)

    assert (745 * 4, 1) == (len(values.quantity), int(values.quantity.max() - values.quantity.min()))


def test_an_hourly_settlement_has_hourly_values() -> None:
    """The values have the resolution of the settlement."""
    values = values_of(started(Meter(), settlement_minutes=60), FIRST, SECOND)

    assert (745, 500_000) == (len(values.quantity), int(values.quantity.sum()))


CASES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "overlap": ({"first": dt.date(2025, 12, 1), "last": dt.date(2026, 2, 1)}, ["E14"]),
    "gap": ({"first": dt.date(2026, 1, 2), "last": dt.date(2026, 2, 1)}, ["E14"]),
    "from-reading": ({"readings": ("2501", "2601")}, ["E14"]),
    "difference": ({"metered": "99"}, ["E14"]),
    "not over": ({"last": dt.date(2026, 2, 3)}, ["E50"]),
    "backwards": ({"last": dt.date(2025, 12, 1)}, ["E50"]),
    "no end": ({"last": None}, ["E50"]),
    "off the grid": ({"last": at(dt.date(2026, 2, 1)) + dt.timedelta(minutes=5)}, ["E50"]),
    "interval": ({"target": POINT}, ["E14"]),
    "unknown": ({"target": UNKNOWN}, ["E10"]),
    "production": ({"direction": "In"}, ["EH029"]),
    "withdrawal": ({"withdrawn": True, "metered": None, "readings": (None, None)}, ["EH073"]),
}


@pytest.mark.parametrize("name", CASES)
def test_a_wrong_payload_is_refused_alone(name: str) -> None:
    """A wrong volume is refused with its payload; the right one beside it is kept."""
    meter = Meter()
    there = started(meter)
    changes, reasons = CASES[name]
    right = {"first": THIRD, "last": dt.date(2026, 2, 1), "metered": "100", "readings": ("2500", "2600")}
    wrong = meter.value(**{**right, "registered": SENT, **changes})
    good = meter.value(**right, registered=SENT)
    there.receive(meter.values(MORNING, wrong, good), now=MORNING)

    assert [(wrong.identification, reasons)] == refusals(there)
    assert 100_000 == int(values_of(there, THIRD, dt.date(2026, 2, 1)).quantity.sum())
    assert [] == [fault for outgoing in there.sent for fault in faults_of(outgoing.message, MORNING)]


def test_only_the_grid_owner_sends() -> None:
    """Another grid company is refused with E0I."""
    meter = Meter()
    there = hub(seed="x")
    neighbour = attrs.evolve(there._state.table(PARTIES)[NEIGHBOUR], roles={"DDM", "DDE", "MDR"})
    there._state.table(PARTIES)[NEIGHBOUR] = neighbour
    receipt = there.receive(meter.values(MORNING, start_reading(meter), sender=NEIGHBOUR), now=MORNING)

    assert ("E0I",) == receipt.reasons


def test_a_first_volume_needs_a_start_reading() -> None:
    """Without a start reading a metered volume is refused; an unmetered (stipulated) one needs none."""
    meter = Meter()
    there = hub()
    first = volume(meter, FIRST, SECOND, ("1000", "1500"))

    assert ("E14",) == there.receive(meter.values(MORNING, first), now=MORNING).reasons
    lamp = meter.value(FIRST, SECOND, stipulated="31.5", registered=SENT)
    assert () == there.receive(meter.values(MORNING, lamp), now=MORNING).reasons
    assert 31_500 == int(values_of(there, FIRST, SECOND).quantity.sum())


def test_constant_and_turn_of_the_counter_are_calculated_with() -> None:
    """A counter of four digits that turned, with constant 20, gives twenty times its steps."""
    meter, there_point = Meter(), gsrn(60)
    data = attrs.evolve(
        master_data(profiled=True),
        meter=MeterFacility(
            meter_identification="TEST0001", number_of_digits=4, constant=thousandths_of("20")
        ),
    )
    there = hub(point(there_point, data=data))
    turned = meter.value(
        FIRST, SECOND, metered="400", readings=("9990", "10"), registered=SENT, target=there_point
    )
    payloads = (start_reading(meter, "9990", target=there_point), turned)

    assert () == there.receive(meter.values(MORNING, *payloads), now=MORNING).reasons


def thousandths_of(text: str) -> Any:
    """Return a decimal number."""
    from decimal import Decimal

    return Decimal(text)


def test_a_change_of_meter_begins_with_a_new_reading() -> None:
    """A start reading where a volume ends is what the next volume starts from."""
    meter = Meter()
    there = started(meter)
    payloads = (
        meter.value(THIRD, None, index="0", registered=SENT),
        volume(meter, THIRD, dt.date(2026, 2, 1), ("0", "100")),
    )

    assert () == there.receive(meter.values(MORNING, *payloads), now=MORNING).reasons


def withdrawal(
    meter: Meter, first: dt.date, last: dt.date, registered: dt.datetime = LATER, **more: Any
) -> Any:
    """Return a withdrawal."""
    return meter.value(first, last, withdrawn=True, registered=registered, **more)


def test_a_withdrawal_takes_back_and_is_told() -> None:
    """What is withdrawn is gone, those who got it are told (E67), and it can still be asked for as of before."""
    meter = Meter()
    there = started(meter)
    later = MORNING + dt.timedelta(hours=1)
    there.receive(meter.values(later, withdrawal(meter, SECOND, THIRD), brs="332"), now=later)

    assert [] == refusals(there)
    assert not values_of(there, SECOND, THIRD).present.any()
    assert values_of(there, FIRST, SECOND).complete
    assert "NotifyValidatedDataForBillingEnergy 332 DDQ E67" == message_lines(there, OLD)[-1]
    assert (2, 3) == (len(there.volumes(PROFILED)), len(there.volumes(PROFILED, as_of=MORNING)))
    assert [] == [fault for outgoing in there.sent for fault in faults_of(outgoing.message, later)]


def test_a_replacement_comes_in_the_same_message() -> None:
    """After a withdrawal two new volumes fill the period; the sum is theirs."""
    meter = Meter()
    there = started(meter)
    middle = dt.date(2025, 12, 1)
    payloads = (
        withdrawal(meter, SECOND, THIRD),
        volume(meter, SECOND, middle, ("1500", "1700"), registered=LATER),
        volume(meter, middle, THIRD, ("1700", "2000"), registered=LATER),
    )
    there.receive(meter.values(MORNING, *payloads, brs="332"), now=MORNING)

    assert [] == refusals(there)
    assert [200_000, 300_000] == [
        int(values_of(there, *span).quantity.sum()) for span in ((SECOND, middle), (middle, THIRD))
    ]
    assert ["E67", "E65", "E66"] == [line.rpartition(" ")[2] for line in message_lines(there, OLD)[-3:]]
    assert [] == [fault for outgoing in there.sent for fault in faults_of(outgoing.message, MORNING)]


def test_the_newest_volume_before_the_next_must_lead_to_it() -> None:
    """A replacement between two volumes ends with the reading that the next starts from."""
    meter = Meter()
    there = started(meter)
    payloads = (
        withdrawal(meter, FIRST, SECOND),
        volume(meter, FIRST, SECOND, ("1000", "1400"), registered=LATER),
    )
    there.receive(meter.values(MORNING, *payloads, brs="332"), now=MORNING)

    assert [(payloads[1].identification, ["E14"])] == refusals(there)
    assert not values_of(there, FIRST, SECOND).present.any()


@pytest.mark.parametrize(
    ("first", "last", "registered"),
    [
        (SECOND, THIRD, SENT),
        (SECOND, dt.date(2025, 12, 1), LATER),
        (THIRD, dt.date(2026, 2, 1), LATER),
    ],
    ids=["not later", "half a volume", "nothing there"],
)
def test_a_wrong_withdrawal_is_refused(first: dt.date, last: dt.date, registered: dt.datetime) -> None:
    """A refused withdrawal leaves everything as it was."""
    meter = Meter()
    there = started(meter)
    back = withdrawal(meter, first, last, registered)
    there.receive(meter.values(MORNING, back, brs="332"), now=MORNING)

    assert [(back.identification, ["E14"])] == refusals(there)
    assert values_of(there, FIRST, THIRD).complete


def test_a_replacement_is_not_older_than_the_withdrawal() -> None:
    """What was registered before the withdrawal cannot replace what it takes back."""
    meter = Meter()
    there = started(meter)
    old = volume(meter, SECOND, THIRD, ("1500", "2000"))
    there.receive(meter.values(MORNING, withdrawal(meter, SECOND, THIRD), old, brs="332"), now=MORNING)

    assert [(old.identification, ["E14"])] == refusals(there)


def test_a_start_reading_can_be_withdrawn() -> None:
    """A withdrawal without length takes a start reading back (332 rule 9.05); nobody had been told of it."""
    meter = Meter()
    there = hub()
    there.receive(meter.values(MORNING, start_reading(meter)), now=MORNING)
    receipt = there.receive(meter.values(MORNING, withdrawal(meter, FIRST, FIRST), brs="332"), now=MORNING)

    assert ((), ()) == (receipt.reasons, there.volumes(PROFILED))
    assert [] == message_lines(there, OLD)


def test_suppliers_share_values_by_day_and_get_the_volume_whole() -> None:
    """A change of supplier inside a period: each gets its own days of values, both get the volume."""
    meter, two = Meter(), gsrn(61)
    base = point(two, data=master_data(profiled=True))
    cut = dt.date(2025, 10, 27)
    supplies = (
        attrs.evolve(base.timeline.supplies[0], end=cut),
        Supply(start=cut, supplier=NEW_SUPPLIER),
    )
    there = hub(attrs.evolve(base, timeline=attrs.evolve(base.timeline, supplies=supplies)))
    payloads = (
        start_reading(meter, target=two),
        volume(meter, FIRST, SECOND, ("1000", "1500"), target=two),
    )
    there.receive(meter.values(MORNING, *payloads), now=MORNING)
    series = {
        outgoing.party: payload.observation
        for outgoing in there.sent
        for payload in outgoing.message.payload_energy_time_series  # type: ignore[attr-defined]
        if payload.observation is not None and outgoing.party != GRID
    }

    # 26 October 2025 has 25 hours
    assert {OLD: (26 * 24 + 1) * 4, NEW_SUPPLIER: 5 * 24 * 4} == {
        party: len(observations) for party, observations in series.items()
    }
    assert 500_000 == sum(int(observations.quantity.sum()) for observations in series.values())
    assert [2, 2] == [len(message_lines(there, who)) for who in (OLD, NEW_SUPPLIER)]


NEW_SUPPLIER = "7080009991014"


def test_a_volume_confirms_a_suppliers_reading() -> None:
    """A volume that reaches a reading that was passed on answers it."""
    meter = Meter()
    there = started(meter)
    there.receive(meter.readings(MORNING, meter.reading(at(dt.date(2026, 1, 20)))), now=MORNING)
    before = [reading.answer for reading in there.readings(PROFILED)]
    payload = volume(meter, THIRD, dt.date(2026, 2, 1), ("2500", "2600"))
    there.receive(meter.values(MORNING, payload), now=MORNING)
    after = [reading.answer for reading in there.readings(PROFILED)]

    assert (["waiting"], ["confirmed"]) == (before, after)


def test_replay_gives_the_same_state() -> None:
    """A journal with volumes and withdrawals gives the same snapshot."""
    meter = Meter()
    there = started(meter)
    there.receive(meter.values(MORNING, withdrawal(meter, SECOND, THIRD), brs="332"), now=MORNING)

    assert Hub.replay(hub().snapshot(), there.journal).snapshot() == there.snapshot()


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2 * 10**9),
    st.lists(st.integers(1, 60), min_size=1, max_size=5),
    st.sampled_from((15, 60)),
)
def test_no_thousandth_is_lost(quantity: int, lengths: list[int], minutes: int) -> None:
    """Whatever the volume, the periods and the clock changes in them: the sum of the values is the volume."""
    meter = Meter()
    there = hub(settlement_minutes=minutes)
    first = dt.date(2025, 3, 20)
    payloads, expected, reading = [start_reading_of(meter, first)], 0, 0
    for length in lengths:
        last = first + dt.timedelta(days=length)
        amount = f"{quantity // 1000}.{quantity % 1000:03}"
        readings = (decimal_text(reading), decimal_text(reading + quantity))
        payloads.append(meter.value(first, last, metered=amount, readings=readings, registered=SENT))
        first, expected, reading = last, expected + quantity, reading + quantity
    assert () == there.receive(meter.values(MORNING, *payloads), now=MORNING).reasons
    values = values_of(there, dt.date(2025, 3, 20), first)

    days = local_days(Period(day_period(dt.date(2025, 3, 20)).start, day_period(first).start))
    assert sum(hours_in_day(day) for day in days) * 60 // minutes == len(values.quantity)
    assert (True, expected) == (values.complete, int(values.quantity.sum()))


def decimal_text(amount: int) -> str:
    """Return thousandths as a decimal number."""
    return f"{amount // 1000}.{amount % 1000:03}"


def start_reading_of(meter: Meter, first: dt.date) -> Any:
    """Return a start reading of zero."""
    return meter.value(first, None, index="0", registered=SENT)


def test_the_profile_of_the_area_shapes_the_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the settlement has a profile the values follow it, and their sum is the volume all the same."""
    shape = np.arange(30 * 24 * 4, dtype=np.int64) % 7
    monkeypatch.setattr("edielkit.hub.metering.profiled_volumes.profile", lambda *_: shape)
    meter = Meter()
    there = hub()
    lamp = meter.value(SECOND, dt.date(2025, 12, 1), stipulated="-100", registered=SENT)
    assert () == there.receive(meter.values(MORNING, lamp), now=MORNING).reasons
    values = values_of(there, SECOND, dt.date(2025, 12, 1))

    assert (-100_000, 0) == (int(values.quantity.sum()), int(values.quantity[shape == 0].sum()))
    exact = -100_000 * shape / shape.sum()
    assert float(np.abs(values.quantity - exact).max()) < 1
    assert [] == [fault for outgoing in there.sent for fault in faults_of(outgoing.message, MORNING)]


STEPS = st.lists(
    st.tuples(st.sampled_from("avw"), st.integers(0, 6), st.integers(1, 4), st.integers(0, 500)), max_size=25
)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_the_values_are_those_of_the_volumes_that_count(steps: list[tuple[str, int, int, int]]) -> None:
    """After any volumes, replacements and withdrawals: each volume that counts is there whole, and nothing else is."""
    meter, there = Meter(), hub(settlement_minutes=60)
    first, now = dt.date(2025, 10, 20), MORNING
    for verb, offset, length, amount in steps:
        now += dt.timedelta(minutes=1)
        begin = first + dt.timedelta(days=2 * offset)
        end = begin + dt.timedelta(days=2 * length)
        change = {"withdrawn": True} if verb == "w" else {"stipulated": str(amount)}
        payload = meter.value(begin, end, registered=now, **change)
        there.receive(meter.values(now, payload, brs="332" if verb == "w" else "312"), now=now)
    whole = values_of(there, first, first + dt.timedelta(days=30))
    counted = there.volumes(PROFILED)

    spans = [
        (volume.quantity, values_of(there, local_day(volume.start), local_day(volume.end)))
        for volume in counted
    ]
    assert [(quantity, True) for quantity, _ in spans] == [
        (int(values.quantity.sum()), values.complete) for _, values in spans
    ]
    assert sum(len(values.quantity) for _, values in spans) == int(whole.present.sum())
    assert sum(quantity for quantity, _ in spans) == int(whole.quantity.sum())


def test_kinds_are_the_words_of_the_message() -> None:
    """A kind is the field of the message that it goes out in."""
    assert {"metered", "stipulated", "estimated", "reading"} == {kind.value for kind in VolumeKind}
    assert TODAY == MORNING.date()
    assert 1500 == thousandths("1.5")


NO_DAYS = (b"9999-12-31T24:00:00Z", b"9999-12-31T23:59:59-14:00", b"1000-01-01T00:00:00+14:00")


@pytest.mark.parametrize("text", NO_DAYS)
def test_instants_that_no_calendar_holds_are_refused(text: bytes) -> None:
    """Instants at the ends of time, which the schema lets through, are findings and no errors."""
    meter = Meter()
    mark = dt.datetime(2025, 11, 7, 3, tzinfo=dt.UTC)
    messages = (
        meter.readings(MORNING, meter.reading(mark)),
        meter.values(MORNING, meter.value(mark, THIRD, metered="5", readings=("0", "5"), registered=SENT)),
        meter.values(MORNING, meter.value(FIRST, mark, stipulated="5", registered=SENT)),
        meter.values(MORNING, meter.value(FIRST, THIRD, stipulated="5", registered=mark)),
        meter.values(MORNING, withdrawal(meter, FIRST, THIRD, mark), brs="332"),
    )
    for message in messages:
        written = edielkit.serialize(message)
        receipt = hub().receive(written.replace(b"2025-11-07T03:00:00Z", text), now=MORNING)

        assert b"2025-11-07T03:00:00Z" in written
        assert receipt.accepted
        assert receipt.reasons
