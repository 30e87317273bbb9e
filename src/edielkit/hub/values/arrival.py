"""A series of values on its way in: what the checks are given, and what is stored."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

from edielkit.hub.core.market_records import Point
from edielkit.hub.values.value_records import ChannelKey
from edielkit.market_time import Period
from edielkit.series import Observations

__all__ = ("Incoming",)


@attrs.frozen(kw_only=True, eq=False)
class Incoming:
    """A series as it comes in.

    Attributes:
        payload: The payload of CollectedData.
        point: The metering point.
        key: Point, product and direction.
        period: Half-open period of UTC instants.
        minutes: Length of a step, 15 or 60.
        observations: The values, in order from position 1.
        parts: Under which key each part of the period is kept (`edielkit.hub.virtual.parts_sent`); None for what the
            hub calculates.
        first: First Norwegian day that it touches.
        last: Last Norwegian day that it touches.
        sender: GLN of the juridical sender.
    """

    payload: Any
    point: Point
    key: ChannelKey
    period: Period
    minutes: int
    observations: Observations
    parts: tuple[tuple[ChannelKey | None, Period], ...]
    first: dt.date
    last: dt.date
    sender: str
