"""What holds for the settlement of any area: nothing appears, nothing vanishes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edielkit.exchange import LossConstants
from edielkit.hub.settlement.basis import AreaInputs, AreaSettlement, Member, SettlementUse, SumGroup, settle
from edielkit.market_time import day_period

DAYS = (dt.date(2026, 3, 29), dt.date(2026, 6, 1), dt.date(2026, 10, 25))
SUPPLIERS = ("", "7080009991007", "7080009991014")
CONSUMPTION = (SettlementUse.INTERVAL, SettlementUse.HOURLY, SettlementUse.PROFILED)


@st.composite
def areas(draw: st.DrawFn) -> AreaInputs:
    """Draw the inputs of an area's day; values come from a seed, so that examples stay small."""
    day, minutes = draw(st.sampled_from(DAYS)), draw(st.sampled_from((15, 60)))
    hours = day_period(day).duration // dt.timedelta(hours=1)
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    most = draw(st.sampled_from((0, 10, 10**6, 10**12)))
    members: list[Member] = []
    values = []
    kinds = draw(
        st.lists(st.tuples(st.sampled_from(list(SettlementUse)), st.sampled_from((15, 60))), max_size=12)
    )
    for number, (use, length) in enumerate(kinds):
        supplier = str(random.choice(SUPPLIERS))
        chosen, kept = use, length
        if use in {SettlementUse.INTERVAL, SettlementUse.HOURLY}:
            chosen = SettlementUse.HOURLY if length > minutes else SettlementUse.INTERVAL
        if use is SettlementUse.PROFILED:
            kept = 0
        members.append(
            Member(
                str(number),
                "Out",
                chosen,
                kept,
                supplier,
                "DDQ" if supplier else "",
                annual=int(random.integers(0, 20_000)),
            )
        )
        count = 0 if not kept else hours * 60 // kept
        values.append(random.integers(0, most, count, endpoint=True))
    return AreaInputs(
        area="A",
        period=day_period(day),
        minutes=minutes,
        members=members,
        values=values,
        missing=[0] * len(members),
    )


CONSTANTS = st.none() | st.builds(
    LossConstants,
    idle=st.decimals(0, 1000, places=3),
    constant=st.sampled_from((Decimal(0), Decimal("0.00001"))),
)


def settled_or_none(inputs: AreaInputs, constants: LossConstants | None) -> AreaSettlement | None:
    """Return the settlement, None where sums are beyond what a message holds."""
    try:
        return settle(inputs, constants)
    except ValueError:
        return None


@settings(max_examples=150, deadline=None)
@given(areas(), CONSTANTS)
def test_the_balance_closes_to_the_thousandth(inputs: AreaInputs, constants: LossConstants | None) -> None:
    """Production + import = consumption + export + loss in every interval."""
    basis = settled_or_none(inputs, constants)
    if basis is None:
        return

    left = basis.production + basis.incoming
    right = basis.interval + basis.hourly + basis.profiled + basis.outgoing + basis.loss
    assert left.tolist() == right.tolist()
    if basis.shares:
        assert basis.loss.tolist() == (basis.estimate if basis.estimate is not None else 0 * left).tolist()


@settings(max_examples=150, deadline=None)
@given(areas(), CONSTANTS)
def test_sums_are_the_sums_of_the_values(inputs: AreaInputs, constants: LossConstants | None) -> None:
    """Each hour of each point is in the settlement exactly once, and in the sum of its supplier."""
    basis = settled_or_none(inputs, constants)
    if basis is None:
        return
    steps = 60 // inputs.minutes
    wanted: dict[SumGroup, np.ndarray[tuple[int], np.dtype[np.int64]]] = {}
    for member, values in zip(inputs.members, inputs.values, strict=True):
        if member.use not in {SettlementUse.IMPORT, SettlementUse.EXPORT, SettlementUse.PROFILED}:
            hours = values.reshape(-1, 60 // member.minutes).sum(axis=1)
            group = SumGroup(member.use, member.supplier, member.role)
            wanted[group] = wanted.get(group, 0 * hours) + hours

    got = {
        group: column.reshape(-1, steps).sum(axis=1).tolist()
        for group, column in basis.groups.items()
        if group.use is not SettlementUse.PROFILED
    }
    assert {group: column.tolist() for group, column in wanted.items()} == got


@settings(max_examples=150, deadline=None)
@given(areas(), CONSTANTS)
def test_points_add_up_to_the_area(inputs: AreaInputs, constants: LossConstants | None) -> None:
    """The quarters of hourly points, the shares of profiled points and the groups are the sums of the area."""
    basis = settled_or_none(inputs, constants)
    if basis is None:
        return
    zero = np.zeros(inputs.count, np.int64)

    assert basis.hourly.tolist() == sum(basis.quarters.values(), zero).tolist()
    assert basis.profiled.tolist() == sum(basis.shares.values(), zero).tolist()
    for use in (SettlementUse.PRODUCTION, *CONSUMPTION):
        columns = [column for group, column in basis.groups.items() if group.use is use]
        assert getattr(basis, use.value).tolist() == sum(columns, zero).tolist()
    for member, values in zip(inputs.members, inputs.values, strict=True):
        if member.use is SettlementUse.HOURLY:
            hours = basis.quarters[member].reshape(len(values), -1)
            assert values.tolist() == hours.sum(axis=1).tolist()
            assert bool((hours >= 0).all())


@pytest.mark.parametrize("day", DAYS)
def test_an_exchange_moves_energy_and_makes_none(day: dt.date) -> None:
    """What one area imports the other exports: the losses of both add up to infeed less consumption."""
    count = day_period(day).duration // dt.timedelta(minutes=15)
    random = np.random.default_rng(1)
    flow, back, used, made_ = (random.integers(0, 10**6, count) for _ in range(4))

    def area(
        first: SettlementUse,
        second: SettlementUse,
        own: SettlementUse,
        values: np.ndarray[tuple[int], np.dtype[np.int64]],
    ) -> AreaSettlement:
        members = [
            Member("line", "In", first, 15),
            Member("line", "Out", second, 15),
            Member("1", "", own, 15),
        ]
        return settle(
            AreaInputs(
                area="A",
                period=day_period(day),
                minutes=15,
                members=members,
                values=[flow, back, values],
                missing=[0, 0, 0],
            )
        )

    here = area(SettlementUse.IMPORT, SettlementUse.EXPORT, SettlementUse.INTERVAL, used)
    there = area(SettlementUse.EXPORT, SettlementUse.IMPORT, SettlementUse.PRODUCTION, made_)
    assert (made_ - used).tolist() == (here.loss + there.loss).tolist()
