"""The search for a metering point before a contract (oppslag i forkant), and its answer.

Source: the published EMIF schemas, versions 2.3, 2.4.3 and EI-270; names, order and occurrence are the standard's.
"""

from __future__ import annotations

import datetime as dt

from edielkit.emif.declare import Aggregate, Message, aggregate, element, message
from edielkit.emif.messages.header import EnergyContext, EnergyParty, Header
from edielkit.emif.messages.meteringpoint import (
    DetailMeteringPointCharacteristic,
    EstimatedAnnualVolume,
    MeterFacility,
    MeteringGridArea,
    MeteringPoint,
    MPAddress,
    MPAddressCadastral,
)
from edielkit.emif.simple_types import ONE_BEFORE_EI_270
from edielkit.emif.values import Identifier

__all__ = (
    "EndUserIdentification",
    "MPAddressSearch",
    "MPCustomerSearch",
    "MeterSearch",
    "NACECons",
    "RequestUpfrontMeteringPointCharacteristics",
    "RequestUpfrontMeteringPointCharacteristicsPayload",
    "ResponseUpfrontMeteringPointCharacteristics",
    "ResponseUpfrontMeteringPointCharacteristicsPayload",
)


@aggregate("Elhub_EndUserIdentificationType")
class EndUserIdentification(Aggregate):
    """Identification of an end user, for a search.

    Attributes:
        identification: Organisation number or birth number (or D-number) of the end user.
    """

    identification: Identifier = element("Identification", "Elhub_EndUserIdentifierType")


@aggregate("Elhub_MPAddressSearchType")
class MPAddressSearch(Aggregate):
    """Parts of an address by which a metering point is looked up.

    Attributes:
        street_name: Name of the street.
        building_number: House number with its letter, if it has one.
        postcode: Postal code (postnummer).
    """

    street_name: str | None = element("StreetName", "String150Type", default=None)
    building_number: str | None = element("BuildingNumber", "String10Type", default=None)
    postcode: str | None = element("Postcode", "String10Type", default=None)


@aggregate("Elhub_MPCustomerSearchType")
class MPCustomerSearch(Aggregate):
    """Parts by which a customer is looked up; no message uses it.

    Attributes:
        identification: Organisation number or birth number (or D-number) of the end user that is searched
            for.
        name: Name of an organisation.
        given_name: Given name (fornavn) of a person.
        family_name: Family name (etternavn) of a person.
        previous_end_user: Whether the search is for an earlier end user.
    """

    identification: Identifier | None = element("Identification", "Elhub_EndUserIdentifierType", default=None)
    name: str | None = element("Name", "String80Type", default=None)
    given_name: str | None = element("GivenName", "String80Type", default=None)
    family_name: str | None = element("FamilyName", "String40Type", default=None)
    previous_end_user: bool | None = element("PreviousEndUser", "Elhub_boolean", default=None)


@aggregate("Elhub_MeterSearchType")
class MeterSearch(Aggregate):
    """Number of a meter, for a search.

    Attributes:
        meter_identification: Number of the meter (målernummer).
    """

    meter_identification: str = element("MeterIdentification", "String18Type")


@aggregate("Elhub_NACEConsType")
class NACECons(Aggregate):
    """End-user group (sluttbrukergruppe) and industry (næringskode).

    Attributes:
        consumption_code: End-user group (sluttbrukergruppe) of the consumption; a free code that the
            schema does not list.
        nace_division_code: Industry of the end user (næringskode), as a NACE division.
    """

    consumption_code: str | None = element("ConsumptionCode", "String10Type", default=None)
    nace_division_code: str | None = element("NACE_DivisionCode", "String10Type", default=None)


@aggregate("Elhub_RequestUpfrontMeteringPointCharacteristicsType")
class RequestUpfrontMeteringPointCharacteristicsPayload(Aggregate):
    """Payload of a search for a metering point before a supply.

    Attributes:
        metering_point_used_domain_location: Metering point (målepunkt) that is looked up.
        consumer_involved_customer_party: End user by whose identification the metering point is looked
            up.
        purpose: Why the data are asked for.
        mp_address_metering_point_address: Address by which the metering point is looked up.
        metering_installation_meter_facility: Meter by which the metering point is looked up.
    """

    metering_point_used_domain_location: MeteringPoint | None = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType", default=None
    )
    consumer_involved_customer_party: EndUserIdentification | None = element(
        "ConsumerInvolvedCustomerParty", "Elhub_EndUserIdentificationType", default=None
    )
    purpose: str | None = element(
        "Purpose", "PurposeType", default=None, versions=("2.4.3", "EI-270", "EI-1763")
    )
    mp_address_metering_point_address: MPAddressSearch | None = element(
        "MPAddressMeteringPointAddress", "Elhub_MPAddressSearchType", default=None
    )
    metering_installation_meter_facility: MeterSearch | None = element(
        "MeteringInstallationMeterFacility", "Elhub_MeterSearchType", default=None
    )


