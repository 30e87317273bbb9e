"""The energy-data doors: what who has a token sees of the metering points, and that nobody sees another's."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs
import jsonschema
import pytest
from starlette.testclient import TestClient
from tests.support.metering import collected, days, series, values
from tests.support.token_clients import bearer

import edielkit
from edielkit import serialize
from edielkit.market_time import OSLO
from edielkit.server import ServerSettings, create_app
from edielkit.server.clocks import FROZEN
from edielkit.server.data.energy_data import DATASET, PATH, routes
from edielkit.server.data.windows import WindowError, read_window
from edielkit.server.own_market import own_market
from edielkit.server.workspace import Workspace

DAY, NOW = dt.date(2026, 2, 2), dt.datetime(2026, 2, 3, 7, tzinfo=dt.UTC)
SUPPLIER, OTHER, GRID, THIRD = ("7080009995012", "7080009995029", "7080009995036", "7080009995043")
POINTS = {
    "house": "707057599800003015",
    "flat": "707057599800003022",
    "shop": "707057599800003039",
    "river plant": "707057599800003053",
}
# Who sees which points: the end user its own, a supplier those that it supplies; a third party needs a contract.
SEEN = {
    ("firm", ""): {"shop", "river plant"},
    ("supplier", SUPPLIER): {"flat", "shop", "river plant"},
    ("other supplier", OTHER): {"house"},
    ("third party", THIRD): set(),
    ("supplier", ""): set(),
}


@attrs.frozen
class Doors:
    """A server with a day of values, and tokens for its clients."""

    client: TestClient
    workspace: Workspace

    def token(self, name: str, scope: str = "") -> str:
        """Return a token of the client with all scopes that it has, or one."""
        return bearer(self.workspace, name, scope)

    def get(self, path: str, name: str = "firm", gln: str = "", scope: str = "", **query: str) -> Any:
        """Ask as a client."""
        heads = {"authorization": f"Bearer {self.token(name, scope)}"}
        return self.client.get(
            f"{PATH}/{path}", params=query, headers={**heads, **({"x-elhub-gln": gln} if gln else {})}
        )

    def send(self, instant: dt.datetime, *names: str, first: int = 1000) -> None:
        """Send a day of values of points at an instant."""
        self.workspace.advance(instant)
        listed = [
            series(
                days(DAY),
                point=POINTS[name],
                minutes=15,
                direction="In" if name == "river plant" else "Out",
                registered=instant,
                observations=values(days(DAY), 15, first=first),
            )
            for name in names
        ]
        message = collected(*listed, sender=GRID, now=instant)
        receipt = self.workspace.receive(serialize(message))
        assert receipt.fault is None


@pytest.fixture(scope="module")
def doors() -> Iterator[Doors]:
    """A hub that got a day of values at 01:05 UTC, and a correction of one point at 06:00."""
    app = create_app(ServerSettings(scenario=own_market(NOW - dt.timedelta(days=1)), clock=FROZEN))
    with TestClient(app) as client:
        doors = Doors(client, app.state.workspaces.get(""))
        doors.send(NOW.replace(hour=1, minute=5), *POINTS)
        doors.send(NOW.replace(hour=6), "shop", first=5000)
        doors.workspace.advance(NOW)
        yield doors


def rows_of(answer: Any) -> dict[str, list[dict[str, Any]]]:
    """Return the rows by point."""
    assert answer.status_code == 200, answer.text
    return {part["id"]: part["attributes"]["meteringValuesHour"] for part in answer.json()["data"]}


@pytest.mark.parametrize(("who", "names"), SEEN.items())
def test_nobody_sees_a_point_that_is_not_theirs(doors, who, names):
    """Discovery lists what is theirs; any other point is unknown, as is one that does not exist."""
    query = {"dataset": DATASET, "startDate": "2026-02-02"}
    answer = doors.get("metering-points", *who, **query)
    seen = set() if answer.status_code == 204 else set(rows_of(answer))

    assert seen == {POINTS[name] for name in names}
    for name, number in POINTS.items():
        alone = doors.get(f"metering-points/{number}", *who, dataset=DATASET)
        assert alone.status_code == (200 if name in names else 404)
        master_data = doors.get(f"metering-points/{number}", *who)
        assert master_data.status_code == alone.status_code
    unknown = doors.get("metering-points/707057599800000000", *who, dataset=DATASET)
    foreign = doors.get(f"metering-points/{POINTS['house']}", "firm", dataset=DATASET)
    assert unknown.content == foreign.content


def test_an_answer_is_read_as_a_file_of_values(doors):
    """By the reader of the same form: the point, its values, exact."""
    answer = doors.get(f"metering-points/{POINTS['shop']}", dataset=DATASET)
    rows = rows_of(answer)[POINTS["shop"]]
    series = tuple(edielkit.read_series(answer.content))

    assert {POINTS["shop"]} == {time_series.metering_point for time_series in series}
    assert len(rows) == sum(len(time_series.observations) for time_series in series) > 0
    exact = json.loads(answer.text, parse_float=Decimal)["data"][0]["attributes"]["meteringValuesHour"]
    assert sum(row["quantityKwh"] for row in exact) == sum(s.observations.total for s in series)


def test_rows_have_the_documented_fields(doors):
    """Names, times with the offset of Oslo, exact amounts; the newest delivery counts."""
    rows = rows_of(doors.get(f"metering-points/{POINTS['shop']}", dataset=DATASET))[POINTS["shop"]]
    exact = json.loads(
        doors.get(f"metering-points/{POINTS['shop']}", dataset=DATASET).text, parse_float=Decimal
    )["data"][0]["attributes"]["meteringValuesHour"]

    assert len(rows) == 96
    assert rows[1] == {
        "startTime": "2026-02-02T00:15:00+01:00",
        "endTime": "2026-02-02T00:30:00+01:00",
        "quantityKwh": 5.001,
        "resolution": "PT15M",
        "productCode": "8716867000030",
        "direction": "Out",
        "endUserId": "999999018",
        "insertDateTime": "2026-02-03T07:00:00+01:00",
    }
    assert [row["quantityKwh"] for row in exact[:3]] == [Decimal(5), Decimal("5.001"), Decimal("5.002")]


def test_production_has_its_direction(doors):
    """In is production."""
    rows = rows_of(doors.get(f"metering-points/{POINTS['river plant']}", dataset=DATASET))

    assert {row["direction"] for row in rows[POINTS["river plant"]]} == {"In"}


def test_a_supplier_sees_no_number_of_an_end_user(doors):
    """Birth numbers leave no data door."""
    answer = doors.get("metering-points", "supplier", SUPPLIER, dataset=DATASET, startDate="2026-02-02")

    assert {row["endUserId"] for rows in rows_of(answer).values() for row in rows} == {None}


def test_the_cursor_finds_what_came_since(doors):
    """InsertDateTime is inclusive: the second run of a pipeline gets the correction alone."""
    query = {"dataset": DATASET, "startDate": "2026-02-02"}
    second = doors.get("metering-points", insertDateTime="2026-02-03T07:00:00+01:00", **query)
    later = doors.get("metering-points", insertDateTime="2026-02-03T06:00:01Z", **query)

    assert set(rows_of(second)) == {POINTS["shop"]}
    assert (later.status_code, later.content) == (204, b"")


def test_windows(doors):
    """Half open on the start of a value; a day before or after there is nothing."""
    start, end = "2026-02-02T10:00:00+01:00", "2026-02-02T12:00:00+01:00"
    rows = rows_of(
        doors.get(f"metering-points/{POINTS['shop']}", dataset=DATASET, startDate=start, endDate=end)
    )

    assert [rows[POINTS["shop"]][place]["startTime"] for place in (0, -1)] == [
        start,
        "2026-02-02T11:45:00+01:00",
    ]
    assert doors.get("metering-points", dataset=DATASET, startDate="2026-02-01").status_code == 204
    assert doors.get("metering-points", dataset=DATASET, startDate="2020-01-01").status_code == 204


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("metering-points", {}, 400),
        ("metering-points", {"dataset": "X"}, 400),
        ("metering-points", {"dataset": "METERING_VALUES_DAY_RESTRICTED"}, 403),
        ("metering-points", {"dataset": DATASET, "startDate": "2026-02-01", "endDate": "2026-02-03"}, 400),
        ("metering-points", {"dataset": DATASET, "startDate": "yesterday"}, 400),
        ("metering-points", {"dataset": DATASET, "startDate": "2026-02-02T00:00:00"}, 400),
        ("metering-points", {"dataset": DATASET, "startDate": "2026-02-03", "endDate": "2026-02-02"}, 400),
        ("metering-points", {"dataset": DATASET, "startDate": "9999-12-31"}, 400),
        ("metering-points", {"dataset": DATASET, "startDate": "0001-01-01"}, 400),
        ("metering-points", {"dataset": DATASET, "page": "2"}, 400),
        ("metering-points/7070575998", {"dataset": DATASET}, 400),
        ("metering-points/..%2f..%2ftoken", {"dataset": DATASET}, 404),
        ("parties/0", {}, 404),
    ],
)
def test_refusals(doors, path, query, status):
    """Each says what would be right."""
    answer = doors.get(path, **query)

    assert answer.status_code == status
    # a token is asked for where none holds, and there only
    assert "www-authenticate" not in answer.headers
    if status in {400, 403}:
        assert answer.json()["errors"][0]["detail"].startswith(("expected", "dataset", "startDate"))


@pytest.mark.parametrize(
    ("name", "scope", "heads"),
    [
        ("third party", "elhub:thirdparty", {}),
        ("supplier", "elhub:enduser", {"x-elhub-gln": SUPPLIER}),
        ("supplier", "", {"x-elhub-gln": OTHER}),
        ("supplier", "", {"x-elhub-gln": "nobody"}),
        ("grid company", "", {"x-elhub-gln": GRID}),
        ("third party", "", {"x-elhub-gln": THIRD, "on-behalf-of": SUPPLIER}),
        ("supplier", "", {"on-behalf-of": SUPPLIER}),
    ],
)
def test_scopes_that_do_not_fit(doors, name, scope, heads):
    """A token for another scope, another organisation's GLN, an assignment that nobody gave: 403."""
    token = {"authorization": f"Bearer {doors.token(name, scope)}"}
    answer = doors.client.get(
        f"{PATH}/metering-points", params={"dataset": DATASET}, headers={**token, **heads}
    )

    assert answer.status_code == 403


