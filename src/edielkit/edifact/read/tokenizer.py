"""Bytes to segments with byte offsets: terminators are found with ``bytes.find``, never byte by byte.

A release character makes the next character literal (ISO 9735).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from edielkit.edifact.charset import CHARSETS
from edielkit.edifact.read.releases import components, split_released
from edielkit.edifact.read.syntax_faults import VERSIONS, SyntaxFaults
from edielkit.edifact.segments import BLANK, DEFAULT, LEVEL_B, Limits, Segment, Separators, Tokens, tag_name
from edielkit.errors import ParseError
from edielkit.findings import Finding, Position

__all__ = ("Scanner", "message_segments", "tokenize")

_BLANKS = re.compile(rb"[ \t\r\n]*")
_START = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*")
_TAG = re.compile(r"[A-Z][A-Z0-9]{2}")
# A curly or acute mark where the last terminator should stand: U+2019, U+00B4, U+2018 in the usual encodings.
_QUOTES = (b"\xe2\x80\x99", b"\xe2\x80\x98", b"\xc2\xb4", b"\x92", b"\x91", b"\xb4")
_EVERY = bytes(range(256))
# Segments that are kept to be recognised, how long and how many; whatever stands behind these changes how the next are read.
_CHANGE_READING = (b"UNA", b"UNB", b"UNZ")
_LONGEST_REPEATED = 64
_MOST_REPEATED = 1 << 16
# how an interchange begins that no UNA stands before: tags, each with what may stand behind it (of level B an information separator)
_HEADS: Mapping[bytes, bytes] = {b"UNB": b"+'\x1d", b"UNG": b"+'", b"UNH": b"+'"}
_BEGINS = tuple(tag + bytes((sign,)) for tag, signs in _HEADS.items() for sign in signs)
_BEGINS_UNB = tuple(begin for begin in _BEGINS if begin.startswith(b"UNB"))
# tag and elements of a segment
_Parts = tuple[str, tuple[tuple[str, ...], ...]]


def tokenize(data: bytes, *, limits: Limits | None = None) -> Tokens:
    """Take bytes apart into segments, with a finding for every fault of the syntax.

    Args:
        data: One interchange or several, in any of the character sets.
        limits: Bounds; the defaults are generous.

    Raises:
        ParseError: The bytes are no EDIFACT at all (EDI001) or more than the limit (EDI002).

    >>> [s.tag for s in tokenize(b"UNA:+.? 'UNB+UNOC:3+A+B+260101:0000+R'UNZ+0+R'")]
    ['UNA', 'UNB', 'UNZ']
    """
    return Scanner(data, limits or Limits()).tokens()


def message_segments(head: bytes, message: bytes) -> tuple[Segment | None, tuple[Segment, ...]]:
    """Return the head of an interchange, None when there is none, and the segments of a message.

    Args:
        head: The bytes of a UNB, which names the character set; empty for the first set.
        message: The bytes of a message, from UNH on, with the usual service characters.

    >>> unb, segments = message_segments(b"UNB+UNOC:3+A+B+260101:0000+1'", b"UNH+1'UNT+2+1'")
    >>> unb.get(2), [segment.tag for segment in segments]
    ('A', ['UNH', 'UNT'])
    """
    # a UNA may stand before anything
    segments = tokenize(DEFAULT.una + head + message).segments
    return (segments[1], segments[2:]) if head else (None, segments[1:])


class Scanner:
    """Reads the bytes of an input from front to back, stretch by stretch.

    Args:
        data: One interchange or several.
        limits: Bounds.
        separators: The service characters that hold at first.
        code: The character set (0001) that holds at first, empty for the first one.

    Raises:
        ParseError: There are more bytes than the limit.
    """

    def __init__(
        self, data: bytes, limits: Limits, *, separators: Separators = DEFAULT, code: str = ""
    ) -> None:
        self.data = data
        self.limits = limits
        # made for the first fault: most inputs have none
        self._faults: SyntaxFaults | None = None
        self.segments: list[Segment] = []
        # those that were met and are written as tags are
        self.tags: set[str] = set()
        self._use(separators)
        self._charset(code)
        if len(data) > limits.max_bytes:
            raise ParseError(
                f"expected at most {limits.max_bytes} bytes, found {len(data)}", Position(offset=0), "EDI002"
            )

    def tokens(self) -> Tokens:
        """Return the segments of the whole input; the trailing bytes are what no segment took."""
        start = self.start()
        end = self.read(start, len(self.data))
        return Tokens(self.data[:start], tuple(self.segments), self.data[end:], self.findings())

    def findings(self) -> tuple[Finding, ...]:
        """Return the faults of what was read; nothing is read after it."""
        return self._faults.result() if self._faults else ()

    @property
    def faults(self) -> SyntaxFaults:
        """What is wrong with what was read."""
        if self._faults is None:
            self._faults = SyntaxFaults()
        return self._faults

    def read(self, pos: int, stop: int) -> int:
        """Read the segments of a stretch, and return where the next one begins: before *stop* when the rest is no segment.

        Args:
            pos: First byte of a segment.
            stop: First byte of a later segment, or the end of the input.
        """
        data, segments, most = self.data, self.segments, self.limits.max_segments
        size = len(data)
        while pos < stop:
            if len(segments) >= most:
                self.faults.collector.add(
                    "EDI002",
                    f"more than {self.limits.max_segments} segments; the rest is not read",
                    Position(offset=pos),
                )
                break
            end = data.find(self.terminator, pos)
            plain = None
            if 0 < end - pos <= _LONGEST_REPEATED:
                body = data[pos:end]
                # segments repeat: times in every series, values too
                plain = self.repeated.get(body) or self._plain(body)
            if plain is not None:
                after = end + 1
                if after < size and data[after] in BLANK:
                    after = self._past_blanks(after)
                segments.append(Segment(plain[0], plain[1], pos, data[pos:after], self.separators))
                pos = after
                continue
            after = self._una(pos) if data.startswith(b"UNA", pos) else self._next(pos)
            if after == pos:
                break
            pos = after
        return pos

    def start(self) -> int:
        """Return where the first segment begins.

        Raises:
            ParseError: It is no head of an interchange.
        """
        match = _START.match(self.data)
        start = match.end() if match else 0
        head = self.data[start : start + 4]
        if head[:3] != b"UNA" and not self.data.startswith(_BEGINS, start):
            if not head:
                raise ParseError("expected UNA or UNB, found no bytes", Position(offset=start), "EDI001")
            raise ParseError(
                f"expected UNA or UNB at the start, found {head.decode('latin-1')!r}",
                Position(offset=start),
                "EDI001",
            )
        if head[:3] == b"UNA" and len(self.data) - start < 9:
            raise ParseError("expected six service characters after UNA", Position(offset=start), "EDI001")
        if self.data.startswith(b"\xef\xbb\xbf"):
            self.faults.collector.add(
                "EDI010", "a byte order mark stands before the interchange", Position(offset=0)
            )
        return start

    # -- UNA

    def _una(self, pos: int) -> int:
        advice = self.data[pos : pos + 9]
        if len(advice) < 9:
            return self._no_segment(pos, "expected six service characters after UNA")
        signs = advice[3:].decode("latin-1")
        at = Position(path="UNA", offset=pos + 3, segment="UNA")
        component, element, decimal, release, reserved, terminator = tuple(signs)
        needed = (component, element, release, terminator)
        release = "" if release == " " else release
        if len(set(needed)) < 4 or any(c.isalnum() or ord(c) > 0x7E for c in needed) or " " in {
            component, element, terminator,
        }:  # fmt: skip
            self.faults.collector.add(
                "EDI004",
                f"expected different signs such as ':+.? '', found {signs!r}; using the usual ones",
                at,
            )
            self._use(DEFAULT)
        else:
            self._use(Separators(component, element, decimal, release, reserved, terminator, explicit=True))
        end = self._past_blanks(pos + 9)
        self.segments.append(Segment("UNA", ((signs,),), pos, self.data[pos:end], self.separators))
        self._charset("")
        return end

    def _use(self, signs: Separators) -> None:
        """Take other service characters, with what the inner loop needs of them."""
        self.separators = signs
        self.terminator = signs.terminator.encode("latin-1")
        self.release = signs.release.encode("latin-1")
        self.advice = signs.service.encode("latin-1")
        self.tails = (signs.element, signs.component)
        self.pair = signs.component + signs.element

    def _past_blanks(self, pos: int) -> int:
        if pos < len(self.data) and self.data[pos] in BLANK:
            match = _BLANKS.match(self.data, pos)
            return match.end() if match else pos
        return pos

    # -- segments

    def _end(self, pos: int) -> int:
        """Return the place of the terminator of the segment at *pos*, or -1."""
        data, terminator, release = self.data, self.terminator, self.release
        at = data.find(terminator, pos)
        if not release:
            return at
        mark = pos
        while at > mark and data.startswith(release, at - 1):
            chunk = data[mark:at]
            if (len(chunk) - len(chunk.rstrip(release))) % 2 == 0:
                break
            mark = at + 1
            at = data.find(terminator, mark)
        return at

    def _next(self, pos: int) -> int:
        data = self.data
        begins = data.startswith(_BEGINS_UNB, pos)
        if begins:
            self._defaults(pos)
        if data.startswith(self.terminator, pos):
            return self._empty(pos)
        if not (begins or self.separators.are_usual) and self._is_foreign(pos):
            return self._no_segment(
                pos, "expected UNA: the service characters of one interchange do not hold for the next"
            )
        stop = self._end(pos)
        if stop < 0:
            return self._unfinished(pos)
        end = self._past_blanks(stop + 1)
        self._add(pos, stop, end)
        return end

    def _defaults(self, pos: int) -> None:
        """Choose the service characters for a UNB that no UNA stands before."""
        if self.segments and self.segments[-1].tag == "UNA":
            return
        self._use(LEVEL_B if self.data.startswith(b"\x1d", pos + 3) else DEFAULT)
        self._charset("")

    def _is_foreign(self, pos: int) -> bool:
        """Tell whether an interchange would begin here with signs that only the UNA or UNB of another one has announced."""
        last = self.segments[-1].tag if self.segments else ""
        signs = (self.separators.element.encode("latin-1"), self.terminator)
        begins = self.data.startswith(b"UNB", pos) and self.data.startswith(signs, pos + 3)
        return last == "UNZ" or (begins and last != "UNA")

    def _no_segment(self, pos: int, words: str) -> int:
        """Say that the rest is read as no segments, and return where it begins."""
        self.faults.collector.add("EDI018", words, Position(offset=pos))
        return pos

    def _empty(self, pos: int) -> int:
        sign = re.escape(self.terminator)
        match = re.compile(rb"(?:[ \t\r\n]|" + sign + rb")+").match(self.data, pos)
        end = match.end() if match else pos + 1
        self.faults.collector.add(
            "EDI007", "an empty segment: two terminators in a row", Position(offset=pos)
        )
        self._prolong(self.data[pos:end])
        return end

    def _prolong(self, more: bytes) -> None:
        last = self.segments.pop()
        raw = (last.raw or b"") + more
        self.segments.append(Segment(last.tag, last.elements, last.offset, raw, last.separators))

    def _unfinished(self, pos: int) -> int:
        """Read what stands at the end without a terminator."""
        data = self.data
        body = data[pos:].rstrip(BLANK)
        tag = body[:3].decode("latin-1")
        sign = body[3:4].decode("latin-1")
        # a last UNB, UNG or UNH without a separator or a terminator begins nothing
        is_cut = sign == "" and body[:3] not in _HEADS
        if not _TAG.fullmatch(tag) or not (is_cut or sign == self.separators.element):
            return self._no_segment(pos, "bytes that are no segment follow the last one")
        stop = pos + len(body)
        release, terminator = self.release, self.terminator
        quote = next((q for q in _QUOTES if body.endswith(q)), b"")
        here = Position(path=tag, offset=stop, segment=tag)
        if quote:
            stop -= len(quote)
            self.faults.collector.add("EDI009", f"expected {self.separators.terminator!r} at the end, found a quotation "
                           "mark of another kind", attrs_offset(here, stop))  # fmt: skip
        elif (
            release
            and body.removesuffix(terminator).endswith(release)
            and body.endswith((release, release + terminator))
        ):
            cut = len(body.removesuffix(terminator)) - 1
            stop = pos + cut
            self.faults.collector.add(
                "EDI006", "a release character stands at the very end", attrs_offset(here, stop)
            )
        else:
            self.faults.collector.add(
                "EDI005",
                f"expected {self.separators.terminator!r} after {tag_name(tag)}, found the end",
                here,
            )
        self._add(pos, stop, len(data))
        return len(data)

    def _plain(self, body: bytes) -> _Parts | None:
        """Return tag and elements of a short segment that is written the usual way and without a fault; None for any other one.

        Args:
            body: What stands before the first terminator, which ends it unless a release character stands there.
        """
        clean = self.plain_bytes
        if clean is None or b"?" in body or body.startswith(_CHANGE_READING):
            return None
        text = body.decode(self.codec, "surrogateescape")
        tag, *rows = text.split("+")
        if body.translate(None, clean) or text.endswith(("+", ":")) or ":+" in text:
            return None
        if tag not in self.tags:
            if not _TAG.fullmatch(tag):
                return None
            self.tags.add(tag)
        # a list is quicker to build a tuple from than a generator
        elements = tuple([(row,) if ":" not in row else tuple(row.split(":")) for row in rows])
        return self._remember(body, (tag, elements))

    def _remember(self, body: bytes, parts: _Parts) -> _Parts:
        """Keep what a segment says whose terminator ends it wherever it stands again."""
        if len(self.repeated) >= _MOST_REPEATED:
            self.repeated.clear()
        self.repeated[body] = parts
        return parts

    def _add(self, pos: int, stop: int, end: int) -> None:
        """Keep the segment from *pos* to its terminator at *stop*, with the bytes up to *end*."""
        data, signs = self.data, self.separators
        body = data[pos:stop]
        raw = data[pos:end]
        if len(body) > self.limits.max_segment_bytes:
            self._unread(body, pos, raw, f"{len(body)} bytes")
            return
        if body.startswith(b"UNB"):
            self._charset(_syntax_id(body, signs))
        text = body.decode(self.codec, "surrogateescape")
        most = self.limits.max_parts
        if len(text) > most and text.count(signs.element) + text.count(signs.component) > most:
            self._unread(body, pos, raw, f"more than {self.limits.max_parts} parts")
            return
        release = signs.release
        if release and release in text:
            tag, *rows = split_released(text, signs.element, release)
            elements = tuple([components(row, signs.component, release) for row in rows])
        else:
            rows = text.split(signs.element)
            tag = rows[0]
            del rows[0]
            component = signs.component
            # a list is quicker to build a tuple from than a generator
            elements = tuple(
                [(row,) if component not in row else tuple(row.split(component)) for row in rows]
            )
        segment = Segment(tag, elements, pos, raw, signs)
        self.segments.append(segment)
        if tag == "UNZ":
            # what follows is looked at: signs of this interchange may not hold for it
            self.repeated.clear()
        unclean = self.clean is None or bool(body.translate(None, self.clean))
        if (
            unclean
            or tag == "UNB"
            or text.endswith(self.tails)
            or self.pair in text
            or not _TAG.fullmatch(tag)
        ):
            self._look_at(segment, body, text, unclean=unclean)
        # the next terminator ends such a segment wherever it stands again
        elif (
            len(body) <= _LONGEST_REPEATED
            and not body.startswith(_CHANGE_READING)
            and not (release and text.endswith(release))
        ):
            self._remember(body, (tag, elements))

    def _look_at(self, segment: Segment, body: bytes, text: str, *, unclean: bool) -> None:
        if not _TAG.fullmatch(segment.tag):
            self.faults.tag(segment)
        if text.endswith(self.tails) or self.pair in text:
            self.faults.separators(segment)
        if self.code and unclean:
            self.faults.characters(segment, body, self.code, self.advice)
        if segment.tag == "UNB" and not (segment.get(1) in CHARSETS and segment.get(1, 2) in VERSIONS):
            self.faults.unb(segment)

    def _unread(self, body: bytes, pos: int, raw: bytes, what: str) -> None:
        # the whole tag, as that of any other segment
        tag = body[:_LONGEST_REPEATED].decode("latin-1").split(self.separators.element)[0]
        self.faults.collector.add(
            "EDI002",
            f"{tag_name(tag)!r} has {what}; its elements are not read",
            Position(path=tag_name(tag), offset=pos),
        )
        self.segments.append(Segment(tag, (), pos, raw, self.separators))

    def _charset(self, code: str) -> None:
        if self._faults is not None:
            self._faults.report_lower()
        charset = CHARSETS.get(code)
        self.code = code if charset else ""
        self.codec = charset.codec if charset else "latin-1"
        clean = charset.clean if charset else None
        self.repeated: dict[bytes, _Parts] = {}
        # every byte passes while the set is not known; None asks for the full check
        self.clean = _EVERY if not self.code else None if clean is None else clean + self.advice
        # the bytes of segments that are read at once, None where none are: no bound is met by a short segment
        is_bounded = min(self.limits.max_segment_bytes, self.limits.max_parts) < _LONGEST_REPEATED
        self.plain_bytes = self.clean if self.separators.are_usual and not is_bounded else None


def attrs_offset(position: Position, offset: int) -> Position:
    """Return *position* at another byte."""
    return Position(path=position.path, offset=offset, segment=position.segment)


def _syntax_id(body: bytes, signs: Separators) -> str:
    text = body[:16].decode("latin-1")
    rows = text.split(signs.element)
    return rows[1].split(signs.component)[0] if len(rows) > 1 else ""
