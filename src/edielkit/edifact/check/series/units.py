"""Rules about the unit of a line or transaction: one unit, a known one, and one that fits the product."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from edielkit.edifact.check.guides import directories_of, settles_segment, speaks_of
from edielkit.edifact.messages.message import Part
from edielkit.edifact.messages.mscons import Line
from edielkit.edifact.messages.utilts import Transaction
from edielkit.edifact.series.blocks import Block
from edielkit.edifact.series.value_codes import LineUnit, is_power_product, unit_of_product
from edielkit.harmless import name_of_something, quoted
from edielkit.series.units import ENERGY_CODES, is_listed, unit_size

__all__ = ("foreign_unit", "other_unit", "unit_at", "unit_faults", "unknown_unit", "unstated_unit")

# what the highest power of an interval is measured in, by the base of its energy
_POWER_OF = {"kWh": "kW"}


def unit_faults(block: Block, unit: LineUnit) -> Iterator[tuple[int, str]]:
    """Yield the first row of each unit that is not that of its line, with what is wrong there.

    Args:
        block: The values, each with its own unit.
        unit: The unit of the line and of its series.
    """
    for n, own in enumerate(block.units):
        rows = np.arange(len(block)) if block.unit_rows is None else np.flatnonzero(block.unit_rows == n)
        named = own or unit.bare
        if named == unit.line or not len(rows):
            continue
        many = f" in {len(rows)} values" if len(rows) > 1 else ""
        if not own:
            # only a product gives a unit here: that of MEA is the line's
            counted = f"; its product counts it in {named}" if named else ""
            text = f"expected a unit such as {name_of_something(unit.line)}, as other values of the line have, found none{many}{counted}"
        elif not unit.line:
            text = f"expected no unit, as most values of the line have none, found {quoted(named, 8)}{many}"
        elif unit.factor(own) is None and not is_listed(named):
            text = (
                f"expected {name_of_something(unit.line)}, found {quoted(named, 8)}{many}, which is not known"
            )
        elif unit.factor(own) is None:
            text = f"expected {name_of_something(unit.line)}, found {quoted(named, 8)}{many}, which measures something else"
        else:
            text = f"expected the unit {name_of_something(unit.line)} of the line, found {quoted(named, 8)}{many}; all values are scaled to {unit.code}"
        yield int(rows[0]), text


def foreign_unit(product: str, unit: LineUnit, implied: str | None = None) -> str | None:
    """Return in words that a unit measures something else than a product, None when it does not.

    Args:
        product: The product.
        unit: The unit of the series.
        implied: A unit of what the product measures; None to take it from the product.

    >>> foreign_unit("1-1:3.29.0", LineUnit("KWH", "KWH"))
    "expected a unit such as KVR for the product '1-1:3.29.0', found 'KWH'"
    >>> foreign_unit("8716867000016", LineUnit("KWH", "KWH"))
    "expected a unit of power such as KWT for the product 8716867000016, found 'KWH'"
    """
    if is_power_product(product) and unit.code in ENERGY_CODES:
        return f"expected a unit of power such as KWT for the product {name_of_something(product)}, found {unit.code!r}"
    implied = implied or unit_of_product(product)
    if implied is None or unit.code is None:
        return None
    base, wanted = unit_size(unit.code)[0], unit_size(implied)[0]
    # of a unit that is not listed SER027 speaks
    is_known = base != unit.code.upper() or is_listed(unit.code)
    if base == wanted or not is_known:
        return None
    return f"expected a unit such as {implied} for the product {quoted(product, 35)}, found {unit.code!r}"


def other_unit(own: str, line: str, *, is_maximum: bool) -> str | None:
    """Return in words that a reading or a maximum has another unit than its transaction, None when it has not.

    Args:
        own: Unit of the quantity, empty for that of the transaction.
        line: Unit of the transaction, empty when it states none.
        is_maximum: The quantity is a maximum: that of energy may be power.

    >>> other_unit("MWH", "KWH", is_maximum=False), other_unit("KWT", "KWH", is_maximum=True)
    ("expected the unit KWH, found 'MWH'", None)
    """
    if not own or not line or own == line:
        return None
    base, wanted = unit_size(own)[0], unit_size(line)[0]
    if is_maximum and base == _POWER_OF.get(wanted):
        return None
    what = ""
    if base != wanted:
        what = ", which measures something else" if is_listed(own) else ", which is not known"
    return f"expected the unit {name_of_something(line)}, found {quoted(own, 8)}{what}"


def unit_at(
    unit: LineUnit, part: Line | Transaction, path: str
) -> tuple[Part, str] | tuple[Part, str, int, int]:
    """Return where a unit stands: in MEA, else what has the values, with its path and the place in it.

    Args:
        unit: The unit of the series.
        part: The line or transaction.
        path: Its group path.
    """
    for n, measure in enumerate(part.measurements, 1):
        if measure.purpose == "AAZ" and measure.unit and measure.unit == unit.line:
            return measure, f"{path}/MEA[{n}]", 3, 1
    return part, f"{path}/{part.TAG}[1]"


def unknown_unit(unit: LineUnit) -> str | None:
    """Return in words that nobody knows a unit, None when it is one of energy, power or volume.

    >>> unknown_unit(LineUnit("KWX", "KWX")), unknown_unit(LineUnit("KWH", "KWH"))
    ("expected a unit such as KWH, found 'KWX', which is not known", None)
    """
    if unit.code is None or is_listed(unit.code):
        return None
    return f"expected a unit such as KWH, found {quoted(unit.code, 8)}, which is not known"


def unstated_unit(
    unit: LineUnit,
    profile: str | None,
    message_type: str,
    obis: str = "",
    *,
    process: str = "",
    has_product: bool = False,
) -> str | None:
    """Return in words that nothing states a unit, None where something does, or a guide asks for it in its own words.

    Args:
        unit: The unit of the series.
        profile: Code of the market, None when none is known.
        message_type: Element 0065.
        obis: OBIS code of the line, empty when it has none.
        process: What the guide takes for the process, empty when the message names none.
        has_product: The line names a product, so that a guide misses none.

    >>> unstated_unit(LineUnit(None, ""), None, "UTILTS")
    'expected a unit such as KWH in QTY or MEA, found none: nobody knows how large the values are'
    >>> unstated_unit(LineUnit(None, ""), "se", "UTILTS", process="E66") is None
    True
    >>> unstated_unit(LineUnit(None, ""), "de", "MSCONS", "7-20:3.0.0")
    "expected a unit in QTY, found none, and the OBIS code '7-20:3.0.0' says none that is known: nobody knows how large the values are"
    """
    if unit.code is not None or settles_segment(profile or "", message_type, "MEA", process):
        return None
    if obis:
        return f"expected a unit in QTY, found none, and the OBIS code {quoted(obis, 35)} says none that is known: nobody knows how large the values are"
    if has_product and directories_of(profile or "", message_type):
        return "expected a unit in QTY, found none, and no OBIS code that says one: nobody knows how large the values are"
    # a guide that has the unit in the code of what is measured misses that code in its own words
    if speaks_of(profile or "", message_type, "PIA+5"):
        return None
    return "expected a unit such as KWH in QTY or MEA, found none: nobody knows how large the values are"
