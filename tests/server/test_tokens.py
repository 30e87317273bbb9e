"""The token door: Maskinporten's grant as its documented clients send it, and a test for everything that it refuses."""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import json
import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from edielkit.scenarios import read_scenario
from edielkit.server import ServerSettings, create_app
from edielkit.server.certificates import Trust, issue, new_authority
from edielkit.server.clocks import FROZEN
from edielkit.server.own_market import own_market
from edielkit.server.tokens.clients import clients_of
from edielkit.server.tokens.door import GRANT
from edielkit.server.tokens.grants import GrantError
from edielkit.server.tokens.office import AccessError, TokenOffice

ISSUER = "http://testserver/"
SUPPLIER, FIRM, GRID = "999999107", "999999018", "999999123"
START = dt.datetime(2026, 2, 2, 7, tzinfo=dt.UTC)
NAMES = read_scenario(dict(own_market(START))).names
CLIENTS = {client.organisation: client for client in clients_of(NAMES).values()}


@pytest.fixture(scope="module")
def server() -> Iterator[TestClient]:
    """A server whose clients have their keys once."""
    with TestClient(create_app(ServerSettings(clock=FROZEN))) as client:
        yield client


@pytest.fixture(scope="module")
def key(server) -> RSAKey:
    """The supplier's key, as the server hands it out."""
    return RSAKey.import_key(server.get("/_hub/clients/supplier/key").json())


@pytest.fixture(scope="module")
def stranger() -> RSAKey:
    """A key that nobody has registered."""
    return RSAKey.generate_key(auto_kid=True)


def claims(**others: Any) -> dict[str, Any]:
    """Return the claims of a grant that is right, with others; None leaves one out."""
    now = int(time.time())
    right = {
        "aud": ISSUER,
        "iss": CLIENTS[SUPPLIER].identification,
        "scope": "elhub:balancesupplier",
        "iat": now,
        "exp": now + 120,
        "jti": str(uuid.uuid4()),
    }
    return {name: value for name, value in {**right, **others}.items() if value is not None}


def signed(content: dict[str, Any], key: Any, algorithm: str = "RS256", **head: Any) -> str:
    """Return an assertion."""
    return jwt.encode({"alg": algorithm, "kid": key.kid, **head}, content, key, algorithms=[algorithm])


def ask(server: TestClient, assertion: str, **fields: str) -> Any:
    """Ask for a token as clients do."""
    return server.post("/token", data={"grant_type": GRANT, "assertion": assertion, **fields})


def test_a_grant_gives_a_token_that_the_published_key_verifies(server, key):
    """Metadata lead to the keys; the token says for whom it is and what it allows."""
    answer = ask(server, signed(claims(), key))
    metadata = server.get("/.well-known/oauth-authorization-server").json()
    keys = server.get(metadata["jwks_uri"]).json()["keys"]
    token = jwt.decode(answer.json()["access_token"], RSAKey.import_key(keys[0]), algorithms=["RS256"])

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["expires_in"] == 120
    assert metadata["issuer"] == token.claims["iss"] == ISSUER
    assert token.claims["consumer"] == {"authority": "iso6523-actorid-upis", "ID": f"0192:{SUPPLIER}"}
    assert token.claims["scope"] == "elhub:balancesupplier"
    assert "d" not in keys[0]


class Later(int):
    """Seconds after the call."""


@pytest.mark.parametrize("audience", ["https://maskinporten.no/", "https://test.maskinporten.no/"])
@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
def test_clients_of_maskinporten_need_only_the_address(server, key, audience, algorithm):
    """Its audience, with the slash, and the algorithms that it takes."""
    assert ask(server, signed(claims(aud=audience), key, algorithm)).status_code == 200


@pytest.mark.parametrize(
    ("others", "error", "words"),
    [
        ({"aud": "https://maskinporten.no"}, "invalid_grant", "slash"),
        ({"aud": [ISSUER]}, "invalid_grant", "one text"),
        ({"aud": None}, "invalid_grant", "missing"),
        ({"jti": None}, "invalid_grant", "missing"),
        ({"iat": None}, "invalid_grant", "missing"),
        ({"sub": "x"}, "invalid_grant", "no other claims"),
        ({"iat": Later(-200), "exp": Later(-100)}, "invalid_grant", "expired"),
        ({"iat": Later(100), "exp": Later(150)}, "invalid_grant", "future"),
        ({"exp": Later(600)}, "invalid_grant", "at most 120"),
        ({"exp": "soon"}, "invalid_grant", "whole seconds"),
        ({"exp": 10**400}, "invalid_grant", "at most 120"),
        ({"iss": str(uuid.uuid4())}, "invalid_client", "client_id"),
        ({"iss": ["a"]}, "invalid_client", "client_id"),
        ({"scope": "elhub:serviceprovider"}, "invalid_scope", "MP-250"),
        ({"scope": "elhub:balancesupplier elhub:thirdparty"}, "invalid_scope", "MP-250"),
        ({"scope": " "}, "invalid_scope", "parted by spaces"),
        ({"consumer_org": GRID}, "invalid_grant", "MP-251"),
        ({"consumer_org": {}}, "invalid_grant", "MP-251"),
    ],
)
def test_claims_that_are_refused(server, key, others, error, words):
    """HTTP 400 with error and error_description; which names Maskinporten gives beyond MP-250 and MP-251 is RFC 6749's."""
    now = int(time.time())  # when the test runs, which may be minutes after it was collected
    dated = {name: now + value if isinstance(value, Later) else value for name, value in others.items()}
    answer = ask(server, signed(claims(**dated), key))

    assert answer.status_code == 400
    assert answer.json()["error"] == error
    assert words in answer.json()["error_description"]


