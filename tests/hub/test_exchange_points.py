"""Exchange points in the hub: registered, reported by one side, changed to quarters at midnight, checked at 07:00."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.hub_fixtures import (
    AREA,
    GRID,
    NEIGHBOUR,
    OTHER_AREA,
    PROVIDER,
    faults_of,
    gsrn,
    parties,
    structure,
)
from tests.support.metering import collected, days, received_values, refused, series
from tests.support.settlement_market import AUTUMN, DAY, SPRING, at, day_series, line, plant, send, user

from edielkit.exchange import ExchangePoint, PointValues
from edielkit.hub import Config, Hub, Ids, Market, Party
from edielkit.hub.core.state_tables import EXCHANGE_POINTS
from edielkit.hub.values.store import instant_of
from edielkit.hub.values.value_records import VALUES
from edielkit.market_time import Period, day_period, hours_in_day, local_day

BORDER, SECOND, THEIRS, METER, TOWN = (gsrn(n) for n in range(201, 206))
ABROAD = "50YABROAD------0"
REACTIVE = "8716867000047"
_DAY = dt.timedelta(days=1)


def place(point=BORDER, **more):
    """Return an exchange point from the grid company's area to its neighbour's."""
    exchange_point = ExchangePoint.of_metering_point(point, main_area=AREA, neighbour=OTHER_AREA)
    return attrs.evolve(exchange_point, **more)


def market(*places, minutes=60, points=(), since=None):
    """Return a hub with a line between two areas, and exchange points."""
    everyone = [
        attrs.evolve(party, roles={"DDM", "MDR", "DDE"}, providers={PROVIDER}) if party.gln == GRID
        else attrs.evolve(party, roles={"DDM", "MDR", "DDE"}) if party.gln == NEIGHBOUR
        else party
        for party in parties()
    ]  # fmt: skip
    here = (line(BORDER, minutes=minutes), line(SECOND, minutes=minutes), line(THEIRS, OTHER_AREA), *points)
    opening = Market(parties=everyone, structure=structure(), points=here, exchange_points=places)
    return Hub(opening, config=Config(values_since=since), ids=Ids("exchange"))


def morning(day, time="06:30"):
    """Return an instant of the day after a usage day."""
    return at(day + _DAY, time)


def both(day=DAY, minutes=60, point=BORDER, **more):
    """Return both channels of a day."""
    return [day_series(point, direction, 100, day, minutes=minutes, **more) for direction in ("In", "Out")]


def reason_codes(hub, *series, sender=GRID, now, **more):
    """Send a message; return the market's reason codes of what was refused, by payload in order."""
    before = len(refused(hub))
    receipt = hub.receive(collected(*series, sender=sender, now=now, **more), now=now)
    assert receipt.accepted
    return [codes for _, codes in refused(hub)[before:]]


def codes_of(hub, *series, sender=GRID, now):
    """Send a message; return the rules that it broke."""
    receipt = hub.receive(collected(*series, sender=sender, now=now), now=now)
    return [error.code for error in receipt.report.errors]


def resolution(hub, day, name=BORDER):
    """Return what a point is read with on a day."""
    return hub.point(name).data(day).detail.meter_reading_occurrence


# -- structure data


def test_the_hub_sets_up_the_channels():
    """In and Out, active and reactive energy, with 15 minutes beside the hours that the point is read with."""
    hub = market(place())
    data = hub.point(BORDER).data(DAY)
    channels = {
        (
            str(channel.product_included_product_characteristics.identification),
            channel.direction,
            channel.resolution,
        )
        for channel in data.channels
    }
    active = "8716867000030"

    assert {(active, direction, "PT1H") for direction in ("In", "Out")} | {
        (product, direction, "PT15M") for product in (active, REACTIVE) for direction in ("In", "Out")
    } == channels
    assert "PT1H" == data.detail.meter_reading_occurrence
    assert data.detail.settlement_method_type is None


