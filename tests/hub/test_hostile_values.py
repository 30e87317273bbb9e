"""Messages of values that nobody should send: none stops the hub, and the jobs of the days after name what they could not do."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import nullcontext
from decimal import Decimal
from itertools import pairwise

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import hub_fixtures as market
from tests.support import hub_sharing as sharing
from tests.support import settlement_market as settled
from tests.support.hub_profiled import Meter
from tests.support.metering import collected, days, fresh, series, value_query

import edielkit
from edielkit.hub import Config, Hub, Ids, Market
from edielkit.hub.values.value_records import CALCULATIONS
from edielkit.market_time import Period, day_period

TOP = 10**15 - 1  # the most that fifteen digits hold, in thousandths
NOW = dt.datetime(2026, 2, 8, 9, tzinfo=dt.UTC)
SINCE = dt.date(2026, 2, 2)
AREAS = ((market.AREA, market.GRID), (market.OTHER_AREA, market.NEIGHBOUR))
HOUR = dt.timedelta(hours=1)
CHANNELS = (
    (settled.LINE, "In", 15),
    (settled.LINE, "Out", 15),
    (settled.PLANT, "In", 15),
    (settled.FACTORY, "Out", 15),
    (settled.HOUSE, "Out", 60),
    (sharing.PLANT, "In", 15),
    *((flat, "Out", 60) for flat in sharing.FLATS),
)


def hub(**config: object) -> Hub:
    """Return a market in which all parts of the hub have something to do."""
    parties = {party.gln: party for party in (*market.parties(), *settled.parties())}
    points = (
        *market.points()[:4],
        settled.line(settled.LINE),
        settled.plant(),
        settled.user(),
        settled.user(settled.HOUSE, 60),
        settled.cabin(),
        *sharing.house(),
    )
    options: dict[str, object] = {"values_since": SINCE, "annual_volumes": "EI-270", "shorter_periods": True}
    opening = Market(parties=parties.values(), structure=settled.structure(), points=points)
    return Hub(opening, config=Config(**{**options, **config}), ids=Ids("hostile"))


def send(elhub: Hub, quantity: int, first: dt.date, count: int, now: dt.datetime) -> None:
    """Send the same quantity for every step of all channels; all must be taken."""
    rows = []
    for name, direction, minutes in CHANNELS:
        for day in (first + dt.timedelta(days=n) for n in range(count)):
            empty = series(day_period(day), point=name, direction=direction, minutes=minutes, registered=now)
            column = np.full(len(empty.observations), quantity, np.int64)
            rows.append(attrs.evolve(empty, observations=attrs.evolve(empty.observations, quantity=column)))
    receipt = elhub.receive(collected(*rows, now=now), now=now)
    assert receipt.accepted
    assert () == receipt.report.errors


def ready(elhub: Hub, idle: str = "1", price: str = "999999999.999999") -> None:
    """Give loss constants and prices, and let every loss pass."""
    begin = elhub.now or day_period(SINCE).start
    for area, owner in AREAS:
        elhub.call(
            "set_loss_parameters",
            now=begin,
            area=area,
            sender=owner,
            idle=idle,
            constant="0",
            day="2026-01-01",
        )
        for rule in ("Høyt tap", "Negativt tap"):
            elhub.call(
                "set_settlement_limit", now=begin, area=area, sender=market.ELHUB, rule=rule, enabled=False
            )
    elhub.call(
        "set_prices",
        now=begin,
        price_area="NO1",
        day="2026-02-01",
        resolution="P1D",
        prices=[price] * 28,
        until="2026-03-01",
    )


def lives(elhub: Hub, until: dt.datetime) -> None:
    """Let the jobs run; all that was sent can be written, and every area's day can be reported."""
    elhub.advance(until)
    for outgoing in elhub.sent:
        assert edielkit.serialize(outgoing.message)
    for area, _ in AREAS:
        assert elhub.settlement_report(area, SINCE) is not None
    assert elhub.completeness(SINCE, SINCE)


