"""What is asked of a hub about an area that is not there gets an error, not an empty answer."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.hub_fixtures import BERIT, EMPTY, MORNING, POINT, Sender, day, hub

DAY = dt.date(2026, 2, 1)
ASK = {
    "exchange report": lambda elhub: elhub.exchange_report(DAY, "x"),
    "exchange suspects": lambda elhub: elhub.exchange_suspects(DAY, "x"),
    "picture": lambda elhub: elhub.picture("x", DAY),
    "settlement": lambda elhub: elhub.settlement_report("x", DAY),
    "completeness": lambda elhub: elhub.completeness(DAY, DAY, "x"),
    "final loss": lambda elhub: elhub.final_loss("x", DAY),
    "limits": lambda elhub: elhub.call("settlement_limits", now=MORNING, area="x"),
}


@pytest.mark.parametrize("ask", ASK.values(), ids=ASK.keys())
def test_an_area_that_is_not_known(ask):
    """The name that is no grid area stands in the error."""
    with pytest.raises(ValueError, match="expected a grid area that is known, found 'x'"):
        ask(hub())


def test_a_price_area_without_grid_areas():
    """The same for price areas."""
    with pytest.raises(ValueError, match="expected a price area with grid areas, found 'NO9'"):
        hub().price_area_sums("NO9", DAY)


def test_processes_of_one_point_or_of_all():
    """A point's own alone, in the order in which they began; all of them where none is named."""
    elhub, say = hub(), Sender()
    for brs, target in (("101", POINT), ("102", EMPTY), ("102", POINT)):
        user = {} if brs == "101" else {"user": BERIT}
        elhub.receive(say.start(brs, day(8), target=target, **user), now=MORNING)

    begun = [(process.point, process.brs) for process in elhub.processes()]

    assert [(POINT, "101"), (EMPTY, "102")] == begun[:2]
    assert [row for row in begun if row[0] == POINT] == [(p.point, p.brs) for p in elhub.processes(POINT)]
    assert [(EMPTY, "102")] == [(p.point, p.brs) for p in elhub.processes(EMPTY)]
    assert () == elhub.processes("x")
