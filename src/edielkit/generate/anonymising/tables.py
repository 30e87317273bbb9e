"""What stands where: the kind of each element of EMIF and of each component of EDIFACT, from tables and declarations."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

import attrs

from edielkit.codes import code_list, lists

__all__ = ("Content", "FieldKind", "component_contents", "element_contents", "is_code")


class FieldKind(StrEnum):
    """What is done with a content."""

    CODE = "code"
    ITEM = "item"
    VERSION = "version"
    IDENTIFIER = "identifier"
    TEXT = "text"
    DIGITS = "digits"
    NUMBER = "number"
    AMOUNT = "amount"
    TOTAL = "total"
    TIME = "time"


@attrs.frozen
class Content:
    """What stands in an element.

    Attributes:
        kind: What is done with it.
        label: What reports call it; empty where the form of an identifier says it.
    """

    kind: FieldKind
    label: str = ""


FREE_TEXT = Content(FieldKind.TEXT, "free text")
UNKNOWN = Content(FieldKind.TEXT, "unknown element")
_CODE = Content(FieldKind.CODE)


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("edielkit.generate.anonymising").joinpath("data", name).read_text("utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#"))


# -- EMIF


@cache
def element_contents() -> Mapping[str, Content]:
    """Return what stands in each element of EMIF and of a SOAP fault, by its name without prefix.

    An element has the same content wherever it stands: so one in a wrong place is known too.

    >>> element_contents()["FamilyName"], element_contents()["Creation"].kind
    (Content(kind=<FieldKind.TEXT: 'text'>, label='name'), <FieldKind.TIME: 'time'>)
    """
    from edielkit.emif.declare import declarations
    from edielkit.emif.messages import AGGREGATES, MESSAGES

    contents = {}
    for cls in (*AGGREGATES.values(), *MESSAGES.values()):
        for declared in declarations(cls):
            if declared.is_simple and not declared.is_attribute:
                contents[declared.name] = Content(_kind_of_type(declared.type))
    for row in _rows("emif.csv"):
        contents[row["element"]] = Content(FieldKind(row["kind"]), row["label"])
    return contents


# simple types of identifications; the form of each says of what kind it is
_IDENTIFIER_TYPES = frozenset(
    {
        "Elhub_EndUserIdentifierType",
        "Elhub_EnergyPartyIdentifierType",
        "Elhub_MeteringGridAreaIdentifierType",
        "Elhub_MeteringPointIdentifierType",
        "Elhub_ProductIdentifierType",
        "UUIDType",
    }
)
_KINDS = {
    "boolean": FieldKind.CODE,
    "decimal": FieldKind.NUMBER,
    "int": FieldKind.NUMBER,
    "long": FieldKind.NUMBER,
    "dateTime": FieldKind.TIME,
}


def _kind_of_type(name: str) -> FieldKind:
    from edielkit.emif.simple_types import SIMPLE_CONTENTS, SIMPLE_TYPES

    if name in _IDENTIFIER_TYPES:
        return FieldKind.IDENTIFIER
    content = SIMPLE_CONTENTS.get(name)
    simple = SIMPLE_TYPES[name if content is None else content.base]
    # free text that no row of the table names is replaced
    return FieldKind.CODE if simple.codes else _KINDS.get(simple.base, FieldKind.TEXT)


# -- EDIFACT


@cache
def _data_elements() -> dict[str, list[tuple[str, Content]]]:
    table: dict[str, list[tuple[str, Content]]] = {}
    for row in _rows("edifact.csv"):
        table.setdefault(row["element"], []).append(
            (row["segment"], Content(FieldKind(row["kind"]), row["label"]))
        )
    return table


def component_contents(tag: str, qualifier: str = "") -> tuple[tuple[tuple[Content, ...], bool], ...]:
    """Return what stands in the components of a segment: for each element, its components and whether more may follow.

    The layouts of all directories are laid over each other: where they differ, the one that is replaced counts.

    Args:
        tag: Such as ``NAD``.
        qualifier: What its first component says.

    >>> component_contents("NAD")[1][0][0]
    Content(kind=<FieldKind.IDENTIFIER: 'identifier'>, label='')
    """
    place = f"{tag}+{qualifier}"
    return _component_contents(tag, place if place in _qualified_places() else tag)


@cache
def _qualified_places() -> frozenset[str]:
    return frozenset(place for rows in _data_elements().values() for place, _ in rows if "+" in place)


# tags come from the input: those that nobody knows are not kept for ever
@lru_cache(maxsize=1 << 10)
def _component_contents(tag: str, place: str) -> tuple[tuple[tuple[Content, ...], bool], ...]:
    from edielkit.edifact.check.directory.layouts import segment_layouts

    elements: list[tuple[list[Content], bool]] = []
    for segment in segment_layouts(tag):
        for number, element in enumerate(segment.elements):
            if number == len(elements):
                elements.append(([], False))
            contents, is_open = elements[number]
            for at, part in enumerate(element.parts):
                content = _content(part.name, ("*", tag, place))
                if at == len(contents):
                    contents.append(content)
                elif contents[at].kind is FieldKind.CODE:
                    contents[at] = content
            elements[number] = (contents, is_open or element.open)
    return tuple((tuple(contents), is_open) for contents, is_open in elements)


def _content(name: str, places: tuple[str, ...]) -> Content:
    if not name.isdigit():
        return UNKNOWN
    return next((content for place, content in _data_elements().get(name, ()) if place in places), _CODE)


# -- codes

# three characters, or up to six with a digit: a code of a list that nobody has here, and no name
_SHORT = re.compile(
    r"[A-Za-z0-9._:-]{1,3}|(?=.*[0-9])[A-Za-z0-9._-]{1,6}|BRS-NO-[0-9]{3}|true|false", re.ASCII
)
_OBIS = re.compile(r"[0-9]{1,3}-[0-9]{1,3}:[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}(?:\*[0-9]{1,3})?", re.ASCII)
# codes that are joined, such as the application reference 23-DDQ-PRODAT
_LONGEST = 14
# SOAP 1.1 fault codes, and the groups of Elhub's faults
_FAULTS = frozenset(
    {"Client", "Server", "VersionMismatch", "MustUnderstand", "Size", "Security", "System", "Other", "UUID"}
)


def is_code(text: str) -> bool:
    """Tell whether *text* is a code that some list has, or is too short to be anything else.

    >>> is_code("BRS-NO-313"), is_code("E999"), is_code("Nordmann"), is_code("23-DDQ-PRODAT")
    (True, True, False, True)
    """
    return (
        _SHORT.fullmatch(text) is not None
        or _OBIS.fullmatch(text) is not None
        or text in _codes()
        or text.rpartition(":")[2] in _FAULTS
        or _is_joined(text)
    )


def _is_joined(text: str) -> bool:
    parts = text.split("-") if len(text) <= _LONGEST else []
    return len(parts) > 1 and all(part in _codes() or _SHORT.fullmatch(part) for part in parts)


@cache
def _codes() -> frozenset[str]:
    """Return every code of the lists and guides of both wires."""
    from edielkit.edifact.charset import CHARSETS
    from edielkit.edifact.check.directory.layouts import layouts
    from edielkit.edifact.check.guides.guide_files import guide_file, guide_names
    from edielkit.edifact.profiles import profiles

    codes = {
        code.value
        for wire in ("emif", "edifact")
        for name in lists(wire)
        for code in code_list(name, wire=wire)
    }
    codes.update(CHARSETS, (message for message, _ in layouts()))
    for names in guide_names():
        file = guide_file(*names)
        for row in file.rows if file else ():
            codes.update(
                re.split(r"[ |]+", f"{row.get('values', '')} {row.get('segment', '')}".replace("+", " "))
            )
    for profile in profiles().values():
        codes.update(version for versions in profile.versions.values() for version in versions)
    return frozenset(code for code in codes if code)
