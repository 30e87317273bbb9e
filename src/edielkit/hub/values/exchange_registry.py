"""The exchange points that the hub knows, and the calls by which its staff sets them up.

A metering point of type E20 that nobody has registered stands for itself: where its grid area has one neighbour, the
grid owner reports it, seen from its area (derived). One that a registered exchange point names on the other side, or
sums up, is not reported.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from edielkit.errors import InvalidIdentifierError
from edielkit.exchange import ExchangePoint, PointValues
from edielkit.hub.core.exchange_points import ExchangeRecords, is_exchange, troubles
from edielkit.hub.core.market_records import ACTIVE, TERMINATED, Point
from edielkit.hub.core.master_data import with_status
from edielkit.hub.core.state_tables import EXCHANGE_POINTS, EXCHANGE_SIDES, POINTS
from edielkit.hub.core.transaction import Transaction
from edielkit.identifiers import gsrn
from edielkit.market_time import local_day

__all__ = ("end", "exchange_points", "owners_of", "place_of", "register", "responsible")

# Parts of a place, or metering points on its other side: an assumption, far above what any place has.
_MOST = 1000


def place_of(transaction: Transaction, identification: str) -> ExchangePoint | None:
    """Return the exchange point that a metering point represents, None when it is not one that is reported.

    Args:
        transaction: The step.
        identification: GSRN.
    """
    registered = transaction.get(EXCHANGE_POINTS, identification)
    if registered is not None or transaction.get(EXCHANGE_SIDES, identification) is not None:
        return registered
    point = transaction.point(identification)
    return None if point is None or not is_exchange(point) else _derived(transaction, point)


def _derived(transaction: Transaction, point: Point) -> ExchangePoint | None:
    area = transaction.structure.area(point.area)
    if area is None or area.virtual or len(area.neighbours) != 1:
        return None
    return ExchangePoint.of_metering_point(
        point.identification, main_area=point.area, neighbour=next(iter(area.neighbours))
    )


def exchange_points(
    transaction: Transaction, day: dt.date, area: str | None = None
) -> tuple[ExchangePoint, ...]:
    """Return the exchange points of a day, in the order of their metering points.

    Args:
        transaction: The step.
        day: Usage day; a place counts whose metering points are active then.
        area: EIC of a grid area on either side; all if None.
    """
    places: dict[ExchangePoint, None] = {}
    for key in transaction.keys(POINTS):
        point = transaction.point(key)
        if point is None or not is_exchange(point) or point.status(day) != ACTIVE:
            continue
        place = place_of(transaction, key)
        if place is not None and (area is None or area in {place.main_area, place.neighbour}):
            places[place] = None
    return tuple(places)


def responsible(transaction: Transaction, place: ExchangePoint) -> str:
    """Return the GLN of the party that reports *place* (rapporteringsansvarlig)."""
    area = transaction.structure.area(place.main_area or "")
    return place.reporting_responsible or ("" if area is None else area.owner)


def owners_of(transaction: Transaction, place: ExchangePoint) -> tuple[str, ...]:
    """Return the grid owners on both sides, the reporting side first; a foreign one is not in the hub."""
    areas = (transaction.structure.area(name or "") for name in (place.main_area, place.neighbour))
    return tuple(dict.fromkeys(area.owner for area in areas if area is not None))


def register(
    transaction: Transaction,
    *,
    main_area: str,
    neighbour: str | None = None,
    incoming: str | None = None,
    outgoing: str | None = None,
    reporting_responsible: str | None = None,
    values: str | None = None,
    foreign: bool = False,
    parts: Iterable[str] = (),
    opposite: Iterable[str] = (),
    called: str | None = None,
) -> list[str]:
    """Register an exchange point (utvekslingspunkt), and set up the channels of its metering points.

    Args:
        transaction: The step.
        main_area: EIC of the grid area that the metering points lie in.
        neighbour: EIC of the grid area on the other side; one that the hub does not know where it is *foreign*.
        incoming: GSRN of the metering point whose In is metered; None when nothing comes in.
        outgoing: GSRN of the metering point whose Out is metered; the same one for both channels.
        reporting_responsible: GLN of the party that reports; the owner of the main area if None.
        values: ``net`` or ``gross``; None when nobody has said.
        foreign: The neighbour is a foreign grid company.
        parts: GSRN of the metering points that this one sums up.
        opposite: GSRN of the neighbour's metering points at the place, which are not reported.
        called: The place's own name.

    Returns:
        The metering points that represent it.

    Raises:
        ValueError: It does not fit the market; all that is wrong is named.
    """
    sides, summed = tuple(opposite), tuple(parts)
    _are_texts(
        main_area, neighbour, incoming, outgoing, reporting_responsible, values, called, *sides, *summed
    )
    if values not in {None, *PointValues}:
        raise ValueError(f"expected net or gross, found {values!r:.20}")
    if max(len(sides), len(summed)) > _MOST or len({*sides, *summed}) < len(sides) + len(summed):
        raise ValueError(f"expected at most {_MOST} metering points on each side, each once")
    place = ExchangePoint(
        incoming=incoming,
        outgoing=outgoing,
        main_area=main_area,
        neighbour=neighbour,
        reporting_responsible=reporting_responsible,
        values=None if values is None else PointValues(values),
        foreign=bool(foreign),
        parts=summed,
        opposite=sides,
        settlement_method="",
        name=called,
    )
    points = {name: point for name in place.metering_points if (point := transaction.point(name)) is not None}
    reasons = [*troubles(place, transaction.structure, points), *_taken(transaction, place)]
    if reasons:
        raise ValueError("; ".join(reasons))
    records = ExchangeRecords.of((place,), points)
    transaction.put_all(POINTS, records.points)
    transaction.put_all(EXCHANGE_POINTS, records.places)
    transaction.put_all(EXCHANGE_SIDES, records.sides)
    return list(place.metering_points)


def _are_texts(*arguments: object) -> None:
    if not all(argument is None or isinstance(argument, str) for argument in arguments):
        raise ValueError("expected texts")


def _taken(transaction: Transaction, place: ExchangePoint) -> Iterable[str]:
    """Yield what would count energy twice."""
    for name in place.metering_points:
        if transaction.get(EXCHANGE_POINTS, name) is not None:
            yield f"exchange point {name}: it is registered already"
        other = transaction.get(EXCHANGE_SIDES, name)
        if other is not None:
            yield f"exchange point {name}: {other} stands for it already; one side reports, the sum or its parts"
    for name in (*place.parts, *place.opposite):
        try:
            gsrn.validate(name, check=False)
        except InvalidIdentifierError:
            yield f"exchange point {place}: {name!r:.40} is no metering point"
        if transaction.get(EXCHANGE_POINTS, name) is not None:
            yield f"exchange point {place}: {name} is reported itself; one side reports, the sum or its parts"


def end(transaction: Transaction, *, point: str, day: str) -> None:
    """End an exchange point: its metering points are terminated from a day on, also one that is over.

    Args:
        transaction: The step.
        point: GSRN of one of its metering points.
        day: First day without it, ``YYYY-MM-DD``, not after today.

    Raises:
        ValueError: It is no exchange point, or the day is none or lies ahead.
    """
    _are_texts(point, day)
    place = place_of(transaction, point)
    if place is None:
        raise ValueError("expected an exchange point that is reported")
    first = dt.date.fromisoformat(day)
    if first > local_day(transaction.now):
        raise ValueError("expected today or an earlier day")
    for name in place.metering_points:
        metering_point = transaction.point(name)
        if metering_point is not None:
            transaction.put(
                POINTS, name, with_status(metering_point, first, TERMINATED, "exchange point ended")
            )
