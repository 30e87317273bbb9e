"""Where other parts of the hub join in when interval values come (BRS-NO-313): two tables of functions.

A judge says what keeps a series out; what comes after storing may write more values, and names them so that they are
distributed as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from edielkit.findings import Finding
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.exchange_control.reception import after_exchange, judge_exchange
from edielkit.hub.values.arrival import Incoming
from edielkit.hub.values.records import ChannelKey
from edielkit.market_time import Period

__all__ = ("AFTER", "JUDGES")


# What keeps a series out beside the rules of all points; it is asked for each series, so it must be quick to say
# that it has nothing to say.
JUDGES: tuple[Callable[[Transaction, Incoming], Iterable[Finding]], ...] = (judge_exchange,)

# What follows when series have been stored: given what changed, it writes what follows from it into the table
# "values" and returns that, in the order in which it is to be distributed.
AFTER: tuple[
    Callable[[Transaction, Sequence[tuple[ChannelKey, Period]]], Iterable[tuple[ChannelKey, Period]]],
    ...,
] = (after_exchange,)
