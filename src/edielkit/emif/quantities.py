"""The quantities of observations as single values, and reconciliation amounts as columns."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Context, Decimal, Inexact, Overflow
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.series import decimal

__all__ = (
    "CalculatedQuantity",
    "EstimatedQuantity",
    "PriceObservation",
    "PriceObservations",
    "ReadQuantity",
    "TemporaryQuantity",
)


@attrs.frozen
class ReadQuantity:
    """A quantity with the reason why the meter was read (EMIF: MeterReadReasonCode)."""

    quantity: Decimal
    meter_read_reason_code: str | None = None


@attrs.frozen
class EstimatedQuantity:
    """A quantity that the metered data responsible estimated (EMIF: Estimated)."""

    quantity: Decimal
    quality: str
    validation_code: str
    estimation_code: str


@attrs.frozen
class TemporaryQuantity:
    """A quantity that will be replaced (EMIF: Temporary)."""

    quantity: Decimal
    validation_code: str
    estimation_code: str | None = None


@attrs.frozen
class CalculatedQuantity:
    """A quantity that Elhub calculated (EMIF: Calculated)."""

    quantity: Decimal
    imbalance_settlement: bool | None = None


@attrs.frozen
class PriceObservation:
    """Volume and amount of one step of the reconciliation (avviksoppgjør).

    Attributes:
        position: Place in the period, from 1 (EMIF: Sequence).
        balance_volume: Volume in the unit of the series, three decimals.
        balance_amount: Amount in the currency of the payload, two decimals.
    """

    position: int
    balance_volume: Decimal
    balance_amount: Decimal


def _column(dtype: type[np.generic]) -> Any:
    def convert(values: Any) -> npt.NDArray[Any]:
        array = np.asarray(values, dtype).view()
        array.flags.writeable = False
        return array

    return attrs.field(converter=convert, eq=attrs.cmp_using(eq=np.array_equal), repr=False)


@attrs.frozen(kw_only=True, hash=False)
class PriceObservations:
    """Reconciliation volumes and amounts as parallel columns, read-only.

    Attributes:
        position: int32, place in the period from 1.
        volume: int64, thousandths of the unit.
        amount: int64, hundredths of the currency.
        unparsed: Rows that the columns cannot hold, as (row, text of the wire); their columns read zero.
    """

    position: npt.NDArray[np.int32] = _column(np.int32)
    volume: npt.NDArray[np.int64] = _column(np.int64)
    amount: npt.NDArray[np.int64] = _column(np.int64)
    unparsed: tuple[tuple[int, str], ...] = ()

    @classmethod
    def of(cls, rows: list[PriceObservation]) -> PriceObservations:
        """Return *rows* as columns.

        Raises:
            ValueError: A volume has more than three decimals or an amount more than two.
        """
        return cls(
            position=np.array([r.position for r in rows], np.int32),
            volume=np.array([scaled(r.balance_volume, 3) for r in rows], np.int64),
            amount=np.array([scaled(r.balance_amount, 2) for r in rows], np.int64),
        )

    def __len__(self) -> int:
        return len(self.position)

    def __iter__(self) -> Iterator[PriceObservation]:
        for position, volume, amount in zip(
            *(c.tolist() for c in (self.position, self.volume, self.amount)), strict=True
        ):
            yield PriceObservation(position, decimal(volume), Decimal(amount).scaleb(-2))


# more digits than these would be rounded without a word
_EXACT = Context(prec=28, Emax=40, traps=[Inexact, Overflow])


def scaled(quantity: Decimal, places: int) -> int:
    """Return *quantity* times ten to the power of *places*, exact.

    Raises:
        ValueError: *quantity* has more decimals, or is not finite.

    >>> scaled(Decimal("1.25"), 2)
    125
    """
    if not quantity.is_finite():
        raise ValueError("expected a finite number")
    try:
        whole = _EXACT.scaleb(quantity, places)
    except Inexact:
        raise ValueError(f"expected at most {places} decimals and 28 digits, found more") from None
    if whole != whole.to_integral_value():
        raise ValueError(f"expected at most {places} decimals, found {quantity}")
    return int(whole)
