"""Which interval values the hub waits for: the channels of a metering point's day, and whether they are there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from edielkit.hub.core.channels import (
    ACTIVE_ENERGY,
    BY_INTERVAL,
    BY_PROFILE,
    EXCHANGE,
    has_channel,
    method_of,
    settled_channels,
    type_of,
)
from edielkit.hub.core.market_records import ACTIVE, Point
from edielkit.hub.values.store import ValuePiece, minute, pieces
from edielkit.hub.values.value_records import ChannelKey, History, ValueBlock
from edielkit.market_time import Period, day_period
from edielkit.series import Status

__all__ = (
    "READY",
    "channels",
    "is_covered",
    "is_expected",
    "is_ready",
    "is_settled",
)

_NOT_READY = int(Status.TEMPORARY)
# Invoice-ready (faktureringsklar): estimated 56, final estimated 81, metered 127; what is calculated is as good.
READY = frozenset(set(Status) - {Status.MISSING, Status.TEMPORARY})


def is_expected(point: Point, product: str, direction: str, day: dt.date) -> bool:
    """Tell whether a channel has interval values on *day*: the point is active, not profiled, and has the channel."""
    if day < point.versions[0].start or point.status(day) != ACTIVE:
        return False
    data = point.data(day)
    return method_of(data) != BY_PROFILE and has_channel(data, product, direction)


def is_settled(point: Point, day: dt.date) -> bool:
    """Tell whether the values of *day* go into the settlement: an active point settled by intervals, or of exchange."""
    if day < point.versions[0].start or point.status(day) != ACTIVE:
        return False
    data = point.data(day)
    return type_of(data) == EXCHANGE or method_of(data) == BY_INTERVAL


def channels(point: Point, day: dt.date) -> tuple[ChannelKey, ...]:
    """Return the channels of active energy that are settled on *day*."""
    return tuple(
        ChannelKey(point.identification, ACTIVE_ENERGY, direction)
        for direction in settled_channels(point.data(day))
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


def _newest(history: History, period: Period) -> ValueBlock | None:
    """Return the delivery of values of *period* that was registered last."""
    start, end = minute(period.start), minute(period.end)
    for block in reversed(history):
        if block.start < end and start < block.end:
            return block
    return None


def _fills(block: ValueBlock, period: Period) -> bool:
    return bool(block.quantity) and block.start <= minute(period.start) and minute(period.end) <= block.end


def is_ready(history: History, day: dt.date) -> bool:
    """Tell whether *day* is whole and none of its values is temporary."""
    period = day_period(day)
    newest = _newest(history, period)
    if newest is None:
        return False
    if _fills(newest, period) and len(newest.quality) == 2:
        return newest.quality[0] & 7 != _NOT_READY
    runs = pieces(history, period)
    return _covers(runs, period) and not any(
        (piece.observations.status == _NOT_READY).any() for piece in runs
    )


def _covers(runs: Iterable[ValuePiece], period: Period) -> bool:
    return sum((piece.period.duration for piece in runs), dt.timedelta()) == period.duration
