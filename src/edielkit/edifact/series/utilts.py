"""The transactions of UTILTS as series, and the meter readings among them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

import attrs
import numpy as np

from edielkit.edifact.messages.utilts import ObservationBlock, Quantity, Transaction, Utilts
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.series.blocks import quantity_of, stated_instant, stated_period
from edielkit.edifact.series.quality import (
    SeriesOptions,
    direction_of_areas,
    status_of_qualifier,
    status_of_reason,
)
from edielkit.edifact.timestamps import read_resolution
from edielkit.series import Observations, Status, TimeSeries

__all__ = ("MeterReading", "described", "meter_readings", "transaction_series")

# energy of an interval; 220 and 42 are readings and maxima
_ENERGY = frozenset({"136", "135"})
_READING = "220"
# kind of metering point (CCI E12): consumption is out of the grid, production into it
_DIRECTIONS = (("E17", "Out"), ("E18", "In"))


def transaction_series(
    message: Utilts, transaction: Transaction, options: SeriesOptions
) -> Iterator[TimeSeries]:
    """Yield the series of one transaction: none when it has no energy values."""
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
    duration = transaction.time("354")
    resolution = read_resolution(duration.text, duration.format) if duration else None
    location = transaction.location("172")
    area = transaction.location("239")
    product = next((line.identification for line in transaction.products), "")
    source, destination = (transaction.location(function) for function in ("232", "233"))
    kinds = {
        value.code
        for characteristic in transaction.characteristics
        if characteristic.code == "E12"
        for value in characteristic.values
    }
    direction = (
        options.directions.get(product)
        or next((direction for kind, direction in _DIRECTIONS if kinds == {kind}), None)
        or direction_of_areas(
            source.identification if source else None,
            destination.identification if destination else None,
            options,
        )
    )
    return TimeSeries(
        metering_point=location.identification or None if location else None,
        grid_area=area.identification or None if area else None,
        product=product or next((ids.identification for ids in transaction.product_ids), None),
        unit=next((measure.unit for measure in transaction.measurements if measure.purpose == "AAZ"), None),
        direction=direction,
        resolution=resolution,
        period=stated_period(transaction.times, clock),
        registered=stated_instant(transaction.times, "597", clock),
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
    numbered = not mixed and all(_is_position(number) for number in numbers)
    positions = [int(number) for number in numbers] if numbered else list(range(1, len(rows) + 1))
    quantities: list[int] = []
    states: list[int] = []
    unparsed: list[tuple[int, str]] = []
    for row, (_, quantity) in enumerate(rows):
        whole, exact = quantity_of(quantity.amount)
        state = status_of_qualifier(quantity.function, profile, options) or Status.METERED
        for reason in quantity.statuses:
            status = status_of_reason(reason.status) if reason.category == "8" else None
            state = state if status is None else status
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
            register = next(
                (reference.number for reference in block.references if reference.function == "AES"), None
            )
            for quantity in block.quantities:
                if quantity.function == _READING:
                    yield MeterReading(
                        metering_point=location.identification or None if location else None,
                        register=register,
                        instant=stated_instant(quantity.times, "597", clock),
                        quantity=quantity.number,
                        transaction=transaction.identification or None,
                    )
