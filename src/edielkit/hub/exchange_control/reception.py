"""Values of exchange points as they come in by BRS-NO-313: which points are reported, and in which resolution.

Sources: Elhub, "Oppsett av utvekslingspunkter" (one side reports); 15min/overgang-til-kvartersavregning-paa-utvekslingsmaal
(the resolution changes when the grid company first sends quarters, at midnight; from that day on hours can no longer be
registered; the point is settled in quarters from the day after the last day with hourly values).

That the sender owns the grid, or is its service provider as a foreign grid company may be, holds for all points. A message
with one channel is taken: payloads stand for themselves, and the other channel may come in a message of its own. That
it is missing shows in the day's check.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import attrs

from edielkit.findings import Finding
from edielkit.hub.core.exchange_points import CHANNELS, is_exchange, reading_minutes, switched
from edielkit.hub.core.market_records import Point
from edielkit.hub.core.rules import finding
from edielkit.hub.core.state_tables import EXCHANGE_POINTS, EXCHANGE_SIDES, POINTS
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.values.arrival import Incoming
from edielkit.hub.values.exchange_registry import place_of
from edielkit.hub.values.history_book import history_book
from edielkit.hub.values.store import instant_of, minute, pieces
from edielkit.hub.values.value_records import VALUES, ChannelKey, History
from edielkit.market_time import Period, is_local_midnight, local_day

__all__ = ("after_exchange", "validate_exchange")

_INSTANT = dt.timedelta(microseconds=1)
_DAY = dt.timedelta(days=1)
_HOUR, _QUARTER = 60, 15
_POINT = "MeteringPointUsedDomainLocation/Identification"
_PERIOD = "ObservationPeriodTimeSeriesPeriod"


def validate_exchange(transaction: Transaction, incoming: Incoming) -> Iterator[Finding]:
    """Yield what keeps a series of an exchange point out, beyond what holds for all points.

    Args:
        transaction: The step.
        incoming: The series, of any metering point.
    """
    if not is_exchange(incoming.point):
        return
    if place_of(transaction, incoming.key.point) is None:
        other = transaction.get(EXCHANGE_SIDES, incoming.key.point)
        instead = "" if other is None else f"; metering point {other} stands for it"
        yield finding("HUB070", f"expected an exchange point that is reported{instead}", _POINT)
    elif transaction.get(EXCHANGE_POINTS, incoming.key.point) is not None:
        yield from _quarters(transaction, incoming) if incoming.minutes == _QUARTER else _hours(incoming)


def _hours(incoming: Incoming) -> Iterator[Finding]:
    if reading_minutes(incoming.point, incoming.last) == _QUARTER:
        words = f"expected PT15M on {incoming.last}, as the exchange point is read in quarters"
        yield finding("HUB072", words, f"{_PERIOD}/ResolutionDuration")


def _quarters(transaction: Transaction, incoming: Incoming) -> Iterator[Finding]:
    if reading_minutes(incoming.point, incoming.first) == _QUARTER:
        return
    start = incoming.period.start
    since = _first_quarters(incoming.point)
    if since is not None:
        words = (
            f"expected PT1H on {incoming.first}, as the exchange point is read in quarters from {since} on"
        )
        yield finding("HUB072", words, f"{_PERIOD}/ResolutionDuration")
    elif not is_local_midnight(start):
        words = f"expected the first quarters of the exchange point to begin at midnight, found {start.isoformat()}"
        yield finding("HUB071", words, f"{_PERIOD}/Start")
    else:
        last = _last_hour(transaction, incoming.key.point)
        if last is not None and last > minute(start):
            words = f"expected the first quarters after the last hourly values, which end {instant_of(last).isoformat()}"
            yield finding("HUB071", words, f"{_PERIOD}/Start")


def _first_quarters(point: Point) -> dt.date | None:
    """Return the first day on which the point is read in quarters."""
    days = (version.start for version in point.versions if reading_minutes(point, version.start) == _QUARTER)
    return next(days, None)


def _last_hour(transaction: Transaction, point: str) -> int | None:
    """Return the end of the last hourly value of any channel, in minutes since 1970."""
    ends = (
        block.end
        for product, direction in CHANNELS
        for block in _history(transaction, ChannelKey(point, product, direction))
        if block.minutes == _HOUR
    )
    return max(ends, default=None)


def _history(transaction: Transaction, key: ChannelKey) -> History:
    return transaction.get(VALUES, key) or ()


def after_exchange(transaction: Transaction, changed: Sequence[tuple[ChannelKey, Period]]) -> None:
    """Read exchange points in quarters from the first day on that quarters have come for.

    Where hours of another channel came in the same message, it is the day after the last of them.

    Args:
        transaction: The step, with the values stored.
        changed: What was stored, of any metering points.
    """
    first: dict[str, dt.date] = {}
    for key, period in changed:
        place = transaction.get(EXCHANGE_POINTS, key.point)
        if place is None or place.quarters_since is not None:
            continue
        received = pieces(history_book(transaction, key).around(period), period)
        if any(piece.minutes == _QUARTER for piece in received):
            day = local_day(period.start)
            first[key.point] = min(day, first.get(key.point, day))
    for name, day in first.items():
        _switch(transaction, name, day)


def _switch(transaction: Transaction, name: str, day: dt.date) -> None:
    point = transaction.point(name)
    place = transaction.get(EXCHANGE_POINTS, name)
    if point is None or place is None or reading_minutes(point, day) == _QUARTER:
        return
    last = _last_hour(transaction, name)
    if last is not None:
        day = max(day, local_day(instant_of(last) - _INSTANT) + _DAY)
    transaction.put(POINTS, name, switched(point, day, "first quarters"))
    transaction.put(EXCHANGE_POINTS, name, attrs.evolve(place, quarters_since=day))
