"""MSCONS and UTILTS into the neutral form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs

from edielkit.codes import agency_of
from edielkit.conversion.code_mappings import KIND_OF_DOCUMENT, UTILTS_ROLES, product_of_obis
from edielkit.conversion.losses import Loss
from edielkit.conversion.neutral import NeutralDocument, NeutralEntry, NeutralHead
from edielkit.conversion.options import MissingOptionError, Options, Sign
from edielkit.conversion.scaling import scaled
from edielkit.conversion.segment_losses import quantity_losses, segment_losses
from edielkit.edifact.fast.read import read_messages
from edielkit.edifact.messages import Mscons, Utilts
from edielkit.edifact.messages.message import Time
from edielkit.edifact.messages.utilts import Transaction
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.segments import Segment
from edielkit.edifact.series.mscons import LineContext
from edielkit.edifact.series.typed import MessageColumns
from edielkit.edifact.timestamps import Clock
from edielkit.edifact.write.mscons_forms import FORMS, PartyId
from edielkit.edifact.write.references import compact_uuid, expand_uuid
from edielkit.errors import BuildError
from edielkit.process_rules.data import units
from edielkit.series import Status, TimeSeries
from edielkit.series.units import ENERGY_CODES, energy_unit

__all__ = ("entry_of", "message_losses", "read_edifact")

_DOUBTFUL = frozenset({Status.ESTIMATED, Status.FINAL_ESTIMATED, Status.TEMPORARY})
_TYPE_OF_KIND = {kind: document for document, kind in KIND_OF_DOCUMENT.items() if document != "E13"}


def read_edifact(data: bytes, options: Options, losses: list[Loss]) -> Iterator[NeutralDocument]:
    """Yield each MSCONS or UTILTS message of *data*, and note in *losses* what the neutral form cannot hold.

    Raises:
        ParseError: The bytes are no EDIFACT.
        BuildError: A message is another one, or needs an option that is missing.
    """
    losses.extend(quantity_losses(data))
    for n, columns in enumerate(read_messages(data, options.series_options()), 1):
        if not isinstance(columns.message, Mscons | Utilts):
            name = "another message" if columns.message is None else columns.message.type
            raise BuildError(f"expected MSCONS or UTILTS, found {name}", f"message {n}")
        place = f"message {n}"
        losses.extend(segment_losses(columns, place, options))
        yield NeutralDocument(
            head=_head(columns, place), entries=tuple(_entries(columns, place, options, losses))
        )


def message_losses(data: bytes, options: Options) -> Iterator[Loss]:
    """Yield what the messages of *data* hold beside their series, and what their values do not say.

    Raises:
        ParseError: The bytes are no EDIFACT.
    """
    yield from quantity_losses(data)
    for n, columns in enumerate(read_messages(data, options.series_options()), 1):
        place = f"message {n}"
        yield from segment_losses(columns, place, options)
        profile = options.profile or profile_of(columns.message, columns.unb)
        for source, series in columns.series:
            yield from _uncertain(source, series, _place(source, series, place), profile, options)


def _head(columns: MessageColumns, place: str) -> NeutralHead:
    message: Any = columns.message
    profile = profile_of(message, columns.unb)
    document = message.document
    role = (
        next((party.role for party in message.parties if party.role in UTILTS_ROLES), None)
        if isinstance(message, Utilts)
        else None
    )
    return NeutralHead(
        wire=message.TYPE.lower(),
        identification=expand_uuid(document.number) if document and document.number else None,
        document_type=_TYPE_OF_KIND.get(document.code) if document and isinstance(message, Utilts) else None,
        created=message.instant("137", profile),
        sender=_party(message.sender),
        recipient=_party(message.recipient),
        physical_sender=_physical(columns.unb),
        answer={"AB": True, "NA": False}.get(document.answer) if document else None,
        role=role if role and agency_of("Elhub_BusinessProcessRole", role) else None,
        where=place,
    )


def _party(party: Any) -> PartyId | None:
    if party is None or not party.identification:
        return None
    return PartyId(party.identification, party.list_code, party.agency)


def _physical(unb: Segment | None) -> PartyId | None:
    if unb is None or unb.get(2, 2) != "14":
        return None
    return PartyId(unb.get(2))


def _entries(
    columns: MessageColumns, place: str, options: Options, losses: list[Loss]
) -> Iterator[NeutralEntry]:
    seen: dict[tuple[Any, ...], int] = {}
    message: Any = columns.message
    profile = options.profile or profile_of(message, columns.unb)
    clock = message.clock(profile)
    for source, series in columns.series:
        where = _place(source, series, place)
        if isinstance(source, LineContext) and _is_annual(source):
            losses.append(Loss("CNV026", "QTY+31", where, "the annual volume is left out"))
            continue
        if series.period is None:
            losses.append(
                Loss("CNV026", "values without times", where, "the values have no period and are left out")
            )
            continue
        key = (series.metering_point, series.product, series.resolution, series.period)
        seen[key] = seen.get(key, 0) + 1
        losses.extend(_uncertain(source, series, where, profile, options))
        yield _entry(source, series, where, seen[key], clock=clock, options=options, losses=losses)


def _place(source: LineContext | Transaction, series: TimeSeries, place: str) -> str:
    if isinstance(source, LineContext):
        return f"{place}, LOC {series.metering_point or '?'}, LIN {source.line.number or '?'}"
    return f"{place}, IDE {source.identification or '?'}"


def _is_annual(source: LineContext) -> bool:
    return bool(source.line.values) and all(value.function == "31" for value in source.line.values)


def _uncertain(
    source: LineContext | Transaction, series: TimeSeries, where: str, profile: str | None, options: Options
) -> Iterator[Loss]:
    """Yield that the values of a line may be estimates: its market has no code to say so."""
    form = FORMS.get(profile or "")
    values = series.observations
    if form is None or isinstance(source, Transaction) or set(options.qualifiers) & _DOUBTFUL:
        return
    if not set(form.qualifiers) & _DOUBTFUL and not values.status.any():
        yield Loss("CNV111", "status", where, f"{len(values)} values read as metered")


def _entry(
    source: LineContext | Transaction,
    series: TimeSeries,
    where: str,
    turn: int,
    *,
    clock: Clock | None,
    options: Options,
    losses: list[Loss],
) -> NeutralEntry:
    identification = series.identification or _agreed(source)
    named = attrs.evolve(series, identification=expand_uuid(identification) if identification else None)
    extras = _extras(source, clock) if isinstance(source, Transaction) else {}
    return attrs.evolve(entry_of(named, where, options, losses, turn=turn), **extras)


def entry_of(
    series: TimeSeries, where: str, options: Options, losses: list[Loss], *, turn: int | None = None
) -> NeutralEntry:
    """Return *series* in Elhub's words.

    Args:
        series: A series as its wire has it.
        where: Its place.
        options: What the source does not say.
        losses: Takes what the neutral form cannot hold, and what the source did not say.
        turn: Which line of its point, product and period it is, from 1; None for a series of no message, whose own
            direction counts more than that of its code.

    Raises:
        BuildError: Product or unit are not known.
    """
    if turn is None or not series.product:
        series = _with_product(series, where, options, losses)
    unit, factor = _unit(series, where)
    product, direction = _channel(series, unit, where, options, losses)
    direction = (series.direction or direction) if turn is None else (direction or series.direction)
    if direction is None and turn is not None and turn <= len(options.line_directions):
        direction = options.line_directions[turn - 1]
        losses.append(Loss("CNV105", "Direction", where, f"{direction} was given (line_directions)"))
    signed = (
        direction is None
        and options.sign is not None
        and (options.signed_points is None or series.metering_point in options.signed_points)
    )
    if signed and options.sign is not None:
        meaning = "import" if options.sign is Sign.IN else "export"
        losses.append(Loss("CNV106", "Direction", where, f"positive is {meaning}, as was given (sign)"))
    return NeutralEntry(
        series=attrs.evolve(
            series,
            product=product,
            unit=unit,
            direction=direction,
            observations=scaled(series.observations, factor, where),
        ),
        where=where,
        signed=signed,
    )


def _with_product(series: TimeSeries, where: str, options: Options, losses: list[Loss]) -> TimeSeries:
    """Return a series of no message with a product, which options may give, and with a unit, which a product has.

    Raises:
        MissingOptionError: Neither says the product.
    """
    if not series.product:
        if options.product is None:
            raise MissingOptionError(f"the values have no product ({where})", "product")
        losses.append(Loss("CNV112", "Product", where, f"{options.product} was given (product)"))
        series = attrs.evolve(series, product=options.product)
    return attrs.evolve(series, unit=series.unit or units().get(series.product or ""))


def _channel(
    series: TimeSeries, unit: str, where: str, options: Options, losses: list[Loss]
) -> tuple[str, str | None]:
    """Return Elhub's product of the partner's code, and the direction that the code itself tells."""
    code = series.product
    if not code:
        raise BuildError("the line has no product", where)
    for channel in options.channels:
        if channel.code == code:
            what = f"{code} is {channel.product}{' ' if channel.direction else ''}{channel.direction or ''}"
            losses.append(Loss("CNV112", "Product", where, f"{what}, as was given (channels)"))
            return channel.product, channel.direction
    elhub_channel = product_of_obis(code)
    if elhub_channel is not None:
        losses.append(Loss("CNV029", code, where, f"written as product {elhub_channel[0]}"))
        return elhub_channel
    if agency_of("Elhub_ProductIdentifierCode", code) is not None:
        return code, None
    if options.product is not None and units().get(options.product) == unit:
        losses.append(
            Loss("CNV112", "Product", where, f"{code} is {options.product}, as was given (product)")
        )
        return options.product, None
    raise MissingOptionError(f"no product of Elhub is known for {code!r} ({where})", "channels", code)


def _unit(series: TimeSeries, where: str) -> tuple[str, int]:
    if series.unit is None:
        raise BuildError("neither the values nor their product tell the unit", where)
    unit_and_factor = energy_unit(series.unit)
    if unit_and_factor is None:
        raise BuildError(
            f"expected a unit of energy, {', '.join(ENERGY_CODES)}; found {series.unit!r}", where
        )
    return unit_and_factor


def _agreed(source: LineContext | Transaction) -> str | None:
    """Return the identification that partners may agree to write below a point of MSCONS (RFF+TN)."""
    if isinstance(source, Transaction):
        return None
    return next(
        (reference.number for reference in source.point.references if reference.function == "TN"), None
    )


def _extras(source: Transaction, clock: Clock | None) -> dict[str, Any]:
    roles = {party.role: party.identification for party in source.parties if party.identification}
    request = next(
        (expand_uuid(reference.number) for reference in source.references if reference.function == "TN"), None
    )
    return {
        "inserted": _instant(source.time("368"), clock),
        "responsible": roles.get("DDK"),
        "supplier": roles.get("DDQ"),
        "request": request if request and compact_uuid(request) != request else None,
    }


def _instant(time: Time | None, clock: Clock | None) -> dt.datetime | None:
    try:
        return None if time is None else time.instant(clock)
    except ValueError:
        return None
