"""The lines of MSCONS with all that stands above them, and the series that they give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import attrs
import numpy as np

from edielkit.edifact.messages.mscons import Delivery, Line, Mscons, Point, Value
from edielkit.edifact.messages.parts import CANCELLATION
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.series.blocks import (
    NO_TIME,
    Block,
    period_of,
    pieces,
    quantity_of,
    stated_instant,
    stated_period,
    withdrawn,
)
from edielkit.edifact.series.value_codes import (
    LineUnit,
    SeriesOptions,
    direction_of_areas,
    direction_of_obis,
    in_unit,
    is_obis,
    stated_unit,
    status_of_qualifier,
    status_of_reason,
    unit_of_block,
    unit_of_obis,
    unit_of_product,
)
from edielkit.edifact.timestamps import Clock, read_resolution
from edielkit.market_time import Period
from edielkit.series import Status, TimeSeries

__all__ = (
    "ANNUAL",
    "INSTANTS",
    "METERING_POINT",
    "PLACES",
    "LineContext",
    "block_of",
    "is_no_energy",
    "is_of_no_interval",
    "line_contexts",
    "line_series",
    "no_energy",
    "obis_of",
    "product_codes",
    "status_of",
    "unit_of_line",
)

# quantity qualifier (6063) of an annual estimate
ANNUAL = "31"
# quantity qualifier of a planned quantity, and the shortest period that an annual estimate may be of, in seconds
_PLANNED = "135"
_YEAR = 365 * 86_400
# Quantities that are no metered energy of an interval, and that no market's guide has there; what a guide has (187 in Germany)
# is not among them.
_NO_ENERGY = frozenset({ANNUAL, _PLANNED})
# By the directory these are a committed quantity and a previous cumulative one (UN/EDIFACT 6063): none of an interval either,
# where a market does not take them for something else, as Germany takes 79 for a sum.
_OF_NO_INTERVAL = frozenset({"66", "79"})
# qualifiers (2005) of times that name an instant, not an interval: BDEW MSCONS MIG 2.4c, SG10
INSTANTS = frozenset({"7", "9", "60", "306"})
METERING_POINT = ("90", "172")
_GRID_AREA = ("239", "107")
# qualifiers (3227) of all that values may be of: points, areas, their pairs, regulation objects, balance groups, profiles
PLACES = frozenset({*METERING_POINT, *_GRID_AREA, "105", "175", "232", "233", "237", "Z04", "Z06"})


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
        step: Resolution that the point states (DTM+672) for values without times.
        profile: Name of the profile.
        is_withdrawn: The message takes back what another one reported (BGM 1225 = 1).
    """

    delivery: Delivery
    point: Point
    line: Line
    above: tuple[Point, ...]
    place: tuple[int, int, int]
    clock: Clock | None
    period: Period | None
    step: str | None
    profile: str | None
    is_withdrawn: bool = False

    @property
    def is_placed(self) -> bool:
        """A metering point, an area or another place of values stands above the line."""
        return any(place.function in PLACES and place.identification for place in self.places)

    @property
    def places(self) -> tuple[Point, ...]:
        """The point and the areas before it."""
        return (*self.above, self.point)


