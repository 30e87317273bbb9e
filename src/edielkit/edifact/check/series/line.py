"""Rules about a line of MSCONS: each value by itself, its qualifiers and units, then its times together.

A line is checked on its columns; a typed value is made only of one that is reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from edielkit.edifact.check.guides.allowances import Allowance
from edielkit.edifact.check.series.again import readings_again
from edielkit.edifact.check.series.amounts import missing_amount, negative_value
from edielkit.edifact.check.series.area_pairs import check_area_pair
from edielkit.edifact.check.series.intervals import LinePlaces, check_intervals
from edielkit.edifact.check.series.rules import finding_at, weighed_at
from edielkit.edifact.check.series.stated import (
    INTERVAL,
    RESOLUTION,
    check_amount,
    check_other_times,
    check_statuses,
    check_times,
    placed,
)
from edielkit.edifact.check.series.twice import areas_twice, line_twice, times_twice
from edielkit.edifact.check.series.units import (
    foreign_unit,
    unit_at,
    unit_faults,
    unknown_unit,
    unstated_unit,
)
from edielkit.edifact.fast.line_values import LineValues
from edielkit.edifact.messages.mscons import Value
from edielkit.edifact.series.blocks import NO_TIME
from edielkit.edifact.series.mscons import (
    LineContext,
    is_no_energy,
    is_of_no_interval,
    no_energy,
    obis_of,
    product_codes,
    status_of,
    unit_of_line,
)
from edielkit.edifact.series.value_codes import (
    SeriesOptions,
    direction_of_market_product,
    direction_of_obis,
    is_obis,
    status_of_qualifier,
    unit_of_market_product,
)
from edielkit.findings import Finding, Severity
from edielkit.harmless import name_of_something, quoted
from edielkit.series import Status

__all__ = ("check_line",)

# kind (7143) of a product that is an OBIS code
_OBIS_KIND = "SRW"
# markets whose messages write all groups of the codes
_OBIS_MARKETS = frozenset({"de", "ch"})
# the notations (2379) of a year and a month, which have a start and an end of their own
_CALENDAR = frozenset({"602", "610"})

# qualifiers (6063) of amounts that are not metered energy of an interval: an annual estimate, a forecast
_OTHER_AMOUNTS = frozenset({"31", "135", "187"})
# what they are called, of those that no guide has in intervals
_NOT_METERED = {
    "31": "an annual volume",
    "135": "a planned quantity",
    "66": "a committed quantity",
    "79": "a previous cumulative quantity",
}
_UNUSABLE = "20"


def check_line(
    line: LineValues, options: SeriesOptions, allowed: Allowance, *, numeric: bool
) -> Iterator[Finding]:
    """Yield what is wrong with a line, value by value first.

    Args:
        line: The line with its values.
        options: What the message does not say.
        allowed: What the guide allows the series to leave out.
        numeric: The directory asks for a number in 6060.
    """
    d, p, n = line.context.place
    places = LinePlaces(f"SG5[{d}]/SG6[{p}]/SG9[{n}]", line.values)
    if not line.plain:
        for row in range(len(line.values)):
            yield from _value(places, row, line.context, options, numeric=numeric)
        yield from _untimed(places, line)
    yield from line_twice(line.context.line, places.path)
    yield from _directions(line.context, places.path)
    yield from _whose(line.context)
    yield from _pair(line.context)
    yield from _obis(line, places.path)
    yield from _qualifiers(places, line, options)
    if not len(line.block) and not line.context.is_withdrawn:
        text = "expected QTY with a value in the line, found none"
        yield finding_at("SER032", text, line.context.line, f"{places.path}/LIN[1]")
    if len(line.block):
        yield from _units(places, line)
        yield from _negative(places, line, allowed)
        yield from _missing(places, line)
        yield from check_intervals(places, line.context, line.block, allowed)
        yield from readings_again(line, places.path)


def _directions(context: LineContext, path: str) -> Iterator[Finding]:
    """Yield that the product of a market and the OBIS code beside it have opposite directions."""
    product = direction_of_market_product(context.line.product, context.profile)
    obis = direction_of_obis(obis_of(context.line))
    if product is not None and obis is not None and product != obis:
        text = f"expected an OBIS code of the direction {product}, as the product has, found one of the direction {obis}"
        # the guide of these codes is not public
        weight = Severity.WARNING
        yield finding_at("SER022", text, context.line, f"{path}/LIN[1]", 3, 1, severity=weight)


def _whose(context: LineContext) -> Iterator[Finding]:
    """Yield that no place of values stands above the first line of a point."""
    d, p, n = context.place
    if n == 1 and not context.is_placed:
        text = "expected LOC+90 or LOC+172 with a metering point, or an area, above values; found none"
        market = (context.profile or "", "MSCONS", "")
        yield from weighed_at("SER028", text, context.point, f"SG5[{d}]/SG6[{p}]/LOC[1]", market=market)


def _pair(context: LineContext) -> Iterator[Finding]:
    """Yield what is wrong with the pair of areas above the first line of a point."""
    d, p, n = context.place
    if n == 1:
        first = p - len(context.above)
        places = [(place, f"SG5[{d}]/SG6[{first + k}]/LOC[1]") for k, place in enumerate(context.places)]
        yield from areas_twice(places)
        yield from check_area_pair(places, context.profile, "MSCONS")


def _obis(line: LineValues, path: str) -> Iterator[Finding]:
    for n, ids in enumerate(line.context.line.products, 1):
        if ids.kind == _OBIS_KIND and not is_obis(ids.identification):
            text = f"expected an OBIS code such as 1-1:1.29.0, found {quoted(ids.identification, 35)}"
            yield finding_at("SER029", text, ids, f"{path}/PIA[{n}]", 2, 1)
        elif not ids.kind and ids.identification.endswith(_OBIS_KIND):
            text = f"expected the kind {_OBIS_KIND} behind a separator, found it glued to {quoted(ids.identification, 35)}"
            yield finding_at("SER029", text, ids, f"{path}/PIA[{n}]", 2, 2)
        elif (
            ids.kind == _OBIS_KIND
            and line.context.profile in _OBIS_MARKETS
            and not _has_all_groups(ids.identification)
        ):
            text = f"expected all groups of the OBIS code, such as 1-1:1.29.0, found {quoted(ids.identification, 35)}"
            yield finding_at("SER029", text, ids, f"{path}/PIA[{n}]", 2, 1, severity=Severity.WARNING)


def _has_all_groups(code: str) -> bool:
    """Tell whether an OBIS code has medium, channel and groups C, D and E.

    >>> _has_all_groups("1-1:1.29.0*255"), _has_all_groups("1-1:1.29"), _has_all_groups("1.29.0")
    (True, False, False)
    """
    return ":" in code and code.count(".") > 1


def _value(
    places: LinePlaces, row: int, context: LineContext, options: SeriesOptions, *, numeric: bool
) -> Iterator[Finding]:
    value = places.values[row]
    path = places.at(row)
    missing = status_of(value, context, options) is Status.MISSING
    yield from check_amount(value, f"{path}QTY[1]", numeric=numeric, missing=missing)
    times = list(placed(value.times, path))
    yield from check_times(
        [(time, where) for time, where in times if time.function in INTERVAL], context.clock
    )
    yield from check_other_times(times, context.clock)
    yield from times_twice(times, context.clock)
    yield from check_statuses(value.statuses, path)
    lacks = _lacks(value)
    if lacks:
        yield places.on("SER015", f"expected DTM+{lacks} too, found none", row)


def _lacks(value: Value) -> str:
    """Return the qualifier of the border that half an interval lacks, empty when nothing is missing."""
    functions = {time.function for time in value.times}
    if len(functions & {"163", "164"}) != 1 or "324" in functions:
        return ""
    if any(time.function == "163" and time.format in _CALENDAR for time in value.times):
        return ""
    return "164" if "163" in functions else "163"


def _untimed(places: LinePlaces, line: LineValues) -> Iterator[Finding]:
    """Yield the values that have no time at all, where they need one."""
    context, values = line.context, line.values
    timed = bool((line.block.start != NO_TIME).any())
    if context.step is not None and context.period is not None and not timed:
        return
    if context.step is None and any(time.function == RESOLUTION for time in context.point.times):
        return  # of which the rules of the point speak
    rows = [
        row
        for row, value in enumerate(values)
        if not any(time.function in INTERVAL for time in value.times) and not is_of_no_interval(value)
    ]
    if len(rows) > 1 and len(rows) == len(values):
        yield places.on(
            "SER020", f"expected DTM+324 or DTM+163 and DTM+164, found none at {len(rows)} values", 0
        )
        return
    for row in rows:
        yield places.on("SER020", "expected DTM+324 or DTM+163 and DTM+164, found none", row)


def _qualifiers(places: LinePlaces, line: LineValues, options: SeriesOptions) -> Iterator[Finding]:
    seen: set[str] = set()
    others = no_energy(line.context.profile, options)
    of_another = _OTHER_AMOUNTS | others
    for row, code in line.qualifiers:
        status = status_of_qualifier(code, line.context.profile, options)
        if status is None and code not in seen | others:
            text = f"quantity qualifier {quoted(code, 8)} has no known quality; read as metered"
            yield finding_at("SER017", text, line.values[row], f"{places.at(row)}QTY[1]", 1, 1)
        if seen and code not in seen and (code in of_another or seen & of_another):
            text = f"expected one kind of quantity in a line, found {quoted(code, 8)} among {', '.join(map(name_of_something, sorted(seen)))[:40]}"
            yield finding_at("SER030", text, line.values[row], f"{places.at(row)}QTY[1]", 1, 1)
        seen.add(code)
    if len(seen) == 1 and seen <= others:
        yield from _no_energy(places, line, next(iter(seen)), options)


def _no_energy(places: LinePlaces, line: LineValues, code: str, options: SeriesOptions) -> Iterator[Finding]:
    """Yield the first value of a line of one kind that is of an interval, though its quantity is none of one."""
    if code not in _NOT_METERED:
        return
    spans = zip(line.block.start.tolist(), line.block.end.tolist(), strict=True)
    for row, span in enumerate(spans):
        if NO_TIME not in span and is_no_energy(code, span, options, line.context.profile):
            text = f"expected energy of the interval, found {_NOT_METERED[code]} (QTY+{code}): it is no estimate of what was metered, and read as missing"
            at, weight = f"{places.at(row)}QTY[1]", Severity.WARNING
            yield finding_at("SER030", text, line.values[row], at, 1, 1, severity=weight)
            return


def _negative(places: LinePlaces, line: LineValues, allowed: Allowance) -> Iterator[Finding]:
    """Yield the first negative value where the direction is stated."""
    has_direction = direction_of_obis(obis_of(line.context.line)) is not None
    negative = negative_value(line.block, allowed, has_direction=has_direction)
    if negative is not None:
        row, text, severity = negative
        yield places.on("SER034", text, row, severity=severity)


def _missing(places: LinePlaces, line: LineValues) -> Iterator[Finding]:
    """Yield the first value that is called missing and has an amount; one that cannot be used (20) may have one."""
    missing = missing_amount(line.block)
    if missing is not None and line.values[missing[0]].function != _UNUSABLE:
        row, text = missing
        yield finding_at("SER036", text, line.values[row], f"{places.at(row)}QTY[1]", 1, 2)


def _units(places: LinePlaces, line: LineValues) -> Iterator[Finding]:
    """Yield the units that are not that of the line, and a unit that measures something else than the product."""
    unit = unit_of_line(line.context, line.block)
    for row, text in unit_faults(line.block, unit):
        yield finding_at("SER016", text, line.values[row], f"{places.at(row)}QTY[1]", 1, 3)
    obis, products = obis_of(line.context.line), tuple(product_codes(line.context.line))
    # of a code of the kind OBIS that is none SER029 speaks, of one without a kind the guide
    has_other_kind = any(ids.kind not in {"", _OBIS_KIND} for ids in line.context.line.products)
    strange = unknown_unit(unit) or unstated_unit(
        unit, line.context.profile, "MSCONS", obis, has_product=has_other_kind
    )
    part, path, *spot = unit_at(unit, line.context.line, places.path)
    if strange is not None:
        yield finding_at("SER027", strange, part, path, *spot)
    for product in products:
        text_of_product = foreign_unit(product, unit)
        if text_of_product is not None:
            yield finding_at("SER026", text_of_product, part, path, *spot)
            return
        implied = unit_of_market_product(product, line.context.profile)
        of_market = foreign_unit(product, unit, implied) if implied else None
        if of_market is not None:
            # the guide of these codes is not public
            yield finding_at("SER026", of_market, part, path, *spot, severity=Severity.WARNING)
            return
