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

__all__ = ("CLOCK", "EDIEL", "minute_time", "transaction")

# Agency of Ediel's own codes, and the clock of the Swedish guide.
EDIEL = "260"
CLOCK = CLOCKS["se"]
_STATUS_READ = {status: status_of_reason(code) or Status.METERED for status, code in CODE_OF_STATUS.items()}


def minute_time(function: str, instant: dt.datetime) -> Time:
    """Return a DTM of a whole minute.

    >>> minute_time("137", dt.datetime(2024, 6, 4, tzinfo=dt.UTC)).text
    '202406040100'
    """
    return Time(function=function, text=write_instant(instant, "203", CLOCK.zone), format="203")


def transaction(entry: NeutralEntry, options: Options, losses: list[Loss]) -> Transaction:
    """Return the transaction of a series, without SEQ and QTY.

    Raises:
        BuildError: Something mandatory is missing or cannot be expressed.
    """
    series = entry.series
    identification = compact_uuid(
        series.identification or options.identification("a transaction", entry.where, losses)
    )
    if len(identification) > 35:
        raise BuildError(f"expected at most 35 characters, found {len(identification)}", entry.where)
    losses.extend(_entry_losses(entry))
    losses.extend(quality_losses(entry, CODE_OF_STATUS, _STATUS_READ))
    areas = _area_pair(entry, options)
    kind = "E20" if areas else _point_type(entry, options, losses)
    involved = (("DDK", entry.responsible), ("DDQ", entry.supplier))
    product = str(series.product)
    return Transaction(
        function="24",
        identification=identification,
        locations=(*_locations(entry), *areas),
        parties=tuple(
            NameAddress(role=role, identification=number, agency="9") for role, number in involved if number
        ),
        products=(
            Product(identification=product, agency=agency_of("Elhub_ProductIdentifierCode", product) or "9"),
        ),
        times=tuple(_times(entry, options, losses)),
        statuses=(
            StatusReason(
                category="7",
                reason=require(options.reason, "reason", "STS+7 names the reason of the transaction"),
                reason_agency=EDIEL,
            ),
        ),
        measurements=(Measurement(purpose="AAZ", unit=_unit(entry)),),
        references=(Reference(function="TN", number=compact_uuid(entry.request)),) if entry.request else (),
        characteristics=(
            ValuedCharacteristic(
                code="E12", agency=EDIEL, values=(CharacteristicValue(code=kind, agency=EDIEL),)
            ),
        ),
    )


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


def _times(entry: NeutralEntry, options: Options, losses: list[Loss]) -> Iterator[Time]:
    series = entry.series
    period = series.period
    if period is None or period.end <= period.start:
        raise BuildError("expected a period that ends after it begins", entry.where)
    registered = option_or_source(
        series.registered or options.registered, series.registered, "registered", code="CNV104",
        what="DTM+597", where=entry.where, why=f"DTM+597 is mandatory ({entry.where})", losses=losses,
    )  # fmt: skip
    try:
        yield Time(function="324", text=write_period(period, "719", CLOCK), format="719")
        yield minute_time("597", whole_minute(registered)[0])
        if entry.inserted is not None:
            yield minute_time("368", whole_minute(entry.inserted)[0])
        resolution = require(series.resolution, "resolution", f"DTM+354 is mandatory ({entry.where})")
        text, form = write_resolution(resolution)
    except ValueError as error:
        raise BuildError(str(error), entry.where) from error
    yield Time(function="354", text=text, format=form)


def _entry_losses(entry: NeutralEntry) -> Iterator[Loss]:
    if entry.series.registered is not None and whole_minute(entry.series.registered)[1]:
        yield Loss("CNV013", "RegistrationDateTime", entry.where, "seconds are cut off")
    if entry.inserted is not None and whole_minute(entry.inserted)[1]:
        yield Loss("CNV014", "InsertDateTime", entry.where, "seconds are cut off")
    if entry.business_type is not None:
        yield Loss("CNV019", "BusinessType", entry.where, "the time series product of UTILTS has other codes")


def _unit(entry: NeutralEntry) -> str:
    unit = unit_named(str(entry.series.unit))
    if unit is None or not unit.is_energy or unit.size != 1:
        raise BuildError(f"expected kWh or kvarh, found {entry.series.unit!r}", entry.where)
    return unit.code
