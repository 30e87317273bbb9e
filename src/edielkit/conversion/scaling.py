"""Quantities in another unit, exact."""

from __future__ import annotations

from decimal import Decimal

import attrs
import numpy as np

from edielkit.errors import BuildError
from edielkit.series import QUANTITY_LIMIT, Observations, Status

__all__ = ("scaled",)


def scaled(observations: Observations, factor: int, where: str) -> Observations:
    """Return *observations* times *factor*; values whose decimals only the smaller unit can hold are read from their text.

    Args:
        observations: Values in thousandths.
        factor: 1, or how many of the new unit the old one is.
        where: The place of the series, for errors.

    Raises:
        BuildError: A value is no number of at most twelve digits and three decimals in the new unit.

    >>> scaled(Observations.metered(["1.5"]), 1000, "here").quantity
    array([1500000])
    """
    quantity = observations.quantity
    if factor != 1:
        if len(quantity) and int(np.abs(quantity).max()) >= QUANTITY_LIMIT // factor:
            raise BuildError(f"a quantity times {factor} has more than twelve digits", where)
        quantity = quantity * factor
    if not observations.unparsed:
        return observations if factor == 1 else attrs.evolve(observations, quantity=quantity)
    quantity, status = quantity.copy(), observations.status.copy()
    for row, text in observations.unparsed:
        quantity[row] = _thousandths(text, factor, f"{where}, value {row + 1}")
        status[row] = int(Status.METERED)
    if factor == 1:
        raise BuildError(
            "the value has more than three decimals", f"{where}, value {observations.unparsed[0][0] + 1}"
        )
    return attrs.evolve(observations, quantity=quantity, status=status, unparsed=())


def _thousandths(text: str, factor: int, where: str) -> int:
    plain = text.replace(",", ".", 1)
    if len(plain) > 40 or not plain.lstrip("-").replace(".", "", 1).isdecimal() or not plain.isascii():
        raise BuildError("the value is no decimal number", where)
    amount = Decimal(plain) * factor * 1000
    if amount != amount.to_integral_value() or abs(amount) >= QUANTITY_LIMIT:
        raise BuildError(
            "the value has more than three decimals, or twelve digits, in the unit of the target", where
        )
    return int(amount)
