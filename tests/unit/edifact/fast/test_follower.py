"""Bytes as lines of plain values: numbers, and what is plain."""

import numpy as np
import pytest
from tests.support.edifact_series import UNB, UNZ, interchange_of, mscons, value

from edielkit.edifact.fast.amounts import decimals
from edielkit.edifact.fast.chunk import Chunk
from edielkit.edifact.fast.read import Follower


@pytest.mark.parametrize(
    ("text", "thousandths"),
    [
        ("0", 0), ("1.5", 1500), ("1,5", 1500), ("-3", -3000), ("0.001", 1), ("123456789012.345", 123456789012345),
        ("1.2345", None), ("1234567890123456", None), (".5", None), ("5.", None), ("1.2.3", None), ("--1", None),
        ("1-", None), ("", None), ("x", None), ("1 ", None), ("1E3", None), ("+1", None), ("-", None),
    ],
)  # fmt: skip
def test_a_decimal_is_exact_or_not_plain(text, thousandths):
    """At most 15 digits and 3 decimals, one mark with digits around it, one sign before them."""
    octets = np.frombuffer(f"'{text}'".encode(), np.uint8)
    quantity, plain, _ = decimals(octets, np.array([1]), np.array([1 + len(text)]))

    assert (thousandths is not None) == bool(plain[0])
    if thousandths is not None:
        assert thousandths == int(quantity[0])


def spans(data):
    follower = Follower(data)
    return [*follower.take(Chunk.of(data, 0, len(data))), *follower.finish(len(data))]


def test_plain_values_leave_the_frame():
    """The frame holds every segment but those of the values, of which the first QTY keeps the place."""
    values = value("32300", "40000") + value("40000", "40100")
    data = interchange_of(mscons("LIN+1++1501'" + values))
    (span,) = spans(data)
    frame = b"".join(data[start:end] for start, end in span.frame)
    ((chunk, rows),) = span.lines[0].parts

    assert data.replace(values.encode(), b"QTY+136:1'") == UNB + frame + UNZ
    assert [1000, 1000] == chunk.quantity[rows].tolist()
    assert not span.exact


@pytest.mark.parametrize(
    "body",
    [
        "LIN+1++1501'" + value("32300", "40000", "1.2345"),
        "LIN+1++1501'" + value("32300", "40000") + "STS+8+56'",
        "LIN+1++1501'CCI+++Z04'" + value("32300", "40000"),
    ],
)
def test_a_line_with_anything_else_stays_in_the_frame(body):
    """Its bytes are in the frame, whole, and it says so."""
    data = interchange_of(mscons(body))
    (span,) = spans(data)
    frame = b"".join(data[start:end] for start, end in span.frame)

    assert span.lines[0].exact
    assert UNB + frame + UNZ == data


def test_a_value_outside_a_line_sends_the_message_to_the_exact_path():
    """Nobody knows whose it is."""
    (span,) = spans(interchange_of(mscons(value("32300", "40000"))))

    assert span.exact
