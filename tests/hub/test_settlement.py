"""The settlement of grid areas through the hub: calculated daily, checked, frozen, told, asked for."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.support.hub_fixtures import AREA, GRID, LAST, NEIGHBOUR, NEW, OLD, OTHER_AREA, faults_of, gsrn
from tests.support.metering import fresh
from tests.support.settlement_market import (
    AUTUMN,
    BALANCE,
    CABIN,
    DAY,
    EMPTY_HALL,
    FACTORY,
    HOUSE,
    LINE,
    LOSS,
    OTHER_PLANT,
    PLANT,
    PUMP,
    SPRING,
    at,
    cabin,
    day_series,
    hub,
    line,
    plant,
    quarters,
    record,
    send,
    sums,
    user,
)

from edielkit.emif.build import context, header
from edielkit.emif.messages import (
    MeteringGridArea,
    MeteringPoint,
    RequestDataFromElhub,
    RequestDataFromElhubPayload,
)
from edielkit.emif.messages import Period as AskedPeriod
from edielkit.emif.values import Code, Identifier
from edielkit.hub import Hub
from edielkit.hub.core.state import State
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.settlement.infeed_profile import profile
from edielkit.hub.settlement.settlement_records import SETTLEMENTS
from edielkit.hub.values.store import read
from edielkit.hub.values.value_records import VALUES, ChannelKey
from edielkit.market_time import Period, day_period

ENERGY = "8716867000030"
_DAY = dt.timedelta(days=1)
# a point that the supplier of last resort supplies
FLAT = gsrn(120)


def whole(day: dt.date = DAY, **config: Any) -> Hub:
    """Return a hub with every kind of point in AREA, the values of *day* sent in time, and its settings."""
    elhub = hub(
        plant(),
        line(LINE),
        user(FACTORY),
        user(HOUSE, 60, supplier=NEW),
        user(PUMP, sub_type="B27"),
        user(EMPTY_HALL, supplier=None),
        user(FLAT, supplier=LAST, role="SLR"),
        cabin(),
        plant(OTHER_PLANT, area=OTHER_AREA),
        **{"values_since": day, **config},
    )
    now = at(day + _DAY, "05:00")
    for area, owner in ((AREA, GRID), (OTHER_AREA, NEIGHBOUR)):
        elhub.call(
            "set_loss_parameters", now=now, area=area, sender=owner, idle="8", constant="0", day="2026-01-01"
        )
    for supplier in (OLD, NEW, LAST):
        elhub.call(
            "set_balance_responsible",
            now=now,
            supplier=supplier,
            area=AREA,
            responsible=BALANCE,
            day="2026-01-01",
        )
    send(
        elhub,
        day_series(PLANT, "In", 100, day),
        day_series(LINE, "In", 60, day),
        day_series(LINE, "Out", 10, day),
        day_series(FACTORY, "Out", 80, day),
        day_series(HOUSE, "Out", 40, day, minutes=60),
        day_series(PUMP, "Out", 20, day),
        day_series(EMPTY_HALL, "Out", 3, day),
        day_series(FLAT, "Out", 5, day),
        now=now,
    )
    send(elhub, day_series(OTHER_PLANT, "In", 52, day), now=now, sender=NEIGHBOUR)
    return elhub


# Net infeed 150, metered in quarters 108, loss 2, hourly 10: 30 are left for the cabin.
EXPECTED = {
    "production": 100,
    "incoming": 60,
    "outgoing": 10,
    "interval": 108,
    "hourly": 10,
    "profiled": 30,
    "loss": 2,
    "estimate": 2,
    "jip": 40,
}


@pytest.mark.parametrize("day", [DAY, SPRING, AUTUMN])
def test_sums_of_a_day(day: dt.date) -> None:
    """Each sum is what the points have, in every quarter of a day of any length."""
    elhub = whole(day)
    elhub.advance(at(day + _DAY, "07:00"))

    assert {name: [value * 1000] * quarters(day) for name, value in EXPECTED.items()} == sums(
        elhub, day, version=1
    )


def test_settled_by_the_hour() -> None:
    """In an hourly settlement all metered consumption is interval consumption."""
    elhub = whole(settlement_minutes=60)
    elhub.advance(at(DAY + _DAY, "07:00"))

    area_sums = sums(elhub, DAY, version=1)
    assert [(4 * 108 + 40) * 1000] * 24 == area_sums["interval"]
    assert [0] * 24 == area_sums["hourly"]
    assert [4 * 30_000] * 24 == area_sums["profiled"]


def settled_quantities(elhub: Hub, brs: str, party: str) -> dict[tuple[str, str, str], set[int]]:
    """Return what a party was told last: quantities by BusinessType, supplier and balance responsible party."""
    quantities: dict[tuple[str, str, str], set[int]] = {}
    for outgoing in elhub.sent:
        message: Any = outgoing.message
        process = str(message.process_energy_context.energy_business_process)
        if outgoing.party != party or process != f"BRS-NO-{brs}":
            continue
        for payload in message.payload_energy_time_series:
            area = payload.metering_grid_area_used_domain_location
            if area is None or str(area.identification) == AREA:
                quantities[_key(payload)] = set((payload.observation.quantity // 1000).tolist())
    return quantities


def _key(payload: Any) -> tuple[str, str, str]:
    supplier = payload.balance_supplier_involved_energy_party
    responsible = payload.balance_responsible_involved_energy_party
    return (
        str(payload.mp_detail_measurement_metering_point_characteristic.business_type),
        "" if supplier is None else str(supplier.identification),
        "" if responsible is None else str(responsible.identification),
    )


def test_who_is_told_what() -> None:
    """Each party gets the sums that are marked for its role, with the keys of BRS-NO-502."""
    elhub = whole()
    elhub.advance(at(DAY + _DAY, "07:00"))
    area = {
        "SE02": 150,
        "SE04": 50,
        "SE05": 5,
        "SE06": 20,
        "SE07": 30,
        "SE23": 100,
        "LS01": 5,
        "LS03": 0,
        "LS04": 0,
        "LS05": 3,
    }

    def sums_of(codes: str) -> dict[tuple[str, str, str], set[int]]:
        return {(code, "", ""): {area[code]} for code in codes.split()}

    assert sums_of("SE02 SE04 SE05 SE06 SE07 SE23 LS01 LS03 LS04 LS05") == settled_quantities(
        elhub, "321", GRID
    )
    assert sums_of("SE02 SE07 LS01") == settled_quantities(elhub, "502", LOSS)
    assert sums_of("SE05") == settled_quantities(elhub, "502", LAST)
    assert {("SE07", NEW, BALANCE): {30}} == settled_quantities(elhub, "502", NEW)
    assert {} == settled_quantities(elhub, "502", OLD)
    assert {
        ("SE05", "", ""): {5},
        ("SE07", NEW, BALANCE): {30},
        ("SE08", "", BALANCE): {85},
        ("SE09", "", BALANCE): {100},
    } == settled_quantities(elhub, "502", BALANCE)


@pytest.mark.parametrize("day", [DAY, SPRING, AUTUMN])
def test_all_messages_are_valid(day: dt.date) -> None:
    """Everything that is sent up to the lock passes the rules, at the level of the business."""
    elhub = whole(day)
    elhub.call("subscribe", now=elhub.now, party=NEW, role="DDQ", kind="6015")
    elhub.advance(at(day + 5 * _DAY, "12:00"))

    processes = {
        str(outgoing.message.process_energy_context.energy_business_process) for outgoing in elhub.sent
    }
    assert {"BRS-NO-313", "BRS-NO-321", "BRS-NO-322", "BRS-NO-502"} <= processes
    assert elhub.now is not None
    assert [] == [fault for outgoing in elhub.sent for fault in faults_of(outgoing.message, elhub.now)]


def test_the_freeze() -> None:
    """What comes before D+5 12:00 counts, what comes after does not, and the locked version says so."""
    elhub = whole()
    late = at(DAY + 5 * _DAY, "11:00")
    send(elhub, day_series(FACTORY, "Out", 81, registered=late), now=late)
    elhub.advance(at(DAY + 5 * _DAY, "12:00"))
    locked = record(elhub, DAY)
    too_late = at(DAY + 5 * _DAY, "12:00")
    send(elhub, day_series(FACTORY, "Out", 99, registered=too_late), now=too_late)
    elhub.advance(at(DAY + 7 * _DAY, "12:00"))

    assert [80, 80, 80, 80, 81] == [
        int(record(elhub, DAY, version=n).group(use="interval", supplier=OLD, pumped=False)[0]) // 1000
        for n in range(1, 6)
    ]
    assert [False] * 4 + [True] == [record(elhub, DAY, version=n).locked for n in range(1, 6)]
    assert locked == record(elhub, DAY)
    with pytest.raises(ValueError, match="locked"):
        elhub.call("rerun_settlement", now=elhub.now, area=AREA, day=DAY.isoformat(), sender=GRID)


def test_profiled_consumption_is_locked_and_told() -> None:
    """FPPC (HP02) of the cabin is stored and sent once, at the lock, to its supplier and its grid company."""
    elhub = whole()
    before = at(DAY + 5 * _DAY, "11:59")
    elhub.advance(before)
    assert {} == settled_quantities(elhub, "322", NEW)

    elhub.advance(at(DAY + 5 * _DAY, "12:00"))
    assert (
        {("HP02", "", ""): {30}}
        == settled_quantities(elhub, "322", NEW)
        == settled_quantities(elhub, "322", GRID)
    )
    history = elhub.snapshot().table(VALUES)[ChannelKey(CABIN, ENERGY, "Out", "HP02")]
    assert [30_000] * 96 == read(history, day_period(DAY), 15).quantity.tolist()


@pytest.mark.parametrize("subscribed", [True, False])
def test_hours_as_quarters(subscribed: bool) -> None:
    """6015 quarters are stored at the lock, and told to those who subscribe."""
    elhub = whole()
    if subscribed:
        elhub.call("subscribe", now=elhub.now, party=NEW, role="DDQ", kind="6015")
    elhub.advance(at(DAY + 5 * _DAY, "11:00"))
    before = len(elhub.sent)
    elhub.advance(at(DAY + 5 * _DAY, "12:00"))

    history = elhub.snapshot().table(VALUES)[ChannelKey(HOUSE, ENERGY, "Out", "6015")]
    assert [10_000] * 96 == read(history, day_period(DAY), 15).quantity.tolist()
    sent = [
        payload
        for outgoing in elhub.sent[before:]
        for payload in outgoing.message.payload_energy_time_series  # type: ignore[attr-defined]
        if _point(payload) == HOUSE and outgoing.party == NEW
    ]
    assert (1 if subscribed else 0) == len(sent)


def _point(payload: Any) -> str:
    location = payload.metering_point_used_domain_location
    return "" if location is None else str(location.identification)


def test_missing_constants_fail_the_area_alone() -> None:
    """An area that needs constants and has none is not calculated; its neighbour goes on."""
    elhub = hub(line(LINE), cabin(), plant(OTHER_PLANT, area=OTHER_AREA), values_since=DAY)
    now = at(DAY + _DAY, "05:00")
    send(elhub, day_series(LINE, "In", 60), day_series(LINE, "Out", 0), now=now)
    send(elhub, day_series(OTHER_PLANT, "In", 62), now=now, sender=NEIGHBOUR)
    elhub.advance(at(DAY + _DAY, "07:00"))

    [failed] = elhub.settlement_report(AREA, DAY)
    [passed] = elhub.settlement_report(OTHER_AREA, DAY)
    assert ("failed", {}, ["loss constants missing"]) == (
        failed["state"],
        failed["sums"],
        [check["rule"] for check in failed["checks"]],
    )
    assert "done" == passed["state"]

    elhub.call(
        "set_loss_parameters",
        now=now_of(elhub),
        area=AREA,
        sender=GRID,
        idle="2",
        constant="0",
        day="2026-02-01",
    )
    result = elhub.call("rerun_settlement", now=now_of(elhub), area=AREA, day=DAY.isoformat(), sender=GRID)
    assert {"area": AREA, "day": "2026-02-02", "phase": "done"} == result


def now_of(elhub: Hub) -> dt.datetime:
    """Return the instant of the last event."""
    assert elhub.now is not None
    return elhub.now


def test_an_area_without_any_value_is_not_settled() -> None:
    """A day of which nothing is known is not settled as a day of zeros."""
    elhub = whole()
    elhub.advance(at(DAY + 2 * _DAY, "07:00"))

    [report] = elhub.settlement_report(AREA, DAY + _DAY)
    assert ("failed", ["no values"]) == (report["state"], [check["rule"] for check in report["checks"]])


def held(day: dt.date = DAY) -> Hub:
    """Return a hub whose AREA is on hold, because the factory has used more than there was."""
    elhub = hub(plant(), user(FACTORY), line(LINE), values_since=day)
    now = at(day + _DAY, "05:00")
    send(
        elhub,
        day_series(PLANT, "In", 1000, day),
        day_series(FACTORY, "Out", 1500, day),
        day_series(LINE, "In", 0, day),
        day_series(LINE, "Out", 0, day),
        now=now,
    )
    return elhub


def test_a_person_releases_an_area_on_hold() -> None:
    """What is released is sent, stays released while the sums are the same, and is locked at the freeze."""
    elhub = held()
    elhub.advance(at(DAY + _DAY, "07:00"))
    assert {} == settled_quantities(elhub, "321", GRID)
    with pytest.raises(ValueError, match="the hub as sender"):
        elhub.call("release_settlement", now=elhub.now, area=AREA, day=DAY.isoformat(), sender=GRID)

    elhub.call(
        "release_settlement", now=now_of(elhub), area=AREA, day=DAY.isoformat(), sender="7080003824349"
    )
    assert {-500} == settled_quantities(elhub, "321", GRID)["LS01", "", ""]
    elhub.advance(at(DAY + 5 * _DAY, "12:00"))
    assert [True] * 5 == [version["released"] for version in elhub.settlement_report(AREA, DAY)]
    assert record(elhub, DAY).locked


def test_other_sums_are_on_hold_again() -> None:
    """A person has judged one loss, and not the next one."""
    elhub = held()
    elhub.advance(at(DAY + _DAY, "07:00"))
    elhub.call(
        "release_settlement", now=now_of(elhub), area=AREA, day=DAY.isoformat(), sender="7080003824349"
    )
    send(elhub, day_series(FACTORY, "Out", 1600, registered=now_of(elhub)), now=now_of(elhub))
    elhub.advance(at(DAY + 2 * _DAY, "07:00"))

    assert ["done", "on hold"] == [version["state"] for version in elhub.settlement_report(AREA, DAY)]


def test_rerun_up_to_the_last_day() -> None:
    """An area that did not pass in time is calculated again up to D+13 12:00, and locked when it passes."""
    elhub = held()
    elhub.advance(at(DAY + 6 * _DAY, "08:00"))
    assert ("on hold", False) == (record(elhub, DAY).phase, record(elhub, DAY).locked)

    now = at(DAY + 13 * _DAY, "12:00")
    send(elhub, day_series(FACTORY, "Out", 990, registered=now), now=now)
    elhub.call("rerun_settlement", now=now, area=AREA, day=DAY.isoformat(), sender=GRID)
    assert ("done", True) == (record(elhub, DAY).phase, record(elhub, DAY).locked)
    assert {10} == settled_quantities(elhub, "321", GRID)["LS01", "", ""]

    other = held()
    with pytest.raises(ValueError, match="D\\+13"):
        other.call(
            "rerun_settlement",
            now=at(DAY + 13 * _DAY, "12:01"),
            area=AREA,
            day=DAY.isoformat(),
            sender=GRID,
        )


def test_released_after_the_freeze_is_locked_as_it_was_calculated() -> None:
    """A release after D+5 12:00 locks the sums of the calculation, not of what came later."""
    elhub = held()
    elhub.advance(at(DAY + 5 * _DAY, "12:00"))
    late = at(DAY + 6 * _DAY, "09:00")
    send(elhub, day_series(FACTORY, "Out", 1000, registered=late), now=late)
    elhub.call("release_settlement", now=late, area=AREA, day=DAY.isoformat(), sender="7080003824349")

    assert record(elhub, DAY).locked
    assert {-500} == settled_quantities(elhub, "321", GRID)["LS01", "", ""]


def test_the_grid_company_may_decline() -> None:
    """BRS-NO-321 is optional for the grid company."""
    elhub = whole()
    elhub.call("wants_basis", now=elhub.now, area=AREA, sender=GRID, wanted=False)
    elhub.advance(at(DAY + _DAY, "07:00"))

    assert {} == settled_quantities(elhub, "321", GRID)
    assert {} != settled_quantities(elhub, "502", LOSS)


# -- queries, BRS-NO-324


def ask(
    elhub: Hub,
    sender: str,
    role: str,
    *,
    first: dt.date = DAY,
    last: dt.date = DAY,
    kind: str | None = None,
    area: str | None = AREA,
    point: str | None = None,
    now: dt.datetime | None = None,
) -> tuple[list[Any], tuple[str, ...]]:
    """Ask for the basis and return the payloads of the answer, and the reasons of a refusal."""
    moment = now or now_of(elhub)
    question = RequestDataFromElhub(
        header=header(
            identification=fresh(),
            document_type="21",
            created=moment,
            sender=sender,
            recipient="7080003824349",
        ),
        process_energy_context=context("BRS-NO-324", role),
        payload_mp_event=RequestDataFromElhubPayload(
            query_type_code="STLM",
            business_type=None if kind is None else Code(kind, "89"),
            # an hour of the first day and of the last: whole days are answered
            period=AskedPeriod(
                start=day_period(first).start + dt.timedelta(hours=9),
                end=day_period(last).start + dt.timedelta(hours=10),
            ),
            metering_point_used_domain_location=(
                None if point is None else MeteringPoint(identification=Identifier(point, "9"))
            ),
            metering_grid_area_domain_location=(
                None if area is None else MeteringGridArea(identification=Identifier(area, "305"))
            ),
        ),
    )
    before = len(elhub.sent)
    receipt = elhub.receive(question, now=moment)
    answers = [outgoing.message for outgoing in elhub.sent[before:] if outgoing.party == sender]
    assert [] == [fault for answer in answers for fault in faults_of(answer, moment)]
    payloads: list[Any] = []
    for answer in answers:
        if answer.kind() == "NotifyValidatedDataForBillingEnergy":
            payloads += answer.payload_energy_time_series  # type: ignore[attr-defined]
    assert all(payload.request_reference == question.header.identification for payload in payloads)
    return payloads, receipt.reasons


@pytest.mark.parametrize(
    ("sender", "role", "codes"),
    [
        (GRID, "DDM", "SE02 SE04 SE05 SE06 SE07 SE23 LS01 LS03 LS04 LS05"),
        (LOSS, "BSL", "SE02 SE07 LS01 LS03 LS04 LS05"),
        (NEW, "DDQ", "SE07"),
        (LAST, "SLR", "SE05"),
        (BALANCE, "DDK", "SE05 SE07 SE08 SE09"),
    ],
)
def test_each_party_asks_for_its_own(sender: str, role: str, codes: str) -> None:
    """Without a type the answer is every sum that the role gets, for whole usage days."""
    elhub = whole()
    elhub.advance(at(DAY + _DAY, "07:00"))
    payloads, reasons = ask(elhub, sender, role)

    assert () == reasons
    assert codes.split() == [_key(payload)[0] for payload in payloads]
    period = payloads[0].observation_period_time_series_period
    assert (day_period(DAY).start, day_period(DAY).end) == (period.start, period.end)


def test_one_type_over_many_days_is_one_series() -> None:
    """Consecutive days are joined, and days without a basis are left out."""
    elhub = whole(SPRING - _DAY)
    now = at(SPRING + _DAY, "06:00")
    send(elhub, day_series(PLANT, "In", 7, SPRING), now=now)
    elhub.advance(at(SPRING + _DAY, "07:00"))
    [payload], _ = ask(elhub, GRID, "DDM", first=SPRING - 3 * _DAY, last=SPRING, kind="SE23")

    assert [100_000] * 96 + [7_000] * 92 == payload.observation.quantity.tolist()
    assert day_period(SPRING - _DAY).start == payload.observation_period_time_series_period.start


def test_a_basis_on_hold_is_answered() -> None:
    """The newest version answers, also one that has not passed."""
    elhub = held()
    elhub.advance(at(DAY + _DAY, "07:00"))
    [payload], _ = ask(elhub, GRID, "DDM", kind="LS01")

    assert {-500_000} == set(payload.observation.quantity.tolist())


REFUSALS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("another grid company", {"sender": NEIGHBOUR, "role": "DDM"}, "E0H"),
    ("a supplier without anything in the area", {"sender": OLD, "role": "DDQ"}, "E0H"),
    ("a type of another role", {"sender": NEW, "role": "DDQ", "kind": "LS01"}, "E0H"),
    ("a type that nobody knows", {"sender": GRID, "role": "DDM", "kind": "SE11"}, "E0H"),
    ("an area that nobody knows", {"sender": GRID, "role": "DDM", "area": "50YTESTAREA-00CM"}, "E49"),
    ("a day without a basis", {"sender": GRID, "role": "DDM", "first": SPRING, "last": SPRING}, "E0H"),
    ("no reconciliation yet", {"sender": NEW, "role": "DDQ", "kind": "RE01"}, "E0H"),
    ("a metering point", {"sender": GRID, "role": "DDM", "point": FACTORY}, "EH071"),
    ("no area", {"sender": GRID, "role": "DDM", "area": None}, "EH041"),
    ("a type of metering points", {"sender": GRID, "role": "DDM", "kind": "HP02"}, "EH015"),
    ("more than a year", {"sender": GRID, "role": "DDM", "last": DAY + 370 * _DAY}, "E50"),
)


@pytest.mark.parametrize(("name", "question", "reason"), REFUSALS, ids=[case[0] for case in REFUSALS])
def test_what_is_refused(name: str, question: dict[str, Any], reason: str) -> None:
    """A query that cannot be answered gets its reason, and no series."""
    elhub = whole()
    elhub.advance(at(DAY + _DAY, "07:00"))
    payloads, reasons = ask(elhub, **question)

    assert ([], True) == (payloads, reason in reasons), name


# -- what is set in the portal


@pytest.mark.parametrize(
    ("call", "arguments", "words"),
    [
        ("set_loss_parameters", {"sender": NEIGHBOUR, "idle": "1", "constant": "0"}, "owns"),
        ("set_loss_parameters", {"sender": GRID, "idle": "-1", "constant": "0"}, "below zero"),
        ("set_loss_parameters", {"sender": GRID, "idle": "x", "constant": "0"}, "number"),
        ("set_loss_parameters", {"sender": GRID, "idle": "NaN", "constant": "0"}, "number"),
        ("set_loss_parameters", {"sender": GRID, "idle": "1", "constant": "1E-16"}, "decimals"),
        ("set_settlement_limit", {"sender": GRID, "rule": "Høyt tap", "limit": "1"}, "may not change"),
        (
            "set_settlement_limit",
            {"sender": GRID, "rule": "Negativt tap", "enabled": False},
            "may not switch",
        ),
        ("set_settlement_limit", {"sender": NEIGHBOUR, "rule": "Høyt tap"}, "owns"),
        ("set_settlement_limit", {"sender": "7080003824349", "rule": "Tap", "limit": "1"}, "expected a rule"),
        ("set_settlement_limit", {"sender": "7080003824349", "rule": "", "limit": "1"}, "expected a rule"),
        (
            "set_settlement_limit",
            {"sender": "7080003824349", "rule": "Negativt tap", "share": "1"},
            "no share",
        ),
        ("set_settlement_limit", {"sender": "7080003824349", "rule": "Høyt tap", "share": "1.1"}, "0 to 1"),
        ("set_season", {"sender": GRID, "factors": []}, "the hub as sender"),
        ("set_season", {"sender": "7080003824349", "factors": ["1"]}, "12"),
        ("set_balance_responsible", {"supplier": OLD, "responsible": NEW}, "DDK"),
        ("set_balance_responsible", {"supplier": "1", "responsible": BALANCE}, "registered"),
        ("wants_basis", {"sender": NEIGHBOUR}, "owns"),
        ("rerun_settlement", {"sender": NEIGHBOUR, "day": "2026-02-01"}, "owns"),
        ("rerun_settlement", {"sender": GRID, "day": "2026-02-02"}, "from yesterday"),
        ("release_settlement", {"sender": "7080003824349", "day": "2026-02-01"}, "on hold"),
    ],
)
def test_calls_that_cannot_be_carried_out(call: str, arguments: dict[str, Any], words: str) -> None:
    """A portal says what is wrong, and changes nothing."""
    elhub = hub(plant(), user(FACTORY))
    before = elhub.snapshot()
    with pytest.raises(ValueError, match=words):
        elhub.call(call, now=at(DAY, "09:00"), area=AREA, **arguments)

    assert before.tables == elhub.snapshot().tables


def test_limits_of_an_area() -> None:
    """The hub's staff changes a limit, and what did not pass passes."""
    elhub = held()
    elhub.call(
        "set_settlement_limit",
        now=elhub.now,
        area=AREA,
        sender="7080003824349",
        rule="Negativt tap",
        limit="-600",
    )
    elhub.advance(at(DAY + _DAY, "07:00"))

    assert "done" == elhub.settlement_report(AREA, DAY)[0]["state"]
    [negative] = [
        limit
        for limit in elhub.call("settlement_limits", now=now_of(elhub), area=AREA)
        if limit["norwegian"] == "Negativt tap"
    ]
    assert ("-600", "on hold", False) == (negative["limit"], negative["state"], negative["gridMayChange"])


