"""The contract of the hub: receipts, queues, time, snapshots and the journal."""

from __future__ import annotations

import datetime as dt
import pickle

import attrs
import pytest
from tests.support.hub_fixtures import (
    ANNA,
    BERIT,
    GRID,
    MORNING,
    NEW,
    OLD,
    POINT,
    PROVIDER,
    STRANGER,
    UNKNOWN,
    at,
    day,
    hub,
    message_lines,
    uuid,
)

import edielkit
from edielkit.codes import code_list
from edielkit.emif.declare import declarations
from edielkit.emif.messages import AGGREGATES, MESSAGES
from edielkit.emif.soap import SoapDocument
from edielkit.emif.values import Code
from edielkit.errors import BuildError
from edielkit.findings import Trust
from edielkit.hub import Hub, Ids, Market, assumptions, gaps, step
from edielkit.hub.core.fields import FIELDS
from edielkit.hub.core.journal import dump, load
from edielkit.hub.core.rules import RULES
from edielkit.hub.core.state_tables import POINTS
from edielkit.process_rules import RuleContext


def everything(elhub: Hub) -> list[bytes]:
    """Return the bytes of all messages that a hub has sent."""
    return [edielkit.serialize(outgoing.message) for outgoing in elhub.sent]


def test_a_change_of_supplier_tells_all_parties_after_the_deadline(market, say):
    """Confirmation at once; notices to both suppliers and the grid company at the deadline."""
    receipt = market.receive(edielkit.serialize(say.start("101", day(10))), now=MORNING)

    assert (True, ()) == (receipt.accepted, receipt.reasons)
    assert ["ConfirmStartOfSupply 101 DDQ 414"] == message_lines(market, NEW)
    assert OLD == market.point(POINT).supply(day(10)).supplier
    market.advance(at(day(1)))
    assert ["ConfirmStartOfSupply 101 DDQ 414", "NotifyStartOfSupply 101 DDQ 414"] == message_lines(
        market, NEW
    )
    assert ["NotifyStartOfSupply 101 DDM 414"] == message_lines(market, GRID)
    assert ["NotifyEndOfSupply 101 DDQ 406"] == message_lines(market, OLD)
    assert [OLD, NEW] == [market.point(POINT).supply(day(n)).supplier for n in (9, 10)]


def test_a_result_repeats_until_it_is_acknowledged(market, say):
    """The same bytes come again; then the queue is empty."""
    market.receive(say.start("101", day(10)), now=MORNING)
    first = market.poll(NEW, now=MORNING)

    assert first.to_bytes() == market.poll(NEW, now=at(day(0), 20)).to_bytes()
    assert market.acknowledge_poll(first, now=at(day(0), 20)).accepted
    assert None is market.poll(NEW, now=at(day(0), 20))


@pytest.mark.parametrize(("accepted", "group"), [(True, ""), (False, "Other")])
def test_an_acknowledgement_of_an_unknown_result_takes_nothing_off(make_hub, say, accepted, group):
    """It is accepted unless the hub is set up otherwise: a made-up name, one of another party, one that is gone."""
    market = make_hub(unknown_polls_accepted=accepted)
    market.receive(say.start("101", day(10)), now=MORNING)
    first = market.poll(NEW, now=MORNING)

    for document in (
        say.poll_acknowledgement(NEW, uuid(77)),
        say.poll_acknowledgement(OLD, first.identification),
        _as_process(say.poll_acknowledgement(NEW, uuid(78)), "315"),
    ):
        receipt = market.receive(document, now=MORNING)
        assert (accepted, group) == (receipt.accepted, receipt.code_group)
        assert first == market.poll(NEW, now=MORNING)
    assert market.acknowledge_poll(first, now=MORNING).accepted
    assert group == market.acknowledge_poll(first, now=MORNING).code_group


def test_a_result_is_acknowledged_on_either_service(market, say):
    """An Acknowledgement of the service MeteringValues, in the process of the query, takes the result off too."""
    market.receive(say.start("101", day(10)), now=MORNING)
    first = market.poll(NEW, now=MORNING)
    message = _as_process(say.poll_acknowledgement(NEW, first.identification), "315")
    document = SoapDocument(service="MeteringValues", element="AcknowledgeRequest", messages=(message,))

    assert market.receive(document, now=MORNING).accepted
    assert None is market.poll(NEW, now=MORNING)


def _as_process(message, brs):
    process = attrs.evolve(
        message.process_energy_context, energy_business_process=Code(f"BRS-NO-{brs}", "89")
    )
    return attrs.evolve(message, process_energy_context=process)


