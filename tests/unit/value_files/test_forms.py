"""Each form of file of values is known by its first bytes, and gives the series that it holds, or findings."""

from __future__ import annotations

import gzip
import random
from contextlib import suppress

import pytest
from tests.support.paths import FIXTURES
from tests.support.value_files import (
    AUTUMN,
    POINT,
    PRODUCT,
    SPRING,
    SUMMER,
    day_series,
    end_user_file,
    energy_answer,
    energy_rows,
    sheet,
)

import edielkit
from edielkit.errors import ParseError
from edielkit.tables import to_csv, to_parquet
from edielkit.value_files import FORMS, Clock, ReadOptions, form_of, read_file, series_of
from edielkit.value_files.extraction import COLUMNS

EXTRACTION = (
    ",".join(COLUMNS) + f"\n{POINT},{PRODUCT},Out,,2026-06-01T22:00:00Z,PT1H,1.500,kWh,estimated,V001,E002\n"
).encode()
EXAMPLES = {
    "parquet": to_parquet([day_series(SUMMER)]),
    "energy-data-json": energy_answer(*energy_rows(SUMMER)),
    "edielkit-csv": b"".join(to_csv([day_series(SUMMER)])),
    "extraction-csv": EXTRACTION,
    "end-user-csv": end_user_file(SUMMER),
    "spreadsheet-csv": sheet(SUMMER),
}


def test_each_form_has_an_example():
    """The table and the tests name the same forms."""
    assert set(EXAMPLES) == {form.name for form in FORMS}


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_form_is_known_and_read_by_every_verb(name):
    """Packed or not."""
    data = EXAMPLES[name]

    assert name == form_of(data).name
    for packed in (data, gzip.compress(data, mtime=0)):
        kind = edielkit.detect(packed)
        series = tuple(edielkit.read_series(packed))
        assert ("file", name) == (kind.wire, kind.form)
        assert () == read_file(data).findings
        assert (
            sum(len(time_series.observations) for time_series in series)
            == edielkit.read_table(packed).num_rows
            > 0
        )


@pytest.mark.parametrize("minutes", [15, 60])
@pytest.mark.parametrize("day", [SPRING, SUMMER, AUTUMN], ids=["spring", "summer", "autumn"])
def test_the_forms_of_a_day_give_its_series(day, minutes):
    """Of 23, 24 and 25 hours: both generations, the API, a spreadsheet with starts and ends, one whose rows are in order."""
    named = ReadOptions(name=f"meteringvalues-mp-{POINT}-consumption-20261101T0910.csv")
    ordered = ReadOptions(clock=Clock.ORDERED, product=PRODUCT, direction="Out")
    expected = [day_series(day, minutes)]

    assert expected == list(edielkit.read_series(end_user_file(day, minutes), options=named))
    assert expected == list(edielkit.read_series(end_user_file(day, minutes, clock=True), options=named))
    assert expected == list(edielkit.read_series(energy_answer(*energy_rows(day, minutes))))
    assert expected == list(edielkit.read_series(sheet(day, minutes), options=ordered))
    with_ends = ReadOptions(product=PRODUCT, direction="Out")
    assert expected == list(edielkit.read_series(sheet(day, minutes, ends=True), options=with_ends))


def test_an_hour_that_comes_twice_is_asked_for():
    """Where starts stand alone, nothing tells which is which."""
    with pytest.raises(ParseError) as caught:
        list(edielkit.read_series(sheet(AUTUMN)))

    assert ("TAB022", 4) == (caught.value.code, caught.value.position.line)
    assert "and 1 more" in str(caught.value)


def test_all_faults_are_found_at_once():
    """In the order of the lines, remarks among them."""
    data = (
        "Målepunkt;Fra;Notat;kWh\n"
        "7.07057E+17;02.03.2026 00:00;å;1,5\n"
        f"{POINT};02.03.2026 00:00;;1 000,5\n"
        f"{POINT};03/02/2026;;1,5\n"
        f"{POINT};02.03.2026 03:00;;1.5\n"
        f"{POINT};29.03.2026 02:30;;1,5\n"
    ).encode("cp1252")
    findings = [(finding.code, finding.position.line) for finding in read_file(data).findings]

    assert [
        ("TAB001", 1), ("TAB003", 1), ("TAB005", 2), ("TAB011", 3), ("TAB020", 4), ("TAB012", 5), ("TAB021", 6),
    ] == findings  # fmt: skip


def test_a_file_with_faults_gives_no_series():
    """The error has the first one."""
    file = read_file(b"Fra;kWh\n02.03.2026 00:00;1,5\n02.03.2026 01:00;x\n")

    assert ["TAB010"] == [finding.code for finding in file.errors]
    with pytest.raises(ParseError, match="line 3"):
        series_of(file)


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"position,quantity\n1,1.5\n2,x\n", "TAB040", 3),
        (b"position;quantity\n1;1,5\n", "TAB040", None),
        (b"PAR1 and no more", "TAB040", None),
        (EXTRACTION.replace(b"1.500", b"1,5"), "TAB004", 2),
        (EXTRACTION.replace(b"PT1H", b"PT7M"), "TAB025", 2),
        (EXTRACTION.replace(b"estimated", b"guessed"), "TAB025", 2),
        (EXTRACTION.replace(b"V001", b"V077"), "TAB025", 2),
        (EXTRACTION + EXTRACTION.split(b"\n")[1], "TAB023", 3),
    ],
)
def test_faults_of_tables_are_findings(data, code, line):
    """With their line where the form has lines."""
    (finding,) = read_file(data).findings

    assert (code, line) == (finding.code, finding.position.line)


@pytest.mark.parametrize(
    "path", sorted((*FIXTURES.rglob("*.edi"), *FIXTURES.rglob("*.xml"))), ids=lambda path: path.name
)
def test_no_message_is_taken_for_a_file_of_values(path):
    """Neither sound nor broken."""
    assert form_of(path.read_bytes()) is None
    assert edielkit.detect(path.read_bytes()).form is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"%PDF-1.7",
        b"a;b\n1;2\n",
        b'{"kind": "MSCONS"}',
        b"[1]",
        b"PK\x03\x04",
        b"Fra;Til\n",
        b"\xff\xfe",
    ],
)
def test_another_file_has_no_form(data):
    """It is refused as it always was."""
    assert form_of(data) is None
    assert edielkit.detect(data).form is None
    with pytest.raises(ParseError):
        list(edielkit.read_series(data))


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_damaged_files_give_values_or_an_error(name):
    """Whatever is cut off, doubled or overwritten: nothing else is raised."""
    choice = random.Random(name)
    for _ in range(60):
        data = bytearray(EXAMPLES[name])
        for _ in range(choice.randint(1, 4)):
            at = choice.randrange(len(data))
            match choice.randrange(3):
                case 0:
                    data[at] = choice.randrange(256)
                case 1:
                    del data[at : at + choice.randint(1, 40)]
                case _:
                    data[at:at] = data[at : at + choice.randint(1, 60)]
        with suppress(ParseError):
            assert all(series.resolution for series in edielkit.read_series(bytes(data)))
