"""Rules about the series in UTILTS: each transaction with its observations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from edielkit.edifact.check.guides.allowances import allowance
from edielkit.edifact.check.series.amounts import check_decimals, missing_amount, negative_value
from edielkit.edifact.check.series.area_pairs import check_area_pair
from edielkit.edifact.check.series.places import check_places, path_of
from edielkit.edifact.check.series.readings import check_readings
from edielkit.edifact.check.series.rules import finding_at
from edielkit.edifact.check.series.stated import (
    check_amount,
    check_other_times,
    check_stated_period,
    check_statuses,
    placed,
)
from edielkit.edifact.check.series.twice import observation_twice, times_twice, transaction_twice
from edielkit.edifact.check.series.units import (
    foreign_unit,
    other_unit,
    unit_at,
    unit_faults,
    unknown_unit,
    unstated_unit,
)
from edielkit.edifact.messages.utilts import Quantity, Transaction, Utilts
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.series.blocks import Block
from edielkit.edifact.series.utilts import (
    FORECAST,
    NO_INTERVAL,
    READING,
    WITHOUT_FORECASTS,
    PlacedValue,
    document_of,
    kinds_of_point,
    placed_values,
    status_of,
    transaction_unit,
    value_columns,
)
from edielkit.edifact.series.value_codes import SeriesOptions, stated_unit, status_of_qualifier
from edielkit.edifact.timestamps import Clock
from edielkit.findings import Finding, Severity
from edielkit.harmless import quoted
from edielkit.series import Status

__all__ = ("check_utilts",)

# quantities (6063) of an interval, and those that the guide allows without saying what they are
_ENERGY = frozenset({"136", FORECAST})
# documents (1001) whose resolution says that they have values of its steps
_OF_STEPS = frozenset({"E66"})
_UNEXPLAINED = frozenset({"194", "195"})


def check_utilts(
    message: Utilts, options: SeriesOptions, gaps: Mapping[int, int] | None = None
) -> Iterator[Finding]:
    """Yield what is wrong with the series of a UTILTS message; findings name the transaction as payload.

    Where observations are left out, a finding at one that is there says that its transaction has to be looked at in full.

    Args:
        message: The message, or its outline.
        options: What it does not say.
        gaps: By the offset of a SEQ, how many observations are left out before it, of an IDE how many transactions; they are numbered one by one.
    """
    chosen = attrs.evolve(options, profile=options.profile or profile_of(message))
    clock = message.clock(chosen.profile)
    process = document_of(message)
    header = list(placed(message.times, ""))
    yield from check_other_times(header, clock)
    yield from times_twice(header, clock)
    gaps, count = gaps or {}, 0
    for transaction in message.transactions:
        count += 1 + (gaps.get(transaction.own_segment().offset or 0, 0) if gaps else 0)
        payload = transaction.identification or None
        path = f"SG5[{count}]"
        left_out = _left_out(transaction, gaps)
        for finding in _transaction(transaction, path, clock, chosen, process, left_out=left_out):
            yield finding.about(payload)
        for finding in _without_values(transaction, path, chosen, process):
            yield finding.about(payload)


def _left_out(transaction: Transaction, gaps: Mapping[int, int]) -> Mapping[int, int]:
    """Return how many observations are left out before those that are there, by the place of each of these, from 1."""
    if not gaps:
        return {}
    before = {
        s: gaps.get(block.own_segment().offset or 0, 0) for s, block in enumerate(transaction.observations, 1)
    }
    return {s: count for s, count in before.items() if count}


def _transaction(
    transaction: Transaction,
    path: str,
    clock: Clock | None,
    options: SeriesOptions,
    process: str,
    *,
    left_out: Mapping[int, int],
) -> Iterator[Finding]:
    quantities: list[tuple[Quantity, str]] = []
    for s, block in enumerate(transaction.observations, 1):
        if len(block.references) > 1 or len(block.amounts) > 1:
            yield from observation_twice(block, f"{path}/SG8[{s}]")
        for q, quantity in enumerate(block.quantities, 1):
            where = f"{path}/SG8[{s}]/SG11[{q}]/QTY[1]"
            quantities.append((quantity, where))
            missing = quantity.function == READING or status_of(quantity, options) is Status.MISSING
            yield from check_amount(quantity, where, numeric=False, missing=missing)
            yield from _qualifier(quantity, where, options)
            yield from check_statuses(quantity.statuses, f"{path}/SG8[{s}]/SG11[{q}]/")
            if quantity.function in NO_INTERVAL:
                below = f"{path}/SG8[{s}]/SG11[{q}]/"
                times = list(placed(quantity.times, below))
                yield from check_other_times(times, clock)
                yield from times_twice(times, clock)
    yield from _other_units(transaction, quantities, options)
    market = (options.profile or "", "UTILTS", process)
    yield from check_decimals(transaction, quantities, stated_unit(transaction.measurements), market)
    times = list(placed(transaction.times, f"{path}/"))
    yield from check_other_times(times, clock)
    yield from times_twice(times, clock)
    yield from transaction_twice(transaction, path)
    yield from _pair(transaction, path, options.profile)
    yield from check_readings(transaction, path, clock)
    values = list(placed_values(transaction, options, clock))
    if values:
        yield from check_stated_period(times, clock, empty=Severity.ERROR)
        columns = value_columns(values, options, process)
        yield from _units(transaction, values, columns, path, (options.profile or "", process))
        yield from _negative(values, columns, path, (options.profile or "", process))
        yield from _missing(values, columns, path)
        yield from _kinds(values, path)
        misnumbered = list(_numbers(transaction, path, left_out))
        yield from misnumbered
        yield from _doubles(values, path)
        many = sum(left_out.values())
        yield from check_places(transaction, values, path, clock, holes=bool(misnumbered), left_out=many)


def _pair(transaction: Transaction, path: str, profile: str | None) -> Iterator[Finding]:
    """Yield what is wrong with the pair of areas of an exchange."""
    places = [(place, f"{path}/LOC[{n}]") for n, place in enumerate(transaction.locations, 1)]
    yield from check_area_pair(places, profile, "UTILTS", kinds_of_point(transaction))


def _without_values(
    transaction: Transaction, path: str, options: SeriesOptions, process: str
) -> Iterator[Finding]:
    """Yield that a transaction of energy states steps of a period and has no metered value of any of them."""
    values = {value.quantity.function for value in placed_values(transaction, options)}
    # E30 collects readings too, which are of no step
    is_of_energy = process in (WITHOUT_FORECASTS if values else _OF_STEPS)
    has_steps = is_of_energy and transaction.time("354") is not None
    if not has_steps or values - {FORECAST} or FORECAST in options.qualifiers:
        return
    text = "expected a value (QTY+136) of each step of the period, found none: readings and maxima are of no step"
    if values:
        text = "expected a value (QTY+136) of each step of the period, found forecasts (QTY+135) alone"
    yield finding_at("SER010", text, transaction, f"{path}/IDE[1]")


def _qualifier(quantity: Quantity, where: str, options: SeriesOptions) -> Iterator[Finding]:
    code = quantity.function
    if code in _ENERGY or code in NO_INTERVAL or code in options.qualifiers:
        return
    if code in _UNEXPLAINED:
        if status_of_qualifier(code, options.profile, options) is None:
            yield finding_at(
                "SER017", f"quantity qualifier {code!r} has no known quality", quantity, where, 1, 1
            )
        return
    text = f"expected 136 energy, 135 forecast, 220 reading or 42 maximum, found {quoted(code, 8)}"
    yield finding_at("SER021", text, quantity, where, 1, 1)


def _units(
    transaction: Transaction,
    values: Sequence[PlacedValue],
    block: Block,
    path: str,
    market: tuple[str, str],
) -> Iterator[Finding]:
    profile, process = market
    unit = transaction_unit(transaction, block)
    for row, text in unit_faults(block, unit):
        yield finding_at("SER016", text, values[row].quantity, path_of(values[row], path), 1, 3)
    part, where, *spot = unit_at(unit, transaction, path)
    strange = unknown_unit(unit) or unstated_unit(unit, profile, "UTILTS", process=process)
    if strange is not None:
        yield finding_at("SER027", strange, part, where, *spot)
    for product in transaction.products:
        text_of_product = foreign_unit(product.identification, unit)
        if text_of_product is not None:
            yield finding_at("SER026", text_of_product, part, where, *spot)


def _other_units(
    transaction: Transaction, quantities: Sequence[tuple[Quantity, str]], options: SeriesOptions
) -> Iterator[Finding]:
    """Yield the first reading and the first maximum of each unit that is not that of their transaction."""
    line = stated_unit(transaction.measurements) or next((q.unit for q, _ in quantities if q.unit), "")
    first: set[tuple[str, str]] = set()
    for quantity, where in quantities:
        kind = (quantity.function, quantity.unit)
        if quantity.function not in NO_INTERVAL or quantity.function in options.qualifiers or kind in first:
            continue
        first.add(kind)
        text = other_unit(quantity.unit, line, is_maximum=quantity.function != READING)
        if text is not None:
            yield finding_at("SER016", text, quantity, where, 1, 3)


def _negative(
    values: Sequence[PlacedValue], block: Block, path: str, market: tuple[str, str]
) -> Iterator[Finding]:
    """Yield the first negative value where the guide of a market and process says that there is none."""
    profile, process = market
    allowed = allowance(profile, "UTILTS", process=process)
    negative = negative_value(block, allowed, has_direction=False)
    if negative is not None:
        row, text, severity = negative
        yield finding_at(
            "SER034", text, values[row].quantity, path_of(values[row], path), 1, 2, severity=severity
        )


def _missing(values: Sequence[PlacedValue], block: Block, path: str) -> Iterator[Finding]:
    """Yield the first value that is called missing and has an amount."""
    missing = missing_amount(block)
    if missing is not None:
        row, text = missing
        yield finding_at("SER036", text, values[row].quantity, path_of(values[row], path), 1, 2)


def _kinds(values: Sequence[PlacedValue], path: str) -> Iterator[Finding]:
    """Yield the first value that is another kind of quantity than the first: a forecast among energy, or the reverse."""
    kinds = [value for value in values if value.quantity.function in _ENERGY]
    first = kinds[0].quantity.function if kinds else ""
    other = next((value for value in kinds if value.quantity.function != first), None)
    if other is not None:
        text = f"expected one kind of quantity in a transaction, found {other.quantity.function!r} beside {first!r}"
        yield finding_at("SER030", text, other.quantity, path_of(other, path), 1, 1)


def _numbers(transaction: Transaction, path: str, left_out: Mapping[int, int]) -> Iterator[Finding]:
    """Yield the observations whose number is not the next one."""
    expected = 1
    for s, block in enumerate(transaction.observations, 1):
        expected += left_out.get(s, 0)
        number = block.sequence
        if number != str(expected):
            stated = quoted(number, 10) if number else "none"
            text = f"expected observation {expected}, found {stated}"
            yield finding_at("SER019", text, block, f"{path}/SG8[{s}]/SEQ[1]", 2, 1)
        digits = number.isascii() and number.isdigit() and len(number) < 10
        expected = (int(number) if digits else expected) + 1


def _doubles(values: Sequence[PlacedValue], path: str) -> Iterator[Finding]:
    """Yield the values whose place has one already."""
    first: dict[int, PlacedValue] = {}
    for value in values:
        if value.place is None:
            continue
        before = first.setdefault(value.place, value)
        if before is not value:
            text = f"place {value.place} has a value already, in {path_of(before, path)}"
            yield finding_at("SER008", text, value.quantity, path_of(value, path))
