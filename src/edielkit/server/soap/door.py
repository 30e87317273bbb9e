"""The services at their paths: POST for a call, GET with ``?wsdl`` and ``?xsd=`` for their definitions."""

from __future__ import annotations

from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from edielkit.emif.write.document import serialize_document
from edielkit.server.bodies import BodyError, PackedBodyError, read_body, unpacked
from edielkit.server.clocks import wall_now
from edielkit.server.fault_plan import FaultKind
from edielkit.server.problems import problem
from edielkit.server.requests import workspace_of
from edielkit.server.settings import Security
from edielkit.server.soap.calls import SoapAnswer, SoapCall
from edielkit.server.soap.faults import MEDIA_TYPE, SoapRefusalError, fault_of
from edielkit.server.soap.planned import DroppedResponse, planned_fault, planned_refusal
from edielkit.server.soap.services import PATH, SERVICES, Service
from edielkit.server.soap.wsdl import schema_names, wsdl, xsd
from edielkit.server.workspace import Workspace
from edielkit.suggest import near_names, one_of

__all__ = ("PATH", "addresses", "no_workspace", "routes")


# What ``?wsdl=`` may say; some tools write 1, or the name of a file.
_DEFINITIONS = frozenset({"", "plain", "signed", "1", "true"})


def routes() -> list[BaseRoute]:
    """Return the routes of the door."""
    return [Route(f"{PATH}/{{service}}", _service, methods=["GET", "POST"])]


def addresses(base: str) -> list[tuple[str, str]]:
    """Return what a server prints of the door: name and address of each service."""
    return [(name, f"{base}{PATH}/{name}") for name in SERVICES]


async def _service(request: Request) -> Response:
    service = SERVICES.get(request.path_params["service"])
    if service is None:
        words = f"there is no such service; expected one of {', '.join(SERVICES)}"
        return problem(request, 404, words)
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


def no_workspace(words: str) -> Response:
    """Return the fault that a call gets whose workspace is none: clients of Elhub read nothing else than envelopes.

    Args:
        words: What would be right.
    """
    document = fault_of(SoapRefusalError("Other", "There is no such workspace", words), wall_now())
    return _response(SoapAnswer(500, serialize_document(document)))


def _response(answer: SoapAnswer) -> Response:
    return Response(answer.envelope, status_code=answer.status, headers={"content-type": MEDIA_TYPE})


def _definition(request: Request, workspace: Workspace, service: Service) -> Response:
    """Return WSDL or XSD of a service: ``?wsdl`` as the server is set up, ``?wsdl=plain``, ``?wsdl=signed``, ``?xsd=NAME``."""
    asked = {key.lower(): value for key, value in request.query_params.items()}
    address = str(request.url).partition("?")[0]
    if "wsdl" in asked:
        wanted = asked["wsdl"].lower()
        if wanted not in _DEFINITIONS:
            return problem(
                request, 404, "there is no such definition; expected ?wsdl, ?wsdl=plain or ?wsdl=signed"
            )
        signed = wanted == "signed" or (wanted != "plain" and workspace.settings.security is not Security.OFF)
        return Response(wsdl(service, address, signed=signed), headers={"content-type": MEDIA_TYPE})
    try:
        return Response(xsd(asked.get("xsd", ""), address), headers={"content-type": MEDIA_TYPE})
    except KeyError:
        if "xsd" not in asked:
            words = (
                f"expected POST with a call, or GET with ?wsdl or ?xsd=; found {request.method} without them"
            )
            return problem(request, 405, words, {"allow": "POST"})
        names = sorted(schema_names())
        near = near_names(asked["xsd"], names) or names
        return problem(request, 404, f"there is no such schema; expected ?xsd= with {one_of(near)}")


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
