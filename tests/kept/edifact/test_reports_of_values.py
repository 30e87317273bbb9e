"""The reports of values by kind, amount, unit, time and status, of messages that stand many times, and of interchanges that were wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from unittest.mock import patch

from tests.kept.edifact.test_reports import NOWS
from tests.support.changed_inputs import changed
from tests.support.edifact_mutations import bases_by_hand
from tests.support.edifact_series import DAY, OFFSET, UTILTS, interchange_of, mscons, value
from tests.support.edifact_values_changed import value_changed
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_lines import lines_of_report
from tests.support.kept_values import text_of_value

import edielkit
from edielkit.edifact.check import interchanges
from edielkit.edifact.fast import line_values, outline
from edielkit.edifact.series.typed import read_exactly

GUIDES = (("96A", "EDIEL2"), ("04B", "2.4c"), ("96A", "E2SE6B"), ("96A", "E5DK96"), ("04B", "2.2e"))
CODES = ("136", "31", "135", "67", "79", "20", "Z18", "Z30", "220", "9", "XX")
AMOUNTS = ("1.5", "-1", "", "NULL", "1,5", "0")
UNITS = ("", ":KWH", ":MWH", ":KVR", ":XYZ")
MEASURES = ("", "MEA+AAZ++KWH'", "MEA+AAZ++MWH'", "MEA+AAZ++KWT'", "MEA+AAZ++XYZ'")
PRODUCTS = (
    "LIN+1++1501'",
    "LIN+1++8716867000030'",
    "LIN+1'PIA+5+1-1?:1.29.0:SRW'",
    "LIN+1'PIA+5+1-1?:1.6.0:SRW'",
    "LIN+1++8716867000047'",
    "LIN+1'",
)
TIMES = (
    "DTM+324:202406032300202406040000:Z13'", "DTM+324:202406:610'", "DTM+324:20240604:102'", "DTM+9:202406040100:203'", "DTM+7:20240604:102'", "DTM+324:202405:610'", "",
    "DTM+163:202406032300:203'", "DTM+163:202406032300:203'DTM+164:202406040000:203'DTM+324:202406032300202406040000:Z13'", "DTM+163:202406040000:203'DTM+164:202406032300:203'",
    "DTM+324:2024:602'", "DTM+324:202406032300202406040007:Z13'", "DTM+324:202406032300?+00:303'",
)  # fmt: skip
POINTS = (
    "",
    DAY,
    "DTM+492:202406:610'",
    "DTM+492:202301:610'",
    "DTM+157:202406:610'",
    "DTM+157:202501:610'",
    "DTM+672:60:806'",
    "DTM+672:1:802'",
    "DTM+672:7:806'",
    "DTM+597:202406050000:203'",
)
STATUSES = (
    "",
    "STS+8+46'",
    "STS+8+56'",
    "STS+8+81'",
    "STS+8+113'",
    "STS+8+125::260'",
    "STS+8+39'",
    "STS+8+21'",
    "STS+8+99'",
    "STS+8+46'STS+8+56'",
    "STS+7+46'",
    "STS+8'",
)
DURATIONS = ("60:806", "15:806", "1:802", "1:804", "7:806", "1:805", "24:805", "0:806", "")


def answers() -> Iterator[Answer]:
    """Yield the report of each interchange."""
    for number, (case, data) in enumerate(list(dict(inputs()).items())[::2]):
        report = edielkit.validate(data, now=NOWS[number % 2])
        lines = [*lines_of_report(report)]
        # what all of them lack says nothing
        shown = [line for line in lines if not line.startswith(("GDE001", "IDN003"))]
        yield Answer(case, (*shown[:5], _series(data), "; ".join(shown[5:])))
        # some by columns too
        if number % 6 == 0:
            with (
                patch.object(interchanges, "LEAST", 0),
                patch.object(line_values, "_MANY", 0),
                patch.object(outline, "_FEWEST", 2),
            ):
                by_columns = edielkit.validate(data, now=NOWS[number % 2])
            assert lines == [*lines_of_report(by_columns)], case


def _series(data: bytes) -> str:
    columns = list(read_exactly(data))
    return text_of_value([[series for _, series in message.series] for message in columns])


def inputs() -> Iterator[tuple[str, bytes]]:
    """Yield interchanges by what is in them."""
    yield from _kinds()
    yield from _lines()
    yield from _observations()
    yield from _many()
    yield from _wrapped()


def _mscons(body: str, release: str, guide: str, times: str = OFFSET) -> bytes:
    return interchange_of(mscons(body, release=release, guide=guide, times=times))


def _kinds() -> Iterator[tuple[str, bytes]]:
    for number, (first, second) in enumerate(product(CODES, CODES)):
        release, guide = GUIDES[number % len(GUIDES)]
        body = (
            "LIN+1++1501'MEA+AAZ++KWH'"
            + value("32300", "40000", "1", first)
            + value("40000", "40100", "2", second)
            + value("40100", "40200", "3", first)
        )
        yield f"kinds {first} {second} {guide}", _mscons(body, release, guide)
    for number, (code, amount) in enumerate(product(CODES, AMOUNTS)):
        release, guide = GUIDES[number % len(GUIDES)]
        body = (
            "LIN+1++1501'MEA+AAZ++KWH'"
            + value("32300", "40000", amount, code)
            + value("40000", "40100", "2", code)
        )
        yield f"amount {code} {amount} {guide}", _mscons(body, release, guide)


def _lines() -> Iterator[tuple[str, bytes]]:
    for number, (line, measure, unit) in enumerate(product(PRODUCTS, MEASURES, UNITS)):
        release, guide = GUIDES[number % len(GUIDES)]
        values = value("32300", "40000", f"1{unit}") + value(
            "40000", "40100", "2" + (unit if number % 2 else "")
        )
        yield f"units {line} {measure} {unit} {guide}", _mscons(f"{line}{measure}{values}", release, guide)
    for number, (point, time) in enumerate(product(POINTS, TIMES)):
        release, guide = GUIDES[number % len(GUIDES)]
        header = ("", OFFSET, "DTM+735:?+0000:406'")[number % 3]
        body = f"{point}LIN+1++1501'MEA+AAZ++KWH'QTY+136:1'{time}QTY+136:2'{time}"
        yield f"times {point} {time} {guide} {header}", _mscons(body, release, guide, header)


def _observations() -> Iterator[tuple[str, bytes]]:
    kinds = ("E17", "E18", "E19", "E20")
    for number, (code, amount, status) in enumerate(
        product(("136", "135", "46", "Z18"), AMOUNTS[:4], STATUSES)
    ):
        plain = f"SEQ++1'QTY+136:1'SEQ++2'QTY+{code}:{amount}'{status}SEQ++3'QTY+136:3'SEQ++4'QTY+136:4'"
        text = UTILTS.format(seq=plain, kind=kinds[number % 4]).replace(
            "E66", ("E66", "S02", "E31")[number % 3]
        )
        yield f"observation {code} {amount} {status} {number % 12}", _utilts(text)
    places = (
        ("1", "2", "3", "4"),
        ("1", "3", "4"),
        ("4", "3", "2", "1"),
        ("1", "1", "2"),
        ("0", "1"),
        ("x", "2"),
        ("1",),
        ("1", "2", "3", "4", "5"),
        ("", "2"),
        ("01", "2"),
    )
    for number, (listed, duration) in enumerate(product(places, DURATIONS)):
        values = "".join(f"SEQ++{place}'QTY+136:{at}'" for at, place in enumerate(listed))
        text = UTILTS.format(seq=values, kind=kinds[number % 4]).replace(
            "DTM+354:15:806'", f"DTM+354:{duration}'" if duration else ""
        )
        yield f"places {listed} {duration}", _utilts(text)


def _utilts(text: str) -> bytes:
    return b"UNB+UNOC:3+A:14+B:14+240605:0715+R'" + text.encode() + b"UNZ+1+R'"


def _many() -> Iterator[tuple[str, bytes]]:
    """Yield messages that stand several times in an interchange, alike or nearly so, with the same faults."""
    bases = [data for data in bases_by_hand() if len(data) < 700 and data.count(b"UNH+") == 1]
    for case, data in (
        *changed(bases, 1, lambda _, data: data),
        *((f"{case} values", data) for case, data in changed(bases[::2], 1, value_changed)),
    ):
        head, message, trailer = re.fullmatch(rb"(.*?)(UNH\+.*)(UNZ\+.*)", data, re.DOTALL).groups()  # type: ignore[union-attr]  # each has all three
        copies = [message]
        for number in range(2, 8):
            reference = f"UNH+{number}+".encode()
            other = re.sub(rb"UNH\+[^+']*\+", reference, message)
            copies.append(
                re.sub(rb"(UNT\+\d+\+)[^']*", rb"\g<1>%d" % number, other) if number != 5 else other
            )
        if case.endswith("values"):
            copies = [
                re.sub(rb"(BGM\+[^+']*\+[^+':]*)", rb"\g<1>%d" % number, copy)
                for number, copy in enumerate(copies)
            ]
        yield f"{case} many", head + b"".join(copies) + trailer


def _wrapped() -> Iterator[tuple[str, bytes]]:
    bases = [
        data.replace(b"\r\n", b"").replace(b"\n", b"") for data in bases_by_hand() if 250 < len(data) < 700
    ][::4]
    for number, (data, width, sign) in enumerate(product(bases, (35, 70, 80, 200), (b"\n", b"\r\n"))):
        lines = [data[at : at + width] for at in range(0, len(data), width)]
        text = sign.join(lines) + (sign if number % 3 == 0 else b"")
        if number % 5 == 0:
            text = text.replace(sign, b"", 1)
        yield f"wrapped {number} {width} {sign!r}", text


def test_reports_of_values_are_the_kept_ones():
    """Rule, place, words, reason and payload of every finding, and the series."""
    assert_kept(__file__, answers())
