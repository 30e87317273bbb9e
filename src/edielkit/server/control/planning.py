"""Faults on demand, and what a test expects to come."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import attrs
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute, Route

from edielkit.server.control.json_doors import Asked, BadRequestError, check_names, endpoint
from edielkit.server.control.market_facts import check_call, wanted_facts
from edielkit.server.control.summaries import matches, summary
from edielkit.server.fault_plan import FaultKind, PlannedFault
from edielkit.server.message_log import LoggedMessage

__all__ = ("routes",)

# Facts of a message that a test may expect.
_FACTS = ("way", "service", "message", "process", "type", "role", "from", "to", "party", "point", "reference")
_LONGEST, _PAUSE, _SHOWN = 60, 0.05, 10


def routes(path: str) -> list[BaseRoute]:
    """Return the routes of faults and expectations under *path*."""
    return [
        Route(f"{path}/faults", endpoint(_faults)),
        Route(f"{path}/faults", endpoint(_plan), methods=["POST"]),
        Route(f"{path}/faults", endpoint(_lift), methods=["DELETE"]),
        Route(f"{path}/expectations", endpoint(_expect), methods=["POST"]),
    ]


def _faults(asked: Asked) -> Any:
    return {"faults": asked.workspace.faults.faults}


def _plan(asked: Asked) -> Any:
    """Plan ``{"kind": "refuse|unavailable|delay|drop|lose|down", "calls": 1, "service": "", "operation": "", "seconds": 1}``.

    ``"calls": null`` lasts until it is lifted, as ``down`` does without saying so.
    """
    names = {field.name for field in attrs.fields(PlannedFault)}
    check_names(asked.body.items(), sorted(names), "field")
    if asked.body.get("kind") not in tuple(FaultKind):
        raise BadRequestError(
            f"expected an object with kind ({', '.join(FaultKind)}) and {', '.join(sorted(names - {'kind'}))}"
        )
    check_call(asked.body.get("service"), asked.body.get("operation"))
    lasting: dict[str, Any] = {"calls": None} if asked.body["kind"] == FaultKind.DOWN else {}
    try:
        asked.workspace.faults.add(PlannedFault(**{**lasting, **asked.body}))
    except (ValueError, TypeError) as error:
        raise BadRequestError(str(error.args[0])) from None
    return _faults(asked)


def _lift(asked: Asked) -> Any:
    asked.workspace.faults.lift()
    return _faults(asked)


async def _expect(asked: Asked) -> Any:
    """Wait for a message: ``{"message": "RequestStartOfSupply", "point": "house", "within": 10, "after": 0}``.

    The facts are those of the list of messages; ``within`` counts seconds of the world, ``after`` leaves out messages up
    to that number. HTTP 200 with the message, or 404 with what came instead.
    """
    wanted = {key: value for key, value in asked.body.items() if key not in {"within", "after"}}
    check_names(asked.body.items(), (*_FACTS, "within", "after"), "field")
    within, after = asked.body.get("within", 0), asked.body.get("after", 0)
    if not _sensible(wanted, within, after):
        raise BadRequestError(
            f"expected an object with some of {', '.join(_FACTS)} as texts, within (up to {_LONGEST} s) and after"
        )
    wanted = wanted_facts(asked.workspace.names, wanted)
    end, looked_at = time.monotonic() + within, after
    while True:
        late, count = time.monotonic() >= end, asked.workspace.messages.count
        message = await run_in_threadpool(_first, asked, wanted, looked_at)
        if message is not None:
            return {"met": True, "message": summary(message, asked.workspace.names)}
        if late:
            raise BadRequestError(await run_in_threadpool(_instead, asked, wanted, after), 404)
        looked_at = count
        await asyncio.sleep(_PAUSE)


def _sensible(wanted: dict[str, Any], within: Any, after: Any) -> bool:
    numbers = isinstance(within, (int, float)) and isinstance(after, int) and 0 <= within <= _LONGEST
    return numbers and bool(wanted) and set(wanted) <= set(_FACTS) and all(map(_is_text, wanted.values()))


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _first(asked: Asked, wanted: dict[str, str], after: int) -> LoggedMessage | None:
    workspace = asked.workspace
    return next(
        (
            message
            for message in workspace.messages
            if message.number > after and matches(message, workspace.names, wanted)
        ),
        None,
    )


def _instead(asked: Asked, wanted: dict[str, str], after: int) -> str:
    """Return in words what came in place of what was expected."""
    workspace = asked.workspace
    messages = [message for message in workspace.messages if message.number > after][-_SHOWN:]
    lines = [_words(summary(message, workspace.names)) for message in messages]
    facts = ", ".join(f"{key} {value}" for key, value in wanted.items())
    return f"expected {facts}; there came {'; '.join(lines) or 'nothing'}"


def _words(line: dict[str, Any]) -> str:
    points = ", ".join(line["points"][:_SHOWN]) or "no point"
    return f"{line['way']} {line['message']}, process {line['process']}, from {line['from']} to {line['to']}, about {points}"
