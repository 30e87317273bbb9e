"""The OpenAPI document of the control door, from a table of its operations. Its paths and fields are our own: Elhub has no such door."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from edielkit import __version__
from edielkit.server.fault_plan import LONGEST_DELAY, MOST_CALLS, FaultKind

__all__ = ("openapi",)

_TEXT: dict[str, Any] = {"type": "string"}
_INSTANT = {"type": "string", "format": "date-time"}
_COUNT = {"type": "string", "pattern": "^[0-9]{1,9}$"}
_LINES, _PLAIN = "application/x-ndjson", "text/plain"
_JSON, _XML = "application/json", "application/xml"
_FACTS = ("service", "message", "process", "from", "to", "party", "point")
_CLOCK = {
    "type": "object",
    "required": ["now", "clock", "next deadline"],
    "properties": {"now": _INSTANT, "clock": _TEXT, "next deadline": {"anyOf": [_INSTANT, {"type": "null"}]}},
}
_REFUSALS = {
    "400": "A name or value that it cannot have",
    "403": "A page of another site asks",
    "404": "There is none of this name or number",
    "409": "There are too many, or the hub has another past",
    "413": "The body is too large",
    "500": "What was asked met an error of the server's own, or could not be kept",
}


def _object(*required: str, closed: bool = False, **properties: Any) -> dict[str, Any]:
    """Return the schema of an object; *closed* has no other properties."""
    schema: dict[str, Any] = {"type": "object"}
    if required:
        schema["required"] = list(required)
    if properties:
        schema["properties"] = properties
    return {**schema, "additionalProperties": False} if closed else schema


def _list_of(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


@attrs.frozen(kw_only=True)
class _Operation:
    """An operation of the door.

    Attributes:
        method: HTTP method.
        path: Its path, with the names of its parts in braces.
        summary: What it does.
        query: Schemas of the parameters behind the question mark.
        body: Schema of its body, None without one.
        media: Media type of the body.
        answer: Schema of what it answers with, None for nothing.
        form: Media type of the answer.
        refusals: Statuses of its refusals, beside those that every operation has.
    """

    method: str
    path: str
    summary: str
    query: dict[str, dict[str, Any]] = attrs.field(factory=dict)
    body: dict[str, Any] | None = None
    media: str = _JSON
    answer: dict[str, Any] | None = attrs.field(factory=_object)
    form: str = _JSON
    refusals: tuple[str, ...] = ()


_PLAN = _object(
    "kind",
    closed=True,
    kind={"type": "string", "enum": [kind.value for kind in FaultKind]},
    calls={"anyOf": [{"type": "integer", "minimum": 1, "maximum": MOST_CALLS}, {"type": "null"}]},
    service={"type": "string"},
    operation={"type": "string"},
    seconds={"type": "number", "minimum": 0, "maximum": LONGEST_DELAY},
)
_EXPECTED = _object(
    closed=True,
    **dict.fromkeys(("way", "type", "role", "reference", *_FACTS), _TEXT),
    within={"type": "number", "minimum": 0, "maximum": 60},
    after={"type": "integer", "minimum": 0},
) | {"anyOf": [{"required": [fact]} for fact in ("way", "type", "role", "reference", *_FACTS)]}
_FAULTS = _object("faults", faults=_list_of(_object("kind")))
_GET, _POST, _PUT, _DELETE = "get", "post", "put", "delete"

_OPERATIONS = (
    _Operation(
        method=_GET,
        path="/health",
        summary="Whether the hub is ready, and how it is set up",
        answer=_object("status", "version", "now", "parties"),
    ),
    _Operation(
        method=_GET,
        path="/workspaces",
        summary="The workspaces beside the server's own",
        answer=_object("workspaces", workspaces=_list_of(_TEXT)),
    ),
    _Operation(
        method=_DELETE,
        path="/workspaces/{name}",
        summary="Drop a workspace with all that it holds",
        answer=None,
        refusals=("404",),
    ),
    _Operation(method=_GET, path="/clock", summary="The clock and the next deadline", answer=_CLOCK),
    _Operation(
        method=_POST,
        path="/clock",
        summary="Let time pass up to an instant; the answer lists what was sent",
        body=_object("to", to={"type": "string"}),
        answer=_object("now", "sent", sent=_list_of(_object())),
    ),
    _Operation(method=_POST, path="/reset", summary="Make the hub what it was when it began", answer=_CLOCK),
    _Operation(
        method=_GET,
        path="/journal",
        summary="Everything that came in, an entry a line",
        query={"after": _COUNT},
        answer=_TEXT,
        form=_LINES,
    ),
    _Operation(
        method=_GET,
        path="/snapshot",
        summary="All that makes the hub: its market, its clock and its journal",
        answer=_TEXT,
        form=_LINES,
    ),
    _Operation(
        method=_PUT,
        path="/snapshot",
        summary="Make the hub what such a document says",
        body=_TEXT,
        media=_PLAIN,
        answer=_CLOCK,
    ),
    _Operation(method=_GET, path="/snapshots", summary="The moments that are kept, by name"),
    _Operation(
        method=_PUT, path="/snapshots/{name}", summary="Keep this moment under a name", refusals=("409",)
    ),
    _Operation(
        method=_POST,
        path="/snapshots/{name}/restore",
        summary="Make the hub what it was at a moment that is kept",
        answer=_CLOCK,
        refusals=("404", "409"),
    ),
    _Operation(
        method=_GET,
        path="/messages",
        summary="The messages that came and went, the last first",
        query={"way": _TEXT, **dict.fromkeys(_FACTS, _TEXT), "after": _COUNT, "limit": _COUNT},
        answer=_object(
            "count", "messages", count={"type": "integer"}, messages=_list_of(_object("number", "way"))
        ),
    ),
    _Operation(
        method=_GET,
        path="/messages/{number}",
        summary="A message with its report in words",
        answer=_object("number", "way", "words", "xml"),
        refusals=("404",),
    ),
    _Operation(
        method=_GET,
        path="/messages/{number}/xml",
        summary="The bytes of a message",
        answer=_TEXT,
        form=_XML,
        refusals=("404",),
    ),
    _Operation(
        method=_GET,
        path="/points",
        summary="The metering points with today's supplier and end user",
        answer=_object("day", "points"),
    ),
    _Operation(
        method=_GET,
        path="/points/{point}",
        summary="A metering point by number or name: its timeline and its processes",
        answer=_object("name", "registered", "processes"),
        refusals=("404",),
    ),
    _Operation(
        method=_GET,
        path="/processes",
        summary="The processes, the last first",
        query={"point": _TEXT, "limit": _COUNT},
        answer=_object("processes", processes=_list_of(_object("identification", "phase"))),
    ),
    _Operation(
        method=_GET,
        path="/processes/{identification}",
        summary="A process by the identification of its request",
        answer=_object("identification", "phase"),
        refusals=("404",),
    ),
    _Operation(
        method=_GET, path="/queues/{party}", summary="What waits for a party, by GLN or name, in each queue"
    ),
    _Operation(
        method=_GET,
        path="/areas/{area}/{day}",
        summary="A grid area's day by name or EIC: its settlement with checks, missing values, sums and losses",
        answer=_object("area", "eic", "day", "hours", "state", "due", "versions", "deadlines", "losses"),
        refusals=("404",),
    ),
    _Operation(
        method=_GET,
        path="/market",
        summary="Names and numbers of the market",
        answer=_object("parties", "areas", "points", "customers"),
    ),
    _Operation(method=_GET, path="/calls", summary="The calls of the portal, and what each takes"),
    _Operation(
        method=_POST,
        path="/call/{name}",
        summary="Do what a portal does; names stand for numbers",
        body=_object(),
        answer=_object("result"),
    ),
    _Operation(
        method=_GET,
        path="/clients",
        summary="The clients of the token door, and what each may ask for",
        answer=_object("clients", clients=_list_of(_object("name", "client_id", "scopes"))),
    ),
    _Operation(
        method=_GET,
        path="/clients/{name}/key",
        summary="A private key of a client, for a test",
        answer=_object("kty"),
        refusals=("404",),
    ),
    _Operation(
        method=_PUT,
        path="/clients/{name}/keys",
        summary="Register public keys of a client",
        body=_object("keys", keys=_list_of(_object())),
        refusals=("404",),
    ),
    _Operation(method=_GET, path="/faults", summary="The faults that are planned", answer=_FAULTS),
    _Operation(method=_POST, path="/faults", summary="Plan a fault", body=_PLAN, answer=_FAULTS),
    _Operation(method=_DELETE, path="/faults", summary="Drop all plans", answer=_FAULTS),
    _Operation(
        method=_POST,
        path="/expectations",
        summary="Wait for a message, within some seconds of the world",
        body=_EXPECTED,
        answer=_object("met", "message"),
        refusals=("404",),
    ),
)


def openapi(base: str) -> dict[str, Any]:
    """Return the OpenAPI document.

    Args:
        base: Address of the door, without a slash at its end.
    """
    paths: dict[str, dict[str, Any]] = {}
    for operation in _OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "edielkit control door",
            "version": __version__,
            "description": "Turns the clock of a served hub, looks inside, plans faults and waits for messages. Elhub has no such"
            " door: all of it is edielkit's own.",
        },
        "servers": [{"url": base}],
        "paths": paths,
        "components": {"schemas": {"Refusal": _object("error", error={"type": "string"})}},
    }


def _described(operation: _Operation) -> dict[str, Any]:
    names = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    parameters = [_parameter(name, "path", _part(name)) for name in names]
    parameters += [_parameter(name, "query", schema) for name, schema in operation.query.items()]
    described: dict[str, Any] = {
        "summary": operation.summary,
        "parameters": parameters,
        "responses": _responses(operation),
    }
    if operation.body is not None:
        content = {operation.media: {"schema": operation.body}}
        described["requestBody"] = {
            "required": operation.media == _JSON and bool(operation.body.get("required")),
            "content": content,
        }
    return described


# What the parts of paths are that are no names.
_PARTS: Mapping[str, dict[str, Any]] = {
    "number": {"type": "string", "pattern": "^[0-9]{1,15}$"},
    "day": {"type": "string", "format": "date"},
}


def _part(name: str) -> dict[str, Any]:
    return _PARTS.get(name, {"type": "string", "minLength": 1})


def _parameter(name: str, place: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": schema}


def _responses(operation: _Operation) -> dict[str, Any]:
    refusal = {_JSON: {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    statuses = sorted({"400", "403", "404", "409", "413", "500", *operation.refusals})
    done: dict[str, Any] = {"200": {"description": "Done"}}
    if operation.answer is None:
        done = {"204": {"description": "Done"}}
    else:
        done["200"]["content"] = {operation.form: {"schema": operation.answer}}
    return {**done, **{status: {"description": _REFUSALS[status], "content": refusal} for status in statuses}}
