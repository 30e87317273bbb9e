"""The hub as the context of the rules: it knows every metering point, its contracts and who owns which grid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from edielkit.hub.core.channels import EXCHANGE
from edielkit.hub.core.market_records import MasterData, Point, holds
from edielkit.hub.core.structure import Structure
from edielkit.process_rules import Contract, PointChannel, PointState

__all__ = ("HubContext",)


class HubContext:
    """`edielkit.process_rules.RuleContext` on the state of a hub."""

    def __init__(self, points: Mapping[str, Point], structure: Structure, days_back: int) -> None:
        self._points = points
        self._structure = structure
        self.days_back = days_back

    @property
    def complete(self) -> bool:
        """A hub knows all metering points: one that is not here does not exist."""
        return True

    def metering_point(self, identification: str, day: dt.date) -> PointState | None:
        """Return the metering point as it is on *day*, None when it is not registered."""
        point = self._points.get(identification)
        return None if point is None else _state(point, day, _of_data(point.data(day)))

    def grid_owner(self, grid_area: str, day: dt.date) -> str | None:  # noqa: ARG002  (owners have no history here)
        """Return the GLN of the grid owner of the area."""
        area = self._structure.area(grid_area)
        return None if area is None else area.owner

    def approved(self, metering_point: str, third_party: str, day: dt.date) -> bool | None:  # noqa: ARG002  (the protocol names it)
        """Return None: in a hub the end user is asked after the request has come in."""
        return None


def _state(point: Point, day: dt.date, fixed: dict[str, Any]) -> PointState:
    contracts = [
        Contract(role=supply.role, party=supply.supplier)
        for supply in point.timeline.supplies
        if holds(supply.start, supply.end, day)
    ]
    contracts += [
        Contract(role="AG", party=access.party)
        for access in point.timeline.accesses
        if holds(access.start, access.end, day)
    ]
    return PointState(
        identification=point.identification,
        status=point.status(day),
        grid_area=point.area,
        settlement_point=point.settlement_point,
        end_user=point.occupancy(day) is not None,
        contracts=tuple(contracts),
        **fixed,
    )


def _of_data(data: MasterData) -> dict[str, Any]:
    """Return what master data alone say."""
    detail = data.detail
    kind = _text(detail.metering_point_type)
    return {
        "type": kind,
        "settlement_method": _text(detail.settlement_method_type),
        # that of an exchange point switches with what is sent: the hub itself checks it
        "reading_resolution": None if kind == EXCHANGE else detail.meter_reading_occurrence,
        "channels": tuple(
            PointChannel(
                product=str(channel.product_included_product_characteristics.identification),
                direction=channel.direction,
                resolution=channel.resolution,
            )
            for channel in data.channels
        ),
    }


def _text(code: object) -> str | None:
    return None if code is None else str(code)
