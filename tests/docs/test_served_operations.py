"""The page of what differs from Elhub: a line for every operation of the code, and a test that is there for each."""

from __future__ import annotations

from pathlib import Path

from docs.generators.served_operations import STATES, in_code, served_operations

ROOT = Path(__file__).parents[2]


def test_every_operation_has_a_line_and_no_line_is_of_another():
    """What is absent, and what is no operation (TLS, limits, definitions), is not in the code."""
    lines = {(line.door, line.operation) for line in served_operations() if line.state != "absent"}

    assert in_code() == {(door, name) for door, name in lines if door != "SOAP"}


def test_every_line_says_what_differs_and_what_shows_it():
    """A state that there is; a reason but for what is alike; a test but for what is absent."""
    for line in served_operations():
        assert line.state in STATES
        assert line.difference or line.state == "alike", line
        assert bool(line.shown) == (line.state != "absent"), line
        assert not line.shown or (ROOT / line.shown).is_file(), line
