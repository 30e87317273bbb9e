"""Messages with somebody planted in them: a birth number in any leaf, a name in the fields of names and free texts."""

from __future__ import annotations

import random
import re

from tests.support.paths import FIXTURES

__all__ = ("FREE_TEXT", "LEAF", "MESSAGES", "PERSON", "TOWN", "plant")

PERSON = "05909441023"
TOWN = "Zxqvdalen"
# a value of either wire: text of an element or attribute, component of a segment
LEAF = re.compile(rb"(?<=>)[^<>\s][^<>]*(?=<)|(?<==\")[^\"]+(?=\")|(?<=[+:])[^+:'<>\"]+(?=[+:'])")
_ELEMENTS = (
    rb"GivenName|FamilyName|StreetName|CityName|Postcode|BuildingNumber|MeterLocation|CompleteNumber|Description|"
    rb"CareOf|AttentionOf|OnBehalf|AddressFreeForm|Subject|Request|RequestPrivate|RequestPublic|"
    rb"Feedback|FeedbackPrivate|FeedbackPublic"
)
FREE_TEXT = re.compile(
    rb"<abie:(?:" + _ELEMENTS + rb")>(?P<element>[^<]+)<|'\s*FTX\+[^'+]*\+[^'+]*\+[^'+]*\+(?P<text>[^'+:]+)|"
    rb"'\s*NAD\+[A-Z]+\+[^'+]*\+[^']*?(?P<name>[^'+:]{4,})[+:']|'\s*CTA\+[A-Z]*\+[^'+:]*:(?P<contact>[^'+:]+)"
)
MESSAGES = sorted(
    path
    for path in FIXTURES.rglob("*")
    if path.suffix in {".xml", ".edi"}
    and 200 < path.stat().st_size < 20_000
    and LEAF.search(path.read_bytes())
)


def plant(data: bytes, choice: random.Random, places: re.Pattern[bytes], marker: str) -> bytes:
    """Return *data* with *marker* in one of its *places*: in a named group, or in the whole match."""
    match = choice.choice(list(places.finditer(data)))
    start, stop = next((match.span(name) for name, text in match.groupdict().items() if text), match.span())
    return data[:start] + marker.encode() + data[stop:]
