"""Messages as a relation of DuckDB, which reads the files anew for each query. Needs the extra ``duckdb``."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from edielkit.engines.message_files import MessageFiles, Mode, Selection
from edielkit.errors import MissingExtraError
from edielkit.value_files import ReadOptions

if TYPE_CHECKING:
    import duckdb

__all__ = ("messages_relation",)


def messages_relation(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    connection: duckdb.DuckDBPyConnection | None = None,
    columns: Iterable[str] | None = None,
    points: Iterable[str] | str | None = None,
    start: dt.datetime | None = None,
    end: dt.datetime | None = None,
    mode: Mode | str = Mode.PERMISSIVE,
    level: str | None = None,
    options: ReadOptions | None = None,
) -> duckdb.DuckDBPyRelation:
    """Return messages and files of values as a relation, a row for each value; nothing is read before it is queried.

    DuckDB does not say to a stream what a query asks for: name points, times and columns here to have no others made.

    Args:
        paths: Files, folders and globs.
        connection: The connection; DuckDB's default one if None.
        columns: The columns that are wanted; all if None.
        points: The metering points that are wanted; all if None.
        start: Values that begin at this aware instant or later.
        end: Values that begin before this aware instant.
        mode: What becomes of a file with faults, see `Mode`.
        level: Validate messages to this level, and take one with errors for faulty; None to take what can be read.
        options: What files of values do not say.

    Raises:
        MissingExtraError: duckdb or pyarrow is not installed.
        KeyError: There is no such column.
        ValueError: An instant has no zone, or there is no such mode or level.
    """
    files = MessageFiles(
        paths=paths,
        columns=columns,
        selection=Selection(points=points, start=start, end=end),
        mode=mode,
        level=level,
        options=options or ReadOptions(),
    )
    files.schema()  # a wrong column is told here
    engine: Any = connection or _duckdb()
    return engine.from_arrow(files)


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise MissingExtraError("expected the package duckdb: install edielkit[duckdb]") from None
    return duckdb
