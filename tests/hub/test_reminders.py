"""Reminders of interval values (BRS-NO-314): at 07:00 of the day after, and of the fifth, until they have come."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.support.hub_fixtures import (
    EMPTY,
    EXCHANGE,
    GRID,
    NEIGHBOUR,
    NEXT_DOOR,
    POINT,
    PROFILED,
    QUIET,
    TODAY,
    at,
    day,
    gsrn,
    master_data,
    point,
)
from tests.support.metering import collected, days, series, temporary, values

from edielkit.emif.values import Code
from edielkit.hub import Hub
from edielkit.hub.core.state import State
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering.reminders import send_reminders
from edielkit.market_time import day_period, local_day

SEVEN = 7


def seven(count: int) -> dt.datetime:
    """Return 07:00 of the day *count* days after the first."""
    return at(day(count), SEVEN)


def reminded(messages) -> list[tuple[str, str, int]]:
    """Return who was reminded of which point and day, in order: party, point, days from the first."""
    return [
        (
            message.party,
            reminder.metering_point_used_domain_location.identification.value,
            (local_day(reminder.period.start) - TODAY).days,
        )
        for message in messages
        if message.message.kind() == "RequestCollectedData"
        for reminder in message.message.payload_measured_data_request.reminder
    ]


def send(hub: Hub, target: str, first: int, count: int = 1, *, now: dt.datetime, **more) -> None:
    """Let the owner of a point send hours of days."""
    sender = NEIGHBOUR if target == NEXT_DOOR else GRID
    delivered = [
        series(days(day(n)), point=target, registered=now, **more) for n in range(first, first + count)
    ]
    hub.receive(collected(*delivered, sender=sender, now=now), now=now)


def test_a_day_is_reminded_of_at_seven_on_the_day_after(make_hub):
    """One message for each grid company, with all of its points that lack the day."""
    hub = make_hub(values_since=day(-1))
    send(hub, POINT, -1, now=at(TODAY, 6))
    sent = hub.advance(seven(0))

    assert [(GRID, EMPTY, -1), (GRID, EXCHANGE, -1), (NEIGHBOUR, NEXT_DOOR, -1)] == reminded(sent)
    assert {("MDR", "E39", "IV")} == {
        (
            outgoing.role,
            str(outgoing.message.header.document_type),
            outgoing.message.payload_measured_data_request.reminder_type,
        )
        for outgoing in sent
    }
    assert 2 == len(sent)


def test_nobody_is_reminded_where_nothing_is_expected(make_hub):
    """Not the profiled, the inactive, nor those before the first day expected; nor any without such a day."""
    hub = make_hub(values_since=day(0))
    assert [] == reminded(hub.advance(seven(0)))
    assert {POINT, EMPTY, EXCHANGE, NEXT_DOOR} == {point for _, point, _ in reminded(hub.advance(seven(1)))}
    assert {PROFILED, QUIET} & {point for _, point, _ in reminded(hub.sent)} == set()
    silent = make_hub()

    assert () == silent.advance(seven(9))


def test_what_is_missing_is_reminded_of_every_day_until_it_comes(make_hub):
    """A day that comes late ends the reminders of it, not those of others."""
    hub = make_hub(values_since=day(-1))
    lists = []
    for n in range(4):
        if n == 2:
            send(hub, POINT, -1, now=seven(1) + dt.timedelta(hours=3))
        lists.append([d for _, point, d in reminded(hub.advance(seven(n))) if point == POINT])

    assert [[-1], [-1, 0], [0, 1], [0, 1, 2]] == lists


def test_temporary_values_are_reminded_of_from_the_fifth_day(make_hub):
    """What is there and not invoice-ready is reminded of five days after, until it is ready."""
    hub = make_hub(values_since=day(-1))
    hours = values(days(day(-1)))
    mixed = attrs.evolve(
        temporary(hours),
        status=[3, *[0] * 23],
        validation=[1, *[0] * 23],
    )
    send(hub, POINT, -1, now=at(TODAY, 6), observations=temporary(hours))
    send(hub, EMPTY, -1, now=at(TODAY, 6), observations=mixed)
    reminded_on = []
    for n in range(7):
        if n:
            for target in (POINT, EMPTY):
                send(hub, target, n - 1, now=at(day(n), 6))
        if n == 6:
            send(hub, POINT, -1, now=at(day(n), 6) + dt.timedelta(minutes=1))
        reminded_on.append([(p, d) for _, p, d in reminded(hub.advance(seven(n))) if p in {POINT, EMPTY}])

    assert [
        [],
        [],
        [],
        [],
        [(POINT, -1), (EMPTY, -1)],
        [(POINT, -1), (EMPTY, -1)],
        [(EMPTY, -1)],
    ] == reminded_on


@pytest.mark.parametrize(
    ("words", "change", "expected"),
    [
        ("not settled", {"settlement_method_type": Code("Z01", "260")}, 0),
        ("interval", {"settlement_method_type": Code("E02", "260")}, 1),
    ],
)
def test_points_outside_the_settlement_are_left_alone(make_hub, words, change, expected):
    """No reminders for points that are not settled."""
    data = master_data()
    excluded = point(gsrn(91), data=attrs.evolve(data, detail=attrs.evolve(data.detail, **change)))
    hub = make_hub(excluded, values_since=day(-1))

    assert expected == sum(p == gsrn(91) for _, p, _ in reminded(hub.advance(seven(0)))), words


@pytest.mark.parametrize(("excluded", "expected"), [(True, 0), (False, 1)])
def test_channels_outside_the_settlement_are_left_alone(make_hub, excluded, expected):
    """A channel with ExcludeFromSettlement is not waited for."""
    data = master_data()
    channels = (attrs.evolve(data.channels[0], exclude_from_settlement=excluded),)
    hub = make_hub(point(gsrn(92), data=attrs.evolve(data, channels=channels)), values_since=day(-1))

    assert expected == sum(p == gsrn(92) for _, p, _ in reminded(hub.advance(seven(0))))


def test_a_day_of_the_clock_change_is_a_day(make_hub):
    """The period of a reminder is the Norwegian day."""
    spring = dt.date(2026, 3, 29)
    hub = make_hub(values_since=spring)
    (first, *_) = hub.advance(at(spring + dt.timedelta(days=1), SEVEN))
    period = first.message.payload_measured_data_request.reminder[0].period

    assert (day_period(spring).start, day_period(spring).end) == (period.start, period.end)
    assert dt.timedelta(hours=23) == period.end - period.start


def test_many_reminders_are_more_messages(make_hub):
    """A message holds 9999."""
    transaction = Transaction(State.of(make_hub().snapshot()), seven(0))
    rows = [(day(-1), gsrn(n)) for n in range(10_001)]
    send_reminders(transaction, rows, kind="PV", to=GRID, role="MDR")

    assert [9999, 2] == [
        len(outgoing.message.payload_measured_data_request.reminder)
        for outgoing in transaction.changes().outgoing
    ]
    assert [] == send_reminders(transaction, [], kind="PV", to=GRID, role="MDR")
