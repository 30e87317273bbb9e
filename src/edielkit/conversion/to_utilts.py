"""The form between the wires into UTILTS of the Swedish guide (D.02B)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from edielkit.codes import agency_of
from edielkit.conversion.losses import Loss
from edielkit.conversion.neutral import Document, Entry, whole_minute
from edielkit.conversion.options import Options, needed, settled
from edielkit.conversion.splice import MARK, Block, fits
from edielkit.conversion.tables import CODE_OF_STATUS, KIND_OF_DOCUMENT, POINT_OF_DIRECTION, UTILTS_ROLES
from edielkit.conversion.to_edifact import (
    Frame,
    created_at,
    document_number,
    entries_of,
    head_losses,
    interchange,
    named_parties,
    party_of,
    quality_losses,
)
from edielkit.conversion.values_text import Cells, amounts, codes, joined, numbers
from edielkit.edifact.messages.parts import (
    CharacteristicValue,
    Measurement,
    NameAddress,
    Reference,
    StatusReason,
    Time,
)
from edielkit.edifact.messages.parts import (
    Document as DocumentName,
)
from edielkit.edifact.messages.utilts import (
    Location,
    Market,
    ObservationBlock,
    Product,
    Transaction,
    Utilts,
    UtiltsParty,
    ValuedCharacteristic,
)
from edielkit.edifact.series.quality import status_of_reason
from edielkit.edifact.timestamps import CLOCKS, write_instant, write_offset, write_period, write_resolution
from edielkit.edifact.write.build import PartyId, compact_uuid
from edielkit.errors import BuildError
from edielkit.series import Status

__all__ = ("write_utilts",)

# The guide of Svenska kraftnät that is in force; agency 260 is Ediel.
_RELEASE, _GUIDE, _EDIEL = "02B", "E5SE5A", "260"
_CLOCK = CLOCKS["se"]
_UNITS = {"kWh": "KWH", "kvarh": "KVR"}


def write_utilts(documents: Sequence[Document], options: Options, losses: list[Loss]) -> bytes:
    """Return *documents* as one interchange of UTILTS messages, a transaction a series.

    Raises:
        BuildError: Something mandatory is missing or cannot be expressed.
    """
    if options.unit != "KWH":
        raise BuildError("UTILTS is written in kWh", "options.unit")
    if options.profile not in {None, "se"}:
        raise BuildError(
            f"only the Swedish guide of UTILTS is known, found profile {options.profile!r}", "options.profile"
        )
    frames: list[Frame] = []
    for document in documents:
        entries = list(entries_of(document, options, losses))
        if not entries:
            continue
        losses.extend(head_losses(document.head, utilts=True))
        losses.extend(named_parties(document.head, options))
        losses.extend(_given(document, options))
        marks = sum(len(each.blocks) for each in frames)
        frames.append(_frame(document, entries, marks, len(frames) + 1, options=options, losses=losses))
    if not frames:
        raise BuildError("the source has no series of interval values", "message")
    reference = options.application_reference or _application_reference(documents[0], options)
    return interchange(frames, documents[0].head, options, reference)


def _given(document: Document, options: Options) -> Iterator[Loss]:
    """Yield what UTILTS asks for and the source did not say."""
    head = document.head
    own_kind = KIND_OF_DOCUMENT.get(head.document_type or "")
    own_role = head.role if head.role in UTILTS_ROLES else None
    rows = (
        ("CNV101", "BGM 1001", own_kind, options.document_type, "document_type"),
        ("CNV103", "NAD 3035", own_role, options.role, "role"),
        ("CNV114", "BGM 4343", head.answer, options.answer, "answer"),
        ("CNV114", "MKS 3496", None, options.scope, "scope"),
        ("CNV114", "STS+7", None, options.reason, "reason"),
        ("CNV114", "CCI E12", None, options.point_type, "point_type"),
    )
    for code, what, own, given, option in rows:
        if own is None and given is not None:
            yield Loss(code, what, head.where, f"{given} was given ({option})")


def _kind(document: Document, options: Options) -> str:
    own = options.document_type or KIND_OF_DOCUMENT.get(document.head.document_type or "")
    return str(needed(own, "document_type", "BGM of UTILTS names the kind"))


def _role(document: Document, options: Options) -> str:
    role = options.role or document.head.role
    if role not in UTILTS_ROLES:
        raise BuildError(
            f"expected a role of UTILTS, one of {', '.join(sorted(UTILTS_ROLES))}; found {role!r}",
            "options.role",
        )
    return str(role)


def _application_reference(document: Document, options: Options) -> str:
    # 23-<role>-<kind>-T: electricity, time series
    return f"23-{_role(document, options)}-{_kind(document, options)}-T"


def _frame(
    document: Document,
    entries: Sequence[Entry],
    marks: int,
    number: int,
    *,
    options: Options,
    losses: list[Loss],
) -> Frame:
    head = document.head
    kind, role = _kind(document, options), _role(document, options)
    if head.document_type and KIND_OF_DOCUMENT.get(head.document_type) == kind != head.document_type:
        losses.append(
            Loss("CNV004", "DocumentType", head.where, f"{head.document_type} is written as {kind}")
        )
    elif head.document_type and kind != head.document_type:
        losses.append(Loss("CNV004", "DocumentType", head.where, f"{head.document_type} became {kind}"))
    if head.role and head.role != role:
        losses.append(Loss("CNV008", "role", head.where, f"{head.role} became {role}"))
    answer = head.answer if options.answer is None else options.answer
    needed(answer, "answer", "BGM 4343 says whether an answer is wanted")
    created = created_at(head, options, losses)
    parties = (
        _party("MS", party_of(head.sender, options.sender, "sender", options)),
        _party("MR", party_of(head.recipient, options.recipient, "recipient", options)),
        UtiltsParty(role=role),
    )
    transactions = tuple(_transaction(entry, marks + n, options, losses) for n, entry in enumerate(entries))
    message = Utilts(
        reference=str(number),
        type="UTILTS",
        version="D",
        release=_RELEASE,
        agency="UN",
        association=_GUIDE,
        document=DocumentName(
            code=kind,
            agency=_EDIEL,
            number=document_number(head, options, losses, first=True),
            function="9",
            answer="AB" if answer else "NA",
        ),
        times=(
            _time("137", created),
            Time(function="735", text=write_offset(_CLOCK.zone, "406"), format="406"),
        ),
        markets=(
            Market(
                code="23",
                scope=needed(options.scope, "scope", "MKS names the sales channel"),
                scope_agency=_EDIEL,
            ),
        ),
        parties=parties,
        transactions=transactions,
    )
    return Frame(message, tuple(_block(entry) for entry in entries))


def _party(role: str, party: PartyId) -> UtiltsParty:
    return UtiltsParty(
        role=role, identification=party.identification, list_code=party.list_code, agency=party.agency
    )


def _time(function: str, instant: object) -> Time:
    return Time(function=function, text=write_instant(instant, "203", _CLOCK.zone), format="203")  # type: ignore[arg-type]  # whole_minute gave it


def _transaction(entry: Entry, mark: int, options: Options, losses: list[Loss]) -> Transaction:
    series = entry.series
    identification = compact_uuid(
        series.identification or options.identification("a transaction", entry.where, losses)
    )
    if len(identification) > 35:
        raise BuildError(f"expected at most 35 characters, found {len(identification)}", entry.where)
    losses.extend(_losses(entry))
    losses.extend(quality_losses(entry, CODE_OF_STATUS, _READ))
    locations, kind = _places(entry, options, losses)
    involved = (("DDK", entry.responsible), ("DDQ", entry.supplier))
    return Transaction(
        function="24",
        identification=identification,
        locations=tuple(locations),
        parties=tuple(
            NameAddress(role=role, identification=number, agency="9") for role, number in involved if number
        ),
        products=(
            Product(
                identification=str(series.product),
                agency=agency_of("Elhub_ProductIdentifierCode", str(series.product)) or "9",
            ),
        ),
        times=tuple(_times(entry, options, losses)),
        statuses=(
            StatusReason(
                category="7",
                reason=needed(options.reason, "reason", "STS+7 names the reason of the transaction"),
                reason_agency=_EDIEL,
            ),
        ),
        measurements=(Measurement(purpose="AAZ", unit=_unit(entry)),),
        references=(Reference(function="TN", number=compact_uuid(entry.request)),) if entry.request else (),
        characteristics=(
            ValuedCharacteristic(
                code="E12", agency=_EDIEL, values=(CharacteristicValue(code=kind, agency=_EDIEL),)
            ),
        ),
        observations=(ObservationBlock(action=MARK, sequence=str(mark)),),
    )


def _places(entry: Entry, options: Options, losses: list[Loss]) -> tuple[list[Location], str]:
    series = entry.series
    found: list[Location] = []
    if series.metering_point:
        found.append(Location(function="172", identification=series.metering_point, agency="9"))
    if series.grid_area:
        own = len(series.grid_area) == 3
        found.append(
            Location(
                function="239",
                identification=series.grid_area,
                list_code="SVK" if own else "",
                agency=_EDIEL if own else "305",
            )
        )
    kind = options.point_type
    if options.areas is not None and series.direction and kind in {None, "E20"}:
        main, neighbour = options.areas
        source, destination = (neighbour, main) if series.direction == "In" else (main, neighbour)
        found.append(Location(function="232", identification=source, list_code="SVK", agency=_EDIEL))
        found.append(Location(function="233", identification=destination, list_code="SVK", agency=_EDIEL))
        return found, "E20"
    kind = kind or POINT_OF_DIRECTION.get(series.direction or "")
    kind = needed(kind, "point_type", f"CCI+++E12 names the kind of point ({entry.where})")
    if series.direction and POINT_OF_DIRECTION[series.direction] != kind:
        losses.append(
            Loss(
                "CNV016",
                "Direction",
                entry.where,
                f"point type {kind} does not tell that it is {series.direction}",
            )
        )
    return found, str(kind)


def _times(entry: Entry, options: Options, losses: list[Loss]) -> Iterator[Time]:
    series = entry.series
    period = series.period
    if period is None or period.end <= period.start:
        raise BuildError("expected a period that ends after it begins", entry.where)
    registered = settled(
        series.registered or options.registered, series.registered, "registered", code="CNV104",
        what="DTM+597", where=entry.where, why=f"DTM+597 is mandatory ({entry.where})", losses=losses,
    )  # fmt: skip
    try:
        yield Time(function="324", text=write_period(period, "719", _CLOCK), format="719")
        yield _time("597", whole_minute(registered)[0])
        if entry.inserted is not None:
            yield _time("368", whole_minute(entry.inserted)[0])
        resolution = needed(series.resolution, "resolution", f"DTM+354 is mandatory ({entry.where})")
        text, form = write_resolution(resolution)
    except ValueError as error:
        raise BuildError(str(error), entry.where) from error
    yield Time(function="354", text=text, format=form)


_READ = {status: status_of_reason(code) or Status.METERED for status, code in CODE_OF_STATUS.items()}


def _losses(entry: Entry) -> Iterator[Loss]:
    if entry.series.registered is not None and whole_minute(entry.series.registered)[1]:
        yield Loss("CNV013", "RegistrationDateTime", entry.where, "seconds are cut off")
    if entry.inserted is not None and whole_minute(entry.inserted)[1]:
        yield Loss("CNV014", "InsertDateTime", entry.where, "seconds are cut off")
    if entry.business_type is not None:
        yield Loss("CNV019", "BusinessType", entry.where, "the time series product of UTILTS has other codes")


def _block(entry: Entry) -> Block:
    series = entry.series
    values = series.observations
    if values.unparsed:
        raise BuildError("a value has more decimals or digits than a series holds", entry.where)
    if not len(values):
        raise BuildError("the series has no values", entry.where)
    fits(series, entry.where)
    rows = len(values)
    columns: list[Cells | bytes] = [
        b"SEQ++",
        numbers(values.position),
        b"'QTY+136:",
        amounts(values.quantity, 3),
        b"'",
    ]
    texts = {int(status): f"STS+8+{code}'" for status, code in CODE_OF_STATUS.items() if code}
    marked = int(np.isin(values.status, list(texts)).sum())
    if marked:
        columns.append(codes(values.status, texts))
    return Block(joined(rows, columns)[:-1], 2 * rows + marked)


def _unit(entry: Entry) -> str:
    unit = _UNITS.get(str(entry.series.unit))
    if unit is None:
        raise BuildError(f"expected kWh or kvarh, found {entry.series.unit!r}", entry.where)
    return unit
