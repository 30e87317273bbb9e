"""Numbers, times and borders between segments as the fast way reads them from bytes, and as columns are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from tests.support.edifact_values_changed import AMOUNTS, FORMATS, TIMES
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_values import called, table_of, text_of_value

from edielkit.edifact.fast.amounts import amounts_of_any_form, decimals
from edielkit.edifact.fast.chunk import Chunk, Loads, codes_of, past_blanks, quantities, read_times
from edielkit.edifact.fast.chunk_ends import begins_segment, chunk_end, last_before, next_from
from edielkit.edifact.fast.numbered import many_numbered_amounts, numbered_amounts
from edielkit.edifact.fast.stretch import Layout, Stretch, Workspace, short_amounts
from edielkit.edifact.fast.times import TimeTable
from edielkit.edifact.fast.transaction_heads import transaction_head
from edielkit.edifact.fast.transactions import Transactions
from edielkit.edifact.fast.utilts import plain_messages
from edielkit.edifact.write import values_text

# a minus, a mark or letters at each place of up to nine digits
MARKED = tuple(
    f"{'123456789'[:size][:at]}{sign}{'123456789'[:size][at:]}"
    for size in range(1, 10)
    for at in range(size + 1)
    for sign in ".,-x"
)
ZEROS = tuple(
    "0" * zeros + text for zeros in (1, 2, 3) for text in ("", "1", ".1", "12.5", ".001", ",25", "1234.567")
)
SIZES = tuple(
    "1" * size + "." * bool(places) + "2" * places
    for size in (1, 3, 4, 5, 8, 9, 12, 15, 16, 17)
    for places in range(5)
)
WHOLE = ("0", "9", "10", "99", "100", "7999", "8000", "9999", "10000", "65535", "123456", "99999999")
ALL_AMOUNTS = (*AMOUNTS, *MARKED, *ZEROS, *SIZES, *WHOLE)
HEADS = (
    "QTY+136:",
    "QTY+67:",
    "QTY+1:",
    "QTY+Z18:",
    "QTY+31:",
    "QTY+1366:",
    "QTY+13?6:",
    "QTY+:",
    "QTY+1+6:",
    "QTY+a_1:",
    "QTY++1:",
)
UNITS = ("", ":KWH", ":MW", ":K", ":KWHH", ":K-H", ":", "+KWH", ":KWH:1", ":KWH+1")
BLANKS = ("", " ", "\n", "\r\n", "\t", " " * 8, " " * 9, " " * 15, " " * 16, " " * 17, "\x0b", "\n" * 20)


def answers() -> Iterator[Answer]:
    """Yield what is read of each kind of text."""
    yield from _numbers()
    yield from _quantities()
    yield from _times()
    yield from _borders()
    yield from _observations()
    yield from _written()


def _columns(texts: Sequence[str], behind: str = "'") -> tuple[bytes, np.ndarray, np.ndarray]:
    """Return texts one behind the other, where each begins, and where it ends."""
    data = "".join(f"{text}{behind}" for text in texts).encode("latin-1")
    sizes = np.array([len(text) + len(behind) for text in texts])
    ends = np.cumsum(sizes)
    return data, ends - sizes, ends - len(behind)


def _by_text(texts: Sequence[str], columns: Sequence[np.ndarray]) -> Iterator[str]:
    """Yield what the columns say of some texts together, in lines of their own."""
    rows = [
        f"{text!r} {values}"
        for text, *values in zip(texts, *(column.tolist() for column in columns), strict=True)
    ]
    step = -(-len(rows) // 5)
    for at in range(0, len(rows), step):
        yield "; ".join(rows[at : at + step])


def _numbers() -> Iterator[Answer]:
    for name, texts in (
        ("amounts", AMOUNTS),
        ("marked", MARKED),
        ("zeros", ZEROS),
        ("sizes", SIZES),
        ("whole", WHOLE),
    ):
        for behind in "':":
            data, left, right = _columns(texts, behind)
            yield Answer(
                f"decimals {name} {behind}",
                _by_text(texts, decimals(np.frombuffer(data, np.uint8), left, right)),
            )
            words = Loads(data + b"'" * 8).eight(left)
            yield Answer(f"short {name} {behind}", _by_text(texts, short_amounts(words, ord(behind))))


def _quantities() -> Iterator[Answer]:
    for head, unit in product(HEADS, UNITS):
        texts = [
            f"{head}{amount}{unit}"
            for amount in ("12.5", "12", "-1", "0", "123456789.5", "12,5", "01", "1.2345", "x", "")
        ]
        data, start, end = _columns(texts)
        loads = Loads(data)
        read = text_of_value([quantities(loads, start, end), quantities(loads, start[::-1], end[::-1])])
        yield Answer(f"{head} {unit}", (read, text_of_value(amounts_of_any_form(loads, start, end))))
    usual = (
        "QTY+136:12.5:KWH",
        "QTY+136:1:KWH",
        "QTY+136:1:MWH",
        "QTY+67:1.5",
        "QTY+136:99999999:KWH",
        "QTY+136:123456.78:KWH",
    )
    for first in range(len(usual)):
        data, start, end = _columns(usual[first:] + usual[:first])
        yield Answer(f"quantities from {first}", (text_of_value(quantities(Loads(data), start, end)),))
    yield Answer(
        "codes",
        (table_of(codes_of, ((np.array(row, np.uint32),) for row in ([7], [7, 7], [9, 7, 9, 3], [3, 7]))),),
    )


def _times() -> Iterator[Answer]:
    pairs = [f"DTM+163:{text}:203'DTM+164:202406040100:203'" for text in TIMES]
    pairs += [f"DTM+163:202406040000:203'DTM+164:{text}:203'" for text in TIMES]
    pairs += [
        f"DTM+163:202406040000{zone}:303'DTM+164:202406040100{zone}:303'"
        for zone in ("?+00", "?+01", "?-05", "?+15", "+00", "-01", "?+0x")
    ]
    pairs += [f"DTM+163:202406040000?+00:303'DTM+164:202406040100?+0{hour}:303'" for hour in range(3)]
    pairs += [f"DTM+324:{text}202406040100:Z13'" for text in TIMES]
    pairs += [f"DTM+324:202406040000{text}:719'" for text in TIMES]
    pairs += [f"DTM+324:202406040000202406040100:{form}'" for form in FORMATS]
    pairs += [f"DTM+163:202406040000:{form}'DTM+164:202406040100:{form}'" for form in FORMATS]
    pairs += [
        "DTM+164:202406040000:203'DTM+163:202406040100:203'",
        "DTM+163:202406040000:203'",
        "DTM+7:202406040000:203'",
        "",
        "STS+8+56'",
    ]
    # days of every month, in a leap year and in others
    pairs += [
        f"DTM+324:{year}{month:02}{day:02}0000{year}{month:02}{day:02}2400:Z13'"
        for year in (1999, 2000, 2023, 2100)
        for month in range(14)
        for day in (0, 1, 28, 29, 30, 31, 32)
    ]
    step = 30
    for at in range(0, len(pairs), step):
        data = "".join(
            f"QTY+136:1'{pair}" for pair in (*pairs[at : at + step], "DTM+324:202406040000202406040100:Z13'")
        ).encode()
        octets = np.frombuffer(data, np.uint8)
        end = np.flatnonzero(octets == ord("'"))
        start = np.concatenate((np.zeros(1, np.int64), end[:-1] + 1))
        first = np.flatnonzero(octets[start] == ord("Q"))
        loads, table = Loads(data), TimeTable()
        times = read_times(loads, start, end, first)
        yield Answer(f"times {at}", (*_by_text([str(row) for row in range(len(first))], times.columns),))
        twice = [table.times(loads, start, end, first) for _ in range(2)]
        yield Answer(
            f"table of times {at}", (text_of_value(twice), text_of_value(Chunk.of(data, 0, len(data))))
        )


def _borders() -> Iterator[Answer]:
    for blank in BLANKS:
        data = f"UNH+1'{blank}LIN+1'{blank}QTY+136:1'{blank}QTY?'LIN+2'{blank}QTY+9'X{blank}QTY+8'{blank}UNH+2'{blank}IDE'".encode()
        every = range(len(data))
        yield Answer(
            f"borders {blank!r}",
            (
                table_of(begins_segment, ((data, at) for at in every)),
                table_of(
                    chunk_end,
                    ((data, start, size) for start in (0, 5, 30) for size in range(1, len(data) - start, 3)),
                ),
                table_of(last_before, ((data, b"QTY+", start, stop) for start in (0, 20) for stop in every)),
                table_of(
                    next_from,
                    ((data, b"QTY+", start, stop) for start in every for stop in (None, 40, len(data))),
                ),
                called(
                    past_blanks,
                    np.frombuffer(f"{blank}AB{blank}C".encode(), np.uint8),
                    np.array([0, len(blank) + 2]),
                ),
            ),
        )


def _observations() -> Iterator[Answer]:
    plain = [f"SEQ++{n}'QTY+136:{n}.5'" for n in range(1, 13)]
    long = "".join(f"SEQ++{n}'QTY+136:{n % 7}'" for n in range(1, 1002))
    bodies = {
        "none": "",
        "one": plain[0],
        "twelve": "".join(plain),
        "thousand": long,
        "hole": "".join(plain[:3] + plain[4:]),
        "turned": "".join(plain[::-1]),
        "from 2": "".join(plain[1:]),
        "no end": "".join(plain)[:-1],
        "odd": "".join(plain) + "UNS+D'",
        "forecast": "".join(plain).replace("136", "135"),
        "short": "SEQ++1'QTY'",
        "signs": "SEQ++1'QTY+136:-1'SEQ++2'QTY+136:2'",
        "large": "SEQ++1'QTY+136:123456789.125'SEQ++2'QTY+136:2'",
        "no number": "SEQ++1'QTY+136:x'SEQ++2'QTY+136:2'",
        "terminators": "''",
    }
    for name, body in bodies.items():
        data = body.encode()
        yield Answer(f"numbered {name}", (called(numbered_amounts, data),))
        others = [b"".join(map(str.encode, plain[:2])), data, plain[0].encode(), data]
        yield Answer(
            f"many numbered {name}",
            (called(many_numbered_amounts, others), called(many_numbered_amounts, [data])),
        )
    for text in (
        "24+T1'LOC+172+735999000000000008::9'LIN'", "24+T1'LOC+172+X'", "24+T1'LOC+172+1'LOC+172+2'", "24+'LOC+172+1'", "24+T_1'LOC+172+1'",
        "24+T1'XLOC+172+1'", "24+T1' LOC+172+1'", "24+T1:1'LOC+172+1'", f"24+{'T' * 35}'LOC+172+{'1' * 25}'", f"24+{'T' * 36}'LOC+172+1'",
        f"24+T1'LOC+172+{'1' * 26}'", "24+T1'LOC+172+1", "24+T1'LOC+172'LOC+172+1'", "9+T1'LOC+172+1'",
    ):  # fmt: skip
        yield Answer(f"head {text}", (called(transaction_head, text.encode()),))
    yield from _transactions()
    for part in (
        "",
        " ",
        "\n",
        "?'",
        "IDE'",
        "UNG+1'",
        "UNA:'",
        "UNB+1'",
        "UNZ+1'",
        "UNH+2+UTILTS:D'",
        "XUNT+1'",
        "UNT'",
        "NAD+U'",
        "A?B'",
    ):
        data = f"UNB+1'UNH+1+UTILTS:D'{part}BGM+E66'UNT+1+1'UNH+2+UTILTS:D'BGM+1'UNT+1+2'UNZ+2'".encode()
        yield Answer(
            f"messages {part!r}",
            (
                table_of(
                    plain_messages,
                    ((data, begin, stop) for begin in (0, 6, 30) for stop in (len(data), 60, 40)),
                ),
            ),
        )


def _transactions() -> Iterator[Answer]:
    values = "SEQ++1'QTY+136:1'SEQ++2'QTY+136:2'"
    points = (
        "735999000000000008",
        "735999000000000015",
        "735999000000000022",
        "735999000000000039",
        "735999000000000046",
        "735999000000000053",
    )
    usual = [f"IDE+24+T{n}'LOC+172+{point}::9'LIN+++1:::9'{values}" for n, point in enumerate(points, 1)]
    changes = {
        "six": usual,
        "five": usual[:5],
        "four": usual[:4],
        "three": usual[:3],
        "a name twice": [*usual, usual[0]],
        "a point twice": [*usual, usual[0].replace("T1", "T9")],
        "a wrong digit": [usual[0].replace("008", "009"), *usual[1:]],
        "a status": [usual[0] + "STS+8+56'", *usual[1:]],
        "another qualifier": [usual[0].replace("136", "135"), *usual[1:]],
        "another head": [usual[0].replace("LIN", "PIA"), *usual[1:]],
        "a count": [*usual, "CNT+2:6'"],
        "a sum": [*usual, "CNT+1:6'"],
        "numbered lines": [text.replace("LIN++", "LIN+1+") for text in usual],
        "a name elsewhere": [f"RFF+Z:{points[0]}'", *usual],
        "no point": [*usual, f"IDE+24+T2'LOC+239+A'{values}"],
        "other letters": [usual[0].replace("T1", "TA"), *usual[1:]],
        "marks": [text.replace("::9", "::9:1.5") for text in usual],
    }
    for name, texts in changes.items():
        data = ("BGM+E66'" + "".join(texts) + "UNT+1+1'").encode()
        read = Transactions.of(data, 0, len(data) - len("UNT+1+1'"))
        starts = [transaction.start for transaction in read.plain]
        chosen = ((), starts[:1], starts[:2], starts[-1:])
        yield Answer(
            f"transactions {name}",
            (text_of_value(read), table_of(read.alike, product(chosen, ((), (0,), (0, 1, 2))))),
        )
    data = "".join(usual).encode()
    for layout in (
        Layout(8, 9, ord("'")),
        Layout(8, 1, ord("'")),
        Layout(0, 4, ord("+")),
        Layout(200, 500, ord("'")),
    ):
        stretch = Stretch(Workspace(data), 50, len(data) - 40)
        rows = table_of(
            stretch.row_at, product((0, 50, *stretch.first.tolist()[:3], len(data)), (-1, 0, 1, len(stretch)))
        )
        yield Answer(f"stretch {layout}", (text_of_value([stretch.values(layout) for _ in range(2)]), rows))
    stretch = Stretch(Workspace(data), 0, len(data))
    layouts = [Layout(8, width, ord("'")) for width in range(1, 20)]
    yield Answer("layouts", (str([stretch.values(layout) is None for layout in layouts]),))


def _written() -> Iterator[Answer]:
    numbers = [0, 1, 9, 10, 999, 1000, 1001, 9999, 10000, 12500, 9999999, 10000000, 10**12 + 5, 10**15, 2**62]
    for places in (0, 1, 3, 6):
        rows = [
            np.array(row, np.int64)
            for row in (numbers, [-number for number in numbers], numbers[:10], numbers[4:5], [], [-(2**63)])
        ]
        yield Answer(
            f"written {places}",
            (
                table_of(
                    lambda row, places=places: values_text.joined(
                        len(row), [values_text.amounts(row, places), b" "]
                    ),
                    ((row,) for row in rows),
                ),
            ),
        )
    whole = [np.array(row, np.int64) for row in (numbers, numbers[:4], [], [0, 0])]
    yield Answer(
        "written numbers",
        (
            table_of(
                lambda row: values_text.joined(len(row), [b"<", values_text.numbers(row), b">"]),
                ((row,) for row in whole),
            ),
        ),
    )
    seconds = np.array(
        [
            0,
            59,
            60,
            3600,
            86399,
            86400,
            951782400,
            951868800,
            1717455600,
            4107542399,
            -86400,
            -1,
            -62135596800,
        ],
        np.int64,
    )
    yield Answer(
        "written times",
        (text_of_value(values_text.joined(len(seconds), [values_text.times(seconds), b" "])),),
    )
    texts = {0: "136", 2: "Z18", 7: "1", 255: "9"}
    kinds = [np.array(row, np.uint8) for row in ([0, 0], [0, 2, 7, 1, 255], [1, 1], [1], [])]
    yield Answer(
        "written codes",
        (
            table_of(
                lambda row: values_text.joined(len(row), [values_text.codes(row, texts), b","]),
                ((row,) for row in kinds),
            ),
        ),
    )


def test_numbers_are_read_and_written_as_the_kept_ones():
    """Every form of amount, time and border."""
    assert_kept(__file__, answers())
