"""The final loss (endelig nettap) of a usage day, one, two and three years later."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest
from tests.support.hub_fixtures import GRID, faults_of, gsrn
from tests.support.hub_profiled import Meter
from tests.support.metering import value_query
from tests.support.settlement_market import (
    AREA,
    AUTUMN,
    CABIN,
    DAY,
    EMPTY_HALL,
    FACTORY,
    HOUSE,
    LINE,
    LOSS,
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
    user,
)

from edielkit.emif.messages import MeteringGridArea
from edielkit.emif.values import Code, Identifier
from edielkit.hub import Hub
from edielkit.hub.core.state import Appointment
from edielkit.hub.engine.daily import JOBS
from edielkit.market_time import day_period

ONE = dt.timedelta(days=1)
SHAPE = (1000, 1100, 1200, 1300)
EXPECTED = 650 * 4 * 8760


def settled_hub(day: dt.date = DAY, **config: Any) -> Hub:
    """Return a hub with one frozen day; a hall, a pump house by the hour and half of the cabins have no supplier."""
    there = hub(
        line(LINE),
        plant(),
        user(FACTORY, 15),
        user(HOUSE, 60),
        user(EMPTY_HALL, 15, supplier=None),
        user(PUMP, 60, supplier=None),
        cabin(annual=EXPECTED // 2),
        user(gsrn(111), 60, supplier=None, profiled=True, annual=EXPECTED // 2),
        values_since=day,
        **config,
    )
    now = at(day + ONE, "01:00")
    constants = {"idle": "10", "constant": "0.00001", "day": day.isoformat()}
    there.call("set_loss_parameters", now=now, area=AREA, sender=GRID, **constants)
    send(
        there,
        day_series(LINE, "In", SHAPE * (quarters(day) // 4), day),
        day_series(LINE, "Out", 0, day),
        day_series(PLANT, "In", 100, day),
        day_series(FACTORY, "Out", 490, day),
        day_series(EMPTY_HALL, "Out", 10, day),
        day_series(HOUSE, "Out", 350, day, minutes=60),
        day_series(PUMP, "Out", 50, day, minutes=60),
        now=now,
    )
    there.advance(at(day + 5 * ONE, "12:30"))
    assert record(there, day).locked
    return there


def later(there: Hub, day: dt.date) -> Hub:
    """Return the hub with its next daily jobs on *day*: the years between are left out."""
    snapshot = there.snapshot()
    kept = tuple(
        Appointment(
            at(day, f"{JOBS[appointment.key].time:%H:%M}"),
            appointment.number,
            appointment.kind,
            appointment.key,
        )
        for appointment in snapshot.appointments
        if appointment.kind == "daily"
    )
    restored = Hub.restore(attrs.evolve(snapshot, appointments=kept))
    restored.advance(at(day, "12:30"))
    return restored


def total(loss: dict[str, Any], code: str) -> Decimal:
    """Return the sum of a column."""
    return sum((Decimal(row) for row in loss[code]), Decimal(0))


@pytest.mark.parametrize("day", [DAY, SPRING, AUTUMN])
def test_without_corrections_it_is_the_settled_loss(day):
    """Where nothing has come in since, LS02 is LS01 and LS06 to LS08 are LS03 to LS05, interval by interval."""
    there = settled_hub(day)
    basis = record(there, day)
    loss = basis.column("loss")
    for code, use in (("LS06", "profiled"), ("LS07", "hourly"), ("LS08", "interval")):
        final = later(there, day.replace(year=day.year + 1)).final_loss(AREA, day)
        own = basis.group(use=use, supplier="")
        loss = loss + own
        assert own.any()
        assert [Decimal(n).scaleb(-3) for n in own.tolist()] == [Decimal(text) for text in final[code]]

    assert [Decimal(n).scaleb(-3) for n in loss.tolist()] == [Decimal(text) for text in final["LS02"]]
    assert (1, 15, quarters(day)) == (final["years"], final["minutes"], len(final["LS02"]))


def test_with_corrections_by_hand():
    """Measured profiles, corrected consumption and exchange: what is left is the loss."""
    there = settled_hub()
    now = at(DAY + 20 * ONE, "10:00")
    send(
        there,
        day_series(LINE, "Out", 5, registered=now),
        day_series(EMPTY_HALL, "Out", 12, registered=now),
        day_series(HOUSE, "Out", 355, minutes=60, registered=now),
        now=now,
    )
    meter = Meter()
    payloads = (
        meter.value(DAY, None, index="1000", registered=now, target=CABIN),
        meter.value(
            DAY, DAY + ONE, readings=("1000", "31000"), metered="30000", registered=now, target=CABIN
        ),
    )
    assert () == there.receive(meter.values(now, *payloads), now=now).reasons
    before = record(there, DAY)
    unsupplied = Decimal(int(before.group(use="profiled", supplier="").sum())).scaleb(-3)
    there = later(there, DAY.replace(year=2027))
    loss = there.final_loss(AREA, DAY)

    assert Decimal(12 * 96) == total(loss, "LS08")
    assert Decimal(50 * 24) == total(loss, "LS07")
    assert unsupplied == total(loss, "LS06")
    # (import 4600 + production 400 - export 20 - factory 1960 - house 355) an hour, less the measured cabin
    assert Decimal((4600 + 400 - 20 - 1960 - 355) * 24 - 30000) == total(loss, "LS02")


def test_each_year_replaces_the_one_before():
    """The newest of the three counts; before the first year there is none."""
    there = settled_hub()
    assert there.final_loss(AREA, DAY) is None
    sums = []
    for years in (1, 2, 3):
        now = at(DAY.replace(year=DAY.year + years) - ONE, "10:00")
        there = later(_with(there, 490 - years, now), DAY.replace(year=DAY.year + years))
        loss = there.final_loss(AREA, DAY)
        sums.append((loss["years"], total(loss, "LS02")))

    assert [1, 2, 3] == [years for years, _ in sums]
    assert [Decimal(96), Decimal(96)] == [sums[1][1] - sums[0][1], sums[2][1] - sums[1][1]]


def _with(there: Hub, quantity: int, now: dt.datetime) -> Hub:
    """Return the hub with a correction, the jobs of the time before left out."""
    held = Hub.restore(attrs.evolve(there.snapshot(), appointments=()))
    send(held, day_series(FACTORY, "Out", quantity, registered=now), now=now)
    return Hub.restore(attrs.evolve(held.snapshot(), appointments=there.snapshot().appointments))


def test_an_hourly_settlement_has_no_6015():
    """LS07 is there in a settlement by the quarter alone."""
    there = hub(line(LINE, minutes=60), user(HOUSE, 60), values_since=DAY, settlement_minutes=60)
    now = at(DAY + ONE, "01:00")
    both = [day_series(LINE, "In", 1000, minutes=60), day_series(LINE, "Out", 0, minutes=60)]
    send(there, *both, day_series(HOUSE, "Out", 900, minutes=60), now=now)
    there.advance(at(DAY + 5 * ONE, "12:30"))
    loss = later(there, DAY.replace(year=2027)).final_loss(AREA, DAY)

    assert {"LS02", "LS06", "LS08"} == {code for code in loss if code.startswith("LS")}
    assert Decimal(2400) == total(loss, "LS02")


def test_a_query_gets_it():
    """BRS-NO-324: the loss supplier asks for LS02; nothing of it is sent by itself."""
    there = later(settled_hub(), DAY.replace(year=2027))
    codes = {
        str(p.mp_detail_measurement_metering_point_characteristic.business_type)
        for outgoing in there.sent
        for p in getattr(outgoing.message, "payload_energy_time_series", ())
    }
    assert not codes & {"LS02", "LS06", "LS07", "LS08"}
    now = at(DAY.replace(year=2027), "13:00")
    interval_query = value_query(day_period(DAY), point=None, sender=LOSS, now=now)
    query = attrs.evolve(
        interval_query,
        process_energy_context=attrs.evolve(
            interval_query.process_energy_context,
            energy_business_process=Code("BRS-NO-324", "89"),
            energy_business_process_role=Code("BSL", "89"),
        ),
        payload_mp_event=attrs.evolve(
            interval_query.payload_mp_event,
            query_type_code="STLM",
            business_type=Code("LS02", "89"),
            metering_grid_area_domain_location=MeteringGridArea(identification=Identifier(AREA, "305")),
        ),
    )
    assert there.receive(query, now=now).accepted

    (answer,) = [outgoing.message for outgoing in there.sent if outgoing.party == LOSS][-1:]
    (payload,) = answer.payload_energy_time_series
    assert [] == faults_of(answer, answer.header.creation)
    assert there.final_loss(AREA, DAY)["LS02"] == [
        str(observation.quantity) for observation in payload.observation
    ]
