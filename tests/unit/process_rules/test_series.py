"""The edges of the rules about series."""

from __future__ import annotations

import pytest
from tests.support import rule_messages
from tests.support.rule_cases import FIRST, NOW, PERIOD
from tests.support.rule_messages import BASES, changed, values, written

import edielkit


def _codes(changes, base="series"):
    kind, data = BASES[base]
    report = edielkit.validate(written(kind, changed(data, changes)), now=NOW, level="process")
    return [f.code for f in report]


def _findings(changes, base="series"):
    kind, data = BASES[base]
    return edielkit.validate(written(kind, changed(data, changes)), now=NOW, level="process").findings


def _period(resolution, start, end):
    return {"ResolutionDuration": resolution, "Start": start, "End": end}


def _of(amounts):
    return [({"Metered": amount}, {"Sequence": str(n)}) for n, amount in enumerate(amounts, 1)]


@pytest.mark.parametrize(
    ("resolution", "start", "end", "count"),
    [
        ("PT1H", "2025-03-30T00:00:00+01:00", "2025-03-31T00:00:00+02:00", 23),
        ("PT15M", "2025-03-30T00:00:00+01:00", "2025-03-31T00:00:00+02:00", 92),
        ("PT1H", "2025-10-26T00:00:00+02:00", "2025-10-27T00:00:00+01:00", 25),
        ("PT15M", "2025-10-25T22:00:00Z", "2025-10-26T23:00:00Z", 100),
        ("PT60M", "2026-02-28T00:00:00+01:00", "2026-03-01T00:00:00+01:00", 24),
        ("PT15M", "2026-02-28T00:15:00+01:00", "2026-02-28T00:30:00+01:00", 1),
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
        ({f"{PERIOD}/End": "2026-03-02T11:00:00+01:00", f"{FIRST}/Observation": values(59)}, []),
        ({f"{PERIOD}/End": "2026-03-02T12:00:00+01:00", f"{FIRST}/Observation": values(60)}, ["SER106"]),
        ({PERIOD: _period("PT1H", "2023-03-02T11:00:00+01:00", "2023-03-02T12:00:00+01:00"), f"{FIRST}/Observation": values(1)}, []),
        ({PERIOD: _period("PT1H", "2023-03-02T10:00:00+01:00", "2023-03-02T11:00:00+01:00"), f"{FIRST}/Observation": values(1)}, ["SER107"]),
        ({f"{FIRST}/Observation": None, f"{FIRST}/AnnualPeriodEstimatedMetrics": {"Total": "5"}}, ["SER105"]),
        ({f"{PERIOD}/Start": "2026-02-28T05:30:00+05:30", f"{PERIOD}/End": "2026-03-01T05:30:00+05:30"}, []),
        # positions
        ({f"{FIRST}/Observation": [*values(1, 2), *values(1), *values(22, 3)]}, ["SER110"]),
        ({f"{FIRST}/Observation": [*values(2), *values(22, 9976)]}, ["SER109"]),
        ({f"{FIRST}/Observation": [*values(22, 2), *values(2, 30)]}, ["SER110", "SER109"]),
    ],
)  # fmt: skip
def test_one_fault_one_finding(changes, expected):
    """Each fault gets its own finding and drags no other along."""
    assert expected == _codes(changes)


def test_a_hole_is_shown_where_it_is():
    """The finding stands at the value after the hole, and names the position that is missing."""
    finding = _findings({f"{FIRST}/Observation": [*values(3), *values(21, 5)]})[0]

    assert "expected position 4, found none" == finding.message
    assert finding.position.path.endswith("PayloadEnergyTimeSeries[1]/abie:Observation[4]/@Sequence")


_QUARTERS = _period("PT15M", "2026-02-28T00:00:00+01:00", "2026-02-28T03:00:00+01:00")


@pytest.mark.parametrize(
    ("amounts", "hinted"),
    [
        (["1.5"] * 4 + ["2.5"] * 4 + ["3.5"] * 4, True),
        (["0"] * 4 + ["2.5"] * 4 + ["0"] * 4, True),
        (["1.5"] * 12, False),
        (["0"] * 12, False),
        (["1.5"] * 4 + ["2.5"] * 4 + ["3.5"] * 3 + ["3.501"], False),
        (["1", "2", "3", "4"] * 3, False),
    ],
)
def test_hours_in_disguise_are_hinted_at(amounts, hinted):
    """Hours with four equal quarters are a hint, a constant load is none."""
    changes = {PERIOD: _QUARTERS, f"{FIRST}/Observation": _of(amounts)}

    assert (["SER114"] if hinted else []) == _codes(changes)


def test_the_hours_of_a_hint_are_those_of_the_clock():
    """A series that starts within an hour is looked at from the next whole hour."""
    period = _period("PT15M", "2026-02-28T00:30:00+01:00", "2026-02-28T03:00:00+01:00")
    amounts = ["7", "8"] + ["1"] * 4 + ["2"] * 4

    assert ["SER114"] == _codes({PERIOD: period, f"{FIRST}/Observation": _of(amounts)})


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
