"""Structure data (strukturdata): price areas, metering grid areas and their neighbours, owners, sub areas.

Source: Elhub's pages on structure data; virtual grid areas as in the source on sharing values between grid companies
(only points that are not settled, no exchange points).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from edielkit.harmless import quoted

__all__ = ("GridArea", "Structure")


def _texts(values: Iterable[str]) -> frozenset[str]:
    return frozenset(values)


@attrs.frozen(kw_only=True)
class GridArea:
    """A metering grid area (nettavregningsområde).

    Attributes:
        identification: EIC, 16 characters.
        name: Name, for people.
        owner: GLN of the grid owner (netteier).
        price_area: Price area (prisområde), such as ``NO1``.
        last_resort: GLN of the supplier of last resort (leveringspliktig leverandør); empty without one.
        loss_supplier: GLN of the supplier of the grid loss (nettap); empty without one.
        neighbours: EICs of the areas that it exchanges energy with.
        parent: EIC of the area that this one is a sub area of; empty for a main area.
        virtual: It is a virtual grid area (virtuelt nettområde).
    """

    identification: str
    owner: str
    name: str = ""
    price_area: str = ""
    last_resort: str = ""
    loss_supplier: str = ""
    neighbours: frozenset[str] = attrs.field(default=frozenset(), converter=_texts)
    parent: str = ""
    virtual: bool = False


@attrs.frozen
class Structure:
    """The grid areas of a market.

    Attributes:
        areas: Grid areas by EIC.

    >>> north = GridArea(identification="N", owner="1", neighbours={"S"}, price_area="NO1")
    >>> list(Structure.of([north]).troubles())
    ["N: neighbour 'S' is no grid area"]
    """

    areas: Mapping[str, GridArea] = attrs.field(factory=dict)

    @classmethod
    def of(cls, areas: Iterable[GridArea]) -> Structure:
        """Return the structure of *areas*."""
        return cls({area.identification: area for area in areas})

    def area(self, identification: str) -> GridArea | None:
        """Return the grid area, None when there is none."""
        return self.areas.get(identification)

    def require_area(self, identification: str) -> GridArea:
        """Return the grid area.

        Raises:
            ValueError: There is none.
        """
        area = self.area(identification)
        if area is None:
            raise ValueError(f"expected a grid area that is known, found {quoted(identification, 40)}")
        return area

    def in_price_area(self, price_area: str) -> tuple[GridArea, ...]:
        """Return the grid areas of a price area, in the order that they were given in."""
        return tuple(area for area in self.areas.values() if area.price_area == price_area)

    def troubles(self) -> Iterator[str]:
        """Yield what does not fit together, in words."""
        for area in self.areas.values():
            for other in sorted(area.neighbours):
                if other not in self.areas:
                    yield f"{area.identification}: neighbour {other!r} is no grid area"
                elif area.identification not in self.areas[other].neighbours:
                    yield f"{area.identification}: neighbour {other!r} does not name it as neighbour"
            if area.parent and area.parent not in self.areas:
                yield f"{area.identification}: parent {area.parent!r} is no grid area"
            if area.virtual and area.neighbours:
                yield f"{area.identification}: a virtual grid area has no exchange with neighbours"
