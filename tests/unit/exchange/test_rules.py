"""Each rule of exchange points: a case that keeps it and a case that breaks it."""

import datetime as dt
import re

import attrs
import numpy as np
import pytest
from tests.support.exchange_fixtures import JUNE, NORTH, SOUTH, gross, net, place, point_id, series, values
from tests.support.paths import ROOT

from edielkit.catalogue import rules
from edielkit.exchange import RULES, PointValues, check, mirror, zero_channel
from edielkit.findings import Severity, Trust
from edielkit.market_time import OSLO, Period

LATER = JUNE + dt.timedelta(days=1)
DUE = dt.datetime.combine(LATER, dt.time(7), OSLO)
POINT = place(1, values=PointValues.GROSS)
PAIR = place(2, outgoing=point_id(3), values=PointValues.GROSS)


def changed(one, rows, quantity):
    column = one.observations.quantity.copy()
    column[rows] = quantity
    return attrs.evolve(one, observations=attrs.evolve(one.observations, quantity=column))


def two_points():
    first, second = series(2, "In", values(JUNE, "PT1H", 1)), series(3, "Out", values(JUNE, "PT1H", 2))
    return [first, zero_channel(first), second, zero_channel(second)]


def theirs(number=1, shift=0):
    return [
        changed(mirror(each, metering_point=point_id(90)), [5], mirror(each).observations.quantity[5] + shift)
        for each in gross(number)
    ]


def flat(number):
    hours = values(JUNE, "PT1H", 3) + 1
    return [series(number, each, np.repeat(hours, 4), code="PT15M") for each in ("In", "Out")]


SEEN = attrs.evolve(POINT, opposite=(point_id(90),))
OTHER_SIDE = place(90, main_area=SOUTH, neighbour=NORTH)
UNUSED = place(1, outgoing=None, values=PointValues.GROSS)
FILLED = [one := series(1, "In", values(JUNE, "PT1H", 1)), zero_channel(one)]
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
    ("EXC010", (gross(1), [SEEN], {"neighbour": theirs()}), (gross(1), [SEEN], {"neighbour": [attrs.evolve(each, metering_point=point_id(90)) for each in gross(1)]})),
    ("EXC010", ([attrs.evolve(each, grid_area=NORTH) for each in gross(1)], [POINT]), ([attrs.evolve(each, grid_area=SOUTH) for each in gross(1)], [POINT])),
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


def judged(series, points, more=None):
    return check(series, points, **(more or {}))


@pytest.mark.parametrize(("code", "right", "wrong"), CASES, ids=[each[0] for each in CASES])
def test_a_rule_is_kept_and_broken(code, right, wrong):
    """What is right gives no finding of the rule, what is wrong gives some, with the rule's own weight."""
    found = [each for each in judged(*wrong) if each.code == code]

    assert [] == [each for each in judged(*right) if each.code == code]
    assert found
    assert {RULES[code].severity} == {each.severity for each in found}
    assert all(each.position.path for each in found)
    assert "SYS001" not in {each.code for each in judged(*wrong)}


def test_rules_has_its_words_and_its_weight():
    """Each rule has a source and says why, wrong and right; what no source states is never an error."""
    for rule in RULES.values():
        assert rule.source
        assert all(word in rule.text for word in ("Why: ", "Wrong: ", "Right: ")), rule.code
        assert rule.severity is not Severity.ERROR or rule.trust is Trust.SOURCED, rule.code


def test_every_check_has_a_case():
    """No rule that the checks may report goes without a case here; the others belong to balance and points files."""
    assert set(RULES) - {"EXC030", "EXC031", "EXC032", "EXC040", "EXC090"} == {each[0] for each in CASES}


def test_a_finding_says_where():
    """A finding names metering point, direction, day and the series that it is about."""
    named = [attrs.evolve(each, identification=f"id-{each.direction}") for each in gross(1)]
    found = check([changed(named[0], [3], -5), named[1]], [POINT]).findings

    assert [("EXC003", f"{point_id(1)}/In/2024-06-04", "id-In")] == [(f.code, f.position.path, f.payload) for f in found]  # fmt: skip


