"""Metering points of test data: what they are, and what a context knows of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import attrs

from edielkit.generate.numbers import Numbers

__all__ = ("ACTIVE_ENERGY", "TestPoint", "context_of", "draw_point")

ACTIVE_ENERGY = "8716867000030"
# Directions of active energy by type: https://dok.elhub.no/Elhubstandard/brs-no-313-oversendelse-av-intervallvolum
_DIRECTIONS = {"E17": ("Out",), "E18": ("In",), "E19": ("Out", "In"), "E20": ("In", "Out")}
# kWh of an hour about which the values of a point vary
_SIZES = {"E17": (1, 60), "E18": (5, 900), "E19": (1, 40), "E20": (500, 9000)}


@attrs.frozen(kw_only=True)
class TestPoint:
    """A metering point (målepunkt).

    Attributes:
        identification: GSRN.
        type: ``E17`` consumption, ``E18`` production, ``E19`` combined, ``E20`` exchange.
        settlement_method: ``E01`` profiled or ``E02`` interval; exchange points have none.
        resolution: Reading resolution, ``PT1H`` or ``PT15M``.
        status: ``E22`` active, ``E23`` inactive, ``E31`` terminated.
        area: EIC of the metering grid area.
        size: kWh of an hour about which its values vary.
    """

    # pytest looks at the name
    __test__ = False

    identification: str
    type: str
    settlement_method: str | None
    resolution: str
    status: str
    area: str
    size: int

    @property
    def directions(self) -> tuple[str, ...]:
        """The directions of its channels of active energy."""
        return _DIRECTIONS[self.type]

    @property
    def channel_resolution(self) -> str:
        """Resolution of its channels: N for a profiled point."""
        return "N" if self.settlement_method == "E01" else self.resolution

    def state(self, contracts: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
        """Return what a context says of it, in the form of ``docs/reference/context.schema.json``.

        Args:
            contracts: Role and GLN of each party with a contract.
        """
        state = {
            "identification": self.identification,
            "type": self.type,
            "status": self.status,
            "settlement_method": self.settlement_method,
            "reading_resolution": self.resolution,
            "grid_area": self.area,
            "settlement_point": self.type != "E20",
            "end_user": self.type != "E20",
            "channels": [
                {"product": ACTIVE_ENERGY, "direction": direction, "resolution": self.channel_resolution}
                for direction in self.directions
            ],
            "contracts": [{"role": role, "party": party} for role, party in contracts],
        }
        return {name: value for name, value in state.items() if value is not None}


def draw_point(
    rng: random.Random,
    numbers: Numbers,
    *,
    area: str,
    types: Sequence[str] = ("E17", "E17", "E18", "E19"),
    profiled: bool | None = False,
    status: str = "E22",
) -> TestPoint:
    """Return a metering point.

    Args:
        rng: Where chance comes from.
        numbers: Where numbers come from.
        area: EIC of its metering grid area.
        types: Types to choose from.
        profiled: Settled by a profile, by intervals, or either if None.
        status: Physical status.
    """
    is_profiled = rng.random() < 0.3 if profiled is None else profiled
    point_type = "E17" if is_profiled else rng.choice(types)
    least, most = _SIZES[point_type]
    return TestPoint(
        identification=numbers.gsrn(),
        type=point_type,
        settlement_method=None if point_type == "E20" else "E01" if is_profiled else "E02",
        resolution="PT1H" if is_profiled else rng.choice(("PT1H", "PT15M")),
        status=status,
        area=area,
        size=rng.randint(least, most),
    )


def context_of(
    points: Sequence[dict[str, Any]],
    *,
    owner: tuple[str, str],
    approvals: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Return a whole context: the states of all points, the owner of the area, and approvals of third parties.

    Args:
        points: States of `TestPoint.state`.
        owner: EIC of the area, and GLN of its grid owner.
        approvals: Answers of end users to third parties.
    """
    return {
        "complete": True,
        "metering_points": list(points),
        "grid_areas": [{"identification": owner[0], "owner": owner[1]}],
        "approvals": list(approvals),
    }
