"""The same run in another process, with other hashes, gives the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.support.paths import ROOT

RUN = """
import hashlib
import edielkit
from tests.support import hub_fixtures as m
from edielkit.hub.core.journal import dump
from tests.support.hub_updates import Speaker

hub, say = m.hub(), Speaker()
for message in (
    say.start("101", m.day(5)),
    say.start("102", m.day(0), target=m.EMPTY, user=m.BERIT),
    say.update("302", m.day(1), data=m.master_data()),
    say.access("Add"),
    say.start("104", m.day(-1)),
):
    hub.receive(message, now=m.MORNING)
hub.call("move_portfolio", now=m.MORNING, old=m.OLD, new=m.THIRD, day=m.day(9).isoformat())
hub.advance(m.at(m.day(6)))
while (result := hub.poll(m.GRID, now=m.at(m.day(6)))) is not None:
    hub.acknowledge_poll(result, now=m.at(m.day(6)))
sent = b"".join(edielkit.serialize(each.message) for each in hub.sent)
print(len(hub.sent), hashlib.sha256(sent + dump(hub.journal).encode()).hexdigest())
"""


def test_hashes_do_not_matter():
    """Two processes with different hash seeds agree on every byte."""
    results = set()
    for seed in ("1", "2"):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src"))),
        }
        done = subprocess.run(
            [sys.executable, "-c", RUN], capture_output=True, text=True, env=environment, check=True
        )
        results.add(done.stdout)

    assert 1 == len(results)
    assert 10 < int(results.pop().split()[0])
