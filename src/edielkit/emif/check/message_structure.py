"""All faults of a message in the words of the standard, from the declarations.

The XML Schema processor gives the verdict and stops at the first wrong child of an element; this walk goes on and
says what was expected. The two are tested to agree.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from typing import TYPE_CHECKING

import attrs

from edielkit.emif.check.document_places import DocumentPlaces
from edielkit.emif.declare import (
    ABIE,
    Aggregate,
    Declaration,
    Message,
    declarations,
    in_version,
    remembered,
)
from edielkit.emif.messages import AGGREGATES
from edielkit.emif.read.xml import XSI, XSI_HINTS, attributes_of, local_name, namespace_of
from edielkit.emif.rules import RULES
from edielkit.emif.simple_types import SIMPLE_CONTENTS, SIMPLE_TYPES, SimpleType
from edielkit.emif.values import check_text
from edielkit.emif.write.unique import UNIQUE_PAYLOADS, UNIQUE_SEQUENCES
from edielkit.findings import Finding
from edielkit.harmless import quoted
from edielkit.suggest import nearest, one_of

if TYPE_CHECKING:
    from lxml import etree

__all__ = ("check_message", "place_of")

_SPACE = " \t\r\n"
BDT = "urn:no:elhub:emif:common:BusinessDataType:v2"
_BOOLEAN = SimpleType("boolean", "boolean")


@attrs.frozen
class _Fault:
    """A broken rule before its place is put into words."""

    code: str
    message: str
    node: etree._Element
    attribute: str = ""


def check_message(
    root: etree._Element, cls: type[Message], version: str, places: DocumentPlaces | None = None
) -> Iterator[Finding]:
    """Yield every fault of the message under *root*.

    Args:
        root: The element of the message.
        cls: Its class.
        version: EMIF version whose rules hold; the message must be one of that version.
        places: The places of the document, if they were asked for before.
    """
    places = places or DocumentPlaces()
    for fault in _faults(root, cls, version, places.left_out_before(root)):
        position = places.of(fault.node, fault.attribute)
        yield RULES[fault.code].finding(fault.message, position, payload=places.payload(fault.node))


def _faults(
    root: etree._Element, cls: type[Message], version: str, left_out: Mapping[etree._Element, int]
) -> Iterator[_Fault]:
    name = f"{{{cls.namespace()}}}{cls.kind()}"
    yield from _Walk(version, left_out).below(root, cls, name, cls.namespace())
    yield from _check_unique(root, cls)


# texts that leaves of many payloads may have in common: longer ones, and more of them, are not remembered
_LONGEST_LEAF, _MOST_LEAVES, _MOST_ATTRIBUTES = 64, 1 << 13, 4


class _Walk:
    """A walk over one message."""

    def __init__(self, version: str, left_out: Mapping[etree._Element, int]) -> None:
        self._version = version
        # how many elements of its name stand before an element beside those that are there
        self._left_out = left_out
        # the faults of a leaf, by all that they depend on
        self._leaves: dict[Hashable, tuple[_Fault, ...]] = {}

    def below(
        self, node: etree._Element, cls: type[Aggregate], type_name: str, namespace: str
    ) -> Iterator[_Fault]:
        """Yield the faults of an element that holds elements, and of these."""
        yield from _check_type(node, type_name)
        yield from _check_own_attributes(node, cls, self._version)
        yield from _check_loose_text(node)
        yield from self._children(node, cls, namespace)

    def _children(self, node: etree._Element, cls: type[Aggregate], namespace: str) -> Iterator[_Fault]:
        version, left_out = self._version, self._left_out
        by_tag = _by_tag(cls, version, namespace)
        counts: dict[str, int] = {}
        chosen: dict[str, str] = {}
        place, before = 0, ""
        stand_ins: set[str] = set()
        for child in node.iterchildren("*"):
            entry = by_tag.get(child.tag)
            if entry is None:
                name = local_name(child.tag)
                by_name = _by_name(cls, version)
                meant = name if name in by_name else nearest(name, by_name)
                stand_ins.add(meant or "")
                yield _unknown(child, cls, version, meant)
                continue
            index, declared = entry
            name = declared.name
            count = counts[name] = counts.get(name, 0) + 1
            if declared.choice and chosen.setdefault(declared.choice, name) != name:
                yield _Fault(
                    "XSD014", f"expected {chosen[declared.choice]} alone, found {name} beside it", child
                )
            elif index < place:
                yield _Fault("XSD012", f"expected {name} before {before}, found it after", child)
            elif count + (left_out.get(child, 0) if left_out else 0) == declared.max + 1:
                times = "once" if declared.max == 1 else f"{declared.max} times"
                yield _Fault("XSD013", f"expected {name} at most {times}, found one more", child)
            if index >= place:
                place, before = index, name
            if declared.is_simple:
                yield from self._leaf(child, declared, cls)
            else:
                yield from self.below(child, AGGREGATES[declared.type], f"{{{ABIE}}}{declared.type}", ABIE)
        # what is there under a wrong name is one fault, not two
        yield from _check_missing(node, cls, version, stand_ins.union(counts))

    def _leaf(self, node: etree._Element, declared: Declaration, owner: type[Aggregate]) -> Iterable[_Fault]:
        """Return the faults of an element that holds a text."""
        text, count = node.text, len(node.attrib)
        attributes = attributes_of(node) if 0 < count <= _MOST_ATTRIBUTES else []
        if count > _MOST_ATTRIBUTES or len(node) or not _is_usual(text, attributes):
            return _check_leaf(node, declared, self._version)
        key = owner, declared.name, text, tuple(attributes)
        faults = self._leaves.get(key)
        if faults is None:
            faults = tuple(_check_leaf(node, declared, self._version))
            if len(self._leaves) < _MOST_LEAVES:
                self._leaves[key] = faults
        return (
            [_Fault(fault.code, fault.message, node, fault.attribute) for fault in faults] if faults else ()
        )


def _is_usual(text: str | None, attributes: list[tuple[str, str]]) -> bool:
    """Tell whether what is wrong with a leaf depends on these alone, and they are short."""
    if text is not None and len(text) > _LONGEST_LEAF:
        return False
    # a type may have a prefix, which means what the document says
    return all(name != _TYPE and len(value) <= _LONGEST_LEAF for name, value in attributes)


_TYPE = f"{{{XSI}}}type"


def _actual_type(node: etree._Element) -> str:
    """Return the type that xsi:type names, in Clark notation; empty without one or when its prefix is unknown."""
    prefix, _, name = (node.get(_TYPE) or "").strip(_SPACE).rpartition(":")
    namespace = node.nsmap.get(prefix or None) if name else None
    return f"{{{namespace}}}{name}" if namespace else ""


@remembered
def _derived(type_name: str) -> frozenset[str]:
    """Return the types that extend the simple type *type_name* and may stand in its place by xsi:type."""
    return frozenset(content.name for content in SIMPLE_CONTENTS.values() if content.base == type_name)


def _check_type(node: etree._Element, expected: str) -> Iterator[_Fault]:
    if node.get(_TYPE) is not None and _actual_type(node) != expected:
        yield _Fault("XSD031", f"expected type {local_name(expected)} or no xsi:type on {local_name(node.tag)}, found {quoted(node.get(_TYPE) or '', 60)}", node, _TYPE)  # fmt: skip


@remembered
def _attributes(cls: type[Aggregate]) -> dict[str, Declaration]:
    return {declared.name: declared for declared in declarations(cls) if declared.is_attribute}


def _check_own_attributes(node: etree._Element, cls: type[Aggregate], version: str) -> Iterator[_Fault]:
    by_name = _attributes(cls)
    yield from _check_strange_attributes(node, tuple(by_name))
    for name, declared in by_name.items():
        text = node.get(name)
        if text is None:
            yield _Fault("XSD030", f"expected attribute {name} on {local_name(node.tag)}", node)
        else:
            yield from _check_value(node, SIMPLE_TYPES[declared.type], text, version, name)


def _check_strange_attributes(node: etree._Element, allowed: tuple[str, ...]) -> Iterator[_Fault]:
    for raw in node.attrib:
        name = str(raw)
        if name in allowed or name in XSI_HINTS:
            continue
        if name == f"{{{XSI}}}nil":
            yield _Fault("XSD031", f"{local_name(node.tag)} cannot be nil; leave out xsi:nil, or the element if it has no value", node, name)  # fmt: skip
            continue
        yield _Fault("XSD031", _strange_attribute(local_name(node.tag), name, allowed), node, name)


def _strange_attribute(owner: str, name: str, allowed: tuple[str, ...]) -> str:
    local = local_name(name)
    if local in allowed:
        return f"expected attribute {local} of {owner} without a prefix, found it in namespace {quoted(namespace_of(name), 120)}"
    if not allowed:
        return f"{owner} has no attributes, found {quoted(local, 60)}"
    meant = nearest(local, allowed)
    hint = f"; did you mean {meant}?" if meant else ""
    return f"expected {one_of(allowed)} as attribute of {owner}, found {quoted(local, 60)}{hint}"


# of more children libxml2 tells sooner whether a text stands between them
_FEW_CHILDREN = 16


@cache
def _loose_text() -> etree.XPath:
    from lxml import etree

    return etree.XPath("boolean(text()[normalize-space()])")


def _has_loose_text(node: etree._Element) -> bool:
    if len(node) > _FEW_CHILDREN:
        return bool(_loose_text()(node))
    return bool((node.text or "").strip(_SPACE)) or any((child.tail or "").strip(_SPACE) for child in node)


def _check_loose_text(node: etree._Element) -> Iterator[_Fault]:
    if _has_loose_text(node):
        yield _Fault("XSD024", f"{local_name(node.tag)} holds elements only, found text between them", node)


@remembered
def _plan(cls: type[Aggregate], version: str) -> tuple[Declaration, ...]:
    return tuple(d for d in in_version(cls, version) if not d.is_attribute)


@remembered
def _by_name(cls: type[Aggregate], version: str) -> dict[str, tuple[int, Declaration]]:
    return {d.name: (index, d) for index, d in enumerate(_plan(cls, version))}


@remembered
def _by_tag(cls: type[Aggregate], version: str, namespace: str) -> dict[str, tuple[int, Declaration]]:
    return {f"{{{namespace}}}{name}": entry for name, entry in _by_name(cls, version).items()}


def _check_missing(
    node: etree._Element, cls: type[Aggregate], version: str, present: AbstractSet[str]
) -> Iterator[_Fault]:
    choices: dict[str, list[str]] = {}
    for declared in _plan(cls, version):
        if declared.choice:
            choices.setdefault(declared.choice, []).append(declared.name)
        elif declared.min and declared.name not in present:
            yield _Fault("XSD011", f"expected {declared.name} in {local_name(node.tag)}, found none", node)
    for names in choices.values():
        if present.isdisjoint(names):
            yield _Fault("XSD011", f"expected {one_of(names)} in {local_name(node.tag)}, found none", node)


def _unknown(child: etree._Element, cls: type[Aggregate], version: str, meant: str | None) -> _Fault:
    name = local_name(child.tag)
    parent: etree._Element = child.getparent()  # type: ignore[assignment]  # a child has a parent
    owner = local_name(parent.tag)
    if name == meant:
        wanted = cls.namespace() if issubclass(cls, Message) else ABIE
        namespace = namespace_of(child.tag)[:120]
        return _Fault("XSD010", f"expected {name} in namespace {wanted!r}, found {repr(namespace) if namespace else 'none'}", child)  # fmt: skip
    elsewhere = next((d for d in declarations(cls) if d.name == name), None)
    if elsewhere is not None:
        which = " and ".join(elsewhere.versions)
        return _Fault("XSD010", f"{name} is not in version {version} of {owner}, only in {which}", child)
    hint = f"; did you mean {meant}?" if meant else f"; {owner} holds {_some(tuple(_by_name(cls, version)))}"
    return _Fault("XSD010", f"{owner} has no element {quoted(name, 60)}{hint}", child)


def _some(names: tuple[str, ...]) -> str:
    return ", ".join(names) if len(names) <= 8 else ", ".join(names[:8]) + " ..."


def _check_leaf(child: etree._Element, declared: Declaration, version: str) -> Iterator[_Fault]:
    actual = local_name(_actual_type(child))
    if actual in _derived(declared.type):
        declared = attrs.evolve(declared, type=actual)
    else:
        yield from _check_type(child, f"{{{BDT}}}{declared.type}")
    content = SIMPLE_CONTENTS.get(declared.type)
    uses = content.attributes if content else ()
    yield from _check_strange_attributes(child, tuple(use.name for use in uses))
    for use in uses:
        value = child.get(use.name)
        simple = SIMPLE_TYPES.get(use.type, _BOOLEAN)
        if value is None:
            if use.required:
                yield _Fault("XSD030", f"expected attribute {use.name} on {declared.name}{_hint(use.type, version)}", child)  # fmt: skip
        elif use.fixed is not None:
            if value.strip(_SPACE) not in {use.fixed, "1"}:
                yield _Fault(
                    "XSD023", f"expected {use.name}={use.fixed!r}, found {quoted(value, 40)}", child, use.name
                )
        else:
            yield from _check_value(child, simple, value, version, use.name)
    if len(child):
        yield _Fault("XSD025", f"{declared.name} holds text only, found an element in it", child)
        return
    text = child.text or ""
    if declared.fixed is not None and not text:
        return
    base = SIMPLE_TYPES[content.base if content else declared.type]
    wrong = list(_check_value(child, base, text, version))
    yield from wrong
    if declared.fixed is not None and not wrong and text.strip(_SPACE) != declared.fixed:
        yield _Fault(
            "XSD023", f"expected {declared.name} to be {declared.fixed}, found {quoted(text, 40)}", child
        )


def _hint(type_name: str, version: str) -> str:
    from edielkit.codes import code_list

    simple = SIMPLE_TYPES[type_name]
    if not simple.codes:
        return ""
    values = [c.value for c in code_list(type_name).codes.values() if version in c.versions]
    return f" ({one_of(values)})" if len(values) <= 9 else ""


def _check_value(
    node: etree._Element, simple: SimpleType, text: str, version: str, attribute: str = ""
) -> Iterator[_Fault]:
    wrong = check_text(simple, text, version)
    if wrong:
        code = "XSD021" if simple.codes else "XSD022" if simple.base == "string" else "XSD020"
        what = attribute or local_name(node.tag)
        yield _Fault(code, f"{what}: {wrong}", node, attribute)


def _check_unique(root: etree._Element, cls: type[Message]) -> Iterator[_Fault]:
    if cls.kind() not in UNIQUE_PAYLOADS:
        return
    element = UNIQUE_PAYLOADS[cls.kind()][1]
    first: dict[str, etree._Element] = {}
    for payload in root.iterchildren(f"{{{cls.namespace()}}}{element}"):
        node = payload.find(f"{{{ABIE}}}Identification")
        if node is not None:
            text = node.text or ""
            if text in first:
                yield _Fault("XSD040", f"expected an Identification of its own, found that of the payload in line {first[text].sourceline}", node)  # fmt: skip
            first.setdefault(text, payload)
        if cls.kind() in UNIQUE_SEQUENCES:
            yield from _check_sequences(payload)


_PLACE = re.compile(r"(?:\+|(-))?(?=[0-9])0*+([0-9]*+)")


def place_of(text: str | None) -> str:
    """Return the place that a Sequence names, as shortly as it can be written; nothing for what is no whole number.

    >>> place_of(" +007"), place_of("-0"), place_of("x"), place_of(None)
    ('7', '0', '', '')
    """
    match = _PLACE.fullmatch((text or "").strip(_SPACE))
    return "" if match is None else f"{match[1] or ''}{match[2]}" if match[2] else "0"


def _check_sequences(payload: etree._Element) -> Iterator[_Fault]:
    first: dict[str, etree._Element] = {}
    for node in payload.iterchildren(f"{{{ABIE}}}Observation"):
        place = place_of(node.get("Sequence"))
        if place in first:
            yield _Fault("XSD040", f"expected a Sequence of its own, found {place[:40]} as in line {first[place].sourceline}", node, "Sequence")  # fmt: skip
        if place:
            first.setdefault(place, node)
