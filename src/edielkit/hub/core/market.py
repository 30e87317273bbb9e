"""What a hub begins with: parties, grid areas, metering points and exchange points, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from edielkit.exchange import ExchangePoint
from edielkit.hub.core.exchange_points import market_troubles
from edielkit.hub.core.market_records import Point, Version
from edielkit.hub.core.parties import Party
from edielkit.hub.core.structure import Structure
from edielkit.hub.core.timeline import troubles as timeline_troubles

__all__ = ("Market",)


@attrs.frozen(kw_only=True)
class Market:
    """What a hub begins with.

    Attributes:
        parties: Market parties and service providers.
        structure: Grid areas.
        points: Metering points that are there already.
        exchange_points: Exchange points that are registered already.
    """

    parties: Iterable[Party] = ()
    structure: Structure = attrs.field(factory=Structure)
    points: Iterable[Point] = ()
    exchange_points: Iterable[ExchangePoint] = ()

    def troubles(self) -> Iterator[str]:
        """Yield what keeps the market from being one, in words."""
        for _, words in self.faults():
            yield words

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield GSRN or EIC of each part that is not whole, and what keeps it from taking part in processes, in words."""
        for point in self.points:
            for trouble in self._point_troubles(point):
                yield point.identification, f"metering point {point.identification}: {trouble}"
        points = {point.identification: point for point in self.points}
        yield from market_troubles(self.exchange_points, self.structure, points)

    def _point_troubles(self, point: Point) -> Iterator[str]:
        area = self.structure.area(point.area)
        if area is None:
            yield f"grid area {point.area!r} is not known"
        elif area.virtual and any(map(_is_settled, point.versions)):
            yield "expected Z01 and no exchange point in a virtual grid area"
        if not point.statuses or not point.versions:
            yield "expected a status and master data"
        if any(not occupancy.addresses for occupancy in point.timeline.occupancies):
            yield "expected an address of each end user"
        yield from timeline_troubles(point.timeline)


def _is_settled(version: Version) -> bool:
    detail = version.data.detail
    return str(detail.settlement_method_type) != "Z01" or str(detail.metering_point_type) == "E20"
