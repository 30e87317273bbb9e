"""The exchange points of a scenario, in its words."""

from __future__ import annotations

import pytest

from edielkit.scenarios import ScenarioError, small_market

AREAS = {
    "parties": {"valley grid": {"roles": ["DDM", "DDE"]}},
    "areas": {"valley": {"owner": "valley grid", "neighbours": ["hill"]}, "hill": {"owner": "valley grid", "neighbours": ["valley"]}},
}  # fmt: skip


@pytest.mark.parametrize("reporter", [None, "valley grid"])
def test_the_reporter_of_an_exchange_point_is_a_party_by_name(reporter):
    """Whoever is to report is named, or nobody is: then it is the owner of the area."""
    names = small_market(AREAS, {"points": {"border": point(reporter=reporter)}})
    (place,) = [item for item in names.exchange_points if item.incoming == names.gsrn("border")]

    assert place.reporting_responsible == (None if reporter is None else names.gln(reporter))
    assert (names.area("valley"), names.area("hill")) == (place.main_area, place.neighbour)


def test_a_reporter_that_nobody_is_called_is_refused():
    """With the place in the scenario."""
    with pytest.raises(ScenarioError, match=r"points\.border\.reporter"):
        small_market(AREAS, {"points": {"border": point(reporter="nobody")}})


def point(**more):
    """Return an exchange point in the words of a scenario."""
    words = {"area": "valley", "neighbour": "hill", "kind": "exchange", **more}
    return {name: word for name, word in words.items() if word is not None}
