"""Series as Arrow tables and Parquet files. Needs the extra ``arrow``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.errors import MissingExtraError
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES, Observations, Status, TimeSeries
from edielkit.tables.rows import (
    COLUMNS,
    INSTANT_FIELDS,
    NO_TIME,
    STATUS_NAMES,
    TEXT_FIELDS,
    Rows,
    require_known,
    rows_of,
    series_of,
    starts_of_all,
)

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ("SeriesTable", "arrow_schema", "from_arrow", "from_parquet", "to_arrow", "to_parquet")

_HINT = "expected the package pyarrow: install edielkit[arrow]"


def pyarrow() -> Any:
    """Return the module pyarrow.

    Raises:
        MissingExtraError: It is not installed; the text names the extra.
    """
    try:
        import pyarrow as pa
    except ImportError:
        raise MissingExtraError(_HINT) from None
    return pa


def arrow_schema() -> pa.Schema:
    """Return the Arrow schema of a table of series; all columns but ``series`` may be null.

    Raises:
        MissingExtraError: pyarrow is not installed.

    >>> str(arrow_schema().field("quantity").type)
    'decimal128(18, 3)'
    """
    pa = pyarrow()
    name, code, instant = (
        pa.dictionary(pa.int32(), pa.string()),
        pa.dictionary(pa.int8(), pa.string()),
        pa.timestamp("us", tz="UTC"),
    )
    types = {
        "series": pa.int32(),
        **dict.fromkeys(TEXT_FIELDS, name),
        **dict.fromkeys(INSTANT_FIELDS, instant),
        "position": pa.int32(),
        "start": instant,
        "quantity": pa.decimal128(18, 3),
        **dict.fromkeys(("status", "validation", "estimation"), code),
        "text": pa.string(),
    }
    return pa.schema([pa.field(n, types[n], nullable=n != "series") for n in COLUMNS])


def to_arrow(series: Iterable[TimeSeries], *, columns: Iterable[str] | None = None) -> pa.Table:
    """Return *series* as one Arrow table, a row for each value.

    Args:
        series: The series; one without values takes a row without a position.
        columns: The columns of `arrow_schema` that are wanted, in their order; all if None. The others cost nothing.

    Returns:
        A table of `arrow_schema`: identifiers and codes as dictionaries, instants in UTC, the quantity as
        decimal128(18, 3) in the unit of the row, null where it is missing. ``start`` is the instant at which the
        value's step begins, null where the series does not say.

    Raises:
        MissingExtraError: pyarrow is not installed.
        ValueError: A value does not fit the columns.
        KeyError: There is no such column.

    >>> to_arrow([TimeSeries(observations=Observations.metered(["1.5"]))])["quantity"].to_pylist()
    [Decimal('1.500')]
    """
    pa = pyarrow()
    wanted = COLUMNS if columns is None else tuple(columns)
    schema = arrow_schema()
    listed = list(series)
    rows = rows_of(listed)
    return pa.table(
        [_column(pa, name, listed, rows) for name in wanted], schema=pa.schema(map(schema.field, wanted))
    )


def _column(pa: Any, name: str, series: Sequence[TimeSeries], rows: Rows) -> Any:
    if name in TEXT_FIELDS:
        codes, distinct = rows.keys[name]
        return pa.DictionaryArray.from_arrays(
            pa.array(codes, pa.int32(), mask=codes < 0), pa.array(distinct, pa.string())
        )
    if name in INSTANT_FIELDS:
        codes, distinct = rows.keys[name]
        instants = np.append(np.array(distinct, np.int64), 0)[codes]
        return _instants(pa, instants, codes < 0)
    if name == "start":
        start = starts_of_all(series)
        return _instants(pa, start, start == NO_TIME)
    return _VALUE_COLUMNS[name](pa, rows)


def _quantities(pa: Any, rows: Rows) -> Any:
    values = rows.values
    unknown = (values.status == Status.MISSING) & (values.quantity == 0)
    return _decimals(pa, values.quantity, rows.empty | unknown)


def _instants(pa: Any, values: npt.NDArray[np.int64], mask: npt.NDArray[np.bool_]) -> Any:
    return pa.array(values, pa.int64(), mask=mask).cast(pa.timestamp("us", tz="UTC"))


def _names(pa: Any, codes: npt.NDArray[np.uint8], names: tuple[str, ...], mask: npt.NDArray[np.bool_]) -> Any:
    return pa.DictionaryArray.from_arrays(
        pa.array(codes.astype(np.int8), pa.int8(), mask=mask), pa.array(names, pa.string())
    )


def _decimals(pa: Any, thousandths: npt.NDArray[np.int64], mask: npt.NDArray[np.bool_]) -> Any:
    """Return *thousandths* as decimals: 128 bits each, the low half and the sign."""
    halves = np.empty((len(thousandths), 2), "<i8")
    halves[:, 0] = thousandths
    halves[:, 1] = thousandths >> 63
    valid = pa.py_buffer(np.packbits(~mask, bitorder="little").tobytes())
    return pa.Array.from_buffers(pa.decimal128(18, 3), len(thousandths), [valid, pa.py_buffer(halves)])


def _texts(pa: Any, count: int, values: Observations) -> Any:
    if not values.unparsed:
        return pa.nulls(count, pa.string())
    texts: list[str | None] = [None] * count
    for row, text in values.unparsed:
        texts[row] = text
    return pa.array(texts, pa.string())


# How the columns of values are made, by name.
_VALUE_COLUMNS: Mapping[str, Callable[[Any, Rows], Any]] = MappingProxyType(
    {
        "series": lambda pa, rows: pa.array(rows.keys["series"][0], pa.int32()),
        "position": lambda pa, rows: pa.array(rows.values.position, pa.int32(), mask=rows.empty),
        "quantity": _quantities,
        "status": lambda pa, rows: _names(pa, rows.values.status, STATUS_NAMES, rows.empty),
        "validation": lambda pa, rows: _names(
            pa, rows.values.validation, VALIDATION_CODES, rows.values.validation == 0
        ),
        "estimation": lambda pa, rows: _names(
            pa, rows.values.estimation, ESTIMATION_CODES, rows.values.estimation == 0
        ),
        "text": lambda pa, rows: _texts(pa, len(rows.empty), rows.values),
    }
)


def from_arrow(table: Any) -> Iterator[TimeSeries]:
    """Yield the series of an Arrow table, as `to_arrow` writes it.

    Args:
        table: A pyarrow table, or anything with ``__arrow_c_stream__`` (polars, DuckDB and others). Columns
            ``position`` and ``quantity`` are required, the others are those of `arrow_schema`; unknown ones are
            left alone, and ``start`` is not read: the position tells. A new series starts wherever a field of
            the series changes from one row to the next. A decimal, whole number or text may stand for a
            quantity, never a float.

    Raises:
        MissingExtraError: pyarrow is not installed.
        ValueError: A column is absent or of a wrong type, or a value does not fit.

    >>> series = TimeSeries(unit="kWh", observations=Observations.metered(["1.5", 2]))
    >>> list(from_arrow(to_arrow([series]))) == [series]
    True
    """
    pa = pyarrow()
    whole = table if isinstance(table, pa.Table) else pa.table(table)
    return series_of(_rows(pa, whole))


def _rows(pa: Any, table: Any) -> Rows:
    absent = [name for name in ("position", "quantity") if name not in table.column_names]
    if absent:
        raise ValueError(f"expected a column {absent[0]!r}")
    present = [name for name in COLUMNS if name in table.column_names]
    try:
        flat = {name: _chunk(pa, table.column(name)) for name in present}
        return _rows_of_columns(pa, flat, table.num_rows)
    except pa.ArrowException as error:
        raise ValueError(f"a column has the wrong type or a value that does not fit: {error}") from None


def _chunk(pa: Any, column: Any) -> Any:
    """Return a column in one piece, its dictionaries made one."""
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def _rows_of_columns(pa: Any, flat: dict[str, Any], count: int) -> Rows:
    keys: dict[str, Any] = {}
    if "series" in flat:
        # only whether it changes counts, so a number may stand for itself; one that is absent is another
        numbers = _ints(pa, flat["series"], pa.int32()).astype(np.int32)
        keys["series"] = (np.where(_nulls(flat["series"]), np.int32(-(2**31)), numbers), ())
    for name in TEXT_FIELDS:
        if name in flat:
            keys[name] = _dictionary(pa, flat[name])
    for name in INSTANT_FIELDS:
        if name in flat:
            instants = flat[name].cast(pa.timestamp("us", tz="UTC")) if _zoned(pa, flat[name], name) else None
            keys[name] = _dictionary(pa, instants.cast(pa.int64()), pa.int64()) if instants else None
    keys = {name: key for name, key in keys.items() if key is not None}
    position = flat["position"]
    empty = _nulls(position)
    quantity, unknown = _thousandths(pa, flat["quantity"])
    status = _codes(pa, flat.get("status"), STATUS_NAMES, "status", count)
    if "status" not in flat:
        status = np.where(unknown & ~empty, np.uint8(Status.MISSING), status)
    bare = unknown & ~empty & (status != Status.MISSING)
    if bare.any():
        raise ValueError(f"row {int(np.argmax(bare))} has no quantity and is not missing")
    texts = flat["text"].drop_null().to_pylist() if "text" in flat else []
    at = np.flatnonzero(~_nulls(flat["text"])).tolist() if texts else []
    values = Observations(
        position=_ints(pa, position, pa.int32()).astype(np.int32),
        quantity=quantity,
        status=status,
        validation=_codes(pa, flat.get("validation"), VALIDATION_CODES, "validation", count),
        estimation=_codes(pa, flat.get("estimation"), ESTIMATION_CODES, "estimation", count),
        unparsed=tuple(zip(at, texts, strict=True)),
    )
    require_known(values)
    return Rows(keys=keys, empty=empty, values=values)


def _nulls(array: Any) -> npt.NDArray[np.bool_]:
    return np.asarray(array.is_null().to_numpy(zero_copy_only=False), bool)


def _ints(pa: Any, array: Any, to: Any) -> npt.NDArray[np.int64]:
    if not pa.types.is_integer(array.type):
        raise ValueError(f"expected whole numbers, found {array.type}")
    return np.asarray(array.cast(to).fill_null(0).to_numpy(zero_copy_only=False))


def _zoned(pa: Any, array: Any, name: str) -> bool:
    """Tell whether a column holds instants; all null holds none.

    Raises:
        ValueError: It holds something else, or times without a zone.
    """
    if pa.types.is_null(array.type):
        return False
    if not pa.types.is_timestamp(array.type) or array.type.tz is None:
        raise ValueError(f"expected instants with a time zone in {name!r}, found {array.type}")
    return True


def _dictionary(pa: Any, array: Any, values: Any = None) -> tuple[npt.NDArray[np.int32], list[Any]]:
    """Return codes and distinct values of a column of texts, or of instants."""
    if not pa.types.is_dictionary(array.type):
        array = array.cast(values or pa.string()).dictionary_encode()
    codes = array.indices.cast(pa.int32()).fill_null(-1).to_numpy(zero_copy_only=False)
    distinct = array.dictionary.cast(values or pa.string()).to_pylist()
    # a foreign dictionary may name a value twice, or name null
    first = {value: n for n, value in reversed(list(enumerate(distinct)))}
    canonical = np.array([-1 if value is None else first[value] for value in distinct] + [-1], np.int32)
    return canonical[codes], distinct


def _codes(pa: Any, array: Any, names: tuple[str, ...], what: str, count: int) -> npt.NDArray[np.uint8]:
    """Return the place of each name in *names*, 0 where there is none."""
    if array is None:
        return np.zeros(count, np.uint8)
    codes, distinct = _dictionary(pa, array)
    unknown = [value for value in distinct if value is not None and value not in names]
    if unknown:
        raise ValueError(f"expected a {what} of {', '.join(filter(None, names))}; found {unknown[0]!r}")
    place = np.array([0 if value is None else names.index(value) for value in distinct] + [0], np.uint8)
    return place[codes]


def _thousandths(pa: Any, array: Any) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return a column of quantities in thousandths, zero where null, and where it is null."""
    if pa.types.is_floating(array.type):
        raise ValueError("expected exact quantities, found floats")
    unknown = _nulls(array)
    decimals = array.cast(pa.decimal128(38, 3))
    if not len(decimals):
        return np.zeros(0, np.int64), unknown
    raw = np.frombuffer(decimals.buffers()[1], "<i8")
    halves = raw.reshape(-1, 2)[decimals.offset : decimals.offset + len(decimals)]
    low = np.where(unknown, 0, halves[:, 0])
    wide = ~unknown & (halves[:, 1] != halves[:, 0] >> 63)
    if wide.any():
        raise ValueError(f"row {int(np.argmax(wide))} has a quantity of more than fifteen digits")
    return low, unknown


