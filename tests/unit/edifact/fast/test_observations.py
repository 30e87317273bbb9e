"""The outline of a large UTILTS: what is left out of it, and that no report knows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from unittest.mock import patch

from edielkit.edifact.check import interchanges
from edielkit.edifact.fast import observation_rows
from edielkit.edifact.fast.observations import message_observations
from edielkit.edifact.read.envelopes import read_interchanges
from edielkit.generate.guide_messages import guides

HEAD = (
    "UNB+UNOC:3+7080009990017:14+7080009990024:14+240605:0715+R'UNH+1+UTILTS:D:02B:UN:E5SE5A'"
    "BGM+E66::260+U1+9+AB'DTM+137:202406060500:203'DTM+735:?+0100:406'MKS+23+E02::260'"
)
NOW = dt.datetime(2024, 6, 7, tzinfo=dt.UTC)
_NEVER = 1 << 60


def transaction(number: int, count: int = 24, amount: str = "1.5", extra: str = "") -> str:
    """Return a transaction of hours; *extra* stands behind each value."""
    values = "".join(f"SEQ++{n}'QTY+136:{amount}'{extra}" for n in range(1, count + 1))
    return (
        f"IDE+24+T{number}'LOC+172+73599900000000{number:04}::9'LIN+++8716867000030:::9'"
        "DTM+324:202406040000202406050000:719'DTM+597:202406052300:203'DTM+354:60:806'MEA+AAZ++KWH'"
        f"CCI+++E12::260'CAV+E17::260'{values}"
    )


def message(*transactions: str, total: str = "") -> bytes:
    """Return an interchange of one message."""
    body = "".join(transactions) + (f"CNT+1:{total}'" if total else "")
    return f"{HEAD}{body}UNT+{(HEAD + body).count(chr(39))}+1'UNZ+1+R'".encode()


def outline(data: bytes, **kwargs):
    """Return the outline of the only message."""
    return message_observations(read_interchanges(data, least=0)[0].messages[0]).outline(**kwargs)


def report(data: bytes, least: int) -> list[str]:
    """Return the findings, with messages of so many bytes checked by their outlines."""
    with patch.object(interchanges, "LEAST", least):
        return [repr(finding) for finding in interchanges.check(data, now=NOW)]


def test_what_is_alike_is_left_out_and_the_others_keep_their_places():
    """Of a day the first and the last observation stand there, and in the message one for each length of a number."""
    data = message(transaction(1), transaction(2), transaction(3, amount="-1.5"), total="36")
    short = outline(data)
    numbers = [segment.get(2) for segment in short.segments if segment.tag == "SEQ"]

    assert numbers == ["1", "10", "24", "1", "24", *map(str, range(1, 25))]
    assert all(data[s.offset :].startswith(s.raw) for s in short.segments)
    assert list(short.gaps.values()) == [8, 13, 22]
    assert short.left_out.total == Decimal("64.5")
    assert short.left_out.marks == {".": 43, ",": 0}
    assert short.lines_at([data.index(b"SEQ++10'"), data.index(b"MEA"), None]) == {data.index(b"IDE")}
    assert list(outline(data, whole={data.index(b"IDE")}).gaps.values()) == [8, 13]
    assert list(outline(data, rows={4}).gaps.values()) == [3, 4, 13, 3, 18]


def test_a_message_is_looked_at_in_pieces():
    """Wherever the pieces end, the outline is the same."""
    data = message(*(transaction(n, extra="STS+8+56'" if n % 2 else "") for n in range(1, 6)))
    expected = outline(data)
    for size in range(1, len(data), 97):
        with patch.object(observation_rows, "_CHUNK", size):
            assert (outline(data).gaps, outline(data).segments) == (expected.gaps, expected.segments), size


def test_observations_with_something_of_their_own_stand_there():
    """A status has its neighbours beside it; one that is missing, and all of a transaction with anything else, stand there."""
    day = transaction(1)
    for old, new, left in (
        ("SEQ++13'", "STS+8+56'SEQ++13'", [8, 10]),
        ("SEQ++13'", "STS+8+46'SEQ++13'", [8, 10]),
        ("SEQ++13'", "STS+8+56'STS+8+56'SEQ++13'", []),
        ("SEQ++13'", "SEQ++14'", []),
        ("SEQ++13'", "SEQ++013'", []),
        ("SEQ++13'", "SEQ+13'", []),
        ("SEQ++13'QTY+136:1.5'", "SEQ++13'QTY+136:1.5:KWH'", []),
        ("SEQ++13'QTY+136:1.5'", "SEQ++13'QTY+220:1'", []),
        ("SEQ++13'QTY+136:1.5'", "SEQ++13'QTY+136:NULL'", []),
        ("SEQ++13'QTY+136:1.5'", "SEQ++13'QTY+136:01.5'", []),
        ("SEQ++13'QTY+136:1.5'", "SEQ++13'QTY+136:1.5'DTM+597:202406041300:203'", []),
        ("DTM+354:60:806'", "DTM+354:1:802'", []),
    ):
        assert old in day
        short = outline(message(day.replace(old, new)))
        assert list(short.gaps.values()) == left, new


FAULTS = (
    ("", ""),
    ("SEQ++13'QTY+136:1.5'", "SEQ++13'QTY+136:1x5'"),
    ("SEQ++13'QTY+136:1.5'", "SEQ++13'QTY+136:1,5'"),
    ("SEQ++13'QTY+136:1.5'", "SEQ++13'QTY+136:-1.5'"),
    ("SEQ++13'QTY+136:1.5'", "SEQ++13'QTY+135:1.5'"),
    ("SEQ++13'QTY+136:1.5'", "SEQ++13'QTY+136:1.5:MWH'"),
    ("SEQ++13'QTY+136:1.5'", "SEQ++13'QTY+136:1234567890123456'"),
    ("SEQ++13'QTY+136:1.5'", ""),
    ("SEQ++13'QTY+136:1.5'", "SEQ++13'"),
    ("SEQ++13'", "SEQ++12'"),
    ("SEQ++13'", "STS+8+46'SEQ++13'"),
    ("SEQ++13'", "STS+8+99'SEQ++13'"),
    ("SEQ++13'", "FTX+AAO'SEQ++13'"),
    ("SEQ++13'", "IDE'SEQ++13'"),
    ("SEQ++13'", "CNT+1:3'SEQ++13'"),
    ("SEQ++24'QTY+136:1.5'", ""),
    ("SEQ++24'QTY+136:1.5'", "SEQ++24'QTY+136:1.5'SEQ++25'QTY+136:1.5'SEQ++26'QTY+136:1.5'"),
    ("DTM+354:60:806'", "DTM+354:1:802'"),
    ("DTM+354:60:806'", "DTM+354:15:806'"),
    ("DTM+354:60:806'", ""),
    ("MEA+AAZ++KWH'", ""),
    ("202406040000202406050000", "203406040000203406050000"),
    ("IDE+24+T4'", ""),
    ("IDE+24+T4'", "IDE+24+T3'"),
    ("CNT+1:144", "CNT+1:145"),
    ("CNT+1:144'", ""),
    ("BGM+E66", "BGM+S02"),
)  # fmt: skip


def test_faults_are_reported_as_by_the_exact_way():
    """One fault in one of four transactions gives the findings of a message that is read segment by segment."""
    data = message(*(transaction(n) for n in range(1, 5)), total="144").decode()
    for old, new in FAULTS:
        head, mark, tail = data.rpartition(old) if old else (data, "", "")
        assert mark or not old
        changed = f"{head}{new}{tail}".encode() if mark else data.encode()
        assert report(changed, 0) == report(changed, _NEVER), (old, new)


def test_no_guide_counts_observations_or_looks_at_their_digits():
    """What an outline leaves out is not asked for by a row of a guide: how many, which number, which amount."""
    rows = [
        row
        for guide in guides()
        if guide.message_type == "UTILTS"
        for row in guide.rows
        if row.step.pattern.tag in {"SEQ", "QTY"}
    ]
    digits = {("SEQ", 2, 1), ("QTY", 1, 2)}

    assert rows
    assert not [row.place for row in rows if row.step.pattern.tag == "SEQ" and row.most]
    assert not [
        row.place
        for row in rows
        if (row.step.pattern.tag, row.element, row.component) in digits and row.values is not None
    ]
