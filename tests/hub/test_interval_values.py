"""Interval values (BRS-NO-313) through the hub: what is taken, what is refused and why, and who gets what."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import numpy as np
import pytest
from tests.support.fast_agreement import reports_alike
from tests.support.hub_fixtures import (
    AGENT,
    ANNA,
    AREA,
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
    PROVIDER,
    QUIET,
    TODAY,
    UNKNOWN,
    at,
    day,
    gsrn,
    master_data,
    parties,
    point,
    points,
    structure,
)
from tests.support.metering import (
    ENERGY,
    INDUCTIVE,
    collected,
    days,
    receive_days,
    received_values,
    refused,
    series,
    temporary,
    value_query,
    values,
)

import edielkit
from edielkit.emif.messages import MeasurementDefinition, ProductCharacteristic
from edielkit.emif.values import Code, Identifier
from edielkit.hub import Access, Config, GridArea, Hub, Ids, Market, Party, Structure, Supply, Version
from edielkit.hub.core.request import Request
from edielkit.hub.core.state import State
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering.interval_values import validate
from edielkit.hub.values.value_records import VALUES
from edielkit.market_time import Period
from edielkit.series import Observations

YESTERDAY = days(day(-1))
BOTH = {(GRID, "DDM"), (OLD, "DDQ")}
TOMORROW = days(day(1)).end
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2026, 10, 25)


def who(hub: Hub) -> set[tuple[str, str]]:
    """Return the parties that got values, and their roles."""
    return {(row.party, row.role) for row in received_values(hub.sent)}


def reasons(hub: Hub) -> list[str]:
    """Return the reason codes of the payloads that were refused."""
    return [code for _, codes in refused(hub) for code in codes]


def channel(product: str, direction: str = "Out", resolution: str = "PT1H") -> MeasurementDefinition:
    """Return a channel."""
    return MeasurementDefinition(
        product_included_product_characteristics=ProductCharacteristic(
            identification=Identifier(product, "9"), unit_type="kWh" if product == ENERGY else "kvarh"
        ),
        direction=direction,
        resolution=resolution,
    )


def quarters(data=None):
    """Return master data of a point that is read by the quarter."""
    master = master_data() if data is None else data
    detail = attrs.evolve(master.detail, meter_reading_occurrence="PT15M")
    channels = tuple(attrs.evolve(channel, resolution="PT15M") for channel in master.channels)
    return attrs.evolve(master, detail=detail, channels=channels)


def test_values_of_a_day_reach_grid_owner_and_supplier(market):
    """What a grid company sends is distributed at once, whole, with its times."""
    sent = series(YESTERDAY, registered=MORNING - dt.timedelta(hours=1))
    receipt = market.receive(collected(sent), now=MORNING)
    payload = market.sent[0].message.payload_energy_time_series[0]

    assert receipt.accepted
    assert [] == refused(market)
    assert BOTH == who(market)
    assert [tuple(range(1000, 1024))] * 2 == [row.quantities for row in received_values(market.sent)]
    assert (sent.registered, MORNING) == (payload.registration_date_time, payload.insert_date_time)
    assert {"E66"} == {str(outgoing.message.header.document_type) for outgoing in market.sent}


@pytest.mark.parametrize(
    ("words", "delivery", "expected"),
    [
        ("unknown point", {"point": UNKNOWN}, "E10"),
        ("another's grid", {"point": NEXT_DOOR}, "E0I"),
        ("inactive point", {"point": QUIET}, "E81"),
        ("profiled point", {"point": PROFILED}, "E14"),
        ("no such product", {"product": INDUCTIVE}, "E29"),
        ("no such direction", {"direction": "In"}, "E29"),
        ("another resolution", {"minutes": 15}, "E14"),
    ],
)
def test_a_series_that_breaks_a_rule_is_refused_alone(market, words, delivery, expected):
    """The payload is named with its reason, the one beside it is stored."""
    wrong, right = series(YESTERDAY, **delivery), series(YESTERDAY, point=EMPTY)
    receipt = market.receive(collected(wrong, right), now=MORNING)

    assert receipt.accepted, words
    assert [(wrong.identification, (expected,))] == refused(market)
    assert [EMPTY] == [row.point for row in received_values(market.sent)]


def test_all_that_is_wrong_with_a_series_is_said(market):
    """One answer for each payload, with each reason once."""
    other = series(YESTERDAY, point=NEXT_DOOR, product=INDUCTIVE)
    market.receive(collected(other), now=MORNING)

    assert [(other.identification, ("E0I", "E29"))] == refused(market)


@pytest.mark.parametrize(("sender", "taken"), [(PROVIDER, True), (NEIGHBOUR, False)])
def test_a_service_provider_of_the_grid_owner_may_send_in_its_own_name(sender, taken):
    """The collector (DDE) is the grid owner or a service provider of it."""
    market_parties = [
        attrs.evolve(party, providers={PROVIDER})
        if party.gln == GRID
        else attrs.evolve(party, roles=party.roles | {"DDE"})
        if party.gln in {PROVIDER, NEIGHBOUR}
        else party
        for party in parties()
    ]
    hub = Hub(Market(parties=market_parties, structure=structure(), points=points()), ids=Ids("provider"))
    hub.receive(collected(series(YESTERDAY), sender=sender), now=MORNING)

    assert (BOTH if taken else set()) == who(hub)


def test_the_day_before_must_be_there(market):
    """The first values of a channel begin a series that has no hole then."""
    receive_days(market, [series(days(day(-5)))], MORNING)
    market.receive(collected(series(days(day(-3)))), now=MORNING)
    assert ["E14"] == reasons(market)
    receive_days(market, [series(days(day(-4))), series(days(day(-3)))], MORNING)

    assert ["E14"] == reasons(market)
    assert 3 == len(market.values(POINT, ENERGY, "Out", days(day(-5), 3)))


def test_values_before_the_first_ones_need_nothing(market):
    """Without a first day that is expected, a series may grow backwards."""
    receive_days(market, [series(days(day(-2))), series(days(day(-9)))], MORNING)

    assert [] == refused(market)


def test_from_the_first_expected_day_on_nothing_may_be_missing(make_hub):
    """The first day expected needs nothing before it, the next one does."""
    hub = make_hub(values_since=day(-3))
    hub.receive(collected(series(days(day(-2)))), now=MORNING)
    hub.receive(collected(series(days(day(-3)))), now=MORNING)
    hub.receive(collected(series(days(day(-2)))), now=MORNING)

    assert ["E14"] == reasons(hub)
    assert [day(-3), day(-2)] == [
        (piece.period.start + dt.timedelta(hours=2)).date()
        for piece in hub.values(POINT, ENERGY, "Out", days(day(-3), 3))
    ]


def test_the_first_day_of_a_channel_needs_nothing_before_it(make_hub):
    """A point that gets a channel, or becomes active, begins there."""
    first, second = gsrn(71), gsrn(72)
    plain = point(first)
    reactive = attrs.evolve(master_data(), channels=(*master_data().channels, channel(INDUCTIVE)))
    grown = attrs.evolve(plain, versions=(*plain.versions, Version(start=day(-1), data=reactive)))
    woken = attrs.evolve(point(second), statuses=point(second, status="E23").statuses)
    woken = attrs.evolve(
        woken, statuses=(*woken.statuses, attrs.evolve(woken.statuses[0], start=day(-1), status="E22"))
    )
    hub = make_hub(grown, woken, values_since=day(-9))
    hub.receive(
        collected(
            series(YESTERDAY, point=first, product=INDUCTIVE),
            series(YESTERDAY, point=second),
            series(YESTERDAY, point=first),
        ),
        now=MORNING,
    )

    assert ["E14"] == reasons(hub)
    assert {(first, "kvarh"), (second, "kWh")} == {
        (
            payload.metering_point_used_domain_location.identification.value,
            payload.product_included_product_characteristics.unit_type,
        )
        for outgoing in hub.sent
        if outgoing.message.kind() == "NotifyValidatedDataForBillingEnergy"
        for payload in outgoing.message.payload_energy_time_series
    }


def test_days_of_one_message_stand_on_each_other(market):
    """A message may bring several days in order; where one of them is refused, the next one lacks it."""
    receive_days(market, [series(days(day(-5)))], MORNING)
    market.receive(collected(*(series(days(day(n))) for n in (-4, -3))), now=MORNING)
    assert [] == refused(market)

    half = Period(days(day(-2)).start, days(day(-2)).start + dt.timedelta(hours=12))
    market.receive(collected(series(half), series(days(day(-1)))), now=MORNING)
    assert ["E14", "E14"] == reasons(market)


def test_a_first_submission_has_whole_days(market):
    """Half a day is refused until the day is there; then it is a correction."""
    half = Period(YESTERDAY.start, YESTERDAY.start + dt.timedelta(hours=12))
    market.receive(collected(series(half)), now=MORNING)
    assert ["E14"] == reasons(market)
    receive_days(market, [series(YESTERDAY), series(half, first=5000)], MORNING)

    assert ["E14"] == reasons(market)
    pieces = market.values(POINT, ENERGY, "Out", YESTERDAY)
    assert [5000, 1012] == [int(piece.observations.quantity[0]) for piece in pieces]


@pytest.mark.parametrize(("agreed", "kind", "taken"), [(True, "E18", 2), (False, "E18", 0), (True, "E17", 0)])
def test_production_may_come_in_parts_of_a_day_by_agreement(make_hub, agreed, kind, taken):
    """The parts follow on each other from midnight on."""
    data = master_data(kind)
    direction = "In" if kind == "E18" else "Out"
    plant = point(gsrn(73), data=attrs.evolve(data, channels=(channel(ENERGY, direction),)))
    hub = make_hub(plant, shorter_periods=agreed)
    hours = [YESTERDAY.start + dt.timedelta(hours=n) for n in (0, 6, 12, 18)]
    for start, end in ((hours[0], hours[1]), (hours[1], hours[2]), (hours[3], YESTERDAY.end)):
        delivered = series(Period(start, end), point=gsrn(73), direction=direction)
        hub.receive(collected(delivered), now=MORNING)

    assert taken == len(hub.values(gsrn(73), ENERGY, direction, YESTERDAY))
    assert 3 - taken == len(refused(hub))


@pytest.mark.parametrize(("changed", "hours"), [(SPRING, 23), (AUTUMN, 25)])
@pytest.mark.parametrize("minutes", [60, 15])
def test_days_of_the_clock_change_have_their_hours(make_hub, changed, hours, minutes):
    """A day has 23 or 25 hours in March and October; 24 do not fill it."""
    target = point(gsrn(74), data=quarters() if minutes == 15 else None)
    hub = make_hub(target)
    now = at(changed + dt.timedelta(days=1), 6)
    wrong = series(
        Period(days(changed).start, days(changed).start + dt.timedelta(hours=24)),
        point=gsrn(74),
        minutes=minutes,
        registered=now,
    )
    hub.receive(collected(wrong, now=now), now=now)
    assert 1 == len(refused(hub))
    right = series(days(changed), point=gsrn(74), minutes=minutes, registered=now)
    hub.receive(collected(right, now=now), now=now)

    assert [hours * 60 // minutes] * 2 == [len(row.quantities) for row in received_values(hub.sent)]


def test_a_change_of_resolution_is_one_of_days(make_hub):
    """On the day from which a point is read by the quarter, quarters are wanted and hours refused."""
    plain = point(gsrn(75))
    changing = attrs.evolve(plain, versions=(*plain.versions, Version(start=day(-1), data=quarters())))
    hub = make_hub(changing)
    receive_days(hub, [series(days(day(-2)), point=gsrn(75))], MORNING)
    for wrong in (
        series(days(day(-2), 2), point=gsrn(75)),
        series(days(day(-2), 2), point=gsrn(75), minutes=15),
        series(days(day(-1)), point=gsrn(75)),
    ):
        hub.receive(collected(wrong), now=MORNING)
    assert 3 == len(refused(hub))
    receive_days(hub, [series(days(day(-1)), point=gsrn(75), minutes=15)], MORNING)

    assert [60, 15] == [piece.minutes for piece in hub.values(gsrn(75), ENERGY, "Out", days(day(-2), 2))]


def test_a_change_of_supplier_at_midnight_divides_a_delivery(make_hub):
    """Each supplier gets its own days, the grid owner all, in payloads of the same values."""
    old = point(gsrn(76))
    supplies = (
        Supply(start=dt.date(2024, 1, 1), end=day(-2), supplier=OLD),
        Supply(start=day(-2), supplier=LAST, role="SLR"),
    )
    accesses = (
        Access(start=day(-3), end=day(-1), party=AGENT),
        Access(start=day(-1), party=AGENT, full=True),
    )
    switched = attrs.evolve(old, timeline=attrs.evolve(old.timeline, supplies=supplies, accesses=accesses))
    hub = make_hub(switched)
    hub.receive(collected(series(days(day(-4), 4), point=gsrn(76), first=0)), now=MORNING)

    assert {
        (GRID, "DDM"): (0, 96),
        (OLD, "DDQ"): (0, 48),
        (LAST, "SLR"): (48, 96),
        (AGENT, "AG"): (24, 96),
    } == {(e.party, e.role): (e.quantities[0], e.quantities[-1] + 1) for e in received_values(hub.sent)}
    assert 4 == len(received_values(hub.sent))


def test_an_interrupted_right_gives_two_payloads(make_hub):
    """Who has a point again gets its days before and after, not those between."""
    old = point(gsrn(76))
    supplies = (
        Supply(start=dt.date(2024, 1, 1), end=day(-3), supplier=OLD),
        Supply(start=day(-3), end=day(-2), supplier=NEW),
        Supply(start=day(-2), supplier=OLD),
    )
    hub = make_hub(attrs.evolve(old, timeline=attrs.evolve(old.timeline, supplies=supplies)))
    hub.receive(collected(series(days(day(-4), 4), point=gsrn(76), first=0)), now=MORNING)

    assert [(0, 24), (48, 96)] == [
        (e.quantities[0], e.quantities[-1] + 1) for e in received_values(hub.sent) if e.party == OLD
    ]


def test_who_does_not_subscribe_gets_nothing(make_hub):
    """A kind of values can be left out by a party in a role, and taken up again."""
    data = attrs.evolve(master_data(), channels=(*master_data().channels, channel(INDUCTIVE)))
    hub = make_hub(point(gsrn(77), data=data))
    both = [series(YESTERDAY, point=gsrn(77), product=product) for product in (ENERGY, INDUCTIVE)]
    hub.call("subscribe", now=MORNING, party=OLD, role="DDQ", kind="reactive", wanted=False)
    receive_days(hub, both, MORNING)
    assert 3 == len(received_values(hub.sent))
    hub.call("subscribe", now=MORNING, party=OLD, role="DDQ", kind="reactive")
    again = [attrs.evolve(row, registered=MORNING + dt.timedelta(hours=1)) for row in both]
    receive_days(hub, again, MORNING + dt.timedelta(hours=1))

    assert 7 == len(received_values(hub.sent))
    assert {"settled active": True, "non-settled active": True, "reactive": True, "6015": False} == hub.call(
        "subscriptions", now=MORNING + dt.timedelta(hours=1), party=OLD, role="DDQ"
    )


@pytest.mark.parametrize(
    ("party", "role", "kind"), [(OLD, "DDM", "reactive"), (GRID, "DDE", "reactive"), (OLD, "DDQ", "hourly")]
)
def test_subscriptions_of_nobody_are_refused(market, party, role, kind):
    """A subscription needs a party in a role that gets values, and a kind that there is."""
    with pytest.raises(ValueError, match="expected"):
        market.call("subscribe", now=MORNING, party=party, role=role, kind=kind)


def test_the_latest_registration_counts_and_all_versions_stay(market):
    """A correction is stored and distributed; what counted before can be asked for as of its time."""
    later = MORNING + dt.timedelta(hours=2)
    receive_days(market, [series(YESTERDAY)], MORNING)
    market.receive(collected(series(YESTERDAY, first=7000, registered=later)), now=later)
    now, then = (market.values(POINT, ENERGY, "Out", YESTERDAY, as_of=as_of) for as_of in (None, MORNING))

    assert [7000, 1000] == [int(pieces[0].observations.quantity[0]) for pieces in (now, then)]
    assert [(later, later), (MORNING, MORNING)] == [
        (pieces[0].registered, pieces[0].inserted) for pieces in (now, then)
    ]
    assert 4 == len(received_values(market.sent))


def test_what_was_registered_before_is_refused(market):
    """An older series cannot take the place of a newer one; where it does not meet it, it is welcome."""
    later = MORNING + dt.timedelta(hours=2)
    market.receive(collected(series(YESTERDAY, registered=later)), now=later)
    market.receive(collected(series(YESTERDAY, first=7000)), now=later)
    assert ["E14"] == reasons(market)
    market.receive(collected(series(days(day(-2)))), now=later)

    assert ["E14"] == reasons(market)
    assert [1000, 1000] == [
        int(piece.observations.quantity[0]) for piece in market.values(POINT, ENERGY, "Out", days(day(-2), 2))
    ]


def test_the_same_values_again_are_told_once(market):
    """A series that says once more what counts is accepted without effect; with a new registration it is news."""
    delivered = series(YESTERDAY, registered=MORNING - dt.timedelta(minutes=1))
    receive_days(market, [delivered, delivered], MORNING)
    assert 2 == len(received_values(market.sent))
    assert 1 == len(market.snapshot().table(VALUES)[POINT, ENERGY, "Out", ""])
    receive_days(market, [attrs.evolve(delivered, registered=MORNING)], MORNING)

    assert 4 == len(received_values(market.sent))


def test_other_values_of_the_same_registration_count(market):
    """Of two series that were registered at once, the one that came last counts."""
    receive_days(market, [series(YESTERDAY), series(YESTERDAY, first=9000)], MORNING)

    pieces = market.values(POINT, ENERGY, "Out", YESTERDAY)
    assert [9000] == [int(piece.observations.quantity[0]) for piece in pieces]
    assert 4 == len(received_values(market.sent))


def test_positions_in_any_order_are_put_in_order(market):
    """The schema lets Sequence come in any order: the steps are what they name."""
    ordered = values(YESTERDAY)
    back = Observations(
        position=ordered.position[::-1],
        quantity=ordered.quantity[::-1],
        status=ordered.status,
        validation=ordered.validation,
        estimation=ordered.estimation,
    )
    market.receive(collected(series(YESTERDAY, observations=back)), now=MORNING)

    assert {tuple(range(1000, 1024))} == {row.quantities for row in received_values(market.sent)}
    assert np.array_equal(
        ordered.quantity, market.values(POINT, ENERGY, "Out", YESTERDAY)[0].observations.quantity
    )


def test_status_and_codes_of_values_are_kept(market):
    """What was temporary, and why, comes out as it went in."""
    market.receive(collected(series(YESTERDAY, observations=temporary(values(YESTERDAY)))), now=MORNING)
    observations = market.values(POINT, ENERGY, "Out", YESTERDAY)[0].observations

    assert temporary(values(YESTERDAY)) == observations
    assert observations == market.sent[0].message.payload_energy_time_series[0].observation


def test_a_period_in_local_time_is_that_in_utc(market):
    """Start and end may be written with the Norwegian offset."""
    zone = dt.timezone(dt.timedelta(hours=1))
    local = Period(YESTERDAY.start.astimezone(zone), YESTERDAY.end.astimezone(zone))
    market.receive(collected(series(local)), now=MORNING)

    assert {(YESTERDAY.start, dt.timedelta())} == {
        (e.start, e.start.utcoffset()) for e in received_values(market.sent)
    }


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("mp_detail_measurement_metering_point_characteristic", None, "E29"),
        ("product_included_product_characteristics", None, "EH072"),
        ("observation_period_time_series_period", None, "EH032"),
    ],
)
def test_what_the_schema_lets_out_is_missed(market, field, value, expected):
    """A payload without direction, product or period is refused, with a reason."""
    whole = collected(series(YESTERDAY))
    payload = attrs.evolve(whole.payload_energy_time_series[0], **{field: value})
    market.receive(attrs.evolve(whole, payload_energy_time_series=(payload,)), now=MORNING)

    assert expected in reasons(market)
    assert set() == who(market)


def test_five_minutes_are_no_resolution_of_a_point(market):
    """PT5M is in the schema and no reading resolution."""
    period = Period(YESTERDAY.start, YESTERDAY.end)
    delivered = attrs.evolve(series(period), resolution="PT5M", observations=values(period, 5))
    market.receive(collected(delivered), now=MORNING)

    assert 1 == len(refused(market))


@pytest.mark.parametrize(
    ("delivered", "expected"),
    [
        (series(YESTERDAY, point=UNKNOWN), "HUB001"),
        (attrs.evolve(series(YESTERDAY), resolution="PT5M", observations=values(YESTERDAY, 5)), "HUB033"),
    ],
)
def test_the_hub_judges_for_itself_what_rules_have_let_through(market, delivered, expected):
    """What the rules of the message might say stands in no way of the hub's own."""
    transaction = Transaction(State.of(market.snapshot()), MORNING)
    findings = validate(transaction, Request.of(collected(delivered)))

    assert [(expected, delivered.identification)] == [(finding.code, finding.payload) for finding in findings]


