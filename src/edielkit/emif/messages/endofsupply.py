"""The messages of the end of a supply (opphør av kraftleveranse).

Source: the published EMIF schemas, versions 2.3, 2.4.3 and EI-270; names, order and occurrence are the standard's.
"""

from __future__ import annotations

import datetime as dt

from edielkit.emif.declare import Aggregate, Message, aggregate, element, message
from edielkit.emif.messages.header import EnergyContext, EnergyParty, Header
from edielkit.emif.messages.meteringpoint import (
    MeteringPoint,
)
from edielkit.emif.messages.party import Communication, InvoiceeAddress
from edielkit.emif.messages.service import RejectEventSingleMP
from edielkit.emif.values import Identifier

__all__ = (
    "ConfirmEndOfSupply",
    "ConfirmEndOfSupplyPayload",
    "CustomerPartyEndOfSupply",
    "NotifyEndOfSupply",
    "NotifyEndOfSupplyEvent",
    "RejectEndOfSupply",
    "RequestEndOfSupply",
    "RequestEndOfSupplyPayload",
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
