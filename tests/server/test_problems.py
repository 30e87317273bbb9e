"""What no door answers: JSON for programs, a page for browsers, what would be right, and the methods that are taken."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from tests.support.messages_of_parties import poll_for_data
from tests.support.soap_calls import envelope

from edielkit.server import ServerSettings, create_app
from edielkit.server.checking.door import create_checking_app
from edielkit.server.clocks import FROZEN

SOAP = "/WebService/services/PollMarketProcesses"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "nb"}


@pytest.mark.parametrize(
    ("method", "path", "status", "words", "allow"),
    [
        ("GET", "/_hub/mesages", 404, "did you mean /_hub/messages", None),
        ("GET", "/w/ci/_hub/mesages", 404, "did you mean /w/ci/_hub/messages", None),
        ("GET", "/nowhere-at-all", 404, "begin at /", None),
        ("GET", "/_hub/", 404, "did you mean /_hub/openapi.json, ", None),
        ("GET", "/jobs", 404, "did you mean /jobs/v0/", None),
        ("GET", "/WebService/services/Querry?wsdl", 404, "expected one of MarketProcesses", None),
        ("GET", f"{SOAP}?wsdl=junk", 404, "expected ?wsdl, ?wsdl=plain or ?wsdl=signed", None),
        ("GET", f"{SOAP}?xsd=services/Quer.xsd", 404, "services/Query.xsd", None),
        ("GET", SOAP, 405, "expected POST with a call", "POST"),
        ("DELETE", SOAP, 405, "expected GET, HEAD or POST", "GET, HEAD, POST"),
        ("PATCH", "/_hub/faults", 405, "expected DELETE, GET, HEAD or POST", "DELETE, GET, HEAD, POST"),
        ("GET", "/token", 405, "expected POST", "POST"),
        ("PUT", "/w/ci/clock", 405, "expected POST", "POST"),
        ("POST", "/jobs/v0/ping", 405, "expected GET or HEAD", "GET, HEAD"),
        ("GET", "/check/validate", 405, "expected POST", "POST"),
        ("BREW", "/", 405, "expected GET or HEAD", "GET, HEAD"),
    ],
)
def test_what_no_door_answers(client, method, path, status, words, allow):
    """RFC 9457; of a method that is not taken, those that are, over all routes of the path."""
    answer = client.request(method, path)

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert words in answer.json()["detail"]
    assert (answer.json()["status"], answer.headers.get("allow")) == (status, allow)


def test_a_browser_is_shown_a_page_in_its_language(client):
    """And nothing of the address in it."""
    page = client.get("/_hub/mesages<script>", headers=BROWSER)

    assert (page.status_code, page.headers["content-language"]) == (404, "nb")
    assert "mente du /_hub/messages" in page.text
    assert "script" not in page.text


def test_the_checking_service_alone_says_it_too():
    """It is an application of its own."""
    with TestClient(create_checking_app()) as service:
        assert "did you mean /validate" in service.get("/validat").json()["detail"]
        assert service.get("/validate").headers["allow"] == "POST"


def test_one_workspace_too_many_is_told_the_bound():
    """At every door: JSON, a page, and an envelope for clients of SOAP."""
    with TestClient(create_app(ServerSettings(clock=FROZEN, max_workspaces=1))) as test_client:
        assert test_client.get("/w/a/_hub/health").status_code == 200
        control, data = (
            test_client.get("/w/b/_hub/health"),
            test_client.get("/w/b/jobs/v0/ping", headers={"Accept": "*/*"}),
        )
        page = test_client.get("/w/b/", headers=BROWSER)
        content = envelope("PollMarketProcesses", "PollForData", poll_for_data())
        call = test_client.post(
            f"/w/b{SOAP}", content=content, headers={"Content-Type": "text/xml; charset=utf-8"}
        )

    assert [answer.status_code for answer in (control, data, page, call)] == [409, 409, 409, 500]
    assert all("1 workspaces" in answer.text for answer in (control, data, call))
    assert "arbeidsområder" in page.text
    assert "ElhubSOAPFault" in call.text