def test_older_values_are_welcome_where_newer_ones_are_of_other_days(market):
    """Only values of the same period are compared."""
    hours = [MORNING + dt.timedelta(hours=n) for n in range(3)]
    for n, when in ((-4, hours[0]), (-3, hours[2]), (-2, hours[1])):
        market.receive(collected(series(days(day(n)), registered=when)), now=hours[2])
    market.receive(collected(series(days(day(-2)), registered=hours[0])), now=hours[2])

    assert ["E14"] == reasons(market)
    assert 3 == len(market.values(POINT, ENERGY, "Out", days(day(-4), 3)))


def test_a_virtual_grid_area_gives_nothing_back():
    """The sender neither gets nor sees the values again; a third party with access does."""
    home = gsrn(78)
    data = attrs.evolve(
        master_data(), detail=attrs.evolve(master_data().detail, settlement_method_type=Code("Z01", "260"))
    )
    virtual_point = point(home, area="50YVIRTUAL-AREA7", user=ANNA, supplier=None, data=data)
    virtual_point = attrs.evolve(
        virtual_point,
        timeline=attrs.evolve(virtual_point.timeline, accesses=(Access(start=day(-30), party=AGENT),)),
    )
    areas = [
        *structure().areas.values(),
        GridArea(identification="50YVIRTUAL-AREA7", owner=GRID, virtual=True),
    ]
    hub = Hub(
        Market(parties=parties(), structure=Structure.of(areas), points=(virtual_point,)), ids=Ids("virtual")
    )
    hub.receive(collected(series(YESTERDAY, point=home)), now=MORNING)

    assert {(AGENT, "AG")} == who(hub)
    for party, role, expected in ((GRID, "DDM", ["E0H"]), (AGENT, "AG", [])):
        receipt = hub.receive(value_query(YESTERDAY, point=home, sender=party, role=role), now=MORNING)
        assert expected == list(receipt.reasons)


