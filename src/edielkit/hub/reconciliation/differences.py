"""What was settled for whom, what should have been, and the money between them.

Source: https://dok.elhub.no/Elhubstandard/avviksoppgjr: for each metering point and interval the corrected volume less the
volume of the imbalance settlement, times the price of the interval; summed for each supplier and grid area; the counterparty
of every correction is the area's loss supplier (BSL). Interval-settled points are one part (ATAM), profiled points
the other (APAM), where a measured period volume takes the place of the estimate that was settled.

That a volume which changes its supplier is taken from the one and given to the other is derived: only so the sums hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import attrs

from edielkit.hub.reconciliation.money import Ints, amount_of, ore

__all__ = (
    "DIRECTIONS",
    "CorrectionDetail",
    "CorrectionRow",
    "SupplierShare",
    "Volumes",
    "counter_rows",
    "details",
    "differences",
    "rows",
)

# BusinessType of a reconciliation to the direction of its energy: production (RE03) goes into the grid. RE04 as hourly consumption
# in quarters (6015) is NOT CONFIRMED: RE01 is published as interval consumption without 6015.
DIRECTIONS: Mapping[str, str] = MappingProxyType({"RE01": "Out", "RE02": "Out", "RE03": "In", "RE04": "Out"})


class SupplierShare(NamedTuple):
    """Whose volume it is.

    Attributes:
        point: GSRN.
        supplier: GLN of the supplier of the day; empty without one.
        business_type: ``RE01`` to ``RE04``.
    """

    point: str
    supplier: str
    business_type: str


Volumes = Mapping[SupplierShare, Ints]


@attrs.frozen(kw_only=True)
class CorrectionDetail:
    """The correction of a metering point on a day.

    Attributes:
        day: Norwegian day.
        point: GSRN.
        supplier: GLN of the supplier; never empty.
        business_type: ``RE01`` to ``RE04``.
        volume: Corrected less settled, thousandths of a kWh.
        amount: Millionths of a krone.
    """

    day: dt.date
    point: str
    supplier: str
    business_type: str
    volume: int
    amount: int


@attrs.frozen(kw_only=True)
class CorrectionRow:
    """The correction of a supplier, or of the loss supplier against it, in a grid area on a day.

    Attributes:
        day: Norwegian day.
        supplier: GLN.
        business_type: ``RE01`` to ``RE04``.
        volume: Thousandths of a kWh.
        amount: Hundredths of a krone.
    """

    day: dt.date
    supplier: str
    business_type: str
    volume: int
    amount: int


def differences(settled: Volumes, corrected: Volumes) -> dict[SupplierShare, Ints]:
    """Return corrected less settled volumes where any interval differs.

    Volumes without a supplier are left out: they are loss of the grid before and after, and nobody settles them.

    Args:
        settled: What the settlement, or the reconciliation before this one, counted.
        corrected: What is right by now.

    >>> import numpy as np
    >>> one, other = SupplierShare("1", "old", "RE01"), SupplierShare("1", "new", "RE01")
    >>> found = differences({one: np.array([5, 5])}, {other: np.array([5, 6])})
    >>> [(share.supplier, column.tolist()) for share, column in found.items()]
    [('new', [5, 6]), ('old', [-5, -5])]
    """
    changed = {}
    for share in sorted(settled.keys() | corrected.keys()):
        before, after = settled.get(share), corrected.get(share)
        if after is None:
            difference = -before if before is not None else None
        else:
            difference = after if before is None else after - before
        if difference is not None and share.supplier and difference.any():
            changed[share] = difference
    return changed


def details(
    day: dt.date, corrections: Mapping[SupplierShare, Ints], prices: Ints
) -> tuple[CorrectionDetail, ...]:
    """Return the corrections of *day* with their amounts, *prices* one for each interval."""
    return tuple(
        CorrectionDetail(
            day=day,
            point=share.point,
            supplier=share.supplier,
            business_type=share.business_type,
            volume=sum(column.tolist()),
            amount=amount_of(column, prices),
        )
        for share, column in corrections.items()
    )


def rows(corrections: Iterable[CorrectionDetail]) -> tuple[CorrectionRow, ...]:
    """Return the sums for each supplier, kind and day, in this order; amounts are rounded to hundredths here.

    A day whose corrections cancel in volume and in money has a row of zeros.
    """
    sums: dict[tuple[str, str, dt.date], tuple[int, int]] = {}
    for correction in corrections:
        key = (correction.supplier, correction.business_type, correction.day)
        volume, amount = sums.get(key, (0, 0))
        sums[key] = (volume + correction.volume, amount + correction.amount)
    return tuple(
        CorrectionRow(day=day, supplier=supplier, business_type=kind, volume=volume, amount=ore(amount))
        for (supplier, kind, day), (volume, amount) in sorted(sums.items())
    )


def counter_rows(corrections: Iterable[CorrectionRow], loss_supplier: str) -> tuple[CorrectionRow, ...]:
    """Return the loss supplier's side of *found*, for each kind and day: with it every sum is zero, to the øre."""
    sums: dict[tuple[str, dt.date], tuple[int, int]] = {}
    for correction in corrections:
        key = (correction.business_type, correction.day)
        volume, amount = sums.get(key, (0, 0))
        sums[key] = (volume - correction.volume, amount - correction.amount)
    return tuple(
        CorrectionRow(day=day, supplier=loss_supplier, business_type=kind, volume=volume, amount=amount)
        for (kind, day), (volume, amount) in sorted(sums.items())
    )
