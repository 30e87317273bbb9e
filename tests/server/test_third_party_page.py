"""Access by a third party's URL (BRS-NO-624): the page of approval, and that it leads to the registered address alone."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.testclient import TestClient

from edielkit.server import ServerSettings, create_app
from edielkit.server.clocks import FROZEN
from edielkit.server.own_market import own_market

NOW = dt.datetime(2026, 2, 2, 7, tzinfo=dt.UTC)
PATH, THIRD, SHOP, PLANT = (
    "/third-party-access/authorize",
    "7080009995043",
    "707057599800003039",
    "707057599800003053",
)
ASKED = {"client_id": THIRD, "request_id": "0b4d2c1e-9f57-4c1e-8a0e-1d2c3b4a5f60", "scope": "Limited"}


@pytest.fixture
def pages():
    """A server whose clock stands still, and a browser that follows nothing by itself."""
    app = create_app(ServerSettings(scenario=own_market(NOW), clock=FROZEN))
    with TestClient(app, follow_redirects=False) as client:
        yield client


def accesses(pages):
    """Return the points that the third party has access to."""
    hub = pages.app.state.workspaces.get("").hub
    return {
        point.identification for point in hub.points() for a in point.timeline.accesses if a.party == THIRD
    }


def test_an_end_user_chooses_points_and_is_led_back(pages):
    """The page names who asks and the end user's own points; the call back has what the page of BRS-NO-624 names."""
    first = pages.get(PATH, params=ASKED)
    second = pages.get(PATH, params={**ASKED, "customer": "firm"})
    answer = pages.post(PATH, data={**ASKED, "customer": "firm", "point": [SHOP], "answer": "allow"})
    back = urlsplit(answer.headers["location"])
    query = parse_qsl(back.query)

    assert "third party" in first.text
    assert SHOP not in first.text
    assert SHOP in second.text
    assert "707057599800003015" not in second.text
    assert "https://third-party.example" in second.headers["content-security-policy"]
    assert (answer.status_code, back.netloc, back.path) == (303, "third-party.example", "/back")
    assert dict(query)["contracts"] == SHOP
    assert dict(query)["receiverGln"] == THIRD
    assert dict(query)["request_id"] == ASKED["request_id"]
    assert dict(query)["start"]
    assert accesses(pages) == {SHOP}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"customer": "firm", "point": SHOP, "answer": "refuse"}, "EH088"),
        ({"customer": "firm", "point": SHOP}, "EH088"),
    ],
)
def test_who_refuses_gives_nothing(pages, fields, code):
    """EH088: the end user must approve."""
    answer = pages.post(PATH, data={**ASKED, **fields})

    assert dict(parse_qsl(urlsplit(answer.headers["location"]).query))["error"] == code
    assert accesses(pages) == set()


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "7080009995012"},
        {"client_id": ""},
        {"scope": "All"},
        {"request_id": ""},
        {"request_id": "1"},
        {"customer": "nobody"},
        {"customer": "anna", "point": SHOP},
        {"customer": "firm", "point": [SHOP, "1"]},
        {"end": "2026-01-01"},
        {"end": "never"},
    ],
)
def test_what_is_not_right_leads_nowhere(pages, changes):
    """No redirect, no access, and no address that came with the request is on the page."""
    fields = {
        **ASKED,
        "customer": "firm",
        "point": SHOP,
        "answer": "allow",
        "redirect": "https://evil.example",
    }
    answer = pages.post(PATH, data={**fields, **changes})

    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert "evil.example" not in answer.text
    assert accesses(pages) == set()


def test_no_page_of_another_site_answers(pages):
    """As at the clock and the control door."""
    fields = {**ASKED, "customer": "firm", "point": SHOP, "answer": "allow"}
    answer = pages.post(PATH, data=fields, headers={"origin": "https://evil.example"})

    assert answer.status_code == 403
    assert accesses(pages) == set()


def test_what_an_address_says_is_escaped(pages):
    """The number of the question is the third party's own text."""
    answer = pages.get(PATH, params={**ASKED, "request_id": '"><script>alert(1)</script>'})

    assert "<script>" not in answer.text


def test_access_to_points_to_come_and_an_end(pages):
    """EI-1120."""
    fields = {**ASKED, "customer": "firm", "point": [SHOP, PLANT], "answer": "allow", "future": "yes"}
    answer = pages.post(PATH, data={**fields, "end": "2026-06-01"})

    assert ("end", "2026-06-01") in parse_qsl(urlsplit(answer.headers["location"]).query)
    assert accesses(pages) == {SHOP, PLANT}
