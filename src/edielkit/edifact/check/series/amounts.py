"""Rules about the amounts of a series as numbers: their sign, and how many decimals its resolution allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from edielkit.edifact.check.guides.allowances import Allowance
from edielkit.edifact.check.series.rules import weighed_at
from edielkit.edifact.messages.utilts import Quantity, Transaction
from edielkit.edifact.series.blocks import Block, quantity_of
from edielkit.edifact.series.utilts import READING
from edielkit.findings import Finding, Severity, Trust
from edielkit.harmless import quoted
from edielkit.series import Status, decimal

__all__ = ("check_decimals", "missing_amount", "negative_value")

# energy of a month (DTM+354:1:802) in kWh
_ENERGY, _KWH, _MONTH = "136", "KWH", ("1", "802")
_WHOLE = 1000


def negative_value(
    block: Block, allowed: Allowance, *, has_direction: bool
) -> tuple[int, str, Severity] | None:
    """Return the first row with a negative value, what is wrong with it and how much that weighs; None for none.

    Args:
        block: The values as columns.
        allowed: What the guide allows.
        has_direction: The product says the direction.
    """
    forbidden = allowed.negative is False
    if not (forbidden or (has_direction and allowed.negative is None)):
        return None
    rows = np.flatnonzero(block.quantity < 0)
    if not len(rows):
        return None
    is_sure = forbidden and allowed.trust is Trust.SOURCED
    many = f" in {len(rows)} values" if len(rows) > 1 else ""
    row = int(rows[0])
    text = f"expected no negative value, found {decimal(int(block.quantity[row]))}{many}: the direction is stated by itself"
    return row, text, Severity.ERROR if is_sure else Severity.WARNING


def missing_amount(block: Block) -> tuple[int, str] | None:
    """Return the first row whose status says that there is no value and that has one, and what is wrong; None for none.

    Zero is what stands there where the directory asks for an amount.

    Args:
        block: The values as columns.
    """
    rows = np.flatnonzero((block.status == Status.MISSING) & (block.quantity != 0))
    if not len(rows):
        return None
    row = int(rows[0])
    many = f" in {len(rows)} values" if len(rows) > 1 else ""
    text = f"expected no amount, or 0, of a value that is missing, found {decimal(int(block.quantity[row]))}{many}"
    return row, f"{text}; it is not counted"


def check_decimals(
    transaction: Transaction,
    quantities: Sequence[tuple[Quantity, str]],
    unit: str,
    market: tuple[str, str, str],
) -> Iterator[Finding]:
    """Yield the first energy of a month, and the first reading, that is no whole number.

    Args:
        transaction: The transaction.
        quantities: Its quantities, each with its path.
        unit: Unit that the transaction states.
        market: Profile, message type and process.
    """
    duration = transaction.time("354")
    is_month = duration is not None and (duration.text, duration.format) == _MONTH and unit == _KWH
    kinds = (
        (READING, "a reading", True),
        (_ENERGY, "energy of a month in kWh", is_month),
    )
    for function, what, holds in kinds:
        broken = [
            (quantity, path)
            for quantity, path in quantities
            if holds and quantity.function == function and quantity_of(quantity.amount)[0] % _WHOLE
        ]
        if broken:
            quantity, path = broken[0]
            many = f" in {len(broken)} values" if len(broken) > 1 else ""
            text = f"expected {what} without decimals, found {quoted(quantity.amount, 20)}{many}"
            yield from weighed_at("SER033", text, quantity, path, 1, 2, market=market)
