"""The master data of a metering point as a whole, after an update (EI-704): what each part says has to fit the others.

An update says some of it, and what it leaves out stays (`edielkit.hub.core.master_data`), so that only the whole tells
whether a quarter-hourly point has quarter-hourly channels. Looked at are all versions that the update reaches.

Source: the tables of BRS-NO-121 and 122 (types, sub types, capacities), the business rules of the 15-minute project
(15min/brs-oversikt), the channels of each type (BRS-NO-313, exchange points). Their reason codes are public for the tables.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from edielkit.findings import Finding
from edielkit.hub.core.channels import (
    ACTIVE_ENERGY,
    BY_INTERVAL,
    BY_PROFILE,
    EXCHANGE,
    MINUTES,
    method_of,
    product_of,
    type_of,
)
from edielkit.hub.core.market_records import ACTIVE, MasterData, Point
from edielkit.hub.core.master_data import parts_of
from edielkit.hub.core.rules import finding

__all__ = ("activation_troubles", "structure_troubles")

_CONSUMPTION, _PRODUCTION, _COMBINED = "E17", "E18", "E19"
_QUARTERS = 15
# Type of a metering point to the directions of its active energy: BRS-NO-313; both of an exchange point.
_DIRECTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {_CONSUMPTION: ("Out",), _PRODUCTION: ("In",), _COMBINED: ("In", "Out"), EXCHANGE: ("In", "Out")}
)
# Type to what is not said of it: BRS-NO-121 rows 17 and 19 to 22, 122 rows 16 and 18 to 21.
_NOT_OF_TYPE: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        _CONSUMPTION: {
            "metering_point_sub_type_production": "MeteringPointSubTypeProduction",
            "installed_capacity": "InstalledCapacity",
        },
        _PRODUCTION: {
            "metering_point_sub_type_consumption": "MeteringPointSubTypeConsumption",
            "contracted_connection_capacity_value": "ContractedConnectionCapacityValue",
            "priority": "Priority",
        },
    }
)
# Rules that hold of active points alone: 15min/brs-oversikt, business rules of BRS-NO-122, 302 and 223.
_OF_ACTIVE_POINTS = frozenset({"HUB085"})
_DETAIL = "MpDetailMeteringPointCharacteristic"
_TYPE, _METHOD, _CHANNELS = (
    f"{_DETAIL}/MeteringPointType",
    f"{_DETAIL}/SettlementMethodType",
    "MeasurementDefinition",
)


def structure_troubles(
    before: Point | None, after: Point, day: dt.date, payload: Any, *, status: str, activates: bool = False
) -> list[Finding]:
    """Return what an update would leave that does not fit together.

    Args:
        before: The metering point as it is, None for a new one.
        after: The same as the update would make it.
        day: Day from which the update holds.
        payload: The update.
        status: Status that the update gives from that day on, empty for that of each day.
        activates: It makes an inactive point active: what an active point needs is asked for whatever the update says.

    Returns:
        Each breach once; of an update that says neither details nor channels only what its status asks for.
    """
    stated = parts_of(payload)
    says_structure = any(part in {"detail", "channels"} for part, _ in stated)
    if not says_structure and not activates:
        return []
    days = [day, *(version.start for version in after.versions if version.start > day)]
    findings: dict[str, Finding] = {}
    for start in days:
        data = after.data(start)
        old = None if before is None else before.data(start)
        active = (status or after.status(start)) == ACTIVE
        for breach in _troubles(old, data, stated, active=active):
            if says_structure or breach.code in _OF_ACTIVE_POINTS:
                findings.setdefault(breach.message, breach)
    return list(findings.values())


def _troubles(
    old: MasterData | None, data: MasterData, stated: Mapping[tuple[str, str], Any], *, active: bool
) -> Iterator[Finding]:
    kind, method = type_of(data), method_of(data)
    if old is not None and (EXCHANGE in {kind, type_of(old)}) and kind != type_of(old):
        yield finding("HUB081", f"expected MeteringPointType {type_of(old)}, found {kind}", _TYPE)
        return
    if kind == EXCHANGE and method:
        yield finding(
            "HUB082", f"expected no settlement method of an exchange point, found {method}", _METHOD
        )
    if kind in {_PRODUCTION, _COMBINED} and method == BY_PROFILE:
        yield finding("HUB083", f"expected E02 or Z01 of a metering point of type {kind}, found E01", _METHOD)
    lengths = _lengths(data)
    wanted = _DIRECTIONS.get(kind, ())
    if wanted and lengths and set(lengths) != set(wanted):
        words = f"expected channels of active energy {' and '.join(wanted)} for type {kind}, found {' and '.join(lengths)}"
        yield finding("HUB084", words, _CHANNELS)
    elif active and method == BY_INTERVAL and _reading_minutes(data) == _QUARTERS:
        for direction in wanted:
            if _QUARTERS not in lengths.get(direction, ()):
                words = f"expected a channel of active energy {direction} with PT15M, as the point is read by the quarter"
                yield finding("HUB085", words, _CHANNELS)
    for field, name in _NOT_OF_TYPE.get(kind, {}).items():
        if ("detail", field) in stated:
            yield finding("HUB086", f"expected no {name} for type {kind}", f"{_DETAIL}/{name}")


def _lengths(data: MasterData) -> dict[str, set[int | None]]:
    """Return the directions of active energy with the lengths of their channels, None for one without intervals."""
    lengths: dict[str, set[int | None]] = {}
    for channel in data.channels:
        if product_of(channel) == ACTIVE_ENERGY and channel.direction:
            lengths.setdefault(channel.direction, set()).add(MINUTES.get(str(channel.resolution)))
    return dict(sorted(lengths.items()))


def _reading_minutes(data: MasterData) -> int | None:
    return MINUTES.get(str(data.detail.meter_reading_occurrence))


def activation_troubles(point: Point, day: dt.date) -> list[Finding]:
    """Return what a profiled point lacks for its activation: what its volumes are calculated with (BRS-NO-312).

    Args:
        point: The metering point as the activation would make it.
        day: Day of the activation.
    """
    data = point.data(day)
    if method_of(data) != BY_PROFILE:
        return []
    meter = data.meter
    missing = [
        name
        for name, value in (
            ("NumberOfDigits", None if meter is None else meter.number_of_digits),
            ("Constant", None if meter is None else meter.constant),
        )
        if value is None
    ]
    words = f"expected {' and '.join(missing)} of the meter of a profiled point"
    return [finding("HUB087", words, "MeteringInstallationMeterFacility")] if missing else []
