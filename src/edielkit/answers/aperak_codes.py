"""What the codes of APERAK mean, and the places that Swedish field numbers name.

Sources: Ediel D.96A (ERC 100, 40, 41, 42; special codes below 40), BDEW APERAK AHB 1.1 (Z codes), Svenska kraftnät
25-A-4 (UTILTS) and 26-A (PRODAT): field tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ("EDIEL_ERRORS", "FIELDS", "GERMAN_ERRORS", "SPECIAL")

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

# Field number of the Swedish guides: segment, qualifier in its first component (empty: any), words.
FIELDS: Mapping[str, Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        "UTILTS": {
            "202": ("BGM", "", "document code"), "203": ("BGM", "", "document identification"),
            "204": ("BGM", "", "message function"), "205": ("DTM", "137", "time of the document"),
            "206": ("DTM", "735", "offset to UTC"), "207": ("NAD", "MS", "sender"), "208": ("NAD", "MR", "recipient"),
            "209": ("LOC", "172", "metering point"), "223": ("STS", "7", "reason of the transaction"),
            "224": ("RFF", "MG", "meter number"), "226": ("RFF", "TN", "case reference"),
            "245": ("DTM", "324", "period"), "264": ("MEA", "AAZ", "unit"),
            "313": ("BGM", "", "wanted acknowledgement"), "501": ("MKS", "", "market"), "505": ("IDE", "24", "transaction"),
            "506": ("LIN", "", "product"), "508": ("DTM", "354", "resolution"), "511": ("PIA", "1", "time series product"),
            "512": ("DTM", "597", "registration time"), "514": ("SEQ", "", "number of the observation"),
            "515": ("QTY", "135", "forecast"), "516": ("QTY", "136", "energy"), "517": ("QTY", "220", "meter reading"),
            "520": ("STS", "8", "quality"), "521": ("QTY", "42", "maximum"), "527": ("RFF", "AES", "register"),
            "532": ("DTM", "368", "latest update"), "533": ("LOC", "175", "regulation object"),
            "260A": ("LOC", "239", "grid area"), "260B": ("LOC", "232", "grid area out"),
            "260C": ("LOC", "233", "grid area in"),
        },
        "PRODAT": {
            "202": ("BGM", "", "document code"), "203": ("BGM", "", "document identification"),
            "204": ("BGM", "", "message function"), "209": ("LIN", "", "object"),
            "210": ("DTM", "92", "start of the contract"), "211": ("DTM", "93", "end of the contract"),
            "213": ("QTY", "31", "annual energy"), "216": ("DTM", "157", "valid from"),
            "217": ("CCI", "Z04", "metering method"), "222": ("CCI", "Z12", "frequency"),
            "223": ("CCI", "Z13", "kind of case"), "224": ("RFF", "MG", "new meter"), "225": ("RFF", "Z02", "old meter"),
            "226": ("RFF", "LI", "case reference"), "260": ("RFF", "Z05", "grid area"),
            "261": ("RFF", "ANJ", "mandate"), "262": ("NAD", "Z02", "balance responsible"),
            "306": ("CCI", "Z07", "status"), "314": ("LIN", "", "line number"), "508": ("DTM", "354", "resolution"),
        },
    }
)  # fmt: skip
