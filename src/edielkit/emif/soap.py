"""SOAP 1.1 envelopes and the wrappers of Elhub's five services (meldingstjenester)."""

from __future__ import annotations

from types import MappingProxyType
from typing import ClassVar

import attrs

from edielkit.emif.declare import Message

__all__ = ("SOAP", "SoapDocument", "SoapFault", "Wrapper", "find_wrapper", "wrapper_of")

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_WSDL = "urn:no:elhub:emif:wsdl:"
MARKET_PROCESSES = f"{_WSDL}marketprocesses:v2"
METERING_VALUES = f"{_WSDL}meteringvalues:v2"
POLL_MARKET_PROCESSES = f"{_WSDL}polling:marketprocesses:v2"
POLL_METERING_VALUES = f"{_WSDL}polling:meteringvalues:v2"
QUERY = f"{_WSDL}query:v2"
COMMON = f"{_WSDL}common:v2"
_NOT_IN_2_3 = ("2.4.3", "EI-270", "EI-1763")


@attrs.frozen
class Wrapper:
    """An element of a service that holds messages.

    Attributes:
        service: Name of the service.
        namespace: XML namespace of the service.
        element: Name of the wrapper element.
        messages: Names of the messages that it may hold.
        local: The message element inside is of the service's own namespace.
        is_result: A poll result set: Identification and ResultDataSet, or nil.
        versions: The EMIF versions that have the operation; empty for all.
    """

    service: str
    namespace: str
    element: str
    messages: tuple[str, ...]
    local: bool = attrs.field(default=False, kw_only=True)
    is_result: bool = attrs.field(default=False, kw_only=True)
    versions: tuple[str, ...] = attrs.field(default=(), kw_only=True)

    @property
    def tag(self) -> str:
        """The element in Clark notation."""
        return f"{{{self.namespace}}}{self.element}"

    @property
    def message_namespace(self) -> str | None:
        """Namespace of the message element when it is the service's own, else None."""
        return self.namespace if self.local else None


def _requests(service: str, namespace: str, *names: str) -> tuple[Wrapper, ...]:
    return tuple(Wrapper(service, namespace, f"{name}Request", (name,)) for name in names)


# Source: EMIF service definitions, versions 2.3, 2.4.3 and EI-270.
_WRAPPERS = (
    *_requests(
        "MarketProcesses",
        MARKET_PROCESSES,
        "RequestStartOfSupply",
        "RequestEndOfSupply",
        "RequestUpdateMasterDataMeteringPoint",
        "RequestUpdateCustomerInformation",
        "UpdateThirdPartyAccess",
        "RejectStartOfSupply",
    ),
    Wrapper(
        "MarketProcesses",
        MARKET_PROCESSES,
        "RequestUpdateSharedProductionRequest",
        ("RequestUpdateSharedProduction",),
        versions=_NOT_IN_2_3,
    ),
    Wrapper("MeteringValues", METERING_VALUES, "CollectedDataRequest", ("CollectedData",), local=True),
    Wrapper("MeteringValues", METERING_VALUES, "AcknowledgeRequest", ("Acknowledgement",)),
    *_requests("PollMarketProcesses", POLL_MARKET_PROCESSES, "PollForData"),
    Wrapper("PollMarketProcesses", POLL_MARKET_PROCESSES, "AcknowledgePollRequest", ("Acknowledgement",)),
    Wrapper(
        "PollMarketProcesses",
        POLL_MARKET_PROCESSES,
        "PollForDataResponse",
        (
            "RequestStartOfSupply",
            "RequestEndOfSupply",
            "RequestUpdateMasterDataMeteringPoint",
            "RequestUpdateCustomerInformation",
            "ConfirmStartOfSupply",
            "RejectStartOfSupply",
            "NotifyStartOfSupply",
            "ConfirmEndOfSupply",
            "RejectEndOfSupply",
            "NotifyEndOfSupply",
            "NotifyMeteringPointCharacteristics",
            "RequestToGridAccessProvider",
            "ResponseFromGridAccessProvider",
            "NotifyCustomerInformation",
            "ResponseFromElhub",
            "Acknowledgement",
            "NotifySharedProduction",
        ),
        is_result=True,
    ),
    *_requests("PollMeteringValues", POLL_METERING_VALUES, "PollForData"),
    Wrapper("PollMeteringValues", POLL_METERING_VALUES, "AcknowledgePollRequest", ("Acknowledgement",)),
    Wrapper(
        "PollMeteringValues",
        POLL_METERING_VALUES,
        "PollForDataResponse",
        (
            "NotifyValidatedDataForBillingEnergy",
            "CollectedData",
            "PriceVolumeCombinationForReconciliation",
            "RequestCollectedData",
            "Acknowledgement",
        ),
        is_result=True,
    ),
    *_requests(
        "Query",
        QUERY,
        "RequestUpfrontMeteringPointCharacteristics",
        "RequestDataFromElhub",
        "RequestToGridAccessProvider",
        "ResponseFromGridAccessProvider",
        "RequestToElhub",
    ),
    Wrapper(
        "Query",
        QUERY,
        "RequestUpfrontMeteringPointCharacteristicsResponse",
        ("ResponseUpfrontMeteringPointCharacteristics", "Acknowledgement"),
    ),
)
WRAPPERS = MappingProxyType({wrapper.tag: wrapper for wrapper in _WRAPPERS})