def test_a_validation_that_is_off() -> None:
    """What is switched off stops nobody."""
    elhub = held()
    elhub.call(
        "set_settlement_limit",
        now=elhub.now,
        area=AREA,
        sender="7080003824349",
        rule="Negativt tap",
        enabled=False,
    )
    elhub.advance(at(DAY + _DAY, "07:00"))

    assert "done" == elhub.settlement_report(AREA, DAY)[0]["state"]


def test_expected_profiled_consumption_is_checked() -> None:
    """With profiled points the balance always closes; the loss with their expected consumption is checked."""
    elhub = whole()
    elhub.call(
        "set_season",
        now=elhub.now,
        area=AREA,
        sender="7080003824349",
        factors=["1", "1000", *["1"] * 10],
    )
    elhub.advance(at(DAY + _DAY, "07:00"))

    # 8760 kWh a year are a quarter of a kWh in a quarter, a thousand times that 250; 32 are there for loss and cabin
    [check] = elhub.settlement_report(AREA, DAY)[0]["checks"]
    assert "negative loss" == check["rule"]
    assert "found -218.000 kWh" in check["text"]


def test_the_loss_itself_is_checked_if_wanted() -> None:
    """The hub may be set up to check the loss of the balance, whatever profiled points are expected to use."""
    elhub = whole(settlement_checked_loss="actual")
    elhub.call(
        "set_season", now=now_of(elhub), area=AREA, sender="7080003824349", factors=["1", "1000", *["1"] * 10]
    )
    elhub.advance(at(DAY + _DAY, "07:00"))

    assert [] == elhub.settlement_report(AREA, DAY)[0]["checks"]


