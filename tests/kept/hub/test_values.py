"""What hubs answer, send and hold in the tests of values, readings, volumes, exchange points, queries and extractions."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.hub_recorder import answers_of_tests
from tests.support.kept_answers import Answer, assert_kept

MODULES = (
    "tests.hub.test_annual_volumes",
    "tests.hub.test_distribution",
    "tests.hub.test_exchange_points",
    "tests.hub.test_extraction",
    "tests.hub.test_handover",
    "tests.hub.test_interval_values",
    "tests.hub.test_profiled",
    "tests.hub.test_profiled_reminders",
    "tests.hub.test_readings",
    "tests.hub.test_reminders",
    "tests.hub.test_value_queries",
)
# dear ones that meet little of the hub besides what the others do
BUT = frozenset(
    (
        "test_outdated_annual_volumes_are_reminded_of",
        "test_a_direction_of_production_is_computed_in_ei_270_alone",
        "test_the_computation_runs_on_the_first_of_a_month",
        "test_points_that_are_not_settled_or_not_active_have_no_computed_volume",
        "test_large_messages_go_the_fast_lane_and_mean_the_same",
        "test_a_wrong_payload_is_refused_alone",
        "test_a_replacement_comes_in_the_same_message",
        "test_replay_gives_the_same_state",
        "test_missing_volumes_are_reminded_of_where_a_deadline_is_set",
        "test_a_volume_moves_the_deadline",
    )
)


def answers() -> Iterator[Answer]:
    """Yield what the hubs of each test say."""
    yield from answers_of_tests(MODULES, but=BUT)


def test_hubs_say_what_is_kept():
    """Every receipt, message, result and report, and the state at the end."""
    assert_kept(__file__, answers())