def test_only_a_positive_whole_acknowledgement_takes_a_result_off(market, say):
    """A negative one, and one of a part, get a fault and leave the result where it is."""
    market.receive(say.start("101", day(10)), now=MORNING)
    first = market.poll(NEW, now=MORNING)

    for status, part in (("41", None), ("39", uuid(7))):
        wrong = say.poll_acknowledgement(NEW, first.identification, status=status, part=part)
        assert "Other" == market.acknowledge_poll(wrong, now=MORNING).code_group
    assert first == market.poll(NEW, now=MORNING)
    assert market.acknowledge_poll(say.poll_acknowledgement(NEW, first.identification), now=MORNING).accepted
    assert None is market.poll(NEW, now=MORNING)


def test_polling_as_messages(market, say):
    """PollForData is answered in the call: nil, or the result set."""
    nothing = market.receive(say.poll_for_data(NEW), now=MORNING).response
    market.receive(say.start("101", day(10)), now=MORNING)
    response = market.receive(say.poll_for_data(PROVIDER, party=NEW), now=MORNING).response

    assert nothing.nil
    assert ["ConfirmStartOfSupply"] == [message.kind() for message in response.messages]
    assert edielkit.parse(edielkit.serialize(response)) == response


@pytest.mark.parametrize(
    ("change", "group"),
    [
        ({"sender": STRANGER}, "Security"),
        ({"physical_sender": STRANGER}, "Security"),
        ({"role": "DDM"}, "Security"),
        ({"recipient": OLD}, "Other"),
        ({"identification": "no-uuid"}, "UUID"),
    ],
)
def test_who_may_send(market, say, change, group):
    """A party, a role or a recipient that is not right gets a SOAP fault and leaves no trace."""
    receipt = market.receive(say.start("101", day(10), **change), now=MORNING)

    assert (False, group) == (receipt.accepted, receipt.code_group)
    assert edielkit.serialize(receipt.fault).startswith(b"<?xml")
    assert () == market.sent


def test_an_identification_is_used_once(market, say):
    """The same bytes again are refused, and begin nothing."""
    data = edielkit.serialize(say.start("101", day(10)))

    assert [True, False] == [market.receive(data, now=MORNING).accepted for _ in range(2)]
    assert "UUID" == market.receive(data, now=MORNING).code_group
    assert 1 == len(market.sent)


def test_a_provider_sends_for_its_client(market, say):
    """A service provider that the supplier has named may send and poll for it."""
    assert market.receive(say.start("101", day(10), physical_sender=PROVIDER), now=MORNING).accepted
    assert 1 == len(market.poll(NEW, now=MORNING, sender=PROVIDER).messages)
    with pytest.raises(PermissionError):
        market.poll(GRID, now=MORNING, sender=PROVIDER)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"date": day(0)}, "E17"),
        ({"date": day(-1)}, "E17"),
        ({"user": BERIT}, "E14"),
        ({"sender": OLD}, "E59"),
        ({"target": UNKNOWN}, "E10"),
        ({"document_type": "432"}, "EH011"),
    ],
)
def test_a_wrong_change_of_supplier_is_rejected(market, say, change, code):
    """A wrong date, customer, supplier, point or document type: a RejectStartOfSupply with Elhub's code."""
    arguments = {"date": day(10), "user": ANNA, **change}
    receipt = market.receive(say.start("101", arguments.pop("date"), **arguments), now=MORNING)

    assert (True, (code,)) == (receipt.accepted, receipt.reasons)
    (sent,) = market.sent
    assert "RejectStartOfSupply" == sent.message.kind()
    assert [code] == [str(reason) for reason in sent.message.payload_response_event.response_reason_type]


def test_time_goes_forward(market, say):
    """A call before the last one, or without a zone, is refused."""
    market.advance(MORNING)

    for wrong in (MORNING - dt.timedelta(seconds=1), dt.datetime(2026, 2, 3)):
        with pytest.raises(ValueError, match="now"):
            market.receive(say.start("101", day(10)), now=wrong)


