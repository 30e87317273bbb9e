"""Shared production (BRS-NO-701) from the request to the values that are settled."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import attrs
import pytest
from tests.support.hub_contracts import send
from tests.support.hub_fixtures import (
    AGENT,
    AREA,
    EXCHANGE,
    GRID,
    MORNING,
    NEIGHBOUR,
    NEW,
    NEXT_DOOR,
    OLD,
    PROFILED,
    QUIET,
    at,
    day,
    gsrn,
    message_lines,
)
from tests.support.hub_fixtures import hub as hub_of
from tests.support.hub_sharing import (
    CELLAR,
    FLAT,
    FLATS,
    PLANT,
    SHOP,
    START,
    house,
    member,
    morning_after,
    series,
    sharing,
    statuses,
    steps,
    stored,
    values,
)

from edielkit.hub import Access, Hub, Version
from edielkit.hub.values.value_records import VALUES, ChannelKey
from edielkit.market_time import Period, day_period
from edielkit.series import Status

DAY = dt.timedelta(days=1)
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
SHARES = {FLAT: Decimal("0.5"), SHOP: Decimal("0.333333"), CELLAR: Decimal("0.166667")}


@pytest.fixture
def shared(make_hub):
    """Give a hub with a house whose production is shared equally from START."""
    elhub = make_hub(*house())
    send(elhub, sharing())
    return elhub


def notices(hub, who=GRID):
    """Return the payloads of NotifySharedProduction that a party got."""
    return [
        outgoing.message.payload_master_data_mp_event
        for outgoing in hub.sent
        if outgoing.party == who and outgoing.message.kind() == "NotifySharedProduction"
    ]


def versions(hub):
    """Return what the notices say of versions."""
    return [
        (notice.version, notice.version_status, notice.start_of_occurrence, notice.end_of_occurrence)
        for notice in notices(hub)
    ]


def kinds(hub, target, date):
    """Return type, settlement method and directions of a point on a day."""
    master = hub.point(target).data(date)
    detail = master.detail
    return (
        str(detail.metering_point_type),
        str(detail.settlement_method_type),
        tuple(channel.direction for channel in master.channels),
    )


def bring(hub, date, production, consumption, *, plant=15, flats=60, status=Status.METERED):
    """Send a day's values of the house."""
    now = morning_after(date)
    sent = [series(PLANT, "In", date, production, minutes=plant, status=status)]
    sent += [series(flat, "Out", date, used, minutes=flats) for flat, used in consumption.items()]
    send(hub, values(*sent, now=now), now=now)


def test_the_grid_company_is_told_of_the_calculation(shared):
    """NotifySharedProduction answers: version 1, active, with an identification."""
    (told_,) = notices(shared)

    assert [(1, "Active", day_period(START).start, None)] == versions(shared)
    assert ("Taket", "EquallyDistributed") == (
        told_.virtual_calculation.name,
        told_.virtual_calculation.formula_type,
    )
    assert 36 == len(told_.virtual_calculation.id)
    assert 1 == len(shared.call("list_calculations", now=MORNING, point=PLANT))


def test_master_data_follow(shared):
    """Recipients become combined points from the day on, the production is not settled any more."""
    before, after = START - DAY, START
    assert ("E18", "E02", ("In",)) == kinds(shared, PLANT, before)
    assert ("E18", "Z01", ("In",)) == kinds(shared, PLANT, after)
    for flat in FLATS:
        assert ("E17", "E02", ("Out",)) == kinds(shared, flat, before)
        assert ("E19", "E02", ("Out", "In")) == kinds(shared, flat, after)
        assert "B01" == str(shared.point(flat).data(after).detail.metering_point_sub_type_production)


