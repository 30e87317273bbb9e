"""Answers of the energy-data API: rows, corrections, and what is wrong with them."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from tests.support.value_files import AUTUMN, POINT, SUMMER, energy_answer, energy_rows

import edielkit
from edielkit.value_files import read_file
from edielkit.value_files.energy_data import RESOLUTIONS, is_energy_data

ROW = energy_rows(SUMMER)[0]


def codes(data):
    return [(finding.code, finding.position.path) for finding in read_file(data).findings]


def test_one_object_and_several_points_are_read():
    """``data`` may be one object, and a list of points."""
    document = json.loads(energy_answer(ROW))
    document["data"] = document["data"][0]
    (series,) = edielkit.read_series(json.dumps(document).encode())
    assert POINT == series.metering_point

    document["data"] = [document["data"], {**document["data"], "id": "707057500000000015"}]
    points = [series.metering_point for series in edielkit.read_series(json.dumps(document).encode())]
    assert [POINT, "707057500000000015"] == points


def test_an_empty_answer_has_no_series():
    """It is an answer all the same."""
    assert is_energy_data(b'{"data": []}')
    assert () == read_file(b'{"data": []}').series


def test_directions_and_holes_stay_apart():
    """A row that is not there is a hole; In and Out are two series."""
    rows = energy_rows(AUTUMN)
    other = [{**row, "direction": "In"} for row in rows]
    series = list(edielkit.read_series(energy_answer(*rows[:3], *rows[5:], *other)))

    assert [("Out", 23), ("In", 25)] == [(s.direction, len(s.observations)) for s in series]
    assert series[0].period == series[1].period
    assert [1, 2, 3, 6] == series[0].observations.position[:4].tolist()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_correction_counts(order):
    """That which was inserted later, in whichever order they stand."""
    rows = [
        {**ROW, "quantityKwh": 1.5, "insertDateTime": "2026-06-02T02:05:00.123456+02:00"},
        {**ROW, "quantityKwh": 2.5, "insertDateTime": "2026-06-03T02:05:00+02:00"},
    ]
    (series,) = edielkit.read_series(energy_answer(*(rows[place] for place in order)))

    assert Decimal("2.500") == series.observations.total


def test_two_values_without_an_order_are_refused():
    """Nothing says which one counts."""
    assert [("TAB023", "data[0].attributes.meteringValuesHour[1]")] == codes(energy_answer(ROW, ROW))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"startTime": None}, "TAB030"),
        ({"startTime": "2026-06-01T00:00:00"}, "TAB030"),
        ({"startTime": 5}, "TAB030"),
        ({"endTime": "2026-06-01T03:00:00+02:00"}, "TAB024"),
        ({"resolution": "PT7M"}, "TAB030"),
        ({"direction": "North"}, "TAB030"),
        ({"productCode": 8716867000030}, "TAB030"),
        ({"quantityKwh": None}, "TAB030"),
        ({"quantityKwh": "1.5"}, "TAB030"),
        ({"quantityKwh": 1.0005}, "TAB013"),
        ({"quantityKwh": 1e-300}, "TAB013"),
        ({"quantityKwh": 1e300}, "TAB030"),
        ({"quantityKwh": float("nan")}, "TAB030"),
        ({"quantityKwh": True}, "TAB030"),
        ({"insertDateTime": "yesterday"}, "TAB030"),
    ],
)
def test_faults_have_their_path(change, code):
    """One finding each, and no value of such a row."""
    data = energy_answer({**ROW, **change})

    assert [(code, "data[0].attributes.meteringValuesHour[0]")] == codes(data)
    assert () == read_file(data).series


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (b'{"data": 5, "x": "metering-points"}', "data"),
        (b'{"data": ["metering-points"]}', "data[0]"),
        (b'{"data": [{"id": "1", "attributes": {"meteringValuesHour": {}}}]}', "data[0].attributes.meteringValuesHour"),
        (b'{"data": [{"id": "1", "attributes": {"meteringValuesHour": [5]}}]}', "data[0].attributes.meteringValuesHour[0]"),
        (b'{"data": [{"type": "metering-points"', ""),
        (b'{"metering-points": "\xff"}', ""),
        (b'{"metering-points":' + b"[" * 100_000, ""),
    ],
)  # fmt: skip
def test_another_structure_is_a_finding(data, path):
    """Also where no JSON is left of it, or too much."""
    findings = [finding for finding in read_file(data).findings if finding.code != "TAB007"]

    assert [("TAB030", path)] == [(finding.code, finding.position.path) for finding in findings]


def test_the_codes_of_lengths_are_those_that_are_read():
    """The hub's door writes them."""
    data = energy_answer(
        *(
            row
            for minutes in RESOLUTIONS
            for row in energy_rows(AUTUMN, minutes, direction="In" if minutes == 15 else "Out")
        )
    )
    assert ["PT1H", "PT15M"] == [series.resolution for series in edielkit.read_series(data)]


def test_a_refusal_says_what_was_found():
    """Nothing is called so, and a text is quoted."""
    for value, words in (
        (None, "found nothing"),
        ("None", "found 'None'"),
        ("5", "found '5'"),
        (5, "found '5'"),
        (["In"], """found "['In']\""""),
        ({"is": "In"}, "found '•••'"),
    ):
        (finding,) = read_file(energy_answer({**ROW, "direction": value})).findings
        assert finding.message.endswith(words), (value, finding.message)
