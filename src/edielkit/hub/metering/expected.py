"""Which interval values the hub waits for: the channels of a metering point's day, and whether they are there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from edielkit.hub.metering.store import Block, History, Key, Piece, minute, pieces
from edielkit.hub.metering.subscriptions import ACTIVE_ENERGY
from edielkit.hub.records import ACTIVE, MasterData, Point
from edielkit.market_time import Period, day_period
from edielkit.series import Status

__all__ = (
    "EXCHANGE",
    "channels",
    "has_channel",
    "is_covered",
    "is_expected",
    "is_ready",
    "is_settled",
    "type_of",
)

EXCHANGE = "E20"
_PROFILED, _INTERVAL = "E01", "E02"
# Invoice-ready (avregningsklar): estimated 56, final estimated 81, metered 127; what is calculated is as good.
_NOT_READY = int(Status.TEMPORARY)


def type_of(data: MasterData) -> str:
    """Return the type of the metering point, such as ``E17``; empty without one."""
    found = data.detail.metering_point_type
    return "" if found is None else str(found)


def has_channel(data: MasterData, product: str, direction: str) -> bool:
    """Tell whether master data have a channel of *product* and *direction*."""
    for each in data.channels:
        if (
            each.direction == direction
            and each.product_included_product_characteristics.identification.value == product
        ):
            return True
    return False


def is_expected(point: Point, product: str, direction: str, day: dt.date) -> bool:
    """Tell whether a channel has interval values on *day*: the point is active, not profiled, and has the channel."""
    if day < point.versions[0].start or point.status(day) != ACTIVE:
        return False
    data = point.data(day)
    method = data.detail.settlement_method_type
    return (method is None or method.value != _PROFILED) and has_channel(data, product, direction)


def is_settled(point: Point, day: dt.date) -> bool:
    """Tell whether the values of *day* go into the settlement: an active point settled by intervals, or of exchange."""
    if day < point.versions[0].start or point.status(day) != ACTIVE:
        return False
    data = point.data(day)
    method = data.detail.settlement_method_type
    return type_of(data) == EXCHANGE or (method is not None and method.value == _INTERVAL)


def channels(point: Point, day: dt.date) -> tuple[Key, ...]:
    """Return the channels of active energy that are settled on *day*."""
    return tuple(
        Key(point.identification, ACTIVE_ENERGY, each.direction)
        for each in point.data(day).channels
        if each.product_included_product_characteristics.identification.value == ACTIVE_ENERGY
        and not each.exclude_from_settlement
    )


def is_covered(history: History, day: dt.date) -> bool:
    """Tell whether every instant of *day* has a value, in whatever resolution.

    Nothing is read where one delivery, the newest that touches the day, fills it.
    """
    period = day_period(day)
    newest = _newest(history, period)
    if newest is None or _fills(newest, period):
        return newest is not None
    return _covers(pieces(history, period), period)


def _newest(history: History, period: Period) -> Block | None:
    """Return the delivery of values of *period* that was registered last."""
    start, end = minute(period.start), minute(period.end)
    for each in reversed(history):
        if each.start < end and start < each.end:
            return each
    return None


def _fills(one: Block, period: Period) -> bool:
    return bool(one.quantity) and one.start <= minute(period.start) and minute(period.end) <= one.end


def is_ready(history: History, day: dt.date) -> bool:
    """Tell whether *day* is whole and none of its values is temporary."""
    period = day_period(day)
    newest = _newest(history, period)
    if newest is None:
        return False
    if _fills(newest, period) and len(newest.quality) == 2:
        return newest.quality[0] & 7 != _NOT_READY
    found = pieces(history, period)
    return _covers(found, period) and not any(
        (piece.observations.status == _NOT_READY).any() for piece in found
    )


def _covers(found: Iterable[Piece], period: Period) -> bool:
    return sum((each.period.duration for each in found), dt.timedelta()) == period.duration
