"""Values in the language of scenarios: how they are said, and how what came is held against what is expected."""

from __future__ import annotations

import pytest

from edielkit.scenarios import ScenarioError, play, read_scenario, series_values

HOURS = {
    "send": "CollectedData",
    "process": "313",
    "from": "grid company",
    "role": "DDE",
    "point": "house",
    "day": "yesterday",
}
VOLUMES = "NotifyValidatedDataForBillingEnergy"


def differences(expect, **fields):
    """Return what a story with one message of values has to say against *expect*."""
    scenario = read_scenario({"scenario": "values", "steps": [{**HOURS, **fields, "expect": expect}]})
    return "\n".join(play(scenario).differences)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("1.5", {"count": 24, "total": 36}),
        (["1"] * 24, {"count": 24, "total": 24}),
        (["0 x 7", "2x10", "0.001 x 7"], {"count": 24, "total": "20.007"}),
        ("1 ..", {"count": 24, "total": "24.276"}),
        (["5 x 22", "1 .."], {"total": "112.001"}),
        ("2 x 24", {"values": [2] * 24}),
    ],
)
def test_values_in_few_words(values, expected):
    """One for all, lists, repetitions, and a count upwards to the end."""
    held = {"point": "house", "day": "yesterday", **expected}

    assert "" == differences({"sent": "any", "values": held}, values=values)


@pytest.mark.parametrize(
    ("changes", "held"),
    [
        ({"quality": "temporary"}, {"quality": "temporary"}),
        ({"quality": "estimated", "validation": "V011", "estimation": "E004"}, {"quality": "estimated"}),
        ({"quality": "final estimated"}, {"quality": "final estimated"}),
        ({"day": "2026-01-31", "resolution": "PT60M"}, {"day": "2026-01-31", "count": 24}),
    ],
)
def test_values_have_a_quality_and_a_resolution(changes, held):
    """Words or codes; an estimate has the codes that it needs."""
    whole = {"point": "house", "day": "yesterday", **held}

    assert "" == differences({"sent": "any", "values": whole}, values="1", **changes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"values": "much"}, "values: expected a finite decimal number"),
        ({"values": ["1 x 99999", "1 x 99999"]}, "at most 100000 values"),
        ({"values": "1", "quality": "good"}, "quality: expected one of metered, estimated"),
        ({"values": "1", "validation": "V1"}, "validation: expected one of V001"),
        ({"values": "1", "estimation": "E1"}, "estimation: expected one of E001"),
        ({"values": "1", "resolution": "P1M"}, "resolution: expected hour, quarter"),
        ({"values": "1", "day": None}, "expected a day, or first and last"),
        ({"values": "1", "day": None, "first": "1900-01-01", "last": "2100-01-01"}, "at most 100000 values"),
    ],
)
def test_values_that_are_none(changes, words):
    """What no series can be made of is refused, with its place."""
    with pytest.raises(ScenarioError, match=words):
        differences({}, **changes)


@pytest.mark.parametrize("values", [["1 x 24"], ["1 x 20", "2 x 4"], "1 ..", "1"])
def test_as_many_values_as_are_allowed(monkeypatch, values):
    """The bound itself is no fault; a value more is."""
    monkeypatch.setattr(series_values, "_MOST", 24)
    assert "" == differences({"sent": "any"}, values=values)
    with pytest.raises(ScenarioError, match=r"values: expected at most 24 values"):
        differences({"sent": "any"}, values=["1 x 24", "1"])


@pytest.mark.parametrize(
    ("payloads", "words"),
    [
        ([{"point": "house", "total": 25}], "a payload with total 24.000 instead of 25"),
        ([{"point": "house"}, {"point": "shop"}], "no payload with point shop"),
        ([], "a payload more: house Out, from 2026-02-01 to 2026-02-02, 24 values, 24.000 in all"),
        ([{"first": "day -1 06:00"}], "first 2026-02-01 instead of 2026-02-01 06:00"),
        ([{"values": [2] * 24}], "values 1.000, 1.000, 1.000, 1.000, 1.000, 1.000, 1.000, 1.000, ..."),
        ([{"quality": "estimated"}], "quality metered instead of estimated"),
    ],
)
def test_payloads_that_are_not_as_expected(payloads, words):
    """The message is named with what is wrong in its payloads."""
    sent = [
        {"to": "grid company", "message": VOLUMES, "payloads": payloads},
        {"to": "old supplier", "message": VOLUMES},
    ]

    assert words in differences({"sent": sent}, values="1")


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ({"point": "house", "day": "yesterday", "count": 23}, "count 24 instead of 23"),
        ({"point": "house", "day": "yesterday", "direction": "In", "count": 24}, "count 0 instead of 24"),
    ],
)
def test_what_the_hub_does_not_hold(held, words):
    """What it holds instead is told."""
    assert words in differences({"sent": "any", "values": held}, values="1")


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ({"point": "house"}, "expected a point, and a day or first and last"),
        ({"point": "house", "day": "yesterday", "count": "many"}, "expected a number"),
        ({"point": "house", "day": "yesterday", "sum": 3}, "unknown 'sum'"),
    ],
)
def test_expectations_of_values_that_are_none(held, words):
    """An expectation that cannot be read is refused."""
    with pytest.raises(ScenarioError, match=words):
        differences({"sent": "any", "values": held}, values="1")


def test_a_query_has_a_whole_period():
    """Its start alone is none."""
    step = {
        "send": "RequestDataFromElhub",
        "process": "315",
        "from": "old supplier",
        "query": "MVTS",
        "point": "house",
        "first": "yesterday",
    }
    with pytest.raises(ScenarioError, match="expected first and last"):
        play(read_scenario({"scenario": "query", "steps": [step]}))


def test_reactive_channels_have_words():
    """Another word is refused."""
    with pytest.raises(ScenarioError, match="reactive: expected one of reactive, capacitive, inductive"):
        read_scenario({"scenario": "reactive", "points": {"house": {"reactive": ["imaginary"]}}, "steps": []})
