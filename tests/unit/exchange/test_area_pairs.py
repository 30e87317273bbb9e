"""Totals of a pair of areas."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import attrs
from tests.support.exchange_fixtures import gross, place, point_id, series

from edielkit.exchange import (
    mirror,
    reconcile,
)
from edielkit.market_time import Period


def test_reconciliation_counts_what_is_double_once():
    """The total of a pair leaves out the other side's report, and says how much it was."""
    ours = gross(1)
    point = place(1, opposite=(point_id(2),))
    once, twice = (reconcile(reported, [point]) for reported in (ours, [*ours, *(mirror(s, metering_point=point_id(2)) for s in ours)]))  # fmt: skip
    total = ours[0].observations.total + ours[1].observations.total

    assert (ours[0].observations.total, ours[1].observations.total) == (once.pairs[0].into_first, once.pairs[0].into_second)  # fmt: skip
    assert (once.pairs[0].into_first, once.pairs[0].into_second) == (twice.pairs[0].into_first, twice.pairs[0].into_second)  # fmt: skip
    assert (Decimal(0), total) == (once.pairs[0].twice, twice.pairs[0].twice)
    assert ["EXC007"] == [finding.code for finding in twice.pairs[0].doubles]
    assert () == once.pairs[0].findings


def test_reconciliation_finds_the_first_hole():
    """A gap says how much is there and where the first hole is."""
    whole = gross(1)
    start = whole[0].period.start
    late = attrs.evolve(
        series(1, "In", whole[0].observations.quantity[2:], period=Period(start + dt.timedelta(hours=2), whole[0].period.end))
    )  # fmt: skip
    gaps = reconcile([late, whole[1]], [place(1)]).pairs[0].gaps

    assert ["expected 24 hours, found 22; the first hole is at 2024-06-03T22:00Z"] == [
        f.message for f in gaps
    ]
