"""The transactions of UTILTS as series, and the meter readings among them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

import attrs
import numpy as np

from edielkit.edifact.messages.parts import CANCELLATION
from edielkit.edifact.messages.utilts import ObservationBlock, Quantity, Transaction, Utilts
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.series.blocks import (
    NO_TIME,
    Block,
    quantity_of,
    stated_instant,
    stated_period,
    withdrawn,
)
from edielkit.edifact.series.steps import steps_in
from edielkit.edifact.series.value_codes import (
    LineUnit,
    SeriesOptions,
    direction_of_areas,
    in_unit,
    stated_unit,
    status_of_qualifier,
    status_of_reason,
    unit_of_block,
    unit_of_product,
)
from edielkit.edifact.timestamps import Clock, read_resolution
from edielkit.market_time import Resolution
from edielkit.series import Observations, Status, TimeSeries

__all__ = (
    "FORECAST",
    "NO_INTERVAL",
    "READING",
    "WITHOUT_FORECASTS",
    "MeterReading",
    "PlacedValue",
    "described",
    "document_of",
    "kinds_of_point",
    "meter_readings",
    "placed_values",
    "status_of",
    "transaction_series",
    "transaction_unit",
    "value_columns",
)

# quantities (6063) that are no value of an interval: a meter reading, and a maximum
READING = "220"
NO_INTERVAL = frozenset({READING, "42"})
# A forecast (6063), and the documents (1001) of energy in which the guide does not use it: S02, S03 and S04 are those of
# forecasts (Svenska kraftnät, UTILTS guide 25-A-4, field 515; a test holds the rows of that guide beside this).
FORECAST = "135"
WITHOUT_FORECASTS = frozenset({"E30", "E31", "E66", "S01", "S05", "S07"})
# kind of metering point (CCI E12): consumption is out of the grid, production into it
_DIRECTIONS = (("E17", "Out"), ("E18", "In"))


@attrs.frozen(kw_only=True)
class PlacedValue:
    """A value of an interval with its place.

    Attributes:
        observation: Number of its SEQ group in the transaction, from 1.
        number: Number of its QTY in that group, from 1.
        block: The group.
        quantity: The value.
        place: Its place in the period, from 1; None when SEQ says none.
    """

    observation: int
    number: int
    block: ObservationBlock
    quantity: Quantity
    place: int | None


def placed_values(
    transaction: Transaction, options: SeriesOptions, clock: Clock | None = None
) -> Iterator[PlacedValue]:
    """Yield the values of a transaction that belong into its series, in order: all but readings and maxima.

    SEQ says the place of a value. It counts readings and maxima too, so that those before a value are taken off, unless there
    are as many observations as steps: then one of them stands where a value should, and the others keep their places.
    A quantity whose qualifier nobody knows is a value as well: it keeps its place, and a rule speaks of it.

    Args:
        transaction: A transaction.
        options: A reading or a maximum whose qualifier the caller gives a status is a value.
        clock: The clock of the message, which counts the steps of the period; without one they are not counted.
    """
    others = 0
    is_beside: bool | None = None
    for s, block in enumerate(transaction.observations, 1):
        values = [
            (q, quantity)
            for q, quantity in enumerate(block.quantities, 1)
            if quantity.function not in NO_INTERVAL or quantity.function in options.qualifiers
        ]
        if block.quantities and not values:
            is_beside = _is_beside_steps(transaction, clock) if is_beside is None else is_beside
            others += is_beside
        place = _place(block.sequence, others)
        for q, quantity in values:
            yield PlacedValue(observation=s, number=q, block=block, quantity=quantity, place=place)


def _is_beside_steps(transaction: Transaction, clock: Clock | None) -> bool:
    """Tell whether there are observations beside those of the steps of the period, as far as these can be counted."""
    duration, period = transaction.time("354"), stated_period(transaction.times, clock)
    resolution = Resolution.of(read_resolution(duration.text, duration.format) or "") if duration else None
    if resolution is None or period is None or period.end <= period.start:
        return True
    steps = steps_in(period, resolution, clock)
    last = max((_place(block.sequence, 0) or 0 for block in transaction.observations), default=0)
    return steps is None or last != steps


def _place(text: str, others: int) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return None
    return int(text) - others if int(text) > others else None


def transaction_series(
    message: Utilts, transaction: Transaction, options: SeriesOptions
) -> Iterator[TimeSeries]:
    """Yield the series of one transaction: none when it has no values of intervals."""
    chosen = attrs.evolve(options, profile=options.profile or profile_of(message))
    values = list(placed_values(transaction, options, message.clock(chosen.profile)))
    if values:
        block = value_columns(values, chosen, document_of(message))
        unit = transaction_unit(transaction, block)
        observations = _observations(values, in_unit(block, unit))
        yield attrs.evolve(described(message, transaction, options, observations), unit=unit.code)


def described(
    message: Utilts, transaction: Transaction, options: SeriesOptions, observations: Observations
) -> TimeSeries:
    """Return *observations* as the series of a transaction, with all that its segments say."""
    clock = message.clock(options.profile or profile_of(message))
    duration = transaction.time("354")
    resolution = read_resolution(duration.text, duration.format) if duration else None
    location = transaction.location("172")
    area = transaction.location("239")
    product = next((line.identification for line in transaction.products), "")
    source, destination = (transaction.location(function) for function in ("232", "233"))
    kinds = kinds_of_point(transaction)
    direction = (
        options.directions.get(product)
        or next((direction for kind, direction in _DIRECTIONS if kinds == {kind}), None)
        or direction_of_areas(
            source.identification if source else None,
            destination.identification if destination else None,
            options,
        )
    )
    if message.document is not None and message.document.function == CANCELLATION:
        observations = withdrawn(observations)
    return TimeSeries(
        metering_point=location.identification or None if location else None,
        grid_area=area.identification or None if area else None,
        product=product or next((ids.identification for ids in transaction.product_ids), None),
        unit=stated_unit(transaction.measurements) or None,
        direction=direction,
        resolution=resolution,
        period=stated_period(transaction.times, clock),
        registered=stated_instant(transaction.times, "597", clock),
        identification=transaction.identification or None,
        observations=observations,
    )


def kinds_of_point(transaction: Transaction) -> frozenset[str]:
    """Return the kinds of metering point (CCI E12) that a transaction names."""
    return frozenset(
        value.code
        for characteristic in transaction.characteristics
        if characteristic.code == "E12"
        for value in characteristic.values
    )


def transaction_unit(transaction: Transaction, block: Block) -> LineUnit:
    """Return the unit of the series of a transaction, see `edielkit.edifact.series.value_codes`."""
    products = (unit_of_product(product.identification) for product in transaction.products)
    return unit_of_block(
        stated_unit(transaction.measurements), block, product=next(filter(None, products), None)
    )


def document_of(message: Utilts) -> str:
    """Return the kind of a message (BGM 1001), empty when it names none."""
    return message.document.code if message.document is not None else ""


def value_columns(values: Sequence[PlacedValue], options: SeriesOptions, document: str) -> Block:
    """Return values as columns, in their own units; what has no place or is no number is kept as text.

    So is a forecast in a document of energy: nobody has metered it, and an estimate of what was metered it is not.

    Args:
        values: Values of one transaction.
        options: What the message does not say, with its profile.
        document: Kind of the message (BGM 1001).
    """
    is_without_forecasts = document in WITHOUT_FORECASTS and FORECAST not in options.qualifiers
    quantities: list[int] = []
    states: list[int] = []
    unparsed: list[tuple[int, str]] = []
    units: dict[str, int] = {}
    for row, value in enumerate(values):
        amount = value.quantity.amount
        whole, exact = quantity_of(amount)
        state = status_of(value.quantity, options)
        is_forecast = is_without_forecasts and value.quantity.function == FORECAST
        if (
            is_forecast
            or value.place is None
            or not (exact or (state is Status.MISSING and amount in {"", "NULL"}))
        ):
            unparsed.append((row, amount))
            whole, state = 0, Status.MISSING
        quantities.append(whole)
        states.append(int(state))
        units.setdefault(value.quantity.unit, len(units))
    which = np.array([units[value.quantity.unit] for value in values], np.int64) if len(units) > 1 else None
    untimed = np.full(len(values), NO_TIME, np.int64)
    return Block(
        start=untimed,
        end=untimed,
        quantity=np.array(quantities, np.int64),
        status=np.array(states, np.uint8),
        unparsed=tuple(unparsed),
        units=tuple(units),
        unit_rows=which,
    )


def status_of(quantity: Quantity, options: SeriesOptions) -> Status:
    """Return what STS+8, or else the qualifier of a value says about it; without a meaning it is metered."""
    state = status_of_qualifier(quantity.function, options.profile, options) or Status.METERED
    for reason in quantity.statuses:
        status = status_of_reason(reason.status) if reason.category == "8" else None
        state = state if status is None else status
    return state


def _observations(values: Sequence[PlacedValue], block: Block) -> Observations:
    zeros = np.zeros(len(values), np.uint8)
    return Observations(
        position=np.array([value.place or 0 for value in values], np.int32),
        quantity=block.quantity,
        status=block.status,
        validation=zeros,
        estimation=zeros,
        unparsed=block.unparsed,
    )


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
            register = next(
                (reference.number for reference in block.references if reference.function == "AES"), None
            )
            for quantity in block.quantities:
                if quantity.function == READING:
                    yield MeterReading(
                        metering_point=location.identification or None if location else None,
                        register=register,
                        instant=stated_instant(quantity.times, "597", clock),
                        quantity=quantity.number,
                        transaction=transaction.identification or None,
                    )
