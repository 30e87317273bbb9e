"""The jobs door: a supplier's own mass extractions, their files whole, in parts and resumed, and nobody else's."""

from __future__ import annotations

import csv
import gzip
import io

import pytest
import yaml
from starlette.testclient import TestClient
from tests.support.token_clients import bearer

from edielkit.server import ServerSettings, create_app
from edielkit.server.clocks import FROZEN

PATH = "/jobs/v0"
STORY = """
scenario: A portfolio moves
market: two areas
start: 2026-01-31 09:00
points:
  mill: {since: 2026-01-30}
parties:
  old supplier: {organisation number: "999999018"}
  new supplier: {organisation number: "999999026"}
steps:
  - at: 2026-02-02 06:00
    send: CollectedData
    process: 313
    from: north grid
    role: DDE
    payloads:
      - {point: mill, first: 2026-01-29, last: 2026-02-02, resolution: quarter, values: "800 to 980 at 17:00"}
      - {point: house, first: 2026-01-31, last: 2026-02-02, resolution: quarter, values: "0.125 to 0.75 at 19:00"}
    expect: {sent: any}
  - call: move_portfolio
    from: the hub's staff
    with: {old: old supplier, new: new supplier, day: tomorrow}
    expect: {sent: any}
  - wait: 2026-02-03 07:00
    expect: {sent: any}
"""


class Door:
    """The door as a supplier."""

    def __init__(self, client):
        self.client = client
        self.workspace = client.app.state.workspaces.get("")
        parties = self.workspace.names.parties
        self.old, self.new = parties["old supplier"], parties["new supplier"]

    def get(self, path, name="new supplier", gln=None, scope="", **heads):
        gln = self.workspace.names.parties[name].gln if gln is None else gln
        token = bearer(self.workspace, name, scope)
        return self.client.get(
            path if path.startswith("http") else f"{PATH}/{path}",
            headers={
                "authorization": f"Bearer {token}",
                "x-elhub-gln": gln,
                "accept-encoding": "gzip",
                **heads,
            },
        )


@pytest.fixture(scope="module", params=["gzip"])
def door(request):
    """A hub in which a portfolio has moved, and whose files are ordered."""
    settings = ServerSettings(scenario=yaml.load(STORY, yaml.BaseLoader), clock=FROZEN)
    with TestClient(create_app(settings)) as client:
        opened = Door(client)
        opened.workspace.call(
            "order_extraction",
            old_supplier=opened.old.gln,
            old_organisation=opened.old.organisation_number,
            new_supplier=opened.new.gln,
            new_organisation=opened.new.organisation_number,
            change_date="2026-02-03",
            compression=request.param,
        )
        yield opened


def test_a_ping_proves_token_and_gln(door):
    """User forum 2024: a ping to verify with."""
    assert door.get("ping").json() == {"party": door.new.gln, "sender": door.new.gln}


def test_a_job_lists_its_files_and_a_file_is_whole(door):
    """A month each; the bytes are those that the hub gives in Python."""
    (job,) = door.get("jobs").json()["jobs"]
    alone = door.get(f"jobs/{job['identification']}").json()
    rows = 0
    for file in job["files"]:
        answer = door.get(file["address"])
        assert answer.headers["content-type"] == "application/gzip"
        assert "content-encoding" not in answer.headers
        assert int(answer.headers["content-length"]) == len(answer.content)
        listed = list(csv.DictReader(io.StringIO(gzip.decompress(answer.content).decode())))
        assert len(listed) == file["values"]
        rows += len(listed)

    assert alone == job
    assert [file["month"] for file in job["files"]] == ["2026-01-01", "2026-02-01"]
    assert rows == 480


def test_a_download_goes_on_where_it_ended(door):
    """Parts of any size make the file; If-Range of another file gives the whole again."""
    (job,) = door.get("jobs").json()["jobs"]
    address = job["files"][0]["address"]
    whole = door.get(address)
    first = door.get(address, range="bytes=0-999")
    tag = first.headers["etag"]
    others = door.get(address, range="bytes=1000-", **{"if-range": tag})
    last = door.get(address, range="bytes=-10")

    assert (first.status_code, others.status_code, last.status_code) == (206, 206, 206)
    assert first.headers["content-range"] == f"bytes 0-999/{len(whole.content)}"
    assert first.content + others.content == whole.content
    assert last.content == whole.content[-10:]
    assert door.get(address, range="bytes=1000-", **{"if-range": '"another"'}).content == whole.content


@pytest.mark.parametrize("text", ["bytes=5-2", "bytes=-", "items=0-5", "bytes=0-5,7-9", "bytes=a-b"])
def test_what_is_no_range_is_the_whole(door, text):
    """RFC 9110: a range that is none is passed over."""
    (job,) = door.get("jobs").json()["jobs"]

    assert door.get(job["files"][0]["address"], range=text).status_code == 200


def test_a_range_behind_the_end_is_refused(door):
    """With what would be right."""
    (job,) = door.get("jobs").json()["jobs"]

    assert door.get(job["files"][0]["address"], range="bytes=99999999-").status_code == 416


@pytest.mark.parametrize("who", ["old supplier", "north grid"])
def test_nobody_else_sees_a_job_or_a_file(door, who):
    """The old supplier neither; a party that is no supplier may not ask at all."""
    (job,) = door.get("jobs").json()["jobs"]
    if who == "north grid" and not door.workspace.names.parties[who].organisation_number:
        token = bearer(door.workspace, "old supplier")
        heads = {"authorization": f"Bearer {token}", "x-elhub-gln": door.workspace.names.parties[who].gln}
        assert door.client.get(f"{PATH}/jobs", headers=heads).status_code == 403
        return

    assert door.get("jobs", who).json() == {"jobs": []}
    assert door.get(f"jobs/{job['identification']}", who).status_code == 404
    assert door.get(job["files"][0]["address"], who).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/etc/passwd",
        "....//etc/passwd",
        "%00",
        "C:%5Cwindows%5Cwin.ini",
        "~root",
        "x" * 5000,
    ],
)
def test_paths_lead_to_no_other_file(door, name):
    """A file is found by its name in the job, and no path is ever made of it."""
    (job,) = door.get("jobs").json()["jobs"]
    base = job["files"][0]["address"].rpartition("/")[0]

    assert door.get(f"{base}/{name}").status_code == 404


def test_who_may_not_ask(door):
    """No token, another's GLN, a scope that does not allow it."""
    assert door.client.get(f"{PATH}/jobs").status_code == 401
    assert door.get("jobs", gln=door.old.gln).status_code == 403
    assert door.get("jobs", gln="").status_code == 403
    assert door.get("jobs", scope="elhub:enduser").status_code == 403
    assert door.get("jobs?page=2").status_code == 400
