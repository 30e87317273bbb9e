"""A series as a picture: a bar a value, coloured by how the value came about, holes and clock changes marked."""

from __future__ import annotations

import datetime as dt
from html import escape

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.harmless import name_of_something, presentable
from edielkit.market_time import Period, Resolution, expected_count, hours_in_day, local_days, local_time
from edielkit.series import Status, TimeSeries, decimal

__all__ = ("COLOURS", "series_svg")

_WIDTH, _HEIGHT = 960, 180
_LEFT, _RIGHT, _TOP, _BOTTOM = 92, 10, 10, 26
# so many digits stand beside the bars; a longer number is squeezed, never cut
_MOST_DIGITS = 12
# a year of quarter hours has more bars than a screen has points: then a bar is the mean of several values
_MOST_BARS = 880
# marks of the clock changes of a longer period would stand beside each other
_LONGEST_MARKED = dt.timedelta(days=3660)
_WORST = (
    Status.METERED,
    Status.CALCULATED,
    Status.CALCULATED_FOR_SETTLEMENT,
    Status.FINAL_ESTIMATED,
    Status.ESTIMATED,
    Status.TEMPORARY,
    Status.MISSING,
)
_RANKS = np.array([_WORST.index(Status(number)) for number in range(len(Status))], np.int64)
# sums of a period's values may not fit into 64 bits; the sums of what is above and below this place do
_SPLIT = 10**9
# each with a contrast of at least 3 to white, and told apart without colour by the words of the legend
COLOURS = {
    Status.METERED: "#0b5394",
    Status.CALCULATED: "#1b6e3c",
    Status.CALCULATED_FOR_SETTLEMENT: "#3f7f7f",
    Status.FINAL_ESTIMATED: "#8a6d00",
    Status.ESTIMATED: "#a64d00",
    Status.TEMPORARY: "#a3004f",
    Status.MISSING: "#4a4a4a",
}


def series_svg(series: TimeSeries, *, title: str, clock_change: str = "clock change") -> str:
    """Return a picture of *series* as SVG text; the same series gives the same text.

    Args:
        series: A series with a period and a resolution; others have no picture.
        title: What it shows, for readers who do not see the picture.
        clock_change: What the mark of a day of 23 or 25 hours is called.

    Returns:
        An ``svg`` element, empty text when the series has no place in time.

    >>> from edielkit.market_time import day_period
    >>> day = day_period(dt.date(2026, 3, 29))
    >>> picture = series_svg(TimeSeries.of([1] * 23, period=day, resolution="PT1H"), title="A day")
    >>> picture.count("<rect"), picture.count("clock change")
    (23, 1)
    """
    step = Resolution.of(series.resolution) if series.resolution else None
    count = expected_count(series.period, step) if series.period is not None and step is not None else None
    if not count or series.period is None:
        return ""
    bars = _bars(series, count)
    heights = [bar.height for bar in bars]
    low, high = min(0, *heights), max(0, *heights)
    span = max(high - low, 1)
    wide = (_WIDTH - _LEFT - _RIGHT) / len(bars)
    tall = _HEIGHT - _TOP - _BOTTOM
    zero = _TOP + tall * high / span
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
        f"<title>{escape(presentable(title))}</title>",
        *_clock_changes(series.period, clock_change, tall),
    ]
    for number, bar in enumerate(bars):
        x = _LEFT + number * wide
        if bar.has_hole:
            parts.append(_rectangle(x, _TOP, wide, tall, status=Status.MISSING))
        if bar.status != Status.MISSING:
            top = zero - tall * max(bar.height, 0) / span
            parts.append(_rectangle(x, top, wide, max(tall * abs(bar.height) / span, 0.5), status=bar.status))
    return "".join([*parts, *_axis(series, low, high, zero, tall), "</svg>"])


@attrs.frozen
class Bar:
    """A bar of a picture: one step of a series, or several beside each other.

    Attributes:
        height: The value in thousandths, the mean of several.
        status: The status of the value, the worst of several; missing when there is none.
        has_hole: A value of its steps is not there.
    """

    height: int
    status: Status
    has_hole: bool


