"""The pages of a hub with values, a refused message and a turned clock: all that links lead to, in both languages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from starlette.testclient import TestClient
from tests.support.door_recorder import same_numbers
from tests.support.hub_fixtures import gsrn
from tests.support.hub_recorder import HubRecorder
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_digests import digest
from tests.support.metering import collected, days, series

import edielkit
from edielkit.server import ServerSettings, create_app
from edielkit.server.clocks import FROZEN
from edielkit.server.own_market import own_market

START = dt.datetime(2026, 2, 3, 7, tzinfo=dt.UTC)
GRID, STRANGER, SHOP = "7080009995036", "7080009995012", "707057599800003039"
# pages that another process makes, or that are many alike
_NOT_WALKED = ("/check", "/messages/", "/areas/valley/20")
MOST = 60


def send_values(client: TestClient) -> None:
    """Send a day of values of a known and an unknown point, and have a stranger's refused."""
    workspace = client.app.state.workspaces.get("")  # type: ignore[attr-defined]
    morning = START + dt.timedelta(days=1)
    workspace.advance(morning)
    for point, sender in ((SHOP, GRID), (SHOP, STRANGER), (gsrn(77), GRID)):
        values = series(days(START.date()), point=point, minutes=15, registered=morning)
        workspace.receive(edielkit.serialize(collected(values, sender=sender, now=morning)))


def page(client: TestClient, path: str, language: str) -> tuple[str, list[str]]:
    """Return a page as a line, and where its links lead."""
    answer = client.get(path, headers={"accept-language": language})
    body = answer.text.replace(edielkit.__version__, "VERSION")
    links = re.findall(r'(?:href|action)="(/[^"#]*)', body)
    heads = answer.headers["content-type"], answer.headers.get("content-language", "")
    line = f"{answer.status_code} {len(body)} {digest(body)} {heads}"
    return line, links


def answers() -> Iterator[Answer]:
    """Yield each page that links lead to from the first, and some that nothing leads to."""
    HubRecorder("pages")
    with (
        same_numbers(),
        TestClient(create_app(ServerSettings(scenario=own_market(START), clock=FROZEN))) as client,
    ):
        send_values(client)
        paths = [
            "/",
            "/messages",
            "/areas/valley/2026-02-03",
            "/points/nobody",
            "/parties/nobody",
            "/nothing",
        ]
        paths += [
            f"/points/{gsrn(77)}",
            "/areas/valley/2026-02-30",
            "/areas/nowhere/2026-02-03",
            "/processes/x",
        ]
        seen = set(paths)
        number = 0
        while number < min(len(paths), MOST):
            path = paths[number]
            number += 1
            lines = []
            for language in ("en", "nb"):
                line, links = page(client, path, language)
                lines.append(line)
                for link in links:
                    if link not in seen and not link.startswith(_NOT_WALKED):
                        seen.add(link)
                        paths.append(link)
            yield Answer(path, lines)


def test_pages_say_what_is_kept():
    """Status, length and text of every page."""
    assert_kept(__file__, answers())
