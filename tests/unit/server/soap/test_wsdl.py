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


def test_each_message_of_a_signed_service_says_that_its_body_is_signed():
    """Request, answer and fault of every operation; a service without signatures says nothing of them."""
    policy = "w:binding/w:operation/*[self::w:input or self::w:output or self::w:fault]"
    for service in SERVICES.values():
        for signed in (False, True):
            root = etree.fromstring(wsdl(service, "https://hub.example/", signed=signed))
            parts = root.xpath(policy, namespaces=_NAMES)
            named = [part.xpath("*[local-name() = 'PolicyReference']/@URI") for part in parts]

            assert 3 * len(service.operations) == len(parts)
            assert named == [["#sign_body"] if signed else []] * len(parts)
