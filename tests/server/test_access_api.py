"""The Access API: a supplier asks for a consent, the customer gives it, a start of supply may name it; nobody reads another's."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from starlette.testclient import TestClient
from tests.support.token_clients import bearer

from edielkit.server import ServerSettings, create_app
from edielkit.server.clocks import FROZEN
from edielkit.server.data.access_api import MEDIA, PATH
from edielkit.server.own_market import own_market

NOW = dt.datetime(2026, 2, 2, 7, tzinfo=dt.UTC)
SUPPLIER, OTHER, GRID = "7080009995012", "7080009995029", "7080009995036"
FIRM, SHOP = "999999018", "707057599800003039"


@pytest.fixture
def api():
    """A server whose clock stands still."""
    with TestClient(create_app(ServerSettings(scenario=own_market(NOW), clock=FROZEN))) as client:
        yield client


def form(**changes):
    """Return a request for the shop's customer, by the supplier that has it not."""
    meta = {
        "requestedBy": {"idType": "GlobalLocationNumber", "idValue": OTHER},
        "requestedFrom": {"idType": "OrganizationNumber", "idValue": FIRM},
        "requestedTo": {"idType": "OrganizationNumber", "idValue": FIRM},
        "requestedFromName": "The firm",
        "requestedForMeteringPointId": SHOP,
        "requestedForMeteringPointAddress": "Road 1",
        "balanceSupplierName": "Other",
        "balanceSupplierContractName": "Spot",
    }
    kind = changes.pop("kind", "ChangeOfBalanceSupplierForPerson")
    meta = {name: value for name, value in {**meta, **changes}.items() if value is not None}
    return {"data": {"type": "AuthorizationRequest", "attributes": {"requestType": kind}, "meta": meta}}


def heads(api, name="other supplier", gln=OTHER, scope="", **others):
    """Return the heads of a party's call."""
    token = bearer(api.app.state.workspaces.get(""), name, scope)
    return {
        "authorization": f"Bearer {token}",
        "sendergln": gln,
        "content-type": MEDIA,
        "accept": MEDIA,
        **others,
    }


def post(api, content, **who):
    """Ask for a consent."""
    return api.post(f"{PATH}/authorization-requests", json=content, headers=heads(api, **who))


def get(api, path, **who):
    """Read as a supplier."""
    return api.get(f"{PATH}/{path}", headers=heads(api, **who))


def test_a_request_becomes_a_grant(api):
    """Request flow: Pending, Accepted when the customer gives it, and a grant for a point and a kind of process."""
    asked = post(api, form())
    name = asked.json()["data"]["id"]
    before = get(api, "authorization-grants").json()["data"]
    api.post("/_hub/call/grant_consent", json={"identification": name})
    after = get(api, f"authorization-requests/{name}").json()["data"]
    grant = get(api, f"authorization-grants/{name}").json()["data"]
    (scope,) = get(api, f"authorization-grants/{name}/scopes").json()["data"]

    assert asked.status_code == 201
    assert asked.headers["content-type"] == MEDIA
    assert asked.json()["data"]["attributes"]["status"] == "Pending"
    assert before == []
    assert after["attributes"]["status"] == "Accepted"
    assert grant["attributes"]["status"] == "Active"
    assert scope["attributes"]["authorizedResourceId"] == SHOP
    assert scope["attributes"]["permissionType"] == "ChangeOfBalanceSupplierForPerson"


