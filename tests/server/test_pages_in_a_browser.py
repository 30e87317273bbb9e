"""The pages in headless Chromium: screenshots, the width of a telephone, and the keyboard."""

from __future__ import annotations

import datetime as dt
import html
import re
import shutil
import struct
import subprocess
import zlib
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import yaml
from starlette.testclient import TestClient
from tests.support.axe import violations

from edielkit.server import ServerSettings
from edielkit.server.clocks import FROZEN
from edielkit.server.running import in_thread

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
DAY = dt.date(2026, 2, 2)
# The story of two areas with an exchange point, whose values are there and settled.
STORY = next(
    story
    for story in yaml.load_all(
        (Path(__file__).parents[2] / "fixtures/hub/open-data.yml").read_text("utf-8"), yaml.BaseLoader
    )
    if story["scenario"].startswith("Consumption, production and exchange")
)
REFUSED = Path(__file__).parents[2] / "fixtures" / "broken" / "emif-decimal-comma.xml"
# A refused start of supply: a process page needs one that began, the point's page links to it.
SWITCH = {
    "send": "RequestStartOfSupply",
    "process": "101",
    "from": "new supplier",
    "point": "house",
    "customer": "anna",
    "day": "day 20",
    "expect": {"sent": "any"},
}
PAGES = {
    "market": "/",
    "party": "/parties/north%20grid",
    "point": "/points/house",
    "process": "",
    "area": f"/areas/north/{DAY}",
    "exchange": f"/exchange/border/{DAY}",
    "messages": "/messages",
    "message": "/messages/1",
    "refused": "",
    "approval": "",
}
ASKED = "client_id={}&request_id=0b4d2c1e-9f57-4c1e-8a0e-1d2c3b4a5f60&scope=Full&customer=anna"
PHONE = 390
# How wide the content of each frame is, and which of what can be used can be reached by the keyboard.
MEASURE = """
<script>
addEventListener("load", () => {
  const measured = [...document.querySelectorAll("iframe")].map(frame => {
    const inner = frame.contentDocument;
    const useful = [...inner.querySelectorAll("a[href], button, input:not([type=hidden]), select, pre, .wide")];
    const lost = useful.filter(part => { part.focus(); return inner.activeElement !== part; });
    const unnamed = [...inner.querySelectorAll("input:not([type=hidden]), select")].filter(part => !part.labels.length);
    return [frame.title, inner.documentElement.scrollWidth, useful.length, lost.length, unnamed.length].join(" ");
  });
  document.body.innerHTML = "<p id=measured>" + measured.join(";") + "</p>";
});
</script>
"""


@pytest.fixture(scope="module")
def hub():
    """A server at a port, and the addresses of its pages."""
    story = {
        **STORY,
        "steps": [*STORY["steps"], SWITCH],
        "parties": {"helper": {"roles": "AG", "return address": "https://helper.example/back"}},
    }
    with in_thread(ServerSettings(scenario=story, clock=FROZEN)) as running:
        workspace = running.workspaces.get("")
        process = workspace.hub.processes()[-1].identification
        helper = workspace.names.parties["helper"].gln
        # what is wrong with it is told with its place: a path of many names without a space
        workspace.receive(REFUSED.read_bytes())
        paths = {
            **PAGES,
            "process": f"/processes/{process}",
            "refused": f"/messages/{workspace.messages.count}",
        }
        paths["approval"] = f"/third-party-access/authorize?{ASKED.format(helper)}"
        yield running, paths


def browse(*arguments, folder):
    """Run Chromium without a window and return what it prints."""
    command = [
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        f"--user-data-dir={folder}/profile",
        *arguments,
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=180, check=True).stdout


def page_of(hub, name):
    """Return a page as the server gives it."""
    from edielkit.server import create_app

    running, paths = hub
    with TestClient(create_app(workspaces=running.workspaces)) as client:
        answer = client.get(paths[name])
    assert answer.status_code == 200, (name, answer.text)
    return answer.text


def test_pages_fit_a_telephone_and_the_keyboard_reaches_all(hub, tmp_path):
    """No page is wider than its window of 390 pixels, every link, button and field takes the focus, every field has a name."""
    frames = "".join(
        f'<iframe title="{name}" width="{PHONE}" height="800" srcdoc="{html.escape(page_of(hub, name))}"></iframe>'
        for name in hub[1]
    )
    file = tmp_path / "pages.html"
    file.write_text(f'<!doctype html><meta charset="utf-8"><body>{frames}{MEASURE}', "utf-8")
    text = browse("--dump-dom", "--virtual-time-budget=5000", file.as_uri(), folder=tmp_path)
    lines = [line.split() for line in re.search(r'id="measured">([^<]*)<', text)[1].split(";")]

    assert {line[0] for line in lines} == set(PAGES)
    for name, width, useful, lost, unnamed in lines:
        assert int(width) <= PHONE, name
        assert int(useful) > 3, name
        assert (lost, unnamed) == ("0", "0"), name


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1280, 900), (PHONE, 844)], ids=["desk", "telephone"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_drawn(hub, name, size, tmp_path):
    """A screenshot of the asked size that is no empty sheet."""
    running, paths = hub
    file = tmp_path / "page.png"
    browse(
        f"--screenshot={file}",
        f"--window-size={size[0]},{size[1]}",
        f"{running.address}{paths[name]}",
        folder=tmp_path,
    )
    data = file.read_bytes()
    pixels = zlib.decompress(b"".join(_chunks(data, b"IDAT")))

    assert struct.unpack(">II", data[16:24]) == size
    assert len(set(pixels)) > 20


def _chunks(data, kind):
    """Yield the contents of the chunks of a PNG."""
    place = 8
    while place < len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        if data[place + 4 : place + 8] == kind:
            yield data[place + 8 : place + 8 + length]
        place += 12 + length


@pytest.mark.slow
def test_a_checker_of_accessibility_finds_nothing(hub, tmp_path):
    """Axe-core on each page of the hub and of the checking service, light and dark: contrast, names, landmarks."""
    running, paths = hub
    pages = {name: f"{running.address}{path}" for name, path in {**paths, "check": "/check/"}.items()}
    message = (Path(__file__).parents[2] / "fixtures" / "pairs" / "no-march-hours.xml").read_bytes()
    head = {"accept": "text/html", "accept-language": "nb"}
    for verb, asked in (
        ("show", ""),
        ("convert", "?to=mscons&profile=no"),
        ("explain", ""),
        ("validate", ""),
    ):
        request = Request(
            f"{running.address}/check/{verb}{asked}", message, {**head, "content-type": "application/xml"}
        )
        file = tmp_path / f"{verb}.html"
        try:
            with urlopen(request, timeout=60) as answer:
                file.write_bytes(answer.read())
        except HTTPError as refused:
            file.write_bytes(refused.read())
        assert 'lang="nb"' in file.read_text("utf-8")
        pages[verb] = file.as_uri()

    faults = violations(pages, CHROMIUM, schemes=("light", "dark"))
    assert [] == faults, "\n".join(faults)
