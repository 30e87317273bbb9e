"""Our schemas hold what the reference tables of EMIF say: no more, no less, no other order."""

from __future__ import annotations

import csv

import pytest
from tests.support.emif_schemas import (
    ABIE,
    BDT,
    VERSIONS,
    Attribute,
    Complex,
    Element,
    Simple,
    load,
    message_root,
    messages,
    service_roots,
    services,
)
from tests.support.paths import ROOT

TABLES = ROOT.parent / "shared" / "reference" / "elhub"
pytestmark = pytest.mark.skipif(not TABLES.is_dir(), reason="the reference tables of EMIF are not here")
each_version = pytest.mark.parametrize("version", VERSIONS)


# EI-1763 is 2.4.3 without three production codes; the tables know it by versions.csv alone
_STANDS_FOR = {"EI-1763": "2.4.3"}
_DROPPED = {("EI-1763", "ProductionCode", code) for code in ("Z04", "Z05", "Z06")}


def _rows(table: str, version: str) -> list[dict[str, str]]:
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return [row for row in rows if _STANDS_FOR.get(version, version) in row["versions"].split()]


def _declared(of: Complex) -> list[tuple[object, ...]]:
    """Return the parts of a type as rows of the table: name, type, least, most, choice, fixed."""
    places = [] if of.group is None else list(of.group.elements())
    elements = [
        ("element", e.name, e.type.name, e.min, e.max, "choice" if c else "", e.fixed or "")
        for e, c in places
    ]
    attributes = [
        ("attribute", a.name, a.type.name, int(a.required), 1, "", a.fixed or "") for a in of.attributes
    ]
    return elements + attributes


def _owners(version: str, level: str) -> dict[str, list[tuple[object, ...]]]:
    owners: dict[str, list[tuple[int, tuple[object, ...]]]] = {}
    for row in _rows("elements", version):
        if row["level"] == level:
            fields = (
                row["kind"],
                row["name"],
                row["type"],
                int(row["min"]),
                int(row["max"]),
                row["group"],
                row["fixed"],
            )
            owners.setdefault(row["owner"], []).append((int(row["position"]), fields))
    return {owner: [fields for _, fields in sorted(rows)] for owner, rows in owners.items()}


@each_version
def test_messages_are_those_of_the_table(version: str) -> None:
    """Each version has the messages of the table, in their namespaces."""
    expected = {(row["message"], row["namespace"]) for row in _rows("messages", version)}
    roots = {(root.name, root.namespace) for root in (message_root(version, m) for m in messages(version))}
    assert expected == roots


@each_version
def test_parts_of_messages(version: str) -> None:
    """Every part of every message has its order, type and cardinality, in the message's namespace."""
    expected = _owners(version, "message")
    roots = {m: message_root(version, m) for m in messages(version)}
    assert expected == {m: _declared(root.type) for m, root in roots.items()}
    for root in roots.values():
        assert {root.namespace} == {e.namespace for e, _ in root.type.group.elements()}
        assert root.type.group.kind == "sequence"


@each_version
def test_parts_of_aggregates(version: str) -> None:
    """Every element and attribute of every aggregate stands as in the table, and no others do."""
    schemas = load(version)
    elements = {
        t.removeprefix(f"{{{ABIE}}}"): schemas.type(t) for t in schemas.types if t.startswith(f"{{{ABIE}}}")
    }
    assert _owners(version, "aggregate") == {name: _declared(of) for name, of in elements.items()}
    for of in elements.values():
        assert {ABIE} == {e.namespace for e, _ in of.group.elements()}


@each_version
def test_choices_are_whole(version: str) -> None:
    """Rows of a choice that follow each other are one choice, which stands exactly once."""
    schemas = load(version)
    for tag in schemas.types:
        of = schemas.type(tag)
        if isinstance(of, Complex) and of.group is not None and tag.startswith(f"{{{ABIE}}}"):
            groups = [of.group, *(item for item in of.group.items if not isinstance(item, Element))]
            assert {1} == {group.max for group in groups}
            assert sum(group.kind == "choice" for group in groups) <= 1


def _base(version: str, name: str) -> str:
    """Return the base that the type names itself, such as token."""
    node = load(version).types[f"{{{BDT}}}{name}"]
    base: str = node.find("{http://www.w3.org/2001/XMLSchema}restriction").get("base")
    return base.removeprefix("xs:")


@each_version
def test_simple_types(version: str) -> None:
    """Every simple type has the base and the facets of the table."""
    schemas = load(version)
    expected = {
        row["type"]: (row["base"], sorted(row["facets_or_attributes"].split()), row["enumerated"] == "yes")
        for row in _rows("types", version)
        if row["kind"] == "simple"
    }
    types = {
        of.name: (
            _base(version, of.name),
            sorted(f"{name}={value}" for name, value in of.facets),
            bool(of.codes),
        )
        for of in (schemas.type(t) for t in schemas.types if t.startswith(f"{{{BDT}}}"))
        if isinstance(of, Simple)
    }
    assert expected == types


