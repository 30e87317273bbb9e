"""Rules of the hub that the tables of the standard usually catch first, and those with no place elsewhere."""

from __future__ import annotations

import attrs
from tests.support.hub_contracts import refused, send
from tests.support.hub_fixtures import (
    AGENT,
    AREA,
    BERIT,
    GRID,
    MORNING,
    POINT,
    QUIET,
    UNKNOWN,
    day,
    gsrn,
    hub,
    master_data,
    parties,
    point,
    structure,
)

from edielkit.hub import Access
from edielkit.hub.core.config import Config
from edielkit.hub.core.ids import Ids
from edielkit.hub.core.market import Market
from edielkit.hub.core.request import Request
from edielkit.hub.core.state import State
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.processes import third_party
from edielkit.hub.processes.case import Case
from edielkit.hub.processes.contract_checks import check


def transaction(*points):
    """Return a step on a market with these points."""
    return Transaction(
        State(Market(parties=parties(), structure=structure(), points=points), Config(), Ids()), MORNING
    )


def codes(findings):
    """Return the codes of findings."""
    return [finding.code for finding in findings]


def test_hub001_an_unknown_point(say):
    """Also where the inferred rule about it does not refuse."""
    lax = hub(inferred_rules_reject=False)

    assert ("E10",) == refused(lax, say.start("101", day(5), target=UNKNOWN))
    send(lax, say.start("101", day(5)))


def test_hub006_only_a_removal_is_taken_back(say):
    """A terminated point passes, an inactive one does not."""
    for status, expected in (("E31", []), ("E23", ["HUB006"])):
        step = transaction(point(QUIET, status=status, user=None))
        case = Case.of(step, Request.of(say.update("224", day(0), target=QUIET)))
        assert expected == codes(check(case, ("terminated",)))


def test_hub009_an_access_that_is_there(say):
    """Add without an access passes, with one it does not."""
    bare = point()
    timeline = attrs.evolve(bare.timeline, accesses=(Access(start=day(-9), party=AGENT),))
    for here, expected in ((bare, []), (attrs.evolve(bare, timeline=timeline), ["HUB009"])):
        assert expected == codes(third_party.validate(transaction(here), Request.of(say.access("Add"))))


def test_hub011_a_blocked_point(make_hub, say):
    """A point that the grid company has blocked does not change supplier; a new end user may move in."""
    blocked = gsrn(70)
    elhub = make_hub(point(blocked, data=master_data(blocked=True)))

    assert ("E22",) == refused(elhub, say.start("101", day(5), target=blocked))
    send(elhub, say.start("102", day(5), target=blocked, user=BERIT))


def test_hub021_an_unknown_grid_area(market, say):
    """A new point needs a grid area that is registered."""
    fresh = gsrn(71)

    assert ("E49",) == refused(
        market, say.update("121", day(0), target=fresh, area="50YTESTAREA-00CZ", data=master_data())
    )
    send(market, say.update("121", day(0), target=fresh, area=AREA, data=master_data()))


def test_hub029_a_query_of_another_process(market, say):
    """BRS-NO-303 asks for master data; values are another process."""
    assert "EH015" in refused(market, say.ask("MVTS", sender=GRID, role="DDM"))
    send(market, say.ask("MDMP", sender=GRID, role="DDM", target=POINT))
