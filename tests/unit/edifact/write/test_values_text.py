"""Values as bytes: numbers, times, codes."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from edielkit.edifact.write.values_text import amounts, codes, joined, numbers, times


def test_values_as_bytes():
    """Numbers have no zeros that say nothing, and times are twelve digits."""
    quantity = np.array([0, 1, -1, 1000, 999_999_999_999_999, -12_340, 2**63 - 1, -(2**63)])
    texts = joined(len(quantity), [amounts(quantity, 3), b" "]).split()

    assert [
        b"0",
        b"0.001",
        b"-0.001",
        b"1",
        b"999999999999.999",
        b"-12.34",
        b"9223372036854775.807",
        b"-9223372036854775.808",
    ] == texts
    assert [Decimal(int(amount)).scaleb(-3) for amount in quantity] == [
        Decimal(text.decode()) for text in texts
    ]
    seconds = np.array([0, 951_782_400, 4_102_444_740])
    assert b"197001010000 200002290000 209912312359 " == joined(3, [times(seconds), b" "])


def test_small_amounts_are_written_as_large_ones():
    """The tables of small amounts give what the digits of any amount give."""
    quantity = np.array([*range(0, 10_000_000, 997), 1, 10, 100, 999, 1000, 9_999_999], np.int64)
    large = np.append(quantity, 10_000_000)

    assert amounts(quantity, 3).shape[1] == 8 < amounts(large, 3).shape[1]
    assert joined(len(quantity), [amounts(quantity, 3), b" "]) + b"10000 " == joined(
        len(large), [amounts(large, 3), b" "]
    )


def test_codes_take_the_room_that_they_need():
    """Texts of different length, and none for a code without one."""
    column = codes(np.array([1, 0, 2, 1], np.uint8), {0: "136", 1: "Z1"})

    assert b"Z1|136||Z1|" == joined(4, [column, b"|"])
    assert b"Z1|Z1|" == joined(2, [codes(np.array([1, 1], np.uint8), {0: "136", 1: "Z1"}), b"|"])
    assert b"..." == joined(3, [codes(np.array([5, 5, 5], np.uint8), {}), b"."])
    assert b".." == joined(2, [codes(np.array([5, 4], np.uint8), {}), b"."])


def test_nothing_is_written_for_no_rows():
    """Columns without rows give no bytes."""
    none = np.zeros(0, np.int64)

    assert b"" == joined(0, [b"QTY+", amounts(none, 3), times(none), numbers(none)])
