"""What heads, points, transactions and values state, checked by itself: readable times, whole periods, numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from edielkit.edifact.check.series.rules import finding_at, show_instant, show_seconds
from edielkit.edifact.messages.message import Time
from edielkit.edifact.messages.mscons import Value
from edielkit.edifact.messages.parts import StatusReason, number
from edielkit.edifact.messages.utilts import Quantity
from edielkit.edifact.series.blocks import quantity_of, seconds_of, stated_period
from edielkit.edifact.series.value_codes import status_of_reason
from edielkit.edifact.timestamps import (
    DURATIONS,
    INSTANTS,
    OFFSETS,
    PERIODS,
    UNREAD,
    Clock,
    is_ambiguous,
    is_skipped,
    read_offset,
    read_resolution,
)
from edielkit.findings import Finding, Severity
from edielkit.harmless import name_of_something, quoted

__all__ = (
    "INTERVAL",
    "LAST_MINUTE",
    "RESOLUTION",
    "check_amount",
    "check_other_times",
    "check_resolution",
    "check_stated_period",
    "check_statuses",
    "check_times",
    "placed",
    "read_time",
)

# qualifiers (2005) of the start, the end and the whole of a period
INTERVAL = ("163", "164", "324")
# qualifier (2005) of the resolution of values that are counted from the start of their point
RESOLUTION = "672"
# of an hour: no period ends there
LAST_MINUTE = 59
# whether a text follows its notation does not depend on the zone
_ANY_CLOCK = Clock(zone=dt.UTC, calendar=dt.UTC)
# the notations (2379) of a year and a month, which are a period by themselves
_CALENDAR = frozenset({"602", "610"})


def placed(times: Iterable[Time], prefix: str) -> Iterator[tuple[Time, str]]:
    """Yield times with their paths below *prefix*."""
    for count, time in enumerate(times, 1):
        yield time, f"{prefix}DTM[{count}]"


def check_stated_period(
    times: Iterable[tuple[Time, str]], clock: Clock | None, *, empty: Severity = Severity.WARNING
) -> Iterator[Finding]:
    """Yield what is wrong with the period that a head, a point or a transaction states.

    Args:
        times: Its times with their paths.
        clock: The clock of the message.
        empty: How grave it is that the period ends where it begins.
    """
    placed_times = list(times)
    interval = [(time, path) for time, path in placed_times if time.function in INTERVAL]
    yield from check_times(interval, clock)
    yield from _half(placed_times, interval)
    period = stated_period((time for time, _ in interval), clock)
    if period is None:
        return
    ends = ((time, path) for time, path in interval if time.function in {"164", "324"})
    last, path = next(ends, interval[0])
    if period.end <= period.start:
        yield finding_at(
            "SER005", f"expected an end after {show_instant(period.start)}, found {last.text!r}",
            last, path, 1, 2, severity=empty if period.end == period.start else Severity.ERROR,
        )  # fmt: skip
    elif period.end.minute == LAST_MINUTE:
        end = seconds_of(period.end)
        yield finding_at(
            "SER025", f"expected the end at {show_seconds(end - end % 3600 + 3600)}, found {show_instant(period.end)}: "
            "the end is the first instant behind the period",
            last, path, 1, 2,
        )  # fmt: skip


def _half(times: Sequence[tuple[Time, str]], interval: Sequence[tuple[Time, str]]) -> Iterator[Finding]:
    """Yield a stated period that has a start or an end alone; a start is enough where values are counted from it."""
    functions = {time.function for time, _ in times}
    if len(functions & {"163", "164"}) != 1 or functions & {"324", "672"}:
        return
    time, path = interval[0]
    if time.format not in _CALENDAR:
        other = "164" if time.function == "163" else "163"
        text = f"expected DTM+{other} beside DTM+{time.function}, found none: half a period says nothing"
        yield finding_at("SER015", text, time, path, severity=Severity.WARNING)


def check_times(times: Iterable[tuple[Time, str]], clock: Clock | None) -> Iterator[Finding]:
    """Yield the times of periods that cannot be read, or that a clock change makes double."""
    for time, path in times:
        single = time.function in {"163", "164"} and time.format not in _CALENDAR
        chosen = clock or _ANY_CLOCK
        try:
            if single:
                time.instant(chosen)
            else:
                time.period(chosen)
        except ValueError as error:
            yield finding_at("SER003", str(error), time, path, 1, 2)
            continue
        if single and is_skipped(time.text, time.format, chosen.zone):
            text = f"expected a time that the clock shows, found {time.text!r}: the clock goes forward there"
            yield finding_at("SER003", text, time, path, 1, 2)
        elif single and is_ambiguous(time.text, time.format, chosen.zone):
            yield finding_at("SER014", f"{time.text!r} is double at a clock change", time, path, 1, 2)


def check_other_times(times: Iterable[tuple[Time, str]], clock: Clock | None) -> Iterator[Finding]:
    """Yield the times beside periods that cannot be read: of the document, of a registration or a reading, an offset.

    Args:
        times: Times of a head, a point, a transaction or a value, with their paths.
        clock: The clock of the message.
    """
    for time, path in times:
        if time.function not in INTERVAL:
            try:
                read_time(time, clock or _ANY_CLOCK)
            except ValueError as error:
                yield finding_at("SER003", str(error), time, path, 1, 2)


def check_resolution(times: Iterable[tuple[Time, str]]) -> Iterator[Finding]:
    """Yield the resolutions of a point (DTM+672) that are none of the market: its values have no times then.

    Args:
        times: Its times with their paths.
    """
    for time, path in times:
        is_read = time.function != RESOLUTION or read_resolution(time.text, time.format) is not None
        if (
            not is_read
            and (time.format in DURATIONS or not time.format)
            and (time.text.isdigit() or not time.text)
        ):
            stated = (
                repr(f"{name_of_something(time.text)[:8]}:{name_of_something(time.format)[:3]}")
                if time.text
                else "none"
            )
            text = f"expected a resolution such as 15:806 or 60:806, found {stated}: the values have no times"
            yield finding_at("SER024", text, time, path, 1, 2)


def read_time(time: Time, clock: Clock) -> None:
    """Read a time by its notation.

    Args:
        time: A DTM.
        clock: The clock of the message; whether a text follows its notation does not depend on it.

    Raises:
        ValueError: It cannot be read.
    """
    if time.format in INSTANTS:
        time.instant(clock)
    elif time.format in PERIODS:
        time.period(clock)
    elif time.function in OFFSETS:
        read_offset(time.text, time.format)
    elif time.format in DURATIONS:
        if not (time.text.isascii() and time.text.isdigit()):
            raise ValueError(
                f"expected a whole number for the notation {time.format}, found {quoted(time.text, 40)}"
            )
    elif time.format not in UNREAD and (time.text or time.format):
        raise ValueError(f"expected a notation such as 203, found {quoted(time.format, 3)}")


# zeros before another digit; 0.5 keeps its only one
_LEADING_ZERO = re.compile(r"-?0[0-9]")


def check_amount(value: Value | Quantity, path: str, *, numeric: bool, missing: bool) -> Iterator[Finding]:
    """Yield what is wrong with the amount of a value.

    Args:
        value: A QTY.
        path: Its path.
        numeric: The directory asks for a number in 6060, so a text is a fault of the format already.
        missing: The value may have no amount: its status says that there is none, or it is a meter reading.
    """
    if _LEADING_ZERO.match(value.amount):
        text = f"expected a number without leading zeros, found {quoted(value.amount, 40)}"
        yield finding_at("SER035", text, value, path, 1, 2)
    _, exact = quantity_of(value.amount)
    if exact or (value.amount in {"", "NULL"} and (missing or not value.amount)):
        return
    if number(value.amount) is not None:
        text = f"expected at most 15 digits and 3 decimals, found {quoted(value.amount, 40)}"
        yield finding_at("SER001", text, value, path, 1, 2)
    elif not numeric:
        yield finding_at("SER002", f"expected a number, found {quoted(value.amount, 40)}", value, path, 1, 2)


def check_statuses(statuses: Iterable[StatusReason], prefix: str) -> Iterator[Finding]:
    """Yield the statuses of a value that say something about its quality, but nobody knows what.

    Args:
        statuses: STS of one value.
        prefix: Path of its group.
    """
    first = ""
    for count, status in enumerate(statuses, 1):
        if status.category == _QUALITY and status.status:
            first = first or status.status
            if status.status != first:
                text = (
                    f"expected the quality {quoted(first, 8)} as before it, found {quoted(status.status, 8)}"
                )
                yield finding_at("SER022", text, status, f"{prefix}STS[{count}]", 2, 1)
        quality = status.category == _QUALITY and status_of_reason(status.status) is None
        if status.status and (quality or not status.category):
            text = f"expected a category and a known status such as 8 and 56, found {status.category!r} and {quoted(status.status, 8)}"
            yield finding_at("SER031", text, status, f"{prefix}STS[{count}]", 2, 1)


# category (9015) of a status about the quality of a value
_QUALITY = "8"
