"""The validations of an area's day at their limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import attrs
import numpy as np
import pytest

from edielkit.exchange import LossConstants
from edielkit.hub.settlement.basis import AreaInputs, Member, SettlementUse, settle
from edielkit.hub.settlement.validations import (
    DEFAULTS,
    CheckState,
    RuleSetting,
    SettlementRule,
    checked_loss,
    expected_profiled,
    prerequisites,
    validations,
)
from edielkit.market_time import Period, day_period

START = dt.datetime(2026, 2, 2, 7, tzinfo=dt.UTC)


def inputs(incoming: Sequence[int], used: Sequence[int], *, missing: int = 0) -> AreaInputs:
    """Return an area with import and consumption in quarters, in whole kWh."""
    return AreaInputs(
        area="A",
        period=Period(START, START + len(incoming) * dt.timedelta(minutes=15)),
        minutes=15,
        members=[
            Member("in", "In", SettlementUse.IMPORT, 15),
            Member("out", "Out", SettlementUse.INTERVAL, 15, "S", "DDQ"),
        ],
        values=[np.array(incoming) * 1000, np.array(used) * 1000],
        missing=[0, missing],
    )


def broken_rules(
    area_inputs: AreaInputs, rules: dict[SettlementRule, RuleSetting] | None = None
) -> list[tuple[SettlementRule, CheckState]]:
    """Return the validations that do not pass."""
    basis = settle(area_inputs)
    checks = validations(area_inputs, basis, checked_loss(area_inputs, basis), {**DEFAULTS, **(rules or {})})
    return [(check.rule, check.state) for check in checks]


NEGATIVE, HIGH = (SettlementRule.NEGATIVE, CheckState.ON_HOLD), (SettlementRule.HIGH, CheckState.ON_HOLD)
CASES = (
    ("at the limit of a negative loss", [0], [200], []),
    ("below it", [0], [201], [NEGATIVE]),
    ("500 kWh are not high", [500], [0], []),
    ("501 kWh of 501 are", [501], [0], [HIGH]),
    ("12 % are not high", [10_000], [8800], []),
    ("above 12 % and 500 kWh", [10_000], [8799], [HIGH]),
    ("above 12 % of little", [1000], [600], []),
    ("one interval is enough", [0, 0, 0, 0], [0, 0, 0, 300], [NEGATIVE]),
    ("high here and negative there", [1000, 0], [0, 500], [NEGATIVE, HIGH]),
)


@pytest.mark.parametrize(("name", "incoming", "used", "expected"), CASES, ids=[case[0] for case in CASES])
def test_limits(
    name: str, incoming: list[int], used: list[int], expected: list[tuple[SettlementRule, CheckState]]
) -> None:
    """The default limits hold for each interval."""
    assert expected == broken_rules(inputs(incoming, used)), name


def test_what_is_switched_off_finds_nothing() -> None:
    """A rule that is off is no rule."""
    off = {
        rule: attrs.evolve(DEFAULTS[rule], enabled=False)
        for rule in (SettlementRule.NEGATIVE, SettlementRule.HIGH)
    }

    assert [] == broken_rules(inputs([1000, 0], [0, 500]), off)


def test_the_text_says_where_and_how_much() -> None:
    """The worst interval is named, and how many there are."""
    area_inputs = inputs([0, 0, 0], [0, 300, 250])
    basis = settle(area_inputs)
    [check] = validations(area_inputs, basis, basis.loss, DEFAULTS)

    assert (
        "expected a loss of at least -200 kWh, found -300.000 kWh at 2026-02-02T07:15Z; 2 of 3 intervals"
        == check.text
    )


@pytest.mark.parametrize(
    ("per", "count", "text"),
    [
        ("interval", 1, "found -300.000 kWh at 2026-02-02T08:15Z; 1 of 8 intervals"),
        ("hour", 0, ""),
        ("day", 1, "found -210.000 kWh at 2026-02-02T07:00Z; 1 of 1 days"),
    ],
)
def test_what_the_limits_are_held_against(per: str, count: int, text: str) -> None:
    """An interval, an hour or a day: the source does not say."""
    area_inputs = inputs([0, 0, 0, 0, 0, 0, 140, 0], [10, 10, 10, 20, 0, 300, 0, 0])
    basis = settle(area_inputs)
    checks = validations(area_inputs, basis, basis.loss, DEFAULTS, per=per)

    assert count == len(checks)
    assert all(text in check.text for check in checks)


def test_missing_values() -> None:
    """Some missing values are a warning, no value at all a failure."""
    assert [(SettlementRule.INCOMPLETE, CheckState.WARNING)] == broken_rules(inputs([1], [1], missing=1))
    silent = attrs.evolve(inputs([0], [0], missing=1), missing=[1, 1])
    assert [SettlementRule.SILENT] == [check.rule for check in prerequisites(silent, None, DEFAULTS)]


@pytest.mark.parametrize(
    ("use", "constants", "failed"),
    [
        (SettlementUse.INTERVAL, None, False),
        (SettlementUse.HOURLY, None, True),
        (SettlementUse.PROFILED, None, True),
        (SettlementUse.HOURLY, LossConstants(idle=Decimal(0), constant=Decimal(0)), False),
    ],
)
def test_who_needs_constants(use: SettlementUse, constants: LossConstants | None, failed: bool) -> None:
    """Constants are needed where a loss is estimated."""
    area_inputs = inputs([1], [1])
    members = [area_inputs.members[0], area_inputs.members[1]._replace(use=use)]
    rules = [
        check.rule for check in prerequisites(attrs.evolve(area_inputs, members=members), constants, DEFAULTS)
    ]

    assert ([SettlementRule.CONSTANTS] if failed else []) == rules


@pytest.mark.parametrize(
    ("day", "annual", "factors", "total"),
    [
        (dt.date(2026, 6, 1), 365, (), 1000),
        (dt.date(2024, 6, 1), 366, (), 1000),
        (dt.date(2026, 3, 29), 8760, (), 23_000),
        (dt.date(2026, 10, 25), 8760, (), 25_000),
        (dt.date(2026, 1, 1), 365, ("1.5", *["1"] * 11), 1500),
        (dt.date(2026, 12, 31), 365, (*["1"] * 11, "0.5"), 500),
        (dt.date(2026, 6, 1), -5, (), 0),
    ],
)
def test_expected_consumption(day: dt.date, annual: int, factors: tuple[str, ...], total: int) -> None:
    """A day's part of the year by its hours, times the factor of its month in Norwegian time."""
    area_inputs = AreaInputs(
        area="A",
        period=day_period(day),
        minutes=15,
        members=[Member("1", "Out", SettlementUse.PROFILED, 0, annual=annual)],
        values=[np.zeros(0, np.int64)],
        missing=[0],
    )
    column = expected_profiled(area_inputs, tuple(map(Decimal, factors)))

    assert (area_inputs.count, total) == (len(column), int(column.sum()))
