"""What the doors and pages of the server answer in their tests."""

from __future__ import annotations

from collections.abc import Iterator

from tests.server import (
    test_access_api,
    test_app,
    test_area_days,
    test_control_door,
    test_data_doors,
    test_jobs_door,
    test_open_data,
    test_problems,
    test_soap_door,
    test_third_party_page,
)
from tests.support.door_stories import answers_of_doors
from tests.support.kept_answers import Answer, assert_kept

MODULES = (
    test_access_api,
    test_app,
    test_area_days,
    test_control_door,
    test_data_doors,
    test_jobs_door,
    test_open_data,
    test_problems,
    test_soap_door,
    test_third_party_page,
)


# a message of it has the instant of the machine
BUT = frozenset(("test_a_call_that_the_door_refuses_leaves_a_trace",))


def answers() -> Iterator[Answer]:
    """Yield what the doors answer in each test."""
    yield from answers_of_doors(MODULES, but=BUT)


def test_doors_answer_what_is_kept():
    """Status, heads and body of every answer."""
    assert_kept(__file__, answers())
