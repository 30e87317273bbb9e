"""The consent register (samtykkekontroll, EI-1363): a customer's word that a supplier may start a supply.

Source: Elhub's open-source service for authorisation grants: a request waits 28 days, a grant holds a year, is for one
metering point, one kind of process and one supplier, and is used up by the process. How the register answers a message
without a valid ConsentID is NOT FOUND (rule HUB018 says E14).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs

from edielkit.hub.core.transaction import Transaction
from edielkit.hub.processes.case import Case
from edielkit.hub.processes.records import CONSENTS, Consent, ConsentStatus

__all__ = ("KINDS", "consent_troubles", "expire", "grant", "request", "revoke", "use")

# Kind of consent to the processes that it is for; 104 is a change of supplier too (EI-1363 names it beside 101).
KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ChangeOfBalanceSupplierForPerson": ("101", "104"),
        "MoveInAndChangeOfBalanceSupplierForPerson": ("102", "103"),
    }
)


def request(transaction: Transaction, *, kind: str, supplier: str, customer: str, point: str) -> str:
    """Ask a customer for a consent and return its identification.

    Args:
        transaction: The step.
        kind: What it is for, see `KINDS`: ``ChangeOfBalanceSupplierForPerson`` or ``MoveInAndChangeOfBalanceSupplierForPerson``.
        supplier: GLN of the supplier that asks.
        customer: Identification of the customer.
        point: GSRN of the metering point.

    Raises:
        ValueError: *kind* is no kind of consent.
    """
    if kind not in KINDS:
        raise ValueError(f"expected a kind of consent of {', '.join(KINDS)}; found {kind[:40]!r}")
    until = transaction.now + dt.timedelta(days=transaction.config.consent_days)
    consent = Consent(
        identification=transaction.new_id(),
        kind=kind,
        supplier=supplier,
        customer=customer,
        point=point,
        status=ConsentStatus.PENDING,
        until=until,
    )
    transaction.put(CONSENTS, consent.identification, consent)
    transaction.schedule(until, "consent", consent.identification)
    return consent.identification


def _move(
    transaction: Transaction, identification: str, allowed: ConsentStatus, to: ConsentStatus
) -> Consent:
    consent = transaction.get(CONSENTS, identification)
    if consent is None or consent.status is not allowed:
        raise ValueError(f"expected a consent that is {allowed.value}")
    moved = attrs.evolve(consent, status=to)
    transaction.put(CONSENTS, identification, moved)
    return moved


def grant(transaction: Transaction, *, identification: str) -> None:
    """Let the customer give the consent that was asked for.

    Args:
        transaction: The step.
        identification: What ``request_consent`` gave.

    Raises:
        ValueError: There is no such request that waits.
    """
    consent = _move(transaction, identification, ConsentStatus.PENDING, ConsentStatus.ACTIVE)
    until = transaction.now + dt.timedelta(days=transaction.config.grant_days)
    transaction.put(CONSENTS, identification, attrs.evolve(consent, until=until))
    transaction.schedule(until, "consent", identification)


def revoke(transaction: Transaction, *, identification: str) -> None:
    """Let the customer take back a consent that was given.

    Args:
        transaction: The step.
        identification: What ``request_consent`` gave.

    Raises:
        ValueError: There is no such consent in force.
    """
    _move(transaction, identification, ConsentStatus.ACTIVE, ConsentStatus.REVOKED)


def expire(transaction: Transaction, identification: str) -> None:
    """End a request or a consent whose time is over."""
    consent = transaction.get(CONSENTS, identification)
    if (
        consent is not None
        and consent.until <= transaction.now
        and consent.status in {ConsentStatus.PENDING, ConsentStatus.ACTIVE}
    ):
        transaction.put(CONSENTS, identification, attrs.evolve(consent, status=ConsentStatus.EXPIRED))


def use(transaction: Transaction, identification: str) -> None:
    """Use up the consent that a start of supply names, if the hub asks for consents."""
    consent = transaction.get(CONSENTS, identification)
    if transaction.config.consent_required and consent is not None and consent.status is ConsentStatus.ACTIVE:
        transaction.put(CONSENTS, identification, attrs.evolve(consent, status=ConsentStatus.EXHAUSTED))


def consent_troubles(case: Case) -> Iterator[str]:
    """Yield what is wrong with the consent that a start of supply names."""
    identification = getattr(case.request.payload, "consent_id", None)
    if identification is None:
        yield "expected a ConsentID, found none"
        return
    consent = case.transaction.get(CONSENTS, identification)
    if consent is None:
        yield "the consent is not known"
        return
    if consent.status is not ConsentStatus.ACTIVE or consent.until <= case.transaction.now:
        yield f"expected a consent in force, found one that is {consent.status.value.lower()}"
    if consent.supplier != case.request.sender:
        yield "the consent is for another supplier"
    if consent.point != case.point.identification:
        yield "the consent is for another metering point"
    if consent.customer != case.customer_number:
        yield "the consent is another customer's"
    if case.request.brs not in KINDS[consent.kind]:
        yield f"the consent is not for BRS-NO-{case.request.brs}"
