"""The balance of a grid area as a picture: what comes in, goes out and is lost over time, as SVG text."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from html import escape

import numpy as np
import numpy.typing as npt

from edielkit.exchange.balance import AreaBalance
from edielkit.exchange.channel_columns import day_of
from edielkit.harmless import presentable
from edielkit.market_time import OSLO
from edielkit.translation import Catalogue, catalogue

__all__ = ("balance_svg",)

Ints = npt.NDArray[np.int64]

_WIDTH, _HEIGHT = 960, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 90, 20, 64, 48
# name, colour, dashes: told apart without colour, and each with a contrast of at least 4.5 to white
_LINES = (
    ("In", "#0b5394", ""),
    ("Out", "#a64d00", "6 3"),
    ("Net", "#4a4a4a", "2 2"),
    ("Loss", "#a3004f", "9 3 2 3"),
)
_WHOLE = (
    ("Production", "#1b6e3c", "12 2"),
    _LINES[0],
    _LINES[1],
    ("Consumption", "#4a4a4a", "2 2"),
    _LINES[3],
)
_MOST = 20_000


def balance_svg(
    balance: AreaBalance, *, title: str | None = None, whole: bool = False, language: str = "en"
) -> str:
    """Return a picture of a grid area's exchange: In, Out, net import and loss, an hour a step.

    The same balance gives the same text. Quarters are summed to hours; title and description carry the totals
    for readers who do not see the picture. Times on the axis are Norwegian.

    Args:
        balance: The balance of one grid area, at most 20 000 hours.
        title: Title of the picture; the grid area if None.
        whole: Show production and consumption too, in place of net import.
        language: ``en`` or ``nb``.

    Raises:
        ValueError: There is nothing to draw, or too much.

    >>> import attrs
    >>> hour = np.array([1000])
    >>> balance = AreaBalance(
    ...     area="A",
    ...     seconds=3600,
    ...     start=np.array([0]),
    ...     production=0 * hour,
    ...     consumption=0 * hour,
    ...     incoming=2 * hour,
    ...     outgoing=hour,
    ... )
    >>> balance_svg(balance).startswith("<svg xmlns=")
    True
    """
    texts = catalogue(language)
    hours, columns = _hourly(balance, whole=whole)
    if not len(hours):
        raise ValueError("expected a balance with at least one interval")
    if len(hours) > _MOST:
        raise ValueError(f"expected at most {_MOST} hours, found {len(hours)}; give a shorter period")
    heading = "".join(
        character
        for character in title or texts.sentence(f"Grid area {balance.area}").text
        if character.isprintable()
    )
    has_loss = balance.points > 0
    lines = [
        (*line, column)
        for line, column in zip(_WHOLE if whole else _LINES, columns, strict=True)
        if has_loss or line[0] != "Loss"
    ]
    low = min(0, *(int(line[3].min()) for line in lines))
    high = max(0, *(int(line[3].max()) for line in lines))
    step = _nice(max(high - low, 1))
    low, high = low // step * step, -(-max(high, low + 1) // step) * step
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="title description" font-family="sans-serif" font-size="12">',
        f'<title id="title">{escape(presentable(heading))}</title>',
        f'<desc id="description">{escape(presentable(texts.sentence(_words(balance, lines)).text))}</desc>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="24" font-size="16">{escape(presentable(heading))}</text>',
        *_legend(lines, texts),
        *_levels(low, high, step),
        *_days(hours, texts),
        *(_curve(line, low, high, texts) for line in lines),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _hourly(balance: AreaBalance, *, whole: bool) -> tuple[Ints, tuple[Ints, ...]]:
    start = balance.start
    columns: tuple[Ints, ...] = (balance.incoming, balance.outgoing, balance.net_import, balance.loss)
    if whole:
        columns = (balance.production, *columns[:2], balance.consumption, balance.loss)
    if balance.seconds >= 3600 or not len(start):
        return start, columns
    hour = start - start % 3600
    first = np.flatnonzero(np.concatenate(([True], np.diff(hour) != 0)))
    return hour[first], tuple(np.add.reduceat(column, first) for column in columns)


def _words(balance: AreaBalance, lines: list[tuple[str, str, str, Ints]]) -> str:
    sums = balance.totals
    period = f"{day_of(int(balance.day[0]))} to {day_of(int(balance.day[-1]))}"
    sums_in_words = [f"import {sums['import']} kWh", f"export {sums['export']} kWh"]
    sums_in_words.append(f"net import {sums['import'] - sums['export']} kWh")
    names = {line[0] for line in lines}
    if "Consumption" in names:
        sums_in_words += [f"production {sums['production']} kWh", f"consumption {sums['consumption']} kWh"]
    if "Loss" in names:
        sums_in_words.append(f"loss {sums['loss']} kWh")
    return f"{period}, by the hour. In all: {', '.join(sums_in_words)}."


def _nice(span: int) -> int:
    """Return a round distance of levels, four to ten of them in *span*."""
    size = 1
    while size * 10 <= span // 4:
        size *= 10
    return next(size * factor for factor in (5, 2, 1) if size * factor <= max(span // 4, 1))


def _y(value: int, low: int, high: int) -> str:
    height = _HEIGHT - _TOP - _BOTTOM
    tenths = (high - value) * height * 10 // (high - low)
    return f"{_TOP + tenths // 10}.{tenths % 10}"


def _x(row: int, count: int) -> str:
    tenths = row * (_WIDTH - _LEFT - _RIGHT) * 10 // count
    return f"{_LEFT + tenths // 10}.{tenths % 10}"


def _curve(line: tuple[str, str, str, Ints], low: int, high: int, texts: Catalogue) -> str:
    name, colour, dashes, column = line
    count = len(column)
    # a step for each hour: the value holds from its start to its end
    steps = [f"M{_x(0, count)} {_y(int(column[0]), low, high)}H{_x(1, count)}"]
    steps += [
        f"V{_y(value, low, high)}H{_x(row + 1, count)}" for row, value in enumerate(column.tolist()) if row
    ]
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="{"".join(steps)}" fill="none" stroke="{colour}" stroke-width="1.5"{dash}><title>{texts(name)}</title></path>'


def _legend(lines: list[tuple[str, str, str, Ints]], texts: Catalogue) -> list[str]:
    parts = []
    for n, (name, colour, dashes, _) in enumerate(lines):
        x = _LEFT + 125 * n
        dash = f' stroke-dasharray="{dashes}"' if dashes else ""
        parts += [
            f'<path d="M{x} 44h28" fill="none" stroke="{colour}" stroke-width="2"{dash}/>',
            f'<text x="{x + 34}" y="48">{texts(name)}</text>',
        ]
    return parts


def _levels(low: int, high: int, step: int) -> list[str]:
    parts = [f'<text x="{_LEFT - 8}" y="48" text-anchor="end">kWh/h</text>']
    for value in range(low, high + 1, step):
        y = _y(value, low, high)
        colour = "#000000" if value == 0 else "#dddddd"
        number = f"{Decimal(value).scaleb(-3):,f}".replace(",", "\xa0")
        number = number.rstrip("0").rstrip(".") if "." in number else number
        parts += [
            f'<path d="M{_LEFT} {y}H{_WIDTH - _RIGHT}" stroke="{colour}" stroke-width="1"/>',
            f'<text x="{_LEFT - 8}" y="{y}" dy="4" text-anchor="end">{number}</text>',
        ]
    return parts


def _days(hours: Ints, texts: Catalogue) -> list[str]:
    count = len(hours)
    every = next((hours_apart for hours_apart in (1, 2, 3, 6, 12) if count // hours_apart <= 12), 0)
    parts = []
    last = None
    for row, second in enumerate(hours.tolist()):
        local = dt.datetime.fromtimestamp(second, OSLO)
        midnight = local.hour == 0
        if every and local.hour % every == 0:
            label = f"{local:%H}"
        elif not every and midnight and _wanted(local.date(), count):
            label = local.date().isoformat()[5:] if count < 24 * 200 else local.date().isoformat()[:7]
        else:
            continue
        if label == last:
            continue
        last = label
        x = _x(row, count)
        parts += [
            f'<path d="M{x} {_HEIGHT - _BOTTOM}v5" stroke="#000000"/>',
            f'<text x="{x}" y="{_HEIGHT - _BOTTOM + 20}" text-anchor="middle">{label}</text>',
        ]
    first, final = (dt.datetime.fromtimestamp(int(hour), OSLO).date() for hour in (hours[0], hours[-1]))
    span = first.isoformat() if first == final else f"{first.isoformat()} to {final.isoformat()}"
    words = texts.sentence(f"{span}, Norwegian time").text
    parts.append(f'<text x="{_WIDTH - _RIGHT}" y="{_HEIGHT - 8}" text-anchor="end">{words}</text>')
    return parts


def _wanted(day: dt.date, count: int) -> bool:
    """Tell whether a midnight has a label: each day of a week, each fifth of a month, each month of a year."""
    days = count // 24
    if days <= 14:
        return True
    if days <= 100:
        return day.day in {1, 8, 15, 22}
    return day.day == 1
