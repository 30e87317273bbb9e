"""Amounts of values that are written alike, and what stands between them."""

import re
from itertools import product

import numpy as np
import pytest

from edielkit.edifact.fast.amounts import decimals
from edielkit.edifact.fast.stretch import Layout, Stretch, Workspace, short_amounts

_PLAIN = r"(?:0|[1-9][0-9]{0,3})(?:[.,][0-9]{1,3})?"


@pytest.mark.parametrize("stop", ["'", ":"])
def test_short_amounts_are_those_of_the_other_way(stop):
    """Of all texts of a few signs those are taken that are plain and short, and they are read alike."""
    texts = ["".join(signs) for length in range(6) for signs in product("019.,-':", repeat=length)]
    texts += ["1234.56", "12.345", "999.999", "1234567", "12345.6", "1.2345", "10.,1"]
    words = [
        (text + stop + tail).ljust(8, "9")[:8].encode("latin-1")
        for text in texts
        for tail in ("DTM", "9.", "\xff\0")
    ]
    octets = np.frombuffer(b"".join(words), np.uint8)
    quantity, size, good = short_amounts(octets.view("<u8"), ord(stop))
    left = np.arange(len(words)) * 8
    # that the byte behind an amount is the right one is for the caller to see
    taken = good & (size < 8) & (octets[np.minimum(left + size, len(octets) - 1)] == ord(stop))
    exact, right, _ = decimals(octets, left, left + size)

    assert [
        bool(re.match(_PLAIN + re.escape(stop), word.decode("latin-1"))) for word in words
    ] == taken.tolist()
    assert right[taken].all()
    assert exact[taken].tolist() == quantity[taken].tolist()


def test_a_stretch_has_a_row_for_each_value():
    """Amounts of any length and sign are read, and what stands behind each up to the next amount."""
    amounts = ["1", "2.5", "1234567.125", "-3", "x", "01"]
    data = "".join(f"QTY+136:{amount}'DTM+1'" for amount in amounts).encode() + b"UNT+1+1'"
    stretch = Stretch(Workspace(data), 0, len(data))
    values = stretch.values(Layout(8, 7, ord("'")))

    assert len(stretch) == len(amounts)
    assert values.text == b"'DTM+1'QTY+136:" * 5 + b"'DTM+1'UNT+1+1'"
    assert values.quantity[:4].tolist() == [1000, 2500, 1234567125, -3000]
    assert values.faulty == [4, 5]
    assert stretch.values(Layout(8, 7, ord("'"))) is values


def test_a_row_is_found_by_its_place():
    """The expected row is looked at first, and others are found; a place without a value has no row."""
    data = b"QTY+136:1'QTY+136:2'QTY+136:3'UNT+1+1'"
    stretch = Stretch(Workspace(data), 10, len(data))

    assert [stretch.row_at(10, 0), stretch.row_at(20, 0), stretch.row_at(20, 7)] == [0, 1, 1]
    assert [stretch.row_at(0, 0), stretch.row_at(11, 0), stretch.row_at(30, 1)] == [-1, -1, -1]


def test_layouts_are_few():
    """An input that is written in ever other ways is not looked at ever again."""
    data = b"QTY+136:1'" * 9
    stretch = Stretch(Workspace(data), 0, len(data))

    assert [stretch.values(Layout(8, width, 39)) is None for width in (1, 2, 3, 4, 5, 1)] == [False] * 4 + [
        True,
        False,
    ]
    assert Stretch(Workspace(b"Q" * 9), 0, 9).values(Layout(8, 90, 39)) is None