def test_a_grant_is_used_once(server, key):
    """A jti that was seen is refused; another client may have the same."""
    content = claims()

    assert ask(server, signed(content, key)).status_code == 200
    assert "used before" in ask(server, signed(content, key)).json()["error_description"]


def _unsigned(content: dict[str, Any], head: dict[str, Any], signature: str = "") -> str:
    parts = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (head, content)
    )
    return ".".join([*parts, signature])


def _by_secret(content: dict[str, Any], secret: bytes, kid: str | None) -> str:
    """Return an assertion with an HMAC, as an attacker makes it: libraries refuse a public key as a secret."""
    text = _unsigned(content, {"alg": "HS256", "kid": kid}).rstrip(".")
    mac = hmac.digest(secret, text.encode(), "sha256")
    return f"{text}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def test_no_signature_is_refused(server, key):
    """alg none, in every spelling, and an empty signature below a right head."""
    for algorithm in ("none", "None", "NONE", "", None):
        answer = ask(server, _unsigned(claims(), {"alg": algorithm, "kid": key.kid}))
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert ask(server, _unsigned(claims(), {"alg": "RS256", "kid": key.kid})).status_code == 400


@pytest.mark.parametrize("encoding", [serialization.Encoding.PEM, serialization.Encoding.DER])
def test_key_confusion_is_refused(server, key, encoding):
    """HS256 with the public key as its secret."""
    public = key.public_key.public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo)

    assert "alg" in ask(server, _by_secret(claims(), public, key.kid)).json()["error_description"]


def test_a_key_in_the_head_is_not_believed(server, key, stranger):
    """jwk, jku and a foreign kid: only what the client has registered counts."""
    for head in (
        {"jwk": stranger.as_dict(private=False), "kid": key.kid},
        {"jku": "http://attacker.example/keys", "kid": key.kid},
        {"kid": stranger.kid},
        {"x5c": ["AAAA"]},
        {"crit": ["exp"]},
    ):
        assignment = (
            jwt.encode({"alg": "RS256", **head}, claims(), stranger)
            if "crit" not in head
            else (_unsigned(claims(), {"alg": "RS256", "kid": key.kid, **head}, "AAAA"))
        )
        assert ask(server, assignment).status_code == 400


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"grant_type": "client_credentials", "assertion": "x"}, "unsupported_grant_type"),
        ({"assertion": "x"}, "invalid_request"),
        ({"grant_type": GRANT}, "invalid_request"),
        ({"grant_type": GRANT, "assertion": "a.b"}, "invalid_grant"),
        ({"grant_type": GRANT, "assertion": "æ.b.c"}, "invalid_grant"),
        ({"grant_type": GRANT, "assertion": "W10.W10.AA"}, "invalid_grant"),
        ({"grant_type": GRANT, "assertion": "x" * 20_000}, "invalid_grant"),
        ({"grant_type": [GRANT, GRANT], "assertion": "x"}, "invalid_request"),
    ],
)
def test_requests_that_are_none(server, fields, error):
    """Whatever is sent, the answer is JSON with a name of RFC 6749."""
    answer = server.post("/token", data=fields)

    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_other_bodies(server):
    """No form, and one that is too large."""
    assert server.post("/token", json={}).json()["error"] == "invalid_request"
    assert server.post("/token", content=b"x" * 100_000).status_code == 413


