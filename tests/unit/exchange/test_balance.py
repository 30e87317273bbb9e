"""Balance, limits, estimates, reconciliation and the picture."""

import datetime as dt
from decimal import Decimal

import attrs
import numpy as np
import pytest
from lxml import etree
from tests.support.exchange_fixtures import JUNE, NORTH, SOUTH, gross, place, point_id, series

from edielkit.exchange import (
    ExchangePoint,
    LossConstants,
    LossLimits,
    balance,
    balance_svg,
    check_balance,
    estimate,
    mirror,
    reconcile,
)
from edielkit.market_time import Period, day_period

AREAS = {point_id(50): NORTH, point_id(51): NORTH}


def grid(made, used):
    return [series(50, "In", [made] * 24), series(51, "Out", [used] * 24)]


def test_the_identity_holds():
    """Production + import - export - consumption = loss, by interval and in all."""
    incoming, outgoing = gross(1)
    found = balance([incoming, outgoing, *grid(90_000, 70_000)], [place(1)], areas=AREAS)
    north, south = found.areas

    assert ([NORTH, SOUTH], (2, 0)) == ([each.area for each in found.areas], (north.points, south.points))
    assert np.array_equal(
        20_000 + incoming.observations.quantity - outgoing.observations.quantity, north.loss
    )
    assert np.array_equal(north.incoming, south.outgoing)
    assert north.totals["loss"] == (
        north.totals["production"]
        + north.totals["import"]
        - north.totals["export"]
        - north.totals["consumption"]
    )


def test_a_foreign_neighbour_has_no_balance():
    """The grid on the other side of a border is not Elhub's."""
    assert [NORTH] == [each.area for each in balance(gross(1), [place(1, foreign=True)]).areas]


def test_quarters_are_summed_to_the_longest_interval():
    """Quarters beside hours become hours; with a shorter resolution the hours are left out and named."""
    mixed = [*gross(1, code="PT15M"), *grid(1, 1)]
    hours, quarters = (balance(mixed, [place(1)], areas=AREAS, resolution=code) for code in (None, "PT15M"))

    assert (3600, 24) == (hours.of(NORTH).seconds, len(hours.of(NORTH).start))
    assert mixed[0].observations.quantity[:4].sum() == hours.of(NORTH).incoming[0]
    assert 96 == len(quarters.of(NORTH).start)
    assert 2 == len([each for each in quarters.unplaced if "longer intervals" in each])


def test_what_has_no_area_is_named():
    """A point without a grid area, or an exchange point without a main area, is not counted in silence."""
    found = balance([*gross(1), *grid(1, 1)], [ExchangePoint.one(point_id(1))])

    assert () == found.areas
    assert 3 == len(found.unplaced)


@pytest.mark.parametrize(
    ("codes", "made", "used", "limits"),
    [
        ([], 10_000, 210_000, LossLimits()),
        (["EXC030"], 10_000, 210_001, LossLimits()),
        ([], 10_000, 210_001, LossLimits(negative=Decimal(-300))),
        ([], 4_000_000, 3_520_000, LossLimits()),
        ([], 5_000_000, 4_400_000, LossLimits()),
        (["EXC031"], 5_000_000, 4_399_999, LossLimits()),
        ([], 4_000_000, 3_500_000, LossLimits()),
        (["EXC031"], 4_000_000, 3_499_999, LossLimits()),
        ([], 4_000_000, 3_499_999, LossLimits(high=Decimal(501))),
        ([], 4_000_000, 3_499_999, LossLimits(high_share=Decimal("0.1251"))),
    ],
)
def test_limits_are_exact(codes, made, used, limits):
    """A loss at the limit is not flagged, a thousandth beyond it is: -200 kWh; 12 % and 500 kWh."""
    report = check_balance(balance(grid(made, used), areas=AREAS), limits=limits)

    assert codes == [each.code for each in report]
    assert [f"{NORTH}/2024-06-04"] * len(codes) == [each.position.path for each in report]


def test_limits_may_differ_by_area():
    """A grid company may have its own limits."""
    found = balance(grid(0, 250_000), areas=AREAS)

    assert ["EXC030"] == [
        each.code for each in check_balance(found, limits={SOUTH: LossLimits(negative=Decimal(-900))})
    ]
    assert [] == list(check_balance(found, limits={NORTH: LossLimits(negative=Decimal(-900))}))


