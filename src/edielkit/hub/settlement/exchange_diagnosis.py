"""The trial of `edielkit.hub.settlement.fault_trials` on what the hub has stored: a grid area's day and its neighbours'."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np

from edielkit.exchange import ExchangePoint, LossLimits, estimate
from edielkit.hub.core.apportioning import Ints
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.settlement.area_settings import constants_of, settings_of
from edielkit.hub.settlement.basis import AreaInputs, SettlementUse, at_settlement, settle
from edielkit.hub.settlement.fault_trials import AreaFlows, ExchangeSuspect, PointFlows, suspects
from edielkit.hub.settlement.gathering import SettlementMarket, gather, market_of
from edielkit.hub.settlement.validations import SettlementRule, checked_loss
from edielkit.hub.values.exchange_registry import exchange_points, place_of

__all__ = ("diagnose",)

_FLOWS = frozenset({SettlementUse.IMPORT, SettlementUse.EXPORT})


class _CalculatedDay(NamedTuple):
    inputs: AreaInputs
    day: AreaFlows


def diagnose(
    transaction: Transaction,
    area: str,
    day: dt.date,
    *,
    as_of: dt.datetime | None = None,
    market: SettlementMarket | None = None,
) -> tuple[ExchangeSuspect, ...]:
    """Return the exchange points that may be the reason of an area's implausible loss, the likeliest first.

    The neighbours' loss of the day speaks for or against each of them.

    Args:
        transaction: The step.
        area: EIC of the grid area.
        day: Usage day.
        as_of: Values that came later are left out; None for all.
        market: The points by area; read if None.
    """
    points_by_area = market or market_of(transaction)
    here = exchange_points(transaction, day, area)
    names = _areas(transaction, here, area)
    calculated = (_calculated_day(transaction, points_by_area, name, day, as_of) for name in names)
    sides = [
        side
        for side in calculated
        if side is not None and (side.day.area == area or _is_reported(side.inputs))
    ]
    if not sides or sides[0].day.area != area:
        return ()
    named = {point for place in here for point in place.metering_points}
    flows = (flow for flow in _points(transaction, sides) if flow.point in named)
    return suspects((side.day for side in sides), flows)


def _areas(transaction: Transaction, here: Iterable[ExchangePoint], area: str) -> list[str]:
    """Return the area and those on the other sides of its exchange points."""
    sides = (side for place in here for side in (place.main_area, place.neighbour))
    return [
        name
        for name in dict.fromkeys((area, *sides))
        if name and transaction.structure.area(name) is not None
    ]


def _calculated_day(
    transaction: Transaction, market: SettlementMarket, area: str, day: dt.date, as_of: dt.datetime | None
) -> _CalculatedDay | None:
    """Return an area's day as it is calculated, None where its sums leave 64 bits."""
    inputs = gather(transaction, market, area, day, as_of=as_of)
    settings, constants = settings_of(transaction, area), constants_of(transaction, area, day)
    try:
        basis = settle(inputs, constants)
    except ValueError:
        return None
    negative, high = settings.rules[SettlementRule.NEGATIVE], settings.rules[SettlementRule.HIGH]
    usual = LossLimits()
    limits = LossLimits(
        negative=usual.negative if negative.limit is None else negative.limit,
        high=usual.high if high.limit is None else high.limit,
        high_share=usual.high_share if high.share is None else high.share,
    )
    return _CalculatedDay(
        inputs,
        AreaFlows(
            area=area,
            period=inputs.period,
            minutes=inputs.minutes,
            loss=checked_loss(inputs, basis, settings.season),
            gross=basis.gross_infeed,
            expect=None if constants is None else partial(estimate, constants, seconds=inputs.minutes * 60),
            limits=limits,
        ),
    )


def _is_reported(inputs: AreaInputs) -> bool:
    """Tell whether most of what an area's own points should have is there: without it, its loss says nothing."""
    own = [
        (len(values), missing)
        for member, values, missing in zip(inputs.members, inputs.values, inputs.missing, strict=True)
        if member.use not in _FLOWS
    ]
    return bool(own) and 2 * sum(missing for _, missing in own) <= sum(count for count, _ in own)


def _points(transaction: Transaction, areas: Iterable[_CalculatedDay]) -> Iterator[PointFlows]:
    """Yield each exchange point of the areas once."""
    yielded: dict[str, None] = {}
    for inputs, _ in areas:
        values: dict[str, dict[str, Ints]] = {}
        lacking: dict[str, set[str]] = {}
        for member, column, missing in zip(inputs.members, inputs.values, inputs.missing, strict=True):
            if member.use in _FLOWS and member.point not in yielded:
                values.setdefault(member.point, {})[member.direction] = at_settlement(column, member, inputs)
                lacking.setdefault(member.point, set()).update((member.direction,) if missing else ())
        for point, columns in values.items():
            yielded[point] = None
            place = place_of(transaction, point)
            if place is not None and place.main_area is not None:
                nothing = np.zeros(inputs.count, np.int64)
                yield PointFlows(
                    point=point,
                    main_area=place.main_area,
                    neighbour=None if place.foreign else place.neighbour,
                    incoming=columns.get("In", nothing),
                    outgoing=columns.get("Out", nothing),
                    missing=frozenset(lacking[point]),
                )