@pytest.mark.parametrize("quantity", [0, 10**12, 10**13, 10**14, TOP])
def test_quantities_of_any_size(quantity):
    """A settlement whose sums are no energy fails in words; days and months go on."""
    elhub = hub()
    ready(elhub, idle="999999999")
    send(elhub, quantity, SINCE, 5, NOW - dt.timedelta(days=1))
    lives(elhub, NOW + dt.timedelta(days=24))

    texts = {check["text"] for row in elhub.settlement_report(market.AREA, SINCE) for check in row["checks"]}
    assert (quantity >= 10**14) is any("100 GWh" in text for text in texts)


def test_computed_annual_volumes_that_no_message_holds():
    """What the hub calculates of a day of nonsense is a case, not a message that nobody can read."""
    elhub = hub()
    send(elhub, TOP, SINCE, 1, NOW - dt.timedelta(days=1))
    lives(elhub, dt.datetime(2026, 3, 2, tzinfo=dt.UTC))

    cases = {(case["point"], case["request"]) for case in elhub.annual_cases()}
    assert (settled.FACTORY, "") in cases
    assert all(case["total"] > 999_999_999_999 for case in elhub.annual_cases())


@pytest.mark.parametrize("per", ["interval", "day"])
def test_expected_consumption_beyond_all_bounds(per):
    """Annual volumes and factors of the season that are no energy fail the area's day, and no job."""
    elhub = hub(settlement_limits_per=per, annual_volumes="")
    begin = day_period(SINCE).start
    ready(elhub)
    elhub.call("set_season", now=begin, area=market.AREA, sender=market.ELHUB, factors=["999999999"] * 12)
    wrong = (settled.CABIN, SINCE, [(999_999_999_999, "Manual", None)])
    assert () == elhub.receive(Meter().annual(begin, wrong), now=begin).report.errors
    send(elhub, 1000, SINCE, 5, NOW - dt.timedelta(days=1))
    lives(elhub, NOW + dt.timedelta(days=2))

    texts = [check["text"] for row in elhub.settlement_report(market.AREA, SINCE) for check in row["checks"]]
    assert "the expected profiled consumption is above 100 GWh in an interval" in texts


def test_a_correction_that_is_no_energy_waits_alone():
    """The reconciliation leaves the day with the words why, and takes it once the value is right."""
    elhub = hub()
    ready(elhub)
    send(elhub, 1000, SINCE, 5, NOW - dt.timedelta(days=1))
    elhub.advance(dt.datetime(2026, 2, 13, 12, tzinfo=dt.UTC))
    house = series(day_period(SINCE), point=settled.HOUSE, registered=elhub.now)
    for quantity in (TOP, 5000):
        column = np.full(24, quantity, np.int64)
        wrong = attrs.evolve(
            house,
            identification=fresh(),
            registered=elhub.now,
            observations=attrs.evolve(house.observations, quantity=column),
        )
        assert elhub.receive(collected(wrong, now=elhub.now), now=elhub.now).accepted
        elhub.advance(elhub.now + HOUR)
        elhub.call("run_reconciliation", now=elhub.now)
        lives(elhub, elhub.now + HOUR)

    first, second = elhub.reconciliation(1), elhub.reconciliation(2)
    reasons = [waiting["reason"] for waiting in first["waiting"]]
    assert any(settled.HOUSE in reason and "100 GWh" in reason for reason in reasons)
    assert not any(settled.HOUSE in waiting["reason"] for waiting in second["waiting"])
    assert (0, True) == (first["corrections"], second["corrections"] > 0)


_INSTANT = re.compile(rb"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?")
_FAR = [
    "9999-12-31T24:00:00Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "1026-02-02T00:00:00+14:00",
    "2026-02-02T00:00:00",
]


