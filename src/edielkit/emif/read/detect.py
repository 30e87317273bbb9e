"""What an XML document is, at a glance."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

from edielkit.detected import Kind
from edielkit.emif.read.document import class_inside, parse_document, parts_of, version_of
from edielkit.emif.read.reader import message_class, read_message
from edielkit.emif.read.xml import HARDENED, local_name
from edielkit.emif.simple_types import CURRENT_VERSION
from edielkit.emif.soap import SOAP, Wrapper, find_wrapper
from edielkit.errors import ParseError
from edielkit.inputs import check_readable

if TYPE_CHECKING:
    from lxml import etree

__all__ = ("detect_xml", "first_creation")

# Up to this size a document is read whole to see its version.
_SMALL = 1 << 20
# Root, body, wrapper, result set and the first message, with a SOAP header of some size before them.
_MOST_EVENTS = 2000


def detect_xml(data: bytes) -> Kind:
    """Return what the document *data* is; unknown when it is none of Elhub's.

    The version of a large document is taken to be the current one unless its message exists in others only.
    """
    from lxml import etree

    holder: Wrapper | None = None
    is_envelope = False
    try:
        check_readable(data)
        context = etree.iterparse(io.BytesIO(data), events=("start",), **HARDENED)
        for count, (_, node) in enumerate(context):
            inner = find_wrapper(node.tag) if holder is None else None
            if holder is None:
                cls = message_class(node.tag)
            else:
                cls = class_inside(node, holder) if _is_content(node, holder) else None
            if cls is not None:
                wrapper = holder.element if holder else None
                return Kind(wire="emif", message=cls.kind(), version=_version(data), wrapper=wrapper)
            holder = holder or inner
            if count == 0:
                is_envelope = node.tag == f"{{{SOAP}}}Envelope"
                if inner is None and not is_envelope:
                    return Kind.unknown
            if local_name(node.tag) == "Fault" or count > _MOST_EVENTS:
                break
    except (etree.XMLSyntaxError, ValueError, LookupError, ParseError):
        return Kind.unknown
    if holder is None and not is_envelope:
        return Kind.unknown
    return Kind(wire="emif", wrapper=holder.element if holder else None)


def _is_content(node: etree._Element, holder: Wrapper) -> bool:
    """Tell whether an element stands where the messages of a wrapper do: in it, or in the result set in it."""
    parent = node.getparent()
    expected = f"{{{holder.namespace}}}ResultDataSet" if holder.is_result else holder.tag
    return parent is not None and parent.tag == expected


def first_creation(data: bytes) -> dt.datetime | None:
    """Return when the first message of the document *data* was made, as its header says, None when it does not.

    The document is read up to the end of that header.

    >>> first_creation(b"<a/>") is None
    True
    """
    from lxml import etree

    try:
        check_readable(data)
        for _, node in etree.iterparse(io.BytesIO(data), events=("end",), tag="{*}Header", **HARDENED):
            if node.tag != f"{{{SOAP}}}Header":
                return _creation(node.getroottree().getroot())
    except (etree.XMLSyntaxError, ValueError, LookupError, ParseError):
        return None
    return None


def _creation(root: etree._Element) -> dt.datetime | None:
    for node, cls in parts_of(root).messages[:1]:
        creation = getattr(getattr(read_message(node, cls), "header", None), "creation", None)
        return creation if isinstance(creation, dt.datetime) else None
    return None


def _version(data: bytes) -> str:
    if len(data) > _SMALL:
        return CURRENT_VERSION
    try:
        return version_of(parse_document(data))
    except ParseError:
        return CURRENT_VERSION
