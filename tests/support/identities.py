"""What identifies somebody or something in a message, taken out by a list of its own, and the search for it."""

from __future__ import annotations

import base64
import gzip
import re

from lxml import etree

from edielkit.edifact.read.tokenizer import tokenize
from edielkit.inputs import open_input

__all__ = ("identities", "leaks")

# shorter ones stand by chance in any number
LEAST = 5
# elements of EMIF that name, place or reach somebody, or say something in words
_PERSONAL = frozenset(
    [
        "GivenName",
        "FamilyName",
        "Name",
        "AttentionOf",
        "CareOf",
        "OnBehalf",
        "StreetName",
        "CityName",
        "CitySubDivisionName",
        "AddressFreeForm",
        "PostOfficeBox",
        "CompleteNumber",
        "Description",
        "MeterIdentification",
        "MeterLocation",
        "Latitude",
        "Longitude",
        "Subject",
        "Request",
        "RequestPrivate",
        "RequestPublic",
        "Feedback",
        "FeedbackPrivate",
        "FeedbackPublic",
        "ConsentID",
        "Id",
    ]
)
_SEGMENTS = frozenset({"UNB", "BGM", "NAD", "LOC", "RFF", "FTX", "CTA", "COM", "IDE"})
_EVERYBODY = re.compile(r"7080003824349|8716867\d{6}|4700000000\d{3}")
# codes and times that stand in the same segments
_HARMLESS = re.compile(
    r"[A-Z0-9]{1,3}|\d{6}|UNO[A-Z]|PRODAT|MSCONS|UTILTS|23(?:-\w+)+|\d-\d+:[\d.]+|\d{1,4}|130\d\d|250\d\d"
)


def identities(data: bytes) -> set[str]:
    """Return the texts in a message, plain or gzip, that identify somebody or something."""
    content = open_input(data).content
    texts = (
        _of_xml(content) if content.lstrip(b"\xef\xbb\xbf \n\r\t").startswith(b"<") else _of_edifact(content)
    )
    return {text for text in texts if len(text) >= LEAST and not _EVERYBODY.fullmatch(text)}


def _of_xml(content: bytes) -> set[str]:
    texts = set()
    for node in etree.fromstring(content).iter(etree.Element):
        name = etree.QName(node).localname
        if name in _PERSONAL or name.endswith(("Identification", "Reference")):
            texts.add((node.text or "").strip())
    return texts


def _of_edifact(content: bytes) -> set[str]:
    return {
        component
        for segment in tokenize(content).segments
        if segment.tag in _SEGMENTS
        for element in segment.elements
        for component in element
        if not _HARMLESS.fullmatch(component)
    }


def leaks(texts: set[str], data: bytes) -> set[str]:
    """Return those of *texts* that stand in *data*: in any case, in base64 at any place, and inside of gzip."""
    layers = [data]
    if data.startswith(b"\x1f\x8b"):
        layers.append(gzip.decompress(data))
    lowered = [layer.lower() for layer in layers]
    return {
        text
        for text in texts
        if any(
            text.encode(encoding, "replace").lower() in layer
            for encoding in ("utf-8", "latin-1", "utf-16-le")
            for layer in lowered
        )
        or any(form in layer for form in _base64_forms(text) for layer in layers)
    }


def _base64_forms(text: str) -> list[bytes]:
    """Return what a text looks like inside of base64, whatever stands before and behind it."""
    forms = []
    for shift in range(3):
        size = shift + len(text.encode())
        coded = base64.b64encode(b"\0" * shift + text.encode())
        # six bits a character: those at the ends hold bits of the neighbours
        inner = coded[-(-8 * shift // 6) : 8 * size // 6]
        if len(inner) > LEAST:
            forms.append(inner)
    return forms
