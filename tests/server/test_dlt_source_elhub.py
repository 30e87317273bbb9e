"""The public client dlt-source-elhub, unchanged, against the token door and the data doors: the extra `clients` brings it."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from importlib.util import find_spec
from typing import Any
from urllib.request import urlopen

import pytest
from tests.support.metering import collected, days, series

from edielkit import serialize
from edielkit.server import ServerSettings
from edielkit.server.clocks import FROZEN
from edielkit.server.own_market import own_market
from edielkit.server.running import RunningServer, in_thread

pytestmark = pytest.mark.skipif(
    find_spec("dlt_source_elhub") is None or find_spec("duckdb") is None,
    reason="dlt-source-elhub and duckdb are not installed",
)

DAY, START = dt.date(2026, 2, 2), dt.datetime(2026, 2, 2, 7, tzinfo=dt.UTC)
GRID, SHOP = "7080009995036", "707057599800003039"
PROGRAM = """
import json, sys
import dlt
from dlt_source_elhub import elhub_source
from dlt_source_elhub.maskinporten import MaskinportenCredentials

base, folder, credentials = sys.argv[1], sys.argv[2], MaskinportenCredentials()
credentials.client_id, credentials.kid, credentials.private_key = sys.argv[3:]
credentials.maskinporten_url = base
store = dlt.destinations.duckdb(folder + "/store.duckdb")
pipeline = dlt.pipeline("client", destination=store, dataset_name="elhub", pipelines_dir=folder)
pipeline.run(elhub_source(credentials, base_url=base + "/energy-data/v0/"))
with pipeline.sql_client() as client:
    rows = client.execute_sql(
        "select count(*), round(sum(quantity_kwh), 3), max(insert_date_time) from metering_values_hour"
    )
print(json.dumps([str(cell) for cell in rows[0]]))
"""


def _send(hub: RunningServer, instant: dt.datetime, first: int) -> None:
    workspace = hub.workspaces.get("")
    workspace.advance(instant)
    values = series(days(DAY), point=SHOP, minutes=15, registered=instant, first=first)
    assert workspace.receive(serialize(collected(values, sender=GRID, now=instant))).accepted


def _run(hub: RunningServer, folder: Any) -> list[str]:
    clients = json.load(urlopen(f"{hub.address}/_hub/clients"))["clients"]
    client = next(client for client in clients if client["name"] == "firm")
    with urlopen(f"{hub.address}/_hub/clients/firm/key?pem") as answer:
        key, kid = answer.read().decode(), answer.headers["x-kid"]
    command = [sys.executable, "-c", PROGRAM, hub.address, str(folder), client["client_id"], kid, key]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return list(json.loads(done.stdout.splitlines()[-1]))


def test_token_discovery_values_and_a_second_run_by_its_cursor(tmp_path):
    """README of the client: discovery by the last 24 hours, all that is retained at first, then what came since."""
    with in_thread(ServerSettings(scenario=own_market(START), clock=FROZEN)) as hub:
        _send(hub, dt.datetime(2026, 2, 3, 1, 5, tzinfo=dt.UTC), 1000)
        first = _run(hub, tmp_path)
        _send(hub, dt.datetime(2026, 2, 3, 8, tzinfo=dt.UTC), 5000)
        second = _run(hub, tmp_path)

    assert first == ["96", "100.56", "2026-02-03T02:05:00+01:00"]
    assert second == ["96", "484.56", "2026-02-03T09:00:00+01:00"]
