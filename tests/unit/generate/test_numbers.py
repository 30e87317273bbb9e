"""Numbers of test data: right check digits, and nobody's."""

from __future__ import annotations

import datetime as dt
import random
import re

import pytest

from edielkit.generate import generate_messages
from edielkit.generate.numbers import SERIES, Numbers
from edielkit.generate.people import draw_customer, draw_place, words


@pytest.mark.parametrize("kind", SERIES)
def test_a_number_is_valid_and_of_its_series(kind):
    """Form and check digits are right, and the series is known by its digits."""
    rng = random.Random(kind)
    for _ in range(200):
        number = SERIES[kind].draw(rng)
        assert SERIES[kind].kind.is_valid(number)
        assert SERIES[kind].holds(number)


def test_no_birth_number_has_a_month_of_the_calendar():
    """80 is added to the month: nobody is born in it."""
    numbers = Numbers(random.Random(1))
    months = {int(numbers.person()[2:4]) for _ in range(300)}

    assert set(range(81, 93)) == months


@pytest.mark.parametrize("number", ["01019000000", "7080000000012", "", "0181900000x"])
def test_other_numbers_are_of_no_series(number):
    """Another month, another prefix, nothing at all."""
    assert not any(series.holds(number) for series in SERIES.values())


def test_no_number_comes_twice():
    """Two points of a message are two."""
    numbers = Numbers(random.Random(2))

    assert 2000 == len({numbers.gln() for _ in range(2000)})


def test_a_message_has_no_other_numbers():
    """Eleven digits in a row are a birth number of the series, wherever they stand by themselves."""
    now = dt.datetime(2026, 3, 30, 11, 37, tzinfo=dt.UTC)
    for generated in generate_messages("RequestStartOfSupply", 40, now=now, full=True):
        for number in re.findall(rb">(\d{11})<", generated.data):
            assert SERIES["birth_number"].holds(number.decode())


def test_a_customer_is_a_person_or_an_enterprise():
    """Never both, never neither."""
    rng = random.Random(3)
    for _ in range(50):
        customer = draw_customer(rng, Numbers(rng))
        assert (customer.name is None) is (customer.scheme == "Z01") is (customer.family_name is not None)


def test_places_and_words_are_invented():
    """A postal code behind the last one, and texts of the length that is asked for."""
    rng = random.Random(4)

    assert all(draw_place(rng).postcode >= "9992" for _ in range(50))
    assert all(1 <= len(words(rng, most)) <= most for most in range(1, 60))
