"""What the hub keeps of a reconciliation: one record for each run, under its number in the table "reconciliations"."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import attrs
import numpy as np

from edielkit.hub.core.market_records import Point
from edielkit.hub.core.state_tables import Table
from edielkit.hub.reconciliation.differences import CorrectionDetail, CorrectionRow
from edielkit.hub.reconciliation.money import Ints
from edielkit.market_time import Period, day_period, hours_in_day

__all__ = (
    "FINAL_LOSSES",
    "PRICES",
    "RECONCILIATIONS",
    "AreaRun",
    "DayPrices",
    "DaySpan",
    "FinalLoss",
    "ReconciliationRun",
    "WaitingDays",
    "spans",
)

_DAY = dt.timedelta(days=1)


class DaySpan(NamedTuple):
    """Consecutive days: *first* and *last* belong to it."""

    first: dt.date
    last: dt.date


class WaitingDays(NamedTuple):
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
    days: tuple[DaySpan, ...] = ()
    details: tuple[CorrectionDetail, ...] = attrs.field(default=(), repr=False)
    rows: tuple[CorrectionRow, ...] = attrs.field(default=(), repr=False)
    counter: tuple[CorrectionRow, ...] = attrs.field(default=(), repr=False)

    def covers(self, day: dt.date) -> bool:
        """Tell whether *day* counts as settled by this run."""
        return any(span.first <= day <= span.last for span in self.days)


@attrs.frozen(kw_only=True)
class ReconciliationRun:
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
    waiting: tuple[WaitingDays, ...] = ()
    points: tuple[Point, ...] = attrs.field(default=(), repr=False)
    annulled: dt.datetime | None = None
    reason: str = ""


def spans(days: list[dt.date]) -> tuple[DaySpan, ...]:
    """Return rising days as runs of consecutive ones.

    >>> [(a.day, b.day) for a, b in spans([dt.date(2026, 2, n) for n in (1, 2, 5)])]
    [(1, 2), (5, 5)]
    """
    joined: list[DaySpan] = []
    for day in days:
        if joined and joined[-1].last + _DAY == day:
            joined[-1] = DaySpan(joined[-1].first, day)
        else:
            joined.append(DaySpan(day, day))
    return tuple(joined)


@attrs.frozen(kw_only=True)
class DayPrices:
    """The prices of a price area on a day, under (price area, ISO date) in the table "prices".

    Attributes:
        column: Millionths of a krone for a MWh, in equal steps over the day, eight bytes each, little endian.
        registered: When they were given.
    """

    column: bytes = attrs.field(repr=False)
    registered: dt.datetime

    def of(self, day: dt.date, minutes: int) -> Ints | None:
        """Return a price for each interval of *minutes*, None when the prices are of shorter steps."""
        prices = np.frombuffer(self.column, "<i8").astype(np.int64)
        times, remainder = divmod(hours_in_day(day) * 60 // minutes, len(prices))
        return None if remainder or not times else np.repeat(prices, times)


@attrs.frozen(kw_only=True)
class FinalLoss:
    """The final loss of an area's day, under (area, ISO date, years) in the table "final_losses".

    Attributes:
        area: EIC of the grid area.
        day: Usage day.
        years: 1, 2 or 3 years after the usage day.
        when: Instant of the calculation.
        minutes: Length of an interval.
        columns: Thousandths of a kWh by BusinessType, eight bytes each, little endian.
    """

    area: str
    day: dt.date
    years: int
    when: dt.datetime
    minutes: int
    columns: tuple[tuple[str, bytes], ...] = attrs.field(repr=False)

    @property
    def period(self) -> Period:
        """The local day."""
        return day_period(self.day)

    def column(self, code: str) -> Ints:
        """Return the column of a BusinessType; LS07 is there in a settlement by the quarter alone.

        Raises:
            KeyError: There is none.
        """
        return np.frombuffer(dict(self.columns)[code], "<i8").astype(np.int64)

    def has(self, code: str) -> bool:
        """Tell whether there is a column of a BusinessType."""
        return any(name == code for name, _ in self.columns)


# Price area and ISO date to the prices of the day.
PRICES: Table[tuple[str, str], DayPrices] = Table("prices")
# Number of a run to the run.
RECONCILIATIONS: Table[int, ReconciliationRun] = Table("reconciliations")
# Area, ISO date and years to the final loss of the area's day.
FINAL_LOSSES: Table[tuple[str, str, int], FinalLoss] = Table("final_losses")
