"""Transactions of UTILTS that are written alike: which are left out, and that no report knows."""

from __future__ import annotations

import datetime as dt
import re
from unittest.mock import patch

from edielkit.edifact.check import interchanges
from edielkit.edifact.fast import observation_rows, read
from edielkit.edifact.fast.observations import message_observations
from edielkit.edifact.fast.transactions import Transactions
from edielkit.edifact.read.envelopes import read_interchanges
from edielkit.edifact.series.typed import read_exactly
from edielkit.identifiers.registry import gs1_digit

HEAD = (
    b"UNA:+.? 'UNB+UNOC:3+10001:ZZ+20002:ZZ+250605:0600+UTREF1++23-DDQ-E66-T++1'UNH+1+UTILTS:D:02B:UN:E5SE5A'"
    b"BGM+E66::260+UTDOC1+9+AB'DTM+137:202506050500:203'DTM+735:?+0100:406'MKS+23+E02::260'"
    b"NAD+MS+10001:SVK:260'NAD+MR+20002:SVK:260'NAD+DDQ'"
)
NOW = dt.datetime(2025, 6, 6, tzinfo=dt.UTC)
COUNT = 12


def point(number: int) -> bytes:
    """Return the number of a metering point."""
    digits = f"73599900000{number:06}"
    return f"{digits}{gs1_digit(digits)}".encode()


def transaction(number: int) -> bytes:
    """Return a transaction of six hours."""
    values = b"".join(b"SEQ++%d'QTY+136:1.%03d'" % (n, 7 * number + n) for n in range(1, 7))
    return (
        b"IDE+24+TS-%03d'LOC+239+ABC:SVK:260'LOC+172+%b::9'LIN+++8716867000030:::9'"
        b"DTM+324:202506040000202506040600:719'DTM+597:202506050400:203'DTM+354:60:806'STS+7++E88::260'"
        b"MEA+AAZ++KWH'CCI+++E12::260'CAV+E17::260'%b"
    ) % (number, point(number), values)


def interchange(
    transactions: list[bytes], head: bytes = HEAD, controls: bytes = b"", times: int = 1
) -> bytes:
    """Return an interchange of one message, or of the same message several times."""
    begin = head.index(b"UNH")
    body = head[begin:] + b"".join(transactions) + controls
    text = b"".join(
        body.replace(b"UNH+1+", b"UNH+%d+" % n) + b"UNT+%d+%d'" % (body.count(b"'") + 1, n)
        for n in range(1, times + 1)
    )
    return head[:begin] + text + b"UNZ+%d+UTREF1'" % times


def changed(number: int, old: bytes, new: bytes) -> list[bytes]:
    """Return transactions one of which differs."""
    listed = [transaction(n) for n in range(COUNT)]
    listed[number] = re.sub(old, new, listed[number], count=1)
    return listed


PLAIN = [transaction(n) for n in range(COUNT)]
ALL = [b"STS\\+7[^']*'", b"MEA[^']*'", b"DTM\\+354[^']*'", b"SEQ\\+\\+6'QTY[^']*'", b"LOC\\+239[^']*'"]
CASES = {
    "plain": interchange(PLAIN),
    "two messages": interchange(PLAIN, times=2),
    "a total": interchange(PLAIN, controls=b"CNT+1:7'"),
    "a number of lines": interchange(PLAIN, controls=b"CNT+2:12'"),
    "a name in the header": interchange(PLAIN, HEAD.replace(b"UTDOC1", b"TS-007")),
    "a point in the header": interchange(PLAIN, HEAD.replace(b"UTDOC1", point(7))),
    "one twice": interchange([*PLAIN, PLAIN[5]]),
    "one twice at once": interchange([*PLAIN[:6], PLAIN[5], *PLAIN[6:]]),
    "a name twice": interchange(changed(8, b"TS-008", b"TS-004")),
    "a point twice": interchange(changed(8, point(8), point(4))),
    "a point twice, in another form": interchange(
        [*PLAIN, re.sub(b"MEA[^']*'", b"", transaction(50).replace(point(50), point(4)))]
    ),
    "a wrong check digit": interchange(
        changed(8, point(8), point(8)[:-1] + b"%d" % ((int(point(8)[-1:]) + 1) % 10))
    ),
    "another owner": interchange(changed(8, point(8), b"707057500000000008")),
    "a longer name": interchange(changed(8, b"TS-008", b"TS-0080000000000000000000000000000000000")),
    "a negative value": interchange(changed(8, b"136:", b"136:-")),
    "a comma": interchange(changed(8, b"136:1\\.", b"136:1,")),
    "a forecast": interchange(changed(8, b"136:", b"135:")),
    "a status": interchange(changed(8, b"SEQ\\+\\+4", b"STS+8+56'SEQ++4")),
    "a wrong number": interchange(changed(8, b"SEQ\\+\\+4", b"SEQ++5")),
    "a missing value": interchange(changed(8, b"SEQ\\+\\+4'QTY[^']*'", b"")),
    "another unit": interchange(changed(8, b"KWH", b"XYZ")),
    "the first is odd": interchange(changed(0, b"SEQ\\+\\+4", b"SEQ++5")),
    "the first two are odd": interchange([re.sub(b"QTY.136", b"QTY+135", t, count=1) for t in PLAIN[:2]] + PLAIN[2:]),
    "lines are numbered": interchange([t.replace(b"LIN+++", b"LIN+1++") for t in PLAIN]),
    "lines between": interchange([t.replace(b"'", b"'\r\n") for t in PLAIN]),
    **{f"all without {what!r}": interchange([re.sub(what, b"", t) for t in PLAIN]) for what in ALL},
    **{f"one without {what!r}": interchange(changed(6, what, b"")) for what in ALL},
}  # fmt: skip


