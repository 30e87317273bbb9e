"""What is set for a grid area: loss constants (BRS-NO-318), limits of its validations (EI-1274), who answers for whom.

All of it is done in Elhub's portal; there is no message.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

import attrs

from edielkit.exchange.grid_loss import LossConstants
from edielkit.harmless import quoted
from edielkit.hub.core.structure import GridArea
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.settlement.settlement_records import (
    AREA_SETTINGS,
    BALANCE_RESPONSIBLE,
    LOSS_CONSTANTS,
    AreaSettings,
)
from edielkit.hub.settlement.validations import NAMES, SettlementRule
from edielkit.market_time import local_day

__all__ = (
    "constants_of",
    "responsible_of",
    "set_balance_responsible",
    "set_loss_parameters",
    "set_season",
    "set_settlement_limit",
    "settings_of",
    "settlement_limits",
    "wants_basis",
)

# An editable rule and the fields that it has.
_FIELDS: Mapping[SettlementRule, tuple[str, ...]] = MappingProxyType(
    {
        SettlementRule.CONSTANTS: (),
        SettlementRule.NEGATIVE: ("limit",),
        SettlementRule.HIGH: ("limit", "share"),
        SettlementRule.INCOMPLETE: (),
        SettlementRule.SILENT: (),
    }
)
_MONTHS = 12
_DIGITS = 9


def settings_of(transaction: Transaction, area: str) -> AreaSettings:
    """Return how an area is set."""
    settings = transaction.get(AREA_SETTINGS, area)
    return settings or AreaSettings()


def constants_of(transaction: Transaction, area: str, day: dt.date) -> LossConstants | None:
    """Return the loss constants of an area that hold on a day, None without."""
    current = None
    for start, constants in transaction.get(LOSS_CONSTANTS, area) or ():
        if start <= day:
            current = constants
    return current


def set_loss_parameters(
    transaction: Transaction, *, area: str, sender: str, idle: str, constant: str, day: str | None = None
) -> None:
    """Set the loss constants of a grid area from a day on (BRS-NO-318, oppdatering av parametre for nettap).

    Args:
        transaction: The step.
        area: EIC of the grid area.
        sender: GLN of the grid company.
        idle: Idle loss (tomgangstap) in kWh for an hour, not below zero.
        constant: Loss constant (tapskonstant) in 1/kWh, not below zero.
        day: First day, as ISO date; today if None.

    Raises:
        ValueError: The sender does not own the area, or a number is none.
    """
    _owned(transaction, area, sender)
    start = local_day(transaction.now) if day is None else dt.date.fromisoformat(day)
    new = LossConstants(idle=_number(idle, "idle loss", 6), constant=_number(constant, "loss constant", 15))
    others = [item for item in transaction.get(LOSS_CONSTANTS, area) or () if item[0] != start]
    transaction.put(LOSS_CONSTANTS, area, tuple(sorted((*others, (start, new)), key=lambda item: item[0])))


def set_settlement_limit(
    transaction: Transaction,
    *,
    area: str,
    sender: str,
    rule: str,
    limit: str | None = None,
    share: str | None = None,
    enabled: bool | None = None,
) -> None:
    """Change a validation of an area (EI-1274).

    Args:
        transaction: The step.
        area: EIC of the grid area.
        sender: GLN of the grid company, or of the hub for its staff.
        rule: Norwegian or English name of the validation, such as ``Høyt tap``.
        limit: New limit in kWh of an interval; as it is if None.
        share: New share of gross infeed, from 0 to 1, four decimals; as it is if None.
        enabled: Switch it on or off; as it is if None.

    Raises:
        ValueError: No such area or rule, the sender may not change it, or the rule has no such limit.
    """
    if sender != transaction.config.gln:
        _owned(transaction, area, sender)
    else:
        transaction.structure.require_area(area)
    chosen = _rule(rule)
    settings = settings_of(transaction, area)
    old = settings.rules[chosen]
    stated = {"limit": limit, "share": share}
    for name, value in stated.items():
        if value is not None and name not in _FIELDS[chosen]:
            raise ValueError(f"{rule!r} has no {name}")
    changes: dict[str, Any] = {
        name: _limit(name, value) for name, value in stated.items() if value is not None
    }
    if sender != transaction.config.gln:
        if changes and not old.grid_may_change:
            raise ValueError(f"the grid company may not change the limit of {rule!r}")
        if enabled is not None and not old.grid_may_switch:
            raise ValueError(f"the grid company may not switch {rule!r} off or on")
    if enabled is not None:
        changes["enabled"] = bool(enabled)
    changed = {**dict(settings.changed), chosen: attrs.evolve(old, **changes)}
    transaction.put(AREA_SETTINGS, area, attrs.evolve(settings, changed=tuple(sorted(changed.items()))))


def set_season(transaction: Transaction, *, area: str, sender: str, factors: list[str]) -> None:
    """Set the factors of the months by which profiled consumption is expected (for the rule on negative loss).

    Args:
        transaction: The step.
        area: EIC of the grid area.
        sender: GLN of the hub: its staff does it.
        factors: Twelve numbers of at most four decimals, January first; none for an even year.

    Raises:
        ValueError: The sender is not the hub, or there are not twelve numbers.
    """
    if sender != transaction.config.gln or transaction.structure.area(area) is None:
        raise ValueError("expected the hub as sender, and a grid area of the structure")
    if len(factors) not in {0, _MONTHS}:
        raise ValueError(f"expected {_MONTHS} factors or none, found {len(factors)}")
    season = tuple(_number(factor, "factor", 4) for factor in factors)
    transaction.put(AREA_SETTINGS, area, attrs.evolve(settings_of(transaction, area), season=season))


def wants_basis(transaction: Transaction, *, area: str, sender: str, wanted: bool = True) -> None:
    """Begin or decline the basis for quality assurance (BRS-NO-321), which is optional for the grid company.

    Raises:
        ValueError: The sender does not own the area.
    """
    _owned(transaction, area, sender)
    transaction.put(
        AREA_SETTINGS, area, attrs.evolve(settings_of(transaction, area), basis_wanted=bool(wanted))
    )


def settlement_limits(transaction: Transaction, *, area: str) -> list[dict[str, Any]]:
    """Return the validations of an area as they are set, as plain data.

    Raises:
        ValueError: The area is not known.
    """
    transaction.structure.require_area(area)
    return [
        {
            "rule": rule.value,
            "norwegian": NAMES[rule],
            "state": setting.state.value,
            "limit": None if setting.limit is None else str(setting.limit),
            "share": None if setting.share is None else str(setting.share),
            "enabled": setting.enabled,
            "gridMayChange": setting.grid_may_change,
            "gridMaySwitch": setting.grid_may_switch,
        }
        for rule, setting in settings_of(transaction, area).rules.items()
    ]


def set_balance_responsible(
    transaction: Transaction, *, supplier: str, area: str, responsible: str, day: str | None = None
) -> None:
    """Say who is balance responsible (balanseansvarlig) for a supplier in an area, as eSett does (BRS-NO-501).

    Args:
        transaction: The step.
        supplier: GLN of the supplier.
        area: EIC of the grid area.
        responsible: GLN of the balance responsible party.
        day: First day, as ISO date; today if None.

    Raises:
        ValueError: A party or the area is not known, or the party is no DDK.
    """
    party = transaction.party(responsible)
    if party is None or "DDK" not in party.roles:
        raise ValueError("expected a party with the role DDK")
    if transaction.party(supplier) is None or transaction.structure.area(area) is None:
        raise ValueError("expected a supplier and a grid area that are registered")
    start = local_day(transaction.now) if day is None else dt.date.fromisoformat(day)
    spans = transaction.get(BALANCE_RESPONSIBLE, (supplier, area)) or ()
    others = [item for item in spans if item[0] != start]
    transaction.put(BALANCE_RESPONSIBLE, (supplier, area), tuple(sorted((*others, (start, responsible)))))


def responsible_of(transaction: Transaction, supplier: str, area: str, day: dt.date) -> str:
    """Return the GLN of who is balance responsible for a supplier on a day, empty when nobody is known."""
    holder = ""
    for start, responsible in transaction.get(BALANCE_RESPONSIBLE, (supplier, area)) or ():
        if start <= day:
            holder = responsible
    return holder


def _owned(transaction: Transaction, area: str, sender: str) -> GridArea:
    grid_area = transaction.structure.area(area)
    if grid_area is None or grid_area.owner != sender:
        raise ValueError("expected a grid area that the sender owns")
    return grid_area


def _rule(name: str) -> SettlementRule:
    for rule in _FIELDS:
        if name and name in {rule.value, NAMES[rule]}:
            return rule
    names = ", ".join(NAMES[field] or field.value for field in _FIELDS)
    raise ValueError(f"expected a rule of {names}; found {quoted(name, 40)}")


def _limit(name: str, text: str) -> Decimal:
    if name == "share":
        value = _number(text, name, 4)
        if value > 1:
            raise ValueError("expected a share from 0 to 1")
        return value
    return _number(text, name, 3, below_zero=True)


def _number(text: str, what: str, places: int, *, below_zero: bool = False) -> Decimal:
    try:
        value = Decimal(text) if isinstance(text, str) and len(text) <= 30 else None
    except InvalidOperation:
        value = None
    # no arithmetic with what may be out of its range
    if value is None or not value.is_finite() or value.adjusted() >= _DIGITS:
        raise ValueError(f"expected a number below a billion as {what}, found {text!r:.40}")
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    if -exponent > places or (value < 0 and not below_zero):
        least = "" if below_zero else "not below zero and "
        raise ValueError(f"expected {what} {least}with at most {places} decimals, found {text!r:.40}")
    return value
