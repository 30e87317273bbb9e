"""Exchange points: what keeps a place from being one is named, all of it."""

from __future__ import annotations

import attrs
import pytest

from edielkit.hub import GridArea, Structure
from edielkit.hub.core.exchange_points import ExchangePoint, troubles

GRID = Structure.of(
    (
        GridArea(identification="A", owner="1", neighbours={"B"}),
        GridArea(identification="B", owner="2", neighbours={"A"}),
        GridArea(identification="V", owner="2", virtual=True),
    )
)
UNKNOWN = "expected a main grid area that is known, found 'X'"
VIRTUAL = "a virtual grid area has no exchange"
OWNER = "expected the owner of the main grid area as reporting responsible"
OWN_PART = "a metering point is no part of itself, and not on the other side"


@pytest.mark.parametrize(
    ("main", "more", "expected"),
    [
        ("A", {"neighbour": "B"}, []),
        ("A", {"neighbour": "B", "reporting_responsible": "1"}, []),
        ("A", {"neighbour": "ABROAD", "foreign": True}, []),
        ("X", {"neighbour": "B"}, [UNKNOWN]),
        ("V", {"neighbour": "A"}, [VIRTUAL, "expected a neighbour of 'V', found 'A'"]),
        ("V", {"neighbour": "ABROAD", "foreign": True}, [VIRTUAL]),
        ("A", {"neighbour": "V"}, ["expected a neighbour of 'A', found 'V'"]),
        ("A", {"neighbour": "B", "foreign": True}, ["'B' is a grid area here, expected a foreign one"]),
        ("A", {"neighbour": "B", "reporting_responsible": "2"}, [OWNER]),
        ("A", {"neighbour": "B", "parts": ("707057500000000008",)}, [OWN_PART]),
        ("A", {"neighbour": "B", "opposite": ("707057500000000008",)}, [OWN_PART]),
        ("A", {"neighbour": "B", "opposite": ("707057500000000015",)}, []),
    ],
)
def test_what_keeps_a_place_from_being_an_exchange_point_is_said(main, more, expected):
    """Each in its own words, behind the name of the place."""
    line = ExchangePoint.of_metering_point("707057500000000008", main_area=main, neighbour="")
    place = attrs.evolve(line, **more)

    assert [f"exchange point {place}: {words}" for words in expected] == list(troubles(place, GRID))
