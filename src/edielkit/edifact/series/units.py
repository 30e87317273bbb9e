"""The unit of a line: stated for the line, for each value (C186), or implied by the product; values that differ are scaled.

UN/EDIFACT C186: 6411 is the unit of the 6060 beside it. So a value counts in its own unit, else in that of its line (MEA), else
in the one that the product implies. A series is in the finest of them, so that every amount stays exact; what measures something
else, or has no unit where others have one, is kept as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs
import numpy as np

from edielkit.edifact.messages.parts import Measurement, amount_text
from edielkit.edifact.series.blocks import Block
from edielkit.series import Status, decimal
from edielkit.series.units import unit_size

__all__ = ("LineUnit", "in_unit", "line_unit", "stated_unit")

# fifteen digits, in thousandths, see `edielkit.edifact.series.blocks.quantity_of`
_LARGEST = 10**18 - 1


@attrs.frozen
class LineUnit:
    """The unit of a series, and how the values of its line come into it.

    Attributes:
        code: Unit of the series as 6411, None when nobody says one.
        bare: Unit of values without one of their own, empty when nobody says one.
    """

    code: str | None
    bare: str

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


def line_unit(stated: str, own: tuple[str, ...], implied: str | None = None) -> LineUnit:
    """Return the unit of a line.

    Args:
        stated: Unit that the line states (MEA), empty for none.
        own: The different units of its values, empty text for values without one.
        implied: Unit that the product implies.

    >>> line_unit("MWH", ("", "KWH")), line_unit("", ("MWH",), "KWH"), line_unit("", ("",)).code
    (LineUnit(code='KWH', bare='MWH'), LineUnit(code='MWH', bare='KWH'), None)
    """
    bare = stated or implied or ""
    named = [unit or bare for unit in own]
    first = stated or next((unit for unit in own if unit), "") or bare
    if not first:
        return LineUnit(None, "")
    base, _ = unit_size(first)
    alike = (unit for unit in (first, *named) if unit and unit_size(unit)[0] == base)
    return LineUnit(min(alike, key=lambda unit: unit_size(unit)[1]), bare)


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
        lost |= {row: _text(block, row, own) for row in rows[~fits].tolist() if row not in texts}
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


def _text(block: Block, row: int, own: str) -> str:
    amount = amount_text(decimal(int(block.quantity[row])))
    return f"{amount}:{own}" if own else amount
