"""What the hub keeps of a reconciliation: one record for each run, under its number in the table "reconciliations"."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import attrs

from edielkit.hub.core.records import Point
from edielkit.hub.reconciliation.differences import Detail, Row

__all__ = ("AreaRun", "Run", "Span", "Waiting", "spans")

_DAY = dt.timedelta(days=1)


class Span(NamedTuple):
    """Consecutive days: *first* and *last* belong to it."""

    first: dt.date
    last: dt.date


class Waiting(NamedTuple):
    """Days of a grid area that a run left for a later one, and why."""

    area: str
    first: dt.date
    last: dt.date
    reason: str


@attrs.frozen(kw_only=True)
class AreaRun:
    """What a run did in one grid area.

    Attributes:
        area: EIC of the grid area.
        loss_supplier: GLN of the counterparty of every correction.
        days: Days that count as settled by this run.
        details: Corrections of metering points.
        rows: Sums of suppliers.
        counter: The loss supplier's side; with it all sums are zero.
    """

    area: str
    loss_supplier: str
    days: tuple[Span, ...] = ()
    details: tuple[Detail, ...] = attrs.field(default=(), repr=False)
    rows: tuple[Row, ...] = attrs.field(default=(), repr=False)
    counter: tuple[Row, ...] = attrs.field(default=(), repr=False)

    def covers(self, day: dt.date) -> bool:
        """Tell whether *day* counts as settled by this run."""
        return any(each.first <= day <= each.last for each in self.days)


@attrs.frozen(kw_only=True)
class Run:
    """A reconciliation (avviksoppgjør).

    Attributes:
        number: Its place among all runs, from 1.
        when: Instant of the run.
        as_of: Values that came to the hub later are not in it.
        first: First day of the months that it looked at.
        last: Last of them.
        areas: What it did, area by area.
        waiting: Days that it left, and why.
        points: Metering points as they were, which a later run compares with.
        annulled: When it was annulled, None while it counts.
        reason: Why it was annulled.
    """

    number: int
    when: dt.datetime
    as_of: dt.datetime
    first: dt.date
    last: dt.date
    areas: tuple[AreaRun, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    points: tuple[Point, ...] = attrs.field(default=(), repr=False)
    annulled: dt.datetime | None = None
    reason: str = ""


def spans(days: list[dt.date]) -> tuple[Span, ...]:
    """Return rising days as runs of consecutive ones.

    >>> [(a.day, b.day) for a, b in spans([dt.date(2026, 2, n) for n in (1, 2, 5)])]
    [(1, 2), (5, 5)]
    """
    found: list[Span] = []
    for day in days:
        if found and found[-1].last + _DAY == day:
            found[-1] = Span(found[-1].first, day)
        else:
            found.append(Span(day, day))
    return tuple(found)
