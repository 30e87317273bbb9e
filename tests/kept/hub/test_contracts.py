"""What hubs answer, send and hold in the tests of contracts, requests, end users, structure, and whatever nobody foresaw."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hub import (
    test_contract,
    test_contracts,
    test_end_users,
    test_every_rule,
    test_failures,
    test_hostile,
    test_hub_rules,
    test_injected_faults,
    test_master_data,
    test_requests,
    test_settings,
    test_sink,
    test_structure,
    test_words_of_refusals,
)
from tests.support.hub_stories import answers_of_tests
from tests.support.kept_answers import Answer, assert_kept

MODULES = (
    test_contract,
    test_contracts,
    test_end_users,
    test_every_rule,
    test_failures,
    test_hostile,
    test_hub_rules,
    test_injected_faults,
    test_master_data,
    test_requests,
    test_settings,
    test_sink,
    test_structure,
    test_words_of_refusals,
)


def answers() -> Iterator[Answer]:
    """Yield what the hubs of each test say."""
    yield from answers_of_tests(MODULES)


def test_hubs_say_what_is_kept():
    """Every receipt, message, result and report, and the state at the end."""
    assert_kept(__file__, answers())
