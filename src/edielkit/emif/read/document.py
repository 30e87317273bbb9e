"""Whole documents from bytes to values: bare messages, wrapped messages, envelopes; and the version that they are of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.emif.declare import Aggregate, Declaration, Message, as_class, declarations, remembered
from edielkit.emif.messages import AGGREGATES, MESSAGES
from edielkit.emif.read.reader import column_payloads, message_class, read_message, read_payload
from edielkit.emif.read.xml import (
    XML_LIMITS,
    XSI,
    XmlLimits,
    fragment,
    line_of,
    local_name,
    namespace_of,
    stream,
)
from edielkit.emif.simple_types import CURRENT_VERSION, VERSIONS
from edielkit.emif.soap import COMMON, SOAP, SoapDocument, SoapFault, Wrapper, find_wrapper
from edielkit.errors import ParseError
from edielkit.findings import Position
from edielkit.harmless import quoted
from edielkit.suggest import nearest

if TYPE_CHECKING:
    from lxml import etree

__all__ = (
    "DocumentParts",
    "class_inside",
    "document_of",
    "needed_version",
    "parse_document",
    "parts_of",
    "version_of",
)


@attrs.frozen(kw_only=True)
class DocumentParts:
    """Where the parts of a document are.

    Attributes:
        root: Root element.
        wrapper: The service wrapper, or None.
        wrapper_node: Its element, or None.
        messages: The message elements with their classes, in order.
        strange: Elements where a message was expected and something else stands.
        nil: The wrapper is nil.
        body: The SOAP body, or None without an envelope.
        fault: The SOAP fault element, or None.
    """

    root: etree._Element
    wrapper: Wrapper | None = None
    wrapper_node: etree._Element | None = None
    messages: tuple[tuple[etree._Element, type[Message]], ...] = ()
    strange: tuple[etree._Element, ...] = ()
    nil: bool = False
    body: etree._Element | None = None
    fault: etree._Element | None = None

    @property
    def is_bare(self) -> bool:
        """The root is a message."""
        return self.wrapper is None and self.body is None


def parts_of(root: etree._Element) -> DocumentParts:
    """Return where wrapper and messages of the document under *root* are.

    Raises:
        ParseError: The root is neither a message, a wrapper nor an envelope.
    """
    if root.tag == f"{{{SOAP}}}Envelope":
        return _parts_in_envelope(root)
    cls = message_class(root.tag)
    if cls is not None:
        return DocumentParts(root=root, messages=((root, cls),))
    wrapper = find_wrapper(root.tag)
    if wrapper is not None:
        return _parts_in_wrapper(root, root, wrapper, None)
    raise ParseError(
        _not_a_message(root), Position(line=line_of(root), path="/" + local_name(root.tag)), "XSD004"
    )


def _not_a_message(node: etree._Element) -> str:
    name, namespace = local_name(node.tag), namespace_of(node.tag)
    cls = MESSAGES.get(name)
    if cls is not None:
        return f"expected {name} in namespace {cls.namespace()!r}, found {quoted(namespace, 120) if namespace else 'none'}"
    meant = nearest(name, MESSAGES)
    hint = f"; did you mean {meant}?" if meant else ""
    return f"expected a message of EMIF, a service wrapper or a SOAP envelope; found element {quoted(name, 60)} in namespace {quoted(namespace, 120)}{hint}"  # fmt: skip


def _parts_in_envelope(root: etree._Element) -> DocumentParts:
    body = root.find(f"{{{SOAP}}}Body")
    if body is None:
        raise ParseError("expected a SOAP Body in the envelope", Position(line=line_of(root)), "XSD005")
    first = next(iter(body), None)
    if first is None:
        return DocumentParts(root=root, body=body)
    others = tuple(first.itersiblings())
    if first.tag == f"{{{SOAP}}}Fault":
        return DocumentParts(root=root, body=body, fault=first, strange=others)
    cls = message_class(first.tag)
    if cls is not None:
        return DocumentParts(root=root, body=body, messages=((first, cls),), strange=others)
    wrapper = find_wrapper(first.tag)
    if wrapper is None:
        return DocumentParts(root=root, body=body, strange=(first, *others))
    parts = _parts_in_wrapper(root, first, wrapper, body)
    return attrs.evolve(parts, strange=parts.strange + others)


def _parts_in_wrapper(
    root: etree._Element, node: etree._Element, wrapper: Wrapper, body: Any
) -> DocumentParts:
    parent: etree._Element | None = node
    nil = (node.get(f"{{{XSI}}}nil") or "").strip() in {"true", "1"}
    if wrapper.is_result:
        parent = node.find(f"{{{wrapper.namespace}}}ResultDataSet")
    messages: list[tuple[etree._Element, type[Message]]] = []
    strange: list[etree._Element] = []
    for child in parent if parent is not None else ():
        cls = class_inside(child, wrapper)
        if cls is None:
            strange.append(child)
        else:
            messages.append((child, cls))
    return DocumentParts(
        root=root,
        wrapper=wrapper,
        wrapper_node=node,
        messages=tuple(messages),
        strange=tuple(strange),
        nil=nil,
        body=body,
    )


def class_inside(child: etree._Element, wrapper: Wrapper) -> type[Message] | None:
    """Return the class of a message that stands in *wrapper*, None for what may not stand there."""
    name = local_name(child.tag)
    if wrapper.message_namespace is not None and namespace_of(child.tag) == wrapper.message_namespace:
        return MESSAGES.get(name) if name in wrapper.messages else None
    cls = message_class(child.tag)
    return cls if cls is not None and name in wrapper.messages else None


def parse_document(data: bytes, *, limits: XmlLimits = XML_LIMITS) -> Message | SoapDocument:
    """Return the message or the wrapped messages that *data* holds.

    Series are read into columns while the document streams by, so a large message never stands in memory as a tree.

    Raises:
        ParseError: *data* is no XML, or no document of EMIF.
    """
    payloads: dict[etree._Element, Aggregate] = {}
    root: Any = None
    for node in stream(data, tuple(column_payloads()), limits=limits):
        if node.getparent() is None:
            root = node
        elif _belongs(node):
            payloads[node] = read_payload(node)
            node.clear(keep_tail=True)  # type: ignore[call-arg]  # the stubs lack it
    parts = parts_of(root)
    return document_of(parts, (read_message(node, cls, payloads=payloads) for node, cls in parts.messages))


def document_of(parts: DocumentParts, messages: Iterable[Message]) -> Message | SoapDocument:
    """Return the value of a document.

    Args:
        parts: Where its parts are.
        messages: Its messages, in order.
    """
    messages = tuple(messages)
    if parts.is_bare:
        return messages[0]
    # thousands that are alike are kept once
    texts: dict[str, str] = {}
    return SoapDocument(
        service=parts.wrapper.service if parts.wrapper else "",
        element=parts.wrapper.element if parts.wrapper else "",
        messages=messages,
        identification=_identification(parts),
        nil=parts.nil,
        header=_header(parts.root) if parts.body is not None else "",
        enveloped=parts.body is not None,
        fault=_fault_of(parts.fault) if parts.fault is not None else None,
        extra=tuple(texts.setdefault(text, text) for text in map(fragment, parts.strange)),
    )


def _belongs(node: etree._Element) -> bool:
    """Tell whether a payload stands in its own message, in a place where the message will be parts."""
    parent = node.getparent()
    if parent is None or local_name(parent.tag) != _message_of(node.tag):
        return False
    above = parent.getparent()
    while above is not None:
        if above.tag not in _ENVELOPE and find_wrapper(above.tag) is None and not _is_result_set(above.tag):
            return False
        above = above.getparent()
    return True


_ENVELOPE = frozenset({f"{{{SOAP}}}Envelope", f"{{{SOAP}}}Body"})


def _is_result_set(tag: str) -> bool:
    return local_name(tag) == "ResultDataSet"


def _message_of(tag: str) -> str:
    return namespace_of(tag).split(":")[-2]


def _identification(parts: DocumentParts) -> str | None:
    if parts.wrapper is None or not parts.wrapper.is_result or parts.wrapper_node is None:
        return None
    node = parts.wrapper_node.find(f"{{{parts.wrapper.namespace}}}Identification")
    return None if node is None else (node.text or "")


def _header(root: etree._Element) -> str:
    """Return the Header with the prefixes that a signature in it counts on, but no declaration beyond those in use."""
    from lxml import etree

    header = root.find(f"{{{SOAP}}}Header")
    if header is None:
        return ""
    try:
        return etree.tostring(header, method="c14n", exclusive=True, with_tail=False).decode()
    except etree.C14NError:
        # a namespace that is no absolute URI has no canonical form
        return fragment(header)


def _fault_of(node: etree._Element) -> SoapFault:
    """Return the fault that a SOAP Fault element holds."""

    def text(name: str) -> str:
        part = node.find(f".//{name}")
        return "".join(map(str, part.itertext())).strip() if part is not None else ""

    return SoapFault(
        code=text("faultcode").rpartition(":")[2],
        text=text("faultstring"),
        code_group=text("{*}CodeGroup"),
        description=text("{*}Description"),
        exception_date_time=text("{*}ExceptionDateTime"),
        fault_text=text("{*}FaultText"),
        element="" if _is_plain_fault(node) else fragment(node),
    )


def _is_plain_fault(node: etree._Element) -> bool:
    """Tell whether a Fault element holds what the fields of `SoapFault` say, in their order, and nothing else."""
    names = [part.tag for part in node]
    if names == _FAULT_PARTS:
        leaves = list(node)
    elif names == [*_FAULT_PARTS, "detail"] and [part.tag for part in node[2]] == [_DETAIL]:
        leaves = [node[0], node[1], *node[2][0]]
        if [part.tag for part in leaves[2:]] != _DETAIL_PARTS or not any(part.text for part in leaves[2:]):
            return False
    else:
        return False
    plain = frozenset(leaves)
    return bool(leaves[0].text) and not any(
        part.attrib
        or (part in plain and len(part))
        or (part not in plain and (part.text or "").strip())
        # what stands behind the fault is none of its own
        or (part is not node and (part.tail or "").strip())
        for part in node.iter()
    )


_FAULT_PARTS = ["faultcode", "faultstring"]
_DETAIL = f"{{{COMMON}}}ElhubSOAPFault"
_DETAIL_PARTS = [
    f"{{{COMMON}}}{name}" for name in ("CodeGroup", "Description", "ExceptionDateTime", "FaultText")
]


# -- the version of a document


def version_of(document: Message | SoapDocument) -> str:
    """Return the EMIF version that the messages of *document* need, the current one where any fits."""
    messages = document.messages if isinstance(document, SoapDocument) else (document,)
    versions = (needed_version(message) for message in messages)
    return next((version for version in versions if version != CURRENT_VERSION), CURRENT_VERSION)


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
