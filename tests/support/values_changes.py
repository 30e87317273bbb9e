"""Steps of the machine of values in which the market itself changes: who lives there by the grid company's word, the status of
points, the resolution of a channel, and what the hub calculates."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
from tests.support.hub_fixtures import ANNA, BERIT, CARL, GRID, NEIGHBOUR
from tests.support.hub_sharing import sharing
from tests.support.metering import ENERGY
from tests.support.values_market import (
    AREA_OF,
    CHANNELS,
    FLAT,
    HOME,
    HOURLY,
    OWN,
    OWNER_OF_AREA,
    QUARTER,
    ROOF,
    SHOP,
    SUM,
)
from tests.support.values_model import ONE
from tests.support.walk_steps import step

from edielkit.emif.messages import MeasurementDefinitionGeneric
from edielkit.hub import MasterData

__all__ = ("STATUS_PROCESSES", "SUPPLIED_BY_GRID", "MarketChanges")

SUPPLIED_BY_GRID = (QUARTER, HOURLY, HOME, SUM)
CHANGING = (QUARTER, HOURLY, HOME)
ACTIVE, INACTIVE, TERMINATED = "E22", "E23", "E31"
# what a grid company's process makes of a point from its day on, None where it undoes the last change
STATUS_PROCESSES = {
    "122": ACTIVE,
    "132": None,
    "212": INACTIVE,
    "213": TERMINATED,
    "214": INACTIVE,
    "223": None,
    "224": None,
}


class MarketChanges:
    """Steps for a machine that has a hub, a model and contracts (`tests.hub.test_values_machine`)."""

    @step(2, point=SUPPLIED_BY_GRID, user=(ANNA, BERIT, CARL), days=range(-4, 1), own=(True, True, False))
    def moves_in_at_the_grid(self: Any, point: str, user: str, days: int, own: bool) -> None:
        """The grid company, or another one, says who lives there (123): the supplier of last resort supplies."""
        self._tick()
        self._contract_message(
            self.say.start(
                "123",
                self.today + days * ONE,
                sender=self._grid(point, own=own),
                role="DDM",
                target=point,
                user=user,
                now=self.now,
            )
        )

    @step(2, point=SUPPLIED_BY_GRID, days=range(-2, 5), own=(True, True, False))
    def moves_out_at_the_grid(self: Any, point: str, days: int, own: bool) -> None:
        """The grid company, or another one, says that its customer moves out, or on another day than it said (211)."""
        self._tick()
        day = self.today + days * ONE
        self._contract_message(
            self.say.end(
                "211",
                day,
                sender=self._grid(point, own=own),
                role="DDM",
                target=point,
                user=self.contracts[point].occupancies[day - ONE].user or ANNA,
                now=self.now,
            )
        )

    def _grid(self: Any, point: str, *, own: bool) -> str:
        owner = OWNER_OF_AREA[AREA_OF[point]]
        others: tuple[str, ...] = tuple(gln for gln in OWNER_OF_AREA.values() if gln != owner)
        return owner if own else others[0]

    @step(
        10,
        point=CHANGING,
        brs=tuple(STATUS_PROCESSES),
        days=range(-1, 2),
        fits=(True, True, False),
        pick=range(12),
    )
    def changes_a_status(self: Any, point: str, brs: str, days: int, fits: bool, pick: int) -> None:
        """A point is put to rest or taken away, with its customer or without, or that is taken back; mostly where it may be."""
        self._tick()
        day = self.today + days * ONE
        changes = self.model.statuses.get(point, [])
        last = changes[-1][0] if changes else day
        may = [
            (process, last if undone is None else self.today)
            for process, undone in STATUS_PROCESSES.items()
            if self._status_accepted(point, process, last if undone is None else self.today)
        ]
        if fits and may:
            brs, day = may[pick % len(may)]
        self._status_message(point, brs, day)

    @step(4, point=CHANGING, days=range(-1, 2))
    def activates(self: Any, point: str, days: int) -> None:
        """A point that rests becomes active again (122)."""
        self._tick()
        if self.model.status(point, self.today) != ACTIVE:
            self._status_message(point, "122", self.today + days * ONE)

    def _status_message(self: Any, point: str, brs: str, day: dt.date) -> None:
        accepts = self._status_accepted(point, brs, day)
        message = self.say.update(brs, day, sender=OWNER_OF_AREA[AREA_OF[point]], target=point, now=self.now)
        before = self._rights()
        receipt = self._receive(message)
        assert receipt.accepted, receipt.fault
        # only what the days allow is not foretold here
        assert accepts or not receipt.passed, (point, brs, day)
        assert not accepts or receipt.passed or receipt.reasons == ("EH003",), (
            point,
            brs,
            day,
            receipt.words,
        )
        self._check_gained(before)

    def _status_accepted(self: Any, point: str, brs: str, day: dt.date) -> bool:
        """Tell whether the status and the contracts of a point allow a change."""
        now, contract = self.model.status(point, day), self.contracts[point]
        changes = self.model.statuses.get(point, [])
        last = bool(changes) and changes[-1][0] == day
        vacant = not any(
            contract.occupancies[later].user or contract.supplies[later].supplier
            for later in contract.occupancies
            if later >= day
        )
        allowed: dict[str, bool] = {
            "122": now == INACTIVE,
            "132": now == ACTIVE and vacant and last and changes[-1][1] == ACTIVE,
            "212": now == ACTIVE and vacant,
            "213": now == INACTIVE,
            "214": now == ACTIVE and bool(contract.occupancies[day].user),
            "223": now == INACTIVE and last and changes[-1][1] == INACTIVE,
            "224": now == TERMINATED and last and changes[-1][1] == TERMINATED,
        }
        return allowed[brs]

    @step(1, minutes=(15, 60), days=range(5))
    def changes_the_resolution(self: Any, minutes: int, days: int) -> None:
        """A point is read by the quarter from a day on, or by the hour again (302)."""
        self._tick()
        day = self.today + days * ONE
        data = self.hub.point(OWN).data(day)
        reading = {15: "PT15M", 60: "PT1H"}[minutes]
        changed = attrs.evolve(
            data,
            detail=attrs.evolve(data.detail, meter_reading_occurrence=reading),
            channels=tuple(attrs.evolve(channel, resolution=reading) for channel in data.channels),
        )
        message = self.say.update("302", day, sender=NEIGHBOUR, target=OWN, data=changed, now=self.now)
        receipt = self._receive(with_channels(message, changed))
        assert receipt.accepted, receipt.fault
        if receipt.passed:
            channel = next(channel for channel in CHANNELS if channel.point == OWN)
            self.model.change_resolution(channel, day, minutes)
        self._collect()

    @step(
        2,
        formula=("EquallyDistributed", "Manual", "Manual", "ConsumptionBased"),
        share=("0", "0.3", "0.654321", "1"),
        days=range(4),
        sender=(GRID, GRID, GRID, NEIGHBOUR),
    )
    def shares_otherwise(self: Any, formula: str, share: str, days: int, sender: str) -> None:
        """What the roof makes is shared in another way from a day to come (701)."""
        self._tick()
        day, part = self.today + days * ONE, Decimal(share)
        recipients = {FLAT: part, SHOP: 1 - part} if formula == "Manual" else (FLAT, SHOP)
        message = sharing(
            "Update",
            day,
            formula=formula,
            contributors=(ROOF,),
            recipients=recipients,
            sender=sender,
            now=self.now,
        )
        receipt = self._receive(message)
        assert receipt.passed == (days > 0 and sender == GRID), receipt.words
        if receipt.passed:
            parts = {"EquallyDistributed": Fraction(1, 2), "Manual": Fraction(part), "ConsumptionBased": None}
            self.model.change_sharing(day, parts[formula])
        self._check_values(self._collect(), _NOTHING)

    @step(1, weight=("0.25", "0.5", "1", "2"), days=range(4))
    def changes_the_sum(self: Any, weight: str, days: int) -> None:
        """What the hub calculates becomes another sum from a day to come."""
        self._tick()
        day = self.today + days * ONE
        if self.sum_ended is not None:
            return
        try:
            self._set_up_sum(day, weight, calculation=self.sum)
        except ValueError:
            # the calculation before it holds up to the day on which this one begins
            assert days == 0 or day < self.sum_since
        else:
            assert days > 0
            assert day >= self.sum_since
            self.model.change_sum(day, weight)
        self._check_values(self._collect(), _NOTHING)

    @step(1, days=range(3))
    def ends_the_sum(self: Any, days: int) -> None:
        """The hub calculates no sum from a day to come; what is calculated stays."""
        self._tick()
        day = self.today + days * ONE
        if self.sum_ended is not None:
            return
        try:
            self.hub.call("end_calculation", now=self.now, calculation=self.sum, day=day.isoformat())
        except ValueError:
            assert days == 0
        else:
            assert days > 0
            # one that ends before it begins leaves what was there before it
            self.sum_ended = max(day, self.sum_since)
            self.model.change_sum(self.sum_ended, None)
        self._check_values(self._collect(), _NOTHING)

    @step(3, weight=("0.5", "1"))
    def sets_the_sum_up_again(self: Any, weight: str) -> None:
        """A new calculation begins where the last one ended, back in time too: what is there is calculated at once."""
        self._tick()
        if self.sum_ended is None:
            return
        day, self.sum_ended = self.sum_ended, None
        self.model.change_sum(day, weight)
        self.touched.add((HOURLY, ENERGY, "Out"))
        self.sum, self.sum_since = self._set_up_sum(day, weight), day
        self._check_values(self._collect(), _NOTHING)

    def _set_up_sum(self: Any, day: dt.date, weight: str, **more: str) -> str:
        name: str = self.hub.call(
            "set_up_calculation",
            now=self.now,
            template="sum",
            start=day.isoformat(),
            inputs=[
                {"point": HOURLY, "direction": "Out"},
                {"point": HOME, "direction": "Out", "weight": weight},
            ],
            targets=[{"point": SUM, "direction": "Out"}],
            **more,
        )
        return name


_NOTHING: Counter[Any] = Counter()


def with_channels(message: Any, data: MasterData) -> Any:
    """Return an update of master data that states the channels too."""
    (payload,) = message.payload_master_data_mp_event
    stated: Iterable[Any] = (
        MeasurementDefinitionGeneric(
            product_included_product_characteristics=channel.product_included_product_characteristics,
            direction=channel.direction,
            resolution=channel.resolution,
        )
        for channel in data.channels
    )
    whole = attrs.evolve(payload, measurement_definition=tuple(stated))
    return attrs.evolve(message, payload_master_data_mp_event=(whole,))
