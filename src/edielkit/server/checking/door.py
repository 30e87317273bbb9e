"""The verbs at their paths, the page that a file is dropped on, and the OpenAPI document."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from edielkit.server.bodies import BodyError, PackedBodyError, UnpackedSizeError, read_body, unpacked
from edielkit.server.checking.checker import Checker, CheckingLimits
from edielkit.server.checking.forms import Form, read_form
from edielkit.server.checking.openapi import openapi
from edielkit.server.checking.pages import front_page
from edielkit.server.checking.verb_options import OptionError, option_values
from edielkit.server.checking.verbs import VERBS
from edielkit.server.checking.work import Outcome, Task, refused
from edielkit.server.clocks import wall_now
from edielkit.server.problems import http_problems
from edielkit.translation import accepted_language

__all__ = ("PATH", "addresses", "create_checking_app", "routes")

# Where the service is on a server that has a hub too.
PATH = "/check"
_KEY = "x-anonymise-key"
_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
_BAD_REQUEST, _TOO_LARGE, _NOT_READ = 400, 413, 415


def create_checking_app(limits: CheckingLimits | None = None) -> Starlette:
    """Return the service alone, at the root of its address.

    Args:
        limits: Its bounds; the defaults if None.
    """
    app = Starlette(
        routes=routes(""),
        middleware=[Middleware(GZipMiddleware, minimum_size=500)],
        exception_handlers={HTTPException: http_problems("/", "/openapi.json")},
    )
    app.state.checker = Checker(limits)
    return app


def routes(path: str = PATH) -> list[BaseRoute]:
    """Return the routes of the service.

    Args:
        path: Its place.
    """
    verbs = [Route(f"{path}/{name}", _verb, methods=["POST"], name=name) for name in VERBS]
    slash: list[BaseRoute] = [Route(path, _to_slash)] if path else []
    return [*slash, Route(f"{path}/", _front), Route(f"{path}/openapi.json", _openapi), *verbs]


def addresses(base: str) -> list[tuple[str, str]]:
    """Return what a server prints of the service."""
    return [("checking", f"{base}{PATH}/")]


def _checker(request: Request) -> Checker:
    checker: Checker = request.app.state.checker
    return checker


def _to_slash(request: Request) -> Response:
    return RedirectResponse(f"{request.url.path}/")


def _front(request: Request) -> Response:
    page = front_page(VERBS, _checker(request).limits.max_body, _language(request))
    return HTMLResponse(page, headers={**_HEADERS, "vary": "accept-language"})


def _language(request: Request) -> str:
    return accepted_language(request.headers.get("accept-language", ""))


def _openapi(request: Request) -> Response:
    return JSONResponse(openapi(str(request.url).partition("/openapi.json")[0]))


async def _verb(request: Request) -> Response:
    accept, spoken = request.headers.get("accept", ""), _language(request)
    try:
        task = _task(request, await _form(request))
    except (BodyError, UnpackedSizeError) as error:
        outcome = refused(accept, _TOO_LARGE, str(error), spoken)
    except PackedBodyError as error:
        outcome = refused(accept, _NOT_READ, str(error), spoken)
    except OptionError as error:
        outcome = refused(accept, _BAD_REQUEST, str(error), spoken)
    else:
        outcome = await _checker(request).run(task)
    return _response(outcome)


def _task(request: Request, form: Form) -> Task:
    """Return what is asked; the address counts before the form, and both must be right.

    Raises:
        OptionError: The form has an option that there is not, or a value that it cannot have.
    """
    name = request.url.path.rpartition("/")[2]
    # a field of the form that was left empty says nothing; in an address nobody writes one
    fields = {field: text for field, text in form.texts.items() if text}
    # the page has one form for all verbs: a field that is not for this one says nothing
    if name != "convert":
        fields.pop("to", None)
    option_values(VERBS[name].options, fields)
    asked = [field for field, _ in request.query_params.multi_items()]
    for field in asked:
        if asked.count(field) > 1:
            raise OptionError(f"{field[:40]!r}: expected it once")
    texts = {**fields, **request.query_params}
    if _KEY in request.headers:
        texts["key"] = request.headers[_KEY]
    return Task(
        verb=name,
        data=form.files.get("file", b""),
        original=form.files.get("original"),
        texts=texts,
        accept=request.headers.get("accept", ""),
        language=_language(request),
        now=wall_now().isoformat(),
    )


async def _form(request: Request) -> Form:
    """Return the message, and what else a form says.

    Raises:
        BodyError: It is too large.
        PackedBodyError: It is not packed as it says.
        UnpackedSizeError: It is too large when it is unpacked.
        OptionError: The form cannot be read, or has no file.
    """
    most = _checker(request).limits.max_body
    body = await read_body(request, most)
    data = await run_in_threadpool(unpacked, body, request.headers.get("content-encoding", ""), most)
    # whatever else a client calls it, such as curl its --data-binary, the body is the message
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        if not data:
            raise OptionError("expected the bytes of a message as the body")
        return Form({"file": data}, {})
    form = await read_form(request.headers, data)
    if "file" not in form.files:
        raise OptionError("file: expected a file that is not empty")
    return form


def _response(outcome: Outcome) -> Response:
    charset = "" if outcome.media.startswith("application/") else "; charset=utf-8"
    headers = {**_HEADERS, "content-type": f"{outcome.media}{charset}", "vary": "accept, accept-language"}
    if outcome.status == 503:
        headers["retry-after"] = "5"
    return Response(outcome.body, status_code=outcome.status, headers=headers)