def test_nobody_reads_the_requests_of_another(api):
    """Neither in the list nor by the identification; the customer's number is in no answer."""
    asked = post(api, form())
    name = asked.json()["data"]["id"]

    assert FIRM not in asked.text
    for path in (f"authorization-requests/{name}", f"authorization-grants/{name}"):
        assert get(api, path, name="supplier", gln=SUPPLIER).status_code == 404
    assert get(api, "authorization-requests", name="supplier", gln=SUPPLIER).json()["data"] == []
    # who only reads need not say which party it is
    assert [d["id"] for d in get(api, "authorization-requests", gln="").json()["data"]] == [name]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"requestedFromName": None}, "missing_requested_from_name"),
        ({"requestedForMeteringPointId": None}, "missing_metering_point_id"),
        ({"requestedForMeteringPointId": "1"}, "invalid_metering_point_id"),
        ({"requestedForMeteringPointId": "707057599800009994"}, "metering_point_not_found"),
        ({"balanceSupplierContractName": " "}, "missing_balance_supplier_contract_name"),
        ({"requestedBy": None}, "missing_requested_by"),
        ({"redirectURI": "http://a.example"}, "invalid_redirect_uri"),
        (
            {"requestedTo": {"idType": "OrganizationNumber", "idValue": "1"}},
            "requested_to_requested_from_mismatch",
        ),
        ({"kind": "MoveInAndChangeOfBalanceSupplierForPerson"}, "requested_from_is_metering_point_end_user"),
        ({"requestedForMeteringPointId": "707057599800003015"}, "requested_from_not_metering_point_end_user"),
    ],
)
def test_codes_of_refusals(api, changes, code):
    """The published codes; the body of a refusal has status, code, title and detail."""
    answer = post(api, form(**changes))
    (error,) = answer.json()["errors"]

    assert (answer.status_code, error["code"]) == (422, code)
    assert set(error) == {"status", "code", "title", "detail"}


@pytest.mark.parametrize(
    ("content", "others", "status"),
    [
        ({}, {}, 400),
        ({"data": {"attributes": {"requestType": 5}, "meta": {}}}, {}, 400),
        (form(requestedBy="7080009995029"), {}, 400),
        (form(requestedFromName=5), {}, 400),
        (form(requestedTo={"idType": {}, "idValue": "1"}), {}, 400),
        (form(requestedFromName="\ud800", kind="\ud800", requestedForMeteringPointId="\ud800"), {}, 400),
        (form(requestedForMeteringPointId="\ud800"), {}, 400),
        (form(moveInDate="\ud800"), {}, 400),
        (form(kind="Other"), {}, 422),
        (form(), {"content-type": "application/json"}, 415),
        (form(), {"accept": "text/html"}, 406),
        (form(), {"sendergln": SUPPLIER}, 403),
        (form(), {"sendergln": ""}, 403),
        (form(), {"authorization": ""}, 401),
        (form(requestedBy={"idType": "GlobalLocationNumber", "idValue": SUPPLIER}), {}, 403),
        (form(balanceSupplierName="x" * 70_000), {}, 413),
    ],
)
def test_requests_that_are_none(api, content, others, status):
    """Each says what would be right, nothing has begun, and the next one is taken in."""
    body = json.dumps(content)
    answer = api.post(f"{PATH}/authorization-requests", content=body, headers=heads(api, **others))

    assert answer.status_code == status
    assert get(api, "authorization-requests").json()["data"] == []
    assert post(api, form()).status_code == 201


def test_a_party_without_the_scope_may_not_ask(api):
    """A grid company, and a supplier whose token is for its own points alone."""
    assert get(api, "authorization-requests", name="grid company", gln=GRID).status_code == 403
    assert get(api, "authorization-requests", scope="elhub:enduser").status_code == 403


def test_lists_come_in_pages_and_by_status(api):
    """page[number] from 0, page[size] of 100 at most, filter[status]."""
    names = [post(api, form()).json()["data"]["id"] for _ in range(3)]
    api.post("/_hub/call/grant_consent", json={"identification": names[1]})
    pages = [
        get(api, f"authorization-requests?page[size]=2&page[number]={number}").json()["data"]
        for number in (0, 1)
    ]
    pending = get(api, "authorization-requests?filter[status]=Pending").json()

    assert sorted(document["id"] for page in pages for document in page) == sorted(names)
    assert [len(page) for page in pages] == [2, 1]
    assert pending["meta"]["totalItems"] == 2
    for query in ("page[size]=101", "page[number]=-1", "sort=id", "filter[status]=Lost"):
        assert get(api, f"authorization-requests?{query}").status_code == 400
