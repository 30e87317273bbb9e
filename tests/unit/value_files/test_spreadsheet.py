"""Sheets that people keep: names of columns, and what the options say."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.support.value_files import POINT

import edielkit
from edielkit.value_files import Clock, ReadOptions, form_of, read_file
from edielkit.value_files.sheet_rows import FIELDS
from edielkit.value_files.spreadsheet import NAMES

HOUR = ["02.03.2026 00:00;1,5", "02.03.2026 01:00;2"]


def file(head, *rows):
    return "\n".join([head, *rows]).encode()


def test_every_field_has_names_of_its_own():
    """A name means one field."""
    assert set(FIELDS) == set(NAMES)
    names = [name for listed in NAMES.values() for name in listed]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("head", "unit", "direction"),
    [
        ("Fra;kWh", "kWh", None),
        ("Tidspunkt;Forbruk (kWh)", "kWh", "Out"),
        ("FRA;Produksjon [MWh]", "MWh", "In"),
        ("start;quantity", None, None),
        ("Start time;Value (kvarh)", "kvarh", None),
    ],
)
def test_names_of_columns_say_unit_and_direction(head, unit, direction):
    """Capitals and blanks do not count."""
    (series,) = edielkit.read_series(file(head, *HOUR))

    assert (unit, direction, "PT1H", Decimal("3.500")) == (
        series.unit,
        series.direction,
        series.resolution,
        series.observations.total,
    )


def test_a_sheet_may_say_everything_in_its_rows():
    """Point, direction, product, unit, resolution and quality; a cell without a quantity is a missing value."""
    data = file(
        "Målepunkt-ID;Retning;Produkt;Enhet;Oppløsning;Dato;Klokkeslett;Verdi;Kvalitet",
        f"{POINT};Forbruk;8716867000030;kWh;PT15M;02.03.2026;00:00;0,25;Målt",
        f"{POINT};Forbruk;8716867000030;kWh;PT15M;02.03.2026;00:15;;",
        f"{POINT};inn;8716867000030;kWh;PT1H;02.03.2026;00:00;3;beregnet",
    )
    first, second = edielkit.read_series(data)

    assert (POINT, "Out", "8716867000030", "kWh", "PT15M") == (
        first.metering_point, first.direction, first.product, first.unit, first.resolution,
    )  # fmt: skip
    assert [Decimal("0.250"), None] == [value.quantity for value in first.observations]
    assert ["CALCULATED"] == [value.status.name for value in second.observations]


def test_options_say_what_the_sheet_does_not():
    """Also where its columns have names that nobody knows; a unit follows from the product."""
    options = ReadOptions(
        metering_point=POINT,
        direction="In",
        product="8716867000030",
        clock=Clock.UTC,
        resolution="PT15M",
        columns={"start": "Når", "quantity": "Hvor mye"},
    )
    (series,) = edielkit.read_series(file("Når;Hvor mye", *HOUR), options=options)

    assert ("kWh", "In", "PT15M") == (series.unit, series.direction, series.resolution)
    assert [1, 5] == series.observations.position.tolist()
    assert "2026-03-02T00:00:00+00:00" == series.period.start.isoformat()


@pytest.mark.parametrize(
    ("data", "options", "code"),
    [
        (file("Fra;kWh;verdi", "02.03.2026 00:00;1;2"), {}, "TAB002"),
        (file("Fra;kWh", *HOUR), {"columns": {"quantity": "Mengde"}}, "TAB002"),
        (file("Fra;kWh", *HOUR), {"columns": {"colour": "Fra"}}, "TAB002"),
        (file("a;b", *HOUR), {"columns": {"start": "a"}}, "TAB002"),
        (file("Fra;kWh", HOUR[0]), {}, "TAB024"),
        (file("Fra;kWh", HOUR[0], "02.03.2026 00:07;1"), {}, "TAB024"),
        (file("Fra;Til;kWh", "02.03.2026 01:00;02.03.2026 00:00;1"), {}, "TAB024"),
        (file("Fra;Til;kWh", "02.03.2026 00:00;02.03.2026 01:00;1"), {"resolution": "PT15M"}, "TAB024"),
        (file("Fra;kWh", *HOUR, HOUR[0]), {}, "TAB023"),
        (file("Fra;kWh;retning", HOUR[0] + ";opp"), {"resolution": "PT1H"}, "TAB025"),
        (file("Fra;kWh", "25.10.2026 02:00;1"), {"resolution": "PT1H"}, "TAB022"),
        (file("Fra;kWh", "25.10.2026 02:00;1"), {"resolution": "PT1H", "clock": "ordered"}, "TAB022"),
        (file("Fra;Til;kWh", "25.10.2026 02:00;25.10.2026 02:15;1"), {}, "TAB022"),
    ],
)
def test_what_a_sheet_leaves_open_is_a_finding(data, options, code):
    """Nothing is guessed."""
    assert [code] == [finding.code for finding in read_file(data, ReadOptions(**options)).errors]


def test_an_hour_over_its_quarters_is_a_finding():
    """Whichever is meant."""
    data = file("Fra;Til;kWh", "02.03.2026 00:00;02.03.2026 01:00;1", "02.03.2026 00:15;02.03.2026 00:30;1")

    assert [("TAB023", 3)] == [(finding.code, finding.position.line) for finding in read_file(data).findings]


def test_columns_that_are_not_read_are_told():
    """An end beside a date too."""
    findings = read_file(
        file("Dato;Tid;Til;kWh;Kommentar", "02.03.2026;00:00;01:00;1;x", "02.03.2026;01:00;02:00;1;x")
    ).findings

    assert ["TAB003", "TAB003"] == [finding.code for finding in findings]


def test_a_head_needs_a_time_and_a_quantity():
    """Without them a table is no file of values, unless the reader names its columns."""
    assert form_of(file("navn;kWh", "a;1")) is None
    assert "spreadsheet-csv" == form_of(file("navn;kWh", "a;1"), ReadOptions(columns={"start": "navn"})).name


@pytest.mark.parametrize(
    "values", [{"direction": "Up"}, {"resolution": "P1D"}, {"resolution": "x"}, {"clock": "local"}]
)
def test_an_option_has_values_of_its_own(values):
    """Another is refused at once."""
    with pytest.raises(ValueError):
        ReadOptions(**values)
