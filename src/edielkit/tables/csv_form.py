"""Series into CSV: one documented layout, written in chunks straight from the columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import lru_cache

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.csv_cells import as_text_cell
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES, Observations, Status, TimeSeries
from edielkit.tables.rows import (
    COLUMNS,
    NO_TIME,
    STATUS_NAMES,
    TEXT_FIELDS,
    empty_rows,
    micros,
    starts_of_all,
    values_of,
)

__all__ = ("iso_text", "to_csv")

Bytes = npt.NDArray[np.uint8]

# Bytes of rows that are built at a time, and what a row takes beside its prefix: position, start, value and codes.
_SPACE = 1 << 23
_ROW = 80
_DAY = 86_400
_COMMA, _NEWLINE, _MINUS, _POINT, _ZERO = b",\n-.0"
_SPECIAL = frozenset('",\r\n')


def to_csv(series: Iterable[TimeSeries]) -> Iterator[bytes]:
    """Yield *series* as CSV in UTF-8, piece by piece; the first piece is the header.

    A row for each value, with the columns of the table in docs/reference/series.md: comma between, decimal
    point, instants as ``2024-06-03T22:00:00Z``, nothing for what is not known. A series without values takes a
    row without a position. CSV cannot tell an empty text from none: it reads as None. A text that a spreadsheet would
    take for a formula has an apostrophe before it, which reading takes away.

    Args:
        series: The series; they are taken one by one.

    Raises:
        ValueError: A value does not fit the columns, or a text has a NUL character.

    >>> series = TimeSeries(unit="kWh", observations=Observations.metered(["1.5"]))
    >>> b"".join(to_csv([series])).splitlines()[1]
    b'0,,,,kWh,,,,,,,1,,1.500,metered,,,'
    """
    yield (",".join(COLUMNS) + "\n").encode()
    for group in _groups(series):
        yield _lines(group)


@attrs.frozen
class _Stretch:
    """Rows of one series that are written at once.

    Attributes:
        prefix: What each of the rows starts with, up to the comma before its position.
        part: The series with these rows alone; one without values stands for a row without a position.
    """

    prefix: bytes
    part: TimeSeries

    @property
    def count(self) -> int:
        """How many rows are written."""
        return max(len(self.part.observations), 1)


def _groups(series: Iterable[TimeSeries]) -> Iterator[list[_Stretch]]:
    """Yield stretches whose rows are written together: as many as the work space holds, each as wide as the widest."""
    group: list[_Stretch] = []
    rows = width = 0
    for number, time_series in enumerate(series):
        prefix = _prefix(number, time_series)
        room = max(_SPACE // (len(prefix) + _ROW), 1)
        for part in _parts(time_series, room):
            stretch = _Stretch(prefix, part)
            wider = max(width, len(prefix))
            if group and (rows + stretch.count) * (wider + _ROW) > _SPACE:
                yield group
                group, rows, wider = [], 0, len(prefix)
            group.append(stretch)
            rows, width = rows + stretch.count, wider
    if group:
        yield group


def _parts(series: TimeSeries, room: int) -> Iterator[TimeSeries]:
    """Yield *series* in parts of *room* rows."""
    values = series.observations
    if len(values) <= room:
        yield series
        return
    for first in range(0, len(values), room):
        rows = slice(first, first + room)
        part = Observations(
            position=values.position[rows],
            quantity=values.quantity[rows],
            status=values.status[rows],
            validation=values.validation[rows],
            estimation=values.estimation[rows],
            unparsed=tuple(
                (row - first, text) for row, text in values.unparsed if first <= row < first + room
            ),
        )
        yield attrs.evolve(series, observations=part)


def _prefix(number: int, series: TimeSeries) -> bytes:
    """Return what every row of *series* starts with, up to the comma before its position."""
    period = series.period
    ends = (None, None) if period is None else (period.start, period.end)
    fields = [str(number)]
    fields += [_quoted(getattr(series, name)) for name in TEXT_FIELDS]
    fields += ["" if instant is None else iso_text(instant) for instant in (series.registered, *ends)]
    return _no_nul(",".join(fields) + ",")


def _no_nul(text: str) -> bytes:
    if "\0" in text:
        raise ValueError("a text has a NUL character")
    return text.encode()


def _quoted(text: str | None) -> str:
    if text is None:
        return ""
    text = as_text_cell(text)
    return '"' + text.replace('"', '""') + '"' if _SPECIAL.intersection(text) else text


def iso_text(instant: dt.datetime) -> str:
    """Return an aware *instant* in UTC, such as ``2024-06-03T22:00:00Z``.

    Raises:
        ValueError: The instant has no time zone, or lies beyond the years 1 to 9999 in UTC.
    """
    micros(instant)  # raises for a time without zone
    try:
        utc = instant.astimezone(dt.UTC).replace(tzinfo=None)
    except OverflowError:
        raise ValueError("expected instants of the years 1 to 9999") from None
    # a plain datetime, since a subclass may write itself in its own way
    exact = dt.datetime.combine(utc.date(), utc.time())
    return exact.isoformat() + "Z"


def _lines(group: list[_Stretch]) -> bytes:
    """Return the rows of *group*: every field as wide as its widest, padded with NUL, the padding then dropped."""
    series = [stretch.part for stretch in group]
    counts = np.array([stretch.count for stretch in group], np.intp)
    values = values_of(series)
    empty = empty_rows(series)
    prefixes = np.array([stretch.prefix for stretch in group]).view(np.uint8).reshape(len(group), -1)
    unknown = empty | ((values.status == Status.MISSING) & (values.quantity == 0))
    comma = np.full((len(values), 1), _COMMA, np.uint8)
    fields = [
        np.repeat(prefixes, counts, axis=0),
        _blanked(_whole(values.position.astype(np.int64)), empty),
        comma,
        _instants(starts_of_all(series)),
        comma,
        _blanked(_thousandths(values.quantity), unknown),
        comma,
        _blanked(_lookup(STATUS_NAMES)[values.status], empty),
        comma,
        _lookup(VALIDATION_CODES)[values.validation],
        comma,
        _lookup(ESTIMATION_CODES)[values.estimation],
        comma,
    ]
    newline = np.full((len(values), 1), _NEWLINE, np.uint8)
    # unparsed rows are few and their texts long: they are put in line by line
    pieces, first = [], 0
    for row, text in values.unparsed:
        pieces.append(_packed([field[first:row] for field in (*fields, newline)]))
        pieces.append(_packed([field[row : row + 1] for field in fields]) + _no_nul(_quoted(text)) + b"\n")
        first = row + 1
    pieces.append(_packed([field[first:] for field in (*fields, newline)]))
    return b"".join(pieces)


def _blanked(field: Bytes, rows: npt.NDArray[np.bool_]) -> Bytes:
    """Return *field* with nothing in *rows*."""
    return np.where(rows[:, None], np.uint8(0), field) if rows.any() else field


def _packed(fields: list[Bytes]) -> bytes:
    return np.concatenate(fields, axis=1).tobytes().translate(None, b"\0")


@lru_cache(maxsize=8)
def _lookup(names: tuple[str, ...]) -> Bytes:
    return np.array(names, "S").view(np.uint8).reshape(len(names), -1)


def _whole(values: npt.NDArray[np.int64]) -> Bytes:
    return _signed(values, _digits(_magnitude(values), 1))


def _thousandths(values: npt.NDArray[np.int64]) -> Bytes:
    digits = _digits(_magnitude(values), 4)
    point = np.full((len(values), 1), _POINT, np.uint8)
    return _signed(values, np.concatenate([digits[:, :-3], point, digits[:, -3:]], axis=1))


def _signed(values: npt.NDArray[np.int64], digits: Bytes) -> Bytes:
    negative = values < 0
    if not negative.any():
        return digits
    return np.concatenate([np.where(negative, np.uint8(_MINUS), np.uint8(0))[:, None], digits], axis=1)


def _magnitude(values: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    return np.abs(values).astype(np.uint64)


def _digits(values: npt.NDArray[np.uint64], least: int) -> Bytes:
    """Return decimal digits, right-aligned, at least *least* of them, NUL before the first."""
    most = int(values.max()) if len(values) else 0
    width = max(len(str(most)), least)
    digits = np.zeros((len(values), width), np.uint8)
    # 32 bits divide in half the time
    left = values.astype(np.uint32) if most < 1 << 32 else values
    for place in range(width):
        tenths = left // 10
        digit = (left - tenths * 10 + _ZERO).astype(np.uint8)
        digits[:, width - 1 - place] = digit if place < least else np.where(left > 0, digit, 0)
        left = tenths
    return digits


def _instants(values: npt.NDArray[np.int64]) -> Bytes:
    """Return instants as `iso_text` does: with microseconds where there are any."""
    is_there = values != NO_TIME
    seconds, fraction = np.divmod(np.where(is_there, values, 0), 1_000_000)
    day, second = np.divmod(seconds, _DAY)
    days, at = np.unique(day, return_inverse=True)
    fields = [_characters(days.astype("M8[D]"))[at], _times_of_day()[second]]
    if fraction.any():
        digits = _digits((fraction + 1_000_000).astype(np.uint64), 7)
        digits[:, 0] = _POINT
        fields.append(_blanked(digits, fraction == 0))
    fields.append(np.full((len(values), 1), ord("Z"), np.uint8))
    return _blanked(np.concatenate(fields, axis=1), ~is_there)


@lru_cache(maxsize=1)
def _times_of_day() -> Bytes:
    """Return ``T00:00:00`` and so on for each second of a day."""
    return _characters(np.arange(_DAY).astype("M8[s]"))[:, len("1970-01-01") :]


def _characters(instants: npt.NDArray[np.datetime64]) -> Bytes:
    text = np.datetime_as_string(instants)
    # ISO times are ASCII, so each character is its code point
    return text.view(np.uint32).reshape(len(text), -1).astype(np.uint8)
