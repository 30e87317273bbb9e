"""The window of a request: which days are asked for, how long ago, and since when the values have come in.

Source: README of dlt-source-elhub 0.1.1 (default of the last 24 hours, at most one day, three years and 41 days, inclusive cursor, dates at
midnight of Europe/Oslo, an end that is exclusive).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import attrs

from edielkit.errors import EdielError
from edielkit.market_time import OSLO, Period, local_time

__all__ = ("Window", "WindowError", "read_instants", "read_window")

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY = dt.timedelta(days=1)
_RETAINED_YEARS, _RETAINED_DAYS = 3, dt.timedelta(days=41)
_LONGEST = 40
# Beyond them a day earlier or later is no date.
_YEARS = range(1900, 9000)


class WindowError(EdielError):
    """A window that cannot be asked for."""


@attrs.frozen
class Window:
    """What is asked for.

    Attributes:
        period: Half-open period of the values' start times.
        since: The earliest insertion, that instant included; None for any.
    """

    period: Period
    since: dt.datetime | None = None


def read_window(query: Mapping[str, str], now: dt.datetime, *, one_point: bool) -> Window | None:
    """Return the window of a request, None when all of it is longer ago than is retained.

    Args:
        query: ``startDate``, ``endDate`` and ``insertDateTime``.
        now: What the hub's clock shows.
        one_point: A single point is asked for: without dates all that is retained, and a window of any length.

    Raises:
        WindowError: A date is none, or the window is longer than may be.

    >>> now = dt.datetime(2026, 3, 30, 6, tzinfo=dt.UTC)
    >>> window = read_window({"startDate": "2026-03-29"}, now, one_point=False)
    >>> window.period.end - window.period.start
    datetime.timedelta(seconds=82800)
    """
    start, end = read_instants(query)
    oldest = _oldest(now)
    if one_point:
        start, end = start or oldest, end or now
    else:
        end = end or (now if start is None else _next_day(start))
        start = start or end - _DAY
        if end > _next_day(start):
            raise WindowError("expected a window of at most one day between startDate and endDate")
    if end < start:
        raise WindowError("expected endDate after startDate")
    start = max(start, oldest)
    if start >= end:
        return None
    return Window(Period(start, end), _instant(query, "insertDateTime"))


def read_instants(query: Mapping[str, str]) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Return the instants ``startDate`` and ``endDate`` of a request, None for one that is not there.

    Raises:
        WindowError: A date is none.
    """
    return _instant(query, "startDate"), _instant(query, "endDate")


def _next_day(instant: dt.datetime) -> dt.datetime:
    """Return the same time of the clock a day later, by which a day may have 23 or 25 hours."""
    return (local_time(instant) + _DAY).astimezone(dt.UTC)


def _oldest(now: dt.datetime) -> dt.datetime:
    local = local_time(now).replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        years_ago = local.replace(year=local.year - _RETAINED_YEARS)
    except ValueError:
        # 29 February
        years_ago = local.replace(year=local.year - _RETAINED_YEARS, day=28)
    return (years_ago - _RETAINED_DAYS).astimezone(dt.UTC)


def _instant(query: Mapping[str, str], name: str) -> dt.datetime | None:
    text = query.get(name, "")
    if not text:
        return None
    try:
        # a plus that was not written %2B has become a space
        instant = dt.datetime.fromisoformat(text.replace(" ", "+")) if len(text) <= _LONGEST else None
        if instant is not None and _DATE.fullmatch(text):
            instant = instant.replace(tzinfo=OSLO)
        if instant is not None and instant.utcoffset() is not None and instant.year in _YEARS:
            return instant.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        pass
    raise WindowError(
        f"{name}: expected a date such as 2026-02-02, or an instant with its offset, of the years {_YEARS[0]} to {_YEARS[-1]}"
    )