def test_exchange_points_go_to_the_grid_owners():
    """An exchange point has no supplier: its values go to the grid owners on both sides."""
    data = attrs.evolve(master_data("E20"), channels=tuple(channel(ENERGY, d) for d in ("In", "Out")))
    hub = Hub(
        Market(
            parties=parties(),
            structure=structure(),
            points=(attrs.evolve(point(EXCHANGE, user=None, data=data), settlement_point=False),),
        ),
        ids=Ids("exchange"),
    )
    hub.receive(
        collected(*(series(YESTERDAY, point=EXCHANGE, direction=direction) for direction in ("In", "Out"))),
        now=MORNING,
    )

    assert {(GRID, "DDM"), (NEIGHBOUR, "DDM")} == who(hub)
    assert 4 == len(received_values(hub.sent))


def test_large_messages_go_the_fast_lane_and_mean_the_same():
    """A message of hundreds of payloads gives what its payloads give one by one."""
    many = [point(gsrn(100 + n)) for n in range(120)]
    hubs = [
        Hub(Market(parties=parties(), structure=structure(), points=many), ids=Ids("fast")) for _ in range(2)
    ]
    delivered = [series(YESTERDAY, point=target.identification, first=n) for n, target in enumerate(many)]
    hubs[0].receive(collected(*delivered), now=MORNING)
    for one_series in delivered:
        hubs[1].receive(collected(one_series), now=MORNING)

    def plain(hub: Hub) -> list[tuple[str, str, tuple[int, ...]]]:
        return sorted((e.party, e.point, e.quantities) for e in received_values(hub.sent))

    assert 240 == len(plain(hubs[0]))
    assert plain(hubs[0]) == plain(hubs[1])
    assert 2 == len(hubs[0].sent)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((), None),
        (("metering_point_used_domain_location", "identification", "value"), UNKNOWN),
        (("observation_period_time_series_period", "end"), TOMORROW),
        (("product_included_product_characteristics", "unit_type"), "kvarh"),
        (("observation_period_time_series_period", "resolution_duration"), "PT30M"),
        (("product_included_product_characteristics", "identification", "value"), INDUCTIVE),
    ],
)
def test_what_the_fast_lane_finds_is_what_the_exact_path_finds(path, value):
    """A fault in one payload of a large message is told in the same words and at the same place."""
    many = [point(gsrn(100 + n)) for n in range(120)]
    whole = collected(*(series(YESTERDAY, point=target.identification) for target in many))
    payloads = list(whole.payload_energy_time_series)
    payloads[77] = _planted(payloads[77], path, value)
    data = edielkit.serialize(attrs.evolve(whole, payload_energy_time_series=tuple(payloads)))
    context = Hub(Market(parties=parties(), structure=structure(), points=many)).context

    assert reports_alike(data, now=MORNING, context=context)


