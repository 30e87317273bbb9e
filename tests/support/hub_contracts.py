"""What the tests of the hub ask of it: who supplies, who lives there, and messages that go through or do not."""

from __future__ import annotations

from tests.support.hub_fixtures import MORNING


def who(hub, identification, *days):
    """Return the supplier on each of the days."""
    supplies = (hub.point(identification).supply(day) for day in days)
    return [None if supply is None else supply.supplier for supply in supplies]


def lives(hub, identification, *days):
    """Return the end user on each of the days."""
    occupancies = (hub.point(identification).occupancy(day) for day in days)
    return [
        None if occupancy is None else str(occupancy.customer.identification) for occupancy in occupancies
    ]


def send(hub, message, now=MORNING):
    """Send a message that is to be accepted."""
    receipt = hub.receive(message, now=now)
    assert (True, ()) == (receipt.accepted, receipt.reasons)
    return message.header.identification


def refused(hub, message, now=MORNING):
    """Send a message that is to be rejected, and return the reasons."""
    hub.advance(now)
    before = len(hub.sent)
    receipt = hub.receive(message, now=now)
    answers = [outgoing.message for outgoing in hub.sent[before:]]
    assert receipt.accepted
    assert 1 == len(answers)
    assert answers[0].kind() in {"RejectStartOfSupply", "RejectEndOfSupply", "Acknowledgement"}
    assert list(receipt.reasons) == [str(r) for r in answers[0].payload_response_event.response_reason_type]
    return receipt.reasons
