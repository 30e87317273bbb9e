"""Pairs of channels, and the zero channels that lack."""

from __future__ import annotations

import datetime as dt
from itertools import count

import attrs
import numpy as np
from tests.support.exchange_fixtures import JUNE, gross, part, place, point_id, series, values

from edielkit.exchange import (
    ExchangePoint,
    fill,
    pair,
    zero_channel,
)

IN_ONLY = ExchangePoint(incoming=point_id(1))


def test_fill_writes_only_what_is_missing():
    """Where Out is there for some hours, zeros fill the others, a series for each run, each with its own id."""
    whole = series(1, "In", values(JUNE, "PT1H", 1))
    some = part(zero_channel(whole), 5, 9)
    ids = (f"id{n}" for n in count())
    added = fill([whole, some], [IN_ONLY], new_id=lambda: next(ids)).added

    assert [("id0", 5), ("id1", 15)] == [(item.identification, len(item.observations)) for item in added]
    assert [0, 9] == [(item.period.start - whole.period.start) // dt.timedelta(hours=1) for item in added]
    assert {"Out"} == {item.direction for item in added}


def test_fill_sees_that_quarters_cover_hours():
    """Zeros by the quarter are no hole beside hours: what is unequal is for the check to say."""
    whole = series(1, "In", values(JUNE, "PT1H", 1))
    quarters = series(1, "Out", np.zeros(96, np.int64), code="PT15M")

    assert () == fill([whole, quarters], [IN_ONLY]).added


def test_fill_invents_no_values():
    """A metered channel that is missing stays missing and is named; other points are left alone."""
    filled = fill([gross(1)[0], gross(5)[0]], [place(1)])

    assert () == filled.added
    assert 1 == len(filled.left)
    assert "Out is metered there" in filled.left[0]


def test_pair_takes_what_belongs_together():
    """PT1H and PT60M are one resolution; another period or point is another pair."""
    incoming, outgoing = gross(1)
    same = attrs.evolve(outgoing, resolution="PT60M")
    other = gross(2)[0]

    assert [(True, incoming, same), (False, other, None)] == [(p.whole, p.incoming, p.outgoing) for p in pair([incoming, other, same])]  # fmt: skip
