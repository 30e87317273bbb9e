"""Each rule is kept by one input and broken by another, and what nobody named is said."""

from __future__ import annotations

import datetime as dt

import attrs
import numpy as np
import pytest
from tests.support.exchange_fixtures import (
    JUNE,
    NORTH,
    SOUTH,
    changed,
    gross,
    net,
    place,
    point_id,
    series,
    values,
)

from edielkit.exchange import RULES, PointValues, check, mirror, zero_channel
from edielkit.market_time import OSLO

LATER = JUNE + dt.timedelta(days=1)
DUE = dt.datetime.combine(LATER, dt.time(7), OSLO)
POINT = place(1, values=PointValues.GROSS)
PAIR = place(2, outgoing=point_id(3), values=PointValues.GROSS)


def two_points():
    first, second = series(2, "In", values(JUNE, "PT1H", 1)), series(3, "Out", values(JUNE, "PT1H", 2))
    return [first, zero_channel(first), second, zero_channel(second)]


def theirs(number=1, shift=0):
    return [
        changed(mirror(item, metering_point=point_id(90)), [5], mirror(item).observations.quantity[5] + shift)
        for item in gross(number)
    ]


def flat(number):
    hours = values(JUNE, "PT1H", 3) + 1
    return [series(number, direction, np.repeat(hours, 4), code="PT15M") for direction in ("In", "Out")]


SEEN = attrs.evolve(POINT, opposite=(point_id(90),))
OTHER_SIDE = place(90, main_area=SOUTH, neighbour=NORTH)
UNUSED = place(1, outgoing=None, values=PointValues.GROSS)
FILLED = [incoming := series(1, "In", values(JUNE, "PT1H", 1)), zero_channel(incoming)]
ESTIMATED = attrs.evolve(
    FILLED[1], observations=attrs.evolve(FILLED[1].observations, status=np.ones(24, np.uint8))
)


AGAIN = attrs.evolve(gross(1)[0], identification="again")


# rule, what keeps it, what breaks it: series, points, circumstances
CASES = [
    ("EXC001", (gross(1), [POINT]), (gross(1)[:1], [POINT])),
    ("EXC002", (gross(1), [POINT]), ([gross(1)[0], gross(1, code="PT15M")[1]], [POINT])),
    ("EXC003", (gross(1), [POINT]), ([changed(gross(1)[0], [3], -1), gross(1)[1]], [POINT])),
    ("EXC004", (net(1), [attrs.evolve(POINT, values=PointValues.NET)]), (gross(1), [attrs.evolve(POINT, values=PointValues.NET)])),
    ("EXC005", (FILLED, [UNUSED]), ([FILLED[0], changed(FILLED[1], [3], 1)], [UNUSED])),
    ("EXC006", (FILLED, [UNUSED]), ([FILLED[0], ESTIMATED], [UNUSED])),
    ("EXC007", (gross(1), [SEEN]), ([*gross(1), *theirs()], [SEEN])),
    ("EXC008", (gross(1), [attrs.evolve(POINT, parts=(point_id(8),)), place(8)]), ([*gross(1), *gross(8, seed=9)], [attrs.evolve(POINT, parts=(point_id(8),)), place(8)])),
    ("EXC009", (gross(1), [SEEN], {"neighbour": theirs()}), (gross(1), [SEEN], {"neighbour": theirs(shift=1)})),
    ("EXC010", (gross(1), [SEEN], {"neighbour": theirs()}), (gross(1), [SEEN], {"neighbour": [attrs.evolve(item, metering_point=point_id(90)) for item in gross(1)]})),
    ("EXC010", ([attrs.evolve(item, grid_area=NORTH) for item in gross(1)], [POINT]), ([attrs.evolve(item, grid_area=SOUTH) for item in gross(1)], [POINT])),
    ("EXC011", (gross(1), [POINT]), ([*gross(1), series(1, None, values(JUNE, "PT1H", 1))], [POINT])),
    ("EXC012", (gross(1), [POINT]), (gross(1), [attrs.evolve(POINT, settlement_method="E02")])),
    ("EXC013", (gross(1), [POINT], {"now": DUE}), (gross(1)[:1], [POINT], {"now": DUE})),
    ("EXC013", (gross(1), [POINT], {"received": DUE - dt.timedelta(seconds=1)}), (gross(1), [POINT], {"received": DUE})),
    ("EXC014", ([*gross(1), *gross(1, day=LATER, code="PT15M")], [POINT]), ([*gross(1), *gross(1, code="PT15M")], [POINT])),
    ("EXC015", ([*gross(1), *gross(1, day=LATER, code="PT15M")], [POINT]), ([*gross(1, code="PT15M"), *gross(1, day=LATER)], [POINT])),
    ("EXC015", (gross(1), [attrs.evolve(POINT, quarters_since=LATER)]), (gross(1), [attrs.evolve(POINT, quarters_since=JUNE)])),
    ("EXC016", (gross(1, code="PT15M"), [POINT]), (flat(1), [POINT])),
    ("EXC017", ([*gross(1), attrs.evolve(AGAIN, registered=DUE + dt.timedelta(days=9))], [POINT]), ([*gross(1), AGAIN], [POINT])),
    ("EXC018", (two_points(), [PAIR]), (two_points()[:2], [PAIR])),
    ("EXC019", ([*gross(1), *gross(90, seed=44)], [POINT, OTHER_SIDE]), ([*gross(1), *theirs()], [POINT, OTHER_SIDE])),
    ("EXC020", (gross(1), [attrs.evolve(POINT, name="x"), place(90, name="x")]), (gross(1), [attrs.evolve(POINT, name="x"), place(90, name="x", reporting_responsible="7080000009022")])),
]  # fmt: skip


def checked(series, points, more=None):
    return check(series, points, **(more or {}))


@pytest.mark.parametrize(("code", "right", "wrong"), CASES, ids=[case[0] for case in CASES])
def test_a_rule_is_kept_and_broken(code, right, wrong):
    """What is right gives no finding of the rule, what is wrong gives some, with the rule's own weight."""
    findings = [finding for finding in checked(*wrong) if finding.code == code]

    assert [] == [finding for finding in checked(*right) if finding.code == code]
    assert findings
    assert {RULES[code].severity} == {finding.severity for finding in findings}
    assert all(finding.position.path for finding in findings)
    assert "SYS001" not in {finding.code for finding in checked(*wrong)}


def test_every_check_has_a_case():
    """No rule that the checks may report goes without a case here; the others belong to balance and points files."""
    assert set(RULES) - {"EXC030", "EXC031", "EXC032", "EXC040", "EXC090"} == {case[0] for case in CASES}


def test_points_that_nobody_named():
    """A point with both directions is checked and said to be unknown; one with one direction is listed."""
    both, single = check(gross(1)[:2]), check(gross(1)[:1])

    assert () == both.findings == single.findings
    assert any("checked as an exchange point" in line for line in both.not_checked)
    assert any("not named as an exchange point" in line for line in single.not_checked)
    assert ["EXC002"] == [f.code for f in check([gross(1)[0], gross(1, code="PT15M")[1]])]
