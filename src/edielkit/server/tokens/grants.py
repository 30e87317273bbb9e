"""A grant: the signed assertion that a client asks for a token with, and everything that it is refused for.

Source: dlt-source-elhub (claims, lifetime, audience with its slash, one-time jti, consumer_org, MP-250, MP-251); names of errors RFC 6749,
5.2, and RFC 7523.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from typing import Any

import attrs
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from edielkit.errors import EdielError
from edielkit.server.tokens.clients import TokenClient

__all__ = ("ALGORITHMS", "Grant", "GrantError", "read_grant")

ALGORITHMS = ("RS256", "RS384", "RS512")
_LONGEST, _LONGEST_TEXT = 16_384, 512
_LIFETIME, _SKEW = 120, 10
_CLAIMS = frozenset({"aud", "iss", "scope", "iat", "exp", "jti", "consumer_org"})
_NEEDED = ("aud", "iss", "scope", "iat", "exp", "jti")
_ORGANISATION = re.compile(r"(?:0192:)?([0-9]{9})")


class GrantError(EdielError):
    """A grant is refused.

    Args:
        error: Name of the error by RFC 6749.
        description: What is wrong and what would be right.
    """

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error


@attrs.frozen(kw_only=True)
class Grant:
    """A grant that is right.

    Attributes:
        client: Who asks.
        scopes: What it asks for.
        consumer: Organisation number that the token is for.
        jti: Its one-time identification.
        expires: When it ends, seconds of Unix time.
    """

    client: TokenClient
    scopes: tuple[str, ...]
    consumer: str
    jti: str
    expires: int


# Gives the key of a client by the head of its assertion; raises GrantError where there is none.
KeyOf = Callable[[TokenClient, dict[str, Any]], RSAKey]


class _Registry(jws.JWSRegistry):
    """Bounds of an assertion: its head may hold a certificate."""

    max_header_length = _LONGEST


_REGISTRY = _Registry(algorithms=list(ALGORITHMS))


def read_grant(
    assertion: str,
    *,
    clients: dict[str, TokenClient],
    key_of: KeyOf,
    audiences: Collection[str],
    now: int,
) -> Grant:
    """Return what an assertion asks for.

    Args:
        assertion: A JWT in its compact form.
        clients: The clients by ``client_id``.
        key_of: Gives the key that a client signs with.
        audiences: Who it may be for.
        now: Seconds of Unix time.

    Raises:
        GrantError: It is not signed as it should be, or asks for what it may not have.
    """
    if len(assertion) > _LONGEST:
        raise _invalid(f"expected an assertion of at most {_LONGEST} characters")
    head, claims = _unverified(assertion)
    if head.get("alg") not in ALGORITHMS:
        raise _invalid(f"alg: expected one of {', '.join(ALGORITHMS)}")
    if not {"crit", "b64"}.isdisjoint(head):
        raise _invalid("expected no crit and no b64 in the head")
    issuer = claims.get("iss")
    client = clients.get(issuer) if isinstance(issuer, str) else None
    if client is None:
        raise GrantError("invalid_client", "iss: expected the client_id of a client of this market")
    _verify(assertion, key_of(client, head))
    _check_claims(claims)
    _check_times(claims, now)
    if claims["aud"] not in audiences:
        raise _invalid(f"aud: expected {' or '.join(audiences)} alone, with its slash at the end")
    consumer, scopes = _asked(client, claims)
    return Grant(client=client, scopes=scopes, consumer=consumer, jti=claims["jti"], expires=claims["exp"])


def _invalid(words: str) -> GrantError:
    return GrantError("invalid_grant", f"invalid assertion: {words}")


def _unverified(assertion: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return head and claims before anything of them is believed: only to find the key."""
    try:
        signature = jws.extract_compact(assertion.encode("ascii"), registry=_REGISTRY)
        claims = json.loads(signature.payload)
    except (JoseError, ValueError, RecursionError, TypeError):
        raise _invalid("expected a signed JWT in its compact form") from None
    head = signature.headers()
    if not isinstance(claims, dict) or not isinstance(head, dict):
        raise _invalid("expected claims as a JSON object")
    return head, claims


def _verify(assertion: str, key: RSAKey) -> None:
    try:
        jws.deserialize_compact(assertion, key, registry=_REGISTRY)
    except (JoseError, ValueError, TypeError):
        raise _invalid("the signature is not one of the client's key") from None


def _check_claims(claims: dict[str, Any]) -> None:
    missing = [name for name in _NEEDED if name not in claims]
    if missing:
        raise _invalid(f"{', '.join(missing)}: missing")
    unknown = sorted(set(claims) - _CLAIMS)
    if unknown:
        raise _invalid(f"expected no other claims than {', '.join(sorted(_CLAIMS))}")
    for name in ("aud", "scope", "jti"):
        if not isinstance(claims[name], str) or not 0 < len(claims[name]) <= _LONGEST_TEXT:
            raise _invalid(f"{name}: expected one text of at most {_LONGEST_TEXT} characters")
    for name in ("iat", "exp"):
        if not isinstance(claims[name], int) or isinstance(claims[name], bool):
            raise _invalid(f"{name}: expected whole seconds of Unix time")


def _check_times(claims: dict[str, Any], now: int) -> None:
    begin, end = claims["iat"], claims["exp"]
    if begin > now + _SKEW:
        raise _invalid("iat: lies in the future")
    if end <= now:
        raise _invalid("exp: the assertion has expired")
    if not 0 < end - begin <= _LIFETIME:
        raise _invalid(f"exp: expected at most {_LIFETIME} seconds after iat")


def _asked(client: TokenClient, claims: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Return for which organisation a token is asked, and with which scopes."""
    scopes = tuple(dict.fromkeys(claims["scope"].split()))
    if not scopes:
        raise GrantError("invalid_scope", "scope: expected scopes, parted by spaces")
    consumer, allowed = client.organisation, client.scopes
    if "consumer_org" in claims:
        match = _ORGANISATION.fullmatch(str(claims["consumer_org"]))
        consumer = match[1] if match else ""
        if consumer not in client.delegators:
            raise GrantError(
                "invalid_grant",
                "MP-251: the organisation of consumer_org has delegated nothing to the client",
            )
        allowed = client.delegators[consumer]
        if not set(scopes) <= allowed:
            raise GrantError("invalid_grant", "MP-251: a scope is not delegated to the client's organisation")
    elif not set(scopes) <= allowed:
        raise GrantError("invalid_scope", "MP-250: a scope is not granted to the client's organisation")
    return consumer, scopes
