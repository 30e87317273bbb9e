"""What the codes of APERAK mean.

Sources: Ediel D.96A (ERC 100, 40, 41, 42; special codes below 40), BDEW APERAK AHB 1.1 (Z codes).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ("EDIEL_ERRORS", "GERMAN_ERRORS", "OF_FORM", "SPECIAL")

EDIEL_ERRORS: Mapping[str, str] = MappingProxyType(
    {
        "100": "accepted",
        "40": "special error, the text names its code",
        "41": "mandatory field missing",
        "42": "incorrect data",
    }
)

# With ERC 40, in FTX 4441.
SPECIAL: Mapping[str, str] = MappingProxyType(
    {
        "105": "object not identified",
        "107": "actor not connected to the object",
        "109": "both a start and a stop date",
    }
)

GERMAN_ERRORS: Mapping[str, str] = MappingProxyType(
    {
        "Z10": "identification unknown", "Z14": "object not found", "Z15": "object not unique",
        "Z16": "object no longer in the grid area", "Z17": "sender not assigned to the object at that time",
        "Z18": "receiver not assigned to the object at that time", "Z19": "meter number not known at the object",
        "Z20": "OBIS code unknown", "Z21": "internal reference wrong", "Z27": "too many digits before the decimal mark",
        "Z29": "required item missing", "Z30": "time series incomplete", "Z31": "case rejected",
        "Z33": "referenced case missing", "Z34": "interval negative or zero", "Z35": "wrong format",
        "Z37": "sender not entitled", "Z38": "too many codes", "Z39": "code not allowed", "Z40": "repeated too often",
        "Z41": "implausible time", "Z42": "configuration identification unknown",
    }
)  # fmt: skip

# Errors of the application handbook (AHB): they are looked for first, all of them are told, and nothing else is then.
OF_FORM = frozenset({"Z21", "Z29", "Z35", "Z38", "Z39", "Z40", "Z41"})
