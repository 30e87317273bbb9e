"""What is answered where no door answers: RFC 9457 in JSON, or a page for a browser, with what would be right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from html import escape
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Match, Mount, Route

from edielkit.suggest import near_names, one_of
from edielkit.translation import accepted_language, catalogue

__all__ = ("PROBLEM", "http_problems", "problem")

PROBLEM = "application/problem+json"
_DESCRIPTION, _MOST_NAMES = "/openapi.json", 3
_MOST_PATH, _NOT_FOUND, _NOT_ALLOWED = 80, 404, 405
_PARAMETER = re.compile(r"\{(\w+)(:\w+)?\}")
_WORKSPACE = re.compile(r"/w/[A-Za-z0-9_-]{1,40}(?=/)")
_HEADS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "vary": "accept, accept-language",
}


def problem(request: Request, status: int, detail: str, heads: Mapping[str, str] | None = None) -> Response:
    """Return a refusal in the form that the client likes: JSON, unless it asks for pages.

    Args:
        request: The request.
        status: HTTP status.
        detail: What is wrong and what would be right, in English; a page says it in the reader's language.
        heads: Further heads.
    """
    title = HTTPStatus(status).phrase
    if not _likes_pages(request.headers.get("accept", "")):
        content = {"title": title, "status": status, "detail": detail}
        return JSONResponse(content, status_code=status, headers=dict(heads or {}), media_type=PROBLEM)
    language = accepted_language(request.headers.get("accept-language", ""))
    words = catalogue(language).sentence(detail).text
    page = (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{status} {escape(title)}</title></head>\n"
        f'<body style="font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 1rem auto; padding: 0 1rem">'
        f"<main><h1>{status}</h1><p>{escape(words)}</p></main></body></html>\n"
    )
    return HTMLResponse(
        page, status_code=status, headers={**_HEADS, "content-language": language, **(heads or {})}
    )


def _likes_pages(accept: str) -> bool:
    """Tell whether a client names pages, as browsers do, and no JSON before them."""
    named = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    return next((media for media in named if "json" in media or media == "text/html"), "") == "text/html"


def http_problems(*begins: str) -> Callable[[Request, Exception], Response]:
    """Return what answers for a path that there is not, or that takes another method.

    Args:
        begins: Paths to begin with, for who is lost.
    """

    def answer(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else _NOT_FOUND
        routes = request.app.routes
        methods = sorted(set(_methods(routes, request.scope)))
        if status == _NOT_ALLOWED and methods:
            words = f"{request.method[:20]} is not taken here; expected {one_of(methods)}"
            return problem(request, status, words, {"allow": ", ".join(methods)})
        return problem(request, status, _nothing_at(request.scope["path"], routes, begins))

    return answer


def _methods(routes: Sequence[BaseRoute], scope: MutableMapping[str, Any]) -> Iterator[str]:
    """Yield the methods that the path of a request takes, over all routes that have it."""
    for route in routes:
        match, inner = route.matches(scope)
        if match is Match.NONE:
            continue
        if isinstance(route, Mount):
            yield from _methods(route.routes, {**scope, **inner})
        elif isinstance(route, Route):
            yield from route.methods or ()


def _shown(parameter: re.Match[str]) -> str:
    """Return a number in a path as people write what is to be put in: ``NUMBER`` for ``{number:int}``."""
    return parameter[1].upper() if parameter[2] else parameter[0]


def _nothing_at(path: str, routes: Sequence[BaseRoute], begins: Sequence[str]) -> str:
    """Return what is said of a path that there is not: the paths that come near, else where to begin."""
    workspace = _WORKSPACE.match(path)
    before = "" if workspace is None else workspace[0]
    own = dict.fromkeys(_PARAMETER.sub(_shown, route.path) for route in routes if isinstance(route, Route))
    inner = path.removeprefix(before)[:_MOST_PATH]
    # who asks for a door as a whole is shown what lies behind it, its description first
    below = [name for name in own if name.startswith(f"{inner.rstrip('/')}/") and inner.strip("/")]
    below.sort(key=lambda name: (not name.endswith(_DESCRIPTION), len(name)))
    near = below[:_MOST_NAMES] or near_names(inner, own)
    if near:
        return f"there is nothing at this path; did you mean {one_of(f'{before}{name}' for name in near)}?"
    return f"there is nothing at this path; begin at {one_of(f'{before}{name}' for name in begins)}"