def test_the_same_run_gives_the_same_bytes(say):
    """Two hubs, a restored one, a replayed one and the pure steps agree, byte for byte."""
    first, second = hub(), hub()
    start = first.snapshot()
    for n, message in enumerate(
        (say.start("101", day(10)), say.start("101", day(0)), say.start("101", day(20)))
    ):
        for elhub in (first, second):
            elhub.receive(message, now=at(day(n)))
    for elhub in (first, second):
        elhub.poll(NEW, now=at(day(5)))
        elhub.advance(at(day(6)))

    journal = load(dump(first.journal))
    assert first.journal == journal
    replayed = Hub.replay(start, journal)
    assert everything(first) == everything(second) == everything(replayed)
    assert first.snapshot() == second.snapshot() == replayed.snapshot()
    stepped, sent = start, []
    for entry in journal:
        stepped, outgoing, _ = step(stepped, entry)
        sent += outgoing
    assert first.snapshot() == stepped
    assert first.sent == tuple(sent)


def test_a_snapshot_stays_as_it_was(market, say):
    """What comes after a snapshot does not reach it; a restored hub goes on from there alone."""
    market.receive(say.start("101", day(10)), now=MORNING)
    before = market.snapshot()
    market.advance(at(day(2)))

    assert OLD == before.table(POINTS)[POINT].supply(day(10)).supplier
    again = Hub.restore(before)
    again.advance(at(day(2)))
    assert market.snapshot() == again.snapshot()


def test_identifications_come_from_the_seed():
    """Another seed, other identifications; the same seed, the same."""
    assert Ids("a").take() == Ids("a").take()
    assert Ids("a").take()[0] != Ids("b").take()[0]


def test_bytes_that_are_no_message_get_a_fault(market):
    """Whatever the bytes, there is an answer and no exception."""
    for data in (b"", b"\x00", b"<a/>", b"UNB+UNOC:3+A+B+260101:0000+R'UNZ+0+R'", b"\x1f\x8b\x08"):
        receipt = market.receive(data, now=MORNING)
        assert not receipt.accepted
        assert receipt.fault is not None


def test_an_empty_market_answers_too():
    """A hub without parties refuses everybody."""
    assert "XSD" == Hub(Market()).receive(b"<a/>", now=MORNING).code_group


def test_a_snapshot_travels(market, say):
    """A snapshot survives pickling, as an actor system sends it on."""
    market.receive(say.start("101", day(10)), now=MORNING)
    market.poll(NEW, now=MORNING)
    snapshot = market.snapshot()

    assert snapshot == pickle.loads(pickle.dumps(snapshot))


def test_the_hub_is_a_context_of_the_rules(market):
    """What the hub knows can be asked by the rules of anybody's validation."""
    state = market.context.metering_point(POINT, day(0))

    assert isinstance(market.context, RuleContext)
    assert market.context.complete
    assert ("E17", "E22", True) == (state.type, state.status, state.end_user)
    assert [("DDQ", OLD)] == [(contract.role, contract.party) for contract in state.contracts]
    assert GRID == market.context.grid_owner(state.grid_area, day(0))
    assert None is market.context.metering_point(UNKNOWN, day(0))


def test_a_journal_that_is_broken():
    """A line that holds no entry names itself."""
    for line in (
        "{",
        "[]",
        '{"now": "2026-02-02T00:00:00", "kind": "advance", "arguments": {}}',
        '{"kind": "x"}',
    ):
        with pytest.raises(BuildError, match="journal"):
            load(line)


def test_a_call_that_does_not_exist(market):
    """The error names the calls that there are."""
    with pytest.raises(ValueError, match="request_consent"):
        market.call("nothing", now=MORNING)


def test_every_assumption_names_its_trust_and_basis():
    """Nothing that the hub assumes is called sourced; every rule has a reason that the market's list knows."""
    reason_codes = code_list("Elhub_ResponseReasonCode").codes

    assert all(
        assumption.trust is not Trust.SOURCED and assumption.basis and assumption.text
        for assumption in assumptions()
    )
    codes = [row.code for row in (*assumptions(), *gaps())]
    assert sorted(set(codes)) == sorted(codes)
    assert all(word in rule.text for rule in RULES.values() for word in ("Why:", "Wrong:", "Right:"))
    assert all(
        rule.reason is not None and rule.reason.code in reason_codes and rule.source
        for rule in RULES.values()
    )


def test_what_a_role_sees_stands_in_the_payload():
    """Every field of the visibility table is one of the message's payload; limited access shows no end user."""
    for (kind, _), fields in FIELDS.items():
        payload = declarations(MESSAGES[kind])[-1].type
        assert set(fields) <= {field.name for field in attrs.fields(AGGREGATES[payload])}
    limited = set(FIELDS["NotifyMeteringPointCharacteristics", "AG-"])
    assert not {name for name in limited if "consumer" in name or "supplier" in name or "address" in name}