def test_suppliers_third_parties_and_the_grid_company_are_told_of_master_data(make_hub):
    """NotifyMeteringPointCharacteristics of BRS-NO-305 goes to everyone concerned, once for each point."""
    flat = member(FLAT, "E17")
    flat = attrs.evolve(
        flat,
        timeline=attrs.evolve(flat.timeline, accesses=(Access(start=day(-9), party=AGENT, full=True),)),
    )
    elhub = make_hub(member(PLANT, "E18", 15), flat, member(SHOP, "E17", supplier=NEW), member(CELLAR, "E17"))
    send(elhub, sharing())

    assert ["NotifyMeteringPointCharacteristics 305 DDQ 21"] * 3 == message_lines(elhub, OLD)
    assert ["NotifyMeteringPointCharacteristics 305 DDQ 21"] == message_lines(elhub, NEW)
    assert ["NotifyMeteringPointCharacteristics 305 AG 21"] == message_lines(elhub, AGENT)
    assert [
        "NotifySharedProduction 701 DDM E58",
        *["NotifyMeteringPointCharacteristics 305 DDM 21"] * 4,
    ] == message_lines(elhub, GRID)


@pytest.mark.parametrize(
    ("expected", "formula", "recipients"),
    [
        # 4 x 300 in the hour; of 1200 each gets its part, and nets it with its own 500, 300 and 200
        ([(100, 0), (0, 100), (0, 200)], "EquallyDistributed", FLATS),
        ([(0, 100), (0, 100), (0, 0)], "Manual", SHARES),
        ([(0, 100), (0, 60), (0, 40)], "ConsumptionBased", FLATS),
    ],
)
def test_values_by_hand(make_hub, expected, formula, recipients):
    """The production of an hour is divided by each formula, and each part netted with its recipient's consumption."""
    elhub = make_hub(*house())
    send(elhub, sharing(formula=formula, recipients=recipients))
    bring(elhub, START, 300, {FLAT: 500, SHOP: 300, CELLAR: 200})
    hour = Period(at(START, 0), at(START, 1))

    assert expected == [
        (stored(elhub, flat, "Out", hour, 60)[0], stored(elhub, flat, "In", hour, 60)[0]) for flat in FLATS
    ]


@pytest.mark.parametrize("date", [START, SPRING, AUTUMN])
@pytest.mark.parametrize(("plant", "flats"), [(15, 60), (15, 15), (60, 60), (60, 15)])
@pytest.mark.parametrize("formula", ["Manual", "EquallyDistributed", "ConsumptionBased"])
def test_energy_is_conserved_on_every_day(make_hub, date, plant, flats, formula):
    """In each hour all that is taken less what is fed in is the consumption less the production, to the thousandth."""
    elhub = make_hub(*house(plant=plant, flats=flats))
    send(elhub, sharing(formula=formula, recipients=SHARES if formula == "Manual" else FLATS))
    production = [(n * 7919) % 4001 for n in range(steps(date, plant))]
    used = {
        flat: [(n * 104729 + k * 31) % 1503 for n in range(steps(date, flats))]
        for k, flat in enumerate(FLATS)
    }
    bring(elhub, date, production, used, plant=plant, flats=flats)
    whole = day_period(date)
    hours = steps(date, 60)

    def hourly(numbers, minutes):
        times = 60 // minutes
        return [sum(numbers[n * times : (n + 1) * times]) for n in range(hours)]

    balance = [0] * hours
    for flat in FLATS:
        out = hourly(stored(elhub, flat, "Out", whole, flats), flats)
        into = hourly(stored(elhub, flat, "In", whole, flats), flats)
        balance = [b + o - i for b, o, i in zip(balance, out, into, strict=True)]
    consumption = [sum(part) for part in zip(*(hourly(used[e], flats) for e in FLATS), strict=True)]

    assert [c - p for c, p in zip(consumption, hourly(production, plant), strict=True)] == balance