def test_a_client_registers_its_own_keys(server, stranger):
    """As with Maskinporten: the private key never leaves the client."""
    keys = {"keys": [stranger.as_dict(private=False)]}
    taken = server.put("/_hub/clients/firm/keys", json=keys)
    content = claims(iss=CLIENTS[FIRM].identification, scope="elhub:enduser")

    assert taken.json() == {"kids": [stranger.kid]}
    assert ask(server, signed(content, stranger)).status_code == 200


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"keys": []},
        {"keys": [{"kty": "oct", "k": "AAAA", "kid": "a"}]},
        {"keys": [{"kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "a"}]},
    ],
)
def test_keys_that_are_not_taken(server, keys):
    """None, symmetric ones, and what is no key."""
    assert server.put("/_hub/clients/supplier/keys", json=keys).status_code == 400


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_short_and_private_keys_are_not_taken(server, stranger):
    """Below 2048 bits; and a private key that somebody sends by mistake."""
    short = RSAKey.generate_key(1024, auto_kid=True)
    for key in (short.as_dict(private=False), stranger.as_dict(private=True)):
        assert server.put("/_hub/clients/supplier/keys", json={"keys": [key]}).status_code == 400


def test_workspaces_have_keys_of_their_own(server, key):
    """A token or a key of one hub is worth nothing at another."""
    assert (
        server.post("/w/other/token", data={"grant_type": GRANT, "assertion": signed(claims(), key)}).json()[
            "error"
        ]
        == "invalid_client"
    )
    assert server.get("/w/other/jwk").json() != server.get("/jwk").json()


# -- the office itself


def _office(*, delegated: bool = False, trust: Trust | None = None) -> TokenOffice:
    head = dict(own_market(START))
    parties = {name: dict(party) for name, party in head["parties"].items()}
    if delegated:
        parties["supplier"]["providers"] = ["third party"]
    office = TokenOffice(trust)
    office.meet(read_scenario({**head, "parties": parties}).names)
    return office


def _token(office: TokenOffice, content: dict[str, Any], key: RSAKey, **head: Any) -> str:
    answer = office.token(
        signed(content, key, **head), issuer=ISSUER, audiences=(ISSUER,), now=int(time.time())
    )
    return str(answer["access_token"])


def test_delegation(stranger):
    """A service provider asks for its principal's scopes with consumer_org, and for no others (MP-251)."""
    office = _office(delegated=True)
    provider = CLIENTS["999999131"]
    office.register(provider, {"keys": [stranger.as_dict(private=False)]})
    content = claims(iss=provider.identification, consumer_org=SUPPLIER)
    access = office.access(f"Bearer {_token(office, content, stranger)}", now=int(time.time()))

    assert (access.organisation, access.client) == (SUPPLIER, provider.identification)
    with pytest.raises(GrantError, match="MP-251"):
        _token(
            office,
            claims(iss=provider.identification, consumer_org=SUPPLIER, scope="elhub:thirdparty"),
            stranger,
        )


def test_an_enterprise_certificate_of_the_organisation(stranger):
    """x5c: of a trusted authority, and of the client's own organisation."""
    now = dt.datetime.now(dt.UTC)
    authority = new_authority(now)
    office = _office(trust=Trust((authority.certificate,)))
    outcomes = []
    for issuer, organisation in ((authority, SUPPLIER), (authority, FIRM), (new_authority(now), SUPPLIER)):
        credentials = issue(issuer, "somebody", organisation, now)
        der = credentials.certificate.public_bytes(serialization.Encoding.DER)
        key = RSAKey.import_key(credentials.key)
        key.ensure_kid()
        try:
            _token(office, claims(), key, x5c=[base64.b64encode(der).decode()])
            outcomes.append("taken")
        except GrantError as error:
            outcomes.append(str(error))

    assert outcomes[0] == "taken"
    assert "client's organisation" in outcomes[1]
    assert "trusted authority" in outcomes[2]


def test_access_tokens_that_do_not_hold(stranger):
    """Expired, of another key, a grant instead of a token, alg none, key confusion."""
    office = _office()
    now = int(time.time())
    key = office.test_key(CLIENTS[SUPPLIER])
    token = _token(office, claims(), key)
    public = office.key.public_key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    content = {
        "scope": "elhub:enduser",
        "exp": now + 60,
        "client_id": "x",
        "consumer": {"ID": f"0192:{SUPPLIER}"},
    }

    assert office.access(f"Bearer {token}", now=now).organisation == SUPPLIER
    for authorization, instant in (
        (f"Bearer {token}", now + 600),
        (f"Basic {token}", now),
        ("", now),
        (f"Bearer {signed(claims(), key)}", now),
        (f"Bearer {signed(content, stranger)}", now),
        (f"Bearer {_unsigned(content, {'alg': 'none'})}", now),
        (f"Bearer {_by_secret(content, public, office.key.kid)}", now),
        (f"Bearer {token[:-6]}AAAAAA", now),
        (f"Bearer {'x' * 10_000}", now),
    ):
        with pytest.raises(AccessError):
            office.access(authorization, now=instant)
