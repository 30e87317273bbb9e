"""What keeps a request for a consent from being put to the customer (EI-1363): the error codes of the public Access API.

Source: Elhub's open-source service for authorisation grants, its rules and its list of error codes: a change of supplier is
asked of the current end user, a move-in of somebody who is not; the point is not blocked; the supplier takes part in the
market. The codes of a contract's name are looked up elsewhere (strompris.no), and are not given here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

import attrs

from edielkit.hub.core.market_records import Point
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.processes.access_records import NOT_DIGITAL
from edielkit.market_time import local_day

__all__ = ("CHANGE", "ERROR_CODES", "MOVE_IN", "ConsentForm", "consent_error")

CHANGE, MOVE_IN = "ChangeOfBalanceSupplierForPerson", "MoveInAndChangeOfBalanceSupplierForPerson"

_POINT = re.compile(r"\d{18}", re.ASCII)
_PARTY = re.compile(r"\d{13}", re.ASCII)
# NationalIdentityNumber or OrganizationNumber: 11 or 9 digits.
_PERSON = re.compile(r"\d{9}|\d{11}", re.ASCII)


@attrs.frozen(kw_only=True)
class ConsentForm:
    """What a supplier asks, as the form of the Access API has it.

    Attributes:
        kind: `CHANGE` or `MOVE_IN`.
        supplier: GLN of the supplier that asks (requestedBy).
        customer: Identification of the customer (requestedFrom).
        answers: Identification of who is to answer (requestedTo): the customer.
        point: GSRN (requestedForMeteringPointId).
        move_in: Day of moving in as ISO date, of a move-in back in time; None ahead in time.
        redirect: Address that the customer is led back to; None without one.
        texts: The texts that the form wants beside these, by the error code of one that is empty; what is not given is not
            asked for.
    """

    kind: str
    supplier: str
    customer: str = attrs.field(repr=False)
    answers: str = attrs.field(repr=False)
    point: str
    move_in: str | None = None
    redirect: str | None = None
    texts: Mapping[str, str | None] = attrs.field(factory=dict, repr=False)


# Code to what would be right; the first one that does not hold is the answer.
ERROR_CODES: Mapping[str, str] = MappingProxyType(
    {
        "missing_requested_by": "expected the GLN of the supplier",
        "invalid_requested_by": "expected a GLN of 13 digits",
        "requested_by_not_found": "expected a balance supplier of the market",
        "not_active_requested_by": "expected a balance supplier that is active",
        "missing_requested_from": "expected the identification of the customer",
        "invalid_requested_from": "expected a birth number or an organisation number",
        "requested_to_requested_from_mismatch": "expected the customer itself to answer",
        "missing_requested_from_name": "expected the name of the customer",
        "missing_metering_point_id": "expected the GSRN of the metering point",
        "invalid_metering_point_id": "expected a GSRN of 18 digits",
        "metering_point_not_found": "expected a metering point that is registered",
        "missing_metering_point_address": "expected the address of the metering point",
        "missing_balance_supplier_name": "expected the name of the supplier",
        "missing_balance_supplier_contract_name": "expected the name of the contract",
        "requested_from_not_found": "expected a digital end user",
        "metering_point_blocked_for_switching": "expected a metering point that is open for change of supplier",
        "requested_from_not_metering_point_end_user": "expected the current end user of the metering point",
        "requested_from_is_metering_point_end_user": "expected somebody who does not live there already",
        "move_in_date_not_back_in_time": "expected today or an earlier day, or none for a move-in ahead",
        "invalid_redirect_uri": "expected an address that begins with https",
        "redirect_uri_not_matching_ediel": "expected an address in the domain that the supplier has registered",
    }
)


def consent_error(transaction: Transaction, form: ConsentForm) -> str | None:
    """Return the code of the first thing that is wrong with a form, None when the customer may be asked.

    Args:
        transaction: The step.
        form: The form.
    """
    wrong = set(_wrong(transaction, form))
    return next((code for code in ERROR_CODES if code in wrong), None)


def _wrong(transaction: Transaction, form: ConsentForm) -> Iterator[str]:
    yield from _about_supplier(transaction, form)
    yield from _about_customer(transaction, form)
    yield from (code for code, text in form.texts.items() if text is not None and not text.strip())
    yield from _about_point(transaction, form)
    if form.move_in is not None and (
        form.kind != MOVE_IN or form.move_in > local_day(transaction.now).isoformat()
    ):
        yield "move_in_date_not_back_in_time"


def _about_supplier(transaction: Transaction, form: ConsentForm) -> Iterator[str]:
    party = transaction.party(form.supplier)
    if not form.supplier:
        yield "missing_requested_by"
    elif not _PARTY.fullmatch(form.supplier):
        yield "invalid_requested_by"
    elif party is None or "DDQ" not in party.roles:
        yield "requested_by_not_found"
    elif not party.active:
        yield "not_active_requested_by"
    if form.redirect is None:
        return
    host = _host(form.redirect)
    if not host:
        yield "invalid_redirect_uri"
    elif party is not None and host != _host(party.return_address):
        yield "redirect_uri_not_matching_ediel"


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme == "https" else ""


def _about_customer(transaction: Transaction, form: ConsentForm) -> Iterator[str]:
    if not form.customer:
        yield "missing_requested_from"
    elif not _PERSON.fullmatch(form.customer):
        yield "invalid_requested_from"
    elif transaction.get(NOT_DIGITAL, form.customer):
        yield "requested_from_not_found"
    if form.answers != form.customer:
        yield "requested_to_requested_from_mismatch"


def _about_point(transaction: Transaction, form: ConsentForm) -> Iterator[str]:
    point = transaction.point(form.point)
    if not form.point:
        yield "missing_metering_point_id"
    elif not _POINT.fullmatch(form.point):
        yield "invalid_metering_point_id"
    elif point is None:
        yield "metering_point_not_found"
    else:
        yield from _about_end_user(transaction, form, point)


def _about_end_user(transaction: Transaction, form: ConsentForm, point: Point) -> Iterator[str]:
    today = local_day(transaction.now)
    occupancy = point.occupancy(today)
    lives = occupancy is not None and str(occupancy.customer.identification) == form.customer
    if form.kind == CHANGE:
        if point.data(today).detail.blocked_for_switching:
            yield "metering_point_blocked_for_switching"
        if not lives:
            yield "requested_from_not_metering_point_end_user"
    elif lives:
        yield "requested_from_is_metering_point_end_user"
