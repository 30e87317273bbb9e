"""Virtual calculations in the hub: each template by hand, chains, what is refused, and what parties get."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.support.hub_contracts import send
from tests.support.hub_fixtures import (
    GRID,
    MORNING,
    NEW,
    OLD,
    TODAY,
    day,
    gsrn,
    master_data,
    message_lines,
    point,
)
from tests.support.hub_sharing import (
    ENERGY,
    channel,
    member,
    morning_after,
    series,
    statuses,
    steps,
    stored,
    values,
)

from edielkit.hub import Hub, Version
from edielkit.hub.values.value_records import VALUES
from edielkit.market_time import Period, day_period
from edielkit.series import Status

DAY = dt.timedelta(days=1)
START = day(1)
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
ONE, TWO, SUM, CHAIN, PLANT, GRID_METER, NET, MADE, USED = (gsrn(n) for n in range(301, 310))


def row(target, direction="Out", **more):
    """Return a channel as a call gives it."""
    return {"point": target, "direction": direction, **more}


@pytest.fixture
def hub(make_hub):
    """Give a hub with meters, and points without."""
    return make_hub(
        member(ONE, "E17"),
        member(TWO, "E17"),
        member(SUM, "E17", supplier=NEW),
        member(CHAIN, "E17"),
        member(PLANT, "E18", 15),
        member(GRID_METER, "E19", 15),
        member(NET, "E19", 15),
        member(MADE, "E18", 15),
        member(USED, "E17", 15),
    )


def set_up(hub, template, inputs, targets, *, start=START, now=MORNING, **more):
    """Set up a calculation."""
    return hub.call(
        "set_up_calculation",
        now=now,
        template=template,
        start=start.isoformat(),
        inputs=inputs,
        targets=targets,
        **more,
    )


def bring(hub, date, *deliveries, now=None):
    """Send a day's values: point, direction, minutes, quantities."""
    at = now or morning_after(date)
    send(
        hub,
        values(
            *(series(p, d, date, q, minutes=m, registered=at) for p, d, m, q in deliveries),
            now=at,
        ),
        now=at,
    )


def day_of(hub, target, direction, minutes=15, date=START):
    """Return the values of a day."""
    return stored(hub, target, direction, day_period(date), minutes)


@pytest.mark.parametrize("date", [START, SPRING, AUTUMN])
def test_a_weighted_sum(hub, date):
    """Inputs count with their weights, rounded once."""
    set_up(hub, "sum", [row(ONE), row(TWO, weight="0.5")], [row(SUM)])
    bring(hub, date, (ONE, "Out", 60, list(range(steps(date, 60)))), (TWO, "Out", 60, 3))

    assert [n + 2 for n in range(steps(date, 60))] == day_of(hub, SUM, "Out", 60, date)


def test_a_difference_stops_at_zero(hub):
    """A negative weight needs the limit at zero."""
    set_up(hub, "sum", [row(ONE), row(TWO, weight="-1")], [row(SUM)], floor=True)
    bring(hub, START, (ONE, "Out", 60, list(range(24))), (TWO, "Out", 60, 10))

    assert [max(n - 10, 0) for n in range(24)] == day_of(hub, SUM, "Out", 60)


def test_net_metering(hub):
    """Two meters behind one contract: both channels of the combined point are net, and never both above zero."""
    set_up(
        hub,
        "net",
        [row(GRID_METER, "Out"), row(GRID_METER, "In"), row(PLANT, "In")],
        [row(NET, "Out"), row(NET, "In")],
    )
    bring(
        hub,
        START,
        (GRID_METER, "Out", 15, 40),
        (GRID_METER, "In", 15, 10),
        (PLANT, "In", 15, list(range(96))),
    )

    assert [max(30 - n, 0) for n in range(96)] == day_of(hub, NET, "Out")
    assert [max(n - 30, 0) for n in range(96)] == day_of(hub, NET, "In")


