"""Instants at the ends of the calendar: checks run to their end, generators say what would be right."""

from __future__ import annotations

import datetime as dt
import re

import pytest

import edielkit
from edielkit.errors import BuildError
from edielkit.generate import generate_message, message_kinds
from edielkit.generate.market import generate_market
from edielkit.generate.market.outputs import market_files

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
BEYOND = b"9999-12-31T23:59:59-12:00"
ENDS = (dt.datetime(1, 1, 1, tzinfo=dt.UTC), dt.datetime(9999, 12, 31, 23, 30, tzinfo=dt.UTC))


def _codes(data: bytes) -> set[str]:
    return {finding.code for finding in edielkit.validate(data, now=NOW).findings}


@pytest.mark.parametrize("kind", ["CollectedData", "NotifyValidatedDataForBillingEnergy"])
def test_an_end_beyond_the_calendar_in_utc_breaks_no_rule_off(kind):
    """The rules that concern times speak of it."""
    data = re.sub(rb"End>[^<]*<", b"End>" + BEYOND + b"<", generate_message(kind, now=NOW).data)

    assert BEYOND in data
    assert _codes(data)
    assert "SYS001" not in _codes(data)


@pytest.mark.parametrize("profile", ["se", "dk", "de", "ch"])
@pytest.mark.parametrize("start", [b"000101010000", b"000101010100", b"999912312359"])
def test_a_value_at_the_ends_of_the_calendar_breaks_no_check_off(profile, start):
    """A clock that shows no time there counts no days."""
    data = generate_message("MSCONS", now=NOW, profile=profile).data
    faulty = re.sub(rb"(QTY[^']*'DTM\+(?:324|163):)[0-9]{12}", rb"\g<1>" + start, data, count=1)

    assert faulty != data
    assert _codes(faulty)
    assert "SYS001" not in _codes(faulty)


@pytest.mark.parametrize("now", ENDS)
@pytest.mark.parametrize("kind", message_kinds())
def test_nothing_is_generated_at_the_ends_of_the_calendar(kind, now):
    """Every kind says for which years there is a message."""
    with pytest.raises(BuildError, match="expected an instant of the years 1100 to 9900"):
        generate_message(kind, now=now)


@pytest.mark.parametrize("kind", message_kinds())
def test_what_is_generated_far_away(kind):
    """The first and the last year that are allowed give messages."""
    for year in (1100, 9900):
        assert generate_message(kind, now=dt.datetime(year, 1, 1, tzinfo=dt.UTC), full=True).data


def test_no_market_on_the_last_day():
    """The values of a market are of days, too."""
    with pytest.raises(BuildError, match="years 1100 to 9900"):
        list(market_files(generate_market(10), [dt.date.max], "messages"))
