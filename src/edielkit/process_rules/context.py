"""What a company or a hub knows beside the message: metering points, grid areas and contracts by date.

An actor system implements `RuleContext` on its own data; `MemoryContext` ships and reads JSON. No person is in it:
whether a point has an end user is a yes or no.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Protocol, runtime_checkable

import attrs

from edielkit.errors import BuildError
from edielkit.market_time import local_day

__all__ = ("Channel", "Contract", "MemoryContext", "PointState", "RuleContext")


@attrs.frozen(kw_only=True)
class Channel:
    """A channel (målekanal) of a metering point.

    Attributes:
        product: Product code, such as ``8716867000030``.
        direction: ``In`` or ``Out``.
        resolution: ``PT15M``, ``PT1H``, ... or ``N`` for no interval.
    """

    product: str
    direction: str
    resolution: str


@attrs.frozen(kw_only=True)
class Contract:
    """A party's contract on a metering point.

    Attributes:
        role: Role of the party: ``DDQ`` supply, ``AG`` third party, ...
        party: GLN of the party.
    """

    role: str
    party: str


@attrs.frozen(kw_only=True)
class PointState:
    """A metering point (målepunkt) on one day; None is "not known", and the rules that ask are not checked.

    Attributes:
        identification: GSRN.
        type: E17 consumption, E18 production, E19 combined, E20 exchange.
        status: E22 active, E23 inactive, E31 terminated.
        settlement_method: E01 profiled, E02 interval, Z01 not settled.
        reading_resolution: Reading resolution (avlesningsoppløsning), such as ``PT1H``.
        grid_area: EIC of the metering grid area (nettavregningsområde).
        settlement_point: It is a settlement point (avregningspunkt).
        end_user: It has an end user.
        channels: The channels, None when they are not known.
        contracts: The contracts, None when they are not known.
    """

    identification: str
    type: str | None = None
    status: str | None = None
    settlement_method: str | None = None
    reading_resolution: str | None = None
    grid_area: str | None = None
    settlement_point: bool | None = None
    end_user: bool | None = None
    channels: tuple[Channel, ...] | None = None
    contracts: tuple[Contract, ...] | None = None


@runtime_checkable
class RuleContext(Protocol):
    """What the rules may ask; dates are Norwegian days.

    A context may also have ``days_back``: the working days that a start of supply back in time (BRS-NO-103, 104) may lie
    back where that is set otherwise than in `edielkit.process_rules.windows`.
    """

    @property
    def complete(self) -> bool:
        """All metering points are known here: one that is not here does not exist."""

    def metering_point(self, identification: str, day: dt.date) -> PointState | None:
        """Return the metering point as it is on *day*, None when it is not known."""

    def grid_owner(self, grid_area: str, day: dt.date) -> str | None:
        """Return the GLN of the grid owner of the area on *day*, None when it is not known."""

    def approved(self, metering_point: str, third_party: str, day: dt.date) -> bool | None:
        """Tell whether the end user has approved the third party's access, None when it is not known."""