@pytest.mark.parametrize(("hours", "quarters_of_first"), [("jip", [40, 0, 0, 0]), ("flat", [10, 10, 10, 10])])
def test_hours_by_profile_or_flat(hours: str, quarters_of_first: list[int]) -> None:
    """Hourly consumption follows the profile, or is spread evenly where the hub is set up so: at the lock, too."""
    elhub = hub(plant(), user(HOUSE, 60), values_since=DAY, settlement_hours=hours)
    now = at(DAY + _DAY, "05:00")
    elhub.call(
        "set_loss_parameters", now=now, area=AREA, sender=GRID, idle="0", constant="0", day="2026-01-01"
    )
    send(
        elhub, day_series(PLANT, "In", [41, 0, 0, 0] * 24), day_series(HOUSE, "Out", 40, minutes=60), now=now
    )
    elhub.advance(at(DAY + 5 * _DAY, "12:00"))

    assert [quantity * 1000 for quantity in quarters_of_first] == sums(elhub, DAY)["hourly"][:4]
    history = elhub.snapshot().table(VALUES)[ChannelKey(HOUSE, ENERGY, "Out", "6015")]
    assert sums(elhub, DAY)["hourly"] == read(history, day_period(DAY), 15).quantity.tolist()


# -- what is read


def test_missing_values_are_named_and_count_as_zero() -> None:
    """An incomplete area gets a warning, and the report says which values are missing."""
    incomplete = hub(plant(), user(FACTORY), values_since=DAY)
    send(incomplete, day_series(PLANT, "In", 10), now=at(DAY + _DAY, "05:00"))
    incomplete.advance(at(DAY + _DAY, "07:00"))

    [report] = incomplete.settlement_report(AREA, DAY)
    assert ("done", "values missing", "warning") == (
        report["state"],
        report["checks"][0]["rule"],
        report["checks"][0]["state"],
    )
    assert [{"point": FACTORY, "direction": "Out", "values": 96}] == report["missing"]
    assert "960.000" == report["sums"]["loss"]


