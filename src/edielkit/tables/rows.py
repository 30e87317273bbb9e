"""Series as rows of a table: the columns, and the way between rows and series that all forms share."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.market_time import Period, Resolution, day_period, local_day
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES, Observations, Status, TimeSeries
from edielkit.series.grid import Grid, concatenated, grid_of

__all__ = (
    "COLUMNS",
    "EPOCH",
    "INSTANT_FIELDS",
    "MAX_ROWS",
    "NO_TIME",
    "STATUS_NAMES",
    "TEXT_FIELDS",
    "Rows",
    "empty_rows",
    "encoded",
    "micros",
    "require_known",
    "require_times",
    "rows_of",
    "series_of",
    "starts_of",
    "starts_of_all",
    "values_of",
)

TEXT_FIELDS = (
    "metering_point",
    "grid_area",
    "product",
    "unit",
    "direction",
    "resolution",
    "identification",
)
INSTANT_FIELDS = ("registered", "period_start", "period_end")
COLUMNS = (
    "series",
    *TEXT_FIELDS,
    *INSTANT_FIELDS,
    "position",
    "start",
    "quantity",
    "status",
    "validation",
    "estimation",
    "text",
)
STATUS_NAMES = tuple(status.name.lower() for status in sorted(Status))
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
NO_TIME = np.iinfo(np.int64).min  # what numpy and Arrow call "not a time"
_FIRST = (dt.datetime.min.replace(tzinfo=dt.UTC) - EPOCH) // dt.timedelta(microseconds=1)
_LAST = (dt.datetime.max.replace(tzinfo=dt.UTC) - EPOCH) // dt.timedelta(microseconds=1)
# decimal128(18, 3): fifteen digits before the point
_QUANTITY_END = 10**18
# rows that one table may have: keeps 32-bit counts of Arrow safe
MAX_ROWS = 2**31 - 1

Codes = npt.NDArray[np.int32]


@attrs.frozen(kw_only=True)
class Rows:
    """The rows of a table as columns.

    Attributes:
        keys: For each field of a series: the code of each row, -1 for none, and the values that the codes name.
            Instants are microseconds since 1970.
        empty: Rows that stand for a series without values.
        values: The observations of all rows; a row of a series without values reads zero.
    """

    keys: dict[str, tuple[Codes, Sequence[Any]]]
    empty: npt.NDArray[np.bool_]
    values: Observations


def micros(instant: dt.datetime | None) -> int | None:
    """Return an aware *instant* in microseconds since 1970.

    Raises:
        ValueError: The instant has no time zone.

    >>> micros(dt.datetime(1970, 1, 1, 1, tzinfo=dt.UTC))
    3600000000
    """
    if instant is None:
        return None
    if instant.tzinfo is None:
        raise ValueError("expected an aware instant, found one without a time zone")
    return (instant - EPOCH) // dt.timedelta(microseconds=1)


def encoded(values: Iterable[Any]) -> tuple[Codes, list[Any]]:
    """Return a code for each value, -1 for None, and the distinct values in order of appearance.

    >>> encoded(["a", None, "a"])
    (array([ 0, -1,  0], dtype=int32), ['a'])
    """
    numbers: dict[Any, int] = {}
    codes = [-1 if value is None else numbers.setdefault(value, len(numbers)) for value in values]
    return np.array(codes, np.int32), list(numbers)


def starts_of(series: TimeSeries) -> npt.NDArray[np.int64]:
    """Return the start of each value in microseconds since 1970, `NO_TIME` where it cannot be told."""
    position = series.observations.position
    if series.period is None or series.resolution is None:
        return np.full(len(position), NO_TIME)
    step = Resolution.of(series.resolution)
    if step is None:
        return np.full(len(position), NO_TIME)
    if step.seconds:
        first = np.int64(micros(series.period.start) or 0)
        return _counted(first, position.astype(np.int64), np.int64(step.seconds * 1_000_000))
    try:
        grid = grid_of(series)
    except ValueError:
        return np.full(len(position), NO_TIME)
    starts = np.full(len(position), NO_TIME)
    inside = (position >= 1) & (position <= grid.count)
    # of the steps that have values: those of a period of centuries are not laid out
    used, numbers = np.unique(position[inside], return_inverse=True)
    starts[inside] = np.array([micros(_step_start(grid, place - 1)) for place in used.tolist()], np.int64)[
        numbers
    ]
    return starts


def starts_of_all(series: Sequence[TimeSeries]) -> npt.NDArray[np.int64]:
    """Return the start of each row of *series* as `starts_of` does; a series without values has one row, without a start.

    Steps of a fixed length, nearly all, are counted for all series at once.
    """
    firsts, steps, odd = [], [], []
    counts = _row_counts(series)
    for number, time_series in enumerate(series):
        resolution = None if time_series.resolution is None else Resolution.of(time_series.resolution)
        values = time_series.observations
        if resolution and resolution.seconds and time_series.period and len(values):
            firsts.append(micros(time_series.period.start))
            steps.append(resolution.seconds * 1_000_000)
        else:
            firsts.append(NO_TIME)
            steps.append(0)
            if len(values):
                odd.append(number)
    positions = [_values_or_blank(time_series).position.astype(np.int64) for time_series in series]
    position = np.concatenate([np.zeros(0, np.int64), *positions])
    first = np.repeat(np.array(firsts, np.int64), counts)
    starts = _counted(first, position, np.repeat(np.array(steps, np.int64), counts))
    ends = np.cumsum(counts)
    for number in odd:
        starts[ends[number] - counts[number] : ends[number]] = starts_of(series[number])
    return starts


def _counted(
    first: npt.NDArray[np.int64] | np.int64,
    position: npt.NDArray[np.int64],
    steps: npt.NDArray[np.int64] | np.int64,
) -> npt.NDArray[np.int64]:
    """Return when steps of a fixed length start; none before the first, where a number cannot be read, nor beyond the calendar."""
    starts: npt.NDArray[np.int64] = first + (position - 1) * steps
    return np.where((position < 1) | (starts > _LAST), NO_TIME, starts)


def _step_start(grid: Grid, number: int) -> dt.datetime:
    """Return the start of step *number*, from 0, of days, months or years."""
    first, step = local_day(grid.period.start), grid.resolution
    if not step.months:
        return day_period(first + dt.timedelta(days=number * step.days)).start
    years, month = divmod(first.month - 1 + number * step.months, 12)
    return day_period(dt.date(first.year + years, month + 1, 1)).start


def rows_of(series: Iterable[TimeSeries]) -> Rows:
    """Return the rows of all *series*, those of one series together and in their order.

    Raises:
        ValueError: A registration time has no zone, an instant lies beyond the years 1 to 9999 in UTC, a quantity has more than fifteen digits before the point, a
            status or code is unknown, or there are too many rows.

    >>> rows_of([TimeSeries(observations=Observations.metered([1, 2]))]).keys["series"]
    (array([0, 0], dtype=int32), [0])
    """
    listed = list(series)
    require_times(listed)
    counts = _row_counts(listed)
    if int(counts.sum()) > MAX_ROWS:
        raise ValueError(f"expected at most {MAX_ROWS} rows in a table")
    fields: dict[str, Iterable[Any]] = {
        "series": range(len(listed)),
        **{name: [getattr(time_series, name) for time_series in listed] for name in TEXT_FIELDS},
        "registered": [micros(time_series.registered) for time_series in listed],
        "period_start": [
            micros(time_series.period.start) if time_series.period else None for time_series in listed
        ],
        "period_end": [
            micros(time_series.period.end) if time_series.period else None for time_series in listed
        ],
    }
    keys: dict[str, tuple[Codes, Sequence[Any]]] = {}
    for name, values in fields.items():
        codes, distinct = encoded(values)
        keys[name] = (np.repeat(codes, counts), distinct)
    return Rows(keys=keys, empty=empty_rows(listed), values=values_of(listed))


def require_times(series: Iterable[TimeSeries]) -> None:
    """Refuse instants that a table cannot give back: Arrow counts further than the calendar of Python, which reads it again.

    Raises:
        ValueError: One lies beyond the years 1 to 9999 in UTC; the text has the number of the series, from 0.
    """
    for number, time_series in enumerate(series):
        period = time_series.period
        ends = (None, None) if period is None else (period.start, period.end)
        for name, instant in zip(INSTANT_FIELDS, (time_series.registered, *ends), strict=True):
            if instant is not None and not _FIRST <= (micros(instant) or 0) <= _LAST:
                raise ValueError(
                    f"expected instants of the years 1 to 9999 in UTC, found {name} {instant.isoformat()} in series {number}"
                )


def values_of(series: Sequence[TimeSeries]) -> Observations:
    """Return the values of *series* one after the other, a zero for one without values.

    Raises:
        ValueError: A table cannot hold a value; the text has its row in these columns.
    """
    values = concatenated(
        [_values_or_blank(time_series) for time_series in series] or [Observations.metered([])]
    )
    require_known(values)
    return values


def empty_rows(series: Sequence[TimeSeries]) -> npt.NDArray[np.bool_]:
    """Return for each row of *series* whether it stands for a series without values."""
    empty = [not len(time_series.observations) for time_series in series]
    return np.repeat(np.array(empty, bool), _row_counts(series))


def _row_counts(series: Sequence[TimeSeries]) -> npt.NDArray[np.int64]:
    return np.array([len(_values_or_blank(time_series)) for time_series in series], np.int64)


def _values_or_blank(series: TimeSeries) -> Observations:
    return series.observations if len(series.observations) else _BLANK


_BLANK = Observations.metered([0], first=0)


def require_known(values: Observations) -> None:
    """Refuse values that a table cannot hold.

    Raises:
        ValueError: A code of them is unknown, or a quantity has more than fifteen digits; the text has the row.
    """
    for name, names in (
        ("status", STATUS_NAMES),
        ("validation", VALIDATION_CODES),
        ("estimation", ESTIMATION_CODES),
    ):
        column = getattr(values, name)
        if len(column) and column.max() >= len(names):
            raise ValueError(f"row {int(np.argmax(column >= len(names)))} has an unknown {name}")
    wide = (values.quantity >= _QUANTITY_END) | (values.quantity <= -_QUANTITY_END)
    if wide.any():
        raise ValueError(f"row {int(np.argmax(wide))} has a quantity of more than fifteen digits")


def series_of(rows: Rows) -> Iterator[TimeSeries]:
    """Yield the series of *rows*: a new one starts wherever a field of the series changes.

    Raises:
        ValueError: A period has one end only, an instant is out of range, or a row that stands for a series
            without values stands among values.
    """
    count = len(rows.empty)
    if not count:
        return
    change = np.zeros(count, bool)
    change[0] = True
    for codes, _ in rows.keys.values():
        change[1:] |= codes[1:] != codes[:-1]
    starts = np.flatnonzero(change).tolist()
    odd_at = 0
    unparsed = sorted(rows.values.unparsed)
    for start, end in itertools.pairwise([*starts, count]):
        block = []
        while odd_at < len(unparsed) and unparsed[odd_at][0] < end:
            block.append((unparsed[odd_at][0] - start, unparsed[odd_at][1]))
            odd_at += 1
        yield _time_series(rows, start, end, tuple(block))


def _time_series(rows: Rows, start: int, end: int, unparsed: tuple[tuple[int, str], ...]) -> TimeSeries:
    fields = {
        name: distinct[codes[start]] if codes[start] >= 0 else None
        for name, (codes, distinct) in rows.keys.items()
        if name != "series"
    }
    first, last = fields.pop("period_start", None), fields.pop("period_end", None)
    if (first is None) != (last is None):
        raise ValueError(f"row {start} has one end of a period only")
    empty = bool(rows.empty[start:end].any())
    if empty and end - start > 1:
        raise ValueError(f"a row without position stands in the series that starts at row {start}")
    part = slice(start, start if empty else end)
    values = rows.values
    return TimeSeries(
        period=None if first is None else Period(_instant(first), _instant(last)),
        registered=_instant(fields.pop("registered", None)),
        observations=Observations(
            position=values.position[part],
            quantity=values.quantity[part],
            status=values.status[part],
            validation=values.validation[part],
            estimation=values.estimation[part],
            unparsed=() if empty else unparsed,
        ),
        **fields,
    )


def _instant(value: int | None) -> Any:
    if value is None:
        return None
    try:
        return EPOCH + dt.timedelta(microseconds=value)
    except OverflowError:
        raise ValueError("expected instants of the years 1 to 9999") from None
