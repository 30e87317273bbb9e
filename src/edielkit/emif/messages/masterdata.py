"""Master data (grunndata) of metering points and customers.

Source: the published EMIF schemas, versions 2.3, 2.4.3 and EI-270; names, order and occurrence are the standard's.
"""

from __future__ import annotations

import datetime as dt

from edielkit.emif.declare import Aggregate, Message, aggregate, element, message
from edielkit.emif.messages.header import EnergyContext, EnergyParty, Header
from edielkit.emif.messages.meteringpoint import (
    DetailMeteringPointCharacteristic,
    EstimatedAnnualVolumeDetail,
    MeasurementDefinition,
    MeterFacility,
    MeteringGridArea,
    MeteringPoint,
    MeteringPointGeographicalCoordinate,
    MPAddress,
    MPAddressCadastral,
    ProductCharacteristic,
    TaxationProfileMeteringPoint,
)
from edielkit.emif.messages.party import Communication, InvoiceeAddress
from edielkit.emif.simple_types import ONE_BEFORE_EI_270
from edielkit.emif.values import Identifier

__all__ = (
    "CustomerParty",
    "CustomerPartyNotify",
    "MeasurementDefinitionGeneric",
    "NotifyCustomerInformation",
    "NotifyCustomerInformationPayload",
    "NotifyMeteringPointCharacteristics",
    "NotifyMeteringPointCharacteristicsEvent",
    "RequestUpdateCustomerInformation",
    "RequestUpdateCustomerInformationPayload",
    "RequestUpdateMasterDataMeteringPoint",
    "RequestUpdateMasterDataMeteringPointPayload",
)


@aggregate("Elhub_CustomerPartyNotifyType")
class CustomerPartyNotify(Aggregate):
    """End user (sluttbruker) as Elhub's notices show it.

    Attributes:
        identification: Organisation number or birth number (or D-number) of the end user.
        name: Name of an organisation.
        given_name: Given name (fornavn) of a person.
        family_name: Family name (etternavn) of a person.
        extended_storage_metering_values: Whether the end user has chosen the longer storage of metering
            values (utvidet lagring).
        communication: One way to reach the customer, such as a telephone number or an e-mail address.
    """

    identification: Identifier | None = element("Identification", "Elhub_EndUserIdentifierType", default=None)
    name: str | None = element("Name", "String80Type", default=None)
    given_name: str | None = element("GivenName", "String80Type", default=None)
    family_name: str | None = element("FamilyName", "String40Type", default=None)
    extended_storage_metering_values: bool = element("ExtendedStorageMeteringValues", "Elhub_boolean")
    communication: tuple[Communication, ...] = element(
        "Communication", "Elhub_Communication", max=99, default=()
    )


@aggregate("Elhub_CustomerPartyType")
class CustomerParty(Aggregate):
    """End user (sluttbruker) as an update of customer data shows it.

    Attributes:
        identification: Organisation number or birth number (or D-number) of the end user.
        name: Name of an organisation.
        given_name: Given name (fornavn) of a person.
        family_name: Family name (etternavn) of a person.
        extended_storage_metering_values: Whether the end user has chosen the longer storage of metering
            values (utvidet lagring).
        communication: One way to reach the customer, such as a telephone number or an e-mail address.
    """

    identification: Identifier = element("Identification", "Elhub_EndUserIdentifierType")
    name: str | None = element("Name", "String80Type", default=None)
    given_name: str | None = element("GivenName", "String80Type", default=None)
    family_name: str | None = element("FamilyName", "String40Type", default=None)
    extended_storage_metering_values: bool = element("ExtendedStorageMeteringValues", "Elhub_boolean")
    communication: tuple[Communication, ...] = element(
        "Communication", "Elhub_Communication", max=99, default=()
    )


@aggregate("Elhub_MeasurementDefinitionGenericType")
class MeasurementDefinitionGeneric(Aggregate):
    """Channel (kanal) of a metering point as an update may set it.

    Attributes:
        product_included_product_characteristics: Product and unit of the values.
        direction: Flow that the channel measures.
        resolution: Resolution of the channel, as a duration, or N where it has no intervals.
    """

    product_included_product_characteristics: ProductCharacteristic = element(
        "ProductIncludedProductCharacteristics", "Elhub_ProductCharacteristic"
    )
    direction: str = element("Direction", "DirectionType")
    resolution: str = element("Resolution", "ChannelResolutionType")