def test_it_is_registered_in_the_portal():
    """With the same effect as an exchange point that the market begins with."""
    hub = market()
    registered = hub.call(
        "register_exchange_point",
        now=at(DAY, "09:00"),
        main_area=AREA,
        neighbour=OTHER_AREA,
        incoming=BORDER,
        outgoing=BORDER,
        values="net",
        opposite=[THEIRS],
        called="the pass",
    )
    table = hub.snapshot().table(EXCHANGE_POINTS)

    assert [BORDER] == registered
    assert PointValues.NET is table[BORDER].values
    assert market(place()).point(BORDER) == hub.point(BORDER)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"main_area": "50YNOBODY------0"}, "main grid area that is known"),
        ({"neighbour": AREA}, "expected a neighbour"),
        ({"neighbour": None}, "expected a neighbour"),
        ({"foreign": True}, "expected a foreign one"),
        ({"reporting_responsible": NEIGHBOUR}, "owner of the main grid area"),
        ({"incoming": gsrn(999), "outgoing": gsrn(999)}, "metering point of type E20"),
        ({"incoming": TOWN, "outgoing": TOWN}, "metering point of type E20"),
        ({"incoming": THEIRS, "outgoing": THEIRS}, "expected a metering point in"),
        ({"incoming": METER, "outgoing": METER}, "no settlement method"),
        ({"incoming": None, "outgoing": None}, "at least one metering point"),
        ({"opposite": [BORDER]}, "no part of itself"),
        ({"parts": [SECOND]}, "is reported itself"),
        ({"opposite": ["12"]}, "is no metering point"),
        # energy would count twice, or a side would be named without end
        ({"parts": [THEIRS, THEIRS]}, "each once"),
        ({"opposite": [THEIRS, THEIRS]}, "each once"),
        ({"parts": [THEIRS], "opposite": [THEIRS]}, "each once"),
        ({"parts": [THEIRS, METER, THEIRS]}, "each once"),
        ({"parts": [gsrn(n) for n in range(1000, 2001)]}, "at most 1000"),
        ({"opposite": [gsrn(n) for n in range(1000, 2001)]}, "at most 1000"),
        ({"incoming": SECOND, "outgoing": SECOND}, "registered already"),
        ({"values": "both"}, "expected net or gross"),
        ({"main_area": ["A"]}, "main_area: expected a text"),
        ({"parts": [5]}, "parts: expected a list of texts"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(changed, words):
    """A portal call says everything that is wrong with an exchange point, and changes nothing."""
    metered = line(METER)
    detail = attrs.evolve(metered.versions[0].data.detail, settlement_method_type=user().versions[0].data.detail.settlement_method_type)  # fmt: skip
    metered = attrs.evolve(metered, versions=(attrs.evolve(metered.versions[0], data=attrs.evolve(metered.versions[0].data, detail=detail)),))  # fmt: skip
    hub = market(place(SECOND), points=(metered, user(TOWN)))
    before = hub.snapshot().tables
    arguments = {
        "main_area": AREA,
        "neighbour": OTHER_AREA,
        "incoming": BORDER,
        "outgoing": BORDER,
        **changed,
    }

    with pytest.raises(ValueError, match=words):
        hub.call("register_exchange_point", now=at(DAY, "09:00"), **arguments)
    assert before == hub.snapshot().tables


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ((place(), place()), "is one of"),
        ((place(opposite=(SECOND,)), place(SECOND)), "is reported itself"),
        ((place(main_area=OTHER_AREA, neighbour=AREA),), "expected a metering point in"),
    ],
)
def test_a_market_must_fit_too(places, words):
    """A hub is not made of exchange points that do not fit."""
    with pytest.raises(ValueError, match=words):
        market(*places)


def test_an_exchange_point_ends():
    """From its last day on nothing is taken, expected or found wrong."""
    hub = market(place(), since=DAY)
    send(hub, *both(), now=morning(DAY))
    hub.call("end_exchange_point", now=morning(DAY, "10:00"), point=BORDER, day=(DAY + _DAY).isoformat())

    assert ["HUB010", "HUB010"] == codes_of(hub, *both(DAY + _DAY), now=morning(DAY + _DAY))
    hub.advance(morning(DAY + _DAY, "07:00"))
    wrong = {finding["point"] for finding in hub.exchange_report(DAY + _DAY)["findings"]}
    assert BORDER not in wrong
    for arguments, words in (({"point": TOWN, "day": "2026-02-03"}, "exchange point"), ({"point": SECOND, "day": "2027-01-01"}, "earlier")):  # fmt: skip
        with pytest.raises(ValueError, match=words):
            hub.call("end_exchange_point", now=hub.now, **arguments)


# -- reception


def test_both_channels_are_taken_and_distributed():
    """The grid owners on both sides get the values; nothing is wrong with the day."""
    hub = market(place(), since=DAY)
    send(hub, *both(), now=morning(DAY))
    hub.advance(morning(DAY, "07:00"))

    assert [] == [finding for finding in hub.exchange_report(DAY)["findings"] if finding["point"] == BORDER]
    assert Counter({(GRID, "DDM", BORDER): 2, (NEIGHBOUR, "DDM", BORDER): 2}) == Counter(
        (row.party, row.role, row.point) for row in received_values(hub.sent)
    )
    assert [] == [words for outgoing in hub.sent for words in faults_of(outgoing.message, outgoing.message.header.creation)]  # fmt: skip


