"""An XML document by the faster way that it takes: what all use who want its content and no report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edielkit.emif.fast import LEAST

if TYPE_CHECKING:
    from edielkit.emif.declare import Message
    from edielkit.emif.soap import SoapDocument

__all__ = ("read_document",)


def read_document(content: bytes) -> Message | SoapDocument:
    """Return the message or the wrapped messages that *content* holds.

    Args:
        content: The document, unpacked.

    Raises:
        ParseError: The bytes are no message.

    >>> read_document(b"<CollectedData/>")
    Traceback (most recent call last):
    ...
    edielkit.errors.ParseError: XSD004 expected CollectedData in namespace ...
    """
    if len(content) >= LEAST:
        from edielkit.emif.fast.document import read_fast

        fast = read_fast(content, schema=False, codes=False)
        if fast is not None:
            return fast.document
    from edielkit.emif.read.document import parse_document

    return parse_document(content)
