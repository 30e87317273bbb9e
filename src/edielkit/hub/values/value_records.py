"""What the hub keeps of metering values: histories of blocks, records of profiled points, calculations, subscriptions.

All of it is never changed: what comes is added, and what came before can be asked for as of an instant.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import NamedTuple

import attrs

from edielkit.hub.core.market_records import holds
from edielkit.hub.core.state_tables import Table
from edielkit.hub.values.formulas import MILLION, Formula
from edielkit.market_time import Period

__all__ = (
    "CALCULATIONS",
    "CALCULATION_INPUTS",
    "CALCULATION_TARGETS",
    "SUBSCRIPTIONS",
    "VALUES",
    "VOLUMES",
    "Calculation",
    "CalculationInput",
    "CalculationTarget",
    "CalculationVersion",
    "ChannelKey",
    "History",
    "Template",
    "ValueBlock",
    "Volume",
    "VolumeKind",
    "VolumeRecords",
    "Withdrawal",
)


class ChannelKey(NamedTuple):
    """What a history is of.

    Attributes:
        point: GSRN of the metering point.
        product: Product code, such as ``8716867000030``.
        direction: ``In`` or ``Out``.
        kind: Empty for values as they were sent; ``HP02`` (FPPC), ``HP03`` (TPC), ``HP04`` (FPC) for calculated
            values of a profiled point, ``6015`` for quarters made of hours, ``metered`` for what the grid company
            sends of a channel whose net the hub calculates (shared production).
    """

    point: str
    product: str
    direction: str
    kind: str = ""


@attrs.frozen(kw_only=True)
class ValueBlock:
    """One delivery of consecutive values.

    Attributes:
        start: Start of the first value, minutes since 1970 in UTC.
        minutes: Length of a step.
        count: How many steps.
        quantity: Thousandths of the unit, little endian, four or eight bytes each; empty for values taken back.
        quality: Two bytes for all values, or two for each: status, validation and estimation code.
        registered: When the sender registered the values.
        inserted: When they came to the hub.
        source: Identification of the payload or the calculation that they come from.
        end: End of the last value, minutes since 1970 in UTC.
    """

    start: int
    minutes: int
    count: int
    quantity: bytes = attrs.field(repr=False)
    quality: bytes = attrs.field(repr=False)
    registered: dt.datetime
    inserted: dt.datetime
    source: str = ""
    # kept, since every look at a history asks each block for it
    end: int = attrs.field(init=False, repr=False, eq=False)

    @end.default
    def _end(self) -> int:
        return self.start + self.count * self.minutes


History = tuple[ValueBlock, ...]


class VolumeKind(StrEnum):
    """What a record is: the children of ProfiledObservation."""

    METERED = "metered"
    STIPULATED = "stipulated"
    ESTIMATED = "estimated"
    READING = "reading"


@attrs.frozen(kw_only=True)
class Volume:
    """A period volume, or the reading that a first one starts from.

    Attributes:
        kind: What it is.
        start: Start of the period, in UTC; instant of a start reading.
        end: End of the period; that of a start reading is its start.
        quantity: Thousandths of a kWh; zero of a start reading.
        before: Reading of the meter at the start, in thousandths; None when it was not given.
        after: Reading of the meter at the end; that of a start reading is the reading itself.
        reason: MeterReadReasonCode: 1 periodic, 4 change of meter; empty without one.
        registered: When the sender registered it.
        inserted: When it came to the hub.
        source: Identification of its payload; empty for the hub's own estimate.
        recipients: Parties and roles that it was sent to.
    """

    kind: VolumeKind
    start: dt.datetime
    end: dt.datetime
    quantity: int = 0
    before: int | None = None
    after: int | None = None
    reason: str = ""
    registered: dt.datetime
    inserted: dt.datetime
    source: str = ""
    recipients: tuple[tuple[str, str], ...] = ()

    @property
    def period(self) -> Period:
        """The half-open period; without length for a start reading."""
        return Period(self.start, self.end)


@attrs.frozen(kw_only=True)
class Withdrawal:
    """A withdrawal of what lies in a period (BRS-NO-332).

    Attributes:
        start: Start of the period, in UTC.
        end: End of the period; where it is the start, a start reading is taken back.
        registered: When the sender registered it.
        inserted: When it came to the hub.
        source: Identification of its payload.
    """

    start: dt.datetime
    end: dt.datetime
    registered: dt.datetime
    inserted: dt.datetime
    source: str = ""


VolumeRecords = tuple[Volume | Withdrawal, ...]


class Template(StrEnum):
    """What a calculation does.

    Attributes:
        SUM: One channel is the weighted sum of others.
        NET: Both channels of a combined point are the net of others (Out counts up, In down).
        GROSS: A production point and a consumption point are calculated of what is made and what the grid sees.
        DISTRIBUTION: A sum is divided among channels.
        COPY: One channel has the values of another.
        SHARED_PRODUCTION: Consumption points get their parts of a production, net (BRS-NO-701).
    """

    SUM = "sum"
    NET = "net"
    GROSS = "gross"
    DISTRIBUTION = "distribution"
    COPY = "copy"
    SHARED_PRODUCTION = "shared production"


@attrs.frozen(kw_only=True)
class CalculationInput:
    """A channel that goes in.

    Attributes:
        key: The channel.
        weight: Factor in millionths.
        part: ``production`` or ``exchange`` in a gross calculation, ``production`` or ``consumption`` in a shared
            production; empty in others.
    """

    key: ChannelKey
    weight: int = MILLION
    part: str = ""


@attrs.frozen(kw_only=True)
class CalculationTarget:
    """A channel that comes out; *share* is its part in millionths, None where shares are not given by hand."""

    key: ChannelKey
    share: int | None = None


@attrs.frozen(kw_only=True)
class CalculationVersion:
    """What a calculation does from a day on.

    Attributes:
        number: From 1, one more at each update.
        start: First day.
        end: First day without; None while it goes on.
        active: False once it has been taken back before it began, or ended.
        template: What it does.
        formula: How a whole is divided; None where none is.
        floor: A result below zero becomes zero.
        inputs: Channels that go in.
        targets: Channels that come out.
    """

    number: int
    start: dt.date
    end: dt.date | None = None
    active: bool = True
    template: Template
    formula: Formula | None = None
    floor: bool = False
    inputs: tuple[CalculationInput, ...]
    targets: tuple[CalculationTarget, ...]

    @property
    def empty(self) -> bool:
        """It never holds: it was replaced or ended on its first day or before."""
        return self.end is not None and self.end <= self.start

    def holds(self, day: dt.date) -> bool:
        """Tell whether it holds on *day*."""
        return holds(self.start, self.end, day)

    def meets(self, start: dt.date, end: dt.date | None) -> bool:
        """Tell whether it holds on any day from *start* up to and without *end*."""
        return not self.empty and (end is None or self.start < end) and (self.end is None or start < self.end)


@attrs.frozen(kw_only=True)
class Calculation:
    """A calculation with all its versions, in order of their days.

    Attributes:
        identification: UUID.
        owner: GLN of the grid owner of a shared production; empty for one that the hub's staff has set up.
        name: Name, unique for its owner.
        description: Free text.
        versions: All versions.
    """

    identification: str
    owner: str = ""
    name: str = ""
    description: str = ""
    versions: tuple[CalculationVersion, ...] = ()

    def on(self, day: dt.date) -> CalculationVersion | None:
        """Return the version that holds on *day*, None when none does."""
        return next((v for v in self.versions if v.holds(day)), None)

    @property
    def open(self) -> CalculationVersion | None:
        """The version without an end, None when it has ended."""
        return next((v for v in self.versions if v.end is None), None)


# A channel to all of its values.
VALUES: Table[ChannelKey, History] = Table("values")
# GSRN of a profiled point to its records.
VOLUMES: Table[str, VolumeRecords] = Table("volumes")
# Identification of a calculation to the calculation.
CALCULATIONS: Table[str, Calculation] = Table("calculations")
# A channel to the identifications of the calculations that it goes into at any time.
CALCULATION_INPUTS: Table[ChannelKey, tuple[str, ...]] = Table("calculation_inputs")
# A channel to the identifications of the calculations that it comes out of at any time.
CALCULATION_TARGETS: Table[ChannelKey, tuple[str, ...]] = Table("calculation_targets")
# Party, role and kind of subscription to whether the party wants such values.
SUBSCRIPTIONS: Table[tuple[str, str, str], bool] = Table("subscriptions")
