"""Queries to Elhub and to the grid access provider, and their answers.

Source: the published EMIF schemas, versions 2.3, 2.4.3 and EI-270; names, order and occurrence are the standard's.
"""

from __future__ import annotations

import datetime as dt

from edielkit.emif.declare import Aggregate, Message, aggregate, element, message
from edielkit.emif.messages.header import EnergyContext, Header
from edielkit.emif.messages.meteringpoint import (
    MeteringGridArea,
    MeteringPoint,
    Period,
)
from edielkit.emif.values import Code

__all__ = (
    "RequestDataFromElhub",
    "RequestDataFromElhubPayload",
    "RequestToElhub",
    "RequestToElhubPayload",
    "RequestToGridAccessProvider",
    "RequestToGridAccessProviderPayload",
    "ResponseFromElhub",
    "ResponseFromElhubPayload",
    "ResponseFromGridAccessProvider",
    "ResponseFromGridAccessProviderPayload",
)


@aggregate("Elhub_RequestDataFromElhubType")
class RequestDataFromElhubPayload(Aggregate):
    """Payload of a query for values, master data or settlement data.

    Attributes:
        query_type_code: What is asked for: metering values, master data or settlement data.
        snap_shot_occurrence: Instant for which master data are asked.
        business_type: Kind of sum that is asked for, in a query for settlement data.
        period: Period that is asked about.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
        metering_grid_area_domain_location: Metering grid area (nettavregningsområde) that is asked about.
    """

    query_type_code: str = element("QueryTypeCode", "QueryCategoryCodeType")
    snap_shot_occurrence: dt.datetime | None = element(
        "SnapShotOccurrence", "Elhub_dateTime9DecType", default=None
    )
    business_type: Code | None = element("BusinessType", "Elhub_BusinessTypeType", default=None)
    period: Period | None = element("Period", "Elhub_PeriodType", default=None)
    metering_point_used_domain_location: MeteringPoint | None = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType", default=None
    )
    metering_grid_area_domain_location: MeteringGridArea | None = element(
        "MeteringGridAreaDomainLocation", "Elhub_MeteringGridAreaType", default=None
    )


@message("RequestDataFromElhub", "query")
class RequestDataFromElhub(Message):
    """Asks Elhub for metering values, master data or settlement data.

    Market party to Elhub, service Query (BRS-NO-303, 315, 324); the answers are polled.

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_mp_event: What is asked for.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_mp_event: RequestDataFromElhubPayload = element(
        "PayloadMPEvent", "Elhub_RequestDataFromElhubType"
    )


@aggregate("Elhub_RequestToElhubType")
class RequestToElhubPayload(Aggregate):
    """Payload of a written request to Elhub.

    Attributes:
        query_category: Subject area of the request, as a code that the schema does not list.
        subject: What the request is about, in a few words.
        request: Text of the request to Elhub.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
    """

    query_category: str = element("QueryCategory", "String18Type")
    subject: str = element("Subject", "String40Type")
    request: str = element("Request", "String300Type")
    metering_point_used_domain_location: MeteringPoint = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType"
    )


@message("RequestToElhub", "query")
class RequestToElhub(Message):
    """Sends a written request to Elhub.

    Market party to Elhub, service Query (BRS-NO-602).

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_mp_event: Subject and text of the request.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_mp_event: RequestToElhubPayload = element("PayloadMPEvent", "Elhub_RequestToElhubType")


@aggregate("Elhub_RequestToGridAccessProviderType")
class RequestToGridAccessProviderPayload(Aggregate):
    """Payload of a written request to the grid company.

    Attributes:
        query_category: Subject area of the request, as a code that the schema does not list.
        subject: What the request is about, in a few words.
        request_public: Part of the request that later suppliers may see too.
        request_private: Part of the request that later suppliers may not see.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
    """

    query_category: str = element("QueryCategory", "String18Type")
    subject: str = element("Subject", "String40Type")
    request_public: str | None = element("RequestPublic", "String300Type", default=None)
    request_private: str | None = element("RequestPrivate", "String300Type", default=None)
    metering_point_used_domain_location: MeteringPoint = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType"
    )


@message("RequestToGridAccessProvider", "query")
class RequestToGridAccessProvider(Message):
    """Sends a written request to the grid company of a metering point.

    Supplier to Elhub, service Query; Elhub to grid access provider, polled from PollMarketProcesses (BRS-
    NO-601).

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_mp_event: Subject and text of the request.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_mp_event: RequestToGridAccessProviderPayload = element(
        "PayloadMPEvent", "Elhub_RequestToGridAccessProviderType"
    )


@aggregate("Elhub_ResponseFromElhubType")
class ResponseFromElhubPayload(Aggregate):
    """Payload of Elhub's written answer.

    Attributes:
        original_business_document_reference: Header identification of the request that is answered.
        query_category: Subject area of the request, as a code that the schema does not list.
        subject: What the request is about, in a few words.
        request: Text of the request that is answered.
        feedback: Text of Elhub's answer.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
    """

    original_business_document_reference: str = element("OriginalBusinessDocumentReference", "UUIDType")
    query_category: str = element("QueryCategory", "String18Type")
    subject: str = element("Subject", "String40Type")
    request: str = element("Request", "String300Type")
    feedback: str = element("Feedback", "String300Type")
    metering_point_used_domain_location: MeteringPoint = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType"
    )


@message("ResponseFromElhub", "query")
class ResponseFromElhub(Message):
    """Carries Elhub's answer to a written request.

    Elhub to the asking party, polled from PollMarketProcesses (BRS-NO-602).

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_response_event: The request and Elhub's answer.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_response_event: ResponseFromElhubPayload = element(
        "PayloadResponseEvent", "Elhub_ResponseFromElhubType"
    )


@aggregate("Elhub_ResponseFromGridAccessProviderType")
class ResponseFromGridAccessProviderPayload(Aggregate):
    """Payload of the grid company's written answer.

    Attributes:
        original_business_document_reference: Header identification of the request that is answered.
        query_category: Subject area of the request, as a code that the schema does not list.
        subject: What the request is about, in a few words.
        request_public: Part of the request that later suppliers may see too.
        request_private: Part of the request that later suppliers may not see.
        feedback_public: Part of the answer that later suppliers may see too.
        feedback_private: Part of the answer that only the asking supplier may see.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
    """

    original_business_document_reference: str = element("OriginalBusinessDocumentReference", "UUIDType")
    query_category: str | None = element("QueryCategory", "String18Type", default=None)
    subject: str | None = element("Subject", "String40Type", default=None)
    request_public: str | None = element("RequestPublic", "String300Type", default=None)
    request_private: str | None = element("RequestPrivate", "String300Type", default=None)
    feedback_public: str | None = element("FeedbackPublic", "String300Type", default=None)
    feedback_private: str | None = element("FeedbackPrivate", "String300Type", default=None)
    metering_point_used_domain_location: MeteringPoint | None = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType", default=None
    )


@message("ResponseFromGridAccessProvider", "query")
class ResponseFromGridAccessProvider(Message):
    """Carries the grid company's answer to a written request.

    Grid access provider to Elhub, service Query; Elhub to the asking supplier, polled from
    PollMarketProcesses (BRS-NO-601).

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_response_event: The request and the grid company's answer.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_response_event: ResponseFromGridAccessProviderPayload = element(
        "PayloadResponseEvent", "Elhub_ResponseFromGridAccessProviderType"
    )
