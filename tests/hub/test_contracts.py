"""Starts and ends of supply with their rejections, cancellations and rollbacks, as the parties see them."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.support.hub_contracts import lives, refused, send, who
from tests.support.hub_fixtures import (
    ANNA,
    BERIT,
    CARL,
    EMPTY,
    EXCHANGE,
    GRID,
    LAST,
    MORNING,
    NEIGHBOUR,
    NEW,
    NEXT_DOOR,
    OLD,
    POINT,
    PROFILED,
    QUIET,
    THIRD,
    at,
    day,
    gsrn,
    message_lines,
    point,
)

from edielkit.emif.messages import MeteringPoint, RejectEventSingleMP, RejectStartOfSupply
from edielkit.emif.values import Code, Identifier
from edielkit.hub import ProcessPhase
from edielkit.hub.core.rules import RULES
from edielkit.hub.core.timeline import troubles

LATE = gsrn(20)


def late_point():
    """Return a point that has been with the supplier of last resort for ten days."""
    return point(LATE, supplier=LAST, role="SLR", since=day(-10))


def test_move_in_ahead(market, say):
    """A new end user moves in; the old one's supplier is told of the end, the grid company of the start."""
    send(market, say.start("102", day(5), user=BERIT))
    market.advance(at(day(1)))

    assert [OLD, NEW] == who(market, POINT, day(4), day(5))
    assert [ANNA, BERIT] == lives(market, POINT, day(4), day(5))
    assert ["ConfirmStartOfSupply 102 DDQ 414", "NotifyStartOfSupply 102 DDQ 414"] == message_lines(
        market, NEW
    )
    assert ["NotifyStartOfSupply 102 DDM 414"] == message_lines(market, GRID)
    assert ["NotifyEndOfSupply 102 DDQ 406"] == message_lines(market, OLD)


def test_move_in_today_is_done_at_once(market, say):
    """There is no cancellation period for today."""
    send(market, say.start("102", day(0), user=BERIT, target=EMPTY))

    assert [NEW] == who(market, EMPTY, day(0))
    assert [] == message_lines(market, OLD)


@pytest.mark.parametrize(("to_last_resort", "supplier", "role"), [(None, NEW, "DDQ"), (True, LAST, "SLR")])
def test_move_in_back_in_time(market, say, to_last_resort, supplier, role):
    """A late move-in goes to the sender, or with moveInToSLR to the supplier of last resort (EI-1367)."""
    send(market, say.start("103", day(-20), user=BERIT, to_last_resort=to_last_resort))

    assert [OLD, supplier] == who(market, POINT, day(-21), day(-20))
    assert role == market.point(POINT).supply(day(0)).role
    assert f"NotifyStartOfSupply 103 {role} 414" in message_lines(market, supplier)


def test_change_from_last_resort(make_hub, say):
    """The supplier that is found afterwards takes over from the day on which last resort began."""
    hub = make_hub(late_point())
    send(hub, say.start("104", day(-10), target=LATE))

    assert [None, NEW] == who(hub, LATE, day(-11), day(-10))
    assert ["NotifyEndOfSupply 104 SLR 406"] == message_lines(hub, LAST)


def test_move_in_told_to_the_grid_company(market, say):
    """The end user begins with the supplier of last resort."""
    send(market, say.start("123", day(0), user=BERIT, target=EMPTY, sender=GRID, role="DDM"))

    assert [LAST] == who(market, EMPTY, day(0))
    assert ["NotifyStartOfSupply 123 SLR 414"] == message_lines(market, LAST)
    assert ["ConfirmStartOfSupply 123 DDM 414", "NotifyStartOfSupply 123 DDM 414"] == message_lines(
        market, GRID
    )


def test_an_inactive_point_waits_for_the_grid_company(market, say):
    """The grid company is told of a move-in on an inactive point, and may refuse it: EH095 goes to the supplier."""
    identification = send(market, say.start("102", day(0), user=BERIT, target=QUIET))
    assert ["NotifyStartOfSupply 102 DDM 414"] == message_lines(market, GRID)
    assert ProcessPhase.AWAITING_ACTIVATION is market.process(identification).phase

    (notice,) = (outgoing.message for outgoing in market.sent if outgoing.party == GRID)
    refusal = say.refusal(notice.header.identification, target=QUIET)
    assert market.receive(refusal, now=MORNING).accepted
    assert ["ConfirmStartOfSupply 102 DDQ 414", "RejectStartOfSupply 102 DDQ 414"] == message_lines(
        market, NEW
    )
    last = market.sent[-1].message.payload_response_event
    assert (identification, (Code("EH095", "89"),)) == (
        last.original_business_document_reference,
        last.response_reason_type,
    )
    assert [None] == who(market, QUIET, day(0))
    assert ("E47",) == refused(market, say.refusal(identification, target=QUIET))


