"""Steps of the machine of values about the reconciliation: prices, runs of the month and between, runs that are annulled.

A volume that was settled is that of the record which was locked; a run takes what has come since, and counts as settled for the next.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import Any

from tests.support.hub_fixtures import AREA, GRID, LAST, NEIGHBOUR, NEW, OLD, OTHER_AREA, THIRD
from tests.support.metering import basis_query
from tests.support.values_market import (
    CABIN,
    CHANNELS,
    FLAT,
    HOME,
    HOURLY,
    OWNER_OF_AREA,
    PLANT,
    QUARTER,
    ROLES,
    SHOP,
    THEIR_PLANT,
    Channel,
)
from tests.support.values_model import ONE, local_day
from tests.support.walk_steps import step

from edielkit.hub.settlement.settlement_records import SETTLEMENTS
from edielkit.market_time import Period, day_period

__all__ = ("Reconciliations",)

QUARTER_HOUR = dt.timedelta(minutes=15)

# supplier and kind of energy to thousandths
Volumes = Counter[tuple[str, str]]
_KINDS: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {
    AREA: {
        "RE01": ((QUARTER, "Out"),),
        "RE03": ((PLANT, "In"), (FLAT, "In"), (SHOP, "In")),
        "RE04": ((HOURLY, "Out"), (FLAT, "Out"), (SHOP, "Out")),
    },
    OTHER_AREA: {"RE03": ((THEIR_PLANT, "In"),), "RE04": ((HOME, "Out"),)},
}


class Reconciliations:
    """Steps for a machine that has a hub, a model and contracts, and settles (`tests.hub.test_values_machine`)."""

    def begin_reconciliations(self: Any) -> None:
        """Nothing is settled, and no day has prices."""
        # volumes of each record as it was calculated, what counts as settled, and what did before each run
        self.calculated: dict[tuple[str, dt.date, int], Volumes] = {}
        self.counted: dict[tuple[str, dt.date], Volumes] = {}
        self.runs: list[tuple[int, dict[tuple[str, dt.date], Volumes]]] = []
        self.priced: set[dt.date] = set()
        self.run_count = 0
        # the instant of the newest run that a call began
        self.taken_until = dt.datetime.min.replace(tzinfo=dt.UTC)
        # what each valid run has corrected
        self.corrections: list[dict[tuple[str, dt.date], Volumes]] = []
        # areas and days that a run found a difference of, by kind of energy
        self.differences: Counter[str] = Counter()

    def note_record(self: Any, record: Any) -> None:
        """Write down what a record has settled."""
        settled = self.metered_now(record.area, record.day)
        # there is one profiled point: what its area has of profiled consumption is its own
        supplier = self.contracts[CABIN].supplies[record.day].supplier
        if record.area == AREA and record.summed and supplier:
            settled[supplier, "RE02"] += sum(_profiled(record))
        self.calculated[record.area, record.day, record.version] = settled

    def volumes_now(self: Any, record: Any) -> Volumes:
        """Return what each supplier has of a day as values and contracts are now."""
        volumes = self.metered_now(record.area, record.day)
        supplier = self.contracts[CABIN].supplies[record.day].supplier
        if record.area == AREA and supplier:
            measured = {
                instant: value.quantity for instant, value in self._held(CABIN, "HP04", record.period)
            }
            quarters = enumerate(_profiled(record))
            volumes[supplier, "RE02"] += sum(
                measured.get(record.period.start + n * QUARTER_HOUR, settled) for n, settled in quarters
            )
        return volumes

    def metered_now(self: Any, area: str, day: dt.date) -> Volumes:
        """Return what each supplier has of a day by what is measured each hour or quarter."""
        volumes: Volumes = Counter()
        for kind, channels in _KINDS[area].items():
            for point, direction in channels:
                supplier = self.contracts[point].supplies[day].supplier
                if supplier and self.model.is_active(point, day):
                    volumes[supplier, kind] += sum(self._hours(point, direction, day_period(day)))
        return volumes

    @step(4, kroner=(50, 100, -20))
    def gives_prices(self: Any, kroner: int) -> None:
        """The prices of all days that are over come in."""
        self._tick()
        day = self.since
        while day < self.today:
            if day not in self.priced:
                count = day_period(day).duration // dt.timedelta(minutes=15)
                prices = [f"{kroner + quarter % 7}.25" for quarter in range(count)]
                facts = {"price_area": "NO1", "day": day.isoformat(), "resolution": "PT15M"}
                self.hub.call("set_prices", now=self.now, prices=prices, **facts)
                self.priced.add(day)
            day += ONE

    @step(4, days=range(2, 6), seed=range(1000))
    def days_pass(self: Any, days: int, seed: int) -> None:
        """Some days of whole values pass, so that days are locked."""
        self.time_passes(hours=24 * days, punctual=True, seed=seed)

    @step(6, channel=CHANNELS, back=range(6, 13), seed=range(1000))
    def corrects_what_is_settled(self: Any, channel: Channel, back: int, seed: int) -> None:
        """Values of a day that is locked come again."""
        self.corrects(channel=channel, back=back, hours=None, seed=seed, kind="newer")

    @step(4)
    def reconciles(self: Any) -> None:
        """The hub's staff lets a run go between those of the months."""
        self._tick()
        self.taken_until = self.arrival
        self.hub.call("run_reconciliation", now=self.now)
        self.check_reconciliations()
        self._check_jobs(self._collect())

    @step(1)
    def annuls_a_run(self: Any) -> None:
        """The newest run counts for nothing: the next one takes its differences again."""
        self._tick()
        if not self.runs:
            return
        number, before = self.runs.pop()
        self.corrections.pop()
        self.hub.call("annul_reconciliation", now=self.now, number=number, reason="a walk")
        self.counted = before

    @step(
        9,
        who=(OLD, NEW, THIRD, LAST, GRID, NEIGHBOUR),
        area=(AREA, AREA, OTHER_AREA),
        kind=("RE01", "RE02", "RE03", "RE04"),
        back=range(2, 16),
        days=range(1, 7),
        pick=range(1000),
    )
    def asks_for_the_reconciliation(
        self: Any, who: str, area: str, kind: str, back: int, days: int, pick: int
    ) -> None:
        """A party asks what has been reconciled (324): its own, of all valid runs; who has nothing is refused."""
        self._tick()
        first = self.today - back * ONE
        there = [
            (*place, *row) for run in self.corrections for place, volumes in run.items() for row in volumes
        ]
        if there and pick % 3:
            area, first, who, kind = there[pick % len(there)]
        asked = [first + n * ONE for n in range(days)]
        period = Period(day_period(first).start, day_period(asked[-1]).end)
        query = basis_query(period, sender=who, role=ROLES[who], kind=kind, area=area, now=self.now)
        receipt = self._receive(query)
        answered: Counter[dt.date] = Counter()
        for outgoing in self._collect():
            if outgoing.message.kind() != "PriceVolumeCombinationForReconciliation":
                continue
            assert (outgoing.party, outgoing.role) == (who, ROLES[who])
            for payload in outgoing.message.payload_energy_time_series:
                day = local_day(payload.observation_period_time_series_period.start)
                for number, observation in enumerate(payload.observation):
                    answered[day + number * ONE] += int(observation.balance_volume * 1000)
        expected: Counter[dt.date] = Counter()
        owner = OWNER_OF_AREA[area] == who
        for day in asked:
            for run in self.corrections:
                for (supplier, energy), volume in run.get((area, day), {}).items():
                    if energy == kind and (owner or supplier == who):
                        expected[day] += volume
        assert {day: volume for day, volume in expected.items() if volume} == {
            day: volume for day, volume in answered.items() if volume
        }, (receipt.words, expected, answered)

    def check_reconciliations(self: Any) -> None:
        """Hold new runs against what has come since the ones before."""
        for summary in self.hub.reconciliations()[self.run_count :]:
            self.run_count += 1
            before = dict(self.counted)
            report = self.hub.reconciliation(summary["run"])
            self._check_run(report)
            self.runs.append((summary["run"], before))

    def _check_run(self: Any, report: dict[str, Any]) -> None:
        stated: dict[tuple[str, dt.date], Volumes] = {}
        sums: Counter[tuple[str, str, str]] = Counter()
        for part in ("rows", "counter"):
            for row in report[part]:
                key = row["gridArea"], row["day"], row["businessType"]
                volume = int(Decimal(row["volume"]) * 1000)
                sums[*key, "volume"] += volume
                sums[*key, "amount"] += int(Decimal(row["amount"]) * 100)
                if part == "rows":
                    day = row["gridArea"], dt.date.fromisoformat(row["day"])
                    stated.setdefault(day, Counter())[row["supplier"], row["businessType"]] += volume
        assert not any(sums.values()), sums
        expected: dict[tuple[str, dt.date], Any] = {}
        self.corrections.append(expected)
        for record in self._frozen_records():
            key = record.area, record.day
            if record.day in self.priced:
                now = self.volumes_now(record)
                now.subtract(self.counted[key] if key in self.counted else self._settled_volumes(record))
                expected[key] = {who: volume for who, volume in now.items() if volume}
                self.counted[key] = self.volumes_now(record)
                self.differences.update(kind for _, kind in expected[key])
        there = {
            key: {who: volume for who, volume in volumes.items() if volume} for key, volumes in stated.items()
        }
        assert {key: rows for key, rows in expected.items() if rows} == {
            key: rows for key, rows in there.items() if rows
        }

    def _frozen_records(self: Any) -> list[Any]:
        """Return the records that went to the imbalance settlement: the newest of each day, where it is locked and done."""
        newest: dict[tuple[str, dt.date], Any] = {}
        for record in self.hub._state.table(SETTLEMENTS).values():
            current = newest.get((record.area, record.day))
            if current is None or record.version > current.version:
                newest[record.area, record.day] = record
        return [record for record in newest.values() if record.locked and record.phase.value == "done"]

    def _settled_volumes(self: Any, record: Any) -> Volumes:
        volumes: Volumes = self.calculated[record.area, record.day, record.version]
        return volumes


def _profiled(record: Any) -> list[int]:
    """Return the profiled consumption of a day by the quarter as it was settled."""
    count = record.period.duration // QUARTER_HOUR
    return record.column("profiled").tolist() if record.has("profiled") else [0] * count
