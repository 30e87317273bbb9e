"""Series as plain data that a person can read."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from tests.support.series_cases import block, metered_series

from edielkit.tables import (
    from_dicts,
    to_dicts,
)

REGISTERED = dt.datetime(2024, 6, 5, 6, 59, 59, 123456, tzinfo=dt.UTC)
ONE = {"values": {"position": [1], "quantity": [1]}}


def test_plain_data_is_readable():
    """The shape of a series as plain data."""
    series = metered_series(
        [], observations=block([1500, 0, 0], status=[0, 5, 5], unparsed=((2, "?"),)), registered=REGISTERED
    )

    assert [
        {
            "metering_point": "707057500012345670",
            "grid_area": None,
            "product": None,
            "unit": "kWh",
            "direction": None,
            "resolution": "PT1H",
            "identification": None,
            "registered": "2024-06-05T06:59:59.123456Z",
            "period": ["2024-06-03T22:00:00Z", "2024-06-04T22:00:00Z"],
            "values": {
                "position": [1, 2, 3],
                "quantity": ["1.500", None, None],
                "status": ["metered", "missing", "missing"],
                "validation": [None] * 3,
                "estimation": [None] * 3,
            },
            "unparsed": [[2, "?"]],
        }
    ] == list(to_dicts([series]))


@pytest.mark.parametrize(
    "mapping",
    [
        {},
        {"values": {"position": [1]}},
        {"values": {"position": [1], "quantity": [1.5]}},
        {"values": {"position": [1], "quantity": [None], "status": ["metered"]}},
        {"values": {"position": [1], "quantity": [1, 2]}},
        {"values": {"position": [1], "quantity": [1], "status": ["x"]}},
        {"values": {"position": [1], "quantity": [1]}, "period": ["2024-06-04", "2024-06-05"]},
        {"values": {"position": [1], "quantity": [1]}, "period": ["2024-06-04T00:00Z"]},
        {"values": {"position": [2**40], "quantity": [1]}},
        {"values": {"position": [1], "quantity": ["NaN"]}},
        {"values": {"position": [1], "quantity": [10**30]}},
        {"values": 5},
        7,
    ],
)
def test_a_mapping_that_is_no_series_is_an_error(mapping):
    """Plain data that does not fit raises ValueError."""
    with pytest.raises(ValueError, match=r"."):
        list(from_dicts([mapping]))


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (7, "expected a series as an object, found a number"),
        ({}, "values: expected an object with position and quantity, found nothing"),
        ({"values": [1]}, "values: expected an object with position and quantity, found a list"),
        ({"values": {"position": [1]}}, "values.quantity: expected a list, found nothing"),
        ({"values": {"position": [1], "quantity": "1"}}, "values.quantity: expected a list, found text"),
        ({"values": {"position": [1], "quantity": [1, 2]}}, "values.quantity: expected as many items as positions, 1"),
        ({"values": {"position": [2**40], "quantity": [1]}}, "values.position, row 0: expected a whole number of 32 bits"),
        ({"values": {"position": [1.5], "quantity": [1]}}, "values.position, row 0: expected a whole number of 32 bits"),
        ({"values": {"position": [1], "quantity": [10**30]}}, "values.quantity, row 0: expected a number such as 1.5"),
        ({"values": {"position": [1], "quantity": [[]]}}, "values.quantity, row 0: expected a number such as 1.5"),
        ({"values": {"position": [1], "quantity": [1], "status": ["x"]}}, "values.status, row 0: expected metered"),
        ({"values": {"position": [1], "quantity": [1], "validation": [{}]}}, "values.validation, row 0: expected V001"),
        ({**ONE, "period": 5}, "period: expected a list of two instants, found a number"),
        ({**ONE, "period": [5, 6]}, "period: expected an instant with a time zone"),
        ({**ONE, "registered": "x"}, "registered: expected an instant with a time zone"),
        ({**ONE, "unit": 5}, "unit: expected text, found a number"),
        ({**ONE, "unparsed": [5]}, "unparsed: expected pairs of a row number and a text, found a number"),
    ],
)  # fmt: skip
def test_a_fault_names_the_field_and_what_is_expected(mapping, words):
    """Not in the words of Python."""
    with pytest.raises(ValueError, match="^" + re.escape(words)):
        list(from_dicts([mapping]))
