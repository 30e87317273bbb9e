"""The neutral form into CollectedData or NotifyValidatedDataForBillingEnergy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs
import numpy as np

from edielkit.codes import agency_of
from edielkit.conversion.losses import Loss
from edielkit.conversion.neutral import NeutralDocument, NeutralEntry, NeutralHead
from edielkit.conversion.options import MissingOptionError, Options, option_or_source, require
from edielkit.conversion.shaping import MOST_VALUES, cut_entries, join_signed, split_signed
from edielkit.edifact.write.mscons_forms import PartyId
from edielkit.edifact.write.references import compact_uuid
from edielkit.emif.build import context, header, party
from edielkit.emif.messages import (
    CollectedData,
    CollectedDataMeteringPointCharacteristic,
    CollectedDataPayload,
    MeteringGridArea,
    MeteringPoint,
    NotifyValidatedDataForBillingEnergy,
    NotifyValidatedDataForBillingEnergyPayload,
    ProductCharacteristic,
    TimeSeriesPeriod,
    ValidatedDataMeteringPointCharacteristic,
)
from edielkit.emif.values import Identifier
from edielkit.errors import BuildError
from edielkit.identifiers import grid_area
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES, Observations, Status, TimeSeries

__all__ = ("write_emif",)

# PayloadEnergyTimeSeries of a document
_MOST_PAYLOADS = 9999
_GS1, _EIC = "9", "305"


def write_emif(
    documents: Sequence[NeutralDocument], options: Options, losses: list[Loss], *, notify: bool
) -> tuple[CollectedData | NotifyValidatedDataForBillingEnergy, ...]:
    """Return *documents* as XML messages.

    Args:
        documents: At least one.
        options: What the sources do not say.
        losses: Takes what the target cannot hold.
        notify: NotifyValidatedDataForBillingEnergy rather than CollectedData.

    Raises:
        BuildError: Something mandatory is missing; the error names the option that gives it.
    """
    chosen = _gathered(documents, losses) if options.gather else documents
    messages: list[Any] = []
    for document in chosen:
        entries = list(_entries(document, options, losses))
        if not entries:
            losses.append(
                Loss(
                    "CNV026",
                    document.head.where,
                    document.head.where,
                    "the message has no series and is left out",
                )
            )
            continue
        payloads = [_payload(entry, options, losses, notify=notify) for entry in entries]
        for n in range(0, len(payloads), _MOST_PAYLOADS):
            part = tuple(payloads[n : n + _MOST_PAYLOADS])
            if n:
                losses.append(
                    Loss(
                        "CNV002",
                        "Header/Identification",
                        document.head.where,
                        "a further part has a new identification",
                    )
                )
            cls: Any = NotifyValidatedDataForBillingEnergy if notify else CollectedData
            messages.append(
                cls(
                    header=_header(document.head, options, losses, first=n == 0),
                    process_energy_context=_context(document.head, options, losses),
                    payload_energy_time_series=part,
                )
            )
    if not messages:
        raise BuildError("the source has no series of interval values", "message")
    return tuple(messages)


def _gathered(documents: Sequence[NeutralDocument], losses: list[Loss]) -> Iterator[NeutralDocument]:
    groups: dict[tuple[object, ...], list[NeutralDocument]] = {}
    for document in documents:
        groups.setdefault(
            (document.head.sender, document.head.recipient, document.head.document_type), []
        ).append(document)
    for group in groups.values():
        first = group[0]
        losses.extend(
            Loss("CNV002", "BGM 1004", other.head.where, f"gathered with {first.head.where}")
            for other in group[1:]
        )
        created = max((document.head.created for document in group if document.head.created), default=None)
        yield attrs.evolve(
            first,
            head=attrs.evolve(first.head, created=created),
            entries=tuple(entry for document in group for entry in document.entries),
        )


def _entries(document: NeutralDocument, options: Options, losses: list[Loss]) -> Iterator[NeutralEntry]:
    entries: Iterable[NeutralEntry] = split_signed(document.entries, options)
    if options.join:
        entries = join_signed(entries, options, losses)
    for entry, first in cut_entries(entries):
        yield entry if first else attrs.evolve(entry, series=attrs.evolve(entry.series, identification=None))


# -- the header


def _header(head: NeutralHead, options: Options, losses: list[Loss], *, first: bool) -> Any:
    kind = option_or_source(
        options.document_type, head.document_type, "document_type", code="CNV101", what="DocumentType",
        where=head.where, why="an XML document has a type", losses=losses,
    )  # fmt: skip
    if head.document_type and kind != head.document_type:
        losses.append(Loss("CNV004", "DocumentType", head.where, f"{head.document_type} became {kind}"))
    sender = _party("sender", head, options, losses)
    recipient = _party("recipient", head, options, losses)
    physical = options.physical_sender
    if physical is None and head.physical_sender is not None:
        physical = _gln(head.physical_sender, "physical_sender", options)
    answer = options.answer
    if answer is None and head.wire == "emif":
        answer = head.answer
    elif answer is None and head.answer:
        losses.append(
            Loss(
                "CNV006",
                "BGM 4343",
                head.where,
                "AB wants an answer; the XML does not ask for a positive one",
            )
        )
    created = option_or_source(
        head.created or options.now, head.created, "now", code="CNV108", what="Creation", where=head.where,
        why="a document has a time of creation", losses=losses,
    )  # fmt: skip
    return header(
        identification=_document_id(head, options, losses)
        if first
        else options.identification("a further part of the document"),
        document_type=kind,
        created=created,
        sender=sender,
        recipient=recipient,
        physical_sender=physical,
        request_positive_acknowledgement=answer,
    )


def _document_id(head: NeutralHead, options: Options, losses: list[Loss]) -> str:
    own = head.identification
    if own and compact_uuid(own) != own:
        return own
    if own:
        losses.append(Loss("CNV001", "BGM 1004", head.where, f"{own!r} is no UUID"))
        return options.identification("the document")
    return options.identification("the document", head.where, losses)


def _party(option: str, head: NeutralHead, options: Options, losses: list[Loss]) -> str:
    own = getattr(head, option)
    number = _gln(getattr(options, option) or own, option, options)
    before = None if own is None else own.identification
    if number != before:
        text = f"{number} was given" if before is None else f"{before} became {number}"
        losses.append(Loss("CNV109", option, head.where, text))
    return number


def _gln(value: str | PartyId | None, option: str, options: Options) -> str:
    number = value.identification if isinstance(value, PartyId) else value
    require(number, option, "a document has one")
    number = options.parties.get(str(number), str(number))
    if not (len(number) == 13 and number.isascii() and number.isdigit()):
        raise MissingOptionError(f"expected a GLN for the party {number!r}", "parties", number)
    return number


def _context(head: NeutralHead, options: Options, losses: list[Loss]) -> Any:
    process = option_or_source(
        options.process, head.process, "process", code="CNV102", what="EnergyBusinessProcess",
        where=head.where, why="an XML document names its process", losses=losses,
    )  # fmt: skip
    role = option_or_source(
        options.role, head.role, "role", code="CNV103", what="EnergyBusinessProcessRole",
        where=head.where, why="an XML document names the role of the market party", losses=losses,
    )  # fmt: skip
    rows = (("CNV007", "process", head.process, process), ("CNV008", "role", head.role, role))
    for code, what, own, chosen in rows:
        if own and own != chosen:
            losses.append(Loss(code, what, head.where, f"{own} became {chosen}"))
    return context(process, role)


# -- payloads


def _payload(entry: NeutralEntry, options: Options, losses: list[Loss], *, notify: bool) -> Any:
    series = entry.series
    direction = option_or_source(
        series.direction or options.direction, series.direction, "direction", code="CNV105", what="Direction",
        where=entry.where, why=f"a payload has one ({entry.where})", losses=losses,
    )  # fmt: skip
    registered = option_or_source(
        series.registered or options.registered, series.registered, "registered", code="CNV104",
        what="RegistrationDateTime", where=entry.where,
        why=f"a payload has a registration time ({entry.where})", losses=losses,
    )  # fmt: skip
    assert series.period is not None
    common: dict[str, Any] = {
        "identification": _payload_id(entry, options, losses),
        "registration_date_time": registered,
        "observation_period_time_series_period": TimeSeriesPeriod(
            resolution_duration=series.resolution, start=series.period.start, end=series.period.end
        ),
        "product_included_product_characteristics": _product(series),
        "observation": _observations(entry, options, losses, notify=notify),
    }
    if not notify:
        _left_out(entry, losses)
        return CollectedDataPayload(
            **common,
            mp_detail_measurement_metering_point_characteristic=CollectedDataMeteringPointCharacteristic(
                direction=direction
            ),
            metering_point_used_domain_location=_point(series, entry, options, losses),
        )
    return NotifyValidatedDataForBillingEnergyPayload(
        **common,
        insert_date_time=entry.inserted,
        request_reference=entry.request,
        mp_detail_measurement_metering_point_characteristic=ValidatedDataMeteringPointCharacteristic(
            direction=direction, business_type=entry.business_type
        ),
        metering_point_used_domain_location=(
            _point(series, entry, options, losses) if series.metering_point else None
        ),
        metering_grid_area_used_domain_location=_area(entry, losses),
        balance_responsible_involved_energy_party=_involved(entry.responsible, entry, options, losses),
        balance_supplier_involved_energy_party=_involved(entry.supplier, entry, options, losses),
    )


def _payload_id(entry: NeutralEntry, options: Options, losses: list[Loss]) -> str:
    own = entry.series.identification
    if own and compact_uuid(own) != own:
        return own
    if own:
        losses.append(Loss("CNV001", "payload identification", entry.where, f"{own!r} is no UUID"))
        return options.identification(f"the payload ({entry.where})")
    return options.identification("the payload", entry.where, losses)


def _left_out(entry: NeutralEntry, losses: list[Loss]) -> None:
    """Note what only NotifyValidatedDataForBillingEnergy holds."""
    rows = (
        ("CNV014", "InsertDateTime", entry.inserted),
        ("CNV015", "RequestReference", entry.request),
        ("CNV017", "grid area", entry.series.grid_area),
        ("CNV018", "balance responsible", entry.responsible),
        ("CNV018", "balance supplier", entry.supplier),
        ("CNV019", "BusinessType", entry.business_type),
    )
    for code, what, value in rows:
        if value is not None:
            losses.append(Loss(code, what, entry.where, "CollectedData has no such element"))


def _product(series: TimeSeries) -> ProductCharacteristic:
    product = str(series.product)
    return ProductCharacteristic(
        identification=Identifier(product, agency_of("Elhub_ProductIdentifierCode", product)),
        unit_type=str(series.unit),
    )


def _point(series: TimeSeries, entry: NeutralEntry, options: Options, losses: list[Loss]) -> MeteringPoint:
    own = series.metering_point
    if own is None:
        raise BuildError(f"the series has no metering point ({entry.where})", "metering point")
    point = options.points.get(own, own)
    if not (len(point) == 18 and point.isascii() and point.isdigit()):
        raise MissingOptionError(
            f"expected a metering point of 18 digits for {own!r} ({entry.where})", "points", own
        )
    if point != own:
        losses.append(
            Loss("CNV113", "MeteringPoint", entry.where, f"{own} is {point}, as was given (points)")
        )
    return MeteringPoint(identification=Identifier(point, _GS1))


def _area(entry: NeutralEntry, losses: list[Loss]) -> MeteringGridArea | None:
    area = entry.series.grid_area
    if area is None:
        return None
    if not grid_area.is_valid(area) and len(area) != 16:
        losses.append(Loss("CNV017", "grid area", entry.where, f"{area!r} is no EIC"))
        return None
    return MeteringGridArea(identification=Identifier(area, _EIC))


def _involved(own: str | None, entry: NeutralEntry, options: Options, losses: list[Loss]) -> Any:
    if own is None:
        return None
    number = options.parties.get(own, own)
    if not (len(number) == 13 and number.isascii() and number.isdigit()):
        losses.append(Loss("CNV018", "balance party", entry.where, f"{own!r} is no GLN"))
        return None
    return party(number)


# -- values


def _observations(entry: NeutralEntry, options: Options, losses: list[Loss], *, notify: bool) -> Observations:
    values = entry.series.observations
    if values.unparsed:
        raise BuildError(
            "the row is no valid observation", f"{entry.where}, value {values.unparsed[0][0] + 1}"
        )
    missing = values.status == Status.MISSING
    if missing.any():
        holes = values.position[missing]
        losses.append(
            Loss(
                "CNV022",
                "missing values",
                entry.where,
                f"{len(holes)} left out, the first is position {holes[0]}",
            )
        )
        values = _rows(values, ~missing)
    if not len(values):
        raise BuildError("the series has no value that XML can hold", entry.where)
    if int(values.position.max()) > MOST_VALUES:
        raise BuildError(f"expected positions of at most {MOST_VALUES}", entry.where)
    status = values.status
    calculated = np.isin(status, (Status.CALCULATED, Status.CALCULATED_FOR_SETTLEMENT))
    if not notify and calculated.any():
        losses.append(
            Loss(
                "CNV020", "Calculated", entry.where, f"{int(calculated.sum())} values are written as metered"
            )
        )
        status = np.where(calculated, np.uint8(Status.METERED), status)
        calculated = np.zeros_like(calculated)
    if ((values.quantity < 0) & ~calculated).any():
        raise BuildError(f"a quantity is negative ({entry.where}); XML has no sign", "options.sign")
    return _coded(attrs.evolve(values, status=status), entry, options, losses)


def _rows(values: Observations, keep: Any) -> Observations:
    return Observations(
        position=values.position[keep],
        quantity=values.quantity[keep],
        status=values.status[keep],
        validation=values.validation[keep],
        estimation=values.estimation[keep],
    )


def _coded(values: Observations, entry: NeutralEntry, options: Options, losses: list[Loss]) -> Observations:
    """Return *values* with the codes that XML asks of estimated and temporary ones."""
    estimated = np.isin(values.status, (Status.ESTIMATED, Status.FINAL_ESTIMATED))
    doubtful = estimated | (values.status == Status.TEMPORARY)
    if not doubtful.any():
        return values
    validation, estimation = values.validation, values.estimation
    bare = doubtful & (validation == 0)
    if bare.any():
        code = require(
            options.validation,
            "validation",
            f"{int(bare.sum())} values are estimated or temporary ({entry.where})",
        )
        validation = np.where(bare, np.uint8(VALIDATION_CODES.index(code)), validation)
        losses.append(
            Loss(
                "CNV110",
                "ValidationCode",
                entry.where,
                f"{code} was given for {int(bare.sum())} values (validation)",
            )
        )
    bare = estimated & (estimation == 0)
    if bare.any():
        code = require(
            options.estimation, "estimation", f"{int(bare.sum())} values are estimated ({entry.where})"
        )
        estimation = np.where(bare, np.uint8(ESTIMATION_CODES.index(code)), estimation)
        losses.append(
            Loss(
                "CNV110",
                "EstimationCode",
                entry.where,
                f"{code} was given for {int(bare.sum())} values (estimation)",
            )
        )
    return attrs.evolve(values, validation=validation, estimation=estimation)
