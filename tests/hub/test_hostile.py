"""What nobody should send: days out of reach, half markets, wrapped, zipped and broken messages, bytes at random."""

from __future__ import annotations

import datetime as dt
import gzip

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.hub_contracts import refused, send, who
from tests.support.hub_fixtures import (
    ANNA,
    AREA,
    BERIT,
    GRID,
    MORNING,
    NEW,
    POINT,
    QUIET,
    at,
    day,
    hub,
    master_data,
    message_lines,
    parties,
    point,
    structure,
    uuid,
)
from tests.support.hub_updates import Speaker

import edielkit
from edielkit.emif.soap import SoapDocument
from edielkit.emif.values import Code
from edielkit.hub import Hub, Market

FAR = (dt.datetime(9999, 12, 31, 23, 30, tzinfo=dt.UTC), dt.datetime(1000, 1, 1, tzinfo=dt.UTC))


@pytest.mark.parametrize("instant", FAR)
def test_days_out_of_reach(market, say, instant):
    """A day that nobody means is a wrong day, whatever the message; a start may lie as far ahead as the hub has days."""
    start = say.start("102", day(3), user=BERIT)
    start = attrs.evolve(
        start, payload_mp_event=attrs.evolve(start.payload_mp_event, start_of_occurrence=instant)
    )
    end = say.end("201", day(3))
    end = attrs.evolve(end, payload_mp_event=attrs.evolve(end.payload_mp_event, end_of_occurrence=instant))

    assert ("EH003" if instant > MORNING else "E17",) == refused(market, start)
    assert ("E17",) == refused(market, end)
    assert ("EH003",) == refused(market, say.ask("MDMP", sender=GRID, role="DDM", at=instant))


def test_wrapped_and_zipped(market, say):
    """A SOAP envelope around the message, and gzip around that, are taken as they come."""
    wrapped = SoapDocument(
        service="MarketProcesses", element="RequestStartOfSupplyRequest", messages=(say.start("101", day(5)),)
    )

    assert market.receive(gzip.compress(edielkit.serialize(wrapped)), now=MORNING).accepted
    assert ["ConfirmStartOfSupply 101 DDQ 414"] == message_lines(market, NEW)


def test_a_poll_result_is_no_message_to_the_hub(market, say):
    """What the hub sends out is refused when it comes in."""
    market.receive(say.start("101", day(5)), now=MORNING)
    result = market.poll(NEW, now=MORNING)

    assert not market.receive(result.to_bytes(), now=MORNING).accepted
    assert "Other" == market.receive(result.messages[0], now=MORNING).code_group or (
        "Security" == market.receive(result.messages[0], now=MORNING).code_group
    )


def test_processes_of_other_parts_are_not_offered(market, say):
    """A process that this hub does not have gets a fault, not silence."""
    message = say.ask("MDMP", sender=GRID, role="DDM")
    # which messages belong to a process is known of 502, and not of 391
    for brs, answer in (("502", (True, "", ("EH055",))), ("391", (False, "Other", ()))):
        process = attrs.evolve(
            message.process_energy_context, energy_business_process=Code(f"BRS-NO-{brs}", "89")
        )
        head = attrs.evolve(message.header, identification=uuid(int(brs)))
        asked = attrs.evolve(message, header=head, process_energy_context=process)
        receipt = market.receive(asked, now=MORNING)
        assert answer == (receipt.accepted, receipt.code_group, receipt.reasons)
    assert ["Acknowledgement 502 DDM 294"] == message_lines(market, GRID)


@pytest.mark.parametrize("brs", ["103", "104", "123"])
def test_what_cannot_be_cancelled(market, say, brs):
    """Processes without a cancellation period know no E02: the document type is wrong."""
    sender, role = (GRID, "DDM") if brs == "123" else (NEW, "DDQ")
    message = say.start(brs, day(0), user=BERIT, sender=sender, role=role, reference=uuid(77))
    receipt = market.receive(message, now=MORNING)

    assert "EH011" in receipt.reasons
    # the refusal has the type of the process, not the wrong one
    assert [f"RejectStartOfSupply {brs} {role} 414"] == message_lines(market, sender)


def test_the_document_type_counts_even_when_inferred_rules_do_not(say):
    """A hub that refuses by sourced rules alone still begins nothing by a cancellation."""
    elhub = hub(inferred_rules_reject=False)
    receipt = elhub.receive(say.start("103", day(0), user=BERIT, reference=uuid(77)), now=MORNING)

    assert (False, "Other") == (receipt.accepted, receipt.code_group)
    assert () == elhub.sent


def test_one_payload_a_message(market, say):
    """Two payloads of master data are refused, also where only inferred rules say so."""
    message = say.update("302", day(0), data=master_data())
    twice = attrs.evolve(message, payload_master_data_mp_event=message.payload_master_data_mp_event * 2)
    other = say.update("302", day(0), data=master_data())
    lax = hub(inferred_rules_reject=False)

    assert "EH092" in refused(market, twice)
    assert ("EH092",) == refused(
        lax, attrs.evolve(other, payload_master_data_mp_event=other.payload_master_data_mp_event * 2)
    )


