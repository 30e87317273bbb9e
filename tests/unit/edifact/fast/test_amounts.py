"""Amounts that are read eight bytes at once are those that are read digit by digit."""

from __future__ import annotations

import random

import numpy as np
import pytest

from edielkit.edifact.fast.amounts import COMMA, DIGIT, SHORT, SIGN, decimals
from edielkit.edifact.fast.chunk import Loads, load, quantities
from edielkit.edifact.series.blocks import quantity_of

_AMOUNTS = (
    "0", "7", "12", "12345678", "123456789", "0.5", "1.25", "1.125", "12345.12", "1234.125", "12345.125", "1,5", "-1", "-1.5", "1.2345",
    "1.2.3", "1,2.3", "1..5", ".5", "5.", "5,", "", "-", "x", "1x", "1E3", "+1", " 1", "000", "0.000", "00505", "00.5", "-01", "-0.5", "01234567", "012345678", "00000000.125", "999999999999.999",
    "1234567890123456",
)  # fmt: skip


def _segments(texts: list[str]) -> tuple[Loads, np.ndarray, np.ndarray]:
    data = "".join(f"{text}'" for text in ("UNS+D", *texts)).encode()
    end = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("'"))
    return Loads(data), end[:-1] + 1, end[1:]


def _expected(amount: str) -> int | None:
    """Return the thousandths of an amount, None when it is not plain."""
    whole, exact = quantity_of(amount)
    mark = max(amount.find("."), amount.find(","))
    is_plain = exact and len(amount) - mark - 1 <= 3 if mark >= 0 else exact
    digits = amount.lstrip("-")
    if digits[:1] == "0" and digits[1:2].isdigit():
        return None
    return whole if is_plain and sum(map(str.isdigit, amount)) <= 15 else None


@pytest.mark.parametrize("head", ["QTY+136:", "QTY+67:"])
@pytest.mark.parametrize("unit", ["", ":KWH", ":3B"])
def test_amounts_of_any_form(head, unit):
    """Whatever stands first, each amount is read for itself: digits, mark, sign, unit."""
    for first in ("1.5", "-3", "x"):
        texts = [f"{head}{amount}{unit}" for amount in (first, *_AMOUNTS)]
        value, good, form, qualifier, units = quantities(*_segments(texts))
        expected = [_expected(amount) for amount in (first, *_AMOUNTS)]

        assert [int(v) if g else None for v, g in zip(value, good, strict=True)] == expected
        code = load(head[4:-1].encode()) | (SHORT if len(head) == 7 else 0)
        assert {int(q) for q, g in zip(qualifier, good, strict=True) if g} == {int(code)}
        assert {int(u) for u, g in zip(units, good, strict=True) if g} == {int(load(unit.encode()))}
        forms = {a: int(f) for a, f, g in zip((first, *_AMOUNTS), form, good, strict=True) if g}
        assert forms["1,5"] == 2 * DIGIT + COMMA + 1
        assert forms["-1.5"] == 2 * DIGIT + SIGN + 1
        assert forms["12345678"] == 8 * DIGIT


def test_qualifiers_and_units_may_change_from_value_to_value():
    """A value that is not as the first one is read for itself."""
    texts = [
        "QTY+136:1.5:KWH",
        "QTY+220:2:KWH",
        "QTY+136:3",
        "QTY+67:4:MWH",
        "QTY+136:5:MWH",
        "QTY+31:6",
        "QTY+13+:7",
    ]
    value, good, _, _, units = quantities(*_segments(texts))

    assert good.tolist() == [True] * 5 + [False] * 2
    assert value[good].tolist() == [1500, 2000, 3000, 4000, 5000]
    assert [bytes(int(unit).to_bytes(4, "little")).rstrip(b"\0") for unit in units[:5]] == [
        b":KWH",
        b":KWH",
        b"",
        b":MWH",
        b":MWH",
    ]


def test_both_ways_to_read_agree_on_random_texts():
    """Of texts of digits, marks and signs the short way takes none that the long one refuses, and reads none otherwise."""
    choice = random.Random(1)
    amounts = ["".join(choice.choices("0123456789.,-", k=choice.randrange(1, 10))) for _ in range(4000)]
    loads, start, end = _segments([f"QTY+136:{amount}" for amount in amounts])
    value, good, form, _, _ = quantities(loads, start, end)
    exact_value, exact_good, exact_form = decimals(loads.octets, start + 8, end)

    assert good.tolist() == exact_good.tolist()
    assert value[good].tolist() == exact_value[good].tolist()
    assert form[good].tolist() == exact_form[good].tolist()
    assert good.sum() > 400