def _bars(series: TimeSeries, count: int) -> list[Bar]:
    """Return at most `_MOST_BARS` bars for the *count* steps of a series.

    A bar of several steps is as high as the values that are there are in the mean, and has the status of the worst of them.
    """
    size = -(-count // _MOST_BARS)
    bars = -(-count // size)
    observations = series.observations
    inside = np.flatnonzero((observations.position >= 1) & (observations.position <= count))
    # of several values of one place the last is shown; the steps themselves, of centuries perhaps, are not laid out
    places, last = np.unique(observations.position[inside][::-1] - 1, return_index=True)
    rows = inside[::-1][last]
    has_value = observations.status[rows] != Status.MISSING
    places, rows = places[has_value], rows[has_value]
    ranks = np.full(bars, -1, np.int64)
    np.maximum.at(ranks, places // size, _RANKS[observations.status[rows]])
    sizes = np.full(bars, size)
    sizes[-1] = count - size * (bars - 1)
    there = np.bincount(places // size, minlength=bars)
    means = _means(observations.quantity[rows], places // size, there)
    statuses = [Status.MISSING if rank < 0 else _WORST[rank] for rank in ranks.tolist()]
    return list(map(Bar, means, statuses, (there < sizes).tolist()))


def _means(
    quantity: npt.NDArray[np.int64], bars: npt.NDArray[np.int64], there: npt.NDArray[np.int64]
) -> list[int]:
    """Return the mean of the values of each bar, 0 of none; the large and the small digits are summed apart, since large values may not fit together."""
    sums = np.zeros((2, len(there)), np.int64)
    for digits, part in zip(sums, np.divmod(quantity, _SPLIT), strict=True):
        np.add.at(digits, bars, part)
    return [
        (large * _SPLIT + small) // (count or 1)
        for large, small, count in zip(*sums.tolist(), there.tolist(), strict=True)
    ]


def _rectangle(x: float, y: float, wide: float, tall: float, *, status: int) -> str:
    more = ' fill-opacity="0.25"' if status == Status.MISSING else ""
    colour = COLOURS[Status(status)]
    return f'<rect x="{x:.2f}" y="{y:.2f}" width="{max(wide * 0.9, 0.4):.2f}" height="{tall:.2f}" fill="{colour}"{more}/>'


def _axis(series: TimeSeries, low: int, high: int, zero: float, tall: float) -> list[str]:
    unit = escape(presentable(name_of_something(series.unit or "")))
    style = 'font-family="sans-serif" font-size="12" fill="#222"'
    lines = [
        f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{zero:.2f}" y2="{zero:.2f}" stroke="#222"/>',
        _level(high, _TOP + 10, style),
        f'<text class="unit" x="{_LEFT - 6}" y="{_TOP + 24}" text-anchor="end" {style}>{unit}</text>',
    ]
    if low < 0:
        lines.append(_level(low, _TOP + round(tall), style))
    assert series.period is not None
    for instant, x, anchor in (
        (series.period.start, _LEFT, "start"),
        (series.period.end, _WIDTH - _RIGHT, "end"),
    ):
        text = local_time(instant).strftime("%Y-%m-%d %H:%M")
        lines.append(f'<text x="{x}" y="{_HEIGHT - 8}" text-anchor="{anchor}" {style}>{text}</text>')
    return lines


def _level(value: int, y: int, style: str) -> str:
    text = f"{decimal(value).normalize():f}"
    fitted = f' textLength="{_LEFT - 8}" lengthAdjust="spacingAndGlyphs"' if len(text) > _MOST_DIGITS else ""
    return f'<text x="{_LEFT - 6}" y="{y}" text-anchor="end"{fitted} {style}>{text}</text>'


def _clock_changes(period: Period, words: str, tall: float) -> list[str]:
    """Return a dashed line at the hour of each clock change within *period*, with the day's hours in words; none of many years."""
    marks: list[str] = []
    if period.duration > _LONGEST_MARKED:
        return marks
    span = period.duration.total_seconds()
    for day in local_days(period):
        hours = hours_in_day(day)
        if hours == 24:
            continue
        # in Norway the clock changes at 01:00 UTC
        change = dt.datetime(day.year, day.month, day.day, 1, tzinfo=dt.UTC)
        share = (change - period.start).total_seconds() / span
        if 0 <= share <= 1:
            x = _LEFT + share * (_WIDTH - _LEFT - _RIGHT)
            marks.append(
                f'<line x1="{x:.2f}" x2="{x:.2f}" y1="{_TOP}" y2="{_TOP + tall:.0f}" stroke="#a3004f" stroke-dasharray="4 3">'
                f"<title>{escape(presentable(words))}: {day.isoformat()}, {hours} h</title></line>"
            )
    return marks
