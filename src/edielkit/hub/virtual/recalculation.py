"""What follows from new values: every calculation downstream, each after those that it builds on."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from edielkit.hub.core.transaction import Transaction
from edielkit.hub.values.calculations import inputs_of
from edielkit.hub.values.store import instant_of, minute
from edielkit.hub.values.value_records import CALCULATIONS, Calculation, ChannelKey
from edielkit.hub.virtual.calculation_run import run
from edielkit.market_time import Period

__all__ = ("recalculate",)

Span = tuple[int, int]


def recalculate(
    transaction: Transaction, changed: Iterable[tuple[ChannelKey, Period]]
) -> list[tuple[ChannelKey, Period]]:
    """Calculate everything that *changed* values go into, and store what differs.

    Args:
        transaction: The step; the new values are stored already.
        changed: Channels, as they are kept, and periods that have new values.

    Returns:
        Channels and periods that were written, in the order of the calculations; each value once.
    """
    pending: dict[str, list[Span]] = {}
    for key, period in changed:
        for name in inputs_of(transaction, key):
            pending.setdefault(name, []).append((minute(period.start), minute(period.end)))
    if not pending:
        return []
    place = {name: at for at, name in enumerate(_in_order(transaction, list(pending)))}
    waiting = [place[name] for name in pending]
    names = list(place)
    heapq.heapify(waiting)
    written: dict[ChannelKey, list[Span]] = {}
    while waiting:
        name = names[heapq.heappop(waiting)]
        for low, high in _merged(pending.pop(name, [])):
            for key, start, end in run(transaction, transaction.require(CALCULATIONS, name), low, high):
                written.setdefault(key, []).append((start, end))
                for following in inputs_of(transaction, key):
                    if following not in pending:
                        pending[following] = []
                        heapq.heappush(waiting, place[following])
                    pending[following].append((start, end))
    return [
        (key, Period(instant_of(low), instant_of(high)))
        for key, spans in written.items()
        for low, high in _merged(spans)
    ]


def _merged(spans: list[Span]) -> list[Span]:
    """Return *spans* in order of time, those that meet or overlap as one."""
    merged: list[Span] = []
    for low, high in sorted(spans):
        if merged and low <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], high)
        else:
            merged.append((low, high))
    return merged


def _in_order(transaction: Transaction, names: list[str]) -> list[str]:
    """Return *names* and all that follows from them, each after what it builds on.

    Calculations that build on each other at different times come in either order: they are calculated again when a
    value that they need is written.
    """
    after: dict[str, list[str]] = {}
    todo = list(names)
    while todo:
        name = todo.pop()
        if name in after:
            continue
        after[name] = _followers(transaction, transaction.require(CALCULATIONS, name))
        todo += after[name]
    waits = dict.fromkeys(after, 0)
    for followers in after.values():
        for follower in followers:
            waits[follower] += 1
    ready = [name for name, count in waits.items() if not count]
    order: list[str] = []
    for name in ready:
        order.append(name)
        for follower in after[name]:
            waits[follower] -= 1
            if not waits[follower]:
                ready.append(follower)
    return order + [name for name, count in waits.items() if count]


def _followers(transaction: Transaction, calculation: Calculation) -> list[str]:
    names = (
        name
        for version in calculation.versions
        for target in version.targets
        for name in inputs_of(transaction, target.key)
    )
    return list(dict.fromkeys(names))