def test_requests_without_what_clients_must_send(doors):
    """401 without a token, with one of another workspace; 403 without User-Agent or Accept."""
    path = f"{PATH}/metering-points"
    token = {"authorization": f"Bearer {doors.token('firm')}"}
    refused = doors.client.get(path, params={"dataset": DATASET})

    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Bearer")
    elsewhere = doors.client.get(f"/w/other{path}", headers=token)
    assert elsewhere.status_code == 401
    assert elsewhere.headers["www-authenticate"] == 'Bearer error="invalid_token"'
    assert doors.client.get(path, headers={**token, "user-agent": ""}).status_code == 403
    assert doors.client.get(path, headers={**token, "accept": ""}).status_code == 403


def test_master_data_of_a_point(doors):
    """As the mock of Elhub's flexibility system has it."""
    document = doors.get(f"metering-points/{POINTS['shop']}").json()["data"][0]

    assert document["attributes"] == {"status": "Active"}
    assert document["relationships"]["price-area"] == {"data": {"id": "NO1", "type": "price-areas"}}
    assert document["relationships"]["grid-owner"] == {"data": {"id": GRID, "type": "parties"}}


def test_parties_and_areas_are_open(doors):
    """No token; the fields that public clients read."""
    parties = doors.client.get(f"{PATH}/parties").json()["data"]
    grid = doors.client.get(f"{PATH}/parties/{GRID}").json()["data"]
    area = doors.client.get(f"{PATH}/grid-areas").json()["data"][0]

    assert {party["id"] for party in parties} == {SUPPLIER, OTHER, GRID, THIRD}
    assert grid[0]["attributes"]["partyTypes"] == ["GridOwner"]
    assert area["relationships"]["grid-owner"]["data"]["id"] == GRID
    assert doors.client.get(f"{PATH}/grid-areas/{area['id']}").json()["data"] == [area]


