"""The tables of the conversion: units, products, directions, kinds of documents, statuses.

Source: no public official mapping was found. The rows are derived from structure, names and examples of both wires
(trust: derived), unless a line says otherwise. What no source names is an option of the caller, not a row here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from edielkit.series import Status

__all__ = (
    "AGENCY_OF_UNB",
    "CODE_OF_STATUS",
    "DEFINITE",
    "DIRECTION_OF_POINT",
    "INEXACT",
    "KIND_OF_DOCUMENT",
    "MOST_GROUPS",
    "OBIS",
    "POINT_OF_DIRECTION",
    "UTILTS_ROLES",
    "obis_of",
    "product_of_obis",
)

# Elhub product and direction -> OBIS C group. Group D is 29 (load profile) when written; 8, 9 and 29 are read.
# The quadrants (C 5 to 8) have no row: which are inductive and which capacitive (8716867000146, 8716867000139) has
# no source here, a caller gives them as channels.
OBIS: Mapping[tuple[str, str], str] = {
    ("8716867000030", "Out"): "1",
    ("8716867000030", "In"): "2",
    ("8716867000047", "Out"): "3",
    ("8716867000047", "In"): "4",
}
_PRODUCT_OF_GROUP = {group: channel for channel, group in OBIS.items()}
_OBIS = re.compile(r"(?:1-\d{1,3}:)?([1-4])\.(8|9|29)(?:\.\d{1,3})?(?:\*\d{1,3})?\Z", re.ASCII)

# CCI+++E12: kind of point <-> direction. E19 is both; E20 by the pair of areas.
DIRECTION_OF_POINT: Mapping[str, str] = {"E17": "Out", "E18": "In"}
POINT_OF_DIRECTION: Mapping[str, str] = {direction: kind for kind, direction in DIRECTION_OF_POINT.items()}

# XML document type <-> BGM of UTILTS: E66 validated, E31 summed, and collected values: E13 in XML of interval
# volumes, E30 in UTILTS.
KIND_OF_DOCUMENT: Mapping[str, str] = {"E66": "E66", "E31": "E31", "E13": "E30", "E30": "E30"}

# Party roles of UTILTS (Svenska kraftnät, guide of UTILTS; sourced from a copy).
UTILTS_ROLES = frozenset({"DDK", "DDQ", "DDX", "DEA", "DEC", "DER", "DGG", "DGI", "EZ", "MDR", "PQ"})

# Most points of a message, lines of a point (MSCONS, SG6 and SG9) and transactions of a message (UTILTS, SG5).
MOST_GROUPS = 99_999

# STS+8, data element 4405 (code list of UN/EDIFACT; the Swedish list has 21, 46, 56, 113, 125).
CODE_OF_STATUS: Mapping[Status, str] = {
    Status.METERED: "",
    Status.ESTIMATED: "56",
    Status.FINAL_ESTIMATED: "56",
    Status.TEMPORARY: "21",
    Status.MISSING: "46",
    Status.CALCULATED: "",
    Status.CALCULATED_FOR_SETTLEMENT: "",
}
# Codes of STS+8 that say more than the status that is read from them.
DEFINITE: Mapping[str, str] = {"113": "incomplete", "125": "adjusted", "39": "approved"}
# Quantity qualifiers (6063) that say more, or something else, than the status that is read from them.
INEXACT: Mapping[str, str] = {
    "31": "estimated annual volume",
    "135": "planned quantity",
    "187": "forecast",
    "201": "proposed value",
    "20": "value that is not usable",
}

# Agency of a party in NAD (3055) -> qualifier in UNB (0007). GS1, BDEW, DVGW; the Swedish Ediel id is ZZ.
AGENCY_OF_UNB: Mapping[str, str] = {"9": "14", "293": "500", "332": "502", "260": "ZZ", "SVK": "ZZ"}


def product_of_obis(code: str) -> tuple[str, str] | None:
    """Return Elhub's product and direction of an OBIS code, None when no row has it.

    >>> product_of_obis("1-1:2.29.0*255"), product_of_obis("1-1:1.6.0"), product_of_obis("7-0:1.8.0")
    (('8716867000030', 'In'), None, None)
    """
    match = _OBIS.match(code)
    return _PRODUCT_OF_GROUP.get(match[1]) if match else None


def obis_of(product: str, direction: str) -> str | None:
    """Return the OBIS code of a load profile for Elhub's product and direction, None when no row has it.

    >>> obis_of("8716867000030", "Out"), obis_of("8716867000139", "Out")
    ('1-1:1.29.0', None)
    """
    group = OBIS.get((product, direction))
    return None if group is None else f"1-1:{group}.29.0"