def line_contexts(message: Mscons, options: SeriesOptions) -> Iterator[LineContext]:
    """Yield every line of *message* with its context."""
    profile = options.profile or profile_of(message)
    clock = message.clock(profile)
    header = _usable(stated_period(message.times, clock))
    is_withdrawn = message.document is not None and message.document.function == CANCELLATION
    for d, delivery in enumerate(message.deliveries, 1):
        above: list[Point] = []
        for p, point in enumerate(delivery.points, 1):
            if not point.lines:
                above.append(point)
                continue
            # a start alone or equal ends still serve values that are counted from there
            own, step = stated_period(point.times, clock), _step(point)
            period = own if _usable(own) or (own and step) else header
            for n, line in enumerate(point.lines, 1):
                yield LineContext(
                    delivery=delivery,
                    point=point,
                    line=line,
                    above=tuple(above),
                    place=(d, p, n),
                    clock=clock,
                    period=period,
                    step=step,
                    profile=profile,
                    is_withdrawn=is_withdrawn,
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
    """Return the values of a line as columns, read one by one.

    A value without a time that can be read is kept as text, unless its place is its number (DTM+672), or it is one of no
    interval: an annual estimate, or a value at an instant. So is a planned quantity, or an annual one of less than a year:
    nobody has metered it, and an estimate of what was metered it is not.
    """
    chosen = options or SeriesOptions()
    values = context.line.values
    start = np.full(len(values), NO_TIME, np.int64)
    end = np.full(len(values), NO_TIME, np.int64)
    quantity = np.zeros(len(values), np.int64)
    status = np.zeros(len(values), np.uint8)
    unparsed: list[tuple[int, str]] = []
    units: dict[str, int] = {}
    intervals = [_interval(value, context.clock) for value in values]
    placeless = context.step is None or context.period is None or any(intervals)
    for row, (value, interval) in enumerate(zip(values, intervals, strict=True)):
        if interval is not None:
            start[row], end[row] = interval
        whole, exact = quantity_of(value.amount)
        state = status_of(value, context, chosen)
        if is_no_energy(value.function, interval, chosen, context.profile):
            unparsed.append((row, value.amount))
            state = Status.MISSING
        elif exact and (interval is not None or not placeless or is_of_no_interval(value)):
            quantity[row] = whole
        elif exact or state is not Status.MISSING or value.amount not in {"", "NULL"}:
            unparsed.append((row, value.amount))
            state = Status.MISSING
        status[row] = int(state)
        units.setdefault(value.unit, len(units))
    which = np.array([units[value.unit] for value in values], np.int64) if len(units) > 1 else None
    return Block(
        start=start,
        end=end,
        quantity=quantity,
        status=status,
        unparsed=tuple(unparsed),
        units=tuple(units) or ("",),
        unit_rows=which,
    )


def _interval(value: Value, clock: Clock | None) -> tuple[int, int] | None:
    try:
        return period_of(value.times, clock)
    except ValueError:
        return None


def no_energy(profile: str | None, options: SeriesOptions) -> frozenset[str]:
    """Return the qualifiers (6063) of quantities that are no metered energy of an interval in a market.

    Args:
        profile: Code of the market, None when none is known.
        options: A qualifier that the caller gives a status is what it says.

    >>> sorted(no_energy("no", SeriesOptions())), sorted(no_energy("de", SeriesOptions()))
    (['135', '31', '66', '79'], ['135', '31', '66'])
    """
    unknown = {code for code in _OF_NO_INTERVAL if status_of_qualifier(code, profile, options) is None}
    return (_NO_ENERGY | unknown) - options.qualifiers.keys()


def is_no_energy(
    function: str, interval: tuple[int, int] | None, options: SeriesOptions, profile: str | None = None
) -> bool:
    """Tell whether a quantity of an interval is a plan, or an annual volume that cannot be one of it.

    Args:
        function: Its qualifier (6063).
        interval: Its start and end as seconds since 1970, None when it has none.
        options: A qualifier that the caller gives a status is what it says.
        profile: Code of the market, None when none is known.

    >>> is_no_energy("31", (0, 3600), SeriesOptions()), is_no_energy("31", (0, 365 * 86_400), SeriesOptions())
    (True, False)
    >>> is_no_energy("135", (0, 3600), SeriesOptions()), is_no_energy("136", (0, 3600), SeriesOptions())
    (True, False)
    """
    if interval is None or function not in no_energy(profile, options):
        return False
    return function != ANNUAL or interval[1] - interval[0] < _YEAR


def is_of_no_interval(value: Value) -> bool:
    """Tell whether a value is an annual estimate, or one at an instant: a reading, a factor of a day."""
    return value.function == ANNUAL or any(time.function in INSTANTS for time in value.times)


def status_of(value: Value, context: LineContext, options: SeriesOptions) -> Status:
    """Return what STS+8, or else the qualifier of a value says about it; without a meaning it is metered."""
    for reason in value.statuses:
        status = status_of_reason(reason.status) if reason.category == "8" else None
        if status is not None:
            return status
    status = status_of_qualifier(value.function, context.profile, options)
    return Status.METERED if status is None else status


def line_series(context: LineContext, block: Block, options: SeriesOptions) -> Iterator[TimeSeries]:
    """Yield the series of one line, from its values as columns."""
    line, point = context.line, context.point
    product = next(iter(product_codes(line)), "")
    places = context.places
    measured = _measured(line, options)
    if measured is not None:
        status = np.where(block.status == np.uint8(Status.METERED), np.uint8(measured), block.status)
        block = attrs.evolve(block, status=status.astype(np.uint8))
    unit = unit_of_line(context, block)
    for piece in pieces(in_unit(block, unit), context.period, context.clock, context.step):
        yield TimeSeries(
            metering_point=_place(places, METERING_POINT),
            grid_area=_place(places, _GRID_AREA),
            product=product or None,
            unit=unit.code,
            direction=options.directions.get(product)
            or direction_of_obis(obis_of(line))
            or direction_of_areas(_place(places, ("232",)), _place(places, ("233",)), options),
            resolution=piece.resolution,
            period=piece.period,
            registered=_registered(point, context.clock),
            observations=withdrawn(piece.observations) if context.is_withdrawn else piece.observations,
        )


def unit_of_line(context: LineContext, block: Block) -> LineUnit:
    """Return the unit of the series of a line, see `edielkit.edifact.series.value_codes`."""
    line = context.line
    product = next(filter(None, map(unit_of_product, product_codes(line))), None)
    return unit_of_block(stated_unit(line.measurements), block, unit_of_obis(obis_of(line)), product)


def obis_of(line: Line) -> str:
    """Return the OBIS code of a line, empty when it has none."""
    return next((code for code in product_codes(line) if is_obis(code)), "")


def product_codes(line: Line) -> Iterator[str]:
    """Yield the codes of the product of a line, that of LIN first."""
    yield from (code for code in (line.product, *(ids.identification for ids in line.products)) if code)


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
