"""The reconciliation (avviksoppgjør) through the hub: corrections after the freeze, prices, runs, annulment, queries."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from functools import cache
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.hub_fixtures import BERIT, GRID, NEW, OLD, Sender, faults_of
from tests.support.hub_profiled import Meter
from tests.support.metering import basis_query, days
from tests.support.settlement_market import (
    AREA,
    AUTUMN,
    BALANCE,
    CABIN,
    DAY,
    FACTORY,
    HOUSE,
    LINE,
    LOSS,
    OTHER_AREA,
    PLANT,
    SPRING,
    at,
    cabin,
    day_series,
    hub,
    line,
    plant,
    quarters,
    send,
    user,
)

from edielkit.hub import Hub
from edielkit.hub.core.state_tables import PARTIES
from edielkit.hub.reconciliation.reconciliation_records import PRICES
from edielkit.market_time import day_period

ONE = dt.timedelta(days=1)
# import of the quarters of each hour, so that hours have a shape
SHAPE = (1000, 1100, 1200, 1300)
# so much that the profiled consumption is what the validation of the loss expects
EXPECTED = 650 * 4 * 8760


def settled_hub(
    first: dt.date = DAY,
    count: int = 3,
    *,
    profiled: bool = True,
    until: dt.date | None = None,
    **config: Any,
) -> Hub:
    """Return a hub whose first days are frozen: a plant, a factory by the quarter, a house by the hour, a cabin."""
    points = [line(LINE), plant(), user(FACTORY, 15, supplier=OLD), user(HOUSE, 60, supplier=OLD)]
    there = hub(*points, *([cabin(annual=EXPECTED)] if profiled else []), values_since=first, **config)
    for day in (first + n * ONE for n in range(count)):
        now = at(day + ONE, "01:00")
        if day == first:
            constants = {"idle": "0", "constant": "0", "day": first.isoformat()}
            there.call("set_loss_parameters", now=now, area=AREA, sender=GRID, **constants)
        hours = quarters(day) // 4
        send(
            there,
            day_series(LINE, "In", SHAPE * hours, day),
            day_series(LINE, "Out", 0, day),
            day_series(PLANT, "In", 100, day),
            day_series(FACTORY, "Out", 500, day),
            day_series(HOUSE, "Out", 400, day, minutes=60),
            now=now,
        )
    there.advance(at(until or first + (count + 4) * ONE, "12:30"))
    return there


@cache
def _frozen(**options: Any) -> Any:
    return settled_hub(**options).snapshot()


def frozen(**options: Any) -> Hub:
    """Return a hub of its own whose first days are frozen."""
    return Hub.restore(_frozen(**options))


def give_prices(there: Hub, now: dt.datetime, prices: tuple[str, ...] = ("100",), count: int = 3) -> None:
    """Give prices of the first days, repeated over the quarters of each."""
    for day in (DAY + n * ONE for n in range(count)):
        given_ = list(prices) * (quarters(day) // len(prices))
        there.call(
            "set_prices", now=now, price_area="NO1", day=day.isoformat(), resolution="PT15M", prices=given_
        )


def rows(there: Hub, run: int = 1, part: str = "rows") -> list[tuple[str, str, str, str, str]]:
    """Return the rows of a run in short."""
    result = there.reconciliation(run)
    assert result is not None
    keys = ("day", "supplier", "businessType", "volume", "amount")
    return [tuple(row[key] for key in keys) for row in result[part]]


def reconciliation_messages(there: Hub, who: str) -> list[Any]:
    """Return the reconciliation messages that a party got; all of them are valid at level business."""
    messages = [outgoing.message for outgoing in there.sent if outgoing.party == who]
    volumes = [message for message in messages if message.kind() == "PriceVolumeCombinationForReconciliation"]
    assert [] == [fault for message in volumes for fault in faults_of(message, message.header.creation)]
    return volumes


LATER, RUN = at(DAY + 11 * ONE, "10:00"), at(DAY + 14 * ONE, "12:30")


def test_corrections_by_hand():
    """Interval consumption, production and hourly consumption, each at the price of its quarter, on 16 February."""
    there = frozen()
    give_prices(there, LATER, ("100", "200", "300", "400"))
    send(
        there,
        day_series(FACTORY, "Out", 600, registered=LATER),
        day_series(PLANT, "In", 90, registered=LATER),
        day_series(HOUSE, "Out", 450, minutes=60, registered=LATER),
        now=LATER,
    )
    there.advance(RUN)

    # factory: 96 * 100 kWh at 250 kroner in the mean; plant: 96 * -10
    # house: JIP of the quarters is 600, 700, 800, 900, so 400 kWh were settled as 80, 93.333, 106.667, 120 and 450 are
    # 90, 105, 120, 135: an hour costs 10 * 0.1 + 11.667 * 0.2 + 13.333 * 0.3 + 15 * 0.4 = 13.3333 kroner
    day = DAY.isoformat()
    assert [
        (day, OLD, "RE01", "9600.000", "2400.00"),
        (day, OLD, "RE03", "-960.000", "-240.00"),
        (day, OLD, "RE04", "1200.000", "320.00"),
    ] == rows(there)
    assert [
        (day, LOSS, "RE01", "-9600.000", "-2400.00"),
        (day, LOSS, "RE03", "960.000", "240.00"),
        (day, LOSS, "RE04", "-1200.000", "-320.00"),
    ] == rows(there, part="counter")
    result = there.reconciliation(1)
    assert {"319.999200"} == {e["amount"] for e in result["details"] if e["businessType"] == "RE04"}
    # production is paid for, consumption pays
    assert [(OLD, "DDQ", "2960.00", True), (LOSS, "BSL", "-2960.00", True)] == [
        (e["party"], e["role"], e["pays"], e["paid"]) for e in result["parties"]
    ]


def test_the_message():
    """A payload for each kind and month in steps of a day, with zeros where nothing is corrected."""
    there = frozen()
    give_prices(there, LATER)
    send(there, day_series(FACTORY, "Out", 400, DAY + ONE, registered=LATER), now=LATER)
    there.advance(RUN)

    (message,) = reconciliation_messages(there, OLD)
    (payload,) = message.payload_energy_time_series
    period = payload.observation_period_time_series_period
    assert ("P1D", day_period(dt.date(2026, 2, 1)).start) == (period.resolution_duration, period.start)
    assert day_period(DAY + 2 * ONE).end == period.end
    kind = payload.mp_detail_measurement_metering_point_characteristic
    assert ("Out", "RE01", None) == (kind.direction, str(kind.business_type), kind.settlement_method_type)
    expected = [("0.000", "0.00"), ("0.000", "0.00"), ("-9600.000", "-960.00"), ("0.000", "0.00")]
    assert expected == [(str(e.balance_volume), str(e.balance_amount)) for e in payload.observation]
    assert [] == reconciliation_messages(there, LOSS)


def test_a_second_run_without_new_corrections_is_empty():
    """What a run has taken counts as settled: the next one has no corrections and sends nothing."""
    there = frozen()
    give_prices(there, LATER)
    send(there, day_series(HOUSE, "Out", 390, minutes=60, registered=LATER), now=LATER)
    there.advance(RUN)
    again = there.call("run_reconciliation", now=RUN)

    assert (2, 0, []) == (again["run"], again["corrections"], again["messages"])
    assert [1, 0] == [run["corrections"] for run in there.reconciliations()]
    assert [waiting["gridArea"] for waiting in again["waiting"]] == [AREA, OTHER_AREA]


def test_a_correction_of_a_correction():
    """Each run takes the difference from the one before: together they are the last value less the settled one."""
    there = frozen()
    give_prices(there, LATER)
    for number, quantity in enumerate((600, 550, 500), 1):
        now = LATER + number * dt.timedelta(hours=1)
        send(there, day_series(FACTORY, "Out", quantity, registered=now), now=now)
        there.call("run_reconciliation", now=now)

    volumes = [rows(there, run)[0][3:] for run in (1, 2, 3)]
    assert [("9600.000", "960.00"), ("-4800.000", "-480.00"), ("-4800.000", "-480.00")] == volumes


def test_where_the_clock_stands_still_each_value_is_taken_once():
    """Values that come before a run at its own instant are its own, those after it the next one's."""
    there = frozen()
    give_prices(there, LATER)
    for quantity in (600, 550, 500):
        send(there, day_series(FACTORY, "Out", quantity, registered=LATER), now=LATER)
        there.call("run_reconciliation", now=LATER)

    volumes = [rows(there, run)[0][3:] for run in (1, 2, 3)]
    assert [("9600.000", "960.00"), ("-4800.000", "-480.00"), ("-4800.000", "-480.00")] == volumes