def test_an_inactive_point_that_nobody_activates_ends_the_move_in_after_its_day(market, say):
    """The supplier is told at the midnight after the day, once, and a later activation brings nothing back."""
    identification = send(market, say.start("102", day(1), user=BERIT, target=QUIET))
    market.advance(at(day(2), 0) - dt.timedelta(minutes=1))
    assert ProcessPhase.AWAITING_ACTIVATION is market.process(identification).phase

    market.advance(at(day(2), 0))
    last = market.sent[-1].message.payload_response_event
    assert (identification, (str(RULES["HUB080"].reason),)) == (
        last.original_business_document_reference,
        tuple(f"{code.value}/{code.list_agency_identifier}" for code in last.response_reason_type),
    )
    assert NEW == market.sent[-1].party
    assert ProcessPhase.REJECTED is market.process(identification).phase
    count = len(market.sent)
    market.advance(at(day(5), 0))
    assert count == len(market.sent)
    assert [None] == who(market, QUIET, day(1))


@pytest.mark.parametrize("neighbour", [NEIGHBOUR])
def test_another_grid_company_cannot_refuse(market, say, neighbour):
    """Only the grid owner of the point's area may refuse to activate it."""
    identification = send(market, say.start("102", day(0), user=BERIT, target=QUIET))

    assert ("E0I",) == refused(market, say.refusal(identification, target=QUIET, sender=neighbour))


def test_move_out_told_to_the_supplier(market, say):
    """The grid company learns of it at the deadline, with the new invoice address."""
    message = say.end("201", day(3), reason="Z42")
    address = attrs.evolve(
        message.payload_mp_event.consumer_involved_customer_address[0], street_name="Nyveien"
    )
    payload = attrs.evolve(message.payload_mp_event, consumer_involved_customer_address=(address,))
    send(market, attrs.evolve(message, payload_mp_event=payload))
    market.advance(at(day(1)))

    assert [OLD, None] == who(market, POINT, day(2), day(3))
    assert ["ConfirmEndOfSupply 201 DDQ 406"] == message_lines(market, OLD)
    assert ["NotifyEndOfSupply 201 DDM 406"] == message_lines(market, GRID)
    event = market.sent[-1].message.payload_mp_event
    assert ("Nyveien", "Z42") == (
        event.consumer_involved_customer_address[0].street_name,
        event.reason_for_transaction,
    )


def test_end_of_supply_goes_to_last_resort(market, say):
    """The end user stays, and the supplier of last resort takes over."""
    send(market, say.end("202", day(4)))
    market.advance(at(day(1)))

    assert [OLD, LAST] == who(market, POINT, day(3), day(4))
    assert [ANNA, ANNA] == lives(market, POINT, day(3), day(4))
    assert ["NotifyStartOfSupply 202 SLR 414"] == message_lines(market, LAST)
    assert ["NotifyStartOfSupply 202 DDM 414"] == message_lines(market, GRID)


def test_move_out_told_to_the_grid_company_and_its_correction(market, say):
    """Sent again after the deadline, the message corrects the day; the supplier is told both times."""
    first = send(market, say.end("211", day(5), sender=GRID, role="DDM"))
    market.advance(at(day(1)))
    assert [OLD, None] == who(market, POINT, day(4), day(5))
    second = send(market, say.end("211", day(8), sender=GRID, role="DDM"), now=at(day(1)))
    market.advance(at(day(2)))

    assert [OLD, None] == who(market, POINT, day(7), day(8))
    assert ["NotifyEndOfSupply 211 DDQ 406"] * 2 == message_lines(market, OLD)
    assert [ProcessPhase.SUPERSEDED, ProcessPhase.DONE] == [
        market.process(identification).phase for identification in (first, second)
    ]
    send(market, say.end("222", day(8), sender=GRID, role="DDM", reference=second), now=at(day(2)))
    assert [OLD, OLD] == who(market, POINT, day(8), day(800))


