"""Add, subtract, scale, negate, compare."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from tests.support.series_cases import AUTUMN, block, full, metered_series

from edielkit.series import (
    Holes,
    Merge,
    Rounding,
    Status,
    add,
    compare,
    negate,
    scale,
    signed_parts,
    subtract,
)


def quantities(series):
    """Return the thousandths of a series."""
    return series.observations.quantity.tolist()


def rows(series):
    """Return position, quantity and status of each row."""
    values = series.observations
    return list(zip(values.position.tolist(), values.quantity.tolist(), values.status.tolist(), strict=True))


def test_sum_and_difference():
    """Three series added, two subtracted from one, to the thousandth."""
    first, second, third = (metered_series([value] * 24) for value in ("0.001", "0.020", "3"))

    assert [3021] * 24 == quantities(add(first, second, third))
    assert [-3019] * 24 == quantities(subtract(first, second, third))
    assert quantities(first) == quantities(add(first)) == quantities(subtract(first))


def test_a_result_has_what_all_have_in_common():
    """Fields that differ are None in the result."""
    first = metered_series([1] * 24, product="p", direction="In", identification="a")
    second = metered_series([1] * 24, product="p", direction="Out", identification="b")
    net = subtract(first, second)

    assert ("p", None, None, "kWh") == (net.product, net.direction, net.identification, net.unit)
    assert first.metering_point == net.metering_point


MISMATCHES = [
    ({"unit": "MWH"}, "expected one unit, found 'kWh' and 'MWH'"),
    ({"unit": None}, "expected one unit, found 'kWh' and None"),
    ({"resolution": "PT15M"}, "expected one resolution, found PT1H and PT15M"),
    ({"period": full(AUTUMN).period}, "expected one period, .*; cut or align first"),
    ({"period": None}, "a period and a resolution"),
    ({"observations": block([0], status=5, unparsed=((0, "?"),))}, "row 0 of the series has no value"),
    ({"observations": block([1, 1], [1, 1])}, "position 1 occurs more than once"),
]


@pytest.mark.parametrize(("changes", "words"), MISMATCHES)
@pytest.mark.parametrize("operate", [add, subtract, compare])
def test_series_that_do_not_match_are_refused(operate, changes, words):
    """Every mismatch is named."""
    with pytest.raises(ValueError, match=words):
        operate(full(), attrs.evolve(full(), **changes))


def test_nothing_adds_up_to_an_error():
    """A sum needs a series."""
    with pytest.raises(ValueError, match="at least one series"):
        add()


def test_holes_are_refused_or_kept():
    """A value that one side lacks is missing in the sum; what both lack is absent."""
    first = metered_series([], observations=block([1, 2, 0], [1, 2, 4], status=[0, 0, 5]))
    second = metered_series([], observations=block([10, 30, 40], [1, 3, 4]))

    assert [(1, 11, 0), (2, 0, 5), (3, 0, 5), (4, 0, 5)] == rows(add(first, second, holes=Holes.KEEP))
    with pytest.raises(ValueError, match="position 2 has no value in every series"):
        add(first, second)


def test_the_least_certain_addend_marks_the_sum():
    """Status and codes come from the least certain value, the first of equal ones."""
    first = metered_series([], observations=block([1] * 24, status=1, validation=2, estimation=3))
    second = metered_series(
        [], observations=block([1] * 24, status=[3] + [1] * 23, validation=4, estimation=5)
    )
    summed = add(metered_series([1] * 24), first, second).observations

    assert (Status.TEMPORARY, 4, 5) == (summed.status[0], summed.validation[0], summed.estimation[0])
    assert (Status.ESTIMATED, 2, 3) == (summed.status[1], summed.validation[1], summed.estimation[1])
    assert {Status.CALCULATED} == set(add(first, second, merge=Merge.CALCULATED).observations.status.tolist())


def test_an_unknown_status_is_refused():
    """A status that is none has no rank."""
    with pytest.raises(ValueError, match="expected a status, found 9"):
        add(metered_series([], observations=block([1] * 24, status=9)), full())


@pytest.mark.parametrize(
    ("operate", "first", "second"),
    [(add, 2**63 - 1, 1), (add, -(2**63), -1), (subtract, 0, -(2**63)), (subtract, -2, 2**63 - 1)],
)
def test_an_overflow_is_an_error(operate, first, second):
    """A result outside 64 bits is named, not wrapped."""
    left, right = (metered_series([], observations=block([amount] * 24)) for amount in (first, second))

    with pytest.raises(ValueError, match="a sum of series does not fit 64 bits"):
        operate(left, right)


def test_signed_parts_give_the_series_back():
    """Above zero and below zero, each without sign; the first less the second is the series."""
    series = metered_series([5, -7, 0] * 8)
    above, below = signed_parts(series)

    assert [[5000, 0, 0] * 8, [0, 7000, 0] * 8] == [quantities(half) for half in (above, below)]
    assert series == subtract(above, below)
    with pytest.raises(ValueError, match="an opposite value"):
        signed_parts(metered_series([], observations=block([-(2**63)])))


def test_negate_changes_every_sign():
    """The opposite of the opposite is the series."""
    series = full()

    assert [-amount for amount in quantities(series)] == quantities(negate(series))
    assert series == negate(negate(series))
    with pytest.raises(ValueError, match="an opposite value does not fit"):
        negate(metered_series([], observations=block([-(2**63)])))


SCALED = [
    (1500, 1000, Rounding.REFUSE, 1_500_000),
    (1500, "0.25", Rounding.REFUSE, 375),
    (1500, Decimal("-0.1"), Rounding.REFUSE, -150),
    (1500, Fraction(1, 3), Rounding.REFUSE, 500),
    (0, Fraction(1, 7), Rounding.REFUSE, 0),
    (5, "0.5", Rounding.HALF_EVEN, 2),
    (7, "0.5", Rounding.HALF_EVEN, 4),
    (-5, "0.5", Rounding.HALF_EVEN, -2),
    (5, "0.5", Rounding.HALF_UP, 3),
    (-5, "0.5", Rounding.HALF_UP, -3),
    (5, "-0.5", Rounding.HALF_UP, -3),
    (-1, Fraction(1, 3), Rounding.HALF_UP, 0),
    (2, Fraction(1, 3), Rounding.HALF_UP, 1),
    (10**18, Fraction(3, 7), Rounding.HALF_EVEN, 428571428571428571),
    (2**63 - 1, 1, Rounding.REFUSE, None),
]


@pytest.mark.parametrize(("value", "factor", "rounding", "expected"), SCALED)
def test_scaled_values(value, factor, rounding, expected):
    """Products are exact, or rounded as asked."""
    series = metered_series([], observations=block([value]))
    if expected is None:
        with pytest.raises(ValueError, match="a scaled value does not fit"):
            scale(series, factor, rounding=rounding)
    else:
        assert [expected] == quantities(scale(series, factor, rounding=rounding))


def test_scale_names_the_unit_and_the_trouble():
    """The unit may change with the factor; a fourth decimal, a long factor and a float are refused."""
    series = metered_series(["1", "0.001"])

    assert "MWH" == scale(metered_series([1]), "0.001", unit="MWH").unit
    assert "kWh" == scale(series, 2).unit
    with pytest.raises(ValueError, match="the value at position 2 would have more than three decimals"):
        scale(series, "0.001")
    with pytest.raises(ValueError, match="numerator times denominator is below"):
        scale(series, Fraction(2**40, 3**20))
    with pytest.raises(ValueError, match="does not fit 64 bits"):
        scale(metered_series([], observations=block([2**60])), 1000)
    with pytest.raises(TypeError, match="found a float"):
        scale(series, 0.5)


def test_compare_names_every_difference():
    """Differences beyond the tolerance, holes of either side, and what it comes to."""
    first = metered_series([], observations=block([1000, 2000, 3000, 0, 5000], status=[0, 0, 0, 5, 0]))
    second = metered_series([], observations=block([1000, 2005, 2990, 4000], status=[0, 1, 0, 0]))
    comparison = compare(first, second, tolerance="0.005")

    assert not comparison.equal
    assert 3 == comparison.compared
    assert ([3], [3000], [2990]) == (
        comparison.position.tolist(),
        comparison.first.tolist(),
        comparison.second.tolist(),
    )
    assert ([5], [4]) == (comparison.only_first.tolist(), comparison.only_second.tolist())
    assert (Decimal("0.010"), Decimal("0.005")) == (comparison.largest, comparison.difference)


def test_compare_takes_no_negative_tolerance():
    """A tolerance is zero or more, and exact."""
    for tolerance, words in ((-1, "at least zero"), ("0.0001", "three decimals")):
        with pytest.raises(ValueError, match=words):
            compare(full(), full(), tolerance=tolerance)


def test_compare_ignores_point_direction_and_status():
    """The two sides of an exchange compare, whatever they are called."""
    assert compare(
        metered_series([1], direction="In"), metered_series([1], direction="Out", metering_point="x")
    ).equal
    assert not compare(metered_series([1]), metered_series([1, 2])).equal