@aggregate("Elhub_NotifyCustomerInformationType")
class NotifyCustomerInformationPayload(Aggregate):
    """Payload with the customer data of a metering point.

    Attributes:
        original_business_document_reference: Header identification of the query or update behind the
            notice.
        start_of_occurrence: Instant from which the customer data hold.
        snap_shot_occurrence: Instant at which the customer data were read.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
        consumer_involved_customer_party: The end user (sluttbruker) of the metering point.
        consumer_involved_customer_address: Address of the end user (sluttbruker): the postal address, and
            an invoice address if that differs.
    """

    original_business_document_reference: str | None = element(
        "OriginalBusinessDocumentReference", "UUIDType", default=None
    )
    start_of_occurrence: dt.datetime | None = element("StartOfOccurrence", "Elhub_dateTimeType", default=None)
    snap_shot_occurrence: dt.datetime = element("SnapShotOccurrence", "Elhub_dateTime9DecType")
    metering_point_used_domain_location: MeteringPoint = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType"
    )
    consumer_involved_customer_party: CustomerPartyNotify = element(
        "ConsumerInvolvedCustomerParty", "Elhub_CustomerPartyNotifyType"
    )
    consumer_involved_customer_address: tuple[InvoiceeAddress, ...] = element(
        "ConsumerInvolvedCustomerAddress", "Elhub_InvoiceeAddressType", max=2, default=()
    )


