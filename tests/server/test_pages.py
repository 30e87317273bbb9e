"""The pages of a hub: what stands on them, without a script, and what they refuse."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from starlette.testclient import TestClient
from tests.support.hub_fixtures import gsrn
from tests.support.metering import collected, days, series

from edielkit import serialize
from edielkit.server import ServerSettings, create_app
from edielkit.server.clocks import FROZEN
from edielkit.server.own_market import own_market

START = dt.datetime(2026, 2, 3, 7, tzinfo=dt.UTC)
GRID, SHOP = "7080009995036", "707057599800003039"
DAY = dt.date(2026, 2, 3)
UNKNOWN = gsrn(77)


# The checking service has pages of its own, areas have one for every day, and the unknown point is unknown.
_NOT_WALKED = ("/check", "/areas/valley/", f"/points/{UNKNOWN}")


class _Links(HTMLParser):
    """Collects the addresses of a page, and which tags stand open at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name == "href"]


@pytest.fixture(scope="module")
def hub() -> Iterator[TestClient]:
    """A hub that took a day of values, refused a message of a stranger, and had its clock turned by the page."""
    app = create_app(ServerSettings(scenario=own_market(START), clock=FROZEN))
    with TestClient(app) as client:
        workspace = app.state.workspaces.get("")
        morning = START + dt.timedelta(days=1)
        workspace.advance(morning)
        for sender in (GRID, "7080009995012"):
            message = collected(
                series(days(DAY), point=SHOP, minutes=15, registered=morning), sender=sender, now=morning
            )
            workspace.receive(serialize(message))
        unknown = series(days(DAY), point=UNKNOWN, minutes=15, registered=morning)
        workspace.receive(serialize(collected(unknown, sender=GRID, now=morning)))
        # the process of the checker is started here, once
        client.get("/messages/1")
        yield client


def test_every_page_that_is_linked_is_there(hub):
    """A walk over all links from the market; no page has a script, all are whole."""
    seen: set[str] = set()
    waiting = ["/"]
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(_NOT_WALKED):
            continue
        seen.add(address)
        page = hub.get(address)
        links = _Links()
        links.feed(page.text)
        assert page.status_code == 200, address
        assert "script" not in links.tags
        assert "default-src 'none'" in page.headers["content-security-policy"]
        waiting += [link for link in links.addresses if not urlsplit(link).netloc]
    assert {"/", "/messages", "/points/shop", "/parties/grid%20company", "/messages/1", "/messages/2"} <= seen


def test_a_point_shows_who_has_it(hub):
    """Timeline of supply, users and status; names of the market, no birth numbers."""
    page = hub.get("/points/shop").text

    for words in (SHOP, "supplier", "firm", "end user", "E22"):
        assert words in page
    assert "01819010001" not in hub.get("/points/house").text


def test_a_refused_message_stands_beside_its_reason(hub):
    """The one that the supplier sent for the grid company: refused at the door, with the reason in words."""
    number = _number(hub.get("/messages?way=in").text, "refused Security")
    page = hub.get(f"/messages/{number}").text

    assert "the juridical sender does not hold role" in page
    assert "CollectedData" in page


def test_a_message_stands_beside_what_its_answer_means(hub):
    """The one about a point that there is not: taken in, and answered with a reason code, which is explained."""
    messages = hub.get("/_hub/messages?way=in").json()["messages"]
    number = next(line["number"] for line in messages if UNKNOWN in line["points"])
    page = hub.get(f"/messages/{number}").text

    assert "What the answer means" in page
    assert "rejected Acknowledgement" in page
    assert "taken in, and rejected in the queue E10" in page
    assert (
        "tatt imot, og avvist i køen E10"
        in hub.get(f"/messages/{number}?lang=nb", headers={"accept-language": "nb"}).text
    )


def test_the_rule_of_an_answer_is_the_one_that_the_hub_found_broken():
    """An hour for a point of quarters: CHN002 by the hub's own word, and no other rule that has the code E14."""
    with TestClient(create_app(ServerSettings(scenario=own_market(START), clock=FROZEN))) as client:
        workspace = client.app.state.workspaces.get("")
        hours = series(days(DAY), point=SHOP, minutes=60, registered=START)
        workspace.advance(START + dt.timedelta(days=1))
        workspace.receive(serialize(collected(hours, sender=GRID, now=START + dt.timedelta(days=1))))
        number = workspace.messages.count
        page, norwegian = (
            client.get(f"/messages/{number}", headers={"accept-language": language}).text
            for language in ("en", "nb")
        )

    assert "the hub finds CHN002: expected the reading resolution PT15M" in page
    assert "may be given" not in page
    assert "SER126" not in page
    assert "huben finner CHN002" in norwegian


def _number(page: str, result: str) -> str:
    """Return the number of the first message of a list with that result."""
    row = next(row for row in page.split("<tr>") if result in row)
    return re.search(r"/messages/([0-9]+)", row)[1]


def test_a_queue_shows_what_waits(hub):
    """The values of the shop wait for its supplier."""
    page = hub.get("/parties/supplier").text

    assert "NotifyValidatedDataForBillingEnergy" in page
    assert "PollMeteringValues" in page


