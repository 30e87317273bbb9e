"""WSDL and XSD of the services, of our own, made for the address that they are asked at.

The definitions are those of the services (`edielkit.server.soap.services`), the schemas those that messages are validated
with. The names of interfaces, bindings and parts are those of Elhub's definitions, so that code made from the ones fits the
others. Source of the names: EMIF service definitions 2.3; of the policies: EMIF service definitions 2.4.3 "WS-Security" (AsymmetricBinding, Basic256, X509 v3 tokens,
Timestamp, signed Body).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cache

from edielkit.emif.check.schemas import schema_root
from edielkit.emif.read.xml import escape_attribute
from edielkit.emif.simple_types import CURRENT_VERSION
from edielkit.emif.soap import COMMON
from edielkit.server.soap.services import Operation, Service

__all__ = ("schema_names", "wsdl", "xsd")

_LOCATION = re.compile(r'schemaLocation="([^"]+)"')
_FAULT = "ElhubSOAPFault"
_HTTP = "http://schemas.xmlsoap.org/soap/http"

# WS-SecurityPolicy 1.2; the identifiers are those that the bindings refer to.
_POLICIES = """
  <wsp:Policy wsu:Id="asymmetric_binding">
    <sp:AsymmetricBinding><wsp:Policy>
      <sp:InitiatorToken><wsp:Policy>
        <sp:X509Token sp:IncludeToken="{sp}/IncludeToken/AlwaysToRecipient"><wsp:Policy><sp:WssX509V3Token10/></wsp:Policy></sp:X509Token>
      </wsp:Policy></sp:InitiatorToken>
      <sp:RecipientToken><wsp:Policy>
        <sp:X509Token sp:IncludeToken="{sp}/IncludeToken/Never"><wsp:Policy><sp:WssX509V3Token10/></wsp:Policy></sp:X509Token>
      </wsp:Policy></sp:RecipientToken>
      <sp:AlgorithmSuite><wsp:Policy><sp:Basic256/></wsp:Policy></sp:AlgorithmSuite>
      <sp:Layout><wsp:Policy><sp:Strict/></wsp:Policy></sp:Layout>
      <sp:IncludeTimestamp/>
      <sp:OnlySignEntireHeadersAndBody/>
    </wsp:Policy></sp:AsymmetricBinding>
    <sp:Wss10><wsp:Policy><sp:MustSupportRefKeyIdentifier/></wsp:Policy></sp:Wss10>
  </wsp:Policy>
  <wsp:Policy wsu:Id="sign_body">
    <sp:SignedParts><sp:Body/></sp:SignedParts>
  </wsp:Policy>