@message("NotifyCustomerInformation", "masterdata")
class NotifyCustomerInformation(Message):
    """Shows the customer data of a metering point.

    Elhub to grid access provider (BRS-NO-301) or to the asking party (BRS-NO-303), polled from
    PollMarketProcesses.

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_master_data_mp_event: The end user of a metering point and the addresses.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_master_data_mp_event: NotifyCustomerInformationPayload = element(
        "PayloadMasterDataMPEvent", "Elhub_NotifyCustomerInformationType"
    )


@aggregate("Elhub_NotifyMeteringPointCharacteristicsEventType")
class NotifyMeteringPointCharacteristicsEvent(Aggregate):
    """Payload with the master data of a metering point.

    Attributes:
        identification: Identification of the payload, a UUID.
        original_business_document_reference: Header identification of the query or update behind the
            notice.
        start_of_occurrence: Instant from which the master data hold.
        end_of_occurrence: Instant until which the master data hold.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
        mp_address_metering_point_address: Street address of the metering point (anleggsadresse).
        mp_position_metering_point_geographical_coordinate: Geographical position of the metering point.
        mp_address_cadastral: Place of the metering point in the land register (matrikkel).
        balance_supplier_involved_energy_party: Balance supplier (kraftleverandør) concerned.
        consumer_involved_customer_party: The end user (sluttbruker) of the metering point.
        metering_grid_area_used_domain_location: Metering grid area (nettavregningsområde) concerned.
        mp_detail_metering_point_characteristic: Master data (grunndata) of the metering point.
        annual_period_estimated_metrics: Expected annual volume (antatt årsforbruk, årsvolum) of the
            metering point, in kWh.
        metering_installation_meter_facility: The meter of the metering point (måler).
        mp_taxation_profile: Taxes, fees and consumption codes of the metering point (avgiftsprofil).
        measurement_definition: One channel of the metering point (kanal): product, direction and
            resolution.
    """

    identification: str | None = element("Identification", "UUIDType", default=None)
    original_business_document_reference: str | None = element(
        "OriginalBusinessDocumentReference", "UUIDType", default=None
    )
    start_of_occurrence: dt.datetime = element("StartOfOccurrence", "Elhub_dateTimeType")
    end_of_occurrence: dt.datetime | None = element("EndOfOccurrence", "Elhub_dateTimeType", default=None)
    metering_point_used_domain_location: MeteringPoint = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType"
    )
    mp_address_metering_point_address: MPAddress | None = element(
        "MPAddressMeteringPointAddress", "Elhub_MPAddressType", default=None
    )
    mp_position_metering_point_geographical_coordinate: MeteringPointGeographicalCoordinate | None = element(
        "MPPositionMeteringPointGeographicalCoordinate",
        "Elhub_MeteringPointGeographicalCoordinateType",
        default=None,
    )
    mp_address_cadastral: MPAddressCadastral | None = element(
        "MPAddressCadastral", "Elhub_MPAddressCadastralType", default=None
    )
    balance_supplier_involved_energy_party: EnergyParty | None = element(
        "BalanceSupplierInvolvedEnergyParty", "Elhub_EnergyPartyType", default=None
    )
    consumer_involved_customer_party: CustomerPartyNotify | None = element(
        "ConsumerInvolvedCustomerParty", "Elhub_CustomerPartyNotifyType", default=None
    )
    metering_grid_area_used_domain_location: MeteringGridArea | None = element(
        "MeteringGridAreaUsedDomainLocation", "Elhub_MeteringGridAreaType", default=None
    )
    mp_detail_metering_point_characteristic: DetailMeteringPointCharacteristic | None = element(
        "MpDetailMeteringPointCharacteristic", "Elhub_DetailMeteringPointCharacteristicType", default=None
    )
    annual_period_estimated_metrics: tuple[EstimatedAnnualVolumeDetail, ...] = element(
        "AnnualPeriodEstimatedMetrics",
        "Elhub_EstimatedAnnualVolumeDetailType",
        max=2,
        default=(),
        changes=ONE_BEFORE_EI_270,
    )
    metering_installation_meter_facility: MeterFacility | None = element(
        "MeteringInstallationMeterFacility", "Elhub_MeterFacilityType", default=None
    )
    mp_taxation_profile: TaxationProfileMeteringPoint | None = element(
        "MPTaxationProfile", "Elhub_TaxationProfileMeteringPointType", default=None
    )
    measurement_definition: tuple[MeasurementDefinition, ...] = element(
        "MeasurementDefinition", "Elhub_MeasurementDefinitionType", max=99, default=()
    )


@message("NotifyMeteringPointCharacteristics", "masterdata")
class NotifyMeteringPointCharacteristics(Message):
    """Shows the master data (grunndata) of metering points.

    Elhub to market parties after an update or a query (such as BRS-NO-121, 302, 303, 305, 317, 402), polled
    from PollMarketProcesses.

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_masterdata_mp_event: Master data of one metering point; at most 9999.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_masterdata_mp_event: tuple[NotifyMeteringPointCharacteristicsEvent, ...] = element(
        "PayloadMasterdataMPEvent", "Elhub_NotifyMeteringPointCharacteristicsEventType", max=9999
    )


@aggregate("Elhub_RequestUpdateCustomerInformationType")
class RequestUpdateCustomerInformationPayload(Aggregate):
    """Payload with new customer data.

    Attributes:
        start_of_occurrence: Instant from which the new customer data hold.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
        consumer_involved_customer_party: The end user (sluttbruker) of the metering point.
        consumer_involved_customer_address: Address of the end user (sluttbruker): the postal address, and
            an invoice address if that differs.
    """

    start_of_occurrence: dt.datetime | None = element("StartOfOccurrence", "Elhub_dateTimeType", default=None)
    metering_point_used_domain_location: MeteringPoint = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType"
    )
    consumer_involved_customer_party: CustomerParty = element(
        "ConsumerInvolvedCustomerParty", "Elhub_CustomerPartyType"
    )
    consumer_involved_customer_address: tuple[InvoiceeAddress, ...] = element(
        "ConsumerInvolvedCustomerAddress", "Elhub_InvoiceeAddressType", max=2
    )


