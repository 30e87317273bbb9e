"""Files of values that are no messages, as they should be and changed in one place: what each is taken for, its series and its findings."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_fields import brief, shortened
from tests.support.kept_plain import changed_plain
from tests.support.kept_values import text_of_value
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

from edielkit.tables import to_csv
from edielkit.value_files import Clock, ReadOptions, form_of, read_file, series_of
from edielkit.value_files.delimited import head_of
from edielkit.value_files.end_user import file_name, head, is_head
from edielkit.value_files.extraction import COLUMNS
from edielkit.value_files.file_value_rules import RULES, FileFindings
from edielkit.value_files.local_times import STEPS, CellTime, instants_of, interval_of, read_time
from edielkit.value_files.numbers import PointCells, QuantityCells
from edielkit.value_files.spreadsheet import NAMES
from edielkit.value_files.value_rows import resolution_code

COUNT = 40
_SHORT = 6
CELLS = (
    "", " ", "0", "-1", "1,5", "1.5", "1 234,5", "1.234,5", "1,234.5", "1\u00a0234", "1,2345", "1,5000", "+1", "1E3", "x", "NaN", "'1", '"1"', "999999999999,999", "1000000000000",
    POINT, POINT[:-1], "0" + POINT, "7,07058E+17", "707057500000000009", "123456789012", "70705750000000008", "Out", "In", "inn", "FORBRUK", "North", "kWh", "MWh", "kvarh", "XYZ",
    PRODUCT, "1234", "PT1H", "PT15M", "PT7M", "P1D", "P1M", "Målt", "beregnet", "estimated", "missing", "V002", "E001", "V999", "02.03.2026 00:00", "2.3.2026 1:00", "02.03.26 00:00",
    "2026-03-02", "2026-03-02T00:00", "2026-03-02T00:00+01:00", "2026-03-02 00:00:00", "2026-03-02T00:00:30Z", "2026-03-02T23:00Z", "03/04/2026", "46113,5", "46113", "29.03.2026 02:30",
    "25.10.2026 02:00", "25.10.2026 03:00", "01.06.2026 24:00", "01.06.2026 24:30", "01.06.2026 05:07", "31.02.2026 00:00", "01.06.1600 00:00", "01.01.9999 00:00", "01.06.2026 12:00", "01.06.2026 03:00",
    "2026-06-01T03:00:00+02:00", "2026-06-01T03:00:00+15:00", "2026-06-01T03:00:00.000+02:00", "12:00", "00:15",
)  # fmt: skip
OPTIONS = (
    ReadOptions(), ReadOptions(metering_point=POINT, direction="In", product=PRODUCT, unit="MWh"), ReadOptions(clock=Clock.ORDERED), ReadOptions(clock=Clock.NORMAL), ReadOptions(clock=Clock.UTC),
    ReadOptions(resolution="PT15M"), ReadOptions(name=f"meteringvalues-mp-{POINT}-consumption-20260302T0915.csv"), ReadOptions(columns={"quantity": "Verdi", "start": "Når"}),
    ReadOptions(product="8716867000047"), ReadOptions(metering_point="123"),
)  # fmt: skip
_ODD: tuple[Any, ...] = (
    None,
    "",
    0,
    1.5,
    -1,
    1e300,
    1.23456,
    True,
    [],
    {},
    "x",
    "PT15M",
    "PT7M",
    "2026-06-01T03:00:00+02:00",
    "2026-06-01T03:00:00",
    "Out",
    "North",
    POINT,
    7,
    "P1D",
    10**20,
)


def files() -> Iterator[tuple[str, bytes]]:
    """Yield files of each form in order: their head and their first rows, or a whole day."""
    for day, minutes in product((SUMMER, SPRING, AUTUMN), (60, 15)):
        yield f"offset {day} {minutes}", end_user_file(day, minutes)
        yield f"clock {day} {minutes}", end_user_file(day, minutes, clock=True, quality="Målt")
        yield f"sheet {day} {minutes}", sheet(day, minutes)
        yield f"sheet with ends {day} {minutes}", sheet(day, minutes, ends=True)
        yield f"answer {day} {minutes}", energy_answer(*energy_rows(day, minutes))
    yield "own", b"".join(to_csv([day_series(SUMMER), day_series(SPRING, 15)]))
    start = dt.datetime(2026, 6, 1, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    rows = [
        ",".join((POINT, PRODUCT, "Out", "", (start + dt.timedelta(hours=n)).isoformat(), "PT1H", f"{n}.5", "kWh", "metered", "", ""))
        for n in range(_SHORT)
    ]  # fmt: skip
    yield "extraction", "\n".join((",".join(COLUMNS), *rows)).encode()
    every = "Målepunkt-ID;Retning;Produkt;Enhet;Oppløsning;Dato;Klokkeslett;Verdi (kWh);Kvalitet;Validation;Estimation"
    lines = [f"{POINT};Forbruk;{PRODUCT};kWh;PT15M;02.03.2026;00:{n * 15:02};{n},25;Målt;;" for n in range(4)]
    yield "all columns", "\n".join((every, *lines)).encode()
    yield (
        "two points",
        (
            "Målepunkt;Fra;kWh\n"
            + "".join(
                f"{p};0{n}.06.2026 00:00;{n}\n" for n in range(1, 4) for p in (POINT, "707057500000000015")
            )
        ).encode(),
    )
    yield "tabs", b"Fra\tTil\tMWh\n01.06.2026 00:00\t01.06.2026 01:00\t1,5\n"
    yield "one row", b"Fra;kWh\n01.06.2026 00:00;1\n"
    for text in ("Fra;kWh\n", "Fra;kWh", "Fra;Verdi\n01.06.2026 00:00;1\n01.06.2026 01:00;2\n", "N\u00e5r;Verdi\n01.06.2026 00:00;1\n01.06.2026 01:00;2\n", "kWh;kWh;Fra\n1;2;01.06.2026\n", "Fra;Fra;kWh\n", "Dato;kWh\n01.06.2026;5\n02.06.2026;6\n",
                 "Fra;kWh;Merknad\n01.06.2026 00:00;1;x\n01.06.2026 01:00;2\n", "\n\nFra;kWh\n01.06.2026 00:00;1\n\n01.06.2026 01:00;2\n", "sep=;\nFra;kWh\n01.06.2026 00:00;1\n01.06.2026 01:00;2\n", "Fra|kWh\n01.06.2026 00:00|1\n01.06.2026 01:00|2\n",
                 'Fra;kWh\n"01.06.2026 00:00";"1\n"\n', 'Fra;kWh\n"01.06.2026', "Fra,kWh\n01.06.2026 00:00,1,5\n01.06.2026 01:00,2,5\n", "x;y\n1;2\n", "", "{", "[]", '{"data": 7}', "PAR1", "Fra;kWh\n01.06.2026 00:00;1\n01.06.2026 00:00;2\n",
                 "Fra;Til;kWh\n01.06.2026 00:00;01.06.2026 01:00;1\n01.06.2026 00:15;01.06.2026 00:30;2\n", "Fra;Til;kWh\n01.06.2026 01:00;01.06.2026 00:00;1\n", "Fra;kWh\n01.06.2026 01:00;1\n01.06.2026 00:00;1\n", "Fra;kWh\n25.10.2026 02:00;1\n25.10.2026 02:00;2\n25.10.2026 03:00;3\n",
                 "Fra;kWh\n01.06.1990 00:00;1\n01.06.2026 00:00;1\n", "Fra;kWh\n01.06.2026 00:00;1\n01.06.2026 00:07;1\n", "Fra;kWh\n01.06.2026 00:00;1\n01.06.2026 01:00;1\n01.06.2026 01:15;1\n", "Fra;kWh\n" + "x;1\n" * 1005):  # fmt: skip
        yield f"text {text[:70]!r}", text.encode()
    for begin, end in (
        ("29.03.2026 02:30", "29.03.2026 03:30"),
        ("29.03.2026 01:30", "29.03.2026 02:30"),
        ("29.03.2026 02:00", "29.03.2026 03:00"),
        ("29.03.2026 01:00", "29.03.2026 03:00"),
        ("25.10.2026 02:00", "25.10.2026 02:00"),
        ("25.10.2026 02:00", "25.10.2026 03:00"),
        ("25.10.2026 01:00", "25.10.2026 02:00"),
        ("25.10.2026 01:00", "25.10.2026 03:00"),
        ("01.06.2026 00:00", "01.06.2026 00:07"),
        ("01.06.2026 00:00", "x"),
    ):
        yield f"from {begin} to {end}", f"Fra;Til;kWh\n{begin};{end};1\n".encode()
    yield "UTF-16", "Fra;kWh\n01.06.2026 00:00;1\n01.06.2026 01:00;2\n".encode("utf-16")
    yield "latin-1", "Målepunkt;Fra;kWh\n1;01.06.2026 00:00;1\n".encode("latin-1")
    yield "NUL", b"Fra;kWh\n01.06.2026 00:00;1\x00\n"


def _changed(case: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a file with one cell changed, doubled, gone or swapped."""
    text = data.decode("utf-8-sig")
    sign = next((sign for sign in ";\t," if sign in text.partition("\n")[0]), ";")
    lines = [line.split(sign) for line in re.split(r"\r?\n", text)[: _SHORT + 1]]
    choice = random.Random(case)
    for number in range(COUNT):
        rows = [list(line) for line in lines]
        row = choice.choice(rows[1:] if choice.random() < 0.85 else rows[:1])
        place = choice.randrange(len(row))
        what = choice.random()
        if what < 0.7:
            row[place] = choice.choice(
                CELLS if row is not rows[0] else tuple(name for names in NAMES.values() for name in names)
            )
        elif what < 0.8:
            del row[place]
        elif what < 0.9:
            rows.insert(choice.randrange(1, len(rows)), list(row))
        else:
            row.insert(place, choice.choice(CELLS))
        yield f"{case} {number}", "\n".join(sign.join(row) for row in rows).encode()


