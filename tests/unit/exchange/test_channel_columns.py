"""Values of channels side by side: what is read, in which unit, and what cannot be placed."""

from __future__ import annotations

import datetime as dt

import attrs
import numpy as np
import pytest
from tests.support.exchange_fixtures import NORTH, gross, place

from edielkit.exchange import (
    PointValues,
    balance,
    check,
    check_balance,
)
from edielkit.market_time import Period
from edielkit.series import Observations

POINT = place(1, values=PointValues.GROSS)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"metering_point": None}, "no metering point"),
        ({"product": "8716867000146"}, "has no direction"),
        ({"resolution": "P1D"}, "no resolution in hours or minutes"),
        ({"resolution": None}, "no resolution in hours or minutes"),
        ({"period": None}, "no period"),
        ({"observations": Observations.metered([1, 2, 3], first=0)}, "number in the period is below 1"),
        ({"period": Period(dt.datetime(1, 1, 1, tzinfo=dt.UTC), dt.datetime(1, 1, 2, tzinfo=dt.UTC))}, "before 1980"),
        ({"period": Period(dt.datetime(9999, 12, 30, tzinfo=dt.UTC), dt.datetime(9999, 12, 31, tzinfo=dt.UTC))}, "after 2199"),
    ],
)  # fmt: skip
def test_a_series_that_cannot_be_placed_is_listed(change, words):
    """What has no place in time or no direction by its product is named as not checked."""
    assert any(words in line for line in check([attrs.evolve(gross(1)[0], **change)], [POINT]).not_checked)


@pytest.mark.parametrize(
    ("unit", "factor"), [("kWh", 1), ("KWH", 1), ("MWH", 1000), ("GWH", 1_000_000), (None, 1)]
)
def test_energy_counts_in_kwh_whatever_its_unit(unit, factor):
    """MWh are a thousand kWh, GWh a million; without a unit it is kWh."""
    pair = [attrs.evolve(item, unit=unit) for item in gross(1)]
    area = balance(pair, [place(1)]).of(NORTH)

    assert pair[0].observations.total * factor == area.totals["import"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": "KWT"}, "no unit of energy"),
        ({"unit": "GWH", "quantity": 10**14}, "64 bits"),
    ],
)
def test_what_is_no_energy_or_too_much_is_named(changes, words):
    """Power is never counted as energy, and no sum wraps around."""
    incoming = gross(1)[0]
    values = incoming.observations
    if "quantity" in changes:
        values = attrs.evolve(values, quantity=np.full(len(values), changes["quantity"]))
    balances = balance([attrs.evolve(incoming, unit=changes["unit"], observations=values)], [place(1)])

    assert any(words in line for line in check_balance(balances).not_checked)