def report(data: bytes, least: int) -> tuple[list[str], tuple[str, ...]]:
    """Return what is said of an input, with messages of so many bytes checked by their outlines."""
    with patch.object(interchanges, "LEAST", least):
        checked = interchanges.check(data, now=NOW)
    return [repr(finding) for finding in checked.findings], checked.not_checked


def test_no_report_knows_what_is_left_out():
    """Whatever is odd, wherever the message is taken apart."""
    for name, data in CASES.items():
        expected = report(data, 1 << 60)
        for size in (1 << 18, 700):
            with patch.object(observation_rows, "_CHUNK", size):
                assert report(data, 1) == expected, (name, size)


def test_series_of_transactions_that_are_written_alike():
    """They are those of the exact way, in order, with the names of each; a message that is withdrawn has none of its values."""
    cancelled = interchange(PLAIN, HEAD.replace(b"+9+AB", b"+1+AB"))
    cases = {
        **CASES,
        "cancelled": cancelled,
        "no point": interchange([re.sub(b"LOC.172[^']*'", b"", t) for t in PLAIN]),
        "two points": interchange([t.replace(b"LOC+172", b"LOC+172+A'LOC+172") for t in PLAIN]),
        "released": interchange([t.replace(b"TS-", b"T?+") for t in PLAIN]),
    }
    with patch.object(read, "MANY_BYTES", 1):
        for name, data in cases.items():
            expected = [series for columns in read_exactly(data) for _, series in columns.series]
            assert list(read.read_columns(data)) == expected, name


def test_two_stand_for_the_others():
    """Those between the second and the last are left out, and counted where the last stands."""
    data = CASES["plain"]
    message = read_interchanges(data, least=0)[0].messages[0]
    short = message_observations(message, is_alone=True).outline()
    starts = [match.start() for match in re.finditer(b"IDE", data)]

    assert [s.offset for s in short.segments if s.tag == "IDE"] == [*starts[:2], starts[-1]]
    assert short.gaps[starts[-1]] == COUNT - 3
    assert short.names == {"TS-000": starts[0], "TS-001": starts[1]}
    assert short.lines_at([data.index(b"MEA")]) == {starts[0]}
    alone = message_observations(message).outline()
    assert len([s for s in alone.segments if s.tag == "IDE"]) == COUNT


def test_what_was_said_of_one_costs_that_one():
    """Others stand for those of the shape; when something was said of two of them, nobody does."""
    data = CASES["plain"]
    starts = [match.start() for match in re.finditer(b"IDE", data)]
    begin, stop = data.index(b"BGM"), data.index(b"UNT")

    assert list(Transactions.of(data, begin, stop).alike((), ()).kept) == starts[:2]
    assert list(Transactions.of(data, begin, stop).alike(starts[:1], ()).kept) == starts[1:3]
    assert list(Transactions.of(data, begin, stop).alike((), (0, 2)).kept) == [starts[1], starts[3]]
    assert not Transactions.of(data, begin, stop).alike(starts[:2], ()).kept
    assert not Transactions.of(data, begin, starts[3]).alike((), ()).kept
