"""Queries for metering values (BRS-NO-315): who may ask for which period, and the answer in parts.

The public table of rules for the query is NOT FOUND; the business rules are those of the process text: one metering
point, at most a year of series and ten years of readings and period volumes, and a contract or an access for the whole
period. After a move of a portfolio the new supplier may ask from the end user's last move-in on
(`edielkit.hub.core.portfolio`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType

from edielkit.findings import Finding
from edielkit.hub.core.channels import product_of
from edielkit.hub.core.exchange_points import is_exchange
from edielkit.hub.core.hub_messages import midnight
from edielkit.hub.core.market_records import Point, holds
from edielkit.hub.core.portfolio import moved_with
from edielkit.hub.core.request import Request, day_of
from edielkit.hub.core.rules import finding
from edielkit.hub.core.state_tables import Memo
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering import profiled_volumes
from edielkit.hub.values.calculations import calculated_days
from edielkit.hub.values.distribution import Payload, ValueDelivery, payloads_of, send_values
from edielkit.hub.values.entitled import days_of
from edielkit.hub.values.exchange_registry import owners_of, place_of
from edielkit.hub.values.store import pieces
from edielkit.hub.values.value_kinds import PROFILES, SENT
from edielkit.hub.values.value_records import VALUES, ChannelKey
from edielkit.market_time import Period, years_before

__all__ = ("Span", "keys_of", "run", "validate", "visible")

BRS = "315"
# Identification of a query to the deliveries of each of its answers.
_ANSWERS: Memo[str, list[list[ValueDelivery]]] = Memo("answer 315")
_QUERIES = ("MVTS", "MVRV", "MVVT")
_SERIES = frozenset({"MVTS", "MVVT"})
_VOLUMES = frozenset({"MVRV", "MVVT"})
# Longest period in years: of a query that asks for series, and of one that asks for readings and period volumes alone.
_YEARS_OF_SERIES, _YEARS_OF_VOLUMES = 1, 10
_DAYS_OF_PART = 31
# The kinds of values that a channel may hold and a party may see, in the order of the answer.
_KINDS = (SENT, *sorted(PROFILES))
_PERIOD, _POINT, _TYPE = "Period", "MeteringPointUsedDomainLocation", "QueryTypeCode"
_DAY = dt.timedelta(days=1)

# First day, and the day after the last; None for no end.
Span = tuple[dt.date, dt.date | None]


def validate(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps a query from being answered."""
    payload = request.payload
    if payload.query_type_code not in _QUERIES:
        return [finding("HUB029", f"expected a query of {', '.join(_QUERIES)}", _TYPE)]
    missing = [
        (name, path)
        for value, name, path in (
            (payload.metering_point_used_domain_location, "metering point", _POINT),
            (payload.period, "period", _PERIOD),
        )
        if value is None
    ]
    if missing:
        return [finding("HUB029", f"expected a {name}, found none", path) for name, path in missing]
    point = transaction.point(request.point)
    if point is None:
        return [finding("HUB001", "the metering point is not registered", f"{_POINT}/Identification")]
    wrong = list(_period_troubles(payload.query_type_code, payload.period.start, payload.period.end))
    if wrong:
        return wrong
    period = _asked(request)
    first, last = days_of(period.start, period.end)
    spans = visible(transaction, point, request.sender, request.role)
    if not _covers(spans, first, last + _DAY):
        words = f"expected days that the sender may see ({_in_words(spans)}), found {first} to {last}"
        return [finding("HUB026", words, _PERIOD)]
    delivered = list(_deliveries(transaction, request, point))
    if not delivered:
        return [
            finding("HUB041", f"expected a period with values, found none from {first} to {last}", _PERIOD)
        ]
    transaction.memo(_ANSWERS)[request.identification] = delivered
    return []


def run(transaction: Transaction, request: Request) -> None:
    """Answer a query: a message for each 31 days of series, and one for readings and period volumes."""
    for part in transaction.memo(_ANSWERS).pop(request.identification):
        payloads: list[Payload] = []
        for payload in part:
            payloads += payloads_of(transaction, payload, reference=request.identification)
        send_values(
            transaction,
            payloads,
            to=request.sender,
            role=request.role,
            brs=BRS,
            document_type="21",
            point=request.point,
        )


def visible(transaction: Transaction, point: Point, party: str, role: str) -> tuple[Span, ...]:
    """Return the days of which a party may see values in a role, in order, joined where they meet."""
    return tuple(_joined(sorted(_RIGHTS.get(role, _none)(transaction, point, party), key=_first_of)))


def _none(_transaction: Transaction, _point: Point, _party: str) -> Iterable[Span]:
    return ()


def _of_grid(transaction: Transaction, point: Point, party: str) -> Iterator[Span]:
    if is_exchange(point):
        # who is sent the values of an exchange point may ask for them, on either side
        place = place_of(transaction, point.identification)
        if place is not None and party in owners_of(transaction, place):
            yield dt.date.min, None
            return
    area = transaction.structure.area(point.area)
    if area is None or area.owner != party:
        return
    if not area.virtual:
        yield dt.date.min, None
        return
    # what a grid company sends to a virtual grid area it cannot see there, what the hub calculates for it it can
    for key in _keys(point):
        yield from calculated_days(transaction, key)


