"""The end user (sluttbruker) and an address, as the requests take them."""

from __future__ import annotations

from typing import Any

import attrs

__all__ = ("Address", "Customer", "address_parts", "customer_parts", "identification_parts")

# EMIF Elhub_EndUserIdentifierType: an organisation number of Brønnøysund, or a person's number
_SCHEMES = {9: "82", 11: "Z01"}


@attrs.frozen(kw_only=True)
class Address:
    """A postal address.

    Attributes:
        street: Name of the street.
        number: Number of the house, with its letter.
        postcode: Postal code (postnummer).
        city: Post town (poststed).
        country: Country, as a code of ISO 3166-1.
    """

    street: str | None = None
    number: str | None = None
    postcode: str
    city: str
    country: str = "NO"


@attrs.frozen(kw_only=True)
class Customer:
    """An end user (sluttbruker): an organisation with its name, or a person with given name and family name.

    Attributes:
        identification: Organisation number of 9 digits, or birth number or D-number of 11 digits.
        name: Name of an organisation.
        given_name: Given name (fornavn) of a person.
        family_name: Family name (etternavn) of a person.
        address: The postal address.
        extended_storage: The end user has chosen the longer storage of metering values (utvidet lagring).
        nace_division: Industry (næringskode), as a NACE division.
        email: E-mail address.
        mobile: Number of a mobile telephone.
    """

    identification: str
    name: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    address: Address
    extended_storage: bool = False
    nace_division: str | None = None
    email: str | None = None
    mobile: str | None = None


def address_parts(address: Address, **more: Any) -> dict[str, Any]:
    """Return an address as plain data.

    Args:
        address: The address.
        more: Further fields of it, such as the kind of address.
    """
    return {
        **more,
        "street_name": address.street,
        "building_number": address.number,
        "postcode": address.postcode,
        "city_name": address.city,
        "country_code": address.country,
    }


def identification_parts(identification: Any) -> dict[str, Any]:
    """Return the number of an end user as plain data, with the agency that its length tells."""
    length = len(identification) if isinstance(identification, str) else 0
    return {"value": identification, "scheme_agency_identifier": _SCHEMES.get(length)}


def customer_parts(customer: Customer, *, full: bool = True, industry: bool = True) -> dict[str, Any]:
    """Return an end user as plain data.

    Args:
        customer: The end user.
        full: The message has how the values are stored.
        industry: The message has the industry.
    """
    channels = (("Email", customer.email), ("Mobile", customer.mobile))
    return {
        "identification": identification_parts(customer.identification),
        "name": customer.name,
        "given_name": customer.given_name,
        "family_name": customer.family_name,
        **({"extended_storage_metering_values": customer.extended_storage} if full else {}),
        **({"nace_division_code": customer.nace_division} if industry else {}),
        "communication": [
            {"communication_channel": channel, "complete_number": number}
            for channel, number in channels
            if number is not None
        ],
    }
