"""
The product's own EMIF schemas as values: what a document may hold, read from the XSD files.

Tests build documents from it and compare it with tables of facts; nothing here validates.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import attrs
from lxml import etree
from tests.support.paths import ROOT

__all__ = (
    "ABIE",
    "BDT",
    "ROOT",
    "VERSIONS",
    "Attribute",
    "Complex",
    "Element",
    "Group",
    "Schemas",
    "Simple",
    "compiled",
    "hardened_parser",
    "load",
    "message_root",
    "messages",
    "schema_files",
    "service_roots",
    "services",
)

XS = "{http://www.w3.org/2001/XMLSchema}"
ABIE = "urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2"
BDT = "urn:no:elhub:emif:common:BusinessDataType:v2"
ROOT = ROOT / "schemas" / "emif"
VERSIONS = ("2.3", "2.4.3", "EI-270", "EI-1763")


@attrs.frozen
class Simple:
    """A simple type: its base in XML Schema, its facets and its codes."""

    name: str
    base: str
    facets: tuple[tuple[str, str], ...] = ()
    codes: tuple[str, ...] = ()

    def facet(self, name: str) -> str | None:
        """Return the value of a facet, if the type has it."""
        return dict(self.facets).get(name)


@attrs.frozen
class Attribute:
    """An attribute of a type."""

    name: str
    type: Simple
    required: bool
    fixed: str | None


@attrs.frozen
class Element:
    """A place for an element in its parent, or a root."""

    namespace: str
    name: str
    type: Simple | Complex
    min: int = 1
    max: int | None = 1
    fixed: str | None = None
    nillable: bool = False
    unique: tuple[tuple[str, str], ...] = ()

    @property
    def tag(self) -> str:
        """The name in Clark notation."""
        return f"{{{self.namespace}}}{self.name}"


@attrs.frozen
class Group:
    """A sequence or choice of places."""

    kind: str
    items: tuple[Element | Group, ...]
    max: int | None = 1

    def elements(self) -> Iterator[tuple[Element, bool]]:
        """Yield each element with whether it stands in a choice."""
        for item in self.items:
            if isinstance(item, Group):
                yield from item.elements()
            else:
                yield item, self.kind == "choice"


@attrs.frozen
class Complex:
    """A type with parts, or with a text and attributes."""

    name: str
    group: Group | None
    attributes: tuple[Attribute, ...]
    text: Simple | None


def _occurs(node: etree._Element, name: str) -> int | None:
    value = node.get(name, "1")
    return None if value == "unbounded" else int(value)


@attrs.define
class Schemas:
    """All schemas of one version."""

    version: str
    folder: Path
    types: dict[str, etree._Element] = attrs.field(factory=dict)
    roots: dict[str, etree._Element] = attrs.field(factory=dict)
    _built: dict[str, Simple | Complex] = attrs.field(factory=dict)

    def root(self, tag: str) -> Element:
        """Return the global element *tag* (Clark notation)."""
        return self._element(self.roots[tag])

    def type(self, tag: str) -> Simple | Complex:
        """Return the type *tag* (Clark notation)."""
        if tag.startswith(XS):
            return Simple(f"xs:{etree.QName(tag).localname}", etree.QName(tag).localname)
        if tag not in self._built:
            self._built[tag] = self._build(self.types[tag])
        return self._built[tag]

    def simple(self, tag: str) -> Simple:
        """Return the simple type *tag*; for a type with text and attributes, the type of its text."""
        type_of_tag = self.type(tag)
        text = type_of_tag if isinstance(type_of_tag, Simple) else type_of_tag.text
        assert text is not None, tag
        return text

    def _qname(self, node: etree._Element, attribute: str) -> str:
        prefix, _, local = node.get(attribute).rpartition(":")
        return f"{{{node.nsmap[prefix or None]}}}{local}"

    def _build(self, node: etree._Element) -> Simple | Complex:
        name = node.get("name", "")
        if node.tag == XS + "simpleType":
            restriction = node.find(XS + "restriction")
            facets = [(etree.QName(f).localname, f.get("value")) for f in restriction.iterchildren(XS + "*")]
            return Simple(
                name,
                self.type(self._qname(restriction, "base")).base,
                tuple(f for f in facets if f[0] != "enumeration"),
                tuple(value for kind, value in facets if kind == "enumeration"),
            )
        extension = node.find(f"{XS}simpleContent/{XS}extension")
        holder = node if extension is None else extension
        attributes = tuple(
            Attribute(
                a.get("name"), self.simple(self._qname(a, "type")), a.get("use") == "required", a.get("fixed")
            )
            for a in holder.iterchildren(XS + "attribute")
        )
        if extension is not None:
            return Complex(name, None, attributes, self.simple(self._qname(extension, "base")))
        group = next(node.iterchildren(XS + "sequence", XS + "choice"), None)
        return Complex(name, None if group is None else self._group(group), attributes, None)

    def _group(self, node: etree._Element) -> Group:
        items = tuple(
            self._element(child) if child.tag == XS + "element" else self._group(child)
            for child in node.iterchildren(XS + "element", XS + "sequence", XS + "choice")
        )
        return Group(etree.QName(node).localname, items, _occurs(node, "maxOccurs"))

    def _element(self, node: etree._Element) -> Element:
        if node.get("ref"):
            return self.root(self._qname(node, "ref"))
        if node.get("type"):
            of_type = self.type(self._qname(node, "type"))
        else:
            of_type = self._build(next(node.iterchildren(XS + "complexType", XS + "simpleType")))
        return Element(
            node.getroottree().getroot().get("targetNamespace"),
            node.get("name"),
            of_type,
            _occurs(node, "minOccurs") or 0,
            _occurs(node, "maxOccurs"),
            node.get("fixed"),
            node.get("nillable") == "true",
            tuple(
                (u.find(XS + "selector").get("xpath"), u.find(XS + "field").get("xpath"))
                for u in node.iterchildren(XS + "unique")
            ),
        )


def hardened_parser() -> etree.XMLParser:
    """Return a parser that resolves no entity and opens no address."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def schema_files(version: str) -> tuple[Path, ...]:
    """Return every schema file of *version*."""
    return tuple(sorted((ROOT / version).rglob("*.xsd")))


