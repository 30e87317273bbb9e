"""What hubs answer, send and hold in the tests of the reconciliation and the final loss."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.hub_recorder import answers_of_tests
from tests.support.kept_answers import Answer, assert_kept

MODULES = ("tests.hub.test_final_loss", "tests.hub.test_reconciliation")
# dear ones that meet little of the hub besides what the others do
BUT = frozenset(
    (
        "test_without_corrections_it_is_the_settled_loss",
        "test_with_corrections_by_hand",
        "test_july_has_none",
        "test_replay_and_plain_data",
        "test_no_loss_supplier_no_reconciliation",
        "test_corrections_by_hand",
        "test_an_hourly_settlement",
        "test_a_change_of_supplier_splits_by_day",
        "test_annulled_and_run_again_is_run",
        "test_a_measured_profile_before_the_freeze_and_its_withdrawal",
    )
)


def answers() -> Iterator[Answer]:
    """Yield what the hubs of each test say."""
    yield from answers_of_tests(MODULES, but=BUT)


def test_hubs_say_what_is_kept():
    """Every receipt, message, result and report, and the state at the end."""
    assert_kept(__file__, answers())
