"""The pages at ``/``: the market, queues, points, processes, messages beside their report in words, and the clock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from typing import Any
from urllib.parse import parse_qs, quote

import attrs
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from edielkit.errors import EdielError
from edielkit.scenarios import ScenarioError
from edielkit.server.bodies import BodyError, read_body
from edielkit.server.checking.checker import Checker
from edielkit.server.checking.work import TEXT, Task
from edielkit.server.control.json_doors import BadRequestError, check_names, count_of, day_of
from edielkit.server.control.market_facts import wanted_facts
from edielkit.server.control.turning import turn_clock
from edielkit.server.message_log import LoggedMessage
from edielkit.server.pages import approval, views
from edielkit.server.pages.exchange import exchange_lines, exchange_view
from edielkit.server.pages.rendering import language, refuse_foreign, rendered
from edielkit.server.requests import workspace_of
from edielkit.server.workspace import Workspace

__all__ = ("addresses", "routes")

_MOST, _MOST_TEXT, _MOST_ANSWERS = 4096, 200_000, 3
# What the list of messages is chosen by.
_CHOICES = ("party", "point", "way", "process")


_HEADINGS = {
    "explain": "What the answer means",
    "validate": "What can be checked without the hub's own knowledge",
}


class _NothingThereError(EdielError):
    """There is no such page."""


@attrs.frozen
class _Asked:
    """A request for a page."""

    workspace: Workspace
    path: dict[str, Any]
    query: dict[str, str]
    language: str


Page = Callable[[_Asked], tuple[str, dict[str, Any]]]


def routes() -> list[BaseRoute]:
    """Return the routes of the pages."""
    return [
        Route("/", _page(_market)),
        Route("/parties/{name}", _page(_party)),
        Route("/points/{name}", _page(_point)),
        Route("/processes/{identification}", _page(_process)),
        Route("/areas/{name}/{day}", _page(_area)),
        Route("/exchange/{name}/{day}", _page(_exchange)),
        Route("/messages", _page(_messages, query=(*_CHOICES, "limit"))),
        Route("/messages/{number:int}", _message),
        Route("/clock", _clock, methods=["POST"]),
        *approval.routes(),
    ]


def addresses(base: str) -> list[tuple[str, str]]:
    """Return what a server prints of the pages."""
    return [("pages", f"{base}/")]


def _page(page: Page, query: Collection[str] = ()) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint of a page; a parameter that it does not have is refused, as at the control door."""

    async def serve(request: Request) -> Response:
        workspace = await workspace_of(request)
        asked = _Asked(workspace, request.path_params, dict(request.query_params), language(request))
        try:
            check_names(request.query_params.multi_items(), query, "parameter")
            name, view = await run_in_threadpool(page, asked)
        except BadRequestError as error:
            words = {"words": str(error)}
            return await run_in_threadpool(rendered, request, workspace, "problem", words, error.status)
        except _NothingThereError as error:
            return await run_in_threadpool(
                rendered, request, workspace, "problem", {"words": str(error)}, 404
            )
        return await run_in_threadpool(rendered, request, workspace, name, view)

    return serve


# -- the pages


def _market(asked: _Asked) -> tuple[str, dict[str, Any]]:
    view = views.market_view(asked.workspace)
    return "market", {**view, "places": exchange_lines(asked.workspace, view["yesterday"])}


def _party(asked: _Asked) -> tuple[str, dict[str, Any]]:
    gln = asked.workspace.names.number_of(asked.path["name"])
    if gln not in {party.gln for party in asked.workspace.names.parties.values()}:
        raise _NothingThereError("There is no such party.")
    return "party", views.party_view(asked.workspace, gln)


def _point(asked: _Asked) -> tuple[str, dict[str, Any]]:
    point = asked.workspace.hub.point(asked.workspace.names.number_of(asked.path["name"]))
    if point is None:
        raise _NothingThereError("There is no such metering point.")
    return "point", views.point_view(asked.workspace, point)


def _process(asked: _Asked) -> tuple[str, dict[str, Any]]:
    process = asked.workspace.hub.process(asked.path["identification"])
    if process is None:
        raise _NothingThereError("No request with this identification began a process.")
    return "process", views.process_view(asked.workspace, process)


