"""What a call is, from the begin of its envelope: the wrapper in its body."""

from __future__ import annotations

import io

from edielkit.emif.read.xml import HARDENED
from edielkit.emif.soap import SOAP
from edielkit.server.soap.faults import SoapRefusalError

__all__ = ("BODY", "ENVELOPE", "HEADER", "wrapper_tag")

ENVELOPE, HEADER, BODY = (f"{{{SOAP}}}{name}" for name in ("Envelope", "Header", "Body"))
# Envelope, a header with a signature of some size, body, wrapper.
_MOST_EVENTS = 2000


def wrapper_tag(data: bytes) -> str | None:
    """Return the name of the first element in the SOAP body, in Clark notation; empty when nothing is in it.

    Only the begin of the document is read: what is wrong with the rest of it the hub says, with its place. None when no
    wrapper can be seen for that.

    Raises:
        SoapRefusalError: It is XML, and no envelope of SOAP 1.1.
    """
    from lxml import etree

    depth, in_body = 0, False
    try:
        context = etree.iterparse(io.BytesIO(data), events=("start", "end"), **HARDENED)
        for count, (event, node) in enumerate(context):
            if event == "end":
                depth -= 1
                continue
            if count == 0 and node.tag != ENVELOPE:
                break
            if depth == 2 and in_body:
                return str(node.tag)
            if depth == 1:
                in_body = node.tag == BODY
            depth += 1
            if count > _MOST_EVENTS:
                return None
        else:
            return ""
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return None
    raise SoapRefusalError("XSD", "Schema validation error", "expected an Envelope of SOAP 1.1")