def test_annulled_and_run_again_is_run():
    """An annulled run counts for nothing: the next one gives what it would have given without it."""
    results = []
    for annulled in (True, False):
        there = frozen()
        give_prices(there, LATER, ("100", "-20.5", "300.125", "400"))
        send(there, day_series(HOUSE, "Out", 433, minutes=60, registered=LATER), now=LATER)
        if annulled:
            there.call("run_reconciliation", now=LATER)
            there.call("annul_reconciliation", now=LATER, number=1, reason="exchange points")
        result = there.call("run_reconciliation", now=LATER + dt.timedelta(hours=1))
        report = there.reconciliation(result["run"])
        results.append([report[part] for part in ("rows", "counter", "details", "parties", "waiting")])

    assert results[0] == results[1]
    assert results[0][0]


def test_what_cannot_be_annulled():
    """Only the newest run that counts: later ones build on the earlier ones."""
    there = frozen()
    for hour in range(2):
        there.call("run_reconciliation", now=LATER + hour * dt.timedelta(hours=1))
    now = LATER + dt.timedelta(hours=2)
    with pytest.raises(ValueError, match="reconciliation 2 builds on it"):
        there.call("annul_reconciliation", now=now, number=1)
    there.call("annul_reconciliation", now=now, number=2, reason="a mistake")
    with pytest.raises(ValueError, match="not annulled"):
        there.call("annul_reconciliation", now=now, number=2)

    assert ["", "a mistake"] == [run["reason"] for run in there.reconciliations()]
    assert there.reconciliation(7) is None


