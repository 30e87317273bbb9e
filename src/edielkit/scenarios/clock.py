"""Days and instants as scenarios write them: absolute, or counted from the scenario's first day or from today.

Hours are those of Norwegian time.
"""

from __future__ import annotations

import datetime as dt
import re

import attrs

from edielkit.hub.core.request import FIRST_YEAR, LAST_YEAR
from edielkit.market_calendar import add_working_days
from edielkit.market_time import OSLO, local_day
from edielkit.scenarios.scenario_fields import ScenarioError

__all__ = ("ScenarioClock",)

_DAY = re.compile(r"(today|day) ?([+-]? ?\d{1,5})?( working days?)?")
_ABSOLUTE = re.compile(r"\d{4}-\d\d-\d\d")
_HOUR = re.compile(r"(.*?)[ T](\d\d):(\d\d)(?::(\d\d))?")
_NEAR = {"yesterday": "today -1", "tomorrow": "today +1"}


@attrs.frozen
class ScenarioClock:
    """The clock of a scenario.

    Attributes:
        first: Its first day; ``day 0``.
        now: Instant of the step that is read.

    >>> start = dt.datetime(2026, 2, 2, 8, tzinfo=dt.UTC)
    >>> clock = ScenarioClock(dt.date(2026, 2, 2), start)
    >>> clock.day("day 10").isoformat(), clock.day("today -30 working days").isoformat()
    ('2026-02-12', '2025-12-17')
    >>> clock.instant("tomorrow 06:00").isoformat()
    '2026-02-03T05:00:00+00:00'
    """

    first: dt.date
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        """The Norwegian day of the step."""
        return local_day(self.now)

    def day(self, text: str, place: str = "") -> dt.date:
        """Return the day that *text* names.

        Args:
            text: ``2026-02-12``, ``day 10``, ``today``, ``tomorrow``, ``today -3``, ``today +3 working days``.
            place: Where it stands.

        Raises:
            ScenarioError: It names none.
        """
        words = " ".join(text.split())
        try:
            absolute = _ABSOLUTE.fullmatch(words) is not None
            counted = dt.date.fromisoformat(words) if absolute else self._counted(_NEAR.get(words, words))
        except (ValueError, OverflowError):
            counted = None
        if counted is not None and not FIRST_YEAR <= counted.year <= LAST_YEAR:
            counted = None
        if counted is None:
            shape = "expected a day such as 2026-02-12, day 10, today +3 or today -30 working days, from 1900 to 2200"
            raise ScenarioError(f"{shape}, found {text!r}", place)
        return counted

    def _counted(self, words: str) -> dt.date | None:
        match = _DAY.fullmatch(words)
        if match is None:
            return None
        count = int((match[2] or "0").replace(" ", ""))
        base = self.first if match[1] == "day" else self.today
        return add_working_days(base, count) if match[3] else base + dt.timedelta(days=count)

    def instant(self, text: str, place: str = "") -> dt.datetime:
        """Return the instant that *text* names: a day with hours and minutes in Norway, or an instant with its zone.

        Raises:
            ScenarioError: It names none.
        """
        try:
            absolute = dt.datetime.fromisoformat(text)
        except ValueError:
            absolute = None
        if absolute is not None and absolute.utcoffset() is not None:
            if not FIRST_YEAR <= absolute.year <= LAST_YEAR:
                raise ScenarioError(f"expected an instant from 1900 to 2200, found {text!r}", place)
            return absolute.astimezone(dt.UTC)
        match = _HOUR.fullmatch(text.strip())
        if match is None:
            raise ScenarioError(f"expected a day with a time, such as 'day 1 06:00', found {text!r}", place)
        try:
            clock = dt.time(int(match[2]), int(match[3]), int(match[4] or 0))
        except ValueError:
            raise ScenarioError(
                f"expected a time of the day from 00:00 to 23:59, found {text!r}", place
            ) from None
        return dt.datetime.combine(self.day(match[1], place), clock, OSLO).astimezone(dt.UTC)
