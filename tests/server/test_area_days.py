"""A grid area's day: a tester advances the clock on the page and sees the settlement of the day, there and at the control door."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from starlette.testclient import TestClient
from tests.support.metering import collected, days, series

from edielkit import serialize
from edielkit.server import ServerSettings, create_app
from edielkit.server.clocks import FROZEN
from edielkit.server.own_market import own_market

START = dt.datetime(2026, 2, 3, 7, tzinfo=dt.UTC)
GRID, DAY = "7080009995036", dt.date(2026, 2, 3)
HOUSE, PLANT = "707057599800003015", "707057599800003053"
USED = (HOUSE, "707057599800003022", "707057599800003039")


@pytest.fixture(scope="module")
def client():
    """The day of an area of which one point sends nothing; the next morning has come by the form of the page."""
    with TestClient(create_app(ServerSettings(scenario=own_market(START), clock=FROZEN))) as test_client:
        _turn(test_client, "tomorrow 06:00")
        morning = START.replace(hour=5) + dt.timedelta(days=1)
        for point, direction, first in (*((used, "Out", 1000) for used in USED), (PLANT, "In", 4000)):
            sent = series(
                days(DAY), point=point, minutes=15, direction=direction, registered=morning, first=first
            )
            receipt = test_client.app.state.workspaces.get("").receive(
                serialize(collected(sent, sender=GRID, now=morning))
            )
            assert receipt.passed, receipt.words
        assert "first version is made when the clock passes 2026-02-04 07:00" in _page(test_client)
        _turn(test_client, "today 07:00")
        yield test_client


def _turn(client: TestClient, to: str) -> None:
    assert client.post("/clock", data={"to": to}, follow_redirects=False).status_code == 303


def _page(client: TestClient, language: str = "en", day: dt.date = DAY) -> str:
    return client.get(f"/areas/valley/{day}", headers={"accept-language": language}).text


def test_the_day_is_settled_at_the_control_door(client):
    """State, checks, missing values, sums that add up, deadlines, and the loss by hour, in the names of the market."""
    day = client.get(f"/_hub/areas/valley/{DAY}").json()
    (version,) = day["versions"]
    losses = [row["calculatedLossQuantityKwh"] for row in day["losses"]]

    assert (day["area"], day["version"], day["state"], day["hours"]) == ("valley", "D+1", "done", 24)
    assert version["missing"] == [{"point": "empty flat", "direction": "Out", "values": 96}]
    assert [check["rule"] for check in version["checks"]] == ["values missing"]
    sums = {name: int(text.replace(".", "")) for name, text in version["sums"].items()}
    assert sums["production"] == sums["interval"] + sums["loss"] > 0
    assert {group["supplier"] for group in version["suppliers"]} >= {"supplier", "other supplier"}
    assert sum(int(text.replace(".", "")) for text in losses) == sums["loss"]
    assert [row["state"] for row in day["deadlines"]] == ["in time", "open", "open", "open"]
    assert client.get(f"/_hub/areas/50YHUBSERVE-0015/{DAY}").json() == day


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "Settlement",
                "<strong>done</strong>",
                "grid loss",
                "empty flat",
                "96 values",
                "values missing (warning)",
            ),
        ),
        ("nb", ("Avregning", "nettap", "empty flat", "96 verdier", "Frister", "åpen")),
    ],
)
def test_the_day_is_settled_on_its_page(client, language, words):
    """The same, in the language of who looks; the market's page says where yesterday stands."""
    page = _page(client, language)
    loss = client.get(f"/_hub/areas/valley/{DAY}").json()["versions"][0]["sums"]["loss"]

    assert all(word in page for word in (*words, loss)), page
    assert language == "en" or not re.search(r"\b(?:Settlement|grid loss|missing|values|open)\b", page)
    assert f"/areas/valley/{DAY}" in client.get("/").text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("vally/2026-02-03", 404, "did you mean valley?"),
        ("x/2026-02-03", 404, "there are valley"),
        ("valley/yesterday", 400, "such as 2026-02-02"),
        ("valley/9999-12-31", 400, "such as 2026-02-02"),
        ("valley/0001-01-01", 400, "such as 2026-02-02"),
    ],
)
def test_an_area_or_day_that_is_none(client, path, status, words):
    """What would be right is said."""
    answer = client.get(f"/_hub/areas/{path}")

    assert (answer.status_code, words in answer.json()["error"]) == (status, True)


def test_a_day_that_nobody_expects_values_of_is_never_due(client):
    """Days before the market began."""
    assert client.get("/_hub/areas/valley/2025-01-01").json()["due"] is None
    assert "expects no values of this day" in _page(client, day=dt.date(2025, 1, 1))
