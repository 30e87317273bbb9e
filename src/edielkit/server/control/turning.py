"""The clock, and the state of a hub: forward, back, elsewhere."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import attrs
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from edielkit.errors import BuildError
from edielkit.hub.core.journal import dump, load
from edielkit.market_time import local_day
from edielkit.scenarios.clock import ScenarioClock
from edielkit.server.bodies import json_of
from edielkit.server.control.json_doors import Asked, BadRequestError, check_names, endpoint, meant
from edielkit.server.control.summaries import summary
from edielkit.server.journal_file import WorkspaceRecord
from edielkit.server.workspace import Workspace, WorkspaceDocument

__all__ = ("routes", "turn_clock")

_MOST_BYTES = 64 << 20
# Each day has its jobs, and the hub does nothing else meanwhile.
_LONGEST = dt.timedelta(days=366)
_FORM = 1
_DAYS = {"i dag": "today", "i morgen": "tomorrow"}
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")
_MOST_MARKS = 20
_LINES = "application/x-ndjson"


def routes(path: str) -> list[BaseRoute]:
    """Return the routes of clock and state under *path*."""
    return [
        Route(f"{path}/clock", endpoint(_clock)),
        Route(f"{path}/clock", endpoint(_advance), methods=["POST"]),
        Route(f"{path}/reset", endpoint(_reset), methods=["POST"]),
        Route(f"{path}/journal", endpoint(_journal, query=("after",))),
        Route(f"{path}/snapshot", endpoint(_document)),
        Route(f"{path}/snapshot", endpoint(_load, most=_MOST_BYTES, lines=True), methods=["PUT"]),
        Route(f"{path}/snapshots", endpoint(_marks)),
        Route(f"{path}/snapshots/{{name}}", endpoint(_mark), methods=["PUT"]),
        Route(f"{path}/snapshots/{{name}}/restore", endpoint(_restore), methods=["POST"]),
    ]


def _clock(asked: Asked) -> Any:
    workspace = asked.workspace
    return {
        "now": workspace.now(),
        "clock": str(workspace.clock.speed),
        "next deadline": workspace.hub.next_due,
    }


def _advance(asked: Asked) -> Any:
    """Set the clock to ``{"to": "2026-02-03T06:00:00+01:00"}``, or as scenarios say it: ``tomorrow 07:00``, ``07:00``."""
    check_names(asked.body.items(), ("to",), "field")
    workspace, text = asked.workspace, asked.body.get("to")
    if not isinstance(text, str):
        raise BadRequestError("expected an object with 'to': an instant, or a day with a time in Norway")
    count = workspace.messages.count
    turn_clock(workspace, text)
    sent = [summary(message, workspace.names) for message in workspace.messages if message.number > count]
    return {**_clock(asked), "sent": [line for line in sent if line["way"] == "out"]}


def turn_clock(workspace: Workspace, text: str) -> None:
    """Let time pass until an instant.

    Args:
        workspace: The hub.
        text: The instant, as `_advance` takes it.

    Raises:
        BadRequestError: It is none, lies in the past or too far ahead.
    """
    now = workspace.now()
    clock = ScenarioClock(local_day(workspace.scenario.start), now)
    try:
        instant = clock.instant(_said(text), "to")
        if instant > now + _LONGEST:
            raise BadRequestError(f"expected an instant within {_LONGEST.days} days, it is {now.isoformat()}")
        workspace.advance(instant)
    except ValueError as error:
        raise BadRequestError(str(error)) from None


def _said(text: str) -> str:
    """Return an instant as scenarios say it: a time alone is of today, and days may be said in Norwegian.

    >>> _said("07:00"), _said("i morgen 07:00")
    ('today 07:00', 'tomorrow 07:00')
    """
    words = " ".join(text.split())
    for norwegian, english in _DAYS.items():
        if words.lower().startswith(norwegian):
            words = f"{english}{words[len(norwegian) :]}"
    return f"today {words}" if _TIME.fullmatch(words) else words


def _reset(asked: Asked) -> Any:
    asked.workspace.reset()
    return _clock(asked)


def _journal(asked: Asked) -> Response:
    """Everything that came in, an entry a line, as ``edielkit hub replay`` reads it; ``?after=`` leaves out the first ones."""
    first = asked.count("after", 0, 10**9)
    lines = (dump((entry,)) for entry in asked.workspace.journal(first))
    return StreamingResponse(lines, media_type=_LINES)


def _document(asked: Asked) -> Response:
    """All that makes the hub: a line with its market and its clock, then its journal."""
    document = asked.workspace.document()
    head = {
        "edielkit hub": _FORM,
        "now": document.now.isoformat(),
        "begun": document.record.begun,
        "scenario": dict(document.record.scenario),
    }

    def lines() -> Iterator[str]:
        yield json.dumps(head, ensure_ascii=False) + "\n"
        for entry in document.entries:
            yield dump((entry,))

    return StreamingResponse(lines(), media_type=_LINES)


def _load(asked: Asked) -> Any:
    """Make the hub what a document says that GET gave, here or at another server."""
    try:
        asked.workspace.load(_read(asked.data))
    except UnicodeError:
        raise BadRequestError("expected texts without halves of surrogate pairs") from None
    return _clock(asked)


def _read(data: bytes) -> WorkspaceDocument:
    first, _, journal = data.partition(b"\n")
    try:
        head = json_of(first)
        if head["edielkit hub"] != _FORM:
            raise BadRequestError(f"expected a document of form {_FORM}")
        entries = load(journal.decode())
        clock = load(json.dumps({"now": head["now"], "kind": "advance", "arguments": {}}))
        record = WorkspaceRecord(name="", scenario=dict(head["scenario"]), begun=int(head["begun"]))
    except BuildError as error:
        raise BadRequestError(str(error)) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadRequestError("expected the lines that GET /_hub/snapshot gives") from None
    if not 0 <= record.begun <= len(entries) or any(
        later.now < entry.now for entry, later in pairwise(entries)
    ):
        raise BadRequestError("expected a journal in the order of time")
    return WorkspaceDocument(attrs.evolve(record), clock[0].now, entries)


def _marks(asked: Asked) -> Any:
    return {
        name: {"now": mark.instant, "entries": mark.count} for name, mark in asked.workspace.marks.items()
    }


def _mark(asked: Asked) -> Any:
    """Keep this moment under a name, in memory, to come back to it."""
    marks, name = asked.workspace.marks, asked.path["name"]
    if name not in marks and len(marks) >= _MOST_MARKS:
        raise BadRequestError(f"expected at most {_MOST_MARKS} snapshots", 409)
    marks[name] = asked.workspace.mark()
    return _marks(asked)


def _restore(asked: Asked) -> Any:
    mark = asked.workspace.marks.get(asked.path["name"])
    if mark is None:
        words = f"there is no snapshot of this name{meant(asked.path['name'], asked.workspace.marks)}"
        raise BadRequestError(words, 404)
    try:
        asked.workspace.go_back(mark)
    except ValueError as error:
        raise BadRequestError(str(error), 409) from None
    return _clock(asked)
