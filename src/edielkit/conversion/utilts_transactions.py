"""A series as a transaction of UTILTS in the Swedish guide (D.02B), without its values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from edielkit.codes import agency_of
from edielkit.conversion.code_mappings import CODE_OF_STATUS, POINT_OF_DIRECTION
from edielkit.conversion.losses import Loss
from edielkit.conversion.neutral import NeutralEntry, whole_minute
from edielkit.conversion.options import Options, option_or_source, require
from edielkit.conversion.to_edifact import quality_losses
from edielkit.edifact.check.guides import Requirement, guide_for, leaves_out
from edielkit.edifact.messages.message import Time
from edielkit.edifact.messages.parts import (
    CharacteristicValue,
    Measurement,
    NameAddress,
    Reference,
    StatusReason,
)
from edielkit.edifact.messages.utilts import Location, Product, Transaction, ValuedCharacteristic
from edielkit.edifact.series.value_codes import status_of_reason
from edielkit.edifact.timestamps import CLOCKS, write_instant, write_period, write_resolution
from edielkit.edifact.write.references import compact_uuid
from edielkit.errors import BuildError
from edielkit.series import Status
from edielkit.series.units import unit_named

__all__ = ("CLOCK", "EDIEL", "RELEASE", "minute_time", "names_point", "transaction", "unwritten_fields")

# Agency of Ediel's own codes, and the clock of the Swedish guide.
EDIEL = "260"
# The directory of the guide, and places in its table of fields.
RELEASE = "02B"
_TRANSACTION, _OBSERVATIONS = "SG5", "SG8"
_REQUEST, _KIND_OF_POINT = "SG6:RFF+TN", "SG7:CCI+++E12"
CLOCK = CLOCKS["se"]
_STATUS_READ = {status: status_of_reason(code) or Status.METERED for status, code in CODE_OF_STATUS.items()}


def minute_time(function: str, instant: dt.datetime) -> Time:
    """Return a DTM of a whole minute.

    >>> minute_time("137", dt.datetime(2024, 6, 4, tzinfo=dt.UTC)).text
    '202406040100'
    """
    return Time(function=function, text=write_instant(instant, "203", CLOCK.zone), format="203")


def transaction(entry: NeutralEntry, kind: str, options: Options, losses: list[Loss]) -> Transaction:
    """Return the transaction of a series, without SEQ and QTY, with the fields that the guide has in a kind of message.

    Args:
        entry: The series.
        kind: Kind of the message, BGM 1001.
        options: What the source does not say.
        losses: Takes what the kind has no field for, and what the source did not say.

    Raises:
        BuildError: Something mandatory is missing or cannot be expressed.
    """
    series = entry.series
    identification = compact_uuid(
        series.identification or options.identification("a transaction", entry.where, losses)
    )
    if len(identification) > 35:
        raise BuildError(f"expected at most 35 characters, found {len(identification)}", entry.where)
    if series.metering_point and not _has(kind, "LOC+172"):
        raise BuildError(
            f"expected a series of a grid area: {kind} is about sums and names no metering point", entry.where
        )
    losses.extend(_left_out(entry, kind))
    losses.extend(quality_losses(entry, CODE_OF_STATUS, _STATUS_READ))
    areas = _area_pair(entry, options)
    product = str(series.product)
    unit = _unit(entry)
    return Transaction(
        function="24",
        identification=identification,
        locations=(*_locations(entry), *areas),
        parties=tuple(
            NameAddress(role=role, identification=number, agency="9")
            for role, number in _involved(entry)
            if _has(kind, "NAD")
        ),
        products=(
            Product(identification=product, agency=agency_of("Elhub_ProductIdentifierCode", product) or "9"),
        )
        if _has(kind, "LIN")
        else (),
        times=tuple(_times(entry, kind, options, losses)),
        statuses=(
            StatusReason(
                category="7",
                reason=require(options.reason, "reason", "STS+7 names the reason of the transaction"),
                reason_agency=EDIEL,
            ),
        ),
        measurements=(Measurement(purpose="AAZ", unit=unit),) if _has(kind, "MEA+AAZ") else (),
        references=(Reference(function="TN", number=compact_uuid(entry.request)),)
        if entry.request and _has(kind, _REQUEST)
        else (),
        characteristics=tuple(_kind_of_point(entry, kind, areas, options, losses)),
    )


def names_point(kind: str) -> bool:
    """Tell whether a kind of message names the kind of its points.

    >>> names_point("E30"), names_point("E66")
    (False, True)
    """
    return _has(kind, _KIND_OF_POINT)


def _has(kind: str, place: str) -> bool:
    """Tell whether the guide has a field in a kind of message."""
    return not leaves_out("se", "UTILTS", f"D.{RELEASE}", kind, place)


def _involved(entry: NeutralEntry) -> Iterator[tuple[str, str]]:
    """Yield the balance parties of a series with their roles."""
    for role, number in (("DDK", entry.responsible), ("DDQ", entry.supplier)):
        if number:
            yield role, number


def _kind_of_point(
    entry: NeutralEntry, kind: str, areas: tuple[Location, ...], options: Options, losses: list[Loss]
) -> Iterator[ValuedCharacteristic]:
    """Yield the kind of point, or note that nothing but the areas can tell the direction."""
    direction = entry.series.direction
    if names_point(kind):
        point = "E20" if areas else _point_type(entry, options, losses)
        values = (CharacteristicValue(code=point, agency=EDIEL),)
        yield ValuedCharacteristic(code="E12", agency=EDIEL, values=values)
    elif direction and not areas:
        text = f"{kind} names no kind of point, which would tell that it is {direction}"
        losses.append(Loss("CNV016", "Direction", entry.where, text))


def _locations(entry: NeutralEntry) -> Iterator[Location]:
    """Yield the metering point and the grid area."""
    series = entry.series
    if series.metering_point:
        yield Location(function="172", identification=series.metering_point, agency="9")
    if series.grid_area and len(series.grid_area) == 3:
        yield Location(function="239", identification=series.grid_area, list_code="SVK", agency=EDIEL)
    elif series.grid_area:
        yield Location(function="239", identification=series.grid_area, agency="305")


def _area_pair(entry: NeutralEntry, options: Options) -> tuple[Location, ...]:
    """Return the areas that energy comes from and goes to; nothing where the kind of point tells the direction."""
    direction = entry.series.direction
    if options.areas is None or not direction or options.point_type not in {None, "E20"}:
        return ()
    main, neighbour = options.areas
    source, destination = (neighbour, main) if direction == "In" else (main, neighbour)
    return (
        Location(function="232", identification=source, list_code="SVK", agency=EDIEL),
        Location(function="233", identification=destination, list_code="SVK", agency=EDIEL),
    )


def _point_type(entry: NeutralEntry, options: Options, losses: list[Loss]) -> str:
    direction = entry.series.direction
    kind = require(
        options.point_type or POINT_OF_DIRECTION.get(direction or ""),
        "point_type",
        f"CCI+++E12 names the kind of point ({entry.where})",
    )
    if direction and POINT_OF_DIRECTION[direction] != kind:
        text = f"point type {kind} does not tell that it is {direction}"
        losses.append(Loss("CNV016", "Direction", entry.where, text))
    return str(kind)


def _times(entry: NeutralEntry, kind: str, options: Options, losses: list[Loss]) -> Iterator[Time]:
    series = entry.series
    period = series.period
    if period is None or period.end <= period.start:
        raise BuildError("expected a period that ends after it begins", entry.where)
    updated = entry.inserted if _has(kind, "DTM+368") else None
    try:
        yield Time(function="324", text=write_period(period, "719", CLOCK), format="719")
        if _has(kind, "DTM+597"):
            yield minute_time("597", whole_minute(_registered(entry, "DTM+597", options, losses))[0])
        elif updated is None:
            updated = _registered(entry, "DTM+368", options, losses)
        if updated is not None:
            yield minute_time("368", whole_minute(updated)[0])
        resolution = require(series.resolution, "resolution", f"DTM+354 is mandatory ({entry.where})")
        text, form = write_resolution(resolution)
    except ValueError as error:
        raise BuildError(str(error), entry.where) from error
    yield Time(function="354", text=text, format=form)


def _registered(entry: NeutralEntry, what: str, options: Options, losses: list[Loss]) -> dt.datetime:
    """Return the time of registration, which is that of the latest update where a kind has no other."""
    own = entry.series.registered
    registered: dt.datetime = option_or_source(
        own or options.registered, own, "registered", code="CNV104",
        what=what, where=entry.where, why=f"{what} is mandatory ({entry.where})", losses=losses,
    )  # fmt: skip
    return registered


def _left_out(entry: NeutralEntry, kind: str) -> Iterator[Loss]:
    """Yield what a kind of message has no field for, or only a rounder one."""
    registered, inserted, where = entry.series.registered, entry.inserted, entry.where
    if registered is not None and not _has(kind, "DTM+597"):
        text = f"{kind} has no time of registration: it is written as that of the latest update"
        if inserted is not None:
            text = f"{kind} has no time of registration beside that of the latest update"
        yield Loss("CNV013", "RegistrationDateTime", where, text)
    elif registered is not None and whole_minute(registered)[1]:
        yield Loss("CNV013", "RegistrationDateTime", where, "seconds are cut off")
    if inserted is not None and not _has(kind, "DTM+368"):
        yield Loss("CNV014", "InsertDateTime", where, f"{kind} has no time of the latest update")
    elif inserted is not None and whole_minute(inserted)[1]:
        yield Loss("CNV014", "InsertDateTime", where, "seconds are cut off")
    if entry.request and not _has(kind, _REQUEST):
        yield Loss("CNV015", "RequestReference", where, f"{kind} names no request")
    if not _has(kind, "NAD"):
        for role, _ in _involved(entry):
            what = {"DDK": "balance responsible", "DDQ": "balance supplier"}[role]
            yield Loss("CNV018", what, where, f"{kind} names no parties of a series")
    if entry.business_type is not None:
        yield Loss("CNV019", "BusinessType", where, "the time series product of UTILTS has other codes")
    for what, place in (("Product", "LIN"), ("UnitType", "MEA+AAZ")):
        if not _has(kind, place):
            yield Loss(
                "CNV035", what, where, f"{kind} has no field for it: the recipient knows it of the point"
            )


def unwritten_fields(written: Transaction, kind: str, where: str) -> Iterator[Loss]:
    """Yield what the guide asks for in a kind of message, and no source says.

    Args:
        written: The transaction.
        kind: Kind of the message, BGM 1001.
        where: Where its series stands in the source.
    """
    guide = guide_for("se", "UTILTS", f"D.{RELEASE}", process=kind)
    segments = tuple(written.write())
    for row in guide.rows if guide is not None else ():
        is_of_head = row.within == _TRANSACTION and not row.element and row.step.group != _OBSERVATIONS
        if (
            is_of_head
            and row.status is Requirement.REQUIRED
            and not any(map(row.step.pattern.matches, segments))
        ):
            text = f"{kind} asks for {row.words}: it is not written, and a recipient may refuse the message"
            yield Loss("CNV036", row.step.pattern.text, where, text)


def _unit(entry: NeutralEntry) -> str:
    unit = unit_named(str(entry.series.unit))
    if unit is None or not unit.is_energy or unit.size != 1:
        raise BuildError(f"expected kWh or kvarh, found {entry.series.unit!r}", entry.where)
    return unit.code
