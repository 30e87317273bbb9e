"""Amounts become others of the same form, and what adds up still adds up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from edielkit.generate.anonymising.changed_amounts import Amounts, ControlTotal
from edielkit.generate.anonymising.pseudonyms import Pseudonyms

KEY = b"a key of the tests"
SCALE, RESHAPE = (Amounts(values, KEY, Pseudonyms(KEY)) for values in ("scale", "reshape"))
TEXTS = ["10.000", "1", "0", "0.001", "-2.5", "1234567890.123", "5669,998", "99999999999"]


@pytest.mark.parametrize("text", TEXTS)
def test_scaled_amounts_keep_decimals_and_sign(text):
    """One factor below 1, rounded to the decimals that were there."""
    other = SCALE.replaced(text)
    mark = "," if "," in text else "."
    places = len(text.partition(mark)[2])

    exact = Decimal(text.replace(",", ".")) * SCALE.factor
    assert abs(Decimal(other.replace(",", ".")) - exact) <= Decimal("0.5").scaleb(-places)
    assert (places, text.startswith("-")) == (len(other.partition(mark)[2]), other.startswith("-"))
    assert Decimal("0.2") <= SCALE.factor < Decimal("0.8")


@pytest.mark.parametrize("text", TEXTS)
def test_reshaped_amounts_keep_each_zero(text):
    """Other digits from 1 to 9, the same for the same amount."""
    other = RESHAPE.replaced(text)

    assert [character in "123456789" for character in text] == [c in "123456789" for c in other]
    assert other == RESHAPE.replaced(text)


def test_readings_stay_in_order():
    """They are scaled in either way: a later reading is not a smaller one."""
    readings = [RESHAPE.replaced(str(reading), reading=True) for reading in range(1000, 2000, 50)]

    assert sorted(readings, key=Decimal) == readings


@pytest.mark.parametrize("text", ["1.2.3", ".5", "007", "1e5", "1 000"])
def test_what_is_written_otherwise_keeps_its_form(text):
    """It is not calculated with; its digits are others."""
    assert [c.isdigit() for c in text] == [c.isdigit() for c in SCALE.replaced(text)]


def test_a_control_total_that_was_right_stays_right():
    """In its own decimals, or in as many as it needs; a wrong one is no total."""
    total = ControlTotal()
    total.add("1.5", "0.6")
    total.add("2", "0.9")
    assert ("1.5", "1.50", None) == (total.replaced("3.5"), total.replaced("3.50"), total.replaced("3.4"))

    total.add("x", "y")
    assert None is total.replaced("3.5")


def test_a_volume_between_readings_stays_their_difference():
    """After the change too, when it was before."""
    readings = {
        "MeterReadingStart": ("100.5", SCALE.replaced("100.5")),
        "MeterReadingEnd": ("150", SCALE.replaced("150")),
    }
    start, end = (Decimal(readings[name][1]) for name in ("MeterReadingStart", "MeterReadingEnd"))

    assert end - start == Decimal(SCALE.volume(readings, "49.5"))
    assert None is SCALE.volume(readings, "50")
    assert None is SCALE.volume({}, "49.5")