def test_gross_production_and_consumption(hub):
    """Behind the meter: production is what the plant makes, consumption what it makes and the grid gives."""
    set_up(
        hub,
        "gross",
        [
            row(PLANT, "In", part="production"),
            row(GRID_METER, "Out", part="exchange"),
            row(GRID_METER, "In", part="exchange"),
        ],
        [row(MADE, "In"), row(USED, "Out")],
    )
    production = list(range(96))
    out, into = [max(50 - n, 0) for n in production], [max(n - 50, 0) for n in production]
    bring(
        hub,
        START,
        (PLANT, "In", 15, production),
        (GRID_METER, "Out", 15, out),
        (GRID_METER, "In", 15, into),
    )

    assert production == day_of(hub, MADE, "In")
    assert [50] * 96 == day_of(hub, USED, "Out")


@pytest.mark.parametrize(
    ("expected", "formula", "shares"),
    [([33, 33, 34], "EquallyDistributed", (None,) * 3), ([25, 25, 50], "Manual", ("0.25", "0.25", "0.5"))],
)
def test_distribution(hub, expected, formula, shares):
    """A common consumption is divided; the parts sum to it in every interval."""
    targets = [
        row(p, **({} if s is None else {"share": s})) for p, s in zip((TWO, SUM, CHAIN), shares, strict=True)
    ]
    set_up(hub, "distribution", [row(ONE)], targets, formula=formula)
    bring(hub, START, (ONE, "Out", 60, 100))
    parts = [day_of(hub, p, "Out", 60) for p in (TWO, SUM, CHAIN)]

    assert [100] * 24 == [sum(quantities) for quantities in zip(*parts, strict=True)]
    assert {tuple(sorted(expected))} == {tuple(sorted(quantities)) for quantities in zip(*parts, strict=True)}


def test_a_distribution_to_hours_and_quarters(hub):
    """A part of an hour is spread over quarters as the whole is; each hour sums to its part."""
    set_up(hub, "distribution", [row(PLANT, "In")], [row(SUM), row(USED)], formula="EquallyDistributed")
    bring(hub, START, (PLANT, "In", 15, [0, 10, 30, 60] * 24))
    quarters = day_of(hub, USED, "Out")

    assert [50] * 24 == day_of(hub, SUM, "Out", 60)
    assert [0, 5, 15, 30] * 24 == quarters


def test_a_copy_is_exact(hub):
    """Values and their statuses are copied; quarters become the hours of the target."""
    set_up(hub, "copy", [row(ONE)], [row(SUM)])
    set_up(hub, "copy", [row(PLANT, "In")], [row(CHAIN)])
    now = morning_after(START)
    send(
        hub,
        values(
            series(ONE, "Out", START, list(range(24)), status=Status.TEMPORARY, registered=now),
            series(PLANT, "In", START, list(range(96)), minutes=15, registered=now),
            now=now,
        ),
        now=now,
    )

    assert list(range(24)) == day_of(hub, SUM, "Out", 60)
    assert [Status.TEMPORARY] * 24 == statuses(hub, SUM, "Out", day_period(START), 60)
    assert [16 * n + 6 for n in range(24)] == day_of(hub, CHAIN, "Out", 60)


def test_a_chain_is_calculated_in_order(hub):
    """A calculation on a calculation is calculated in the same step, once, whatever was set up first."""
    set_up(hub, "copy", [row(SUM)], [row(CHAIN)])
    set_up(hub, "sum", [row(ONE), row(TWO)], [row(SUM)])
    bring(hub, START, (ONE, "Out", 60, 1), (TWO, "Out", 60, 2))
    table = hub.snapshot().table(VALUES)

    assert [3] * 24 == day_of(hub, CHAIN, "Out", 60)
    assert {1} == {len(table[key]) for key in table if key.point in {SUM, CHAIN}}


def test_intervals_wait_for_all_inputs(hub):
    """A sum is there for the intervals that all inputs are there for."""
    set_up(hub, "sum", [row(ONE), row(TWO)], [row(SUM)])
    bring(hub, START, (ONE, "Out", 60, 1))
    assert [None] * 24 == day_of(hub, SUM, "Out", 60)

    bring(hub, START, (TWO, "Out", 60, 2))
    assert [3] * 24 == day_of(hub, SUM, "Out", 60)


