"""Amounts of observations that are numbered from 1."""

import pytest

from edielkit.edifact.fast.numbered import many_numbered_amounts, numbered_amounts


def body(amounts) -> bytes:
    return "".join(f"SEQ++{n}'QTY+136:{amount}'" for n, amount in enumerate(amounts, 1)).encode()


@pytest.mark.parametrize("count", [1, 2, 9, 10, 11, 99, 100, 1001])
def test_amounts_are_read_in_order(count):
    """Short and long amounts, with a point or a comma, behind numbers of any length."""
    thousandths = [n * 123457 % 10**7 * (1 if n % 5 else 10**4) for n in range(count)]
    texts = [f"{amount / 1000:.3f}".rstrip("0").rstrip(".") for amount in thousandths]

    assert numbered_amounts(body(texts)).tolist() == thousandths
    assert numbered_amounts(body(text.replace(".", ",") for text in texts)).tolist() == thousandths


PLAIN = body(["1", "2.5", "3"])


@pytest.mark.parametrize(
    "other",
    [
        b"",
        b"'",
        b"''",
        PLAIN[:-1],
        PLAIN + b"SEQ++4'",
        PLAIN + b"XXX+1'",
        PLAIN.replace(b"++3", b"++4"),
        PLAIN.replace(b"++3", b"++03"),
        PLAIN.replace(b"++3", b"+3"),
        PLAIN.replace(b"++1", b"++2"),
        PLAIN.replace(b"136:2.5", b"135:2.5"),
        PLAIN.replace(b"136:2.5", b"136"),
        PLAIN.replace(b"2.5", b""),
        PLAIN.replace(b"2.5", b"-2.5"),
        PLAIN.replace(b"2.5", b"02.5"),
        PLAIN.replace(b"2.5", b"2.5555"),
        PLAIN.replace(b"2.5", b"2.5:KWH"),
        PLAIN.replace(b"2.5", b"2+5"),
        PLAIN.replace(b"2.5'", b"2.5'STS+8+56'"),
        PLAIN.replace(b"'SEQ", b"'\nSEQ"),
        body("1" for _ in range(10_000)),
    ],
)
def test_all_else_is_read_another_way(other):
    """Other numbers, signs, amounts that are not plain, and what stands beside them."""
    assert numbered_amounts(other) is None
    # one among others sends none of them another way
    for texts in ([PLAIN, other, PLAIN, PLAIN], [other, PLAIN], [PLAIN, PLAIN + other]):
        amounts = list(many_numbered_amounts(texts))
        assert [column if column is None else column.tolist() for column in amounts] == [
            column if column is None else column.tolist() for column in map(numbered_amounts, texts)
        ]
