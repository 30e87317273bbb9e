"""What the hub knows of a metering point, a contract, a process: frozen records, dated by Norwegian days.

A date is the first day of something, or the day after its last: periods are half open. Contracts change at midnight
in Norwegian time only (the time part of StartOfOccurrence is not in use).
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

import attrs

from edielkit.emif.declare import Message
from edielkit.emif.messages import (
    CustomerPartyStartOfSupply,
    DetailMeteringPointCharacteristic,
    EstimatedAnnualVolumeDetail,
    InvoiceeAddress,
    MeasurementDefinition,
    MeterFacility,
    MeteringPointGeographicalCoordinate,
    MPAddress,
    MPAddressCadastral,
    TaxationProfileMeteringPoint,
)

__all__ = (
    "ACTIVE",
    "INACTIVE",
    "TERMINATED",
    "Access",
    "Downtime",
    "FailureCase",
    "MasterData",
    "Occupancy",
    "Point",
    "Process",
    "ProcessPhase",
    "StatusChange",
    "Supply",
    "Timeline",
    "Version",
    "holds",
)

# Physical status of a metering point (Elhub_PhysicalStatusCode): Aktivt, Inaktivt, Avsluttet.
ACTIVE, INACTIVE, TERMINATED = "E22", "E23", "E31"


def holds(start: dt.date, end: dt.date | None, day: dt.date) -> bool:
    """Tell whether *day* lies from *start* up to and without *end*; None is no end."""
    return start <= day and (end is None or day < end)


@attrs.frozen(kw_only=True)
class Occupancy:
    """An end user's time in a metering point, from moving in to moving out.

    Attributes:
        start: Day of moving in.
        end: Day of moving out; the first day without the end user.
        customer: The end user, as the supplier gave it.
        addresses: Postal and invoice address.
        process: Identification of the request that began it.
    """

    start: dt.date
    end: dt.date | None = None
    customer: CustomerPartyStartOfSupply = attrs.field(repr=False)
    addresses: tuple[InvoiceeAddress, ...] = attrs.field(default=(), repr=False)
    process: str = ""


@attrs.frozen(kw_only=True)
class Supply:
    """A supplier's contract (kraftleveranse) on a metering point.

    Attributes:
        start: First day of supply.
        end: First day without.
        supplier: GLN of the balance supplier, or of the supplier of last resort.
        role: ``DDQ``, or ``SLR`` for supply of last resort.
        process: Identification of the request that began it.
    """

    start: dt.date
    end: dt.date | None = None
    supplier: str
    role: str = "DDQ"
    process: str = ""


@attrs.frozen(kw_only=True)
class Access:
    """A third party's contract (tredjepartskontrakt) on a metering point.

    Attributes:
        start: Day from which it may see values: the end user's move-in.
        end: First day without.
        party: GLN of the third party.
        full: Contract data and master data too, not values alone.
        process: Identification of the request that began it.
    """

    start: dt.date
    end: dt.date | None = None
    party: str
    full: bool = False
    process: str = ""


@attrs.frozen(kw_only=True)
class StatusChange:
    """A change of the physical status from a day on."""

    start: dt.date
    status: str
    process: str = ""


@attrs.frozen(kw_only=True)
class MasterData:
    """Master data (grunndata) of a metering point, in the parts that messages carry.

    Attributes:
        detail: Type, settlement method and the like; without status, which has a history of its own.
        address: Street address.
        position: Geographical position.
        cadastral: Place in the land register.
        annual: Expected annual volumes.
        meter: The meter.
        taxation: Taxes and codes.
        channels: The channels, in the form that says whether they are settled, however they came.
    """

    detail: DetailMeteringPointCharacteristic
    address: MPAddress | None = None
    position: MeteringPointGeographicalCoordinate | None = None
    cadastral: MPAddressCadastral | None = None
    annual: tuple[EstimatedAnnualVolumeDetail, ...] = ()
    meter: MeterFacility | None = None
    taxation: TaxationProfileMeteringPoint | None = None
    channels: tuple[MeasurementDefinition, ...] = ()


@attrs.frozen(kw_only=True)
class Version:
    """Master data from a day on."""

    start: dt.date
    data: MasterData
    process: str = ""


@attrs.frozen(kw_only=True)
class Timeline:
    """The dated contracts of a metering point: what a process changes and a rollback restores."""

    occupancies: tuple[Occupancy, ...] = ()
    supplies: tuple[Supply, ...] = ()
    accesses: tuple[Access, ...] = ()


@attrs.frozen(kw_only=True)
class Point:
    """A metering point (målepunkt) with its histories, each in order of its days.

    Attributes:
        identification: GSRN.
        area: EIC of its metering grid area.
        timeline: End users, suppliers and third parties.
        statuses: Physical status by day.
        versions: Master data by day.
        settlement_point: It is a settlement point (avregningspunkt).
    """

    identification: str
    area: str
    timeline: Timeline = attrs.field(factory=Timeline)
    statuses: tuple[StatusChange, ...] = ()
    versions: tuple[Version, ...] = ()
    settlement_point: bool = True

    def status(self, day: dt.date) -> str | None:
        """Return the physical status on *day*, None before the point was made."""
        status = None
        for change in self.statuses:
            if change.start > day:
                break
            status = change.status
        return status

    def data(self, day: dt.date) -> MasterData:
        """Return the master data on *day*, the first that there is before that."""
        current = self.versions[0]
        for version in self.versions:
            if version.start > day:
                break
            current = version
        return current.data

    def occupancy(self, day: dt.date) -> Occupancy | None:
        """Return the end user's occupancy that *day* lies in."""
        for occupancy in self.timeline.occupancies:
            if occupancy.start <= day and (occupancy.end is None or day < occupancy.end):
                return occupancy
        return None

    def supply(self, day: dt.date) -> Supply | None:
        """Return the supply that *day* lies in."""
        for supply in self.timeline.supplies:
            if supply.start <= day and (supply.end is None or day < supply.end):
                return supply
        return None

    def access(self, party: str, day: dt.date) -> Access | None:
        """Return the third party's contract that *day* lies in."""
        return next(
            (a for a in self.timeline.accesses if a.party == party and holds(a.start, a.end, day)), None
        )


