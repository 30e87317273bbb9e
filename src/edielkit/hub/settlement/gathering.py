"""What counts in a grid area on a day, read from metering points, contracts and values.

A channel counts when its point is active, has settlement method E01 or E02 (none for exchange points) and the channel
carries active energy and is not excluded from settlement. Direction In of a point feeds in, Out uses. An exchange point
is seen from its main area; in its neighbour's area it counts the other way round.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import lru_cache

import attrs
import numpy as np

from edielkit.hub.core.apportioning import Ints
from edielkit.hub.core.channels import (
    ACTIVE_ENERGY,
    BY_INTERVAL,
    BY_PROFILE,
    EXCHANGE,
    method_of,
    settled_channels,
    type_of,
)
from edielkit.hub.core.exchange_points import is_exchange, reading_minutes
from edielkit.hub.core.market_records import ACTIVE, MasterData, Point
from edielkit.hub.core.state_tables import POINTS
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.settlement.basis import AreaInputs, Member, SettlementUse
from edielkit.hub.values.exchange_registry import place_of
from edielkit.hub.values.store import minute, quantities, read
from edielkit.hub.values.value_records import VALUES, ChannelKey, History
from edielkit.market_time import Period, day_period

__all__ = ("ACTIVE_ENERGY", "SettlementMarket", "gather", "market_of", "members_of", "values_of")

_PUMPED = "B27"
_DIRECTIONS = ("In", "Out")


@attrs.frozen(kw_only=True)
class SettlementMarket:
    """Metering points by the grid area that they count in, read once for many areas and days.

    Attributes:
        own: Points that lie in an area.
        over: Exchange points of neighbours that lead into an area.
    """

    own: Mapping[str, tuple[Point, ...]]
    over: Mapping[str, tuple[Point, ...]]


def market_of(transaction: Transaction) -> SettlementMarket:
    """Return the metering points by area; exchange points that are not reported are in none."""
    own: dict[str, list[Point]] = {}
    over: dict[str, list[Point]] = {}
    for key in transaction.keys(POINTS):
        point = transaction.point(key)
        if point is None or not point.versions:
            continue
        if is_exchange(point):
            place = place_of(transaction, key)
            if place is None:
                continue
            if place.neighbour and not place.foreign:
                over.setdefault(place.neighbour, []).append(point)
        own.setdefault(point.area, []).append(point)
    return SettlementMarket(
        own={area: tuple(points) for area, points in own.items()},
        over={area: tuple(points) for area, points in over.items()},
    )


def gather(
    transaction: Transaction,
    market: SettlementMarket,
    area: str,
    day: dt.date,
    *,
    as_of: dt.datetime | None = None,
) -> AreaInputs:
    """Return what counts in an area on a day.

    Args:
        transaction: The step.
        market: The points by area.
        area: EIC of the grid area.
        day: Usage day.
        as_of: Values that came later are left out; None for all.
    """
    period, minutes = day_period(day), transaction.config.settlement_minutes
    members: list[Member] = []
    columns: list[Ints] = []
    missing: list[int] = []
    for point, mirrored in _points(market, area):
        for member in _members(point, day, minutes, mirrored=mirrored):
            values, lacking, length = _zeros(0), 0, 0
            if member.use is not SettlementUse.PROFILED:
                history = (
                    transaction.get(VALUES, ChannelKey(point.identification, ACTIVE_ENERGY, member.direction))
                    or ()
                )
                values, lacking, length = values_of(history, period, member.minutes, as_of)
            members.append(_of_length(member, length, minutes))
            columns.append(values)
            missing.append(lacking)
    return AreaInputs(
        area=area, period=period, minutes=minutes, members=members, values=columns, missing=missing
    )


def _points(market: SettlementMarket, area: str) -> Iterator[tuple[Point, bool]]:
    for point in market.own.get(area, ()):
        yield point, False
    for point in market.over.get(area, ()):
        yield point, True


def values_of(
    history: History, period: Period, minutes: int, as_of: dt.datetime | None = None
) -> tuple[Ints, int, int]:
    """Return the values of a channel over a period, how many are missing, and their length in minutes.

    Args:
        history: The blocks of the channel.
        period: The local day.
        minutes: Length that its channel is registered with; the other one counts where there are more of it.
        as_of: Values that came later are left out; None for all.
    """
    if not history:
        # a morning on which nothing has come yet looks at every channel of the market
        count = int(period.duration.total_seconds()) // (60 * minutes)
        return _zeros(count), count, minutes
    simple = _in_one_block(history, period, minutes, as_of)
    if simple is not None:
        return simple, 0, minutes
    values = read(history, period, minutes, as_of=as_of)
    if not values.complete:
        other = read(history, period, 75 - minutes, as_of=as_of)
        if np.count_nonzero(other.present) * other.minutes > np.count_nonzero(values.present) * minutes:
            values = other
    return values.quantity, len(values.present) - int(np.count_nonzero(values.present)), values.minutes


@lru_cache(maxsize=1 << 8)
def _zeros(count: int) -> Ints:
    zeros: Ints = np.zeros(count, np.int64)
    zeros.flags.writeable = False
    return zeros


def _in_one_block(history: History, period: Period, minutes: int, as_of: dt.datetime | None) -> Ints | None:
    """Return the values of a period that one block holds, as most days are; None where it takes more to see."""
    first, last = minute(period.start), minute(period.end)
    for block in reversed(history):
        if block.start >= last or block.end <= first or (as_of is not None and block.inserted > as_of):
            continue
        if block.start > first or block.end < last or block.minutes != minutes or not block.quantity:
            return None
        begin = (first - block.start) // minutes
        values: Ints = quantities(block)[begin : begin + (last - first) // minutes].astype(np.int64)
        return values
    return None


def _of_length(member: Member, length: int, minutes: int) -> Member:
    if not length or length == member.minutes:
        return member
    use = member.use
    if use in {SettlementUse.INTERVAL, SettlementUse.HOURLY}:
        use = SettlementUse.HOURLY if length > minutes else SettlementUse.INTERVAL
    return member._replace(use=use, minutes=length)


def members_of(point: Point, day: dt.date, minutes: int) -> tuple[Member, ...]:
    """Return the channels of a point that count in its own area on a day, with the lengths of its master data."""
    return tuple(_members(point, day, minutes, mirrored=False))


def _members(point: Point, day: dt.date, minutes: int, *, mirrored: bool) -> Iterator[Member]:
    if point.status(day) != ACTIVE:
        return
    data = point.data(day)
    method = method_of(data)
    if type_of(data) == EXCHANGE:
        # always two channels, whatever its master data says
        for direction in _DIRECTIONS:
            use = SettlementUse.IMPORT if (direction == "In") != mirrored else SettlementUse.EXPORT
            yield Member(point.identification, direction, use, reading_minutes(point, day))
        return
    if method not in {BY_PROFILE, BY_INTERVAL}:
        return
    supply = point.supply(day)
    supplier, role = ("", "") if supply is None else (supply.supplier, supply.role)
    pumped = str(data.detail.metering_point_sub_type_consumption) == _PUMPED
    for direction, length in settled_channels(data).items():
        use = _use(direction, length, method, minutes)
        profiled = use is SettlementUse.PROFILED
        yield Member(
            point.identification,
            direction,
            use,
            0 if profiled else length,
            supplier,
            role,
            pumped=pumped and direction == "Out",
            annual=_annual(data) if profiled else 0,
        )


def _use(direction: str, length: int, method: str, minutes: int) -> SettlementUse:
    if direction == "In":
        return SettlementUse.PRODUCTION
    if method == BY_PROFILE:
        return SettlementUse.PROFILED
    return SettlementUse.HOURLY if length > minutes else SettlementUse.INTERVAL


def _annual(data: MasterData) -> int:
    """Return the expected annual consumption in kWh, 0 when nobody has said one."""
    for annual in data.annual:
        if getattr(annual, "direction", None) in {None, "Out"}:
            return int(annual.total)
    return 0