def find_wrapper(tag: str) -> Wrapper | None:
    """Return the wrapper whose element is *tag* (Clark notation), None if there is none."""
    return WRAPPERS.get(tag)


def wrapper_of(service: str, element: str) -> Wrapper:
    """Return the wrapper *element* of *service*.

    Raises:
        KeyError: There is none.

    >>> wrapper_of("MeteringValues", "CollectedDataRequest").messages
    ('CollectedData',)
    """
    for wrapper in _WRAPPERS:
        if (wrapper.service, wrapper.element) == (service, element):
            return wrapper
    raise KeyError(f"{service} has no {element}")


@attrs.frozen(kw_only=True)
class SoapFault:
    """A SOAP fault with Elhub's detail (ElhubSOAPFault).

    Attributes:
        code: SOAP 1.1 faultcode without its prefix: Client or Server.
        text: SOAP 1.1 faultstring.
        code_group: Elhub's group: XSD, Size, Security, System, Other ..., or empty.
        description: Elhub's short description.
        exception_date_time: When, as written.
        fault_text: Elhub's longer text.
        element: XML of the whole Fault element, where it holds more or less than the other fields say; else empty.
    """

    code: str
    text: str = ""
    code_group: str = ""
    description: str = ""
    exception_date_time: str = ""
    fault_text: str = ""
    element: str = ""


@attrs.frozen(kw_only=True)
class SoapDocument:
    """Messages in the wrapper of a service, with its SOAP envelope or without.

    Attributes:
        service: Name of the service, such as ``MeteringValues``; empty for an envelope around a bare message.
        element: Name of the wrapper, such as ``CollectedDataRequest``; empty for a bare message, a fault or nothing.
        messages: The messages, in order.
        identification: Identification of a poll result set, or None.
        nil: The poll found nothing (xsi:nil).
        header: XML of the SOAP Header element (with a signature, for instance), or empty.
        enveloped: There is a SOAP envelope.
        fault: The fault, if the body holds one.
        extra: XML of what stands where a message is expected and is none; such a document is not written as valid.
    """

    service: str = ""
    element: str = ""
    messages: tuple[Message, ...] = ()
    identification: str | None = None
    nil: bool = False
    header: str = ""
    enveloped: bool = True
    fault: SoapFault | None = None
    extra: tuple[str, ...] = ()

    # by which `edielkit.inputs.is_emif` tells it from the values of the other wire
    wire: ClassVar[str] = "emif"
