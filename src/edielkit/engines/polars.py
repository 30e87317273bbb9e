"""Messages as a lazy frame of polars: what a query does not ask for is not made.

A predicate on points, areas, products, directions, periods or starts leaves whole series out before any row of theirs is made, and columns
that the query does not name cost nothing. The messages themselves are read all the same. Needs the extra ``polars``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.engines.message_files import MessageFiles, Mode, Selection
from edielkit.engines.message_rows import engine_schema, value_batch
from edielkit.errors import MissingExtraError
from edielkit.series import TimeSeries
from edielkit.tables.rows import INSTANT_FIELDS, TEXT_FIELDS
from edielkit.value_files import ReadOptions

if TYPE_CHECKING:
    import polars as pl

__all__ = ("scan_messages",)

# columns that have one value in a series
_SERIES_COLUMNS = frozenset((*TEXT_FIELDS, *INSTANT_FIELDS))
_START = "start"


def scan_messages(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    mode: Mode | str = Mode.PERMISSIVE,
    level: str | None = None,
    options: ReadOptions | None = None,
) -> pl.LazyFrame:
    """Return messages and files of values as a lazy frame, a row for each value; nothing is read before it is collected.

    Args:
        paths: Files, folders and globs, which are looked up when the frame is collected.
        mode: What becomes of a file with faults, see `Mode`.
        level: Validate messages to this level, and take one with errors for faulty; None to take what can be read.
        options: What files of values do not say.

    Returns:
        A frame with the columns of `engine_schema`: quantities as decimals, instants in UTC.

    Raises:
        MissingExtraError: polars or pyarrow is not installed.
        ValueError: There is no such mode or level.
    """
    files = MessageFiles(
        paths=paths,
        mode=mode,
        level=level,
        options=options or ReadOptions(),
    )
    engine = _polars()
    from polars.io.plugins import register_io_source

    schema = engine.from_arrow(engine_schema().empty_table()).schema

    def source(
        with_columns: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, batch_size: int | None
    ) -> Iterator[pl.DataFrame]:
        del batch_size
        return _frames(files, with_columns or schema.names(), predicate, n_rows)

    return register_io_source(source, schema=schema)


def _polars() -> Any:
    try:
        import polars as pl
    except ImportError:
        raise MissingExtraError("expected the package polars: install edielkit[polars]") from None
    return pl


def _frames(
    files: MessageFiles, columns: Sequence[str], predicate: pl.Expr | None, most: int | None
) -> Iterator[pl.DataFrame]:
    """Yield the rows of all files that a predicate is true of, no more than *most*."""
    pl = _polars()
    needed = dict.fromkeys([*columns, *(predicate.meta.root_names() if predicate is not None else ())])
    terms = () if predicate is None else tuple(_terms(predicate))
    count = 0
    for batch in attrs.evolve(files, columns=needed, selection=_Possible(terms=terms)).batches():
        frame = pl.from_arrow(batch)
        if predicate is not None:
            frame = frame.filter(predicate)
        frame = frame.select(columns)
        if most is not None:
            frame = frame.head(most - count)
        count += frame.height
        yield frame
        if most is not None and count >= most:
            return


# -- what a predicate says of whole series


def _terms(predicate: pl.Expr) -> Iterator[pl.Expr]:
    """Yield the parts of a predicate that all have to be true."""
    inputs = predicate.meta.pop()
    if len(inputs) == 2:
        first, second = inputs
        if any((a & b).meta.eq(predicate) for a, b in ((first, second), (second, first))):
            yield from _terms(first)
            yield from _terms(second)
            return
    yield predicate


@attrs.frozen(kw_only=True)
class _Possible(Selection):
    """The series that may have a value of which all of *terms* are true; polars itself looks at each row of them."""

    terms: tuple[pl.Expr, ...] = attrs.field(eq=False)  # == of two expressions is an expression

    def of(self, series: Iterable[TimeSeries]) -> Iterator[TimeSeries]:
        whole = [
            term
            for term in self.terms
            if term.meta.root_names() and _SERIES_COLUMNS.issuperset(term.meta.root_names())
        ]
        starts = [term for term in self.terms if set(term.meta.root_names()) == {_START}]
        chosen = _of_columns(tuple(series), whole) if whole else series
        for time_series in chosen:
            if not starts or _has_start(time_series, starts):
                yield time_series


def _of_columns(series: Sequence[TimeSeries], terms: Sequence[pl.Expr]) -> Iterator[TimeSeries]:
    """Yield the series of which *terms* are true by what all of their values have in common."""
    pl = _polars()
    names = sorted({name for term in terms for name in term.meta.root_names()})
    # a series without values takes one row, of the same columns
    heads = [
        attrs.evolve(time_series, observations=time_series.observations.metered([])) for time_series in series
    ]
    if not heads:
        return
    frame = pl.from_arrow(value_batch("", heads, names)).with_row_index("edielkit_series")
    for place in frame.filter(*terms)["edielkit_series"].to_list():
        yield series[place]


def _has_start(series: TimeSeries, terms: Sequence[pl.Expr]) -> bool:
    """Tell whether a value of a series begins when *terms* are true."""
    pl = _polars()
    starts = value_batch("", (series,), [_START])
    return not pl.from_arrow(starts).filter(*terms).is_empty()