def test_points_that_nobody_named():
    """A point with both directions is judged and said to be unknown; one with one direction is listed."""
    both, single = check(gross(1)[:2]), check(gross(1)[:1])

    assert () == both.findings == single.findings
    assert any("judged as an exchange point" in each for each in both.not_checked)
    assert any("not named as an exchange point" in each for each in single.not_checked)
    assert ["EXC002"] == [f.code for f in check([gross(1)[0], gross(1, code="PT15M")[1]])]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"metering_point": None}, "no metering point"),
        ({"product": "8716867000146"}, "has no direction"),
        ({"resolution": "P1D"}, "no resolution in hours or minutes"),
        ({"resolution": None}, "no resolution in hours or minutes"),
        ({"period": None}, "no period"),
        ({"period": Period(dt.datetime(1, 1, 1, tzinfo=dt.UTC), dt.datetime(1, 1, 2, tzinfo=dt.UTC))}, "before 1980"),
        ({"period": Period(dt.datetime(9999, 12, 30, tzinfo=dt.UTC), dt.datetime(9999, 12, 31, tzinfo=dt.UTC))}, "after 2199"),
    ],
)  # fmt: skip
def test_a_series_that_cannot_be_placed_is_listed(change, words):
    """What has no place in time or no direction by its product is named as not checked."""
    assert any(words in each for each in check([attrs.evolve(gross(1)[0], **change)], [POINT]).not_checked)


def test_a_missing_value_is_a_hole():
    """A value that is marked as missing does not count as one."""
    incoming, outgoing = gross(1)
    status = incoming.observations.status.copy()
    status[4] = 5
    holed = attrs.evolve(incoming, observations=attrs.evolve(incoming.observations, status=status))
    found = check([holed, outgoing], [POINT]).findings

    assert ["EXC002"] == [each.code for each in found]
    assert "23 of PT1H In and 24 of PT1H Out" in found[0].message


def test_views_in_hours_and_quarters_are_compared_by_the_hour():
    """A neighbour with hours and a point with quarters agree when their hours do."""
    quarters = gross(1, code="PT15M")
    hours = [
        mirror(series(90, each.direction, each.observations.quantity.reshape(-1, 4).sum(axis=1)))
        for each in quarters
    ]
    off = [hours[0], changed(hours[1], [7], 0)]

    assert () == check(quarters, [SEEN], neighbour=hours).findings
    assert ["EXC009"] == [each.code for each in check(quarters, [SEEN], neighbour=off)]


def test_a_tolerance_lets_small_differences_through():
    """Views may differ by as much as the parties agreed on, and no more."""
    assert () == check(gross(1), [SEEN], neighbour=theirs(shift=10), tolerance=10).findings
    assert ["EXC009"] == [
        each.code for each in check(gross(1), [SEEN], neighbour=theirs(shift=11), tolerance=10)
    ]


def test_a_foreign_point_is_late_with_its_owner_named():
    """Towards a foreign neighbour the finding says who answers for the values."""
    found = check(gross(1), [attrs.evolve(POINT, foreign=True)], received=DUE).findings

    assert ["EXC013"] == [each.code for each in found]
    assert "foreign" in found[0].message


_PAGE = (ROOT / "docs/explanation/exchange-points.md").read_text("utf-8")
_ROWS = re.findall(r"^\| (X\d+) \| (.+?) \| (.+) \|$", _PAGE, re.MULTILINE)


def test_each_statement_of_the_exchange_page_has_its_row():
    """X1 to X16 are found in the explanation, in order, each with a code, an operation or the reason for none."""
    assert [f"X{n}" for n in range(1, 17)] == [name for name, _, _ in _ROWS]
    assert all(re.search(r"[A-Z]{3}\d{3}|`\w+`|no rule", row) for _, _, row in _ROWS)


def test_the_rows_name_rules_that_exist_and_all_of_them():
    """Every code of the page is a rule, and every rule on exchange points stands on the page."""
    named = set(re.findall(r"\b[A-Z]{3}\d{3}(?:-\d{2})?", _PAGE))

    assert named <= set(rules())
    assert set(RULES) - {"EXC090"} <= named


@pytest.mark.parametrize(
    ("name", "code"), [(n, c) for n, _, row in _ROWS for c in re.findall(r"EXC\d{3}", row)]
)
def test_a_rule_names_the_statement_that_it_comes_from(name, code):
    """The source of a rule names its X number, where the statement is its source and not only its company."""
    beside = {
        ("X1", "EXC002"),
        ("X8", "EXC008"),
        ("X12", "EXC009"),
        ("X13", "EXC013"),
        ("X15", "EXC009"),
        ("X15", "EXC019"),
    }

    assert (name, code) in beside or re.search(rf"\b{name}\b", RULES[code].source)
