"""MSCONS and UTILTS into the form between the wires."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs

from edielkit.codes import agency_of
from edielkit.conversion.between import Document, Entry, Head
from edielkit.conversion.leftovers import leftovers, quantity_leftovers
from edielkit.conversion.losses import Loss
from edielkit.conversion.options import Options
from edielkit.conversion.scaling import scaled
from edielkit.conversion.tables import KIND_OF_DOCUMENT, UNITS, UTILTS_ROLES, product_of_obis
from edielkit.edifact.build import PartyId, compact_uuid, expand_uuid
from edielkit.edifact.columns import MessageColumns, read_messages
from edielkit.edifact.messages import Mscons, Utilts
from edielkit.edifact.messages.parts import Time
from edielkit.edifact.messages.utilts import Transaction
from edielkit.edifact.quality import profile_of
from edielkit.edifact.series import LineContext
from edielkit.edifact.syntax import Segment
from edielkit.edifact.timestamps import Clock
from edielkit.errors import BuildError
from edielkit.series import TimeSeries

__all__ = ("read_edifact",)

_TYPE_OF_KIND = {kind: document for document, kind in KIND_OF_DOCUMENT.items() if document != "E13"}


def read_edifact(data: bytes, options: Options, losses: list[Loss]) -> Iterator[Document]:
    """Yield each MSCONS or UTILTS message of *data*, and note in *losses* what the form between cannot hold.

    Raises:
        ParseError: The bytes are no EDIFACT.
        BuildError: A message is another one, or needs an option that is missing.
    """
    losses.extend(quantity_leftovers(data))
    for n, found in enumerate(read_messages(data, options.series_options()), 1):
        if not isinstance(found.message, Mscons | Utilts):
            name = "another message" if found.message is None else found.message.type
            raise BuildError(f"expected MSCONS or UTILTS, found {name}", f"message {n}")
        place = f"message {n}"
        losses.extend(leftovers(found, place, options))
        yield Document(head=_head(found, place), entries=tuple(_entries(found, place, options, losses)))


def _head(found: MessageColumns, place: str) -> Head:
    message: Any = found.message
    profile = profile_of(message)
    document = message.document
    role = (
        next((each.role for each in message.parties if each.role in UTILTS_ROLES), None)
        if isinstance(message, Utilts)
        else None
    )
    return Head(
        wire=message.TYPE.lower(),
        identification=expand_uuid(document.number) if document and document.number else None,
        document_type=_TYPE_OF_KIND.get(document.code) if document and isinstance(message, Utilts) else None,
        created=message.instant("137", profile),
        sender=_party(message.sender),
        recipient=_party(message.recipient),
        physical_sender=_physical(found.unb),
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


def _entries(found: MessageColumns, place: str, options: Options, losses: list[Loss]) -> Iterator[Entry]:
    seen: dict[tuple[Any, ...], int] = {}
    message: Any = found.message
    clock = message.clock(options.profile or profile_of(message))
    for source, series in found.series:
        if isinstance(source, LineContext):
            where = f"{place}, LOC {series.metering_point or '?'}, LIN {source.line.number or '?'}"
            if source.line.values and all(each.function == "31" for each in source.line.values):
                losses.append(Loss("CNV026", "QTY+31", where, "the annual volume is left out"))
                continue
        else:
            where = f"{place}, IDE {source.identification or '?'}"
        if series.period is None:
            losses.append(
                Loss("CNV026", "values without times", where, "the values have no period and are left out")
            )
            continue
        key = (series.metering_point, series.product, series.resolution, series.period)
        seen[key] = seen.get(key, 0) + 1
        yield _entry(source, series, where, seen[key], clock=clock, options=options, losses=losses)


def _entry(
    source: LineContext | Transaction,
    series: TimeSeries,
    where: str,
    turn: int,
    *,
    clock: Clock | None,
    options: Options,
    losses: list[Loss],
) -> Entry:
    product, direction = _channel(series, where, options, losses)
    direction = direction or series.direction
    if direction is None and turn <= len(options.line_directions):
        direction = options.line_directions[turn - 1]
    unit, factor = _unit(series, where)
    point = series.metering_point
    signed = (
        direction is None
        and options.sign is not None
        and (options.signed_points is None or point in options.signed_points)
    )
    identification = series.identification or _agreed(source)
    extras = _extras(source, clock) if isinstance(source, Transaction) else {}
    return Entry(
        series=attrs.evolve(
            series,
            product=product,
            unit=unit,
            direction=direction,
            identification=expand_uuid(identification) if identification else None,
            observations=scaled(series.observations, factor, where),
        ),
        where=where,
        signed=signed,
        **extras,
    )


def _channel(series: TimeSeries, where: str, options: Options, losses: list[Loss]) -> tuple[str, str | None]:
    """Return Elhub's product of the partner's code, and the direction that the code itself tells."""
    code = series.product
    if not code:
        raise BuildError("the line has no product", where)
    for each in options.channels:
        if each.code == code:
            return each.product, each.direction
    known = product_of_obis(code)
    if known is not None:
        losses.append(Loss("CNV029", code, where, f"written as product {known[0]}"))
        return known
    if agency_of("Elhub_ProductIdentifierCode", code) is not None:
        return code, None
    raise BuildError(f"no product of Elhub is known for {code!r} ({where})", "options.channels")


def _unit(series: TimeSeries, where: str) -> tuple[str, int]:
    if series.unit is None:
        raise BuildError("neither the values nor their product tell the unit", where)
    if series.unit not in UNITS:
        raise BuildError(f"expected a unit of energy, {', '.join(UNITS)}; found {series.unit!r}", where)
    return UNITS[series.unit]


def _agreed(source: LineContext | Transaction) -> str | None:
    """Return the identification that partners may agree to write below a point of MSCONS (RFF+TN)."""
    if isinstance(source, Transaction):
        return None
    return next((each.number for each in source.point.references if each.function == "TN"), None)


def _extras(source: Transaction, clock: Clock | None) -> dict[str, Any]:
    roles = {each.role: each.identification for each in source.parties if each.identification}
    request = next((expand_uuid(each.number) for each in source.references if each.function == "TN"), None)
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