def test_a_day_without_prices_waits_and_is_named():
    """Corrections of a day without prices are taken by the run that has them, those of other days at once."""
    there = frozen()
    give_prices(there, LATER, count=1)
    both = [day_series(FACTORY, "Out", 501, DAY + n * ONE, registered=LATER) for n in range(2)]
    send(there, *both, now=LATER)
    there.call("run_reconciliation", now=LATER + ONE)
    waiting = there.reconciliation(1)["waiting"]
    give_prices(there, LATER + 2 * ONE, ("200",))
    there.call("run_reconciliation", now=LATER + 2 * ONE)

    second = (DAY + ONE).isoformat()
    assert {"gridArea": AREA, "from": second, "to": second, "reason": "no prices of NO1"} in waiting
    assert [(DAY.isoformat(), OLD, "RE01", "96.000", "9.60")] == rows(there)
    assert [(second, OLD, "RE01", "96.000", "19.20")] == rows(there, 2)
    # under 100 kroner nothing is paid; the row is there all the same
    assert [False, False] == [party["paid"] for party in there.reconciliation(1)["parties"]]
    assert 2 == len(reconciliation_messages(there, OLD))


def test_days_that_are_not_settled_wait():
    """Without a frozen basis nothing can be corrected: the days are named."""
    there = frozen()
    there.advance(RUN)
    waiting = there.reconciliation(1)["waiting"]

    own = [item for item in waiting if item["gridArea"] == AREA]
    assert [((DAY + 3 * ONE).isoformat(), (RUN.date() - 5 * ONE).isoformat(), "not settled")] == [
        (row["from"], row["to"], row["reason"]) for row in own
    ]


def test_no_loss_supplier_no_reconciliation():
    """Without a counterparty corrections wait."""
    there = settled_hub()
    areas = {
        area.identification: attrs.evolve(area, loss_supplier="")
        for area in there.snapshot().structure.areas.values()
    }
    changed = attrs.evolve(there.snapshot().structure, areas=areas)
    there = Hub.restore(attrs.evolve(there.snapshot(), structure=changed))
    give_prices(there, LATER)
    send(there, day_series(FACTORY, "Out", 501, registered=LATER), now=LATER)
    there.advance(RUN)

    assert "no loss supplier" in {waiting["reason"] for waiting in there.reconciliation(1)["waiting"]}
    assert [] == rows(there)


def test_values_at_the_instant_of_the_freeze_are_corrections():
    """The job of 12:00 comes before the messages of that instant: they are not lost between basis and corrections."""
    noon = at(DAY + 5 * ONE, "12:00")
    there = settled_hub(count=1, until=DAY + ONE)
    send(there, day_series(FACTORY, "Out", 600, registered=noon), now=noon)
    give_prices(there, LATER, count=1)
    there.advance(RUN)

    assert [(DAY.isoformat(), OLD, "RE01", "9600.000", "960.00")] == rows(there)