def test_quarters_keep_the_balance_of_quarters(make_hub):
    """Where all are read by the quarter, each quarter closes."""
    elhub = make_hub(*house(flats=15))
    send(elhub, sharing())
    bring(elhub, START, list(range(96)), dict.fromkeys(FLATS, 10), flats=15)
    nets = [
        [
            o - i
            for o, i in zip(
                stored(elhub, flat, "Out", day_period(START), 15),
                stored(elhub, flat, "In", day_period(START), 15),
                strict=True,
            )
        ]
        for flat in FLATS
    ]

    assert [30 - n for n in range(96)] == [sum(part) for part in zip(*nets, strict=True)]


def test_suppliers_get_the_net_and_nothing_else(shared):
    """The supplier of a recipient gets both net channels once; nobody gets what the meter saw."""
    before = len(shared.sent)
    bring(shared, START, 300, {FLAT: 500, SHOP: 300, CELLAR: 200})
    rows = [
        (
            str(p.metering_point_used_domain_location.identification),
            p.mp_detail_measurement_metering_point_characteristic.direction,
            int(p.observation.quantity[0]),
        )
        for outgoing in shared.sent[before:]
        if outgoing.party == OLD
        for p in outgoing.message.payload_energy_time_series
    ]

    assert sorted(
        [
            (PLANT, "In", 300),
            *((FLAT, d, n) for d, n in (("Out", 100), ("In", 0))),
            *((SHOP, d, n) for d, n in (("Out", 0), ("In", 100))),
            *((CELLAR, d, n) for d, n in (("Out", 0), ("In", 200))),
        ]
    ) == sorted(rows)


def test_nothing_is_calculated_until_all_is_there(shared):
    """Consumption waits for the production, and is calculated when it comes."""
    now = morning_after(START)
    send(shared, values(*(series(flat, "Out", START, 100) for flat in FLATS), now=now), now=now)
    assert [None] * 24 == stored(shared, FLAT, "Out", day_period(START), 60)
    assert [100] * 24 == stored(shared, FLAT, "Out", day_period(START), 60, kind="metered")

    send(shared, values(series(PLANT, "In", START, 15, minutes=15), now=now), now=now)
    assert [80] * 24 == stored(shared, FLAT, "Out", day_period(START), 60)


def test_one_missing_consumer_does_not_hold_up_the_others(shared):
    """With given shares each recipient's net needs its own consumption and the production alone."""
    bring(shared, START, 15, {FLAT: 100, SHOP: 100})

    assert [80] * 24 == stored(shared, SHOP, "Out", day_period(START), 60)
    assert [None] * 24 == stored(shared, CELLAR, "Out", day_period(START), 60)


def test_a_correction_is_followed_by_what_it_changes(shared):
    """A corrected hour of the production changes that hour of each recipient, and no other value is sent again."""
    bring(shared, START, 15, dict.fromkeys(FLATS, 100))
    before = len(shared.sent)
    now = morning_after(START) + dt.timedelta(hours=1)
    hour = Period(at(START, 5), at(START, 6))
    send(
        shared,
        values(series(PLANT, "In", START, [30] * 4, minutes=15, period=hour, registered=now), now=now),
        now=now,
    )
    out = stored(shared, FLAT, "Out", day_period(START), 60)
    again = [
        (p.observation_period_time_series_period.start, len(p.observation))
        for outgoing in shared.sent[before:]
        if outgoing.party == OLD
        for p in outgoing.message.payload_energy_time_series
        if str(p.metering_point_used_domain_location.identification) != PLANT
    ]

    assert [80] * 5 + [60] + [80] * 18 == out
    # In was zero and stays zero
    assert [(hour.start, 1)] * 3 == again


def test_the_least_certain_value_says_how_certain_the_net_is(shared):
    """A net of a temporary production is temporary."""
    bring(shared, START, 15, dict.fromkeys(FLATS, 100), status=Status.TEMPORARY)

    assert [Status.TEMPORARY] * 24 == statuses(shared, FLAT, "Out", day_period(START), 60)
    assert [Status.TEMPORARY] * 24 == statuses(shared, FLAT, "In", day_period(START), 60)


