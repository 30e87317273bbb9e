"""Series into CSV: one documented layout, written in chunks straight from the columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from edielkit.csv_cells import as_text_cell
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES, Observations, Status, TimeSeries
from edielkit.tables.rows import (
    COLUMNS,
    NO_TIME,
    STATUS_NAMES,
    TEXT_FIELDS,
    micros,
    require_known,
    starts_of,
)

__all__ = ("iso_text", "to_csv")

Bytes = npt.NDArray[np.uint8]

# Rows that are built at a time: some ten megabytes of work space.
_CHUNK = 50_000
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
    for number, time_series in enumerate(series):
        prefix = _prefix(number, time_series)
        values = time_series.observations
        if not len(values):
            # no position and nothing after it
            yield prefix + b"," * (len(COLUMNS) - COLUMNS.index("position") - 1) + b"\n"
            continue
        require_known(values)
        starts, texts = starts_of(time_series), _texts(values)
        for first in range(0, len(values), _CHUNK):
            yield _lines(prefix, values, starts, texts, slice(first, first + _CHUNK))


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


def _texts(values: Observations) -> tuple[npt.NDArray[np.intp], list[bytes]] | None:
    """Return for each row the number of its unparsed text, 0 for none, and the texts."""
    if not values.unparsed:
        return None
    at = np.zeros(len(values), np.intp)
    at[[row for row, _ in values.unparsed]] = np.arange(1, len(values.unparsed) + 1)
    return at, [b"", *(_no_nul(_quoted(text)) for _, text in values.unparsed)]


def _lines(
    prefix: bytes,
    values: Observations,
    starts: npt.NDArray[np.int64],
    texts: tuple[npt.NDArray[np.intp], list[bytes]] | None,
    part: slice,
) -> bytes:
    """Return the rows of *part*: every field as wide as its widest, padded with NUL, the padding then dropped."""
    position = values.position[part].astype(np.int64)
    quantity = values.quantity[part]
    status = values.status[part]
    count = len(position)
    comma = np.full((count, 1), _COMMA, np.uint8)
    unknown = (status == Status.MISSING) & (quantity == 0)
    fields = [
        np.broadcast_to(np.frombuffer(prefix, np.uint8), (count, len(prefix))),
        _signed(position, _digits(_magnitude(position), 1)),
        comma,
        _instants(starts[part]),
        comma,
        np.where(unknown[:, None], np.uint8(0), _thousandths(quantity)),
        comma,
        _lookup(STATUS_NAMES)[status],
        comma,
        _lookup(VALIDATION_CODES)[values.validation[part]],
        comma,
        _lookup(ESTIMATION_CODES)[values.estimation[part]],
        comma,
    ]
    newline = np.full((count, 1), _NEWLINE, np.uint8)
    if texts is None:
        return _packed([*fields, newline])
    # unparsed rows are few and their texts long: they are put in line by line
    at = texts[0][part]
    pieces, first = [], 0
    for row in [*np.flatnonzero(at).tolist(), count]:
        pieces.append(_packed([f[first:row] for f in (*fields, newline)]))
        if row < count:
            pieces.append(_packed([f[row : row + 1] for f in fields]) + texts[1][at[row]] + b"\n")
        first = row + 1
    return b"".join(pieces)


def _packed(fields: list[Bytes]) -> bytes:
    matrix = np.concatenate(fields, axis=1)
    return bytes(matrix[matrix != 0].tobytes())


@lru_cache(maxsize=8)
def _lookup(names: tuple[str, ...]) -> Bytes:
    return np.array(names, "S").view(np.uint8).reshape(len(names), -1)


def _magnitude(values: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    return np.abs(values).astype(np.uint64)


def _digits(values: npt.NDArray[np.uint64], least: int) -> Bytes:
    """Return decimal digits, right-aligned, at least *least* of them, NUL before the first."""
    width = max(len(str(int(values.max()))), least) if len(values) else least
    digits = np.zeros((len(values), width), np.uint8)
    remainder = values.copy()
    for place in range(width):
        shown = remainder > 0 if place >= least else np.True_
        digits[:, width - 1 - place] = np.where(shown, remainder % np.uint64(10) + np.uint64(_ZERO), 0)
        remainder //= np.uint64(10)
    return digits


def _signed(values: npt.NDArray[np.int64], digits: Bytes) -> Bytes:
    sign = np.where(values < 0, np.uint8(_MINUS), np.uint8(0))[:, None]
    return np.concatenate([sign, digits], axis=1)


def _thousandths(values: npt.NDArray[np.int64]) -> Bytes:
    digits = _digits(_magnitude(values), 4)
    point = np.full((len(values), 1), _POINT, np.uint8)
    return _signed(values, np.concatenate([digits[:, :-3], point, digits[:, -3:]], axis=1))


def _instants(values: npt.NDArray[np.int64]) -> Bytes:
    is_there = values != NO_TIME
    whole = not (values[is_there] % 1_000_000).any()
    unit = "s" if whole else "us"
    text = np.datetime_as_string(np.where(is_there, values, 0).astype("M8[us]").astype(f"M8[{unit}]"))
    width = text.dtype.itemsize // 4
    # ISO times are ASCII, so each character is its code point
    characters = text.view(np.uint32).reshape(len(values), width).astype(np.uint8)
    zone = np.full((len(values), 1), ord("Z"), np.uint8)
    return np.where(is_there[:, None], np.concatenate([characters, zone], axis=1), np.uint8(0))
