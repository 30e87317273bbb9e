"""A market with a portfolio that moves, and its metering values, for the tests of the mass extraction."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import numpy as np
from tests.support import hub_fixtures as market

from edielkit.emif.messages import MeasurementDefinition, ProductCharacteristic
from edielkit.emif.values import Code, Identifier
from edielkit.hub import Config, Hub, Ids, Market, MasterData, Occupancy, Point, Supply, Timeline, Version
from edielkit.hub.core.portfolio import move_of
from edielkit.hub.values.store import added, block_of
from edielkit.hub.values.value_records import VALUES, ChannelKey, ValueBlock
from edielkit.market_time import day_period
from edielkit.series import Observations

ENERGY, REACTIVE = "8716867000030", "8716867000047"
OLD_NUMBER, NEW_NUMBER = "999999018", "999999026"
CHANGE = dt.date(2026, 2, 2)
MOVED_IN = dt.date(2025, 9, 1)
# The morning of the change, when the values of the day before are due.
READY = dt.datetime(2026, 2, 2, 6, tzinfo=dt.UTC)


def gsrn(number: int) -> str:
    """Return the metering point with *number*."""
    return market.gsrn(500 + number)


def channel(
    direction: str = "Out", *, product: str = ENERGY, resolution: str = "PT1H", excluded: bool | None = None
) -> MeasurementDefinition:
    """Return a channel."""
    unit = "kWh" if product == ENERGY else "kvarh"
    return MeasurementDefinition(
        product_included_product_characteristics=ProductCharacteristic(
            identification=Identifier(product, "9"), unit_type=unit
        ),
        direction=direction,
        resolution=resolution,
        exclude_from_settlement=excluded,
    )


def data(*channels: MeasurementDefinition, method: str = "E02", kind: str = "E17") -> MasterData:
    """Return master data with channels, one of consumption if none is given."""
    plain = market.master_data(kind)
    return attrs.evolve(
        plain,
        detail=attrs.evolve(
            plain.detail, settlement_method_type=Code(method, "89" if method == "Z01" else "260")
        ),
        channels=channels or (channel(),),
    )


def moved(
    number: int,
    *versions: tuple[dt.date, MasterData],
    move_in: dt.date = MOVED_IN,
    change: dt.date = CHANGE,
    old: str = market.OLD,
    new: str = market.NEW,
) -> Point:
    """Return a point whose end user moved in, and whose supplier changed."""
    plain = market.point(gsrn(number))
    return attrs.evolve(
        plain,
        timeline=Timeline(
            occupancies=(
                Occupancy(
                    start=dt.date(2021, 1, 1),
                    end=move_in,
                    customer=market.customer(market.BERIT),
                    addresses=(market.ADDRESS,),
                ),
                Occupancy(start=move_in, customer=market.customer(), addresses=(market.ADDRESS,)),
            ),
            supplies=(
                Supply(start=dt.date(2021, 1, 1), end=move_in, supplier=market.THIRD),
                Supply(start=move_in, end=change, supplier=old),
                Supply(start=change, supplier=new, process=move_of(old, new, change)),
            ),
        ),
        versions=tuple(
            Version(start=day, data=version) for day, version in versions or ((dt.date(2020, 1, 1), data()),)
        ),
    )


def parties() -> tuple[Any, ...]:
    """Return the parties of the market; the two suppliers have organisation numbers."""
    numbers = {market.OLD: OLD_NUMBER, market.NEW: NEW_NUMBER}
    return tuple(
        attrs.evolve(party, organisation_number=numbers.get(party.gln, "")) for party in market.parties()
    )


def hub(*points: Point) -> Hub:
    """Return a hub with *points*, of which some move."""
    start = Market(parties=parties(), structure=market.structure(), points=points)
    return Hub(start, config=Config(), ids=Ids("extraction"))


def order(hub: Hub, now: dt.datetime = READY, **other: Any) -> Any:
    """Order the extraction of the move."""
    plain: dict[str, Any] = {
        "old_supplier": market.OLD,
        "old_organisation": OLD_NUMBER,
        "new_supplier": market.NEW,
        "new_organisation": NEW_NUMBER,
        "change_date": CHANGE,
        **other,
    }
    return hub.order_extraction(**plain, now=now)


def hourly(
    first: dt.date,
    last: dt.date,
    *,
    minutes: int = 60,
    value: Any = None,
    inserted: dt.datetime | None = None,
    status: int = 0,
) -> ValueBlock:
    """Return a block of values from a day to the one before *last*: 0.001, 0.002 and so on, or all *value*."""
    begin, end = day_period(first).start, day_period(last).start
    count = (end - begin) // dt.timedelta(minutes=minutes)
    quantity = np.arange(1, count + 1) if value is None else np.full(count, value)
    zeros = np.zeros(count, np.uint8)
    inserted_at = inserted or end
    return block_of(
        begin,
        "PT1H" if minutes == 60 else "PT15M",
        Observations(
            position=np.arange(1, count + 1, dtype=np.int32),
            quantity=quantity.astype(np.int64),
            status=zeros + np.uint8(status),
            validation=zeros,
            estimation=zeros,
        ),
        registered=inserted_at,
        inserted=inserted_at,
        source="test",
    )


def store(
    hub: Hub, number: int, *blocks: ValueBlock, direction: str = "Out", product: str = ENERGY, kind: str = ""
) -> None:
    """Put blocks into the hub's store, as if they had come."""
    history: tuple[ValueBlock, ...] = ()
    for block in blocks:
        history = added(history, block)
    hub._state.table(VALUES)[ChannelKey(gsrn(number), product, direction, kind)] = history
