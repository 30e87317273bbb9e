"""A house with a plant on its roof for the tests of virtual calculations: its points, messages, and their values."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import numpy as np
from tests.support.hub_fixtures import ELHUB, GRID, MORNING, OLD, day, gsrn, master_data, point, uuid

from edielkit.emif.build import collected_data, context, header
from edielkit.emif.messages import (
    CollectedData,
    MeasurementDefinition,
    MeteringPoint,
    ProductCharacteristic,
    RequestUpdateSharedProduction,
    RequestUpdateSharedProductionPayload,
    VirtualCalculation,
)
from edielkit.emif.messages.sharedproduction import (
    Contributor,
    Contributors,
    Participants,
    Recipient,
    Recipients,
)
from edielkit.emif.values import Code, Identifier
from edielkit.hub import Hub, MasterData, Point
from edielkit.hub.values.store import read
from edielkit.hub.values.value_records import VALUES, ChannelKey
from edielkit.market_time import Period, day_period
from edielkit.series import Observations, Status, TimeSeries

ENERGY = "8716867000030"
PLANT, FLAT, SHOP, CELLAR = (gsrn(n) for n in range(201, 205))
FLATS = (FLAT, SHOP, CELLAR)
START = day(7)
CODES = {15: "PT15M", 60: "PT1H"}
_COUNT = iter(range(1 << 24, 1 << 40))


def fresh() -> str:
    """Return a UUID that no other message of the tests has."""
    return uuid(next(_COUNT))


def channel(direction: str, minutes: int, product: str = ENERGY) -> MeasurementDefinition:
    """Return a channel."""
    return MeasurementDefinition(
        product_included_product_characteristics=ProductCharacteristic(
            identification=Identifier(product, "9"), unit_type="kWh" if product == ENERGY else "kvarh"
        ),
        direction=direction,
        resolution=CODES[minutes],
    )


def data(kind: str, minutes: int = 60, *, method: str = "E02") -> MasterData:
    """Return the master data of a point with the channels of its type."""
    directions = {"E17": ("Out",), "E18": ("In",)}.get(kind, ("Out", "In"))
    details = master_data(kind)
    return attrs.evolve(
        details,
        detail=attrs.evolve(
            details.detail,
            settlement_method_type=Code(method, "89" if method == "Z01" else "260"),
            meter_reading_occurrence=CODES[minutes],
            metering_point_sub_type_production=Code("B01", "89") if kind in {"E18", "E19"} else None,
        ),
        channels=tuple(channel(direction, minutes) for direction in directions),
    )


def member(
    identification: str, kind: str, minutes: int = 60, *, method: str = "E02", **options: Any
) -> Point:
    """Return a point of *kind* with its channels."""
    return point(identification, data=data(kind, minutes, method=method), **{"supplier": OLD, **options})


def house(*, plant: int = 15, flats: int = 60) -> tuple[Point, ...]:
    """Return a plant and three consumers, with the minutes of their steps."""
    return (member(PLANT, "E18", plant), *(member(flat, "E17", flats) for flat in FLATS))


def _named(target: str) -> MeteringPoint:
    return MeteringPoint(identification=Identifier(target, "9"))


def participants(contributors: Any, recipients: Any, share: Any = None) -> Participants:
    """Return the lists; recipients may be a dictionary of shares, contributors have all the same *share*."""
    shares = recipients if isinstance(recipients, dict) else dict.fromkeys(recipients)
    return Participants(
        contributors=Contributors(
            contributor=tuple(
                Contributor(share=share, metering_point_used_domain_location=_named(contributor))
                for contributor in contributors
            )
        ),
        recipients=Recipients(
            recipient=tuple(
                Recipient(share=share, metering_point_used_domain_location=_named(recipient))
                for recipient, share in shares.items()
            )
        ),
    )


def sharing(
    indicator: str = "Add",
    start: dt.date | dt.datetime | None = START,
    *,
    name: str | None = "Taket",
    formula: str | None = "EquallyDistributed",
    contributors: Any = (PLANT,),
    recipients: Any = FLATS,
    identification: str | None = None,
    sender: str = GRID,
    now: dt.datetime = MORNING,
    share: Any = None,
    **more: Any,
) -> RequestUpdateSharedProduction:
    """Return a RequestUpdateSharedProduction of BRS-NO-701."""
    instant = start if isinstance(start, dt.datetime) or start is None else day_period(start).start
    lists = None if contributors is None else participants(contributors, recipients, share)
    return RequestUpdateSharedProduction(
        header=header(
            identification=fresh(), document_type="E58", created=now, sender=sender, recipient=ELHUB
        ),
        process_energy_context=context("BRS-NO-701", "DDM"),
        payload_master_data_mp_event=RequestUpdateSharedProductionPayload(
            start_of_occurrence=instant,
            update_indicator=indicator,
            virtual_calculation=VirtualCalculation(
                name=name, id=identification, formula_type=formula, participants=lists, **more
            ),
        ),
    )


def observations(quantities: Any, status: Status = Status.METERED) -> Observations:
    """Return values in thousandths."""
    quantity = np.array(quantities, np.int64)
    zeros = np.zeros(len(quantity), np.uint8)
    return Observations(
        position=np.arange(1, len(quantity) + 1, dtype=np.int32),
        quantity=quantity,
        status=np.full(len(quantity), status, np.uint8),
        # what has failed its validation says which one
        validation=zeros if status is Status.METERED else zeros + 1,
        estimation=zeros,
    )


def steps(date: dt.date, minutes: int) -> int:
    """Return how many steps a Norwegian day has."""
    return day_period(date).duration // dt.timedelta(minutes=minutes)


def series(
    target: str,
    direction: str,
    date: dt.date,
    quantities: Any,
    *,
    minutes: int = 60,
    product: str = ENERGY,
    status: Status = Status.METERED,
    registered: dt.datetime | None = None,
    period: Period | None = None,
) -> TimeSeries:
    """Return a day's values; one number stands for all steps of the day."""
    if isinstance(quantities, int):
        quantities = [quantities] * steps(date, minutes)
    return TimeSeries(
        metering_point=target,
        product=product,
        unit="kWh" if product == ENERGY else "kvarh",
        direction=direction,
        resolution=CODES[minutes],
        period=period or day_period(date),
        registered=registered or morning_after(date),
        identification=fresh(),
        observations=observations(quantities, status),
    )


