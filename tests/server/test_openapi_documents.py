"""Every OpenAPI document of the server against schemathesis, unchanged: it accepts the document and does not break the door.

It runs as a program of its own, as a stranger would run it, with few examples; more of them:
``schemathesis run http://127.0.0.1:8080/check/openapi.json`` beside ``edielkit hub serve``.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
from importlib.util import find_spec
from urllib.request import urlopen

import pytest
from starlette.routing import Route
from tests.support.token_clients import bearer

from edielkit.server import ServerSettings
from edielkit.server.app import DOORS
from edielkit.server.clocks import FROZEN
from edielkit.server.own_market import own_market
from edielkit.server.running import in_thread

START = dt.datetime(2026, 2, 2, 7, tzinfo=dt.UTC)
# A party that may ask for points, by its name in the market and its GLN.
WHO, GLN = "supplier", "7080009995012"
# A schema cannot say which bytes are a message, and which dates make a window: such a refusal is no break of the document.
REFUSALS_OF_VALID_DATA = {
    "_hub": [400],
    "check": [422],
    "energy-data": [400],
    "jobs": [400, 422],
    "access": [400, 422],
}
# an expectation is waited for as long as it says
WAITS = "/expectations"
DOCUMENTS = sorted(
    route.path
    for door in DOORS
    for route in door.routes()
    if isinstance(route, Route) and route.path.endswith("/openapi.json")
)
PROGRAM = "from schemathesis.cli import schemathesis; schemathesis()"


@pytest.fixture(scope="module")
def server():
    """A hub in its own market whose clock stands still."""
    with in_thread(ServerSettings(scenario=own_market(START), clock=FROZEN)) as running:
        yield running


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_is_served(server, document):
    """It is there, and names its own address."""
    with urlopen(f"{server.address}{document}") as answer:
        assert server.address in answer.read().decode()


def test_the_control_door_is_described_as_it_is(server):
    """Every operation of the door, and no other."""
    with urlopen(f"{server.address}/_hub/openapi.json") as answer:
        paths = json.load(answer)["paths"]
    described = {(method.upper(), f"/_hub{path}") for path, methods in paths.items() for method in methods}
    there = {
        (method, re.sub(r":\w+}", "}", route.path))
        for door in DOORS
        for route in door.routes()
        if isinstance(route, Route) and route.path.startswith("/_hub/") and "openapi" not in route.path
        for method in route.methods - {"HEAD"}
    }
    assert described == there


@pytest.mark.skipif(find_spec("schemathesis") is None, reason="schemathesis is not installed")
@pytest.mark.parametrize("phase", ["fuzzing", pytest.param("coverage", marks=pytest.mark.slow)])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_schemathesis_accepts_the_document_and_breaks_nothing(server, document, phase, tmp_path):
    """Documented statuses, media types and bodies alone; what the document refuses is refused; no fault of the server."""
    also = REFUSALS_OF_VALID_DATA[document.split("/")[1]]
    statuses = [f'"{status}"' for status in ("2xx", 401, 403, 404, 409, *also)]
    (tmp_path / "schemathesis.toml").write_text(
        f"[checks]\npositive_data_acceptance.expected-statuses = [{', '.join(statuses)}]\n"
    )
    token = bearer(server.workspaces.get(""), WHO)
    command = [sys.executable, "-c", PROGRAM, "run", f"{server.address}{document}"]
    heads = ["-H", f"Authorization: Bearer {token}", "-H", f"X-Elhub-GLN: {GLN}", "-H", f"SenderGLN: {GLN}"]
    bounds = ["--max-examples", "8", "--seed", "1", "--no-color", "--phases", phase, "--exclude-path", WAITS]
    # how long data takes to make says how busy the machine is, and nothing of the document
    bounds += ["--suppress-health-check", "too_slow"]

    done = subprocess.run(
        [*command, *heads, *bounds], capture_output=True, text=True, cwd=tmp_path, timeout=300, check=False
    )

    assert done.returncode == 0, f"{done.stdout[-6000:]}{done.stderr[-2000:]}"
