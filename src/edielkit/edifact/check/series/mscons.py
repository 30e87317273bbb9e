"""Rules about the series in MSCONS: the offset of the message, the periods of head and points, then each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from edielkit.edifact.check.guides.allowances import Allowance, allowance
from edielkit.edifact.check.series.again import values_again
from edielkit.edifact.check.series.line import check_line
from edielkit.edifact.check.series.months import check_months
from edielkit.edifact.check.series.rules import finding_at, show_instant
from edielkit.edifact.check.series.stated import (
    INTERVAL,
    check_other_times,
    check_resolution,
    check_stated_period,
    placed,
)
from edielkit.edifact.check.series.twice import times_twice
from edielkit.edifact.fast.line_values import LineValues, line_values
from edielkit.edifact.messages.message import SegmentSource, Time
from edielkit.edifact.messages.mscons import Mscons, Point
from edielkit.edifact.messages.parts import CANCELLATION
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.segments import Segment
from edielkit.edifact.series.blocks import stated_period
from edielkit.edifact.series.mscons import METERING_POINT, PLACES
from edielkit.edifact.series.value_codes import SeriesOptions
from edielkit.edifact.timestamps import OFFSETS, Clock
from edielkit.findings import Finding, Severity
from edielkit.market_time import Period

__all__ = ("check_mscons",)

# releases whose layout of QTY is known and has a numeric 6060: a bad number is an error of the format already
_NUMERIC = frozenset({"96A", "97A"})
# notations (2379) of times that carry no zone; 602 and 610 are years and months of the calendar
_WITHOUT_ZONE = frozenset({"102", "203", "204", "719", "Z13", "718", "713"})


def check_mscons(
    source: Mscons | SegmentSource | Sequence[Segment], options: SeriesOptions, *, application: str = ""
) -> Iterator[Finding]:
    """Yield what is wrong with the series of an MSCONS message.

    Args:
        source: A typed or raw MSCONS message.
        options: What the message does not say.
        application: Application reference of its interchange (UNB 0026).
    """
    message, line_iterator = line_values(source, options)
    lines = list(line_iterator)
    profile = options.profile or profile_of(message)
    clock = message.clock(profile)
    yield from _offset(message, lines, clock, profile)
    header = list(placed(message.times, ""))
    yield from check_stated_period(header, clock)
    yield from check_other_times(header, clock)
    yield from times_twice(header, clock)
    period = stated_period(message.times, clock)
    for d, delivery in enumerate(message.deliveries, 1):
        for p, point in enumerate(delivery.points, 1):
            yield from _point(point, f"SG5[{d}]/SG6[{p}]/", period, clock)
    yield from _empty_points(message)
    numeric = message.release in _NUMERIC
    allowed = _allowed(message, profile, application)
    for line in lines:
        yield from check_line(line, options, allowed, numeric=numeric)
    yield from check_months(lines)
    yield from values_again(lines)


def _point(point: Point, path: str, header: Period | None, clock: Clock | None) -> Iterator[Finding]:
    """Yield what is wrong with the times of a point, by themselves and in the period of the header."""
    times = list(placed(point.times, path))
    yield from check_stated_period(times, clock)
    yield from check_other_times(times, clock)
    yield from check_resolution(times)
    yield from times_twice(times, clock)
    period = stated_period(point.times, clock)
    if period is None or header is None or header.end <= header.start:
        return
    if header.start <= period.start and period.end <= header.end:
        return
    time, where = next((time, where) for time, where in times if time.function in INTERVAL)
    text = (
        f"expected a period in that of the header, {show_instant(header.start)} to {show_instant(header.end)}, "
        f"found {show_instant(period.start)} to {show_instant(period.end)}"
    )
    yield finding_at("SER012", text, time, where, 1, 2)


def _empty_points(message: Mscons) -> Iterator[Finding]:
    """Yield the places at the end of a delivery that have no line: those before another are areas of a pair."""
    if message.document is not None and message.document.function == CANCELLATION:
        return
    for d, delivery in enumerate(message.deliveries, 1):
        last = max((p for p, point in enumerate(delivery.points, 1) if point.lines), default=0)
        for p, point in enumerate(delivery.points[last:], last + 1):
            text = "expected LIN with values below the place, found none"
            yield finding_at("SER032", text, point, f"SG5[{d}]/SG6[{p}]/LOC[1]")
        yield from _lost_points(delivery.points, d)


def _lost_points(points: Sequence[Point], d: int) -> Iterator[Finding]:
    """Yield the places whose values another one takes: of two points above one line the line is that of the second."""
    above: list[tuple[int, Point]] = []
    for p, point in enumerate(points, 1):
        for q, before in above:
            if _takes_place(point, before):
                text = f"expected LIN with values below the place, found LOC+{point.function}: all that follows counts as that of the second"
                yield finding_at("SER032", text, before, f"SG5[{d}]/SG6[{q}]/LOC[1]", severity=Severity.ERROR)
                above.remove((q, before))
                break
        if point.lines:
            above = []
        elif point.function in PLACES:
            # no other kind takes a place, and of each kind that does no more than two stand open
            above.append((p, point))


def _takes_place(point: Point, before: Point) -> bool:
    """Tell whether a place is one of the kind of another, so that one line cannot be of both."""
    if point.function == before.function:
        return point.function in PLACES
    functions = {point.function, before.function}
    return functions <= set(METERING_POINT) and point.identification != before.identification


def _allowed(message: Mscons, profile: str | None, application: str) -> Allowance:
    """Return what the guide of the message allows its series to leave out."""
    cases = (reference.number for reference in message.references if reference.function == "Z13")
    return allowance(
        profile or "",
        "MSCONS",
        process=next(cases, ""),
        document=message.document.code if message.document else "",
        application=application,
    )


def _offset(
    message: Mscons, lines: Iterable[LineValues], clock: Clock | None, profile: str | None
) -> Iterator[Finding]:
    """Yield a finding when times depend on an offset that the message does not state."""
    # the Swiss Metering Code itself says civil time
    if clock is not None and (clock.stated or profile == "ch"):
        return
    offsets = [(time, path) for time, path in placed(message.times, "") if time.function in OFFSETS]
    if any(check_other_times(offsets, clock)):
        return  # it is stated, and its finding says that it cannot be read
    for time, path in _interval_times(message, lines):
        if time.function in INTERVAL and time.format in _WITHOUT_ZONE:
            taken, severity = "no zone is known, so the values have no times", Severity.ERROR
            if clock is not None:
                taken, severity = f"{clock.zone} of the profile is taken", Severity.WARNING
            text = f"expected DTM+ZZZ with the offset from UTC in the header, found none; {taken}"
            yield finding_at("SER004", text, time, path, severity=severity)
            return


def _interval_times(message: Mscons, lines: Iterable[LineValues]) -> Iterator[tuple[Time, str]]:
    """Yield the times in order; of plain values, which are all written alike, those of the first."""
    below: dict[tuple[int, int], list[LineValues]] = {}
    for line in lines:
        below.setdefault(line.context.place[:2], []).append(line)
    yield from placed(message.times, "")
    for d, delivery in enumerate(message.deliveries, 1):
        for p, point in enumerate(delivery.points, 1):
            path = f"SG5[{d}]/SG6[{p}]"
            yield from placed(point.times, f"{path}/")
            for n, line in enumerate(below.get((d, p), ()), 1):
                for q, value in enumerate(line.values[:1] if line.plain else line.values, 1):
                    yield from placed(value.times, f"{path}/SG9[{n}]/SG10[{q}]/")
