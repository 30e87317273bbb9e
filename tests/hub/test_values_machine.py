"""Values, contracts, time and polls in any order: every value reaches whom it should, and every sum is that of its parts.

What must hold is calculated by a model of the test (`values_model`), from what was sent and what the hub accepted.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

import attrs
import hypothesis
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant
from tests.support.hub_fixtures import (
    AGENT,
    ANNA,
    AREA,
    BERIT,
    CARL,
    GRID,
    LAST,
    NEIGHBOUR,
    NEW,
    OLD,
    OTHER_AREA,
    THIRD,
    faults_of,
    uuid,
)
from tests.support.hub_profiled import Meter
from tests.support.hub_updates import Speaker
from tests.support.metering import ENERGY, collected, refused, series, temporary, value_query
from tests.support.settlement_market import AUTUMN, DAY, LOSS, SPRING
from tests.support.values_changes import STATUS_PROCESSES, MarketChanges, with_channels
from tests.support.values_market import (
    AREA_OF,
    CABIN,
    CALCULATED_POINTS,
    CHANNELS,
    COPY,
    FLAT,
    HOME,
    HOUR_LINE,
    HOURLY,
    LINE,
    OWN,
    OWNER_OF_AREA,
    PLANT,
    QUARTER,
    RESULTS,
    ROLES,
    ROOF,
    SHOP,
    SUM,
    THEIR_PLANT,
    Channel,
    new_hub,
)
from tests.support.values_model import (
    Access,
    Grant,
    Model,
    Row,
    SentVolume,
    Value,
    Who,
    entitled,
    first_contracts,
    kind_of,
    local_day,
    rows,
    values_of,
    volumes,
)
from tests.support.values_reconciliation import Reconciliations
from tests.support.walk_steps import STEPS, done, number_of, step

import edielkit
from edielkit.hub import Hub, ProcessPhase, Queue
from edielkit.hub.core.journal import JournalEntry, dump, load
from edielkit.hub.core.state_tables import PROCESSES
from edielkit.hub.settlement.settlement_records import SETTLEMENTS
from edielkit.market_time import OSLO, Period, day_period
from edielkit.series import Observations, TimeSeries

ONE, HOUR, QUARTER_HOUR = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=15)
SUPPLIERS = (OLD, NEW, THIRD)
USERS = (ANNA, BERIT, CARL)
SUPPLIED = (QUARTER, HOURLY, HOME, CABIN, SUM, FLAT, PLANT)
FIRST_DAYS = (DAY, SPRING - 2 * ONE, AUTUMN - 2 * ONE)
# what takes a process back after its deadline
BACK = {
    **dict.fromkeys(("101", "102", "103", "104"), "111"),
    "123": "133",
    "201": "221",
    "202": "221",
    "211": "222",
}
SEEDS, BOTH = range(1000), (False, True)
EVERYBODY = (OLD, NEW, THIRD, LAST, GRID, NEIGHBOUR, AGENT, LOSS)
RESULT_PLACES = {(point, ENERGY, direction) for point, direction, _ in RESULTS}
BOUNDARIES = (dt.time(0), dt.time(7), dt.time(12))
# product that messages name for what the hub makes of the values of a channel
MADE = {"HP02": "4700000000101", "HP04": "4700000000101", "6015": "4700000000201"}
# what an area's sums are made of: point, direction
PRODUCTION, INCOMING, OUTGOING, CONSUMPTION = "production", "incoming", "outgoing", "consumption"
PARTS = {
    AREA: {
        PRODUCTION: ((PLANT, "In"), (FLAT, "In"), (SHOP, "In")),
        INCOMING: ((LINE, "In"), (HOUR_LINE, "Out")),
        OUTGOING: ((LINE, "Out"), (HOUR_LINE, "In")),
        CONSUMPTION: ((QUARTER, "Out"), (HOURLY, "Out"), (FLAT, "Out"), (SHOP, "Out")),
    },
    OTHER_AREA: {
        PRODUCTION: ((THEIR_PLANT, "In"),),
        INCOMING: ((LINE, "Out"), (HOUR_LINE, "In")),
        OUTGOING: ((LINE, "In"), (HOUR_LINE, "Out")),
        CONSUMPTION: ((HOME, "Out"),),
    },
}


class ValuesMarket(MarketChanges, Reconciliations, RuleBasedStateMachine):
    """A market whose parties send values, change contracts, ask and poll as they like."""

    hub: Hub

    @initialize(since=st.sampled_from(FIRST_DAYS))
    def begins(self, since: dt.date) -> None:
        """The market is set up, and the first usage day is over."""
        self.since = since
        self.hub, self.now = new_hub(since)
        # the set-up is no part of what is checked but by the polls
        self.sent: list[Any] = list(self.hub.sent)
        self.set_up = len(self.sent)
        self.sum = next(
            row["calculation"]
            for row in self.hub.portal(self.now).list_calculations()
            if row["versions"][0]["targets"][0]["point"] == SUM
        )
        # first day of the calculation, and the first without any where it has ended
        self.sum_since = since
        self.sum_ended: dt.date | None = None
        self.hub.forget()
        self.start = self.hub.snapshot()
        self.journal: list[JournalEntry] = []
        self.taken = 0
        self.say, self.meter = Speaker(), Meter(count=1 << 16)
        self.model = Model(since, quarters={HOUR_LINE: None}, sums=[(since, 500_000)])
        self.contracts = first_contracts(since)
        # what end users give for points to come, and grid companies of points that nobody lives in
        self.grants: dict[str, list[Grant]] = {}
        self.shared: dict[str, list[Access]] = {}
        self.applied: set[str] = set()
        self.rolled: set[str] = set()
        self.chosen: dict[tuple[str, str, str], bool] = {}
        self.results: dict[Any, dict[dt.datetime, Value]] = {place: {} for place in RESULT_PLACES}
        self.volumes: list[tuple[Period, int, dt.datetime, set[Who]]] = []
        self.begin_reconciliations()
        self.delivered: Counter[str] = Counter()
        self.passed: Counter[str] = Counter()
        self.last: TimeSeries | None = None
        # what counted at some instants: instant, channel, values
        self.once: list[tuple[dt.datetime, tuple[str, str, str], dict[dt.datetime, Value]]] = []
        # channels that something was sent for since they were last compared
        self.touched: set[tuple[str, str, str]] = set()
        self.passes(day_period(since + ONE).start + 3 * HOUR)

    # -- bookkeeping

    def _collect(self) -> list[Any]:
        """Return what the hub has sent since the last time."""
        new = list(self.hub.sent[self.taken :])
        self.taken += len(new)
        self.sent += new
        return new

    @property
    def today(self) -> dt.date:
        """The Norwegian day that it is."""
        return local_day(self.now)

    def _receive(self, message: Any) -> Any:
        """Let the hub take a message in; return its receipt."""
        receipt = self.hub.receive(message, now=self.now)
        self.passed[number_of(message)] += receipt.passed
        return receipt

    @property
    def arrival(self) -> dt.datetime:
        """What comes at the instant of a run comes after it."""
        return max(self.now, self.taken_until + dt.timedelta(microseconds=1))

    def _tick(self, minutes: int = 7) -> None:
        self.now += dt.timedelta(minutes=minutes)
        for message in self._advanced(self.now):
            assert message is None, "nothing falls due between two steps"

    def _advanced(self, until: dt.datetime) -> Iterator[Any]:
        """Let time pass, with a stop at each midnight and at each time of the daily jobs, and check what they do."""
        while (following := self._boundary()) <= until:
            self.passes(following)
        self.hub.advance(until)
        self.now = until
        self._sync()
        yield from ()

    def _boundary(self) -> dt.datetime:
        last = self.hub.now
        assert last is not None
        day = local_day(last)
        boundaries = (
            dt.datetime.combine(date, time, OSLO).astimezone(dt.UTC)
            for date in (day, day + ONE)
            for time in BOUNDARIES
        )
        return next(instant for instant in boundaries if instant > last)

    def passes(self, until: dt.datetime) -> None:
        """Let time pass up to an instant, and check what the jobs of that instant have done."""
        corrections = any(
            process.brs == "211" and process.phase is ProcessPhase.WAITING and process.deadline <= until
            for process in self.hub._state.table(PROCESSES).values()
        )
        before = self._rights() if corrections else {}
        self.hub.advance(until)
        self.now = until
        self._sync()
        # who is said to move out later than was said before gets the days between
        self._check_jobs(self._collect(), Counter(self._rows_gained(self._gained(before))))

    def _sync(self) -> None:
        """Follow what the hub says has become of the processes on contracts, in the order of their effect."""
        processes = [
            process
            for process in self.hub._state.table(PROCESSES).values()
            if (process.point in self.contracts and process.brs not in {"302", "402"})
            or process.brs in STATUS_PROCESSES
        ]
        for process in processes:
            name = process.identification
            if process.phase is ProcessPhase.ROLLED_BACK and name not in self.rolled:
                self.rolled.add(name)
                self.contracts[process.point].roll_back(name, process.day)
        # what was taken back may have been in the way of another, which takes effect now
        for process in sorted(processes, key=lambda item: item.deadline):
            name = process.identification
            if process.phase is ProcessPhase.DONE and name not in self.applied:
                self.applied.add(name)
                self._apply(process)
        self._compare_contracts()

    def _apply(self, process: Any) -> None:
        if process.brs in STATUS_PROCESSES:
            self.model.change_status(process.point, process.day, STATUS_PROCESSES[process.brs])
            if process.brs == "214":
                self.contracts[process.point].vacate(process.identification, process.day)
            return
        contract, name, payload = (
            self.contracts[process.point],
            process.identification,
            process.request.payload_mp_event,
        )
        if process.brs == "622":
            end = payload.end_of_occurrence
            if payload.update_indicator == "Delete":
                contract.revoke(process.initiator, self.today)
            else:
                contract.prolong(name, process.initiator, self.today, None if end is None else local_day(end))
        elif process.brs in {"101", "104"}:
            contract.switch(name, process.day, process.initiator)
        elif process.brs == "202":
            contract.switch(name, process.day, LAST, "SLR")
        elif process.brs in {"201", "211"}:
            self._correct(process)
            contract.move_out(name, process.day)
        else:
            user = str(payload.consumer_involved_customer_party.identification)
            resort = bool(payload.move_in_to_slr) or process.brs == "123"
            who = (LAST, "SLR") if resort else (process.initiator, "DDQ")
            contract.move_in(name, process.day, user, *who, self.grants.get(user, ()))

    def _correct(self, process: Any) -> None:
        """Take back the move-out whose day a later one corrects."""
        for earlier in self.hub._state.table(PROCESSES).values():
            name = earlier.identification
            superseded = (earlier.point, earlier.brs) == (process.point, "211") and name not in self.rolled
            # of one that never took effect nothing is taken back
            if superseded and name in self.applied and earlier.phase is ProcessPhase.SUPERSEDED:
                self.rolled.add(name)
                self.contracts[process.point].roll_back(name, earlier.day)

    def _compare_contracts(self) -> None:
        for name, contract in self.contracts.items():
            point = self.hub.point(name)
            assert point is not None
            for day in (self.since + n * ONE for n in range(-2, (self.today - self.since).days + 12)):
                supply, supposed = point.supply(day), contract.supplies[day]
                held = ("", "") if supply is None else (supply.supplier, supply.role)
                assert (supposed.supplier, supposed.role) == held, (name, day)
                assert self.model.status(name, day) == point.status(day), (name, day)
                assert {a.party for a in contract.accesses if a.holds(day)} == {
                    a.party
                    for a in point.timeline.accesses
                    if a.start <= day and (a.end is None or day < a.end)
                }, (name, day, contract.accesses, point.timeline)

    def entitled(self, point: str, day: dt.date) -> set[Who]:
        """Return who may get the values of a day, whatever it subscribes to."""
        return entitled(self.contracts, point, day, self.shared)

    def wanted(self, point: str, product: str, kind: str, day: dt.date) -> set[Who]:
        """Return who gets values of a day now."""
        of = kind_of(point, product, kind)
        return {who for who in self.entitled(point, day) if self.chosen.get((*who, of), of != "6015")}

    # -- values

    def _drawn(self, channel: Channel, period: Period, seed: int, minutes: int | None = None) -> Observations:
        step = minutes or channel.minutes
        count = period.duration // dt.timedelta(minutes=step)
        quantity = np.random.default_rng(seed).integers(channel.low, channel.high + 1, count)
        zeros = np.zeros(count, np.uint8)
        return Observations(
            position=np.arange(1, count + 1, dtype=np.int32),
            quantity=quantity.astype(np.int64),
            status=zeros,
            validation=zeros,
            estimation=zeros,
        )

    def _series(self, channel: Channel, period: Period, seed: int, **more: Any) -> TimeSeries:
        minutes = more.pop("minutes", None) or self.model.minutes_of(channel, local_day(period.start))
        if channel.point in self.model.quarters and "fixed" not in more:
            since = self.model.quarters[channel.point]
            if since is not None and local_day(period.start) >= since:
                minutes = 15
        more.pop("fixed", None)
        return series(
            period,
            point=channel.point,
            minutes=minutes,
            product=more.pop("product", channel.product),
            direction=more.pop("direction", channel.direction),
            registered=more.pop("registered", self.now),
            observations=self._drawn(channel, period, seed, minutes),
        )

    def _place(self, channel: Channel) -> tuple[str, str, str]:
        return channel.point, channel.product, channel.direction

    def _open(self, channel: Channel) -> dt.date:
        """Return the first usage day that the channel should have values of and has none."""
        day = self.since
        while day <= self.today and (
            self.model.covered(self._place(channel), day_period(day))
            or not self.model.is_active(channel.point, day)
        ):
            day += ONE
        return day

    def _last_alike(self, channel: Channel, first: dt.date, until: dt.date) -> dt.date:
        """Return the last day up to which a series from *first* on may go: the point goes on as it was."""
        day = first
        while (
            day < until
            and self.model.is_active(channel.point, day + ONE)
            and self.model.minutes_of(channel, day + ONE) == self.model.minutes_of(channel, first)
        ):
            day += ONE
        return day

    def _send(self, sender: str, *deliveries: tuple[Channel, TimeSeries]) -> None:
        """Send series in one message, and check what becomes of each."""
        message = collected(*(delivery for _, delivery in deliveries), sender=sender, now=self.now)
        out = len(refused(self.hub))
        receipt = self._receive(message)
        assert receipt.accepted, receipt.fault
        wrong = {name for name, _ in refused(self.hub)[out:]}
        self.touched |= {
            (delivery.metering_point, delivery.product, delivery.direction) for _, delivery in deliveries
        }
        expected: Counter[Row] = Counter()
        taken: list[TimeSeries] = []
        for channel, delivery in deliveries:
            accepts = self.model.accepts(channel, delivery, sender, taken)
            assert accepts == (delivery.identification not in wrong), (delivery, receipt.report)
            if accepts:
                taken.append(delivery)
        for delivery in taken:
            for instant, value in self.model.store(delivery, self.arrival):
                if self.model.is_distributed(delivery.metering_point):
                    expected.update(self._rows(delivery, instant, value))
                self.last = delivery
        self._check_values(self._collect(), expected)

    def _rows(self, delivery: TimeSeries, instant: dt.datetime, value: Value) -> Iterator[Row]:
        for who in self.wanted(delivery.metering_point, delivery.product, "", local_day(instant)):
            yield Row(*who, delivery.metering_point, delivery.product, delivery.direction, "", instant, value)

    @step(point=(QUARTER, HOURLY, HOME, PLANT, FLAT), brs=("302", "402"), back=range(6))
    def master_data_come_again(self, point: str, brs: str, back: int) -> None:
        """The grid company says once more what is registered, channels too: nothing changes that values depend on."""
        self._tick()
        day = self.today if brs == "302" else max(self.since, self.today - back * ONE)
        data = self.hub.point(point).data(day)
        message = self.say.update(
            brs, day, sender=OWNER_OF_AREA[AREA_OF[point]], target=point, data=data, now=self.now
        )
        receipt = self._receive(with_channels(message, data))
        if not self._may_be_updated(point, brs, day):
            assert not receipt.passed
            self._collect()
            return
        assert receipt.passed, receipt.words
        assert data.channels == self.hub.point(point).data(day).channels
        self._collect()

    def _may_be_updated(self, point: str, brs: str, day: dt.date) -> bool:
        """Tell whether a point is there: on the day for 302, now for a correction back in time."""
        return self.model.status(point, day if brs == "302" else self.today) != "E31"

    @step(4, day=range(7), seed=SEEDS)
    def sends_what_is_missing(self, day: int, seed: int) -> None:
        """Both grid companies send every value up to some day that is over, a message each."""
        self._tick()
        self._send_until(min(self.today - ONE, self.since + day * ONE + (self.today - self.since) // 2), seed)

    def _send_until(self, until: dt.date, seed: int) -> None:
        for sender in (GRID, NEIGHBOUR):
            deliveries = []
            for number, channel in enumerate(CHANNELS):
                first = self._open(channel)
                if channel.sender == sender and first <= until:
                    last = self._last_alike(channel, first, until)
                    period = Period(day_period(first).start, day_period(last).end)
                    deliveries.append((channel, self._series(channel, period, 1000 * seed + number)))
            if deliveries:
                self._send(sender, *deliveries)

    @step(
        3,
        channel=CHANNELS,
        days=range(1, 4),
        seed=SEEDS,
        apart=BOTH,
    )
    def sends_days(self, channel: Channel, days: int, seed: int, apart: bool) -> None:
        """The next days of a channel, in one payload or in one each."""
        self._tick()
        first = self._open(channel)
        if first >= self.today:
            return
        last = min(first + (days - 1) * ONE, self.today - ONE)
        if apart:
            every = [first + n * ONE for n in range((last - first).days + 1)]
            deliveries = [(channel, self._series(channel, day_period(date), seed)) for date in every]
        else:
            whole = Period(day_period(first).start, day_period(last).end)
            deliveries = [(channel, self._series(channel, whole, seed))]
        self._send(channel.sender, *deliveries)

    @step(
        5,
        channel=CHANNELS,
        back=range(1, 7),
        hours=(None, None, None, (0, 4), (2, 2), (7, 1), (20, 3)),
        seed=SEEDS,
        kind=("newer", "newer", "newer", "temporary", "older", "same"),
    )
    def corrects(
        self, channel: Channel, back: int, hours: tuple[int, int] | None, seed: int, kind: str
    ) -> None:
        """Values of a day come again, whole or some hours, registered later or before what is there."""
        self._tick()
        day = self.today - back * ONE
        period = day_period(day)
        if hours is not None:
            period = Period(period.start + hours[0] * HOUR, period.start + sum(hours) * HOUR)
        if day < self.since or not self.model.covered(self._place(channel), day_period(day)):
            return
        stored = self.model.values[self._place(channel)]
        registered = max(v.registered for at, v in stored.items() if period.start <= at < period.end)
        if kind == "newer":
            registered = self.now - dt.timedelta(minutes=seed % 60)
        elif kind == "older":
            registered -= dt.timedelta(minutes=1 + seed % 3)
        correction = self._series(channel, period, seed, registered=max(registered, period.end))
        if kind == "temporary":
            correction = attrs.evolve(
                correction, observations=temporary(correction.observations), registered=self.now
            )
        self._send(channel.sender, (channel, correction))

    @step(1, later=BOTH)
    def says_it_again(self, later: bool) -> None:
        """The same series comes once more, as it was or registered anew."""
        self._tick()
        if self.last is None:
            return
        place = (self.last.metering_point, self.last.product, self.last.direction)
        channel = next(candidate for candidate in CHANNELS if self._place(candidate) == place)
        again = attrs.evolve(self.last, identification=series(self.last.period).identification)
        self._send(channel.sender, (channel, attrs.evolve(again, registered=self.now) if later else again))

    @step(
        3,
        channel=CHANNELS,
        fault=("gap", "part", "resolution", "sender", "direction", "product"),
        seed=SEEDS,
    )
    def sends_what_is_wrong(self, channel: Channel, fault: str, seed: int) -> None:
        """A hole before it, a part of a day, another resolution, sender or channel; a good series stands beside it."""
        self._tick()
        first = self._open(channel)
        sender, more = channel.sender, {}
        day = first
        if fault == "gap":
            day = first + ONE
        elif fault == "resolution":
            more = {"minutes": 75 - channel.minutes, "fixed": True}
        elif fault == "sender":
            sender = NEIGHBOUR if sender == GRID else GRID
        elif fault == "direction":
            more = {"direction": "In" if channel.direction == "Out" else "Out"}
        elif fault == "product":
            more = {"product": "8716867000139"}
        period = day_period(day)
        if fault == "part":
            period = Period(period.start, period.start + 12 * HOUR)
        if day >= self.today:
            return
        faulty = self._series(channel, period, seed, **more)
        if (faulty.metering_point, faulty.product, faulty.direction) in map(self._place, CHANNELS):
            place = (faulty.metering_point, faulty.product, faulty.direction)
            channel = next(candidate for candidate in CHANNELS if self._place(candidate) == place)
        good = next(
            candidate
            for candidate in CHANNELS
            if candidate.sender == sender and candidate.point != channel.point
        )
        beside = self._open(good)
        deliveries = [(channel, faulty)]
        if beside < self.today:
            deliveries.insert(seed % 2, (good, self._series(good, day_period(beside), seed)))
        self._send(sender, *deliveries)

    @step(1, point=sorted(CALCULATED_POINTS), back=range(1, 4), seed=range(100))
    def sends_what_is_calculated(self, point: str, back: int, seed: int) -> None:
        """Nobody sends values for a channel that the hub calculates."""
        self._tick()
        day = self.today - back * ONE
        # where there is no sum, nothing is calculated
        if day < self.since or (point == SUM and self.model.weight(day) is None):
            return
        minutes = next(m for name, _, m in RESULTS if name == point)
        channel = Channel(point, "Out", minutes, "", 0, 99)
        sender = OWNER_OF_AREA[AREA_OF[point]]
        self._send(sender, (channel, self._series(channel, day_period(self.today - back * ONE), seed)))

    def _check_values(self, messages: list[Any], expected: Counter[Row]) -> None:
        """What was sent on is what was accepted, times those entitled; what is calculated of it follows."""
        received = Counter(rows(messages))
        results = Counter({row: n for row, n in received.items() if row[2:5] in RESULT_PLACES})
        sent = received - results
        assert expected == sent, (expected - sent, sent - expected)
        self._check_results(results)

    def _check_results(self, received: Counter[Row]) -> None:
        before, self.results = self.results, self._results()
        notified: dict[tuple[Any, dt.datetime], set[Who]] = {}
        for row, count in received.items():
            place = row[2:5]
            assert 1 == count
            assert self.results[place][row.instant] == row.value
            assert row.value.inserted == self.arrival
            who = notified.setdefault((place, row.instant), set())
            assert row[:2] not in who
            who.add(row[:2])
        told = {place for place, _ in notified}
        for place, values in self.results.items():
            if place not in told and values == before[place]:
                continue
            for instant, value in values.items():
                earlier = before[place].get(instant)
                if earlier is value and (place, instant) not in notified:
                    continue
                wanted = self.wanted(place[0], place[1], "", local_day(instant))
                if earlier is None or earlier[:2] != value[:2]:
                    assert wanted == notified.get((place, instant), set()), (place, instant)
                elif (place, instant) in notified:
                    assert wanted == notified[place, instant]

    def _results(self) -> dict[Any, dict[dt.datetime, Value]]:
        """Return what the hub holds in the channels that it calculates."""
        period = Period(day_period(self.since).start, day_period(self.today).end)
        results: dict[Any, dict[dt.datetime, Value]] = {}
        for place in RESULT_PLACES:
            values = results[place] = {}
            for piece in self.hub.values(*place, period):
                values.update(values_of(piece))
        return results

    @invariant()
    def nothing_is_unforeseen(self) -> None:
        """The hub has met nothing that it did not foresee."""
        assert not hasattr(self, "hub") or self.hub.failure_cases() == ()

    @invariant()
    def calculations_conserve_energy(self) -> None:
        """A sum is the sum, a copy the copy, and the parts of a shared production are the production."""
        if not hasattr(self, "model") or not self.touched:
            return
        sums, copies = (self.results[point, ENERGY, "Out"] for point in (SUM, COPY))
        hourly, two, roof, flat, shop = (
            self.model.values.get((point, ENERGY, direction), {})
            for point, direction in (
                (HOURLY, "Out"),
                (HOME, "Out"),
                (ROOF, "In"),
                (FLAT, "Out"),
                (SHOP, "Out"),
            )
        )
        weights = {at: self.model.weight(local_day(at)) for at in hourly.keys() & two.keys()}
        assert {
            at: (hourly[at].quantity * 10**6 + two[at].quantity * weight + 500_000) // 10**6
            for at, weight in weights.items()
            if weight is not None
        } == {at: value.quantity for at, value in sums.items()}
        quarters = self.model.values.get((QUARTER, ENERGY, "Out"), {})
        assert {at: value[:2] for at, value in quarters.items()} == {at: v[:2] for at, v in copies.items()}
        net = [
            self.results[point, ENERGY, direction] for point in (FLAT, SHOP) for direction in ("Out", "In")
        ]
        for used, results in ((flat, net[:2]), (shop, net[2:])):
            # equal parts and those by hand need nothing but the production and the recipient's own consumption
            there = {
                at
                for at in roof.keys() & used.keys()
                if self.model.sharing(local_day(at)) is not None or (at in flat and at in shop)
            }
            assert all(there == result.keys() for result in results)
        for at in roof.keys() & flat.keys() & shop.keys():
            produced = sum(roof[at + n * QUARTER_HOUR].quantity for n in range(4))
            out, into, other_out, other_into = (column[at].quantity for column in net)
            assert 0 == min(out, into) == min(other_out, other_into)
            parts = flat[at].quantity - out + into, shop[at].quantity - other_out + other_into
            assert produced == sum(parts)
            # what division leaves over goes to the part that lost more by rounding down
            exact = self.model.shared(local_day(at), produced, flat[at].quantity, shop[at].quantity)
            assert abs(parts[0] - exact) <= Fraction(1, 2), (at, parts, exact)

    @invariant()
    def the_store_holds_the_newest(self) -> None:
        """What the hub holds is what was accepted last, of each instant."""
        if not hasattr(self, "model"):
            return
        period = Period(day_period(self.since - ONE).start, day_period(self.today).end)
        touched, self.touched = self.touched, set()
        for place in touched - RESULT_PLACES:
            values = self.model.values.get(place, {})
            assert values == self._counting(place, period)

    def _counting(
        self, place: tuple[str, str, str], period: Period, as_of: dt.datetime | None = None
    ) -> dict[dt.datetime, Value]:
        """Return what the hub says that counts, or counted."""
        values: dict[dt.datetime, Value] = {}
        for piece in self.hub.values(*place, period, as_of=as_of):
            values.update(values_of(piece))
        return values

    # -- contracts

    def _contract_message(self, message: Any) -> None:
        """Send a message about contracts: who has come to be entitled to days by it gets their values, nobody else."""
        before = self._rights()
        receipt = self._receive(message)
        assert receipt.accepted, receipt.fault
        self._check_gained(before)

    def _check_gained(self, before: dict[tuple[str, dt.date], set[Who]]) -> None:
        """Hold that whoever has come to be entitled to days got their values, and nobody else."""
        self._sync()
        messages = self._collect()
        gained = self._gained(before)
        assert Counter(self._rows_gained(gained)) == Counter(rows(messages))
        assert Counter(self._volumes_gained(gained)) == volumes(messages)

    def _rights(self) -> dict[tuple[str, dt.date], set[Who]]:
        days = [self.since + n * ONE for n in range((self.today - self.since).days + 1)]
        return {(point, day): self.entitled(point, day) for point in self.contracts for day in days}

    def _gained(self, before: dict[tuple[str, dt.date], set[Who]]) -> dict[tuple[str, dt.date], set[Who]]:
        """Return who has a right now that it had not before; nothing is gained of days that were not asked for."""
        if not before:
            return {}
        return {place: who - before.get(place, who) for place, who in self._rights().items()}

    def _rows_gained(self, gained: dict[tuple[str, dt.date], set[Who]]) -> Iterator[Row]:
        points = {point for (point, _), who in gained.items() if who}
        for (point, product, direction, kind), values in self._values_held(points):
            of = kind_of(point, product, kind)
            named, shown = MADE.get(kind, product), "" if kind == "6015" else kind
            for instant, value in values:
                for who in gained.get((point, local_day(instant)), ()):
                    if self.chosen.get((*who, of), of != "6015"):
                        yield Row(*who, point, named, direction, shown, instant, value)

    def _values_held(
        self, points: set[str]
    ) -> Iterator[tuple[tuple[str, str, str, str], list[tuple[dt.datetime, Value]]]]:
        """Yield what anybody may see of some points with contracts: what was sent, what was calculated, what was made."""
        for place, values in self.model.values.items():
            if place[0] in points and self.model.is_distributed(place[0]):
                yield (*place, ""), list(values.items())
        if any(place[0] in points for place in RESULT_PLACES):
            for place, values in self._results().items():
                if place[0] in points:
                    yield (*place, ""), list(values.items())
        period = Period(day_period(self.since).start, day_period(self.today).end)
        for point in points:
            for kind in MADE:
                yield (point, ENERGY, "Out", kind), self._held(point, kind, period)

    def _volumes_gained(self, gained: dict[tuple[str, dt.date], set[Who]]) -> Iterator[SentVolume]:
        """Yield the period volumes that somebody has a new part of; who is sent one is told when it is withdrawn."""
        for period, used, _, recipients in self.volumes:
            first, last = local_day(period.start), local_day(period.end)
            new = set()
            for n in range((last - first).days):
                new |= gained[CABIN, first + n * ONE]
            chosen = {who for who in new if self.chosen.get((*who, "settled active"), True)}
            recipients.update(chosen)
            for who in chosen:
                yield SentVolume(*who, CABIN, "E65", *_span(period), used)

    @step(
        8,
        brs=("101", "101", "102", "103", "104"),
        who=SUPPLIERS,
        point=SUPPLIED,
        user=USERS,
        days=range(9),
        resort=BOTH,
    )
    def starts(self, brs: str, who: str, point: str, user: str, days: int, resort: bool) -> None:
        """A supplier asks for a start; mostly of the end user that fits."""
        self._tick()
        back = brs in {"103", "104"}
        day = self.today + (-days if back else days + 1) * ONE
        contract = self.contracts[point]
        if brs == "104":
            resorts = [(name, date) for name in SUPPLIED for date in self._last_resorts(name)]
            point, day = resorts[days % len(resorts)] if resorts else (point, day)
            contract = self.contracts[point]
        if brs in {"101", "104"}:
            user = contract.occupancies[day].user or user
        more = {"to_last_resort": True} if brs == "103" and resort else {}
        self._contract_message(
            self.say.start(brs, day, sender=who, target=point, user=user, now=self.now, **more)
        )

    def _last_resorts(self, point: str) -> list[dt.date]:
        """Return the days of late on which the supplier of last resort has begun to supply a point."""
        supplies = self.contracts[point].supplies
        return [
            date
            for date, supply in supplies.items()
            if supply.role == "SLR"
            and supplies.get(date - ONE, supply) != supply
            and abs((date - self.today).days) < 9
        ]

    @step(4, brs=("201", "202", "202"), point=SUPPLIED, days=range(1, 5), own=(True, True, True, False))
    def ends(self, brs: str, point: str, days: int, own: bool) -> None:
        """The supplier of a point, or another one, reports that its customer moves out or that it supplies no more."""
        self._tick()
        day = self.today + days * ONE
        contract = self.contracts[point]
        who = contract.supplies[day].supplier if own else OLD
        if who in SUPPLIERS:
            user = contract.occupancies[day].user or ANNA
            self._contract_message(self.say.end(brs, day, sender=who, target=point, user=user, now=self.now))

    @step(4, pick=SEEDS)
    def rolls_back(self, pick: int) -> None:
        """A supplier or a grid company takes a start or an end back."""
        self._tick()
        done = [
            process
            for process in self.hub._state.table(PROCESSES).values()
            if process.phase in {ProcessPhase.DONE, ProcessPhase.WAITING} and process.brs in BACK
        ]
        if not done:
            return
        process = done[pick % len(done)]
        waits = process.phase is ProcessPhase.WAITING
        starts = process.brs.startswith("1")
        message = (self.say.start if starts else self.say.end)(
            process.brs if waits else BACK[process.brs],
            process.day,
            sender=process.initiator,
            role=process.role,
            target=process.point,
            reference=process.identification,
            user=str(process.request.payload_mp_event.consumer_involved_customer_party.identification),
            now=self.now,
        )
        self._contract_message(message)

    @step(2, indicator=("Add", "Add", "Delete"), point=SUPPLIED, end=(None, None, *range(1, 10)))
    def asks_for_access(self, indicator: str, point: str, end: int | None) -> None:
        """The third party asks for access, or gives it up; the end user says yes at once."""
        self._tick()
        last = None if end is None or indicator == "Delete" else self.today + end * ONE
        self._contract_message(self.say.access(indicator, target=point, end=last))
        for process in list(self.hub._state.table(PROCESSES).values()):
            if process.phase is ProcessPhase.AWAITING_APPROVAL:
                user = self.contracts[process.point].occupancies[self.today].user
                self.hub.call(
                    "approve_access", now=self.now, identification=process.identification, customer=user
                )
        self._sync()
        assert [] == list(rows(self._collect()))

    @step(2, point=SUPPLIED, end=(None, None, *range(1, 5)), future=BOTH)
    def grants_at_the_portal(self, point: str, end: int | None, future: bool) -> None:
        """The end user of a point gives the third party access to all its points, and perhaps to those to come."""
        self._tick()
        user = self.contracts[point].occupancies[self.today].user
        if not user:
            return
        own = [p for p, contract in self.contracts.items() if contract.occupancies[self.today].user == user]
        last = None if end is None else self.today + end * ONE
        self.say.count += 1
        back = self.hub.call(
            "authorise_by_url",
            now=self.now,
            client_id=AGENT,
            request_id=uuid(self.say.count + 900_000),
            customer=user,
            points=own,
            end=None if last is None else last.isoformat(),
            future=future,
        )
        if "error" not in back:
            for point in own:
                self.contracts[point].grant("url", AGENT, self.today, last)
            if future:
                self.grants[user] = [Grant(AGENT, last)]
        self._sync()

    @step(2, user=USERS, point=(None, *SUPPLIED), days=(None, *range(1, 5)))
    def takes_access_back(self, user: str, point: str | None, days: int | None) -> None:
        """An end user ends what the third party has, at once or on a day to come."""
        self._tick()
        day = self.today + (days or 0) * ONE
        more = {} if days is None else {"end": day.isoformat()}
        call = "withdraw_access" if days is None else "set_access_end"
        ended = [
            name
            for name, contract in self.contracts.items()
            if point in {None, name} and contract.end_access(user, AGENT, self.today, day)
        ]
        granted = self.grants.get(user, []) if point is None else []
        if granted:
            self.grants[user] = [] if days is None else [Grant(AGENT, day)]
        try:
            named = self.hub.call(call, now=self.now, customer=user, party=AGENT, point=point, **more)
        except ValueError:
            assert not ended
            assert not granted
        else:
            assert sorted(ended) == sorted(named)
        self._sync()
        assert [] == list(rows(self._collect()))

    @step(1, sender=(NEIGHBOUR, NEIGHBOUR, GRID), end=(None, *range(1, 5)))
    def shares_a_point(self, sender: str, end: int | None) -> None:
        """A grid company lets the third party see a point of its own that is not settled and that nobody lives in."""
        self._tick()
        last = None if end is None else self.today + end * ONE
        accesses = self.shared.setdefault(OWN, [])
        refused = sender != NEIGHBOUR or any(access.holds(self.today) for access in accesses)
        more = {} if last is None else {"end": last.isoformat()}
        try:
            self.hub.call("share_point", now=self.now, sender=sender, party=AGENT, point=OWN, **more)
        except ValueError:
            assert refused
        else:
            assert not refused
            accesses.append(Access("shared", AGENT, self.today, last))

    @step(1, old=SUPPLIERS, new=SUPPLIERS, days=range(4))
    def moves_a_portfolio(self, old: str, new: str, days: int) -> None:
        """The hub gives all points of a supplier to another."""
        self._tick()
        if old == new:
            return
        day = self.today + days * ONE
        self.hub.call("move_portfolio", now=self.now, old=old, new=new, day=day.isoformat())
        for contract in self.contracts.values():
            contract.move_portfolio(old, new, day)
        self._sync()
        assert [] == list(rows(self._collect()))

    @step(
        1,
        who=(OLD, NEW, GRID, NEIGHBOUR, AGENT),
        kind=("settled active", "non-settled active", "reactive", "6015"),
        wanted=BOTH,
    )
    def subscribes(self, who: str, kind: str, wanted: bool) -> None:
        """A party begins or ends a subscription."""
        self._tick()
        self.hub.call("subscribe", now=self.now, party=who, role=ROLES[who], kind=kind, wanted=wanted)
        self.chosen[who, ROLES[who], kind] = wanted

    # -- profiled points

    @step(6, days=range(1, 4), used=range(9001))
    def sends_a_volume(self, days: int, used: int) -> None:
        """The volume that follows comes in; all who are entitled to a part get it, and each its part of the values."""
        self._tick()
        first = self.volumes[-1][0].end if self.volumes else day_period(self.since).start
        start = local_day(first)
        end = start + days * ONE
        if end > self.today:
            return
        index = 1000 + sum(quantity for _, quantity, _, _ in self.volumes)
        payloads = []
        if not self.volumes and not self.hub.volumes(CABIN):
            payloads.append(
                self.meter.value(start, start, index=str(index), registered=self.now, target=CABIN)
            )
        payloads.append(
            self.meter.value(
                start,
                end,
                metered=str(used),
                readings=(str(index), str(index + used)),
                registered=self.now,
                target=CABIN,
            )
        )
        receipt = self._receive(self.meter.values(self.now, *payloads))
        assert receipt.accepted
        assert () == receipt.reasons
        period = Period(first, day_period(end).start)
        who = {
            party_role for n in range(days) for party_role in self.wanted(CABIN, ENERGY, "", start + n * ONE)
        }
        self.volumes.append((period, used, self.now, who))
        messages = self._collect()
        assert Counter(SentVolume(*w, CABIN, "E65", *_span(period), used) for w in who) == volumes(messages)
        self._check_calculated(messages, "HP04", period, 1000 * used)

    def _check_calculated(self, messages: list[Any], kind: str, period: Period, total: int | None) -> None:
        """Interval values of a profiled point: they sum to the volume, and each goes to whom it should."""
        expected = [
            Row(*who, CABIN, MADE[kind], "Out", kind, instant, value)
            for instant, value in self._held(CABIN, kind, period)
            for who in self.wanted(CABIN, ENERGY, kind, local_day(instant))
        ]
        values = [value.quantity for _, value in self._held(CABIN, kind, period)]
        assert total is None or total == sum(values)
        assert period.duration // QUARTER_HOUR == len(values)
        assert Counter(expected) == Counter(rows(messages))

    def _held(self, point: str, kind: str, period: Period) -> list[tuple[dt.datetime, Value]]:
        return [
            item
            for piece in self.hub.values(point, ENERGY, "Out", period, kind=kind)
            for item in values_of(piece).items()
        ]

    @step(4, wrong=(True, False, False))
    def withdraws_a_volume(self, wrong: bool) -> None:
        """The last volume is withdrawn, and those are told who got it; a part of one cannot be."""
        self._tick()
        if not self.volumes:
            return
        period, _, _, who = self.volumes[-1]
        end = local_day(period.end)
        start = local_day(period.start)
        if wrong:
            end += ONE
            start = end - ONE
        payload = self.meter.value(start, end, withdrawn=True, registered=self.now, target=CABIN)
        receipt = self._receive(self.meter.values(self.now, payload, brs="332"))
        assert wrong == bool(receipt.reasons)
        messages = self._collect()
        if wrong:
            assert not volumes(messages)
            return
        self.volumes.pop()
        assert Counter(SentVolume(*w, CABIN, "E67", *_span(period), None) for w in who) == volumes(messages)
        assert [] == self._held(CABIN, "HP04", period)

    # -- time and settlement

    @step(6, hours=range(1, 41), punctual=BOTH, seed=SEEDS)
    def time_passes(self, hours: int, punctual: bool, seed: int) -> None:
        """Deadlines fire, days are settled, mostly of whole values; the story ends after a month."""
        if self.today > self.since + 30 * ONE:
            return
        if punctual:
            self._send_until(self.today - ONE, seed)
        for _ in self._advanced(self.now + hours * HOUR):
            pass

    @step(1, pick=SEEDS)
    def releases(self, pick: int) -> None:
        """The hub's staff lets pass what is on hold."""
        self._tick()
        held = [
            record
            for record in self.hub._state.table(SETTLEMENTS).values()
            if record.phase.value == "on hold" and not self._has_newer(record)
        ]
        if not held:
            return
        for record in held:
            self.hub.call(
                "release_settlement",
                now=self.now,
                area=record.area,
                day=record.day.isoformat(),
                sender="7080003824349",
            )
        self._check_jobs(self._collect())

    @step(1, area=(AREA, OTHER_AREA), back=range(1, 7), own=(True, True, False))
    def reruns(self, area: str, back: int, own: bool) -> None:
        """A grid company lets a day be settled again, its own and not one that is locked."""
        self._tick()
        day = self.today - back * ONE
        sender = OWNER_OF_AREA[area] if own else OWNER_OF_AREA[OTHER_AREA if area == AREA else AREA]
        try:
            self.hub.call("rerun_settlement", now=self.now, area=area, day=day.isoformat(), sender=sender)
        except ValueError:
            assert not own or (area, day) in self.locked or back > 5 or day < self.since, (area, day)
        else:
            assert own
            assert (area, day) not in self.locked
        self._check_jobs(self._collect())

    def _has_newer(self, record: Any) -> bool:
        return any(
            (other.area, other.day) == (record.area, record.day) and other.version > record.version
            for other in self.hub._state.table(SETTLEMENTS).values()
        )

    def _check_jobs(self, messages: list[Any], gained: Counter[Row] | None = None) -> None:
        """What the daily jobs have settled is what the values say, and what they have sent went to whom it should."""
        received = Counter(rows(messages))
        expected: Counter[Row] = gained or Counter()
        assert all(row.kind == "HP02" or row.value.minutes == 15 for row in received - expected)
        for record in self.hub._state.table(SETTLEMENTS).values():
            if record.calculated == self.now:
                self._check_record(record)
                self.note_record(record)
            if record.locked and (record.area, record.day) not in self.locked:
                self.locked.add((record.area, record.day))
                expected.update(self._of_the_lock(record))
        assert expected == received, (expected - received, received - expected)
        self.check_reconciliations()
        for day in {r.day for r in self.hub._state.table(SETTLEMENTS).values() if r.calculated == self.now}:
            self._check_price_area(day)

    @property
    def locked(self) -> set[tuple[str, dt.date]]:
        """Areas and days whose settlement is locked."""
        if not hasattr(self, "_locked"):
            self._locked: set[tuple[str, dt.date]] = set()
        return self._locked

    def _of_the_lock(self, record: Any) -> Iterator[Row]:
        """Yield what is told of the points of a locked day: profiled consumption, and hours as quarters."""
        points = {AREA: ((CABIN, "HP02"), (HOURLY, "6015"), (FLAT, "6015"), (SHOP, "6015"))}
        for point, kind in points.get(record.area, ((HOME, "6015"),)):
            for instant, value in self._held(point, kind, record.period):
                # 6015 is no business type
                business_type = "" if kind == "6015" else kind
                for who in self.wanted(point, ENERGY, kind, record.day):
                    yield Row(*who, point, MADE[kind], "Out", business_type, instant, value)

    def _hours(self, point: str, direction: str, period: Period) -> list[int]:
        """Return what a channel has in each hour of a day."""
        place = (point, ENERGY, direction)
        values = self.results[place] if place in RESULT_PLACES else self.model.values.get(place, {})
        return [
            sum(values[instant].quantity for instant in quarters if instant in values)
            for quarters in _quarters_of_hours(period)
        ]

    def _check_record(self, record: Any) -> None:
        if not record.summed:
            return
        column: Callable[[str], Any] = record.column
        used = column("interval") + column("hourly") + column("profiled")
        left = column("production") + column("incoming") - column("outgoing") - used - column("loss")
        assert not left.any()
        by_hour = {
            PRODUCTION: column("production"),
            INCOMING: column("incoming"),
            OUTGOING: column("outgoing"),
            CONSUMPTION: column("interval") + column("hourly"),
        }
        for name, every in PARTS[record.area].items():
            parts = [channel for channel in every if self.model.is_active(channel[0], record.day)]
            if not parts:
                assert not by_hour[name].any()
                continue
            wanted = np.sum([self._hours(*channel, record.period) for channel in parts], axis=0)
            assert wanted.tolist() == by_hour[name].reshape(-1, 4).sum(axis=1).tolist(), (name, record)
        for supplier in (OLD, NEW, THIRD, LAST):
            own = [
                self._hours(point, direction, record.period)
                for point, direction in PARTS[record.area][CONSUMPTION]
                if self.contracts[point].supplies[record.day].supplier == supplier
                and self.model.is_active(point, record.day)
            ]
            consumption = record.group(supplier=supplier, use="interval") + record.group(
                supplier=supplier, use="hourly"
            )
            assert sum(map(sum, own)) == int(consumption.sum()), (supplier, record)

    def _check_price_area(self, day: dt.date) -> None:
        newest = {}
        for record in self.hub._state.table(SETTLEMENTS).values():
            if record.day == day and record.phase.value == "done":
                current = newest.get(record.area)
                newest[record.area] = (
                    record if current is None or record.version > current.version else current
                )
        report = self.hub.price_area_sums("NO1", day)
        records = [newest[area] for area in report["areas"]]
        for name in ("production", "incoming", "outgoing", "interval", "hourly", "profiled", "loss"):
            if records:
                wanted = sum(record.column(name) for record in records)
                assert wanted.tolist() == [
                    int(float(x) * 1000 + (0.5 if float(x) >= 0 else -0.5)) for x in report["columns"][name]
                ]

    # -- queries and queues

    @step(
        5,
        who=(OLD, NEW, THIRD, LAST, GRID, NEIGHBOUR, AGENT),
        channel=CHANNELS,
        back=range(1, 13),
        days=(1, 1, 2, 3, 6),
        own=BOTH,
    )
    def asks_for_values(self, who: str, channel: Channel, back: int, days: int, own: bool) -> None:
        """A party asks for values (315): it gets what counts of days that are its own, or a refusal."""
        self._tick()
        if channel.point in {FLAT, SHOP}:
            return
        first = self.today - back * ONE
        if own and channel.point in self.contracts:
            who = self.contracts[channel.point].supplies[first].supplier or who
        period = Period(day_period(first).start, day_period(first + (days - 1) * ONE).end)
        self._receive(value_query(period, point=channel.point, sender=who, role=ROLES[who], now=self.now))
        received = Counter(rows(self._collect()))
        every = [first + n * ONE for n in range(days)]
        expected: Counter[Row] = Counter()
        if self._may_see((who, ROLES[who]), channel.point, every):
            for (point, product, direction), values in self.model.values.items():
                for instant, value in values.items() if point == channel.point else ():
                    if period.start <= instant < period.end:
                        expected[Row(who, ROLES[who], point, product, direction, "", instant, value)] += 1
        mine = Counter({row: n for row, n in received.items() if row.kind == ""})
        assert expected == mine, (expected - mine, mine - expected)
        assert all(row[:2] == (who, ROLES[who]) for row in received)

    def _may_see(self, who: Who, point: str, days: list[dt.date]) -> bool:
        if who[1] == "DDM" or point not in self.contracts:
            return all(who in self.entitled(point, day) for day in days)
        return all(self._sees(who, point, day) for day in days)

    def _sees(self, who: Who, point: str, day: dt.date) -> bool:
        if who in self.entitled(point, day):
            return True
        # after the move of a portfolio the new supplier sees the time of its end user before (EI-1381)
        contract = self.contracts[point]
        return any(
            supply.moved
            and (supply.supplier, supply.role) == who
            and day < date
            and contract.occupancies[day] == contract.occupancies[date]
            and contract.supplies[date - ONE] != supply
            and (contract.supplies[date - ONE].supplier, "DDQ") == (supply.moved, supply.role)
            and supply.name.endswith(f" {date}")
            for date, supply in contract.supplies.items()
        )

    @step(2, who=EVERYBODY, queue=tuple(Queue), acknowledges=BOTH)
    def polls(self, who: str, queue: Queue, acknowledges: bool) -> None:
        """A party polls, and stores what it gets or not."""
        self._tick()
        result = self.hub.poll(who, queue=queue, now=self.now)
        assert result == self.hub.poll(who, queue=queue, now=self.now)
        if result is not None and acknowledges:
            self._store(result)

    def _store(self, result: Any) -> None:
        assert self.hub.acknowledge_poll(result, now=self.now).accepted
        self.delivered.update(message.header.identification for message in result.messages)

    @step(1)
    def is_restored(self) -> None:
        """The hub is put away and taken up again: nothing changes."""
        self._collect()
        self.journal += self.hub.journal
        before = self.hub.snapshot()
        self.once += [
            (self.now, place, dict(values))
            for place, values in self.model.values.items()
            if place not in RESULT_PLACES
        ]
        self.hub = Hub.restore(before)
        self.taken = 0
        assert before == self.hub.snapshot()
        # what comes at the very instant counted at that instant, too
        self._tick()

    def teardown(self) -> None:
        """Everything is delivered exactly once, is valid, and comes again in a replay."""
        if not hasattr(self, "model"):
            return
        self.touched = set(self.model.values)
        self.calculations_conserve_energy()
        self.the_store_holds_the_newest()
        whole = Period(day_period(self.since - ONE).start, day_period(self.today).end)
        for instant, place, values in self.once:
            assert values == self._counting(place, whole, instant)
        for who in EVERYBODY:
            for queue in Queue:
                while (result := self.hub.poll(who, queue=queue, now=self.now)) is not None:
                    self._store(result)
        self._collect()
        assert Counter(outgoing.message.header.identification for outgoing in self.sent) == self.delivered
        for outgoing in self.sent[:: max(1, len(self.sent) // 30)]:
            assert [] == faults_of(outgoing.message, self.now)
        self.journal += self.hub.journal
        replayed = Hub.replay(self.start, load(dump(self.journal)))
        assert self.hub.snapshot() == replayed.snapshot()
        own = self.sent[self.set_up :]
        assert [outgoing.number for outgoing in own] == [outgoing.number for outgoing in replayed.sent]
        # the bytes of some, as there are thousands
        assert [edielkit.serialize(outgoing.message) for outgoing in own[::7]] == [
            edielkit.serialize(outgoing.message) for outgoing in replayed.sent[::7]
        ]


@lru_cache(maxsize=1 << 8)
def _quarters_of_hours(period: Period) -> list[tuple[dt.datetime, ...]]:
    """Return the instants that the quarters of each hour begin at."""
    return [
        tuple(period.start + n * HOUR + quarter * QUARTER_HOUR for quarter in range(4))
        for n in range(period.duration // HOUR)
    ]


def _span(period: Period) -> tuple[dt.datetime, dt.datetime]:
    return period.start, period.end


def walk(seed: int, steps: int) -> Counter[str]:
    """Take *steps* at random, with every invariant held after each; return how many of each kind, and what processes became."""
    machine, drawn = ValuesMarket(), random.Random(seed)
    names = list(STEPS)
    weights = [STEPS[name][0] for name in names]
    machine.begins(since=drawn.choice(FIRST_DAYS))
    drawn_names = drawn.choices(names, weights, k=steps)
    for name in drawn_names:
        getattr(machine, name)(
            **{argument: drawn.choice(values) for argument, values in STEPS[name][1].items()}
        )
        machine.nothing_is_unforeseen()
        machine.calculations_conserve_energy()
        machine.the_store_holds_the_newest()
    machine.teardown()
    processes = machine.hub._state.table(PROCESSES).values()
    ends = Counter(f"{process.brs} {process.phase.value}" for process in processes)
    ends.update({f"reconciled differences of {kind}": n for kind, n in machine.differences.items()})
    return Counter(drawn_names) + ends + done(processes, machine.passed)


@pytest.mark.parametrize("seed", range(2))
def test_a_walk(seed: int) -> None:
    """Some dozens of steps of every kind."""
    walk(seed, 40)


@pytest.mark.slow
@settings(max_examples=5, deadline=None, phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate))
@given(st.integers(0, 2**32 - 1))
def test_long_walks(seed: int) -> None:
    """Hundreds of steps of every kind; a failure names the seed of its walk."""
    walk(seed, 300)


ValuesMarket.TestCase.settings = settings(
    max_examples=4,
    stateful_step_count=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestValuesMarket = ValuesMarket.TestCase