def morning_after(date: dt.date) -> dt.datetime:
    """Return an instant of the day after *date*, before 07:00."""
    return day_period(date + dt.timedelta(days=1)).start + dt.timedelta(hours=5)


def values(*listed: TimeSeries, sender: str = GRID, now: dt.datetime) -> CollectedData:
    """Return a message of BRS-NO-313."""
    return collected_data(
        listed, identification=fresh(), sender=sender, recipient=ELHUB, created=now, new_id=fresh
    )


def stored(
    hub: Hub,
    target: str,
    direction: str,
    period: Period,
    minutes: int,
    *,
    product: str = ENERGY,
    kind: str = "",
) -> list[int | None]:
    """Return what the hub holds, in thousandths; None where nothing is."""
    history = hub.snapshot().table(VALUES).get(ChannelKey(target, product, direction, kind)) or ()
    period_values = read(history, period, minutes)
    return [
        number if there else None
        for number, there in zip(period_values.quantity.tolist(), period_values.present.tolist(), strict=True)
    ]


def statuses(hub: Hub, target: str, direction: str, period: Period, minutes: int) -> list[int]:
    """Return the statuses of what the hub holds."""
    history = hub.snapshot().table(VALUES).get(ChannelKey(target, ENERGY, direction)) or ()
    return [int(status) for status in read(history, period, minutes).status]
