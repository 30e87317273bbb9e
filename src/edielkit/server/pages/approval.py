"""The page at which an end user gives a third party access (BRS-NO-624), at the address path of Elhub's Min Side.

Source: page of BRS-NO-624 (address, its three parts, what is sent back). In place of a login with ID-porten the end user is chosen from
the customers of the market. How the call back is written is NOT FOUND: here the browser is sent on to the registered address,
with what is sent back in its query. No other address is ever gone to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import attrs
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from edielkit.errors import EdielError
from edielkit.hub import Party
from edielkit.identifiers import uuid
from edielkit.server.bodies import BodyError, read_body
from edielkit.server.control.json_doors import BadRequestError
from edielkit.server.pages.rendering import refuse_foreign, rendered
from edielkit.server.requests import workspace_of
from edielkit.server.workspace import Workspace

__all__ = ("PATH", "routes")

PATH = "/third-party-access/authorize"
_MOST, _MOST_FIELDS = 64 << 10, 1000
_SCOPES = ("Limited", "Full")


class _NoApprovalError(EdielError):
    """The address, or what was chosen on the page, is not right."""


@attrs.frozen(kw_only=True)
class _Question:
    """What a third party asks.

    Attributes:
        party: The third party.
        name: Its name in the market.
        request_id: Its own number of the question.
        scope: ``Full`` or ``Limited``.
    """

    party: Party
    name: str
    request_id: str
    scope: str


def routes() -> list[BaseRoute]:
    """Return the routes of the page."""
    return [Route(PATH, _ask), Route(PATH, _answer, methods=["POST"])]


def _question(workspace: Workspace, query: Mapping[str, str]) -> _Question:
    """Return what the address asks.

    Raises:
        _NoApprovalError: It names no third party with a return address, or no scope.
    """
    gln, scope = query.get("client_id", ""), query.get("scope", "")
    parties = workspace.names.parties.items()
    name, party = next(((name, party) for name, party in parties if party.gln == gln), ("", None))
    if party is None or "AG" not in party.roles or not party.return_address:
        raise _NoApprovalError(
            "client_id: expected the GLN of a third party with a registered return address."
        )
    if scope not in _SCOPES:
        raise _NoApprovalError("scope: expected Full or Limited.")
    if not uuid.is_valid(query.get("request_id", "")):
        raise _NoApprovalError("request_id: expected a UUID.")
    return _Question(party=party, name=name, request_id=query["request_id"], scope=scope)


async def _ask(request: Request) -> Response:
    """Show who asks, and the metering points of the end user who has been chosen."""
    workspace = await workspace_of(request)
    try:
        question = _question(workspace, request.query_params)
        view = await run_in_threadpool(_view, workspace, question, request.query_params.get("customer", ""))
    except _NoApprovalError as error:
        return await _problem(request, workspace, str(error))
    origin = urlsplit(question.party.return_address)
    return await run_in_threadpool(
        rendered, request, workspace, "approval", view, form_target=f"{origin.scheme}://{origin.netloc}"
    )


def _view(workspace: Workspace, question: _Question, customer: str) -> dict[str, Any]:
    names, today = workspace.names, workspace.today()
    if customer and customer not in names.customers:
        raise _NoApprovalError("There is no such customer.")
    number = str(names.customers[customer].identification) if customer else ""
    occupancies = ((point, point.occupancy(today)) for point in workspace.hub.points())
    return {
        "party": question.name,
        "gln": question.party.gln,
        "request_id": question.request_id,
        "scope": question.scope,
        "customers": list(names.customers),
        "customer": customer,
        "points": [
            {"name": names.name_of(point.identification), "identification": point.identification}
            for point, occupancy in occupancies
            if number and occupancy is not None and str(occupancy.customer.identification) == number
        ],
    }


async def _answer(request: Request) -> Response:
    """Let the end user allow or refuse, and go on to the third party's address."""
    workspace = await workspace_of(request)
    try:
        refuse_foreign(request)
        fields = parse_qs(
            (await read_body(request, _MOST)).decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS
        )
        question = _question(workspace, {name: texts[0] for name, texts in fields.items()})
        back = await run_in_threadpool(_decided, workspace, question, fields)
    except (BadRequestError, _NoApprovalError) as error:
        return await _problem(request, workspace, str(error), getattr(error, "status", 400))
    except (BodyError, ValueError) as error:
        return await _problem(request, workspace, f"It was not taken: {error}.")
    return RedirectResponse(_back(question.party.return_address, back), status_code=303)


def _decided(workspace: Workspace, question: _Question, fields: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return what is sent back.

    Raises:
        _NoApprovalError: There is no such customer.
        ValueError: The points, the end or the number of the question are not right.
    """
    customer = workspace.names.customers.get(fields.get("customer", [""])[0])
    if customer is None:
        raise _NoApprovalError("There is no such customer.")
    allowed = fields.get("answer") == ["allow"]
    back: dict[str, Any] = workspace.call(
        "authorise_by_url",
        client_id=question.party.gln,
        request_id=question.request_id,
        customer=str(customer.identification),
        points=fields.get("point", []) if allowed else None,
        scope=question.scope,
        end=fields["end"][0] if fields.get("end") else None,
        future=fields.get("future") == ["yes"],
    )
    return back


def _back(address: str, back: Mapping[str, Any]) -> str:
    """Return the registered address with what is sent back in its query."""
    contracts = back.get("contracts", [])
    pairs = [(name, text) for name, text in back.items() if name != "contracts"]
    for contract in contracts:
        pairs += [("contracts", contract["meteringPointId"]), ("start", contract["start"])]
        pairs += [("end", contract["end"])] if contract["end"] else []
    parts = urlsplit(address)
    query = "&".join(filter(None, (parts.query, urlencode(pairs))))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


async def _problem(request: Request, workspace: Workspace, words: str, status: int = 400) -> Response:
    return await run_in_threadpool(rendered, request, workspace, "problem", {"words": words}, status)
