"""What holds for every exchange series: nothing is lost, nothing is added, no sign is left."""

import datetime as dt

import attrs
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from edielkit.errors import ParseError
from edielkit.exchange import (
    ExchangePoint,
    SignConvention,
    balance,
    check,
    fill,
    join_net,
    merge_points,
    mirror,
    pair,
    read_points,
    split,
    split_points,
    write_points,
    zero_channel,
)
from edielkit.identifiers import gsrn
from edielkit.market_time import Period
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES, Observations, Status, TimeSeries
from edielkit.series.exact import total

START = dt.datetime(2024, 3, 30, 23, tzinfo=dt.UTC)
# midnights in Oslo before the days of 23, 25 and 24 hours
MIDNIGHTS = (START, dt.datetime(2024, 10, 26, 22, tzinfo=dt.UTC), dt.datetime(2024, 6, 3, 22, tzinfo=dt.UTC))
KNOWN = tuple(status for status in Status if status is not Status.MISSING)
GSRN = tuple(body + gsrn.check_digit(body) for body in (f"70705750009{n:06d}" for n in range(501, 504)))
amounts = st.integers(-(10**15) + 1, 10**15 - 1)
signs = st.sampled_from(SignConvention)
few = settings(max_examples=100, deadline=None)


@st.composite
def signed(draw, quantities=amounts, direction=None, statuses=KNOWN):
    """Draw a series with holes, statuses and codes, by the hour or the quarter, from days of 23, 24 and 25 hours."""
    slots = draw(st.integers(1, 110))
    start = draw(st.sampled_from(MIDNIGHTS))
    minutes, resolution = draw(st.sampled_from([(60, "PT1H"), (15, "PT15M")]))
    positions = draw(st.sets(st.integers(1, slots), min_size=1, max_size=60))
    count = len(positions)

    def column(values):
        return np.array(draw(st.lists(values, min_size=count, max_size=count)))

    return TimeSeries(
        metering_point=GSRN[0],
        product="8716867000030",
        unit=draw(st.sampled_from(["kWh", "KWH", "MWH"])) if direction is None else "kWh",
        direction=direction,
        resolution=resolution,
        period=Period(start, start + slots * dt.timedelta(minutes=minutes)),
        identification=draw(st.none() | st.just("series")),
        observations=Observations(
            position=np.array(sorted(positions), np.int32),
            quantity=column(quantities).astype(np.int64),
            status=column(st.sampled_from([status.value for status in statuses])).astype(np.uint8),
            validation=column(st.integers(0, len(VALIDATION_CODES) - 1)).astype(np.uint8),
            estimation=column(st.integers(0, len(ESTIMATION_CODES) - 1)).astype(np.uint8),
        ),
    )


channels = signed(quantities=st.integers(0, 10**12), direction="In")


@few
@given(signed(statuses=tuple(Status)), signs)
def test_split_then_join_gives_the_series_back(series, sign):
    """In and Out hold all that a signed series holds."""
    incoming, outgoing = split(series, sign=sign, identifications=("in", "out"))

    assert ("In", "Out") == (incoming.direction, outgoing.direction)
    assert series == join_net(incoming, outgoing, sign=sign, identification=series.identification)


@few
@given(signed(), signs)
def test_a_net_pair_has_one_direction_at_a_time(series, sign):
    """In and Out are never below zero, never both above it, and their difference is the net value."""
    incoming, outgoing = (half.observations.quantity for half in split(series, sign=sign))

    assert (incoming >= 0).all()
    assert (outgoing >= 0).all()
    assert not ((incoming > 0) & (outgoing > 0)).any()
    net = (
        series.observations.quantity
        if sign is SignConvention.IMPORT_POSITIVE
        else -series.observations.quantity
    )
    assert np.array_equal(net, incoming - outgoing)


@few
@given(signed(), signs)
def test_the_neighbour_sees_the_mirror(series, sign):
    """To split what the neighbour sees is to mirror what was split; twice mirrored is as it was."""
    ours = {half.direction: half.observations.quantity for half in split(series, sign=sign)}
    theirs = {half.direction: half.observations.quantity for half in split(mirror(series), sign=sign)}

    assert np.array_equal(ours["In"], theirs["Out"])
    assert np.array_equal(ours["Out"], theirs["In"])
    assert series == mirror(mirror(series), identification=series.identification)


