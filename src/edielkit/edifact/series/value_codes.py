"""What the codes beside a value say about it: status, direction and unit, as tables with their sources, and the unit of a line.

Only what a source or an observed message says is here; a caller adds the codes of its partners
(`SeriesOptions`). A code without an entry is reported by the rules and read as a metered value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import attrs
import numpy as np

from edielkit.edifact.messages.parts import Measurement, amount_text
from edielkit.edifact.series.blocks import Block
from edielkit.series import Status, decimal
from edielkit.series.units import unit_size

__all__ = (
    "QUALIFIERS",
    "LineUnit",
    "SeriesOptions",
    "direction_of_areas",
    "direction_of_market_product",
    "direction_of_obis",
    "in_unit",
    "is_obis",
    "is_power_product",
    "line_unit",
    "may_be_missing",
    "stated_unit",
    "status_of_qualifier",
    "status_of_reason",
    "unit_of_block",
    "unit_of_market_product",
    "unit_of_obis",
    "unit_of_product",
)

# QTY 6063. UN/EDIFACT code list: 31 estimated annual volume, 67 estimated reading, 136 period quantity,
# 20 not usable, 135 planned, 187 and 201 of later directories.
_COMMON: Mapping[str, Status] = {
    "136": Status.METERED,
    "220": Status.METERED,
    "31": Status.ESTIMATED,
    "67": Status.ESTIMATED,
    "135": Status.ESTIMATED,
}
QUALIFIERS: Mapping[str, Mapping[str, Status]] = {
    "": _COMMON,
    "no": _COMMON,
    "se": _COMMON,
    "dk": _COMMON,
    # BDEW MSCONS MIG 2.4c: 220 true value, 67 substitute, Z18 preliminary, Z30 missing, 79 sum, 201 proposed,
    # 20 not usable, 187 forecast
    "de": {
        **_COMMON,
        "79": Status.CALCULATED,
        "187": Status.ESTIMATED,
        "201": Status.ESTIMATED,
        "20": Status.MISSING,
        "Z18": Status.TEMPORARY,
        "Z30": Status.MISSING,
    },
    # Metering Code, D.99A: 46 true, 79 estimated, as a sample suggests; D.04B (2.2e) writes the codes of BDEW (inferred)
    "ch": {
        **_COMMON,
        "46": Status.METERED,
        "79": Status.ESTIMATED,
        "187": Status.ESTIMATED,
        "201": Status.ESTIMATED,
        "20": Status.MISSING,
        "Z18": Status.TEMPORARY,
        "Z30": Status.MISSING,
    },
}

# STS+8, data element 4405. 113 incomplete and 125 adjusted have no form of their own in a series (derived).
_REASONS: Mapping[str, Status] = {
    "21": Status.TEMPORARY,
    "39": Status.METERED,
    "46": Status.MISSING,
    "56": Status.ESTIMATED,
    "81": Status.FINAL_ESTIMATED,
    "113": Status.TEMPORARY,
    "125": Status.ESTIMATED,
}

_OBIS = re.compile(r"(?:\d{1,3}-\d{1,3}:)?(\d{1,3})\.(\d{1,3})(?:\.\d{1,3})?(?:\*\d{1,3})?\Z", re.ASCII)
# C group: 1 and 3 out of the grid to the customer, 2 and 4 into the grid (BDEW and the Swiss Metering Code).
# an..35; no longer text goes into a cache
_LONGEST = 35
_DIRECTIONS: Mapping[str, str] = {"1": "Out", "3": "Out", "2": "In", "4": "In"}
_ENERGY = frozenset({"8", "9", "29"})
_POWER = frozenset({"6"})


@attrs.frozen(kw_only=True)
class SeriesOptions:
    """What a message does not say and its receiver knows.

    Attributes:
        profile: Name of the profile: ``no``, ``se``, ``dk``, ``de`` or ``ch``; None to take it from the message.
        directions: Direction (``In`` or ``Out``) of product codes, for partners with one code a direction.
        main_area: The grid area that a pair of areas (LOC+232, LOC+233) is seen from.
        qualifiers: Status of further quantity qualifiers (QTY 6063).
        measures: Status of further codes in CCI and MEA below a line, by value (6314).
    """

    profile: str | None = None
    directions: Mapping[str, str] = attrs.field(factory=dict)
    main_area: str | None = None
    qualifiers: Mapping[str, Status] = attrs.field(factory=dict)
    measures: Mapping[str, Status] = attrs.field(factory=dict)

    def with_profile(self, profile: str | None) -> SeriesOptions:
        """Return the options for a message that follows *profile*, unless the caller has named another.

        >>> SeriesOptions().with_profile("no").profile, SeriesOptions(profile="de").with_profile("no").profile
        ('no', 'de')
        """
        return self if self.profile or profile is None else attrs.evolve(self, profile=profile)


def status_of_qualifier(code: str, profile: str | None, options: SeriesOptions) -> Status | None:
    """Return what a quantity qualifier says about its value, None when nothing is known.

    >>> status_of_qualifier("Z18", "de", SeriesOptions())
    <Status.TEMPORARY: 3>
    """
    own = options.qualifiers.get(code)
    return own if own is not None else QUALIFIERS.get(profile or "", _COMMON).get(code)


def may_be_missing(code: str) -> bool:
    """Tell whether a quantity qualifier says in any market that there is no value.

    >>> may_be_missing("Z30"), may_be_missing("136")
    (True, False)
    """
    return any(codes.get(code) is Status.MISSING for codes in QUALIFIERS.values())


def status_of_reason(code: str) -> Status | None:
    """Return what a status code (4405) of STS+8 says about a value, None when nothing is known.

    >>> status_of_reason("56")
    <Status.ESTIMATED: 1>
    """
    return _REASONS.get(code)


def is_obis(code: str) -> bool:
    """Tell whether *code* is an OBIS code, with or without medium and channel.

    >>> is_obis("1-1:1.29.0*255"), is_obis("8716867000030")
    (True, False)
    """
    return len(code) <= _LONGEST and _OBIS.match(code) is not None


@lru_cache(maxsize=256)
def direction_of_obis(code: str) -> str | None:
    """Return the direction of an OBIS code as the grid sees it, None when the code has none.

    >>> direction_of_obis("1-1:1.29.0"), direction_of_obis("1-1:2.29.0"), direction_of_obis("1-1:5.29.0")
    ('Out', 'In', None)
    """
    match = _OBIS.match(code)
    return _DIRECTIONS.get(match[1]) if match else None


@lru_cache(maxsize=256)
def unit_of_obis(code: str) -> str | None:
    """Return the unit (6411) that an OBIS code of electricity implies, None when it is not known.

    >>> unit_of_obis("1-1:1.29.0"), unit_of_obis("1-1:3.29.0"), unit_of_obis("7-0:9.98.0")
    ('KWH', 'KVR', None)
    """
    match = _OBIS.match(code)
    # group A, the medium: 1 is electricity
    if match is None or ("-" in code and not code.startswith("1-")):
        return None
    active, reactive = match[1] in {"1", "2"}, match[1] in {"3", "4", "5", "6", "7", "8"}
    if match[2] in _ENERGY:
        return "KWH" if active else "KVR" if reactive else None
    return "KWT" if active and match[2] in _POWER else None


# Product codes of ebIX: active, reactive, capacitive and inductive energy, with a unit of what they measure.
_PRODUCTS: Mapping[str, str] = {
    "8716867000030": "KWH",
    "8716867000047": "KVR",
    "8716867000139": "KVR",
    "8716867000146": "KVR",
}

# Those of power. Which of the two is active power, and in what units either is, no source that was read says: energy is none.
_POWER_PRODUCTS = frozenset({"8716867000016", "8716867000023"})


def is_power_product(code: str) -> bool:
    """Tell whether a product code of ebIX is one of power, which no unit of energy counts.

    >>> is_power_product("8716867000016"), is_power_product("8716867000030")
    (True, False)
    """
    return code in _POWER_PRODUCTS


def unit_of_product(code: str) -> str | None:
    """Return a unit (6411) of what a product measures, None when that is not known.

    >>> unit_of_product("8716867000047"), unit_of_product("1-1:1.29.0"), unit_of_product("1501")
    ('KVR', 'KWH', None)
    """
    return _PRODUCTS.get(code) or (unit_of_obis(code) if is_obis(code) else None)


# Older product codes of a market, each with a unit of what it measures and its direction, as the grid sees it: active energy
# out and in, reactive energy out and in (Svenska kraftnät MSCONS; case 2013:01 of Energiföretagen, read at second hand).
_MARKET_PRODUCTS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("se", "1010"): ("KWH", "Out"),
    ("se", "2055"): ("KWH", "Out"),
    ("se", "1009"): ("KWH", "In"),
    ("se", "1102"): ("KVR", "Out"),
    ("se", "1101"): ("KVR", "In"),
}


def unit_of_market_product(code: str, profile: str | None) -> str | None:
    """Return a unit (6411) of what a product code of one market measures, None when that is not known.

    >>> unit_of_market_product("1102", "se"), unit_of_market_product("1102", "no")
    ('KVR', None)
    """
    product = _MARKET_PRODUCTS.get((profile or "", code))
    return None if product is None else product[0]


def direction_of_market_product(code: str, profile: str | None) -> str | None:
    """Return the direction that a product code of one market has by itself, None when that is not known.

    >>> direction_of_market_product("1009", "se"), direction_of_market_product("1009", "no")
    ('In', None)
    """
    product = _MARKET_PRODUCTS.get((profile or "", code))
    return None if product is None else product[1]


def direction_of_areas(source: str | None, destination: str | None, options: SeriesOptions) -> str | None:
    """Return the direction of a pair of areas, seen from the main area: In when it is the destination.

    >>> options = SeriesOptions(main_area="NO1")
    >>> [direction_of_areas(*pair, options) for pair in (("NO2", "NO1"), ("NO1", "NO2"), ("NO2", "NO3"))]
    ['In', 'Out', None]
    """
    main = options.main_area
    if not main or source is None or destination is None or source == destination:
        return None
    return "In" if destination == main else "Out" if source == main else None


# -- the unit of a line
#
# UN/EDIFACT C186: 6411 is the unit of the 6060 beside it. So a value counts in its own unit, else in that of its line (MEA), else
# in the one that the product implies. A line has the unit of its MEA, else that of most of the values that measure what its product
# does, else of most values. A series is in the finest unit of that quantity, so that every amount stays exact; a value that measures
# something else, or has no unit where most have one, is kept as text.

# fifteen digits, in thousandths, see `edielkit.edifact.series.blocks.quantity_of`
_LARGEST = 10**18 - 1


@attrs.frozen
class LineUnit:
    """The unit of a series, and how the values of its line come into it.

    Attributes:
        code: Unit of the series as 6411, None when nobody says one.
        bare: Unit of values without one of their own, empty when nobody says one.
        line: Unit that each value of the line should have, empty when nobody says one.
    """

    code: str | None
    bare: str
    line: str = ""

    def factor(self, own: str) -> int | None:
        """Return how many of the series' unit one of a value's own is, None when it cannot be said.

        >>> LineUnit("KWH", "KWH").factor("MWH"), LineUnit("KWH", "KWH").factor("KVR")
        (1000, None)
        """
        unit = own or self.bare
        if unit == (self.code or ""):
            return 1
        if not unit or self.code is None:
            return None
        (base, size), (wanted, least) = unit_size(unit), unit_size(self.code)
        return size // least if base == wanted else None


def stated_unit(measurements: Iterable[Measurement]) -> str:
    """Return the unit that a line or a transaction states in MEA+AAZ, empty when it states none."""
    return next((measure.unit for measure in measurements if measure.purpose == "AAZ"), "")


def line_unit(
    stated: str,
    own: Sequence[str],
    implied: str | None = None,
    *,
    product: str | None = None,
    counts: Sequence[int] = (),
) -> LineUnit:
    """Return the unit of a line.

    Args:
        stated: Unit that the line states (MEA), empty for none.
        own: The different units of its values by their first value, empty text for values without one.
        implied: Unit that the product implies for values without one.
        product: A unit of what the product measures, when it is not implied.
        counts: How many values have each unit; without them all have as many.

    >>> line_unit("MWH", ("", "KWH")), line_unit("", ("MWH",), "KWH"), line_unit("", ("",)).code
    (LineUnit(code='KWH', bare='MWH', line='MWH'), LineUnit(code='MWH', bare='KWH', line='MWH'), None)
    >>> line_unit("", ("", "KVR"), "KWH", counts=(95, 1))
    LineUnit(code='KWH', bare='KWH', line='KWH')
    """
    bare = stated or implied or ""
    named = [unit or bare for unit in own]
    line = stated or _line_of(named or [bare], counts or [1] * max(len(named), 1), implied or product or "")
    if not line:
        return LineUnit(None, "")
    if not any(unit and unit != line for unit in named):
        return LineUnit(line, bare, line)
    base, _ = unit_size(line)
    alike = (unit for unit in (line, *named) if unit and unit_size(unit)[0] == base)
    return LineUnit(min(alike, key=lambda unit: unit_size(unit)[1]), bare, line)


def _line_of(named: Sequence[str], counts: Sequence[int], product: str) -> str:
    """Return the unit of a line that states none: of those of its product's quantity, else of all, that of most values."""
    alike = [bool(product) and unit_size(unit)[0] == unit_size(product)[0] for unit in named]
    most: dict[str, int] = {}
    for unit, count, is_alike in zip(named, counts, alike, strict=True):
        if is_alike or not any(alike):
            most[unit] = most.get(unit, 0) + count
    # of as many: one that is said, the product's own, else the first
    return max(most, key=lambda unit: (most[unit], bool(unit), unit == product))