def test_a_change_of_supplier_splits_by_day():
    """Each day's correction goes to the supplier of that day."""
    there = settled_hub(until=DAY + 3 * ONE)
    request = Sender().start(
        "103", DAY + ONE, sender=NEW, user=BERIT, target=FACTORY, now=at(DAY + 3 * ONE, "13:00")
    )
    there.receive(request, now=at(DAY + 3 * ONE, "13:00"))
    there.advance(at(DAY + 8 * ONE, "12:30"))
    give_prices(there, LATER)
    period = [day_series(FACTORY, "Out", 500 + n, DAY + n * ONE, registered=LATER) for n in range(1, 3)]
    send(there, day_series(FACTORY, "Out", 510, registered=LATER), *period, now=LATER)
    there.advance(RUN)

    first, second, third = ((DAY + n * ONE).isoformat() for n in range(3))
    assert [
        (first, OLD, "RE01", "960.000", "96.00"),
        (second, NEW, "RE01", "96.000", "9.60"),
        (third, NEW, "RE01", "192.000", "19.20"),
    ] == rows(there)


def test_a_supplier_that_is_found_out_afterwards():
    """A move-in back in time moves the settled volume from the old supplier to the new one, and only once."""
    there = frozen()
    give_prices(there, LATER)
    request = Sender().start("103", DAY + ONE, sender=NEW, user=BERIT, target=HOUSE, now=LATER)
    assert there.receive(request, now=LATER).accepted
    send(there, day_series(HOUSE, "Out", 410, DAY + 2 * ONE, minutes=60, registered=LATER), now=LATER)
    there.call("run_reconciliation", now=LATER + ONE)
    again = there.call("run_reconciliation", now=LATER + 2 * ONE)

    second, third = ((DAY + n * ONE).isoformat() for n in (1, 2))
    assert [
        (second, OLD, "RE04", "-9600.000", "-960.00"),
        (third, OLD, "RE04", "-9600.000", "-960.00"),
        (second, NEW, "RE04", "9600.000", "960.00"),
        (third, NEW, "RE04", "9840.000", "984.00"),
    ] == sorted(rows(there), key=lambda row: row[1] != OLD)
    assert 0 == again["corrections"]


def test_a_supplier_found_out_after_a_run():
    """A later run compares with the contracts of the run before."""
    there = frozen()
    give_prices(there, LATER)
    send(there, day_series(HOUSE, "Out", 410, DAY + ONE, minutes=60, registered=LATER), now=LATER)
    there.call("run_reconciliation", now=LATER)
    now = LATER + ONE
    there.receive(Sender().start("103", DAY + ONE, sender=NEW, user=BERIT, target=HOUSE, now=now), now=now)
    there.call("run_reconciliation", now=now)

    days = [(DAY + n * ONE).isoformat() for n in (1, 2)]
    assert [
        (days[0], OLD, "RE04", "-9840.000", "-984.00"),
        (days[1], OLD, "RE04", "-9600.000", "-960.00"),
        (days[0], NEW, "RE04", "9840.000", "984.00"),
        (days[1], NEW, "RE04", "9600.000", "960.00"),
    ] == sorted(rows(there, 2), key=lambda row: row[1] != OLD)


def test_profiled_points():
    """What was settled as estimate (FPPC) is corrected when a period volume brings the measured profile (FPC)."""
    there = frozen()
    give_prices(there, LATER)
    meter = Meter()
    last = DAY + 3 * ONE
    payloads = (
        meter.value(DAY, None, index="1000", registered=LATER, target=CABIN),
        meter.value(DAY, last, readings=("1000", "61000"), metered="60000", registered=LATER, target=CABIN),
    )
    assert () == there.receive(meter.values(LATER, *payloads), now=LATER).reasons
    there.call("run_reconciliation", now=LATER)

    # settled were JIP less the house, 650 kWh a quarter in the mean; measured are 20000 kWh a day, to a few thousandths
    corrections = rows(there)
    assert [((DAY + n * ONE).isoformat(), NEW, "RE02", "-4240.00") for n in range(3)] == [
        (day, who, kind, amount) for day, who, kind, _, amount in corrections
    ]
    assert Decimal(60000 - 3 * 96 * 650) == sum(Decimal(volume) for _, _, _, volume, _ in corrections)
    assert 0 == there.call("run_reconciliation", now=LATER + ONE)["corrections"]


