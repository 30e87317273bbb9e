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

from edielkit.harmless import quoted
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.processes.access_records import CONSENTS, Consent, ConsentStatus
from edielkit.hub.processes.case import Case
from edielkit.hub.processes.consent_checks import (
    CHANGE,
    ERROR_CODES,
    MOVE_IN,
    ConsentForm,
    consent_error,
)
from edielkit.hub.processes.end_users import is_digital, tell

__all__ = ("KINDS", "consent_troubles", "expire", "grant", "is_needed", "request", "revoke", "use")

# Kind of consent to the processes that it is for; 104 is a change of supplier too (EI-1363 names it beside 101).
KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        CHANGE: ("101", "104"),
        MOVE_IN: ("102", "103"),
    }
)


def request(
    transaction: Transaction,
    *,
    kind: str,
    supplier: str,
    customer: str,
    point: str,
    move_in_date: str | None = None,
    requested_to: str | None = None,
    redirect_uri: str | None = None,
    customer_name: str | None = None,
    address: str | None = None,
    supplier_name: str | None = None,
    contract_name: str | None = None,
) -> str:
    """Ask a customer for a consent and return its identification; the customer is told.

    Args:
        transaction: The step.
        kind: What it is for, see `KINDS`: ``ChangeOfBalanceSupplierForPerson`` or ``MoveInAndChangeOfBalanceSupplierForPerson``.
        supplier: GLN of the supplier that asks.
        customer: Identification of the customer.
        point: GSRN of the metering point.
        move_in_date: Day of a move-in back in time (BRS-NO-103), as ISO date; None for one ahead (BRS-NO-102).
        requested_to: Identification of who is to answer, which has to be the customer; None for the customer.
        redirect_uri: Address that the customer is led back to; in the domain that the supplier has registered.
        customer_name: Name of the customer; looked at for being there, where it is given, and not kept. So are the next.
        address: Address of the metering point.
        supplier_name: Name of the supplier.
        contract_name: Name of the contract.

    Raises:
        ValueError: *kind* is no kind of consent, or the request is refused: with a code of the Access API and what would
            be right.
    """
    if kind not in KINDS:
        raise ValueError(f"expected a kind of consent of {', '.join(KINDS)}; found {quoted(kind, 40)}")
    form = ConsentForm(
        kind=kind,
        supplier=supplier,
        customer=customer,
        answers=customer if requested_to is None else requested_to,
        point=point,
        move_in=move_in_date,
        redirect=redirect_uri,
        texts={
            "missing_requested_from_name": customer_name,
            "missing_metering_point_address": address,
            "missing_balance_supplier_name": supplier_name,
            "missing_balance_supplier_contract_name": contract_name,
        },
    )
    code = consent_error(transaction, form)
    if code is not None:
        raise ValueError(f"{code}: {ERROR_CODES[code]}")
    return _asked(transaction, form)


def _asked(transaction: Transaction, form: ConsentForm) -> str:
    """Keep a request that is right, tell the customer, and return its identification."""
    until = transaction.now + dt.timedelta(days=transaction.config.consent_days)
    consent = Consent(
        identification=transaction.new_id(),
        kind=form.kind,
        supplier=form.supplier,
        customer=form.customer,
        point=form.point,
        status=ConsentStatus.PENDING,
        until=until,
        move_in=None if form.move_in is None else dt.date.fromisoformat(form.move_in),
    )
    name = consent.identification
    transaction.put(CONSENTS, name, consent)
    transaction.schedule(until, "consent", name)
    tell(
        transaction,
        form.customer,
        about="consent requested",
        party=form.supplier,
        point=form.point,
        identification=name,
    )
    return name


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


def is_needed(case: Case) -> bool:
    """Tell whether a start of supply needs the customer's word, where the hub asks for it at all.

    It is asked of balance suppliers alone, not of the regulated one (the supplier of last resort), and of customers who
    can give it on the net (user forum 2024, EI-1363); the end user who moves out is asked nothing.
    """
    payload = case.request.payload
    to_last_resort = bool(getattr(payload, "move_in_to_slr", None)) or case.request.sender == case.last_resort
    return (
        case.request.role == "DDQ"
        and not to_last_resort
        and is_digital(case.transaction, case.customer_number)
    )


def consent_troubles(case: Case) -> Iterator[str]:
    """Yield what is wrong with the consent that a start of supply names, where it needs one."""
    if not is_needed(case):
        return
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
    elif consent.kind == MOVE_IN and consent.move_in != (case.day if case.request.brs == "103" else None):
        # ahead in time it is given without a day
        yield "the consent is for a move-in on another day"
