"""Start and end of a supply, and news of the end user: what a balance supplier or a grid company asks of Elhub."""

from __future__ import annotations

import datetime as dt
from typing import Any, Unpack

from edielkit.building.arguments import Argument, Head, assembled, check_customer
from edielkit.building.customers import Address, Customer, address_parts, customer_parts
from edielkit.emif.messages import (
    RequestEndOfSupply,
    RequestStartOfSupply,
    RequestUpdateCustomerInformation,
)
from edielkit.errors import Faults

__all__ = ("request_end_of_supply", "request_start_of_supply", "request_update_customer_information")

_PAYLOAD, _INFORMATION = "payload_mp_event", "payload_master_data_mp_event"
_POINT = f"{_PAYLOAD}.metering_point_used_domain_location.identification"
_SUPPLIER = f"{_PAYLOAD}.balance_supplier_involved_energy_party.identification"
_ORIGINAL = f"{_PAYLOAD}.original_business_document_reference"


def request_start_of_supply(
    *,
    process: str = "101",
    metering_point: str,
    start: dt.date | dt.datetime,
    customer: Customer,
    balance_supplier: str | None = None,
    consent: str | None = None,
    to_last_resort: bool | None = None,
    cancels: str | None = None,
    **head: Unpack[Head],
) -> RequestStartOfSupply:
    """Return the request to start a supply (oppstart av kraftleveranse), or to cancel that.

    Args:
        process: ``101`` change of supplier, ``102`` and ``103`` move in, ``104`` change of supplier back in time, ``111`` rollback,
            ``123`` and ``133`` by the grid company (process tables of Elhub).
        metering_point: GSRN of the metering point (målepunkt).
        start: Day from which the supply holds, in Norway, or an aware instant.
        customer: The end user (sluttbruker).
        balance_supplier: GLN of the balance supplier; the sender where that is one.
        consent: UUID of the end user's consent (samtykke).
        to_last_resort: A move-in back in time is supplied by the supplier of last resort (moveInToSLR).
        cancels: Identification of the request that is cancelled or rolled back.
        head: `Head`: ``identification``, ``created``, ``sender``, ``recipient`` and what may be besides.

    Raises:
        BuildError: Something is missing or wrong; the error names every faulty argument.

    >>> from edielkit.building import Address, Customer
    >>> message = request_start_of_supply(
    ...     metering_point="707057599900010012",
    ...     start=dt.date(2026, 4, 1),
    ...     customer=Customer(
    ...         identification="310000000",
    ...         name="Test AS",
    ...         address=Address(street="Testveien", number="1", postcode="0001", city="Oslo"),
    ...     ),
    ...     identification="6f2a4d3e-1f6c-4c39-9d5c-0a2a5c2b7b10",
    ...     created=dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC),
    ...     sender="7080009990116",
    ...     recipient="7080003824349",
    ... )
    >>> message.payload_mp_event.start_of_occurrence.isoformat()
    '2026-04-01T00:00:00+02:00'
    """
    faults = Faults()
    arguments = [
        Argument("start", start, f"{_PAYLOAD}.start_of_occurrence"),
        Argument("metering_point", metering_point, _POINT, "gsrn"),
        Argument("balance_supplier", balance_supplier, _SUPPLIER, "gln"),
        Argument("to_last_resort", to_last_resort, f"{_PAYLOAD}.move_in_to_slr"),
        Argument("consent", consent, f"{_PAYLOAD}.consent_id"),
        Argument("cancels", cancels, _ORIGINAL),
        *_customer(customer, faults),
    ]
    message: RequestStartOfSupply = assembled(
        "RequestStartOfSupply",
        process,
        arguments,
        head,
        role="DDQ" if isinstance(process, str) and process.endswith("111") else None,
        cancels=cancels,
        supplier=_SUPPLIER,
        faults=faults,
    )
    return message


def request_end_of_supply(
    *,
    process: str = "201",
    metering_point: str,
    end: dt.date | dt.datetime,
    customer: Customer,
    reason: str | None = None,
    balance_supplier: str | None = None,
    cancels: str | None = None,
    **head: Unpack[Head],
) -> RequestEndOfSupply:
    """Return the request to end a supply (opphør av kraftleveranse), or to cancel that.

    Args:
        process: ``201`` move out, ``202`` end of supply, ``211`` by the grid company, ``221`` and ``222`` cancellations
            (process tables of Elhub).
        metering_point: GSRN of the metering point (målepunkt).
        end: Day at whose beginning in Norway the supply ends, or an aware instant.
        customer: The end user (sluttbruker).
        reason: Why it ends (opphørsårsak): a code of the list EndReasonType, such as ``Z42`` for a move out.
        balance_supplier: GLN of the balance supplier; the sender where that is one.
        cancels: Identification of the request that is cancelled.
        head: `Head`.

    Raises:
        BuildError: Something is missing or wrong; the error names every faulty argument.
    """
    faults = Faults()
    arguments = [
        Argument("end", end, f"{_PAYLOAD}.end_of_occurrence"),
        Argument("metering_point", metering_point, _POINT, "gsrn"),
        Argument("reason", reason, f"{_PAYLOAD}.reason_for_transaction"),
        Argument("balance_supplier", balance_supplier, _SUPPLIER, "gln"),
        Argument("cancels", cancels, _ORIGINAL),
        *_customer(customer, faults, full=False, industry=False),
    ]
    message: RequestEndOfSupply = assembled(
        "RequestEndOfSupply", process, arguments, head, cancels=cancels, supplier=_SUPPLIER, faults=faults
    )
    return message


def request_update_customer_information(
    *,
    metering_point: str,
    customer: Customer,
    start: dt.date | dt.datetime | None = None,
    role: str = "DDQ",
    **head: Unpack[Head],
) -> RequestUpdateCustomerInformation:
    """Return the request to change what is known of an end user (BRS-NO-301, oppdatering av kundeinformasjon).

    Args:
        metering_point: GSRN of the metering point (målepunkt).
        customer: The end user (sluttbruker) as it is from now on.
        start: Day from which it holds, in Norway, or an aware instant, where the process asks for one.
        role: ``DDQ`` balance supplier, ``SLR`` supplier of last resort.
        head: `Head`.

    Raises:
        BuildError: Something is missing or wrong; the error names every faulty argument.
    """
    faults = Faults()
    arguments = [
        Argument("start", start, f"{_INFORMATION}.start_of_occurrence"),
        Argument(
            "metering_point",
            metering_point,
            f"{_INFORMATION}.metering_point_used_domain_location.identification",
            "gsrn",
        ),
        *_customer(customer, faults, industry=False, payload=_INFORMATION),
    ]
    message: RequestUpdateCustomerInformation = assembled(
        "RequestUpdateCustomerInformation", "301", arguments, head, role=role, faults=faults
    )
    return message


def _customer(
    customer: Any, faults: Faults, *, full: bool = True, industry: bool = True, payload: str = _PAYLOAD
) -> list[Argument]:
    """Return an end user and the address.

    Args:
        customer: The end user.
        faults: Where faults go.
        full: The message has how the values are stored.
        industry: The message has the industry.
        payload: The field of the payload.
    """
    checked = check_customer(customer, "customer", faults)
    party = None if checked is None else customer_parts(checked, full=full, industry=industry)
    postal = getattr(checked, "address", None)
    address = address_parts(postal, address_type="postaladr") if isinstance(postal, Address) else None
    return [
        Argument("customer", party, f"{payload}.consumer_involved_customer_party"),
        Argument("customer.address", address, f"{payload}.consumer_involved_customer_address[0]"),
    ]