def test_a_measured_profile_before_the_freeze_and_its_withdrawal():
    """The basis has the estimate also where the measured profile is there already; what is withdrawn is taken back."""
    there = settled_hub(until=DAY + 4 * ONE)
    meter, sent = Meter(), at(DAY + 4 * ONE, "13:00")
    last = DAY + 3 * ONE
    volume = meter.value(
        DAY, last, readings=("1000", "61000"), metered="60000", registered=sent, target=CABIN
    )
    start = meter.value(DAY, None, index="1000", registered=sent, target=CABIN)
    assert () == there.receive(meter.values(sent, start, volume), now=sent).reasons
    there.advance(at(DAY + 7 * ONE, "12:30"))
    give_prices(there, LATER)
    there.call("run_reconciliation", now=LATER)
    now = LATER + ONE
    gone = meter.value(DAY, last, withdrawn=True, registered=now, target=CABIN)
    assert () == there.receive(meter.values(now, gone, brs="332"), now=now).reasons
    there.call("run_reconciliation", now=now)

    first, second = rows(there), rows(there, 2)
    assert ["-4240.00"] * 3 == [row[4] for row in first]
    assert [row[:3] for row in first] == [row[:3] for row in second]
    assert {Decimal(0)} == {Decimal(a[3]) + Decimal(b[3]) for a, b in zip(first, second, strict=True)}


def test_hourly_consumption_in_one_kind_with_the_rest():
    """RE04 is not confirmed: by option hourly consumption is RE01, too."""
    there = settled_hub(count=1, reconcile_hourly_as="RE01")
    give_prices(there, LATER, count=1)
    both = (
        day_series(HOUSE, "Out", 450, minutes=60, registered=LATER),
        day_series(FACTORY, "Out", 501, registered=LATER),
    )
    send(there, *both, now=LATER)
    there.call("run_reconciliation", now=LATER)

    assert [(DAY.isoformat(), OLD, "RE01", "1296.000", "129.60")] == rows(there)