def test_nobody_sends_what_is_calculated(shared):
    """A grid company's values for the In channel of a recipient are refused; before the day there is no such channel."""
    now = morning_after(START)
    bring(shared, START, 15, dict.fromkeys(FLATS, 100))

    assert "HUB038" in breaches(shared, values(series(FLAT, "In", START, 1), now=now), now)


def test_a_period_over_the_first_day_is_kept_in_two_places(shared):
    """Up to the midnight values are the point's own, from then on they are what its net is calculated of."""
    now = morning_after(START)
    two = Period(day_period(START - DAY).start, day_period(START).end)
    send(shared, values(series(FLAT, "Out", START, [7] * 48, period=two), now=now), now=now)

    assert [7] * 24 + [None] * 24 == stored(shared, FLAT, "Out", two, 60)
    assert [None] * 24 + [7] * 24 == stored(shared, FLAT, "Out", two, 60, kind="metered")


def test_a_period_over_a_new_version_is_kept_in_one_place(shared):
    """A message over the midnight of an update is one delivery to what is metered, and its nets are of each version."""
    send(shared, sharing("Update", START + DAY, formula="ConsumptionBased", contributors=None))
    two = Period(day_period(START).start, day_period(START + DAY).end)
    now = morning_after(START + DAY)
    used = {FLAT: 100, SHOP: 50, CELLAR: 0}
    production = series(PLANT, "In", START, [15] * 192, minutes=15, period=two, registered=now)
    consumption = (series(e, "Out", START, [n] * 48, period=two, registered=now) for e, n in used.items())
    send(shared, values(production, *consumption, now=now), now=now)
    table = shared.snapshot().table(VALUES)

    assert 1 == len(table[ChannelKey(FLAT, "8716867000030", "Out", "metered")])
    assert [80] * 24 + [60] * 24 == stored(shared, FLAT, "Out", two, 60)
    assert [20] * 24 + [0] * 24 == stored(shared, CELLAR, "In", two, 60)


# what a new set-up may be, and what it may not

OTHER = gsrn(210)


def breaches(hub, message, now=MORNING):
    """Send a message that is to be rejected, and return the rules that it breaks."""
    hub.advance(now)
    before = len(hub.sent)
    receipt = hub.receive(message, now=now)
    assert receipt.accepted
    (answer,) = hub.sent[before:]
    assert "Acknowledgement" == answer.message.kind()
    assert "41" == str(answer.message.payload_response_event.status_type)
    return {error.code for error in receipt.report.errors}


@pytest.mark.parametrize(
    ("expected", "changes"),
    [
        ({"HUB003"}, {"start": day(0)}),
        ({"HUB003"}, {"start": at(START, 3)}),
        ({"HUB003"}, {"start": None}),
        ({"HUB096"}, {"name": None}),
        ({"HUB096"}, {"formula": None}),
        ({"HUB096"}, {"contributors": None}),
        ({"HUB092"}, {"formula": "Manual", "recipients": {**SHARES, FLAT: Decimal("0.4")}}),
        ({"HUB092"}, {"formula": "Manual", "recipients": {**SHARES, FLAT: None}}),
        ({"HUB092"}, {"formula": "EquallyDistributed", "recipients": SHARES}),
        ({"HUB001"}, {"recipients": (*FLATS, gsrn(99))}),
        ({"HUB004"}, {"recipients": (*FLATS, NEXT_DOOR)}),
        ({"HUB010"}, {"recipients": (*FLATS, QUIET)}),
        ({"HUB090"}, {"recipients": (*FLATS, PROFILED)}),
        ({"HUB093"}, {"recipients": (*FLATS, OTHER)}),
        ({"HUB093"}, {"recipients": (*FLATS, EXCHANGE)}),
        ({"HUB093"}, {"contributors": (PLANT, PLANT)}),
        ({"HUB093"}, {"contributors": (FLAT,), "recipients": (SHOP, CELLAR)}),
        ({"HUB093"}, {"contributors": (PLANT,), "recipients": (PLANT, SHOP)}),
        ({"HUB004"}, {"sender": NEIGHBOUR}),
        ({"HUB001", "HUB092", "HUB096"}, {"name": None, "formula": "Manual", "recipients": (gsrn(99),)}),
        ({"HUB092"}, {"description": None, "share": Decimal("0.5")}),
        ({"HUB094"}, {"indicator": "Update"}),
        ({"HUB094"}, {"indicator": "Delete"}),
    ],
)
def test_what_is_refused(make_hub, expected, changes):
    """Each breach is named, all of them at once, and nothing is changed."""
    elhub = make_hub(*house(), member(OTHER, "E18", 15))

    assert expected == breaches(elhub, sharing(**changes))
    assert [] == elhub.call("list_calculations", now=MORNING)
    assert ("E17", "E02", ("Out",)) == kinds(elhub, FLAT, START)