def lines(data: bytes, options: ReadOptions) -> Iterator[str]:
    """Yield the form of a file, its findings and its series."""
    form = form_of(data, options)
    yield f"{form and form.name}"
    file = read_file(data, options)
    if file is None:
        return
    yield "; ".join(f"{finding.code} {finding.position} {finding.message}" for finding in file.findings)
    yield shortened(text_of_value(file.series)) + f" {len(file.errors)} {brief(series_of, file)}"


def answers() -> Iterator[Answer]:
    """Yield what becomes of each file."""
    for case, data in files():
        for number, options in enumerate(OPTIONS):
            if number == 0 or not case.startswith("answer"):
                yield Answer(f"{case}, options {number}", lines(data, options))
    for case, data in files():
        if case.startswith(
            (
                "offset 2026-06-01 60",
                "clock 2026-10-25 60",
                "sheet with ends 2026-06-01 15",
                "sheet 2026-10-25 60",
                "extraction",
                "all",
                "two",
                "own",
            )
        ):
            for number, (name, changed) in enumerate(_changed(case, data)):
                yield Answer(
                    f"changed {name}",
                    lines(changed, OPTIONS[0] if number % 4 else OPTIONS[number // 4 % len(OPTIONS)]),
                )
    answer = json.loads(energy_answer(*energy_rows(SUMMER)[:3], *energy_rows(SUMMER, 15)[20:22]))
    for row, at in zip(
        answer["data"][0]["attributes"]["meteringValuesHour"], ("01", "02", "03", "04", "05"), strict=True
    ):
        row["insertDateTime"] = f"2026-06-{at}T05:00:00+02:00"
    for number, (name, other) in enumerate(changed_plain(answer, 3 * COUNT, "answer", _ODD)):
        yield Answer(f"answer {number} {name}", lines(json.dumps(other).encode(), OPTIONS[number % 2]))
    yield from _of_cells()


def _of_cells() -> Iterator[Answer]:
    """Yield what the cells of a file are read as, each by itself."""
    for text in CELLS:
        findings = FileFindings()
        time = read_time(text, 7, findings)
        quantities, points = QuantityCells(findings), PointCells(findings)
        said = [text_of_value(time), brief(quantities.thousandths, text, 8), brief(points.point, text, 9)]
        if isinstance(time, CellTime):
            said.append("; ".join(brief(instants_of, time, clock) for clock in (None, *Clock)))
        yield Answer(
            f"cell {text!r}",
            [
                *said,
                "; ".join(f"{finding.code} {finding.position} {finding.message}" for finding in findings),
            ],
        )
    for starts, ends, before in product(
        ((0,), (0, 3600), (7,)), ((3600,), (0, 3600), (900, 4500), (7200,), ()), (None, 0, 3600)
    ):
        yield Answer(f"interval {starts} {ends} {before}", [brief(interval_of, starts, ends, STEPS, before)])
    findings = FileFindings()
    quantities = QuantityCells(findings)
    for line, text in enumerate(("1,5", "2,5", "2.5", "3.25", "1.234", "1 234", "4,5")):
        quantities.thousandths(text, line)
    yield Answer(
        "cells of two signs", [f"{finding.code} {finding.position} {finding.message}" for finding in findings]
    )
    for fields in (
        {"resolution": "P1D"},
        {"resolution": "x"},
        {"direction": "Up"},
        {"clock": "x"},
        {"clock": "utc"},
        {"resolution": "PT5M"},
    ):
        yield Answer(f"options {fields}", [brief(lambda more=fields: ReadOptions(**more))])
    for seconds in (0, 60, 300, 420, 900, 1800, 3600, 7200, 86400):
        yield Answer(f"step {seconds}", [brief(resolution_code, seconds)])
    for minutes, quality in product((15, 60), (True, False)):
        names = head(minutes, quality=quality)
        yield Answer(
            f"head {minutes} {quality}",
            [text_of_value(names), text_of_value(is_head(names)), text_of_value(is_head(names[1:]))],
        )
    yield Answer("name", [file_name(POINT, "20260302T0915")])
    for data in (
        b"",
        b"a",
        b"a;b",
        b"a,b;c",
        b"sep=,\na;b,c",
        b"\xef\xbb\xbfa;b\n1;2",
        b"\n\na;b",
        b'"a;b";c',
        b"\x00a;b",
        b"a" * 5000,
    ):
        yield Answer(f"head of {data[:20]!r} {len(data)}", [brief(head_of, data)])
    for code, rule in RULES.items():
        yield Answer(f"rule {code}", [text_of_value(rule)])


def test_files_are_read_as_what_is_kept():
    """Form, findings with their places, and series."""
    assert_kept(__file__, answers())
