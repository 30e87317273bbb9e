"""The edges of the rules about the period of series."""

from __future__ import annotations

import pytest

import edielkit
from edielkit.generate.faults import rule_messages
from edielkit.generate.faults.rule_cases import CASES, FIRST, NOW, PERIOD
from edielkit.generate.faults.rule_messages import BASES, changed, values, written
from edielkit.process_rules import check_messages


def _codes(changes, base="series"):
    kind, data = BASES[base]
    report = edielkit.validate(written(kind, changed(data, changes)), now=NOW, level="process")
    return [f.code for f in report]


def _findings(changes, base="series"):
    kind, data = BASES[base]
    return edielkit.validate(written(kind, changed(data, changes)), now=NOW, level="process").findings


def _period(resolution, start, end):
    return {"ResolutionDuration": resolution, "Start": start, "End": end}


@pytest.mark.parametrize(
    ("resolution", "start", "end", "count"),
    [
        ("PT1H", "2025-03-30T00:00:00+01:00", "2025-03-31T00:00:00+02:00", 23),
        ("PT15M", "2025-03-30T00:00:00+01:00", "2025-03-31T00:00:00+02:00", 92),
        ("PT1H", "2025-10-26T00:00:00+02:00", "2025-10-27T00:00:00+01:00", 25),
        ("PT15M", "2025-10-25T22:00:00Z", "2025-10-26T23:00:00Z", 100),
        ("PT60M", "2026-02-28T00:00:00+01:00", "2026-03-01T00:00:00+01:00", 24),
        ("PT1H", "2026-02-27T23:00:00.000Z", "2026-02-28T23:00:00Z", 24),
    ],
)
def test_the_days_of_the_clock_change_are_as_long_as_they_are(resolution, start, end, count):
    """23, 24 and 25 hours, 92, 96 and 100 quarters; one value more or less is E87."""
    period = {PERIOD: _period(resolution, start, end)}

    assert [] == _codes({**period, f"{FIRST}/Observation": values(count)})
    assert ["SER105"] == _codes({**period, f"{FIRST}/Observation": values(count + 1)})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # one fault has one finding: what cannot be told is not guessed
        ({f"{PERIOD}/ResolutionDuration": None}, ["SER101"]),
        ({f"{PERIOD}/Start": None}, ["SER102"]),
        ({f"{PERIOD}/End": None}, ["SER103"]),
        ({f"{PERIOD}/ResolutionDuration": "P1D"}, ["SER101"]),
        ({f"{PERIOD}/End": "2026-02-27T00:00:00+01:00"}, ["SER104"]),
        ({f"{PERIOD}/End": "2026-03-02T11:00:00+01:00", f"{FIRST}/Observation": values(59)}, ["SER120", "SER124"]),
        ({f"{PERIOD}/End": "2026-03-02T12:00:00+01:00", f"{FIRST}/Observation": values(60)}, ["SER106", "SER120"]),
        ({PERIOD: _period("PT1H", "2023-03-02T11:00:00+01:00", "2023-03-02T12:00:00+01:00"), f"{FIRST}/Observation": values(1)}, ["SER120"]),
        ({PERIOD: _period("PT1H", "2023-03-02T10:00:00+01:00", "2023-03-02T11:00:00+01:00"), f"{FIRST}/Observation": values(1)}, ["SER107", "SER120"]),
        ({f"{FIRST}/Observation": None, f"{FIRST}/AnnualPeriodEstimatedMetrics": {"Total": "5"}}, ["SER105"]),
        ({f"{PERIOD}/Start": "2026-02-28T05:30:00+05:30", f"{PERIOD}/End": "2026-03-01T05:30:00+05:30"}, ["SER120"]),
        # positions
        ({f"{FIRST}/Observation": [*values(1, 2), *values(1), *values(22, 3)]}, ["SER110"]),
        ({f"{FIRST}/Observation": [*values(2), *values(22, 9976)]}, ["SER109"]),
        ({f"{FIRST}/Observation": [*values(22, 2), *values(2, 30)]}, ["SER109"]),
    ],
)  # fmt: skip
def test_one_fault_one_finding(changes, expected):
    """Each fault gets its own finding and drags no other along."""
    assert expected == _codes(changes)


def test_faults_of_one_payload_leave_the_others_alone():
    """The finding names its payload, and no other payload is accused."""
    reported = _findings({"PayloadEnergyTimeSeries[3]/Observation": values(25)})

    assert [("SER105", rule_messages.uuid(103))] == [(f.code, f.payload) for f in reported]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({f"{PERIOD}/ResolutionDuration": "P1D", f"{FIRST}/Observation": values(1)}, []),
        ({f"{PERIOD}/ResolutionDuration": "P1D"}, ["SER115"]),
        ({PERIOD: _period("P1M", "2026-01-01T00:00:00+01:00", "2026-03-01T00:00:00+01:00"), f"{FIRST}/Observation": values(2)}, []),
        ({PERIOD: _period("P1D", "2026-02-28T00:00:00Z", "2026-03-01T00:00:00+01:00")}, ["SER117"]),
        ({f"{PERIOD}/End": "2026-02-28T00:00:00+01:00"}, ["SER116"]),
    ],
)  # fmt: skip
def test_messages_of_elhub_are_warned_of(changes, expected):
    """Days and months count by the Norwegian calendar; outside incoming BRS-NO-313 these are warnings."""
    assert expected == _codes(changes, "values")


@pytest.mark.parametrize(
    ("code", "text", "element"),
    [
        ("SER101", "expected ResolutionDuration PT60M or PT1H or PT15M, found PT30M", "ResolutionDuration"),
        ("SER102", "expected Start at a whole hour for PT1H, found 00:15:00", "Start"),
        ("SER103", "expected End at a whole hour for PT1H, found 23:59:59", "End"),
        ("SER104", "expected End after Start", "End"),
        ("SER105", "expected 24 values of PT1H from Start to End, found 23", "ObservationPeriodTimeSeriesPeriod"),
        ("SER106", "expected an End that has passed, at most 2026-03-02T11:00:00+01:00, found 2026-03-03T00:00:00+01:00", "End"),
        ("SER107", "expected a Start at most 3 years back, from 2023-03-02T11:00:00+01:00 on, found 2023-03-01T00:00:00+01:00", "Start"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_period_stands_at_its_element(code, text, element):
    """The words of each rule, and the element that has the fault."""
    case = next(case for case in CASES if case.code == code)
    (finding,) = edielkit.validate(case.wrong, now=NOW, level="process").findings

    assert (code, text) == (finding.code, finding.message)
    assert finding.position.path.endswith(f"/abie:{element}")


@pytest.mark.parametrize(
    ("part", "code", "text"),
    [
        ("ResolutionDuration", "SER101", "expected ResolutionDuration PT60M or PT1H or PT15M, found none"),
        ("Start", "SER102", "expected Start, found none"),
        ("End", "SER103", "expected End, found none"),
    ],
)
def test_what_a_period_lacks_is_said_at_the_period(part, code, text):
    """Where no schema has said so, of a value."""
    kind, data = BASES["series"]
    message = edielkit.parse(written(kind, changed(data, {f"{PERIOD}/{part}": None})))
    (finding,) = check_messages([message], now=NOW, level="process").findings

    assert (code, text) == (finding.code, finding.message)
    assert finding.position.path.endswith("PayloadEnergyTimeSeries[1]/abie:ObservationPeriodTimeSeriesPeriod")
