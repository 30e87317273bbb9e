"""The page of the source documents says what is so: every scenario that it links is played, and nothing is left without a reason."""

from __future__ import annotations

import pytest
from docs.generators.source_documents import STATES, page, scenario_files, statements, target
from tests.support.paths import ROOT

from edielkit.cli.input.scenario_files import scenario_documents
from edielkit.scenarios import play

STATEMENTS = statements()
LINKED = {title for statement in STATEMENTS for title in statement.scenarios}
SCRIPTS = {
    script.content["scenario"]: script for script in scenario_documents((str(ROOT / "fixtures" / "hub"),))
}
# The numbers that the slides of May 2024 name, typed from them.
NUMBERS = [
    "252",
    "270",
    "302",
    "630",
    "704",
    "721",
    "867",
    "949",
    "995",
    "1015",
    "1120",
    "1138",
    "1145",
    "1216",
    "1250",
    "1274",
    "1316",
    "1351",
    "1352",
    "1360",
    "1363",
    "1367",
    "1377",
    "1378",
    "1381",
    "1386",
    "1388",
]


@pytest.mark.parametrize("title", sorted(LINKED))
def test_every_linked_scenario_goes_as_it_is_written(title):
    """What a line calls shown is shown."""
    assert title in SCRIPTS, "no scenario of this title"
    playback = play(SCRIPTS[title].scenario(), validate=False)

    assert playback.ok, f"\n{playback}"


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement.statement[:60])
def test_a_statement_works_or_says_why_not(statement):
    """What works is shown by a scenario, what does not has its reason; what else is linked is there."""
    assert statement.state in STATES
    assert statement.scenarios or statement.state == "open"
    # what the facts do not allow is called by its name
    assert statement.state == "works" or any(
        words in statement.reason for words in ("NOT FOUND", "no part of a hub")
    )
    assert not statement.see or target(statement.see)


def test_every_number_of_the_slides_has_a_line():
    """No case that the user forum names is left out."""
    assert {f"EI-{number}" for number in NUMBERS} == {
        statement.number for statement in STATEMENTS if statement.number
    }


def test_a_statement_stands_once():
    """Two lines never say the same of one document."""
    said = [(statement.document, statement.about, statement.statement) for statement in STATEMENTS]

    assert len(set(said)) == len(said)


def test_the_page_links_what_it_says():
    """Each line is on the page, with the file of its scenario."""
    text, files = page(), scenario_files()

    for statement in STATEMENTS:
        assert all(f"[{title}](../../fixtures/hub/{files[title]})" in text for title in statement.scenarios)
        assert statement.statement.replace("|", "\\|") in text