def _attribute_row(of: Attribute) -> str:
    fixed = f":fixed={of.fixed}" if of.fixed else ""
    return f"{of.name}:{of.type.name.removeprefix('xs:')}:{'required' if of.required else 'optional'}{fixed}"


@each_version
def test_types_with_attributes(version: str) -> None:
    """Every type of a text with attributes has the text and the attributes of the table."""
    schemas = load(version)
    expected = {
        row["type"]: (row["base"], row["facets_or_attributes"].split())
        for row in _rows("types", version)
        if row["kind"] == "simple content"
    }
    types = {
        of.name: (of.text.name if of.text else "", [_attribute_row(a) for a in of.attributes])
        for of in (schemas.type(t) for t in schemas.types if t.startswith(f"{{{BDT}}}"))
        if isinstance(of, Complex)
    }
    assert expected == types


@each_version
def test_codes(version: str) -> None:
    """Every list has the codes of the table for the version, each once."""
    schemas = load(version)
    expected: dict[str, list[str]] = {}
    for row in _rows("codes", version):
        if (version, row["type"], row["code"]) not in _DROPPED:
            expected.setdefault(row["type"], []).append(row["code"])
    lists = {
        of.name: sorted(of.codes)
        for of in (schemas.type(t) for t in schemas.types if t.startswith(f"{{{BDT}}}"))
        if isinstance(of, Simple) and of.codes
    }
    assert {name: sorted(codes) for name, codes in expected.items()} == lists


@each_version
def test_uniqueness(version: str) -> None:
    """The constraints of the table stand on the elements that it names, and no others do."""
    expected = {row["message"]: row["uniqueness"] for row in _rows("messages", version) if row["uniqueness"]}
    constraints: dict[str, str] = {}
    for message in messages(version):
        root = message_root(version, message)
        holders = [root, *(e for e, _ in root.type.group.elements())]
        rules = [
            f"within {h.name}: {selector} unique by {field}" for h in holders for selector, field in h.unique
        ]
        if rules:
            constraints[message] = " | ".join(rules)
    assert expected == constraints


def _service_row(root: Element) -> tuple[str, str, str, str]:
    content = root.type.group.kind + ("" if root.type.group.max == 1 else ", unbounded")
    children = [
        e.name if e.namespace != root.namespace else f"{e.name} ({e.type.name})"
        for e, _ in root.type.group.elements()
    ]
    return (root.name, str(root.nillable).lower(), content, " ; ".join(children))


@each_version
def test_wrappers_of_services(version: str) -> None:
    """The wrapper elements of the services and what they hold are those of the table."""
    expected = {
        (row["namespace"], row["element"], row["nillable"], row["content"], row["children"])
        for row in _rows("service_elements", version)
        if "(type)" not in row["element"] and "Fault" not in row["element"]
    }
    roots = [root for s in services(version) if s != "Fault" for root in service_roots(version, s)]
    assert expected == {(root.namespace, *_service_row(root)) for root in roots}


@each_version
def test_poll_results(version: str) -> None:
    """A poll result holds the messages of the table, in any number."""
    expected = {
        (row["namespace"], row["content"], row["children"])
        for row in _rows("service_elements", version)
        if row["element"] == "ResultDataSetType (type)"
    }
    results = set()
    for service in ("PollMarketProcesses", "PollMeteringValues"):
        namespace = service_roots(version, service)[0].namespace
        of = load(version).type(f"{{{namespace}}}ResultDataSetType")
        names = " ; ".join(e.name for e, _ in of.group.elements())
        results.add(
            (namespace, f"{of.group.kind}, unbounded" if of.group.max is None else of.group.kind, names)
        )
    assert expected == results


@each_version
def test_fault(version: str) -> None:
    """The fault has the parts of the table, and its groups are those of the code table."""
    expected = next(
        row for row in _rows("service_elements", version) if row["element"] == "ElhubSOAPFaultType (type)"
    )
    (root,) = service_roots(version, "Fault")
    parts = [e for e, _ in root.type.group.elements()]
    assert expected["namespace"] == root.namespace
    assert expected["children"] == " ; ".join(e.name for e in parts)
    with (TABLES / "codelists.csv").open(encoding="utf-8", newline="") as file:
        codes = [
            row["code"] for row in csv.DictReader(file) if row["list"].startswith("SOAP fault CodeGroup")
        ]
    assert codes == list(parts[0].type.codes)
