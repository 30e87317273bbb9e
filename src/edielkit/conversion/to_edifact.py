"""What both EDIFACT targets share: parties, envelope, directions and statuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs
import numpy as np

from edielkit.conversion.code_mappings import AGENCY_OF_UNB, MOST_GROUPS
from edielkit.conversion.losses import Loss
from edielkit.conversion.neutral import NeutralDocument, NeutralEntry, NeutralHead, utc_instant, whole_minute
from edielkit.conversion.options import MissingOptionError, Options, option_or_source, require
from edielkit.conversion.shaping import cut_entries, join_signed, split_signed
from edielkit.edifact.write.blocks import write_interchange
from edielkit.edifact.write.envelope import Address, interchange_header
from edielkit.edifact.write.mscons_forms import PartyId
from edielkit.edifact.write.pieces import Piece
from edielkit.edifact.write.references import compact_uuid
from edielkit.errors import BuildError
from edielkit.series import Status

__all__ = (
    "WrittenMessage",
    "created_at",
    "document_number",
    "entries_of",
    "head_losses",
    "interchange",
    "named_parties",
    "party_of",
    "quality_losses",
    "require_count",
)


@attrs.frozen(eq=False)
class WrittenMessage:
    """A message in the pieces that are written.

    Attributes:
        number: Identification of the document (1004).
        pieces: From UNH to what stands before UNT.
    """

    number: str
    pieces: tuple[Piece, ...]


def entries_of(document: NeutralDocument, options: Options, losses: list[Loss]) -> Iterator[NeutralEntry]:
    """Yield the entries as the target takes them: split or joined, cut, with whole registration minutes."""
    entries: Iterable[NeutralEntry] = split_signed(document.entries, options)
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


def party_of(own: PartyId | None, supplied: str | PartyId | None, option: str, options: Options) -> PartyId:
    """Return a party as NAD has it: the one of the options, else the source's *own*."""
    if isinstance(supplied, PartyId):
        return supplied
    if supplied is not None:
        return PartyId(supplied)
    party: PartyId = require(own, option, "a message has one")
    return attrs.evolve(party, identification=options.parties.get(party.identification, party.identification))


def named_parties(head: NeutralHead, options: Options) -> Iterator[Loss]:
    """Yield the parties of the target that the source does not name, or names otherwise."""
    for option, own, supplied in (
        ("sender", head.sender, options.sender),
        ("recipient", head.recipient, options.recipient),
    ):
        party = party_of(own, supplied, option, options).identification
        if own is None:
            yield Loss("CNV109", option, head.where, f"{party} was given")
        elif party != own.identification:
            yield Loss("CNV109", option, head.where, f"{own.identification} became {party}")


def created_at(head: NeutralHead, options: Options, losses: list[Loss]) -> dt.datetime:
    """Return the time of creation as a whole minute."""
    created = option_or_source(
        head.created or options.now, head.created, "now", code="CNV108", what="DTM+137", where=head.where,
        why="a message has a time of creation", losses=losses,
    )  # fmt: skip
    minute, lost = whole_minute(created)
    if lost:
        losses.append(Loss("CNV005", "Header/Creation", head.where, "seconds are cut off"))
    return minute


def document_number(head: NeutralHead, options: Options, losses: list[Loss], *, first: bool) -> str:
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


def head_losses(head: NeutralHead, *, utilts: bool) -> Iterator[Loss]:
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
    entry: NeutralEntry, written: Mapping[Status, str], read: Mapping[Status, Status]
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


def require_count(count: int, what: str, head: NeutralHead) -> None:
    """Raise when a message would hold more than its structure has room for.

    Raises:
        BuildError: It would.
    """
    if count > MOST_GROUPS:
        raise BuildError(f"expected at most {MOST_GROUPS} {what}, found {count}", head.where)


def interchange(
    messages: Sequence[WrittenMessage],
    head: NeutralHead,
    options: Options,
    application_reference: str | None,
) -> bytes:
    """Return the interchange around *messages*.

    Raises:
        BuildError: Something cannot be expressed.
    """
    if not messages:
        raise BuildError("the source has no series of interval values", "message")
    sender = _physical_sender(head, options)
    recipient = party_of(head.recipient, options.recipient, "recipient", options)
    prepared = options.now or utc_instant(head.created)
    if prepared is None:
        raise MissingOptionError(
            "the source does not say and an interchange has a time of preparation", "now"
        )
    unb = interchange_header(
        sender=_address(sender, "sender"),
        recipient=_address(recipient, "recipient"),
        reference=options.reference or messages[0].number[:14],
        prepared=prepared,
        application_reference=application_reference,
        test=options.test,
    )
    return write_interchange(unb, (message.pieces for message in messages))


def _physical_sender(head: NeutralHead, options: Options) -> PartyId:
    """Return the party of UNB: the one that really sends, if somebody says who that is."""
    sender = party_of(head.sender, options.sender, "sender", options)
    if options.physical_sender is not None:
        return PartyId(options.physical_sender)
    physical = head.physical_sender
    if options.sender is not None or physical is None:
        return sender
    number = physical.identification
    return attrs.evolve(physical, identification=options.parties.get(number, number))


def _address(party: PartyId, option: str) -> Address:
    qualifier = AGENCY_OF_UNB.get(party.list_code) or AGENCY_OF_UNB.get(party.agency)
    if qualifier is None:
        raise BuildError(f"no UNB qualifier is known for agency {party.agency!r}", f"options.{option}")
    return Address(party.identification, qualifier)