def test_inputs_that_are_there_are_calculated_at_once(hub):
    """A calculation from a day that is over is calculated when it is set up, and distributed."""
    bring(hub, START, (ONE, "Out", 60, 4), (TWO, "Out", 60, 5))
    before = len(hub.sent)
    set_up(hub, "sum", [row(ONE), row(TWO)], [row(SUM)], now=morning_after(START))

    assert [9] * 24 == day_of(hub, SUM, "Out", 60)
    assert [
        ("NotifyMeteringPointCharacteristics", NEW),
        ("NotifyMeteringPointCharacteristics", GRID),
        ("NotifyValidatedDataForBillingEnergy", GRID),
        ("NotifyValidatedDataForBillingEnergy", NEW),
    ] == [(outgoing.message.kind(), outgoing.party) for outgoing in hub.sent[before:]]


def test_set_up_and_end_are_announced(hub):
    """BRS-NO-305 tells the supplier and the grid company of the calculated point; values come to the point's supplier."""
    name = set_up(hub, "copy", [row(ONE)], [row(SUM)])
    hub.call("end_calculation", now=MORNING, calculation=name, day=(START + 2 * DAY).isoformat())

    assert ["NotifyMeteringPointCharacteristics 305 DDQ 21"] * 2 == message_lines(hub, NEW)
    assert ["NotifyMeteringPointCharacteristics 305 DDM 21"] * 2 == message_lines(hub, GRID)
    for date in (START, START + DAY, START + 2 * DAY):
        bring(hub, date, (ONE, "Out", 60, 7))
    whole = Period(day_period(START).start, day_period(START + 2 * DAY).end)
    assert [7] * 48 + [None] * 24 == stored(hub, SUM, "Out", whole, 60)


def test_a_new_version_from_a_midnight(hub):
    """Up to the midnight the old version holds, from then on the new one; a correction is calculated with its own."""
    name = set_up(hub, "sum", [row(ONE)], [row(SUM)])
    later = START + DAY
    again = set_up(hub, "sum", [row(ONE, weight="2")], [row(SUM)], start=later, calculation=name)
    assert name == again
    for date in (START, later):
        bring(hub, date, (ONE, "Out", 60, 10))
    both = Period(day_period(START).start, day_period(later).end)
    assert [10] * 24 + [20] * 24 == stored(hub, SUM, "Out", both, 60)

    bring(hub, START, (ONE, "Out", 60, 11), now=morning_after(later) + dt.timedelta(hours=1))
    assert [11] * 24 + [20] * 24 == stored(hub, SUM, "Out", both, 60)
    (plain,) = hub.call("list_calculations", now=hub.now, point=SUM)
    assert [(1, "1", False), (2, "2", True)] == [
        (v["version"], v["inputs"][0]["weight"], v["active"]) for v in plain["versions"]
    ]


LISTED = [
    # template, inputs and targets as they are set up, what else is said
    ("sum", [row(ONE), row(TWO, weight="-0.25")], [row(SUM)], {"floor": True}),
    (
        "net",
        [row(GRID_METER), row(PLANT, "In", weight="0.5")],
        [row(NET), row(NET, "In")],
        {"called": "the roof", "description": "behind one contract"},
    ),
    (
        "gross",
        [row(PLANT, "In", part="production"), row(GRID_METER, part="exchange")],
        [row(MADE, "In"), row(USED)],
        {},
    ),
    (
        "distribution",
        [row(ONE)],
        [row(TWO, share="0.2"), row(SUM, share="0.3"), row(CHAIN, share="0.5")],
        {"formula": "Manual"},
    ),
    (
        "distribution",
        [row(ONE)],
        [row(TWO, share="0"), row(SUM, share="0.000001"), row(CHAIN, share="0.999999")],
        {"formula": "Manual"},
    ),
    ("distribution", [row(ONE)], [row(TWO), row(SUM)], {"formula": "EquallyDistributed"}),
    ("copy", [row(ONE)], [row(SUM)], {}),
]


