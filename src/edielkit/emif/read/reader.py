"""XML elements to values: one walk over the declarations, forgiving to what the schema refuses.

What a type cannot hold is kept: a text as `Unreadable`, an undeclared element as `Extra`. A mandatory part that is
missing reads as None. The schema check says what is wrong. What is dropped is named in the decision on it: comments,
undeclared attributes, the order of elements in the wrong order, the spelling of a boolean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.emif.declare import (
    ABIE,
    AGGREGATES,
    Aggregate,
    Declaration,
    Extra,
    Message,
    as_class,
    declarations,
    load,
    remembered,
)
from edielkit.emif.read.xml import escape, fragment
from edielkit.emif.simple_types import CURRENT_VERSION, SIMPLE_CONTENTS, SIMPLE_TYPES, VERSIONS
from edielkit.emif.values import Code, Identifier, ReadQuantity, Unreadable, UnreadableXml, read_text

if TYPE_CHECKING:
    from lxml import etree

__all__ = ("column_payloads", "message_class", "needed_version", "read_message", "read_payload")

_SPACE = " \t\r\n"


@cache
def _roots() -> Mapping[str, type[Message]]:
    return MappingProxyType({f"{{{cls.namespace()}}}{name}": cls for name, cls in load().items()})


def message_class(tag: str) -> type[Message] | None:
    """Return the class of the message whose root element is *tag* (Clark notation), None if there is none."""
    return _roots().get(tag)


@cache
def column_payloads() -> Mapping[str, type[Aggregate]]:
    """Return the payload elements that hold series, by name in Clark notation."""
    found: dict[str, type[Aggregate]] = {}
    for cls in load().values():
        for declared in declarations(cls):
            payload = AGGREGATES[declared.type]
            if any(part.is_columns for part in declarations(payload)):
                found[f"{{{cls.namespace()}}}{declared.name}"] = payload
    return MappingProxyType(found)


def read_message(
    root: etree._Element,
    cls: type[Message],
    *,
    payloads: Mapping[etree._Element, Aggregate] = MappingProxyType({}),
) -> Message:
    """Return the message that *root* holds.

    Args:
        root: The element of the message, in whatever namespace its wrapper gives it.
        cls: The class of the message.
        payloads: Series payloads that were read before, by their elements.
    """
    value = _read(root, cls, cls.namespace(), payloads)
    assert isinstance(value, Message)
    return value


def read_payload(node: etree._Element) -> Aggregate:
    """Return the series payload that *node* holds."""
    return _read(node, column_payloads()[node.tag], ABIE, MappingProxyType({}))


@remembered
def _plan(cls: type[Aggregate], namespace: str) -> Mapping[str, Declaration]:
    return MappingProxyType({f"{{{namespace}}}{d.name}": d for d in declarations(cls) if not d.is_attribute})


def _read(
    node: etree._Element,
    cls: type[Aggregate],
    namespace: str,
    payloads: Mapping[etree._Element, Aggregate],
) -> Aggregate:
    plan = _plan(cls, namespace)
    found: dict[str, Any] = {}
    blocks: dict[str, list[etree._Element]] = {}
    extra: list[Extra] = []
    last = ""
    loose = (node.text or "").strip(_SPACE)
    if loose:
        extra.append(Extra("", escape(loose)))
    for child in node.iterchildren("*"):
        declared = plan.get(child.tag)
        if declared is None:
            extra.append(Extra(last, fragment(child)))
        else:
            last = declared.name
            if declared.is_columns:
                rest = [] if declared.field in blocks else _all_the_rest(child, node)
                blocks.setdefault(declared.field, []).extend(rest or (child,))
                if rest:
                    extra.extend(_loose_after(rest, last))
                    break
            elif declared.many:
                found.setdefault(declared.field, []).append(_value(child, declared, payloads))
            elif declared.field in found:
                extra.append(Extra(last, fragment(child)))
            else:
                found[declared.field] = _value(child, declared, payloads)
        tail = child.tail
        if tail is not None and (loose := tail.strip(_SPACE)):
            extra.append(Extra(last, escape(loose)))
    for field, nodes in blocks.items():
        found[field] = _columns(nodes, cls)
    return _make(cls, node, found, tuple(extra))


def _all_the_rest(child: etree._Element, node: etree._Element) -> list[etree._Element]:
    """Return *child* and all that follows it when that is a row of elements of one name, as it is in any series."""
    rest = [child, *child.itersiblings(child.tag)]
    return rest if node.index(child) + len(rest) == len(node) else []


def _loose_after(nodes: list[etree._Element], name: str) -> Iterator[Extra]:
    for node in nodes:
        tail = node.tail
        if tail is not None and (loose := tail.strip(_SPACE)):
            yield Extra(name, escape(loose))


def _make(
    cls: type[Aggregate], node: etree._Element, found: dict[str, Any], extra: tuple[Extra, ...]
) -> Aggregate:
    for declared in declarations(cls):
        if declared.is_attribute:
            text = node.get(declared.name)
            found[declared.field] = None if text is None else read_text(SIMPLE_TYPES[declared.type], text)
        else:
            # a missing mandatory part reads as None, or as no values: the schema check reports it
            found.setdefault(declared.field, () if declared.many else None)
    return cls(extra=extra, **found)


def _columns(nodes: list[etree._Element], cls: type[Aggregate]) -> Any:
    from edielkit.emif.read.columns import read_observations, read_price_observations

    return read_price_observations(nodes) if _has_prices(cls) else read_observations(nodes)


def _has_prices(cls: type[Aggregate]) -> bool:
    return any(d.is_columns and d.type == "Elhub_ObservationPeriodPriceType" for d in declarations(cls))


def _value(node: etree._Element, declared: Declaration, payloads: Mapping[etree._Element, Aggregate]) -> Any:
    if declared.is_simple:
        if declared.fixed is not None and not len(node) and not node.text:
            # XML Schema part 1, 3.3.4: an empty element has its fixed value
            return read_text(SIMPLE_TYPES[declared.type], declared.fixed)
        return _simple(node, declared.type)
    if node in payloads:
        return payloads[node]
    types = declared.types()
    value = _read(node, AGGREGATES[types[0]], ABIE, payloads)
    for other in types[1:]:
        # the type differs between versions: take the one that holds what is there
        if not value.extra:
            break
        second = _read(node, AGGREGATES[other], ABIE, payloads)
        if len(second.extra) < len(value.extra):
            value = second
    return value


def _simple(node: etree._Element, type_name: str) -> Any:
    if len(node):
        return UnreadableXml(_inner_xml(node))
    text = node.text or ""
    content = SIMPLE_CONTENTS.get(type_name)
    if content is None:
        return read_text(SIMPLE_TYPES[type_name], text)
    base = read_text(SIMPLE_TYPES[content.base], text)
    return _WITH_ATTRIBUTES.get(content.attributes[0].name if content.attributes else "", _plain)(base, node)


def _plain(base: Any, _: etree._Element) -> Any:
    return base


def _estimated(base: Any, node: etree._Element) -> Any:
    from edielkit.emif.quantities import EstimatedQuantity

    return EstimatedQuantity(
        base, node.get("Quality", ""), node.get("ValidationCode", ""), node.get("EstimationCode", "")
    )


def _temporary(base: Any, node: etree._Element) -> Any:
    from edielkit.emif.quantities import TemporaryQuantity

    return TemporaryQuantity(base, node.get("ValidationCode", ""), node.get("EstimationCode"))


def _calculated(base: Any, node: etree._Element) -> Any:
    from edielkit.emif.quantities import CalculatedQuantity

    flag = node.get("ImbalanceSettlement")
    return CalculatedQuantity(base, None if flag is None else read_text(SIMPLE_TYPES["Elhub_boolean"], flag))


# by the first attribute of the simple content
_WITH_ATTRIBUTES = {
    "listAgencyIdentifier": lambda base, node: Code(str(base), node.get("listAgencyIdentifier")),
    "schemeAgencyIdentifier": lambda base, node: Identifier(str(base), node.get("schemeAgencyIdentifier")),
    "MeterReadReasonCode": lambda base, node: ReadQuantity(base, node.get("MeterReadReasonCode")),
    "Quality": _estimated,
    "ValidationCode": _temporary,
    "ImbalanceSettlement": _calculated,
}


def _inner_xml(node: etree._Element) -> str:
    return escape(node.text or "") + "".join(fragment(child) + escape(child.tail or "") for child in node)


def needed_version(message: Message) -> str:
    """Return the EMIF version that *message* is of: the current one unless its parts say otherwise.

    A part that the current version lacks decides; otherwise every version that fits is as good, and the current one
    is taken.
    """
    possible = set(message.versions())
    for versions in _demands(message):
        possible &= set(versions)
    for version in (CURRENT_VERSION, *reversed(VERSIONS)):
        if version in possible:
            return version
    return CURRENT_VERSION


def _demands(value: Aggregate) -> Iterator[Iterable[str]]:
    """Yield, for each part that is there, the versions that allow it."""
    for declared in _varying(type(value)):
        part = getattr(value, declared.field)
        if part is None or part == ():
            continue
        if declared.versions != VERSIONS:
            yield declared.versions
        items = part if declared.many else (part,)
        if declared.changes:
            yield (v for v in declared.versions if _fits(items, declared.in_version(v)))
        if not declared.is_simple and not declared.is_columns:
            for item in items:
                if isinstance(item, Aggregate) and (_varies(type(item))):
                    yield from _demands(item)


def _fits(items: tuple[Any, ...], declared: Declaration | None) -> bool:
    return (
        declared is not None
        and len(items) <= declared.max
        and (
            declared.is_simple
            or all(isinstance(i, Aggregate) and as_class(i, AGGREGATES[declared.type]) for i in items)
        )
    )


@remembered
def _varying(cls: type[Aggregate]) -> tuple[Declaration, ...]:
    """Return the parts of *cls* that differ between versions, or that something inside them does."""
    return tuple(
        d
        for d in declarations(cls)
        if d.versions != VERSIONS
        or bool(d.changes)
        or (not d.is_simple and not d.is_columns and any(_varies(AGGREGATES[t]) for t in d.types()))
    )


def _varies(cls: type[Aggregate]) -> bool:
    return bool(_varying(cls))


def is_faithful(value: Any) -> bool:
    """Tell whether all of *value* is what its type holds: nothing unreadable, undeclared or missing kept aside."""
    if isinstance(value, Unreadable):
        return False
    if isinstance(value, tuple):
        return all(is_faithful(v) for v in value)
    if isinstance(value, Aggregate):
        return not value.extra and all(
            is_faithful(getattr(value, d.field)) for d in declarations(type(value))
        )
    if attrs.has(type(value)):
        return not getattr(value, "unparsed", ())
    return True