@attrs.frozen(kw_only=True)
class _Dated:
    start: dt.date
    end: dt.date | None
    value: Any

    def holds(self, day: dt.date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


def _on(rows: tuple[_Dated, ...], day: dt.date) -> Any:
    return next((row.value for row in reversed(rows) if row.holds(day)), None)


@attrs.frozen(kw_only=True, slots=False, eq=False)
class MemoryContext:
    """A context in memory, from plain data or JSON.

    Attributes:
        data: The plain data, in the form of ``docs/reference/context.schema.json``.

    >>> context = MemoryContext.from_json(
    ...     '{"metering_points": [{"identification": "707057500000000016", "type": "E17"}]}'
    ... )
    >>> context.metering_point("707057500000000016", dt.date(2026, 1, 1)).type
    'E17'
    """

    data: Mapping[str, Any]

    @classmethod
    def from_json(cls, content: str | bytes) -> MemoryContext:
        """Return the context that a JSON document describes.

        Raises:
            BuildError: It is no JSON, or of another form; the error names the field.
        """
        try:
            data = json.loads(content)
        except (ValueError, RecursionError):
            raise BuildError("expected a JSON document", "context") from None
        return cls.from_dict(data)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> MemoryContext:
        """Return the context that plain data describes.

        Raises:
            BuildError: The data is of another form; the error names the field.
        """
        if not isinstance(data, Mapping):
            raise BuildError("expected an object", "context")
        _known_keys(data, ("complete", "metering_points", "grid_areas", "approvals"), "context")
        context = cls(data=data)
        _ = (context.complete, context._points, context._areas, context._approvals)
        return context

    @cached_property
    def complete(self) -> bool:
        """All metering points are known here."""
        return bool(_typed(self.data.get("complete", False), bool, "complete"))

    def metering_point(self, identification: str, day: dt.date) -> PointState | None:
        """Return the metering point as it is on *day*, None when it is not known."""
        state: PointState | None = _on(self._points.get(identification, ()), day)
        return state

    def grid_owner(self, grid_area: str, day: dt.date) -> str | None:
        """Return the GLN of the grid owner of the area on *day*, None when it is not known."""
        owner: str | None = _on(self._areas.get(grid_area, ()), day)
        return owner

    def approved(self, metering_point: str, third_party: str, day: dt.date) -> bool | None:
        """Tell whether the end user has approved the third party's access, None when it is not known."""
        answer: bool | None = _on(self._approvals.get((metering_point, third_party), ()), day)
        return answer

    @cached_property
    def _points(self) -> dict[str, tuple[_Dated, ...]]:
        points: dict[str, tuple[_Dated, ...]] = {}
        for field, row in _objects(self.data, "metering_points"):
            state = _point(row, field)
            points[state.identification] = (
                *points.get(state.identification, ()),
                _dated(row, field, state),
            )
        return points

    @cached_property
    def _areas(self) -> dict[str, tuple[_Dated, ...]]:
        areas: dict[str, tuple[_Dated, ...]] = {}
        for field, row in _objects(self.data, "grid_areas"):
            _known_keys(row, ("identification", "owner", "from", "to"), field)
            area, owner = _text(row, "identification", field), _text(row, "owner", field)
            areas[area] = (*areas.get(area, ()), _dated(row, field, owner))
        return areas

    @cached_property
    def _approvals(self) -> dict[tuple[str, str], tuple[_Dated, ...]]:
        approvals: dict[tuple[str, str], tuple[_Dated, ...]] = {}
        for field, row in _objects(self.data, "approvals"):
            _known_keys(row, ("metering_point", "third_party", "approved", "from", "to"), field)
            key = _text(row, "metering_point", field), _text(row, "third_party", field)
            approved = _typed(row.get("approved"), bool, f"{field}.approved")
            approvals[key] = (*approvals.get(key, ()), _dated(row, field, approved))
        return approvals


_TEXTS = ("type", "status", "settlement_method", "reading_resolution", "grid_area")
_FLAGS = ("settlement_point", "end_user")


def _point(row: Mapping[str, Any], field: str) -> PointState:
    _known_keys(row, ("identification", *_TEXTS, *_FLAGS, "channels", "contracts", "from", "to"), field)
    texts: dict[str, Any] = {name: _text(row, name, field) for name in _TEXTS if row.get(name) is not None}
    flags = {name: _typed(row[name], bool, f"{field}.{name}") for name in _FLAGS if row.get(name) is not None}
    return PointState(
        identification=_text(row, "identification", field),
        channels=_parts(row, "channels", field, Channel),
        contracts=_parts(row, "contracts", field, Contract),
        **texts,
        **flags,
    )


def _parts(row: Mapping[str, Any], name: str, field: str, cls: Any) -> Any:
    if row.get(name) is None:
        return None
    names = tuple(attribute.name for attribute in attrs.fields(cls))
    parts = []
    for place, part in _objects(row, name, f"{field}."):
        _known_keys(part, names, place)
        parts.append(cls(**{key: _text(part, key, place) for key in names}))
    return tuple(parts)


def _objects(data: Mapping[str, Any], name: str, before: str = "") -> list[tuple[str, Mapping[str, Any]]]:
    rows = _typed(data.get(name, []), list, before + name)
    objects = []
    for n, row in enumerate(rows):
        field = f"{before}{name}[{n}]"
        objects.append((field, _typed(row, dict, field)))
    return objects


def _known_keys(row: Mapping[str, Any], names: tuple[str, ...], field: str) -> None:
    for key in row:
        if key not in names:
            raise BuildError(f"expected one of {', '.join(names)}; found {str(key)[:40]!r}", field)


_WORDS = {bool: "true or false", list: "a list", dict: "an object", str: "a text"}


def _typed(value: Any, kind: type, field: str) -> Any:
    if not isinstance(value, kind):
        raise BuildError(f"expected {_WORDS[kind]}", field)
    return value


def _text(row: Mapping[str, Any], name: str, field: str) -> str:
    return str(_typed(row.get(name), str, f"{field}.{name}"))


def _dated(row: Mapping[str, Any], field: str, value: Any) -> _Dated:
    start, end = (_day(row.get(name), f"{field}.{name}") for name in ("from", "to"))
    return _Dated(start=start or dt.date.min, end=end, value=value)


def _day(value: Any, field: str) -> dt.date | None:
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(_typed(value, str, field))
    except ValueError:
        raise BuildError("expected a date such as 2026-01-31", field) from None


def day_of(instant: dt.datetime | None, now: dt.datetime | None) -> dt.date | None:
    """Return the Norwegian day of *instant*, or of *now* without one."""
    chosen = instant or now
    return None if chosen is None else local_day(chosen)