def messages() -> list[object]:
    """Return a message of each process of values."""
    say, period = Meter(), days(SINCE)
    return [
        collected(series(period, point=settled.HOUSE, registered=NOW), now=NOW),
        say.values(
            NOW, say.value(SINCE, market.day(2), stipulated="5", registered=NOW, target=settled.CABIN)
        ),
        say.values(
            NOW,
            say.value(SINCE, market.day(2), withdrawn=True, registered=NOW, target=settled.CABIN),
            brs="332",
        ),
        say.readings(NOW, say.reading(NOW - HOUR, "5", target=settled.CABIN), sender=market.NEW),
        say.annual(NOW, (settled.CABIN, market.day(9), [(5, "Manual", "Out")])),
        value_query(period, point=settled.HOUSE, sender=market.GRID, role="DDM", now=NOW),
        sharing.sharing(start=market.day(20), now=NOW),
    ]


@pytest.mark.parametrize("text", _FAR)
@pytest.mark.parametrize("place", range(7))
def test_instants_out_of_reach(place, text):
    """Each instant of each message in turn is one that nobody means: a receipt, and the hub lives on."""
    data = edielkit.serialize(messages()[place])
    snapshot = hub().snapshot()
    for match in _INSTANT.finditer(data):
        elhub = Hub.restore(snapshot)
        receipt = elhub.receive(data[: match.start()] + text.encode() + data[match.end() :], now=NOW)

        assert receipt.accepted is (receipt.fault is None)
        elhub.advance(NOW + dt.timedelta(days=1))


@given(
    place=st.integers(0, 6),
    where=st.floats(0, 1, exclude_max=True),
    text=st.sampled_from(
        [b"", b"0", b"-1", b"1E400", b"NaN", b"9" * 400, b"x" * 100_000, b"0.000000000000000000000000000001"]
    ),
)
@settings(max_examples=60, deadline=None)
def test_any_text_of_any_element(place, where, text):
    """One element of a message holds anything: a receipt, a week of jobs, and a replay with an equal state."""
    data = edielkit.serialize(messages()[place])
    texts = list(re.finditer(rb">([^<>\s][^<>]*)<", data))
    chosen = texts[int(where * len(texts))]
    elhub = _fresh_hub()
    start = elhub.snapshot()
    receipt = elhub.receive(data[: chosen.start(1)] + text + data[chosen.end(1) :], now=NOW)
    elhub.advance(NOW + dt.timedelta(days=1))

    assert receipt.accepted is (receipt.fault is None)
    assert elhub.snapshot() == Hub.replay(start, elhub.journal).snapshot()


def _fresh_hub() -> Hub:
    return hub(values_since=NOW.date())


def test_shares_that_no_recipient_has():
    """Shares of any size and any number of decimals are refused, not calculated."""
    halves = {sharing.FLAT: Decimal("0.5"), sharing.SHOP: Decimal("0.5")}
    good = edielkit.serialize(
        sharing.sharing(start=market.day(20), formula="Manual", recipients=halves, now=NOW)
    )
    assert 2 == good.count(b">0.5<")
    for text in (b"0.0000001", b"1000.000001", b"9" * 300, b"-0.5", b"0." + b"0" * 29 + b"1", b"1e-30"):
        elhub = hub()
        receipt = elhub.receive(good.replace(b">0.5<", b">" + text + b"<"), now=NOW)

        assert receipt.report.errors
        assert {} == dict(elhub.snapshot().table(CALCULATIONS))


@pytest.mark.parametrize("count", [300])
def test_long_chains_of_calculations(count):
    """Values run through a chain of sums once; a chain that closes is refused."""
    names = [market.gsrn(5_000 + n) for n in range(count)]
    points = [settled.user(name, 60) for name in names]
    elhub = Hub(
        Market(parties=settled.parties(), structure=settled.structure(), points=points),
        config=Config(),
        ids=Ids("chain"),
    )
    for source, target in pairwise(names):
        elhub.call("set_up_calculation", now=NOW, **_sum(source, target))
    with pytest.raises(ValueError, match="cannot build on its own results"):
        elhub.call("set_up_calculation", now=NOW, **_sum(names[-1], names[0]))
    first = series(day_period(SINCE), point=names[0], registered=NOW)
    assert elhub.receive(collected(first, now=NOW), now=NOW).accepted

    (last,) = elhub.values(names[-1], "8716867000030", "Out", day_period(SINCE))
    assert first.observations.quantity.tolist() == last.observations.quantity.tolist()


