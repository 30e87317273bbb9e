"""The basis of an area's day, computed by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pytest

from edielkit.exchange import LossConstants
from edielkit.hub.settlement.basis import AreaInputs, AreaSettlement, Member, SettlementUse, SumGroup, settle
from edielkit.market_time import Period, day_period

START = dt.datetime(2026, 2, 2, 7, tzinfo=dt.UTC)
HOUR = Period(START, START + dt.timedelta(hours=1))


def inputs(*rows: tuple[Member, Sequence[int]], minutes: int = 15, period: Period = HOUR) -> AreaInputs:
    """Return the inputs of an area; no value is missing."""
    return AreaInputs(
        area="A",
        period=period,
        minutes=minutes,
        members=[member for member, _ in rows],
        values=[np.array(values, np.int64) for _, values in rows],
        missing=[0] * len(rows),
    )


def member(use: SettlementUse, minutes: int = 15, supplier: str = "S", **more: int | bool) -> Member:
    """Return a channel of the only point of its use."""
    direction = "In" if use in {SettlementUse.PRODUCTION, SettlementUse.IMPORT} else "Out"
    role = "DDQ" if supplier else ""
    return Member(use.value, direction, use, minutes, supplier, role)._replace(**more)


PRODUCTION, IMPORT, EXPORT = (
    member(SettlementUse.PRODUCTION),
    member(SettlementUse.IMPORT),
    member(SettlementUse.EXPORT),
)
INTERVAL, HOURLY = member(SettlementUse.INTERVAL), member(SettlementUse.HOURLY, 60)


def closes(basis: AreaSettlement) -> bool:
    """Tell whether the balance closes in every interval, and the groups add up to the sums."""
    balance = basis.production + basis.incoming == basis.consumption + basis.outgoing + basis.loss
    groups = {
        use: sum((column for group, column in basis.groups.items() if group.use is use), 0 * basis.loss)
        for use in (
            SettlementUse.PRODUCTION,
            SettlementUse.INTERVAL,
            SettlementUse.HOURLY,
            SettlementUse.PROFILED,
        )
    }
    return bool(balance.all()) and all((groups[use] == getattr(basis, use.value)).all() for use in groups)


def test_all_metered_at_the_settlement_resolution() -> None:
    """The loss is net infeed less consumption, and there is no profile (Ingen JIP)."""
    basis = settle(
        inputs(
            (PRODUCTION, [100, 110, 120, 130]),
            (IMPORT, [10, 0, 0, 0]),
            (EXPORT, [0, 5, 5, 5]),
            (INTERVAL, [104, 100, 118, 124]),
        )
    )

    assert [110, 110, 120, 130] == basis.gross_infeed.tolist()
    assert [6, 5, -3, 1] == basis.loss.tolist()
    assert basis.jip is None
    assert closes(basis)


def test_hours_of_consumption_follow_the_profile() -> None:
    """Quarters of an hour are spread by JIP, and add up to the hour."""
    basis = settle(inputs((IMPORT, [10, 20, 30, 45]), (HOURLY, [100])))

    # exact: 9.52, 19.05, 28.57, 42.86; two thousandths are left over, for .86 and .57
    assert [9, 19, 29, 43] == basis.hourly.tolist()
    assert [1, 1, 1, 2] == basis.loss.tolist()
    assert closes(basis)


def test_estimated_loss_shapes_the_profile_but_is_not_the_loss_without_profiled_points() -> None:
    """Of an area without profiled points the loss is what is left."""
    constants = LossConstants(idle=Decimal("0.016"), constant=Decimal(0))
    basis = settle(inputs((IMPORT, [10, 20, 30, 40]), (HOURLY, [84])), constants)

    # 16 thousandths an hour are 4 a quarter: JIP is 6, 16, 26, 36 = 84
    assert [6, 16, 26, 36] == basis.hourly.tolist()
    assert [4, 4, 4, 4] == basis.loss.tolist()


def test_profiled_points_take_what_is_left() -> None:
    """The loss is the estimate; unmetered consumption is JIP less 6015, shared by expected annual volume."""
    constants = LossConstants(idle=Decimal("0.008"), constant=Decimal(0))
    small = member(SettlementUse.PROFILED, 0, annual=1000)._replace(point="small")
    large = member(SettlementUse.PROFILED, 0, "T", annual=2000)._replace(point="large")
    basis = settle(
        inputs(
            (IMPORT, [52, 52, 52, 52]), (INTERVAL, [10, 10, 10, 10]), (HOURLY, [80]), (small, []), (large, [])
        ),
        constants,
    )

    assert [40, 40, 40, 40] == basis.jip.tolist()  # type: ignore[union-attr]
    assert [20, 20, 20, 20] == basis.profiled.tolist()
    assert [2, 2, 2, 2] == basis.loss.tolist()
    assert [7, 7, 7, 7] == basis.shares[small].tolist()
    assert [13, 13, 13, 13] == basis.shares[large].tolist()
    assert [13, 13, 13, 13] == basis.groups[SumGroup(SettlementUse.PROFILED, "T", "DDQ")].tolist()
    assert closes(basis)


def test_gross_infeed_squared() -> None:
    """The estimate of a quarter is a quarter of the idle loss and four times the square."""
    constants = LossConstants(idle=Decimal(4), constant=Decimal("0.0001"))
    basis = settle(
        inputs((IMPORT, [100_000] * 4), (PRODUCTION, [100_000] * 4), (EXPORT, [150_000] * 4)), constants
    )

    # 1 kWh + 4 x 0.0001 x 200^2 = 17 kWh
    assert [17_000] * 4 == basis.estimate.tolist()  # type: ignore[union-attr]


def test_hourly_production_and_exchange_are_flat() -> None:
    """What feeds in by the hour is spread evenly, the first quarters get what is left over."""
    basis = settle(
        inputs((member(SettlementUse.PRODUCTION, 60), [10]), (member(SettlementUse.IMPORT, 60), [3]))
    )

    assert [3, 3, 2, 2] == basis.production.tolist()
    assert [1, 1, 1, 0] == basis.incoming.tolist()


def test_quarters_in_an_hourly_settlement_are_summed() -> None:
    """Settled by the hour, quarters are added up and no hour is transformed."""
    basis = settle(
        inputs(
            (IMPORT, [10, 20, 30, 40]),
            (member(SettlementUse.INTERVAL, 60), [70]),
            (INTERVAL, [1, 2, 3, 4]),
            minutes=60,
        )
    )

    assert ([100], [80], [20]) == (basis.incoming.tolist(), basis.interval.tolist(), basis.loss.tolist())
    assert basis.jip is None
    assert closes(basis)


@pytest.mark.parametrize(
    ("infeed", "quarters"),
    [([0, 0, 0, 0], [3, 3, 2, 2]), ([-5, -5, 10, 10], [0, 0, 5, 5]), ([-1, -1, -1, -1], [3, 3, 2, 2])],
)
def test_profile_that_is_not_above_zero(infeed: list[int], quarters: list[int]) -> None:
    """Where the profile is below zero nothing is put, and where there is none the hour is flat."""
    incoming = [max(quantity, 0) for quantity in infeed]
    outgoing = [max(-quantity, 0) for quantity in infeed]
    basis = settle(inputs((IMPORT, incoming), (EXPORT, outgoing), (HOURLY, [10])))

    assert quarters == basis.hourly.tolist()
    assert closes(basis)


def test_profiled_consumption_below_zero() -> None:
    """A profile below zero is consumption below zero: nothing vanishes."""
    customer = member(SettlementUse.PROFILED, 0, annual=10)
    basis = settle(inputs((EXPORT, [3, 3, 3, 3]), (customer, [])))

    assert [-3, -3, -3, -3] == basis.shares[customer].tolist()
    assert closes(basis)


def test_nobody_has_an_annual_volume() -> None:
    """Without any annual volume all points get the same."""
    first, second = (member(SettlementUse.PROFILED, 0)._replace(point=name) for name in "ab")
    basis = settle(inputs((IMPORT, [5, 5, 5, 5]), (first, []), (second, [])))

    assert [3, 3, 3, 3] == basis.shares[first].tolist()
    assert [2, 2, 2, 2] == basis.shares[second].tolist()


@pytest.mark.parametrize(
    ("day", "count"), [(dt.date(2026, 3, 29), 92), (dt.date(2026, 6, 1), 96), (dt.date(2026, 10, 25), 100)]
)
def test_clock_changes(day: dt.date, count: int) -> None:
    """A day has as many quarters as its clock has."""
    basis = settle(inputs((IMPORT, range(count)), (HOURLY, [100] * (count // 4)), period=day_period(day)))

    assert count == len(basis.loss)
    assert [100] * (count // 4) == basis.hourly.reshape(-1, 4).sum(axis=1).tolist()
    assert closes(basis)


def test_another_profile() -> None:
    """Hours may be spread by other weights, such as those of the day before."""
    basis = settle(inputs((IMPORT, [25] * 4), (HOURLY, [100])), profile=np.array([1, 0, 0, 0]))

    assert [100, 0, 0, 0] == basis.hourly.tolist()


def test_sums_that_no_message_can_hold() -> None:
    """Values beyond all energy are an error and no overflow."""
    with pytest.raises(ValueError, match="100 GWh"):
        settle(inputs((IMPORT, [10**15 - 1] * 4), (PRODUCTION, [10**15 - 1] * 4)))


def test_values_that_do_not_fill_the_day() -> None:
    """A column of the wrong length is an error."""
    with pytest.raises(ValueError, match="whole day"):
        settle(inputs((IMPORT, [1, 2, 3])))
    with pytest.raises(ValueError, match="whole day"):
        settle(inputs((IMPORT, [1, 2, 3, 4]), (HOURLY, [1, 2])))
