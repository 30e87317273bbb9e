"""Which days a process may ask for: the edges of each window, and days at the ends of the calendar."""

from __future__ import annotations

import datetime as dt

import pytest

from edielkit.process_rules.data import process_rows
from edielkit.process_rules.rule_registry import checks
from edielkit.process_rules.windows import Window, breach_of, window_of, windows

# a Wednesday with a weekend and no holiday near
TODAY = dt.date(2026, 3, 4)


def _days(*offsets: int) -> list[dt.date]:
    return [TODAY + dt.timedelta(days=offset) for offset in offsets]


@pytest.mark.parametrize(
    ("brs", "method", "inside", "outside"),
    [
        ("101", "", (1, 400), (0, -1)),
        ("102", "", (0, 400), (-1,)),
        ("103", "", (0, -42), (1, -43)),
        ("104", "", (0, -42), (1, -43)),
        ("201", "E02", (1, 4), (0, 5)),
        ("202", "E02", (1, 4), (0, 5)),
        # working days are counted back from the day: from Saturday 7 March three lead to Wednesday 4 March
        ("201", "E01", (3, 5, 8), (2, 9)),
        ("202", "E01", (3, 5, 8), (2, 9)),
        ("212", "", (0, 400), (-1,)),
        ("213", "", (0,), (1, -1)),
        ("214", "", (0, -400), (1,)),
        # three working days from Wednesday end on Monday
        ("302", "", (0, 5), (6, -1)),
        ("402", "", (0, -400), (1,)),
    ],
)
def test_edges(brs, method, inside, outside):
    """The first and the last day are inside, the days beside them are not."""
    window = window_of(brs, method)

    assert [] == [day for day in _days(*inside) if not window.holds(TODAY, day)]
    assert [] == [day for day in _days(*outside) if window.holds(TODAY, day)]


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (Window(None, None), "any day"),
        (Window(0, 0), "today"),
        (Window(1, 1), "tomorrow"),
        (Window(-1, -1), "yesterday"),
        (Window(1, 1, working=True), "1 working day ahead"),
        (Window(-2, -2), "2 days back"),
        (Window(1, None), "tomorrow or later"),
        (Window(None, -1), "yesterday or earlier"),
        (Window(-3, 0), "a day from 3 days back to today"),
        (Window(1, 1, working=True, counted_back=True), "a day with 1 to 1 working day of notice"),
    ],
)
def test_the_words_of_a_window(window, words):
    """One day, all days, days on one side or between two."""
    assert words == window.words


def test_every_window_has_a_source_and_a_reason():
    """Nothing stands in the table without where it is from and what a refusal says."""
    assert all(window.source and window.reason for window in windows().values())


def test_reason_of_a_window_is_that_of_its_rule():
    """It stands once, beside the days; methods of one process have one reason."""
    reasons = {brs: window.reason for (brs, _), window in windows().items()}
    rules = {row["brs"]: checks()[row["code"]].rule for row in process_rows() if row["test"] == "window"}

    assert all(reasons[brs] == window.reason for (brs, _), window in windows().items())
    assert reasons == {brs: rule.reason for brs, rule in rules.items()}
    assert not [row for row in process_rows() if row["test"] == "window" and row["reason"]]


def test_a_process_without_a_window_has_no_limit():
    """What is not public is not guessed."""
    assert breach_of("211", TODAY, dt.date(1990, 1, 1)) is None


def test_without_the_settlement_method_only_days_that_no_method_allows_are_wrong():
    """Five days ahead fit a profiled point, two an interval point; today and twenty days fit neither."""
    days = _days(0, 2, 5, 20)

    assert [True, False, False, True] == [breach_of("202", TODAY, day) is not None for day in days]
    assert breach_of("202", TODAY, days[2], settlement_method="E02") is not None
    assert breach_of("202", TODAY, days[1], settlement_method="E01") is not None


@pytest.mark.parametrize("brs", sorted({brs for brs, _ in windows()}))
@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_the_ends_of_the_calendar_are_days(brs, day):
    """No day of the calendar overflows, asked for or as today."""
    for method in ("E01", "E02"):
        window_of(brs, method).holds(TODAY, day)
        window_of(brs, method).holds(day, TODAY)


def test_a_hub_may_be_set_to_other_days_back():
    """A start back in time may lie back as far as the hub is set to."""
    assert breach_of("103", TODAY, TODAY - dt.timedelta(days=60)) is not None
    assert breach_of("103", TODAY, TODAY - dt.timedelta(days=60), back=60) is None
