"""What comes in is bounded at every door: 100 MB, packed zeros, XML bombs; and what is over the bound is not even read."""

from __future__ import annotations

import asyncio
import re
import zlib
from functools import cache

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from edielkit.server import ServerSettings, create_app
from edielkit.server.app import DOORS
from edielkit.server.clocks import FROZEN

MEGABYTE = 1 << 20
SIZE = 100
TAKING = sorted(
    {
        (method, re.sub(r"{[^}]*}", "Query" if "services" in route.path else "x", route.path))
        for door in DOORS
        for route in door.routes()
        if isinstance(route, Route)
        for method in (route.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}
    }
)
# The largest bound is that of a SOAP message and of a snapshot: 64 MB, and a part more before it is noticed.
MOST_READ = 66
BOMB = (
    b'<!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]><a>&a11;</a>"
)
OUTER = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
FORMS = {
    "/token": "application/x-www-form-urlencoded",
    "/clock": "application/x-www-form-urlencoded",
    "/third-party-access/authorize": "application/x-www-form-urlencoded",
    "/access/v0/authorization-requests": "application/vnd.api+json",
}


@pytest.fixture(scope="module")
def app():
    """A server whose clock stands still."""
    return create_app(ServerSettings(clock=FROZEN))


@cache
def packed_zeros():
    """Return 100 MB of zeros, packed."""
    packer = zlib.compressobj(1, wbits=31)
    return b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(SIZE)) + packer.flush()


def call(app, method, path, parts, heads):
    """Call the application with a body in parts; return its status, its answer and how many parts it took."""
    waiting, taken, answer = iter(parts), [0], []

    async def receive():
        part = next(waiting, None)
        if part is None:
            return {"type": "http.request", "body": b"", "more_body": False}
        taken[0] += 1
        return {"type": "http.request", "body": part, "more_body": True}

    async def send(message):
        answer.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), text.encode()) for name, text in heads.items()],
        "server": ("testserver", 80),
        "client": ("testclient", 1),
    }
    asyncio.run(app(scope, receive, send))
    body = b"".join(message.get("body", b"") for message in answer)
    return answer[0]["status"], body, taken[0]


def heads_of(path, **others):
    """Return the heads that a call of that door has."""
    media = next((media for door, media in FORMS.items() if path == door), "text/xml; charset=utf-8")
    return {"content-type": media, "user-agent": "test", "accept": "*/*", "host": "testserver", **others}


@pytest.mark.parametrize(("method", "path"), TAKING)
def test_a_body_without_a_length_is_read_up_to_the_bound(app, method, path):
    """100 MB in parts of one: what is over is refused, or the door reads no body at all."""
    status, _, taken = call(app, method, path, (bytes(MEGABYTE) for _ in range(SIZE)), heads_of(path))

    assert taken <= MOST_READ
    assert status >= 400


@pytest.mark.parametrize(("method", "path"), TAKING)
def test_a_body_that_says_its_length_is_not_read(app, method, path):
    """By its head alone."""
    heads = heads_of(path, **{"content-length": str(SIZE * MEGABYTE)})
    status, _, taken = call(app, method, path, (bytes(MEGABYTE) for _ in range(SIZE)), heads)

    assert taken <= 1
    assert status >= 400


@pytest.mark.parametrize(("method", "path"), TAKING)
def test_packed_zeros_are_not_unpacked(app, method, path):
    """Less than a megabyte that would be 100."""
    heads = heads_of(path, **{"content-encoding": "gzip"})
    status, body, _ = call(app, method, path, [packed_zeros()], heads)

    assert status >= 400
    assert len(body) < 10_000


@pytest.mark.parametrize("bomb", [BOMB, OUTER], ids=["billion", "file"])
@pytest.mark.parametrize(("method", "path"), TAKING)
def test_xml_bombs_and_outer_entities(app, method, path, bomb):
    """Nothing is expanded or fetched; the services answer with a fault, the checking service with a finding, an answer or a refusal."""
    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.request(method, path, content=bomb, headers=heads_of(path))

    assert "root:" not in answer.text
    assert "aaaaaaaaaaaaaaaaaaaa" not in answer.text
    assert len(answer.content) < 20_000
    if answer.status_code == 200:
        assert path in {"/check/validate", "/check/acknowledge", "/check/anonymise"}
    elif answer.status_code == 500:
        assert "ElhubSOAPFault" in answer.text