def test_an_area_has_its_day_as_a_picture(hub):
    """SVG within the page, and the suspects below."""
    page = hub.get(f"/areas/valley/{DAY}")

    assert page.status_code == 200
    assert "<svg" in page.text
    assert "24 hours" in page.text
    assert "25 hours" in hub.get("/areas/valley/2026-10-25").text


def test_a_point_shows_its_values_by_day(hub):
    """The day that came, with its sum and how many values it has."""
    page = hub.get("/points/shop").text

    assert re.search(r"<td>2026-02-03</td><td>Out</td><td>[0-9.]+</td><td>96</td>", page)


EXCHANGE = """
scenario: One channel of a border comes
market: two areas
start: 2026-10-26 05:00
config: {values since: "2026-10-25"}
steps:
  - send: CollectedData
    process: 313
    from: north grid
    payloads:
      - {point: border, day: yesterday, resolution: quarter, direction: Out, values: "37"}
    expect: {sent: any}
  - {wait: "today 07:00", expect: {sent: any}}
"""


def test_an_exchange_point_shows_both_channels_and_what_is_wrong():
    """In is missing, which the check of 07:00 says; on the day of 25 hours the hour that comes twice has its offset."""
    settings = ServerSettings(scenario=yaml.load(EXCHANGE, yaml.BaseLoader), clock=FROZEN)
    with TestClient(create_app(settings)) as client:
        market, page = client.get("/").text, client.get("/exchange/border/2026-10-25")
        other = client.get("/exchange/house/2026-10-25")

    assert "/exchange/border/2026-10-25" in market
    assert "EXC001" in page.text
    assert page.text.count("<td></td><td>148.000</td>") == 25
    assert {"02:00+02:00", "02:00+01:00"} <= set(re.findall(r"<td>(02:00[^<]*)</td>", page.text))
    assert other.status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/exchange/border/2026-02-03",
        "/exchange/shop/2026-02-03",
        "/exchange/shop/never",
        "/exchange/shop/9999-12-31",
        "/points/nowhere",
        "/parties/nobody",
        "/processes/none",
        "/messages/99999",
        "/areas/valley/tomorrow",
        "/areas/nowhere/2026-02-03",
        "/areas/valley/9999-12-31",
        "/areas/valley/0001-01-01",
        "/points/%3Cscript%3E",
    ],
)
def test_what_is_not_there(hub, path):
    """A page that says so, and repeats nothing of the address."""
    page = hub.get(path)

    assert page.status_code == 404
    assert "<script" not in page.text


def test_a_workspace_has_pages_of_its_own(hub):
    """All links of them stay within."""
    links = _Links()
    links.feed(hub.get("/w/ci-7/").text)

    assert hub.get("/w/ci-7/points/shop").status_code == 200
    assert all(address.startswith("/w/ci-7/") for address in links.addresses)
    assert hub.get("/w/ci-7/messages/1").status_code == 404


def _turned(client: TestClient, to: str, **heads: str) -> Any:
    return client.post("/w/clock/clock", data={"to": to}, headers=heads, follow_redirects=False)


def test_the_clock_is_turned_by_a_form(hub):
    """Then the page of what was sent; a page of another site may not, nor may time go back."""
    before = hub.get("/w/clock/_hub/clock").json()["now"]
    refused = _turned(hub, "tomorrow 07:00", origin="https://attacker.example")
    turned = _turned(hub, "tomorrow 07:00", origin="http://testserver")
    after = hub.get("/w/clock/_hub/clock").json()["now"]

    assert refused.status_code == 403
    assert (turned.status_code, turned.headers["location"]) == (303, "/w/clock/messages?way=out")
    assert (before, after) == ("2026-02-03T07:00:00+00:00", "2026-02-04T06:00:00+00:00")
    for text in ("today 06:00", "2099-01-01T00:00:00Z", "", "x" * 10_000):
        assert _turned(hub, text).status_code in {400, 422}


def test_what_a_message_says_is_escaped(hub):
    """A name with markup in a message shows as text."""
    hostile = b"<?xml version='1.0'?><a>&lt;script>alert(1)&lt;/script></a>"
    hub.post(
        "/w/hostile/WebService/services/MarketProcesses",
        content=hostile,
        headers={"content-type": "text/xml; charset=utf-8", "soapaction": '"x<script>"'},
    )
    for path in ("/w/hostile/messages", "/w/hostile/messages/1"):
        assert "<script" not in hub.get(path).text


def test_what_no_door_has_is_refused_and_not_left_out(hub):
    """Of pages and of the doors beside them: parameters, names, numbers and days, with what would be right."""
    for path, status, words in (
        ("/messages?limit=abc", 400, "whole number from 1 on"),
        ("/messages?party=nobody", 400, "no party"),
        ("/?x=1", 400, "no parameter"),
        ("/areas/valley/2026-13-40", 404, "2026-13-40&#39;, which is no day of the calendar"),
        ("/_hub/messages?limit=-1", 400, "from 1 on, found '-1'"),
        ("/_hub/openapi.json?x=1", 400, "expected no parameters"),
        ("/messages/abc", 404, "/messages/NUMBER"),
        ("/energy-data/v0/price-areas?startDate=2026-02-02&startDate=2026-02-03", 400, "expected it once"),
        ("/_hub/calls", 200, '"channels":"list of objects"'),
    ):
        answer = hub.get(path)
        assert (answer.status_code, words in answer.text) == (status, True), (path, answer.text)
