"""Whole documents: bare messages, wrapped messages, envelopes; from bytes to values and back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.emif.declare import Aggregate, Message, load
from edielkit.emif.read.reader import (
    column_payloads,
    message_class,
    needed_version,
    read_message,
    read_payload,
)
from edielkit.emif.read.xml import (
    XML_LIMITS,
    XSI,
    XmlLimits,
    escape,
    fragment,
    line_of,
    local_name,
    namespace_of,
    stream,
)
from edielkit.emif.soap import SOAP, SoapDocument, Wrapper, fault_of, find_wrapper, wrapper_of
from edielkit.emif.write.writer import OnFault, message_lines
from edielkit.errors import BuildError, ParseError
from edielkit.findings import Position

if TYPE_CHECKING:
    from lxml import etree

__all__ = ("Found", "find", "parse_document", "serialize_document", "version_of")

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


@attrs.frozen(kw_only=True)
class Found:
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


def find(root: etree._Element) -> Found:
    """Return where wrapper and messages of the document under *root* are.

    Raises:
        ParseError: The root is neither a message, a wrapper nor an envelope.
    """
    if root.tag == f"{{{SOAP}}}Envelope":
        return _find_in_envelope(root)
    cls = message_class(root.tag)
    if cls is not None:
        return Found(root=root, messages=((root, cls),))
    wrapper = find_wrapper(root.tag)
    if wrapper is not None:
        return _find_in_wrapper(root, root, wrapper, None)
    raise ParseError(
        _not_a_message(root), Position(line=line_of(root), path="/" + local_name(root.tag)), "XSD004"
    )


def _not_a_message(node: etree._Element) -> str:
    from edielkit.suggest import nearest

    name, namespace = local_name(node.tag), namespace_of(node.tag)
    cls = load().get(name)
    if cls is not None:
        return f"expected {name} in namespace {cls.namespace()!r}, found {repr(namespace[:120]) if namespace else 'none'}"
    meant = nearest(name, tuple(load()))
    hint = f"; did you mean {meant}?" if meant else ""
    return f"expected a message of EMIF, a service wrapper or a SOAP envelope; found element {name[:60]!r} in namespace {namespace[:120]!r}{hint}"  # fmt: skip


def _find_in_envelope(root: etree._Element) -> Found:
    body = root.find(f"{{{SOAP}}}Body")
    if body is None:
        raise ParseError("expected a SOAP Body in the envelope", Position(line=line_of(root)), "XSD005")
    content = list(body)
    if not content:
        return Found(root=root, body=body)
    first, rest = content[0], tuple(content[1:])
    if first.tag == f"{{{SOAP}}}Fault":
        return Found(root=root, body=body, fault=first, strange=rest)
    cls = message_class(first.tag)
    if cls is not None:
        return Found(root=root, body=body, messages=((first, cls),), strange=rest)
    wrapper = find_wrapper(first.tag)
    if wrapper is None:
        return Found(root=root, body=body, strange=tuple(content))
    found = _find_in_wrapper(root, first, wrapper, body)
    return attrs.evolve(found, strange=found.strange + rest)


def _find_in_wrapper(root: etree._Element, node: etree._Element, wrapper: Wrapper, body: Any) -> Found:
    parent: etree._Element | None = node
    nil = (node.get(f"{{{XSI}}}nil") or "").strip() in {"true", "1"}
    if wrapper.is_result:
        parent = node.find(f"{{{wrapper.namespace}}}ResultDataSet")
    messages: list[tuple[etree._Element, type[Message]]] = []
    strange: list[etree._Element] = []
    for child in parent if parent is not None else ():
        cls = _inside(child, wrapper)
        if cls is None:
            strange.append(child)
        else:
            messages.append((child, cls))
    return Found(
        root=root,
        wrapper=wrapper,
        wrapper_node=node,
        messages=tuple(messages),
        strange=tuple(strange),
        nil=nil,
        body=body,
    )


def _inside(child: etree._Element, wrapper: Wrapper) -> type[Message] | None:
    name = local_name(child.tag)
    if wrapper.message_namespace is not None and namespace_of(child.tag) == wrapper.message_namespace:
        return load().get(name) if name in wrapper.messages else None
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
    found = find(root)
    messages = tuple(read_message(node, cls, payloads=payloads) for node, cls in found.messages)
    if found.is_bare:
        return messages[0]
    return SoapDocument(
        service=found.wrapper.service if found.wrapper else "",
        element=found.wrapper.element if found.wrapper else "",
        messages=messages,
        identification=_identification(found),
        nil=found.nil,
        header=_header(root) if found.body is not None else "",
        enveloped=found.body is not None,
        fault=fault_of(found.fault) if found.fault is not None else None,
        extra=tuple(fragment(node) for node in found.strange),
    )


def _belongs(node: etree._Element) -> bool:
    """Tell whether a payload stands in its own message, in a place where the message will be found."""
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


def _identification(found: Found) -> str | None:
    if found.wrapper is None or not found.wrapper.is_result or found.wrapper_node is None:
        return None
    node = found.wrapper_node.find(f"{{{found.wrapper.namespace}}}Identification")
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


def version_of(document: Message | SoapDocument) -> str:
    """Return the EMIF version that the messages of *document* need, the current one where any fits."""
    from edielkit.emif.simple_types import CURRENT_VERSION

    messages = document.messages if isinstance(document, SoapDocument) else (document,)
    needed = [needed_version(m) for m in messages]
    return next((v for v in needed if v != CURRENT_VERSION), CURRENT_VERSION)


def serialize_document(
    document: Message | SoapDocument, *, version: str | None = None, on_fault: OnFault = OnFault.RAISE
) -> bytes:
    """Return *document* as UTF-8 bytes in canonical form.

    Args:
        document: A message, or wrapped messages.
        version: EMIF version to write for; the one that the document needs if None.
        on_fault: Raise at what the schema refuses, or write it as it is.

    Raises:
        BuildError: The schema would refuse the bytes; the error names the field.
    """
    chosen = version or version_of(document)
    if isinstance(document, Message):
        texts = _message_texts(document, chosen, on_fault)
    else:
        texts = _document_lines(document, chosen, on_fault)
    # what is no character is no well-formed XML either: the reader says so
    errors = "surrogatepass" if on_fault is OnFault.KEEP else "strict"
    # bytes of each text, and one copy of the whole: a large message costs what its copies cost
    parts = [_DECLARATION.encode()]
    try:
        parts += [text.encode(errors=errors) for text in texts]
    except UnicodeEncodeError:
        raise BuildError("a character that XML cannot hold", "message") from None
    return b"".join(parts)


def _message_texts(
    message: Message, version: str, on_fault: OnFault, *, tag: str | None = None
) -> Iterator[str]:
    for line in message_lines(message, version=version, tag=tag, on_fault=on_fault):
        yield f"{line}\n"


def _document_lines(document: SoapDocument, version: str, on_fault: OnFault) -> Iterator[str]:
    if document.enveloped:
        yield f'<soap:Envelope xmlns:soap="{SOAP}">\n'
        if document.header:
            if on_fault is OnFault.RAISE:
                _check_header(document.header)
            yield f"{document.header}\n"
        yield "<soap:Body>\n"
    yield from _body_lines(document, version, on_fault)
    if document.enveloped:
        yield "</soap:Body>\n</soap:Envelope>\n"


def _body_lines(document: SoapDocument, version: str, on_fault: OnFault) -> Iterator[str]:
    if document.extra and on_fault is OnFault.RAISE:
        raise BuildError("holds something where a message is expected", "extra")
    if document.fault is not None:
        yield _fault_text(document)
        yield from document.extra
        return
    if not document.element:
        if on_fault is OnFault.RAISE:
            _check_bare(document)
        for message in document.messages:
            yield from _message_texts(message, version, on_fault)
        yield from document.extra
        return
    try:
        wrapper = wrapper_of(document.service, document.element)
    except KeyError as error:
        raise BuildError(str(error.args[0]), "element") from None
    if on_fault is OnFault.RAISE:
        _check_wrapper(document, wrapper, version)
    if document.nil and not document.messages:
        yield f'<srv:{wrapper.element} xmlns:srv="{wrapper.namespace}" xmlns:xsi="{XSI}" xsi:nil="true"/>\n'
        return
    yield f'<srv:{wrapper.element} xmlns:srv="{wrapper.namespace}">\n'
    if wrapper.is_result:
        yield f"<srv:Identification>{escape(document.identification or '')}</srv:Identification>\n<srv:ResultDataSet>\n"
    for message in document.messages:
        tag = f"srv:{message.kind()}" if wrapper.local else None
        yield from _message_texts(message, version, on_fault, tag=tag)
    yield from document.extra
    if wrapper.is_result:
        yield "</srv:ResultDataSet>\n"
    yield f"</srv:{wrapper.element}>\n"


def _check_header(header: str) -> None:
    from edielkit.emif.read.xml import parse_tree

    try:
        tag = parse_tree(header.encode(errors="surrogatepass")).tag
    except ParseError as error:
        raise BuildError(error.message, "header") from None
    if tag != f"{{{SOAP}}}Header":
        raise BuildError(f"expected a SOAP Header, found element {local_name(tag)[:60]!r}", "header")


def _check_bare(document: SoapDocument) -> None:
    if document.service or document.nil or document.identification is not None:
        raise BuildError("expected the name of the wrapper", "element")
    if len(document.messages) > 1 or not document.enveloped:
        raise BuildError(
            f"expected at most one message in a SOAP body, found {len(document.messages)}", "messages"
        )


def _check_wrapper(document: SoapDocument, wrapper: Wrapper, version: str) -> None:
    from edielkit.emif.simple_types import SIMPLE_TYPES
    from edielkit.emif.values import check_text

    if wrapper.versions and version not in wrapper.versions:
        raise BuildError(f"version {version} has no {wrapper.element}", "element")
    if document.nil:
        if not wrapper.is_result or document.messages:
            raise BuildError("only an empty poll result can be nil", "nil")
        return
    count = len(document.messages)
    if count != 1 and (not wrapper.is_result or not count):
        expected = "at least one message" if wrapper.is_result else "exactly one message"
        raise BuildError(f"expected {expected} in {wrapper.element}, found {count}", "messages")
    for place, message in enumerate(document.messages):
        if message.kind() not in wrapper.messages:
            raise BuildError(f"{wrapper.element} cannot hold {message.kind()}", f"messages[{place}]")
    if wrapper.is_result:
        wrong = check_text(SIMPLE_TYPES["UUIDType"], document.identification or "", version)
        if wrong:
            raise BuildError(wrong, "identification")


def _fault_text(document: SoapDocument) -> str:
    from edielkit.emif.soap import COMMON

    fault = document.fault
    assert fault is not None
    detail = "".join(
        f"<err:{name}>{escape(text)}</err:{name}>"
        for name, text in (
            ("CodeGroup", fault.code_group),
            ("Description", fault.description),
            ("ExceptionDateTime", fault.exception_date_time),
            ("FaultText", fault.fault_text),
        )
    )
    inner = f'<detail><err:ElhubSOAPFault xmlns:err="{COMMON}">{detail}</err:ElhubSOAPFault></detail>'
    return (
        f"<soap:Fault><faultcode>soap:{escape(fault.code)}</faultcode>"
        f"<faultstring>{escape(fault.text)}</faultstring>{inner if fault.code_group else ''}</soap:Fault>\n"
    )
