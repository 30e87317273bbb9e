"""Reports, results and curves in the language of scenarios."""

from __future__ import annotations

import pytest

from edielkit.scenarios import Fields, ScenarioError, play, read_scenario
from edielkit.scenarios.step_reports import REPORTS, ReportQuery

VALUES = {
    "send": "CollectedData",
    "process": "313",
    "from": "grid company",
    "role": "DDE",
    "expect": {"sent": "any"},
}
BORDER = {"border": {"neighbour": "next"}}


def story(*steps, **head):
    """Return a story of the small market."""
    return play(read_scenario({"scenario": "reports", "steps": list(steps), **head}))


def words(*steps, **head):
    """Return what the last step of a story has to say."""
    return "\n".join(story(*steps, **head).events[-1].lines())


def day(point, values, **more):
    """Return a step that sends a day of a point."""
    return {**VALUES, "point": point, "day": "yesterday", "values": values, **more}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("1 to 3 at 12:00", {"count": 24, "total": "48.002"}),
        ("0 to 0.720 at 23:00", {"count": 24, "total": "8.642"}),
        ("5 to 2 at 12:00", {"count": 24, "total": 84}),
        (["1 x 12", "2 estimated x 12"], {"total": 36, "quality": ["metered", "estimated"]}),
        (["1 final estimated", "2 temporary x 3", "1 metered x 20"],
         {"total": 27, "quality": ["final estimated", "temporary", "metered"]}),
    ],
)  # fmt: skip
def test_curves_and_qualities(values, expected):
    """A smooth day is exact, and a list may change its quality on the way."""
    step = day(
        "house",
        values,
        expect={"sent": "any", "values": [{"point": "house", "day": "yesterday", **expected}]},
    )

    assert () == story(step).differences


def test_a_hole_is_no_value():
    """Positions are left out, which the hub refuses of a first submission."""
    step = day("house", ["1 x 10", "none x 4", "1 x 10"], expect={"sent": "any", "reasons": ["E87", "E14"]})

    assert () == story(step).differences


def test_a_curve_is_highest_at_its_time():
    """Also on the day on which the clock goes back: its times are those of the clock."""
    check = {
        "point": "house",
        "first": "2026-10-25T17:00:00Z",
        "last": "2026-10-25T18:00:00Z",
        "values": [9],
    }
    step = {**VALUES, "point": "house", "day": "yesterday", "values": "1 to 9 at 18:00",
            "expect": {"sent": "any", "values": [check]}}  # fmt: skip

    assert () == story(step, start="2026-10-26 06:00").differences


def test_one_payload_for_each_of_several_points():
    """Each of them has the same values."""
    step = {
        **VALUES,
        "payloads": [{"points": ["house", "shop"], "day": "yesterday", "values": 1}],
        "expect": {
            "sent": "any",
            "values": [{"point": target, "day": "yesterday", "total": 24} for target in ("house", "shop")],
        },
    }

    assert () == story(step).differences


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ("a to 3 at 12:00", "values: "),
        ("1 to 3 at 25:00", "expected a time of the day from 00:00 to 23:59, found '1 to 3 at 25:00'"),
        ("1 to 3 at noon", "expected a value, found '1 to 3 at noon'"),
        (["1 good x 3"], "values: expected one of metered"),
    ],
)
def test_curves_that_are_none(values, error):
    """They are refused with their place."""
    with pytest.raises(ScenarioError, match=error):
        story(day("house", values))


def test_a_report_is_told_and_held_against_what_is_expected():
    """By path, with places from either end and counts; names stand for numbers."""
    ask = {"report": "completeness", "from": "grid company", "day": "yesterday", "area": "home"}
    fine = {"0.gridArea": "home", "-1.pointsComplete": "1", "count": "1", "0.nothing": "none"}
    lines = story(day("house", 1), {**ask, "expect": {"result": fine}})

    assert () == lines.differences
    assert "home, 2026-02-01: 1 of 4 points complete, 20 % of the values ready for billing" in str(lines)
    wrong = story({**ask, "expect": {"result": {"0.pointsComplete": "9", "7.x": "1"}}})
    assert (
        "step 1: expected 0.pointsComplete 9; it is 0",
        "step 1: expected 7.x 1; it is none",
    ) == wrong.differences


@pytest.mark.parametrize(
    ("report", "text"),
    [
        ({"report": "settlement", "area": "home", "day": "today"}, "the day has not been calculated"),
        ({"report": "price area", "price area": "NO1", "day": "today"}, "areas: none"),
        ({"report": "loss", "day": "today"}, "somebody reads the report loss"),
        ({"report": "exchange", "day": "today"}, "the day has not been checked"),
        ({"report": "suspects", "area": "home", "day": "today"}, "no exchange point is suspected"),
        ({"report": "reconciliation"}, "somebody reads the report reconciliation"),
        ({"report": "reconciliation", "number": "3"}, "somebody reads the report reconciliation"),
        ({"report": "final loss", "area": "home", "day": "today"}, "there is nothing"),
    ],
)
def test_reports_of_nothing(report, text):
    """A hub that has done nothing yet says so."""
    assert text in words(report)


