"""The lines of MSCONS with all that stands above them, and the series that they give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import attrs
import numpy as np

from edielkit.edifact.messages.mscons import Delivery, Line, Mscons, Point, Value
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.series.blocks import (
    NO_TIME,
    Block,
    period_of,
    pieces,
    quantity_of,
    stated_instant,
    stated_period,
)
from edielkit.edifact.series.quality import (
    SeriesOptions,
    direction_of_areas,
    direction_of_obis,
    is_obis,
    status_of_qualifier,
    status_of_reason,
    unit_of_obis,
)
from edielkit.edifact.timestamps import Clock, read_resolution
from edielkit.market_time import Period
from edielkit.series import Status, TimeSeries

__all__ = ("LineContext", "block_of", "line_contexts", "line_series")

_METERING_POINT = ("90", "172")
_GRID_AREA = ("239", "107")


@attrs.frozen(kw_only=True)
class LineContext:
    """A line of MSCONS with all that the segments above it say.

    Attributes:
        delivery: SG5 with its number.
        point: SG6 with its number in SG5.
        line: SG9 with its number in SG6.
        above: Points without lines before this one, in the same SG5: the areas of a pair.
        place: The three numbers, from 1.
        clock: The clock of the message.
        period: The period that the point, or else the header, states.
        profile: Name of the profile.
    """

    delivery: Delivery
    point: Point
    line: Line
    above: tuple[Point, ...]
    place: tuple[int, int, int]
    clock: Clock | None
    period: Period | None
    profile: str | None

    @property
    def places(self) -> tuple[Point, ...]:
        """The point and the areas before it."""
        return (*self.above, self.point)


def line_contexts(message: Mscons, options: SeriesOptions) -> Iterator[LineContext]:
    """Yield every line of *message* with its context."""
    profile = options.profile or profile_of(message)
    clock = message.clock(profile)
    header = _usable(stated_period(message.times, clock))
    for d, delivery in enumerate(message.deliveries, 1):
        above: list[Point] = []
        for p, point in enumerate(delivery.points, 1):
            if not point.lines:
                above.append(point)
                continue
            # a start alone or equal ends still serve values that are counted from there
            own = stated_period(point.times, clock)
            period = own if _usable(own) or (own and _step(point)) else header
            for n, line in enumerate(point.lines, 1):
                yield LineContext(
                    delivery=delivery,
                    point=point,
                    line=line,
                    above=tuple(above),
                    place=(d, p, n),
                    clock=clock,
                    period=period,
                    profile=profile,
                )
            above = []


def _usable(period: Period | None) -> Period | None:
    return period if period is not None and period.start < period.end else None


def _step(point: Point) -> str | None:
    """Return the resolution that DTM+672 of a point states for values without times."""
    for time in point.times:
        if time.function == "672":
            return read_resolution(time.text, time.format)
    return None


def block_of(context: LineContext, options: SeriesOptions | None = None) -> Block:
    """Return the values of a line as columns, read one by one."""
    chosen = options or SeriesOptions()
    values = context.line.values
    start = np.full(len(values), NO_TIME, np.int64)
    end = np.full(len(values), NO_TIME, np.int64)
    quantity = np.zeros(len(values), np.int64)
    status = np.zeros(len(values), np.uint8)
    unparsed: list[tuple[int, str]] = []
    for row, value in enumerate(values):
        try:
            interval = period_of(value.times, context.clock)
        except ValueError:
            interval = None
        if interval is not None:
            start[row], end[row] = interval
        whole, exact = quantity_of(value.amount)
        state = _status(value, context, chosen)
        if exact:
            quantity[row] = whole
        elif state is not Status.MISSING or value.amount not in {"", "NULL"}:
            unparsed.append((row, value.amount))
            state = Status.MISSING
        status[row] = int(state)
    unit = values[0].unit if values else ""
    return Block(start=start, end=end, quantity=quantity, status=status, unparsed=tuple(unparsed), unit=unit)


def _status(value: Value, context: LineContext, options: SeriesOptions) -> Status:
    for reason in value.statuses:
        status = status_of_reason(reason.status) if reason.category == "8" else None
        if status is not None:
            return status
    status = status_of_qualifier(value.function, context.profile, options)
    return Status.METERED if status is None else status


def line_series(context: LineContext, block: Block, options: SeriesOptions) -> Iterator[TimeSeries]:
    """Yield the series of one line, from its values as columns."""
    line, point = context.line, context.point
    further = [ids.identification for ids in line.products]
    product = line.product or next(iter(further), "")
    obis = next((code for code in (product, *further) if is_obis(code)), "")
    places = context.places
    measured = _measured(line, options)
    if measured is not None:
        status = np.where(block.status == np.uint8(Status.METERED), np.uint8(measured), block.status)
        block = attrs.evolve(block, status=status.astype(np.uint8))
    unit = next((measure.unit for measure in line.measurements if measure.purpose == "AAZ"), "")
    for piece in pieces(block, context.period, context.clock, _step(point)):
        yield TimeSeries(
            metering_point=_place(places, _METERING_POINT),
            grid_area=_place(places, _GRID_AREA),
            product=product or None,
            unit=unit or block.unit or unit_of_obis(obis),
            direction=options.directions.get(product)
            or direction_of_obis(obis)
            or direction_of_areas(_place(places, ("232",)), _place(places, ("233",)), options),
            resolution=piece.resolution,
            period=piece.period,
            registered=_registered(point, context.clock),
            observations=piece.observations,
        )


def _measured(line: Line, options: SeriesOptions) -> Status | None:
    """Return the status that CCI with MEA below the line gives, by the caller's table."""
    for characteristic in line.characteristics:
        for measure in characteristic.measurements:
            if measure.value in options.measures:
                return options.measures[measure.value]
    return None


def _place(places: Sequence[Point], functions: Sequence[str]) -> str | None:
    for place in reversed(places):
        if place.function in functions and place.identification:
            return place.identification
    return None


def _registered(point: Point, clock: Clock | None) -> dt.datetime | None:
    return stated_instant(point.times, "293", clock)
