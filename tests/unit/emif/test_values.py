"""Simple values: times, numbers, codes and texts, both ways."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from edielkit.emif.simple_types import SIMPLE_TYPES, VERSIONS
from edielkit.emif.values import (
    Code,
    Identifier,
    Unreadable,
    UnreadableXml,
    XmlDateTime,
    check_text,
    collapse,
    read_text,
    write_text,
)

TIME, NUMBER = SIMPLE_TYPES["Elhub_dateTime9DecType"], SIMPLE_TYPES["decimal153Negative"]
FLAG, COUNT, TEXT = SIMPLE_TYPES["Elhub_boolean"], SIMPLE_TYPES["integer4"], SIMPLE_TYPES["String10Type"]
TOKEN = SIMPLE_TYPES["Elhub_ResponseReasonCode"]
NINE = "2026-02-01T05:00:00.123456789+01:00"

TIMES = [
    ("2026-02-01T05:00:00Z", dt.datetime(2026, 2, 1, 5, tzinfo=dt.UTC)),
    ("2026-02-01T05:00:00+00:00", dt.datetime(2026, 2, 1, 5, tzinfo=dt.UTC)),
    ("2026-02-01T05:00:00-00:30", dt.datetime(2026, 2, 1, 5, 30, tzinfo=dt.UTC)),
    ("2026-02-01T24:00:00+01:00", dt.datetime(2026, 2, 1, 23, tzinfo=dt.UTC)),
    ("2026-12-31T24:00:00.000Z", dt.datetime(2027, 1, 1, tzinfo=dt.UTC)),
    ("2026-02-01T05:00:00+14:00", dt.datetime(2026, 1, 31, 15, tzinfo=dt.UTC)),
    (NINE, dt.datetime(2026, 2, 1, 4, 0, 0, 123456, tzinfo=dt.UTC)),
    ("2024-02-29T00:00:00Z", dt.datetime(2024, 2, 29, tzinfo=dt.UTC)),
]


@pytest.mark.parametrize(("text", "instant"), TIMES)
def test_a_time_is_an_instant_with_its_text(text: str, instant: dt.datetime) -> None:
    """A time equals the instant, keeps its spelling, and survives a copy."""
    read = read_text(TIME, f" {text}\n")
    assert instant == read
    assert hash(instant) == hash(read)
    assert text == read.text
    assert text == write_text(TIME, read)
    for again in (pickle.loads(pickle.dumps(read)), copy.copy(read), copy.deepcopy(read)):
        assert isinstance(again, XmlDateTime)
        assert (read, text) == (again, again.text)


NO_TIMES = [
    ("2026-02-01T05:00:00", "followed by Z"),
    ("2026-02-30T05:00:00Z", "day"),
    ("2023-02-29T00:00:00Z", "day"),
    ("2026-02-01T24:00:01Z", "hour 24 stands for midnight only"),
    ("2026-02-01T24:00:00.5Z", "hour 24 stands for midnight only"),
    ("2026-02-01T05:60:00Z", "minute"),
    ("2026-02-01T05:00:60Z", "second"),
    ("2026-02-01T05:00:00.Z", "expected digits after the decimal point"),
    ("2026-02-01T05:00:00+14:01", "between -14:00 and +14:00"),
    ("2026-02-01T05:00:00-15:00", "between -14:00 and +14:00"),
    ("2026-02-01T05:00:00+01:60", "between -14:00 and +14:00"),
    ("0000-02-01T05:00:00Z", "expected YYYY"),
    ("0999-02-01T05:00:00Z", "expected YYYY"),
    ("2026-02-01 05:00:00Z", "expected YYYY"),
    ("", "expected YYYY"),
]


@pytest.mark.parametrize(("text", "words"), NO_TIMES)
def test_no_time(text: str, words: str) -> None:
    """What is no time is kept as its text, and the check says why."""
    read = read_text(TIME, text)
    assert isinstance(read, Unreadable)
    assert text == read
    assert words in (check_text(TIME, text, "2.4.3") or "")


def test_times_of_our_own() -> None:
    """An instant of the caller is written in ISO form; one without a zone is refused."""
    oslo = dt.datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Oslo"))
    assert "2026-10-25T02:30:00+01:00" == write_text(TIME, oslo)
    assert "2026-10-25T02:30:00+01:00" == XmlDateTime.of(oslo).text
    again = pickle.loads(pickle.dumps(XmlDateTime.of(oslo)))
    assert (1, "2026-10-25T02:30:00+01:00") == (again.fold, again.text)
    with pytest.raises(ValueError, match="time zone"):
        XmlDateTime.of(dt.datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="time zone"):
        write_text(TIME, dt.datetime(2026, 1, 1))


def test_arithmetic_with_times() -> None:
    """A sum is a new instant with a text of its own; a difference is a duration."""
    read = XmlDateTime.from_text(NINE)
    later = read + dt.timedelta(hours=1)
    assert dt.datetime(2026, 2, 1, 5, 0, 0, 123456, tzinfo=dt.UTC) == later
    assert "2026-02-01T06:00:00.123456+01:00" == write_text(TIME, later)
    assert dt.timedelta(hours=1) == later - read
    assert read < later
    assert "2026-02-01T04:00:00.123456Z" == write_text(TIME, read.astimezone(dt.UTC))
    assert read != "2026"


def test_the_end_of_time() -> None:
    """Midnight at the end of the year 9999 is valid, though no datetime: it is kept and written as it was."""
    text = "9999-12-31T24:00:00Z"
    read = read_text(TIME, text)
    assert isinstance(read, Unreadable)
    assert check_text(TIME, text, "2.4.3") is None
    assert text == write_text(TIME, read)


VALUES: list[tuple[Any, str, Any, str]] = [
    (NUMBER, " +1.50 ", Decimal("1.50"), "1.50"),
    (NUMBER, "-0", Decimal(0), "-0"),
    (NUMBER, ".5", Decimal("0.5"), "0.5"),
    (NUMBER, "5.", Decimal(5), "5"),
    (NUMBER, "0" * 500 + "1.5" + "0" * 500, Decimal("1.5"), "1.5"),
    (NUMBER, "-" + "0" * 500 + "1", Decimal(-1), "-1"),
    (COUNT, " +007 ", 7, "7"),
    (COUNT, "0" * 500 + "7", 7, "7"),
    (FLAG, " true ", True, "true"),
    (FLAG, "0", False, "false"),
    (TEXT, " a  b ", " a  b ", " a  b "),
    (TOKEN, "\n EH075 ", "EH075", "EH075"),
]


@pytest.mark.parametrize(("simple", "text", "value", "written"), VALUES)
def test_values_both_ways(simple: Any, text: str, value: Any, written: str) -> None:
    """A text reads as its value, and the value is written in its plain spelling."""
    read = read_text(simple, text)
    assert value == read
    assert type(value) is type(read)
    assert written == write_text(simple, read)


@pytest.mark.parametrize(
    ("simple", "text"),
    [
        (NUMBER, t)
        for t in ("1,5", "1e3", "INF", "NaN", "", " ", "1 0", "１", "1\u00a0", "1" * 500, "--1", "0x1")
    ]
    + [(COUNT, t) for t in ("1.0", "1_0", "", "a", "１", "1" * 500)]
    + [(FLAG, t) for t in ("TRUE", "", "yes", "true\u00a0")],
)
def test_texts_without_a_value(simple: Any, text: str) -> None:
    """What is no value is kept as its text, refused by the check, and written as it was."""
    read = read_text(simple, text)
    assert (Unreadable, text) == (type(read), str(read))
    assert check_text(simple, text, "2.4.3") is not None
    assert text == write_text(simple, read)
    assert "Unreadable(" in repr(read)


@pytest.mark.parametrize(
    ("simple", "value", "words"),
    [
        (NUMBER, 1.5, "expected a Decimal, found float"),
        (NUMBER, True, "expected a Decimal, found bool"),
        (NUMBER, Decimal("NaN"), "expected a finite number"),
        (NUMBER, Decimal("1e999999"), "fewer than 400 digits"),
        (NUMBER, Decimal("1e-999999"), "fewer than 400 digits"),
        (COUNT, "1", "expected an int, found str"),
        (FLAG, 1, "expected a bool, found int"),
        (TIME, "now", "expected an aware datetime, found str"),
        (TEXT, 5, "expected a str, found int"),
    ],
)
def test_values_of_another_kind(simple: Any, value: Any, words: str) -> None:
    """A value of another kind is not written."""
    with pytest.raises(ValueError, match=words):
        write_text(simple, value)


def test_checks_have_words() -> None:
    """The check says what was expected, and never repeats free text."""
    for name, text, words in (
        ("decimal52", "100.01", "expected at most 100, found 100.01"),
        ("decimal122", "10000000000", "expected less than 10000000000, found 10000000000"),
        ("decimal122Negative", "-10000000000", "expected more than -10000000000, found -10000000000"),
        ("decimal122", "1.234", "expected at most 2 decimals, found 3"),
        ("String10Type", "x" * 11, "expected at most 10 characters, found 11"),
        ("String10Type", "", "expected text, found none"),
        ("UUIDType", "x", "expected 36 characters, found 1"),
        ("UUIDType", "X" * 36, "expected 8-4-4-4-12 hexadecimal digits in lower case, found another form"),
        ("MeteringPointType", "x", "expected 18 digits, found 0 digits and 1 other character"),
        ("String10Type", "a\x00", "a character that XML cannot hold"),
        ("Elhub_dateTimeType", "2026-01-01T00:00:00.1234Z", "at most 3 decimals of a second, found 4"),
        ("Elhub_boolean", "1", "expected true or false, found '1'"),
        ("integer2", "1,5", "expected a whole number, found '1,5'"),
    ):
        assert words in (check_text(SIMPLE_TYPES[name], text, "2.4.3") or ""), name


def test_codes_of_another_version() -> None:
    """A code that only another version has is refused with the versions that have it."""
    simple = SIMPLE_TYPES["ProductionCode"]
    assert check_text(simple, "B03", "2.4.3") is None
    assert "is not in version 2.3, only in 2.4.3 and EI-270" in (check_text(simple, "B03", "2.3") or "")


def test_a_string_of_a_code_list_keeps_its_blanks() -> None:
    """Only a token takes off white space, and only that of XML."""
    assert check_text(SIMPLE_TYPES["DurationCodeType"], " PT1H", "2.4.3") is not None
    assert check_text(TOKEN, " EH075 ", "2.4.3") is None
    assert check_text(TOKEN, "\u00a0EH075", "2.4.3") is not None
    assert "a b" == collapse("\t a \n b ")


def test_small_types_in_words() -> None:
    """A code and an identifier print as their text, XML inside a value says that it is."""
    assert ("E13", "70") == (str(Code("E13", "260")), str(Identifier("70", "9")))
    assert "UnreadableXml('<b/>')" == repr(UnreadableXml("<b/>"))
    assert set(VERSIONS) >= set(SIMPLE_TYPES["PurposeType"].versions)