@few
@given(channels, st.sampled_from(["In", "Out"]))
def test_the_mirror_of_a_channel_has_the_other_direction(series, direction):
    """What comes in here goes out there: the same values at the same times, and back again."""
    series = attrs.evolve(series, direction=direction, identification=None)
    there = mirror(series, metering_point=GSRN[1])

    assert {"In": "Out", "Out": "In"}[direction] == there.direction
    assert series.observations == there.observations
    assert np.array_equal(series.instants(), there.instants())
    assert series == mirror(there, metering_point=GSRN[0])


@few
@given(channels, st.data())
def test_merge_conserves_what_stands_in_an_unused_channel(series, data):
    """Values that are no zeros in the channel that should hold them are added, not lost."""
    count = len(series.observations)
    more = np.array(data.draw(st.lists(st.integers(0, 10**12), min_size=count, max_size=count)), np.int64)
    unused = attrs.evolve(
        series, metering_point=GSRN[1], observations=attrs.evolve(series.observations, quantity=more)
    )
    merged = merge_points([series, unused], incoming=GSRN[0], outgoing=GSRN[1], into=GSRN[2])

    assert total(series.observations.quantity) + total(more) == sum(
        total(item.observations.quantity) for item in merged
    )


@few
@given(channels)
def test_fill_adds_zeros_for_the_same_intervals(series):
    """After fill both directions are there, the sum is as before, and the check finds both."""
    point = ExchangePoint(incoming=GSRN[0])
    filled = fill([series], [point])

    assert (series, *filled.added) == filled.series
    assert series.observations.total == sum(item.observations.total for item in filled.series)
    assert np.array_equal(np.sort(series.instants()), np.sort(np.concatenate([item.instants() for item in filled.added])))  # fmt: skip
    assert not {"EXC001", "EXC002", "EXC005"} & {finding.code for finding in check(filled.series, [point])}
    assert filled.series == fill(filled.series, [point]).series


@few
@given(channels, st.integers(0, 10**12))
def test_one_point_or_two_is_the_same(first, most):
    """Two one-channel points hold what the one point held, and merge to it."""
    values = attrs.evolve(first.observations, quantity=np.abs(most - first.observations.quantity))
    both = (first, attrs.evolve(first, direction="Out", observations=values))
    apart = split_points(both, GSRN[0], incoming=GSRN[1], outgoing=GSRN[2])
    point = ExchangePoint(incoming=GSRN[1], outgoing=GSRN[2])

    assert both == merge_points(apart, incoming=GSRN[1], outgoing=GSRN[2], into=GSRN[0])
    assert sum(item.observations.total for item in both) == sum(item.observations.total for item in apart)
    assert not {"EXC001", "EXC002", "EXC005", "EXC006"} & {finding.code for finding in check(apart, [point])}


@few
@given(st.lists(channels, max_size=6))
def test_pair_keeps_each_series_once(series):
    """Every series with a direction is in exactly one pair."""
    mixed = [attrs.evolve(item, direction="Out" if n % 2 else "In") for n, item in enumerate(series)]
    kept = [
        channel
        for couple in pair(mixed)
        for channel in (couple.incoming, couple.outgoing)
        if channel is not None
    ]

    assert sorted(map(id, mixed)) == sorted(map(id, kept))
    assert all(couple.whole for couple in pair([item for s in series for item in (s, zero_channel(s))]))


@few
@given(channels, channels)
def test_exchange_leaves_no_energy_in_between(incoming, outgoing):
    """What one area imports the other exports: the losses of both cancel out."""
    point = ExchangePoint.of_metering_point(GSRN[0], main_area="A", neighbour="B")
    balances = balance([incoming, attrs.evolve(outgoing, direction="Out")], [point])
    here, there = balances.areas

    assert np.array_equal(here.loss, -there.loss)
    assert total(incoming.observations.quantity) == total(here.incoming) == total(there.outgoing)


@few
@given(st.text(max_size=200))
def test_any_text_is_points_or_a_parse_error(text):
    """Reading points raises nothing but ParseError, and what it reads it writes back."""
    try:
        points = read_points(f"point,name\n{GSRN[0]},a name\n{text}")
    except ParseError as error:
        points, code = (), error.code
    else:
        code = "EXC090"

    assert "EXC090" == code
    assert points == (read_points(write_points(points)) if points else ())


@few
@given(st.lists(signed() | channels, max_size=4), st.booleans())
def test_check_never_raises(series, named):
    """Whatever the series, the validation is a report without a failed check."""
    report = check(
        series,
        [ExchangePoint.of_metering_point(GSRN[0], main_area="A", neighbour="B")] if named else [],
        now=START,
    )

    assert "SYS001" not in {finding.code for finding in report}
