"""What codes say about values, directions and units."""

import pytest
from tests.support.edifact_series import (
    mscons,
    only,
    value,
)

from edielkit.edifact.messages import Mscons
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.series.value_codes import (
    SeriesOptions,
    direction_of_obis,
    status_of_qualifier,
    status_of_reason,
    unit_of_obis,
)
from edielkit.series import Status


def test_status_by_each_profile():
    """Qualifiers, and what the caller knows about more of them and about MEA codes."""
    body = (
        "LIN+1++1501'"
        + value("32300", "40000")
        + value("40000", "40100", code="67")
        + value("40100", "40200", code="Z18")
    )
    assert [0, 1, 0] == only(mscons(body)).observations.status.tolist()
    german = mscons(body, release="04B", guide="2.4c")
    assert [0, 1, 3] == only(german).observations.status.tolist()
    own = SeriesOptions(qualifiers={"Z18": Status.FINAL_ESTIMATED})
    assert [0, 1, 2] == only(mscons(body), own).observations.status.tolist()
    measured = SeriesOptions(measures={"2": Status.TEMPORARY})
    with_code = mscons(body + "CCI+++Z04'MEA+SV++ZZ:2'")
    assert [3, 1, 3] == only(with_code, measured).observations.status.tolist()


@pytest.mark.parametrize(
    ("code", "direction", "unit"),
    [
        ("1-1:1.29.0", "Out", "KWH"), ("1-1:2.8.0*255", "In", "KWH"), ("1.29.0", "Out", "KWH"),
        ("1-1:3.29.0", "Out", "KVR"), ("1-1:4.9.0", "In", "KVR"), ("1-1:5.29.0", None, "KVR"),
        ("1-1:1.6.0", "Out", "KWT"), ("7-0:9.98.0", None, None), ("8716867000030", None, None), ("1-1:9.29.0", None, None),
    ],
)  # fmt: skip
def test_obis(code, direction, unit):
    """The C group carries the direction, C and D the unit, of electricity only."""
    assert direction == direction_of_obis(code)
    assert unit == unit_of_obis(code)


def test_tables_of_codes():
    """Profiles read the qualifiers in their own way; unknown codes stay unknown."""
    options = SeriesOptions()
    assert Status.CALCULATED == status_of_qualifier("79", "de", options)
    assert Status.ESTIMATED == status_of_qualifier("79", "ch", options)
    assert status_of_qualifier("79", "no", options) is None
    assert Status.FINAL_ESTIMATED == status_of_reason("81")
    assert status_of_reason("999") is None
    guides = {"EDIEL2": "no", "E2SE5B": "se", "E5DK02": "dk", "2.4c": "de", "6A": "no", "?": None}
    for guide, profile in guides.items():
        assert profile == profile_of(Mscons(release="96A", association=guide))
    assert profile_of(Mscons(release="99A", association="1.6")) == "ch"


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        # data element 4405; 113 (incomplete) and 125 (adjusted) have no status of their own (derived)
        ("21", Status.TEMPORARY),
        ("39", Status.METERED),
        ("46", Status.MISSING),
        ("56", Status.ESTIMATED),
        ("81", Status.FINAL_ESTIMATED),
        ("113", Status.TEMPORARY),
        ("125", Status.ESTIMATED),
        # rejected: nothing is said of how the value came about
        ("41", None),
        ("", None),
        ("0113", None),
    ],
)
def test_the_status_that_a_reason_says(reason, status):
    """STS+8 says how good a value is, and what it does not say is not guessed."""
    assert status is status_of_reason(reason)
