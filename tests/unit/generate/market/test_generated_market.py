"""What a market of a size has: proportions, numbers, limits."""

from __future__ import annotations

from collections import Counter

import pytest

from edielkit.generate.market import generate_market
from edielkit.generate.market.identities import (
    area_number,
    firm_number,
    gsrn_texts,
    party_number,
    person_number,
    uuid_texts,
)
from edielkit.generate.market.market_structure import sub_grids
from edielkit.generate.market.sizes import PointUse, point_counts, shared_out
from edielkit.generate.numbers import SERIES
from edielkit.identifiers import birth_number, eic, gln, gsrn, organisation_number


@pytest.mark.parametrize("points", [10, 11, 25, 99, 1_000, 54_321, 1_000_000])
def test_a_market_has_as_many_points_as_asked_for(points):
    """Of every use, in ranges that follow each other without holes."""
    market = generate_market(points, seed=points)
    ends = 0
    for group in market.groups:
        assert group.first == ends
        ends += group.count

    assert points == ends
    assert set(PointUse) == {group.use for group in market.groups}
    assert all(area.feeder < area.number for area in market.areas)


def test_a_large_market_has_the_proportions_of_the_real_one():
    """The counts of areas by kind, and about the parties."""
    market = generate_market(1_000_000, seed=1)

    assert {
        "transmission": 17,
        "regional": 52,
        "industrial": 37,
        "production": 117,
        "distribution": 92,
    } == Counter(str(area.kind) for area in market.areas)
    assert 123 == sum("DDM" in party.roles for party in market.parties)
    assert {"NO1", "NO2", "NO3", "NO4", "NO5"} >= {area.price_area for area in market.areas}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"points": 9}, "expected 10 to 1000000"),
        ({"points": 1_000_001}, "expected 10 to 1000000"),
        ({"points": 10, "resolution": "day"}, "expected a resolution of mixed"),
    ],
)
def test_what_is_no_market_is_refused(arguments, words):
    """With what would be right."""
    with pytest.raises(ValueError, match=words):
        generate_market(**arguments)


def test_areas_without_points_are_refused():
    """Each has at least what it is there for."""
    market = generate_market(100)
    with pytest.raises(ValueError, match="expected at least"):
        point_counts(3, [area.kind for area in market.areas], [1] * 5)


def test_parts_add_up():
    """Whatever the weights."""
    assert [7, 0, 3] == shared_out(10, [20, 1, 9])


@pytest.mark.parametrize(
    ("kind", "scheme", "number"),
    [
        ("gsrn", gsrn, lambda place: gsrn_texts(place, 1)[0]),
        ("gln", gln, lambda place: party_number(place % 9_999)),
        ("eic", eic, lambda place: area_number(place % 99_999)),
        ("organisation_number", organisation_number, firm_number),
        ("birth_number", birth_number, person_number),
    ],
)
def test_numbers_are_well_formed_test_data_and_none_comes_twice(kind, scheme, number):
    """Of the documented series, with right check digits, up to the last point of the largest market."""
    places = [*range(3_000), *range(20_100, 20_200), *range(999_000, 1_000_000, 7)]
    numbers = {place: number(place) for place in places}

    assert all(scheme.is_valid(text) and SERIES[kind].holds(text) for text in numbers.values())
    if kind in {"gsrn", "organisation_number", "birth_number"}:
        assert len(places) == len(set(numbers.values()))


def test_uuids_are_of_version_eight():
    """Made from the seed, and recognised as such."""
    import uuid

    import numpy as np

    texts = uuid_texts(1, "x", np.arange(1_000))
    assert {(8, uuid.RFC_4122)} == {(uuid.UUID(text).version, uuid.UUID(text).variant) for text in texts}
    assert 1_000 == len(set(texts))


def test_sub_grids_are_joined_by_a_point_of_their_area():
    """As many as the real market has; each point in quarters, and none twice."""
    market = generate_market(1_000_000)
    grids = sub_grids(market.groups)
    quarters = {group.area: group for group in market.groups if group.use is PointUse.QUARTERS}

    assert 37 == len(grids) == len({place for _, _, place in grids})
    assert all(0 <= place - quarters[area].first < quarters[area].count for _, area, place in grids)
    assert [] == sub_grids(generate_market(100).groups)
