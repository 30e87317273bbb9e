"""What hubs answer, send and hold in the tests of shared production and virtual calculations."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.hub_recorder import answers_of_tests
from tests.support.kept_answers import Answer, assert_kept

MODULES = (
    "tests.hub.test_shared_production",
    "tests.hub.test_virtual_areas",
    "tests.hub.test_virtual_calculations",
)


def answers() -> Iterator[Answer]:
    """Yield what the hubs of each test say."""
    yield from answers_of_tests(MODULES)


def test_hubs_say_what_is_kept():
    """Every receipt, message, result and report, and the state at the end."""
    assert_kept(__file__, answers())
