"""Segments as values: service characters, tag and elements, and the place of each in the bytes that it came from.

Nothing is lost: the raw bytes of all segments, with what stands before the first and after the last, are the input
again, byte for byte. Reading is `edielkit.edifact.read.tokenizer`, writing `edielkit.edifact.write.writer`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import attrs

from edielkit.findings import Finding, Position
from edielkit.harmless import MASK

__all__ = (
    "BLANK",
    "DEFAULT",
    "LEVEL_B",
    "Limits",
    "Segment",
    "Separators",
    "Tokens",
    "place",
    "regular_start",
    "tag_name",
)


_TAG_LETTERS, _LONGEST_TAG = 3, 8
_LONG_WORD = re.compile(r"[^\W\d_]{4}")


@attrs.frozen
class Separators:
    """The service characters in use.

    Attributes:
        component: Between the components of a composite element.
        element: Between elements.
        decimal: Decimal mark of numbers, as far as UNA advises one.
        release: Makes the next character literal; empty when there is none.
        reserved: Blank, or the repetition separator of syntax 4.
        terminator: Ends a segment.
        explicit: A UNA said so.
    """

    component: str = ":"
    element: str = "+"
    decimal: str = "."
    release: str = "?"
    reserved: str = " "
    terminator: str = "'"
    explicit: bool = attrs.field(default=False, eq=False)

    @property
    def una(self) -> bytes:
        """The service string advice that announces these characters."""
        signs = (self.component, self.element, self.decimal, self.release or " ", self.reserved)
        return ("UNA" + "".join(signs) + self.terminator).encode("latin-1")

    @property
    def service(self) -> str:
        """The characters that are released when they stand in data."""
        repetition = "" if self.reserved == " " else self.reserved
        return self.component + self.element + self.release + self.terminator + repetition

    @property
    def are_usual(self) -> bool:
        """Separators, release character and terminator are the usual ones; the decimal mark may be any.

        >>> Separators(decimal=",").are_usual, LEVEL_B.are_usual
        (True, False)
        """
        # asked of each segment
        if self is DEFAULT:
            return True
        usual = (DEFAULT.component, DEFAULT.element, DEFAULT.release, DEFAULT.terminator)
        return usual == (self.component, self.element, self.release, self.terminator)


DEFAULT = Separators()
# UNA and its six service characters.
_UNA_BYTES = 9
# White space that may stand behind a terminator.
BLANK = b" \t\r\n"
# ISO 9735 level B without UNA: information separators, no release character.
LEVEL_B = Separators(component="\x1f", element="\x1d", release="", terminator="\x1c")


@attrs.frozen
class Limits:
    """Bounds on input; beyond them input is refused or kept unread, never half understood.

    Attributes:
        max_bytes: Larger input is refused with a ParseError (default 1 GiB).
        max_segments: Later segments are kept as trailing bytes, with a finding (default 40 million: ten million values
            with a start and an end each).
        max_segment_bytes: A longer segment keeps its tag and raw bytes, but no elements (default 1 MiB).
        max_parts: A segment with more elements and components than this is kept unread (default 10,000).
    """

    max_bytes: int = 1 << 30
    max_segments: int = 40_000_000
    max_segment_bytes: int = 1 << 20
    max_parts: int = 10_000


@attrs.frozen(slots=True)
class Segment:
    """One segment: tag, elements of components, and where it came from.

    Two segments are equal when tag and elements are.

    Attributes:
        tag: Segment tag, such as ``QTY``.
        elements: Decoded, released values; ``elements[i][j]`` is component j of element i, from 0.
        offset: First byte in the input; None when built.
        raw: Exact bytes with terminator and the white space that follows; None when built.
        separators: The service characters that ``raw`` was written with.
    """

    tag: str
    elements: tuple[tuple[str, ...], ...] = ()
    offset: int | None = attrs.field(default=None, eq=False)
    raw: bytes | None = attrs.field(default=None, eq=False, repr=False)
    separators: Separators = attrs.field(default=DEFAULT, eq=False, repr=False)

    @classmethod
    def of(cls, tag: str, *elements: str | Sequence[str]) -> Segment:
        """Return a built segment; empty parts at the end are left out, as the standard asks.

        Args:
            tag: Segment tag.
            elements: A text for a simple element, a sequence of texts for a composite.

        >>> Segment.of("LIN", "1", "", ("9011", "", "", "DK"), "").elements
        (('1',), ('',), ('9011', '', '', 'DK'))
        """
        rows = [_trimmed((element,) if isinstance(element, str) else tuple(element)) for element in elements]
        while rows and rows[-1] == ("",):
            rows.pop()
        return cls(tag, tuple(rows))

    def get(self, element: int, component: int = 1) -> str:
        """Return a component, counted from 1 after the tag; empty when it is not there.

        Element 0098 of CONTRL counts the tag as 1, so it is *element* + 1; 0104 is *component*.

        >>> Segment.of("QTY", ("136", "12.5")).get(1, 2)
        '12.5'
        """
        if not 0 < element <= len(self.elements):
            return ""
        parts = self.elements[element - 1]
        return parts[component - 1] if 0 < component <= len(parts) else ""

    def at(self, element: int = 0, component: int = 1) -> int | None:
        """Return the first byte of a component in the input; of the tag for element 0; None when not there.

        >>> Segment("QTY", (("136", "1"),), 100, b"QTY+136:1'").at(1, 2)
        108
        """
        if self.offset is None or self.raw is None:
            return None
        if element == 0:
            return self.offset
        signs = self.separators
        if b"?" not in self.raw and (signs is DEFAULT or signs == DEFAULT):
            return _plain_at(self.raw, self.offset, element, component)
        row, column = 0, 1
        for match in _marks(self.separators).finditer(self.raw):
            sign = match.group(1)
            if sign is None:
                continue
            if sign == self.separators.component.encode("latin-1"):
                column += 1
            elif sign == self.separators.element.encode("latin-1"):
                row, column = row + 1, 1
            else:
                break
            if (row, column) == (element, component):
                return self.offset + match.end()
        return None

    @property
    def tail(self) -> bytes:
        r"""What stands behind the terminator up to the next segment: line breaks, blanks; nothing when built.

        >>> Segment("UNS", (("D",),), 100, b"UNS+D'\r\n").tail
        b'\r\n'
        """
        raw = self.raw or b""
        if self.tag == "UNA":
            return raw[_UNA_BYTES:]
        terminator = self.separators.terminator.encode("latin-1")
        ends = (match.end() for match in _marks(self.separators).finditer(raw) if match[1] == terminator)
        return raw[next(ends, len(raw)) :]

    def place(self, element: int = 0, component: int = 0) -> str:
        """Return the place as positions spell it: ``QTY``, ``QTY/1`` or ``QTY/1/2``."""
        name = tag_name(self.tag)
        if element and component:
            return f"{name}/{element}/{component}"
        return f"{name}/{element or component}" if element or component else name


def _plain_at(raw: bytes, offset: int, element: int, component: int) -> int | None:
    """Return what `Segment.at` does of a segment with the usual service characters, none of which is released."""
    end = raw.find(b"'")
    at, end = -1, len(raw) if end < 0 else end
    for _ in range(element):
        at = raw.find(b"+", at + 1, end)
        if at < 0:
            return None
    if component == 1:
        return offset + at + 1
    last = raw.find(b"+", at + 1, end)
    end = end if last < 0 else last
    for _ in range(component - 1):
        at = raw.find(b":", at + 1, end)
        if at < 0:
            return None
    return offset + at + 1 if component > 1 else None


def _trimmed(parts: tuple[str, ...]) -> tuple[str, ...]:
    end = max((i for i, part in enumerate(parts, 1) if part), default=0)
    return parts[:end] or ("",)


@cache
def _marks(separators: Separators) -> re.Pattern[bytes]:
    """Match a released character (no group) or a separator (group 1)."""
    signs = (separators.component + separators.element + separators.terminator).encode("latin-1")
    release = separators.release.encode("latin-1")
    literal = re.escape(release) + rb"[\s\S]|" if release else b""
    return re.compile(literal + b"([" + b"".join(re.escape(bytes((c,))) for c in signs) + b"])")


@lru_cache(maxsize=256)
def tag_name(tag: str) -> str:
    """Return how findings and paths call a segment: by its tag, of which a longer word shows three letters.

    A terminator that stands unreleased in a name makes a segment of the second half.

    >>> tag_name("NAD"), tag_name("QTY136"), tag_name("Testesen")
    ('NAD', 'QTY136', 'Tes•••')
    """
    return tag[:_TAG_LETTERS] + MASK if _LONG_WORD.search(tag) else tag[:_LONGEST_TAG]


def place(segment: Segment, element: int = 0, component: int = 0, *, path: str = "") -> Position:
    """Return the position of a segment, element or component in the input.

    Args:
        segment: The segment.
        element: Element from 1, the first after the tag (0098 of CONTRL is one more); 0 for the segment.
        component: Component from 1 (0104 of CONTRL); 0 for the element.
        path: Group path, when it is known.
    """
    at = segment.at(element, component or 1) if element else segment.offset
    return Position(
        path=path or tag_name(segment.tag),
        offset=segment.offset if at is None else at,
        segment=segment.place(element, component),
    )


@attrs.frozen
class Tokens:
    """The segments of an input and what stands around them.

    Attributes:
        leading: Bytes before the first segment: byte order mark, white space.
        segments: All segments in order; a UNA is one, with its characters as its raw bytes.
        trailing: Bytes after the last segment that are no segment.
        findings: Faults of the syntax itself.
    """

    leading: bytes
    segments: tuple[Segment, ...]
    trailing: bytes
    findings: tuple[Finding, ...] = ()

    def __iter__(self) -> Iterator[Segment]:
        return iter(self.segments)

    def __len__(self) -> int:
        return len(self.segments)

    def to_bytes(self) -> bytes:
        """Return the input again, byte for byte."""
        return b"".join((self.leading, *(s.raw or b"" for s in self.segments), self.trailing))


# -- inputs in which no segment has to be read to know where it ends


def regular_start(data: bytes) -> int | None:
    """Return where the first UNB stands of an input in which every terminator ends a segment; None for any other one.

    Such an input has the usual service characters throughout, no released terminator, and nothing behind the last one.

    Args:
        data: The input.

    >>> (
    ...     regular_start(b"UNA:+.? 'UNB+UNOC:3'"),
    ...     regular_start(b"UNB+UNOC:3+A?''"),
    ...     regular_start(b"UNA:*.? 'UNB*UNOC:3'"),
    ... )
    (9, None, None)
    """
    head = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip(BLANK)
    at = data.find(head[:4])
    una = b""
    if head.startswith(b"UNA"):
        una = head[:_UNA_BYTES]
        if una[3:5] != b":+" or una[5:6] not in b".," or una[6:] != b"? '":
            return None
        at += _UNA_BYTES
        while data[at : at + 1] and data[at : at + 1] in BLANK:
            at += 1
    is_regular = (
        data.startswith(b"UNB+", at)
        and not data[data.rfind(b"'") + 1 :].strip(BLANK)
        # most inputs release nothing
        and (data.find(b"?", at) < 0 or b"?'" not in data)
        and _keeps_signs(data, at, una)
    )
    return at if is_regular else None


def _keeps_signs(data: bytes, start: int, una: bytes) -> bool:
    """Tell whether no other UNA announces other characters, and no UNB of level B brings its own."""
    at = start - 1
    # a letter that is rare in values is quicker to find than the tags
    while (at := data.find(b"U", at + 1)) >= 0:
        if data.startswith(b"UNB\x1d", at) or (
            data.startswith(b"UNA", at) and data[at : at + _UNA_BYTES] != una
        ):
            return False
    return True
