"""What a call is, from the begin of its envelope: the wrapper in its body."""

from __future__ import annotations

import io

from edielkit.emif.soap import SOAP
from edielkit.server.soap.faults import SoapRefusal

__all__ = ("wrapper_tag",)

# no entities, no files, no network
_HARDENED = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
# Envelope, a header with a signature of some size, body, wrapper.
_MOST_EVENTS = 2000


def wrapper_tag(data: bytes) -> str:
    """Return the name of the first element in the SOAP body, in Clark notation; empty when there is none.

    Only the begin of the document is read: what follows is the hub's to validate.

    Raises:
        SoapRefusal: The bytes are no envelope of SOAP 1.1.
    """
    from lxml import etree

    path: list[str] = []
    try:
        context = etree.iterparse(io.BytesIO(data), events=("start", "end"), **_HARDENED)
        for count, (event, node) in enumerate(context):
            if context.root.getroottree().docinfo.internalDTD is not None or count > _MOST_EVENTS:
                break
            if event == "end":
                path.pop()
                continue
            if path == [f"{{{SOAP}}}Envelope", f"{{{SOAP}}}Body"]:
                return str(node.tag)
            path.append(node.tag)
            if len(path) == 1 and node.tag != f"{{{SOAP}}}Envelope":
                break
        else:
            return ""
    except (etree.XMLSyntaxError, ValueError, LookupError):
        # the hub says what is wrong, with its place
        return ""
    raise SoapRefusal("XSD", "Schema validation error", "expected an Envelope of SOAP 1.1 without a DOCTYPE")