@pytest.mark.parametrize("day", [DAY, SPRING, AUTUMN])
def test_a_missing_channel_is_taken_and_shows(day):
    """One channel is taken for what it is; at 07:00 the point is named, and the grid company reminded."""
    hub = market(place(), since=day)
    send(hub, both(day)[0], now=morning(day))
    sent = hub.advance(morning(day, "07:00"))
    findings = [finding for finding in hub.exchange_report(day)["findings"] if finding["point"] == BORDER]

    assert ["EXC001", "EXC013"] == [finding["code"] for finding in findings]
    assert ["In", ""] == [finding["direction"] for finding in findings]
    assert f"({hours_in_day(day)} values)" in findings[0]["message"]
    assert [AREA, OTHER_AREA] == findings[0]["areas"]
    reminded = [outgoing.message for outgoing in sent if outgoing.message.kind() == "RequestCollectedData" and outgoing.party == GRID]  # fmt: skip
    named = [str(reminder.metering_point_used_domain_location.identification) for reminder in reminded[0].payload_measured_data_request.reminder]  # fmt: skip
    assert 1 == named.count(BORDER)


def test_a_report_follows_corrections():
    """A day with findings is checked again the next morning, from an area's side alone if asked for."""
    hub = market(place(), since=DAY)
    send(hub, both()[0], now=morning(DAY))
    hub.advance(morning(DAY, "07:00"))
    assert hub.exchange_report(DAY, OTHER_AREA)["findings"]
    with pytest.raises(ValueError, match="grid area that is known"):
        hub.exchange_report(DAY, "50YNOBODY------0")
    send(hub, both()[1], now=morning(DAY, "12:00"))
    hub.advance(morning(DAY + _DAY, "07:00"))

    assert [] == [finding for finding in hub.exchange_report(DAY)["findings"] if finding["point"] == BORDER]
    assert hub.exchange_report(DAY + 9 * _DAY) is None


def test_only_the_reporting_side_is_taken():
    """The other side's metering point is refused, and so is another sender."""
    hub = market(place(opposite=(THEIRS,)))

    assert ["HUB070", "HUB070"] == codes_of(
        hub, *both(point=THEIRS, minutes=15), sender=NEIGHBOUR, now=morning(DAY)
    )
    assert ["HUB004", "HUB004"] == codes_of(hub, *both(), sender=NEIGHBOUR, now=morning(DAY))
    assert [("E14",), ("E0I",)] == list(dict.fromkeys(codes for _, codes in refused(hub)))


def test_a_foreign_company_sends_as_service_provider():
    """It reports the Norwegian company's metering point in that company's name, and is told nothing itself."""
    hub = market(place(neighbour=ABROAD, foreign=True))

    assert [] == reason_codes(hub, *both(), now=morning(DAY), physical_sender=PROVIDER)
    assert {GRID} == {outgoing.party for outgoing in hub.sent}


def test_both_sides_that_nobody_has_linked_are_found():
    """Two places with each other's values are likely one."""
    theirs = place(THEIRS, main_area=OTHER_AREA, neighbour=AREA)
    hub = market(place(), theirs, minutes=15, since=DAY)
    odd = [100 + n % 7 for n in range(96)]
    for name, sender, directions in ((BORDER, GRID, ("In", "Out")), (THEIRS, NEIGHBOUR, ("Out", "In"))):
        values = dict(zip(directions, (odd, [0] * 96), strict=True))
        send(hub, *(day_series(name, direction, values[direction]) for direction in ("In", "Out")), sender=sender, now=morning(DAY))  # fmt: skip
    hub.advance(morning(DAY, "07:00"))

    assert ["EXC019"] == [finding["code"] for finding in hub.exchange_report(DAY)["findings"] if finding["point"] == THEIRS]  # fmt: skip


def test_the_neighbours_control_values_are_compared():
    """Values of the other side's own point, which is not settled, tell directions that are the wrong way round."""
    control = user(METER, 60, area=OTHER_AREA, supplier=None, method="Z01", directions=("In", "Out"))
    hub = market(place(opposite=(METER,)), points=(control,), since=DAY)
    for name, sender in ((BORDER, GRID), (METER, NEIGHBOUR)):
        send(hub, day_series(name, "In", 5, minutes=60), day_series(name, "Out", 7, minutes=60), sender=sender, now=morning(DAY))  # fmt: skip
    hub.advance(morning(DAY, "07:00"))

    assert ["EXC010"] == [finding["code"] for finding in hub.exchange_report(DAY)["findings"] if finding["point"] == BORDER]  # fmt: skip


