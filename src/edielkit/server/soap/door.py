"""The services at their paths: POST for a call, GET with ``?wsdl`` and ``?xsd=`` for their definitions."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from edielkit.server.bodies import BodyError, PackedBodyError, read_body, unpacked
from edielkit.server.clocks import wall_now
from edielkit.server.journal_file import StateFileError
from edielkit.server.requests import workspace_of
from edielkit.server.soap.envelopes import wrapper_tag
from edielkit.server.soap.faults import SoapRefusal, answer_bytes, soap_fault, soap_response
from edielkit.server.soap.services import PATH, SERVICES, Operation, Service
from edielkit.server.workspace import Workspace

__all__ = ("addresses", "routes")

_QUERY = "RequestUpfrontMeteringPointCharacteristics"


def routes() -> list[BaseRoute]:
    """Return the routes of the door."""
    return [Route(f"{PATH}/{{service}}", _service, methods=["GET", "POST"])]


def addresses(base: str) -> list[tuple[str, str]]:
    """Return what a server prints of the door: name and address of each service."""
    return [(name, f"{base}{PATH}/{name}") for name in SERVICES]


async def _service(request: Request) -> Response:
    service = SERVICES.get(request.path_params["service"])
    if service is None:
        return PlainTextResponse(f"expected one of {', '.join(SERVICES)}\n", status_code=404)
    workspace = await workspace_of(request)
    if request.method != "POST":
        return PlainTextResponse(f"{service.name}: POST a call, or GET ?wsdl\n", status_code=405)
    try:
        data = await _call_bytes(request, workspace)
        status, envelope = await run_in_threadpool(_answer, request, workspace, service, data)
    except SoapRefusal as refusal:
        status, envelope = _refused(refusal)
    except StateFileError as error:
        status, envelope = _refused(SoapRefusal("System", "The message could not be kept", str(error)))
    return soap_response(status, envelope)


def _refused(refusal: SoapRefusal) -> tuple[int, bytes]:
    from edielkit.emif.write.document import serialize_document

    return 500, serialize_document(soap_fault(refusal, wall_now()))


async def _call_bytes(request: Request, workspace: Workspace) -> bytes:
    """Return the envelope of a call.

    Raises:
        SoapRefusal: The body is too large, not packed as it says, or not said to be UTF-8.
    """
    media, most = request.headers.get("content-type", ""), workspace.settings.max_body
    try:
        body = await read_body(request, most)
        if "utf-8" not in media.lower() or not media.lower().startswith("text/xml"):
            raise SoapRefusal(
                "Other",
                "Invalid encoding",
                "expected Content-Type: text/xml; charset=utf-8, for a message in UTF-8",
            )
        return await run_in_threadpool(unpacked, body, request.headers.get("content-encoding", ""), most)
    except BodyError as error:
        raise SoapRefusal("Size", "The message is too large", str(error)) from None
    except PackedBodyError as error:
        raise SoapRefusal("Compression", "The message cannot be unpacked", str(error)) from None


def _answer(request: Request, workspace: Workspace, service: Service, data: bytes) -> tuple[int, bytes]:
    operation = _operation(service, wrapper_tag(data), request.headers.get("soapaction", ""))
    take_in = workspace.query if operation is not None and operation.name == _QUERY else workspace.receive
    return answer_bytes(take_in(data, service.name))


def _operation(service: Service, tag: str, action: str) -> Operation | None:
    """Return the operation of a call, None when the body holds nothing that could be one: the hub says so.

    Raises:
        SoapRefusal: The wrapper is of another service, or the SOAPAction of another operation.
    """
    operation = service.operation_of(tag)
    if operation is None and tag:
        wanted = ", ".join(operation.request.element for operation in service.operations.values())
        raise SoapRefusal(
            "XSD", "Schema validation error", f"expected one of {wanted} in the body, of {service.namespace}"
        )
    name = action.strip().strip('"').rpartition("/")[2]
    if operation is not None and name not in {"", operation.name}:
        raise SoapRefusal(
            "Other",
            "The SOAPAction is that of another operation",
            f"expected {operation.name!r}, as the body says; found {name[:60]!r}",
        )
    return operation
