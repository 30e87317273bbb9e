"""Whole days, registration, creation and doubles of series in EMIF."""

from __future__ import annotations

import pytest

import edielkit
from edielkit.generate.faults.rule_cases import FIRST, NOW, PERIOD, SECOND
from edielkit.generate.faults.rule_messages import BASES, E17, E20, changed, point, uuid, values, written


def _findings(changes, base="series"):
    kind, data = BASES[base]
    return edielkit.validate(written(kind, changed(data, changes)), now=NOW, level="process").findings


def _codes(changes, base="series"):
    return [finding.code for finding in _findings(changes, base)]


def _hours(start, end, count):
    return {f"{PERIOD}/Start": start, f"{PERIOD}/End": end, f"{FIRST}/Observation": values(count)}


@pytest.mark.parametrize(
    ("start", "end", "count", "words"),
    [
        ("2025-03-30T00:00:00+01:00", "2025-03-31T00:00:00+01:00", 24, "it ends at 01:00; 2025-03-30 has 23 hours"),
        ("2026-02-27T00:00:00Z", "2026-02-28T00:00:00Z", 24, "00:00 UTC is 01:00 in Oslo"),
        ("2026-02-28T10:00:00+01:00", "2026-02-28T12:00:00+01:00", 2, "it is 10:00 to 12:00 of a day"),
    ],
)  # fmt: skip
def test_a_series_that_is_no_whole_days_is_told_what_it_should_have_been(start, end, count, words):
    """A forgotten clock change, days of another clock, a part of a day: a warning, as a correction may be a part."""
    (finding,) = _findings(_hours(start, end, count))

    assert ("SER120", "warning") == (finding.code, finding.severity.value)
    assert words in finding.message
    assert finding.position.path.endswith("abie:End")


@pytest.mark.parametrize(
    ("end", "count", "code"),
    [("2026-02-28T23:59:00+01:00", 24, "SER103"), ("2026-02-28T23:59:59+01:00", 24, "SER103")],
)
def test_the_last_minute_of_a_day_is_said_by_the_step(end, count, code):
    """An end that is no whole step has the finding of its step, and no second one."""
    assert [code] == [
        code_found
        for code_found in _codes(_hours("2026-02-28T00:00:00+01:00", end, count))
        if code_found != "SER105"
    ]


def test_the_period_of_a_withdrawal_may_be_any():
    """What is withdrawn was wrong, in its period too."""
    assert "SER121" not in _codes({f"{PERIOD}/End": "2026-02-28T23:00:00+01:00"}, "withdrawal")
    assert ["SER121"] == _codes({f"{PERIOD}/End": "2026-02-28T23:00:00+01:00"}, "volume")


def test_what_elhub_sends_may_be_cut_anywhere():
    """A correction, a query or a payload of 9999 values ends where it ends."""
    assert [] == _codes(
        {f"{PERIOD}/End": "2026-02-28T12:00:00+01:00", f"{FIRST}/Observation": values(12)}, "values"
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"MeteringPointUsedDomainLocation": point(E17)}, []),
        ({"MPDetailMeasurementMeteringPointCharacteristic/Direction": "Out"}, []),
        (
            {
                "MeteringPointUsedDomainLocation": point(E20),
                "MPDetailMeasurementMeteringPointCharacteristic/Direction": "Out",
            },
            [("SER122", uuid(103))],
        ),
    ],
)
def test_a_series_is_its_point_product_direction_and_period(changes, expected):
    """Another point or direction is another series; the same again is named at its second place."""
    findings = _findings({f"{SECOND}/{path}": value for path, value in changes.items()})

    assert expected == [(finding.code, finding.payload) for finding in findings]


@pytest.mark.parametrize(
    ("start", "end", "hours", "resolution", "expected"),
    [
        ("2026-02-27T00:00:00+01:00", "2026-03-01T00:00:00+01:00", 48, "PT1H", ["SER122"]),
        ("2026-02-27T00:00:00+01:00", "2026-02-28T00:00:00+01:00", 24, "PT1H", []),
        ("2026-02-27T00:00:00+01:00", "2026-03-01T00:00:00+01:00", 192, "PT15M", []),
    ],
)
def test_a_period_that_overlaps_another_of_its_series_is_told(start, end, hours, resolution, expected):
    """Two values of one hour; days beside each other, and other steps, are none."""
    period = f"{SECOND}/ObservationPeriodTimeSeriesPeriod"
    findings = _findings(
        {
            f"{SECOND}/MeteringPointUsedDomainLocation": point(E20),
            f"{SECOND}/MPDetailMeasurementMeteringPointCharacteristic/Direction": "Out",
            f"{period}/Start": start,
            f"{period}/End": end,
            f"{period}/ResolutionDuration": resolution,
            f"{SECOND}/Observation": values(hours),
        }
    )

    assert expected == [finding.code for finding in findings if finding.code == "SER122"]
    assert all("overlaps" in finding.message for finding in findings if finding.code == "SER122")


def test_one_cause_has_one_finding():
    """Values of tomorrow are in the future; that they were registered and sent before is no second fault."""
    tomorrow = _hours("2026-03-03T00:00:00+01:00", "2026-03-04T00:00:00+01:00", 24)

    assert ["SER106"] == _codes(tomorrow)
    assert ["SER124"] == _codes({"Header/Creation": "2026-02-28T12:00:00+01:00"}, "volume")
