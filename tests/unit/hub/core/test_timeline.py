"""Timelines: what a rollback restores, and what it leaves as it has become since."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.support.hub_fixtures import ADDRESS, AGENT, ANNA, BERIT, NEW, OLD, customer

from edielkit.hub import Access, Occupancy, Supply, Timeline
from edielkit.hub.core.timeline import moved_in, restored

FIRST, MOVE = dt.date(2024, 1, 1), dt.date(2026, 2, 1)
GIVEN = Access(start=FIRST, party=AGENT, process="given")
BEFORE = Timeline(
    occupancies=(Occupancy(start=FIRST, customer=customer(ANNA), addresses=(ADDRESS,)),),
    supplies=(Supply(start=FIRST, supplier=OLD),),
    accesses=(GIVEN,),
)
AFTER = moved_in(
    BEFORE,
    Occupancy(start=MOVE, customer=customer(BERIT), addresses=(ADDRESS,), process="move"),
    Supply(start=MOVE, supplier=NEW, process="move"),
)
CUT = attrs.evolve(GIVEN, end=MOVE)
ENDED = attrs.evolve(GIVEN, end=MOVE - dt.timedelta(days=9))
LATER = Access(start=MOVE, party=AGENT, process="later")


@pytest.mark.parametrize(
    ("expected", "accesses"),
    [
        ((GIVEN,), (CUT,)),
        # ended on purpose before the end user was thought to move out
        ((ENDED,), (ENDED,)),
        ((), ()),
        # given by the end user who did not move in after all
        ((GIVEN,), (CUT, LATER)),
        ((ENDED,), (ENDED, LATER)),
    ],
)
def test_a_rollback_gives_no_access_that_was_not_given(
    expected: tuple[Access, ...], accesses: tuple[Access, ...]
) -> None:
    """What the move-in has cut comes back, but not what was ended since, nor what the other end user gave."""
    assert (CUT,) == AFTER.accesses

    assert attrs.evolve(BEFORE, accesses=expected) == restored(
        attrs.evolve(AFTER, accesses=accesses), BEFORE, AFTER
    )
