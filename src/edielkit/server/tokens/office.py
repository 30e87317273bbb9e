"""The office of a workspace: keys of its clients, grants that were used, and the access tokens that it signs."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import uuid
from threading import RLock
from typing import Any

import attrs
from cryptography import x509
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from edielkit.errors import EdielError
from edielkit.scenarios import MarketNames
from edielkit.server.certificates import CertificateError, Trust, organisation_number
from edielkit.server.tokens.clients import TokenClient, clients_of
from edielkit.server.tokens.grants import Grant, GrantError, read_grant

__all__ = ("LIFETIME", "Access", "AccessError", "ClientKeyError", "TokenOffice")

# How long a token holds, in seconds; the real lifetime is set by the owner of an API and is not public for Elhub's.
LIFETIME = 120
_MOST_GRANTS, _MOST_KEYS, _LONGEST_TOKEN = 100_000, 10, 8192
_LEAST_BITS, _MOST_BITS = 2048, 8192
_AUTHORITY, _PREFIX = "iso6523-actorid-upis", "0192:"


class AccessError(EdielError):
    """A request has no token that holds."""


class ClientKeyError(EdielError):
    """A key cannot be registered."""


@attrs.frozen(kw_only=True)
class Access:
    """What a token that holds says.

    Attributes:
        organisation: Organisation number that it is for.
        client: ``client_id`` of who asked for it.
        scopes: Its scopes.
    """

    organisation: str
    client: str
    scopes: frozenset[str]


class TokenOffice:
    """Gives tokens to the clients of one market; any thread may ask.

    Tokens of one workspace are worth nothing in another: each office has a key of its own.

    Args:
        trust: Authorities of the certificates that clients may sign with instead of a registered key; None for none.
    """

    def __init__(self, trust: Trust | None = None) -> None:
        self.clients: dict[str, TokenClient] = {}
        self._names: MarketNames | None = None
        self._trust = trust
        self._lock = RLock()
        self._used: dict[tuple[str, str], int] = {}
        self._keys: dict[str, dict[str, RSAKey]] = {}
        self._own: dict[str, RSAKey] = {}
        self._key: RSAKey | None = None

    def meet(self, names: MarketNames) -> None:
        """Know the clients of a market: that of the workspace may become another when it is restored."""
        with self._lock:
            if names is not self._names:
                self._names, self.clients = names, clients_of(names)

    # -- keys

    @property
    def key(self) -> RSAKey:
        """The key that tokens are signed with."""
        with self._lock:
            if self._key is None:
                self._key = RSAKey.generate_key(auto_kid=True)
            return self._key

    def jwks(self) -> dict[str, Any]:
        """Return the public key, as JWKS."""
        return {"keys": [self.key.as_dict(private=False, use="sig", alg="RS256")]}

    def test_key(self, client: TokenClient) -> RSAKey:
        """Return a key that is made for a client, and known to the office, for those who have none yet."""
        with self._lock:
            key = self._own.get(client.identification)
            if key is None:
                key = self._own[client.identification] = RSAKey.generate_key(auto_kid=True)
            return key

    def register(self, client: TokenClient, document: Any) -> tuple[str, ...]:
        """Take the public keys that a client signs with from now on; return their kids.

        Args:
            client: The client.
            document: A JWKS as plain data.

        Raises:
            ClientKeyError: It is none, or a key is no public RSA key of a fitting size with a kid.
        """
        keys = document.get("keys") if isinstance(document, dict) else None
        if not isinstance(keys, list) or not 0 < len(keys) <= _MOST_KEYS:
            raise ClientKeyError(f"expected a JWKS with one to {_MOST_KEYS} keys")
        registered = dict(map(_public_key, keys))
        with self._lock:
            self._keys[client.identification] = registered
        return tuple(registered)

    def _key_of(self, client: TokenClient, head: dict[str, Any]) -> RSAKey:
        if "x5c" in head:
            return self._certified(client, head["x5c"])
        kid = head.get("kid")
        with self._lock:
            key = self._keys.get(client.identification, {}).get(kid) if isinstance(kid, str) else None
            own = self._own.get(client.identification)
        if key is None and own is not None and own.kid == kid:
            key = own
        if key is None:
            raise GrantError("invalid_client", "kid: expected that of a key that the client has registered")
        return key

    def _certified(self, client: TokenClient, chain: Any) -> RSAKey:
        """Return the key of an enterprise certificate of the client's organisation."""
        if self._trust is None:
            raise GrantError(
                "invalid_client", "x5c: the server has no authority; start it with --certificates"
            )
        try:
            first = chain[0] if isinstance(chain, list) and chain and isinstance(chain[0], str) else ""
            certificate = x509.load_der_x509_certificate(base64.b64decode(first, validate=True))
            self._trust.check(certificate, dt.datetime.now(dt.UTC))
            key = RSAKey.import_key(certificate.public_key())  # type: ignore[arg-type]
        except (CertificateError, JoseError, binascii.Error, ValueError, TypeError):
            raise GrantError("invalid_client", "x5c: expected a certificate of a trusted authority") from None
        if organisation_number(certificate) != client.organisation:
            raise GrantError("invalid_client", "x5c: expected a certificate of the client's organisation")
        return key

    # -- tokens

    def token(self, assertion: str, *, issuer: str, audiences: tuple[str, ...], now: int) -> dict[str, Any]:
        """Return the answer to a grant that is right.

        Args:
            assertion: The signed grant.
            issuer: Address of this door.
            audiences: Who the grant may be for.
            now: Seconds of Unix time.

        Raises:
            GrantError: It is refused.
        """
        grant = read_grant(assertion, clients=self.clients, key_of=self._key_of, audiences=audiences, now=now)
        self._use(grant, now)
        claims = {
            "iss": issuer,
            "client_id": grant.client.identification,
            "scope": " ".join(grant.scopes),
            "consumer": {"authority": _AUTHORITY, "ID": f"{_PREFIX}{grant.consumer}"},
            "token_type": "Bearer",
            "iat": now,
            "exp": now + LIFETIME,
            "jti": str(uuid.uuid4()),
        }
        token = jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": LIFETIME,
            "scope": claims["scope"],
        }

    def _use(self, grant: Grant, now: int) -> None:
        """Note that a grant was used; it is none a second time."""
        name = (grant.client.identification, grant.jti)
        with self._lock:
            if self._used.get(name, 0) > now:
                raise GrantError("invalid_grant", "invalid assertion: jti: a grant with it was used before")
            if len(self._used) >= _MOST_GRANTS:
                self._used = {key: expires for key, expires in self._used.items() if expires > now}
            if len(self._used) >= _MOST_GRANTS:
                raise GrantError("temporarily_unavailable", "too many grants at once; try again in a while")
            self._used[name] = grant.expires

    def access(self, authorization: str, *, now: int) -> Access:
        """Return what the head ``Authorization`` of a request allows.

        Args:
            authorization: The head.
            now: Seconds of Unix time.

        Raises:
            AccessError: It is no token of this office, or has expired.
        """
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token or len(token) > _LONGEST_TOKEN:
            raise AccessError("expected Authorization: Bearer, with a token of the token door")
        try:
            content = jws.deserialize_compact(token.strip(), self.key, algorithms=["RS256"])
            claims = json.loads(content.payload or b"")
            holds = claims["exp"] > now
            organisation = claims["consumer"]["ID"].removeprefix(_PREFIX)
            access = Access(
                organisation=organisation,
                client=claims["client_id"],
                scopes=frozenset(claims["scope"].split()),
            )
        except (JoseError, ValueError, KeyError, TypeError, AttributeError):
            raise AccessError("the token is none of this door") from None
        if not holds:
            raise AccessError("the token has expired")
        return access


def _public_key(value: Any) -> tuple[str, RSAKey]:
    kid = value.get("kid") if isinstance(value, dict) else None
    if not isinstance(kid, str) or not 0 < len(kid) <= 200 or value.get("kty") != "RSA" or "d" in value:
        raise ClientKeyError("expected public RSA keys, each with a kid")
    try:
        key = RSAKey.import_key({name: value[name] for name in ("kty", "n", "e")})
        bits = key.public_key.key_size
    except (JoseError, ValueError, TypeError, KeyError):
        raise ClientKeyError("expected public RSA keys with n and e") from None
    if not _LEAST_BITS <= bits <= _MOST_BITS:
        raise ClientKeyError(f"expected a key of {_LEAST_BITS} to {_MOST_BITS} bits, found one of {bits}")
    return kid, key
