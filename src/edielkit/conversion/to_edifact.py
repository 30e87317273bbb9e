"""What both EDIFACT targets share: parties, envelope, directions and statuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs
import numpy as np

from edielkit.conversion.losses import Loss
from edielkit.conversion.neutral import Document, Entry, Head, plain_instant, whole_minute
from edielkit.conversion.options import Options, needed, settled
from edielkit.conversion.shaping import cut_entries, join_signed, split_signed
from edielkit.conversion.splice import Block, spliced
from edielkit.conversion.tables import AGENCY_OF_UNB
from edielkit.edifact.messages import Message
from edielkit.edifact.write.build import Address, PartyId, build_interchange, compact_uuid
from edielkit.edifact.write.writer import interchange_to_bytes
from edielkit.errors import BuildError
from edielkit.series import Status

__all__ = (
    "Frame",
    "created_at",
    "document_number",
    "entries_of",
    "head_losses",
    "interchange",
    "named_parties",
    "party_of",
    "quality_losses",
)


@attrs.frozen(eq=False)
class Frame:
    """A message with placeholders, and what replaces them.

    Attributes:
        message: The message.
        blocks: The values, in order of the placeholders.
        total: CNT+1, None without one.
    """

    message: Message
    blocks: tuple[Block, ...]
    total: str | None = None


def entries_of(document: Document, options: Options, losses: list[Loss]) -> Iterator[Entry]:
    """Yield the entries as the target takes them: split or joined, cut, with whole registration minutes."""
    entries: Iterable[Entry] = split_signed(document.entries, options)
    if options.join:
        entries = join_signed(entries, options, losses)
    for entry, first in cut_entries(entries):
        series = entry.series
        own = series.metering_point
        point = options.points.get(own, own) if own else None
        if point != own:
            losses.append(
                Loss("CNV113", "metering point", entry.where, f"{own} is {point}, as was given (points)")
            )
        yield attrs.evolve(
            entry,
            series=attrs.evolve(
                series,
                metering_point=point,
                identification=series.identification if first else None,
            ),
        )


def party_of(own: PartyId | None, given: str | PartyId | None, option: str, options: Options) -> PartyId:
    """Return a party as NAD has it."""
    if isinstance(given, PartyId):
        return given
    if given is not None:
        return PartyId(given)
    found: PartyId = needed(own, option, "a message has one")
    return attrs.evolve(found, identification=options.parties.get(found.identification, found.identification))


def named_parties(head: Head, options: Options) -> Iterator[Loss]:
    """Yield the parties of the target that the source does not name, or names otherwise."""
    for option, own, given in (
        ("sender", head.sender, options.sender),
        ("recipient", head.recipient, options.recipient),
    ):
        found = party_of(own, given, option, options).identification
        if own is None:
            yield Loss("CNV109", option, head.where, f"{found} was given")
        elif found != own.identification:
            yield Loss("CNV109", option, head.where, f"{own.identification} became {found}")


def created_at(head: Head, options: Options, losses: list[Loss]) -> dt.datetime:
    """Return the time of creation as a whole minute."""
    created = settled(
        head.created or options.now, head.created, "now", code="CNV108", what="DTM+137", where=head.where,
        why="a message has a time of creation", losses=losses,
    )  # fmt: skip
    minute, lost = whole_minute(created)
    if lost:
        losses.append(Loss("CNV005", "Header/Creation", head.where, "seconds are cut off"))
    return minute


def document_number(head: Head, options: Options, losses: list[Loss], *, first: bool) -> str:
    """Return BGM 1004: the document's own identification in the first message, a new one in the others."""
    if first and head.identification:
        number = compact_uuid(head.identification)
    elif not first:
        losses.append(
            Loss("CNV002", "Identification", head.where, "a further message has a new identification")
        )
        number = compact_uuid(options.identification("a message"))
    else:
        number = compact_uuid(options.identification("a message", head.where, losses))
    if not 0 < len(number) <= 35:
        raise BuildError(f"expected at most 35 characters, found {len(number)}", "document identification")
    return number


