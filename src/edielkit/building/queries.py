"""Queries: data from Elhub, a metering point that is looked for, questions to a grid company or to Elhub."""

from __future__ import annotations

import datetime as dt
from typing import Unpack

from edielkit.building.arguments import Argument, Head, assembled, check_person_or_organisation, expect
from edielkit.building.customers import Address, identification_parts
from edielkit.emif.messages import (
    RequestDataFromElhub,
    RequestToElhub,
    RequestToGridAccessProvider,
    RequestUpfrontMeteringPointCharacteristics,
)
from edielkit.errors import Faults
from edielkit.market_time import Period

__all__ = (
    "request_data_from_elhub",
    "request_to_elhub",
    "request_to_grid_access_provider",
    "request_upfront_metering_point_characteristics",
)

_PAYLOAD = "payload_mp_event"
_POINT = f"{_PAYLOAD}.metering_point_used_domain_location.identification"


def request_data_from_elhub(
    *,
    process: str = "315",
    query: str,
    role: str,
    metering_point: str | None = None,
    grid_area: str | None = None,
    period: Period | None = None,
    business_type: str | None = None,
    snapshot: dt.datetime | None = None,
    **head: Unpack[Head],
) -> RequestDataFromElhub:
    """Return the query for master data, metering values or the settlement basis (spørring).

    Args:
        process: ``303`` master data, ``315`` metering values, ``324`` settlement basis.
        query: Kind of query, a code of the list QueryCategoryCodeType: ``MDMP``, ``MDCU``, ``MVTS``, ``MVRV``, ``MVVT`` or ``STLM``.
        role: Role of the sender, such as ``DDQ``.
        metering_point: GSRN of the metering point (målepunkt), for 303 and 315.
        grid_area: EIC of the metering grid area (nettavregningsområde), for 324.
        period: Half-open period of the values that are wanted, for 315 and 324.
        business_type: Kind of settlement data, for 324.
        snapshot: Instant as of which master data are wanted, for 303.
        head: `Head`.

    Raises:
        BuildError: Something is missing or wrong; the error names every faulty argument.

    >>> from edielkit.market_time import day_period
    >>> message = request_data_from_elhub(
    ...     query="MVTS",
    ...     role="DDQ",
    ...     metering_point="707057599900010012",
    ...     period=day_period(dt.date(2026, 3, 1)),
    ...     identification="6f2a4d3e-1f6c-4c39-9d5c-0a2a5c2b7b10",
    ...     created=dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC),
    ...     sender="7080009990116",
    ...     recipient="7080003824349",
    ... )
    >>> message.payload_mp_event.query_type_code
    'MVTS'
    """
    faults = Faults()
    arguments = [
        Argument("query", query, f"{_PAYLOAD}.query_type_code"),
        Argument("snapshot", snapshot, f"{_PAYLOAD}.snap_shot_occurrence"),
        Argument("business_type", business_type, f"{_PAYLOAD}.business_type"),
        Argument("period", expect(period, Period, "period", faults), f"{_PAYLOAD}.period"),
        Argument("metering_point", metering_point, _POINT, "gsrn"),
        Argument(
            "grid_area",
            grid_area,
            f"{_PAYLOAD}.metering_grid_area_domain_location.identification",
            "grid_area",
        ),
    ]
    message: RequestDataFromElhub = assembled(
        "RequestDataFromElhub", process, arguments, head, role=role, faults=faults
    )
    return message


