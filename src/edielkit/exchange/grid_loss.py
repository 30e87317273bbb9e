"""The loss of a grid area as an estimate from its constants, and the limits that a loss is checked against.

Sources: Elhub standard, BRS-NO-318 (two parameters of a grid area, kept in Elhub's portal) and
https://dok.elhub.no/15min/valideringer-for-balanseavregning-blir-konfigure-2 (default limits).
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.series.exact import INT64_MAX

__all__ = ("LossConstants", "LossLimits", "estimate")

Ints = npt.NDArray[np.int64]
_HOUR = 3600


@attrs.frozen(kw_only=True)
class LossConstants:
    """The two parameters of a grid area's loss.

    Attributes:
        idle: Idle loss (tomgangstap) in kWh for an hour.
        constant: Loss constant (tapskonstant) in 1/kWh, the share of the squared gross infeed of an hour.
    """

    idle: Decimal
    constant: Decimal


@attrs.frozen(kw_only=True)
class LossLimits:
    """When a loss needs a person's judgement.

    The defaults are the published ones. They are Elhub's: a grid company does not change them. The pages do not say what length of
    interval the amounts in kWh belong to, so they apply to the intervals of the balance; and the rule on negative loss was
    changed in spring 2024 to a limit that is not published.

    Attributes:
        negative: A loss below this, in kWh, is flagged (negativt tap).
        high_share: Share of gross infeed that a flagged loss is above (høyt tap), from 0 to 1, four decimals.
        high: Amount in kWh that it is above as well.
    """

    negative: Decimal = Decimal(-200)
    high_share: Decimal = Decimal("0.12")
    high: Decimal = Decimal(500)


def estimate(constants: LossConstants, gross_infeed: Ints, *, seconds: int = _HOUR) -> Ints:
    """Return the estimated loss of each interval, to the nearest thousandth of a kWh.

    Trust: the hourly formula ``idle + constant * gross infeed**2`` is derived from the published words of
    BRS-NO-318, whose formula is an image. For shorter intervals it is derived further: with n intervals in an
    hour ``idle / n + n * constant * infeed**2``, which gives the hour's loss when its intervals are equal.

    Args:
        constants: The parameters of the grid area.
        gross_infeed: Production and import of each interval, thousandths of a kWh.
        seconds: Length of an interval; an hour has a whole number of them.

    Raises:
        ValueError: *seconds* does not fill an hour, or an estimate leaves 64 bits.

    >>> constants = LossConstants(idle=Decimal(10), constant=Decimal("0.00002"))
    >>> (
    ...     int(estimate(constants, np.array([1_000_000]))[0]),
    ...     int(estimate(constants, np.array([250_000]), seconds=900)[0]),
    ... )
    (30000, 7500)
    """
    if seconds <= 0 or _HOUR % seconds:
        raise ValueError(f"expected a length that fills an hour, found {seconds} seconds")
    count = _HOUR // seconds
    idle = Fraction(constants.idle) * 1000 / count
    square = Fraction(constants.constant) * count / 1000
    below = idle.denominator * square.denominator
    fixed, factor = idle.numerator * square.denominator, square.numerator * idle.denominator
    # squares of thousandths leave 64 bits at 3 GWh, so these are numbers of any size
    values = [_nearest(fixed + factor * infeed * infeed, below) for infeed in gross_infeed.tolist()]
    if any(abs(value) > INT64_MAX for value in values):
        raise ValueError("an estimated loss does not fit 64 bits in thousandths")
    return np.array(values, np.int64)


def _nearest(above: int, below: int) -> int:
    whole, remainder = divmod(above, below)
    return whole + (2 * remainder > below or (2 * remainder == below and whole % 2 == 1))
