"""A series in four lines: what it is, when, how much and how good, and its shape."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from edielkit.cli.language import translate
from edielkit.cli.output.instant_texts import period_text
from edielkit.cli.output.masking import code_text
from edielkit.cli.output.sparkline import sparkline
from edielkit.cli.output.terminal import dim, strong
from edielkit.market_time import Resolution, expected_count
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES, Observations, Status, TimeSeries

__all__ = ("quality_text", "series_lines", "short", "sparkline_of", "totals_line")


def series_lines(
    series: TimeSeries, number: int, *, product: str = "", note: str = "", personal: bool = False
) -> Iterator[str]:
    """Yield the lines of one series.

    Args:
        series: The series.
        number: Its number in the message, from 1.
        product: The product with its meaning; as the series has it if empty.
        note: What else is to be said in the first line.
        personal: Show names that stand where a code or an identification is due.
    """
    shown = partial(code_text, personal=personal)
    where = shown(series.metering_point or series.grid_area or "") or translate("no place")
    what = (
        product or shown(series.product or ""),
        shown(series.direction or ""),
        shown(series.resolution or ""),
        note,
    )
    yield f"  {number:>3}  {strong(where)}  {'  '.join(part for part in what if part)}"
    observations = series.observations
    when = period_text(series.period) if series.period else translate("no period")
    unit = f" {shown(series.unit)}" if series.unit else ""
    yield f"       {when}: {_count_text(series)}, sum {short(observations.total)}{unit}"
    if not len(observations):
        return
    values = [value for value in _values(observations) if value is not None]
    if values:
        to = translate("to")
        least, most = (short(Decimal(f(values)).scaleb(-3)) for f in (min, max))
        yield f"       {sparkline_of(observations)}  {dim(f'{least} {to} {most}{unit}')}"
    yield f"       {quality_text(observations)}"


def _values(observations: Observations) -> list[int | None]:
    return [
        None if status == Status.MISSING else value
        for value, status in zip(observations.quantity.tolist(), observations.status.tolist(), strict=True)
    ]


def sparkline_of(observations: Observations, width: int = 48) -> str:
    """Return the shape of the values; missing ones are holes.

    Args:
        observations: The values.
        width: Most characters.
    """
    return sparkline(_values(observations), width)


def totals_line(all_series: list[TimeSeries], *, personal: bool = False) -> str:
    """Return how many values and how much of each unit the series have together.

    Args:
        all_series: The series.
        personal: Show names that stand where a unit is due.
    """
    values = sum(len(s.observations) for s in all_series)
    sums: dict[str, Decimal] = {}
    for series in all_series:
        unit = code_text(series.unit or "", personal=personal) or translate("of no unit")
        sums[unit] = sums.get(unit, Decimal(0)) + series.observations.total
    amounts = ", ".join(f"{short(total)} {unit}" for unit, total in sums.items())
    return translate(f"{len(all_series)} series, {values} values, {amounts}")


def _count_text(series: TimeSeries) -> str:
    count = len(series.observations)
    text = f"{count} value{'' if count == 1 else 's'}"
    resolution = Resolution.of(series.resolution) if series.resolution else None
    expected = expected_count(series.period, resolution) if series.period and resolution else None
    return translate(text if expected in {None, count} else f"{text} where {expected} fill the period")


def quality_text(observations: Observations) -> str:
    """Return how many values have which status, and which codes."""
    import numpy as np

    counts = np.bincount(observations.status, minlength=len(Status))
    text = ", ".join(
        f"{counts[s]} {translate(s.name.lower().replace('_', ' '))}" for s in Status if counts[s]
    )
    codes = [
        *_codes(observations.validation, VALIDATION_CODES),
        *_codes(observations.estimation, ESTIMATION_CODES),
    ]
    unparsed = translate(f"; {len(observations.unparsed)} unreadable") if observations.unparsed else ""
    return f"{text}{unparsed}{' (' + ', '.join(codes) + ')' if codes else ''}"


def _codes(column: object, names: tuple[str, ...]) -> Iterator[str]:
    import numpy as np

    counts = np.bincount(np.asarray(column), minlength=len(names))
    return (f"{name} ×{count}" for name, count in zip(names[1:], counts[1:], strict=False) if count)


def short(number: Decimal) -> str:
    """Return *number* without zeros that say nothing.

    >>> short(Decimal("12.500")), short(Decimal("100.000"))
    ('12.5', '100')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