def test_a_name_is_used_once(make_hub):
    """Two shared productions of a grid company have two names, as long as both go on."""
    second = gsrn(211)
    elhub = make_hub(*house(), member(OTHER, "E18", 15), member(second, "E17"))
    send(elhub, sharing())
    namesake = sharing(contributors=(OTHER,), recipients=(second,))

    assert {"HUB091"} == breaches(elhub, namesake)
    send(elhub, sharing("Delete", START + DAY))
    send(elhub, sharing(contributors=(OTHER,), recipients=(second,)))


def test_a_production_is_shared_once(make_hub):
    """Neither a contributor nor a recipient belongs to two shared productions at a time."""
    second = gsrn(211)
    elhub = make_hub(*house(), member(OTHER, "E18", 15), member(second, "E17"))
    send(elhub, sharing())

    assert {"HUB090", "HUB095"} == breaches(elhub, sharing(name="Veggen", recipients=(second,)))
    taken = sharing(name="Veggen", contributors=(OTHER,), recipients=(FLAT, second))
    assert {"HUB093", "HUB095"} == breaches(elhub, taken)
    send(elhub, sharing(name="Veggen", contributors=(OTHER,), recipients=(second,)))


def test_a_channel_that_another_calculation_writes_is_not_shared(make_hub):
    """A copy that the hub's staff has set up writes a consumer's channel: from its end on it may be shared."""
    source, until = gsrn(211), START + DAY
    elhub = make_hub(*house(), member(source, "E17"))
    name = elhub.call(
        "set_up_calculation",
        now=MORNING,
        template="copy",
        start=START.isoformat(),
        inputs=[{"point": source, "direction": "Out"}],
        targets=[{"point": FLAT, "direction": "Out"}],
    )
    for recipients in (FLATS, (FLAT,), (SHOP, FLAT)):
        assert {"HUB095"} == breaches(elhub, sharing(recipients=recipients))
    elhub.call("end_calculation", now=MORNING, calculation=name, day=until.isoformat())

    assert {"HUB095"} == breaches(elhub, sharing())
    send(elhub, sharing("Add", until))


def test_an_identification_may_be_given_and_is_used_once(make_hub):
    """The grid company may name the calculation; another cannot have the same identification."""
    own = "6a1f7c7e-0d3f-4f0e-9f6e-1c2d3e4f5a6b"
    elhub = make_hub(*house())
    send(elhub, sharing(identification=own))

    assert own == notices(elhub)[0].virtual_calculation.id
    assert {"HUB094"} == breaches(elhub, sharing(identification=own, name="Veggen"))


# updates and ends


def identification(hub):
    """Return the identification of the first calculation."""
    return notices(hub)[0].virtual_calculation.id


