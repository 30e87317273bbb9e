"""Messages of EDIFACT side by side: notations, separators and order aside."""

from __future__ import annotations

import re

import pytest
from tests.support.paths import FIXTURES

from edielkit.comparison import diff

FILES = sorted(FIXTURES.glob("edifact/*.edi"))
HEAD = "UNB+UNOC:3+7080009990116:14+7080009990215:14+260202:0631+R1'UNH+1+MSCONS:D:96A:ZZ:EDIEL2'"
BODY = (
    "BGM+7+EDK-1+9'DTM+137:202602020631:203'DTM+ZZZ:1:805'NAD+FR+7080009990116::9'NAD+DO+7080009990215::9'UNS+D'"
    "NAD+XX'LOC+90+707057599900010012::9'LIN+1++1001'MEA+AAZ++KWH'"
)
ROWS = (
    "QTY+136:1.5'DTM+163:202602010000:203'DTM+164:202602010100:203'"
    "QTY+136:2.25'DTM+163:202602010100:203'DTM+164:202602010200:203'"
)
TAIL = "UNT+20+1'UNZ+1+R1'"
MESSAGE = HEAD + BODY + ROWS + TAIL

# in words, and what is put in for what
SAME = {
    "another decimal mark": [("UNB+", "UNA:+,? 'UNB+"), ("1.5'", "1,5'"), ("2.25'", "2,25'")],
    "other separators": [("UNB+", "UNA:|.? 'UNB+"), ("+", "|")],
    "zeros behind a number": [("1.5'", "1.500'")],
    "lines of text": [("'", "'\r\n")],
    "a date with its century": [("260202:0631", "20260202:0631")],
    "another syntax and character set": [("UNOC:3", "UNOB:2")],
    "a period in one segment": [
        ("DTM+163:202602010000:203'DTM+164:202602010100:203'", "DTM+324:202602010000202602010100:Z13'")
    ],
    "the end before the start": [
        (
            "DTM+163:202602010000:203'DTM+164:202602010100:203'",
            "DTM+164:202602010100:203'DTM+163:202602010000:203'",
        )
    ],
    "the same instants in UTC": [
        ("DTM+ZZZ:1:805", "DTM+ZZZ:0:805"),
        ("202602020631:203", "202602020531:203"),
        ("202602010200:203", "2026020101OO:203"),
        ("202602010100:203", "202602010000:203"),
        ("202602010000:203'DTM+164:202602010000", "202601312300:203'DTM+164:202602010000"),
        ("OO", "00"),
    ],
    "parties in another order": [
        (
            "NAD+FR+7080009990116::9'NAD+DO+7080009990215::9'",
            "NAD+DO+7080009990215::9'NAD+FR+7080009990116::9'",
        )
    ],
    "another number of the line": [("LIN+1+", "LIN+7+")],
    "another count of segments": [("UNT+20+1'", "UNT+99+1'")],
}


@pytest.mark.parametrize("edits", SAME.values(), ids=SAME)
def test_another_form_is_no_difference(edits):
    """What is written otherwise and says the same."""
    other = MESSAGE
    for old, new in edits:
        assert old in other
        other = other.replace(old, new)

    assert [] == [str(difference) for difference in diff(MESSAGE.encode(), other.encode()).differences]


@pytest.mark.parametrize(
    ("old", "new", "path", "sides"),
    [
        ("1.5'", "1.6'", "QTY[2026-02-01T00:00:00+01:00 to 2026-02-01T01:00:00+01:00]/amount", ("1.5", "1.6")),
        ("QTY+136:1.5", "QTY+67:1.5", "01:00:00+01:00]/function", ("136", "67")),
        ("EDK-1", "EDK-2", "MSCONS/BGM/number", ("EDK-1", "EDK-2")),
        ("MEA+AAZ++KWH", "MEA+AAZ++MWH", "MEA+AAZ/unit", ("KWH", "MWH")),
        ("DTM+137:202602020631", "DTM+137:202602020632", "MSCONS/DTM+137", ("2026-02-02T06:31:00+01:00", "2026-02-02T06:32:00+01:00")),
        ("+260202:0631", "+260202:0632", "UNB/prepared", ("202602020631", "202602020632")),
        ("NAD+FR+7080009990116", "NAD+FR+7080009990123", "NAD+FR/identification", ("7080009990116", "7080009990123")),
        (ROWS[:61], "", "2026-02-01T01:00:00+01:00]", ("4 values", None)),
    ],
)  # fmt: skip
def test_a_difference_has_its_path(old, new, path, sides):
    """Segment by segment, the values by their times."""
    assert old in MESSAGE
    (difference,) = diff(MESSAGE.encode(), MESSAGE.replace(old, new).encode()).differences

    assert path in difference.path
    assert sides == (difference.first, difference.second)


def test_values_without_times_are_in_order():
    """The first is the first: the same numbers in another order are others."""
    first = HEAD + BODY + "QTY+136:1'QTY+136:2'" + TAIL
    second = HEAD + BODY + "QTY+136:2'QTY+136:1'" + TAIL

    assert 2 == len(diff(first.encode(), second.encode()).differences)


def test_a_time_of_another_clock_is_another_instant():
    """The same digits with another offset."""
    moved = MESSAGE.replace("DTM+ZZZ:1:805", "DTM+ZZZ:2:805").encode()

    assert len(diff(MESSAGE.encode(), moved).differences) >= 3


def test_a_message_without_a_typed_value_is_compared_in_order():
    """UTILMD: segment by segment; a segment that moves is a difference."""
    start = "UNB+UNOC:3+A:14+B:14+260202:0631+R1'UNH+1+UTILMD:D:02B:UN:E5SE1B'BGM+E03+X+9'"
    first_point, second_point = "IDE+24+1'LOC+172+A'", "IDE+24+2'LOC+172+B'"
    first, moved, changed = (
        f"{start}{rows}UNT+6+1'UNZ+1+R1'".encode()
        for rows in (
            first_point + second_point,
            "IDE+24+1'IDE+24+2'LOC+172+A'LOC+172+B'",
            first_point + second_point.replace("B", "C"),
        )
    )

    assert diff(first, first).is_same
    assert ["UTILMD/tags of the segments, in order"] == [d.path for d in diff(first, moved).differences]
    assert ["UTILMD/LOC[number 2]/element 2/1"] == [d.path for d in diff(first, changed).differences]


COMPONENT = re.compile(r"(?<=[+:])[A-Z0-9]{1,35}(?=[+:'])")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_whatever_is_changed_is_seen(path):
    """One component after the other, but for what only counts: numbers of lines, segments, messages, character sets."""
    text = path.read_bytes().decode("latin-1")
    assert diff(path.read_bytes(), path.read_bytes()).is_same
    for match in list(COMPONENT.finditer(text))[:40]:
        segment = text[max(text.rfind("'", 0, match.start()), text.rfind("\n", 0, match.start())) + 1 :]
        if segment.startswith(("UNT", "UNZ", "UNB+UNO", "LIN", "UNA", "DTM")):
            continue
        last = "8" if match[0][-1] != "8" else "9"
        other = text[: match.end() - 1] + last + text[match.end() :]

        assert not diff(path.read_bytes(), other.encode("latin-1")).is_same, match[0]