def _of_supplier(role: str) -> Callable[[Transaction, Point, str], Iterator[Span]]:
    def rights(_transaction: Transaction, point: Point, party: str) -> Iterator[Span]:
        for supply in point.timeline.supplies:
            if (supply.supplier, supply.role) == (party, role):
                yield supply.start, supply.end
                occupancy = moved_with(point, supply)
                if occupancy is not None:
                    yield occupancy.start, supply.start

    return rights


def _of_third_party(_transaction: Transaction, point: Point, party: str) -> Iterator[Span]:
    for access in point.timeline.accesses:
        if access.party == party:
            yield access.start, access.end


# Who may ask: process text and component 5. What DDK and BSL may see of a metering point is NOT FOUND.
_RIGHTS: Mapping[str, Callable[[Transaction, Point, str], Iterable[Span]]] = MappingProxyType(
    {
        "DDM": _of_grid,
        "MDR": _of_grid,
        "DDQ": _of_supplier("DDQ"),
        "SLR": _of_supplier("SLR"),
        "AG": _of_third_party,
    }
)


def _first_of(span: Span) -> dt.date:
    return span[0]


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        last = joined[-1] if joined else None
        if last is None or (last[1] is not None and start > last[1]):
            joined.append((start, end))
        elif last[1] is not None and (end is None or end > last[1]):
            joined[-1] = last[0], end
    return joined


def _covers(spans: Iterable[Span], first: dt.date, end: dt.date) -> bool:
    return any(start <= first and (last is None or end <= last) for start, last in spans)


def _in_words(spans: Iterable[Span]) -> str:
    """Return the days of access in words, which are the sender's own to know."""
    words = (f"from {start}" if end is None else f"{start} to {end - _DAY}" for start, end in spans)
    return "; ".join(words) or "none of this metering point"


def _period_troubles(query: str, start: dt.datetime, end: dt.datetime) -> Iterator[Finding]:
    if day_of(start) is None or day_of(end) is None:
        yield finding("HUB040", "expected days between 1900 and 2200", _PERIOD)
    elif start >= end:
        yield finding("HUB040", "expected an end after the start", f"{_PERIOD}/End")
    else:
        years = _YEARS_OF_SERIES if query in _SERIES else _YEARS_OF_VOLUMES
        if years_before(end, years) > start:
            words = "1 year" if years == 1 else f"{years} years"
            stated = f"found {start.date()} to {end.date()}"
            yield finding("HUB040", f"expected at most {words}, {stated}", _PERIOD)


def _asked(request: Request) -> Period:
    """Return the period in whole quarters: values that begin in it and end in it are asked for."""
    stated = request.payload.period
    quarter = dt.timedelta(minutes=15)
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    start = epoch - (epoch - stated.start) // quarter * quarter
    return Period(start, max(start, epoch + (stated.end - epoch) // quarter * quarter))


def _deliveries(transaction: Transaction, request: Request, point: Point) -> Iterator[list[ValueDelivery]]:
    """Yield the answer, in the parts that become messages; none is empty."""
    period = _kept(transaction, point, _asked(request))
    if request.payload.query_type_code in _SERIES and period is not None:
        keys = [key for key in _keys(point) if transaction.get(VALUES, key)]
        for part in _parts(period):
            delivered = [delivery for key in keys for delivery in _pieces(transaction, key, part)]
            if delivered:
                yield delivered
    if request.payload.query_type_code in _VOLUMES:
        volumes = profiled_volumes.deliveries(transaction, point.identification, _asked(request))
        if volumes:
            yield volumes


def _kept(transaction: Transaction, point: Point, period: Period) -> Period | None:
    """Return the part of a period whose values are still kept: three years, ten with extended storage."""
    extended = is_exchange(point) or any(
        occupancy.customer.extended_storage_metering_values
        for occupancy in point.timeline.occupancies
        if any(holds(occupancy.start, occupancy.end, day) for day in days_of(period.start, period.end))
    )
    years = transaction.config.extended_storage_years if extended else transaction.config.storage_years
    start = max(period.start, years_before(transaction.now, years))
    if start >= period.end:
        return None
    # whole days are kept or gone
    first = days_of(start, period.end)[0]
    return Period(max(period.start, midnight(first)), period.end)


def keys_of(point: Point) -> list[ChannelKey]:
    """Return the channels that a metering point has or has had, for the values that its grid company sends."""
    channels = dict.fromkeys(
        (product_of(definition), definition.direction)
        for version in point.versions
        for definition in version.data.channels
    )
    return [ChannelKey(point.identification, product, direction) for product, direction in channels]


def _keys(point: Point) -> list[ChannelKey]:
    return [key._replace(kind=kind) for key in keys_of(point) for kind in _KINDS]


def _parts(period: Period) -> Iterator[Period]:
    first, last = days_of(period.start, period.end)
    count = (last - first).days + 1
    cuts = [midnight(first + dt.timedelta(days=n)) for n in range(_DAYS_OF_PART, count, _DAYS_OF_PART)]
    for start, end in pairwise((period.start, *cuts, period.end)):
        yield Period(start, end)


def _pieces(transaction: Transaction, key: ChannelKey, part: Period) -> Iterator[ValueDelivery]:
    for piece in pieces(transaction.get(VALUES, key) or (), part):
        yield ValueDelivery(
            key=key,
            period=piece.period,
            minutes=piece.minutes,
            observations=piece.observations,
            registered=piece.registered,
            inserted=piece.inserted,
        )
