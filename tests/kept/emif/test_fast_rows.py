"""Rows that are read many at a time: places and amounts at their limits among usual ones, and several odd payloads in one document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from unittest.mock import patch

import numpy as np
from tests.support.emif_changes import CLOSING, OPENING, PAYLOAD_CHANGES
from tests.support.fast_agreement import fast_report
from tests.support.fast_documents import SENT, message, text
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_emif import own_words
from tests.support.kept_fields import beginning
from tests.support.kept_values import called

from edielkit.emif.fast import parts
from edielkit.emif.fast.amounts import all_digits, digits_before, long_thousandths, number, short_thousandths
from edielkit.emif.fast.document import read_fast
from edielkit.emif.fast.markup import element_end, front_of, section_end, skip_space
from edielkit.emif.fast.row_form import NotUniformError
from edielkit.series import Status

PLACES = (
    b"",
    b"0",
    b"00",
    b"01",
    b"+1",
    b"-1",
    b" 1",
    b"1 ",
    b"9999",
    b"10000",
    b"1234567",
    b"12345678",
    b"123456789",
    b"1234567890",
    b"0000000001",
    b"1.0",
    b"x",
    b"2",
    b"3",
    b"&#49;",
)
AMOUNTS = (
    b"", b"0", b"1", b"9", b"00", b"0.0", b".5", b"5.", b".", b"-1", b"+1", b"1.2", b"1.23", b"1.234", b"1.2345", b"1.2340", b"12345678", b"123456789", b"1234567.8", b"12345678.9", b"123456789.123", b"123456789012", b"123456789012.123", b"1234567890123", b"999999999999.999", b"000000000001",
    b"0000000000000001", b"00000000000000001", b"1e3", b"1,5", b" 1", b"1 ", b"x", b"1x", b"1..2", b"1.2.3", b"\xc2\xb2", b"0.001", b"0.0001", b"12345.678",
)  # fmt: skip
_CODED = (Status.METERED, Status.ESTIMATED, Status.TEMPORARY)


def payloads_of(data: bytes) -> list[tuple[int, int]]:
    """Return where each payload begins and ends."""
    spans, at = [], data.find(OPENING)
    while at >= 0:
        end = data.index(CLOSING, at) + len(CLOSING)
        spans.append((at, end))
        at = data.find(OPENING, end)
    return spans


def cases() -> Iterator[tuple[str, bytes]]:
    """Yield documents with one place or amount changed, and with two payloads changed, in different ways."""
    data = text(message(12, 4))
    begin, end = payloads_of(data)[5]
    payload = data[begin:end]
    for row in (1, 3):
        for place in PLACES:
            other = payload.replace(b'Sequence="%d"' % row, b'Sequence="%b"' % place)
            yield f"place {row} as {place!r}", data[:begin] + other + data[end:]
    metered = [line.partition(b"</")[0] for line in payload.split(b"<abie:Metered>")[1:]]
    for row in (0, 3):
        for amount in AMOUNTS:
            other = payload.replace(
                b"<abie:Metered>" + metered[row] + b"<", b"<abie:Metered>" + amount + b"<", 1
            )
            yield f"amount {row} as {amount!r}", data[:begin] + other + data[end:]
    one_digit = data.replace(b"<abie:Metered>" + metered[0] + b"<", b"<abie:Metered>7<")
    for amount in AMOUNTS:
        yield (
            f"amount {amount!r} beside one digit",
            one_digit.replace(b"<abie:Metered>" + metered[1] + b"<", b"<abie:Metered>" + amount + b"<"),
        )
    for document in (message(12, 3, kinds=_CODED), message(12, 1, both=True)):
        whole = text(document)
        spans = payloads_of(whole)
        for (first, change), (second, again) in combinations(PAYLOAD_CHANGES.items(), 2):
            if (len(first) + 3 * len(second)) % 19:
                continue
            (a, b), (c, d) = spans[2], spans[3 if len(first) % 2 else 9]
            yield (
                f"{first}, then {second} of {len(spans)}",
                whole[:a] + change(whole[a:b]) + whole[b:c] + again(whole[c:d]) + whole[d:],
            )


def lines(data: bytes) -> Iterator[str]:
    """Yield what the fast path makes of a document, and the report of it."""
    fast = read_fast(data, least=0)
    if fast is None:
        yield "left to the exact path"
        return
    yield f"{fast.kinds} {beginning(fast.document)} {fast.not_checked}"
    report = fast_report(data, now=SENT)
    yield "none" if report is None else "; ".join(own_words(report))


def answers() -> Iterator[Answer]:
    """Yield what becomes of each document, and of the words of eight letters beneath."""
    for number_of, (case, data) in enumerate(cases()):
        with patch.object(parts, "_CHUNK", (1 << 19, 900)[number_of % 2]):
            yield Answer(f"{number_of} {case}", lines(data))
    for amount in AMOUNTS:
        if len(amount) <= 8:
            word = np.frombuffer(amount.rjust(8, b"a"), np.uint64)
            yield Answer(
                f"short {amount!r}",
                [
                    called(short_thousandths, word, np.array([size]))
                    for size in range(max(0, len(amount) - 1), min(len(amount) + 2, 9))
                ],
            )
        both = np.frombuffer(amount.rjust(16, b"a")[-16:], np.uint64)
        for beside in (b"7", b"12.5", b"123456789.25"):
            pair = np.frombuffer(beside.rjust(16, b"a"), np.uint64)
            sizes = np.array([len(amount), len(beside)])
            yield Answer(
                f"long {amount!r} and {beside!r}",
                [called(long_thousandths, np.array([both[0], pair[0]]), np.array([both[1], pair[1]]), sizes)],
            )
    for digits in (b"12345678", b"0000000a", b"/0000000", b":0000000", b"99999999"):
        word = np.frombuffer(digits, np.uint64)
        yield Answer(
            f"digits {digits!r}",
            [
                called(all_digits, word ^ np.uint64(0x3030303030303030)),
                *(
                    called(
                        lambda word=word, size=size: number(digits_before(word, np.array([size], np.uint64)))
                    )
                    for size in (1, 4, 8)
                ),
            ],
        )
    for markup in (
        b"",
        b" a",
        b"\t\r\n",
        b"<!-- a --> b",
        b"<!-- a",
        b"<![CDATA[x]]>y",
        b"<![CDATA[x",
        b"<?a b?>c",
        b"<?a",
        b"<a/>b",
        b"<a>b</a>c",
        b"<a><a></a></a>x",
        b"<a",
        b"<a b='>'>c</a>d",
        b'<a b=">"/>e',
        b"</a>",
        b"<a><!-- </a> --></a>f",
        b"<a><b/></c>",
        b"x",
        b"<a><b></a></b>",
    ):
        yield Answer(
            f"markup {markup!r}", [_at_begin(verb, markup) for verb in (skip_space, section_end, element_end)]
        )
    data = text(message(2, 1))
    for name, other in {
        "whole": data,
        "cut": data[:300],
        "no root": b"<?xml version='1.0'?>\n",
        "other": b"<a/>",
        "comment": b"<!-- a -->" + data,
        "empty": b"",
        "bom": b"\xef\xbb\xbf" + data,
    }.items():
        yield Answer(f"front {name}", [_at_begin(lambda data, _: front_of(data), other)])


def _at_begin(verb: Callable[[bytes, int], object], data: bytes) -> str:
    try:
        return called(verb, data, 0)
    except NotUniformError:
        return "not plain"


def test_rows_are_read_as_kept():
    """Which payloads are plain, their values, and what is said of them."""
    assert_kept(__file__, answers())
