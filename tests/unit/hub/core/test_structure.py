"""Grid areas: what does not fit is named."""

from __future__ import annotations

from edielkit.hub import GridArea, Structure


def test_structure_names_what_does_not_fit():
    """Neighbours are mutual and known, parents are known, a virtual area has no exchange."""
    areas = (
        GridArea(identification="A", owner="1", neighbours={"B", "C"}, price_area="NO1"),
        GridArea(identification="B", owner="2", price_area="NO1"),
        GridArea(identification="V", owner="2", virtual=True, neighbours={"B"}, parent="X", price_area="NO2"),
    )
    grid = Structure.of(areas)

    assert [
        "A: neighbour 'B' does not name it as neighbour",
        "A: neighbour 'C' is no grid area",
        "V: neighbour 'B' does not name it as neighbour",
        "V: parent 'X' is no grid area",
        "V: a virtual grid area has no exchange with neighbours",
    ] == list(grid.troubles())
    assert ["A", "B"] == [area.identification for area in grid.in_price_area("NO1")]