def _area(asked: _Asked) -> tuple[str, dict[str, Any]]:
    names, day = asked.workspace.names, day_of(asked.path["day"], 404)
    try:
        return "area", views.area_view(
            asked.workspace, names.number_of(asked.path["name"]), day, asked.language
        )
    except (ValueError, OverflowError):
        raise _NothingThereError("There is no such grid area, or no picture of such a day.") from None


def _exchange(asked: _Asked) -> tuple[str, dict[str, Any]]:
    names, day = asked.workspace.names, day_of(asked.path["day"], 404)
    try:
        return "exchange", exchange_view(asked.workspace, names.number_of(asked.path["name"]), day)
    except (ValueError, OverflowError):
        raise _NothingThereError("There is no such exchange point, or not on such a day.") from None


def _messages(asked: _Asked) -> tuple[str, dict[str, Any]]:
    wanted = {key: asked.query[key] for key in _CHOICES if asked.query.get(key)}
    facts = wanted_facts(asked.workspace.names, wanted)
    limit = count_of(asked.query, "limit", views.MOST, views.MOST, 1)
    return "messages", {
        "messages": views.message_lines(asked.workspace, facts)[:limit],
        "wanted": wanted,
        "count": asked.workspace.messages.count,
    }


async def _message(request: Request) -> Response:
    """Show a message beside what is to be said of it: its report, or what it means where it is an answer."""
    workspace = await workspace_of(request)
    message = workspace.messages.get(request.path_params["number"])
    if message is None:
        words = {"words": "No message of this number is kept."}
        return await run_in_threadpool(rendered, request, workspace, "problem", words, 404)
    checker: Checker = request.app.state.checker
    tasks = await run_in_threadpool(_tasks, workspace, message, language(request))
    outcomes = [await checker.run(task) for task in tasks]
    view = {
        "line": (await run_in_threadpool(views.message_line, workspace, message)),
        "words": () if message.receipt is None else message.receipt.words,
        "reports": [
            (_HEADINGS[task.verb], outcome.body.decode())
            for task, outcome in zip(tasks, outcomes, strict=True)
            if outcome.status == 200
        ],
        "xml": message.to_bytes()[:_MOST_TEXT].decode("utf-8", "replace"),
    }
    return await run_in_threadpool(rendered, request, workspace, "message", view)


def _tasks(workspace: Workspace, message: LoggedMessage, language: str) -> list[Task]:
    """Return what is asked of the checker, in a language: what an answer means, and the report on what came in."""
    texts = {"language": language}
    own, named = message.head.identification, message.head.reference
    others = tuple(workspace.messages)
    if message.incoming:
        now = message.when.isoformat()
        report = Task(verb="validate", data=message.to_bytes(), texts=texts, accept=TEXT, now=now)
        answers = [other for other in others if own and not other.incoming and other.head.reference == own]
        return [*(_explained(answer, message, texts) for answer in answers[:_MOST_ANSWERS]), report]
    originals = (other for other in others if named and other.head.identification == named)
    return [_explained(message, next(originals, None), texts)]


def _explained(answer: LoggedMessage, original: LoggedMessage | None, texts: dict[str, str]) -> Task:
    return Task(
        verb="explain",
        texts=texts,
        data=answer.to_bytes(),
        original=None if original is None else original.to_bytes(),
        report=None if original is None or original.receipt is None else original.receipt.report,
        accept=TEXT,
        now=answer.when.isoformat(),
    )


async def _clock(request: Request) -> Response:
    """Turn the clock by the form, and go on to the page of the messages that were sent."""
    workspace = await workspace_of(request)
    base = request.scope.get("root_path", "")
    try:
        refuse_foreign(request)
        fields = parse_qs((await read_body(request, _MOST)).decode("utf-8", "replace"), max_num_fields=5)
        await run_in_threadpool(turn_clock, workspace, fields.get("to", [""])[0])
    except BadRequestError as error:
        words = {"words": str(error)}
        return await run_in_threadpool(rendered, request, workspace, "problem", words, error.status)
    except ScenarioError as error:
        words = {"words": error.message}
        return await run_in_threadpool(rendered, request, workspace, "problem", words, 400)
    except (BodyError, ValueError):
        words = {"words": "Expected the field of the form."}
        return await run_in_threadpool(rendered, request, workspace, "problem", words, 400)
    return RedirectResponse(f"{quote(base)}/messages?way=out", status_code=303)