def test_an_update_makes_a_version(make_hub):
    """The version before ends, the new one begins; who leaves and who joins changes on that midnight."""
    joining = gsrn(212)
    elhub = make_hub(*house(), member(joining, "E17"))
    send(elhub, sharing())
    later = START + 3 * DAY
    send(
        elhub,
        sharing("Update", later, identification=identification(elhub), name=None, formula=None,
                recipients=(FLAT, SHOP, joining)),
    )  # fmt: skip
    first, last = day_period(START).start, day_period(later).start

    assert [
        (1, "Active", first, None),
        (1, "Inactive", first, last),
        (2, "Active", last, None),
    ] == versions(elhub)
    assert ("E19", "E02", ("Out", "In")) == kinds(elhub, CELLAR, later - DAY)
    assert ("E17", "E02", ("Out",)) == kinds(elhub, CELLAR, later)
    assert ("E17", "E02", ("Out",)) == kinds(elhub, joining, later - DAY)
    assert ("E19", "E02", ("Out", "In")) == kinds(elhub, joining, later)
    assert ("E18", "Z01", ("In",)) == kinds(elhub, PLANT, later)

    for date in (later - DAY, later):
        bring(elhub, date, 15, dict.fromkeys((*FLATS, joining), 100))
    assert [80] * 24 == stored(elhub, CELLAR, "Out", day_period(later - DAY), 60)
    assert [100] * 24 == stored(elhub, CELLAR, "Out", day_period(later), 60)
    assert [100] * 24 == stored(elhub, joining, "Out", day_period(later - DAY), 60)
    assert [80] * 24 == stored(elhub, joining, "Out", day_period(later), 60)


def test_an_update_of_shares_leaves_the_participants_as_they_are(make_hub):
    """By its name, with a new formula: no master data change, nobody but the grid company is told."""
    elhub = make_hub(*house())
    send(elhub, sharing(formula="Manual", recipients=SHARES))
    before = len(elhub.sent)
    send(elhub, sharing("Update", START + DAY, formula="ConsumptionBased", contributors=None))

    assert ["NotifySharedProduction"] * 2 == [outgoing.message.kind() for outgoing in elhub.sent[before:]]
    assert "ConsumptionBased" == notices(elhub)[-1].virtual_calculation.formula_type
    assert {None} == {
        recipient.share
        for recipient in notices(elhub)[-1].virtual_calculation.participants.recipients.recipient
    }


def test_a_set_up_that_has_not_begun_is_replaced(shared):
    """An update for the same day takes the version's place; who was only in the first is as before."""
    send(shared, sharing("Update", START, recipients=(FLAT, SHOP)))
    first = day_period(START).start

    assert [
        (1, "Active", first, None),
        (1, "Inactive", first, first),
        (2, "Active", first, None),
    ] == versions(shared)
    assert ("E17", "E02", ("Out",)) == kinds(shared, CELLAR, START)
    bring(shared, START, 15, {FLAT: 100, SHOP: 100, CELLAR: 100})
    assert [70] * 24 == stored(shared, FLAT, "Out", day_period(START), 60)
    assert [100] * 24 == stored(shared, CELLAR, "Out", day_period(START), 60)


def test_a_delete_ends_it(shared):
    """From the day on everything is as it was before; what was calculated stays."""
    last = START + 2 * DAY
    send(shared, sharing("Delete", last, name=None, identification=identification(shared), contributors=None))
    first = day_period(START).start

    assert [(1, "Active", first, None), (1, "Inactive", first, day_period(last).start)] == versions(shared)
    assert ("E18", "E02", ("In",)) == kinds(shared, PLANT, last)
    assert ("E19", "E02", ("Out", "In")) == kinds(shared, FLAT, last - DAY)
    assert ("E17", "E02", ("Out",)) == kinds(shared, FLAT, last)
    for date in (last - DAY, last):
        bring(shared, date, 15, dict.fromkeys(FLATS, 100))
    assert [80] * 24 + [100] * 24 == stored(
        shared, FLAT, "Out", Period(day_period(last - DAY).start, day_period(last).end), 60
    )


