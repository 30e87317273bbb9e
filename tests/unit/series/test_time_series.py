"""The columns of a series, and the public names of the package."""

from __future__ import annotations

import pickle
from decimal import Decimal

import numpy as np
import pytest
from tests.support.series_cases import block, full, metered_series

import edielkit
import edielkit.series as package
from edielkit.series import Observation, Observations, Status, decimal, thousandths


def test_every_public_name_is_there():
    """`__all__` holds names that exist, each once."""
    assert len(package.__all__) == len(set(package.__all__))
    assert all(hasattr(package, name) for name in package.__all__)
    assert package.TimeSeries is edielkit.TimeSeries


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("-0.001", -1),
        ("999999999999.999", 10**15 - 1),
        ("1E+3", 10**6),
        (7, 7000),
        (Decimal("1.50"), 1500),
    ],
)
def test_thousandths_and_back(text, number):
    """Amounts are whole thousandths, exact."""
    assert number == thousandths(text)
    assert Decimal(number) / 1000 == decimal(number)


@pytest.mark.parametrize("text", ["0.0001", "1,5", "", "NaN", "Infinity", "1000000000000"])
def test_what_is_no_amount_is_refused(text):
    """More decimals, more digits, a decimal comma and no number at all raise."""
    with pytest.raises(ValueError, match="expected"):
        thousandths(text)


def test_rows_become_columns_and_rows_again():
    """Values of every kind survive the columns."""
    rows = [
        Observation(1, Decimal("0.125"), Status.ESTIMATED, "V001", "E002"),
        Observation(2, None, Status.MISSING),
        Observation(3, Decimal("-2.000"), Status.CALCULATED),
    ]
    columns = Observations.of(rows)

    assert rows == list(columns)
    assert rows[-1] == columns[-1] == columns[2]
    assert Decimal("-1.875") == columns.total


def test_columns_have_one_length():
    """Columns that do not fit together are refused, and so are tables."""
    with pytest.raises(ValueError, match="the same length"):
        Observations(
            position=np.array([1]),
            **dict.fromkeys(("quantity", "status", "validation", "estimation"), np.zeros(2)),
        )
    with pytest.raises(ValueError, match="one dimension"):
        Observations(
            **dict.fromkeys(("position", "quantity", "status", "validation", "estimation"), np.zeros((2, 2)))
        )


def test_columns_are_read_only_and_series_are_pickled():
    """A series is a value: it cannot be changed, and it travels between actors."""
    day = full()

    with pytest.raises(ValueError, match="read-only"):
        day.observations.quantity[0] = 1
    assert day == pickle.loads(pickle.dumps(day))


def test_instants_need_fixed_steps():
    """Each value has its instant; days have none of their own here."""
    assert "2024-06-03T22:00:00" == str(full().instants()[0])
    for series in (
        full(resolution="P1D"),
        metered_series([1], period=None),
        metered_series([1], resolution=None),
    ):
        with pytest.raises(ValueError, match="resolution of fixed length"):
            series.instants()


def test_the_total_of_large_values_is_exact():
    """A total may leave 64 bits."""
    assert Decimal(2**63).scaleb(-3) == block([2**62, 2**62]).total
