"""Who is entitled to the values of a metering point, at each instant: contracts change at Norwegian midnights.

Source: recipients of NotifyValidatedDataForBillingEnergy (process component 7): grid owner (DDM), supplier (DDQ, or
SLR for the last resort) of the day, third parties (AG) with access; each by subscription. In a virtual grid area the
grid company that sends does not get the values back. Those of an exchange point go to the grid owners on both sides
(inferred: the other one hears of the change to quarters "by 15-minute values being sent").
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from edielkit.hub.core.exchange_points import is_exchange
from edielkit.hub.core.market_records import Access, Point, Supply, holds
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.values.calculations import calculated_days, sent_key
from edielkit.hub.values.exchange_registry import owners_of, place_of
from edielkit.hub.values.subscriptions import is_subscribed, kind_of
from edielkit.hub.values.value_records import ChannelKey
from edielkit.market_time import Period, day_period, local_day

__all__ = ("EntitledShare", "days_of", "shares")

_DAY = dt.timedelta(days=1)
_INSTANT = dt.timedelta(microseconds=1)


class EntitledShare(NamedTuple):
    """A stretch of time in which a party gets the values of a point.

    Attributes:
        party: GLN.
        role: Role that it gets them in.
        period: Half-open period; the whole that was asked about is the same object.
    """

    party: str
    role: str
    period: Period


@lru_cache(maxsize=1 << 12)
def days_of(start: dt.datetime, end: dt.datetime) -> tuple[dt.date, dt.date]:
    """Return the first and the last Norwegian day that the half-open period touches.

    >>> begin = dt.datetime(2026, 2, 1, 23, tzinfo=dt.UTC)
    >>> [day.isoformat() for day in days_of(begin, begin + dt.timedelta(hours=24))]
    ['2026-02-02', '2026-02-02']
    """
    return local_day(start), local_day(max(start, end - _INSTANT))


def shares(
    transaction: Transaction,
    point: Point,
    period: Period,
    *,
    product: str,
    direction: str = "",
    kind: str = "",
) -> tuple[EntitledShare, ...]:
    """Return who gets the values of *period*, and which part of it: each party and role once for each stretch.

    Args:
        transaction: The step.
        point: The metering point.
        period: Half-open period of aware instants.
        product: Product code of the values.
        direction: ``In`` or ``Out``; empty for values of neither.
        kind: Kind of the history as in `ChannelKey.kind`; empty for values as they were sent.

    Returns:
        In order of time; a party whose right is interrupted has a share for each stretch.
    """
    first, last = days_of(period.start, period.end)
    key = ChannelKey(point.identification, product, direction, kind)
    cuts = _cuts(transaction, point, key, first, last)
    if not cuts:
        return tuple(
            EntitledShare(party, role, period)
            for party, role in dict.fromkeys(_holders(transaction, point, first, key))
        )
    stretches: list[EntitledShare] = []
    open_: dict[tuple[str, str], int] = {}
    for day, following in pairwise((first, *cuts, last + _DAY)):
        start = max(day_period(day).start, period.start)
        end = min(day_period(following).start, period.end)
        held = dict.fromkeys(_holders(transaction, point, day, key))
        for who in held:
            place = open_.get(who)
            if place is None:
                open_[who] = len(stretches)
                stretches.append(EntitledShare(*who, Period(start, end)))
            else:
                stretches[place] = stretches[place]._replace(
                    period=Period(stretches[place].period.start, end)
                )
        open_ = {who: place for who, place in open_.items() if who in held}
    return tuple(share._replace(period=period) if share.period == period else share for share in stretches)


def _cuts(
    transaction: Transaction, point: Point, key: ChannelKey, first: dt.date, last: dt.date
) -> list[dt.date]:
    """Return the days after the first on which anything about the point may change, in order."""
    if first == last:
        return []
    contracts: tuple[Supply | Access, ...] = (*point.timeline.supplies, *point.timeline.accesses)
    days = {part.start for part in (*point.versions, *contracts)}
    days |= {contract.end for contract in contracts if contract.end is not None}
    for start, end in calculated_days(transaction, key):
        days |= {start} if end is None else {start, end}
    return sorted(day for day in days if first < day <= last)


def _holders(transaction: Transaction, point: Point, day: dt.date, key: ChannelKey) -> list[tuple[str, str]]:
    """Return the parties and roles of a day that want the values."""
    kind = kind_of(point.data(day), key.product, key.kind)
    return [
        (party, role)
        for party, role in _entitled(transaction, point, day, key)
        if is_subscribed(transaction, party, role, kind)
    ]


def _entitled(
    transaction: Transaction, point: Point, day: dt.date, key: ChannelKey
) -> Iterator[tuple[str, str]]:
    area = transaction.structure.area(point.area)
    # in a virtual area the owner gets what the hub has copied or calculated for it, not what it sends itself
    if area is not None and (not area.virtual or sent_key(transaction, key, day) != key):
        yield area.owner, "DDM"
    if is_exchange(point):
        place = place_of(transaction, point.identification)
        yield from ((owner, "DDM") for owner in (() if place is None else owners_of(transaction, place)))
    supply = point.supply(day)
    if supply is not None:
        yield supply.supplier, supply.role
    for access in point.timeline.accesses:
        if holds(access.start, access.end, day):
            yield access.party, "AG"
