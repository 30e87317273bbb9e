"""Series as tables of each form and back, and tables with one cell changed: what is written, read and refused."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from unittest.mock import patch

import attrs
import numpy as np
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_fields import outcome_of, shortened
from tests.support.kept_plain import changed_plain
from tests.support.kept_values import called
from tests.support.series_cases import AUTUMN, JUNE, SPRING, block, days

from edielkit.market_time import Period
from edielkit.series import TimeSeries
from edielkit.tables import (
    csv_form,
    csv_reading,
    from_arrow,
    from_csv,
    from_dicts,
    rows,
    to_arrow,
    to_csv,
    to_dicts,
)
from edielkit.tables.rows import COLUMNS

COUNT = 150
_CELLS = (
    "", "0", "1", "-1", "1.5", "1.2345", "1,5", "x", "NaN", "1e3", "999999999999999.999", "10000000000000000", "metered", "estimated", "missing", "Metered", "V002", "V999", "E001", "2024-06-04T00:00:00Z", "2024-06-04T00:00:00", "2024-06-04", "2024-06-04T00:00:00+02:00",
    "2024-06-04T00:00:00.123456Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2024-13-01T00:00:00Z", "PT1H", "P7D", "In", "Up", "'=1+1", "=1+1", "a,b", 'a"b', "a\nb", "<x/>", "7.07E+17", " ",
)  # fmt: skip
_ODD = (
    None,
    "",
    "x",
    0,
    -1,
    1.5,
    True,
    [],
    {},
    [1],
    ["x"],
    "1.5",
    "2024-06-04T00:00:00Z",
    "2024-06-04T00:00:00",
    "metered",
    "V002",
    10**20,
    "In",
    "PT1H",
    [1, 2, 3],
)


def cases() -> dict[str, TimeSeries]:
    """Return small series of all sides."""
    hours = block(
        [n * 7919 % 4001 - 500 for n in range(24)],
        status=[n % 7 for n in range(24)],
        validation=[n % 10 for n in range(24)],
        estimation=[n % 9 for n in range(24)],
    )
    whole = TimeSeries(
        metering_point="707057500012345670", grid_area="50YEXAMPLE-N---7", product="8716867000030", unit="kWh", direction="Out", resolution="PT1H", identification="a", period=days(JUNE),
        registered=dt.datetime(2024, 6, 5, 5, 0, 0, 123456, tzinfo=dt.UTC), observations=hours,
    )  # fmt: skip
    bare = TimeSeries(observations=block([1, 2]))
    return {
        "whole": whole, "bare": bare, "empty": attrs.evolve(whole, observations=block([])), "bare, empty": attrs.evolve(bare, observations=block([])), "spring": attrs.evolve(whole, period=days(SPRING), observations=block(range(23))), "autumn": attrs.evolve(whole, period=days(AUTUMN), resolution="PT15M", observations=block(range(100))),
        "unparsed": attrs.evolve(whole, observations=block([5, 0, 7], status=[0, 6, 0], unparsed=((1, "<x>a, b</x>\n"),))), "all unparsed": attrs.evolve(bare, observations=block([0, 0], status=6, unparsed=((0, "'=x"), (1, "")))), "large": attrs.evolve(whole, observations=block([10**17, -(10**17), 999, -999, 1000, 0, -1])),
        "too large": attrs.evolve(whole, observations=block([10**18])), "unknown status": attrs.evolve(whole, observations=block([1], status=9)), "unknown code": attrs.evolve(whole, observations=block([1], validation=99)), "formula": attrs.evolve(whole, metering_point="=1+1", unit='a,b"c\n', identification="-5"), "days": attrs.evolve(whole, resolution="P1D", period=days(AUTUMN, 3), observations=block([1, 2, 3])),
        "months": attrs.evolve(whole, resolution="P1M", period=days(dt.date(2024, 1, 1), 366), observations=block(range(12))), "unknown steps": attrs.evolve(whole, resolution="P7D"), "positions": attrs.evolve(whole, observations=block([1, 2, 3], [-1, 0, 99])), "turned": attrs.evolve(whole, observations=block([1, 2, 3], [3, 1, 1])), "nul": attrs.evolve(whole, identification="a\x00b"),
        "end": attrs.evolve(whole, period=Period(dt.datetime(9999, 12, 31, 22, tzinfo=dt.UTC), dt.datetime(9999, 12, 31, 23, tzinfo=dt.UTC)), observations=block([1, 2, 3])), "begin": attrs.evolve(whole, period=Period(dt.datetime(1, 1, 1, tzinfo=dt.UTC), dt.datetime(1, 1, 1, 2, tzinfo=dt.UTC)), observations=block([1, 2])), "offset": attrs.evolve(whole, period=Period(days(JUNE).start.astimezone(dt.timezone(dt.timedelta(hours=2))), days(JUNE).end)),
        "off the hour": attrs.evolve(whole, period=Period(dt.datetime(2024, 6, 4, 0, 7, 30, 5, tzinfo=dt.UTC), dt.datetime(2024, 6, 4, 1, 7, 30, 5, tzinfo=dt.UTC)), observations=block([1])), "turned period": attrs.evolve(whole, period=Period(days(JUNE).end, days(JUNE).start), observations=block([1])),
    }  # fmt: skip


def _in_utc(table: Any) -> list[dict[str, object]]:
    """Return the rows of a table with times in the UTC of Python, whatever zone another version of pyarrow puts there."""
    return [
        {
            name: value.astimezone(dt.UTC) if isinstance(value, dt.datetime) else value
            for name, value in row.items()
        }
        for row in table.to_pylist()
    ]


_WAYS: dict[str, Callable[[list[TimeSeries]], object]] = {
    "csv": lambda some: b"".join(to_csv(some)), "csv and back": lambda some: list(from_csv(b"".join(to_csv(some)))), "dicts": lambda some: list(to_dicts(some)), "dicts and back": lambda some: list(from_dicts(to_dicts(some))),
    "arrow": lambda some: _in_utc(to_arrow(some)), "arrow and back": lambda some: list(from_arrow(to_arrow(some))), "rows": rows.rows_of, "rows and back": lambda some: list(rows.series_of(rows.rows_of(some))),
    "starts": rows.starts_of_all, "starts one by one": lambda some: [rows.starts_of(item) for item in some], "values": rows.values_of, "empty": rows.empty_rows, "plainly": lambda some: _plainly(b"".join(to_csv(some))), "columns": lambda some: _in_utc(to_arrow(some, columns=("start", "quantity", "text"))),
}  # fmt: skip


def _plainly(data: bytes) -> list[TimeSeries]:
    """Return the series of a table that is read without pyarrow."""
    return list(rows.series_of(csv_reading._from_csv_plain(data)))


def answers() -> Iterator[Answer]:
    """Yield what becomes of series, alone and together, and of changed tables."""
    series = cases()
    together = [series[name] for name in ("whole", "empty", "bare", "spring", "unparsed", "days", "autumn")]
    for name, some in {
        **{name: [item] for name, item in series.items()},
        "nothing": [],
        "together": together,
        "twice": [series["whole"]] * 2,
    }.items():
        said = [
            f"{word} {outcome_of(lambda verb=verb, some=some: verb(some))}" for word, verb in _WAYS.items()
        ]
        yield Answer(name, [shortened(line) for line in said[:5]])
        yield Answer(f"{name}, on", [shortened(line) for line in said[5:10]])
        yield Answer(f"{name}, more", [shortened(line) for line in said[10:]])
    # room for few rows at a time
    with patch.object(csv_form, "_SPACE", 7 * csv_form._ROW):
        yield Answer("in parts", [outcome_of(lambda: b"".join(to_csv(together)))])
    for data in (
        b"",
        b"a,b\n",
        ",".join(COLUMNS).encode(),
        b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\n",
        ",".join(COLUMNS[1:]).encode(),
        ",".join((*COLUMNS, "x")).encode() + b"\n",
        b"\xff\xfe",
        b"start,quantity\n2024-06-04T00:00:00Z,1\n",
        b"series,position,quantity\n1,1,1\n1,2\n",
    ):
        yield Answer(
            f"table {data[:40]!r} {len(data)}",
            [
                outcome_of(lambda data=data: list(from_csv(data))),
                outcome_of(lambda data=data: _plainly(data)),
            ],
        )
    yield from _of_changed(b"".join(to_csv([series["spring"], series["whole"], series["unparsed"]])))
    plain = list(
        to_dicts(
            [attrs.evolve(series["whole"], observations=block([1, 2], status=[0, 1], validation=[0, 2]))]
        )
    )
    for number, (case, other) in enumerate(changed_plain(plain, COUNT, "dicts", _ODD)):
        yield Answer(f"dicts {number} {case}", [called(lambda other=other: list(from_dicts(other)))])
    for text in (
        "",
        "1",
        "1.5",
        "-1.5",
        "1.2345",
        "x",
        "1e3",
        "+1",
        ".5",
        "5.",
        7,
        "999999999999999",
        "9" * 16,
        " 1",
        "1_0",
        "\u0661",
    ):
        yield Answer(f"quantity {text!r}", [called(csv_reading.thousandths_of, text)])
    for at in (
        None,
        dt.datetime(1970, 1, 1, tzinfo=dt.UTC),
        dt.datetime(2024, 6, 4, 1, 2, 3, 456789, tzinfo=dt.UTC),
        dt.datetime(1, 1, 1, tzinfo=dt.UTC),
        dt.datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=dt.UTC),
        dt.datetime(2024, 6, 4, tzinfo=dt.timezone(dt.timedelta(hours=2))),
    ):
        yield Answer(f"instant {at}", [called(rows.micros, at), called(csv_form.iso_text, at) if at else ""])
    for values in ([], [None], ["a", "b", "a", None], [1, 1, 2]):
        yield Answer(f"encoded {values}", [called(rows.encoded, values)])
    numbers = np.array([0, 1, -1, 999, 1000, -1000, 123456, -(10**17), 2**63 - 1, -(2**63)], np.int64)
    yield Answer("numbers", [called(csv_form._thousandths, numbers), called(csv_form._whole, numbers)])


def _of_changed(data: bytes) -> Iterator[Answer]:
    """Yield what a table of our own gives with one cell, row or column changed, with pyarrow and without."""
    choice = random.Random("tables")
    table = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    table = [table[0], *table[1:4], *table[23:28], *table[-3:]]
    for number in range(COUNT):
        lines = [list(line) for line in table]
        row, column = choice.randrange(1, len(lines)), choice.randrange(len(lines[0]))
        what, cell = choice.random(), choice.choice(_CELLS)
        words = f"{lines[0][column]} of row {row} as {cell!r}"
        if what < 0.8:
            lines[row][column] = cell
        elif what < 0.88:
            for line in lines:
                del line[column]
            words = f"without {table[0][column]}"
        elif what < 0.94:
            lines[0][column] = choice.choice((lines[0][column].upper(), "x", lines[0][column - 1]))
            words = f"{table[0][column]} called {lines[0][column]}"
        else:
            lines.insert(row, lines[choice.randrange(1, len(lines))])
            words = f"a row more before {row}"
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(lines)
        changed = text.getvalue().encode()
        fast, plain = called(_listed, from_csv, changed), called(_listed, _plainly, changed)
        if fast.startswith("["):
            fast = shortened(fast)
            plain = shortened(plain)
        # behind the colon stand the words of pyarrow
        fast = fast.partition("cannot be read: ")[0]
        yield Answer(
            f"cell {number} {words}",
            [fast, "the same" if fast == plain else plain],
        )


def _listed(read: Callable[[bytes], Iterable[TimeSeries]], data: bytes) -> list[TimeSeries]:
    return list(read(data))


def test_tables_are_the_kept_ones():
    """What is written, read and refused."""
    assert_kept(__file__, answers())
