"""Points of a portfolio move, the last move-in of their end users, and their settled channels."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.support import hub_extraction as case
from tests.support import hub_fixtures as market

from edielkit.hub import Supply
from edielkit.hub.core.portfolio import move_of
from edielkit.hub.extraction.extraction_records import Stretch
from edielkit.hub.extraction.moves import moved, settled_stretches

CHANGE, MOVED_IN = case.CHANGE, case.MOVED_IN
FAR = dt.date(2020, 1, 1)


def supplies(point, *changed):
    """Return *point* with other supplies, the first of which begins with the end user."""
    return attrs.evolve(point, timeline=attrs.evolve(point.timeline, supplies=changed))


MOVE = move_of(market.OLD, market.NEW, CHANGE)


def supply(start, end, supplier, role="DDQ", process=None):
    """Return a supply; one without an end was made by the move."""
    move_process = MOVE if process is None and end is None else process or ""
    return Supply(start=start, end=end, supplier=supplier, role=role, process=move_process)


@pytest.mark.parametrize(
    ("expected", "point"),
    [
        (MOVED_IN, case.moved(1)),
        (dt.date(2021, 6, 1), case.moved(1, move_in=dt.date(2021, 6, 1))),
        (None, case.moved(1, old=market.THIRD)),
        (None, case.moved(1, new=market.THIRD)),
        (None, case.moved(1, change=CHANGE - dt.timedelta(days=1))),
        (None, market.point()),
        (None, market.point(market.EMPTY, user=None)),
        # the end user has had two other suppliers before
        (
            MOVED_IN,
            supplies(
                case.moved(1),
                supply(MOVED_IN, dt.date(2025, 12, 1), market.THIRD),
                supply(dt.date(2025, 12, 1), CHANGE, market.OLD),
                supply(CHANGE, None, market.NEW),
            ),
        ),
        # the supplier of last resort is no supplier of the portfolio
        (
            None,
            supplies(
                case.moved(1), supply(MOVED_IN, CHANGE, market.OLD, "SLR"), supply(CHANGE, None, market.NEW)
            ),
        ),
        # a day without supply lies between
        (
            None,
            supplies(
                case.moved(1),
                supply(MOVED_IN, CHANGE - dt.timedelta(days=1), market.OLD),
                supply(CHANGE, None, market.NEW),
            ),
        ),
        # the end user changed supplier by itself
        (
            None,
            supplies(
                case.moved(1),
                supply(MOVED_IN, CHANGE, market.OLD),
                supply(CHANGE, None, market.NEW, process="a request"),
            ),
        ),
        # another end user moves in on the day of the change
        (None, supplies(case.moved(1, move_in=CHANGE), supply(MOVED_IN, CHANGE, market.OLD), supply(CHANGE, None, market.NEW))),
    ],
    ids=[
        "moved", "long ago", "another gave", "another took", "another day", "stays", "empty", "two before",
        "last resort", "a gap", "by itself", "a new end user",
    ],
)  # fmt: skip
def test_points_of_the_move(expected, point):
    """The portfolio went on the day, and the end user stayed: since then it lives there."""
    moved_point = moved(point, market.OLD, market.NEW, CHANGE)
    assert expected == (None if moved_point is None else moved_point.move_in)


def stretch(start, end, *, direction="Out", profiled=False):
    """Return a stretch of active energy."""
    return Stretch(case.gsrn(1), case.ENERGY, direction, profiled, start, end)


TURN = dt.date(2025, 11, 15)
EXCLUDED, REACTIVE = case.channel("In", excluded=True), case.channel(product=case.REACTIVE)


@pytest.mark.parametrize(
    ("expected", "versions"),
    [
        ([stretch(MOVED_IN, CHANGE)], [(FAR, case.data())]),
        (
            [stretch(MOVED_IN, CHANGE, direction="In"), stretch(MOVED_IN, CHANGE)],
            [(FAR, case.data(case.channel(), case.channel("In"), kind="E19"))],
        ),
        ([stretch(MOVED_IN, CHANGE)], [(FAR, case.data(case.channel(), EXCLUDED, REACTIVE))]),
        ([], [(FAR, case.data(EXCLUDED))]),
        ([], [(FAR, case.data(method="Z01"))]),
        ([stretch(MOVED_IN, CHANGE, profiled=True)], [(FAR, case.data(method="E01"))]),
        (
            [stretch(MOVED_IN, TURN, profiled=True), stretch(TURN, CHANGE)],
            [(FAR, case.data(method="E01")), (TURN, case.data())],
        ),
        ([stretch(TURN, CHANGE)], [(FAR, case.data(method="Z01")), (TURN, case.data())]),
        (
            [stretch(MOVED_IN, CHANGE)],
            [(FAR, case.data()), (TURN, case.data(case.channel(resolution="PT15M")))],
        ),
        ([stretch(MOVED_IN, CHANGE)], [(FAR, case.data()), (CHANGE, case.data(method="Z01"))]),
        ([stretch(MOVED_IN, CHANGE)], [(CHANGE, case.data())]),
    ],
    ids=[
        "consumption", "both ways", "excluded and reactive", "excluded alone", "not settled", "profiled",
        "method changes", "settled later", "quarters later", "changed at the end", "data of later",
    ],
)  # fmt: skip
def test_settled_channels(expected, versions):
    """Each channel on the days on which its point's master data let it be settled."""
    assert expected == list(settled_stretches(case.moved(1, *versions), MOVED_IN, CHANGE))
