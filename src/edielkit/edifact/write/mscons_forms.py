"""The forms of MSCONS as a table: what each market writes where.

Denmark, Germany and Switzerland are as their messages and guides show. The Norwegian and Swedish segment tables of MSCONS
are not public, so those two follow the common Nordic pattern (derived).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

import attrs

from edielkit.edifact.timestamps import CLOCKS, NORMAL_TIME, Clock
from edielkit.series import Status

__all__ = ("FORMS", "Carrier", "Form", "PartyId")


class Carrier(Enum):
    """What tells the two directions of a metering point apart in MSCONS.

    A line of D.96A has no field for it; partners agree on one of these.
    """

    PRODUCT = "product"
    """One product code a direction, in LIN (7140)."""
    OBIS = "obis"
    """One OBIS code a direction, in PIA+5."""
    AREAS = "areas"
    """LOC+232 (area out) and LOC+233 (area in) before the lines."""
    LINES = "lines"
    """The same product twice; which line is which is agreed on paper, and no reader can know."""


@attrs.frozen
class PartyId:
    """A party in NAD: identification, code list (1131) and agency (3055, ``9`` for GS1)."""

    identification: str
    list_code: str = ""
    agency: str = "9"


@attrs.frozen(kw_only=True)
class Form:
    """How a market writes MSCONS.

    Attributes:
        release: Release of the directory (0054).
        agency: Controlling agency (0051).
        association: Guide (0057).
        access_reference: 0068.
        document: Document code (1001) with agency.
        by_case: The document code is that of the case; the one of the form is none of its own.
        sender: Role of the sender in NAD.
        recipient: Role of the recipient in NAD.
        delivery: Role of NAD in the details.
        location: Qualifier of the point (3227).
        location_agency: Its agency (3055).
        offset: Written offset: DTM+ZZZ with format 805, or nothing where each time has its zone.
        clock: Zone and calendar of the times.
        time_format: ``203`` or ``303``.
        period: ``Z13`` for one DTM+324 a value, or nothing for DTM+163 and DTM+164.
        header_period: DTM+163 and DTM+164 stand in the header; else at the point.
        unit: MEA+AAZ names the unit.
        total: CNT+1 is written.
        process: RFF+Z13 is asked for.
        negative: Quantities may be negative.
        longest_point: Most characters of a point (3225).
        carrier: The usual carrier of the direction.
        qualifiers: Quantity qualifier (6063) of each status.
    """

    release: str
    agency: str
    association: str
    access_reference: str = ""
    document: tuple[str, str] = ("7", "")
    by_case: bool = False
    sender: str = "FR"
    recipient: str = "DO"
    delivery: str = "XX"
    location: str = "90"
    location_agency: str = "9"
    offset: bool = True
    clock: Clock
    time_format: str = "203"
    period: str = "Z13"
    header_period: bool = True
    unit: bool = True
    total: bool = True
    process: bool = False
    negative: bool = True
    longest_point: int = 25
    carrier: Carrier = Carrier.PRODUCT
    qualifiers: Mapping[Status, str]


_NORDIC = {Status.METERED: "136"}
_GERMAN = Form(
    release="04B",
    agency="UN",
    association="2.4c",
    sender="MS",
    recipient="MR",
    delivery="DP",
    location="172",
    location_agency="",
    offset=False,
    clock=CLOCKS["de"],
    time_format="303",
    period="",
    header_period=False,
    unit=False,
    total=False,
    process=True,
    by_case=True,
    negative=False,
    longest_point=35,
    carrier=Carrier.OBIS,
    # BDEW MSCONS MIG 2.4c
    qualifiers={
        Status.METERED: "220",
        Status.ESTIMATED: "67",
        Status.FINAL_ESTIMATED: "67",
        Status.TEMPORARY: "Z18",
        Status.MISSING: "Z30",
        Status.CALCULATED: "79",
    },
)
# Nordic codes for other qualities than a metered value are not public: a caller who has agreed on some gives them.
FORMS: Mapping[str, Form] = {
    "no": Form(release="96A", agency="ZZ", association="EDIEL2", clock=CLOCKS["no"], qualifiers=_NORDIC),
    "se": Form(release="96A", agency="UN", association="E2SE5B", clock=CLOCKS["se"], qualifiers=_NORDIC),
    "dk": Form(
        release="96A",
        agency="ZZ",
        association="E2DK02",
        access_reference="DK-BT-007-002",
        document=("Z01", "260"),
        clock=CLOCKS["dk"],
        qualifiers=_NORDIC,
    ),
    "de": _GERMAN,
    "ch": attrs.evolve(
        _GERMAN,
        association="2.2e",
        by_case=False,
        clock=Clock(zone=NORMAL_TIME, calendar=CLOCKS["ch"].calendar),
        qualifiers={Status.METERED: "220"},
    ),
}
