"""Readings and annual volumes from suppliers (BRS-NO-311): passed on, refused, confirmed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.support.hub_fixtures import (
    GRID,
    MORNING,
    NEW,
    OLD,
    POINT,
    PROFILED,
    TODAY,
    UNKNOWN,
    at,
    day,
    faults_of,
    hub,
    message_lines,
)
from tests.support.hub_profiled import Meter

from edielkit.hub import Hub

YESTERDAY = at(day(-1))


def passed_on(there: Hub, who: str = GRID) -> list[Any]:
    """Return the forwarded messages."""
    messages: list[Any] = [outgoing.message for outgoing in there.sent if outgoing.party == who]
    return [message for message in messages if message.kind() == "CollectedData"]


def test_readings_and_annual_volumes_are_passed_on() -> None:
    """A reading goes to MDR, an annual volume to DDM, as they came; the supplier gets the answer that it asked for."""
    there, meter = hub(), Meter()
    reading, annual = meter.reading(YESTERDAY), meter.reading(YESTERDAY, annual=5000)

    assert there.receive(meter.readings(MORNING, reading, annual), now=MORNING).accepted
    assert ["CollectedData 311 MDR E39", "CollectedData 311 DDM E39"] == message_lines(there, GRID)
    assert ["Acknowledgement 311 DDQ 294"] == message_lines(there, OLD)
    assert [reading, annual] == [message.payload_energy_time_series[0] for message in passed_on(there)]
    assert [] == [fault for outgoing in there.sent for fault in faults_of(outgoing.message, MORNING)]


def test_no_answer_comes_unasked() -> None:
    """A supplier that asks for no confirmation gets none."""
    there, meter = hub(), Meter()
    there.receive(meter.readings(MORNING, meter.reading(YESTERDAY), positive=None), now=MORNING)

    assert [] == message_lines(there, OLD)


@pytest.mark.parametrize(
    ("when", "target", "sender", "reasons"),
    [
        (at(TODAY, 12), PROFILED, OLD, ["E50"]),
        (at(dt.date(2023, 2, 1)), PROFILED, OLD, ["E50", "E16"]),
        (YESTERDAY, POINT, OLD, ["E14"]),
        (YESTERDAY, PROFILED, NEW, ["E16"]),
        (YESTERDAY, UNKNOWN, OLD, ["E10"]),
        (at(dt.date(2023, 12, 31)), PROFILED, OLD, ["E16"]),
    ],
    ids=["ahead", "long ago", "interval", "stranger", "unknown", "before the supply"],
)
def test_one_wrong_reading_is_refused_alone(
    when: dt.datetime, target: str, sender: str, reasons: list[str]
) -> None:
    """A refusal names the payload; the other reading is passed on."""
    there, meter = hub(), Meter()
    wrong = meter.reading(when, target=target, registered=min(when, MORNING))
    right = meter.reading(YESTERDAY)
    payloads = (wrong, right) if sender == OLD else (wrong,)
    there.receive(meter.readings(MORNING, *payloads, sender=sender), now=MORNING)
    answers: list[Any] = [outgoing.message for outgoing in there.sent if outgoing.party == sender]

    assert [(wrong.identification, reasons)] == [
        (
            answer.payload_response_event.original_payload_reference,
            [str(code) for code in answer.payload_response_event.response_reason_type],
        )
        for answer in answers
    ]
    assert [right] * (sender == OLD) == [
        payload for message in passed_on(there) for payload in message.payload_energy_time_series
    ]


def test_a_refusal_of_the_grid_company_reaches_the_supplier() -> None:
    """The supplier learns which of its payloads was refused and why; a second refusal is one too many."""
    there, meter = hub(), Meter()
    reading = meter.reading(YESTERDAY)
    request = meter.readings(MORNING, reading, positive=None)
    there.receive(request, now=MORNING)
    forwarded = passed_on(there)[0].header.identification
    there.receive(meter.refusal(MORNING, forwarded, reading.identification, reason="E98"), now=MORNING)
    answer: Any = next(outgoing.message for outgoing in there.sent if outgoing.party == OLD)
    event = answer.payload_response_event

    assert (request.header.identification, reading.identification, "41", ["E98"]) == (
        event.original_business_document_reference,
        event.original_payload_reference,
        str(event.status_type),
        [str(reason) for reason in event.response_reason_type],
    )
    assert [] == [fault for outgoing in there.sent for fault in faults_of(outgoing.message, MORNING)]

    again = there.receive(meter.refusal(MORNING, forwarded, reading.identification), now=MORNING)
    assert ("E14",) == again.reasons


def test_nobody_refuses_what_was_not_passed_on_to_it() -> None:
    """A refusal of a payload that nobody knows is answered with E14."""
    there, meter = hub(), Meter()
    reading = meter.reading(YESTERDAY)
    there.receive(meter.readings(MORNING, reading), now=MORNING)
    forwarded = passed_on(there)[0].header.identification

    for refusal in (
        meter.refusal(MORNING, forwarded, "00000000-0000-4000-8000-00000000ffff"),
        meter.refusal(MORNING, reading.identification, reading.identification),
    ):
        assert ("E14",) == there.receive(refusal, now=MORNING).reasons
