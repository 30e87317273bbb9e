"""The sums of a settlement by their aggregation codes (BusinessType): what each is, and who gets it.

Source: https://dok.elhub.no/Elhubstandard/business-type (cut after RE01) and the 15-minute page on results of the balance
settlement, whose role marks are read out of a flattened table. Codes whose meaning is not public (SE10 to SE22, SE24 to
SE31) are not here. The direction of a sum is NOT FOUND: In for what comes into the area, Out for what leaves it or is used
(assumption).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from edielkit.hub.core.apportioning import Ints
from edielkit.hub.settlement.basis import SettlementUse
from edielkit.hub.settlement.settlement_records import AreaDay

__all__ = ("CODES", "CONSUMPTION", "SumCode", "physical_loss", "total_loss")

CONSUMPTION = (SettlementUse.INTERVAL, SettlementUse.HOURLY, SettlementUse.PROFILED)
_QUARTER = 15


def _always(_record: AreaDay) -> bool:
    return True


@attrs.frozen(kw_only=True)
class SumCode:
    """A sum of an area.

    Attributes:
        code: BusinessType.
        name: What it is.
        direction: ``In`` or ``Out``.
        of: Gives its column of an area's day.
        roles: Roles that get the sum of the area, in BRS-NO-321 (DDM), 502 (others) and 324.
        there: Tells whether an area's day has it.
    """

    code: str
    name: str
    direction: str
    of: Callable[[AreaDay], Ints]
    roles: frozenset[str]
    there: Callable[[AreaDay], bool] = _always


def total_loss(record: AreaDay) -> Ints:
    """Return the grid loss with consumption that has no supplier (LS01)."""
    total = record.column("loss")
    for use in CONSUMPTION:
        total = total + record.group(use=use, supplier="")
    return total


def physical_loss(record: AreaDay) -> Ints:
    """Return the loss in the grid alone: LS01 less LS03, LS04 and LS05."""
    return record.column("loss")


def _net_infeed(record: AreaDay) -> Ints:
    return record.column("production") + record.column("incoming") - record.column("outgoing")


def _net_exchange(record: AreaDay) -> Ints:
    return record.column("incoming") - record.column("outgoing")


def _consumption(**wanted: object) -> Callable[[AreaDay], Ints]:
    def of(record: AreaDay) -> Ints:
        first, *remaining = (record.group(use=use, **wanted) for use in CONSUMPTION)
        for column in remaining:
            first = first + column
        return first

    return of


def _some(**wanted: object) -> Callable[[AreaDay], bool]:
    def there(record: AreaDay) -> bool:
        return any(record.has_group(use=use, **wanted) for use in CONSUMPTION)

    return there


def _unsupplied(use: SettlementUse) -> Callable[[AreaDay], Ints]:
    return lambda record: record.group(use=use, supplier="")


def _roles(names: str) -> frozenset[str]:
    return frozenset(names.split())


# SE07 of a single supplier, SE08 and SE09 are sums by party: `edielkit.hub.settlement.basis_messages`.
CODES: Mapping[str, SumCode] = MappingProxyType(
    {
        sum_code.code: sum_code
        for sum_code in (
            SumCode(code="SE02", name="net infeed", direction="In", of=_net_infeed, roles=_roles("DDM BSL")),
            SumCode(code="SE04", name="net exchange", direction="In", of=_net_exchange, roles=_roles("DDM")),
            SumCode(
                code="SE05",
                name="consumption supplied by last resort",
                direction="Out",
                of=_consumption(role="SLR"),
                roles=_roles("DDM DDK SLR"),
                there=_some(role="SLR"),
            ),
            SumCode(
                code="SE06",
                name="pumped consumption",
                direction="Out",
                of=_consumption(pumped=True),
                roles=_roles("DDM"),
                there=_some(pumped=True),
            ),
            SumCode(
                code="SE07",
                name="unmetered consumption",
                direction="Out",
                of=lambda record: record.column("profiled"),
                roles=_roles("DDM BSL"),
                there=lambda record: record.has_group(use=SettlementUse.PROFILED),
            ),
            SumCode(
                code="SE23",
                name="total production",
                direction="In",
                of=lambda record: record.column("production"),
                roles=_roles("DDM"),
            ),
            SumCode(code="LS01", name="grid loss", direction="Out", of=total_loss, roles=_roles("DDM BSL")),
            SumCode(
                code="LS03",
                name="profiled consumption without supplier",
                direction="Out",
                of=_unsupplied(SettlementUse.PROFILED),
                roles=_roles("DDM BSL"),
            ),
            SumCode(
                code="LS04",
                name="6015 consumption without supplier",
                direction="Out",
                of=_unsupplied(SettlementUse.HOURLY),
                roles=_roles("DDM BSL"),
                there=lambda record: record.minutes == _QUARTER,
            ),
            SumCode(
                code="LS05",
                name="interval consumption without supplier, 6015 apart",
                direction="Out",
                of=_unsupplied(SettlementUse.INTERVAL),
                roles=_roles("DDM BSL"),
            ),
        )
    }
)
