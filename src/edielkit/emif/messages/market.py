"""Start and end of supply (kraftleveranse): requests, confirmations, rejections, notifications.

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
from edielkit.emif.simple_types import ONE_BEFORE_EI_270
from edielkit.emif.values import Code, Identifier

__all__ = (
    "ConfirmEndOfSupply",
    "ConfirmEndOfSupplyPayload",
    "ConfirmStartOfSupply",
    "ConfirmStartOfSupplyPayload",
    "CustomerPartyEndOfSupply",
    "CustomerPartyStartOfSupply",
    "NotifyEndOfSupply",
    "NotifyEndOfSupplyEvent",
    "NotifyStartOfSupply",
    "NotifyStartOfSupplyEvent",
    "RejectEndOfSupply",
    "RejectEvent",
    "RejectEventSingleMP",
    "RejectStartOfSupply",
    "RequestEndOfSupply",
    "RequestEndOfSupplyPayload",
    "RequestStartOfSupply",
    "RequestStartOfSupplyPayload",
)


@aggregate("Elhub_ConfirmEndOfSupplyType")
class ConfirmEndOfSupplyPayload(Aggregate):
    """Payload that confirms an end of supply.

    Attributes:
        end_of_occurrence: Instant at which the supply ends, as Elhub has registered it.
        original_business_document_reference: Header identification of the request that is confirmed.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
    """

    end_of_occurrence: dt.datetime = element("EndOfOccurrence", "Elhub_dateTimeType")
    original_business_document_reference: str = element("OriginalBusinessDocumentReference", "UUIDType")
    metering_point_used_domain_location: MeteringPoint = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType"
    )


@message("ConfirmEndOfSupply", "market")
class ConfirmEndOfSupply(Message):
    """Confirms an end of supply (opphør), or the cancellation of one.

    Elhub to the sender of RequestEndOfSupply, polled from PollMarketProcesses (BRS-NO-201, 202, 211, 221,
    222).

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_response_event: The end of supply that is confirmed.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_response_event: ConfirmEndOfSupplyPayload = element(
        "PayloadResponseEvent", "Elhub_ConfirmEndOfSupplyType"
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


@aggregate("Elhub_CustomerPartyEndOfSupplyType")
class CustomerPartyEndOfSupply(Aggregate):
    """End user (sluttbruker) as messages about the end of supply show it.

    Attributes:
        identification: Organisation number or birth number (or D-number) of the end user.
        name: Name of an organisation.
        given_name: Given name (fornavn) of a person.
        family_name: Family name (etternavn) of a person.
        communication: One way to reach the customer, such as a telephone number or an e-mail address.
    """

    identification: Identifier = element("Identification", "Elhub_EndUserIdentifierType")
    name: str | None = element("Name", "String80Type", default=None)
    given_name: str | None = element("GivenName", "String80Type", default=None)
    family_name: str | None = element("FamilyName", "String40Type", default=None)
    communication: tuple[Communication, ...] = element(
        "Communication", "Elhub_Communication", max=99, default=()
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


@aggregate("Elhub_NotifyEndOfSupplyEventType")
class NotifyEndOfSupplyEvent(Aggregate):
    """Payload of a notice that a supply ends.

    Attributes:
        end_of_occurrence: Instant at which the supply ends.
        reason_for_transaction: Why the supply ends (opphørsårsak), such as moving out.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
        balance_supplier_involved_energy_party: Balance supplier (kraftleverandør) whose supply ends.
        consumer_involved_customer_party: The end user (sluttbruker) of the metering point.
        consumer_involved_customer_address: Address of the end user (sluttbruker): the postal address, and
            an invoice address if that differs.
    """

    end_of_occurrence: dt.datetime = element("EndOfOccurrence", "Elhub_dateTimeType")
    reason_for_transaction: str | None = element("ReasonForTransaction", "EndReasonType", default=None)
    metering_point_used_domain_location: MeteringPoint = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType"
    )
    balance_supplier_involved_energy_party: EnergyParty = element(
        "BalanceSupplierInvolvedEnergyParty", "Elhub_EnergyPartyType"
    )
    consumer_involved_customer_party: CustomerPartyEndOfSupply = element(
        "ConsumerInvolvedCustomerParty", "Elhub_CustomerPartyEndOfSupplyType"
    )
    consumer_involved_customer_address: tuple[InvoiceeAddress, ...] = element(
        "ConsumerInvolvedCustomerAddress", "Elhub_InvoiceeAddressType", max=2
    )


@message("NotifyEndOfSupply", "market")
class NotifyEndOfSupply(Message):
    """Tells a party that a supply ends.

    Elhub to supplier or grid access provider, polled from PollMarketProcesses (start and end of supply
    processes).

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_mp_event: The supply that ends, and its end user.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_mp_event: NotifyEndOfSupplyEvent = element("PayloadMPEvent", "Elhub_NotifyEndOfSupplyEventType")


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


@aggregate("Elhub_RejectEventSingleMPType")
class RejectEventSingleMP(Aggregate):
    """Payload that rejects a request about one metering point.

    Attributes:
        original_business_document_reference: Header identification of the request that is rejected.
        response_reason_type: Reason for the rejection, as a code of ebIX or Elhub; there may be several.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
    """

    original_business_document_reference: str = element("OriginalBusinessDocumentReference", "UUIDType")
    response_reason_type: tuple[Code, ...] = element(
        "ResponseReasonType", "Elhub_ResponseReasonCodeType", max=99
    )
    metering_point_used_domain_location: MeteringPoint = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType"
    )


@message("RejectEndOfSupply", "market")
class RejectEndOfSupply(Message):
    """Rejects an end of supply, with the reasons.

    Elhub to the sender of RequestEndOfSupply, polled from PollMarketProcesses.

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_response_event: The end of supply that is rejected, and why.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_response_event: RejectEventSingleMP = element(
        "PayloadResponseEvent", "Elhub_RejectEventSingleMPType"
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


@aggregate("Elhub_RejectEventType")
class RejectEvent(Aggregate):
    """Rejection without a metering point; no message uses it.

    Attributes:
        original_business_document_reference: Header identification of the request that is rejected.
        response_reason_type: Reason for the rejection, as a code of ebIX or Elhub; there may be several.
    """

    original_business_document_reference: str = element("OriginalBusinessDocumentReference", "UUIDType")
    response_reason_type: tuple[Code, ...] = element(
        "ResponseReasonType", "Elhub_ResponseReasonCodeType", max=9999
    )


@aggregate("Elhub_RequestEndOfSupplyType")
class RequestEndOfSupplyPayload(Aggregate):
    """Payload of a request to end a supply, or to cancel that.

    Attributes:
        end_of_occurrence: Instant at which the supply is to end.
        original_business_document_reference: Header identification of the request that is cancelled or
            rolled back.
        reason_for_transaction: Why the supply ends (opphørsårsak), such as moving out.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
        balance_supplier_involved_energy_party: Balance supplier (kraftleverandør) concerned.
        consumer_involved_customer_party: The end user (sluttbruker) of the metering point.
        consumer_involved_customer_address: Address of the end user (sluttbruker): the postal address, and
            an invoice address if that differs.
    """

    end_of_occurrence: dt.datetime = element("EndOfOccurrence", "Elhub_dateTimeType")
    original_business_document_reference: str | None = element(
        "OriginalBusinessDocumentReference", "UUIDType", default=None
    )
    reason_for_transaction: str | None = element("ReasonForTransaction", "EndReasonType", default=None)
    metering_point_used_domain_location: MeteringPoint = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType"
    )
    balance_supplier_involved_energy_party: EnergyParty | None = element(
        "BalanceSupplierInvolvedEnergyParty", "Elhub_EnergyPartyType", default=None
    )
    consumer_involved_customer_party: CustomerPartyEndOfSupply = element(
        "ConsumerInvolvedCustomerParty", "Elhub_CustomerPartyEndOfSupplyType"
    )
    consumer_involved_customer_address: tuple[InvoiceeAddress, ...] = element(
        "ConsumerInvolvedCustomerAddress", "Elhub_InvoiceeAddressType", max=2
    )


@message("RequestEndOfSupply", "market")
class RequestEndOfSupply(Message):
    """Asks for the end of a supply, or cancels or rolls back such a request.

    Supplier or grid access provider to Elhub, service MarketProcesses (BRS-NO-201, 202, 211, 221, 222).

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_mp_event: The supply that is to end.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_mp_event: RequestEndOfSupplyPayload = element("PayloadMPEvent", "Elhub_RequestEndOfSupplyType")


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