def test_a_settlement_in_words():
    """What is wrong with an area's day, and its balance."""
    config = {"values since": "2026-02-01"}
    lines = words(
        day("house", 1),
        {"call": "set_loss_parameters",
         "with": {"area": "home", "sender": "grid company", "idle": "1", "constant": "0", "day": "yesterday"}},
        {"wait": "today 12:00", "expect": {"sent": "any"}},
        {"call": "rerun_settlement", "with": {"area": "home", "day": "yesterday", "sender": "grid company"},
         "expect": {"sent": "any"}},
        {"report": "settlement", "area": "home", "day": "yesterday"},
        config=config,
        points={"cabin": {"status": "inactive"}, **BORDER},
        areas={"home": {"loss supplier": "third supplier"}},
    )  # fmt: skip

    assert "D+1: " in lines
    assert "values missing: expected every value" in lines
    assert "production 0.000 + in 0.000 = out 0.000 + consumption 24.000 + loss -24.000 kWh" in lines
    assert "old supplier: consumption by the hour 24.000 kWh" in lines


@pytest.mark.parametrize(
    ("name", "plain", "lines"),
    [
        ("final loss", {"gridArea": "50YHUBAREA-000AG", "years": 1, "LS02": ["5.000"] * 96},
         ["gridArea home", "years 1", *(f"LS02.{n} 5.000" for n in range(6)), "and 90 more"]),
        ("final loss", {"years": 1}, ["years 1"]),
        ("reconciliation", [{"run": 1, "corrections": 2, "annulled": None}, {"run": 2, "corrections": 0, "annulled": "x"}],
         ["run 1: 2 corrections", "run 2: 0 corrections, annulled"]),
        ("price area", {"areas": [], "without": ["50YHUBAREA-000AG"], "columns": {}}, ["areas: none", "without: home"]),
        ("loss", {"rows": [], "without": [{"gridArea": "50YHUBAREA-000BE", "day": "2026-02-02"}]},
         ["next: 2026-02-02 has not passed"]),
        ("exchange", {"findings": [{"code": "EXC001", "point": "707057599800000069", "direction": "In", "message": "m"}]},
         ["EXC001 border In: m"]),
    ],
)  # fmt: skip
def test_plain_data_in_words(name, plain, lines):
    """Names stand in place of numbers; what is long is cut."""
    scenario = read_scenario({"scenario": "words", "steps": []})
    query = ReportQuery(
        fields=Fields({}, ""), hub=play(scenario).hub, names=scenario.names, clock=None, ids={}
    )

    assert lines == list(REPORTS[name].describe(query, plain))


def test_sums_that_do_not_close_are_seen():
    """The difference is told."""
    names = ("production", "incoming", "outgoing", "interval", "hourly", "profiled", "loss")
    columns = {name: ["0.001" if name == "incoming" else "0.000"] for name in names}
    scenario = read_scenario({"scenario": "words", "steps": []})
    query = ReportQuery(
        fields=Fields({}, ""), hub=play(scenario).hub, names=scenario.names, clock=None, ids={}
    )
    lines = list(REPORTS["price area"].describe(query, {"areas": [], "without": [], "columns": columns}))

    assert lines[1].endswith("in 0.001 ≠ out 0.000 + consumption 0.000 + loss 0.000 kWh, 0.001 apart")
    assert "0 of 1 intervals close to the thousandth of a kWh" == lines[2]


@pytest.mark.parametrize(
    ("step", "error"),
    [
        ({"report": "weather"}, "report: expected one of settlement"),
        ({"report": "settlement", "day": "today"}, "expected 'area'"),
        ({"report": "loss", "day": "today", "by": "city"}, "by: expected area or price area"),
        ({"report": "exchange", "day": "today", "colour": "red"}, "unknown 'colour'"),
    ],
)
def test_reports_that_are_none(step, error):
    """They are refused with their place."""
    with pytest.raises(ScenarioError, match=error):
        story(step)


@pytest.mark.parametrize(
    ("step", "refusal"),
    [
        ({"report": "loss", "first": "today", "last": "yesterday"}, "expected 1 to 366 days"),
        ({"report": "extraction", "from": "third supplier", "job": "x"}, "no such job"),
    ],
)
def test_reports_that_the_hub_refuses(step, refusal):
    """A refusal is a difference unless it is expected."""
    (difference,) = story(step).differences

    assert refusal in difference
    assert () == story({**step, "expect": {"refused": refusal}}).differences
