"""Endpoints that speak JSON: bodies read within bounds, what is wrong with a request said in words, no foreign pages."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import attrs
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from edielkit.errors import EdielError
from edielkit.harmless import presentable
from edielkit.scenarios import ScenarioError
from edielkit.server.bodies import BodyError, json_of, read_body
from edielkit.server.control.plain import plain
from edielkit.server.requests import workspace_of
from edielkit.server.workspace import Workspace
from edielkit.server.workspaces import NoWorkspaceError
from edielkit.suggest import near_names, one_of

__all__ = ("Asked", "BadRequestError", "check_names", "count_of", "day_of", "endpoint", "meant")

_MOST_BYTES = 1 << 20


class BadRequestError(EdielError):
    """The request asks for nothing that there is.

    Args:
        message: What would be right.
        status: HTTP status.
    """

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@attrs.frozen(kw_only=True)
class Asked:
    """What a request asks.

    Attributes:
        workspace: The hub that it is about.
        path: Parts of its path by name.
        query: What stands behind the question mark.
        body: Its body, an empty mapping without one.
        data: Bytes of its body.
    """

    workspace: Workspace
    path: dict[str, str]
    query: dict[str, str]
    body: dict[str, Any]
    data: bytes = attrs.field(repr=False)

    def count(self, name: str, default: int, most: int, least: int = 0) -> int:
        """Return a number of the query, at most *most*.

        Raises:
            BadRequestError: It is no number from *least* on.
        """
        return count_of(self.query, name, default, most, least)


def count_of(query: Mapping[str, str], name: str, default: int, most: int, least: int = 0) -> int:
    """Return a number of a query.

    Args:
        query: What stands behind the question mark.
        name: Name of the number.
        default: The number of a query that has none.
        most: The most that is given: a larger one is cut to it.
        least: The least that there is.

    Raises:
        BadRequestError: It is no number from *least* on.

    >>> count_of({"limit": "5000"}, "limit", 100, 1000, 1)
    1000
    """
    text = query.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= least):
        raise BadRequestError(f"{name}: expected a whole number from {least} on, found {text[:20]!r}")
    return min(int(text), most)


def meant(word: str, names: Iterable[str]) -> str:
    """Return what is said behind a name that there is not: which one may be meant, else which there are.

    >>> meant("valey", ["valley"]), meant("x", ["valley"]), meant("x", [])
    ('; did you mean valley?', '; there are valley', '; there are none')
    """
    listed = list(names)
    near = near_names(word, listed)
    return f"; did you mean {one_of(near)}?" if near else f"; there are {', '.join(listed) or 'none'}"


def check_names(pairs: Iterable[tuple[str, Any]], allowed: Collection[str], what: str) -> None:
    """Refuse names that mean nothing, and those that come twice.

    Args:
        pairs: Names with their values.
        allowed: The names that there are.
        what: What they are names of, in a word.

    Raises:
        BadRequestError: One is unknown, or comes twice.
    """
    seen: set[str] = set()
    for name, _ in pairs:
        if name not in allowed:
            raise BadRequestError(f"no {what} {name[:40]!r}{meant(name, allowed)}")
        if name in seen:
            raise BadRequestError(f"{name}: expected it once")
        seen.add(name)


def day_of(text: str, status: int = 400) -> dt.date:
    """Return the day that a part of a path names.

    Args:
        text: The part.
        status: HTTP status of the refusal.

    Raises:
        BadRequestError: It names none.

    >>> day_of("2026-13-40")
    Traceback (most recent call last):
    edielkit.server.control.json_doors.BadRequestError: expected a usage day such as 2026-02-02, found '2026-13-40', which is no day of the calendar
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        pass
    looks_like_one = re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None
    none = ", which is no day of the calendar" if looks_like_one else ""
    words = f"expected a usage day such as 2026-02-02, found {presentable(text)[:20]!r}{none}"
    raise BadRequestError(words, status) from None


Answer = Callable[[Asked], Any]


def endpoint(
    answer: Answer, *, query: Collection[str] = (), most: int = _MOST_BYTES, lines: bool = False
) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that answers in JSON, off the event loop.

    Args:
        answer: Gives what is answered, as any value that `plain` understands, or a response; a coroutine may wait.
        query: The parameters that it may have behind the question mark; another one is refused, and never silently left out.
        most: Most bytes of a body.
        lines: The body is no JSON object: the answer reads its bytes.
    """

    async def serve(request: Request) -> Response:
        try:
            _refuse_foreign_pages(request)
            check_names(request.query_params.multi_items(), query, "parameter")
            data = await read_body(request, most)
            asked = Asked(
                workspace=await workspace_of(request),
                path=request.path_params,
                query=dict(request.query_params),
                body={} if lines or not data.strip() else _object(data),
                data=data,
            )
            waits = inspect.iscoroutinefunction(answer)
            result = await answer(asked) if waits else await run_in_threadpool(answer, asked)
        except BadRequestError as error:
            return JSONResponse({"error": str(error)}, status_code=error.status)
        except NoWorkspaceError as error:
            return JSONResponse({"error": str(error)}, status_code=error.status)
        except BodyError as error:
            return JSONResponse({"error": str(error)}, status_code=413)
        except ScenarioError as error:
            where = f"{error.place}: " if error.place else ""
            return JSONResponse({"error": f"{where}{error.message}"}, status_code=400)
        except EdielError as error:
            return JSONResponse({"error": str(error)}, status_code=500)
        return result if isinstance(result, Response) else JSONResponse(plain(result))

    return serve


def _object(data: bytes) -> dict[str, Any]:
    try:
        body = json_of(data)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise BadRequestError("expected a JSON object")
    return body


def _refuse_foreign_pages(request: Request) -> None:
    """Refuse what a page of another site asks of the browser of somebody who runs this server."""
    origin = request.headers.get("origin", "")
    if request.method != "GET" and origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise BadRequestError("the control door answers no pages of other sites", 403)