@cache
def load(version: str) -> Schemas:
    """Return the schemas of *version*, read from their files."""
    schemas = Schemas(version, ROOT / version)
    for path in schema_files(version):
        top = etree.parse(str(path), hardened_parser()).getroot()
        namespace = top.get("targetNamespace")
        for node in top.iterchildren(XS + "simpleType", XS + "complexType"):
            schemas.types[f"{{{namespace}}}{node.get('name')}"] = node
        for node in top.iterchildren(XS + "element"):
            schemas.roots[f"{{{namespace}}}{node.get('name')}"] = node
    return schemas


def messages(version: str) -> tuple[str, ...]:
    """Return the names of the messages of *version*."""
    return tuple(sorted(p.stem for p in (ROOT / version / "messages").glob("*.xsd")))


def services(version: str) -> tuple[str, ...]:
    """Return the names of the service schemas of *version*, the fault among them."""
    return tuple(sorted(p.stem for p in (ROOT / version / "services").glob("*.xsd")))


def message_root(version: str, message: str) -> Element:
    """Return the root element of *message*."""
    namespace = (
        etree.parse(str(ROOT / version / "messages" / f"{message}.xsd")).getroot().get("targetNamespace")
    )
    return load(version).root(f"{{{namespace}}}{message}")


def service_roots(version: str, service: str) -> tuple[Element, ...]:
    """Return the elements that the schema of *service* declares for the body."""
    top = etree.parse(str(ROOT / version / "services" / f"{service}.xsd")).getroot()
    namespace = top.get("targetNamespace")
    return tuple(
        load(version).root(f"{{{namespace}}}{n.get('name')}") for n in top.iterchildren(XS + "element")
    )


@cache
def compiled(version: str, folder: str, name: str) -> etree.XMLSchema:
    """Return a schema of ours, compiled by lxml."""
    return etree.XMLSchema(etree.parse(str(ROOT / version / folder / f"{name}.xsd")))
