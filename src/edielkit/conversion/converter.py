"""The conversion: a message of one wire in, the other wire out, with a list of what it cannot say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from edielkit.conversion.losses import SUPPLIED, Loss
from edielkit.conversion.neutral import NeutralDocument, NeutralEntry, NeutralHead, require_calendar
from edielkit.conversion.options import Options
from edielkit.errors import BuildError
from edielkit.inputs import EdifactInput, check_message, is_edifact, is_emif, open_input
from edielkit.series import TimeSeries

__all__ = ("TARGETS", "Converted", "check_target", "convert", "convert_series", "source_losses")

TARGETS = ("mscons", "utilts", "collected-data", "notify-validated-data")


@attrs.frozen(kw_only=True, eq=False)
class Converted:
    """What a conversion gave.

    Attributes:
        to: The target, one of `TARGETS`.
        losses: What the target cannot hold, in the order in which it was found.
        supplied: What the target has and the source could not say: it came from the options.
        documents: The XML messages; empty for EDIFACT.
        data: The bytes of the interchange; empty for XML.
    """

    to: str
    losses: tuple[Loss, ...]
    supplied: tuple[Loss, ...] = ()
    documents: tuple[Any, ...] = attrs.field(default=(), repr=False)
    data: bytes = attrs.field(default=b"", repr=False)

    @property
    def message(self) -> Any:
        """The XML message, or the interchange, which is parsed when it is asked for.

        Raises:
            BuildError: There are several XML messages; ``messages`` has them.
        """
        messages = self.messages
        if len(messages) != 1:
            raise BuildError(
                f"expected one message, found {len(messages)}; see messages, or gather them", "options.gather"
            )
        return messages[0]

    @property
    def messages(self) -> tuple[Any, ...]:
        """All XML messages, or the one interchange."""
        if self.documents:
            return self.documents
        from edielkit.edifact.read.envelopes import read_interchanges

        return read_interchanges(self.data)

    def to_bytes(self) -> bytes:
        """Return the message as bytes; EDIFACT needs no parsing for it.

        Raises:
            BuildError: There are several XML messages, or one is not valid.
        """
        if self.data:
            return self.data
        from edielkit.emif.write.document import serialize_document

        return serialize_document(self.message)


def check_target(to: str) -> None:
    """Refuse a target that there is not, before anything is read.

    Args:
        to: What was asked for.

    Raises:
        ValueError: *to* is none of `TARGETS`.
    """
    if to not in TARGETS:
        raise ValueError(f"expected one of {', '.join(TARGETS)}; found {to!r}")


def convert(message_or_data: Any, to: str, *, options: Options) -> Converted:
    """Return a message of metering values in another form, with a list of what that form cannot say.

    MSCONS and UTILTS into CollectedData and NotifyValidatedDataForBillingEnergy and back, and each into the others
    of its wire. Nothing is invented: what the target needs and the source lacks comes from *options*.

    Args:
        message_or_data: Bytes (plain or gzip), an XML message or document, an interchange, or series that stand in no
            message (`convert_series`).
        to: ``mscons``, ``utilts``, ``collected-data`` or ``notify-validated-data``.
        options: What the source does not say.

    Raises:
        ParseError: The bytes are no message at all.
        BuildError: Something mandatory is missing, with the name of the option that gives it, or cannot be expressed.
        ValueError: *to* is no target.
        TypeError: *options* are none.
    """
    check_target(to)
    if not isinstance(options, Options):
        raise TypeError(f"expected edielkit.conversion.Options as options, found {type(options).__name__}")
    if isinstance(message_or_data, (list, tuple)):
        return convert_series(message_or_data, to, options=options)
    losses: list[Loss] = []
    return _written(_read(message_or_data, options, losses), to, options, losses)


def convert_series(series: Iterable[TimeSeries], to: str, *, options: Options) -> Converted:
    """Return series that stand in no message, or were changed since, as one document.

    NeutralDocument, parties, process and times of the message come from *options*: series do not say them, and ``supplied``
    lists them. What a source of the series held beside them is told by `source_losses`.

    Args:
        series: Each with product, unit and period; a direction, or values below zero with ``options.sign``.
        to: One of `TARGETS`.
        options: What series do not say.

    Raises:
        BuildError: Something mandatory is missing, with the name of the option that gives it, or cannot be expressed.
        ValueError: *to* is no target.
    """
    from edielkit.conversion.from_edifact import entry_of

    check_target(to)
    losses: list[Loss] = []
    entries: list[NeutralEntry] = []
    for n, item in enumerate(series, 1):
        where = f"series {n}, {item.metering_point or item.grid_area or '?'} {item.direction or 'signed'}"
        if item.period is None:
            raise BuildError("the values have no period", where)
        entries.append(entry_of(item, where, options, losses))
    document = NeutralDocument(head=NeutralHead(wire="series", where="the document"), entries=tuple(entries))
    return _written([document], to, options, losses)


def source_losses(message_or_data: Any, to: str, *, options: Options) -> tuple[Loss, ...]:
    """Return what a message holds beside its series that *to* cannot hold, and what its values do not say (`SUPPLIED`).

    Args:
        message_or_data: What `convert` takes.
        to: One of `TARGETS`.
        options: What the source does not say.

    Raises:
        ParseError: The bytes are no message at all.
        BuildError: It is no message of metering values.
    """
    from edielkit.conversion.from_edifact import message_losses
    from edielkit.conversion.from_emif import read_emif
    from edielkit.conversion.to_edifact import head_losses

    losses: list[Loss] = []
    source = _opened(message_or_data)
    if isinstance(source, bytes):
        losses.extend(message_losses(source, options))
    else:
        for document in read_emif(source, losses):
            if to in {"mscons", "utilts"}:
                losses.extend(head_losses(document.head, utilts=to == "utilts"))
    return tuple(losses)


def _written(
    documents: Sequence[NeutralDocument], to: str, options: Options, losses: list[Loss]
) -> Converted:
    if not any(document.entries for document in documents):
        raise BuildError("the source has no series of interval values", "message")
    if to in {"mscons", "utilts"}:
        for document in documents:
            require_calendar(document, {"options.now": options.now, "options.registered": options.registered})
        from edielkit.conversion.to_mscons import write_mscons
        from edielkit.conversion.to_utilts import write_utilts

        data = (write_mscons if to == "mscons" else write_utilts)(documents, options, losses)
        return _accepted(Converted(to=to, losses=tuple(losses), data=data), options)
    from edielkit.conversion.to_emif import write_emif

    written = write_emif(documents, options, losses, notify=to == "notify-validated-data")
    return _accepted(Converted(to=to, losses=tuple(losses), documents=written), options)


def _read(message_or_data: Any, options: Options, losses: list[Loss]) -> Sequence[NeutralDocument]:
    from edielkit.conversion.from_edifact import read_edifact
    from edielkit.conversion.from_emif import read_emif

    source = _opened(message_or_data)
    if isinstance(source, bytes):
        return list(read_edifact(source, options, losses))
    return list(read_emif(source, losses))


def _opened(source: Any) -> Any:
    """Return EDIFACT as bytes and XML as the document."""
    if is_emif(source):
        return source
    if is_edifact(source):
        from edielkit.edifact.write.writer import interchange_to_bytes

        return interchange_to_bytes(source)
    opened = open_input(source, verb="convert")
    check_message(opened)
    if isinstance(opened, EdifactInput):
        return opened.content
    from edielkit.emif.fast.reading import read_document

    return read_document(opened.content)


def _accepted(converted: Converted, options: Options) -> Converted:
    """Return *converted* with what was lost and what the options supplied apart.

    Raises:
        BuildError: The caller refuses one of them.
    """
    for loss in converted.losses:
        if loss.code in options.refuse:
            raise BuildError(
                f"{loss.what} would be lost: {loss.message} ({loss.code}, {loss.where})", "options.refuse"
            )
    return attrs.evolve(
        converted,
        losses=tuple(loss for loss in converted.losses if loss.code not in SUPPLIED),
        supplied=tuple(loss for loss in converted.losses if loss.code in SUPPLIED),
    )