# -- the change to quarters


@pytest.mark.parametrize("day", [DAY, SPRING, AUTUMN])
def test_the_first_quarters_change_the_resolution(day):
    """From midnight on the point is read in quarters; hours are refused from there and taken before."""
    hub = market(place())
    send(hub, *both(day - _DAY), now=morning(day - _DAY))
    send(hub, *both(day, 15), now=morning(day))

    assert ("PT1H", "PT15M") == (resolution(hub, day - _DAY), resolution(hub, day))
    assert day == hub.snapshot().table(EXCHANGE_POINTS)[BORDER].quarters_since
    late = at(day + 3 * _DAY, "09:00")
    newer = at(day + 3 * _DAY, "08:00")
    assert ["HUB072"] == codes_of(hub, both(day + _DAY, registered=newer)[0], now=late)
    assert ["HUB072"] == codes_of(hub, both(day, registered=newer)[0], now=late)
    assert ["HUB072"] == codes_of(hub, both(day - _DAY, 15, registered=newer)[0], now=late)
    assert [] == codes_of(hub, both(day - _DAY, registered=newer)[0], now=late)
    assert [] == codes_of(hub, both(day + _DAY, 15)[1], now=late)
    assert ("EH075",) == refused(hub)[-1][1]


def test_quarters_begin_at_midnight():
    """Not in the day, and not on a day that has hours already."""
    hub = market(place())
    period = day_period(DAY)
    afternoon = Period(period.start + dt.timedelta(hours=12), period.end)
    half = series(afternoon, point=BORDER, direction="In", minutes=15, registered=at(DAY + _DAY, "01:00"))

    assert "HUB071" in codes_of(hub, half, now=morning(DAY))
    send(hub, both(DAY)[1], now=morning(DAY))
    assert ["HUB071"] == codes_of(hub, both(DAY, 15)[0], now=morning(DAY))
    assert "PT1H" == resolution(hub, DAY + _DAY)


def test_hours_and_quarters_in_one_message():
    """Both are taken; the point changes on the day after the last hours."""
    hub = market(place())
    send(hub, both(DAY, 15)[0], both(DAY, 60)[1], now=morning(DAY))

    assert ("PT1H", "PT15M") == (resolution(hub, DAY), resolution(hub, DAY + _DAY))


def test_several_days_at_once_change_on_the_first():
    """A message with three days of quarters changes the point on the first."""
    hub = market(place())
    send(hub, series(days(DAY, 3), point=BORDER, direction="Out", minutes=15, registered=at(DAY + 3 * _DAY, "01:00")), now=at(DAY + 3 * _DAY, "06:00"))  # fmt: skip

    assert ("PT1H", "PT15M") == (resolution(hub, DAY - _DAY), resolution(hub, DAY))


def test_a_point_that_nobody_registered_does_not_change():
    """It has the resolution that its master data says."""
    hub = market()

    assert ["HUB033", "HUB033"] == codes_of(hub, *both(DAY, 15), now=morning(DAY))
    assert [] == codes_of(hub, *both(DAY), now=morning(DAY))


def test_what_came_comes_again_from_the_journal():
    """Registration, change and report are the same in a replay."""
    hub = market(place(opposite=(THEIRS,)), since=DAY)
    begun = market(place(opposite=(THEIRS,)), since=DAY).snapshot()
    send(hub, *both(DAY, 15), now=morning(DAY))
    hub.advance(morning(DAY, "08:00"))
    again = Hub.replay(begun, hub.journal)

    assert hub.snapshot() == again.snapshot()
    assert hub.exchange_report(DAY) == again.exchange_report(DAY)


def test_a_provider_is_a_party():
    """The service provider of these tests holds no role of its own."""
    assert Party(gln=PROVIDER).roles == frozenset()
    assert {"DDM", "MDR", "DDE"} >= {
        role for party in parties() if party.gln == NEIGHBOUR for role in party.roles
    }


# -- who is to blame


def usage():
    """Return production and consumption of the grid company's area."""
    return (plant(METER), user(TOWN))


