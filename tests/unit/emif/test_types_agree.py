"""The types and the schemas say the same: every element, order, occurrence, choice, facet and code, in each version."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs
import pytest
from lxml import etree
from tests.support.emif_schemas import (
    ABIE,
    BDT,
    ROOT,
    VERSIONS,
    XS,
    Complex,
    Element,
    Group,
    Simple,
    message_root,
    messages,
)
from tests.support.emif_schemas import load as load_schemas

from edielkit.codes import code_list
from edielkit.emif.declare import Aggregate, Declaration, declarations, in_version
from edielkit.emif.messages import AGGREGATES, MESSAGES
from edielkit.emif.quantities import (
    CalculatedQuantity,
    EstimatedQuantity,
    PriceObservations,
    ReadQuantity,
    TemporaryQuantity,
)
from edielkit.emif.simple_types import SIMPLE_CONTENTS, SIMPLE_TYPES, SimpleType
from edielkit.emif.values import Code, Identifier
from edielkit.emif.write.unique import UNIQUE_PAYLOADS, UNIQUE_SEQUENCES
from edielkit.series import Observations

each_version = pytest.mark.parametrize("version", VERSIONS)


def _parts(group: Group | None, choice: int = 0) -> Iterator[tuple[Element, int]]:
    """Yield the elements of a group with the number of the choice that each belongs to, 0 for none."""
    for number, item in enumerate(group.items if group else (), 1):
        inside = choice or (number if group is not None and group.kind == "choice" else 0)
        if isinstance(item, Group):
            yield from _parts(item, number if item.kind == "choice" else inside)
        else:
            yield item, 1 if group is not None and group.kind == "choice" and not choice else inside


def _of_schema(of: Complex) -> list[tuple[Any, ...]]:
    """Return what the schema says of the elements of a type, in order."""
    return [
        (e.name, e.type.name, e.min, e.max, e.fixed, bool(choice), e.nillable)
        for e, choice in _parts(of.group)
    ]


def _of_class(cls: type[Aggregate], version: str) -> list[tuple[Any, ...]]:
    """Return what the declarations of a class say of its elements, in order."""
    return [
        (d.name, d.type, d.min, d.max, d.fixed, bool(d.choice), False)
        for d in in_version(cls, version)
        if not d.is_attribute
    ]


@each_version
def test_the_same_messages(version: str) -> None:
    """Each version has the messages that the classes name, with 26 of them in 2.3 and 28 after."""
    ours = {name for name, cls in MESSAGES.items() if version in cls.versions()}
    assert set(messages(version)) == ours
    assert {"2.3": 26}.get(version, 28) == len(ours)


@each_version
@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_messages_agree(version: str, name: str) -> None:
    """A message has the namespace and the parts of its schema."""
    cls = MESSAGES[name]
    if version not in cls.versions():
        assert name not in messages(version)
        return
    root = message_root(version, name)
    assert (root.namespace, root.name) == (cls.namespace(), cls.kind())
    assert isinstance(root.type, Complex)
    assert _of_schema(root.type) == _of_class(cls, version)
    assert {e.namespace for e, _ in _parts(root.type.group)} == {cls.namespace()}


@each_version
def test_aggregates_agree(version: str) -> None:
    """Each aggregate of the schema is a class with the same elements in the same order, and the same attributes."""
    schemas = load_schemas(version)
    seen = set()
    for tag in schemas.types:
        namespace, name = etree.QName(tag).namespace, etree.QName(tag).localname
        if namespace != ABIE:
            continue
        of, cls = schemas.type(tag), AGGREGATES[name]
        assert isinstance(of, Complex)
        assert _of_schema(of) == _of_class(cls, version), name
        assert {e.namespace for e, _ in _parts(of.group)} <= {ABIE}
        assert [(a.name, a.type.name, a.required, a.fixed) for a in of.attributes] == [
            (d.name, d.type, bool(d.min), d.fixed) for d in in_version(cls, version) if d.is_attribute
        ], name
        seen.add(name)
    assert len(seen) > 60
    reached = {t for cls in MESSAGES.values() if version in cls.versions() for t in _reached(cls, version)}
    assert reached <= seen


def _reached(cls: type[Aggregate], version: str) -> Iterator[str]:
    for declared in in_version(cls, version):
        if not declared.is_simple and not declared.is_attribute:
            yield declared.type
            yield from _reached(AGGREGATES[declared.type], version)


@each_version
def test_choices_agree(version: str) -> None:
    """The alternatives of a choice in the schema are those of one choice of the class: at most one choice a type."""
    schemas = load_schemas(version)
    for tag in schemas.types:
        if etree.QName(tag).namespace != ABIE:
            continue
        of = schemas.type(tag)
        assert isinstance(of, Complex)
        groups = [of.group] if of.group else []
        choices = [g for g in groups if g.kind == "choice"]
        while groups:
            inner = [i for i in groups.pop().items if isinstance(i, Group)]
            assert all(g.kind == "choice" and g.max == 1 for g in inner), tag
            choices += inner
            groups += inner
        by_class: dict[str | None, list[str]] = {}
        for declared in in_version(AGGREGATES[etree.QName(tag).localname], version):
            if declared.choice:
                by_class.setdefault(declared.choice, []).append(declared.name)
        assert [[e.name for e, _ in _parts(c)] for c in choices] == list(by_class.values()), tag


_BOUNDS = {
    "minInclusive": "min_inclusive",
    "maxInclusive": "max_inclusive",
    "minExclusive": "min_exclusive",
    "maxExclusive": "max_exclusive",
    "totalDigits": "total_digits",
    "fractionDigits": "fraction_digits",
    "length": "length",
    "minLength": "min_length",
    "maxLength": "max_length",
}
_FRACTIONS = {0: "", 3: r"\.[0-9]{0,3}", 9: r"\.[0-9]{0,9}"}


def _facets(simple: SimpleType) -> dict[str, str]:
    """Return the facets that the schema of a simple type should have; booleans and times have theirs in the base."""
    bounds = {facet: getattr(simple, ours) for facet, ours in _BOUNDS.items()}
    facets = {f: str(v) for f, v in bounds.items() if v is not None and (f != "minLength" or v)}
    if simple.pattern is not None:
        facets["pattern"] = simple.pattern
    if simple.base == "boolean":
        facets["pattern"] = "true|false"
    if simple.base == "dateTime":
        del facets["fractionDigits"]
        fraction = _FRACTIONS[simple.fraction_digits or 0]
        facets["pattern"] = rf"[1-9][0-9]{{3}}-.+T[^.]+(|{fraction})(Z|[+\-].+)"
    return facets


@each_version
def test_simple_types_agree(version: str) -> None:
    """Each simple type has the base, the facets and the codes of the schema, and stands in the same versions."""
    schemas = load_schemas(version)
    tags = [t for t in schemas.types if etree.QName(t).namespace == BDT]
    of_schema = {etree.QName(t).localname: schemas.type(t) for t in tags}
    simple = {name: of for name, of in of_schema.items() if isinstance(of, Simple)}
    assert set(simple) == {name for name, of_ours in SIMPLE_TYPES.items() if version in of_ours.versions}
    for name, of in simple.items():
        ours = SIMPLE_TYPES[name]
        assert (of.base, bool(of.codes)) == (ours.base, ours.codes), name
        assert dict(of.facets) == _facets(ours), name
        codes = code_list(name).codes.values() if ours.codes else ()
        assert sorted(of.codes) == sorted(c.value for c in codes if version in c.versions), name


@each_version
def test_simple_contents_agree(version: str) -> None:
    """Each text with attributes has the base and the attributes of the schema."""
    schemas = load_schemas(version)
    tags = [t for t in schemas.types if etree.QName(t).namespace == BDT]
    of_schema = {etree.QName(t).localname: schemas.type(t) for t in tags}
    contents = {name: of for name, of in of_schema.items() if isinstance(of, Complex)}
    assert set(contents) == set(SIMPLE_CONTENTS)
    for name, of in contents.items():
        ours = SIMPLE_CONTENTS[name]
        assert of.text is not None
        assert of.text.name == ours.base
        assert [(a.name, a.type.name.removeprefix("xs:"), a.required, a.fixed) for a in of.attributes] == [
            (u.name, u.type.removeprefix("xs:"), u.required, u.fixed) for u in ours.attributes
        ], name


@each_version
def test_uniqueness_agrees(version: str) -> None:
    """What must differ inside a message is what the schemas say."""
    payloads, sequences = {}, set()
    for path in (ROOT / version / "messages").glob("*.xsd"):
        for unique in etree.parse(str(path)).getroot().iter(XS + "unique"):
            selector = unique.find(XS + "selector").get("xpath").rpartition(":")[2]
            field = unique.find(XS + "field").get("xpath")
            if field == "@Sequence":
                assert selector == "Observation"
                sequences.add(path.stem)
            else:
                assert field == "abie:Identification"
                payloads[path.stem] = selector
    assert {name: element for name, (_, element) in UNIQUE_PAYLOADS.items()} == payloads
    assert set(UNIQUE_SEQUENCES) == sequences
    for name, (field, element) in UNIQUE_PAYLOADS.items():
        assert [element] == [d.name for d in declarations(MESSAGES[name]) if d.field == field]


_BASES = {
    "string": str,
    "token": str,
    "boolean": bool,
    "decimal": Decimal,
    "int": int,
    "long": int,
    "dateTime": dt.datetime,
}
_CONTENTS = {
    "listAgencyIdentifier": Code,
    "schemeAgencyIdentifier": Identifier,
    "MeterReadReasonCode": ReadQuantity,
    "Quality": EstimatedQuantity,
    "ValidationCode": TemporaryQuantity,
    "ImbalanceSettlement": CalculatedQuantity,
}


def _python_type(declared: Declaration, type_name: str) -> Any:
    if declared.is_columns:
        return PriceObservations if type_name == "Elhub_ObservationPeriodPriceType" else Observations
    if type_name in SIMPLE_TYPES:
        return _BASES[SIMPLE_TYPES[type_name].base]
    content = SIMPLE_CONTENTS.get(type_name)
    if content is None:
        return AGGREGATES[type_name]
    if content.attributes:
        return _CONTENTS[content.attributes[0].name]
    return _BASES[SIMPLE_TYPES[content.base].base]


def _expected_annotation(declared: Declaration) -> set[Any]:
    """Return the members of the union that a value of the field, or an item of it, should be annotated as."""
    kinds = {_python_type(declared, name) for name in declared.types()}
    return kinds | {types.NoneType} if _may_be_absent(declared) and not declared.many else kinds


def _members(hint: Any, *, many: bool) -> set[Any]:
    """Return the members of the union that *hint* is, or that it is a tuple of."""
    if many:
        assert typing.get_origin(hint) is tuple
        hint, ellipsis = typing.get_args(hint)
        assert ellipsis is Ellipsis
    return (
        set(typing.get_args(hint)) if typing.get_origin(hint) in {types.UnionType, typing.Union} else {hint}
    )


@pytest.mark.parametrize("cls", [*AGGREGATES.values(), *MESSAGES.values()], ids=lambda c: c.__name__)
def test_annotations_agree(cls: type[Aggregate]) -> None:
    """A field is annotated with what its declared type reads as: a tuple for many, None where it may be absent."""
    hints = typing.get_type_hints(cls)
    assert [declared.field for declared in declarations(cls)] == [
        f.name for f in attrs.fields(cls) if f.name != "extra"
    ]
    for declared in declarations(cls):
        field = declared.field
        assert _expected_annotation(declared) == _members(hints[field], many=declared.many), field
        default = attrs.fields_dict(cls)[field].default
        if declared.many and _may_be_absent(declared):
            assert () == default, field
        elif _may_be_absent(declared):
            assert default is None, field
        else:
            assert default is attrs.NOTHING, field


def _may_be_absent(declared: Declaration) -> bool:
    least = min([declared.min, *(c.get("min", declared.min) for c in declared.changes.values())])
    return bool(declared.choice) or not least or declared.versions != VERSIONS


def test_names_of_the_standard_in_snake_case() -> None:
    """A field has the name of its element, in snake case."""
    odd = {
        (cls.__name__, d.name, d.field)
        for cls in {*AGGREGATES.values(), *MESSAGES.values()}
        for d in declarations(cls)
        if d.field.replace("_", "") != d.name.lower().replace("_", "")
    }
    assert set() == odd
