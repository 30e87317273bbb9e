"""Parties, grid areas and metering points as documents of JSON:API, with the fields that public clients have seen.

Source: public clients of the open API (parties, grid areas); the mock of Elhub's flexibility information system (metering points,
"simplified version of a real response"). Seen is ``GridOwner`` of the types of parties and ``Active`` of the states; others: NOT FOUND.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from edielkit.hub import GridArea, Party
from edielkit.hub.core.market_records import ACTIVE, Point

__all__ = ("area_document", "party_document", "point_document")

_GRID_OWNER = "DDM"


def party_document(party: Party) -> dict[str, Any]:
    """Return a party.

    Args:
        party: The party.
    """
    return {
        "type": "parties",
        "id": party.gln,
        "attributes": {
            "gln": party.gln,
            "name": party.name,
            "organisationNumber": party.organisation_number or None,
            "partyTypes": ["GridOwner"] if _GRID_OWNER in party.roles else [],
        },
    }


def area_document(area: GridArea) -> dict[str, Any]:
    """Return a grid area with its owner and price area.

    Args:
        area: The grid area.
    """
    return {
        "type": "grid-areas",
        "id": area.identification,
        "attributes": {"eic": area.identification, "name": area.name, "status": "Active"},
        "relationships": {
            "grid-owner": _related("parties", area.owner),
            "price-area": _related("price-areas", area.price_area),
        },
    }


def point_document(point: Point, area: GridArea, day: dt.date) -> dict[str, Any]:
    """Return a metering point with where it is.

    Args:
        point: The metering point.
        area: Its grid area.
        day: Norwegian day of the state.
    """
    return {
        "type": "metering-points",
        "id": point.identification,
        "attributes": {"status": "Active" if point.status(day) == ACTIVE else None},
        "relationships": {
            "grid-area": _related("grid-areas", area.identification),
            "grid-owner": _related("parties", area.owner),
            "price-area": _related("price-areas", area.price_area),
        },
    }


def _related(kind: str, identification: str) -> dict[str, Any]:
    return {"data": {"id": identification, "type": kind} if identification else None}
