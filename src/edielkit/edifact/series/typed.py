"""Series of MSCONS and UTILTS: one for each point and product, with direction, unit, quality and positions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

import attrs
import numpy as np

from edielkit.edifact.messages import read_message
from edielkit.edifact.messages.message import Message, SegmentSource
from edielkit.edifact.messages.mscons import Delivery, Line, Mscons, Point, Value
from edielkit.edifact.messages.parts import Time
from edielkit.edifact.messages.utilts import ObservationBlock, Quantity, Transaction, Utilts
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.segments import Segment
from edielkit.edifact.series.blocks import NO_TIME, Block, pieces, seconds_of
from edielkit.edifact.series.quality import (
    SeriesOptions,
    direction_of_obis,
    is_obis,
    status_of_qualifier,
    status_of_reason,
    unit_of_obis,
)
from edielkit.edifact.timestamps import Clock, read_resolution
from edielkit.market_time import Period
from edielkit.series import Observations, Status, TimeSeries

__all__ = (
    "LineContext",
    "MeterReading",
    "block_of",
    "described",
    "line_contexts",
    "line_series",
    "meter_readings",
    "period_of",
    "placed_series",
    "quantity_of",
    "series",
    "stated_period",
)

_METERING_POINT = ("90", "172")
_GRID_AREA = ("239", "107")
# UTILTS quantities that are energy of an interval; 220 and 42 are readings and maxima
_ENERGY = frozenset({"136", "135"})
_READING = "220"
_NUMBER = re.compile(r"(-?)(\d+)(?:[.,](\d+))?\Z", re.ASCII)


def series(
    message: Message | SegmentSource | Sequence[Segment], options: SeriesOptions | None = None
) -> Iterator[TimeSeries]:
    """Yield the series of a message in order, one for each point and product.

    Resolution and positions come from the times of the values, so that a hole is a missing position. A line
    whose values have several lengths gives one series for each. What the columns cannot hold is listed in
    ``observations.unparsed``. Meter readings of UTILTS are no series, see `meter_readings`.

    Args:
        message: A typed message, or a raw one of type MSCONS or UTILTS; other types have no series.
        options: What the message does not say.

    >>> from edielkit.edifact.messages import Mscons
    >>> list(series(Mscons(type="MSCONS")))
    []
    """
    for _, each in placed_series(message, options):
        yield each


def placed_series(
    message: Message | SegmentSource | Sequence[Segment], options: SeriesOptions | None = None
) -> Iterator[tuple[LineContext | Transaction, TimeSeries]]:
    """Yield each series of a message with the line or transaction that it comes from, as `series` does."""
    chosen = options or SeriesOptions()
    typed = read_message(message)
    if isinstance(typed, Mscons):
        for context in line_contexts(typed, chosen):
            for each in line_series(context, block_of(context, chosen), chosen):
                yield context, each
    elif isinstance(typed, Utilts):
        for transaction in typed.transactions:
            for each in _transaction_series(typed, transaction, chosen):
                yield transaction, each


# -- one value


def quantity_of(text: str) -> tuple[int, bool]:
    """Return a quantity in thousandths, and whether that is all of it.

    >>> quantity_of("12,5"), quantity_of("0.0005"), quantity_of("x")
    ((12500, True), (0, False), (0, False))
    """
    # no long text goes into the cache
    return _quantity_of(text) if len(text) <= _LONGEST else (0, False)


_LONGEST = 64


@lru_cache(maxsize=4096)
def _quantity_of(text: str) -> tuple[int, bool]:
    match = _NUMBER.match(text)
    if match is None:
        return 0, False
    whole, places = match[2].lstrip("0"), (match[3] or "").rstrip("0")
    # QTY 6060 of D.96A is n..15, and EMIF's decimal153 has three places
    if len(places) > 3 or len(whole) + len(places) > 15:
        return 0, False
    value = int(whole + places.ljust(3, "0"))
    return (-value if match[1] else value), True


def _seconds(time: Time, clock: Clock | None) -> int:
    return seconds_of(time.instant(clock))


def period_of(times: Iterable[Time], clock: Clock | None) -> tuple[int, int] | None:
    """Return start and end that DTM segments state: 324, or 163 with 164, or 163 as a whole month or year.

    Returns:
        Seconds since 1970 UTC; None when no interval is stated.

    Raises:
        ValueError: A time does not follow its format, or nobody states a zone.
    """
    start: Time | None = None
    end: Time | None = None
    for each in times:
        if each.function == "324":
            period = each.period(clock)
            return seconds_of(period.start), seconds_of(period.end)
        if each.function == "163" and start is None:
            start = each
        elif each.function == "164" and end is None:
            end = each
    if start is None:
        return None
    if end is not None:
        return _seconds(start, clock), _seconds(end, clock)
    if start.format in {"602", "610"}:
        period = start.period(clock)
        return seconds_of(period.start), seconds_of(period.end)
    return None


def stated_period(times: Iterable[Time], clock: Clock | None) -> Period | None:
    """Return the period that a header or point states, None when it states none or it cannot be read."""
    try:
        found = period_of(times, clock)
    except ValueError:
        return None
    if found is None:
        return None
    start, end = found
    return Period(*(dt.datetime.fromtimestamp(each, dt.UTC) for each in (start, end)))


# -- MSCONS


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
    for each in point.times:
        if each.function == "672":
            return read_resolution(each.text, each.format)
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
            found = period_of(value.times, context.clock)
        except ValueError:
            found = None
        if found is not None:
            start[row], end[row] = found
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
    for each in value.statuses:
        known = status_of_reason(each.status) if each.category == "8" else None
        if known is not None:
            return known
    known = status_of_qualifier(value.function, context.profile, options)
    return Status.METERED if known is None else known


def line_series(context: LineContext, block: Block, options: SeriesOptions) -> Iterator[TimeSeries]:
    """Yield the series of one line, from its values as columns."""
    line, point = context.line, context.point
    product = line.product or next((each.identification for each in line.products), "")
    codes = [product, *(each.identification for each in line.products)]
    obis = next((each for each in codes if is_obis(each)), "")
    places = context.places
    measured = _measured(line, options)
    if measured is not None:
        status = np.where(block.status == np.uint8(Status.METERED), np.uint8(measured), block.status)
        block = attrs.evolve(block, status=status.astype(np.uint8))
    unit = next((each.unit for each in line.measurements if each.purpose == "AAZ"), "")
    for piece in pieces(block, context.period, context.clock, _step(point)):
        yield TimeSeries(
            metering_point=_place(places, _METERING_POINT),
            grid_area=_place(places, _GRID_AREA),
            product=product or None,
            unit=unit or block.unit or unit_of_obis(obis),
            direction=options.directions.get(product)
            or direction_of_obis(obis)
            or _pair(_place(places, ("232",)), _place(places, ("233",)), options),
            resolution=piece.resolution,
            period=piece.period,
            registered=_registered(point, context.clock),
            observations=piece.observations,
        )


def _measured(line: Line, options: SeriesOptions) -> Status | None:
    """Return the status that CCI with MEA below the line gives, by the caller's table."""
    for characteristic in line.characteristics:
        for each in characteristic.measurements:
            if each.value in options.measures:
                return options.measures[each.value]
    return None