def unit_of_block(
    stated: str, block: Block, implied: str | None = None, product: str | None = None
) -> LineUnit:
    """Return the unit of a line whose values are columns.

    Args:
        stated: Unit that the line states (MEA), empty for none.
        block: Its values.
        implied: Unit that the product implies for values without one.
        product: A unit of what the product measures, when it is not implied.
    """
    rows = block.unit_rows
    counts = [len(block)] if rows is None else np.bincount(rows, minlength=len(block.units)).tolist()
    return line_unit(stated, block.units, implied, product=product, counts=counts)


def in_unit(block: Block, unit: LineUnit) -> Block:
    """Return the values of a line in the unit of its series; what cannot be scaled is kept as text, with its unit."""
    factors = [unit.factor(own) for own in block.units]
    if all(factor == 1 for factor in factors):
        return block
    quantity, status = block.quantity.copy(), block.status.copy()
    texts = block.unparsed_rows
    lost: dict[int, str] = {}
    for own, factor, rows in _by_unit(block, factors):
        most = _LARGEST // (factor or 1)
        fits = np.abs(quantity[rows]) <= (most if factor else -1)
        quantity[rows[fits]] *= factor or 1
        lost |= {row: _unparsed_text(block, row, own) for row in rows[~fits].tolist() if row not in texts}
    rows = np.array(sorted(lost), np.int64)
    quantity[rows], status[rows] = 0, int(Status.MISSING)
    return attrs.evolve(
        block, quantity=quantity, status=status, unparsed=tuple(sorted({**texts, **lost}.items()))
    )


def _by_unit(block: Block, factors: list[int | None]) -> Iterator[tuple[str, int | None, np.ndarray]]:
    for n, (own, factor) in enumerate(zip(block.units, factors, strict=True)):
        if factor != 1:
            every = np.arange(len(block)) if block.unit_rows is None else np.flatnonzero(block.unit_rows == n)
            yield own, factor, every


def _unparsed_text(block: Block, row: int, own: str) -> str:
    amount = amount_text(decimal(int(block.quantity[row])))
    return f"{amount}:{own}" if own else amount
