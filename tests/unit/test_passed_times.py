"""Times ahead of the validation, in words."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.paths import FIXTURES

import edielkit
from edielkit.passed_times import at_least, at_most

NOW = dt.datetime(2026, 9, 1, 10, 0, 0, 123456, tzinfo=dt.UTC)
XML = (FIXTURES / "emif/metering/CollectedData.xml").read_bytes()
EDIFACT = (FIXTURES / "edifact/mscons-no-spring-23-hours.edi").read_bytes()


@pytest.mark.parametrize(
    ("data", "written", "misspelt", "code", "meant"),
    [
        (XML, b"RegistrationDateTime>2026", b"RegistrationDateTime>9998", "SER126", "2026-02-02T05:30:00+00:00"),
        (XML, b"Creation>2026", b"Creation>9998", "SER125", "2026-02-02T05:31:12+00:00"),
        (XML, b"End>2026", b"End>9998", "SER106", "2026-02-01T23:00:00+00:00"),
        (EDIFACT, b"DTM+137:2024", b"DTM+137:9998", "SER040", "2026-06-05T07:15+0200"),
        (EDIFACT, b"DTM+164:2024", b"DTM+164:9998", "SER041", "2026-04-01T00:00+0200"),
    ],
)  # fmt: skip
def test_a_year_that_is_misspelt_is_answered_with_one_that_has_passed(data, written, misspelt, code, meant):
    """The twins of both wires say which, to the second or minute of the wire, whatever the clock of the validation has."""
    findings = edielkit.validate(data.replace(written, misspelt), now=NOW).findings
    (words, *_) = [finding.message for finding in findings if finding.code == code]

    assert f"did you mean {meant}?" in words
    assert ".123456" not in words


def test_a_time_of_tomorrow_is_no_misspelt_year():
    """What lies ahead by a year at most has its own year; a 29 February has one that was a leap year."""
    tomorrow = NOW + dt.timedelta(days=1)

    assert "at most 2026-09-01T10:00:00+00:00, found 2026-09-02T10:00:00+00:00" == at_most(NOW, tomorrow)
    assert "did you mean 2024-02-29" in at_most(NOW, dt.datetime(2828, 2, 29, tzinfo=dt.UTC))
    assert "did you mean" not in at_most(dt.datetime(1, 1, 1, tzinfo=dt.UTC), NOW.replace(month=12))


def test_a_limit_to_the_second_is_still_kept():
    """What is at the limit that is named does not lie before the one that is meant."""
    assert at_least(NOW) > NOW.isoformat(timespec="seconds")
    assert at_least(NOW.replace(microsecond=0)) == NOW.isoformat(timespec="seconds")
