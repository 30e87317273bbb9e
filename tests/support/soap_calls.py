"""Calls of the services as clients make them: zeep objects from the bytes of our own messages."""

from __future__ import annotations

from typing import Any

import zeep
from lxml import etree

from edielkit.emif.read.document import parts_of
from edielkit.emif.soap import SOAP
from edielkit.server.soap.services import PATH, SERVICES
from edielkit.testing import ServedHub
from edielkit.verbs import parse

__all__ = ("ZeepClients", "envelope", "operation_of")

_POLL = "POLL"


def operation_of(data: bytes) -> tuple[str, str]:
    """Return service and operation that take a bare message."""
    [(_, cls)] = parts_of(etree.fromstring(data)).messages
    kind, message = cls.kind(), parse(data)
    polls = str(message.process_energy_context.energy_business_process) == _POLL
    if kind == "Acknowledgement":
        return ("PollMarketProcesses", "AcknowledgePoll") if polls else ("MeteringValues", "Acknowledge")
    return next((service.name, kind) for service in SERVICES.values() if kind in service.operations)


def envelope(service: str, operation: str, message: bytes) -> bytes:
    """Return the SOAP envelope of a call, with a bare message as bytes."""
    wrapper = SERVICES[service].operations[operation].request
    root = etree.fromstring(message)
    if wrapper.local:
        root.tag = f"{{{wrapper.namespace}}}{etree.QName(root).localname}"
    whole = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soap": SOAP})
    body = etree.SubElement(whole, f"{{{SOAP}}}Body")
    etree.SubElement(body, wrapper.tag).append(root)
    return etree.tostring(whole, xml_declaration=True, encoding="UTF-8")


class ZeepClients:
    """zeep clients, a service each, made from nothing but the addresses of its definitions."""

    def __init__(self, hub: ServedHub, wsse: Any = None, form: str = "") -> None:
        self._clients = {
            service: zeep.Client(f"{hub.address}{PATH}/{service}?wsdl={form}", wsse=wsse)
            for service in SERVICES
        }

    def __getitem__(self, service: str) -> zeep.Client:
        return self._clients[service]

    def turn_to(self, hub: ServedHub) -> ZeepClients:
        """Let all of them call another server, as an address in a configuration does."""
        for service, client in self._clients.items():
            client.service._binding_options["address"] = hub.service(service)
        return self

    def send(self, data: bytes) -> Any:
        """Send a bare message of ours as zeep writes it; return what zeep makes of the answer."""
        service, operation = operation_of(data)
        client = self[service]
        wrapper = SERVICES[service].operations[operation].request
        call = envelope(service, operation, data)
        whole = etree.fromstring(call)
        if b"ProfiledObservation>" in data:
            # zeep reads the second branch of this choice as nothing, so there is no object to write
            headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{operation}"'}
            address = client.service._binding_options["address"]
            return client.transport.post(address, call, headers)
        value = client.get_element(wrapper.tag).parse(whole[0][0], client.wsdl.types)
        if operation == "PollForData" and value.PollForData.Payload is None:
            # zeep reads an empty element as nothing, and misses it when it writes
            value.PollForData.Payload = {}
        return getattr(client.service, operation)(**{name: getattr(value, name) for name in wrapper.messages})
