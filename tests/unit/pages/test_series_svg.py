"""Pictures of series: a bar a value, holes, clock changes, long series."""

from __future__ import annotations

import datetime as dt
import tracemalloc

import pytest
from lxml import etree

from edielkit.market_time import Period, day_period
from edielkit.pages.series_svg import COLOURS, series_svg
from edielkit.series import Observation, Observations, Status, TimeSeries

SVG = "{http://www.w3.org/2000/svg}"
DAY = day_period(dt.date(2026, 6, 1))


def drawn(series, **options):
    return etree.fromstring(series_svg(series, title="t", **options))


@pytest.mark.parametrize(
    ("day", "hours", "marks"),
    [(dt.date(2026, 3, 29), 23, 1), (dt.date(2026, 6, 1), 24, 0), (dt.date(2026, 10, 25), 25, 1)],
)
def test_bar_for_each_value(day, hours, marks):
    """A mark stands where the clock changes, and says how long the day is."""
    picture = drawn(
        TimeSeries.of([1] * hours, period=day_period(day), resolution="PT1H"), clock_change="change"
    )

    assert hours == len(picture.findall(f"{SVG}rect"))
    titles = [title.text for title in picture.iterfind(f"{SVG}line/{SVG}title")]
    assert [f"change: {day.isoformat()}, {hours} h"] * marks == titles


def test_colour_says_how_a_value_came_about_and_holes_show():
    """A value that is not there has the colour of one that is missing, over the whole height."""
    rows = [Observation(place, 1, status) for place, status in ((1, Status.METERED), (2, Status.ESTIMATED))]
    series = TimeSeries(period=DAY, resolution="PT1H", observations=Observations.of(rows))
    bars = drawn(series).findall(f"{SVG}rect")

    assert [COLOURS[Status.METERED], COLOURS[Status.ESTIMATED]] == [bar.get("fill") for bar in bars[:2]]
    assert {COLOURS[Status.MISSING]} == {bar.get("fill") for bar in bars[2:]}
    assert {"0.25"} == {bar.get("fill-opacity") for bar in bars[2:]}


def test_long_series_has_no_more_bars_than_a_screen():
    """A year of quarters; one missing quarter shows in its bar."""
    period = Period(day_period(dt.date(2026, 1, 1)).start, day_period(dt.date(2026, 12, 31)).end)
    rows = [Observation(place, 1) for place in range(1, 365 * 96 + 1) if place != 20_000]
    bars = drawn(TimeSeries(period=period, resolution="PT15M", observations=Observations.of(rows))).findall(
        f"{SVG}rect"
    )

    assert 800 < len(bars) <= 880
    assert [COLOURS[Status.MISSING]] == [
        bar.get("fill") for bar in bars if bar.get("fill") != COLOURS[Status.METERED]
    ]


def test_a_period_of_centuries_is_drawn_from_its_values():
    """The end is misspelt: two values and their mean in as many bars as ever, and no mark for each of 16,000 clock changes."""
    period = Period(day_period(dt.date(2026, 1, 1)).start, day_period(dt.date(9998, 12, 31)).end)
    rows = [Observation(1, 7), Observation(2, 9)]
    series = TimeSeries(period=period, resolution="PT15M", observations=Observations.of(rows))
    tracemalloc.start()
    drawing = drawn(series)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    bars = drawing.findall(f"{SVG}rect")
    assert 800 < len(bars) <= 881
    assert [COLOURS[Status.METERED]] == [bar.get("fill") for bar in bars if bar.get("fill-opacity") is None]
    assert "8" == drawing.find(f"{SVG}text").text
    assert 1 == len(drawing.findall(f"{SVG}line"))
    assert most < 5_000_000


def test_a_bar_of_several_steps_is_the_mean_of_the_values_that_are_there():
    """What is missing weighs nothing, whatever the wire wrote beside it, and large values do not run over."""
    period = Period(day_period(dt.date(2026, 1, 1)).start, day_period(dt.date(2026, 12, 31)).end)
    most = 9 * 10**11
    rows = [
        Observation(place, -most if place % 2 else None, Status(5 * (1 - place % 2)))
        for place in range(1, 41)
    ]
    series = TimeSeries(period=period, resolution="PT15M", observations=Observations.of(rows))

    assert ["0", str(-most)] == [text.text for text in drawn(series).findall(f"{SVG}text")[0:3:2]]


def test_of_several_values_of_one_place_the_last_is_drawn():
    """As it was read."""
    rows = [Observation(1, 7), Observation(2, 3), Observation(1, 1)]
    first, second = drawn(
        TimeSeries(period=DAY, resolution="PT1H", observations=Observations.of(rows))
    ).findall(f"{SVG}rect")[:2]

    assert float(second.get("height")) > 2 * float(first.get("height"))


def test_negative_values_hang_below_the_line():
    """Zero is between them."""
    bars = drawn(TimeSeries.of([5] * 12 + [-5] * 12, period=DAY, resolution="PT1H")).findall(f"{SVG}rect")

    assert float(bars[0].get("y")) + float(bars[0].get("height")) == pytest.approx(
        float(bars[-1].get("y")), abs=0.02
    )


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"period": DAY},
        {"period": DAY, "resolution": "PT7M"},
        {"period": Period(DAY.start, DAY.start), "resolution": "PT1H"},
    ],
)
def test_series_without_place_in_time_has_no_picture(fields):
    """Nothing is drawn where nothing can be placed."""
    assert not series_svg(TimeSeries(observations=Observations.metered([1]), **fields), title="t")


def test_texts_are_escaped():
    """A unit and a title come from the message."""
    series = TimeSeries.of([1] * 24, period=DAY, resolution="PT1H", unit="</svg><script>")
    text = series_svg(series, title="</title><script>")

    assert "<script>" not in text
    etree.fromstring(text)


@pytest.mark.parametrize("colour", COLOURS.values())
def test_colours_stand_out_from_white(colour):
    """At least 3 to 1, as WCAG 2.1 asks of graphics (1.4.11)."""
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert 1.05 / (luminance + 0.05) >= 3