def _sum(source: str, target: str) -> dict[str, object]:
    return {
        "template": "sum",
        "start": SINCE.isoformat(),
        "inputs": [{"point": source, "direction": "Out"}],
        "targets": [{"point": target, "direction": "Out"}],
    }


def test_many_payloads_on_one_profiled_point():
    """Thousands of start readings on one point, and all of them withdrawn: no payload goes through all others."""
    elhub, say, count = hub(), Meter(), 2_000
    instants = [NOW - dt.timedelta(days=1, minutes=15 * n) for n in range(count)]
    put = [say.value(instant, None, index="5", registered=NOW, target=settled.CABIN) for instant in instants]
    back = [
        say.value(instant, instant, withdrawn=True, registered=NOW + HOUR, target=settled.CABIN)
        for instant in instants
    ]
    assert () == elhub.receive(say.values(NOW, *put), now=NOW).report.errors
    assert count == len(elhub.volumes(settled.CABIN))
    assert () == elhub.receive(say.values(NOW + HOUR, *back, brs="332"), now=NOW + HOUR).report.errors

    assert () == elhub.volumes(settled.CABIN)
    # it was minutes when each payload was held against all records


def test_many_forwarded_readings_are_one_reminder_a_day():
    """Readings of one day that nobody answers are one line of the reminder; one value confirms them all."""
    elhub, say, count = hub(), Meter(), 1_000
    rows = [say.reading(NOW - dt.timedelta(minutes=n), "5", target=settled.CABIN) for n in range(count)]
    assert () == elhub.receive(say.readings(NOW, *rows, sender=market.NEW), now=NOW).report.errors
    elhub.advance(NOW + dt.timedelta(days=7))
    reminders = [
        e.message.payload_measured_data_request
        for e in elhub.sent
        if e.message.kind() == "RequestCollectedData"
    ]

    assert {1} == {len(reminder.reminder) for reminder in reminders if reminder.reminder_type == "MI"}
    value = say.value(SINCE, market.day(7), stipulated="5", registered=elhub.now, target=settled.CABIN)
    assert () == elhub.receive(say.values(elhub.now, value), now=elhub.now).report.errors
    assert {"confirmed"} == {reading.answer.value for reading in elhub.readings(settled.CABIN)}


def test_annual_volumes_from_the_last_day_to_the_first():
    """A thousand versions of a point that come in the wrong order cost no more than in the right one."""
    elhub, say = hub(), Meter()
    rows = [(settled.CABIN, market.day(3_000 - n), [(n, "Manual", "Out")]) for n in range(1_500)]
    assert () == elhub.receive(say.annual(NOW, *rows), now=NOW).report.errors

    assert 1_500 < len(elhub.point(settled.CABIN).versions)


def test_reads_of_any_day():
    """What only reads gives an answer for the first and the last day of time, or refuses in words."""
    elhub = hub()
    send(elhub, 1000, SINCE, 3, NOW - dt.timedelta(days=2))
    elhub.advance(NOW)
    before = elhub.snapshot()
    for day in (dt.date.min, dt.date.max, dt.date(1895, 1, 1), SINCE):
        assert elhub.exchange_report(day) is None or day == SINCE
        assert isinstance(elhub.exchange_suspects(day, market.AREA), list)
        assert isinstance(elhub.settlement_report(market.AREA, day), list)
        with nullcontext() if day == SINCE else pytest.raises(ValueError, match="between 1900 and 2200"):
            assert isinstance(elhub.completeness(day, day), list)
        with nullcontext() if day == SINCE else pytest.raises(ValueError, match="between 1900 and 2200"):
            assert elhub.physical_loss(day, day)
        assert elhub.price_area_sums("NO1", day)
        assert elhub.final_loss(market.AREA, day) is None
    whole = Period(dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC))
    values = elhub.values(settled.HOUSE, "8716867000030", "Out", whole)

    assert 72 == sum(len(piece.observations) for piece in values)
    assert before == elhub.snapshot()
