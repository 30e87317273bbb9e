"""The definitions of the services: each operation has its request, its answer and its fault."""

from __future__ import annotations

from lxml import etree

from edielkit.server.soap.services import SERVICES
from edielkit.server.soap.wsdl import wsdl

_NAMES = {"w": "http://schemas.xmlsoap.org/wsdl/"}


def test_operations_have_all_their_messages():
    """Of the interface and of the binding alike, and each message that is named is there."""
    for service in SERVICES.values():
        for signed in (False, True):
            root = etree.fromstring(wsdl(service, "https://hub.example/", signed=signed))
            messages = {f"tns:{name}" for name in root.xpath("w:message/@name", namespaces=_NAMES)}
            for owner in ("portType", "binding"):
                operations = root.xpath(f"w:{owner}/w:operation", namespaces=_NAMES)
                assert list(service.operations) == [operation.get("name") for operation in operations]
                for operation in operations:
                    parts = [etree.QName(part).localname for part in operation if "wsdl/}" in part.tag]
                    assert ["input", "output", "fault"] == parts, (owner, operation.get("name"))
                    assert {part.get("message") for part in operation} <= {*messages, None}
