"""Every scenario of fixtures/hub goes as it is written, and from its journal again; played twice it gives the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from docs.generators.scenarios import ACCEPTANCE
from tests.support.paths import ROOT

import edielkit
from edielkit.cli.input.scenario_files import scenario_documents
from edielkit.hub import Hub, Ids
from edielkit.hub.engine.handlers import HANDLERS
from edielkit.hub.processes.contract_processes import ROLLBACKS
from edielkit.scenarios import play

FOLDER = ROOT / "fixtures" / "hub"
SCRIPTS = {
    f"{Path(script.name).stem}: {script.content['scenario']}": script
    for script in scenario_documents((str(FOLDER),))
}
SCENARIOS = [script.scenario() for script in SCRIPTS.values()]
# by the portal, not by a message: refusal of 131, the hub's own 305, the URL of 624
PORTAL = {"131", "305", "624"}


def opening(scenario):
    """Return the hub that a scenario begins with, as a snapshot."""
    return Hub(scenario.names.market, config=scenario.config, ids=Ids(scenario.title)).snapshot()


def messages(hub):
    """Return all messages that a hub has sent."""
    return [outgoing.message for outgoing in hub.sent]


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_the_scenario_goes_as_it_is_written(script):
    """All steps go as expected; each message of the hub validates at level business; its journal gives the same hub."""
    scenario = script.scenario()
    playback = play(scenario)
    replayed = Hub.replay(opening(scenario), playback.hub.journal)

    assert playback.ok, f"\n{playback}"
    assert messages(playback.hub) == messages(replayed)
    assert playback.hub.snapshot() == replayed.snapshot()


@pytest.mark.slow
@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_the_same_run_gives_the_same_bytes(script):
    """Played twice, a scenario has the same events, the same bytes and the same hub at its end."""
    scenario = script.scenario()
    first, second = play(scenario, validate=False), play(scenario, validate=False)

    assert first.to_dict() == second.to_dict()
    assert list(map(edielkit.serialize, messages(first.hub))) == list(
        map(edielkit.serialize, messages(second.hub))
    )
    assert first.hub.snapshot() == second.hub.snapshot()


def test_titles_are_used_once():
    """A title names one scenario, in reports and in the seed of its identifications."""
    titles = [scenario.title for scenario in SCENARIOS]

    assert len(set(titles)) == len(titles)


def test_every_process_of_the_hub_has_a_scenario():
    """Each process that a message begins, and each of the portal, is played."""
    played = {brs for scenario in SCENARIOS for brs in scenario.processes}

    assert {brs for _, brs, _ in HANDLERS} | PORTAL <= played


def refusals(scenario, brs):
    """Yield why a hub rejects what a scenario sends in a process."""
    for event in play(scenario, validate=False).events:
        if f"process {brs}" in event.title:
            yield from (words for words in event.outcome if words.startswith("why: E"))


@pytest.mark.parametrize("brs", sorted({brs for _, brs, _ in HANDLERS} - set(ROLLBACKS)))
def test_every_process_has_a_rejection(brs):
    """Each process that a message begins is refused at least once, with a reason code."""
    about = [scenario for scenario in SCENARIOS if brs in scenario.processes]
    # first those whose steps expect reasons: most often one of them has to be played, and no other
    about.sort(key=lambda scenario: "'reasons'" not in str(scenario.steps))

    assert any(reason for scenario in about for reason in refusals(scenario, brs))


def test_every_test_case_of_the_market_is_played_or_named():
    """The table of test cases is that of the scenarios; what is missing has a reason."""
    covered = {name for scenario in SCENARIOS for name in scenario.covers}

    assert covered == {name for name, missing in ACCEPTANCE.items() if not missing}
