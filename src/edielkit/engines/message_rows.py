"""One file as rows of a table: its values, or its findings where it has faults.

The columns are those of series (docs/reference/series.md) in plain types that all engines have, with the file before them and the
finding behind them. A file is either: a row has values, or a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.archives import is_zip, is_zstd, open_zstd, zip_members
from edielkit.errors import MissingExtraError, ParseError
from edielkit.findings import CRASHED, Finding, Position, Severity
from edielkit.inputs import RULES, XmlInput, is_office, open_input
from edielkit.os_errors import os_words
from edielkit.series import TimeSeries
from edielkit.tables import arrow_schema, to_arrow
from edielkit.tables.rows import require_times
from edielkit.value_files import ReadOptions, read_file
from edielkit.verbs import read_series, validate

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = (
    "FILE",
    "FINDING_COLUMNS",
    "FileContent",
    "engine_schema",
    "file_contents",
    "finding_batch",
    "parts",
    "value_batch",
)

FILE = "file"
FINDING_COLUMNS = ("finding_code", "finding_severity", "finding_message", "finding_line")
# values of a batch: some megabytes
_BATCH = 1 << 16


def engine_schema(columns: Iterable[str] | None = None) -> pa.Schema:
    """Return the Arrow schema of a table of files: ``file``, the columns of series, the finding; all may be null.

    Args:
        columns: The columns that are wanted, in their order; all if None.

    Raises:
        KeyError: There is no such column.
        MissingExtraError: pyarrow is not installed.

    >>> engine_schema(["metering_point", "quantity"]).types
    [DataType(string), Decimal128Type(decimal128(18, 3))]
    """
    series = arrow_schema()
    import pyarrow as pa

    plain = [
        pa.field(field.name, pa.string() if pa.types.is_dictionary(field.type) else field.type)
        for field in series
    ]
    finding = [
        pa.field(name, pa.int64() if name == "finding_line" else pa.string()) for name in FINDING_COLUMNS
    ]
    schema = pa.schema([pa.field(FILE, pa.string()), *plain, *finding])
    if columns is None:
        return schema
    wanted = tuple(columns)
    unknown = [name for name in wanted if name not in schema.names]
    if unknown:
        raise KeyError(f"expected columns of {', '.join(schema.names)}; found {unknown[0][:40]!r}")
    return pa.schema([schema.field(name) for name in wanted])


@attrs.frozen(kw_only=True)
class FileContent:
    """What a file holds.

    Attributes:
        series: Its series; none where it has faults.
        findings: Its faults.
    """

    series: tuple[TimeSeries, ...] = ()
    findings: tuple[Finding, ...] = ()


def file_contents(file: str, options: ReadOptions, level: str | None) -> Iterator[tuple[str, FileContent]]:
    """Yield the name of a file and its series, or the findings of one that has faults; those of each member of a zip.

    Nothing is raised for what is in it. A member is called as the command line calls it, ``archive.zip!member.xml``.

    Args:
        file: Its path.
        options: What a file of values does not say.
        level: Validate messages to this level, and take one with errors for faulty; None to read alone.
    """
    try:
        data = Path(file).read_bytes()
    except OSError as error:
        words = f"the file cannot be opened: {os_words(error)}"
        yield file, FileContent(findings=(RULES["SYS014"].finding(words, Position()),))
        return
    if not is_zip(data) or is_office(data):
        yield file, _content_or_faults(file, lambda: data, options, level)
        return
    try:
        members = zip_members(data)
    except ParseError as error:
        yield file, _unreadable(error)
        return
    for member, read in members:
        name = f"{file}!{member}"
        yield name, _content_or_faults(name, read, options, level)


def _content_or_faults(
    name: str, read: Callable[[], bytes], options: ReadOptions, level: str | None
) -> FileContent:
    try:
        data = read()
        plain = open_zstd(name, data) if is_zstd(data) else data
        return _content(plain, attrs.evolve(options, name=PurePath(name).name), level)
    except MissingExtraError:
        raise  # it is no fault of the file
    except ParseError as error:
        return _unreadable(error)
    except Exception as error:  # noqa: BLE001  (one file stops no other)
        # the text of the error may hold what the file says, so its name alone is shown
        words = f"the file could not be read to its end ({type(error).__name__})"
        return FileContent(findings=(CRASHED.finding(words, Position()),))


def _unreadable(error: ParseError) -> FileContent:
    finding = Finding(
        code=error.code, severity=Severity.ERROR, message=error.message, position=error.position
    )
    return FileContent(findings=(finding,))


def _content(data: bytes, options: ReadOptions, level: str | None) -> FileContent:
    opened = open_input(data, verb="read_series")
    if not isinstance(opened, XmlInput) and not opened.is_interchange:
        file = read_file(opened.content, options)
        if file is not None:
            return FileContent(findings=file.errors) if file.errors else FileContent(series=file.series)
    if level is not None:
        errors = validate(opened, level=level).errors
        if errors:
            return FileContent(findings=tuple(errors))
    series = tuple(read_series(opened))
    try:
        require_times(series)
    except ValueError as error:
        words = f"no row of a table can hold it: {error}"
        return FileContent(findings=(CRASHED.finding(words, Position()),))
    return FileContent(series=series)


def value_batch(file: str, series: Sequence[TimeSeries], columns: Sequence[str]) -> pa.RecordBatch:
    """Return values of a file.

    Args:
        file: Its path.
        series: Some of its series.
        columns: The columns that are wanted.
    """
    import pyarrow as pa

    schema = engine_schema(columns)
    own = [name for name in columns if name in arrow_schema().names]
    # at least one column, for the number of the rows
    table = to_arrow(series, columns=own or ["series"])
    arrays = [
        table[name].cast(schema.field(name).type).combine_chunks()
        if name in own
        else _constant(name, file, table.num_rows)
        for name in columns
    ]
    return pa.record_batch(arrays, schema=schema)


def parts(series: Iterable[TimeSeries]) -> Iterator[list[TimeSeries]]:
    """Yield *series* in parts of some ten thousand values, of which each makes a batch."""
    part: list[TimeSeries] = []
    count = 0
    for time_series in series:
        part.append(time_series)
        count += max(len(time_series.observations), 1)
        if count >= _BATCH:
            yield part
            part, count = [], 0
    if part:
        yield part


def _constant(name: str, file: str, count: int) -> Any:
    import pyarrow as pa

    if name == FILE:
        return pa.repeat(pa.scalar(file, pa.string()), count)
    return pa.nulls(count, engine_schema([name]).field(0).type)


def finding_batch(file: str, findings: Sequence[Finding], columns: Sequence[str]) -> pa.RecordBatch:
    """Return the findings of a file, a row each.

    Args:
        file: Its path.
        findings: The findings.
        columns: The columns that are wanted.
    """
    import pyarrow as pa

    schema = engine_schema(columns)
    rows = {
        FILE: [file] * len(findings),
        "finding_code": [finding.code for finding in findings],
        "finding_severity": [finding.severity.value for finding in findings],
        "finding_message": [finding.message for finding in findings],
        "finding_line": [finding.position.line for finding in findings],
    }
    arrays = [
        pa.array(rows[field.name], field.type) if field.name in rows else pa.nulls(len(findings), field.type)
        for field in schema
    ]
    return pa.record_batch(arrays, schema=schema)
