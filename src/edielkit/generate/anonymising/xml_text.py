"""Texts as bytes: what a function makes of them, in the encoding of the document and with its references."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

__all__ = ("codec_of", "encoded", "mapped", "mapped_plain", "read_wide", "written_wide")

_REFERENCE = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|([A-Za-z]+));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def mapped(raw: bytes, encoding: str, function: Callable[[str], str]) -> bytes:
    """Return what *function* makes of a text, which keeps its number of characters; references are read and written.

    >>> mapped(b"Bj&#248;rn &amp; co", "utf-8", str.upper)
    b'BJ&#216;RN &amp; CO'
    """
    text = raw.decode(encoding, "surrogateescape")
    other = _with_references(text, function) if "&" in text else function(text)
    return raw if other == text else encoded(other, encoding)


def mapped_plain(raw: bytes, encoding: str, function: Callable[[str], str]) -> bytes:
    """Return what *function* makes of a text that has no references: a comment or a section."""
    text = raw.decode(encoding, "surrogateescape")
    other = function(text)
    return raw if other == text else encoded(other, encoding)


def read_wide(data: bytes, encoding: str) -> tuple[str, list[bytes], str]:
    """Return a text of two or four bytes a character, the bytes in it that are none, and the mark in their places."""
    mark = next(
        character for character in map(chr, range(0xE000, 0xF900)) if character.encode(encoding) not in data
    )
    parts: list[str] = []
    strange: list[bytes] = []
    at = 0
    unit = 4 if "32" in encoding else 2
    while True:
        try:
            parts.append(data[at:].decode(encoding, "surrogatepass"))
            return mark.join(parts), strange, mark
        except UnicodeDecodeError as error:
            parts.append(data[at : at + error.start].decode(encoding, "surrogatepass"))
            strange.append(data[at + error.start : at + error.start + unit])
            at += error.start + unit


def written_wide(text: str, encoding: str, strange: Sequence[bytes], mark: str) -> bytes:
    """Return the bytes of what `read_wide` has read."""
    first, *others = text.split(mark)
    written = [first.encode(encoding, "surrogatepass")]
    for part, raw in zip(others, strange, strict=True):
        written += (raw, part.encode(encoding, "surrogatepass"))
    return b"".join(written)


@lru_cache(maxsize=64)
def codec_of(encoding: str) -> str:
    """Return the codec of an encoding, one of a byte a character for an encoding that is not known."""
    try:
        "".encode(encoding)
    except LookupError:
        return "latin-1"
    return encoding


def encoded(text: str, encoding: str) -> bytes:
    """Return a text as bytes; a letter that a pseudonym has and the character set lacks is an x.

    >>> encoded("\u045dx", "iso8859-5")
    b'xx'
    """
    try:
        return text.encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        # a letter with an accent that this character set lacks
        return "".join(character if _fits(character, encoding) else "x" for character in text).encode(
            encoding, "surrogateescape"
        )


def _fits(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def _with_references(text: str, function: Callable[[str], str]) -> str:
    """Return what *function* makes of a text with references; those to characters that stay are written as they were."""
    characters: list[str] = []
    sources: list[str] = []
    at = 0
    for match in _REFERENCE.finditer(text):
        characters += text[at : match.start()]
        sources += text[at : match.start()]
        characters.append(_referred(match))
        sources.append(match[0])
        at = match.end()
    characters += text[at:]
    sources += text[at:]
    other = function("".join(characters))
    return "".join(
        source if new == old else _like(source, new)
        for source, old, new in zip(sources, characters, other, strict=True)
    )


def _referred(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        # an entity of its own stands for itself
        return _NAMED.get(name, "\ufffd")
    number = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def _like(source: str, character: str) -> str:
    if not source.startswith("&#"):
        return character
    return f"&#x{ord(character):X};" if source[2] == "x" else f"&#{ord(character)};"
