"""Small faults put into a message by chance: bytes, units, numbers, codes, comments, white space."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

_START_TAG = re.compile(rb"<([A-Za-z][\w:.-]*)[^<>]*>")
_NUMBER = re.compile(rb"(?<![\w.])-?\d+(?:[.,]\d+)?")
_DIGIT = re.compile(rb"(?<=[\d.,])\d(?=[<':])")
_CODE = re.compile(rb"(?<=[>+:\"'])[A-Z][A-Z0-9-]{0,11}(?=[<+:\"'])")
_BETWEEN = re.compile(rb"(?<=[>'])\s*(?=[<A-Z])")
_SPACES = (b" ", b"\n", b"\r\n", b"\t", b"\n\n  ", b"\xc2\xa0")


def stream(seed: int, name: str, turn: int) -> random.Random:
    """Return the random numbers of one mutation, the same in every run."""
    return random.Random(f"{seed}/{name}/{turn}")


def mutated(data: bytes, rng: random.Random) -> tuple[str, bytes]:
    """Return what was done to *data*, in words, and the result: one change, now and then two."""
    words = []
    for _ in range(1 if rng.random() < 0.8 else 2):
        what = rng.choice(tuple(MUTATIONS))
        changed = MUTATIONS[what](data, rng)
        if changed is None or changed == data:
            what, changed = "byte", _byte(data, rng)
        words.append(what)
        data = changed
    return " and ".join(words), data


def _is_xml(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"


def _somewhere(pattern: re.Pattern[bytes], data: bytes, rng: random.Random) -> re.Match[bytes] | None:
    """Return the first match behind a place taken by chance, else the first of all."""
    return pattern.search(data, rng.randrange(len(data) + 1)) or pattern.search(data)


def _unit(data: bytes, rng: random.Random) -> tuple[int, int] | None:
    """Return begin and end of an element of XML, a segment of EDIFACT, or a line of either."""
    if not _is_xml(data) or rng.random() < 0.1:
        place = rng.randrange(len(data) + 1)
        return _piece(data, place, b"\n" if rng.random() < 0.1 or _is_xml(data) else b"'")
    start = _somewhere(_START_TAG, data, rng)
    return start and _element(data, start.start())


def _piece(data: bytes, place: int, terminator: bytes) -> tuple[int, int] | None:
    """Return begin and end of what stands around *place* up to a terminator."""
    end = data.find(terminator, place) + 1
    return (data.rfind(terminator, 0, place) + 1, end) if end else None


def _element(data: bytes, begin: int) -> tuple[int, int] | None:
    """Return begin and end of the element at *begin*, with the white space behind it."""
    start = _START_TAG.match(data, begin)
    if start is None:
        return None
    close = b"</" + start[1] + b">"
    end = data.find(close, start.end())
    if end < 0:
        return None
    end += len(close)
    return begin, end + len(data[end:]) - len(data[end:].lstrip())


def _byte(data: bytes, rng: random.Random) -> bytes:
    if not data:
        return b"?"
    place = rng.randrange(len(data))
    new = rng.randrange(256) if rng.random() < 0.3 else rng.randrange(0x20, 0x7F)
    return data[:place] + bytes((new,)) + data[place + 1 :]


def _deleted(data: bytes, rng: random.Random) -> bytes | None:
    unit = _unit(data, rng)
    return unit and data[: unit[0]] + data[unit[1] :]


def _doubled(data: bytes, rng: random.Random) -> bytes | None:
    unit = _unit(data, rng)
    return unit and data[: unit[1]] + data[unit[0] :]


def _swapped(data: bytes, rng: random.Random) -> bytes | None:
    """Let two neighbours change places: elements of XML, segments, or elements of a segment."""
    if _is_xml(data):
        first = _unit(data, rng)
        second = first and _element(data, first[1])
    else:
        terminator = rng.choice((b"'", b"+"))
        first = _piece(data, rng.randrange(len(data) + 1), terminator)
        second = first and _piece(data, first[1], terminator)
    if first is None or second is None:
        return None
    (begin, middle), (_, end) = first, second
    return data[:begin] + data[middle:end] + data[begin:middle] + data[end:]


def _truncated(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _comment(data: bytes, rng: random.Random) -> bytes | None:
    """Put a comment between two units: free text in EDIFACT."""
    comment = b"<!-- a note -->" if _is_xml(data) else b"FTX+AAI+++A NOTE'"
    return _inserted(data, comment, rng)


def _space(data: bytes, rng: random.Random) -> bytes | None:
    """Put white space between two units, or anywhere."""
    space = rng.choice(_SPACES)
    if rng.random() < 0.7:
        return _inserted(data, space, rng)
    place = rng.randrange(len(data) + 1)
    return data[:place] + space + data[place:]


def _inserted(data: bytes, what: bytes, rng: random.Random) -> bytes | None:
    place = _somewhere(_BETWEEN, data, rng)
    return place and data[: place.end()] + what + data[place.end() :]


def _number(data: bytes, rng: random.Random) -> bytes | None:
    """Change a number: a digit, its sign, its length, its decimal mark, or all of it."""
    number = _somewhere(_NUMBER, data, rng)
    if number is None:
        return None
    text = number.group()
    place = rng.randrange(len(text))
    digit = str(rng.randrange(10)).encode()
    new = rng.choice(
        (
            text[:place] + digit + text[place + 1 :],
            text[:place] + digit + text[place:],
            text[:place] + text[place + 1 :],
            text[1:] if text.startswith(b"-") else b"-" + text,
            text.replace(b".", b",") if b"." in text else text + b".5",
            b"0",
            text + b"000",
            b"0" + text,
        )
    )
    return data[: number.start()] + new + data[number.end() :]


def _digit(data: bytes, rng: random.Random) -> bytes | None:
    """Change a digit and nothing else: most often the message stays one that the fast paths take."""
    digit = _somewhere(_DIGIT, data, rng)
    new = str(rng.randrange(1, 10)).encode()
    return digit and data[: digit.start()] + new + data[digit.end() :]


def _code(data: bytes, rng: random.Random) -> bytes | None:
    """Put another code of the same message in the place of a code, or one that does not exist."""
    code = _somewhere(_CODE, data, rng)
    if code is None:
        return None
    other = _somewhere(_CODE, data, rng)
    new = other.group() if other is not None and rng.random() < 0.6 else code.group()[:-1] + b"Q"
    return data[: code.start()] + new + data[code.end() :]


MUTATIONS: Mapping[str, Callable[[bytes, random.Random], bytes | None]] = MappingProxyType(
    {
        "byte": _byte,
        "deleted": _deleted,
        "doubled": _doubled,
        "swapped": _swapped,
        "truncated": _truncated,
        "comment": _comment,
        "space": _space,
        "number": _number,
        "digit": _digit,
        "code": _code,
    }
)