def test_a_correction_brings_a_later_supplier_back(market, say):
    """A move-out moved beyond a change of supplier: both suppliers are told their new ends."""
    send(market, say.start("101", day(10)))
    market.advance(at(day(1)))
    send(market, say.end("211", day(5), sender=GRID, role="DDM"), now=at(day(1)))
    market.advance(at(day(2)))
    assert [OLD, None, None] == who(market, POINT, day(4), day(5), day(10))
    send(market, say.end("211", day(12), sender=GRID, role="DDM"), now=at(day(2)))
    count = len(market.sent)
    market.advance(at(day(3)))

    assert [OLD, NEW, None] == who(market, POINT, day(9), day(10), day(12))
    ends = [
        (o.party, o.message.payload_mp_event.end_of_occurrence)
        for o in market.sent[count:]
        if o.party != GRID
    ]
    assert [(OLD, at(day(10), 0)), (NEW, at(day(12), 0))] == ends


WINDOWS = [
    ("102", {"user": BERIT}, -1, 0),
    ("103", {"user": BERIT}, 1, 0),
    ("101", {}, 0, 1),
]


@pytest.mark.parametrize(("brs", "more", "wrong", "right"), WINDOWS)
def test_days_of_starts(market, say, brs, more, wrong, right):
    """The first day that a start may ask for, and the one before it."""
    assert ("E17",) == refused(market, say.start(brs, day(wrong), **more))
    send(market, say.start(brs, day(right), **more))


def test_thirty_working_days_back(market, say):
    """From Monday 2 February 2026, 30 working days back is 17 December: 25 and 26 December and 1 January are none."""
    assert ("E17",) == refused(market, say.start("103", day(-48), user=BERIT))
    send(market, say.start("103", day(-47), user=BERIT))


@pytest.mark.parametrize(
    ("target", "first", "last"),
    # interval: 1 to 4 calendar days; profiled: 3 to 6 working days, so Thursday to Tuesday of the week after
    [(POINT, 1, 4), (PROFILED, 3, 8)],
)
@pytest.mark.parametrize("brs", ["201", "202"])
def test_notice_of_ends(market, say, brs, target, first, last):
    """The notice that an end of supply needs, not later and not earlier."""
    for wrong in (first - 1, last + 1):
        assert ("E17",) == refused(market, say.end(brs, day(wrong), target=target))
    send(market, say.end(brs, day(first), target=target))


@pytest.mark.parametrize(
    ("brs", "more", "code"),
    [
        ("101", {"target": EXCHANGE}, "EH010"),
        ("101", {"target": EMPTY}, "EH016"),
        ("101", {"target": QUIET}, "E81"),
        ("102", {"user": ANNA}, "E14"),
        ("104", {}, "E14"),
        ("103", {"target": QUIET, "user": BERIT}, "E81"),
        ("123", {"user": BERIT, "target": NEXT_DOOR, "sender": GRID, "role": "DDM"}, "E0I"),
    ],
)
def test_starts_that_are_rejected(market, say, brs, more, code):
    """A start that the point, its end user or its supplier does not allow."""
    offset = {"101": 5, "102": 5, "103": -5, "104": -5, "123": 0}[brs]

    assert code in refused(market, say.start(brs, day(offset), **more))


@pytest.mark.parametrize(
    ("brs", "more", "code"),
    [
        ("201", {"sender": NEW}, "E16"),
        ("202", {"sender": NEW}, "E16"),
        ("211", {"sender": GRID, "role": "DDM", "target": EMPTY}, "EH016"),
        ("211", {"sender": GRID, "role": "DDM", "target": NEXT_DOOR}, "E0I"),
    ],
)
def test_ends_that_are_rejected(market, say, brs, more, code):
    """An end by one who does not supply, of an empty point, in another's grid."""
    assert (code,) == refused(market, say.end(brs, day(3), **more))


@pytest.mark.parametrize(
    ("message", "more"),
    [
        ("start", {"brs": "101"}),
        ("start", {"brs": "102", "user": BERIT}),
        ("end", {"brs": "201"}),
        ("end", {"brs": "202"}),
        ("end", {"brs": "211", "sender": GRID, "role": "DDM"}),
    ],
)
def test_cancelled_before_the_deadline(market, say, message, more):
    """An E02 before the deadline: confirmed with E02, nothing changes, nobody else is told; afterwards it is too late."""
    make = getattr(say, message)
    before = market.point(POINT)
    first = send(market, make(date=day(3), **more))
    send(market, make(date=day(3), reference=first, **more), now=at(day(0), 23))
    market.advance(at(day(2)))

    assert before == market.point(POINT)
    assert ProcessPhase.CANCELLED is market.process(first).phase
    assert {"Confirm"} == {outgoing.message.kind()[:7] for outgoing in market.sent}
    assert "E02" == str(market.sent[-1].message.header.document_type)
    # what is cancelled is no ongoing process, whatever the time
    assert ("E47",) == refused(market, make(date=day(3), reference=first, **more), now=at(day(2)))
    second = send(market, make(date=day(4), **more), now=at(day(2)))
    assert ("EH003",) == refused(market, make(date=day(4), reference=second, **more), now=at(day(3)))


