"""What the doors and pages of the server answer in their tests."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.door_recorder import answers_of_doors
from tests.support.kept_answers import Answer, assert_kept

MODULES = (
    "tests.server.test_access_api",
    "tests.server.test_app",
    "tests.server.test_area_days",
    "tests.server.test_control_door",
    "tests.server.test_data_doors",
    "tests.server.test_jobs_door",
    "tests.server.test_open_data",
    "tests.server.test_problems",
    "tests.server.test_soap_door",
    "tests.server.test_third_party_page",
)


# a message of it has the instant of the machine
BUT = frozenset(("test_a_call_that_the_door_refuses_leaves_a_trace",))


def answers() -> Iterator[Answer]:
    """Yield what the doors answer in each test."""
    yield from answers_of_doors(MODULES, but=BUT)


def test_doors_answer_what_is_kept():
    """Status, heads and body of every answer."""
    assert_kept(__file__, answers())
