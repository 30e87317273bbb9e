"""The services and their operations, from the table of wrappers of the XML wire.

Source: EMIF service definitions 2.4.3; the SOAPAction of an operation is its bare name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from edielkit.emif.soap import WRAPPERS, Wrapper

__all__ = ("PATH", "SERVICES", "Operation", "Service")

# The path of a service at Elhub; source: the addresses in its service definitions.
PATH = "/WebService/services"
_REQUEST, _RESPONSE = "Request", "Response"
_POLL, _POLLING = "Poll", "Polling"


@attrs.frozen
class Operation:
    """An operation of a service.

    Attributes:
        name: Its name, which is its SOAPAction.
        request: The wrapper in the body of a call.
        response: The wrapper in the body of the answer, None when that is empty.
    """

    name: str
    request: Wrapper
    response: Wrapper | None = None


@attrs.frozen
class Service:
    """A service.

    Attributes:
        name: Its name, the last part of its path.
        namespace: Namespace of its definition and of its wrappers.
        operations: Its operations by name.
    """

    name: str
    namespace: str
    operations: Mapping[str, Operation]

    @property
    def port_type(self) -> str:
        """Name of its interface in a definition, by which tools name the code that they make of it."""
        polled = self.name.removeprefix(_POLL)
        return self.name if polled == self.name else f"{polled}{_POLLING}"

    def operation_of(self, tag: str) -> Operation | None:
        """Return the operation whose wrapper has the name *tag* (Clark notation), None when there is none."""
        return next(
            (operation for operation in self.operations.values() if operation.request.tag == tag), None
        )


def _services() -> dict[str, Service]:
    responses = {
        (wrapper.service, wrapper.element.removesuffix(_RESPONSE)): wrapper
        for wrapper in WRAPPERS.values()
        if wrapper.element.endswith(_RESPONSE)
    }
    services: dict[str, tuple[str, dict[str, Operation]]] = {}
    for wrapper in WRAPPERS.values():
        if wrapper.element.endswith(_REQUEST):
            name = wrapper.element.removesuffix(_REQUEST)
            _, operations = services.setdefault(wrapper.service, (wrapper.namespace, {}))
            operations[name] = Operation(name, wrapper, responses.get((wrapper.service, name)))
    return {
        name: Service(name, namespace, MappingProxyType(operations))
        for name, (namespace, operations) in services.items()
    }


SERVICES: Mapping[str, Service] = MappingProxyType(_services())
