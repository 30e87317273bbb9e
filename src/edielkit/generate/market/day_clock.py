"""A local day as the intervals that values are metered in: 23, 24 or 25 hours, and the clock in each."""

from __future__ import annotations

import datetime as dt

import attrs
import numpy as np

from edielkit.generate.market.noise import Ints
from edielkit.market_calendar import clock, holidays
from edielkit.market_time import OSLO, Period, day_period

__all__ = ("DayClock",)

_HOUR = dt.timedelta(hours=1)
_SATURDAY = 5


@attrs.frozen(kw_only=True)
class DayClock:
    """A local day.

    Attributes:
        day: The day.
        period: From midnight to midnight.
        hours: Hour of the Norwegian clock at each hour of the day.

    >>> len(DayClock.of(dt.date(2026, 3, 29)).hours), DayClock.of(dt.date(2026, 10, 25)).hours[:5].tolist()
    (23, [0, 1, 2, 2, 3])
    """

    day: dt.date
    period: Period
    hours: Ints = attrs.field(eq=False, repr=False)

    @classmethod
    def of(cls, day: dt.date) -> DayClock:
        """Return the clock of *day*."""
        period = day_period(day)
        count = period.duration // _HOUR
        start = period.start.astimezone(dt.UTC)
        return cls(
            day=day,
            period=period,
            hours=np.array([(start + n * _HOUR).astimezone(OSLO).hour for n in range(count)], np.int64),
        )

    @property
    def is_working_day(self) -> bool:
        """It is neither a Saturday nor a Sunday nor a public holiday."""
        return self.day.weekday() < _SATURDAY and self.day not in holidays(self.day.year)

    @property
    def noon(self) -> int:
        """Minute of the Norwegian clock at which the sun stands highest, about."""
        offset = dt.datetime.combine(self.day, dt.time(12), OSLO).utcoffset() or _HOUR
        return 11 * 60 + 20 + int(offset.total_seconds()) // 60

    @property
    def registered(self) -> dt.datetime:
        """Instant at which its values are registered: at 04:00 on the day after."""
        return clock(self.day + dt.timedelta(days=1), dt.time(4))

    @property
    def sent(self) -> dt.datetime:
        """Instant at which its values are sent: at 05:00 on the day after, before the deadline of 07:00."""
        return clock(self.day + dt.timedelta(days=1), dt.time(5))

    @property
    def corrected(self) -> dt.datetime:
        """Instant at which corrections are sent: half an hour before the values of the next day.

        The hub takes no values of a point after a day that it has none of, so what is missing has to come first.
        """
        return clock(self.day + dt.timedelta(days=2), dt.time(4, 30))
