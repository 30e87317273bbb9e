"""The public client pymaskinporten, unchanged, against the token door: the extra `clients` brings it on Python 3.13 and later."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from urllib.request import urlopen

import pytest

from edielkit.server import ServerSettings
from edielkit.server.clocks import FROZEN
from edielkit.server.running import in_thread

pytestmark = pytest.mark.skipif(
    find_spec("pymaskinporten") is None, reason="pymaskinporten is not installed; it needs Python 3.13"
)

PROGRAM = """
import json, sys
from pymaskinporten import MaskinportenTokenError, request_maskinporten_token

base, audience = sys.argv[1:]
try:
    token, seconds = request_maskinporten_token("test", token_url=f"{base}/token", audience=audience)
    print(json.dumps([token.count("."), seconds]))
except MaskinportenTokenError as error:
    print(json.dumps([error.status, error.code, error.description]))
"""


def _ask(address: str, audience: str, scope: str) -> list[object]:
    client = next(
        client
        for client in json.load(urlopen(f"{address}/_hub/clients"))["clients"]
        if client["name"] == "firm"
    )
    with urlopen(f"{address}/_hub/clients/firm/key?pem") as answer:
        key, kid = answer.read().decode(), answer.headers["x-kid"]
    secrets = {
        "PRIVATE_KEY": key,
        "KID": kid,
        "MASKINPORTEN_CLIENT_ID": client["client_id"],
        "SCOPE": scope,
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, address, audience],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env={**os.environ, **secrets},
    )
    return list(json.loads(done.stdout))


def test_a_token_is_granted_and_a_scope_is_refused_by_its_code():
    """Docs of Maskinporten: a JWT grant gives a token with its lifetime, MP-250 a scope that is not granted."""
    with in_thread(ServerSettings(clock=FROZEN)) as hub:
        granted = _ask(hub.address, "https://test.maskinporten.no/", "elhub:enduser")
        refused = _ask(hub.address, "https://test.maskinporten.no/", "elhub:thirdparty")

    assert granted == [2, 120]
    assert refused[0] == 400
    assert "MP-250" in str(refused)
