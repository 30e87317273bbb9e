"""The page of figures has each section, each input and each goal, whatever the figures are."""

from __future__ import annotations

import re
from functools import partial

import attrs
import pytest
from benchmarks.edifact_series import interchange
from benchmarks.performance import floor
from benchmarks.performance.__main__ import SECTIONS, measured
from benchmarks.performance.figures import Figure, goals, short_of
from benchmarks.performance.hostile import SHAPES
from benchmarks.performance.measuring import within_this_process
from benchmarks.performance.page import table
from benchmarks.performance.sections import Settings
from benchmarks.performance.works import WORKS
from benchmarks.performance.xml_inputs import INPUTS, clean

# these start processes of their own
OF_PROCESSES = {"jobs"}
STARTS = {"start/import", "start/help"}


@pytest.fixture
def sized(tmp_path, monkeypatch):
    """Give settings for the smallest messages, without what has to be generated first."""
    monkeypatch.setitem(WORKS, "xsdata", attrs.evolve(WORKS["xsdata"], needs="no_such_package"))
    return Settings(
        folder=tmp_path,
        measure=partial(within_this_process, most=1),
        values=3 * 744,
        few=744,
        runs=1,
        sizes=(744, 1488),
        nights=2,
        hostile=500,
        has_starts=False,
    )


def test_the_page_has_every_section_input_and_goal(sized):
    """A goal whose figure nobody measures would be met by silence."""
    page = measured(sized, [name for name in SECTIONS if name not in OF_PROCESSES])

    titles = re.findall(r"^## (.*)$", page, re.MULTILINE)
    assert ["Goals", len(SECTIONS) - len(OF_PROCESSES)] == [titles[0], len(titles) - 1]
    rows = re.findall(r"^\| ([^|]*) \|", page, re.MULTILINE)
    assert {*INPUTS, *SHAPES} <= set(rows)
    missing = {goal.what for goal in goals() if goal.key not in STARTS} - set(rows)
    assert not floor.has_compiler() or set() == missing
    assert (
        "| xsdata | dataclasses that it generates of the schema, amounts as Decimal | no_such_package is not installed |"
        in page
    )


@pytest.mark.skipif(not floor.has_compiler(), reason="no compiler of C")
@pytest.mark.parametrize(
    ("start", "make"),
    [(floor.xml_floor, lambda: clean(3)), (floor.edifact_floor, lambda: interchange(2232, "324"))],
    ids=["xml", "edifact"],
)
def test_the_floor_reads_every_value(tmp_path, start, make):
    """Else it would be a floor under something smaller."""
    assert 2232 == start(tmp_path)(make())


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ((20.0, 30.0, 40.0), []),
        (
            (20.0, 31.0, 40.0),
            [
                "import edielkit above the bare interpreter, ms: 31 ms (20 to 40), the goal is at most 30.",
            ],
        ),
    ],
)
def test_a_goal_that_is_not_met_is_said(runs, expected):
    """By its median, with the spread behind it."""
    assert expected == short_of({"start/import": Figure("start/import", runs, "ms")})


def test_a_table_has_a_line_for_each_row():
    """Figures are written with their spread."""
    text = table(("a", "b"), [("x", Figure("k", (0.25, 0.3, 0.31)))])

    assert ["| a | b |", "|---|---|", "| x | 0.30 (0.25 to 0.31) |"] == text.splitlines()
