"""The numbers by which a guide names its fields: partners answer with them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import attrs

from edielkit.edifact.check.guides.guide import ENVELOPE
from edielkit.edifact.check.guides.guide_files import guide_file, guide_names
from edielkit.edifact.check.guides.patterns import Pattern, Step

__all__ = ("Field", "fields")


@attrs.frozen
class Field:
    """A field of a guide.

    Attributes:
        number: Its number, as the guide writes it.
        pattern: The segments that hold it.
        name: What it is.
    """

    number: str
    pattern: Pattern
    name: str


@cache
def fields(profile: str) -> Mapping[tuple[str, str], Field]:
    """Return the fields of the guides of a market by message type and number, in capitals.

    The first row of a guide about a segment or group that has a number says where the field stands; where no row is, the
    first about a part of one.

    Args:
        profile: Code of the market.

    >>> fields("se")["UTILTS", "508"].pattern.text, fields("se")["PRODAT", "226"].name
    ('DTM+354', 'case reference')
    """
    numbered: dict[tuple[str, str], Field] = {}
    for market, message_type, directory in guide_names():
        file = guide_file(market, message_type, directory)
        if market != profile or file is None:
            continue
        for row in sorted(file.rows, key=lambda row: bool(row["element"])):
            number = row["field"]
            if number and row["within"] != ENVELOPE:
                field = Field(number, Step.of(row["segment"]).pattern, row["name"])
                numbered.setdefault((message_type, number.upper()), field)
    return MappingProxyType(numbered)
