"""Series from CSV: into columns with pyarrow, or value by value, with the same result."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain
from types import MappingProxyType
from typing import Any

import numpy as np

from edielkit.csv_cells import is_shortened, of_text_cell
from edielkit.errors import MissingExtraError
from edielkit.harmless import quoted
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES, Observations, Status, TimeSeries
from edielkit.tables.rows import (
    COLUMNS,
    INSTANT_FIELDS,
    STATUS_NAMES,
    TEXT_FIELDS,
    Rows,
    encoded,
    micros,
    require_known,
    series_of,
)

__all__ = ("columns_of", "from_csv", "thousandths_of")


# How numbers and instants are written, with pyarrow and without: nothing that only one of the two would take.
_WHOLE = r"[ \t]*-?[0-9]{1,18}[ \t]*"
_AMOUNT = r"[ \t]*[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})[ \t]*"
_INSTANT = r"\d{4}-\d\d-\d\d[ T]\d\d(?::\d\d(?::\d\d(?:\.\d{1,6})?)?)?(?:Z|[+-]\d\d(?::?\d\d)?)"
_NUMBERS: Mapping[str, str] = MappingProxyType(
    {"series": _WHOLE, "position": _WHOLE, "quantity": _AMOUNT, **dict.fromkeys(INSTANT_FIELDS, _INSTANT)}
)
_SEPARATORS = {";": "semicolons", "\t": "tabs"}
# A cell in quotes, those inside it doubled.
_QUOTED = re.compile(rb'(?:\A|(?<=[,\n]))"(?:[^"]|"")*"(?=[,\r\n]|\Z)')
# `start` is for people: the position says the same
_READ = tuple(name for name in COLUMNS if name != "start")


def from_csv(data: bytes) -> Iterator[TimeSeries]:
    r"""Yield the series of a CSV file, as `to_csv` writes it.

    With the extra ``arrow`` the file is read straight into columns; without it value by value, with the same
    result.

    Args:
        data: The whole file in UTF-8, with a header. Columns ``position`` and ``quantity`` are required, the
            others may be absent or stand in another order; unknown ones are left alone.

    Raises:
        ValueError: A column is absent, or a value does not fit: a decimal comma, a fourth decimal, a time
            without a zone, an unknown status, an identification that a spreadsheet has shortened.

    >>> lines = ["position,quantity,unit", "1,1.5,kWh", "2,,kWh"]
    >>> [value.quantity for value in next(from_csv("\n".join(lines).encode())).observations]
    [Decimal('1.500'), None]
    """
    header = _header(data)
    if not data.isascii():
        _text(data)
    if b'"' in data and b'"' in _QUOTED.sub(b"", data):
        # a quote that opens or closes no cell: pyarrow would take what follows for one text, and lose it
        return series_of(_from_csv_plain(data))
    try:
        return _from_csv_arrow(data, header)
    except MissingExtraError:
        return series_of(_from_csv_plain(data))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"the CSV file cannot be read: {error}") from None


def _header(data: bytes) -> list[str]:
    if b"\0" in data:
        # `to_csv` could not write it again
        raise ValueError("a text has a NUL character")
    line = data.partition(b"\n")[0]
    try:
        text = line.decode("utf-8-sig").rstrip("\r")
        names = next(csv.reader([text]), [])
    except (UnicodeDecodeError, csv.Error):
        text, names = "", []
    absent = [name for name in ("position", "quantity") if name not in names]
    for sign, words in _SEPARATORS.items():
        if absent and {"position", "quantity"} <= {name.strip(' "') for name in text.split(sign)}:
            raise ValueError(
                f"expected commas between the columns and a point before decimals, found {words}; "
                "a spreadsheet saves so where the comma is the decimal sign"
            )
    if absent:
        raise ValueError(f"expected a header with a column {absent[0]!r}")
    twice = [name for name in COLUMNS if names.count(name) > 1]
    if twice:
        raise ValueError(f"the column {twice[0]!r} occurs more than once")
    return names


def _fault(row: int, name: str, text: str) -> ValueError:
    hint = ""
    if name == "quantity" and re.fullmatch(r"-?[0-9]+,[0-9]+", text, re.ASCII):
        hint = ", expected a point before the decimals"
    elif is_shortened(text):
        hint = ", which a spreadsheet has shortened: its digits are lost"
    return ValueError(f"row {row} has {quoted(text, 40)} in column {name!r}{hint}")


# -- with pyarrow


def _from_csv_arrow(data: bytes, header: list[str]) -> Iterator[TimeSeries]:
    from edielkit.tables.arrow_form import arrow_schema, from_arrow, pyarrow

    pa, schema = pyarrow(), arrow_schema()
    from pyarrow import csv as arrow_csv

    wanted = [name for name in _READ if name in header]
    types = {name: schema.field(name).type for name in wanted}
    types.update(dict.fromkeys(_NUMBERS.keys() & types.keys(), pa.string()))
    for name in ("status", "validation", "estimation"):
        types[name] = pa.dictionary(pa.int32(), pa.string())
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(data),
            parse_options=arrow_csv.ParseOptions(newlines_in_values=b'"' in data),
            convert_options=arrow_csv.ConvertOptions(
                column_types=types,
                include_columns=wanted,
                null_values=[""],
                strings_can_be_null=True,
            ),
        )
        for place, name in enumerate(wanted):
            column = table.column(name)
            if name in _NUMBERS:
                column = _typed(column, name, schema.field(name).type)
            elif name in TEXT_FIELDS or name == "text":
                column = _texts(column, name)
            table = table.set_column(place, name, column)
    except pa.ArrowException as error:
        raise ValueError(f"the CSV file cannot be read: {error}") from None
    return from_arrow(table)


def _typed(column: Any, name: str, kind: Any) -> Any:
    """Return a column of texts as the numbers or instants that they are.

    Raises:
        ValueError: A text is written in another way.
    """
    from pyarrow import compute

    fits = compute.match_substring_regex(column, f"^(?:{_NUMBERS[name]})$")
    row = compute.index(fits, False).as_py()
    if row >= 0:
        raise _fault(row, name, column[row].as_py())
    return compute.ascii_trim_whitespace(column).cast(kind)


def _texts(column: Any, name: str) -> Any:
    """Return a column of texts without the marks that keep them from being formulas.

    Raises:
        ValueError: A spreadsheet has shortened one.
    """
    import pyarrow as pa

    distinct = [text for text in column.unique().to_pylist() if text is not None]
    shortened = next((text for text in distinct if name != "text" and is_shortened(text)), None)
    if shortened is not None:
        raise _fault(column.to_pylist().index(shortened), name, shortened)
    if all(of_text_cell(text) == text for text in distinct):
        return column
    texts = [None if text is None else of_text_cell(text) for text in column.to_pylist()]
    return pa.chunked_array([pa.array(texts, pa.string())])


# -- without it


def _from_csv_plain(data: bytes) -> Rows:
    """Read with the standard library: an object for each field, for want of pyarrow."""
    try:
        reader = csv.DictReader(io.StringIO(_text(data), newline=""), strict=True)
        lines = list(reader)
    except csv.Error as error:
        raise ValueError(f"the CSV file cannot be read: {error}") from None
    width = len(reader.fieldnames or ())
    for number, line in enumerate(lines):
        if None in line or None in line.values():
            raise ValueError(f"row {number} has not the {width} fields of the header")
    return columns_of(lines)


def columns_of(lines: list[dict[str, Any]]) -> Rows:
    """Return the rows of a table whose fields are texts, "" for none."""
    names = set(chain.from_iterable(line.keys() for line in lines[:1]))
    keys: dict[str, Any] = {
        name: encoded(_column(lines, name, convert)) for name, convert in _KEYS.items() if name in names
    }
    position = list(_column(lines, "position", int))
    quantity = list(_column(lines, "quantity", thousandths_of))
    bare = [q is None and p is not None for q, p in zip(quantity, position, strict=True)]
    if "status" in names:
        status = list(_column(lines, "status", STATUS_NAMES.index))
    else:
        status = [int(Status.MISSING) if is_bare else 0 for is_bare in bare]
    for row, (without, code) in enumerate(zip(bare, status, strict=True)):
        if without and code != Status.MISSING:
            raise ValueError(f"row {row} has no quantity and is not missing")
    texts = enumerate(_column(lines, "text", of_text_cell))
    try:
        values = Observations(
            position=_numbers(position, np.int32),
            quantity=_numbers(quantity, np.int64),
            status=_numbers(status, np.uint8),
            validation=_numbers(_column(lines, "validation", VALIDATION_CODES.index), np.uint8),
            estimation=_numbers(_column(lines, "estimation", ESTIMATION_CODES.index), np.uint8),
            unparsed=tuple((row, text) for row, text in texts if text),
        )
    except OverflowError:
        raise ValueError("a position or a quantity has too many digits") from None
    require_known(values)
    empty = np.array([place is None for place in position], bool)
    return Rows(keys=keys, empty=empty, values=values)


def _numbers(values: Iterable[int | None], kind: Any) -> Any:
    return np.array([value or 0 for value in values], kind)


def _column(lines: list[dict[str, Any]], name: str, convert: Callable[[str], Any]) -> Iterator[Any]:
    converted: dict[str, Any] = {"": None}
    pattern = re.compile(_NUMBERS[name], re.ASCII) if name in _NUMBERS else None
    for row, line in enumerate(lines):
        text = line.get(name, "")
        if text not in converted:
            if pattern is not None and not pattern.fullmatch(text):
                raise _fault(row, name, text)
            try:
                converted[text] = convert(text)
            except (ValueError, OverflowError):
                raise _fault(row, name, text) from None
        yield converted[text]


def _micros_of(text: str) -> int | None:
    return micros(dt.datetime.fromisoformat(text))


def _field_of(cell: str) -> str:
    if is_shortened(cell):
        raise ValueError("a spreadsheet has shortened it")
    return of_text_cell(cell)


# How the fields of a series are read.
_KEYS: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {"series": int, **dict.fromkeys(TEXT_FIELDS, _field_of), **dict.fromkeys(INSTANT_FIELDS, _micros_of)}
)


def thousandths_of(text: str | int | Decimal) -> int:
    """Return a decimal *text* in thousandths, exact.

    Raises:
        ValueError: It is written in another way, or has a fourth decimal.

    >>> thousandths_of("-1.5")
    -1500
    """
    if isinstance(text, str) and not re.fullmatch(_AMOUNT, text, re.ASCII):
        raise ValueError(f"expected a number such as 1.5, found {quoted(text, 40)}")
    scaled = Decimal(text) * 1000
    whole = int(scaled)
    if whole != scaled:
        raise ValueError("more than three decimals")
    return whole
