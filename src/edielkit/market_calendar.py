"""Working days (virkedager) in Norway, Monday to Friday without public holidays, and times of its clock.

Source of the holidays: lov om 1 og 17 mai som høgtidsdagar (1947) and lov om helligdager og helligdagsfred (1995).
The standard's own definition of a working day is NOT FOUND; that Saturdays are none, and 24 and 31 December
like any other day of the week, is an assumption (see `edielkit.hub.core.assumptions`).
"""

from __future__ import annotations

import datetime as dt
from functools import cache

from edielkit.market_time import OSLO

__all__ = ("add_working_days", "clock", "easter", "holidays", "is_working_day")

_DAY = dt.timedelta(days=1)
# Days from Easter Sunday: Maundy Thursday, Good Friday, Easter, Ascension, Whitsun.
_MOVING = {
    -3: "skjærtorsdag",
    -2: "langfredag",
    0: "første påskedag",
    1: "andre påskedag",
    39: "Kristi himmelfartsdag",
    49: "første pinsedag",
    50: "andre pinsedag",
}
_FIXED = {
    (1, 1): "første nyttårsdag",
    (5, 1): "arbeidernes dag",
    (5, 17): "grunnlovsdagen",
    (12, 25): "første juledag",
    (12, 26): "andre juledag",
}


def clock(day: dt.date, time: dt.time) -> dt.datetime:
    """Return the instant at which the Norwegian clock shows *time* on *day*, in UTC; not for the hour of a clock change.

    >>> clock(dt.date(2026, 7, 1), dt.time(12)).isoformat()
    '2026-07-01T10:00:00+00:00'
    """
    return dt.datetime.combine(day, time, OSLO).astimezone(dt.UTC)


def easter(year: int) -> dt.date:
    """Return Easter Sunday of *year* in the Gregorian calendar.

    >>> easter(2026).isoformat()
    '2026-04-05'
    """
    # the anonymous Gregorian computus
    golden = year % 19
    century, years = divmod(year, 100)
    leap, quarter = divmod(century, 4)
    epact = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * quarter + 2 * (years // 4) - epact - years % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return dt.date(year, month, day + 1)


@cache
def holidays(year: int) -> dict[dt.date, str]:
    """Return the public holidays of *year* with their Norwegian names, in order.

    >>> [day.isoformat() for day in holidays(2026)][:4]
    ['2026-01-01', '2026-04-02', '2026-04-03', '2026-04-05']
    """
    fixed = {dt.date(year, month, day): name for (month, day), name in _FIXED.items()}
    moving = {easter(year) + dt.timedelta(days=n): name for n, name in _MOVING.items()}
    return dict(sorted({**moving, **fixed}.items()))


def is_working_day(day: dt.date) -> bool:
    """Tell whether *day* is a working day.

    >>> is_working_day(dt.date(2026, 5, 17)), is_working_day(dt.date(2026, 5, 18))
    (False, True)
    """
    return day.weekday() < 5 and day not in holidays(day.year)


def add_working_days(day: dt.date, count: int) -> dt.date:
    """Return the working day that is *count* working days after *day*, before it when *count* is negative.

    Raises:
        OverflowError: It lies beyond the calendar, which has the years 1 to 9999.

    >>> add_working_days(dt.date(2026, 4, 1), 1).isoformat()
    '2026-04-07'
    >>> add_working_days(dt.date(2026, 4, 7), -1).isoformat()
    '2026-04-01'
    """
    step = _DAY if count >= 0 else -_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day
