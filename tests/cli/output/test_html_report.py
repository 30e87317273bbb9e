"""`validate --format html`: one file with findings, the answer and the values, as a browser shows it."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from lxml import html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
OFFLINE = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture
def page(edielkit, fixtures):
    """Give a function that validates fixtures and returns the page."""

    def validated(*names, language="en"):
        paths = [fixtures / name for name in names]
        return edielkit("validate", *paths, "--now", "message", "--format", "html", "--lang", language)

    return validated


def test_page_has_findings_answer_and_values(page):
    """What the text output says, and the exit status that it has."""
    ran = page("broken/emif-boolean-as-number.xml", "emif/metering/CollectedData-spring-23-hours.xml")
    document = html.fromstring(ran.out)
    text = document.text_content()

    assert 1 == ran.status
    assert "expected true or false, found '1'" in text
    assert "<abie:RequestPositiveAcknowledgement>1</abie:RequestPositiveAcknowledgement>" in text
    assert "Fault" in text
    assert len(document.xpath("//main//*[local-name()='svg']//*[local-name()='rect']")) == 23


def test_what_cannot_be_opened_has_a_card(page):
    """A file that is no message stands beside the others."""
    ran = page("broken/emif-gzip-cut-off.xml.gz", "broken/emif-not-a-message.xml", language="nb")

    assert "ikke lesbar" in ran.text
    assert 1 == ran.status


def test_no_person_is_on_the_page(page):
    """The customer's name and birth number of the fixtures stand nowhere."""
    fixtures = ["emif/market/RequestStartOfSupply.xml", "emif/masterdata/NotifyCustomerInformation.xml"]
    text = page(*fixtures).text

    assert not [word for word in ("Nordmann", "Kari", "Ola ") if word in text]


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1280])
def test_browser_shows_it(page, tmp_path, width):
    """At the width of a phone and of a desk nothing is wider than the screen, and the picture is no empty one."""
    file = tmp_path / "report.html"
    file.write_bytes(
        page("broken/emif-boolean-as-number.xml", "emif/metering/CollectedData.xml", language="nb").out
    )
    screenshot = tmp_path / "report.png"
    subprocess.run(
        [
            CHROMIUM,
            *OFFLINE,
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--window-size={width},1200",
            f"--screenshot={screenshot}",
            file.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )

    assert screenshot.stat().st_size > 10_000
