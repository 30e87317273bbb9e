"""Messages made harmless: nobody and nothing in them can be recognised, and they have the same faults as before.

Identities, names, addresses, telephone numbers, e-mail, meter numbers, free texts, coordinates, metering points, parties
and identifications become pseudonyms of the same form (`edielkit.generate.anonymising.pseudonyms`), the same for the
same key: a folder and its answers still fit together, and so do two runs. Without the key there is no way back.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping

import attrs

from edielkit.errors import ParseError
from edielkit.findings import Position
from edielkit.generate.anonymising.changed_amounts import VALUES, Amounts
from edielkit.generate.anonymising.edifact_pieces import EdifactPieces
from edielkit.generate.anonymising.moved_times import ClockChangeError, MovedTimes
from edielkit.generate.anonymising.pseudonyms import Pseudonyms
from edielkit.generate.anonymising.replacing import Remark, Replacer, Tally
from edielkit.generate.anonymising.xml_pieces import XmlPieces
from edielkit.generate.anonymising.xml_text import read_wide, written_wide
from edielkit.inputs import Input, XmlInput, open_input

__all__ = ("VALUES", "Anonymised", "Anonymiser", "ClockChangeError", "Remark", "anonymise")

_LEAST_KEY = 8
# nobody moves a message out of the calendar
_MOST_WEEKS = 10_400
# what the key is made of is guessed a word at a time: each guess is to cost something
_SALT = b"edielkit anonymise 1"
_HEADS = (b"UNA", b"UNB", b"UNG", b"UNH")
_WIDE = re.compile(r"utf-?(?:16|32)", re.IGNORECASE)
_FIRST_BYTES = 8
# the head that zlib writes with this window is gzip's, without a time: the same content gives the same bytes
_GZIP_LEVEL, _GZIP_WINDOW = 9, 31


@attrs.frozen(kw_only=True)
class Anonymised:
    """A message made harmless.

    Attributes:
        data: The message, packed as it was.
        replaced: How many contents were replaced, by what they were.
        remarks: What to look at in the result: free texts, and birth numbers that stood where none is expected.
    """

    data: bytes = attrs.field(repr=False)
    replaced: Mapping[str, int]
    remarks: tuple[Remark, ...]


class Anonymiser:
    """Makes messages harmless with one key; may be used by one thread at a time.

    >>> anonymiser = Anonymiser(b"correct horse battery staple")
    >>> anonymiser.anonymise(b"UNB+UNOC:3+7080009990116:14+7080003824349:14+260202:0631+R20260202'").data
    b"UNB+UNOC:3+7009116644705:14+7080003824349:14+260202:0631+D71806026'"
    """

    def __init__(self, key: bytes, *, values: str = "keep", shift_weeks: int = 0) -> None:
        """Take a key and what becomes of amounts and times.

        Args:
            key: At least eight bytes that nobody guesses.
            values: ``keep`` leaves amounts as they are; ``scale`` multiplies all by one factor of the key; ``reshape``
                gives them other digits. Control totals and volumes between readings that were right stay right.
            shift_weeks: By how many weeks all times are moved, negative for earlier.

        Raises:
            ValueError: The key is too short, *values* is none of the three, or the move is longer than two centuries.
        """
        if len(key) < _LEAST_KEY:
            raise ValueError(f"expected a key of at least {_LEAST_KEY} bytes, found {len(key)}")
        if values not in VALUES:
            raise ValueError(f"expected one of {', '.join(VALUES)}, found {values!r}")
        if abs(shift_weeks) > _MOST_WEEKS:
            raise ValueError(f"expected a move of at most {_MOST_WEEKS} weeks")
        derived = hashlib.scrypt(key, salt=_SALT, n=1 << 14, r=8, p=1, dklen=32)
        self._pseudonyms = Pseudonyms(derived)
        self._amounts = None if values == "keep" else Amounts(values, derived, self._pseudonyms)
        self._moved = MovedTimes(shift_weeks) if shift_weeks else None

    def anonymise(self, data: bytes | Input) -> Anonymised:
        """Return a message of either wire made harmless, gzip if it was gzip.

        Args:
            data: A message, an envelope or an interchange, plain or gzip; it may have any faults.

        Raises:
            ParseError: The bytes are no XML and no EDIFACT, or broken gzip.
            ClockChangeError: Times are moved so that the hours of a period change.
        """
        opened, tally = open_input(data, verb="generate.anonymise"), Tally()
        content = b"".join(self.packed_pieces(opened, tally))
        return Anonymised(
            data=content, replaced=dict(sorted(tally.replaced.items())), remarks=tuple(tally.remarks)
        )

    def packed_pieces(self, opened: Input, tally: Tally) -> Iterator[bytes]:
        """Yield what `anonymise` gives piece by piece, so that a large result need not be held.

        Args:
            opened: The message, as `edielkit.inputs.open_input` gives it.
            tally: Where it is counted what is replaced.

        Raises:
            ParseError: The bytes are no XML and no EDIFACT; this shows at the first piece.
            ClockChangeError: Times are moved so that the hours of a period change; this may show at any piece.
        """
        pieces = self.pieces(opened, tally)
        if opened.packing != "gzip":
            yield from pieces
            return
        packer = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
        for piece in pieces:
            yield packer.compress(piece)
        yield packer.flush()

    def pieces(self, opened: Input, tally: Tally, *, is_fast: bool = True) -> Iterator[bytes]:
        """Yield the content of a message piece by piece, not packed, and count in *tally* what is replaced.

        Args:
            opened: The message, as `edielkit.inputs.open_input` gives it.
            tally: Where it is counted.
            is_fast: Let what is written alike pass as a whole; the result is the same without it.

        Raises:
            ParseError: The bytes are no XML and no EDIFACT.
            ClockChangeError: Times are moved so that the hours of a period change.
        """
        replacer = Replacer(self._pseudonyms, tally, self._amounts)
        if isinstance(opened, XmlInput):
            yield from self._xml(opened, XmlPieces(replacer, self._moved), is_fast=is_fast)
            return
        if not opened.content.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n").startswith(_HEADS):
            seems = f", found {opened.seems}" if opened.seems else ""
            raise ParseError(f"expected XML or EDIFACT{seems}", Position(offset=0), "SYS011")
        yield from EdifactPieces(replacer, self._moved).pieces(opened.content, is_fast=is_fast)

    @staticmethod
    def _xml(opened: XmlInput, walk: XmlPieces, *, is_fast: bool) -> Iterator[bytes]:
        encoding = opened.encoding
        # an encoding that is declared and not used is none
        if not _WIDE.match(encoding) or b"\0" not in opened.content[:_FIRST_BYTES]:
            yield from walk.pieces(opened.content, encoding, is_fast=is_fast)
            return
        # two or four bytes a character: walked as UTF-8
        text, strange, mark = read_wide(opened.content, encoding)
        walked = b"".join(walk.pieces(text.encode("utf-8", "surrogatepass"), "utf-8", is_fast=is_fast))
        yield written_wide(walked.decode("utf-8", "surrogatepass"), encoding, strange, mark)

    def name(self, name: str) -> str:
        """Return the name of a file or folder with pseudonyms; words that name a kind of message stay.

        >>> Anonymiser(b"correct horse battery staple").name("CollectedData-707057500012345671.xml")
        'CollectedData-707057202566427741.xml'
        """
        return _NAME.sub(
            lambda match: match[0] if _says_kind(match[0]) else self._pseudonyms.text(match[0]), name
        )


_NAME = re.compile(r"[^\W\d_]+|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|[0-9](?:[0-9 ._-]*[0-9])?")
_ENDINGS = frozenset({"xml", "edi", "ediel", "edifact", "gz", "zst", "zip", "txt"})


def _says_kind(word: str) -> bool:
    from edielkit.edifact.check.directory.layouts import layouts
    from edielkit.emif.messages import MESSAGES

    return (
        word in MESSAGES
        or word.lower() in _ENDINGS
        or any(word.upper() == message for message, _ in layouts())
    )


def anonymise(data: bytes | Input, *, key: bytes, values: str = "keep", shift_weeks: int = 0) -> Anonymised:
    """Return one message made harmless; see `Anonymiser`, which is quicker for many.

    Args:
        data: The message, of either wire.
        key: The secret that pseudonyms follow from, at least 8 bytes: the same key gives the same ones.
        values: What becomes of amounts: ``keep``, ``scale`` or ``reshape``, as `Anonymiser` says.
        shift_weeks: By how many weeks all times are moved, negative for earlier.

    Raises:
        ValueError: The key is too short, *values* is none of the three, or the move is longer than two centuries.
        ParseError: *data* is no message.

    >>> import datetime as dt
    >>> data = b"<a><GivenName>Ola</GivenName><FamilyName>Nordmann</FamilyName></a>"
    >>> anonymise(data, key=b"correct horse battery staple").data
    b'<a><GivenName>Odu</GivenName><FamilyName>Qethzyvp</FamilyName></a>'
    """
    return Anonymiser(key, values=values, shift_weeks=shift_weeks).anonymise(data)
