"""BRS-NO-611: look up or find a metering point before a supply; answered in the call, and changing nothing.

Source: the process page and its rule table: a point alone; the end user with two of post code, street and house
number, with the point, or with the meter; or the post code with the meter. Patterns end in ``*``. The answer shows no
end user. Whether the sender has the end user's authority no message says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from edielkit.emif.messages import (
    ResponseUpfrontMeteringPointCharacteristics,
    ResponseUpfrontMeteringPointCharacteristicsPayload,
)
from edielkit.emif.soap import SoapDocument
from edielkit.findings import Finding, Report
from edielkit.hub.core.fields import Seen, filled, metering_point
from edielkit.hub.core.hub_messages import frame, midnight
from edielkit.hub.core.ids import Ids
from edielkit.hub.core.market_records import Point
from edielkit.hub.core.request import Request
from edielkit.hub.core.rules import finding
from edielkit.hub.core.state_tables import POINTS
from edielkit.hub.core.transaction import Transaction
from edielkit.market_time import local_day

__all__ = ("MOST_FOUND", "respond", "run", "validate")

# ResponseUpfrontMeteringPointCharacteristics holds at most 99 payloads (EMIF schema).
MOST_FOUND = 99
_ALLOWED = (
    {"point"},
    {"customer", "point"},
    {"customer", "meter"},
    {"meter", "postcode"},
    {"customer", "postcode", "street"},
    {"customer", "postcode", "number"},
    {"customer", "street", "number"},
    {"customer", "postcode", "street", "number"},
)


def _criteria(request: Request) -> dict[str, str]:
    payload = request.payload
    address = payload.mp_address_metering_point_address
    meter = payload.metering_installation_meter_facility
    customer = payload.consumer_involved_customer_party
    criteria = {
        "point": request.point,
        "customer": "" if customer is None else str(customer.identification),
        "meter": "" if meter is None else meter.meter_identification,
        "postcode": "" if address is None else address.postcode or "",
        "street": "" if address is None else address.street_name or "",
        "number": "" if address is None else address.building_number or "",
    }
    # a pattern that is the wildcard alone is no criterion
    return {name: text for name, text in criteria.items() if text and text != "*"}


def validate(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps the query from being answered."""
    criteria = _criteria(request)
    if set(criteria) not in _ALLOWED:
        names = ", ".join(criteria) or "nothing"
        return [finding("HUB029", f"expected criteria that fit together, found {names}")]
    if not _matching_points(transaction, request):
        return [finding("HUB028", "no metering point fits the criteria")]
    return []


def run(_transaction: Transaction, _request: Request) -> None:
    """Change nothing."""


def _matching_points(transaction: Transaction, request: Request) -> list[Point]:
    criteria = _criteria(request)
    points: list[Point] = []
    for point in _candidates(transaction, criteria):
        if point.settlement_point and _fits(transaction, point, criteria):
            points.append(point)
            if len(points) == MOST_FOUND:
                break
    return points


def _candidates(transaction: Transaction, criteria: dict[str, str]) -> Iterator[Point]:
    if "point" in criteria:
        point = transaction.point(criteria["point"])
        yield from () if point is None else (point,)
        return
    for key in transaction.keys(POINTS):
        point = transaction.point(key)
        assert point is not None
        yield point


def _fits(transaction: Transaction, point: Point, criteria: dict[str, str]) -> bool:
    day = local_day(transaction.now)
    data, occupancy = point.data(day), point.occupancy(day)
    address = data.address
    stored = {
        "point": point.identification,
        "customer": "" if occupancy is None else str(occupancy.customer.identification),
        "meter": "" if data.meter is None else data.meter.meter_identification,
        "postcode": "" if address is None else address.postcode,
        "street": "" if address is None else address.street_name or "",
        "number": "" if address is None else address.building_number or "",
    }
    return all(
        _matches(stored[name], pattern, exact=name not in _PATTERNS) for name, pattern in criteria.items()
    )


_PATTERNS = frozenset({"postcode", "street", "number"})


def _matches(text: str, pattern: str, *, exact: bool) -> bool:
    if not exact and pattern.endswith("*"):
        return text.casefold().startswith(pattern[:-1].casefold())
    return text.casefold() == pattern.casefold()


def respond(transaction: Transaction, request: Request, findings: Sequence[Finding]) -> SoapDocument:
    """Return the answer of the service: what was found, or a negative Acknowledgement."""
    # identifications come from the query itself, so that an answer changes nothing in the hub
    ids = _Taken(Ids(f"{transaction.config.gln}:{request.identification}"))
    message: Any = (
        _negative(transaction, request, findings, ids) if findings else _positive(transaction, request, ids)
    )
    return SoapDocument(
        service="Query", element="RequestUpfrontMeteringPointCharacteristicsResponse", messages=(message,)
    )


class _Taken:
    """A source of identifications that is used up here."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids

    def __call__(self) -> str:
        identification, self._ids = self._ids.take()
        return identification


def _negative(transaction: Transaction, request: Request, findings: Sequence[Finding], ids: _Taken) -> Any:
    from edielkit.answers import answer

    report = Report(findings=tuple(findings))
    answers = answer(request.message, report, now=transaction.now, new_id=ids).messages
    if not answers:
        report = Report(findings=(finding("HUB029", "the query cannot be answered"),))
        answers = answer(request.message, report, now=transaction.now, new_id=ids).messages
    return answers[0]


def _positive(
    transaction: Transaction, request: Request, ids: _Taken
) -> ResponseUpfrontMeteringPointCharacteristics:
    return ResponseUpfrontMeteringPointCharacteristics(
        **frame(
            transaction,
            to=request.sender,
            role=request.role,
            brs="611",
            document_type="E07",
            identification=ids(),
        ),
        payload_master_data_mp_event=tuple(
            _payload(transaction, request, point) for point in _matching_points(transaction, request)
        ),
    )


def _payload(
    transaction: Transaction, request: Request, point: Point
) -> ResponseUpfrontMeteringPointCharacteristicsPayload:
    day = local_day(transaction.now)
    area, supply = transaction.structure.area(point.area), point.supply(day)
    seen = Seen(point=point, day=day, owner="" if area is None else area.owner)
    last_resort = supply is not None and supply.role == "SLR"
    return ResponseUpfrontMeteringPointCharacteristicsPayload(
        original_business_document_reference=request.identification,
        snap_shot_occurrence=transaction.now,
        delivery_obligation_date=midnight(supply.start) if supply is not None and last_resort else None,
        metering_point_used_domain_location=metering_point(point.identification),
        **filled("ResponseUpfrontMeteringPointCharacteristics", request.role, seen),
    )
