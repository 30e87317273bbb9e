"""Whose loss speaks for or against an exchange point: the area's own, and its neighbours' where enough is reported."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.hub_fixtures import AREA, OTHER_AREA, gsrn
from tests.support.settlement_market import (
    DAY,
    FACTORY,
    LINE,
    OTHER_PLANT,
    SECOND_LINE,
    at,
    hub,
    line,
    plant,
    user,
)

from edielkit.hub import Point
from edielkit.hub.core.state import State
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.settlement.exchange_diagnosis import diagnose
from edielkit.hub.settlement.fault_trials import ExchangeFault, ExchangeSuspect
from edielkit.hub.settlement.gathering import ACTIVE_ENERGY
from edielkit.hub.values.store import block_of
from edielkit.hub.values.value_records import VALUES, ChannelKey
from edielkit.market_time import day_period
from edielkit.series import Observations

MORNING = at(DAY + dt.timedelta(days=1), "06:00")
HOURLY_PLANT = gsrn(112)


def reported(*more: Point, **sent: tuple[str, str, int, int]) -> Transaction:
    """Return a step of a hub in which a line that brings 1000 kWh a quarter, all that a factory uses, is turned round.

    Args:
        more: Points beside the line and the factory.
        sent: Point, direction, kWh a quarter and how many quarters of the day are there.
    """
    transaction = Transaction(State.of(hub(line(LINE), user(FACTORY), *more).snapshot()), MORNING)
    own = ((FACTORY, "Out", 1000, 96), (LINE, "In", 0, 96), (LINE, "Out", 1000, 96))
    for point, direction, quantity, count in (*own, *sent.values()):
        stored = block_of(
            day_period(DAY).start,
            "PT15M",
            Observations.metered([quantity] * count),
            registered=MORNING,
            inserted=MORNING,
        )
        transaction.put(VALUES, ChannelKey(point, ACTIVE_ENERGY, direction), (stored,))
    return transaction


def suspect_of(
    transaction: Transaction, area: str = AREA, as_of: dt.datetime | None = None
) -> ExchangeSuspect:
    """Return what is said of the line."""
    suspects = diagnose(transaction, area, DAY, as_of=as_of)
    (suspect,) = (suspect for suspect in suspects if suspect.point == LINE)
    return suspect


NEIGHBOURS_PLANT = plant(OTHER_PLANT, area=OTHER_AREA)
WHOLE = (OTHER_PLANT, "In", 1000, 96)
# The area alone: its line takes out 1000 kWh and its factory uses 1000 kWh a quarter, nothing comes in.
ALONE = 2000 * 1000 * 96
# The neighbour where its plant makes 1000 kWh and the line seems to bring 1000 kWh: of 2000 kWh infeed 12 % may be lost
# (elhub.no: high loss). Where the plant's value is missing it is half of it.
REPORTED, SILENT = (2000 - 240) * 1000, (1000 - 120) * 1000


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (96, ALONE + 96 * REPORTED),
        (72, ALONE + 72 * REPORTED + 24 * SILENT),
        (48, ALONE + 48 * REPORTED + 48 * SILENT),
        (47, ALONE),
        (1, ALONE),
        (0, ALONE),
    ],
)
def test_a_neighbour_counts_from_half_of_its_values_on(count: int, expected: int) -> None:
    """Without most of what its own points should have, its loss says nothing of the line."""
    suspect = suspect_of(reported(NEIGHBOURS_PLANT, plant=(OTHER_PLANT, "In", 1000, count)))

    assert (ExchangeFault.SWAPPED, expected) == (suspect.fault, suspect.before)


def test_a_neighbour_without_points_of_its_own_says_nothing() -> None:
    """An exchange alone is no area's balance."""
    assert ALONE == suspect_of(reported()).before


def test_all_values_of_a_neighbour_are_weighed_together() -> None:
    """24 missing hours beside 96 quarters that are there are a fifth: the neighbour counts."""
    transaction = reported(NEIGHBOURS_PLANT, plant(HOURLY_PLANT, 60, area=OTHER_AREA), plant=WHOLE)

    assert ALONE + 96 * REPORTED == suspect_of(transaction).before


def test_what_lines_lack_does_not_silence_a_neighbour() -> None:
    """192 values of another line are missing, all of the neighbour's own are there."""
    transaction = reported(NEIGHBOURS_PLANT, line(SECOND_LINE), plant=WHOLE)

    assert ALONE + 96 * REPORTED == suspect_of(transaction).before


def test_what_lines_have_does_not_speak_for_a_neighbour() -> None:
    """All values of two lines are there, none of the neighbour's own."""
    transaction = reported(
        NEIGHBOURS_PLANT,
        line(SECOND_LINE),
        coming=(SECOND_LINE, "In", 0, 96),
        going=(SECOND_LINE, "Out", 0, 96),
    )

    assert ALONE == suspect_of(transaction).before


def test_the_area_in_question_counts_with_whatever_it_has() -> None:
    """Its own missing values do not leave it out: there would be nothing to explain."""
    assert ALONE + 96 * SILENT == suspect_of(reported(NEIGHBOURS_PLANT), OTHER_AREA).before


@pytest.mark.parametrize(
    ("directions", "fault"),
    [
        (("In", "Out"), ExchangeFault.SWAPPED),
        (("Out",), ExchangeFault.MISSING),
    ],
)
def test_a_channel_lacks_values_only_where_they_are_missing(
    directions: tuple[str, ...], fault: ExchangeFault
) -> None:
    """Zeros are values: they are turned round; a channel without them is filled."""
    transaction = reported()
    for direction in {"In", "Out"} - set(directions):
        transaction.put(VALUES, ChannelKey(LINE, ACTIVE_ENERGY, direction), ())

    assert fault is suspect_of(transaction).fault


def test_only_values_that_were_there_count() -> None:
    """Before the values came nothing is unusual, so nobody is suspected."""
    transaction = reported()

    assert () == diagnose(transaction, AREA, DAY, as_of=MORNING - dt.timedelta(minutes=1))
    assert ALONE == suspect_of(transaction, as_of=MORNING).before
