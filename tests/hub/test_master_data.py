"""Metering points made, activated, changed and removed, and the data of their end users."""

from __future__ import annotations

import attrs
import pytest
from tests.support.hub_contracts import lives, refused, send, who
from tests.support.hub_fixtures import (
    AGENT,
    ANNA,
    AREA,
    BERIT,
    EMPTY,
    FIRM,
    GRID,
    LAST,
    MORNING,
    NEIGHBOUR,
    NEW,
    NEXT_DOOR,
    OLD,
    POINT,
    QUIET,
    at,
    day,
    gsrn,
    master_data,
    message_lines,
    point,
)

from edielkit.emif.messages import MeterFacility
from edielkit.hub import Access, ProcessPhase

FRESH = gsrn(50)
OTHER_FIRM = "999999026"


def test_from_new_point_to_customer(market, say):
    """121, 122 and 123 as in the public test case: acknowledged, active, with the supplier of last resort."""
    send(market, say.update("121", day(-3), target=FRESH, area=AREA, data=master_data()))
    assert "E23" == market.point(FRESH).status(day(0))
    send(market, say.update("122", day(-2), target=FRESH))
    send(market, say.start("123", day(0), target=FRESH, sender=GRID, role="DDM", user=BERIT))

    assert ["E23", "E22"] == [market.point(FRESH).status(day(n)) for n in (-3, -2)]
    assert [LAST] == who(market, FRESH, day(0))
    assert [
        "Acknowledgement 121 DDM 294",
        "Acknowledgement 122 DDM 294",
        "ConfirmStartOfSupply 123 DDM 414",
        "NotifyStartOfSupply 123 DDM 414",
    ] == message_lines(market, GRID)


def test_activation_lets_a_move_in_go_on(market, say):
    """A move-in that waits takes effect, and the grid company gets its second notice."""
    identification = send(market, say.start("102", day(0), user=BERIT, target=QUIET))
    send(market, say.update("122", day(0), target=QUIET))

    assert ProcessPhase.DONE is market.process(identification).phase
    assert [NEW] == who(market, QUIET, day(0))
    assert [
        "NotifyStartOfSupply 102 DDM 414",
        "Acknowledgement 122 DDM 294",
        "NotifyStartOfSupply 102 DDM 414",
    ] == message_lines(market, GRID)


@pytest.mark.parametrize(
    ("brs", "more", "code"),
    [
        ("121", {"target": POINT, "area": AREA, "data": master_data()}, "E59"),
        ("121", {"target": FRESH, "area": AREA, "data": master_data(), "sender": NEIGHBOUR}, "E0I"),
        ("121", {"target": FRESH, "data": master_data()}, "EH041"),
        ("122", {"target": POINT}, "EH042"),
        ("122", {"target": QUIET, "sender": NEIGHBOUR}, "E0I"),
        ("122", {"target": FRESH}, "E10"),
        ("132", {"target": POINT}, "E14"),
        ("212", {"target": POINT}, "E14"),
        ("213", {"target": POINT}, "EH042"),
        ("213", {"target": QUIET, "date": day(1)}, "EH003"),
        ("214", {"target": EMPTY}, "EH016"),
        ("214", {"target": POINT, "date": day(1)}, "EH003"),
        ("223", {"target": QUIET}, "EH003"),
        ("224", {"target": QUIET}, "EH008"),
        ("302", {"target": POINT, "date": day(4)}, "EH003"),
        ("302", {"target": POINT, "date": day(-1)}, "EH003"),
        ("302", {"target": NEXT_DOOR}, "E0I"),
        ("402", {"target": POINT, "date": day(1)}, "EH003"),
    ],
)
def test_updates_that_are_rejected(market, say, brs, more, code):
    """A wrong point, owner, status, day or content gets an Acknowledgement 41 with Elhub's code."""
    arguments = {"date": day(0), **more}
    assert code in refused(market, say.update(brs, arguments.pop("date"), **arguments))


@pytest.mark.parametrize(
    ("do", "undo", "target", "status", "before"),
    [
        ("122", "132", QUIET, "E22", "E23"),
        ("212", "223", EMPTY, "E23", "E22"),
        ("213", "224", QUIET, "E31", "E23"),
    ],
)
def test_a_change_of_status_and_its_rollback(market, say, do, undo, target, status, before):
    """The rollback names the change by its day; another day is refused, and so is a second rollback."""
    send(market, say.update(do, day(0), target=target))
    assert status == market.point(target).status(day(0))
    assert () != refused(market, say.update(undo, day(-1), target=target))

    send(market, say.update(undo, day(0), target=target))
    assert before == market.point(target).status(day(0))
    assert () != refused(market, say.update(undo, day(0), target=target))


def test_deactivation_with_an_end_user(market, say):
    """All contracts end on the day; the supplier is told; a process that waits is refused at its deadline."""
    first = send(market, say.start("101", day(5)))
    send(market, say.update("214", day(-2)))
    market.advance(at(day(1)))

    assert [OLD, None, None] == who(market, POINT, day(-3), day(-2), day(5))
    assert "E23" == market.point(POINT).status(day(-2))
    assert ["NotifyEndOfSupply 214 DDQ 406"] == message_lines(market, OLD)
    assert ProcessPhase.REJECTED is market.process(first).phase


