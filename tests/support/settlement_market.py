"""Two grid areas with an exchange between them, for the tests of the settlement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
import numpy as np
from tests.support.hub_fixtures import (
    ANNA,
    AREA,
    GRID,
    LAST,
    NEIGHBOUR,
    NEW,
    OLD,
    OTHER_AREA,
    gsrn,
    master_data,
    point,
)
from tests.support.metering import collected, series

from edielkit.emif.messages import EstimatedAnnualVolumeDetail, MeasurementDefinition
from edielkit.emif.values import Code
from edielkit.hub import Config, GridArea, Hub, Ids, Market, MasterData, Party, Point, Structure
from edielkit.hub.settlement.settlement_records import SETTLEMENTS
from edielkit.identifiers.registry import gs1_digit
from edielkit.market_time import OSLO, day_period
from edielkit.series import Observations, TimeSeries

LOSS, BALANCE = (body + gs1_digit(body) for body in ("708000999201", "708000999202"))
PLANT, LINE, SECOND_LINE, FACTORY, HOUSE, CABIN, EMPTY_HALL, OTHER_PLANT, PUMP, THEIR_LINE = (
    gsrn(n) for n in range(101, 111)
)
DAY = dt.date(2026, 2, 2)
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2026, 10, 25)


def data(
    kind: str = "E17",
    minutes: int = 15,
    *,
    directions: Iterable[str] = ("Out",),
    profiled: bool = False,
    annual: int | None = None,
    method: str | None = None,
    sub_type: str | None = None,
) -> MasterData:
    """Return master data of a point with channels of *minutes*."""
    details = master_data(kind, profiled=profiled)
    reading = {15: "PT15M", 60: "PT1H"}[minutes]
    channel = details.channels[0]
    resolution = "N" if profiled else reading
    exchange = kind == "E20"
    detail = attrs.evolve(
        details.detail,
        meter_reading_occurrence=None if profiled else reading,
        settlement_method_type=(
            None if exchange else Code(method, "89") if method else details.detail.settlement_method_type
        ),
        metering_point_sub_type_consumption=(
            Code(sub_type, "89") if sub_type else details.detail.metering_point_sub_type_consumption
        ),
    )
    channels: tuple[MeasurementDefinition, ...] = tuple(
        attrs.evolve(channel, direction=direction, resolution=resolution) for direction in directions
    )
    volumes = (
        ()
        if annual is None
        else (EstimatedAnnualVolumeDetail(total=annual, calculation_method="Manual", direction=None),)
    )
    return attrs.evolve(details, detail=detail, channels=channels, annual=volumes)


def line(identification: str, area: str = AREA, minutes: int = 15) -> Point:
    """Return an exchange point that leads from *area* to its only neighbour."""
    exchange_point = point(
        identification, user=None, area=area, data=data("E20", minutes, directions=("In", "Out"))
    )
    return attrs.evolve(exchange_point, settlement_point=False)


def plant(identification: str = PLANT, minutes: int = 15, *, supplier: str = OLD, area: str = AREA) -> Point:
    """Return a production point."""
    return point(identification, supplier=supplier, area=area, data=data("E18", minutes, directions=("In",)))


def user(
    identification: str = FACTORY,
    minutes: int = 15,
    *,
    supplier: str | None = OLD,
    area: str = AREA,
    role: str = "DDQ",
    **more: Any,
) -> Point:
    """Return a consumption point."""
    return point(
        identification,
        user=ANNA if supplier else None,
        supplier=supplier,
        role=role,
        area=area,
        data=data("E17", minutes, **more),
    )


def cabin(identification: str = CABIN, annual: int = 8760, supplier: str = NEW) -> Point:
    """Return a profiled point."""
    return user(identification, 60, supplier=supplier, profiled=True, annual=annual)


def parties() -> tuple[Party, ...]:
    """Return the parties of the market."""
    return (
        Party(gln=OLD, roles={"DDQ"}),
        Party(gln=NEW, roles={"DDQ"}),
        Party(gln=LAST, roles={"SLR", "DDQ"}),
        Party(gln=GRID, roles={"DDM", "MDR", "DDE"}),
        Party(gln=NEIGHBOUR, roles={"DDM", "MDR", "DDE"}),
        Party(gln=LOSS, roles={"BSL", "DDQ"}),
        Party(gln=BALANCE, roles={"DDK"}),
    )


def structure() -> Structure:
    """Return the two grid areas."""
    common: dict[str, Any] = {"price_area": "NO1", "last_resort": LAST, "loss_supplier": LOSS}
    return Structure.of(
        (
            GridArea(identification=AREA, owner=GRID, neighbours={OTHER_AREA}, **common),
            GridArea(identification=OTHER_AREA, owner=NEIGHBOUR, neighbours={AREA}, **common),
        )
    )


def hub(*points: Point, seed: str = "settlement", **config: Any) -> Hub:
    """Return a hub with *points*."""
    config.setdefault("values_since", None)
    market = Market(parties=parties(), structure=structure(), points=points)
    return Hub(market, config=Config(**config), ids=Ids(seed))


def at(day: dt.date, time: str) -> dt.datetime:
    """Return an instant of the Norwegian clock, away from the change of the clock."""
    hour, minute = (int(part) for part in time.split(":"))
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=OSLO).astimezone(dt.UTC)


def column(quantities: Sequence[int]) -> Observations:
    """Return metered values, in whole kWh."""
    return Observations.metered(quantities)


def day_series(
    identification: str,
    direction: str,
    quantities: int | Sequence[int],
    day: dt.date = DAY,
    *,
    minutes: int = 15,
    registered: dt.datetime | None = None,
) -> TimeSeries:
    """Return a day's values in whole kWh; one number stands for all."""
    period = day_period(day)
    count = period.duration // dt.timedelta(minutes=minutes)
    amounts = [quantities] * count if isinstance(quantities, int) else list(quantities)
    assert count == len(amounts)
    return series(
        period,
        point=identification,
        direction=direction,
        minutes=minutes,
        registered=registered or at(day + dt.timedelta(days=1), "01:00"),
        observations=column(amounts),
    )


def send(hub: Hub, *listed: TimeSeries, sender: str = GRID, now: dt.datetime) -> None:
    """Let a grid company send series in a message of BRS-NO-313."""
    receipt = hub.receive(collected(*listed, sender=sender, now=now), now=now)
    assert receipt.accepted
    assert [error.message for error in receipt.report.errors] == []


def sums(hub: Hub, day: dt.date, area: str = AREA, version: int = 5) -> Mapping[str, list[int]]:
    """Return the columns of a settlement in thousandths."""
    record = hub.snapshot().table(SETTLEMENTS)[area, day.isoformat(), version]
    return {name: np.frombuffer(column, "<i8").tolist() for name, column in record.columns}


def record(hub: Hub, day: dt.date, area: str = AREA, version: int = 5) -> Any:
    """Return the settlement of an area's day."""
    return hub.snapshot().table(SETTLEMENTS).get((area, day.isoformat(), version))


def quarters(day: dt.date = DAY) -> int:
    """Return how many quarters a day has."""
    return day_period(day).duration // dt.timedelta(minutes=15)
