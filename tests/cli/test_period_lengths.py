"""How long a period is, in words: what is different is told."""

from __future__ import annotations

import datetime as dt

import pytest

from edielkit.cli.language import speak
from edielkit.cli.output.instant_texts import period_text
from edielkit.market_time import Period
from edielkit.suggest import in_digits

START = dt.datetime(2026, 1, 31, 23, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (dt.timedelta(days=3), "3 days"),
        (dt.timedelta(days=2, hours=12), "2.5 days"),
        (dt.timedelta(days=3, seconds=1), "72.000278 hours"),
        (dt.timedelta(hours=743), "743 hours"),
        (dt.timedelta(days=1), "24 hours"),
        (dt.timedelta(hours=1), "1 hour"),
        (dt.timedelta(seconds=1), "1 second"),
        (dt.timedelta(microseconds=100), "0.0001 seconds"),
        (dt.timedelta(microseconds=-1), "-0.000001 seconds"),
        (dt.timedelta(days=3, microseconds=1), "259200.000001 seconds"),
        (dt.timedelta(days=2_900_000, microseconds=1), "250560000000.000001 seconds"),
        (dt.timedelta(), "0 hours"),
    ],
)  # fmt: skip
def test_a_length_is_rounded_to_no_other(duration, words):
    """Three days and a second are not 3 days, and a second is not a part of an hour."""
    assert period_text(Period(START, START + duration)).endswith(f", {words}")


def test_what_is_not_zero_has_a_digit_that_is_not():
    """A small number has more decimals, a negative zero no sign."""
    assert ["-0.001", "0.0004", "-0.5", "0"] == [in_digits(n, 0) for n in (-0.001, 0.0004, -0.5, -0.0)]


@pytest.mark.parametrize(
    ("duration", "words"),
    [(dt.timedelta(seconds=1), "1 sekund"), (dt.timedelta(milliseconds=1500), "1.5 sekunder")],
)  # fmt: skip
def test_a_length_of_seconds_is_said_in_norwegian(duration, words):
    """Seconds have their word as hours and days have."""
    speak("nb")
    try:
        assert period_text(Period(START, START + duration)).endswith(words)
    finally:
        speak("en")