def test_changes_of_master_data_are_told(make_hub, say):
    """Supplier and third party get the new data, each as far as it may see it."""
    here = point(FRESH)
    access = Access(start=day(-9), party=AGENT)
    hub = make_hub(attrs.evolve(here, timeline=attrs.evolve(here.timeline, accesses=(access,))))
    data = attrs.evolve(master_data(), meter=MeterFacility(meter_identification="M-1"))
    send(hub, say.update("302", day(2), target=FRESH, data=data))

    assert [None, "M-1"] == [
        meter and meter.meter_identification
        for meter in (hub.point(FRESH).data(day(n)).meter for n in (1, 2))
    ]
    assert ["NotifyMeteringPointCharacteristics 302 DDQ 21"] == message_lines(hub, OLD)
    assert ["NotifyMeteringPointCharacteristics 302 AG 21"] == message_lines(hub, AGENT)
    (full,) = next(o.message for o in hub.sent if o.party == OLD).payload_masterdata_mp_event
    (limited,) = next(o.message for o in hub.sent if o.party == AGENT).payload_masterdata_mp_event
    assert ("M-1", ANNA) == (
        full.metering_installation_meter_facility.meter_identification,
        str(full.consumer_involved_customer_party.identification),
    )
    assert (None, None, None, None) == (
        limited.metering_installation_meter_facility,
        limited.consumer_involved_customer_party,
        limited.balance_supplier_involved_energy_party,
        limited.mp_address_metering_point_address,
    )


def test_a_correction_reaches_later_versions(market, say):
    """A value corrected back in time holds until the day on which it was changed anew."""
    meter = [
        attrs.evolve(master_data(), meter=MeterFacility(meter_identification=f"M-{n}")) for n in range(3)
    ]
    for change in (
        say.update(
            "302",
            day(1),
            data=attrs.evolve(
                master_data(), address=attrs.evolve(master_data().address, floor_identification="2")
            ),
        ),
        say.update("302", day(2), data=meter[2]),
        say.update("402", day(-1), data=attrs.evolve(meter[1], address=None)),
    ):
        send(market, change)

    versions = [market.point(POINT).data(day(n)) for n in (-2, -1, 1, 2)]
    assert [None, "M-1", "M-1", "M-2"] == [d.meter and d.meter.meter_identification for d in versions]
    assert [None, None, "2", None] == [d.address.floor_identification for d in versions]


def test_corrections_of_status_and_creation(market, say):
    """402 activates back in time, and moves the creation of a point back."""
    send(market, say.update("402", day(-5), target=QUIET, status="E22"))
    assert ["E23", "E22"] == [market.point(QUIET).status(day(n)) for n in (-6, -5)]
    early = day(-4000)
    assert None is market.point(EMPTY).status(early)
    send(market, say.update("402", early, target=EMPTY))
    assert "E22" == market.point(EMPTY).status(early)


def test_customer_data(market, say):
    """The supplier changes the data for the whole occupancy; storage can only be switched on; the grid company is told."""
    send(market, say.customer_update(day(-100)))

    occupancy = market.point(POINT).occupancy(day(0))
    assert ("Nyveien", True) == (
        occupancy.addresses[0].street_name,
        occupancy.customer.extended_storage_metering_values,
    )
    assert ["Acknowledgement 301 DDQ 294"] == message_lines(market, OLD)
    assert ["NotifyCustomerInformation 301 DDM E10"] == message_lines(market, GRID)
    assert [ANNA] == lives(market, POINT, day(0))
    assert ("E16",) == refused(market, say.customer_update(day(0), sender=NEW))


def test_the_number_of_a_person_alone_is_corrected(make_hub, say):
    """From a D-number to a birth number it may go (BRS-NO-301); a business with another number is another end user."""
    # who lives there, who is named, reason of the refusal
    for user, named_now, reasons in (
        (ANNA, BERIT, ()),
        (FIRM, FIRM, ()),
        (FIRM, OTHER_FIRM, ("E14",)),
        (FIRM, ANNA, ("E14",)),
        (ANNA, FIRM, ("E14",)),
    ):
        market = make_hub(point(FRESH, user=user))
        message = say.customer_update(day(0), target=FRESH, user=named_now)

        assert reasons == market.receive(message, now=MORNING).reasons, (user, named_now)
        assert [user if reasons else named_now] == lives(market, FRESH, day(0))


def test_a_new_point_cannot_be_deleted(market):
    """BRS-NO-131 has no message: the portal says what to do instead."""
    with pytest.raises(ValueError, match="BRS-NO-402"):
        market.call("reverse_new_point", now=MORNING, point=POINT, sender=GRID)


def test_a_portfolio_moves(market):
    """The hub moves a supplier's points to another; the new supplier and the grid companies are told."""
    moved = market.call("move_portfolio", now=MORNING, old=OLD, new=NEW, day=day(3).isoformat())

    assert POINT in moved
    assert [OLD, NEW] == who(market, POINT, day(2), day(3))
    assert {"NotifyStartOfSupply 305 DDQ 414"} == set(message_lines(market, NEW))
    assert (
        len(moved)
        == len(message_lines(market, NEW))
        == len(message_lines(market, GRID)) + len(message_lines(market, NEIGHBOUR))
    )
    assert [] == market.call("move_portfolio", now=MORNING, old=OLD, new=NEW, day=day(3).isoformat())