def head_losses(head: Head, *, utilts: bool) -> Iterator[Loss]:
    """Yield what of an XML header the target cannot hold."""
    if head.wire != "emif":
        return
    if head.document_type and not utilts:
        yield Loss("CNV004", "DocumentType", head.where, f"{head.document_type} is left out")
    if head.process:
        yield Loss("CNV007", "EnergyBusinessProcess", head.where, f"{head.process} is left out")
    if head.role and not utilts:
        yield Loss("CNV008", "EnergyBusinessProcessRole", head.where, f"{head.role} is left out")


def quality_losses(
    entry: Entry, written: Mapping[Status, str], read: Mapping[Status, Status]
) -> Iterator[Loss]:
    """Yield what the status column says and the target does not.

    Args:
        entry: The series.
        written: Code that each status is written with.
        read: The status that a reader takes from it.
    """
    values = entry.series.observations
    for code in np.unique(values.status).tolist():
        status = Status(code)
        back = read.get(status, Status.METERED)
        if back is not status:
            count = int((values.status == code).sum())
            name = status.name.lower()
            if status is Status.CALCULATED_FOR_SETTLEMENT and back is Status.CALCULATED:
                yield Loss("CNV033", "ImbalanceSettlement", entry.where, f"{count} values lose the mark")
                continue
            what = written.get(status) or "no code"
            yield Loss(
                "CNV020",
                name,
                entry.where,
                f"{count} values are written with {what}, which reads as {back.name.lower()}",
            )
    if (values.validation != 0).any() or (values.estimation != 0).any():
        count = int(((values.validation != 0) | (values.estimation != 0)).sum())
        yield Loss(
            "CNV021",
            "ValidationCode and EstimationCode",
            entry.where,
            f"codes of {count} values are left out",
        )
    if entry.series.resolution == "PT60M":
        yield Loss("CNV032", "ResolutionDuration", entry.where, "PT60M reads back as PT1H")


def interchange(
    frames: Sequence[Frame], head: Head, options: Options, application_reference: str | None
) -> bytes:
    """Return the interchange around *frames*, checked against its directory before the values take their places.

    Raises:
        BuildError: Something cannot be expressed.
    """
    if not frames:
        raise BuildError("the source has no series of interval values", "message")
    first = frames[0].message
    number = first.document.number if hasattr(first, "document") else ""
    sender = party_of(head.sender, options.sender, "sender", options)
    if options.sender is None and head.physical_sender is not None:
        sender = attrs.evolve(
            head.physical_sender,
            identification=options.parties.get(
                head.physical_sender.identification, head.physical_sender.identification
            ),
        )
    if options.physical_sender is not None:
        sender = PartyId(options.physical_sender)
    recipient = party_of(head.recipient, options.recipient, "recipient", options)
    prepared = options.now or plain_instant(head.created)
    if prepared is None:
        raise BuildError(
            "the source does not say and an interchange has a time of preparation", "options.now"
        )
    built = build_interchange(
        [frame.message for frame in frames],
        sender=_address(sender, "sender"),
        recipient=_address(recipient, "recipient"),
        reference=options.reference or number[:14],
        prepared=prepared,
        application_reference=application_reference,
        test=options.test,
    )
    counts = [
        len(raw.segments) - len(frame.blocks) for raw, frame in zip(built.messages, frames, strict=True)
    ]
    return spliced(
        interchange_to_bytes(built),
        [block for frame in frames for block in frame.blocks],
        [frame.total for frame in frames if frame.total is not None],
        counts,
    )


def _address(party: PartyId, option: str) -> Address:
    qualifier = AGENCY_OF_UNB.get(party.list_code) or AGENCY_OF_UNB.get(party.agency)
    if qualifier is None:
        raise BuildError(f"no UNB qualifier is known for agency {party.agency!r}", f"options.{option}")
    return Address(party.identification, qualifier)
