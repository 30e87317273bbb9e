"""The columns of a series, and the public names of the package."""

from __future__ import annotations

import datetime as dt
import pickle
from decimal import Decimal

import attrs
import numpy as np
import pytest
from tests.support.series_cases import block, full, metered_series

import edielkit
import edielkit.series as package
from edielkit.market_time import day_period
from edielkit.series import Observation, Observations, Status, TimeSeries, decimal, thousandths


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


DAY = day_period(dt.date(2026, 10, 25))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"direction": "Inn"}, "expected the direction In, Out or None, found 'Inn'"),
        ({"resolution": "PT7M"}, "expected a resolution of PT5M, PT15M, .* found 'PT7M'"),
        (
            {"values": [1] * 24},
            "expected 25 values of PT1H from 2026-10-25 00:00 to 2026-10-26 00:00 in Oslo, found 24",
        ),
        ({"values": [1] * 23 + ["x", 2]}, "value 23: expected a finite decimal number, found 'x'"),
        ({"values": [Decimal("0.1234")] * 25}, "value 0: expected at most three decimals, found 0.1234"),
        ({"resolution": "P1M"}, "expected a whole number of values of P1M"),
    ],
)
def test_own_series_are_refused_at_once(wrong, words):
    """Direction, resolution, count and each amount, with what would be right."""
    fields = {"values": [1] * 25, "period": DAY, "resolution": "PT1H", "direction": "In", **wrong}

    with pytest.raises(ValueError, match=words):
        TimeSeries.of(fields.pop("values"), **fields)


def test_own_series_of_a_whole_day():
    """The day of 25 hours, with the other fields as they are."""
    series = TimeSeries.of(
        ["0.5"] * 25, period=DAY, resolution="PT1H", direction="Out", product="8716867000030"
    )

    assert (Decimal("12.500"), "Out", "8716867000030") == (
        series.observations.total,
        series.direction,
        series.product,
    )


@pytest.mark.parametrize("amounts", [[1.5], [1, 0.0], [float("nan")]])
def test_floats_are_refused(amounts):
    """They are not exact; the text names the value."""
    with pytest.raises(TypeError, match=f"value {len(amounts) - 1}: a float is not exact"):
        Observations.metered(amounts)


def test_unknown_codes_are_named():
    """With the value's index and the codes that there are."""
    rows = [Observation(1, Decimal(1)), Observation(2, Decimal(1), Status.ESTIMATED, "V000")]

    with pytest.raises(ValueError, match=r"value 1: expected a code of validation V001, .* found 'V000'"):
        Observations.of(rows)


def test_a_missing_value_is_not_summed():
    """A wire may write an amount beside a value that it calls missing."""
    values = Observations.metered(["1.5", "2.25"])
    marked = attrs.evolve(values, status=np.array([Status.METERED, Status.MISSING], np.uint8))

    assert (Decimal("3.750"), Decimal("1.500")) == (values.total, marked.total)
    assert [Decimal("1.500"), None] == [value.quantity for value in marked]


@pytest.mark.parametrize(
    ("values", "row", "words"),
    [
        ([], 0, "no row of a series without values, found 0"),
        ([1, 2], 2, "a row from 0 to 1, found 2"),
        ([1], -2, "a row from 0 to 0, found -2"),
    ],
)
def test_a_row_that_is_not_there_is_refused(values, row, words):
    """With the rows that there are."""
    with pytest.raises(IndexError, match=f"expected {words}"):
        Observations.metered(values)[row]
