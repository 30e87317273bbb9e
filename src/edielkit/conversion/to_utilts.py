"""The neutral form into UTILTS of the Swedish guide (D.02B): transactions as segments, their values from columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from edielkit.conversion.code_mappings import CODE_OF_STATUS, KIND_OF_DOCUMENT, UTILTS_ROLES
from edielkit.conversion.losses import Loss
from edielkit.conversion.neutral import NeutralDocument, NeutralEntry, NeutralHead
from edielkit.conversion.options import ACTIVE_UNITS, Options, require
from edielkit.conversion.to_edifact import (
    WrittenMessage,
    created_at,
    document_number,
    entries_of,
    head_losses,
    interchange,
    named_parties,
    party_of,
    require_count,
)
from edielkit.conversion.utilts_transactions import (
    CLOCK,
    EDIEL,
    RELEASE,
    minute_time,
    names_point,
    transaction,
    unwritten_fields,
)
from edielkit.conversion.value_blocks import utilts_values
from edielkit.edifact.check.guides import guide_for
from edielkit.edifact.messages.message import Time
from edielkit.edifact.messages.parts import Document
from edielkit.edifact.messages.utilts import Market, Transaction, Utilts, UtiltsParty
from edielkit.edifact.timestamps import write_offset
from edielkit.edifact.write.mscons_forms import PartyId
from edielkit.edifact.write.pieces import Piece
from edielkit.errors import BuildError

__all__ = ("write_utilts",)

# The guide of Svenska kraftnät that is in force.
_GUIDE = "E5SE5A"


def write_utilts(documents: Sequence[NeutralDocument], options: Options, losses: list[Loss]) -> bytes:
    """Return *documents* as one interchange of UTILTS messages, a transaction a series.

    Raises:
        BuildError: Something mandatory is missing or cannot be expressed.
    """
    if options.unit != ACTIVE_UNITS[0]:
        raise BuildError("UTILTS is written in kWh", "options.unit")
    if options.profile not in {None, "se"}:
        raise BuildError(
            f"only the Swedish guide of UTILTS is known, found profile {options.profile!r}", "options.profile"
        )
    messages: list[WrittenMessage] = []
    for document in documents:
        entries = list(entries_of(document, options, losses))
        if not entries:
            continue
        losses.extend(head_losses(document.head, utilts=True))
        losses.extend(named_parties(document.head, options))
        losses.extend(_supplied(document, options))
        messages.append(_message(document, entries, str(len(messages) + 1), options, losses))
    if not messages:
        raise BuildError("the source has no series of interval values", "message")
    reference = options.application_reference or _application_reference(documents[0], options)
    return interchange(messages, documents[0].head, options, reference)


def _supplied(document: NeutralDocument, options: Options) -> Iterator[Loss]:
    """Yield what UTILTS asks for and the options say, not the source."""
    head = document.head
    own_kind = KIND_OF_DOCUMENT.get(head.document_type or "")
    own_role = head.role if head.role in UTILTS_ROLES else None
    has_point = names_point(_kind(document, options))
    rows = (
        ("CNV101", "BGM 1001", own_kind, options.document_type, "document_type"),
        ("CNV103", "NAD 3035", own_role, options.role, "role"),
        ("CNV114", "BGM 4343", head.answer, options.answer, "answer"),
        ("CNV114", "MKS 3496", None, options.scope, "scope"),
        ("CNV114", "STS+7", None, options.reason, "reason"),
        ("CNV114", "CCI E12", None, options.point_type if has_point else None, "point_type"),
    )
    for code, what, own, value, option in rows:
        if own is None and value is not None:
            yield Loss(code, what, head.where, f"{value} was given ({option})")


def _kind(document: NeutralDocument, options: Options) -> str:
    own = options.document_type or KIND_OF_DOCUMENT.get(document.head.document_type or "")
    return str(require(own, "document_type", "BGM of UTILTS names the kind"))


def _role(document: NeutralDocument, options: Options) -> str:
    role = options.role or document.head.role
    if role not in UTILTS_ROLES:
        raise BuildError(
            f"expected a role of UTILTS, one of {', '.join(sorted(UTILTS_ROLES))}; found {role!r}",
            "options.role",
        )
    return str(role)


def _application_reference(document: NeutralDocument, options: Options) -> str:
    # 23-<role>-<kind>-T: electricity, time series
    role, kind = _role(document, options), _kind(document, options)
    reference = f"23-{role}-{kind}-T"
    guide = guide_for("se", "UTILTS", f"D.{RELEASE}", process=kind)
    lists = [row.values for row in guide.rows if row.place == "UNB/7/1" and row.values] if guide else []
    if not all(references.allow(reference) for references in lists):
        roles = sorted(role for role in UTILTS_ROLES if all(r.allow(f"23-{role}-{kind}-T") for r in lists))
        raise BuildError(
            f"expected a role that {kind} has in its application reference, one of {', '.join(roles)}; found {role}",
            "options.role",
        )
    return reference


def _message(
    document: NeutralDocument,
    entries: Sequence[NeutralEntry],
    reference: str,
    options: Options,
    losses: list[Loss],
) -> WrittenMessage:
    """Return the message of *entries*, a transaction a series."""
    head = document.head
    kind, role = _kind(document, options), _role(document, options)
    losses.extend(_renamed(head, kind, role))
    answer = head.answer if options.answer is None else options.answer
    require(answer, "answer", "BGM 4343 says whether an answer is wanted")
    created = created_at(head, options, losses)
    parties = (
        _party("MS", party_of(head.sender, options.sender, "sender", options)),
        _party("MR", party_of(head.recipient, options.recipient, "recipient", options)),
        UtiltsParty(role=role),
    )
    require_count(len(entries), "transactions in a message", head)
    transactions = list(_transactions(entries, kind, options, losses))
    number = document_number(head, options, losses, first=True)
    message = Utilts(
        reference=reference,
        type="UTILTS",
        version="D",
        release=RELEASE,
        agency="UN",
        association=_GUIDE,
        document=Document(
            code=kind, agency=EDIEL, number=number, function="9", answer="AB" if answer else "NA"
        ),
        times=(
            minute_time("137", created),
            Time(function="735", text=write_offset(CLOCK.zone, "406"), format="406"),
        ),
        markets=(
            Market(
                code="23",
                scope=require(options.scope, "scope", "MKS names the sales channel"),
                scope_agency=EDIEL,
            ),
        ),
        parties=parties,
    )
    blocks = [utilts_values(entry.series, CODE_OF_STATUS, entry.where) for entry in entries]
    pieces: list[Piece] = list(message.write())
    for part, values in zip(transactions, blocks, strict=True):
        pieces += [*part.write(), values]
    return WrittenMessage(number, tuple(pieces))


def _transactions(
    entries: Sequence[NeutralEntry], kind: str, options: Options, losses: list[Loss]
) -> Iterator[Transaction]:
    """Yield the transaction of each series, and note what the guide asks for and nobody says."""
    for entry in entries:
        part = transaction(entry, kind, options, losses)
        losses.extend(unwritten_fields(part, kind, entry.where))
        yield part


def _renamed(head: NeutralHead, kind: str, role: str) -> Iterator[Loss]:
    """Yield that type or role of the document are others than in the source."""
    own = head.document_type
    if own and own != kind:
        text = f"{own} is written as {kind}" if KIND_OF_DOCUMENT.get(own) == kind else f"{own} became {kind}"
        yield Loss("CNV004", "DocumentType", head.where, text)
    if head.role and head.role != role:
        yield Loss("CNV008", "role", head.where, f"{head.role} became {role}")


def _party(role: str, party: PartyId) -> UtiltsParty:
    return UtiltsParty(
        role=role, identification=party.identification, list_code=party.list_code, agency=party.agency
    )