def test_physical_loss() -> None:
    """Loss by interval of a grid area, by hour of a price area; an area that has not passed is named."""
    elhub = whole()
    elhub.advance(at(DAY + _DAY, "07:00"))

    loss = elhub.physical_loss(DAY, DAY)
    assert 2 * 96 == len(loss["rows"])
    assert {
        "gridArea": AREA,
        "startTime": "2026-02-01T23:00:00+00:00",
        "endTime": "2026-02-01T23:15:00+00:00",
        "calculatedLossQuantityKwh": "2.000",
        "lastUpdatedTime": "2026-02-03T06:00:00+00:00",
    } == loss["rows"][0]
    # the other area feeds in 52 and has a net export of 50
    by_hour = elhub.physical_loss(DAY, DAY, price_areas=True, hourly=True)
    assert [("NO1", "16.000")] * 24 == [
        (row["priceArea"], row["calculatedLossQuantityKwh"]) for row in by_hour["rows"]
    ]
    assert [] == by_hour["without"]


def test_an_area_on_hold_keeps_its_price_area_open() -> None:
    """A price area is the sum of all of its areas, or it is not told."""
    elhub = held()
    elhub.advance(at(DAY + _DAY, "07:00"))

    loss = elhub.physical_loss(DAY, DAY, price_areas=True)
    assert ([], [{"gridArea": AREA, "day": "2026-02-02"}]) == (loss["rows"], loss["without"])
    assert [AREA] == elhub.price_area_sums("NO1", DAY)["without"]


