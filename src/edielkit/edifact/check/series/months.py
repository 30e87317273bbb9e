"""Rules about the month that a point of MSCONS states beside the times of its values: DTM+492, and DTM+157 as a month.

What 492 is called stands in messages of Germany alone, so that a value of another month only warns (derived).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress

from edielkit.edifact.check.series.rules import finding_at, show_instant
from edielkit.edifact.check.series.stated import placed
from edielkit.edifact.fast.line_values import LineValues
from edielkit.edifact.messages.message import Time
from edielkit.edifact.series.blocks import NO_TIME, instant_of
from edielkit.edifact.series.mscons import LineContext
from edielkit.edifact.timestamps import Clock
from edielkit.findings import Finding, Severity
from edielkit.harmless import quoted
from edielkit.market_time import Period

__all__ = ("check_months",)

# qualifiers (2005): the month of the values, the month from which something is valid; a factor of a day
_OF_MONTH, _VALID_FROM, _OF_DAY = "492", "157", "306"
_MONTH = "610"
# a day of gas begins at 06:00, and which of the two a month is of no message says
_SLACK = dt.timedelta(hours=6)


def check_months(lines: Sequence[LineValues]) -> Iterator[Finding]:
    """Yield the months of points that are not those of the values, once for each point.

    Args:
        lines: The lines of a message.
    """
    told: set[tuple[tuple[int, int], str]] = set()
    for line in lines:
        context = line.context
        d, p, _ = context.place
        for time, path in placed(context.point.times, f"SG5[{d}]/SG6[{p}]/"):
            if time.format != _MONTH or ((d, p), time.function) in told:
                continue
            other = _other(time, line)
            if other is not None:
                told.add(((d, p), time.function))
                text = f"expected the month of the values, {show_instant(other)[:7]}, found {quoted(time.text, 6)}"
                yield finding_at("SER022", text, time, path, 1, 2, severity=Severity.WARNING)


def _other(time: Time, line: LineValues) -> dt.datetime | None:
    """Return where the values begin when that is in another month, None when it is in the month or nobody knows."""
    month = _period(time, line.context.clock)
    values = None if month is None else _span(line)
    if month is None or values is None:
        return None
    if time.function == _VALID_FROM:
        return values.start if values.end + _SLACK < month.start else None
    if time.function == _OF_MONTH:
        is_within = month.start - _SLACK <= values.start and values.end <= month.end + _SLACK
        return None if is_within else values.start
    return None


def _period(time: Time, clock: Clock | None) -> Period | None:
    with suppress(ValueError, OverflowError):
        return time.period(clock)
    return None


def _span(line: LineValues) -> Period | None:
    """Return the period from the first to the last value, None when none has a time."""
    rows = line.block.start != NO_TIME
    if rows.any():
        first, last = int(line.block.start[rows].min()), int(line.block.end[rows].max())
        with suppress(OverflowError, ValueError):
            return Period(instant_of(first), instant_of(last))
        return None
    days = [] if line.plain else list(_days(line, line.context))
    return Period(min(days), max(days)) if days else None


def _days(line: LineValues, context: LineContext) -> Iterator[dt.datetime]:
    for value in line.values:
        for time in value.times:
            if time.function == _OF_DAY:
                with suppress(ValueError, OverflowError):
                    yield time.instant(context.clock)