FAULTS = {
    "missing": lambda series: series[:1],
    "swapped": lambda series: [attrs.evolve(item, direction={"In": "Out", "Out": "In"}[item.direction]) for item in series],
    "shifted": lambda series: [attrs.evolve(item, observations=late(item.observations)) for item in series],
}  # fmt: skip


def late(observations):
    """Return a day's values an hour late; the last hour of the day before stands first."""
    quantity = observations.quantity.copy()
    quantity[4:] = observations.quantity[:-4]
    quantity[:4] = observations.quantity[-4:]
    return attrs.evolve(observations, quantity=quantity)


def area_day(hub, day, fault=None):
    """Send a day: 96 quarters of production, exchange with a steep morning, and consumption with a loss of 4 %."""
    count = day_period(day).duration // dt.timedelta(minutes=15)
    incoming = [2000 if n % 24 < 8 else 9000 for n in range(count)]
    outgoing = [700 * (n % 3) for n in range(count)]
    lines = [day_series(BORDER, "In", incoming, day), day_series(BORDER, "Out", outgoing, day)]
    used = [(1000 + a) * 96 // 100 - b for a, b in zip(incoming, outgoing, strict=True)]
    send(
        hub,
        *(FAULTS[fault](lines) if fault else lines),
        day_series(METER, "In", 1000, day),
        day_series(TOWN, "Out", used, day),
        day_series(SECOND, "In", 0, day),
        day_series(SECOND, "Out", 0, day),
        now=morning(day),
    )


@pytest.mark.parametrize("day", [DAY, SPRING, AUTUMN], ids=str)
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("missing", "a channel is missing"),
        ("swapped", "In and Out are exchanged"),
        ("shifted", "values are an hour off"),
    ],
)
def test_a_faulty_point_is_named(day, fault, words):
    """Whatever the fault and the day, the first suspect is the point with the fault."""
    hub = market(place(), place(SECOND, opposite=(THEIRS,)), minutes=15, points=usage())
    area_day(hub, day, fault)
    suspects = hub.exchange_suspects(day, AREA)

    assert (BORDER, words) == (suspects[0]["point"], suspects[0]["fault"])


def test_a_place_reported_from_both_sides_is_named():
    """Both of its points are."""
    hub = market(place(), place(THEIRS, main_area=OTHER_AREA, neighbour=AREA), minutes=15, points=usage())
    area_day(hub, DAY)
    incoming = [2001 if n % 24 < 8 else 9002 for n in range(96)]
    send(hub, day_series(THEIRS, "Out", incoming), day_series(THEIRS, "In", 0), sender=NEIGHBOUR, now=morning(DAY))  # fmt: skip
    suspects = hub.exchange_suspects(DAY, AREA)

    assert {BORDER, THEIRS} == {
        suspect["point"] for suspect in suspects if suspect["fault"] == "both sides report it"
    }


def test_a_sound_day_has_no_suspects():
    """And its picture shows what the area produced, exchanged, used and lost."""
    hub = market(place(opposite=(THEIRS,)), minutes=15, points=usage())
    area_day(hub, DAY)
    drawn = hub.picture(AREA, DAY)

    assert [] == hub.exchange_suspects(DAY, AREA)
    for name in ("Production", "In", "Out", "Consumption", "Loss"):
        assert f"<title>{name}</title>" in drawn
    assert "production 96000.000 kWh" in drawn
    assert drawn == hub.picture(AREA, DAY)
    with pytest.raises(ValueError, match="grid area that is known"):
        hub.picture("50YNOBODY------0", DAY)


# -- whatever comes


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from([15, 60]), st.sampled_from(["In", "Out"])), max_size=8
    )
)
@settings(max_examples=100, deadline=None)
def test_hours_never_follow_quarters(sent):
    """Whatever comes in which order: each day's values have the resolution that the point is read with then."""
    hub = market(place())
    for count, (back, minutes, direction) in enumerate(sent):
        now = at(DAY, "06:00") + dt.timedelta(minutes=count)
        delivered = day_series(BORDER, direction, 5, DAY - (5 - back) * _DAY, minutes=minutes, registered=now)
        hub.receive(collected(delivered, now=now), now=now)
    since = hub.snapshot().table(EXCHANGE_POINTS)[BORDER].quarters_since

    for key, history in hub.snapshot().table(VALUES).items():
        assert BORDER == key.point
        for block in history:
            day = local_day(instant_of(block.start))
            expected = {"PT15M": 15, "PT1H": 60}[resolution(hub, day)]
            assert expected == block.minutes == (60 if since is None or day < since else 15)
