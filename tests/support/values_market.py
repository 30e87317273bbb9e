"""A market with every kind of metering point, for the machine that sends values at random."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
from tests.support.hub_fixtures import (
    AGENT,
    AREA,
    GRID,
    LAST,
    NEIGHBOUR,
    NEW,
    OLD,
    OTHER_AREA,
    THIRD,
    gsrn,
)
from tests.support.hub_sharing import channel, member, sharing
from tests.support.metering import ENERGY, INDUCTIVE
from tests.support.settlement_market import LOSS, line, plant, user

from edielkit.exchange import ExchangePoint
from edielkit.hub import Config, GridArea, Hub, Ids, Market, Party, Point, Structure
from edielkit.identifiers.registry import eic_character

VIRTUAL = "50YTESTAREA-00W" + (eic_character("50YTESTAREA-00W") or "")
(
    PLANT,
    LINE,
    HOUR_LINE,
    QUARTER,
    HOURLY,
    HOME,
    CABIN,
    SUM,
    COPY,
    OWN,
    ROOF,
    FLAT,
    SHOP,
    THEIR_PLANT,
) = (gsrn(n) for n in range(501, 515))
# what the hub calculates: nobody may send it
CALCULATED_POINTS = {SUM, COPY}
# what is sent is kept apart, as the hub's own result stands in the channel
SHARING = {FLAT, SHOP}
NOT_SETTLED = {SUM, COPY, OWN, ROOF}
LINES = {LINE, HOUR_LINE}


@attrs.frozen
class Channel:
    """A channel that values are sent for: minutes of a step, sender, and what values are drawn from, thousandths."""

    point: str
    direction: str
    minutes: int
    sender: str
    low: int
    high: int
    product: str = ENERGY


CHANNELS = (
    Channel(PLANT, "In", 15, GRID, 290_000, 310_000),
    Channel(LINE, "In", 15, GRID, 48_000, 52_000),
    Channel(LINE, "Out", 15, GRID, 9_000, 11_000),
    Channel(HOUR_LINE, "In", 60, NEIGHBOUR, 7_000, 8_000),
    Channel(HOUR_LINE, "Out", 60, NEIGHBOUR, 0, 1_000),
    Channel(QUARTER, "Out", 15, GRID, 90_000, 110_000),
    Channel(QUARTER, "Out", 15, GRID, 0, 5_000, INDUCTIVE),
    Channel(HOURLY, "Out", 60, GRID, 70_000, 90_000),
    Channel(HOME, "Out", 60, NEIGHBOUR, 190_000, 210_000),
    Channel(OWN, "Out", 60, NEIGHBOUR, 0, 9_999),
    Channel(ROOF, "In", 15, GRID, 0, 10_000),
    Channel(FLAT, "Out", 60, GRID, 0, 12_000),
    Channel(SHOP, "Out", 60, GRID, 10_000, 30_001),
    Channel(THEIR_PLANT, "In", 15, NEIGHBOUR, 95_000, 105_000),
)
AREA_OF = {
    **dict.fromkeys((PLANT, LINE, QUARTER, HOURLY, CABIN, SUM, ROOF, FLAT, SHOP), AREA),
    **dict.fromkeys((HOUR_LINE, HOME, THEIR_PLANT), OTHER_AREA),
    **dict.fromkeys((COPY, OWN), VIRTUAL),
}
OWNER_OF_AREA = {AREA: GRID, OTHER_AREA: NEIGHBOUR, VIRTUAL: NEIGHBOUR}
# first supplier of each point with one
FIRST_SUPPLIER = {
    PLANT: OLD,
    QUARTER: OLD,
    HOURLY: NEW,
    HOME: OLD,
    CABIN: NEW,
    SUM: THIRD,
    ROOF: OLD,
    FLAT: OLD,
    SHOP: NEW,
    THEIR_PLANT: NEW,
}
ROLES = {OLD: "DDQ", NEW: "DDQ", THIRD: "DDQ", GRID: "DDM", NEIGHBOUR: "DDM", AGENT: "AG", LAST: "SLR"}
# what comes out of calculations, with the minutes of a step
RESULTS = (
    (SUM, "Out", 60),
    (COPY, "Out", 15),
    *((point, direction, 60) for point in (FLAT, SHOP) for direction in ("Out", "In")),
)


def _reactive(point: Point) -> Point:
    (version,) = point.versions
    data = attrs.evolve(version.data, channels=(*version.data.channels, channel("Out", 15, INDUCTIVE)))
    return attrs.evolve(point, versions=(attrs.evolve(version, data=data),))


def points() -> tuple[Point, ...]:
    """Return the metering points."""
    return (
        plant(PLANT),
        line(LINE),
        line(HOUR_LINE, OTHER_AREA, 60),
        _reactive(user(QUARTER)),
        user(HOURLY, 60, supplier=NEW),
        user(HOME, 60, area=OTHER_AREA),
        user(CABIN, 60, supplier=NEW, profiled=True, annual=8_000_000),
        member(SUM, "E17", method="Z01", supplier=THIRD),
        member(COPY, "E17", 15, method="Z01", area=VIRTUAL, user=None),
        member(OWN, "E17", method="Z01", area=VIRTUAL, user=None),
        member(ROOF, "E18", 15),
        member(FLAT, "E17"),
        member(SHOP, "E17", supplier=NEW),
        plant(THEIR_PLANT, supplier=NEW, area=OTHER_AREA),
    )


def market() -> Market:
    """Return two grid areas with two lines between them, and a virtual one."""
    common: dict[str, Any] = {"price_area": "NO1", "last_resort": LAST, "loss_supplier": LOSS}
    grid = {"DDM", "MDR", "DDE"}
    return Market(
        parties=(
            *(Party(gln=supplier, roles={"DDQ"}) for supplier in (OLD, NEW, THIRD)),
            Party(gln=LAST, roles={"SLR", "DDQ"}),
            Party(gln=GRID, roles=grid),
            Party(gln=NEIGHBOUR, roles=grid),
            Party(gln=LOSS, roles={"BSL", "DDQ"}),
            Party(gln=AGENT, roles={"AG"}, return_address="https://example.com/back"),
        ),
        structure=Structure.of(
            (
                GridArea(identification=AREA, owner=GRID, neighbours={OTHER_AREA}, **common),
                GridArea(identification=OTHER_AREA, owner=NEIGHBOUR, neighbours={AREA}, **common),
                GridArea(identification=VIRTUAL, owner=NEIGHBOUR, virtual=True),
            )
        ),
        points=points(),
        exchange_points=(
            ExchangePoint.of_metering_point(LINE, main_area=AREA, neighbour=OTHER_AREA),
            ExchangePoint.of_metering_point(HOUR_LINE, main_area=OTHER_AREA, neighbour=AREA),
        ),
    )


def new_hub(since: dt.date) -> tuple[Hub, dt.datetime]:
    """Return a hub that expects values from *since* on, with its calculations set up, and the instant that it is."""
    hub = Hub(market(), config=Config(values_since=since), ids=Ids("values machine"))
    now = dt.datetime.combine(since - dt.timedelta(days=5), dt.time(8), dt.UTC)
    for area, owner in ((AREA, GRID), (OTHER_AREA, NEIGHBOUR)):
        hub.call(
            "set_loss_parameters", now=now, area=area, sender=owner, idle="8", constant="0", day="2026-01-01"
        )
    first = since.isoformat()
    hub.call(
        "set_up_calculation",
        now=now,
        template="sum",
        start=first,
        inputs=[
            {"point": HOURLY, "direction": "Out"},
            {"point": HOME, "direction": "Out", "weight": "0.5"},
        ],
        targets=[{"point": SUM, "direction": "Out"}],
    )
    hub.call(
        "set_up_calculation",
        now=now,
        template="copy",
        start=first,
        inputs=[{"point": QUARTER, "direction": "Out"}],
        targets=[{"point": COPY, "direction": "Out"}],
    )
    receipt = hub.receive(
        sharing(start=since, contributors=(ROOF,), recipients=(FLAT, SHOP), now=now), now=now
    )
    assert receipt.accepted
    assert () == receipt.reasons
    return hub, now
