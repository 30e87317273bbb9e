"""MSCONS from plain data: parties, points, days and values."""

from __future__ import annotations

import json
import re

import pytest
from tests.support.paths import ROOT

import edielkit
from edielkit.errors import BuildError

PAGE = ROOT / "docs" / "how-to" / "build-mscons.md"


def plain(**changes):
    """Return the data of the page, with other keys; None takes one away."""
    example = json.loads(re.search(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1])
    return {key: value for key, value in {**example, **changes}.items() if value is not None}


def series(**changes):
    """Return the data of the page with another series."""
    return plain(series=[{**plain()["series"][0], **changes}])


def build(mapping):
    return edielkit.serialize(edielkit.from_dict("MSCONS", mapping))


def test_the_example_of_the_page_is_valid_and_reads_back():
    """The day of 23 hours comes out without a finding, and its values are read as they were given."""
    data = build(plain())
    (time_series,) = edielkit.read_series(data)

    assert () == edielkit.validate(data).findings
    assert [float(v) for v in plain()["series"][0]["values"]] == [
        float(observation.quantity) for observation in time_series.observations
    ]
    assert ("707057599900010012", "1501", "kWh") == (time_series.metering_point, time_series.product, "kWh")
    assert "2026-03-28T23:00:00+00:00" == time_series.period.start.isoformat()


@pytest.mark.parametrize(
    ("day", "resolution", "count"),
    [("2026-03-29", "PT15M", 92), ("2026-10-25", "PT1H", 25), ("2026-10-25", "PT15M", 100), ("2026-06-01", "PT1H", 24)],
)  # fmt: skip
def test_days_have_the_hours_of_the_norwegian_clock(day, resolution, count):
    """A day is full with the right number of values, and one more or less is refused."""
    right = {
        **series(day=day, resolution=resolution, values=["1"] * count),
        "created": "2026-11-02T06:30+01:00",
    }

    assert () == edielkit.validate(build(right)).findings
    for wrong in (count - 1, count + 1):
        with pytest.raises(BuildError, match=rf"expected {count} values of {resolution}"):
            build(series(day=day, resolution=resolution, values=["1"] * wrong))


def test_a_hole_stays_a_hole():
    """Null writes no value; the rules then say that one is missing."""
    data = build(series(values=["1", None, *["1"] * 21]))

    assert {"SER006"} == {finding.code for finding in edielkit.validate(data).findings}
    assert 22 == data.count(b"QTY+")


def test_other_forms():
    """Germany asks for a process, an OBIS code and qualifiers of its own list."""
    german = series(product="1-1:1.29.0", values=[{"quantity": 2, "status": "estimated"}, *["1"] * 22])
    partner = {"identification": "9900000020001", "qualifier": "500", "agency": "293"}
    data = build({**german, "profile": "de", "process": "13025", "sender": partner})

    assert b"QTY+67:2'" in data
    # document code and application reference are those of the case
    assert b"BGM+Z48+" in data
    assert b"++TL'" in data
    assert b"+9900000020001:500+" in data
    assert b"NAD+MS+9900000020001::293'" in data
    assert () == edielkit.validate(data).errors


def test_all_faults_are_named_at_once():
    """What is missing, unknown or wrong anywhere is one error, with every field."""
    wrong = series(values=["1", True, *["x"] * 21], direction="out", colour="red")
    with pytest.raises(BuildError) as caught:
        build({**wrong, "sender": [], "created": "today", "test": 1, "docment": "D"})

    assert {
        "docment",
        "created",
        "sender",
        "test",
        "series[0].colour",
        "series[0].direction",
        "series[0].values[1]",
        *(f"series[0].values[{n}]" for n in range(2, 23)),
    } == {field for field, _ in caught.value.faults}
    assert "docment: MSCONS has no 'docment'; did you mean document?" in str(caught.value)
    with pytest.raises(BuildError) as caught:
        build({})
    assert ["created", "sender", "recipient", "document", "reference", "series"] == [
        field for field, _ in caught.value.faults
    ]


@pytest.mark.parametrize(
    "created", ["0001-01-01T00:00+02:00", "9999-12-31T23:59-12:00", "10000-01-01T00:00Z", "1", "\ud800"]
)
def test_instants_at_the_ends_of_the_calendar(created):
    """An instant that Norway has no clock for is refused by name: nothing overflows."""
    for mapping in (
        plain(created=created),
        series(day=None, start=created, end="9999-12-31T23:59Z", values=["1"]),
    ):
        with pytest.raises(BuildError) as caught:
            build(mapping)
        fields = {field.partition("[")[0] for field, _ in caught.value.faults}
        assert fields <= {"created", "prepared", "series"}


def test_the_ends_of_the_calendar_are_data_like_any_other():
    """The first instant and the last whole day are written; a day that ends where time does, or has no whole hours, is refused."""
    assert b"+010101:0043+R1'" in build(plain(created="0001-01-01T00:00Z"))
    assert b"DTM+163:999912300000:203" in build(series(day="9999-12-30", values=["1"] * 24))
    for day in ("0001-01-01", "9999-12-31", "10000-01-01"):
        for count in (23, 24, 25):
            with pytest.raises(BuildError):
                build(series(day=day, values=["1"] * count))


@pytest.mark.parametrize(
    ("mapping", "field"),
    [
        (plain(sender=None), "sender"),
        (plain(sender="123"), "sender"),
        (plain(sender={"qualifier": "14"}), "sender.identification"),
        (plain(sender={"name": "x"}), "sender.name"),
        (plain(created="2026-03-30T06:30"), "created"),
        (plain(created=3), "created"),
        (plain(profile="xx"), "profile"),
        (plain(profile="de"), "process"),
        (plain(carrier="post"), "carrier"),
        (plain(test="yes"), "test"),
        (plain(surplus=1), "surplus"),
        (plain(document="x" * 36), "document"),
        (plain(reference="x" * 15), "UNB/0020"),
        (plain(series=[]), "series"),
        (plain(series={}), "series"),
        (plain(series=[1]), "series[0]"),
        (series(day="2026-02-30"), "series[0].day"),
        (series(day=None), "series[0].day"),
        (series(start="2026-03-29T00:00+01:00"), "series[0].day"),
        (series(resolution="PT7M"), "series[0].resolution"),
        (series(values="1"), "series[0].values"),
        (series(metering_point=None), "series[0].metering_point"),
        (series(values=[1.5, *["1"] * 22]), "series[0].values[0]"),
        (series(values=["1,5", *["1"] * 22]), "series[0].values[0]"),
        (series(values=["1.2345", *["1"] * 22]), "series[0].values[0]"),
        (series(values=["9" * 19, *["1"] * 22]), "series[0].values[0]"),
        (series(values=[True, *["1"] * 22]), "series[0].values[0]"),
        (series(values=[{"quantity": "1", "status": "guessed"}, *["1"] * 22]), "series[0].values[0].status"),
        (series(values=[{"quantity": "1", "status": "estimated"}, *["1"] * 22]), "series[0].observations[0]"),
        ([], "MSCONS"),
    ],
)
def test_what_cannot_be_built_names_its_field(mapping, field):
    """Each wrong or missing part is refused by name."""
    with pytest.raises(BuildError) as caught:
        build(mapping)

    assert field == caught.value.field


def test_the_reference_of_the_whole_form_is_another_kind():
    """The segments of a message are plain data of an interchange; the short form says what it expects."""
    with pytest.raises(BuildError, match="expected sender, recipient, document"):
        build({"deliveries": []})