""".replace("{sp}", "http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702")
_NAMESPACES = {
    "wsdl": "http://schemas.xmlsoap.org/wsdl/",
    "soap": "http://schemas.xmlsoap.org/wsdl/soap/",
    "xs": "http://www.w3.org/2001/XMLSchema",
    "err": COMMON,
}
_POLICY_NAMESPACES = {
    "wsp": "http://schemas.xmlsoap.org/ws/2004/09/policy",
    "sp": "http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702",
    "wsu": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
}


@cache
def schema_names() -> frozenset[str]:
    """Return the names that ``?xsd=`` knows, such as ``services/Query.xsd``."""
    folder = schema_root() / "emif" / CURRENT_VERSION
    return frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*.xsd"))


def xsd(name: str, address: str) -> bytes:
    """Return a schema whose imports stand at *address*.

    Args:
        name: One of `schema_names`.
        address: Address of the service, without a query.

    Raises:
        KeyError: There is no schema of that name.
    """
    folder = posixpath.dirname(name)
    text = _schema_text(name)
    return _LOCATION.sub(
        lambda match: (
            f'schemaLocation="{_xsd_address(address, posixpath.normpath(posixpath.join(folder, match[1])))}"'
        ),
        text,
    ).encode()


@cache
def _schema_text(name: str) -> str:
    # a name is looked up, never joined to a path unseen
    if name not in schema_names():
        raise KeyError(name)
    return (schema_root() / "emif" / CURRENT_VERSION / name).read_text("utf-8")


def _xsd_address(address: str, name: str) -> str:
    return escape_attribute(f"{address}?xsd={name}")


def wsdl(service: Service, address: str, *, signed: bool) -> bytes:
    """Return the definition of a service.

    Args:
        service: The service.
        address: Address of the service, without a query.
        signed: With the policies of WS-Security.
    """
    return "\n".join(_lines(service, address, signed=signed)).encode()


def _lines(service: Service, address: str, *, signed: bool) -> Iterator[str]:
    namespaces = {**_NAMESPACES, "tns": service.namespace, **(_POLICY_NAMESPACES if signed else {})}
    declared = " ".join(f'xmlns:{prefix}="{namespace}"' for prefix, namespace in namespaces.items())
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<wsdl:definitions name="{service.name}" targetNamespace="{service.namespace}" {declared}>'
    if signed:
        yield _POLICIES
    yield "  <wsdl:types><xs:schema>"
    for namespace, name in ((service.namespace, service.name), (COMMON, "Fault")):
        location = _xsd_address(address, f"services/{name}.xsd")
        yield f'    <xs:import namespace="{namespace}" schemaLocation="{location}"/>'
    yield "  </xs:schema></wsdl:types>"
    yield f'  <wsdl:message name="{_FAULT}"><wsdl:part name="{_FAULT}" element="err:{_FAULT}"/></wsdl:message>'
    for operation in service.operations.values():
        yield from _message_lines(operation)
    yield f'  <wsdl:portType name="{service.port_type}">'
    for operation in service.operations.values():
        yield from _operation_lines(operation)
    yield "  </wsdl:portType>"
    yield from _binding_lines(service, signed=signed)
    yield f'  <wsdl:service name="{service.port_type}Service">'
    yield f'    <wsdl:port name="{service.port_type}" binding="tns:{service.port_type}SoapBinding">'
    yield f'      <soap:address location="{escape_attribute(address)}"/>'
    yield "    </wsdl:port>\n  </wsdl:service>\n</wsdl:definitions>\n"


def _message_lines(operation: Operation) -> Iterator[str]:
    """Yield the messages of an operation; that of an empty answer has no part."""
    for name, wrapper in (("Request", operation.request), ("Response", operation.response)):
        part = (
            ""
            if wrapper is None
            else f'<wsdl:part name="{wrapper.element}" element="tns:{wrapper.element}"/>'
        )
        yield f'  <wsdl:message name="{operation.name}{name}">{part}</wsdl:message>'


def _operation_lines(operation: Operation) -> Iterator[str]:
    yield f'    <wsdl:operation name="{operation.name}">'
    yield f'      <wsdl:input message="tns:{operation.name}Request"/>'
    yield f'      <wsdl:output message="tns:{operation.name}Response"/>'
    yield f'      <wsdl:fault name="{_FAULT}" message="tns:{_FAULT}"/>'
    yield "    </wsdl:operation>"


def _binding_lines(service: Service, *, signed: bool) -> Iterator[str]:
    policy = '<wsp:PolicyReference URI="#sign_body"/>' if signed else ""
    yield f'  <wsdl:binding name="{service.port_type}SoapBinding" type="tns:{service.port_type}">'
    if signed:
        yield '    <wsp:PolicyReference URI="#asymmetric_binding"/>'
    yield f'    <soap:binding style="document" transport="{_HTTP}"/>'
    for operation in service.operations.values():
        yield f'    <wsdl:operation name="{operation.name}">'
        yield f'      <soap:operation soapAction="{operation.name}" style="document"/>'
        yield f'      <wsdl:input>{policy}<soap:body use="literal"/></wsdl:input>'
        yield f'      <wsdl:output>{policy}<soap:body use="literal"/></wsdl:output>'
        yield f'      <wsdl:fault name="{_FAULT}">{policy}<soap:fault name="{_FAULT}" use="literal"/></wsdl:fault>'
        yield "    </wsdl:operation>"
    yield "  </wsdl:binding>"