def test_openapi_describes_what_is_answered(doors):
    """Every path of it is there, and an answer has the fields that it asks for."""
    document = doors.client.get(f"{PATH}/openapi.json").json()
    paths = {re.sub(r"{.*}", "{id}", route.path.removeprefix(PATH)) for route in routes()}
    values = document["paths"]["/metering-points/{id}"]["get"]["responses"]["200"]
    answer = doors.get(f"metering-points/{POINTS['shop']}", dataset=DATASET).json()
    refusal = doors.client.get(f"{PATH}/metering-points").json()

    assert set(document["paths"]) == paths - {"/openapi.json"}
    jsonschema.validate(answer, values["content"]["application/json"]["schema"])
    jsonschema.validate(refusal, document["components"]["schemas"]["Refusal"])


def test_a_supplier_sees_its_own_days_only(doors):
    """A contract that ends takes the values after it along."""
    from edielkit.hub.core.market_records import Supply
    from edielkit.server.data.viewers import Viewer

    point = doors.workspace.hub.point(POINTS["flat"])
    until = dt.date(2026, 2, 10)
    supplies = (
        Supply(start=DAY, end=until, supplier=SUPPLIER),
        Supply(start=until, supplier=OTHER),
    )
    switched = attrs.evolve(point, timeline=attrs.evolve(point.timeline, supplies=supplies))
    end = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    first, second = (
        Viewer(scope="elhub:balancesupplier", gln=gln).own_times(switched, end)[0]
        for gln in (SUPPLIER, OTHER)
    )

    assert first.period.end == second.period.start == dt.datetime(2026, 2, 9, 23, tzinfo=dt.UTC)
    assert second.period.end == end


