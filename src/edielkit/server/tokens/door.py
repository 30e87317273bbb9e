"""The token door: grants at ``/token``, its metadata and keys; what clients there are, under ``/_hub/clients``."""

from __future__ import annotations

import time
from threading import Lock
from typing import Any
from urllib.parse import parse_qs
from weakref import WeakKeyDictionary

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from edielkit.server.bodies import BodyError, read_body
from edielkit.server.certificates import Trust
from edielkit.server.control.door import PATH as CONTROL
from edielkit.server.control.json_doors import Asked, BadRequestError, endpoint
from edielkit.server.requests import workspace_of
from edielkit.server.tokens.clients import SCOPES, TokenClient
from edielkit.server.tokens.grants import ALGORITHMS, GrantError
from edielkit.server.tokens.office import ClientKeyError, TokenOffice
from edielkit.server.workspace import Workspace

__all__ = ("addresses", "office_of", "routes")

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
# Clients that are told only where to ask, and not for whom, write these.
MASKINPORTEN = ("https://maskinporten.no/", "https://test.maskinporten.no/")
METADATA = "/.well-known/oauth-authorization-server"
_MOST = 32 << 10
_FORM = "application/x-www-form-urlencoded"
_NO_STORE = {"cache-control": "no-store", "pragma": "no-cache"}

_OFFICES: WeakKeyDictionary[Workspace, TokenOffice] = WeakKeyDictionary()
_LOCK = Lock()


def routes() -> list[BaseRoute]:
    """Return the routes of the door."""
    clients = f"{CONTROL}/clients"
    return [
        Route("/token", _token, methods=["POST"]),
        Route(METADATA, _metadata),
        Route("/jwk", _jwks),
        Route(clients, endpoint(_clients)),
        Route(f"{clients}/{{name}}/key", endpoint(_test_key, query=("pem",))),
        Route(f"{clients}/{{name}}/keys", endpoint(_register), methods=["PUT"]),
    ]


def addresses(base: str) -> list[tuple[str, str]]:
    """Return what a server prints of the door."""
    return [("token", f"{base}/token"), ("clients", f"{base}{CONTROL}/clients")]


def office_of(workspace: Workspace) -> TokenOffice:
    """Return the office of a workspace, which lasts as long as it does."""
    with _LOCK:
        office = _OFFICES.get(workspace)
        if office is None:
            folder = workspace.settings.certificates
            office = _OFFICES[workspace] = TokenOffice(None if folder is None else Trust.read(folder))
    office.meet(workspace.names)
    return office


# -- tokens


async def _token(request: Request) -> Response:
    try:
        fields = await _fields(request)
        office = office_of(await workspace_of(request))
        issuer = _issuer(request, "/token")
        answer = await run_in_threadpool(
            office.token,
            fields["assertion"],
            issuer=issuer,
            audiences=(issuer, *MASKINPORTEN),
            now=int(time.time()),
        )
    except BodyError as error:
        return _refusal(GrantError("invalid_request", str(error)), 413)
    except GrantError as error:
        return _refusal(error)
    return JSONResponse(answer, headers=_NO_STORE)


def _refusal(error: GrantError, status: int = 400) -> Response:
    content = {"error": error.error, "error_description": str(error)}
    return JSONResponse(content, status_code=status, headers=_NO_STORE)


async def _fields(request: Request) -> dict[str, str]:
    """Return the fields of the form.

    Raises:
        BodyError: It is too large.
        GrantError: It is no form, or asks for another grant.
    """
    body = await read_body(request, _MOST)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise GrantError("invalid_request", f"expected Content-Type {_FORM}")
    try:
        fields = parse_qs(body.decode("ascii"), max_num_fields=10)
    except ValueError:
        raise GrantError("invalid_request", "expected a form with grant_type and assertion") from None
    if any(len(values) != 1 for values in fields.values()):
        raise GrantError("invalid_request", "expected each field once")
    single = {name: values[0] for name, values in fields.items()}
    if not single.get("grant_type"):
        raise GrantError("invalid_request", f"grant_type: missing; expected {GRANT}")
    if single["grant_type"] != GRANT:
        raise GrantError("unsupported_grant_type", f"grant_type: expected {GRANT}")
    if not single.get("assertion"):
        raise GrantError("invalid_request", "assertion: missing")
    return single


def _issuer(request: Request, path: str) -> str:
    """Return the address of this door, with its slash: of the server, or of the workspace."""
    return f"{str(request.url).partition('?')[0].removesuffix(path)}/"


def _metadata(request: Request) -> Response:
    """Return the metadata (RFC 8414)."""
    issuer = _issuer(request, METADATA)
    return JSONResponse(
        {
            "issuer": issuer,
            "token_endpoint": f"{issuer}token",
            "jwks_uri": f"{issuer}jwk",
            "grant_types_supported": [GRANT],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
            "scopes_supported": list(SCOPES),
        }
    )


async def _jwks(request: Request) -> Response:
    office = office_of(await workspace_of(request))
    return JSONResponse(await run_in_threadpool(office.jwks))


# -- clients, for those who test


def _client(asked: Asked) -> TokenClient:
    """Return the client that is named: by its name in the market, its number or its ``client_id``.

    Raises:
        BadRequestError: There is none.
    """
    name = asked.path["name"]
    for client in office_of(asked.workspace).clients.values():
        if name in {client.name, client.organisation, client.gln, client.identification}:
            return client
    raise BadRequestError(
        "there is no such client: it is a party or customer with an organisation number", 404
    )


def _clients(asked: Asked) -> Any:
    """List the clients: who may ask for which scopes."""
    clients = office_of(asked.workspace).clients.values()
    return {
        "clients": [
            {
                "name": client.name,
                "client_id": client.identification,
                "organisation": client.organisation,
                "gln": client.gln or None,
                "scopes": sorted(client.scopes),
                "delegated": {number: sorted(scopes) for number, scopes in client.delegators.items()},
            }
            for client in clients
        ]
    }


def _test_key(asked: Asked) -> Any:
    """Hand out a private key of a client, for a test: as PEM with ``?pem``, or as JWK."""
    key = office_of(asked.workspace).test_key(_client(asked))
    if "pem" in asked.query:
        return PlainTextResponse(key.as_pem(private=True), headers={**_NO_STORE, "x-kid": key.kid or ""})
    return JSONResponse({**key.as_dict(private=True), "kid": key.kid}, headers=_NO_STORE)


def _register(asked: Asked) -> Any:
    """Take the public keys of a client, as JWKS."""
    try:
        kids = office_of(asked.workspace).register(_client(asked), asked.body)
    except ClientKeyError as error:
        raise BadRequestError(str(error)) from None
    return {"kids": kids}
