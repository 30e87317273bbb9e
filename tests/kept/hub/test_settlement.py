"""What hubs answer, send and hold in the tests of the settlement, its faults and the reports of it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.hub_recorder import answers_of_tests
from tests.support.kept_answers import Answer, assert_kept

MODULES = ("tests.hub.test_public_reports", "tests.hub.test_settlement", "tests.hub.test_settlement_faults")
# dear ones that meet little of the hub besides what the others do
BUT = frozenset(
    (
        "test_all_messages_are_valid",
        "test_hours_as_quarters[1]",
        "test_rerun_up_to_the_last_day",
        "test_replay_gives_the_same_state",
        "test_members_are_kept_once",
    )
)


def answers() -> Iterator[Answer]:
    """Yield what the hubs of each test say."""
    yield from answers_of_tests(MODULES, but=BUT)


def test_hubs_say_what_is_kept():
    """Every receipt, message, result and report, and the state at the end."""
    assert_kept(__file__, answers())
