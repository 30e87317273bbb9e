"""XML elements to values: one walk over the declarations, forgiving to what the schema refuses.

What a type cannot hold is kept: a text as `Unreadable`, an undeclared element as `Extra`. A mandatory part that is
missing reads as None. The schema check says what is wrong. What is dropped is named in the decision on it: comments,
undeclared attributes, the order of elements in the wrong order, the spelling of a boolean.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from edielkit.emif.declare import ABIE, Aggregate, Declaration, Extra, Message, declarations, remembered
from edielkit.emif.messages import AGGREGATES, MESSAGES
from edielkit.emif.quantities import CalculatedQuantity, EstimatedQuantity, ReadQuantity, TemporaryQuantity
from edielkit.emif.read.columns import read_observations, read_price_observations
from edielkit.emif.read.xml import escape, fragment
from edielkit.emif.simple_types import SIMPLE_CONTENTS, SIMPLE_TYPES
from edielkit.emif.values import Code, Identifier, UnreadableXml, read_text

if TYPE_CHECKING:
    from lxml import etree

__all__ = ("column_payloads", "message_class", "read_message", "read_payload")

_SPACE = " \t\r\n"


@cache
def _roots() -> Mapping[str, type[Message]]:
    return MappingProxyType({f"{{{cls.namespace()}}}{name}": cls for name, cls in MESSAGES.items()})


def message_class(tag: str) -> type[Message] | None:
    """Return the class of the message whose root element is *tag* (Clark notation), None if there is none."""
    return _roots().get(tag)


@cache
def column_payloads() -> Mapping[str, type[Aggregate]]:
    """Return the payload elements that hold series, by name in Clark notation."""
    return MappingProxyType(
        {
            f"{{{cls.namespace()}}}{declared.name}": AGGREGATES[declared.type]
            for cls in MESSAGES.values()
            for declared in declarations(cls)
            if any(part.is_columns for part in declarations(AGGREGATES[declared.type]))
        }
    )


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
    parts: dict[str, Any] = {}
    blocks: dict[str, list[etree._Element]] = {}
    extra: list[Extra] = []
    # elements without anything in them, of which a message may have very many
    empty: dict[tuple[str, str], Extra] = {}
    last = ""
    loose = (node.text or "").strip(_SPACE)
    if loose:
        extra.append(Extra("", escape(loose)))
    for child in node.iterchildren("*"):
        declared = plan.get(child.tag)
        if declared is None:
            extra.append(_extra(child, last, empty))
        else:
            last = declared.name
            if declared.is_columns:
                rows = [] if declared.field in blocks else _rows_to_the_end(child, node)
                blocks.setdefault(declared.field, []).extend(rows or (child,))
                if rows:
                    extra.extend(_loose_after(rows, last))
                    break
            elif declared.many:
                parts.setdefault(declared.field, []).append(_value(child, declared, payloads))
            elif declared.field in parts:
                extra.append(Extra(last, fragment(child)))
            else:
                parts[declared.field] = _value(child, declared, payloads)
        tail = child.tail
        if tail is not None and (loose := tail.strip(_SPACE)):
            extra.append(Extra(last, escape(loose)))
    for field, nodes in blocks.items():
        parts[field] = _columns(nodes, cls)
    return _aggregate(cls, node, parts, tuple(extra))


def _extra(node: etree._Element, last: str, empty: dict[tuple[str, str], Extra]) -> Extra:
    if len(node) or node.text or node.attrib:
        return Extra(last, fragment(node))
    key = last, node.tag
    extra = empty.get(key)
    if extra is None:
        extra = empty[key] = Extra(last, fragment(node))
    return extra


def _rows_to_the_end(child: etree._Element, node: etree._Element) -> list[etree._Element]:
    """Return *child* and all that follows it when that is a row of elements of one name, as it is in any series."""
    rows = [child, *child.itersiblings(child.tag)]
    return rows if node.index(child) + len(rows) == len(node) else []


def _loose_after(nodes: list[etree._Element], name: str) -> Iterator[Extra]:
    for node in nodes:
        tail = node.tail
        if tail is not None and (loose := tail.strip(_SPACE)):
            yield Extra(name, escape(loose))


def _aggregate(
    cls: type[Aggregate], node: etree._Element, parts: dict[str, Any], extra: tuple[Extra, ...]
) -> Aggregate:
    for declared in _attributes(cls):
        text = node.get(declared.name)
        parts[declared.field] = None if text is None else read_text(SIMPLE_TYPES[declared.type], text)
    return cls(extra=extra, **{**_absent(cls), **parts})


@remembered
def _attributes(cls: type[Aggregate]) -> tuple[Declaration, ...]:
    return tuple(declared for declared in declarations(cls) if declared.is_attribute)


@remembered
def _absent(cls: type[Aggregate]) -> Mapping[str, Any]:
    """Return how each part reads that is missing: None, or no values; of a mandatory one the schema check tells."""
    return MappingProxyType(
        {d.field: () if d.many else None for d in declarations(cls) if not d.is_attribute}
    )


def _columns(nodes: list[etree._Element], cls: type[Aggregate]) -> Any:
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
    return EstimatedQuantity(
        base, node.get("Quality", ""), node.get("ValidationCode", ""), node.get("EstimationCode", "")
    )


def _temporary(base: Any, node: etree._Element) -> Any:
    return TemporaryQuantity(base, node.get("ValidationCode", ""), node.get("EstimationCode"))


def _calculated(base: Any, node: etree._Element) -> Any:
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