def request_upfront_metering_point_characteristics(
    *,
    role: str,
    metering_point: str | None = None,
    customer: str | None = None,
    meter: str | None = None,
    address: Address | None = None,
    purpose: str | None = None,
    **head: Unpack[Head],
) -> RequestUpfrontMeteringPointCharacteristics:
    """Return the query that looks for a metering point (BRS-NO-611, verifiser grunndata i målepunkt).

    Args:
        role: ``DDQ`` balance supplier, ``QRY`` who asks, ``AG`` third party.
        metering_point: GSRN of the metering point (målepunkt).
        customer: Organisation number or birth number of the end user.
        meter: Number of the meter (målernummer).
        address: Where the metering point is; country and town are not asked.
        purpose: Why it is asked, a code of the list PurposeType.
        head: `Head`.

    Raises:
        BuildError: Something is missing or wrong; the error names every faulty argument.
    """
    faults = Faults()
    if customer is not None:
        check_person_or_organisation(customer, "customer", faults)
    place = expect(address, Address, "address", faults)
    where = f"{_PAYLOAD}.mp_address_metering_point_address"
    arguments = [
        Argument("metering_point", metering_point, _POINT, "gsrn"),
        Argument(
            "customer",
            None if customer is None else identification_parts(customer),
            f"{_PAYLOAD}.consumer_involved_customer_party.identification",
        ),
        Argument("purpose", purpose, f"{_PAYLOAD}.purpose"),
        Argument("address.street", place and place.street, f"{where}.street_name"),
        Argument("address.number", place and place.number, f"{where}.building_number"),
        Argument("address.postcode", place and place.postcode, f"{where}.postcode"),
        Argument("meter", meter, f"{_PAYLOAD}.metering_installation_meter_facility.meter_identification"),
    ]
    message: RequestUpfrontMeteringPointCharacteristics = assembled(
        "RequestUpfrontMeteringPointCharacteristics", "611", arguments, head, role=role, faults=faults
    )
    return message


def request_to_grid_access_provider(
    *,
    category: str,
    subject: str,
    metering_point: str,
    public: str | None = None,
    private: str | None = None,
    role: str = "DDQ",
    **head: Unpack[Head],
) -> RequestToGridAccessProvider:
    """Return a question to the grid company (BRS-NO-601, forespørsel til nettselskapet).

    Args:
        category: Category of the question, a code of the list RequestCategory, such as ``GAP_METERING``.
        subject: What it is about.
        metering_point: GSRN of the metering point (målepunkt).
        public: The question as the end user may read it.
        private: The question for the grid company alone.
        role: ``DDQ`` balance supplier, ``SLR`` supplier of last resort, ``BSL``.
        head: `Head`.

    Raises:
        BuildError: Something is missing or wrong; the error names every faulty argument.
    """
    arguments = [
        Argument("category", category, f"{_PAYLOAD}.query_category"),
        Argument("subject", subject, f"{_PAYLOAD}.subject"),
        Argument("public", public, f"{_PAYLOAD}.request_public"),
        Argument("private", private, f"{_PAYLOAD}.request_private"),
        Argument("metering_point", metering_point, _POINT, "gsrn"),
    ]
    message: RequestToGridAccessProvider = assembled(
        "RequestToGridAccessProvider", "601", arguments, head, role=role
    )
    return message


def request_to_elhub(
    *,
    category: str,
    subject: str,
    request: str,
    metering_point: str,
    role: str = "DDQ",
    **head: Unpack[Head],
) -> RequestToElhub:
    """Return a question to Elhub (BRS-NO-602, forespørsel til Elhub).

    Args:
        category: Category of the question, such as ``ELHUB_MASTERDATA``.
        subject: What it is about.
        request: The question.
        metering_point: GSRN of the metering point (målepunkt).
        role: Role of the sender, such as ``DDQ`` or ``DDM``.
        head: `Head`.

    Raises:
        BuildError: Something is missing or wrong; the error names every faulty argument.
    """
    arguments = [
        Argument("category", category, f"{_PAYLOAD}.query_category"),
        Argument("subject", subject, f"{_PAYLOAD}.subject"),
        Argument("request", request, f"{_PAYLOAD}.request"),
        Argument("metering_point", metering_point, _POINT, "gsrn"),
    ]
    message: RequestToElhub = assembled("RequestToElhub", "602", arguments, head, role=role)
    return message