@pytest.mark.parametrize(("template", "inputs", "targets", "more"), LISTED)
def test_what_is_listed_is_what_was_set_up(hub, template, inputs, targets, more):
    """Every weight, part and share comes back with its channel; what is listed can be set up again."""
    name = set_up(hub, template, inputs, targets, **more)
    (plain,) = hub.call("list_calculations", now=MORNING)

    assert {
        "calculation": name,
        "owner": "",
        "name": more.get("called", ""),
        "description": more.get("description", ""),
        "versions": [
            {
                "version": 1,
                "start": START.isoformat(),
                "end": None,
                "active": True,
                "template": template,
                "formula": more.get("formula"),
                "floor": more.get("floor", False),
                "inputs": [{"product": ENERGY, "weight": "1", "part": "", **source} for source in inputs],
                "targets": [{"product": ENERGY, "share": None, **target} for target in targets],
            }
        ],
    } == plain


def test_the_grid_company_does_not_send_what_is_calculated(hub):
    """Its own values for a calculated channel are refused from the first day on."""
    set_up(hub, "copy", [row(ONE)], [row(SUM)])
    bring(hub, START - DAY, (SUM, "Out", 60, 1))
    now = morning_after(START)
    receipt = hub.receive(values(series(SUM, "Out", START, 1), now=now), now=now)

    assert "HUB038" in {error.code for error in receipt.report.errors}


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("one of", {"template": "product"}),
        ("SharedProduction|701", {"template": "shared production"}),
        ("from 1 to 1000", {"inputs": []}),
        ("each channel once", {"inputs": [row(ONE), row(ONE)]}),
        ("each channel once", {"inputs": [row(SUM)]}),
        ("one target", {"targets": [row(SUM), row(CHAIN)]}),
        ("limit at zero", {"inputs": [row(ONE), row(TWO, weight="-0.5")]}),
        ("six decimals", {"inputs": [row(ONE, weight="0.1234567")]}),
        ("no channel", {"inputs": [row(ONE, "In")]}),
        ("no channel", {"inputs": [row(gsrn(999))]}),
        ("direction In or Out", {"inputs": [row(ONE, "Up")]}),
        ("direction In or Out", {"inputs": [{}]}),
        ("no channel", {"inputs": [{"direction": "In"}]}),
        ("one unit", {"inputs": [row(ONE, product="8716867000139")]}),
        ("no longer than", {"targets": [row(USED)]}),
        ("both channels", {"template": "net"}),
        ("above zero", {"template": "net", "inputs": [row(ONE, weight=0)]}),
        ("parts production and exchange", {"template": "gross"}),
        ("production channel", {"template": "gross", "targets": [row(SUM)]}),
        ("one input with weight 1", {"template": "copy", "inputs": [row(ONE), row(TWO)]}),
        ("expected formula", {"template": "distribution"}),
        ("sum to 1", {"template": "distribution", "formula": "Manual", "targets": [row(SUM, share="0.9")]}),
        (
            "a share of each",
            {"template": "distribution", "formula": "Manual", "targets": [row(SUM, share="1"), row(CHAIN)]},
        ),
        (
            "not below zero",
            {
                "template": "distribution",
                "formula": "Manual",
                "targets": [row(SUM, share="1.5"), row(CHAIN, share="-0.5")],
            },
        ),
        (
            "shares with formula Manual",
            {"template": "distribution", "formula": "EquallyDistributed", "targets": [row(SUM, share="1")]},
        ),
        ("a virtual calculation", {"calculation": "nothing"}),
        ("expected a day between", {"start": "tomorrow"}),
    ],
)
def test_what_is_no_calculation(hub, words, changes):
    """The call says what does not fit, and nothing is set up."""
    arguments = {
        "template": "sum",
        "start": START.isoformat(),
        "inputs": [row(ONE)],
        "targets": [row(SUM)],
        **changes,
    }
    with pytest.raises(ValueError, match=words):
        hub.call("set_up_calculation", now=MORNING, **arguments)
    assert [] == hub.call("list_calculations", now=MORNING)


