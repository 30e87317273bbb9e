"""Tokens of the clients of a market, as the token door gives them, without its way over HTTP."""

from __future__ import annotations

import time
import uuid

from joserfc import jwt

from edielkit.server.tokens.door import office_of
from edielkit.server.workspace import Workspace


def bearer(workspace: Workspace, name: str, scope: str = "") -> str:
    """Return a token of the client of that name, with all scopes that it may have, or those that are asked for."""
    office = office_of(workspace)
    client = next(client for client in office.clients.values() if client.name == name)
    now = int(time.time())
    claims = {
        "aud": "a",
        "iss": client.identification,
        "scope": scope or " ".join(client.scopes),
        "iat": now,
        "exp": now + 60,
        "jti": str(uuid.uuid4()),
    }
    key = office.test_key(client)
    assertion = jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)
    return str(office.token(assertion, issuer="a", audiences=("a",), now=now)["access_token"])
