"""The messages of the start of a supply (oppstart av kraftleveranse).

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
    TaxationProfileMeteringPoint,
)
from edielkit.emif.messages.party import Communication, InvoiceeAddress
from edielkit.emif.messages.service import RejectEventSingleMP
from edielkit.emif.simple_types import ONE_BEFORE_EI_270
from edielkit.emif.values import Identifier

__all__ = (
    "ConfirmStartOfSupply",
    "ConfirmStartOfSupplyPayload",
    "CustomerPartyStartOfSupply",
    "NotifyStartOfSupply",
    "NotifyStartOfSupplyEvent",
    "RejectStartOfSupply",
    "RequestStartOfSupply",
    "RequestStartOfSupplyPayload",
)


@aggregate("Elhub_ConfirmStartOfSupplyType")
class ConfirmStartOfSupplyPayload(Aggregate):
    """Payload that confirms a start of supply.

    Attributes:
        start_of_occurrence: Instant at which the supply starts, as Elhub has registered it.
        original_business_document_reference: Header identification of the request that is confirmed.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
    """

    start_of_occurrence: dt.datetime = element("StartOfOccurrence", "Elhub_dateTimeType")
    original_business_document_reference: str = element("OriginalBusinessDocumentReference", "UUIDType")
    metering_point_used_domain_location: MeteringPoint = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType"
    )


@message("ConfirmStartOfSupply", "market")
class ConfirmStartOfSupply(Message):
    """Confirms a start of supply (oppstart), or the cancellation of one.

    Elhub to the sender of RequestStartOfSupply, polled from PollMarketProcesses (BRS-NO-101 to 104, 111,
    123, 133).

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_response_event: The start of supply that is confirmed.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_response_event: ConfirmStartOfSupplyPayload = element(
        "PayloadResponseEvent", "Elhub_ConfirmStartOfSupplyType"
    )


@aggregate("Elhub_CustomerPartyStartOfSupplyType")
class CustomerPartyStartOfSupply(Aggregate):
    """End user (sluttbruker) as messages about the start of supply show it.

    Attributes:
        identification: Organisation number or birth number (or D-number) of the end user.
        name: Name of an organisation.
        given_name: Given name (fornavn) of a person.
        family_name: Family name (etternavn) of a person.
        extended_storage_metering_values: Whether the end user has chosen the longer storage of metering
            values (utvidet lagring).
        nace_division_code: Industry of the end user (næringskode), as a NACE division.
        communication: One way to reach the customer, such as a telephone number or an e-mail address.
    """

    identification: Identifier = element("Identification", "Elhub_EndUserIdentifierType")
    name: str | None = element("Name", "String80Type", default=None)
    given_name: str | None = element("GivenName", "String80Type", default=None)
    family_name: str | None = element("FamilyName", "String40Type", default=None)
    extended_storage_metering_values: bool = element("ExtendedStorageMeteringValues", "Elhub_boolean")
    nace_division_code: str | None = element("NACE_DivisionCode", "String10Type", default=None)
    communication: tuple[Communication, ...] = element(
        "Communication", "Elhub_Communication", max=99, default=()
    )