def test_a_consent_that_is_taken_back(make_hub, say):
    """A revoked consent opens nothing; one that waits cannot be revoked."""
    elhub = make_hub(consent_required=True)
    ask = {
        "kind": "MoveInAndChangeOfBalanceSupplierForPerson",
        "supplier": NEW,
        "customer": BERIT,
        "point": POINT,
    }
    consent = elhub.call("request_consent", now=MORNING, **ask)
    with pytest.raises(ValueError, match="expected a consent"):
        elhub.call("revoke_consent", now=MORNING, identification=consent)
    elhub.call("grant_consent", now=MORNING, identification=consent)
    elhub.call("revoke_consent", now=MORNING, identification=consent)

    assert ("E14",) == refused(elhub, say.start("102", day(3), user=BERIT, consent=consent))
    with pytest.raises(ValueError, match="kind of consent"):
        elhub.call("request_consent", now=MORNING, **{**ask, "kind": "x"})


def test_calls_with_wrong_arguments_are_replayed_as_refused():
    """A call that fails leaves the state as it was, and fails again in a replay."""
    elhub = hub()
    start = elhub.snapshot()
    for arguments in ({}, {"more": 1}, {"identification": None}):
        with pytest.raises(ValueError, match=r"grant_consent|expected"):
            elhub.call("grant_consent", now=MORNING, **arguments)
    with pytest.raises(ValueError, match="JSON"):
        elhub.call("grant_consent", now=MORNING, identification=object())
    with pytest.raises(PermissionError):
        elhub.poll(uuid(1), now=MORNING)
    elhub.advance(at(day(1)))

    assert elhub.snapshot() == Hub.replay(start, elhub.journal).snapshot()


def test_what_a_call_is_given_stays_in_the_journal_as_it_was():
    """A list that the caller changes afterwards does not change the journal."""
    elhub, chosen = hub(), [POINT]
    elhub.call(
        "authorise_by_url",
        now=MORNING,
        client_id="7080009991069",
        request_id=uuid(1),
        customer=ANNA,
        points=chosen,
    )
    chosen.clear()

    assert [POINT] == elhub.journal[0].arguments["points"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (point(area="X" * 16), "grid area"),
        (attrs.evolve(point(), statuses=()), "status"),
        (
            attrs.evolve(
                point(),
                timeline=attrs.evolve(
                    point().timeline,
                    occupancies=(attrs.evolve(point().timeline.occupancies[0], addresses=()),),
                ),
            ),
            "address",
        ),
        (
            attrs.evolve(point(), timeline=attrs.evolve(point().timeline, occupancies=())),
            "lies in no occupancy",
        ),
    ],
)
def test_a_market_that_is_not_whole(wrong, words):
    """A point that could not take part in any process is refused at the beginning, in words."""
    with pytest.raises(ValueError, match=words):
        Hub(Market(parties=parties(), structure=structure(), points=(wrong,)))


def test_areas_without_a_last_resort(say):
    """What needs a supplier of last resort is refused where there is none."""
    areas = [attrs.evolve(area, last_resort="") for area in structure().areas.values()]
    elhub = Hub(Market(parties=parties(), structure=type(structure()).of(areas), points=(point(),)))

    assert ("E14",) == refused(elhub, say.end("202", day(3)))
    assert ("E14",) == refused(elhub, say.start("123", day(0), user=BERIT, sender=GRID, role="DDM"))
    assert ("E14",) == refused(elhub, say.start("103", day(-1), user=BERIT, to_last_resort=True))
    assert AREA in elhub.point(POINT).area


def test_a_point_that_is_removed_takes_part_in_nothing(market, say):
    """After BRS-NO-213 a point is blocked; a move-in that waited for it stays waiting, a new one is refused."""
    send(market, say.update("213", day(0), target=QUIET))

    assert ("E14",) == refused(market, say.start("102", day(1), user=BERIT, target=QUIET))
    assert ("E14",) == refused(market, say.update("302", day(0), target=QUIET))
    assert ("E14",) == refused(market, say.update("402", day(0), target=QUIET))
    assert [None] == who(market, QUIET, day(1))


@given(data=st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_get_an_answer(data):
    """Whatever comes in, there is a receipt."""
    receipt = hub().receive(data, now=MORNING)

    assert not receipt.accepted
    assert receipt.fault.fault.code_group


WHOLE = edielkit.serialize(Speaker().start("101", day(5)))


@given(place=st.integers(0, len(WHOLE) - 1), byte=st.integers(0, 255))
@settings(max_examples=100, deadline=None)
def test_a_message_with_one_wrong_byte_gets_an_answer(place, byte):
    """One byte changed anywhere: a receipt, and whatever the hub sends can be written."""
    data = bytearray(WHOLE)
    data[place] = byte
    elhub = hub()
    receipt = elhub.receive(bytes(data), now=MORNING)
    elhub.advance(at(day(2)))

    assert receipt.accepted is (receipt.fault is None)
    for outgoing in elhub.sent:
        assert edielkit.serialize(outgoing.message)
