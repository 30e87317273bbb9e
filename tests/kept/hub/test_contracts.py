"""What hubs answer, send and hold in the tests of contracts, requests, end users, structure, and whatever nobody foresaw."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.hub_recorder import answers_of_tests
from tests.support.kept_answers import Answer, assert_kept

MODULES = (
    "tests.hub.test_contract",
    "tests.hub.test_contracts",
    "tests.hub.test_end_users",
    "tests.hub.test_every_rule",
    "tests.hub.test_failures",
    "tests.hub.test_hostile",
    "tests.hub.test_hub_rules",
    "tests.hub.test_injected_faults",
    "tests.hub.test_master_data",
    "tests.hub.test_requests",
    "tests.hub.test_settings",
    "tests.hub.test_sink",
    "tests.hub.test_structure",
    "tests.hub.test_words_of_refusals",
)


def answers() -> Iterator[Answer]:
    """Yield what the hubs of each test say."""
    yield from answers_of_tests(MODULES)


def test_hubs_say_what_is_kept():
    """Every receipt, message, result and report, and the state at the end."""
    assert_kept(__file__, answers())
