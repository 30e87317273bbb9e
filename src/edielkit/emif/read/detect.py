"""What an XML document is, at a glance."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

from edielkit.detected import Kind
from edielkit.emif.read.document import parse_document, parts_of, version_of
from edielkit.emif.read.reader import message_class, read_message
from edielkit.emif.read.xml import HARDENED, local_name
from edielkit.emif.simple_types import CURRENT_VERSION
from edielkit.emif.soap import SOAP, find_wrapper
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

    wrapper: str | None = None
    is_envelope = False
    try:
        check_readable(data)
        context = etree.iterparse(io.BytesIO(data), events=("start",), **HARDENED)
        for count, (_, node) in enumerate(context):
            cls = message_class(node.tag)
            inner = find_wrapper(node.tag)
            if cls is None and inner is not None and inner.local and wrapper is None:
                wrapper = inner.element
                # the message inside is of the service's own namespace, and there is only one kind
                return Kind(wire="emif", message=inner.messages[0], version=_version(data), wrapper=wrapper)
            if cls is not None:
                return Kind(wire="emif", message=cls.kind(), version=_version(data), wrapper=wrapper)
            if inner is not None:
                wrapper = inner.element
            if count == 0:
                is_envelope = node.tag == f"{{{SOAP}}}Envelope"
                if inner is None and not is_envelope:
                    return Kind.unknown
            if local_name(node.tag) == "Fault" or count > _MOST_EVENTS:
                break
    except (etree.XMLSyntaxError, ValueError, LookupError, ParseError):
        return Kind.unknown
    return Kind(wire="emif", wrapper=wrapper) if wrapper or is_envelope else Kind.unknown


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
