"""A planned fault carried out on a call."""

from __future__ import annotations

import asyncio

from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from edielkit.server.fault_plan import FaultKind, PlannedFault
from edielkit.server.hanging_up import hang_up
from edielkit.server.soap.calls import SoapCall
from edielkit.server.soap.faults import SoapRefusalError

__all__ = ("DroppedResponse", "planned_fault", "planned_refusal")


class DroppedResponse(Response):
    """No answer: the connection ends, and nothing has been sent."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """End the connection; where another server than ours does not let one, break the answer off."""
        if await hang_up(scope, receive):
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        # the server closes the connection of an answer that is never said to be whole
        await send({"type": "http.response.body", "body": b"<", "more_body": True})


def planned_fault(call: SoapCall, data: bytes) -> PlannedFault | None:
    """Return what is planned for a call, None for nothing; a call that is no envelope is none that a plan is about."""
    try:
        operation = call.operation_in(data)
    except SoapRefusalError:
        operation = None
    name = "" if operation is None else operation.name
    return call.workspace.faults.take(call.service.name, name, looks_up=call.looks_up(operation))


async def planned_refusal(fault: PlannedFault) -> Response | SoapRefusalError | None:
    """Return what a planned fault answers in place of the hub, after its delay; None when the hub answers."""
    match fault.kind:
        case FaultKind.DELAY:
            await asyncio.sleep(fault.seconds)
        case FaultKind.REFUSE:
            return SoapRefusalError("System", "A planned fault", "this fault was asked for at /_hub/faults")
        case FaultKind.UNAVAILABLE | FaultKind.DOWN:
            words = f"the hub is {fault.kind.value}, as was asked for at /_hub/faults\n"
            return PlainTextResponse(words, status_code=503, headers={"Retry-After": "1"})
        case FaultKind.DROP:
            return DroppedResponse()
        case FaultKind.LOSE:
            pass
    return None