@pytest.mark.parametrize(
    ("message", "more", "rollback", "restored", "lost"),
    [
        ("start", {"brs": "101", "date": day(3)}, "111", [OLD], []),
        ("start", {"brs": "102", "date": day(3), "user": BERIT}, "111", [OLD], []),
        ("start", {"brs": "103", "date": day(-3), "user": BERIT}, "111", [OLD], []),
        (
            "start",
            {"brs": "123", "date": day(0), "user": BERIT, "sender": GRID, "role": "DDM"},
            "133",
            [OLD],
            [LAST],
        ),
        ("end", {"brs": "201", "date": day(3)}, "221", [OLD], []),
        ("end", {"brs": "202", "date": day(3)}, "221", [OLD], [LAST]),
        ("end", {"brs": "211", "date": day(3), "sender": GRID, "role": "DDM"}, "222", [OLD], []),
    ],
)
def test_rolled_back_after_the_deadline(market, say, message, more, rollback, restored, lost):
    """A rollback restores the contracts and tells the parties; a second one finds nothing to take back."""
    make = getattr(say, message)
    before = market.point(POINT).timeline
    first = send(market, make(**more))
    if market.process(first).phase is ProcessPhase.WAITING:
        assert ("EH003",) == refused(market, make(**{**more, "brs": rollback, "reference": first}))
    market.advance(at(day(1)))
    count = len(market.sent)
    send(market, make(**{**more, "brs": rollback, "reference": first}), now=at(day(1)))

    assert before == market.point(POINT).timeline
    new = [(outgoing.party, str(outgoing.message.header.document_type)) for outgoing in market.sent[count:]]
    sender = more.get("sender", NEW if message == "start" else OLD)
    assert [
        (sender, "E02"),
        *[(party, "414") for party in (*restored, GRID)],
        *[(party, "E02") for party in lost],
    ] == new
    assert ("E47",) == refused(market, make(**{**more, "brs": rollback, "reference": first}), now=at(day(1)))


def test_rollback_of_another_suppliers_process(market, say):
    """Only the party that began a process may take it back."""
    first = send(market, say.start("101", day(3)))
    market.advance(at(day(1)))

    assert ("E47",) == refused(
        market, say.start("111", day(3), sender=THIRD, reference=first), now=at(day(1))
    )
    assert ("EH033",) == refused(
        market, say.start("111", day(3), sender=THIRD, document_type="E02"), now=at(day(1))
    )


def test_rollback_when_something_has_changed_since(market, say):
    """A process that another has built on is not taken back."""
    first = send(market, say.start("101", day(3)))
    market.advance(at(day(1)))
    send(market, say.start("101", day(6), sender=THIRD), now=at(day(1)))
    market.advance(at(day(2)))

    assert ("E14",) == refused(market, say.start("111", day(3), reference=first), now=at(day(2)))


def test_rollback_of_an_old_move_in_goes_to_last_resort(market, say):
    """More than 30 working days after the move-in the end user stays, with the supplier of last resort."""
    first = send(market, say.start("103", day(-3), user=BERIT))
    later = at(day(60))
    send(market, say.start("111", day(-3), user=BERIT, reference=first, now=later), now=later)

    assert [LAST, LAST] == who(market, POINT, day(-3), day(60))
    assert [BERIT] == lives(market, POINT, day(60))
    assert ["NotifyStartOfSupply 111 SLR 414", "RequestStartOfSupply 111 SLR E02"] == message_lines(
        market, LAST
    )


