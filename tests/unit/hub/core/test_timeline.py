"""Timelines: what a rollback restores, and what it leaves as it has become since."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.support.hub_fixtures import ADDRESS, AGENT, ANNA, BERIT, NEW, OLD, customer

from edielkit.hub import Access, Occupancy, Supply, Timeline
from edielkit.hub.core.timeline import moved_in, restored, troubles

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


JULY = dt.date(2026, 7, 1)


@pytest.mark.parametrize(
    ("occupancies", "supplies", "expected"),
    [
        ([(FIRST, None)], [(FIRST, MOVE), (MOVE, None)], []),
        ([(FIRST, MOVE), (MOVE, None)], [(FIRST, MOVE), (MOVE, JULY)], []),
        ([(FIRST, FIRST), (FIRST, None)], [], ["occupancy from 2024-01-01 is empty"]),
        ([(FIRST, None)], [(MOVE, MOVE)], ["supply from 2026-02-01 is empty"]),
        ([(FIRST, None)], [(MOVE, FIRST)], ["supply from 2026-02-01 is empty"]),
        (
            [(FIRST, None)],
            [(FIRST, None), (MOVE, None)],
            ["supply from 2024-01-01 overlaps the one from 2026-02-01"],
        ),
        (
            [(FIRST, JULY), (MOVE, None)],
            [],
            ["occupancy from 2024-01-01 overlaps the one from 2026-02-01"],
        ),
        ([(FIRST, MOVE)], [(FIRST, None)], ["supply from 2024-01-01 lies in no occupancy"]),
        ([(FIRST, MOVE)], [(FIRST, JULY)], ["supply from 2024-01-01 lies in no occupancy"]),
        ([(MOVE, None)], [(FIRST, JULY)], ["supply from 2024-01-01 lies in no occupancy"]),
        ([], [(FIRST, None)], ["supply from 2024-01-01 lies in no occupancy"]),
    ],
)
def test_what_must_never_be_in_a_timeline_is_said(occupancies, supplies, expected) -> None:
    """The random walks hold every point against these words: each of them is said where it is true."""
    timeline = Timeline(
        occupancies=tuple(
            Occupancy(start=start, end=end, customer=customer(ANNA), addresses=(ADDRESS,))
            for start, end in occupancies
        ),
        supplies=tuple(Supply(start=start, end=end, supplier=OLD) for start, end in supplies),
    )

    assert expected == troubles(timeline)
