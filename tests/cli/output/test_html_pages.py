"""Pages of show, explain and exchange: what the commands write, and how a browser shows it."""

from __future__ import annotations

import shutil
import subprocess
import zlib

import pytest
from lxml import html
from tests.support.accessible import faults_of
from tests.support.axe import violations
from tests.support.paths import FIXTURES

CHROMIUM = shutil.which("chromium")
EXCHANGE = FIXTURES / "exchange"
COMMANDS = {
    "show": ["show", FIXTURES / "emif" / "metering" / "CollectedData.xml", FIXTURES / "edifact" / "mscons-no-spring-23-hours.edi"],
    "show people": ["show", FIXTURES / "emif" / "market" / "RequestStartOfSupply.xml"],
    "check": ["exchange", "check", EXCHANGE / "both-sides.xml", "--points", EXCHANGE / "both-sides.points.csv"],
    "balance": ["exchange", "balance", EXCHANGE / "net.xml", "--points", EXCHANGE / "net.points.csv"],
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_whole_page_in_each_language(edielkit, name, language):
    """One file for everybody: nothing is loaded, nothing runs; the status is that of the text."""
    ran = edielkit(*COMMANDS[name], "--format", "html", "--lang", language)

    assert edielkit(*COMMANDS[name]).status == ran.status
    assert [] == faults_of(ran.text)
    assert not html.fromstring(ran.text).xpath(
        "//script | //link | //img | //iframe | //*[@src or starts-with(@href, 'http')]"
    )
    assert "default-src 'none'" in ran.text


def test_people_are_masked(edielkit):
    """As in the text: names and birth numbers of an end user, but on request."""
    masked, whole = (
        edielkit(*COMMANDS["show people"], "--format", "html", *more).text for more in ((), ("--personal",))
    )

    assert "Testesen" not in masked
    assert "Testesen" in whole


def test_an_answer_beside_its_original(edielkit, tmp_path):
    """Written by acknowledge, explained beside the message that it is about."""
    sent = FIXTURES / "broken" / "edifact-unt-count.edi"
    edielkit("acknowledge", sent, "-o", tmp_path / "answers")
    (answer,) = (tmp_path / "answers").iterdir()
    ran = edielkit("explain", answer, "--original", sent, "--format", "html", "--lang", "nb")
    page = html.fromstring(ran.text)

    assert 0 == ran.status
    assert [] == faults_of(ran.text)
    assert "EDI027 forventet 23 segmenter, fant antallet 99" in page.text_content()
    assert page.find(".//section[@class='sides']//pre") is not None


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
@pytest.mark.parametrize(
    ("name", "width"),
    [
        pytest.param("show", 390),
        pytest.param("balance", 1100, marks=pytest.mark.slow),
        pytest.param("check", 390, marks=pytest.mark.slow),
    ],
)
def test_a_browser_shows_it(edielkit, tmp_path, name, width):
    """A headless Chromium draws the page, on a phone and on a desk: a picture of many colours."""
    page, picture = tmp_path / "page.html", tmp_path / "page.png"
    page.write_bytes(edielkit(*COMMANDS[name], "--format", "html", "--lang", "nb").out)
    size = f"--window-size={width},1400"
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'profile'}",
        "--hide-scrollbars",
        size,
    ]
    subprocess.run(
        [CHROMIUM, *options, f"--screenshot={picture}", page.as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )
    data = picture.read_bytes()

    assert b"\x89PNG" == data[:4]
    assert (width, 1400) == (int.from_bytes(data[16:20]), int.from_bytes(data[20:24]))
    assert 8 < len(set(zlib.decompress(b"".join(chunks(data)))))


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
def test_a_checker_of_accessibility_finds_nothing(edielkit, tmp_path):
    """Axe-core on every page that a command writes, in both languages."""
    sent = FIXTURES / "broken" / "edifact-unt-count.edi"
    edielkit("acknowledge", sent, "-o", tmp_path / "answers")
    commands = {
        **COMMANDS,
        "validate": ["validate", "--now", "message", FIXTURES / "broken", FIXTURES / "emif" / "metering"],
        "explain": ["explain", *(tmp_path / "answers").iterdir(), "--original", sent],
    }
    pages = {}
    for name, command in commands.items():
        for language in ("en", "nb"):
            page = tmp_path / f"{name} {language}.html"
            page.write_bytes(edielkit(*command, "--format", "html", "--lang", language).out)
            pages[page.stem] = page.as_uri()

    assert [] == violations(pages, CHROMIUM)


def chunks(data):
    """Yield the parts of a PNG that hold its points."""
    place = 8
    while place < len(data):
        size = int.from_bytes(data[place : place + 4])
        if data[place + 4 : place + 8] == b"IDAT":
            yield data[place + 8 : place + 8 + size]
        place += size + 12