def test_price_area_sums_are_sums_of_areas() -> None:
    """The balance closes in the price area, too."""
    elhub = whole()
    elhub.advance(at(DAY + _DAY, "07:00"))
    sums_of_areas = elhub.price_area_sums("NO1", DAY)

    columns = {name: [float(text) for text in column] for name, column in sums_of_areas["columns"].items()}
    assert [152.0] * 96 == columns["production"]
    assert [70.0] * 96 == columns["incoming"] == columns["outgoing"]
    assert [4.0] * 96 == columns["loss"]
    for place in range(96):
        used = sum(columns[name][place] for name in ("interval", "hourly", "profiled", "outgoing", "loss"))
        assert used == columns["production"][place] + columns["incoming"][place]


def test_days_that_are_no_period() -> None:
    """A report of more than a year, or backwards, is refused."""
    elhub = whole()
    for last in (DAY - _DAY, DAY + 400 * _DAY):
        with pytest.raises(ValueError, match="366 days"):
            elhub.physical_loss(DAY, last)


def test_completeness() -> None:
    """Points and values are counted by area and day, with the shares that are complete and ready for billing."""
    elhub = hub(plant(), user(FACTORY), user(HOUSE, 60), cabin(), values_since=DAY)
    send(elhub, day_series(PLANT, "In", 10), now=at(DAY + _DAY, "05:00"))

    [report] = elhub.completeness(DAY, DAY)
    assert {
        "gridArea": AREA,
        "day": "2026-02-02",
        "pointsExpected": 3,
        "pointsComplete": 1,
        "pointsMissing": 2,
        "completeShare": "0.3333",
        "valuesExpected": 216,
        "valuesByStatus": {"metered": 96, "missing": 120},
        "billingReadyShare": "0.4444",
    } == report


