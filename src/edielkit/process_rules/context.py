"""What a company or a hub knows beside the message: metering points, grid areas and contracts by date.

An actor system implements `RuleContext` on its own data; `MemoryContext` ships and reads JSON. No person is in it:
whether a point has an end user is a yes or no.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Protocol, runtime_checkable

import attrs

from edielkit.codes import code_list
from edielkit.errors import BuildError, Faults, InvalidIdentifierError
from edielkit.harmless import quoted
from edielkit.identifiers import KINDS
from edielkit.market_time import local_day
from edielkit.plain_values import json_fault
from edielkit.suggest import LOOSE, nearest, one_of

__all__ = ("Contract", "MemoryContext", "PointChannel", "PointState", "RuleContext")


@attrs.frozen(kw_only=True)
class PointChannel:
    """A channel (kanal) of a metering point.

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
    channels: tuple[PointChannel, ...] | None = None
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
    ...     '{"metering_points": [{"identification": "707057500000000018", "type": "E17"}]}'
    ... )
    >>> context.metering_point("707057500000000018", dt.date(2026, 1, 1)).type
    'E17'
    """

    data: Mapping[str, Any]

    @classmethod
    def from_json(cls, content: str | bytes) -> MemoryContext:
        """Return the context that a JSON document describes.

        Raises:
            BuildError: It is no JSON, or of another form (see `from_dict`).
        """
        try:
            data = json.loads(content)
        except json.JSONDecodeError as error:
            raise BuildError(f"expected a JSON document; {json_fault(error)}", "context") from None
        except (ValueError, RecursionError):
            raise BuildError("expected a JSON document", "context") from None
        return cls.from_dict(data)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> MemoryContext:
        """Return the context that plain data describes.

        Raises:
            BuildError: The data is of another form, or a code or an identifier is none of the market; the error names
                every faulty field.
        """
        if not isinstance(data, Mapping):
            raise BuildError("expected an object", "context")
        context = cls(data=data)
        faults = Faults()
        with faults:
            _known_keys(data, ("complete", "metering_points", "grid_areas", "approvals"), "context")
        for part in ("complete", "_points", "_areas", "_approvals"):
            with faults:
                getattr(context, part)
        faults.raise_all()
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
        return self._by_key("metering_points", _point, lambda state: state.identification)

    @cached_property
    def _areas(self) -> dict[str, tuple[_Dated, ...]]:
        areas = self._by_key("grid_areas", _area, lambda area: area[0])
        return {
            key: tuple(attrs.evolve(row, value=row.value[1]) for row in rows) for key, rows in areas.items()
        }

    @cached_property
    def _approvals(self) -> dict[tuple[str, str], tuple[_Dated, ...]]:
        approvals = self._by_key("approvals", _approval, lambda approval: approval[:2])
        return {
            key: tuple(attrs.evolve(row, value=row.value[2]) for row in rows)
            for key, rows in approvals.items()
        }

    def _by_key(
        self, name: str, read: Callable[[Mapping[str, Any], str], Any], key_of: Callable[[Any], Any]
    ) -> dict[Any, tuple[_Dated, ...]]:
        """Return the rows of a list of the data by key, each with its days; all faults of the list at once."""
        rows_by_key: dict[Any, tuple[_Dated, ...]] = {}
        faults = Faults()
        for field, row in _objects(self.data, name):
            value, days = None, None
            with faults:
                value = read(row, field)
            with faults:
                days = _days(row, field)
            if value is not None and days is not None:
                dated = _Dated(start=days[0], end=days[1], value=value)
                rows_by_key[key_of(value)] = (*rows_by_key.get(key_of(value), ()), dated)
        faults.raise_all()
        return rows_by_key


def _area(row: Mapping[str, Any], field: str) -> tuple[str, str]:
    faults = Faults()
    values: dict[str, str] = {}
    with faults:
        _known_keys(row, ("identification", "owner", "from", "to"), field)
    for name, kind in (("identification", "grid_area"), ("owner", "gln")):
        with faults:
            values[name] = _identifier(row, name, field, kind)
    faults.raise_all()
    return values["identification"], values["owner"]


def _approval(row: Mapping[str, Any], field: str) -> tuple[str, str, bool]:
    faults = Faults()
    values: dict[str, Any] = {}
    with faults:
        _known_keys(row, ("metering_point", "third_party", "approved", "from", "to"), field)
    for name, kind in (("metering_point", "gsrn"), ("third_party", "gln")):
        with faults:
            values[name] = _identifier(row, name, field, kind)
    with faults:
        values["approved"] = _typed(row.get("approved"), bool, f"{field}.approved")
    faults.raise_all()
    return values["metering_point"], values["third_party"], values["approved"]


# The code list of each text that is a code, and the kind of each that is an identifier.
_CODES = MappingProxyType(
    {
        "type": "Elhub_MeteringPointTypeCode",
        "status": "Elhub_PhysicalStatusCode",
        "settlement_method": "Elhub_SettlementMethodCode",
        "reading_resolution": "MeterReadingOccurrenceType",
        "product": "Elhub_ProductIdentifierCode",
        "direction": "DirectionType",
        "resolution": "ChannelResolutionType",
        "role": "Elhub_BusinessProcessRole",
    }
)
_IDENTIFIERS = MappingProxyType({"grid_area": "grid_area", "party": "gln"})
_TEXTS = ("type", "status", "settlement_method", "reading_resolution", "grid_area")
_FLAGS = ("settlement_point", "end_user")


def _point(row: Mapping[str, Any], field: str) -> PointState:
    faults = Faults()
    values: dict[str, Any] = {}
    with faults:
        _known_keys(row, ("identification", *_TEXTS, *_FLAGS, "channels", "contracts", "from", "to"), field)
    with faults:
        values["identification"] = _identifier(row, "identification", field, "gsrn")
    for name in _TEXTS:
        with faults:
            values[name] = None if row.get(name) is None else _checked(row, name, field)
    for name in _FLAGS:
        with faults:
            values[name] = None if row.get(name) is None else _typed(row[name], bool, f"{field}.{name}")
    for name, part in (("channels", PointChannel), ("contracts", Contract)):
        with faults:
            values[name] = _parts(row, name, field, part)
    faults.raise_all()
    return PointState(**values)


def _parts(row: Mapping[str, Any], name: str, field: str, cls: Any) -> Any:
    if row.get(name) is None:
        return None
    names = tuple(attribute.name for attribute in attrs.fields(cls))
    faults = Faults()
    parts = []
    for place, part in _objects(row, name, f"{field}."):
        with faults:
            _known_keys(part, names, place)
        values: dict[str, str] = {}
        for key in names:
            with faults:
                values[key] = _checked(part, key, place)
        if len(values) == len(names):
            parts.append(cls(**values))
    faults.raise_all()
    return tuple(parts)


def _checked(row: Mapping[str, Any], name: str, field: str) -> str:
    """Return a text that is a code of its list, or an identifier of its kind.

    Raises:
        BuildError: It is none; the error has the nearest code.
    """
    if name in _IDENTIFIERS:
        return _identifier(row, name, field, _IDENTIFIERS[name])
    value = _text(row, name, field)
    codes = code_list(_CODES[name])
    if value in codes.codes:
        return value
    near = nearest(value, codes.codes, likeness=LOOSE)
    meant = f", did you mean {near}" if near else ""
    raise BuildError(f"expected {one_of(codes.codes)}; found {quoted(value, 40)}{meant}", f"{field}.{name}")


def _identifier(row: Mapping[str, Any], name: str, field: str, kind: str) -> str:
    """Return an identifier of a kind of `edielkit.identifiers`, as it is written.

    Raises:
        BuildError: It is not well formed.
    """
    value = _text(row, name, field)
    try:
        return KINDS[kind].validate(value) and value
    except InvalidIdentifierError as error:
        raise BuildError(str(error), f"{field}.{name}") from None


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
            near = nearest(str(key), names, likeness=LOOSE)
            meant = f", did you mean {near}" if near else ""
            raise BuildError(
                f"expected one of {', '.join(names)}; found {quoted(str(key), 40)}{meant}", field
            )


_WORDS = {bool: "true or false", list: "a list", dict: "an object", str: "a text"}


def _typed(value: Any, kind: type, field: str) -> Any:
    if not isinstance(value, kind):
        raise BuildError(f"expected {_WORDS[kind]}", field)
    return value


def _text(row: Mapping[str, Any], name: str, field: str) -> str:
    return str(_typed(row.get(name), str, f"{field}.{name}"))


def _days(row: Mapping[str, Any], field: str) -> tuple[dt.date, dt.date | None]:
    start, end = (_day(row.get(name), f"{field}.{name}") for name in ("from", "to"))
    return start or dt.date.min, end


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
