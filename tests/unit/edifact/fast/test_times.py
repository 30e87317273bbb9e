"""Times that are recognised are those that are read."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from edielkit.edifact.fast import times as module
from edielkit.edifact.fast.chunk import Loads
from edielkit.edifact.fast.times import TimeTable

START = dt.datetime(2026, 3, 28, 22)


def _value(hour: int, notation: str, blank: str) -> str:
    a, b = (f"{START + dt.timedelta(hours=n):%Y%m%d%H%M}" for n in (hour, hour + 1))
    texts = {
        "163": [f"DTM+163:{a}:203", f"DTM+164:{b}:203"],
        "303": [f"DTM+163:{a}?+01:303", f"DTM+164:{b}?+01:303"],
        "324": [f"DTM+324:{a}{b}:Z13"],
    }
    return "".join(f"{text}'{blank}" for text in (f"QTY+136:{hour}", *texts[notation]))


def _columns(data: bytes, table: TimeTable) -> list[list]:
    octets = np.frombuffer(data, np.uint8)
    end = np.flatnonzero(octets == ord("'"))
    start = np.array([0, *(len(data) - len(data[at + 1 :].lstrip()) for at in end[:-1].tolist())])
    first = np.flatnonzero(octets[start] == ord("Q"))
    return [column.tolist() for column in table.times(Loads(data), start, end, first).columns]


@pytest.mark.parametrize("blank", ["", "\r\n"])
@pytest.mark.parametrize("notation", ["163", "303", "324"])
def test_lines_of_one_period_are_recognised(notation, blank, monkeypatch):
    """A line with the times of an earlier one is not read again; one that differs in a byte is."""
    line = f"LIN+1'{blank}" + "".join(_value(hour, notation, blank) for hour in range(24))
    other = line.replace("202603290500", "202603290501", 1)
    bad = line.replace("202603290500", "202613290500", 1)
    short = "".join(line.partition("QTY+136:20")[:1])
    data = (line * 3 + other + line + bad + short + line).encode()
    expected = _columns(data, _Forgetful())
    rows: list[int] = []
    read = module.read_times
    monkeypatch.setattr(module, "read_times", lambda *args: rows.append(len(args[3])) or read(*args))
    table = TimeTable()

    assert _columns(line.encode(), table) == [column[:24] for column in expected]
    assert _columns(data, table) == expected
    # of the second input the lines that differ alone
    assert rows == [24, 24 + 24 + 20]
    assert not all(expected[0])


class _Forgetful(TimeTable):
    """Reads every time."""

    def _of_run(self, text):
        return None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "QTY+136:1'",
        "QTY+136:1'QTY+136:2'",
        "QTY+136:1'DTM+163:202603290500:203'QTY+136:2'DTM+163:202603290600:203'DTM+164:202603290700:203'",
        "QTY+136:1'DTM+324:202603290500202603290600:Z13'" * 5 + "QTY+136:1'",
        "QTY+136:1'DTM+163:202603290500:203'DTM+164:202603290600:203'" * 5
        + "QTY+136:1'DTM+163:202603290500:203'",
        "QTY+136:1'DTM+163:202603290500:203'DTM+164:202603290600:203'" * 5
        + "QTY+136:1'DTM+324:202603290500202603290600:Z13'",
        "QTY+136:1'DTM+163:202603290500:203'" * 5
        + "QTY+136:1'DTM+163:202603290500:203'DTM+164:202603290600:203'",
        "QTY+136:1'DTM+163:"
        + "2" * 200
        + ":203'DTM+164:202603290600:203'"
        + "QTY+136:1'DTM+163:202603290500:203'" * 3,
    ],
)
def test_runs_that_end_early_or_change(text):
    """Whatever follows, a table that has seen the same before says the same again."""
    data, twice = f"{text}UNT+1+1'".encode(), f"{text * 2}UNT+1+1'".encode()
    expected = _columns(data, _Forgetful())
    table = TimeTable()

    assert [_columns(data, table) for _ in range(3)] == [expected] * 3
    assert _columns(twice, table) == _columns(twice, _Forgetful())
