"""A grid area's day as a picture: production, exchange in and out, consumption and loss, of what the hub has stored."""

from __future__ import annotations

import datetime as dt

import numpy as np

from edielkit.exchange import AreaBalance, balance_svg
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.settlement.area_settings import constants_of
from edielkit.hub.settlement.basis import SettlementUse, settle
from edielkit.hub.settlement.gathering import gather, market_of

__all__ = ("area_balance", "picture")

_FLOWS = frozenset({SettlementUse.IMPORT, SettlementUse.EXPORT})


def area_balance(
    transaction: Transaction, area: str, day: dt.date, *, as_of: dt.datetime | None = None
) -> AreaBalance:
    """Return the energy balance of a grid area's day as it is settled; missing values count as zero.

    Args:
        transaction: The step.
        area: EIC of the grid area.
        day: Usage day.
        as_of: Values that came later are left out; None for all.

    Raises:
        ValueError: The area is not known, or its sums leave 64 bits.
    """
    transaction.structure.require_area(area)
    inputs = gather(transaction, market_of(transaction), area, day, as_of=as_of)
    basis = settle(inputs, constants_of(transaction, area, day))
    seconds = inputs.minutes * 60
    start = int(inputs.period.start.timestamp())
    return AreaBalance(
        area=area,
        seconds=seconds,
        start=start + seconds * np.arange(inputs.count, dtype=np.int64),
        production=basis.production,
        consumption=basis.consumption,
        incoming=basis.incoming,
        outgoing=basis.outgoing,
        estimate=basis.estimate,
        points=len({member.point for member in inputs.members if member.use not in _FLOWS}),
    )


def picture(
    transaction: Transaction,
    area: str,
    day: dt.date,
    *,
    title: str | None = None,
    as_of: dt.datetime | None = None,
    language: str = "en",
) -> str:
    """Return the day of a grid area as SVG text, the same text for the same values.

    Args:
        transaction: The step.
        area: EIC of the grid area.
        day: Usage day.
        title: Title; name (or EIC) of the area and the day if None.
        as_of: Values that came later are left out; None for all.
        language: ``en`` or ``nb``.

    Raises:
        ValueError: The area is not known, or its sums leave 64 bits.
    """
    balance = area_balance(transaction, area, day, as_of=as_of)
    grid_area = transaction.structure.area(area)
    name = area if grid_area is None else grid_area.name or area
    return balance_svg(balance, title=title or f"{name}, {day.isoformat()}", whole=True, language=language)