def _planted(value: Any, path: tuple[str, ...], new: Any) -> Any:
    if not path:
        return value
    inner = new if len(path) == 1 else _planted(getattr(value, path[0]), path[1:], new)
    return attrs.evolve(value, **{path[0]: inner})


def test_a_replay_gives_the_same_hub(market):
    """Values, notices and their identifications are made again from the journal, and snapshots are equal."""
    start = market.snapshot()
    receive_days(market, [series(days(day(-2))), series(YESTERDAY)], MORNING)
    again = Hub.replay(start, market.journal)

    assert market.snapshot() == again.snapshot()
    assert [edielkit.to_dict(outgoing.message) for outgoing in market.sent] == [
        edielkit.to_dict(outgoing.message) for outgoing in again.sent
    ]


def test_a_hub_can_forget(market):
    """Journal and what was sent are dropped; values and queues stay."""
    receive_days(market, [series(YESTERDAY)], MORNING)
    market.forget()

    assert ((), ()) == (market.journal, market.sent)
    assert 1 == len(market.values(POINT, ENERGY, "Out", YESTERDAY))
    assert market.poll(OLD, "DDQ", "PollMeteringValues", now=MORNING) is not None


def test_settings_of_a_hub_with_values():
    """What is expected of whom is set up, and nothing is by default."""
    assert (None, False, 3, 10) == (
        Config().values_since,
        Config().shorter_periods,
        Config().storage_years,
        Config().extended_storage_years,
    )
    assert AREA in structure().areas
    assert Party(gln=GRID).roles == frozenset()
    assert TODAY == day(0)
