"""Files of messages as one stream of rows, which any tool with the Arrow PyCapsule interface reads."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from edielkit.engines.folders import files_of
from edielkit.engines.message_rows import (
    FileContent,
    engine_schema,
    file_contents,
    finding_batch,
    parts,
    value_batch,
)
from edielkit.errors import ParseError
from edielkit.findings import LEVELS
from edielkit.series import TimeSeries
from edielkit.tables.rows import NO_TIME, micros, starts_of
from edielkit.value_files import ReadOptions

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ("MessageFiles", "Mode", "Selection")


class Mode(StrEnum):
    """What becomes of a file with faults; the names are those that the readers of Spark have."""

    PERMISSIVE = "PERMISSIVE"
    """Its findings are rows, and it has no values."""
    DROPMALFORMED = "DROPMALFORMED"
    """It is left out."""
    FAILFAST = "FAILFAST"
    """Reading ends with its first finding."""


def _points(points: Iterable[str] | str | None) -> frozenset[str] | None:
    return None if points is None else frozenset([points] if isinstance(points, str) else points)


def _aware(_instance: object, attribute: attrs.Attribute[Any], value: dt.datetime | None) -> None:
    if value is not None and value.utcoffset() is None:
        raise ValueError(f"{attribute.name} must be an aware instant, such as datetime.now(UTC)")


def _level(_instance: object, _attribute: object, value: str | None) -> None:
    # told at once: a file that is read with it would have the blame
    if value is not None and value not in LEVELS:
        raise ValueError(f"expected a level of {', '.join(LEVELS)}; found {value!r}")


@attrs.frozen(kw_only=True)
class Selection:
    """Which values are wanted; those of other series are not made into rows.

    Attributes:
        points: Metering points; all if None.
        start: Values that begin here or later; from the first if None.
        end: Values that begin before this; to the last if None.

    >>> Selection(points="707057500000000008").points
    frozenset({'707057500000000008'})
    """

    points: frozenset[str] | None = attrs.field(default=None, converter=_points)
    start: dt.datetime | None = attrs.field(default=None, validator=_aware)
    end: dt.datetime | None = attrs.field(default=None, validator=_aware)

    def of(self, series: Iterable[TimeSeries]) -> Iterator[TimeSeries]:
        """Yield the series that have a value that is wanted."""
        for time_series in series:
            is_wanted = self.points is None or time_series.metering_point in self.points
            if is_wanted and (self._is_endless or self._mask(time_series).any()):
                yield time_series

    @property
    def _is_endless(self) -> bool:
        return self.start is None and self.end is None

    def _mask(self, series: TimeSeries) -> Any:
        starts = starts_of(series)
        first, last = micros(self.start), micros(self.end)
        mask = starts != NO_TIME
        if first is not None:
            mask &= starts >= first
        if last is not None:
            mask &= starts < last
        return mask

    def rows(self, series: Iterable[TimeSeries]) -> Any:
        """Return for the values of *series*, which `of` gave, whether each is wanted, as an Arrow array; None when all are."""
        if self._is_endless:
            return None
        import pyarrow as pa

        return pa.array(np.concatenate([np.zeros(0, bool), *map(self._mask, series)]))


def _as_paths(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> tuple[str, ...]:
    several = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    return tuple(os.fspath(path) for path in several)


def _as_names(columns: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if columns is None else tuple(columns)


@attrs.frozen(kw_only=True)
class MessageFiles:
    """Files of messages and of values, as a table that is read when somebody asks for its rows, as often as they ask.

    pyarrow, polars, DuckDB and pandas take it as it is: ``pyarrow.table(files)``, ``duckdb.from_arrow(files)``.

    Attributes:
        paths: Files, folders and globs.
        columns: The columns of `engine_schema` that are wanted; all if None.
        selection: The values that are wanted. A finding stays whatever it is: a faulty file may have held one.
        mode: What becomes of a file with faults.
        level: Validate messages to this level, such as ``business``, and take one with errors for faulty; None to
            take what can be read.
        options: What files of values do not say.
    """

    paths: tuple[str, ...] = attrs.field(converter=_as_paths)
    columns: tuple[str, ...] | None = attrs.field(default=None, converter=_as_names)
    selection: Selection = attrs.field(factory=Selection)
    mode: Mode = attrs.field(default=Mode.PERMISSIVE, converter=Mode)
    level: str | None = attrs.field(default=None, validator=_level)
    options: ReadOptions = attrs.field(factory=ReadOptions)

    def files(self) -> tuple[str, ...]:
        """Return the files.

        Raises:
            FileNotFoundError: A path names nothing.
        """
        return files_of(self.paths)

    def schema(self) -> pa.Schema:
        """Return the Arrow schema of the rows.

        Raises:
            KeyError: There is no such column.
        """
        return engine_schema(self.columns)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows, file by file; memory holds one file.

        Raises:
            ParseError: A file has faults, in the mode FAILFAST.
            FileNotFoundError: A path names nothing.
        """
        for file in self.files():
            yield from self.file_batches(file)

    def file_batches(self, file: str) -> Iterator[pa.RecordBatch]:
        """Yield the rows of one file, those of a zip member by member.

        Args:
            file: Its path.

        Raises:
            ParseError: It has faults, in the mode FAILFAST.
            MissingExtraError: It is Zstandard, and the package zstandard is not installed.
        """
        for name, content in file_contents(file, self.options, self.level):
            yield from self._batches(name, content)

    def _batches(self, file: str, content: FileContent) -> Iterator[pa.RecordBatch]:
        columns = self.schema().names
        if content.findings:
            if self.mode is Mode.FAILFAST:
                first = content.findings[0]
                raise ParseError(f"{file}: {first.message}", first.position, first.code)
            if self.mode is Mode.PERMISSIVE:
                yield finding_batch(file, content.findings, columns)
            return
        for part in parts(self.selection.of(content.series)):
            batch = value_batch(file, part, columns)
            mask = self.selection.rows(part)
            yield batch if mask is None else batch.filter(mask)

    def __arrow_c_schema__(self) -> object:
        """Return the schema as an Arrow capsule."""
        return self.schema().__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the rows as an Arrow stream capsule, which reads the files as it is read.

        Args:
            requested_schema: A schema capsule that the reader would like better.
        """
        import pyarrow as pa

        reader = pa.RecordBatchReader.from_batches(self.schema(), self.batches())
        return reader.__arrow_c_stream__(requested_schema)
