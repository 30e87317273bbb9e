"""The open data sets: what everybody may read by price area, grid area and municipality, and what is withheld."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
import yaml
from starlette.testclient import TestClient

from edielkit.emif.messages import MPAddress
from edielkit.hub.core.state_tables import POINTS
from edielkit.hub.settlement.open_data import capacity_rows
from edielkit.server import ServerSettings, create_app
from edielkit.server.clocks import FROZEN

STORIES = {
    story["scenario"]: story
    for story in yaml.load_all(
        (Path(__file__).parents[2] / "fixtures/hub/open-data.yml").read_text("utf-8"), yaml.BaseLoader
    )
}
PATH = "/energy-data/v0"
ADDRESS = MPAddress(postcode="9999", city_name="NOWHERE", country_code="NO", municipality_code="9999")
OPEN, CAPACITY, AT_A_GLANCE = (
    "Consumption by group is open to everybody where it is of enough metering points",
    "The capacity of production is published by price area, type and group",
    "Consumption, production and exchange of two areas at a glance",
)


def ask(title, path, status=200, **query):
    """Answer a request at the end of a story."""
    settings = ServerSettings(scenario=STORIES[title], clock=FROZEN)
    with TestClient(create_app(settings)) as client:
        answer = client.get(f"{PATH}/{path}", params=query)
    assert answer.status_code == status, answer.text
    return answer


def test_consumption_of_a_grid_area_by_group():
    """Groups of enough points in an area of enough consumers; amounts are exact numbers, times are Norwegian."""
    answer = ask(OPEN, "grid-areas", dataset="CONSUMPTION_PER_GROUP_MGA_HOUR", startDate="2026-02-02")
    (area,) = answer.json()["data"]
    rows = area["attributes"]["consumptionPerGroupMgaHour"]

    assert area["type"] == "grid-areas"
    assert [row["startTime"] for row in rows][::23] == [
        "2026-02-02T00:00:00+01:00",
        "2026-02-02T23:00:00+01:00",
    ]
    assert {row["consumptionGroup"] for row in rows} == {"household"}
    assert '"quantityKwh": 2.000' in answer.text
    assert answer.json()["links"]["self"].endswith("startDate=2026-02-02")


def test_a_grid_area_of_fewer_consumers_is_withheld_and_its_price_area_is_not():
    """User forum 2024: 5,000 consumption points below the price area; the story has a limit of its own, this is the default."""
    story = {**STORIES[OPEN], "config": {"open data fewest points": "2"}}
    settings = ServerSettings(scenario=story, clock=FROZEN)
    query = {"startDate": "2026-02-02"}
    with TestClient(create_app(settings)) as client:
        grid = client.get(f"{PATH}/grid-areas", params={"dataset": "CONSUMPTION_PER_GROUP_MGA_HOUR", **query})
        price = client.get(
            f"{PATH}/price-areas", params={"dataset": "CONSUMPTION_PER_GROUP_MBA_HOUR", **query}
        )

    assert grid.status_code == 404
    assert price.status_code == 200


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"startDate": "2026-02-02"}, 48),
        ({}, 48),
        ({"startDate": "2026-02-02", "consumptionGroup": "secondary"}, 24),
        ({"startDate": "2026-02-02T10:00:00+01:00", "endDate": "2026-02-02T12:00:00+01:00"}, 6),
        ({"startDate": "2026-02-02T10:00:00+01:00", "endDate": "2026-02-02T10:01:00+01:00"}, 2),
    ],
)
def test_windows_hold_both_ends(query, count):
    """As the sample of a public client, which asks for a minute and gets the hour that begins in it."""
    answer = ask(OPEN, "price-areas/NO1", dataset="CONSUMPTION_PER_GROUP_MBA_HOUR", **query)

    assert len(answer.json()["data"][0]["attributes"]["consumptionPerGroupMbaHour"]) == count


def test_loss_and_exchange_of_a_price_area():
    """The settlement of the day, by the hour."""
    loss = ask(AT_A_GLANCE, "price-areas", dataset="LOSS_PER_MBA_HOUR", startDate="2026-02-02")
    exchange = ask(AT_A_GLANCE, "price-areas", dataset="EXCHANGE_PER_MBA_HOUR", startDate="2026-02-02")
    lost = loss.json()["data"][0]["attributes"]["lossPerMbaHour"]

    assert {row["calculatedLossQuantityKwh"] for row in lost} == {16}
    assert set(exchange.json()["data"][0]["attributes"]["exchangePerMbaHour"][0]) == {
        "priceArea",
        "startTime",
        "endTime",
        "exchangeInQuantityKwh",
        "exchangeOutQuantityKwh",
    }


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("grid-areas", {"dataset": "CONSUMPTION_PER_GROUP_MBA_HOUR"}, 400),
        ("municipalities", {}, 400),
        ("municipalities", {"dataset": "CONSUMPTION_PER_GROUP_MUNICIPALITY_HOUR"}, 400),
        ("price-areas/NO1", {}, 400),
        ("price-areas", {"dataset": "LOSS_PER_MBA_HOUR", "consumptionGroup": "cabin"}, 400),
        (
            "price-areas",
            {"dataset": "LOSS_PER_MBA_HOUR", "startDate": "2026-01-01", "endDate": "2026-02-02"},
            400,
        ),
        (
            "price-areas",
            {"dataset": "LOSS_PER_MBA_HOUR", "startDate": "2026-02-02", "endDate": "2026-02-01"},
            400,
        ),
        ("price-areas", {"dataset": "LOSS_PER_MBA_HOUR", "startDate": "tomorrow"}, 400),
        ("price-areas", {"dataset": "LOSS_PER_MBA_HOUR", "startDate": "8999-12-31"}, 400),
        ("price-areas", {"dataset": "LOSS_PER_MBA_HOUR", "endDate": "2200-12-31T23:30:00Z"}, 400),
        ("price-areas", {"dataset": "CONSUMPTION_PER_GROUP_MBA_HOUR", "consumptionGroup": "solar"}, 400),
        ("price-areas/NO9", {"dataset": "CONSUMPTION_PER_GROUP_MBA_HOUR"}, 404),
        ("production-groups", {"dataset": "X"}, 400),
    ],
)
def test_refusals(path, query, status):
    """What there is not, and windows that are too long or of days that nobody means."""
    ask(OPEN, path, status, **query)


def test_what_there_is():
    """Price areas of the market, and the groups of production."""
    assert [area["id"] for area in ask(OPEN, "price-areas").json()["data"]] == ["NO1"]
    assert "hydro" in {group["id"] for group in ask(OPEN, "production-groups").json()["data"]}


@pytest.mark.parametrize(("limit", "rows"), [(2, 1), (3, 0)])
def test_capacity_of_a_municipality_from_so_many_consumers_on(limit, rows):
    """That a municipality is under the rule of the grid area is inferred; a point that says no municipality counts in none."""
    story = STORIES[CAPACITY]
    story = {**story, "config": {"open data fewest points": "1", "open data area points": str(limit)}}
    with TestClient(create_app(ServerSettings(scenario=story, clock=FROZEN))) as client:
        hub = client.app.state.workspaces.get("").hub
        day = client.app.state.workspaces.get("").today()

        def placed(transaction):
            for point in transaction.records(POINTS):
                if point.area == next(iter(transaction.structure.areas)):
                    versions = tuple(
                        attrs.evolve(
                            version,
                            data=attrs.evolve(version.data, address=ADDRESS),
                        )
                        for version in point.versions
                    )
                    transaction.put(POINTS, point.identification, attrs.evolve(point, versions=versions))
            return capacity_rows(transaction, day, day, municipalities=True)

        result = hub.bound(placed)()

    assert result["dataset"] == "INSTALLED_CAPACITY_PER_METERING_POINT_TYPE_GROUP_MUNICIPALITY_DAILY"
    assert [row["municipalityId"] for row in result["rows"]] == ["9999"] * rows
    assert len(result["withheld"]) == 1 - rows
