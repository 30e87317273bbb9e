"""What becomes of single contents: identifiers of every form, words, numbers, amounts, times, and of each kind of element."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import product

from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_digests import digest
from tests.support.kept_values import called

from edielkit.edifact.timestamps import CLOCKS
from edielkit.generate.anonymising.changed_amounts import Amounts, ControlTotal
from edielkit.generate.anonymising.moved_times import MovedTimes, xml_instant
from edielkit.generate.anonymising.permutations import Keyed, Permutation
from edielkit.generate.anonymising.pseudonyms import Pseudonyms, form_of, is_birth_number, public_identifiers
from edielkit.generate.anonymising.replacing import Replacer, Tally, is_number
from edielkit.generate.anonymising.tables import (
    Content,
    FieldKind,
    component_contents,
    element_contents,
    is_code,
)
from edielkit.generate.anonymising.xml_text import (
    codec_of,
    encoded,
    mapped,
    mapped_plain,
    read_wide,
    written_wide,
)
from edielkit.market_time import OSLO

# of each form with a check digit that is right, one that is wrong, and what is nearly of the form
TEXTS = (
    "707057500012345671", "707057500012345672", "735999000000000011", "070575000123456717", "7080009990116",
    "7080009990117", "9901234567894", "4012345000023", "01819010043", "01819010044", "41019012345", "01410112345", "99019012345",
    "31129012345", "32129012345", "71129012345", "72129012345", "01139012345", "01929012345", "01939012345", "01409012345",
    "50528012345", "51238696780", "912345678", "912345679", "812345672", "50YTEST-EDIELKTL", "50YTEST-EDIELKTM", "10X1001A1001A361",
    "DE0001234567890123456789012345678", "CH0001234567890123456789012345678", "NO000123456789012345678901234567A",
    "123e4567-e89b-12d3-a456-426655440000", "123E4567-E89B-42D3-B456-426655440000", "123e4567e89b12d3a456426655440000",
    "123E4567E89B12D3A456426655440000", "7080003824349", "8716867000030", "70 70575 000 12345 671", "912 345 678", "912-345-678",
    "018190 10043", "01819 010043", "0181 9010 0435", "DOC-1", "R20260202", "A1", "ABC", "AB-C", "ABCD", "0012", "1200", "9", "",
    "-", "Nordmann", "Ola Nordmann, 22 33 44 55", "ÅSE ØYGARD", "Bjørn-Åge", "é", "ÉÈ", "ß", "ŒUVRE", "Ωmega", "Жуков", "İstanbul",
    "x" * 70, "1" * 40, "0" * 12, "12.5", "-12,50", "1 234,5", "1e5", "1E-5", "+7", "NULL", "0", "59.91040", "22 33 44 55",
    "+47 22334455", "0150 OSLO", "2026-02-02T06:31:12+01:00", "26.02.2026", "1-1:1.29.0", "1-1:1.29.0*255", "E17", "E999", "BRS-NO-313",
    "23-DDQ-PRODAT", "23-DDQ-NORDMANN", "A-B-C-D-E-F-G-H", "true", "soap:Client", "x:Nobody", "EDIEL2", "AB12", "AB123456", "KWH", "H87",
)  # fmt: skip
TIMES = (
    "2026-01-31T23:00:00Z", "2026-02-02T06:31:12.5+01:00", "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", "2025-10-26T02:30:00+02:00",
    "2025-10-26T02:30:00+01:00", "2026-06-30T24:00:00+02:00", "2026-06-30T22:00Z", "2026-06-30", "2026-06-30Z", "2026-06-30T12:00:00",
    "2026-06-30T12:00:00-00:30", "2026-06-30T12:00:00+05:45", "2026-02-30T12:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:00:00Z",
    "now", "", "2026-6-30T12:00:00Z", "2026-06-30T12:00:00.123456789Z",
)  # fmt: skip
DTM = (
    ("20260202", "102"), ("202602020631", "203"), ("20260202063112", "204"), ("202602020631+00", "303"), ("202602020631?+00", "303"),
    ("20260202063112+01", "304"), ("202603290130", "203"), ("202603290230", "203"), ("202510260230", "203"), ("202606302400", "203"),
    ("202603292400", "203"), ("202603282400", "203"), ("20260630240000", "204"), ("202602010000202602020000", "719"),
    ("202602010000202602020000", "Z13"), ("202603280000202603300000", "Z13"), ("20260201000020260202xxxx", "719"), ("2026", "602"),
    ("1", "805"), ("202613020631", "203"), ("2026020206", "203"), ("x2602020631x", "203"), ("000101010000", "203"), ("999912312300", "203"),
    ("202602020631", "303"), ("202607010000+02", "303"),
)  # fmt: skip
TAGS = """NAD CTA COM FTX RFF LOC LIN BGM IDE QTY DTM CCI CAV MEA UNB UNH UNT UNZ UNG UNE UNS UCI UCM UCS UCD STS SEQ PIA IMD ERC
    MOA PRI CUX RNG CNT AGR DOC PCD GIS UNA TAX"""


def answers() -> Iterator[Answer]:
    """Yield what becomes of each text, time, amount, and what stands where."""
    yield from _texts()
    yield from _permutations()
    yield from _times()
    yield from _amounts()
    yield from _tables()
    yield from _bytes()


def _texts() -> Iterator[Answer]:
    keys = (Pseudonyms(b"a key of the tests"), Pseudonyms(b"k" * 70))
    for text in TEXTS:
        lines = [
            f"{form_of(text)} birth {is_birth_number(text)} code {is_code(text)} number {is_number(text)} public {text in public_identifiers()}"
        ]
        for pseudonyms in keys:
            verbs = (pseudonyms.identifier, pseudonyms.text, pseudonyms.digits, pseudonyms.digits_and_words)
            lines.append(" | ".join(called(verb, text) for verb in verbs))
        yield Answer(f"text {text!r}", lines)
    for kind, label in product(FieldKind, ("", "free text")):
        tally = Tally()
        replacer = Replacer(keys[0], tally)
        content = Content(kind, label)
        replaced = [
            replacer.replaced(content, text)
            for text in (*TEXTS, " \t Ola Nordmann \r\n", "\n 01819010043", "  ")
        ]
        births = [
            replacer.birth_numbers(content, text)
            for text in (*TEXTS, "01819010043 and 018190-10043, 018190.10043", "101819010043")
        ]
        told = dict(sorted(tally.replaced.items()))
        yield Answer(
            f"content {kind} {label}".rstrip(),
            [digest(replaced), f"{told}", f"{births}", f"{replacer.is_listed(content)} {replaced[-3:]}"],
        )
    tally = Tally()
    for number in range(203):
        tally.remark("free text", "Name", number, *(["segment"] if number % 2 else []))
        if number in {0, 198, 199, 200, 202}:
            yield Answer(
                f"remark {number}", [f"{tally.remarks[-1]} {len(tally.remarks)} {tally.more} {tally.is_full}"]
            )


def _permutations() -> Iterator[Answer]:
    keyed = Keyed(b"a key of the tests")
    for size in (1, 2, 3, 4, 5, 9, 10, 11, 99, 100, 101, 999_999, 1_000_000, 10**11):
        permutation = Permutation(keyed, "a name \ud800", size)
        numbers = [number for number in (0, 1, 2, 7, size // 2, size - 1) if number < size]
        others = [(permutation.of(number), permutation.inverse(number)) for number in numbers]
        yield Answer(
            f"permutation {size}",
            [f"{others}", *([f"{[permutation.other(number) for number in numbers]}"] if size > 1 else [])],
        )
    for length in (1, 64, 65, 200):
        yield Answer(
            f"key of {length}",
            [Keyed(b"k" * length).digest(b"x").hex(), Keyed(b"k" * length).of(b"p").digest(b"x").hex()],
        )


def _times() -> Iterator[Answer]:
    for weeks in (9, 52, -1, -30):
        moved = MovedTimes(weeks)
        for text in TIMES:
            yield Answer(f"moved by {weeks} {text!r}", [f"{moved.xml(text)} {xml_instant(text)}"])
        for (text, notation), in_oslo in product(DTM, (True, False)):
            zones = (None, dt.UTC, OSLO, CLOCKS["no"].zone, CLOCKS["de"].zone)
            yield Answer(
                f"moved by {weeks} {text} {notation} {'in Oslo' if in_oslo else 'elsewhere'}",
                [" ".join(str(moved.edifact(text, notation, zone, in_oslo=in_oslo)) for zone in zones)],
            )
        for text in (
            "260202",
            "20260202",
            "2602021",
            "269902",
            "",
            "000101",
            "00010101",
            "99991231",
            "２６０２０２",
        ):
            yield Answer(f"date moved by {weeks} {text!r}", [f"{moved.date(text)}"])
        for start, end in (
            ("2026-03-28", "2026-03-29"),
            ("2026-03-28", "2026-03-30"),
            ("2025-10-26", "2025-10-27"),
            ("2026-01-01", "2026-12-01"),
        ):
            period = [dt.datetime.fromisoformat(day).replace(tzinfo=OSLO) for day in (start, end)]
            yield Answer(f"period moved by {weeks} {start} {end}", [_refused(moved.check_period, *period)])
        ends = [dt.datetime(1, 1, 1, tzinfo=dt.UTC), dt.datetime(9999, 12, 31, 23, tzinfo=dt.UTC)]
        yield Answer(f"calendar moved by {weeks}", [_refused(moved.check_period, *ends)])


def _refused(verb: object, *arguments: object) -> str:
    from edielkit.errors import EdielError

    try:
        return f"{verb(*arguments)}"
    except EdielError as error:
        return f"{type(error).__name__} {error}"


def _amounts() -> Iterator[Answer]:
    readings = {"MeterReadingStart": ("100.0", "70.0"), "MeterReadingEnd": ("140.5", "98.4")}
    for values, key in product(("scale", "reshape"), (b"a key of the tests", b"another key of the tests")):
        amounts = Amounts(values, key, Pseudonyms(key))
        yield Answer(f"factor {values} {key.decode()}", [f"{amounts.factor}"])
        for text in (
            "10.000",
            "-2.5",
            "0",
            "0.0",
            "1,50",
            "007",
            "1.",
            ".5",
            "9" * 18,
            "9" * 19,
            "1.123456789",
            "1.1234567891",
            "x",
            "",
            "+1",
            "1e3",
        ):
            yield Answer(
                f"amount {values} {key.decode()} {text!r}",
                [f"{amounts.replaced(text)} {amounts.replaced(text, reading=True)}"],
            )
        volumes = [amounts.volume(readings, text) for text in ("40.5", "40.50", "40,5", "40.4", "x")]
        parts = [amounts.volume({name: readings[name]}, "40.5") for name in readings]
        yield Answer(f"volume {values} {key.decode()}", [f"{volumes} {parts} {amounts.volume({}, '0')}"])
    for added in (
        [],
        [("4.5", "2.1"), ("5", "3")],
        [("4.5", "2.15"), ("x", "3")],
        [("4.5", "y")],
        [("-1", "-2"), ("1", "5")],
        [("1,5", "2,25")],
    ):
        total = ControlTotal()
        for pair in added:
            total.add(*pair)
        yield Answer(
            f"total {added}",
            [
                f"{[total.replaced(text) for text in ('0', '9.5', '9.50', '9,50', '1,5', '1.5', '0.0', '8', 'x')]}"
            ],
        )


def _tables() -> Iterator[Answer]:
    for name, content in sorted(element_contents().items()):
        yield Answer(f"element {name}", [f"{content.kind} {content.label}".rstrip()])
    for tag, qualifier in product(TAGS.split(), ("", "Z13", "TN", "ACW", "1", "UD")):
        contents = [
            [f"{c.kind}{'!' + c.label if c.label else ''}" for c in components] + ["*"] * is_open
            for components, is_open in component_contents(tag, qualifier)
        ]
        if not qualifier or component_contents(tag, qualifier) != component_contents(tag):
            yield Answer(
                f"segment {tag} {qualifier}".rstrip(), ["; ".join(" ".join(element) for element in contents)]
            )
    yield Answer("segment nobody knows", [f"{component_contents('XYZ')}"])


def _bytes() -> Iterator[Answer]:
    for raw in (
        b"Bj&#248;rn &amp; co",
        b"&#xF8;&#x1F600;&lt;&gt;&quot;&apos;&own;&#0;&#xD800;&#1114112;&#9999999;",
        b"\xff\xfe",
        b"plain",
        b"&;&#;&amp",
    ):
        yield Answer(
            f"mapped {raw!r}",
            [
                f"{mapped(raw, 'utf-8', str.swapcase)!r} {mapped(raw, 'utf-8', str)!r} {mapped_plain(raw, 'utf-8', str.swapcase)!r}"
            ],
        )
    for encoding in ("utf-8", "iso8859-5", "no such encoding", "ascii", "UTF-16"):
        codec = codec_of(encoding)
        yield Answer(f"encoding {encoding}", [f"{codec} {encoded('ѝxø' + chr(0xDCFF), codec)!r}"])
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"):
        for data in (
            "ab".encode(encoding),
            "aøb".encode(encoding) + b"\x00",
            "a".encode(encoding) + b"\x00\xd8\x00\xd8x\x00" + "b".encode(encoding)[-2:],
            "\ue000".encode(encoding),
        ):
            text, strange, mark = read_wide(data, encoding)
            yield Answer(
                f"wide {encoding} {data!r}",
                [f"{text!r} {strange} {mark!r} {written_wide(text, encoding, strange, mark)!r}"],
            )


def test_contents_are_the_kept_ones():
    """Another Python and another machine make the same of each."""
    assert_kept(__file__, answers())