def test_the_profile_for_period_volumes() -> None:
    """PJIP is what profiled points have used, in quarters or hours; a day without a basis has none."""
    elhub = whole()
    elhub.advance(at(DAY + _DAY, "07:00"))
    transaction = Transaction(State.of(elhub.snapshot()), now_of(elhub))
    start = day_period(DAY).start
    morning = Period(start + dt.timedelta(hours=2), start + dt.timedelta(hours=4))

    for minutes, weight in ((15, 30_000), (60, 120_000)):
        weights = profile(transaction, AREA, morning, minutes)
        assert weights is not None
        assert [weight] * (120 // minutes) == weights.tolist()
    assert profile(transaction, AREA, Period(start - _DAY, start + _DAY), 15) is None
    assert profile(transaction, OTHER_AREA, morning, 15) is None


# -- the hub as a whole


def test_replay_gives_the_same_state() -> None:
    """A journal replayed is the same hub, settlement and messages included."""
    elhub = whole()
    elhub.advance(at(DAY + 6 * _DAY, "12:00"))
    empty = hub(
        plant(),
        line(LINE),
        user(FACTORY),
        user(HOUSE, 60, supplier=NEW),
        user(PUMP, sub_type="B27"),
        user(EMPTY_HALL, supplier=None),
        user(FLAT, supplier=LAST, role="SLR"),
        cabin(),
        plant(OTHER_PLANT, area=OTHER_AREA),
        values_since=DAY,
    ).snapshot()

    assert elhub.snapshot() == Hub.replay(empty, elhub.journal).snapshot()


def test_members_are_kept_once() -> None:
    """Days on which nobody changed supplier share what the hub remembers of who was supplied."""
    elhub = whole()
    for count in range(1, 3):
        day = DAY + count * _DAY
        send(elhub, day_series(PLANT, "In", 1, day), now=at(day + _DAY, "05:00"))
    elhub.advance(at(DAY + 7 * _DAY, "12:00"))
    rosters = [record(elhub, DAY + count * _DAY).members for count in range(3)]

    assert rosters[0] is rosters[1] is rosters[2]
    assert 9 == len(rosters[0])


def test_no_jobs_without_a_first_day() -> None:
    """A hub that expects no values settles nothing."""
    elhub = whole(values_since=None)
    elhub.advance(at(DAY + 6 * _DAY, "12:00"))

    assert {} == dict(elhub.snapshot().table(SETTLEMENTS))


def test_values_that_no_message_can_hold_stop_their_area() -> None:
    """An absurd value fails its own area, in words."""
    elhub = whole()
    now = now_of(elhub)
    send(elhub, day_series(FACTORY, "Out", 10**11 - 1, registered=now), now=now)
    send(elhub, day_series(PUMP, "Out", 10**11 - 1, registered=now), now=now)
    elhub.advance(at(DAY + _DAY, "07:00"))

    [report] = elhub.settlement_report(AREA, DAY)
    assert ("failed", ["sums too large"]) == (report["state"], [check["rule"] for check in report["checks"]])
    assert "done" == elhub.settlement_report(OTHER_AREA, DAY)[0]["state"]


def test_a_settlement_is_by_the_quarter_or_the_hour() -> None:
    """No other interval is known."""
    with pytest.raises(ValueError, match="settlement_minutes"):
        hub(settlement_minutes=30)


def test_a_day_that_the_jobs_have_left_is_settled_on_request() -> None:
    """After D+5 12:00 a rerun is the version that is locked, whatever there was before."""
    elhub = whole(values_since=None)
    now = at(DAY + 2 * _DAY, "09:00")
    elhub.call("rerun_settlement", now=now, area=AREA, day=DAY.isoformat(), sender=GRID)
    assert ["D+2"] == [version["version"] for version in elhub.settlement_report(AREA, DAY)]

    late = at(DAY + 8 * _DAY, "09:00")
    elhub.call("rerun_settlement", now=late, area=AREA, day=DAY.isoformat(), sender=GRID)
    assert [("D+2", False), ("D+5", True)] == [
        (version["version"], version["locked"]) for version in elhub.settlement_report(AREA, DAY)
    ]
