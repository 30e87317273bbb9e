"""The conversion: a message of one wire in, the other wire out, with a list of what it cannot say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from edielkit.conversion.between import Document
from edielkit.conversion.losses import Loss
from edielkit.conversion.options import Options
from edielkit.errors import BuildError

__all__ = ("TARGETS", "Converted", "convert")

TARGETS = ("mscons", "utilts", "collected-data", "notify-validated-data")


@attrs.frozen(kw_only=True, eq=False)
class Converted:
    """What a conversion gave.

    Attributes:
        to: The target, one of `TARGETS`.
        losses: What the target cannot hold, in the order in which it was found.
        documents: The XML messages; empty for EDIFACT.
        data: The bytes of the interchange; empty for XML.
    """

    to: str
    losses: tuple[Loss, ...]
    documents: tuple[Any, ...] = attrs.field(default=(), repr=False)
    data: bytes = attrs.field(default=b"", repr=False)

    @property
    def message(self) -> Any:
        """The XML message, or the interchange, which is parsed when it is asked for.

        Raises:
            BuildError: There are several XML messages; ``messages`` has them.
        """
        found = self.messages
        if len(found) != 1:
            raise BuildError(
                f"expected one message, found {len(found)}; see messages, or gather them", "options.gather"
            )
        return found[0]

    @property
    def messages(self) -> tuple[Any, ...]:
        """All XML messages, or the one interchange."""
        if self.documents:
            return self.documents
        from edielkit.edifact.interchange import parse_interchanges

        return tuple(parse_interchanges(self.data)[0])

    def to_bytes(self) -> bytes:
        """Return the message as bytes; EDIFACT needs no parsing for it.

        Raises:
            BuildError: There are several XML messages, or one is not valid.
        """
        if self.data:
            return self.data
        from edielkit.emif.document import serialize_document

        return serialize_document(self.message)


def convert(message_or_data: Any, to: str, *, options: Options) -> Converted:
    """Return a message of metering values in another form, with a list of what that form cannot say.

    MSCONS and UTILTS into CollectedData and NotifyValidatedDataForBillingEnergy and back, and each into the others
    of its wire. Nothing is invented: what the target needs and the source lacks comes from *options*.

    Args:
        message_or_data: Bytes (plain or gzip), an XML message or document, or an interchange.
        to: ``mscons``, ``utilts``, ``collected-data`` or ``notify-validated-data``.
        options: What the source does not say.

    Raises:
        ParseError: The bytes are no message at all.
        BuildError: Something mandatory is missing, with the name of the option that gives it, or cannot be expressed.
        ValueError: *to* is no target.
    """
    if to not in TARGETS:
        raise ValueError(f"expected one of {', '.join(TARGETS)}; found {to!r}")
    losses: list[Loss] = []
    documents = _read(message_or_data, options, losses)
    if not any(each.entries for each in documents):
        raise BuildError("the source has no series of interval values", "message")
    if to in {"mscons", "utilts"}:
        from edielkit.conversion.to_mscons import write_mscons
        from edielkit.conversion.to_utilts import write_utilts

        data = (write_mscons if to == "mscons" else write_utilts)(documents, options, losses)
        return Converted(to=to, losses=_accepted(losses, options), data=data)
    from edielkit.conversion.to_emif import write_emif

    found = write_emif(documents, options, losses, notify=to == "notify-validated-data")
    return Converted(to=to, losses=_accepted(losses, options), documents=found)


def _read(source: Any, options: Options, losses: list[Loss]) -> Sequence[Document]:
    from edielkit.conversion.from_edifact import read_edifact
    from edielkit.conversion.from_emif import read_emif

    if hasattr(source, "separators"):
        return list(read_edifact(source.to_bytes(), options, losses))
    if isinstance(source, bytes | bytearray | memoryview):
        from edielkit.compressed import unpack
        from edielkit.emif.xml import looks_like_xml

        content = unpack(bytes(source))
        if not looks_like_xml(content):
            return list(read_edifact(content, options, losses))
        from edielkit.emif.document import parse_document

        source = parse_document(content)
    return list(read_emif(source, losses))


def _accepted(losses: Sequence[Loss], options: Options) -> tuple[Loss, ...]:
    for each in losses:
        if each.code in options.refuse:
            raise BuildError(
                f"{each.what} would be lost: {each.message} ({each.code}, {each.where})", "options.refuse"
            )
    return tuple(losses)
