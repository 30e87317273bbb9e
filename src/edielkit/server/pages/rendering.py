"""A page as an answer: its template, its heads, and whether a form came from this server."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from edielkit.pages import page_template
from edielkit.server.control.json_doors import BadRequestError
from edielkit.server.pages import views
from edielkit.server.workspace import Workspace
from edielkit.translation import accepted_language, catalogue

__all__ = ("language", "refuse_foreign", "rendered")

_HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'{target}; base-uri 'none'; frame-ancestors 'none'"


def rendered(
    request: Request,
    workspace: Workspace,
    name: str,
    view: dict[str, Any],
    status: int = 200,
    *,
    form_target: str = "",
) -> Response:
    """Return a page.

    Args:
        request: The request.
        workspace: The hub that it shows.
        name: Name of its template.
        view: What the template shows.
        status: HTTP status.
        form_target: Origin of another site that a form of the page leads on to; empty for none.
    """
    base = request.scope.get("root_path", "")
    spoken = language(request)
    texts = catalogue(spoken)
    text = page_template("edielkit.server.pages", f"{name}.html").render(
        base=base,
        workspace=workspace.name,
        clock=views.clock_view(workspace),
        language=spoken,
        _=texts,
        said=lambda english: texts.sentence(str(english)).text,
        **view,
    )
    policy = _POLICY.format(target=f" {form_target}" if form_target else "")
    return HTMLResponse(
        text,
        status_code=status,
        headers={
            **_HEADERS,
            "content-security-policy": policy,
            "content-language": spoken,
            "vary": "accept-language",
        },
    )


def language(request: Request) -> str:
    """Return the language that the browser asks for, English when it is none of ours.

    Args:
        request: The request, whose head ``Accept-Language`` says it.
    """
    return accepted_language(request.headers.get("accept-language", ""))


def refuse_foreign(request: Request) -> None:
    """Refuse a form that a page of another site sends from the browser of somebody who runs this server.

    Raises:
        BadRequestError: It comes from there.
    """
    origin = request.headers.get("origin", "")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise BadRequestError("No page of another site does anything here.", 403)
