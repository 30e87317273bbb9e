"""The values of a line or transaction as bytes, segment by segment."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from tests.support.conversion_pairs import series

from edielkit.conversion.code_mappings import CODE_OF_STATUS
from edielkit.conversion.value_blocks import mscons_values, utilts_values
from edielkit.edifact.timestamps import Clock
from edielkit.edifact.write import value_segments
from edielkit.edifact.write.mscons import FORMS
from edielkit.errors import BuildError
from edielkit.market_time import OSLO
from edielkit.series import Observations, Status

NORDIC, GERMAN = FORMS["no"], FORMS["de"]


def of(quantity, status=0, position=None):
    """Return a series of a summer day with few values."""
    count = len(quantity)
    zeros = np.zeros(count, np.uint8)
    values = Observations(
        position=np.arange(1, count + 1) if position is None else np.array(position),
        quantity=np.array(quantity, np.int64),
        status=zeros + np.array(status, np.uint8),
        validation=zeros,
        estimation=zeros,
    )
    return attrs.evolve(series("2026-06-04", "Out"), observations=values)


def test_a_nordic_value_has_one_time():
    """QTY and DTM+324 in normal time, two segments a value."""
    block = mscons_values(of([1500, -5]), NORDIC, {Status.METERED: "136"}, 3, "here")

    assert (
        b"QTY+136:1.5'DTM+324:202606032300202606040000:Z13'"
        b"QTY+136:-0.005'DTM+324:202606040000202606040100:Z13'"
    ) == block.data
    assert 4 == block.count


def test_a_german_value_has_two_times_with_their_zone():
    """QTY, DTM+163 and DTM+164 in UTC with a released plus, three segments a value."""
    block = mscons_values(of([0]), GERMAN, {Status.METERED: "220"}, 3, "here")

    assert b"QTY+220:0'DTM+163:202606032200?+00:303'DTM+164:202606032300?+00:303'" == block.data
    assert 3 == block.count


@pytest.mark.parametrize("most", [0, 4096])
def test_series_of_one_period_are_written_as_each_alone(monkeypatch, most):
    """Times that are written again are those of the series, in the form of each."""
    monkeypatch.setattr(value_segments, "_FEW", most)
    summer, later = of([1500, 2000]), of([1500, 2000], position=[3, 4])
    texts = [
        mscons_values(values, form, {Status.METERED: "136"}, 3, "here").data
        for values in (summer, later, summer)
        for form in (NORDIC, GERMAN)
    ]

    assert texts[:2] == texts[4:]
    assert len({*texts}) == 4
    assert b"202606040200202606040300" in texts[2]
    assert b"DTM+163:202606040100?+00:303'" in texts[3]


def test_missing_values_are_left_out_or_have_a_code():
    """Without a code for them the others keep their places."""
    values = of([1000, 0, 3000], [0, Status.MISSING, 0])
    without = mscons_values(values, NORDIC, {Status.METERED: "136"}, 3, "here")
    with_code = mscons_values(values, NORDIC, {Status.METERED: "136", Status.MISSING: "Z30"}, 3, "here")

    assert [b"QTY+136:1", b"QTY+136:3"] == without.data.split(b"'")[:-1:2]
    assert b"202606040100202606040200" in without.data
    assert 4 == without.count
    assert [b"QTY+136:1", b"QTY+Z30:0", b"QTY+136:3"] == with_code.data.split(b"'")[:-1:2]


@pytest.mark.parametrize(
    ("values", "form", "words"),
    [
        (of([-1]), GERMAN, "no negative quantity"),
        (of([0], Status.MISSING), NORDIC, "no value that MSCONS can hold"),
        (of([1], position=[25]), NORDIC, "outside the period"),
        (of([1]), attrs.evolve(NORDIC, clock=Clock(zone=OSLO, calendar=OSLO)), "a form with a fixed offset"),
    ],
)
def test_what_no_line_can_hold_is_refused(values, form, words):
    """The sign of a form, nothing left, a place without time, a zone without an offset of its own."""
    with pytest.raises(BuildError, match=words):
        mscons_values(values, form, {Status.METERED: "136"}, 3, "here")


def test_a_transaction_numbers_its_values():
    """SEQ, QTY, and STS where the status has a code."""
    block = utilts_values(of([1500, 0], [0, Status.ESTIMATED], [1, 24]), CODE_OF_STATUS, "here")

    assert b"SEQ++1'QTY+136:1.5'SEQ++24'QTY+136:0'STS+8+56'" == block.data
    assert 5 == block.count


@pytest.mark.parametrize(
    ("values", "words"),
    [(of([]), "has no values"), (of([1], position=[0]), "outside the period")],
)
def test_what_no_transaction_can_hold_is_refused(values, words):
    """Nothing, and places that the period does not have."""
    with pytest.raises(BuildError, match=words):
        utilts_values(values, CODE_OF_STATUS, "here")


@pytest.mark.parametrize("write", [lambda s: mscons_values(s, NORDIC, {Status.METERED: "136"}, 3, "here"), lambda s: utilts_values(s, CODE_OF_STATUS, "here")])  # fmt: skip
def test_a_value_that_was_not_read_is_not_written(write):
    """A row that columns cannot hold has no number to write."""
    values = of([0], Status.MISSING)
    unparsed = attrs.evolve(values.observations, unparsed=((0, "1.2345"),))

    with pytest.raises(BuildError, match="more decimals or digits"):
        write(attrs.evolve(values, observations=unparsed))
