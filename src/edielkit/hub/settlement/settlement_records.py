"""What the hub keeps of a settlement: one record for each area, usage day and version, columns as bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

import attrs
import numpy as np

from edielkit.exchange.grid_loss import LossConstants
from edielkit.hub.core.apportioning import Ints
from edielkit.hub.core.state_tables import Table
from edielkit.hub.settlement.basis import AreaSettlement, Member, SumGroup
from edielkit.hub.settlement.validations import DEFAULTS, RuleSetting, SettlementCheck, SettlementRule
from edielkit.market_time import Period, day_period

__all__ = (
    "AREA_SETTINGS",
    "BALANCE_RESPONSIBLE",
    "COLUMNS",
    "LOSS_CONSTANTS",
    "SETTLEMENTS",
    "AreaDay",
    "AreaDayKey",
    "AreaSettings",
    "MissingValues",
    "SettlementPhase",
    "Suspect",
    "columns_of",
    "groups_of",
    "key_of",
)


class SettlementPhase(StrEnum):
    """Where the settlement of an area's day stands."""

    DONE = "done"
    ON_HOLD = "on hold"  # På vent: waits for a person
    FAILED = "failed"  # Feilet: nothing is calculated


class AreaDayKey(NamedTuple):
    """Key of a record in the table "settlements".

    Attributes:
        area: EIC of the grid area.
        day: Usage day, as ISO date.
        version: 1 for D+1 up to 5 for D+5; a rerun after D+5 replaces 5.
    """

    area: str
    day: str
    version: int


def key_of(area: str, day: dt.date, version: int) -> AreaDayKey:
    """Return the key of a record."""
    return AreaDayKey(area, day.isoformat(), version)


class MissingValues(NamedTuple):
    """How many values of a channel were not there, and count as zero."""

    point: str
    direction: str
    values: int


class Suspect(NamedTuple):
    """A metering point that may be the reason why an area's loss is not what it should be.

    Attributes:
        point: GSRN.
        code: SettlementRule of exchange points (EXC...), or what was tried.
        text: What was found.
    """

    point: str
    code: str
    text: str


# Columns of an area; profiled is what profiled points used (UMF), hourly are the 6015 quarters.
COLUMNS = ("production", "incoming", "outgoing", "interval", "hourly", "profiled", "loss")
# Columns that are not always there.
_OPTIONAL = ("estimate", "jip")


@attrs.frozen(kw_only=True)
class AreaDay:
    """The settlement of an area's day in one version.

    Attributes:
        area: EIC of the grid area.
        day: Usage day.
        version: 1 for D+1 up to 5 for D+5.
        as_of: Values that came to the hub later are not in it.
        calculated: Instant of the calculation.
        minutes: Length of an interval.
        phase: Where it stands.
        locked: Frozen: reported for the last time, and never calculated again.
        released: A person let it pass although it was on hold.
        passed: Instant at which it passed for the first time, None while it has not.
        columns: Sums of the area by name, thousandths of a kWh, eight bytes each, little endian.
        groups: Sums by use and supplier, as columns.
        checks: Validations that it did not pass.
        missing: Values that were not there.
        suspects: Metering points that may be the reason.
        members: Who was supplied by whom, and how it counted; kept of the locked version alone.
        constants: Loss constants that it was made with.
    """

    area: str
    day: dt.date
    version: int
    as_of: dt.datetime
    calculated: dt.datetime
    minutes: int
    phase: SettlementPhase
    locked: bool = False
    released: bool = False
    passed: dt.datetime | None = None
    columns: tuple[tuple[str, bytes], ...] = attrs.field(default=(), repr=False)
    groups: tuple[tuple[SumGroup, bytes], ...] = attrs.field(default=(), repr=False)
    checks: tuple[SettlementCheck, ...] = ()
    missing: tuple[MissingValues, ...] = attrs.field(default=(), repr=False)
    suspects: tuple[Suspect, ...] = ()
    members: tuple[Member, ...] = attrs.field(default=(), repr=False)
    constants: LossConstants | None = None

    @property
    def period(self) -> Period:
        """The local day."""
        return day_period(self.day)

    @property
    def summed(self) -> bool:
        """There are sums: the calculation could be done."""
        return bool(self.columns)

    @property
    def count(self) -> int:
        """How many intervals the day has."""
        return int(self.period.duration.total_seconds()) // 60 // self.minutes

    def column(self, name: str) -> Ints:
        """Return a column of the area; zeros where it is not there."""
        return self._read(dict(self.columns).get(name))

    def has(self, name: str) -> bool:
        """Tell whether there is such a column."""
        return any(column == name for column, _ in self.columns)

    def group(self, **wanted: object) -> Ints:
        """Return the sum of all groups whose fields are as *wanted*."""
        total = np.zeros(self.count, np.int64)
        for group, column in self.groups:
            if all(getattr(group, name) == value for name, value in wanted.items()):
                total += self._read(column)
        return total

    def has_group(self, **wanted: object) -> bool:
        """Tell whether any group is as *wanted*."""
        return any(all(getattr(g, name) == value for name, value in wanted.items()) for g, _ in self.groups)

    def _read(self, column: bytes | None) -> Ints:
        if column is None:
            return np.zeros(self.count, np.int64)
        return np.frombuffer(column, "<i8").astype(np.int64)


def columns_of(basis: AreaSettlement) -> tuple[tuple[str, bytes], ...]:
    """Return the columns of a basis as they are kept."""
    there = [*COLUMNS, *(name for name in _OPTIONAL if getattr(basis, name) is not None)]
    return tuple((name, _bytes(getattr(basis, name))) for name in there)


def groups_of(basis: AreaSettlement) -> tuple[tuple[SumGroup, bytes], ...]:
    """Return the sums by use and supplier as they are kept."""
    return tuple((group, _bytes(column)) for group, column in basis.groups.items())


def _bytes(column: Ints) -> bytes:
    return column.astype("<i8").tobytes()


@attrs.frozen(kw_only=True)
class AreaSettings:
    """How an area's settlement is set; kept in the table "area_settings".

    Attributes:
        changed: Validations that are set otherwise than `DEFAULTS`.
        season: Factors of January to December for expected profiled consumption; none for an even year.
        basis_wanted: The grid company gets the basis for quality assurance (BRS-NO-321), which it may decline.
    """

    changed: tuple[tuple[SettlementRule, RuleSetting], ...] = ()
    season: tuple[Decimal, ...] = ()
    basis_wanted: bool = True

    @property
    def rules(self) -> Mapping[SettlementRule, RuleSetting]:
        """How each validation is set."""
        return MappingProxyType({**DEFAULTS, **dict(self.changed)})


SETTLEMENTS: Table[AreaDayKey, AreaDay] = Table("settlements")
# EIC of a grid area to how its settlement is set.
AREA_SETTINGS: Table[str, AreaSettings] = Table("area_settings")
# EIC of a grid area to its loss constants, each from a day on.
LOSS_CONSTANTS: Table[str, tuple[tuple[dt.date, LossConstants], ...]] = Table("loss_constants")
# Supplier and grid area to who is responsible for its balance, each from a day on.
BALANCE_RESPONSIBLE: Table[tuple[str, str], tuple[tuple[dt.date, str], ...]] = Table("balance_responsible")
