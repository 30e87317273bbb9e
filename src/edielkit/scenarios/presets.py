"""Markets to begin with, in the language of scenarios: all numbers are invented and have right check digits."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from edielkit.scenarios.names import MarketNames, read_names
from edielkit.scenarios.scenario_fields import Fields

__all__ = ("PRESETS", "SMALL", "TWO_AREAS", "small_market")

SMALL: Mapping[str, Any] = MappingProxyType(
    {
        "parties": {
            "old supplier": {"gln": "7080009993001", "roles": ["DDQ"]},
            "new supplier": {"gln": "7080009993018", "roles": ["DDQ"], "providers": ["service provider"]},
            "third supplier": {"gln": "7080009993025", "roles": ["DDQ"]},
            "last resort": {"gln": "7080009993032", "roles": ["DDQ", "SLR"]},
            "grid company": {"gln": "7080009993049", "roles": ["DDM", "MDR", "DDE"]},
            "neighbour": {"gln": "7080009993056", "roles": ["DDM"]},
            "third party": {
                "gln": "7080009993063",
                "roles": ["AG"],
                "return address": "https://third-party.example/back",
            },
            "service provider": {"gln": "7080009993070"},
        },
        "areas": {
            "home": {
                "eic": "50YHUBAREA-000AG",
                "owner": "grid company",
                "price area": "NO1",
                "last resort": "last resort",
                "neighbours": ["next"],
            },
            "next": {
                "eic": "50YHUBAREA-000BE",
                "owner": "neighbour",
                "price area": "NO1",
                "last resort": "last resort",
                "neighbours": ["home"],
            },
        },
        # synthetic birth numbers: 80 is added to the month
        "customers": {
            "anna": {"number": "01819010001"},
            "berit": {"number": "02819010202"},
            "carl": {"number": "03819010322"},
            "firm": {"number": "999999018"},
        },
        "points": {
            "house": {
                "number": "707057599800000014",
                "area": "home",
                "user": "anna",
                "supplier": "old supplier",
                "meter": "TEST0001",
            },
            "empty flat": {"number": "707057599800000021", "area": "home"},
            "cut-off flat": {"number": "707057599800000038", "area": "home", "status": "inactive"},
            "cabin": {
                "number": "707057599800000045",
                "area": "home",
                "user": "anna",
                "supplier": "old supplier",
                "settlement": "profiled",
            },
            "shop": {
                "number": "707057599800000052",
                "area": "home",
                "user": "firm",
                "supplier": "last resort",
                "role": "SLR",
                "since": "2026-01-20",
            },
            "border": {
                "number": "707057599800000069",
                "area": "home",
                "kind": "exchange",
                "neighbour": "next",
            },
            "farm": {
                "number": "707057599800000076",
                "area": "next",
                "user": "berit",
                "supplier": "old supplier",
            },
            "ruin": {"number": "707057599800000083", "area": "home", "status": "terminated"},
            "new plot": {"number": "707057599800000090", "registered": "no"},
        },
    }
)
TWO_AREAS: Mapping[str, Any] = MappingProxyType(
    {
        "parties": {
            "north grid": {"gln": "7080009994015", "roles": ["DDM", "MDR", "DDE"]},
            "south grid": {"gln": "7080009994022", "roles": ["DDM", "MDR", "DDE"]},
            "old supplier": {"gln": "7080009994039", "roles": ["DDQ"], "organisation number": "999999018"},
            "new supplier": {"gln": "7080009994046", "roles": ["DDQ"], "organisation number": "999999026"},
            "loss supplier": {"gln": "7080009994053", "roles": ["BSL", "DDQ"]},
            "last resort": {"gln": "7080009994060", "roles": ["SLR", "DDQ"]},
            "balance responsible": {"gln": "7080009994077", "roles": ["DDK"]},
        },
        "areas": {
            "north": {
                "eic": "50YHUBDEMO-NORTI",
                "owner": "north grid",
                "price area": "NO1",
                "last resort": "last resort",
                "loss supplier": "loss supplier",
                "neighbours": ["south"],
            },
            "south": {
                "eic": "50YHUBDEMO-SOUTL",
                "owner": "south grid",
                "price area": "NO1",
                "last resort": "last resort",
                "loss supplier": "loss supplier",
                "neighbours": ["north"],
            },
        },
        # synthetic birth numbers: 80 is added to the month
        "customers": {
            "anna": {"number": "01819010001"},
            "berit": {"number": "02819010202"},
            "firm": {"number": "999999034"},
        },
        "points": {
            "river plant": {
                "number": "707057599800002018",
                "area": "north",
                "kind": "production",
                "resolution": "quarter",
                "user": "firm",
                "supplier": "old supplier",
            },
            "mill": {
                "number": "707057599800002025",
                "area": "north",
                "resolution": "quarter",
                "user": "firm",
                "supplier": "old supplier",
            },
            "house": {
                "number": "707057599800002032",
                "area": "north",
                "resolution": "quarter",
                "user": "anna",
                "supplier": "old supplier",
            },
            "border": {
                "number": "707057599800002049",
                "area": "north",
                "kind": "exchange",
                "neighbour": "south",
                "quarters since": "2026-01-01",
            },
            "dairy": {
                "number": "707057599800002056",
                "area": "south",
                "resolution": "quarter",
                "user": "firm",
                "supplier": "old supplier",
            },
            "school": {
                "number": "707057599800002063",
                "area": "south",
                "resolution": "quarter",
                "user": "firm",
                "supplier": "new supplier",
            },
        },
    }
)
PRESETS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {"small": SMALL, "two areas": TWO_AREAS, "empty": {}}
)


def small_market(*more: Mapping[str, Any]) -> MarketNames:
    """Return the names of the small market.

    Args:
        more: What is added to it: ``parties``, ``areas``, ``customers`` and ``points`` as in a scenario.

    >>> market = small_market()
    >>> market.name_of(market.gln("old supplier")), len(market.registered)
    ('old supplier', 8)
    >>> small_market({"points": {"mill": {"area": "home", "kind": "production"}}}).gsrn("mill")
    '707057599706192493'
    """
    return read_names(Fields(SMALL, "market"), *more)
