"""What the hub keeps of processes beside the processes themselves: consents, grants, written requests, notices."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

import attrs

from edielkit.hub.core.state_tables import Table

__all__ = (
    "ACCESS_GRANTS",
    "CONSENTS",
    "DIALOGUES",
    "END_USER_NOTICES",
    "MOVE_IN_BASES",
    "NOTICES",
    "NOT_DIGITAL",
    "AccessGrant",
    "Consent",
    "ConsentStatus",
    "Dialogue",
    "EndUserNotice",
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
        move_in: Day of a move-in back in time (103); None ahead in time (102), and for a change of supplier.
    """

    identification: str
    kind: str
    supplier: str
    customer: str = attrs.field(repr=False)
    point: str
    status: ConsentStatus
    until: dt.datetime
    move_in: dt.date | None = None


@attrs.frozen(kw_only=True)
class AccessGrant:
    """An end user's word that a third party may see all metering points, those to come too (EI-1120).

    Attributes:
        party: GLN of the third party.
        end: First day without; None for no end.
        full: Contract data and master data too.
        process: Identification of the request.
    """

    party: str
    end: dt.date | None = None
    full: bool = False
    process: str = ""


@attrs.frozen(kw_only=True)
class EndUserNotice:
    """Something that an end user has been told.

    Attributes:
        when: Instant.
        about: ``access requested``, ``access ended`` or ``consent requested``.
        party: GLN of the party that it is about.
        point: GSRN; empty for all metering points.
        identification: Identification of the request or the access.
    """

    when: dt.datetime
    about: str
    party: str
    point: str
    identification: str


@attrs.frozen(kw_only=True)
class Dialogue:
    """A written request, and what came of it.

    Attributes:
        identification: Identification of the request.
        brs: ``601`` or ``602``.
        point: GSRN.
        asker: GLN of the asking party.
        role: Its role.
        payload: The request.
        forwarded: Identification under which the grid company got it.
        responses: Payloads of the answers.
    """

    identification: str
    brs: str
    point: str
    asker: str
    role: str
    payload: Any = attrs.field(repr=False)
    forwarded: str = ""
    responses: tuple[Any, ...] = attrs.field(default=(), repr=False)


# Identification of a consent to the consent.
CONSENTS: Table[str, Consent] = Table("consents")
# Identification of an end user to the third parties that it lets see all of its points.
ACCESS_GRANTS: Table[str, tuple[AccessGrant, ...]] = Table("grants")
# Identification of a written request to the request and its answers.
DIALOGUES: Table[str, Dialogue] = Table("requests")
# Identification of a notice or a forwarded request to that of the request that it is about.
NOTICES: Table[str, str] = Table("notices")
# Identification of an end user to what it has been told, oldest first.
END_USER_NOTICES: Table[str, tuple[EndUserNotice, ...]] = Table("end_user_notices")
# Supplier, end user, metering point and day of moving in to the basis that the supplier has declared.
MOVE_IN_BASES: Table[tuple[str, str, str, dt.date], str] = Table("move_in_bases")
# Identification of an end user that cannot answer on the net.
NOT_DIGITAL: Table[str, bool] = Table("not_digital")
