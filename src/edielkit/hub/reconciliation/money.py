"""Money of the reconciliation: exact integers, rounded where the market rounds and nowhere else.

Volumes are thousandths of a kWh. Prices are millionths of a krone for a MWh. The amount of an interval is rounded to six
decimals of a krone, sums of a day to two (source: component 9, reconciliation to balance supplier). How halves are
rounded is NOT FOUND: to the even neighbour here, which treats a correction and its reversal alike.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from edielkit.harmless import quoted
from edielkit.hub.core.apportioning import Ints

__all__ = ("Ints", "amount_of", "kroner", "ore", "price_of", "rounded")


# thousandths of a kWh times millionths of a krone for a MWh is 10**-12 kroner
_TO_MILLIONTHS = 10**6
_TO_ORE = 10**4
_SAFE = 1 << 62
# NOK for a MWh; real prices stay below a tenth of a percent of it
_PRICE_LIMIT = 10**9


def rounded(value: int, divisor: int) -> int:
    """Return *value* divided by a positive, even *divisor*, halves to the even neighbour.

    >>> [rounded(each, 10) for each in (5, 15, 16, -5, -15, -16)]
    [0, 2, 2, 0, -2, -2]
    """
    whole, remainder = divmod(abs(value), divisor)
    whole += 2 * remainder > divisor or (2 * remainder == divisor and whole % 2)
    return -whole if value < 0 else whole


def amount_of(volume: Ints, price: Ints) -> int:
    """Return the sum of the amounts of all intervals in millionths of a krone, each rounded before it is added.

    Args:
        volume: Thousandths of a kWh, one for each interval.
        price: Millionths of a krone for a MWh, one for each interval.

    >>> amount_of(np.array([1500, -250]), np.array([400_000_000, 400_000_000]))
    500000
    """
    if not len(volume):
        return 0
    if _largest(volume) * _largest(price) < _SAFE // len(volume):
        product = volume * price
        whole, remainder = np.divmod(np.abs(product), _TO_MILLIONTHS)
        half = _TO_MILLIONTHS // 2
        whole += (remainder > half) | ((remainder == half) & (whole % 2 == 1))
        return int((whole * np.sign(product)).sum())
    # what is too large for 64 bits is no energy that anybody used, but it is counted all the same
    return sum(rounded(v * p, _TO_MILLIONTHS) for v, p in zip(volume.tolist(), price.tolist(), strict=True))


def _largest(values: Ints) -> int:
    return max(int(values.max()), -int(values.min()))


def ore(amount: int) -> int:
    """Return millionths of a krone in hundredths (øre).

    >>> ore(1_005_000), ore(1_015_000), ore(-1_015_001)
    (100, 102, -102)
    """
    return rounded(amount, _TO_ORE)


def kroner(amount: int) -> Decimal:
    """Return hundredths of a krone as a decimal number with two places.

    >>> kroner(-5)
    Decimal('-0.05')
    """
    return Decimal(amount).scaleb(-2)


def price_of(text: str) -> int:
    """Return a price in kroner for a MWh, as text, in millionths.

    Raises:
        ValueError: It is no number, has more than six decimals, or is larger than any price.

    >>> price_of("-12.345")
    -12345000
    """
    try:
        price = Decimal(text)
        # the size first: the whole number behind a large exponent has that many digits
        large = price.copy_abs() >= _PRICE_LIMIT
        whole = 0 if large else int(price.scaleb(6))
    except (ArithmeticError, ValueError):
        raise ValueError(f"expected a price as a decimal number, found {quoted(text, 40)}") from None
    if large:
        raise ValueError(f"expected a price below {_PRICE_LIMIT} kroner, found {quoted(text, 40)}")
    if Decimal(whole).scaleb(-6) != price:
        raise ValueError(f"expected at most six decimals in a price, found {quoted(text, 40)}")
    return whole