def _place(places: Sequence[Point], functions: Sequence[str]) -> str | None:
    for each in reversed(places):
        if each.function in functions and each.identification:
            return each.identification
    return None


def _pair(source: str | None, destination: str | None, options: SeriesOptions) -> str | None:
    """Return the direction of a pair of areas, seen from the main area: In when it is the destination."""
    main = options.main_area
    if not main or source is None or destination is None or source == destination:
        return None
    return "In" if destination == main else "Out" if source == main else None


def _registered(point: Point, clock: Clock | None) -> dt.datetime | None:
    return _instant(point.times, "293", clock)


def _instant(times: Iterable[Time], function: str, clock: Clock | None) -> dt.datetime | None:
    for each in times:
        if each.function == function:
            try:
                return each.instant(clock)
            except ValueError:
                return None
    return None


# -- UTILTS


def _transaction_series(
    message: Utilts, transaction: Transaction, options: SeriesOptions
) -> Iterator[TimeSeries]:
    rows = [
        (block, quantity)
        for block in transaction.observations
        for quantity in block.quantities
        if quantity.function in _ENERGY
    ]
    if rows:
        profile = options.profile or profile_of(message)
        yield described(message, transaction, options, _observed(transaction, rows, profile, options))


def described(
    message: Utilts, transaction: Transaction, options: SeriesOptions, observations: Observations
) -> TimeSeries:
    """Return *observations* as the series of a transaction, with all that its segments say."""
    clock = message.clock(options.profile or profile_of(message))
    found = transaction.time("354")
    resolution = read_resolution(found.text, found.format) if found else None
    location = transaction.location("172")
    area = transaction.location("239")
    product = next((each.identification for each in transaction.products), "")
    source, destination = (transaction.location(each) for each in ("232", "233"))
    kinds = {
        value.code for each in transaction.characteristics if each.code == "E12" for value in each.values
    }
    direction = (
        options.directions.get(product)
        or next((d for kind, d in (("E17", "Out"), ("E18", "In")) if kinds == {kind}), None)
        or _pair(
            source.identification if source else None,
            destination.identification if destination else None,
            options,
        )
    )
    return TimeSeries(
        metering_point=location.identification or None if location else None,
        grid_area=area.identification or None if area else None,
        product=product or next((each.identification for each in transaction.product_ids), None),
        unit=next((each.unit for each in transaction.measurements if each.purpose == "AAZ"), None),
        direction=direction,
        resolution=resolution,
        period=stated_period(transaction.times, clock),
        registered=_instant(transaction.times, "597", clock),
        identification=transaction.identification or None,
        observations=observations,
    )