def test_estimate_by_formula():
    """Idle loss and the squared infeed, exact; four equal quarters give the hour's loss."""
    constants = LossConstants(idle=Decimal("12.5"), constant=Decimal("0.0000015"))
    infeed = np.array([0, 4_000_000, 40_000_000_000])
    hours, quarters = estimate(constants, infeed), estimate(constants, infeed // 4, seconds=900)

    assert [12_500, 36_500, 2_400_000_012_500] == hours.tolist()
    assert hours.tolist() == (4 * quarters).tolist()
    with pytest.raises(ValueError, match="fills an hour"):
        estimate(constants, infeed, seconds=7)


def test_missing_constants_are_told_where_an_estimate_is_wanted():
    """An area without loss constants is a finding, one with them has an estimate."""
    constants = {NORTH: LossConstants(idle=Decimal(1), constant=Decimal(0))}
    known, unknown = (balance(grid(10, 9), areas=AREAS, losses=each) for each in (constants, None))

    assert [1_000] * 24 == known.of(NORTH).estimate.tolist()
    assert [] == list(check_balance(known, estimates=True))
    assert ["EXC032"] == [each.code for each in check_balance(unknown, estimates=True)]


def test_a_sum_that_is_too_large_is_refused():
    """No sum wraps around in silence."""
    with pytest.raises(ValueError, match="do not fit 64 bits"):
        balance([series(50, "In", [2**61] * 24)], areas=AREAS)


def test_a_span_that_is_too_long_is_refused():
    """One stray value does not make an axis of centuries; a period makes it short again."""
    stray = attrs.evolve(grid(1, 1)[0], period=day_period(dt.date(1990, 1, 1)))
    far = attrs.evolve(grid(1, 1)[1], period=day_period(dt.date(2150, 1, 1)), resolution="PT15M")
    stray = attrs.evolve(stray, resolution="PT15M")

    with pytest.raises(ValueError, match="give a period"):
        balance([stray, far], areas=AREAS)
    assert 96 == len(balance([stray, far], areas=AREAS, period=day_period(JUNE)).of(NORTH).start)


def test_reconciliation_counts_what_is_double_once():
    """The total of a pair leaves out the other side's report, and says how much it was."""
    ours = gross(1)
    point = place(1, opposite=(point_id(2),))
    once, twice = (reconcile(each, [point]) for each in (ours, [*ours, *(mirror(s, metering_point=point_id(2)) for s in ours)]))  # fmt: skip
    total = ours[0].observations.total + ours[1].observations.total

    assert (ours[0].observations.total, ours[1].observations.total) == (once.pairs[0].into_first, once.pairs[0].into_second)  # fmt: skip
    assert (once.pairs[0].into_first, once.pairs[0].into_second) == (twice.pairs[0].into_first, twice.pairs[0].into_second)  # fmt: skip
    assert (Decimal(0), total) == (once.pairs[0].twice, twice.pairs[0].twice)
    assert ["EXC007"] == [each.code for each in twice.pairs[0].doubles]
    assert () == once.pairs[0].findings


def test_reconciliation_finds_the_first_hole():
    """A gap says how much is there and where the first hole is."""
    whole = gross(1)
    start = whole[0].period.start
    late = attrs.evolve(
        series(1, "In", whole[0].observations.quantity[2:], period=Period(start + dt.timedelta(hours=2), whole[0].period.end))
    )  # fmt: skip
    found = reconcile([late, whole[1]], [place(1)]).pairs[0].gaps

    assert ["expected 24 hours, found 22; the first hole is at 2024-06-03T22:00Z"] == [
        f.message for f in found
    ]


@pytest.mark.parametrize("code", ["PT1H", "PT15M"])
def test_the_picture_is_xml_with_words(code):
    """The picture is well-formed, the same each time, and tells its totals to those who cannot see it."""
    found = balance([*gross(1, code=code)], [place(1)]).of(NORTH)
    text = balance_svg(found, title="North & <south>")
    root = etree.fromstring(text)
    space = "{http://www.w3.org/2000/svg}"

    assert text == balance_svg(found, title="North & <south>")
    assert ("img", "title description") == (root.get("role"), root.get("aria-labelledby"))
    assert "North & <south>" == root.findtext(f"{space}title")
    assert f"in {found.totals['import']} kWh" in root.findtext(f"{space}desc")
    assert ["In", "Out", "Net"] == [each.text for each in root.iterfind(f"{space}path/{space}title")]


def test_levels_of_the_picture_are_readable():
    """Thousands stand apart, and lines, words and numbers lie within the frame."""
    text = balance_svg(balance(grid(90_000_000, 70_000_000), areas=AREAS).of(NORTH))
    root = etree.fromstring(text)
    words = [each for each in root.iter() if each.tag.endswith("}text")]
    _, _, width, height = map(int, root.get("viewBox").split())

    assert any("20\u00a0000" == each.text for each in words)
    assert all(0 <= float(each.get("x")) <= width and 0 <= float(each.get("y")) <= height for each in words)


def test_the_picture_has_the_loss_where_it_is_known():
    """With production or consumption the loss is drawn, too."""
    text = balance_svg(balance(grid(90_000, 70_000), areas=AREAS).of(NORTH))

    assert "<title>Loss</title>" in text
    assert "loss 480.000 kWh" in text


def test_nothing_to_draw_is_refused():
    """An empty balance has no picture."""
    empty = balance(grid(1, 1), areas=AREAS, period=Period(day_period(JUNE).start, day_period(JUNE).start))

    with pytest.raises(ValueError, match="at least one interval"):
        balance_svg(empty.of(NORTH))


@pytest.mark.parametrize(
    ("unit", "factor"), [("kWh", 1), ("KWH", 1), ("MWH", 1000), ("GWH", 1_000_000), (None, 1)]
)
def test_energy_counts_in_kwh_whatever_its_unit(unit, factor):
    """MWh are a thousand kWh, GWh a million; without a unit it is kWh."""
    pair = [attrs.evolve(each, unit=unit) for each in gross(1)]
    found = balance(pair, [place(1)]).of(NORTH)

    assert pair[0].observations.total * factor == found.totals["import"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": "KWT"}, "no unit of energy"),
        ({"unit": "GWH", "quantity": 10**14}, "64 bits"),
    ],
)
def test_what_is_no_energy_or_too_much_is_named(changes, words):
    """Power is never counted as energy, and no sum wraps around."""
    one = gross(1)[0]
    values = one.observations
    if "quantity" in changes:
        values = attrs.evolve(values, quantity=np.full(len(values), changes["quantity"]))
    found = balance([attrs.evolve(one, unit=changes["unit"], observations=values)], [place(1)])

    assert any(words in each for each in check_balance(found).not_checked)