def test_an_hourly_settlement():
    """Settled by the hour, all interval points are RE01, and quarters are summed."""
    there = hub(
        line(LINE, minutes=60), user(FACTORY, 15), user(HOUSE, 60), values_since=DAY, settlement_minutes=60
    )
    now = at(DAY + ONE, "01:00")
    both = [day_series(LINE, "In", 3000, minutes=60), day_series(LINE, "Out", 0, minutes=60)]
    used = [day_series(FACTORY, "Out", 500), day_series(HOUSE, "Out", 900, minutes=60)]
    send(there, *both, *used, now=now)
    there.advance(at(DAY + 5 * ONE, "12:30"))
    there.call(
        "set_prices", now=LATER, price_area="NO1", day=DAY.isoformat(), resolution="PT1H", prices=["50"] * 24
    )
    send(
        there,
        day_series(FACTORY, "Out", 501, registered=LATER),
        day_series(HOUSE, "Out", 901, minutes=60, registered=LATER),
        now=LATER,
    )
    there.call("run_reconciliation", now=LATER)

    assert [(DAY.isoformat(), OLD, "RE01", "120.000", "6.00")] == rows(there)


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_clock_change_days(day):
    """92 and 100 quarters: every interval has its price, and hours keep their shape."""
    there = settled_hub(day, 1)
    now = at(day + 8 * ONE, "10:00")
    count = quarters(day)
    prices = [str(n) for n in range(count)]
    there.call(
        "set_prices", now=now, price_area="NO1", day=day.isoformat(), resolution="PT15M", prices=prices
    )
    send(
        there,
        day_series(FACTORY, "Out", [500 + n for n in range(count)], day, registered=now),
        day_series(HOUSE, "Out", [400] * (count // 4 - 1) + [440], day, minutes=60, registered=now),
        now=now,
    )
    there.call("run_reconciliation", now=now)

    volume = sum(range(count))
    # the last hour's 40 kWh go to its quarters as 8, 9.333, 10.667 and 12
    last = [Decimal(n) for n in ("8", "9.333", "10.667", "12")]
    parts = sum(part * (count - 4 + n) / 1000 for n, part in enumerate(last))
    amount = Decimal(sum(n * n for n in range(count))) / 1000
    assert [
        (day.isoformat(), OLD, "RE01", f"{volume}.000", f"{amount:.2f}"),
        (day.isoformat(), OLD, "RE04", "40.000", f"{parts:.2f}"),
    ] == rows(there)


def test_july_has_none():
    """In July there is no reconciliation; what comes in then is August's."""
    first = dt.date(2026, 7, 1)
    there = settled_hub(first, 1)
    now = at(dt.date(2026, 7, 10), "10:00")
    there.call("set_prices", now=now, price_area="NO1", day="2026-07-01", resolution="P1D", prices=["100"])
    send(there, day_series(FACTORY, "Out", 600, first, registered=now), now=now)
    there.advance(at(dt.date(2026, 8, 17), "12:30"))

    assert ["2026-08-17"] == [run["when"][:10] for run in there.reconciliations()]
    assert [("2026-07-01", OLD, "RE01", "9600.000", "960.00")] == rows(there)


def test_queries():
    """BRS-NO-324: suppliers see their own, who is balance responsible its suppliers', loss supplier and grid theirs."""
    there = frozen()
    give_prices(there, LATER)
    there.call(
        "set_balance_responsible",
        now=LATER,
        supplier=OLD,
        area=AREA,
        responsible=BALANCE,
        day=DAY.isoformat(),
    )
    send(there, day_series(FACTORY, "Out", 600, registered=LATER), now=LATER)
    there.call("run_reconciliation", now=LATER)
    now = LATER + ONE
    send(there, day_series(FACTORY, "Out", 590, registered=now), now=now)
    there.call("run_reconciliation", now=now)

    expected = {OLD: "8640.000", BALANCE: "8640.000", LOSS: "-8640.000", GRID: "8640.000", NEW: None}
    roles = {OLD: "DDQ", BALANCE: "DDK", LOSS: "BSL", GRID: "DDM", NEW: "DDQ"}
    for who, volume in expected.items():
        before = len(reconciliation_messages(there, who))
        query = basis_query(days(DAY, 3), sender=who, role=roles[who], now=now)
        receipt = there.receive(query, now=now)
        messages = reconciliation_messages(there, who)[before:]
        assert receipt.accepted
        if volume is None:
            assert ([], ("E0H",)) == (messages, receipt.reasons)
            continue
        (payload,) = messages[0].payload_energy_time_series
        assert query.header.identification == payload.request_reference
        assert [volume, "0.000", "0.000"] == [
            str(observation.balance_volume) for observation in payload.observation
        ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"price_area": "NO9"}, "price area"),
        ({"price_area": ""}, "price area"),
        ({"until": "2026-02-02"}, "1 to 366 days"),
        ({"resolution": "PT5M"}, "resolution"),
        ({"prices": ["1"] * 23}, "expected 24 prices"),
        ({"prices": [1.5] * 24}, "a list of texts"),
        ({"prices": ["1,5"] * 24}, "decimal number"),
        ({"day": "yesterday"}, "expected a day between"),
    ],
)
def test_prices_that_are_refused(changes, words):
    """Prices are for whole days of a price area, one for each step."""
    there = hub(line(LINE))
    given_ = {"price_area": "NO1", "day": "2026-02-02", "resolution": "PT1H", "prices": ["1"] * 24, **changes}
    with pytest.raises(ValueError, match=words):
        there.call("set_prices", now=LATER, **given_)


def test_prices_shorter_than_the_settlement_wait():
    """Prices of quarters say nothing of an hour."""
    there = settled_hub(count=1)
    period = {"price_area": "NO1", "day": DAY.isoformat()}
    there.call("set_prices", now=LATER, resolution="PT1H", prices=["7"] * 24, **period)
    state = there.snapshot().table(PRICES)["NO1", DAY.isoformat()]

    assert [7_000_000] * 96 == state.of(DAY, 15).tolist()
    there.call("set_prices", now=LATER, resolution="PT15M", prices=["7"] * 96, **period)
    state = there.snapshot().table(PRICES)["NO1", DAY.isoformat()]
    assert state.of(DAY, 60) is None


def test_a_volume_that_no_message_can_hold():
    """What is too large for a message is in the report, and named there; the rest is sent."""
    there = frozen()
    give_prices(there, LATER, ("999999",))
    huge = [999_999_999] * 96
    send(
        there,
        day_series(FACTORY, "Out", huge, registered=LATER),
        day_series(FACTORY, "Out", 501, DAY + ONE, registered=LATER),
        now=LATER,
    )
    there.call("run_reconciliation", now=LATER)

    assert [DAY.isoformat()] == [row["day"] for row in there.reconciliation(1)["unsent"]]
    (payload,) = reconciliation_messages(there, OLD)[0].payload_energy_time_series
    assert ["0.000", "0.000", "96.000", "0.000"] == [
        str(observation.balance_volume) for observation in payload.observation
    ]


