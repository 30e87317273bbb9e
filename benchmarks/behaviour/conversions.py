"""The conversions that are tried on every input: a target and fixed options for each form of each market."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from edielkit.conversion import Carrier, Channel, Options, Sign

_ACTIVE = "8716867000030"
_GLN = "7080000000012"
_XML = {"process": "BRS-NO-313", "role": "DDE", "validation": "V001", "estimation": "E001"}
_CODES = (
    Channel("1009", _ACTIVE, "In"),
    Channel("1010", _ACTIVE, "Out"),
    Channel("1501", _ACTIVE, "Out"),
    Channel("1001", _ACTIVE, "Out"),
)
_AREAS = ("NO-AREA-A", "NO-AREA-B")
_UTILTS = {"document_type": "E66", "role": "MDR", "scope": "E02", "reason": "E88", "answer": False}

FROM_XML: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "mscons no obis": ("mscons", {"profile": "no", "carrier": Carrier.OBIS, "by_agreement": True}),
    "mscons no lines": ("mscons", {"profile": "no", "carrier": Carrier.LINES, "unit": "MWH"}),
    "mscons no signed": ("mscons", {"profile": "no", "join": True, "sign": Sign.IN, "channels": _CODES}),
    "mscons se": ("mscons", {"profile": "se", "channels": _CODES, "by_agreement": True}),
    "mscons dk": ("mscons", {"profile": "dk", "carrier": Carrier.AREAS, "areas": _AREAS}),
    "mscons de": ("mscons", {"profile": "de", "process_id": "13025", "by_agreement": True}),
    "mscons ch": ("mscons", {"profile": "ch", "process_id": "13008", "test": True}),
    "mscons of itself": ("mscons", {}),
    "utilts": ("utilts", _UTILTS),
    "other xml": ("notify-validated-data", {**_XML, "document_type": "E66", "role": "DDQ", "gather": True}),
}
FROM_EDIFACT: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "collected": (
        "collected-data",
        {
            **_XML,
            "document_type": "E13",
            "sign": Sign.OUT,
            "channels": _CODES,
            "product": _ACTIVE,
            "areas": _AREAS,
            "sender": _GLN,
            "recipient": "7080003824349",
        },
    ),
    "collected lines": (
        "collected-data",
        {
            **_XML,
            "document_type": "E13",
            "line_directions": ("In", "Out"),
            "channels": _CODES,
            "gather": True,
        },
    ),
    "notify": (
        "notify-validated-data",
        {**_XML, "document_type": "E66", "role": "DDQ", "direction": "Out", "product": _ACTIVE},
    ),
    "other edifact": ("utilts", {**_UTILTS, "direction": "Out", "product": _ACTIVE, "point_type": "E17"}),
    "of itself": ("collected-data", {}),
}


def counter() -> Callable[[], str]:
    """Return a source of UUIDs that begins anew."""
    numbers = itertools.count(1)
    return lambda: str(uuid.UUID(int=(0x5EED << 96) + next(numbers)))


def conversions(wire: str, now: dt.datetime) -> Iterator[tuple[str, str, Options]]:
    """Yield name, target and options of all conversions of a message of *wire*."""
    table = {"emif": FROM_XML, "edifact": FROM_EDIFACT}.get(wire, {})
    for name, (target, options) in table.items():
        # what a form leaves to itself has no instant and no ids either: its errors are compared too
        common: dict[str, Any] = {"now": now, "registered": now, "new_id": counter()} if options else {}
        yield name, target, Options(**common, **options)
