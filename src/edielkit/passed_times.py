"""Times that should have passed, in words: what would be right, to the second, and which year was probably meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

__all__ = ("at_least", "at_most", "to_the_second", "told_apart")

_YEAR = dt.timedelta(days=366)
# the 29 February is at most eight years away
_YEARS = 9


def to_the_second(instant: dt.datetime) -> str:
    """Return an aware *instant* in ISO form to the second, with the offset that it has.

    >>> to_the_second(dt.datetime(2026, 3, 1, 10, 0, 0, 123456, dt.UTC))
    '2026-03-01T10:00:00+00:00'
    """
    return instant.isoformat(timespec="seconds")


def at_least(oldest: dt.datetime) -> str:
    """Return the first whole second that does not lie before an aware instant; at the end of the calendar the instant itself.

    >>> at_least(dt.datetime(2026, 3, 1, 10, 0, 0, 123456, dt.UTC))
    '2026-03-01T10:00:01+00:00'
    """
    try:
        return to_the_second(oldest + dt.timedelta(seconds=1) if oldest.microsecond else oldest)
    except OverflowError:
        return oldest.isoformat()


def told_apart(
    limit: dt.datetime, instant: dt.datetime, show: Callable[[dt.datetime], str] = to_the_second
) -> tuple[str, str]:
    """Return the texts of two aware instants, with the fractions of their seconds where nothing else tells them apart.

    Args:
        limit: The instant that would be right.
        instant: What a message says.
        show: How instants are written.

    Returns:
        Both as *show* writes them; in ISO form as they are when those texts name one second, or are one.

    >>> half = dt.datetime(2026, 3, 1, 10, 0, 0, 500_000, dt.UTC)
    >>> told_apart(half, half.replace(second=1))
    ('2026-03-01T10:00:00+00:00', '2026-03-01T10:00:01+00:00')
    >>> told_apart(half, half.replace(microsecond=900_000))
    ('2026-03-01T10:00:00.500000+00:00', '2026-03-01T10:00:00.900000+00:00')
    """
    texts = show(limit), show(instant)
    # on two clocks one second has two texts
    if texts[0] == texts[1] or limit.replace(microsecond=0) == instant.replace(microsecond=0):
        return limit.isoformat(), instant.isoformat()
    return texts


def at_most(
    latest: dt.datetime, instant: dt.datetime, show: Callable[[dt.datetime], str] = to_the_second
) -> str:
    """Return in words that an aware *instant* lies behind the *latest* one, and in which year it has passed if that is far.

    Args:
        latest: The last instant that would be right, such as that of the validation.
        instant: What a message says.
        show: How instants are written.

    >>> at_most(dt.datetime(2026, 3, 1, tzinfo=dt.UTC), dt.datetime(9998, 2, 1, tzinfo=dt.UTC))
    'at most 2026-03-01T00:00:00+00:00, found 9998-02-01T00:00:00+00:00; did you mean 2026-02-01T00:00:00+00:00?'
    """
    near = _with_passed_year(latest, instant)
    hint = f"; did you mean {show(near)}?" if near is not None else ""
    limit, written = told_apart(latest, instant, show)
    return f"at most {limit}, found {written}{hint}"


def _with_passed_year(latest: dt.datetime, instant: dt.datetime) -> dt.datetime | None:
    """Return an instant in the last year in which it has passed; None for one that lies ahead by a year at most."""
    if instant - latest <= _YEAR:
        return None
    for year in range(latest.year, max(latest.year - _YEARS, 0), -1):
        try:
            # a plain one: a subclass may remember how it was written
            near = dt.datetime.combine(instant.date().replace(year=year), instant.timetz())
        except ValueError:
            continue
        if near <= latest:
            return near
    return None
