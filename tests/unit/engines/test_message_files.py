"""Files as one stream of Arrow batches: values, findings of faulty files, and no more than is asked for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest
import zstandard
from tests.support.engine_files import EVENING, FAULTY, FIRST, XML, expected_rows, fill
from tests.support.packed import zipped
from tests.support.paths import FIXTURES

from edielkit.engines import MessageFiles, Mode, Selection, engine_schema, message_rows
from edielkit.errors import ParseError
from edielkit.findings import LEVELS


@pytest.fixture
def folder(tmp_path):
    return fill(tmp_path / "month")


def rows_of(table, *names):
    return sorted(zip(*(table[name].to_pylist() for name in names), strict=True))


def rows_of_values(table, *names):
    return rows_of(table.filter(pa.compute.is_null(table["finding_code"])), *names)


def faults_of(table):
    return table.filter(pa.compute.is_valid(table["finding_code"]))


def test_a_stream_has_all_values_and_the_findings_of_faulty_files(folder):
    """A row is one or the other; it can be read as often as it is asked for."""
    files = MessageFiles(paths=folder)
    for _ in range(2):
        table = pa.table(files)
        values = table.filter(pa.compute.is_null(table["finding_code"]))
        faults = table.filter(pa.compute.is_valid(table["finding_code"]))

        assert expected_rows(folder) == rows_of(values, "metering_point", "start", "quantity")
        assert sorted(FAULTY.items()) == [
            (name.rpartition("/")[2], code) for name, code in rows_of(faults, "file", "finding_code")
        ]
        assert {"error"} == set(faults["finding_severity"].to_pylist())
        assert 3 in faults["finding_line"].to_pylist()
        assert [None] * 3 == faults["quantity"].to_pylist()
    assert engine_schema() == table.schema == pa.schema(files)


def test_columns_are_those_that_are_named(folder):
    """In their order; another name is told with those that there are."""
    columns = ("quantity", "file", "finding_code")
    table = pa.table(MessageFiles(paths=folder / XML, columns=columns))

    assert list(columns) == table.column_names
    assert {str(folder / XML)} == set(table["file"].to_pylist())
    assert 0 == pa.table(MessageFiles(paths=folder / XML, columns=["text"]))["text"].drop_null().length()
    with pytest.raises(KeyError, match="expected columns of file, series"):
        MessageFiles(paths=folder, columns=["colour"]).schema()


@pytest.mark.parametrize(
    "selection",
    [
        Selection(points=FIRST),
        Selection(start=EVENING),
        Selection(end=EVENING),
        Selection(points=[FIRST, "nobody"], start=EVENING, end=EVENING + dt.timedelta(hours=2)),
        Selection(points=[]),
    ],
)
def test_a_selection_is_what_a_filter_leaves(folder, selection):
    """Of points, and of starts in a half-open time."""
    chosen = pa.table(MessageFiles(paths=folder, selection=selection, mode=Mode.DROPMALFORMED))
    expected = [
        row
        for row in expected_rows(folder)
        if (selection.points is None or row[0] in selection.points)
        and (selection.start is None or row[1] >= selection.start)
        and (selection.end is None or row[1] < selection.end)
    ]

    assert expected == rows_of(chosen, "metering_point", "start", "quantity")


def test_an_instant_of_a_selection_has_a_zone():
    """Without one it means nothing."""
    with pytest.raises(ValueError, match="aware"):
        Selection(start=dt.datetime(2026, 1, 1))


def test_modes(folder):
    """Faulty files are rows, are left out, or end the reading with their first fault."""
    dropped = pa.table(MessageFiles(paths=folder, mode="DROPMALFORMED"))
    assert expected_rows(folder) == rows_of(dropped, "metering_point", "start", "quantity")
    with pytest.raises(ParseError, match=r"cut-off\.xml\.gz"):
        list(MessageFiles(paths=folder, mode=Mode.FAILFAST).batches())
    with pytest.raises(ValueError, match=r"expected a level of syntax, .* found 'busines'"):
        MessageFiles(paths=folder, level="busines")
    with pytest.raises(ValueError, match="GUESS"):
        MessageFiles(paths=folder, mode="GUESS")


def test_a_level_takes_messages_with_errors_for_faulty(folder):
    """They have findings then, and no values."""
    path = FIXTURES / "broken/emif-check-digit.xml"
    read = pa.table(MessageFiles(paths=path))
    judged = pa.table(MessageFiles(paths=FIXTURES / "broken/emif-decimal-comma.xml", level="schema"))

    assert {None} == set(read["finding_code"].to_pylist())
    assert {"XSD020"} == set(judged["finding_code"].to_pylist())
    assert {None} == set(judged["metering_point"].to_pylist())
    assert all(pa.table(MessageFiles(paths=folder / XML, level=level)).num_rows for level in LEVELS)


def test_a_file_that_is_gone_or_breaks_the_reader_stops_no_other(folder, monkeypatch):
    """Each is a row of its own."""

    def fail(_):
        raise RuntimeError("what the message says")

    files = MessageFiles(paths=folder / XML)
    (gone,) = files.file_batches(str(folder / "gone.xml"))
    monkeypatch.setattr(message_rows, "read_series", fail)
    (broken,) = files.file_batches(str(folder / XML))

    assert ["SYS014", "SYS001"] == [batch["finding_code"][0].as_py() for batch in (gone, broken)]
    assert "what the message says" not in broken["finding_message"][0].as_py()


def test_one_batch_holds_no_more_than_some_ten_thousand_values(folder, monkeypatch):
    """However many series a file has; here each has as many as a batch."""
    assert [48] == [batch.num_rows for batch in MessageFiles(paths=folder / XML).batches()]
    monkeypatch.setattr(message_rows, "_BATCH", 24)
    assert [24, 24] == [batch.num_rows for batch in MessageFiles(paths=folder / XML).batches()]


def test_archives_are_read_file_by_file(folder, tmp_path):
    """Values and faults are those of the files in them, each under the name that the command line gives it; a broken archive is a fault."""
    plain = {Path(name).name: Path(name).read_bytes() for name in MessageFiles(paths=folder).files()}
    packed = tmp_path / "packed"
    packed.mkdir()
    (packed / "all.zip").write_bytes(zipped(plain.items()))
    (packed / f"{XML}.zst").write_bytes(zstandard.compress(plain[XML]))
    (packed / "cut.zip").write_bytes(zipped([("a.xml", plain[XML])])[:-9])
    table = pa.table(MessageFiles(paths=packed))
    of_folder, of_message = pa.table(MessageFiles(paths=folder)), pa.table(MessageFiles(paths=folder / XML))

    def under(name, among=table):
        mask = pa.compute.starts_with(among["file"], str(packed / name))
        return among.filter(mask)

    names = ("metering_point", "start", "quantity")
    assert rows_of_values(of_folder, *names) == rows_of_values(under("all.zip"), *names)
    assert sorted(FAULTY.items()) == [
        (name.rpartition("!")[2], code)
        for name, code in rows_of(faults_of(under("all.zip")), "file", "finding_code")
    ]
    assert of_message.drop_columns("file") == under(XML).drop_columns("file")
    assert [(str(packed / "cut.zip"), "SYS012")] == rows_of(under("cut.zip"), "file", "finding_code")