def test_circles_are_refused(hub):
    """Neither two nor three calculations may go round; after the end of one the other way is open."""
    first = set_up(hub, "copy", [row(ONE)], [row(TWO)])
    set_up(hub, "copy", [row(TWO)], [row(SUM)])
    with pytest.raises(ValueError, match="its own results"):
        set_up(hub, "copy", [row(SUM)], [row(ONE)])
    hub.call("end_calculation", now=MORNING, calculation=first, day=(START + DAY).isoformat())
    set_up(hub, "copy", [row(SUM)], [row(ONE)], start=START + DAY)

    for date in (START, START + DAY):
        sender = ONE if date == START else TWO
        bring(hub, date, (sender, "Out", 60, 5))
        assert [[5] * 24] * 3 == [day_of(hub, target, "Out", 60, date) for target in (ONE, TWO, SUM)]


def test_a_channel_is_calculated_once(hub):
    """Two calculations of one channel may follow each other, not overlap."""
    first = set_up(hub, "copy", [row(ONE)], [row(SUM)])
    with pytest.raises(ValueError, match="another calculation"):
        set_up(hub, "copy", [row(TWO)], [row(SUM)], start=START + 5 * DAY)
    hub.call("end_calculation", now=MORNING, calculation=first, day=(START + DAY).isoformat())
    set_up(hub, "copy", [row(TWO)], [row(SUM)], start=START + DAY)


def test_what_is_over_stays(hub):
    """Neither an end nor a new version reaches back; what has ended cannot be ended again."""
    name = set_up(hub, "copy", [row(ONE)], [row(SUM)], start=day(-3))
    with pytest.raises(ValueError, match="a day to come"):
        hub.call("end_calculation", now=MORNING, calculation=name, day=TODAY.isoformat())
    with pytest.raises(ValueError, match="a day to come"):
        set_up(hub, "copy", [row(TWO)], [row(SUM)], start=TODAY, calculation=name)
    hub.call("end_calculation", now=MORNING, calculation=name, day=day(1).isoformat())
    with pytest.raises(ValueError, match="that goes on"):
        hub.call("end_calculation", now=MORNING, calculation=name, day=day(2).isoformat())


def test_sums_of_fifteen_digits_are_not_calculated(hub):
    """What no message could carry is left out, and the hub goes on."""
    set_up(hub, "sum", [row(ONE), row(TWO)], [row(SUM)])
    most = 10**15 - 1
    bring(hub, START, (ONE, "Out", 60, [most, *[1] * 23]), (TWO, "Out", 60, 1))

    assert [None] + [2] * 23 == day_of(hub, SUM, "Out", 60)


def test_the_change_to_quarters(make_hub):
    """When input and target change to quarters on a midnight, each day is calculated in its own resolution."""

    def changing(target):
        hourly, quarters = member(target, "E17"), member(target, "E17", 15)
        version = Version(start=START + DAY, data=quarters.versions[0].data)
        return attrs.evolve(hourly, versions=(*hourly.versions, version))

    elhub = make_hub(changing(ONE), changing(SUM))
    set_up(elhub, "copy", [row(ONE)], [row(SUM)])
    bring(elhub, START, (ONE, "Out", 60, 8))
    bring(elhub, START + DAY, (ONE, "Out", 15, 2))

    assert [8] * 24 == day_of(elhub, SUM, "Out", 60)
    assert [2] * 96 == day_of(elhub, SUM, "Out", 15, START + DAY)


PRODUCED = row(PLANT, "In", part="production")
SEEN = [row(PLANT, "Out", part="exchange"), PRODUCED]


