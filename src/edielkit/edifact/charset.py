"""Character sets of EDIFACT: UNOA to UNOY, their codecs and what may stand in each.

Source: ISO/DIS 9735-10, S001 0001; the codecs follow from the ISO names. The list of level A punctuation is
known from memory only, so a breach of it is a warning (see ``EDI017``).
"""

from __future__ import annotations

from enum import Enum
from functools import cached_property

import attrs

__all__ = ("CHARSETS", "CharacterFault", "Charset", "encode", "faults")

_DIGITS = "0123456789"
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Level A: blank and punctuation, the service characters included (trust: memory).
_PUNCTUATION = " .,-()/=!\"%&*;<>'+:?"


class CharacterFault(Enum):
    """Why a character may not stand where it stands."""

    OUTSIDE = "outside the set"
    LOWER = "a lower-case letter"
    CONTROL = "a control character"
    PUNCTUATION = "not in the level A punctuation as remembered"


@attrs.frozen
class Charset:
    """A syntax identifier with its codec.

    Attributes:
        code: Syntax identifier of UNB 0001, such as ``UNOC``.
        codec: Python codec that reads and writes it.
        standard: The standard's own name of the set.
    """

    code: str
    codec: str
    standard: str

    @cached_property
    def clean(self) -> bytes | None:
        """All bytes that may stand in the set, or None when the set is not one byte a character.

        >>> CHARSETS["UNOB"].clean == bytes(range(0x20, 0x7F))
        True
        """
        if self.code == "UNOA":
            return _LEVEL_A
        if self.code == "UNOB":
            return _ASCII
        if self.code in {"UNOW", "UNOX", "UNOY"}:
            return None
        return _ASCII + bytes(b for b in range(0xA0, 0x100) if bytes((b,)).decode(self.codec, "ignore"))


def _table(*rows: tuple[str, str, str]) -> dict[str, Charset]:
    return {code: Charset(code, codec, standard) for code, codec, standard in rows}


# Levels A and B are read as Latin-1, so that a stray letter keeps its byte; the check reports it.
CHARSETS = _table(
    ("UNOA", "latin-1", "ISO 646 without lower case"),
    ("UNOB", "latin-1", "ISO 646"),
    ("UNOC", "latin-1", "ISO 8859-1"),
    ("UNOD", "iso8859-2", "ISO 8859-2"),
    ("UNOE", "iso8859-5", "ISO 8859-5"),
    ("UNOF", "iso8859-7", "ISO 8859-7"),
    ("UNOG", "iso8859-3", "ISO 8859-3"),
    ("UNOH", "iso8859-4", "ISO 8859-4"),
    ("UNOI", "iso8859-6", "ISO 8859-6"),
    ("UNOJ", "iso8859-8", "ISO 8859-8"),
    ("UNOK", "iso8859-9", "ISO 8859-9"),
    ("UNOL", "iso8859-15", "ISO 8859-15"),
    ("UNOW", "utf-8", "ISO 10646 in UTF-8"),
    # code extension by escape sequences: bytes are kept, not interpreted
    ("UNOX", "latin-1", "ISO 2022"),
    ("UNOY", "utf-8", "ISO 10646"),
)

_CONTROL = bytes((*range(0x20), 0x7F))
_C1 = bytes(range(0x80, 0xA0))
_LEVEL_A = (_DIGITS + _UPPER + _PUNCTUATION).encode("ascii")
_ASCII = bytes(range(0x20, 0x7F))


def _kind(byte: int, code: str) -> CharacterFault:
    if byte in _CONTROL or (byte in _C1 and code not in {"UNOA", "UNOB"}):
        return CharacterFault.CONTROL
    if code == "UNOA" and byte in _ASCII:
        return CharacterFault.LOWER if chr(byte).islower() else CharacterFault.PUNCTUATION
    return CharacterFault.OUTSIDE


def faults(body: bytes, code: str, allowed: bytes = b"") -> list[tuple[CharacterFault, int]]:
    """Return each kind of fault in *body* with the place of its first byte, in order.

    Args:
        body: Bytes of one segment without its terminator.
        code: Syntax identifier of UNB 0001.
        allowed: Service characters in use, which may stand anywhere.

    >>> faults("NAD+FR+Bærum".encode("latin-1"), "UNOB")
    [(<CharacterFault.OUTSIDE: 'outside the set'>, 8)]
    """
    charset = CHARSETS.get(code)
    clean = charset.clean if charset else None
    if clean is None:
        return _utf8_faults(body) if code in {"UNOW", "UNOY"} else []
    outside = body.translate(None, clean + allowed)
    if not outside:
        return []
    places: dict[CharacterFault, int] = {}
    for byte in sorted(set(outside), key=body.index):
        places.setdefault(_kind(byte, code), body.index(byte))
    return sorted(places.items(), key=lambda item: item[1])


def _utf8_faults(body: bytes) -> list[tuple[CharacterFault, int]]:
    places = []
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        places.append((CharacterFault.OUTSIDE, error.start))
    controls = body.translate(None, bytes(set(range(256)) - set(_CONTROL)))
    if controls:
        places.append((CharacterFault.CONTROL, min(body.index(b) for b in set(controls))))
    return sorted(places, key=lambda item: item[1])


def encode(text: str, code: str) -> bytes:
    r"""Return *text* in the bytes of a character set.

    Raises:
        ValueError: A character is not in the set, a control character, or the set is not known; the text
            names the character.

    >>> encode("BÆRUM", "UNOC")
    b'B\xc6RUM'
    """
    charset = CHARSETS.get(code)
    if charset is None:
        raise ValueError(f"expected a syntax identifier UNOA to UNOY, found {code!r}")
    try:
        data = text.encode(charset.codec)
    except UnicodeEncodeError as error:
        raise ValueError(f"{text[error.start]!r} is not in {code} ({charset.standard})") from None
    for _, at in faults(data, code):
        raise ValueError(f"{data[at : at + 1].decode(charset.codec)!r} is not in {code} ({charset.standard})")
    return data