def to_parquet(series: Iterable[TimeSeries]) -> bytes:
    """Return *series* as a Parquet file: the table of `to_arrow`, compressed with zstd.

    Raises:
        MissingExtraError: pyarrow is not installed.
        ValueError: A value does not fit the columns.

    >>> to_parquet([])[:4]
    b'PAR1'
    """
    table = to_arrow(series)
    import pyarrow.parquet as pq

    sink = pyarrow().BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue().to_pybytes())


def from_parquet(data: bytes) -> Iterator[TimeSeries]:
    """Yield the series of a Parquet file, as `from_arrow` does.

    Args:
        data: The whole file. Its size when read is bounded by what the writer put in: read files of strangers
            in a process with a limit on memory.

    Raises:
        MissingExtraError: pyarrow is not installed.
        ValueError: The bytes are no Parquet file, or the table does not fit.

    >>> series = TimeSeries(unit="kWh", observations=Observations.metered(["1.5", 2]))
    >>> list(from_parquet(to_parquet([series]))) == [series]
    True
    """
    pa = pyarrow()
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(pa.BufferReader(data))
    except (pa.ArrowException, OSError) as error:
        raise ValueError(f"the bytes are no Parquet file that can be read: {error}") from None
    return from_arrow(table)


@attrs.frozen
class SeriesTable:
    """Series that any tool with the Arrow PyCapsule interface reads: polars, DuckDB, pandas, pyarrow.

    Attributes:
        series: The series.

    >>> pyarrow().table(SeriesTable([TimeSeries(observations=Observations.metered([1, 2]))])).num_rows
    2
    """

    series: tuple[TimeSeries, ...] = attrs.field(converter=tuple)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the rows as an Arrow stream capsule.

        Args:
            requested_schema: A schema capsule that the reader would like better.
        """
        return to_arrow(self.series).__arrow_c_stream__(requested_schema)
