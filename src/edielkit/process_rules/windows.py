"""Which days a process may ask for: one table that the rules, the answers and the reference hub read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import attrs

from edielkit.findings import Reason, Trust
from edielkit.market_calendar import add_working_days
from edielkit.process_rules.data import table

__all__ = ("BACK_IN_TIME", "Window", "breach_of", "window_of", "windows")

# The processes that start a supply back in time; a hub may be set to another number of days for them.
BACK_IN_TIME = frozenset({"103", "104"})
_NOTHING_KNOWN = "no limit is public"


@attrs.frozen
class Window:
    """Which days a process may ask for, seen from the Norwegian day of the message.

    Attributes:
        first: Fewest days ahead, negative for days back; None for no limit.
        last: Most days ahead; None for no limit.
        working: The days are working days (virkedager), not calendar days.
        counted_back: Days are counted back from the day asked for, as a time of notice is.
        reason: What a refusal says.
        trust: How well the window is known.
        source: Where it is said.
    """

    first: int | None
    last: int | None
    working: bool = False
    counted_back: bool = False
    reason: Reason | None = None
    trust: Trust = Trust.SOURCED
    source: str = ""

    def holds(self, today: dt.date, day: dt.date) -> bool:
        """Tell whether *day* may be asked for on *today*.

        >>> Window(1, 4).holds(dt.date(2026, 2, 2), dt.date(2026, 2, 6))
        True
        """
        if self.counted_back:
            earliest = None if self.last is None else self._shift(day, -self.last)
            latest = None if self.first is None else self._shift(day, -self.first)
            return (earliest is None or earliest <= today) and (latest is None or today <= latest)
        first = None if self.first is None else self._shift(today, self.first)
        last = None if self.last is None else self._shift(today, self.last)
        return (first is None or first <= day) and (last is None or day <= last)

    def _shift(self, day: dt.date, count: int) -> dt.date:
        try:
            return add_working_days(day, count) if self.working else day + dt.timedelta(days=count)
        except OverflowError:
            # beyond the calendar every day is inside
            return dt.date.max if count > 0 else dt.date.min

    @property
    def words(self) -> str:
        """The days in words.

        >>> Window(1, None).words, Window(0, 0).words, Window(-30, 0, working=True).words
        ('tomorrow or later', 'today', 'a day from 30 working days back to today')
        >>> Window(3, 6, working=True, counted_back=True).words
        'a day with 3 to 6 working days of notice'
        """
        if self.counted_back:
            return f"a day with {self.first} to {self.last} {self._unit(self.last)} of notice"
        if self.first == self.last:
            return "any day" if self.first is None else self._ahead(self.first)
        if self.last is None:
            return f"{self._ahead(self.first)} or later"
        if self.first is None:
            return f"{self._ahead(self.last)} or earlier"
        return f"a day from {self._ahead(self.first)} to {self._ahead(self.last)}"

    def _ahead(self, count: int | None) -> str:
        if not count:
            return "today"
        if count in {1, -1} and not self.working:
            return "tomorrow" if count > 0 else "yesterday"
        return f"{abs(count)} {self._unit(count)} {'ahead' if count > 0 else 'back'}"

    def _unit(self, count: int | None) -> str:
        return ("working " if self.working else "") + ("day" if count in {1, -1} else "days")

    def breach(self, today: dt.date, day: dt.date) -> str | None:
        """Return what is wrong with *day* on *today*, None when it may be asked for.

        >>> Window(1, None).breach(dt.date(2026, 11, 29), dt.date(2026, 1, 16))
        'expected tomorrow or later, found 2026-01-16 on 2026-11-29'
        """
        if self.holds(today, day):
            return None
        return f"expected {self.words}, found {day} on {today}"


@cache
def windows() -> Mapping[tuple[str, str], Window]:
    """Return the windows by process, and settlement method where it matters (empty for all others)."""
    return MappingProxyType(
        {
            (row["brs"], row["settlement"]): Window(
                first=int(row["first"]) if row["first"] else None,
                last=int(row["last"]) if row["last"] else None,
                working=row["days"] == "working",
                counted_back=row["counted"] == "notice",
                reason=Reason(row["reason"], row["agency"]),
                trust=Trust(row["trust"]),
                source=row["source"],
            )
            for row in table("windows.csv")
        }
    )


def window_of(brs: str, settlement_method: str | None, *, back: int | None = None) -> Window:
    """Return the days that process *brs* may ask for on a point with this settlement method.

    Args:
        brs: Process, ``101`` and so on.
        settlement_method: ``E01``, ``E02``, ``Z01`` or None.
        back: Working days that a start back in time (103, 104) may lie back; those of the table if None.

    >>> window_of("202", "E01").words
    'a day with 3 to 6 working days of notice'
    """
    by_method = windows().get((brs, settlement_method or ""))
    window = by_method or windows().get(
        (brs, ""), Window(None, None, trust=Trust.INFERRED, source=_NOTHING_KNOWN)
    )
    return attrs.evolve(window, first=-back) if back is not None and brs in BACK_IN_TIME else window


def breach_of(
    brs: str, today: dt.date, day: dt.date, *, settlement_method: str | None = None, back: int | None = None
) -> str | None:
    """Return what is wrong with *day*, None when it may be asked for.

    Args:
        brs: Process, ``101`` and so on.
        today: Norwegian day of the message.
        day: Norwegian day that it asks for.
        settlement_method: That of the metering point; None when it is not known: then a day is wrong when no method
            allows it.
        back: As in `window_of`.

    >>> breach_of("202", dt.date(2026, 2, 2), dt.date(2026, 2, 2))
    'expected a day with 1 to 4 days of notice, found 2026-02-02 on 2026-02-02'
    >>> breach_of("202", dt.date(2026, 2, 2), dt.date(2026, 2, 10)) is None
    True
    """
    methods = [method for process, method in windows() if process == brs]
    asked = methods if settlement_method is None else [settlement_method]
    breaches = [window_of(brs, method, back=back).breach(today, day) for method in asked]
    words = [breach for breach in breaches if breach is not None]
    return words[0] if words and len(words) == len(breaches) else None
