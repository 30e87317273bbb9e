"""The market that a server begins with when it is told of none, in the language of scenarios.

All numbers are invented and have right check digits; nobody has them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from edielkit.market_time import local_time

__all__ = ("own_market",)

_PARTIES = {
    "supplier": {"gln": "7080009995012", "roles": ["DDQ"], "organisation number": "999999107"},
    "other supplier": {
        "gln": "7080009995029",
        "roles": ["DDQ", "SLR", "BSL"],
        "organisation number": "999999115",
    },
    "grid company": {
        "gln": "7080009995036",
        "roles": ["DDM", "MDR", "DDE"],
        "organisation number": "999999123",
    },
    "third party": {
        "gln": "7080009995043",
        "roles": ["AG"],
        "organisation number": "999999131",
        "return address": "https://third-party.example/back",
    },
}
_AREAS = {
    "valley": {
        "eic": "50YHUBSERVE-0015",
        "owner": "grid company",
        "price area": "NO1",
        "last resort": "other supplier",
        "loss supplier": "other supplier",
    }
}
# synthetic birth numbers: 80 is added to the month
_CUSTOMERS = {
    "anna": {"number": "01819010001"},
    "berit": {"number": "02819010202"},
    "firm": {"number": "999999018"},
}
_POINTS = {
    "house": {
        "number": "707057599800003015",
        "user": "anna",
        "supplier": "other supplier",
        "meter": "TEST0001",
    },
    "flat": {"number": "707057599800003022", "user": "berit", "supplier": "supplier", "meter": "TEST0002"},
    "shop": {"number": "707057599800003039", "user": "firm", "supplier": "supplier", "meter": "TEST0003"},
    "empty flat": {"number": "707057599800003046", "meter": "TEST0004"},
    "river plant": {
        "number": "707057599800003053",
        "kind": "production",
        "user": "firm",
        "supplier": "supplier",
        "meter": "TEST0005",
    },
}


def own_market(start: dt.datetime) -> Mapping[str, Any]:
    """Return the head of a scenario with suppliers, a grid company, a third party and a few metering points.

    Args:
        start: Aware instant at which the hub begins; metering values are expected from its Norwegian day on.
    """
    return {
        "scenario": "the server's own market",
        "market": "empty",
        "start": start.isoformat(timespec="seconds"),
        "parties": _PARTIES,
        "areas": _AREAS,
        "customers": _CUSTOMERS,
        "points": {
            name: {"area": "valley", "resolution": "quarter", **point} for name, point in _POINTS.items()
        },
        "config": {"values since": local_time(start).date().isoformat()},
        "steps": [],
    }