class ProcessPhase(StrEnum):
    """Where a process stands."""

    WAITING = "waiting for the cancellation deadline"
    AWAITING_ACTIVATION = "waiting for the grid company to activate the point"
    AWAITING_APPROVAL = "waiting for the end user"
    DONE = "done"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    ROLLED_BACK = "rolled back"
    SUPERSEDED = "superseded"


@attrs.frozen(kw_only=True)
class Process:
    """A business process on one metering point.

    Attributes:
        identification: Header identification of the request that began it.
        brs: ``101`` and so on.
        point: GSRN.
        initiator: GLN of the juridical sender.
        role: Role of the sender.
        day: First day of what it asks for.
        phase: Where it stands.
        deadline: Instant of the cancellation deadline; that of receipt for a process without.
        request: The message that began it.
        before: Contracts before its effect, once it has had one.
        after: Contracts after its effect.
        notices: Identifications of notices about it that an answer may name.
    """

    identification: str
    brs: str
    point: str
    initiator: str
    role: str
    day: dt.date
    phase: ProcessPhase
    deadline: dt.datetime
    request: Message = attrs.field(repr=False)
    before: Timeline | None = attrs.field(default=None, repr=False)
    after: Timeline | None = attrs.field(default=None, repr=False)
    notices: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Downtime:
    """A time in which the hub is down.

    Attributes:
        start: First instant.
        end: First instant at which it is up again.
        planned: It was announced.
        reason: Why, in words.
    """

    start: dt.datetime
    end: dt.datetime
    planned: bool
    reason: str = ""


@attrs.frozen(kw_only=True)
class FailureCase:
    """Something that the hub could not do, for a reason that it did not foresee.

    Attributes:
        number: Place among all cases, from 1.
        kind: What it was: ``daily``, another kind of appointment, or ``receive``, ``poll``, ``call`` of what came in.
        job: Name of the daily job or of the call; empty without one.
        key: What it was about: EIC of a grid area, GSRN of a metering point, identification of a process or a message;
            empty for all.
        day: Day that a daily job ran on.
        when: Instant of the failure.
        reason: Type of the error and where in the code it came up.
        resolved: When it was run again and done, None while it is open.
    """

    number: int
    kind: str
    job: str = ""
    key: str = ""
    day: dt.date | None = None
    when: dt.datetime
    reason: str
    resolved: dt.datetime | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the case as plain data, days and instants as ISO texts."""
        return {
            **attrs.asdict(self),
            "day": None if self.day is None else self.day.isoformat(),
            "when": self.when.isoformat(),
            "resolved": None if self.resolved is None else self.resolved.isoformat(),
        }
