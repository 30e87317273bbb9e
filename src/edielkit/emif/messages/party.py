"""Customers and their addresses (sluttbruker, adresse).

Source: the published EMIF schemas, versions 2.3, 2.4.3 and EI-270; names, order and occurrence are the standard's.
"""

from __future__ import annotations

from edielkit.emif.declare import Aggregate, aggregate, element
from edielkit.emif.values import Code

__all__ = ("Communication", "InvoiceeAddress", "InvoiceeParty")


@aggregate("Elhub_Communication")
class Communication(Aggregate):
    """One way to reach a customer.

    Attributes:
        communication_channel: Kind of communication: e-mail, mobile phone, phone or fax.
        complete_number: The complete number or address for the channel, such as a telephone number or an
            e-mail address.
        description: Free text about the number or address, such as whose it is.
    """

    communication_channel: str = element("CommunicationChannel", "CommunicationChannelType")
    complete_number: str = element("CompleteNumber", "String100Type")
    description: str | None = element("Description", "String100Type", default=None)


@aggregate("Elhub_InvoiceeAddressType")
class InvoiceeAddress(Aggregate):
    """Postal or invoice address of an end user.

    Attributes:
        address_type: Kind of address: postal address (postadresse) or invoice address (fakturaadresse).
        street_name: Name of the street.
        street_code: Number of the street in the register of addresses.
        building_number: House number with its letter, if it has one.
        floor_identification: Floor of the dwelling (etasje).
        room_identification: Number of the dwelling (bolignummer).
        postcode: Postal code (postnummer).
        city_name: Name of the post town (poststed).
        city_sub_division_name: Part of the town, or the name of the place.
        municipality_code: Number of the municipality (kommunenummer).
        country_code: Country, as a code of ISO 3166-1.
        address_free_form: Address as free text, where its parts cannot be told apart.
        post_office_box: Post office box (postboks).
        care_of: Name of the person or company that receives the mail on behalf of the addressee (c/o).
        attention_of: Person or department that the mail is for ("att.").
        on_behalf: Name of the party that the addressee acts for.
    """

    address_type: str = element("AddressType", "AddressTypeType")
    street_name: str | None = element("StreetName", "String150Type", default=None)
    street_code: str | None = element("StreetCode", "String10Type", default=None)
    building_number: str | None = element("BuildingNumber", "String10Type", default=None)
    floor_identification: str | None = element("FloorIdentification", "String10Type", default=None)
    room_identification: str | None = element("RoomIdentification", "String10Type", default=None)
    postcode: str = element("Postcode", "String10Type")
    city_name: str = element("CityName", "String50Type")
    city_sub_division_name: str | None = element("CitySubDivisionName", "String50Type", default=None)
    municipality_code: str | None = element("MunicipalityCode", "String10Type", default=None)
    country_code: Code = element("CountryCode", "Elhub_CountryCodeType")
    address_free_form: str | None = element("AddressFreeForm", "String100Type", default=None)
    post_office_box: str | None = element("PostOfficeBox", "String40Type", default=None)
    care_of: str | None = element("CareOf", "String80Type", default=None)
    attention_of: str | None = element("AttentionOf", "String80Type", default=None)
    on_behalf: str | None = element("OnBehalf", "String80Type", default=None)


@aggregate("Elhub_InvoiceePartyType")
class InvoiceeParty(Aggregate):
    """Name of the party that is invoiced; no message uses it.

    Attributes:
        name: Name of the organisation that is invoiced.
        given_name: Given name of the person that is invoiced.
        family_name: Family name of the person that is invoiced.
    """

    name: str | None = element("Name", "String80Type", default=None)
    given_name: str | None = element("GivenName", "String40Type", default=None)
    family_name: str | None = element("FamilyName", "String80Type", default=None)
