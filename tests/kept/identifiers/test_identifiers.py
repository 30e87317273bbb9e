"""What each kind of identifier says of many texts: its form, its check digits, and the words for what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_values import called, table_of, text_of_value

from edielkit.findings import Position
from edielkit.identifiers import KINDS, findings, is_d_number
from edielkit.identifiers.many import right_gsrn
from edielkit.identifiers.registry import bdew_digit, birth_digits, eic_character, gs1_digit, mod11_digit

ODD = (
    "", " ", "0", "x", "\u0661\u0662\u0663", "7070 5750 0012 3456 71", "7070-5750-0012-3456-71", "707057500012345671\n", "07057500012345671", "007057500012345671",
    "50Y-EDIELKIT-A-V", "50y-edielkit-a-v", "50Y-EDIELKIT-A--", "50X-EDIELKIT-A-X", "10YNO-1--------2", "-0YNO-1--------2", "10YNO 1--------2", "10Y_NO-1-------2",
    "123456785", "123 456 785", "923456785", "999999999", "000000000", "823456785", "12345678X", "MVA123456785",
    "01010112345", "41010112345", "31020012345", "00010112345", "01130112345", "01410112345", "01810112345", "71010112345", "01010050012", "01015499999",
    "00000000-0000-4000-8000-0000000000a1", "00000000-0000-4000-8000-0000000000A1", "00000000000040008000-0000000000a1", "{00000000-0000-4000-8000-0000000000a1}",
    "00000000-0000-4000-8000-0000000000g1", "000000000000400080000000000000a1", "12345678901", "51238696781", "01238696781", "DE00012345678901234567890123456789",
    "de0001234567890123456789012345678", "XX0001234567890123456789012345678", "CH0012345678901234567890123456789", "9900000000001", "9900259000002", "4033872000010", "8900000000001",
)  # fmt: skip
BODIES = (
    "7080003824349",
    "9900259000002",
    "707057500012345671",
    "12345678901",
    "51238696781",
    "123456785",
    "01010112345",
)


def answers() -> Iterator[Answer]:
    """Yield what each kind says."""
    for name, kind in KINDS.items():
        texts = list(dict.fromkeys(chain(ODD, _near(kind.length))))
        rows = [(text,) for text in texts]
        yield Answer(
            name,
            (
                table_of(kind.compact, rows),
                table_of(kind.validate, rows),
                text_of_value(
                    [kind.is_valid(text, check=check) for text in texts for check in (True, False)]
                ),
                table_of(kind.check_digit, rows),
                table_of(kind.form_fault, rows),
                table_of(kind.check_fault, ((text,) for text in texts if kind.form_fault(text) is None)),
            ),
        )
        lengths = [called(kind.form_fault, text, length=length) for text in ODD for length in (9, 16, 18)]
        yield Answer(
            f"{name} in other lengths", (str(lengths), called(kind.compact, 7), called(kind.validate, None))
        )
        for text in texts:
            listed = [findings(name, text, Position(), check=check, payload="p") for check in (True, False)]
            yield Answer(f"{name} {text!r}", (text_of_value(listed),))
    yield from _digits()
    yield Answer("no kind", (called(lambda: list(findings("xyz", "1", Position()))),))


def _near(length: int) -> Iterator[str]:
    """Yield texts of a length, and of one more or less, with every last digit."""
    for body in ("1234567890123456789012345678901234567890", "9090909090909090909090909090909090909090"):
        for end in "0123456789X":
            yield body[: length - 1] + end
        yield body[: length + 1]
        yield body[: length - 1]
        yield f" {body[:length]} "
        yield f"{body[: length // 2]}x{body[: length - length // 2 - 1]}"


def _digits() -> Iterator[Answer]:
    digits = [body[:size] for body in BODIES for size in range(1, len(body) + 1)]
    for verb in (gs1_digit, bdew_digit, mod11_digit):
        yield Answer(verb.__name__, (table_of(verb, ((body,) for body in digits)),))
    bodies = ["50Y-EDIELKIT-A-", "10YNO-1--------", "A" * 15, "Z" * 15, "-" * 15, "9" * 15, "123456789ABCDEF"]
    yield Answer("eic_character", (table_of(eic_character, ((body,) for body in bodies)),))
    births = [f"{day:02}{month:02}{year:02}{number:03}" for day in (0, 1, 31, 32, 41, 71, 72) for month in (0, 1, 2, 12, 13, 41, 81) for year, number in ((0, 0), (54, 500), (99, 900))]  # fmt: skip
    yield Answer("birth_digits", (table_of(birth_digits, ((body,) for body in births)),))
    yield Answer("d numbers", (table_of(is_d_number, ((body,) for body in (*births, *ODD))),))
    right = ["707057500012345671", "707057500012345672", "007057500012345678", "735999000000000008"]
    rows: list[tuple[list[str]]] = [([],), (right,), (right[:1],), (right[1:],), (["7"],), (["x" * 18],), ([*right, "1" * 17],), (["\u0661" * 18],)]  # fmt: skip
    yield Answer("many", (table_of(right_gsrn, rows),))


def test_identifiers_are_the_kept_ones():
    """Forms, check digits and findings."""
    assert_kept(__file__, answers())
