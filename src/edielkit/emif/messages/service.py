"""The messages of the service itself, acknowledgement and polling, and the reasons of a rejection.

Source: the published EMIF schemas, versions 2.3, 2.4.3 and EI-270; names, order and occurrence are the standard's.
"""

from __future__ import annotations

from edielkit.emif.declare import Aggregate, Message, aggregate, element, message
from edielkit.emif.messages.header import EnergyContext, EnergyParty, Header
from edielkit.emif.messages.meteringpoint import MeteringPoint
from edielkit.emif.values import Code

__all__ = (
    "Acknowledgement",
    "AcknowledgementPayload",
    "PollForData",
    "PollForDataPayload",
    "RejectEvent",
    "RejectEventSingleMP",
)


@aggregate("Elhub_Acknowledgement")
class AcknowledgementPayload(Aggregate):
    """Answer to an earlier document: accepted or rejected, with the reasons.

    Attributes:
        status_type: Whether the original document was accepted (39) or rejected (41).
        response_reason_type: Reason for a rejection, as a code of ebIX or Elhub; there may be several.
        original_business_document_reference: Header identification of the document that is answered, or
            the identification of the poll result that is confirmed.
        original_payload_reference: Identification of the payload that was rejected, where only one of
            several was.
    """

    status_type: Code = element("StatusType", "AcknowledgementStatusType")
    response_reason_type: tuple[Code, ...] = element(
        "ResponseReasonType", "Elhub_ResponseReasonCodeType", max=999, default=()
    )
    original_business_document_reference: str = element("OriginalBusinessDocumentReference", "UUIDType")
    original_payload_reference: str | None = element("OriginalPayloadReference", "UUIDType", default=None)


@message("Acknowledgement")
class Acknowledgement(Message):
    """Answer to a document: accepted or rejected, with the reasons.

    Both ways: Elhub answers any document (294, polled from either queue); a metered data responsible
    rejects a reading (BRS-NO-311, service MeteringValues); every party confirms a poll result
    (AcknowledgePoll).

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_response_event: Status of the original document and the reasons for it.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_response_event: AcknowledgementPayload = element("PayloadResponseEvent", "Elhub_Acknowledgement")


@aggregate("Elhub_PollForData")
class PollForDataPayload(Aggregate):
    """What a poll asks for.

    Attributes:
        energy_party: Market party (GLN) whose queue is polled; service providers name their client here.
        energy_business_process_role: Only messages for this role are asked for.
    """

    energy_party: EnergyParty | None = element("EnergyParty", "Elhub_EnergyPartyType", default=None)
    energy_business_process_role: Code | None = element(
        "EnergyBusinessProcessRole", "Elhub_BusinessProcessRoleType", default=None
    )


@message("PollForData")
class PollForData(Message):
    """Asks for the messages that wait for a party.

    Market party to Elhub, pseudo process POLL, services PollMarketProcesses and PollMeteringValues.

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload: Party and role whose messages are asked for.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload: PollForDataPayload = element("Payload", "Elhub_PollForData")


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