@pytest.mark.parametrize(
    ("query", "hours"),
    [
        ({"startDate": "2026-03-29"}, 23),
        ({"startDate": "2026-10-25"}, 25),
        ({"startDate": "2026-10-25", "endDate": "2026-10-26"}, 25),
        ({"startDate": "2026-03-29", "endDate": "2026-03-30"}, 23),
        ({}, 24),
    ],
)
def test_a_day_of_the_clock_change_is_a_day(query, hours):
    """At most one day: the 25 hours of 25 October are one, the 24 hours from there are no day and a bit."""
    window = read_window(query, dt.datetime(2026, 11, 1, 6, tzinfo=dt.UTC), one_point=False)

    assert window.period.duration == dt.timedelta(hours=hours)


def test_a_day_and_a_quarter_is_no_day():
    """The limit is exact on days of the clock change, too."""
    now = dt.datetime(2026, 11, 1, 6, tzinfo=dt.UTC)
    with pytest.raises(WindowError):
        read_window({"startDate": "2026-03-29", "endDate": "2026-03-30T00:15:00+02:00"}, now, one_point=False)


def test_retention():
    """Three years and 41 days before the hub's day, at midnight in Oslo."""
    now = dt.datetime(2028, 2, 29, 6, tzinfo=dt.UTC)
    window = read_window({}, now, one_point=True)

    assert window.period.start == dt.datetime(2025, 1, 18, tzinfo=OSLO)
    assert window.period.end == now