@message("RequestUpfrontMeteringPointCharacteristics", "query")
class RequestUpfrontMeteringPointCharacteristics(Message):
    """Looks up a metering point and its master data before a supply.

    Supplier, third party or query role to Elhub, service Query, answered in the same call (BRS-NO-611).

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_mp_event: What the metering point is looked up by.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_mp_event: RequestUpfrontMeteringPointCharacteristicsPayload = element(
        "PayloadMPEvent", "Elhub_RequestUpfrontMeteringPointCharacteristicsType"
    )


@aggregate("Elhub_ResponseUpfrontMeteringPointCharacteristicsType")
class ResponseUpfrontMeteringPointCharacteristicsPayload(Aggregate):
    """Payload with the master data that a search has found.

    Attributes:
        original_business_document_reference: Header identification of the query that is answered.
        snap_shot_occurrence: Instant at which the master data were read.
        last_meter_reading_date: Instant of the last known meter reading, for profiled metering points alone.
        delivery_obligation_date: Day on which the supplier of last resort took over (leveringsplikt) in the
            metering point.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
        grid_access_provider_involved_energy_party: Grid access provider (nettselskap) of the metering
            point.
        mp_address_metering_point_address: Street address of the metering point (anleggsadresse).
        mp_address_cadastral: Place of the metering point in the land register (matrikkel).
        metering_grid_area_used_domain_location: Metering grid area (nettavregningsområde) concerned.
        mp_detail_metering_point_characteristic: Master data (grunndata) of the metering point.
        metering_installation_meter_facility: The meter of the metering point (måler).
        annual_period_estimated_metrics: Expected annual volume (antatt årsforbruk, årsvolum) of the
            metering point, in kWh.
        mp_taxation_profile: End-user group and industry of the metering point.
    """

    original_business_document_reference: str = element("OriginalBusinessDocumentReference", "UUIDType")
    snap_shot_occurrence: dt.datetime = element("SnapShotOccurrence", "Elhub_dateTime9DecType")
    last_meter_reading_date: dt.datetime | None = element(
        "LastMeterReadingDate", "Elhub_dateTimeType", default=None
    )
    delivery_obligation_date: dt.datetime | None = element(
        "DeliveryObligationDate", "Elhub_dateTimeType", default=None
    )
    metering_point_used_domain_location: MeteringPoint = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType"
    )
    grid_access_provider_involved_energy_party: EnergyParty = element(
        "GridAccessProviderInvolvedEnergyParty", "Elhub_EnergyPartyType"
    )
    mp_address_metering_point_address: MPAddress | None = element(
        "MPAddressMeteringPointAddress", "Elhub_MPAddressType", default=None
    )
    mp_address_cadastral: MPAddressCadastral | None = element(
        "MPAddressCadastral", "Elhub_MPAddressCadastralType", default=None
    )
    metering_grid_area_used_domain_location: MeteringGridArea | None = element(
        "MeteringGridAreaUsedDomainLocation", "Elhub_MeteringGridAreaType", default=None
    )
    mp_detail_metering_point_characteristic: DetailMeteringPointCharacteristic = element(
        "MpDetailMeteringPointCharacteristic", "Elhub_DetailMeteringPointCharacteristicType"
    )
    metering_installation_meter_facility: MeterFacility | None = element(
        "MeteringInstallationMeterFacility", "Elhub_MeterFacilityType", default=None
    )
    annual_period_estimated_metrics: tuple[EstimatedAnnualVolume, ...] = element(
        "AnnualPeriodEstimatedMetrics",
        "Elhub_EstimatedAnnualVolumeType",
        max=2,
        default=(),
        changes=ONE_BEFORE_EI_270,
    )
    mp_taxation_profile: NACECons | None = element("MPTaxationProfile", "Elhub_NACEConsType", default=None)


@message("ResponseUpfrontMeteringPointCharacteristics", "query")
class ResponseUpfrontMeteringPointCharacteristics(Message):
    """Shows the master data of the metering points that a search has found.

    Elhub to the asking party, in the answer of service Query (BRS-NO-611).

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_master_data_mp_event: Master data of one metering point that was found; at most 99.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_master_data_mp_event: tuple[ResponseUpfrontMeteringPointCharacteristicsPayload, ...] = element(
        "PayloadMasterDataMPEvent", "Elhub_ResponseUpfrontMeteringPointCharacteristicsType", max=99
    )
