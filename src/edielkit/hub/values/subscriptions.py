"""Subscriptions to metering values (måleverdiabonnement): which kinds of values a party gets in a role.

Source: the planned kinds of subscription (15min/flere-alternativer-for-maaleverdiabonnement-2, EI-951). What a party
has that never chose is NOT FOUND: all but the transformed hours (EI-949, not implemented then) is assumed.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from edielkit.harmless import quoted
from edielkit.hub.core.channels import ACTIVE_ENERGY, NOT_SETTLED, method_of
from edielkit.hub.core.market_records import MasterData
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.values.value_kinds import TRANSFORMED
from edielkit.hub.values.value_records import SUBSCRIPTIONS

__all__ = ("DEFAULTS", "SubscriptionKind", "is_subscribed", "kind_of", "subscribe", "subscriptions_of")

_SUBSCRIBERS = frozenset({"DDM", "DDQ", "SLR", "AG", "DDK", "MDR"})


class SubscriptionKind(StrEnum):
    """What can be subscribed to."""

    SETTLED = "settled active"
    NOT_SETTLED = "non-settled active"
    REACTIVE = "reactive"
    TRANSFORMED = "6015"


DEFAULTS = MappingProxyType(
    {
        SubscriptionKind.SETTLED: True,
        SubscriptionKind.NOT_SETTLED: True,
        SubscriptionKind.REACTIVE: True,
        SubscriptionKind.TRANSFORMED: False,
    }
)


def kind_of(data: MasterData, product: str, history_kind: str = "") -> SubscriptionKind:
    """Return the kind of subscription that values belong to.

    Args:
        data: Master data of the metering point on the day.
        product: Product code.
        history_kind: Kind of the history as in `ChannelKey.kind`: ``6015`` for hours that were made quarters.
    """
    if history_kind == TRANSFORMED:
        return SubscriptionKind.TRANSFORMED
    if product != ACTIVE_ENERGY:
        return SubscriptionKind.REACTIVE
    return SubscriptionKind.NOT_SETTLED if method_of(data) == NOT_SETTLED else SubscriptionKind.SETTLED


def is_subscribed(transaction: Transaction, party: str, role: str, kind: SubscriptionKind) -> bool:
    """Tell whether a party gets values of *kind* in *role*."""
    chosen = transaction.get(SUBSCRIPTIONS, (party, role, kind.value))
    return DEFAULTS[kind] if chosen is None else bool(chosen)


def subscribe(transaction: Transaction, *, party: str, role: str, kind: str, wanted: bool = True) -> None:
    """Begin or end a subscription.

    Args:
        transaction: The step.
        party: GLN.
        role: Role that the values are received in.
        kind: ``settled active``, ``non-settled active``, ``reactive`` or ``6015``.
        wanted: The party wants the values.

    Raises:
        ValueError: The party does not hold the role, the role gets no values, or there is no such kind.
    """
    if kind not in set(SubscriptionKind):
        raise ValueError(f"expected a kind of {', '.join(SubscriptionKind)}; found {quoted(kind, 40)}")
    subscriber = transaction.party(party)
    if subscriber is None or role not in subscriber.roles or role not in _SUBSCRIBERS:
        raise ValueError("expected a party and a role that it gets values in")
    transaction.put(SUBSCRIPTIONS, (party, role, kind), bool(wanted))


def subscriptions_of(transaction: Transaction, *, party: str, role: str) -> dict[str, bool]:
    """Return what a party gets in a role, by kind.

    Args:
        transaction: The step.
        party: GLN of the party.
        role: Role that the values are received in.
    """
    return {kind.value: is_subscribed(transaction, party, role, kind) for kind in SubscriptionKind}
