"""The outline of a large message: what is left out of it, and that no report knows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import pairwise
from unittest.mock import patch

import pytest

from edielkit.edifact.check import interchanges
from edielkit.edifact.fast.outline import message_values
from edielkit.edifact.read.envelopes import read_interchanges
from edielkit.generate.guide_messages import guides

START = dt.datetime(2024, 6, 4)
HEAD = (
    "UNB+UNOC:3+7080009990017:14+7080009990024:14+240605:0715+R'UNH+1+MSCONS:D:96A:ZZ:EDIEL2'BGM+7+D1+9'"
    "DTM+137:202406050500:203'DTM+ZZZ:1:805'NAD+FR+7080009990017::9'NAD+DO+7080009990024::9'UNS+D'NAD+XX'"
)


def line(number: int, values: int, amount: str = "1.5", first: dt.datetime = START) -> str:
    """Return a point with so many quarters."""
    times = [(first + n * dt.timedelta(minutes=15)).strftime("%Y%m%d%H%M") for n in range(values + 1)]
    rows = (f"QTY+136:{amount}'DTM+163:{a}:203'DTM+164:{b}:203'" for a, b in pairwise(times))
    return f"LOC+90+70705750000{number:07}::9'LIN+{number}++1501:::SVK'MEA+AAZ++KWH'{''.join(rows)}"


def message(*lines: str, total: str = "") -> bytes:
    """Return an interchange of one message."""
    body = "".join(lines) + (f"CNT+1:{total}'" if total else "")
    count = (HEAD + body).count("'")
    return f"{HEAD}{body}UNT+{count}+1'UNZ+1+R'".encode()


def report(data: bytes, least: int) -> list[str]:
    """Return the findings, with messages of so many bytes checked by their outlines."""
    with patch.object(interchanges, "LEAST", least):
        return [
            repr(finding) for finding in interchanges.check(data, now=dt.datetime(2024, 6, 6, tzinfo=dt.UTC))
        ]


def outline(data: bytes, **kwargs):
    """Return the outline of the only message."""
    values = message_values(read_interchanges(data, least=0)[0].messages[0])
    return values.outline(**kwargs)


def test_what_is_alike_is_left_out_and_the_others_keep_their_places():
    """Of forty values the first and the last stand in the outline; a value with another qualifier stands there too."""
    data = message(
        line(1, 40), line(2, 40).replace("136:1.5'DTM+163:202406040300", "67:1.5'DTM+163:202406040300")
    )
    short = outline(data)
    quantities = [segment for segment in short.segments if segment.tag == "QTY"]

    assert [segment.get(1) for segment in quantities] == ["136", "136", "136", "67", "136"]
    assert all(data[s.offset :].startswith(s.raw) for s in short.segments)
    assert list(short.gaps.values()) == [38, 11, 26]
    assert short.left_out.total == Decimal("112.5")
    assert short.left_out.marks == {".": 75, ",": 0}
    assert len(short.original.segments) == 2 * (3 + 40 * 3) + 9


def test_forms_of_amounts_stand_once_in_a_message():
    """Digits, decimals, mark and sign of each amount are there once; the sum of the others keeps their decimals."""
    amounts = ["1.5", "12", "1.500", "-1.5"]
    lines = [line(n, 4, amount) for n, amount in enumerate(amounts * 2, 1)]
    short = outline(message(*lines))

    assert {segment.get(1, 2) for segment in short.segments if segment.tag == "QTY"} == set(amounts)
    assert str(short.left_out.total) == str(sum(map(Decimal, amounts * 4)))


def test_a_line_is_made_whole_on_demand():
    """The line that holds a place is named, and stands in full when that is asked for."""
    data = message(line(1, 40), line(2, 40))
    short = outline(data)
    lines = short.lines_at([data.find(b"QTY", data.find(b"LIN+2")) + 100, 0, None])

    assert lines == {data.find(b"LIN+2")}
    assert list(outline(data, whole=lines).gaps.values()) == [38]
    assert list(outline(data, rows=(9, 10)).gaps.values()) == [8, 28, 8, 28]


FAULTS = {
    "nothing": ("", ""),
    "a letter in a value": ("QTY+136:1.5'DTM+163:202406040600", "QTY+136:1x5'DTM+163:202406040600"),
    "a value in another unit": ("QTY+136:1.5'DTM+163:202406040600", "QTY+136:1.5:MWH'DTM+163:202406040600"),
    "a comma": ("QTY+136:1.5'DTM+163:202406040600", "QTY+136:1,5'DTM+163:202406040600"),
    "a hole": (
        "QTY+136:1.5'DTM+163:202406040600:203'DTM+164:202406040615:203'", ""),
    "a value twice": ("QTY+136:1.5'DTM+163:202406040600", "QTY+136:1.5'DTM+163:202406040545"),
    "a later code": ("QTY+136:1.5'DTM+163:202406040600", "QTY+Z18:1.5'DTM+163:202406040600"),
    "a segment between values": ("QTY+136:1.5'DTM+163:202406040600", "FTX+AAO'QTY+136:1.5'DTM+163:202406040600"),
    "a status": ("DTM+164:202406040600:203'", "DTM+164:202406040600:203'STS+8+56'"),
    "a value too long": ("QTY+136:1.5'DTM+163:202406040600", "QTY+136:1234567890123456'DTM+163:202406040600"),
    "a future": ("202406040", "203406040"),
    "a total": ("CNT+1:240", "CNT+1:241"),
    "an empty segment": ("QTY+136:1.5'DTM+163:202406040600", "'QTY+136:1.5'DTM+163:202406040600"),
    "a released terminator": ("NAD+XX'", "NAD+XX+++?'A'"),
    "a line break in the head": ("BGM+7+D1", "BGM+7+D\n1"),
    "a line break in a party": ("NAD+XX'", "NAD+X\nX'"),
    "an element too many in the head": ("BGM+7+D1+9'", "BGM+7+D1+9+'"),
    "a control character in a unit": ("MEA+AAZ++KWH'", "MEA+AAZ++KW\x01H'"),
    "a time of the line": ("MEA+AAZ++KWH'", "DTM+163:202406050000:203'DTM+164:202406060000:203'"),
    "a time of the line and a later one": ("MEA+AAZ++KWH'", "MEA+AAZ++KWH'DTM+163:202506050000:203'"),
    "another agency": ("::9'LIN", "::89'LIN"),
    "no line": ("LIN+3++1501:::SVK'", ""),
    "no point": ("LOC+90+707057500000002::9'", ""),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_are_reported_as_by_the_exact_way(fault):
    """One fault in one of four lines gives the findings of a message that is read segment by segment."""
    data = message(*(line(n, 40) for n in range(1, 5)), total="240").decode()
    old, new = FAULTS[fault]
    head, mark, tail = data.rpartition(old) if old else (data, "", "")
    changed = f"{head}{new}{tail}" if mark else data
    assert changed != data or fault == "nothing" or not mark

    assert report(changed.encode(), 0) == report(changed.encode(), 1 << 60)


@pytest.mark.slow
def test_more_values_than_a_line_may_have():
    """The first value too many is found where it stands."""
    data = message(line(1, 10_010))
    exact = report(data, 1 << 60)

    assert any("EDI046" in text for text in exact)
    assert report(data, 0) == exact


def test_the_series_of_one_message_are_held_against_the_next():
    """What an outline has said counts once, also when it was made twice."""
    first = line(1, 40)
    odd = line(2, 40).replace("136:1.5'DTM+163:202406040600", "136:1,5'DTM+163:202406040600")
    text = message(first, odd).decode()
    body = text[text.index("UNH") : text.index("UNZ")]
    data = text.replace("UNZ+1", body.replace("UNH+1", "UNH+2").replace("+1'", "+2'") + "UNZ+2").encode()
    exact = report(data, 1 << 60)

    assert sum("SER044" in text for text in exact) == 2
    assert report(data, 0) == exact


def test_no_guide_counts_values_or_looks_at_their_digits():
    """What an outline leaves out is not asked for by a row of a guide: their number, and the text of an amount."""
    rows = [
        row
        for guide in guides()
        if guide.message_type == "MSCONS"
        for row in guide.rows
        if row.step.pattern.tag == "QTY"
    ]

    assert rows
    assert not [row.place for row in rows if row.most or (row.element, row.component) == (1, 2)]


def test_a_place_among_the_first_values_of_a_line_is_one_of_the_line():
    """A segment that nobody knows parts the values of a line: of the first part nothing is left out, yet it is of the line."""
    text = message(line(1, 3) + line(2, 40, first=START + dt.timedelta(hours=1)))
    at = text.index(b"LOC+90+", text.index(b"QTY"))
    data = text[:at] + b"LINX+2'" + text[text.index(b"QTY", at) :]

    assert outline(data).lines_at([data.index(b"QTY")]) == {data.index(b"LIN+1")}
