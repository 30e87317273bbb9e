"""Times ahead of the validation, in words."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.paths import FIXTURES

import edielkit
from edielkit.passed_times import at_least, at_most, told_apart

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


def test_a_limit_at_the_end_of_the_calendar_is_named_as_it_is():
    """There is no second behind the last one."""
    last = dt.datetime.max.replace(tzinfo=dt.UTC)

    assert last.isoformat() == at_least(last)


@pytest.mark.parametrize(
    "later",
    [NOW.replace(microsecond=900_000), NOW.replace(microsecond=900_000).astimezone(dt.timezone(dt.timedelta(hours=1)))],
)  # fmt: skip
def test_instants_of_one_second_are_told_apart_by_its_fractions(later):
    """What is expected is never the text of what was found, on whichever clock either is written."""
    assert f"at most {NOW.isoformat()}, found {later.isoformat()}" == at_most(NOW, later)


def test_instants_of_one_minute_are_told_apart_where_minutes_are_shown():
    """Another way of writing tells less."""
    limit, written = told_apart(NOW, NOW.replace(second=30), "{:%H:%M}".format)

    assert (NOW.isoformat(), NOW.replace(second=30).isoformat()) == (limit, written)


def test_a_creation_later_in_the_second_of_the_validation_says_by_how_much():
    """The sentence has two different times."""
    data = XML.replace(b"2026-02-02T05:31:12", b"2026-02-02T05:31:12.9")
    now = dt.datetime(2026, 2, 2, 5, 31, 12, 500_000, tzinfo=dt.UTC)
    (words,) = [
        finding.message for finding in edielkit.validate(data, now=now).findings if finding.code == "SER125"
    ]

    assert "05:31:12.500000" in words
    assert "05:31:12.9" in words
