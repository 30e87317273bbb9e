"""Bytes to XML elements: hardened, bounded, with positions."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.errors import ParseError
from edielkit.findings import Position
from edielkit.inputs import check_readable, prolog

if TYPE_CHECKING:
    from lxml import etree

__all__ = (
    "XML_LIMITS",
    "XSI",
    "XSI_HINTS",
    "XmlLimits",
    "attributes_of",
    "escape",
    "escape_attribute",
    "fragment",
    "line_of",
    "local_name",
    "namespace_of",
    "parse_tree",
    "stream",
)


@attrs.frozen(kw_only=True)
class XmlLimits:
    """How much XML is read; nesting is bounded by libxml2 at 256 levels, of which a message needs fewer than 20.

    Attributes:
        max_bytes: Size of the document; a message of 9999 payloads with 9999 values each passes.
    """

    max_bytes: int = 8 << 30


XML_LIMITS = XmlLimits()

XSI = "http://www.w3.org/2001/XMLSchema-instance"
# XML Schema part 1, 2.6: these may stand on any element
XSI_HINTS = frozenset({f"{{{XSI}}}schemaLocation", f"{{{XSI}}}noNamespaceSchemaLocation", f"{{{XSI}}}type"})

_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)


def _refuse_doctype(data: bytes) -> None:
    text, at = prolog(data), 0
    while match := _PROLOG.match(text, at):
        at = match.end()
    if text.startswith("<!DOCTYPE", at):
        line = text.count("\n", 0, at) + 1
        column = at - (text.rfind("\n", 0, at) + 1) + 1
        raise _doctype(Position(line=line, column=column))


def _doctype(position: Position) -> ParseError:
    return ParseError("a document type declaration is not allowed; EMIF has none", position, "XSD002")


def _check_size(data: bytes, limits: XmlLimits) -> None:
    if len(data) > limits.max_bytes:
        raise ParseError(
            f"the document has {len(data)} bytes, the limit is {limits.max_bytes}",
            Position(offset=0),
            "XSD003",
        )
    check_readable(data)
    _refuse_doctype(data)


# no entities, no files, no network; comments and processing instructions carry nothing in EMIF
HARDENED: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def parse_tree(data: bytes, *, limits: XmlLimits = XML_LIMITS) -> etree._Element:
    """Return the root element of *data* as a whole tree.

    Raises:
        ParseError: *data* is not well-formed, has a DOCTYPE, or is beyond the limits.
    """
    from lxml import etree

    _check_size(data, limits)
    parser = etree.XMLParser(**HARDENED)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _syntax_error(error) from None
    except (ValueError, LookupError) as error:
        raise ParseError(f"not readable as XML: {error}", Position(line=1), "XSD001") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype(Position(line=1))
    return root


def stream(data: bytes, tags: tuple[str, ...], *, limits: XmlLimits = XML_LIMITS) -> Iterator[etree._Element]:
    """Yield each element named in *tags* as soon as it is complete, and last the root.

    The caller may clear what it has read, so that a large document never stands in memory as a tree.

    Args:
        data: The document.
        tags: Names in Clark notation; none of them may be the root's.
        limits: Bounds on size and nesting.

    Raises:
        ParseError: *data* is not well-formed, has a DOCTYPE, or is beyond the limits.
    """
    from lxml import etree

    _check_size(data, limits)
    context = etree.iterparse(
        io.BytesIO(data),
        events=("end",),
        tag=tags or ("{}",),
        **HARDENED,
    )
    try:
        for _, node in context:
            yield node
    except etree.XMLSyntaxError as error:
        raise _syntax_error(error, context.error_log) from None
    except (ValueError, LookupError) as error:
        raise ParseError(f"not readable as XML: {error}", Position(line=1), "XSD001") from None
    root = context.root
    if root is None:
        raise ParseError("not readable as XML: no element", Position(line=1), "XSD001")
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype(Position(line=1))
    yield root


def _syntax_error(error: etree.XMLSyntaxError, logged: etree._ListErrorLog | None = None) -> ParseError:
    line, column = error.position
    words = (error.msg or "not well-formed").partition(", line ")[0]
    code: int = getattr(error, "code", 0)
    if not line and logged:
        # a reader of parts says of an unknown entity that it found no element, and logs what it met
        words, code, line, column = logged[0].message, logged[0].type, logged[0].line, logged[0].column
    folded = words.lower()
    if "depth" in folded:
        return ParseError("elements are nested too deep for a message", Position(line=line or 1), "XSD003")
    if "amplification" in folded:
        return _doctype(Position(line=line or 1))
    if "resource limit" in folded or "too long" in folded:
        return ParseError(
            "a name, an attribute or a text is too long for a message", Position(line=line or 1), "XSD003"
        )
    from edielkit.emif.read.syntax_words import syntax_words

    position = Position(line=line or 1, column=column if column > 0 else None)
    return ParseError(f"not well-formed XML: {syntax_words(words, code)}", position, "XSD001")


def namespace_of(tag: str) -> str:
    """Return the namespace of a name in Clark notation, or empty."""
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def local_name(tag: str) -> str:
    """Return the local part of a name in Clark notation.

    >>> local_name("{urn:x}Header")
    'Header'
    """
    return tag.rpartition("}")[2]


def line_of(node: Any) -> int | None:
    """Return the line in which *node* begins, from 1; libxml2 knows it for parsed elements."""
    line: int | None = node.sourceline
    return line


# of more attributes libxml2 looks for each from the first one on
_FEW_ATTRIBUTES = 64


def attributes_of(node: etree._Element) -> list[tuple[str, str]]:
    """Return names and values of the attributes of *node*, in time that grows as their number does."""
    if len(node.attrib) <= _FEW_ATTRIBUTES:
        return [(str(name), str(value)) for name, value in node.items()]
    values: Any = node.xpath("@*", smart_strings=False)
    return list(zip(map(str, node.attrib.keys()), values, strict=True))


_FRAGMENT_PREFIXES = {
    "urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2": "abie",
    "http://www.w3.org/XML/1998/namespace": "xml",
}


def fragment(node: etree._Element) -> str:
    """Return *node* without its tail as XML that stands alone and does not depend on the document's prefixes.

    Only the namespaces in use are declared, so that many parts of a document with many declarations stay small.
    """
    prefixes: dict[str, str] = {}
    if not len(node) and not node.attrib:
        name = _prefixed(node.tag, prefixes)
        return f"<{name}{_declared(prefixes)}>{escape(node.text or '')}</{name}>"
    from lxml import etree

    parts: list[str] = []
    for event, part in etree.iterwalk(node, events=("start", "end")):
        name = _prefixed(part.tag, prefixes)
        if event == "start":
            attributes = "".join(
                f' {_prefixed(key, prefixes)}="{escape_attribute(value)}"'
                for key, value in attributes_of(part)
            )
            parts.append(f"<{name}{attributes}>{escape(part.text or '')}")
        else:
            parts.append(f"</{name}>" + (escape(part.tail or "") if part is not node else ""))
    start = len(_prefixed(node.tag, prefixes)) + 1
    return parts[0][:start] + _declared(prefixes) + "".join((parts[0][start:], *parts[1:]))


def _declared(prefixes: dict[str, str]) -> str:
    return "".join(f' xmlns:{p}="{escape_attribute(n)}"' for n, p in prefixes.items() if p != "xml")


def _prefixed(tag: str, prefixes: dict[str, str]) -> str:
    namespace = namespace_of(tag)
    if not namespace:
        return tag
    if namespace not in prefixes:
        prefixes[namespace] = _FRAGMENT_PREFIXES.get(namespace) or f"n{len(prefixes)}"
    return f"{prefixes[namespace]}:{local_name(tag)}"


_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)


def escape(text: str) -> str:
    """Return *text* as content of an element.

    >>> escape("Kraft & Varme")
    'Kraft &amp; Varme'
    """
    return text.translate(_TEXT)


def escape_attribute(text: str) -> str:
    """Return *text* as the value of an attribute in double quotes.

    >>> escape_attribute('"Kraft"')
    '&quot;Kraft&quot;'
    """
    return text.translate(_ATTRIBUTE)
