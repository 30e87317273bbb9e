"""Final grid loss (endelig nettap): the loss of a usage day calculated anew one, two and three years later.

Source: https://dok.elhub.no/ediel1141/beregning-av-endelig-nettap: LS02 (as LS01), LS06 to LS08 (as LS03 to LS05: consumption
without a supplier). They are not sent; a query (BRS-NO-324) gets the newest. The formula is that of the settlement, with what
is known by now: production + import - export - consumption; profiled points count with their measured profile (FPC) where
there is one, hourly ones in the shape of the lock (derived).
"""

from __future__ import annotations

import datetime as dt
from calendar import isleap
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from edielkit.hub.core.failures import ForItself
from edielkit.hub.core.structure import GridArea
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.reconciliation.frozen_basis import FrozenBasis, part
from edielkit.hub.reconciliation.money import Ints
from edielkit.hub.reconciliation.reconciliation_records import FINAL_LOSSES, FinalLoss
from edielkit.hub.reconciliation.run import frozen
from edielkit.hub.settlement.basis import AreaInputs, SettlementUse, settle
from edielkit.hub.settlement.gathering import SettlementMarket, gather, market_of

__all__ = ("CODES", "JOB", "anniversaries", "final_loss", "yearly", "yearly_for")

# Name of the job.
JOB = "final loss"
YEARS = (1, 2, 3)
_QUARTER = 15
# BusinessType to the kind of consumption without a supplier that it is; LS02 is the loss with all three.
CODES: Mapping[str, SettlementUse | None] = MappingProxyType(
    {
        "LS02": None,
        "LS06": SettlementUse.PROFILED,
        "LS07": SettlementUse.HOURLY,
        "LS08": SettlementUse.INTERVAL,
    }
)


def final_loss(transaction: Transaction, area: str, day: dt.date) -> FinalLoss | None:
    """Return the newest final loss of an area's day, None before the first year is over.

    Args:
        transaction: The step.
        area: EIC of the grid area.
        day: Usage day.
    """
    for years in reversed(YEARS):
        loss = transaction.get(FINAL_LOSSES, (area, day.isoformat(), years))
        if loss is not None:
            return loss
    return None


def anniversaries(today: dt.date, years: int) -> list[dt.date]:
    """Return the usage days that are so many years old *today*; 29 February comes of age on 1 March.

    >>> [day.isoformat() for day in anniversaries(dt.date(2029, 3, 1), 1)]
    ['2028-02-29', '2028-03-01']
    """
    if (today.month, today.day) == (2, 29):
        return [] if not isleap(today.year - years) else [today.replace(year=today.year - years)]
    same = today.replace(year=today.year - years)
    late = (today.month, today.day) == (3, 1) and isleap(same.year) and not isleap(today.year)
    return [dt.date(same.year, 2, 29), same] if late else [same]


def yearly(transaction: Transaction, today: dt.date) -> None:
    """Calculate the final loss of the usage days that are one, two and three years old (the job of 12:00)."""
    due = [(day, years) for years in YEARS for day in anniversaries(today, years)]
    areas = [
        grid_area
        for grid_area in transaction.structure.areas.values()
        if any(frozen(transaction, grid_area.identification, day) is not None for day, _ in due)
    ]
    if areas:
        market = market_of(transaction)
        for area in areas:
            with ForItself(transaction, JOB, today, area.identification) as part:
                for day, years in due:
                    _keep(part, market, area, day, years)


def yearly_for(transaction: Transaction, today: dt.date, area: str) -> None:
    """Calculate the final losses of one area that the job of *today* calculates."""
    market = market_of(transaction)
    for years in YEARS:
        for day in anniversaries(today, years):
            _keep(transaction, market, transaction.structure.require_area(area), day, years)


def _keep(
    transaction: Transaction, market: SettlementMarket, area: GridArea, day: dt.date, years: int
) -> None:
    record = frozen(transaction, area.identification, day)
    if record is None:
        return
    inputs = gather(transaction, market, area.identification, day)
    try:
        columns = _columns(FrozenBasis(transaction, record), inputs, transaction.now)
    except ValueError:
        # sums that leave 64 bits are no energy: the values of the settlement stay
        return
    final = FinalLoss(
        area=record.area,
        day=day,
        years=years,
        when=transaction.now,
        minutes=record.minutes,
        columns=tuple((code, column.astype("<i8").tobytes()) for code, column in columns.items()),
    )
    transaction.put(FINAL_LOSSES, (record.area, day.isoformat(), years), final)


def _columns(basis: FrozenBasis, inputs: AreaInputs, as_of: dt.datetime) -> dict[str, Ints]:
    simple = [
        place
        for place, metered in enumerate(inputs.members)
        if metered.use not in {SettlementUse.HOURLY, SettlementUse.PROFILED}
    ]
    without_profile = settle(part(inputs, simple))
    zero = np.zeros(inputs.count, np.int64)
    unsupplied = {
        SettlementUse.INTERVAL: sum(
            (
                c
                for g, c in without_profile.groups.items()
                if g.use is SettlementUse.INTERVAL and not g.supplier
            ),
            zero,
        ),
        SettlementUse.HOURLY: zero,
        SettlementUse.PROFILED: zero,
    }
    loss = without_profile.loss
    for place, member in enumerate(inputs.members):
        if member.use is SettlementUse.HOURLY:
            column = settle(part(inputs, [place]), profile=basis.shape(member.point)).hourly
        elif member.use is SettlementUse.PROFILED:
            column = basis.profiled(member.point, as_of)
        else:
            continue
        loss = loss - column
        if not member.supplier:
            unsupplied[member.use] = unsupplied[member.use] + column
    parts = {code: unsupplied[use] for code, use in CODES.items() if use is not None}
    if basis.record.minutes != _QUARTER:
        parts.pop("LS07")
    return {"LS02": sum(unsupplied.values(), loss), **parts}
