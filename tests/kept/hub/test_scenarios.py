"""What hubs answer, send and hold in the scenarios of fixtures/hub."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.hub_recorder import HubRecorder
from tests.support.kept_answers import Answer, assert_kept
from tests.support.paths import FIXTURES

from edielkit.cli.input.scenario_files import scenario_documents
from edielkit.scenarios import play

# scenarios of so many steps at most
MOST_STEPS = 9


def answers() -> Iterator[Answer]:
    """Yield what the hub of each scenario says."""
    for document in scenario_documents((str(FIXTURES / "hub"),)):
        if len(document.content["steps"]) <= MOST_STEPS:
            recorder = HubRecorder(document.content["scenario"])
            with recorder.recording():
                play(document.scenario(), validate=False)
            yield Answer(document.content["scenario"], [*recorder.lines, *recorder.held()])


def test_hubs_say_what_is_kept():
    """Every receipt, message and report, and the state at the end."""
    assert_kept(__file__, answers())
