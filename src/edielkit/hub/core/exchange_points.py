"""Exchange points as structure data of the hub: what fits a market, and what the hub sets up on their metering points.

Sources: Elhub, "Oppsett av utvekslingspunkter"; 15min/overgang-til-kvartersavregning-paa-utvekslingsmaal (the hub sets
up 15-minute channels itself, active and reactive). No message makes or changes an exchange point (BRS-NO-121 refuses
type E20), so the hub's own staff does. The reporting responsible has its metering point in its own grid area (derived:
it registers its metering point, and In and Out are seen from the area that the point lies in).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

import attrs

from edielkit.emif.messages import MeasurementDefinition, ProductCharacteristic
from edielkit.emif.values import Identifier
from edielkit.exchange import ExchangePoint
from edielkit.hub.core.channels import ACTIVE_ENERGY, EXCHANGE, type_of
from edielkit.hub.core.market_records import MasterData, Point
from edielkit.hub.core.master_data import updated
from edielkit.hub.core.structure import Structure
from edielkit.market_time import Resolution

__all__ = (
    "ACTIVE_ENERGY",
    "CHANNELS",
    "EXCHANGE",
    "HOURLY",
    "QUARTERS",
    "REACTIVE_ENERGY",
    "UNITS",
    "ExchangeRecords",
    "is_exchange",
    "market_troubles",
    "prepared",
    "reading_minutes",
    "switched",
    "troubles",
)

REACTIVE_ENERGY = "8716867000047"
HOURLY, QUARTERS = "PT1H", "PT15M"
UNITS: Mapping[str, str] = {ACTIVE_ENERGY: "kWh", REACTIVE_ENERGY: "kvarh"}
_DIRECTIONS = ("In", "Out")
# Product and direction of what an exchange point carries.
CHANNELS = tuple((product, direction) for product in UNITS for direction in _DIRECTIONS)


def is_exchange(point: Point) -> bool:
    """Tell whether *point* is of the exchange type (utvekslingsmålepunkt, E20)."""
    return bool(point.versions) and type_of(point.versions[-1].data) == EXCHANGE


def reading_minutes(point: Point, day: dt.date) -> int:
    """Return the length of the values that the point is read with on *day*: 15 or 60 minutes.

    A point whose master data says nothing is read by the hour (rule of the migration, 2017).
    """
    step = Resolution.of(point.data(day).detail.meter_reading_occurrence or HOURLY)
    return 60 if step is None or not step.seconds else step.seconds // 60


def troubles(
    place: ExchangePoint, structure: Structure, points: Mapping[str, Point] | None = None
) -> Iterator[str]:
    """Yield what keeps *place* from being an exchange point of the market, in words.

    Args:
        place: The exchange point.
        structure: The grid areas.
        points: The metering points; those of *place* are looked for if given.
    """
    main = structure.area(place.main_area or "")
    if main is None:
        yield f"exchange point {place}: expected a main grid area that is known, found {place.main_area!r}"
        return
    if main.virtual:
        yield f"exchange point {place}: a virtual grid area has no exchange"
    if place.foreign:
        if structure.area(place.neighbour or "") is not None:
            yield f"exchange point {place}: {place.neighbour!r} is a grid area here, expected a foreign one"
    elif place.neighbour not in main.neighbours:
        yield f"exchange point {place}: expected a neighbour of {main.identification!r}, found {place.neighbour!r}"
    if place.reporting_responsible not in {None, main.owner}:
        yield f"exchange point {place}: expected the owner of the main grid area as reporting responsible"
    own = set(place.metering_points)
    if own & {*place.parts, *place.opposite}:
        yield f"exchange point {place}: a metering point is no part of itself, and not on the other side"
    if points is not None:
        for name in place.metering_points:
            yield from _point_troubles(name, points.get(name), main.identification)


def market_troubles(
    exchange_points: Iterable[ExchangePoint], structure: Structure, points: Mapping[str, Point]
) -> Iterator[tuple[str, str]]:
    """Yield what keeps exchange points from being those of a market, each by itself and side by side: GSRN, and words."""
    taken: dict[str, ExchangePoint] = {}
    for place in exchange_points:
        first = place.metering_points[0] if place.metering_points else ""
        for words in troubles(place, structure, points):
            yield first, words
        for name in place.metering_points:
            if name in taken:
                yield first, f"exchange point {place}: {name} is one of {taken[name]} already"
            taken[name] = place
    for place in taken.values():
        for name in (*place.parts, *place.opposite):
            if name in taken:
                words = f"exchange point {place}: {name} is reported itself; one side reports, the sum or its parts"
                yield place.metering_points[0], words


@attrs.frozen(kw_only=True)
class ExchangeRecords:
    """What the state holds of exchange points.

    Attributes:
        points: Their metering points as the hub sets them up, by GSRN.
        places: The exchange point of each metering point that is reported.
        sides: The metering point that is reported, of each on the other side and of each part.
    """

    points: Mapping[str, Point]
    places: Mapping[str, ExchangePoint]
    sides: Mapping[str, str]

    @classmethod
    def of(cls, exchange_points: Iterable[ExchangePoint], points: Mapping[str, Point]) -> ExchangeRecords:
        """Return what the state holds of *exchange_points*.

        Args:
            exchange_points: The exchange points.
            points: The metering points by GSRN; one that is not there is not set up.
        """
        places: dict[str, ExchangePoint] = {}
        sides: dict[str, str] = {}
        for place in exchange_points:
            places.update(dict.fromkeys(place.metering_points, place))
            sides.update(dict.fromkeys((*place.parts, *place.opposite), place.metering_points[0]))
        return cls(
            points={name: prepared(points[name], place) for name, place in places.items() if name in points},
            places=places,
            sides=sides,
        )


def _point_troubles(name: str, point: Point | None, area: str) -> Iterator[str]:
    if point is None:
        yield f"exchange point {name}: expected a registered metering point of type {EXCHANGE}"
        return
    if not is_exchange(point):
        yield f"exchange point {name}: expected a metering point of type {EXCHANGE}"
        return
    if point.area != area:
        yield f"exchange point {name}: expected a metering point in {area!r}, found {point.area!r}"
    if any(version.data.detail.settlement_method_type is not None for version in point.versions):
        yield f"exchange point {name}: expected no settlement method"


def prepared(point: Point, place: ExchangePoint) -> Point:
    """Return the metering point as the hub sets it up: both directions of active and reactive energy.

    Each has its reading resolution and 15 minutes; the point is read by the hour until quarters come, or in
    quarters from `ExchangePoint.quarters_since` on.
    """
    versions = tuple(attrs.evolve(version, data=_with_channels(version.data)) for version in point.versions)
    equipped = attrs.evolve(point, versions=versions, settlement_point=False)
    return equipped if place.quarters_since is None else switched(equipped, place.quarters_since, "")


def switched(point: Point, day: dt.date, process: str) -> Point:
    """Return *point* read in quarters from *day* on."""
    return updated(point, day, {("detail", "meter_reading_occurrence"): QUARTERS}, process)


def _with_channels(data: MasterData) -> MasterData:
    detail = data.detail
    if detail.meter_reading_occurrence is None:
        detail = attrs.evolve(detail, meter_reading_occurrence=HOURLY)
    wanted = [
        (ACTIVE_ENERGY, direction, detail.meter_reading_occurrence or HOURLY) for direction in _DIRECTIONS
    ]
    wanted += [(product, direction, QUARTERS) for product, direction in CHANNELS]
    there = {
        (
            str(channel.product_included_product_characteristics.identification),
            str(channel.direction),
            str(channel.resolution),
        )
        for channel in data.channels
    }
    new = (_channel(*channel) for channel in dict.fromkeys(wanted) if channel not in there)
    return attrs.evolve(data, detail=detail, channels=(*data.channels, *new))


def _channel(product: str, direction: str, resolution: str) -> MeasurementDefinition:
    return MeasurementDefinition(
        product_included_product_characteristics=ProductCharacteristic(
            identification=Identifier(product, "9"), unit_type=UNITS[product]
        ),
        direction=direction,
        resolution=resolution,
    )
