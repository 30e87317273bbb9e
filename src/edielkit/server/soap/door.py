"""The services at their paths: POST for a call, GET with ``?wsdl`` and ``?xsd=`` for their definitions."""

from __future__ import annotations

from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from edielkit.server.bodies import BodyError, PackedBodyError, read_body, unpacked
from edielkit.server.fault_plan import FaultKind
from edielkit.server.requests import workspace_of
from edielkit.server.settings import Security
from edielkit.server.soap.calls import SoapAnswer, SoapCall
from edielkit.server.soap.faults import MEDIA_TYPE, SoapRefusalError
from edielkit.server.soap.planned import DroppedResponse, planned_fault, planned_refusal
from edielkit.server.soap.services import PATH, SERVICES, Service
from edielkit.server.soap.wsdl import schema_names, wsdl, xsd
from edielkit.server.workspace import Workspace

__all__ = ("addresses", "routes")


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
        return await run_in_threadpool(_definition, request, workspace, service)
    call = SoapCall(
        workspace=workspace,
        service=service,
        action=request.headers.get("soapaction", ""),
        protection=request.app.state.protection,
    )
    body = b""
    try:
        body = await _body(request, workspace)
        data = await _unpacked(request, workspace, body)
    except SoapRefusalError as refusal:
        return _response(await run_in_threadpool(partial(call.refuse, refusal, data=body)))
    fault = await run_in_threadpool(planned_fault, call, data) if workspace.faults.faults else None
    answer = None if fault is None else await planned_refusal(fault)
    if isinstance(answer, Response):
        return answer
    if isinstance(answer, SoapRefusalError):
        return _response(await run_in_threadpool(call.refuse, answer))
    envelope = await run_in_threadpool(call.answer, data)
    lost = fault is not None and fault.kind is FaultKind.LOSE
    return DroppedResponse() if lost else _response(envelope)


def _response(answer: SoapAnswer) -> Response:
    return Response(answer.envelope, status_code=answer.status, headers={"content-type": MEDIA_TYPE})


def _definition(request: Request, workspace: Workspace, service: Service) -> Response:
    """Return WSDL or XSD of a service: ``?wsdl`` as the server is set up, ``?wsdl=plain``, ``?wsdl=signed``, ``?xsd=NAME``."""
    asked = {key.lower(): value for key, value in request.query_params.items()}
    address = str(request.url).partition("?")[0]
    if "wsdl" in asked:
        wanted = asked["wsdl"]
        signed = wanted == "signed" or (not wanted and workspace.settings.security is not Security.OFF)
        return Response(wsdl(service, address, signed=signed), headers={"content-type": MEDIA_TYPE})
    try:
        return Response(xsd(asked.get("xsd", ""), address), headers={"content-type": MEDIA_TYPE})
    except KeyError:
        words = (
            f"{service.name}: POST a call, or GET ?wsdl or ?xsd= with {', '.join(sorted(schema_names()))}\n"
        )
        return PlainTextResponse(words, status_code=404 if "xsd" in asked else 405)


async def _body(request: Request, workspace: Workspace) -> bytes:
    """Return the body of a call as it came.

    Raises:
        SoapRefusalError: It is too large.
    """
    try:
        return await read_body(request, workspace.settings.max_body)
    except BodyError as error:
        raise SoapRefusalError("Size", "The message is too large", str(error)) from None


async def _unpacked(request: Request, workspace: Workspace, body: bytes) -> bytes:
    """Return the envelope of a call.

    Raises:
        SoapRefusalError: It is not packed as it says, or not said to be UTF-8.
    """
    media, encoding = (request.headers.get(name, "") for name in ("content-type", "content-encoding"))
    if "utf-8" not in media.lower() or not media.lower().startswith("text/xml"):
        raise SoapRefusalError(
            "Other",
            "Invalid encoding",
            "expected Content-Type: text/xml; charset=utf-8, for a message in UTF-8",
        )
    if not encoding:
        return body
    try:
        return await run_in_threadpool(unpacked, body, encoding, workspace.settings.max_body)
    except PackedBodyError as error:
        raise SoapRefusalError("Compression", "The message cannot be unpacked", str(error)) from None
