"""Inputs of EDIFACT in which a few amounts, times, codes and names were changed, and no segment beside them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

__all__ = ("component_changed", "value_changed")

AMOUNTS = (
    "", "0", "00", "0.0", "-0", "7", "01", "01.5", "00.5", "0.001", "0.0001", "1.", ".5", "-1", "-1.5", "+1", "--1", "1-", "1,5", "1.5,2",
    "1.2.3", "12345", "1234.567", "12345.678", "123456.789", "9999.999", "99999999", "999999999", "123456789012.345", "999999999999999",
    "1234567890123456", "12345678901234567890", "NULL", "1E3", " 1", "1 ", "1 0", "0x1", "1.2345", "12.50", "100000000000.1",
)  # fmt: skip
TIMES = (
    "202406040000", "202406042400", "202406042401", "202406042500", "202406040060", "202402290000", "202302290000", "202406310000",
    "202400010000", "202413010000", "202406000000", "202403310230", "202410270230", "202410270130", "202403310130", "000001010000",
    "190001010000", "999912312400", "20240604", "2024060400", "240604", "20240604000", "2024060400000", "202406040000+01", "202406040000?+01",
    "202406040000?+00", "202406040000-05", "202406040000?+15", "20240604 000", "2024O6040000", "202706040000", "202405310000",
)  # fmt: skip
FORMATS = (
    "203",
    "303",
    "102",
    "101",
    "204",
    "Z13",
    "719",
    "718",
    "610",
    "602",
    "802",
    "804",
    "806",
    "805",
    "406",
    "401",
    "105",
    "",
)
CODES = (
    "", "1", "7", "9", "136", "67", "31", "220", "Z18", "20", "46", "79", "187", "201", "99", "13", "135", "E66", "E17", "Z04", "A", "ABCDEFG", "KWH",
    "MWH", "KVR", "KWT", "MTQ", "XYZ", "E13", "E12", "E20", "14", "82", "500", "502", "293", "260", "SVK", "AB", "NA", "MS", "MR", "FR", "DO", "DDQ",
    "5", "27", "29", "34", "41", "44", "UNOA", "UNOB", "UNOY", "3", "4", "8716867000030", "8716867000047", "1501", "1-1:1.8.0", "1-1?:1.29.0",
)  # fmt: skip
NAMES = (
    "7080009990017", "7080009990018", "735999000000000008", "735999000000000009", "707057500000000008", "50Y-EDIELKIT-A-V", "50Y-EDIELKIT-A-X",
    "10YNO-1--------2", "X" * 13, "1" * 18, "1" * 35, "1" * 36, "x" * 71, "\xe6\xf8\xe5", "0", "9900000000001", "DE00012345678901234567890123456789",
)  # fmt: skip
_DATED = re.compile(r"\d{12}")


def value_changed(choice: random.Random, data: bytes) -> bytes:
    """Return an input with some amounts, and perhaps a time, written otherwise."""
    for _ in range(choice.choice((1, 1, 2, 4))):
        pattern, texts = choice.choice(
            (
                (rb"(?<=QTY\+136:)[^':]*", AMOUNTS),
                (rb"(?<=QTY\+136:)[^':]*", AMOUNTS),
                (rb"(?<=QTY\+)[^':]*(?=:)", CODES),
                (rb"(?<=DTM\+16[34]:)[0-9]{12}", TIMES),
                (rb"(?<=DTM\+324:)[0-9]{12}", TIMES),
                (rb"(?<=SEQ\+\+)[^']*", ("0", "1", "2", "10", "10000", "01", "", "-1", "1:2", "100000000")),
                (rb"(?<=STS\+8\+)[^':+]*", ("46", "56", "21", "81", "113", "125", "39", "7", "", "1234")),
                (rb"(?<=MEA\+AAZ\+\+)[^':+]*", ("KWH", "MWH", "KVR", "", "K3")),
                (rb"(?<=IDE\+24\+)[^':+]*", ("T1", "T2", "", "t-1", "T?+1", "T1" * 20)),
                (rb"(?<=LOC\+172\+)[^':+]*", NAMES),
                (rb"(?<=LOC\+90\+)[^':+]*", NAMES),
            )
        )
        data = _changed_somewhere(choice, data, pattern, texts)
    return data


def _changed_somewhere(choice: random.Random, data: bytes, pattern: bytes, texts: Sequence[str]) -> bytes:
    """Return an input in which one to three places of a pattern have other texts."""
    places = [match.span() for match in re.finditer(pattern, data)]
    for start, stop in sorted(
        choice.sample(places, min(len(places), choice.choice((1, 1, 3)))), reverse=True
    ):
        data = data[:start] + choice.choice(texts).encode("latin-1") + data[stop:]
    return data


def component_changed(choice: random.Random, data: bytes) -> bytes:
    """Return an input in which a few elements or components have another text, are left out, or stand twice."""
    for _ in range(choice.choice((1, 1, 2, 3))):
        segments = re.findall(rb"(?:[^'?]|\?.)*'\s*", data, re.DOTALL) or [data]
        number = choice.randrange(len(segments))
        segments[number] = choice.choice(_CHANGES)(choice, segments[number])
        data = b"".join(segments)
    return data


def _other_component(choice: random.Random, segment: bytes) -> bytes:
    parts = re.split(rb"(?<!\?)([+:'])", segment)
    if len(parts) < 4:
        return segment
    number = choice.randrange(2, len(parts) - 1, 2)
    parts[number] = _other_text(choice, parts[number].decode("latin-1")).encode("latin-1")
    return b"".join(parts)


def _other_text(choice: random.Random, text: str) -> str:
    """Return a text of the kind that another one seems to be of, and of any kind sometimes."""
    if choice.random() < 0.2:
        return choice.choice(("", text[:-1], f"{text}1", text.lower(), f" {text}", text + text))
    if _DATED.match(text):
        return choice.choice(TIMES)
    if len(text) >= 10:
        return choice.choice(NAMES)
    if text in FORMATS and choice.random() < 0.5:
        return choice.choice(FORMATS)
    if "." in text or (text.isdigit() and choice.random() < 0.3):
        return choice.choice(AMOUNTS)
    return choice.choice(CODES)


def _element_left_out(choice: random.Random, segment: bytes) -> bytes:
    elements = segment.split(b"+")
    if len(elements) > 1:
        number = choice.randrange(1, len(elements))
        elements[number] = b"'" if number == len(elements) - 1 else b""
    return b"+".join(elements)


def _element_more(choice: random.Random, segment: bytes) -> bytes:
    text = choice.choice((b"+X", b":X", b"::::X", b"+++++X", b"+", b":"))
    return segment[:-1] + text + segment[-1:] if segment.endswith(b"'") else segment


def _twice(_choice: random.Random, segment: bytes) -> bytes:
    return segment + segment


def _dropped(_choice: random.Random, _segment: bytes) -> bytes:
    return b""


_CHANGES: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    *(_other_component,) * 8,
    _element_left_out,
    _element_left_out,
    _element_more,
    _twice,
    _dropped,
)