@message("RequestUpdateCustomerInformation", "masterdata")
class RequestUpdateCustomerInformation(Message):
    """Changes the customer data of a metering point.

    Supplier to Elhub, service MarketProcesses (BRS-NO-301).

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_master_data_mp_event: The new customer data.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_master_data_mp_event: RequestUpdateCustomerInformationPayload = element(
        "PayloadMasterDataMPEvent", "Elhub_RequestUpdateCustomerInformationType"
    )


@aggregate("Elhub_RequestUpdateMasterDataMeteringPointType")
class RequestUpdateMasterDataMeteringPointPayload(Aggregate):
    """Payload with new master data of a metering point.

    Attributes:
        start_of_occurrence: Instant from which the new master data hold.
        identification: Identification of the payload, a UUID that is unique in the message.
        original_business_document_reference: Header identification of the earlier request that this one
            refers to.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
        metering_grid_area_used_domain_location: Metering grid area (nettavregningsområde) concerned.
        mp_address_metering_point_address: Street address of the metering point (anleggsadresse).
        mp_position_metering_point_geographical_coordinate: Geographical position of the metering point.
        mp_address_cadastral: Place of the metering point in the land register (matrikkel).
        mp_detail_metering_point_characteristic: Master data (grunndata) of the metering point.
        annual_period_estimated_metrics: Expected annual volume (antatt årsforbruk, årsvolum) of the
            metering point, in kWh.
        metering_installation_meter_facility: The meter of the metering point (måler).
        mp_taxation_profile: Taxes, fees and consumption codes of the metering point (avgiftsprofil).
        measurement_definition: One channel of the metering point (kanal): product, direction and
            resolution.
    """

    start_of_occurrence: dt.datetime | None = element("StartOfOccurrence", "Elhub_dateTimeType", default=None)
    identification: str | None = element("Identification", "UUIDType", default=None)
    original_business_document_reference: str | None = element(
        "OriginalBusinessDocumentReference", "UUIDType", default=None
    )
    metering_point_used_domain_location: MeteringPoint = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType"
    )
    metering_grid_area_used_domain_location: MeteringGridArea | None = element(
        "MeteringGridAreaUsedDomainLocation", "Elhub_MeteringGridAreaType", default=None
    )
    mp_address_metering_point_address: MPAddress | None = element(
        "MPAddressMeteringPointAddress", "Elhub_MPAddressType", default=None
    )
    mp_position_metering_point_geographical_coordinate: MeteringPointGeographicalCoordinate | None = element(
        "MPPositionMeteringPointGeographicalCoordinate",
        "Elhub_MeteringPointGeographicalCoordinateType",
        default=None,
    )
    mp_address_cadastral: MPAddressCadastral | None = element(
        "MPAddressCadastral", "Elhub_MPAddressCadastralType", default=None
    )
    mp_detail_metering_point_characteristic: DetailMeteringPointCharacteristic | None = element(
        "MpDetailMeteringPointCharacteristic", "Elhub_DetailMeteringPointCharacteristicType", default=None
    )
    annual_period_estimated_metrics: tuple[EstimatedAnnualVolumeDetail, ...] = element(
        "AnnualPeriodEstimatedMetrics",
        "Elhub_EstimatedAnnualVolumeDetailType",
        max=2,
        default=(),
        changes=ONE_BEFORE_EI_270,
    )
    metering_installation_meter_facility: MeterFacility | None = element(
        "MeteringInstallationMeterFacility", "Elhub_MeterFacilityType", default=None
    )
    mp_taxation_profile: TaxationProfileMeteringPoint | None = element(
        "MPTaxationProfile", "Elhub_TaxationProfileMeteringPointType", default=None
    )
    measurement_definition: tuple[MeasurementDefinitionGeneric | MeasurementDefinition, ...] = element(
        "MeasurementDefinition",
        "Elhub_MeasurementDefinitionGenericType",
        max=99,
        default=(),
        changes={"2.3": {"type": "Elhub_MeasurementDefinitionType"}},
    )


@message("RequestUpdateMasterDataMeteringPoint", "masterdata")
class RequestUpdateMasterDataMeteringPoint(Message):
    """Creates, activates, changes, deactivates or removes a metering point (målepunkt).

    Grid access provider to Elhub, service MarketProcesses (such as BRS-NO-121, 122, 212, 213, 302, 317,
    402).

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_master_data_mp_event: The new master data of one metering point; more than one only where
            the process allows it.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_master_data_mp_event: tuple[RequestUpdateMasterDataMeteringPointPayload, ...] = element(
        "PayloadMasterDataMPEvent", "Elhub_RequestUpdateMasterDataMeteringPointType", max=9999
    )
