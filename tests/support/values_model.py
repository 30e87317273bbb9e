"""What the machine of values believes, without asking the hub: contracts by the day, and values by the instant."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import attrs
import numpy as np
from tests.support.hub_fixtures import ANNA, GRID, NEIGHBOUR
from tests.support.metering import ENERGY
from tests.support.values_market import (
    AREA_OF,
    COPY,
    FIRST_SUPPLIER,
    LINES,
    NOT_SETTLED,
    OWNER_OF_AREA,
    SHARING,
    VIRTUAL,
    Channel,
)

from edielkit import market_time
from edielkit.market_time import Period, day_period
from edielkit.series import TimeSeries

T = TypeVar("T")
ONE = dt.timedelta(days=1)
Who = tuple[str, str]
# a walk asks for the day of the same instants again and again
local_day = lru_cache(maxsize=1 << 16)(market_time.local_day)


# -- contracts


class Occupancy(NamedTuple):
    """An end user's stay."""

    name: str
    user: str


class Supply(NamedTuple):
    """A supply; *moved* is the supplier that a portfolio came from."""

    name: str
    supplier: str
    role: str
    moved: str = ""


@attrs.define(eq=False)
class Access:
    """A third party's access."""

    name: str
    party: str
    start: dt.date
    end: dt.date | None
    occupancy: str = ""

    def holds(self, day: dt.date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


class Grant(NamedTuple):
    """What an end user gives a third party for all points to come."""

    party: str
    end: dt.date | None


@attrs.define
class Contracts:
    """The contracts of a metering point: who lives there and who supplies, one entry for each day."""

    occupancies: dict[dt.date, Occupancy]
    supplies: dict[dt.date, Supply]
    accesses: list[Access] = attrs.field(factory=list)
    # process to what it found: stays, supplies, and what it did to accesses
    done: dict[str, tuple[dict[dt.date, Occupancy], dict[dt.date, Supply], list[Any]]] = attrs.field(
        factory=dict
    )

    def switch(self, process: str, day: dt.date, supplier: str, role: str = "DDQ") -> None:
        """Replace the supply of *day* from then on to its own end."""
        self._remember(process, [])
        current = self.supplies[day].name
        for later, supply in self.supplies.items():
            if later >= day and supply.name == current:
                self.supplies[later] = Supply(process, supplier, role)

    def move_in(
        self, process: str, day: dt.date, user: str, supplier: str, role: str, grants: Iterable[Grant] = ()
    ) -> None:
        """Replace the stay of *day*, its supplies and its accesses, up to the next one's; *grants* are the end user's own."""
        self._cut(process, day)
        current = self.occupancies[day].name
        until = None
        for later, occupancy in self.occupancies.items():
            if later < day:
                continue
            # nobody's time belongs to who moves in before it
            if occupancy.name != current and occupancy.user:
                until = later
                break
            self.occupancies[later] = Occupancy(process, user)
            self.supplies[later] = Supply(process, supplier, role)
        for grant in grants:
            if grant.end is None or grant.end > day:
                ends = [end for end in (until, grant.end) if end is not None]
                self.accesses.append(Access(grant.party, grant.party, day, min(ends, default=None), process))

    def move_out(self, process: str, day: dt.date) -> None:
        """Nobody lives there from *day* on to the end of the stay, and nobody supplies."""
        self._cut(process, day)
        current = self.occupancies[day].name
        for later, occupancy in self.occupancies.items():
            if later >= day and occupancy.name == current:
                self.occupancies[later] = Occupancy(f"nobody after {process}", "")
                self.supplies[later] = Supply(f"nobody after {process}", "", "")

    def vacate(self, process: str, day: dt.date) -> None:
        """Nobody lives there, supplies or has access from *day* on, for good."""
        self._cut(process, day)
        for later in self.occupancies:
            if later >= day:
                self.occupancies[later] = Occupancy(f"nobody after {process}", "")
                self.supplies[later] = Supply(f"nobody after {process}", "", "")
        self.accesses = [access for access in self.accesses if access.start < day]

    def _cut(self, process: str, day: dt.date) -> None:
        """End the accesses of the stay of *day* there."""
        current = self.occupancies[day]
        changed = []
        until = (
            max(
                (
                    held_day
                    for held_day, occupancy in self.occupancies.items()
                    if occupancy.name == current.name
                )
            )
            + ONE
        )
        last = max(self.occupancies) + ONE
        for access in list(self.accesses) if current.user else ():
            within = until == last or access.start < until
            if not within or (access.end is not None and access.end <= day and access.start < day):
                continue
            changed.append((access, access.start, access.end))
            if access.start >= day:
                self.accesses.remove(access)
            else:
                access.end = day
        self._remember(process, changed)

    def _remember(self, process: str, changed: list[Any]) -> None:
        self.done[process] = dict(self.occupancies), dict(self.supplies), changed

    def roll_back(self, process: str, day: dt.date) -> None:
        """Undo a process; what has happened to accesses since stays."""
        self.occupancies, self.supplies, changed = self.done.pop(process)
        # who did not move in after all gave nothing
        self.accesses = [access for access in self.accesses if access.occupancy != process]
        for access, start, end in changed:
            if access in self.accesses:
                if access.end == day:
                    access.end = end
            elif start >= day:
                access.start, access.end = start, end
                self.accesses.append(access)

    def move_portfolio(self, old: str, new: str, day: dt.date) -> None:
        """Give the supplies of one supplier to another from a day on."""
        for later, supply in list(self.supplies.items()):
            if later >= day and (supply.supplier, supply.role) == (old, "DDQ"):
                self.supplies[later] = Supply(f"{supply.name} {old} {new} {day}", new, "DDQ", old)

    def grant(self, name: str, party: str, today: dt.date, end: dt.date | None) -> None:
        """Give access from the move-in of today's end user on, in place of what holds today."""
        occupancy = self.occupancies[today].name
        days = [held_day for held_day, held in self.occupancies.items() if held.name == occupancy]
        until = max(days) + ONE
        ends = [last for last in (None if until > max(self.occupancies) else until, end) if last is not None]
        self.accesses = [a for a in self.accesses if not (a.party == party and a.holds(today))]
        self.accesses.append(Access(name, party, min(days), min(ends, default=None), occupancy))

    def prolong(self, name: str, party: str, today: dt.date, end: dt.date | None) -> None:
        """Change the end of the access that holds today, or give a new one."""
        current = next((a for a in self.accesses if a.party == party and a.holds(today)), None)
        if current is None:
            self.grant(name, party, today, end)
            return
        occupancy = self.occupancies[today].name
        until = max(held_day for held_day, held in self.occupancies.items() if held.name == occupancy) + ONE
        ends = [last for last in (None if until > max(self.occupancies) else until, end) if last is not None]
        current.end = min(ends, default=None)

    def end_access(self, user: str, party: str, today: dt.date, day: dt.date) -> bool:
        """End what holds today on *day*, as the end user says that lives there today; return whether there was any."""
        current = next((a for a in self.accesses if a.party == party and a.holds(today)), None)
        occupancy = self.occupancies[today]
        if current is None or occupancy.user != user:
            return False
        until = (
            max(held_day for held_day, held in self.occupancies.items() if held.name == occupancy.name) + ONE
        )
        current.end = day if until > max(self.occupancies) else min(day, until)
        if current.start >= current.end:
            self.accesses.remove(current)
        return True

    def revoke(self, party: str, today: dt.date) -> None:
        """End the access that holds today, today."""
        for access in list(self.accesses):
            if access.party == party and access.holds(today):
                access.end = today
                if access.start >= today:
                    self.accesses.remove(access)


def first_contracts(since: dt.date) -> dict[str, Contracts]:
    """Return the contracts that the market begins with."""
    days = [since + n * ONE for n in range(-60, 121)]
    return {
        point: Contracts(
            occupancies=dict.fromkeys(days, Occupancy("", ANNA)),
            supplies=dict.fromkeys(days, Supply("", supplier, "DDQ")),
        )
        for point, supplier in FIRST_SUPPLIER.items()
    }


def entitled(
    contracts: Mapping[str, Contracts], point: str, day: dt.date, shared: Mapping[str, list[Access]]
) -> set[Who]:
    """Return who may get the values of a point on a day, whatever it subscribes to.

    Args:
        contracts: Contracts of the points that have any.
        point: The point.
        day: The day.
        shared: What grid companies have given of points that nobody lives in.
    """
    parties = {(a.party, "AG") for a in shared.get(point, ()) if a.holds(day)}
    if AREA_OF[point] != VIRTUAL or point == COPY:
        parties.add((OWNER_OF_AREA[AREA_OF[point]], "DDM"))
    if point in LINES:
        parties |= {(GRID, "DDM"), (NEIGHBOUR, "DDM")}
    if point in contracts:
        supply = contracts[point].supplies[day]
        if supply.supplier:
            parties.add((supply.supplier, supply.role))
        parties |= {(a.party, "AG") for a in contracts[point].accesses if a.holds(day)}
    return parties


def kind_of(point: str, product: str, calculated: str) -> str:
    """Return the kind of subscription that values belong to."""
    if calculated == "6015":
        return "6015"
    if product != ENERGY:
        return "reactive"
    return "non-settled active" if point in NOT_SETTLED else "settled active"


# -- values


class Value(NamedTuple):
    """A version of a value."""

    quantity: int
    status: int
    registered: dt.datetime
    inserted: dt.datetime
    minutes: int


Place = tuple[str, str, str]


def values_of(piece: Any) -> dict[dt.datetime, Value]:
    """Return the values of a piece that the hub holds, by instant; equal pieces are read once."""
    columns = piece.observations
    return _values_of(
        piece.period.start,
        piece.minutes,
        piece.registered,
        piece.inserted,
        columns.quantity.tobytes(),
        columns.status.tobytes(),
    )


@lru_cache(maxsize=1 << 14)
def _values_of(
    start: dt.datetime,
    minutes: int,
    registered: dt.datetime,
    inserted: dt.datetime,
    quantity: bytes,
    status: bytes,
) -> dict[dt.datetime, Value]:
    both = zip(
        np.frombuffer(quantity, np.int64).tolist(), np.frombuffer(status, np.uint8).tolist(), strict=True
    )
    return {
        start + at * dt.timedelta(minutes=minutes): Value(*value, registered, inserted, minutes)
        for at, value in enumerate(both)
    }


class Row(NamedTuple):
    """A value as a party gets it."""

    party: str
    role: str
    point: str
    product: str
    direction: str
    kind: str
    instant: dt.datetime
    value: Value


@attrs.define
class Model:
    """The values that count."""

    since: dt.date
    values: dict[Place, dict[dt.datetime, Value]] = attrs.field(factory=dict)
    blocks: dict[Place, list[TimeSeries]] = attrs.field(factory=dict)
    # exchange points that have been read by the hour: first day in quarters
    quarters: dict[str, dt.date | None] = attrs.field(factory=dict)
    hours_until: dict[str, dt.datetime] = attrs.field(factory=dict)
    # changes of a point's status and of its resolution by first day, in order; without any it is active, as it was
    statuses: dict[str, list[tuple[dt.date, str]]] = attrs.field(factory=dict)
    resolutions: dict[str, list[tuple[dt.date, int]]] = attrs.field(factory=dict)
    # the weight of the second part of the sum by first day, in millionths; None where there is no sum
    sums: list[tuple[dt.date, int | None]] = attrs.field(factory=list)
    # how the roof is shared by first day: the part of the first recipient, None where each has by what it uses
    sharings: list[tuple[dt.date, Fraction | None]] = attrs.field(factory=list)
    # periods that have been found to be covered
    whole: set[tuple[Place, Period]] = attrs.field(factory=set)

    def status(self, point: str, day: dt.date) -> str:
        """Return the status of a point."""
        return _last_up_to(self.statuses.get(point, []), day, "E22")

    def is_active(self, point: str, day: dt.date) -> bool:
        """Tell whether a point has values."""
        return self.status(point, day) == "E22"

    def change_status(self, point: str, day: dt.date, status: str | None) -> None:
        """Give a point another status from *day* on, or take the last change back."""
        changes = self.statuses.setdefault(point, [])
        if status is None:
            changes.pop()
            return
        changes[:] = sorted([change for change in changes if change[0] != day] + [(day, status)])

    def minutes_of(self, channel: Channel, day: dt.date) -> int:
        """Return the minutes of a step on a day."""
        return _last_up_to(self.resolutions.get(channel.point, []), day, channel.minutes)

    def change_resolution(self, channel: Channel, day: dt.date, minutes: int) -> None:
        """Let the steps of a point have other minutes from *day* on, up to the day on which they were changed anew."""
        before, changes = self.minutes_of(channel, day), dict(self.resolutions.get(channel.point, []))
        for later in sorted(change for change in changes if change > day and minutes != before):
            if changes[later] != before:
                break
            changes[later] = minutes
        self.resolutions[channel.point] = sorted({**changes, day: minutes}.items())

    def weight(self, day: dt.date) -> int | None:
        """Return the weight of the second part of the sum, None without one."""
        return _last_up_to(self.sums, day, None)

    def change_sum(self, day: dt.date, weight: str | None) -> None:
        """Let the sum be another one from *day* on, or none."""
        millionths = None if weight is None else int(Decimal(weight) * 10**6)
        self.sums = [*(change for change in self.sums if change[0] < day), (day, millionths)]

    def sharing(self, day: dt.date) -> Fraction | None:
        """Return the first recipient's part of the roof's production, None where it is by consumption."""
        return _last_up_to(self.sharings, day, Fraction(1, 2))

    def change_sharing(self, day: dt.date, part: Fraction | None) -> None:
        """Let the roof be shared otherwise from *day* on."""
        self.sharings = [*(change for change in self.sharings if change[0] < day), (day, part)]

    def shared(self, day: dt.date, produced: int, used: int, used_by_other: int) -> Fraction:
        """Return what the first recipient has of an hour's production, before it is rounded."""
        part = self.sharing(day)
        if part is None:
            both = used + used_by_other
            part = Fraction(used, both) if both else Fraction(1, 2)
        return produced * part

    def covered(self, place: Place, period: Period) -> bool:
        """Tell whether every instant has a value; none ever goes away."""
        if (place, period) in self.whole:
            return True
        values = self.values.get(place, {})
        at = period.start
        while at < period.end:
            if at not in values:
                return False
            at += dt.timedelta(minutes=values[at].minutes)
        self.whole.add((place, period))
        return True

    def accepts(
        self, channel: Channel, series: TimeSeries, sender: str, before: Iterable[TimeSeries]
    ) -> bool:
        """Tell whether the hub should take a series, *before* being what its message brings before it."""
        place = (series.metering_point, series.product, series.direction)
        values = self.values.get(place, {})
        first, last = (
            local_day(series.period.start),
            local_day(series.period.end - dt.timedelta(microseconds=1)),
        )
        minutes = {"PT15M": 15, "PT1H": 60}[series.resolution]
        if sender != channel.sender or place != (channel.point, channel.product, channel.direction):
            return False
        days = [first + n * ONE for n in range((last - first).days + 1)]
        if not all(self.is_active(channel.point, day) for day in days):
            return False
        if not self._resolution_fits(channel, series, minutes, days):
            return False
        if any(
            v.registered > series.registered
            for at, v in values.items()
            if series.period.start - dt.timedelta(minutes=v.minutes) < at < series.period.end
        ):
            return False
        whole = series.period.start == day_period(first).start and series.period.end == day_period(last).end
        if not whole:
            return self.covered(place, series.period)
        day = first - ONE
        return (
            day < self.since
            or not self.is_active(channel.point, day)
            or self.covered(place, day_period(day))
            or any(
                (b.metering_point, b.product, b.direction) == place
                and b.period.start <= day_period(day).start
                and day_period(day).end <= b.period.end
                for b in before
            )
        )

    def _resolution_fits(
        self, channel: Channel, series: TimeSeries, minutes: int, days: list[dt.date]
    ) -> bool:
        first, last = days[0], days[-1]
        if channel.point not in self.quarters:
            return all(minutes == self.minutes_of(channel, day) for day in days)
        since = self.quarters[channel.point]
        if minutes == 60:
            return since is None or last < since
        if since is not None:
            return first >= since
        until = self.hours_until.get(channel.point)
        midnight = series.period.start == day_period(first).start
        return midnight and (until is None or until <= series.period.start)

    def store(self, series: TimeSeries, now: dt.datetime) -> Iterator[tuple[dt.datetime, Value]]:
        """Keep an accepted series; yield what is new, nothing where it says the same once more."""
        place = (series.metering_point, series.product, series.direction)
        values = self.values.setdefault(place, {})
        minutes = {"PT15M": 15, "PT1H": 60}[series.resolution]
        if self._repeated(place, series):
            return
        self.blocks.setdefault(place, []).append(series)
        if series.metering_point in self.quarters:
            if minutes == 60:
                until = self.hours_until.get(series.metering_point)
                self.hours_until[series.metering_point] = max(until or series.period.end, series.period.end)
            elif self.quarters[series.metering_point] is None:
                self.quarters[series.metering_point] = local_day(series.period.start)
        columns = series.observations
        for at, value in enumerate(zip(columns.quantity.tolist(), columns.status.tolist(), strict=True)):
            instant = series.period.start + at * dt.timedelta(minutes=minutes)
            values[instant] = Value(*value, series.registered, now, minutes)
            yield instant, values[instant]

    def _repeated(self, place: Place, series: TimeSeries) -> bool:
        blocks = self.blocks.get(place, [])
        newest = [
            block
            for block in blocks
            if block.period.start < series.period.end and series.period.start < block.period.end
        ]
        last = max(newest, key=lambda block: (block.registered, blocks.index(block)), default=None)
        return last is not None and (
            (last.registered, last.period, last.resolution)
            == (series.registered, series.period, series.resolution)
            and last.observations.quantity.tolist() == series.observations.quantity.tolist()
            and last.observations.status.tolist() == series.observations.status.tolist()
        )

    def is_distributed(self, point: str) -> bool:
        """Tell whether what is sent is told to anybody: of a shared production only the result is."""
        return point not in SHARING


def _last_up_to(changes: Sequence[tuple[dt.date, T]], day: dt.date, otherwise: T) -> T:
    """Return what holds on a day: what the last change up to it says."""
    return next((state for first, state in reversed(changes) if first <= day), otherwise)


# -- what was sent


def rows(messages: Iterable[Any], *processes: str) -> Iterator[Row]:
    """Yield the values of metering points among what the hub has sent."""
    for outgoing in messages:
        if outgoing.message.kind() != "NotifyValidatedDataForBillingEnergy":
            continue
        process = str(outgoing.message.process_energy_context.energy_business_process).removeprefix("BRS-NO-")
        if processes and process not in processes:
            continue
        for payload in outgoing.message.payload_energy_time_series:
            if (
                payload.metering_point_used_domain_location is not None
                and payload.profiled_observation is None
            ):
                yield from _rows(outgoing.party, outgoing.role, payload)


def _rows(party: str, role: str, payload: Any) -> Iterator[Row]:
    period = payload.observation_period_time_series_period
    minutes = {"PT15M": 15, "PT1H": 60}[period.resolution_duration]
    characteristic = payload.mp_detail_measurement_metering_point_characteristic
    kind = "" if characteristic.business_type is None else str(characteristic.business_type)
    columns = payload.observation
    assert (period.end - period.start) // dt.timedelta(minutes=minutes) == len(columns)
    for at, value in enumerate(zip(columns.quantity.tolist(), columns.status.tolist(), strict=True)):
        yield Row(
            party,
            role,
            payload.metering_point_used_domain_location.identification.value,
            payload.product_included_product_characteristics.identification.value,
            characteristic.direction,
            kind,
            period.start + at * dt.timedelta(minutes=minutes),
            Value(*value, payload.registration_date_time, payload.insert_date_time, minutes),
        )


class SentVolume(NamedTuple):
    """A period volume, or its withdrawal, as a party gets it."""

    party: str
    role: str
    point: str
    document: str
    start: dt.datetime
    end: dt.datetime
    quantity: Decimal | None


def volumes(messages: Iterable[Any]) -> Counter[SentVolume]:
    """Count the period volumes among what the hub has sent."""
    counts: Counter[SentVolume] = Counter()
    for outgoing in messages:
        if outgoing.message.kind() != "NotifyValidatedDataForBillingEnergy":
            continue
        for payload in outgoing.message.payload_energy_time_series:
            value = payload.profiled_observation
            if value is not None:
                period = payload.observation_period_time_series_period
                quantity = None if value.withdrawn else value.metered.quantity
                counts[
                    SentVolume(
                        outgoing.party,
                        outgoing.role,
                        payload.metering_point_used_domain_location.identification.value,
                        str(outgoing.message.header.document_type),
                        period.start,
                        period.end,
                        quantity,
                    )
                ] += 1
    return counts
