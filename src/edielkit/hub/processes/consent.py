"""The consent register (samtykkekontroll, EI-1363): a customer's word that a supplier may start a supply.

Source: Elhub's open-source service for authorisation grants: a request waits 28 days, a grant holds a year, is for one
metering point, one kind of process and one supplier, and is used up by the process. How the register answers a message
without a valid ConsentID is NOT FOUND (rule HUB018 says E14).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType

import attrs

from edielkit.hub.core.state import Work
from edielkit.hub.processes.case import Case

__all__ = (
    "KINDS",
    "Consent",
    "ConsentStatus",
    "consent_troubles",
    "expire",
    "grant",
    "request",
    "revoke",
    "use",
)

# Kind of consent to the processes that it is for; 104 is a change of supplier too (EI-1363 names it beside 101).
KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ChangeOfBalanceSupplierForPerson": ("101", "104"),
        "MoveInAndChangeOfBalanceSupplierForPerson": ("102", "103"),
    }
)


class ConsentStatus(StrEnum):
    """Where a consent stands."""

    PENDING = "Pending"
    ACTIVE = "Active"
    EXHAUSTED = "Exhausted"
    EXPIRED = "Expired"
    REVOKED = "Revoked"


@attrs.frozen(kw_only=True)
class Consent:
    """A consent of a customer.

    Attributes:
        identification: UUID; ConsentID of the start of supply.
        kind: What it is for, see `KINDS`: ``ChangeOfBalanceSupplierForPerson`` or ``MoveInAndChangeOfBalanceSupplierForPerson``.
        supplier: GLN of the supplier that may use it.
        customer: Identification of the customer.
        point: GSRN.
        status: Where it stands.
        until: Instant at which the request, or the grant, ends.
    """

    identification: str
    kind: str
    supplier: str
    customer: str = attrs.field(repr=False)
    point: str
    status: ConsentStatus
    until: dt.datetime


def request(work: Work, *, kind: str, supplier: str, customer: str, point: str) -> str:
    """Ask a customer for a consent and return its identification.

    Args:
        work: The step.
        kind: What it is for, see `KINDS`: ``ChangeOfBalanceSupplierForPerson`` or ``MoveInAndChangeOfBalanceSupplierForPerson``.
        supplier: GLN of the supplier that asks.
        customer: Identification of the customer.
        point: GSRN of the metering point.

    Raises:
        ValueError: *kind* is no kind of consent.
    """
    if kind not in KINDS:
        raise ValueError(f"expected a kind of consent of {', '.join(KINDS)}; found {kind[:40]!r}")
    until = work.now + dt.timedelta(days=work.config.consent_days)
    made = Consent(
        identification=work.new_id(),
        kind=kind,
        supplier=supplier,
        customer=customer,
        point=point,
        status=ConsentStatus.PENDING,
        until=until,
    )
    work.put("consents", made.identification, made)
    work.remind(until, "consent", made.identification)
    return made.identification


def _move(work: Work, identification: str, allowed: ConsentStatus, to: ConsentStatus) -> Consent:
    found: Consent | None = work.get("consents", identification)
    if found is None or found.status is not allowed:
        raise ValueError(f"expected a consent that is {allowed.value}")
    made = attrs.evolve(found, status=to)
    work.put("consents", identification, made)
    return made


def grant(work: Work, identification: str) -> None:
    """Let the customer give the consent that was asked for.

    Args:
        work: The step.
        identification: What ``request_consent`` gave.

    Raises:
        ValueError: There is no such request that waits.
    """
    made = _move(work, identification, ConsentStatus.PENDING, ConsentStatus.ACTIVE)
    until = work.now + dt.timedelta(days=work.config.grant_days)
    work.put("consents", identification, attrs.evolve(made, until=until))
    work.remind(until, "consent", identification)


def revoke(work: Work, identification: str) -> None:
    """Let the customer take back a consent that was given.

    Args:
        work: The step.
        identification: What ``request_consent`` gave.

    Raises:
        ValueError: There is no such consent in force.
    """
    _move(work, identification, ConsentStatus.ACTIVE, ConsentStatus.REVOKED)


def expire(work: Work, identification: str) -> None:
    """End a request or a consent whose time is over."""
    found: Consent | None = work.get("consents", identification)
    if (
        found is not None
        and found.until <= work.now
        and found.status in {ConsentStatus.PENDING, ConsentStatus.ACTIVE}
    ):
        work.put("consents", identification, attrs.evolve(found, status=ConsentStatus.EXPIRED))


def use(work: Work, identification: str) -> None:
    """Use up the consent that a start of supply names, if the hub asks for consents."""
    found: Consent | None = work.get("consents", identification)
    if work.config.consent_required and found is not None and found.status is ConsentStatus.ACTIVE:
        work.put("consents", identification, attrs.evolve(found, status=ConsentStatus.EXHAUSTED))


def consent_troubles(case: Case) -> Iterator[str]:
    """Yield what is wrong with the consent that a start of supply names."""
    identification = getattr(case.request.payload, "consent_id", None)
    if identification is None:
        yield "expected a ConsentID, found none"
        return
    found: Consent | None = case.work.get("consents", identification)
    if found is None:
        yield "the consent is not known"
        return
    if found.status is not ConsentStatus.ACTIVE or found.until <= case.work.now:
        yield f"expected a consent in force, found one that is {found.status.value.lower()}"
    if found.supplier != case.request.sender:
        yield "the consent is for another supplier"
    if found.point != case.point.identification:
        yield "the consent is for another metering point"
    if found.customer != case.customer_number:
        yield "the consent is another customer's"
    if case.request.brs not in KINDS[found.kind]:
        yield f"the consent is not for BRS-NO-{case.request.brs}"
