"""Series as files of rows: what `convert` writes beside messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from edielkit.cli.output.readable import json_text
from edielkit.cli.usage_error import NothingThereError
from edielkit.errors import BuildError
from edielkit.inputs import Input

if TYPE_CHECKING:
    from edielkit.series import TimeSeries

__all__ = ("TABLES", "message_bytes", "series_bytes")

TABLES = ("json", "csv", "parquet")


def message_bytes(name: str, opened: Input, target: str) -> bytes:
    """Return a message as JSON, or its series as a table.

    Args:
        name: Name of the input.
        opened: The input.
        target: One of `TABLES`.

    Raises:
        NothingThereError: It has no series.
        BuildError: A table cannot hold them.
    """
    from edielkit.verbs import parse_all, read_series, to_dict

    if target == "json":
        documents = [to_dict(document) for document in parse_all(opened)]
        text = json_text(documents[0] if len(documents) == 1 else documents)
        return text.encode() + b"\n"
    return _table_bytes(name, read_series(opened), target, "; --to json holds any message")


def series_bytes(name: str, series: Sequence[TimeSeries], target: str) -> bytes:
    """Return series that stand in no message as JSON or as a table.

    Args:
        name: Name of the input.
        series: The series.
        target: One of `TABLES`.

    Raises:
        NothingThereError: There is none.
        BuildError: A table cannot hold them.
    """
    if target == "json" and series:
        from edielkit.tables import to_dicts

        return json_text(list(to_dicts(series))).encode() + b"\n"
    return _table_bytes(name, iter(series), target, "")


def _table_bytes(name: str, series: Iterator[TimeSeries], target: str, hint: str) -> bytes:
    first = next(series, None)
    if first is None:
        raise NothingThereError(f"{name}: no series of metering values{hint}")
    from edielkit.tables import to_csv, to_parquet

    try:
        rows = chain((first,), series)
        return b"".join(to_csv(rows)) if target == "csv" else to_parquet(rows)
    except ValueError as error:
        raise BuildError(str(error), "series") from None
