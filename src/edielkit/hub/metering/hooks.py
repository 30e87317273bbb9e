"""Where other parts of the hub join in when interval values come (BRS-NO-313): two tables of functions.

A judge says what keeps a series out; what comes after storing may write more values, and names them so that they are
distributed as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import attrs

from edielkit.findings import Finding
from edielkit.hub.exchange_watch import after_exchange, judge_exchange
from edielkit.hub.metering.store import Key
from edielkit.hub.records import Point
from edielkit.hub.state import Work
from edielkit.market_time import Period
from edielkit.series import Observations

__all__ = ("AFTER", "JUDGES", "Incoming")


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
    key: Key
    period: Period
    minutes: int
    observations: Observations
    parts: tuple[tuple[Key | None, Period], ...]
    first: dt.date
    last: dt.date
    sender: str


# What keeps a series out beside the rules of all points; it is asked for each series, so it must be quick to say
# that it has nothing to say.
JUDGES: tuple[Callable[[Work, Incoming], Iterable[Finding]], ...] = (judge_exchange,)

# What follows when series have been stored: given what changed, it writes what follows from it into the table
# "values" and returns that, in the order in which it is to be distributed.
AFTER: tuple[
    Callable[[Work, Sequence[tuple[Key, Period]]], Iterable[tuple[Key, Period]]],
    ...,
] = (after_exchange,)