@pytest.mark.parametrize(
    ("template", "inputs", "targets", "more"),
    [
        ("sum", [row(PLANT, "In")], [row(NET)], {}),
        ("net", [row(PLANT, "In")], [row(NET), row(NET, "In")], {}),
        ("gross", SEEN, [row(NET), row(NET, "In")], {}),
        ("distribution", [row(PLANT, "In")], [row(NET), row(NET, "In")], {"formula": "EquallyDistributed"}),
        ("copy", [row(PLANT, "In")], [row(NET, "In")], {}),
    ],
)
def test_a_point_without_intervals_gets_none(make_hub, template, inputs, targets, more):
    """A target that becomes profiled is calculated up to that day; a copy keeps the resolution of its source."""
    read = member(NET, "E19", 15)
    data = read.versions[0].data
    profiled = attrs.evolve(
        data,
        detail=attrs.evolve(data.detail, meter_reading_occurrence=None),
        channels=tuple(attrs.evolve(channel, resolution="N") for channel in data.channels),
    )
    later = Version(start=START + DAY, data=profiled)
    elhub = make_hub(member(PLANT, "E19", 15), attrs.evolve(read, versions=(*read.versions, later)))
    set_up(elhub, template, inputs, targets, **more)
    for date in (START, START + DAY):
        bring(elhub, date, (PLANT, "In", 15, 4), (PLANT, "Out", 15, 0))
    direction = targets[-1]["direction"]

    assert None not in day_of(elhub, NET, direction)
    expected = [4] * 96 if template == "copy" else [None] * 96
    assert expected == day_of(elhub, NET, direction, date=START + DAY)


def test_a_profiled_point_goes_into_none(make_hub):
    """A point without intervals is neither input nor target."""
    profiled = attrs.evolve(member(ONE, "E17"), versions=point(ONE, data=master_data(profiled=True)).versions)
    elhub = make_hub(profiled, member(SUM, "E17"))
    for source, target in ((ONE, SUM), (SUM, ONE)):
        with pytest.raises(ValueError, match="a quarter or an hour"):
            set_up(elhub, "sum", [row(source)], [row(target)])


def test_reactive_energy_is_calculated_too(make_hub):
    """Channels of another product have calculations of their own."""
    reactive = "8716867000139"

    def with_reactive(target):
        metering_point = member(target, "E17")
        data = metering_point.versions[0].data
        more = attrs.evolve(data, channels=(*data.channels, channel("Out", 60, reactive)))
        return attrs.evolve(metering_point, versions=(attrs.evolve(metering_point.versions[0], data=more),))

    elhub = make_hub(with_reactive(ONE), with_reactive(SUM))
    set_up(elhub, "copy", [row(ONE, product=reactive)], [row(SUM, product=reactive)])
    now = morning_after(START)
    send(elhub, values(series(ONE, "Out", START, 6, product=reactive), now=now), now=now)

    assert [6] * 24 == stored(elhub, SUM, "Out", day_period(START), 60, product=reactive)
    assert [None] * 24 == stored(elhub, SUM, "Out", day_period(START), 60, product=ENERGY)


def test_each_value_reaches_each_party_once(hub):
    """Inputs go to their supplier, results to theirs, and the grid company gets both."""
    set_up(hub, "sum", [row(ONE), row(TWO)], [row(SUM)])
    before = len(hub.sent)
    bring(hub, START, (ONE, "Out", 60, 1), (TWO, "Out", 60, 2))
    rows = [
        (outgoing.party, str(p.metering_point_used_domain_location.identification))
        for outgoing in hub.sent[before:]
        for p in outgoing.message.payload_energy_time_series
    ]

    assert sorted([(OLD, ONE), (OLD, TWO), (NEW, SUM), *((GRID, p) for p in (ONE, TWO, SUM))]) == sorted(rows)


def test_a_replay_gives_the_same(hub):
    """Calls and values, replayed, give the same state."""
    start = Hub.restore(hub.snapshot()).snapshot()
    set_up(hub, "sum", [row(ONE), row(TWO)], [row(SUM)])
    bring(hub, START, (ONE, "Out", 60, 1), (TWO, "Out", 60, 2))

    assert hub.snapshot() == Hub.replay(start, hub.journal).snapshot()