@aggregate("Elhub_NotifyStartOfSupplyEventType")
class NotifyStartOfSupplyEvent(Aggregate):
    """Payload of a notice that a supply starts.

    Attributes:
        start_of_occurrence: Instant at which the supply starts.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
        metering_grid_area_used_domain_location: Metering grid area (nettavregningsområde) concerned.
        mp_address_metering_point_address: Street address of the metering point (anleggsadresse).
        mp_position_metering_point_geographical_coordinate: Geographical position of the metering point.
        mp_address_cadastral: Place of the metering point in the land register (matrikkel).
        balance_supplier_involved_energy_party: New balance supplier (kraftleverandør) of the metering
            point.
        consumer_involved_customer_party: The end user (sluttbruker) of the metering point.
        consumer_involved_customer_address: Address of the end user (sluttbruker): the postal address, and
            an invoice address if that differs.
        mp_detail_metering_point_characteristics: Master data (grunndata) of the metering point.
        annual_period_estimated_metrics: Expected annual volume (antatt årsforbruk, årsvolum) of the
            metering point, in kWh.
        metering_installation_meter_facility: The meter of the metering point (måler).
        mp_taxation_profile: Taxes, fees and consumption codes of the metering point (avgiftsprofil).
        measurement_definition: One channel of the metering point (kanal): product, direction and
            resolution.
    """

    start_of_occurrence: dt.datetime = element("StartOfOccurrence", "Elhub_dateTimeType")
    metering_point_used_domain_location: MeteringPoint = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType"
    )
    metering_grid_area_used_domain_location: MeteringGridArea = element(
        "MeteringGridAreaUsedDomainLocation", "Elhub_MeteringGridAreaType"
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
    balance_supplier_involved_energy_party: EnergyParty = element(
        "BalanceSupplierInvolvedEnergyParty", "Elhub_EnergyPartyType"
    )
    consumer_involved_customer_party: CustomerPartyStartOfSupply = element(
        "ConsumerInvolvedCustomerParty", "Elhub_CustomerPartyStartOfSupplyType"
    )
    consumer_involved_customer_address: tuple[InvoiceeAddress, ...] = element(
        "ConsumerInvolvedCustomerAddress", "Elhub_InvoiceeAddressType", max=2
    )
    mp_detail_metering_point_characteristics: DetailMeteringPointCharacteristic | None = element(
        "MPDetailMeteringPointCharacteristics", "Elhub_DetailMeteringPointCharacteristicType", default=None
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


@message("NotifyStartOfSupply", "market")
class NotifyStartOfSupply(Message):
    """Tells a party that a supply starts, with the data of the metering point and its end user.

    Elhub to supplier or grid access provider, polled from PollMarketProcesses (start of supply, rollbacks,
    and changes that Elhub initiates).

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_mp_event: The supply that starts, its end user and the data of the metering point.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_mp_event: NotifyStartOfSupplyEvent = element(
        "PayloadMPEvent", "Elhub_NotifyStartOfSupplyEventType"
    )


@message("RejectStartOfSupply", "market")
class RejectStartOfSupply(Message):
    """Rejects a start of supply, with the reasons.

    Elhub to the sender of RequestStartOfSupply, polled from PollMarketProcesses; grid access provider to
    Elhub when it refuses a move-in (BRS-NO-102, service MarketProcesses).

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_response_event: The start of supply that is rejected, and why.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_response_event: RejectEventSingleMP = element(
        "PayloadResponseEvent", "Elhub_RejectEventSingleMPType"
    )


@aggregate("Elhub_RequestStartOfSupplyType")
class RequestStartOfSupplyPayload(Aggregate):
    """Payload of a request to start a supply, or to cancel that.

    Attributes:
        start_of_occurrence: Instant at which the supply is to start; the time of day is not used at
            present.
        original_business_document_reference: Header identification of the request that is cancelled or
            rolled back.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
        balance_supplier_involved_energy_party: Balance supplier (kraftleverandør) concerned.
        move_in_to_slr: Whether a move-in back in time is supplied by the supplier of last resort
            (leveringspliktig leverandør) and not by the sender.
        consent_id: Identification of the consent (samtykke) by which the customer has agreed to the start
            of supply.
        consumer_involved_customer_party: The end user (sluttbruker) of the metering point.
        consumer_involved_customer_address: Address of the end user (sluttbruker): the postal address, and
            an invoice address if that differs.
    """

    start_of_occurrence: dt.datetime = element("StartOfOccurrence", "Elhub_dateTimeType")
    original_business_document_reference: str | None = element(
        "OriginalBusinessDocumentReference", "UUIDType", default=None
    )
    metering_point_used_domain_location: MeteringPoint = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType"
    )
    balance_supplier_involved_energy_party: EnergyParty | None = element(
        "BalanceSupplierInvolvedEnergyParty", "Elhub_EnergyPartyType", default=None
    )
    move_in_to_slr: bool | None = element(
        "moveInToSLR", "Elhub_boolean", default=None, versions=("2.4.3", "EI-270", "EI-1763")
    )
    consent_id: str | None = element(
        "ConsentID", "UUIDType", default=None, versions=("2.4.3", "EI-270", "EI-1763")
    )
    consumer_involved_customer_party: CustomerPartyStartOfSupply = element(
        "ConsumerInvolvedCustomerParty", "Elhub_CustomerPartyStartOfSupplyType"
    )
    consumer_involved_customer_address: tuple[InvoiceeAddress, ...] = element(
        "ConsumerInvolvedCustomerAddress", "Elhub_InvoiceeAddressType", max=2
    )


@message("RequestStartOfSupply", "market")
class RequestStartOfSupply(Message):
    """Asks for the start of a supply, or cancels or rolls back such a request.

    Supplier or grid access provider to Elhub, service MarketProcesses (BRS-NO-101 to 104, 111, 123, 133).

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_mp_event: The supply that is to start, and its end user.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_mp_event: RequestStartOfSupplyPayload = element(
        "PayloadMPEvent", "Elhub_RequestStartOfSupplyType"
    )
