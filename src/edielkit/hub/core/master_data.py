"""Master data and statuses of a metering point over time: pure functions from one point to the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from edielkit.emif.messages import (
    DetailMeteringPointCharacteristic,
    MeasurementDefinition,
    MeasurementDefinitionGeneric,
)
from edielkit.hub.core.market_records import MasterData, Point, StatusChange, Version

__all__ = ("created", "parts_of", "updated", "with_status", "without_last_status")

# Field of MasterData to the payload's field; the detail is merged part by part.
_PARTS = {
    "address": "mp_address_metering_point_address",
    "position": "mp_position_metering_point_geographical_coordinate",
    "cadastral": "mp_address_cadastral",
    "annual": "annual_period_estimated_metrics",
    "meter": "metering_installation_meter_facility",
    "taxation": "mp_taxation_profile",
}
_CHANNELS = "measurement_definition"
_DETAIL = "mp_detail_metering_point_characteristic"
_Key = tuple[str, str]


def parts_of(payload: Any) -> dict[_Key, Any]:
    """Return what an update says, by part and, inside the detail and the taxation profile, by field.

    What it leaves out stays as it is: how an element is cleared is NOT FOUND (BIM chapter 3.7).
    """
    parts: dict[_Key, Any] = {}
    for part, name in _PARTS.items():
        value = getattr(payload, name)
        if value is not None and value != ():
            parts[part, ""] = value
    channels = tuple(map(_channel, getattr(payload, _CHANNELS)))
    if channels:
        parts["channels", ""] = channels
    detail = getattr(payload, _DETAIL)
    if detail is not None:
        for field in attrs.fields(type(detail)):
            value = getattr(detail, field.name)
            if field.name not in {"physical_status_type", "extra"} and value is not None:
                parts["detail", field.name] = value
    return parts


def _channel(stated: MeasurementDefinition | MeasurementDefinitionGeneric) -> MeasurementDefinition:
    """Return a channel as the hub keeps it; an update of EMIF 2.4.3 cannot say whether it is settled."""
    if isinstance(stated, MeasurementDefinition):
        return stated
    return MeasurementDefinition(
        product_included_product_characteristics=stated.product_included_product_characteristics,
        direction=stated.direction,
        resolution=stated.resolution,
    )


def _as_settled(
    channels: Iterable[MeasurementDefinition], old: MasterData
) -> Iterator[MeasurementDefinition]:
    """Yield *channels*; one that does not say whether it is settled stays in or out as it was."""
    left_out = {_identity(channel): channel.exclude_from_settlement for channel in old.channels}
    for channel in channels:
        if channel.exclude_from_settlement is None:
            yield attrs.evolve(channel, exclude_from_settlement=left_out.get(_identity(channel)))
        else:
            yield channel


def _identity(channel: MeasurementDefinition) -> tuple[str, str, str]:
    product = channel.product_included_product_characteristics.identification
    return str(product), str(channel.direction), str(channel.resolution)


def _get(data: MasterData, key: _Key) -> Any:
    part = getattr(data, key[0])
    return getattr(part, key[1]) if key[1] else part


def _set(data: MasterData, changes: dict[_Key, Any]) -> MasterData:
    whole = {part: value for (part, field), value in changes.items() if not field}
    inner = {field: value for (part, field), value in changes.items() if field}
    return attrs.evolve(data, detail=attrs.evolve(data.detail, **inner), **whole)


def updated(point: Point, day: dt.date, changes: dict[_Key, Any], process: str) -> Point:
    """Return *point* with *changes* from *day* on, up to the day on which each part was changed anew."""
    old = point.data(day)
    if ("channels", "") in changes:
        changes = {**changes, ("channels", ""): tuple(_as_settled(changes["channels", ""], old))}
    kept = [v for v in point.versions if v.start != day]
    kept.append(Version(start=day, data=_set(old, changes), process=process))
    versions = sorted(kept, key=lambda v: v.start)
    open_parts = {k: v for k, v in changes.items() if v != _get(old, k)}
    for place, version in enumerate(versions):
        if version.start <= day:
            continue
        open_parts = {k: v for k, v in open_parts.items() if _get(version.data, k) == _get(old, k)}
        if not open_parts:
            break
        versions[place] = attrs.evolve(version, data=_set(version.data, open_parts))
    return attrs.evolve(point, versions=tuple(versions))


def created(
    identification: str, area: str, day: dt.date, payload: Any, *, status: str, process: str
) -> Point:
    """Return a new metering point as an update describes it."""
    data = _set(MasterData(detail=DetailMeteringPointCharacteristic()), parts_of(payload))
    return Point(
        identification=identification,
        area=area,
        statuses=(StatusChange(start=day, status=status, process=process),),
        versions=(Version(start=day, data=data, process=process),),
    )


def with_status(point: Point, day: dt.date, status: str, process: str) -> Point:
    """Return *point* with *status* from *day* on, up to the next change after it.

    A day before the point was made moves its creation there, with the status of then where none is given.
    """
    if point.status(day) is None:
        status_change, version = point.statuses[0], point.versions[0]
        return attrs.evolve(
            point,
            statuses=(
                attrs.evolve(status_change, start=day, status=status or status_change.status),
                *point.statuses[1:],
            ),
            versions=(attrs.evolve(version, start=day), *point.versions[1:]),
        )
    kept = [s for s in point.statuses if s.start != day]
    kept.append(StatusChange(start=day, status=status, process=process))
    return attrs.evolve(point, statuses=tuple(sorted(kept, key=lambda s: s.start)))


def without_last_status(point: Point) -> Point:
    """Return *point* with its last change of status undone."""
    return attrs.evolve(point, statuses=point.statuses[:-1])
