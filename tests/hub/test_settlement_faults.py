"""A faulty exchange point shows in the area's loss validation, and the report names it: on clock-change days, too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import attrs
import numpy as np
import pytest
from tests.support.hub_fixtures import AREA, GRID, NEIGHBOUR, OTHER_AREA
from tests.support.settlement_market import (
    AUTUMN,
    DAY,
    FACTORY,
    LINE,
    OTHER_PLANT,
    SECOND_LINE,
    SPRING,
    THEIR_LINE,
    at,
    day_series,
    hub,
    line,
    plant,
    record,
    send,
    user,
)

from edielkit.hub import Hub
from edielkit.hub.settlement.validations import SettlementRule
from edielkit.market_time import day_period

DAYS = (DAY, SPRING, AUTUMN)
_DAY = dt.timedelta(days=1)


@attrs.frozen
class Flow:
    """What two lines bring into the area, quarter by quarter in kWh, as they should be reported."""

    incoming: Sequence[int]
    outgoing: Sequence[int]
    second_out: Sequence[int]

    @property
    def used(self) -> list[int]:
        """Consumption of the factory: what comes in less what goes out, less a loss of 100 kWh."""
        rows = zip(self.incoming, self.outgoing, self.second_out, strict=True)
        return [first - out - second - 100 for first, out, second in rows]


def flow(day: dt.date) -> Flow:
    """Return a flow that changes every hour by more than the limits."""
    count = day_period(day).duration // dt.timedelta(minutes=15)
    hours = np.arange(count) // 4
    incoming = 9000 + 2500 * ((hours * 7) % 5) + np.arange(count) % 4
    return Flow(incoming.tolist(), ((hours % 3) * 40).tolist(), [1500 + (n % 4) * 10 for n in range(count)])


def market(day: dt.date, *, both: bool = False) -> Hub:
    """Return a hub with two areas, the values of all but LINE sent; the neighbour lives from a plant."""
    points = [line(LINE), line(SECOND_LINE), user(FACTORY), plant(OTHER_PLANT, area=OTHER_AREA)]
    elhub = hub(*points, *([line(THEIR_LINE, OTHER_AREA)] if both else []), values_since=day)
    now, right = morning(day), flow(day)
    zeros = 0
    send(
        elhub,
        day_series(FACTORY, "Out", right.used, day),
        day_series(SECOND_LINE, "In", zeros, day),
        day_series(SECOND_LINE, "Out", right.second_out, day),
        now=now,
    )
    net = [a - b - c + 50 for a, b, c in zip(right.incoming, right.outgoing, right.second_out, strict=True)]
    send(elhub, day_series(OTHER_PLANT, "In", net, day), now=now, sender=NEIGHBOUR)
    return elhub


def morning(day: dt.date) -> dt.datetime:
    """Return 06:00 on D+1."""
    return at(day + _DAY, "06:00")


def report(elhub: Hub, line_in: Sequence[int] | None, line_out: Sequence[int], day: dt.date) -> None:
    """Send the values of LINE and let the settlement of D+1 run."""
    series = [day_series(LINE, "Out", line_out, day)]
    if line_in is not None:
        series.append(day_series(LINE, "In", line_in, day))
    send(elhub, *series, now=morning(day))
    elhub.advance(at(day + _DAY, "07:00"))


def suspected(elhub: Hub, day: dt.date, area: str = AREA) -> dict[str, set[str]]:
    """Return the metering points that the newest report names, with the codes."""
    codes: dict[str, set[str]] = {}
    for suspect in elhub.settlement_report(area, day)[-1]["suspects"]:
        codes.setdefault(suspect["point"], set()).add(suspect["code"])
    return codes


@pytest.mark.parametrize("day", DAYS)
def test_right_values_pass(day: dt.date) -> None:
    """Without a fault both areas pass, and nobody is suspected."""
    elhub, right = market(day), flow(day)
    report(elhub, right.incoming, right.outgoing, day)

    for area in (AREA, OTHER_AREA):
        [report_of_area] = elhub.settlement_report(area, day)
        assert "done" == report_of_area["state"]
        assert ([], []) == (report_of_area["checks"], report_of_area["suspects"])


def _shifted(values: Sequence[int], first: int) -> list[int]:
    """Return values that are an hour late from *first* on: an hour that is there twice pushes the rest."""
    return [*values[:first], *values[first - 4 : len(values) - 4]]


def _clock(day: dt.date) -> int:
    """Return the quarter after the clock change, or that of the same time on another day."""
    return 2 * 4 if day == SPRING else 3 * 4


FAULTS: dict[str, Callable[[Flow, dt.date], tuple[Sequence[int] | None, Sequence[int]]]] = {
    "missing channel": lambda right, _day: (None, right.outgoing),
    "swapped direction": lambda right, _day: (right.outgoing, right.incoming),
    "shifted after the clock change": lambda right, day: (
        _shifted(right.incoming, _clock(day)),
        _shifted(right.outgoing, _clock(day)),
    ),
    "shifted all day": lambda right, _day: (
        [*right.incoming[4:], *right.incoming[-4:]],
        [*right.outgoing[4:], *right.outgoing[-4:]],
    ),
}


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_stops_the_area_and_is_named(name: str, day: dt.date) -> None:
    """The area is on hold, the first suspect is the faulty point, and nothing of it is sent."""
    elhub = market(day)
    report(elhub, *FAULTS[name](flow(day), day), day)

    newest = elhub.settlement_report(AREA, day)[-1]
    assert "on hold" == newest["state"]
    assert LINE == newest["suspects"][0]["point"]
    assert [] == [
        outgoing for outgoing in elhub.sent if outgoing.party == GRID and _about(outgoing.message, AREA)
    ]


def _about(message: Any, area: str) -> bool:
    payloads = getattr(message, "payload_energy_time_series", ())
    return any(
        payload.metering_grid_area_used_domain_location is not None
        and str(payload.metering_grid_area_used_domain_location.identification) == area
        for payload in payloads
    )


@pytest.mark.parametrize("day", DAYS)
def test_both_sides_report(day: dt.date) -> None:
    """A place that both sides report counts twice in both areas; the report names the two metering points."""
    elhub, right = market(day, both=True), flow(day)
    send(
        elhub,
        day_series(THEIR_LINE, "In", right.outgoing, day),
        day_series(THEIR_LINE, "Out", right.incoming, day),
        sender=NEIGHBOUR,
        now=morning(day),
    )
    report(elhub, right.incoming, right.outgoing, day)

    assert [SettlementRule.HIGH] == [check.rule for check in record(elhub, day, version=1).checks]
    assert [SettlementRule.NEGATIVE] == [
        check.rule for check in record(elhub, day, OTHER_AREA, version=1).checks
    ]
    for area in (AREA, OTHER_AREA):
        assert {"EXC019"} & set().union(*suspected(elhub, day, area).values())
        assert {LINE, THEIR_LINE} & set(suspected(elhub, day, area))


@pytest.mark.parametrize("day", DAYS)
def test_both_sides_report_what_each_has_metered(day: dt.date) -> None:
    """Two meters differ a little: no rule sees it, the trial does."""
    elhub, right = market(day, both=True), flow(day)
    send(
        elhub,
        day_series(THEIR_LINE, "In", right.outgoing, day),
        day_series(THEIR_LINE, "Out", [quantity + 3 for quantity in right.incoming], day),
        sender=NEIGHBOUR,
        now=morning(day),
    )
    report(elhub, right.incoming, right.outgoing, day)

    assert "on hold" == elhub.settlement_report(AREA, day)[-1]["state"]
    assert {LINE, THEIR_LINE} & set(suspected(elhub, day))
    assert "trial" in set().union(*suspected(elhub, day).values())


def test_the_correction_closes_it() -> None:
    """With the missing channel sent, the next calculation passes and the basis goes out."""
    elhub, right = market(DAY), flow(DAY)
    report(elhub, None, right.outgoing, DAY)
    assert "EXC001" in suspected(elhub, DAY)[LINE]

    later = at(DAY + 2 * _DAY, "06:00")
    send(elhub, day_series(LINE, "In", right.incoming, DAY), now=later)
    elhub.advance(at(DAY + 2 * _DAY, "07:00"))

    assert ["on hold", "done"] == [version["state"] for version in elhub.settlement_report(AREA, DAY)]
    assert [outgoing for outgoing in elhub.sent if outgoing.party == GRID and _about(outgoing.message, AREA)]
