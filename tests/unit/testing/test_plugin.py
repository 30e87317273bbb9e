"""The pytest plugin: its fixtures, and the page that shows how to use them."""

from __future__ import annotations

import re
import subprocess
import sys

import attrs
import pytest
from tests.support.paths import ROOT

from edielkit.scenarios import small_market
from edielkit.testing import MarketHub

PAGE = ROOT / "docs" / "how-to" / "test-with-the-hub.md"
BLOCKS = dict(re.findall(r"```python\n# (\S+\.py)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL))


EXCHANGE = ROOT / "docs" / "how-to" / "test-exchange-points.md"
VALUES = dict(re.findall(r"```python\n# (\S+\.py)\n(.*?)```", EXCHANGE.read_text("utf-8"), re.DOTALL))


SUPPLIER = ROOT / "docs" / "how-to" / "test-how-you-get-values.md"
CUSTOMERS = dict(re.findall(r"```python\n# (\S+\.py)\n(.*?)```", SUPPLIER.read_text("utf-8"), re.DOTALL))


def run(folder, files):
    """Run pytest with the plugin over *files* in *folder*, as somebody who has installed edielkit does."""
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:edielkit", "-p", "edielkit.testing.plugin"]
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", "-W", "error", str(folder)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_page_is_a_test_that_passes(tmp_path):
    """What stands on the page runs as it stands there."""
    ran = run(tmp_path, BLOCKS)

    assert 0 == ran.returncode, ran.stdout
    assert "2 passed" in ran.stdout


def test_the_test_on_the_page_has_about_twenty_lines():
    """Twenty lines are promised."""
    body = re.search(r"def test_a_customer.*?(?=\n\n\n|\Z)", BLOCKS["test_my_system.py"], re.DOTALL)[0]

    assert len([line for line in body.splitlines() if line.strip()]) <= 20


def test_the_page_about_exchange_points_is_a_test_that_passes(tmp_path):
    """What stands on the page runs as it stands there, and fails for a system that forgets nothing."""
    ran = run(tmp_path, VALUES)
    assert 0 == ran.returncode, ran.stdout
    assert "1 passed" in ran.stdout

    whole = VALUES["test_my_values.py"].replace('{"In": [5] * 24}', '{"In": [5] * 24, "Out": [0] * 24}')
    ran = run(tmp_path, {**VALUES, "test_my_values.py": whole})
    assert 1 == ran.returncode
    assert "EXC001" in ran.stdout


def test_the_page_about_a_supplier_is_a_test_that_passes(tmp_path):
    """What stands on the page runs as it stands there; an access that changes changes its words."""
    ran = run(tmp_path, {**CUSTOMERS, "my_system.py": BLOCKS["my_system.py"]})
    assert 0 == ran.returncode, ran.stdout
    assert "1 passed" in ran.stdout

    body = re.search(r"def test_values_follow.*", CUSTOMERS["test_my_customers.py"], re.DOTALL)[0]
    assert 20 >= len([line for line in body.splitlines() if line.strip()])

    no_rights = CUSTOMERS["test_my_customers.py"].replace('("E0H",)', '("E10",)')
    words = re.search(r"```text\n(E0H .*)\n", SUPPLIER.read_text("utf-8"))[1]
    assert words in run(tmp_path, {"test_my_customers.py": no_rights}).stdout


def test_the_market_on_the_page_is_one():
    """The block about a market of one's own runs as it stands there, and gives a hub."""
    (block,) = re.findall(r"```python\n(from edielkit.scenarios import small_market.*?)```", PAGE.read_text("utf-8"), re.DOTALL)  # fmt: skip
    exec(compile(block, str(PAGE), "exec"), namespace := {})

    assert "valley" in namespace["hub"].names.areas


def test_the_test_of_a_missing_channel_has_fifteen_lines():
    """Fifteen lines are promised, the import among them."""
    lines = [line for line in VALUES["test_my_values.py"].splitlines() if line.strip()]

    assert 15 >= len(lines)


def test_a_day_that_is_not_checked_yet_is_no_day_without_findings():
    """Before 07:00 nobody knows."""
    hub = MarketHub.expecting_values()

    with pytest.raises(LookupError, match="has not been checked"):
        hub.exchange_findings(hub.day(0))


def test_the_page_about_the_server_is_a_test_that_passes(tmp_path):
    """The fixture serves a hub that a client of another make can reach."""
    page = (ROOT / "docs" / "how-to" / "hub-as-a-server.md").read_text("utf-8")
    ran = run(tmp_path, dict(re.findall(r"```python\n# (\S+\.py)\n(.*?)```", page, re.DOTALL)))

    assert 0 == ran.returncode, ran.stdout
    assert "1 passed" in ran.stdout


def test_a_bad_message_fails_with_all_its_faults(tmp_path):
    """The fixture elhub_valid lists every error."""
    test = "def test_it(elhub_valid):\n    elhub_valid(b'<a/>')\n"
    ran = run(tmp_path, {"test_it.py": test})

    assert 1 == ran.returncode
    assert "the message would be refused" in ran.stdout


def test_a_good_message_passes(tmp_path):
    """And says nothing of one that is right."""
    path = ROOT / "fixtures" / "emif" / "market" / "RequestStartOfSupply.xml"
    test = f"from pathlib import Path\n\ndef test_it(elhub_valid):\n    elhub_valid(Path({str(path)!r}).read_bytes())\n"

    assert 0 == run(tmp_path, {"test_it.py": test}).returncode


def test_the_plugin_is_light():
    """Loading it imports neither the hub nor what reads XML."""
    heavy = "[m for m in ('lxml', 'numpy', 'edielkit.hub', 'edielkit.emif') if m in sys.modules]"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys, edielkit.testing.plugin; print({heavy})"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "[]" == done.stdout.strip()


def test_a_hub_keeps_norwegian_time():
    """A day is a day of the calendar, also over the change of the clock."""
    hub = MarketHub()
    hub.wait(days=60)

    assert (
        "2026-04-03T09:00:00+02:00"
        == hub.now.astimezone(__import__("zoneinfo").ZoneInfo("Europe/Oslo")).isoformat()
    )
    assert hub.day(60).isoformat() == "2026-04-03"


@pytest.mark.parametrize("name", ["old supplier", "new supplier"])
def test_a_hub_knows_names(name):
    """Nothing waits in a new market."""
    hub = MarketHub()

    assert (None, [], []) == (hub.poll(name), hub.sent_to(name), hub.troubles())
    assert ("old supplier", None) == (
        hub.supplier("house", hub.day(0)),
        hub.supplier("empty flat", hub.day(0)),
    )
    assert "7080003824349" == hub.own_gln


def test_a_point_that_is_not_registered_yet_has_no_supplier():
    """It has a name and a number before it is there."""
    names = small_market()
    hub = MarketHub(attrs.evolve(names, points={**names.points, "cabin": "707057500000000008"}))

    assert None is hub.hub.point(hub.gsrn("cabin"))
    assert None is hub.supplier("cabin", hub.day(0))
