"""Rules about the places of values in UTILTS: the steps of the stated period, and the times that values say themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import attrs

from edielkit.edifact.check.series.rules import finding_at, show_instant
from edielkit.edifact.check.series.stated import placed
from edielkit.edifact.check.series.twice import times_twice
from edielkit.edifact.messages.message import Time
from edielkit.edifact.messages.utilts import Transaction
from edielkit.edifact.series.blocks import seconds_of, stated_period
from edielkit.edifact.series.steps import GAS_CLOCK, day_zones, start_of, steps_in
from edielkit.edifact.series.utilts import PlacedValue
from edielkit.edifact.timestamps import Clock, read_resolution
from edielkit.findings import Finding
from edielkit.harmless import quoted
from edielkit.market_time import Period, Resolution, in_zone, shown_by

__all__ = ("check_places", "path_of")


def path_of(value: PlacedValue, path: str, segment: str = "QTY[1]") -> str:
    """Return the path of a segment of a value in the transaction at *path*."""
    return f"{path}/SG8[{value.observation}]/SG11[{value.number}]/{segment}"


def check_places(
    transaction: Transaction,
    values: Sequence[PlacedValue],
    path: str,
    clock: Clock | None,
    *,
    holes: bool,
    left_out: int = 0,
) -> Iterator[Finding]:
    """Yield what keeps the values from filling the stated period, place by place.

    Args:
        transaction: The transaction.
        values: Its values, at least one.
        path: Its group path.
        clock: The clock of the message.
        holes: Numbers are missing, which is reported: a series that ends where it should is not counted again.
        left_out: How many values are left out between them, each of a place of its own.
    """
    duration = transaction.time("354")
    code = read_resolution(duration.text, duration.format) if duration else None
    resolution = Resolution.of(code) if code else None
    period = stated_period(transaction.times, clock)
    here = f"{path}/IDE[1]"
    if resolution is None:
        stated = (
            "none"
            if duration is None
            else f"{quoted(duration.text, 8)} in notation {quoted(duration.format, 3)}"
        )
        text = f"expected a resolution of the market in DTM+354, found {stated}"
        yield finding_at("SER024", text, transaction, here)
    if period is None and transaction.time("324") is None:
        yield finding_at("SER024", "expected a period in DTM+324, found none", transaction, here)
    if period is None or resolution is None or period.end <= period.start:
        return
    expected = steps_in(period, resolution, clock)
    span = f"{show_instant(period.start)} to {show_instant(period.end)}"
    if expected is None:
        text = f"expected a period of whole steps of {resolution.code}, found {span}{_clock_words(resolution, clock)}"
        yield finding_at("SER024", text, transaction, here)
        return
    yield from _borders(period, resolution, clock, transaction, path)
    if not (holes and max(value.place or 0 for value in values) == expected):
        yield from _count(values, path, expected, f"{resolution.code} for {span}", left_out)
    yield from _empty(transaction, expected, f"{resolution.code} for {span}", path)
    yield from _Times(_Grid(period, resolution, clock), path).check(values)


def _borders(
    period: Period, resolution: Resolution, clock: Clock | None, transaction: Transaction, path: str
) -> Iterator[Finding]:
    """Yield that a period begins beside the grid of its resolution: quarters of the day, months, years."""
    n, time = next((n, t) for n, t in enumerate(transaction.times, 1) if t.function in {"324", "163"})
    where = f"{path}/DTM[{n}]"
    if resolution.seconds:
        if seconds_of(period.start) % resolution.seconds:
            text = (
                f"{show_instant(period.start)} is no start of {resolution.seconds // 60} minutes of the day"
            )
            yield finding_at("SER013", text, time, where, 1, 2)
        return
    what = _CALENDAR.get(resolution.code)
    if what is not None and not any(
        _is_first(shown_by(zone, period.start), what) for zone in day_zones(clock)
    ):
        span = f"{show_instant(period.start)} to {show_instant(period.end)}"
        text = f"expected whole months, from the first of one, found {span}"
        if what == "year":
            text = f"expected whole years, from 1 January, found {span}"
        yield finding_at("SER018", text, time, where, 1, 2)


# resolutions of the calendar, in words
_CALENDAR = {"P1M": "month", "P1Y": "year"}


def _is_first(start: dt.datetime | None, what: str) -> bool:
    """Tell whether an instant lies on the first day of a month, or of a year."""
    return start is not None and start.day == 1 and (what == "month" or start.month == 1)


def _clock_words(resolution: Resolution, clock: Clock | None) -> str:
    """Return where days and months begin, in words, for steps that are some."""
    if resolution.seconds or clock is None:
        return ""
    words = (in_zone(zone, clock.place) for zone in day_zones(clock) if zone is not GAS_CLOCK)
    return f"; days begin at 00:00 {' or '.join(words)}"


def _count(
    values: Sequence[PlacedValue], path: str, expected: int, what: str, left_out: int
) -> Iterator[Finding]:
    """Yield that there are too few or too many values, and the first of those behind the last place."""
    outside = [value for value in values if value.place is not None and value.place > expected]
    if outside:
        many = f" and {len(outside) - 1} more" if len(outside) > 1 else ""
        text = f"expected places 1 to {expected} of {what}, found {outside[0].place}{many}"
        yield finding_at("SER012", text, outside[0].quantity, path_of(outside[0], path))
    # a second value at a place is reported by itself
    count = len({value.place for value in values} - {None}) + sum(value.place is None for value in values)
    count += left_out
    if count != expected:
        text = f"expected {expected} observations of {what}, found {count}"
        if expected == 1:
            text = f"expected one observation of {what}, found {count}"
        beside = _beside_gap(values, expected)
        yield finding_at("SER010", text, beside.quantity, path_of(beside, path))


def _beside_gap(values: Sequence[PlacedValue], expected: int) -> PlacedValue:
    """Return the value behind the first place that has none, or the last one."""
    filled = {value.place for value in values}
    gap = next((place for place in range(1, expected + 1) if place not in filled), expected)
    return next((value for value in values if (value.place or 0) > gap), values[-1])


def _empty(transaction: Transaction, expected: int, what: str, path: str) -> Iterator[Finding]:
    """Yield the first observation without a quantity whose number is behind the last place."""
    for s, block in enumerate(transaction.observations, 1):
        number = block.sequence
        if block.quantities or not (number.isascii() and number.isdigit()) or len(number) > _MOST_DIGITS:
            continue
        if int(number) > expected:
            text = f"expected places 1 to {expected} of {what}, found {number}, without a quantity"
            yield finding_at("SER012", text, block, f"{path}/SG8[{s}]/SEQ[1]", 2, 1)
            return


# SEQ 1050 is an..10
_MOST_DIGITS = 10


@attrs.frozen
class _Grid:
    """The steps of a period."""

    period: Period
    resolution: Resolution
    clock: Clock | None

    def step(self, place: int) -> tuple[dt.datetime, dt.datetime] | None:
        """Return start and end of the step at a place, None where the calendar does not reach."""
        start, end = (start_of(self.period, self.resolution, at, self.clock) for at in (place, place + 1))
        return None if start is None or end is None else (start, end)


class _Times:
    """The times that values of a transaction say themselves, held against their places.

    DTM+597 at a value names its start or its end: which of them, is said by the first value that has one.
    """

    def __init__(self, grid: _Grid, path: str) -> None:
        self.grid = grid
        self.path = path
        self.border: int | None = None

    def check(self, values: Sequence[PlacedValue]) -> Iterator[Finding]:
        for value in values:
            if value.block.times or value.quantity.times:
                yield from self._value(value)

    def _value(self, value: PlacedValue) -> Iterator[Finding]:
        times = [
            *placed(value.block.times, f"{self.path}/SG8[{value.observation}]/"),
            *placed(value.quantity.times, path_of(value, self.path, "")),
        ]
        yield from times_twice(times, self.grid.clock)
        step = None if value.place is None else self.grid.step(value.place)
        for time, where in times:
            try:
                agrees = step is None or self._agrees(time, step)
            except ValueError as error:
                yield finding_at("SER003", str(error), time, where, 1, 2)
                continue
            if step is not None and not agrees:
                text = (
                    f"expected a time of place {value.place}, {show_instant(step[0])} to {show_instant(step[1])}, "
                    f"found {quoted(time.text, 35)}"
                )
                yield finding_at("SER023", text, time, where, 1, 2)

    def _agrees(self, time: Time, step: tuple[dt.datetime, dt.datetime]) -> bool:
        """Tell whether a time fits a step; times that name neither start nor end fit any.

        Raises:
            ValueError: The time cannot be read.
        """
        clock = self.grid.clock
        if time.function == "324":
            period = time.period(clock)
            return (period.start, period.end) == step
        if time.function in {"163", "164"}:
            return time.instant(clock) == step[time.function == "164"]
        if time.function != "597":
            return True
        instant = time.instant(clock)
        if instant not in step:
            return False
        border = step.index(instant)
        self.border = border if self.border is None else self.border
        return border == self.border
