"""A folder of messages, files of values and faulty files, for the tests of the engines."""

from __future__ import annotations

import datetime as dt
import gzip
import shutil
from pathlib import Path

from tests.support.paths import FIXTURES
from tests.support.value_files import POINT, SUMMER, energy_answer, energy_rows

import edielkit
from edielkit.tables import to_arrow

XML = "CollectedData.xml"
FAULTY = {"cut-off.xml.gz": "SYS012", "no-message.xml": "XSD001", "sheet.csv": "TAB010"}
FIRST = "707057599900010012"
EVENING = dt.datetime(2026, 2, 1, 20, tzinfo=dt.UTC)


def fill(folder: Path) -> Path:
    """Write messages of both wires, packed and not, a file of values and faulty files into *folder*, and return it."""
    (folder / "inner").mkdir(parents=True)
    shutil.copy(FIXTURES / "emif/metering/CollectedData.xml", folder / XML)
    data = (FIXTURES / "edifact/mscons-no-spring-23-hours.edi").read_bytes()
    (folder / "inner" / "spring.edi.gz").write_bytes(gzip.compress(data, mtime=0))
    (folder / "summer.json").write_bytes(energy_answer(*energy_rows(SUMMER)))
    (folder / "cut-off.xml.gz").write_bytes((FIXTURES / "broken/emif-gzip-cut-off.xml.gz").read_bytes())
    (folder / "no-message.xml").write_bytes(b"<a>")
    (folder / "sheet.csv").write_bytes(b"Fra;kWh\n02.03.2026 00:00;1\n02.03.2026 01:00;x\n")
    (folder / ".hidden.xml").write_bytes(b"nobody reads it")
    (folder / "notes.md").write_bytes(b"nobody reads it either")
    return folder


def expected_rows(folder: Path) -> list[tuple[object, ...]]:
    """Return point, start and quantity of all values in *folder*, as `read_series` has them, sorted."""
    rows = []
    for name in (XML, "inner/spring.edi.gz", "summer.json"):
        table = to_arrow(edielkit.read_series((folder / name).read_bytes()))
        rows += zip(
            *(table[column].to_pylist() for column in ("metering_point", "start", "quantity")), strict=True
        )
    assert {POINT, FIRST} <= {row[0] for row in rows}
    return sorted(rows)
