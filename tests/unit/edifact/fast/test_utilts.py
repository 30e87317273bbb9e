"""UTILTS straight into columns gives what the exact reading gives."""

from __future__ import annotations

import pytest
from tests.support.conversion_pairs import BY_NAME
from tests.support.edifact_series import interchange_of, mscons, value

from edielkit.edifact.fast import utilts as module
from edielkit.edifact.fast.read import MANY_BYTES, read_columns, read_messages
from edielkit.edifact.fast.utilts import plain_messages
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.series.typed import series
from edielkit.series import Status

PLAIN = BY_NAME["se-utilts-e66-notify"].edi.replace(b"\n", b"")


def exact(data):
    """Return the series as the typed messages give them."""
    return [
        time_series for message in parse_interchanges(data)[0][0].messages for time_series in series(message)
    ]


VARIANTS = [
    # what, old, new, read as columns
    ("as it is", b"", b"", True),
    ("line breaks", b"'", b"'\n", False),
    ("an agency beside the status", b"STS+8+56'", b"STS+8+56::260'", True),
    ("a status of three digits", b"STS+8+56'", b"STS+8+125'", True),
    ("an unknown status", b"STS+8+56'", b"STS+8+99'", True),
    ("a word as value", b"QTY+136:0.774'", b"QTY+136:NULL'", True),
    ("too many decimals", b"QTY+136:0.774'", b"QTY+136:0.7744'", True),
    ("a negative value", b"QTY+136:0.774'", b"QTY+136:-0.774'", True),
    ("a forecast", b"QTY+136:0.774'", b"QTY+135:0.774'", True),
    ("a reading between", b"SEQ++3'", b"SEQ++3'QTY+220:17'DTM+597:202610250000:203'SEQ++4'", True),
    ("a sequence that jumps", b"SEQ++3'", b"SEQ++33'", True),
    ("a control", b"UNT+", b"CNT+1:5'UNT+", True),
    ("no values in the first transaction", b"SEQ++1'QTY+136:7.5'", b"", True),
]


@pytest.mark.parametrize(
    ("old", "new", "columns"), [variant[1:] for variant in VARIANTS], ids=[variant[0] for variant in VARIANTS]
)
def test_both_ways_agree(old, new, columns):
    """Each variant gives the same series both ways, and goes the way that is expected."""
    data = PLAIN.replace(old, new, 1 if columns else -1) if old else PLAIN

    assert columns == bool(list(plain_messages(data, 0, len(data))))
    assert exact(data) == list(read_columns(data))
    assert list(read_columns(data))


def test_statuses_are_read():
    """56 is estimated and 21 temporary, at their own rows."""
    first = next(iter(read_columns(PLAIN)))

    assert [Status.METERED, Status.ESTIMATED, Status.TEMPORARY] == first.observations.status[2:5].tolist()


def test_several_messages_keep_their_transactions():
    """Two messages in one interchange, and two interchanges, give their series in order."""
    start, end = PLAIN.index(b"UNH+"), PLAIN.index(b"UNZ+")
    twice = (
        PLAIN[:end] + PLAIN[start:end].replace(b"UNH+1+", b"UNH+2+").replace(b"UNT+", b"UNT+") + PLAIN[end:]
    )
    once = list(read_columns(PLAIN))

    assert once + once == list(read_columns(twice))
    assert once + once == list(read_columns(PLAIN + PLAIN))
    assert [2, 2] == [len(columns.series) for columns in read_messages(PLAIN + PLAIN)]
    assert all(
        time_series.metering_point == transaction.location("172").identification
        for message in read_messages(twice)
        for transaction, time_series in message.series
    )


@pytest.mark.parametrize("first", ["utilts", "mscons", "mscons with breaks"])
@pytest.mark.parametrize("count", [1, MANY_BYTES])
def test_each_message_goes_its_own_way(monkeypatch, first, count):
    """What stands before a message of UTILTS, and how much of it, does not send it to the exact way."""
    head, message, tail = _parts(PLAIN)
    body = (
        interchange_of(mscons("LIN+1++1501'" + value("32300", "40000"))) if first != "utilts" else head + tail
    )
    body = body.replace(b"'", b"'\r\n") if first.endswith("breaks") else body
    own, lines, end = _parts(body) if first != "utilts" else (head, b"", tail)
    data = own + lines * (count // max(len(lines), 1) + 1) + message * (count // len(message) + 1) + end
    read: list[bytes] = []
    # a small input is read into columns with their transactions, a large one into series alone
    for name in ("utilts_columns", "utilts_series"):
        usual = getattr(module, name)
        monkeypatch.setattr(
            f"edielkit.edifact.fast.read.{name}",
            lambda text, *arguments, usual=usual, **options: (
                read.append(text) or usual(text, *arguments, **options)
            ),
        )

    assert exact(data) == list(read_columns(data))
    assert [message] * (count // len(message) + 1) == read


def test_an_odd_message_sends_no_other_to_the_exact_way():
    """A line break in one message is its own matter."""
    head, message, tail = _parts(PLAIN)
    odd = message.replace(b"'", b"'\n")
    data = head + odd + message + odd + message + tail
    slices = list(plain_messages(data, 0, len(data)))

    assert [message, message] == [data[part] for part in slices]
    assert exact(data) == list(read_columns(data))


def _parts(data):
    start, end = data.index(b"UNH+"), data.index(b"UNZ+")
    return data[:start], data[start:end], data[end:]