def test_what_has_ended_or_is_anothers_cannot_be_changed(shared):
    """Update and Delete need a shared production of the sender that goes on."""
    stranger = sharing("Delete", identification=identification(shared), sender=NEIGHBOUR)
    assert {"HUB094"} == breaches(shared, stranger)
    send(shared, sharing("Delete", START + DAY))
    assert {"HUB094"} == breaches(shared, sharing("Delete", START + DAY))
    assert {"HUB094"} == breaches(shared, sharing("Update", START + DAY))


def test_the_plant_changes_to_quarters_in_the_middle_of_a_message(make_hub):
    """A message over the midnight of the change is calculated day by day, in the resolution of each."""
    hourly, quarters = member(PLANT, "E18", 60), member(PLANT, "E18", 15)
    version = Version(start=START + DAY, data=quarters.versions[0].data)
    plant = attrs.evolve(hourly, versions=(*hourly.versions, version))
    elhub = make_hub(plant, *(member(flat, "E17", 15) for flat in FLATS))
    send(elhub, sharing())
    two = Period(day_period(START).start, day_period(START + DAY).end)
    now = morning_after(START + DAY)
    send(elhub, values(series(PLANT, "In", START, 60, registered=now), now=now), now=now)
    send(elhub, values(series(PLANT, "In", START + DAY, 15, minutes=15, registered=now), now=now), now=now)
    used = (series(e, "Out", START, [10] * 192, minutes=15, period=two, registered=now) for e in FLATS)
    send(elhub, values(*used, now=now), now=now)

    assert [5] * 192 == stored(elhub, FLAT, "Out", two, 15)


def test_what_is_missing_is_asked_for_where_it_is_sent():
    """The reminder of 07:00 names a recipient's metered consumption, never what the hub calculates of it."""
    elhub = hub_of(*house(), values_since=START)
    send(elhub, sharing())
    bring(elhub, START, 15, {FLAT: 100, SHOP: 100})
    elhub.advance(morning_after(START) + dt.timedelta(hours=3))
    reminded = [
        str(reminder.metering_point_used_domain_location.identification)
        for outgoing in elhub.sent
        if outgoing.message.kind() == "RequestCollectedData"
        for reminder in outgoing.message.payload_measured_data_request.reminder
    ]

    assert [CELLAR] == [identification for identification in reminded if identification in {PLANT, *FLATS}]


@pytest.mark.parametrize("flats", [15, 60])
def test_the_settlement_closes_as_before(flats):
    """Sharing moves energy between production and consumption, and changes neither their difference nor the loss."""
    balances = []
    for shares in (False, True):
        elhub = hub_of(*house(flats=flats), values_since=START)
        if shares:
            send(elhub, sharing())
        elhub.call(
            "set_loss_parameters", now=MORNING, area=AREA, sender=GRID, idle="0", constant="0", day=START.isoformat()
        )  # fmt: skip
        production = [(n * 7919) % 4001 for n in range(96)]
        bring(elhub, START, production, {flat: 500 + n for n, flat in enumerate(FLATS)}, flats=flats)
        elhub.advance(morning_after(START) + dt.timedelta(hours=3))
        (report,) = elhub.settlement_report(AREA, START)
        sums = {name: Decimal(value) for name, value in report["sums"].items()}
        assert not {PLANT, *FLATS} & {missing["point"] for missing in report["missing"]}
        balances.append((sums["production"] - sums["interval"] - sums["hourly"], sums["loss"]))

    assert balances[0] == balances[1]


def test_a_replay_gives_the_same(shared):
    """The journal of a shared production, replayed, gives the same state."""
    bring(shared, START, 15, dict.fromkeys(FLATS, 100))
    again = Hub.replay(hub_of(*house()).snapshot(), shared.journal)

    assert shared.snapshot() == again.snapshot()