def test_a_later_change_of_supplier_is_accepted_beside_an_ongoing_one(market, say):
    """On the same day or before, another supplier is refused; on a later day it follows."""
    send(market, say.start("101", day(5)))

    assert ("E14",) == refused(market, say.start("101", day(5), sender=THIRD))
    assert ("E14",) == refused(market, say.start("101", day(4), sender=THIRD))
    send(market, say.start("101", day(6), sender=THIRD))
    market.advance(at(day(1)))
    assert [OLD, NEW, THIRD] == who(market, POINT, day(4), day(5), day(6))
    assert [] == troubles(market.point(POINT).timeline)


@pytest.mark.parametrize(("brs", "offset"), [("102", 5), ("103", -5)])
def test_a_move_in_ends_an_ongoing_change_of_supplier(market, say, brs, offset):
    """The supplier whose change comes to nothing gets a RejectStartOfSupply."""
    first = send(market, say.start("101", day(5)))
    send(market, say.start(brs, day(offset), sender=THIRD, user=BERIT))
    market.advance(at(day(1)))

    assert [THIRD, THIRD] == who(market, POINT, day(5), day(50))
    assert market.process(first).phase in {ProcessPhase.REJECTED, ProcessPhase.SUPERSEDED}
    assert message_lines(market, NEW)[-1] in {
        "RejectStartOfSupply 101 DDQ 414",
        f"NotifyEndOfSupply {brs} DDQ 406",
    }


def test_a_waiting_process_is_checked_again(market, say):
    """A change of supplier whose end user has moved out meanwhile is refused at its deadline."""
    first = send(market, say.start("101", day(5)))
    send(market, say.start("123", day(0), user=CARL, sender=GRID, role="DDM"))
    market.advance(at(day(1)))

    assert ProcessPhase.REJECTED is market.process(first).phase
    assert ["ConfirmStartOfSupply 101 DDQ 414", "RejectStartOfSupply 101 DDQ 414"] == message_lines(
        market, NEW
    )


def test_consent(make_hub, say):
    """With consent control a start needs a consent in force, of this customer, point, supplier and process."""
    hub = make_hub(consent_required=True)
    kind = "ChangeOfBalanceSupplierForPerson"
    ask = {"kind": kind, "supplier": NEW, "customer": ANNA, "point": POINT}
    good = hub.call("request_consent", now=MORNING, **ask)
    assert ("E14",) == refused(hub, say.start("101", day(3)))
    assert ("E14",) == refused(hub, say.start("101", day(3), consent=good))
    hub.call("grant_consent", now=MORNING, identification=good)
    other = hub.call("request_consent", now=MORNING, **{**ask, "supplier": THIRD})
    hub.call("grant_consent", now=MORNING, identification=other)
    assert ("E14",) == refused(hub, say.start("101", day(3), consent=other))
    assert ("E14",) == refused(hub, say.start("102", day(3), consent=good, user=BERIT))

    send(hub, say.start("101", day(3), consent=good))
    hub.advance(at(day(1)))
    assert [NEW] == who(hub, POINT, day(3))
    assert ("E59", "E14") == refused(hub, say.start("101", day(9), consent=good), now=at(day(1)))


@pytest.mark.parametrize(
    ("granted", "days"),
    [(False, 29), (True, 366)],
    ids=["the request waits 28 days", "the consent holds a year"],
)
def test_a_consent_expires(make_hub, say, granted, days):
    """A request that nobody answers, and a consent that is a year old, are over."""
    hub = make_hub(consent_required=True)
    ask = {"kind": "ChangeOfBalanceSupplierForPerson", "supplier": NEW, "customer": ANNA, "point": POINT}
    consent = hub.call("request_consent", now=MORNING, **ask)
    if granted:
        hub.call("grant_consent", now=MORNING, identification=consent)
    hub.advance(at(day(days)))

    assert ("E14",) == refused(hub, say.start("101", day(days + 2), consent=consent), now=at(day(days)))
    with pytest.raises(ValueError, match="expected a consent"):
        hub.call("revoke_consent", now=at(day(days)), identification=consent)


def test_a_refusal_is_a_message_of_the_grid_company(say):
    """The refusal that the tests send is RejectStartOfSupply of BRS-NO-102 with EH095 of Elhub's list."""
    message = say.refusal("00000000-0000-4000-8000-000000000001", target=QUIET)

    assert isinstance(message, RejectStartOfSupply)
    assert message.payload_response_event == RejectEventSingleMP(
        original_business_document_reference="00000000-0000-4000-8000-000000000001",
        response_reason_type=(Code("EH095", "89"),),
        metering_point_used_domain_location=MeteringPoint(identification=Identifier(QUIET, "9")),
    )