def test_replay_and_plain_data():
    """The journal gives the same state, and what is reported is plain data."""
    there = settled_hub(count=1)
    empty = hub(
        line(LINE), plant(), user(FACTORY, 15), user(HOUSE, 60), cabin(annual=EXPECTED), values_since=DAY
    ).snapshot()
    give_prices(there, LATER, count=1)
    send(there, day_series(HOUSE, "Out", 433, minutes=60, registered=LATER), now=LATER)
    there.advance(RUN)
    there.call("annul_reconciliation", now=RUN, number=1)

    assert there.snapshot() == Hub.replay(empty, there.journal).snapshot()
    report = there.reconciliation(1)
    assert report == json.loads(json.dumps(report))


POINTS = {FACTORY: ("Out", 15), HOUSE: ("Out", 60), PLANT: ("In", 15)}
corrections = st.lists(
    st.lists(
        st.tuples(st.sampled_from(sorted(POINTS)), st.integers(0, 2), st.integers(0, 900)),
        min_size=1,
        max_size=3,
    ),
    min_size=1,
    max_size=3,
)


@given(corrections, st.data())
@settings(max_examples=25, deadline=None)
def test_runs_add_up_to_the_last_values(steps, data):
    """Whatever is corrected, annulled and run again: with the loss supplier all is zero, and no energy is lost."""
    there = frozen()
    give_prices(there, LATER, ("100", "-200.125", "300", "77.7"))
    last: dict[tuple[str, int], int] = {}
    now = LATER
    for step in steps:
        now += dt.timedelta(hours=1)
        for point, day, quantity in step:
            direction, minutes = POINTS[point]
            delivered = day_series(
                point, direction, quantity, DAY + day * ONE, minutes=minutes, registered=now
            )
            now += dt.timedelta(minutes=1)
            send(there, delivered, now=now)
            last[point, day] = quantity * 96 * 15 // minutes
        run = there.call("run_reconciliation", now=now)["run"]
        if data.draw(st.booleans()):
            there.call("annul_reconciliation", now=now, number=run)
    there.call("run_reconciliation", now=now + ONE)
    again = there.call("run_reconciliation", now=now + 2 * ONE)

    valid = [item["run"] for item in there.reconciliations() if item["annulled"] is None]
    sums: dict[tuple[str, str], Decimal] = {}
    volumes: dict[tuple[str, str], Decimal] = {}
    for number in valid:
        result = there.reconciliation(number)
        for row in (*result["rows"], *result["counter"]):
            for name in ("volume", "amount"):
                key = row["businessType"], name
                sums[key] = sums.get(key, Decimal(0)) + Decimal(row[name])
        for detail in result["details"]:
            key = detail["meteringPoint"], detail["day"]
            volumes[key] = volumes.get(key, Decimal(0)) + Decimal(detail["volume"])
    first = {FACTORY: 500 * 96, HOUSE: 400 * 24, PLANT: 100 * 96}
    expected = {
        (point, (DAY + day * ONE).isoformat()): Decimal(total - first[point])
        for (point, day), total in last.items()
        if total != first[point]
    }

    assert {Decimal(0)} >= set(sums.values())
    assert expected == {key: volume for key, volume in volumes.items() if volume}
    assert 0 == again["corrections"]


def test_a_supplier_of_last_resort_alone():
    """The public role of the message is DDQ; who is supplier of last resort and nothing else finds it among SLR."""
    there = settled_hub(count=1)
    snapshot = there.snapshot()
    parties = {
        **snapshot.table(PARTIES),
        OLD: attrs.evolve(snapshot.table(PARTIES)[OLD], roles={"SLR"}),
    }
    there = Hub.restore(attrs.evolve(snapshot, tables={**snapshot.tables, "parties": parties}))
    give_prices(there, LATER, count=1)
    send(there, day_series(FACTORY, "Out", 600, registered=LATER), now=LATER)
    there.call("run_reconciliation", now=LATER)

    (message,) = reconciliation_messages(there, OLD)
    assert "DDQ" == str(message.process_energy_context.energy_business_process_role)
    assert ["SLR"] == [outgoing.role for outgoing in there.sent if outgoing.message is message]