def _observed(
    transaction: Transaction,
    rows: Sequence[tuple[ObservationBlock, Quantity]],
    profile: str | None,
    options: SeriesOptions,
) -> Observations:
    """Return the energy values of a transaction with their positions.

    SEQ counts readings and maxima too; where there are any, the energy values are counted alone.
    """
    mixed = sum(len(block.quantities) for block in transaction.observations) != len(rows)
    numbers = [block.sequence for block, _ in rows]
    plain = not mixed and all(_is_position(each) for each in numbers)
    positions = [int(each) for each in numbers] if plain else list(range(1, len(rows) + 1))
    quantities: list[int] = []
    states: list[int] = []
    unparsed: list[tuple[int, str]] = []
    for row, (_, quantity) in enumerate(rows):
        whole, exact = quantity_of(quantity.amount)
        state = status_of_qualifier(quantity.function, profile, options) or Status.METERED
        for each in quantity.statuses:
            known = status_of_reason(each.status) if each.category == "8" else None
            state = state if known is None else known
        if not exact:
            state = Status.MISSING
            if quantity.amount not in {"", "NULL"}:
                unparsed.append((row, quantity.amount))
        quantities.append(whole)
        states.append(int(state))
    zeros = np.zeros(len(rows), np.uint8)
    return Observations(
        position=np.array(positions, np.int32),
        quantity=np.array(quantities, np.int64),
        status=np.array(states, np.uint8),
        validation=zeros,
        estimation=zeros,
        unparsed=tuple(unparsed),
    )


def _is_position(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0


@attrs.frozen(kw_only=True)
class MeterReading:
    """A meter reading (målerstand) of a UTILTS transaction.

    Attributes:
        metering_point: The point.
        register: Register of the meter (RFF+AES).
        instant: When it was read, aware; None when that cannot be read.
        quantity: The reading, None for ``NULL``.
        transaction: Identification of the transaction.
    """

    metering_point: str | None
    register: str | None
    instant: dt.datetime | None
    quantity: Decimal | None
    transaction: str | None


def meter_readings(message: Utilts, options: SeriesOptions | None = None) -> Iterator[MeterReading]:
    """Yield the meter readings (QTY+220) of a UTILTS message, in order."""
    chosen = options or SeriesOptions()
    clock = message.clock(chosen.profile or profile_of(message))
    for transaction in message.transactions:
        location = transaction.location("172")
        for block in transaction.observations:
            register = next((each.number for each in block.references if each.function == "AES"), None)
            for quantity in block.quantities:
                if quantity.function == _READING:
                    yield MeterReading(
                        metering_point=location.identification or None if location else None,
                        register=register,
                        instant=_instant(quantity.times, "597", clock),
                        quantity=quantity.number,
                        transaction=transaction.identification or None,
                    )
