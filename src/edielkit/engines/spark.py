"""Messages as a data source of Spark: ``spark.read.format("edielkit").load(folder)``. Needs the extra ``spark`` and Java.

Each task reads some files, up to ``partitionBytes`` of them; a file is never cut. A faulty file becomes rows with its findings, and ends
no job unless FAILFAST is asked for. The files are those that every worker sees by the same path.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import attrs

from edielkit.engines.folders import shares
from edielkit.engines.message_files import MessageFiles, Mode, Selection
from edielkit.engines.message_rows import engine_schema
from edielkit.errors import MissingExtraError
from edielkit.value_files import ReadOptions

try:
    from pyspark.sql.datasource import (
        DataSource,
        DataSourceReader,
        EqualTo,
        Filter,
        GreaterThan,
        GreaterThanOrEqual,
        In,
        InputPartition,
        LessThan,
        LessThanOrEqual,
    )
except ImportError:
    raise MissingExtraError("expected the package pyspark, 4.3 or later: install edielkit[spark]") from None

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession
    from pyspark.sql.types import StructType

__all__ = ("EdielkitDataSource", "register")

_PARTITION_BYTES = 32 << 20
# options of files of values: Spark's name, in small letters as Spark keeps them, to the field of `ReadOptions`
_READ_OPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "meteringpoint": "metering_point",
        "direction": "direction",
        "product": "product",
        "unit": "unit",
        "resolution": "resolution",
        "clock": "clock",
    }
)
_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "string": "string",
        "int32": "int",
        "int64": "bigint",
        "timestamp[us, tz=UTC]": "timestamp",
        "decimal128(18, 3)": "decimal(18,3)",
    }
)


def register(spark: SparkSession) -> None:
    """Let a session know the format ``edielkit``.

    Args:
        spark: The session.
    """
    spark.dataSource.register(EdielkitDataSource)


class EdielkitDataSource(DataSource):  # type: ignore[misc]  # pyspark has no types here
    """The format ``edielkit``.

    Options, beside the path: ``mode`` (PERMISSIVE, DROPMALFORMED, FAILFAST); ``level``, to validate messages to;
    ``points``, metering points parted by commas; ``start`` and ``end``, instants with their zone; ``partitionBytes``;
    ``pushdown`` (true where the session's ``spark.sql.python.filterPushdown.enabled`` is); ``meteringPoint``,
    ``direction``, ``product``, ``unit``, ``resolution`` and ``clock`` of files of values. The schema is that of
    `edielkit.engines.engine_schema`; one that the reader gives chooses columns of it.
    """

    @classmethod
    def name(cls) -> str:
        """Return the name of the format."""
        return "edielkit"

    def schema(self) -> str:
        """Return the columns as Spark writes them."""
        return ", ".join(f"{field.name} {_TYPES[str(field.type)]}" for field in engine_schema())

    def reader(self, schema: StructType) -> DataSourceReader:
        """Return the reader of the columns of *schema*.

        Raises:
            ValueError: An option has no such value, or a column is none of ours.
        """
        options = {name.lower(): value for name, value in self.options.items()}
        is_pushing = options.get("pushdown", "false").lower() == "true"
        kind = _PushingReader if is_pushing else _Reader
        return kind(_files(options, [field.name for field in schema.fields]), _partition_bytes(options))


def _files(options: Mapping[str, str], columns: Sequence[str]) -> MessageFiles:
    points = options.get("points")
    files = MessageFiles(
        paths=_paths(options),
        columns=columns,
        selection=Selection(
            points=None if points is None else [point.strip() for point in points.split(",")],
            start=_instant(options, "start"),
            end=_instant(options, "end"),
        ),
        mode=options.get("mode", Mode.PERMISSIVE).upper(),
        level=options.get("level"),
        options=_read_options(options),
    )
    try:
        files.schema()
    except KeyError as error:
        raise ValueError(error.args[0]) from None
    return files


def _read_options(options: Mapping[str, str]) -> ReadOptions:
    fields: dict[str, Any] = {field: options.get(name) for name, field in _READ_OPTIONS.items()}
    return ReadOptions(**fields)


def _paths(options: Mapping[str, str]) -> list[str]:
    """Return what was given to ``load``: a path, or several as Spark hands them on."""
    paths = (
        json.loads(options["paths"]) if "paths" in options else [options["path"]] if "path" in options else []
    )
    if not paths:
        raise ValueError("expected a path: spark.read.format('edielkit').load(folder)")
    return [_local(path) for path in paths]


def _local(path: str) -> str:
    if not path.startswith("file:"):
        return path
    return unquote(urlsplit(path).path)


def _instant(options: Mapping[str, str], name: str) -> dt.datetime | None:
    text = options.get(name)
    try:
        return None if text is None else dt.datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"expected an instant such as 2026-03-01T00:00+01:00 as {name}") from None


def _partition_bytes(options: Mapping[str, str]) -> int:
    text = options.get("partitionbytes", str(_PARTITION_BYTES))
    if not text.isdecimal() or not int(text):
        raise ValueError(f"expected a number of bytes as partitionBytes, found {text[:40]!r}")
    return int(text)


class _Share(InputPartition):  # type: ignore[misc]  # pyspark has no types here
    """The files of one task."""

    def __init__(self, files: tuple[str, ...]) -> None:
        super().__init__(files)
        self.files = files


class _Reader(DataSourceReader):  # type: ignore[misc]  # pyspark has no types here
    """Reads files in shares, as Arrow batches."""

    def __init__(self, files: MessageFiles, partition_bytes: int) -> None:
        self._files, self._partition_bytes = files, partition_bytes

    def partitions(self) -> list[InputPartition]:
        """Return the shares of the files, one for each task."""
        return [_Share(share) for share in shares(self._files.files(), self._partition_bytes)]

    def read(self, partition: _Share) -> Iterator[pa.RecordBatch]:
        """Yield the rows of a share."""
        for file in partition.files:
            yield from self._files.file_batches(file)


class _PushingReader(_Reader):
    """A reader that looks at the filters of a query, so that series which they leave out are not made into rows.

    Spark filters the rows again: what is pushed only spares work.
    """

    def pushFilters(self, filters: list[Filter]) -> Iterable[Filter]:  # noqa: N802  (Spark's name)
        """Remember what *filters* say of points and starts, and give all of them back."""
        selection = self._files.selection
        for condition in filters:
            selection = _narrowed(selection, condition)
        self._files = attrs.evolve(self._files, selection=selection)
        return filters


_INSTANT = dt.timedelta(microseconds=1)


def _narrowed(selection: Selection, condition: Filter) -> Selection:
    """Return a selection that a condition narrows; what it does not know it leaves alone."""
    column = condition.attribute if hasattr(condition, "attribute") else ()
    if column == ("metering_point",):
        points = None
        if isinstance(condition, EqualTo):
            points = frozenset([condition.value])
        elif isinstance(condition, In):
            points = frozenset(condition.value)
        if points is not None:
            own = selection.points
            return attrs.evolve(selection, points=points if own is None else own & points)
    if column == ("start",) and isinstance(getattr(condition, "value", None), dt.datetime):
        return _bounded(selection, condition)
    return selection


def _bounded(selection: Selection, condition: Filter) -> Selection:
    instant = condition.value if condition.value.tzinfo else condition.value.astimezone()
    if isinstance(condition, GreaterThanOrEqual | GreaterThan | EqualTo):
        selection = attrs.evolve(selection, start=max(filter(None, (selection.start, instant))))
    if isinstance(condition, LessThanOrEqual | LessThan | EqualTo):
        end = instant + _INSTANT
        selection = attrs.evolve(selection, end=min(filter(None, (selection.end, end))))
    return selection
