"""Contracts of a metering point over time: pure functions from one timeline to the next.

They keep what must always hold: occupancies and supplies are in order, never overlap, and every supply lies in an occupancy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

import attrs

from edielkit.hub.core.market_records import Access, Occupancy, Supply, Timeline

__all__ = ("changed_supplies", "cut", "moved_in", "restored", "same_contracts", "switched", "troubles")

_Dated = TypeVar("_Dated", Occupancy, Supply, Access)


def cut(timeline: Timeline, day: dt.date) -> Timeline:
    """Return *timeline* with the occupancy that *day* lies in ended there, and its supplies and accesses with it."""
    occupancy = next(
        (s for s in timeline.occupancies if s.start <= day and (s.end is None or day < s.end)), None
    )
    if occupancy is None:
        return timeline
    return Timeline(
        occupancies=tuple(_ended(timeline.occupancies, occupancy.end, day)),
        supplies=tuple(_ended(timeline.supplies, occupancy.end, day)),
        accesses=tuple(_ended(timeline.accesses, occupancy.end, day)),
    )


def _ended(parts: Iterable[_Dated], until: dt.date | None, day: dt.date) -> list[_Dated]:
    """End at *day* what reaches beyond it; what lies between *day* and *until* goes."""
    kept: list[_Dated] = []
    for contract in parts:
        within = until is None or contract.start < until
        if contract.start >= day and within:
            continue
        reaches = contract.end is None or contract.end > day
        kept.append(
            attrs.evolve(contract, end=day) if contract.start < day and reaches and within else contract
        )
    return kept


def _in_order(parts: Iterable[_Dated]) -> tuple[_Dated, ...]:
    return tuple(sorted(parts, key=lambda contract: contract.start))


def moved_in(timeline: Timeline, occupancy: Occupancy, supply: Supply) -> Timeline:
    """Return *timeline* with a new end user from the start of *occupancy* to the next one's move-in."""
    left = cut(timeline, occupancy.start)
    following = min((s.start for s in left.occupancies if s.start >= occupancy.start), default=None)
    return Timeline(
        occupancies=_in_order((*left.occupancies, attrs.evolve(occupancy, end=following))),
        supplies=_in_order((*left.supplies, attrs.evolve(supply, end=following))),
        accesses=left.accesses,
    )


def switched(timeline: Timeline, supply: Supply) -> Timeline:
    """Return *timeline* with *supply* in place of the one that runs on its first day, to that one's end."""
    current = next(
        (s for s in timeline.supplies if s.start <= supply.start and (s.end is None or supply.start < s.end)),
        None,
    )
    occupancy = next(
        s for s in timeline.occupancies if s.start <= supply.start and (s.end is None or supply.start < s.end)
    )
    if current is None:
        later = (s.start for s in timeline.supplies if s.start > supply.start)
        ends = [end for end in (*later, occupancy.end) if end is not None]
        return attrs.evolve(
            timeline,
            supplies=_in_order((*timeline.supplies, attrs.evolve(supply, end=min(ends, default=None)))),
        )
    others = [s for s in timeline.supplies if s is not current]
    if current.start < supply.start:
        others.append(attrs.evolve(current, end=supply.start))
    return attrs.evolve(timeline, supplies=_in_order((*others, attrs.evolve(supply, end=current.end))))


def _periods(
    parts: Sequence[Occupancy] | Sequence[Supply],
) -> tuple[tuple[dt.date, dt.date | None, str], ...]:
    return tuple((contract.start, contract.end, contract.process) for contract in parts)


def same_contracts(timeline: Timeline, other: Timeline) -> bool:
    """Tell whether end users and suppliers are the same over the same days, whatever their data."""
    return timeline.supplies == other.supplies and _periods(timeline.occupancies) == _periods(
        other.occupancies
    )


def restored(current: Timeline, before: Timeline, after: Timeline) -> Timeline:
    """Return the contracts of *before*, with the customer data and accesses that have changed since *after*."""
    by_start = {(s.start, s.process): s for s in current.occupancies}
    occupancies = (attrs.evolve(by_start.get((s.start, s.process), s), end=s.end) for s in before.occupancies)
    lost = {(a.process, a.start): a for a in before.accesses}
    left = {(a.process, a.start): a for a in after.accesses}
    # what somebody has changed or ended since stays so: a rollback gives nobody back what was taken on purpose
    cut_here = {
        key
        for key, a in lost.items()
        if left.get(key) != a and (key not in left or left[key] in current.accesses)
    }
    new = set(left) - set(lost)
    earlier = {(s.start, s.process) for s in before.occupancies}
    undone = [s for s in after.occupancies if (s.start, s.process) not in earlier]
    kept = [
        a
        for a in current.accesses
        if (a.process, a.start) not in cut_here | new
        # what an end user gave that did not move in after all is no access to the one who stays
        and ((a.process, a.start) in lost or not any(_begins_in(a, occupancy) for occupancy in undone))
    ]
    return Timeline(
        occupancies=tuple(occupancies),
        supplies=before.supplies,
        accesses=_in_order((*kept, *(lost[key] for key in lost if key in cut_here))),
    )


def _begins_in(access: Access, occupancy: Occupancy) -> bool:
    return occupancy.start <= access.start and (occupancy.end is None or access.start < occupancy.end)


def changed_supplies(before: Timeline, after: Timeline) -> tuple[tuple[Supply, ...], tuple[Supply, ...]]:
    """Return the supplies that are new or begin anew, and those that are gone or end sooner.

    A supply that only ends sooner is in the second with the end that it had.
    """
    old = {(s.supplier, s.start, s.process): s for s in before.supplies}
    new = {(s.supplier, s.start, s.process): s for s in after.supplies}
    gained = tuple(s for key, s in new.items() if key not in old or _later(s.end, old[key].end))
    lost = tuple(s for key, s in old.items() if key not in new or _later(s.end, new[key].end))
    return gained, lost


def _later(end: dt.date | None, other: dt.date | None) -> bool:
    return other is not None and (end is None or end > other)


def troubles(timeline: Timeline) -> list[str]:
    """Return what must never be: overlaps, empty periods, a supply outside every occupancy."""
    spans = {"occupancy": _periods(timeline.occupancies), "supply": _periods(timeline.supplies)}
    texts = []
    for name, periods in spans.items():
        texts += [f"{name} from {start} is empty" for start, end, _ in periods if end and end <= start]
        texts += [
            f"{name} from {start} overlaps the one from {following}"
            for (start, end, _), (following, _, _) in pairwise(periods)
            if end is None or end > following
        ]
    outside = (supply for supply in timeline.supplies if not _inside(supply, timeline))
    return texts + [f"supply from {supply.start} lies in no occupancy" for supply in outside]


def _inside(supply: Supply, timeline: Timeline) -> bool:
    return any(
        s.start <= supply.start and (s.end is None or (supply.end is not None and supply.end <= s.end))
        for s in timeline.occupancies
    )
