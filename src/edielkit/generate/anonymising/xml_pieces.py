"""An XML document made harmless, byte for byte as it was but for what is replaced.

No parser is needed: the markup is walked as text, so that a document with faults of syntax keeps them. What is known to
hold nothing of anybody is let through: tags, codes that a list has, numbers, instants. All else is replaced: unknown
elements and attributes, comments, sections and instructions too.

Rows of values that are written plainly pass as a whole; a head of a payload that is like one before passes with what
stands in its slots replaced (`edielkit.generate.anonymising.xml_rows`).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from functools import partial

import attrs

from edielkit.generate.anonymising.moved_times import MovedTimes, xml_instant
from edielkit.generate.anonymising.replacing import Replacer, Tally
from edielkit.generate.anonymising.tables import (
    FREE_TEXT,
    UNKNOWN,
    Content,
    FieldKind,
    element_contents,
    is_code,
)
from edielkit.generate.anonymising.xml_rows import PlainRows
from edielkit.generate.anonymising.xml_text import codec_of, mapped, mapped_plain

__all__ = ("XmlPieces",)

_BOM = codecs.BOM_UTF8
_TOKEN = re.compile(
    rb"<!--(?P<comment>.*?)(?:-->|\Z)"
    rb"|<!\[CDATA\[(?P<section>.*?)(?:\]\]>|\Z)"
    rb"|<\?xml(?:\s+(?:version|encoding|standalone)\s*=\s*(?:\"[\w.-]{1,20}\"|'[\w.-]{1,20}'))+\s*\?>"
    rb"|<\?(?P<instruction>.*?)(?:\?>|\Z)"
    rb"|<!(?P<declaration>[^\[>]*(?:\[.*?\]\s*)?)(?:>|\Z)"
    rb"|</(?P<end>[^\s<>]*)\s*>"
    rb"|<(?:[^\s<>/!?:\"'=]*:)?(?P<name>[^\s<>/!?:\"'=]+)(?P<attributes>(?:\s+[^<>\"'=]*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*\s*)(?P<empty>/?)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rb"(\s+(?:[\w.-]+:)?)([\w.-]+)(\s*=\s*)(\"[^\"]*\"|'[^']*')")
_QUOTED = re.compile(rb"(?<=\")[^\"]*(?=\")|(?<=')[^']*(?=')")
# a tag that is cut off at the end of the input
_CUT = re.compile(rb"</?[A-Za-z:._-]{0,60}\s*\Z")
_DECLARING = re.compile(rb"<\?xml\b")
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+|[0-9]{5,}")
_DECLARED = frozenset({"xml", "version", "encoding", "standalone", "yes", "no", "UTF", "utf", "ISO", "iso"})
_LONG_DIGITS = re.compile(rb"[0-9]{9,}")
_NAMESPACE = re.compile(
    r"(?:urn:no:elhub:|http://schemas\.xmlsoap\.org/|http://www\.w3\.org/|http://docs\.oasis-open\.org/)[\w:./#-]{0,120}",
    re.ASCII,
)
_XML_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{1,12})?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_ATTRIBUTE_TEXT = Content(FieldKind.TEXT, "unknown attribute")
_READINGS = frozenset({"MeterReadingStart", "MeterReadingEnd", "MeterIndex"})


@attrs.define(eq=False)
class XmlPieces:
    """Makes XML harmless.

    Attributes:
        replacer: Replaces contents.
        moved: Moves times; they stay if None.
        data: The document that is walked.
        encoding: Its encoding.
        content: What the text here is; None outside of an element of text.
        name: Name of the element of text.
    """

    replacer: Replacer
    moved: MovedTimes | None = None
    encoding: str = "utf-8"
    data: bytes = b""
    content: Content | None = None
    name: str = ""
    _readings: dict[str, tuple[str, str]] = attrs.field(factory=dict)
    _start: str = ""
    _line: tuple[int, int] = (0, 1)

    def pieces(self, data: bytes, encoding: str, *, is_fast: bool = True) -> Iterator[bytes]:
        """Yield a document piece by piece.

        Args:
            data: The document, in an encoding that writes ASCII as ASCII.
            encoding: Its encoding.
            is_fast: Let rows and heads that are written alike pass as a whole; without it each is looked at by itself.

        Raises:
            ClockChangeError: Times are moved so that the hours of a period change.
        """
        self.data, self.encoding, self.content, self.name = data, codec_of(encoding), None, ""
        rows = PlainRows(self) if is_fast else None
        at, size = len(_BOM) if data.startswith(_BOM) else 0, len(data)
        yield data[:at]
        while at < size:
            if rows is not None:
                alike, end = rows.taken(at)
                if end > at:
                    yield from alike
                    at = end
                    continue
            piece_end = data.find(b"<", at)
            piece_end = size if piece_end < 0 else piece_end
            if piece_end > at:
                yield self._text(data[at:piece_end], at)
                at = piece_end
            if at < size:
                match = _TOKEN.match(data, at)
                at = match.end() if match else _after_tag(data, at)
                yield self._markup(match) if match else self._broken(data[piece_end:at], piece_end)

    def trial(self) -> XmlPieces:
        """Return a walk that does the same and counts nothing."""
        replacer = self.replacer
        return XmlPieces(Replacer(replacer.pseudonyms, Tally(), replacer.amounts), self.moved)

    # -- text

    def _text(self, raw: bytes, at: int) -> bytes:
        if raw.isspace():
            return raw
        content = self.content or FREE_TEXT
        name = self.name or "text"
        return self._mapped(raw, lambda text: self.replaced(content, name, text, at))

    def replaced(self, content: Content, name: str, text: str, at: int) -> str:
        """Return what becomes of the text of the element *name* at the byte *at*."""
        self._note(content, name, text, at)
        core = text.strip()
        if content.kind is FieldKind.TIME and _XML_TIME.fullmatch(core):
            return text.replace(core, self._time(name, core))
        if content.kind is FieldKind.AMOUNT and self.replacer.amounts is not None:
            return text.replace(core, self.amount(name, core))
        return self.replacer.replaced(content, text)

    def _note(self, content: Content, name: str, text: str, at: int) -> None:
        tally, replacer = self.replacer.tally, self.replacer
        if replacer.is_listed(content) and not text.isspace():
            tally.remark(content.label, name, self._line_of(at))
        for _ in range(replacer.birth_numbers(content, text)):
            tally.remark("birth number", name, self._line_of(at))

    def _line_of(self, at: int) -> int:
        if self.replacer.tally.is_full:
            return 0
        before, line = self._line
        if at < before:
            before, line = 0, 1
        self._line = (at, line + self.data.count(b"\n", before, at))
        return self._line[1]

    def _time(self, name: str, text: str) -> str:
        if self.moved is None:
            return text
        other = self.moved.xml(text)
        if other is None:
            return self.replacer.pseudonyms.text(text)
        if name == "Start":
            self._start = text
        elif name == "End":
            start, end = xml_instant(self._start), xml_instant(text)
            if start is not None and end is not None:
                self.moved.check_period(start, end)
        self.replacer.tally.count("time", is_other=other != text)
        return other

    def amount(self, name: str, text: str) -> str:
        """Return what becomes of an amount in the element *name*."""
        amounts = self.replacer.amounts
        assert amounts is not None
        if name == "MeterReadingStart":
            self._readings.clear()
        other = amounts.volume(self._readings, text) if name == "Metered" else None
        if other is None:
            other = amounts.replaced(text, reading=name in _READINGS)
        if name in _READINGS:
            self._readings[name] = (text, other)
        self.replacer.tally.count("amount", is_other=other != text)
        return other

    def _mapped(self, raw: bytes, function: Callable[[str], str]) -> bytes:
        return mapped(raw, self.encoding, function)

    # -- markup

    def _markup(self, match: re.Match[bytes]) -> bytes:
        group = match.lastgroup
        raw, at = match[0], match.start()
        if group is None:  # the XML declaration
            return raw
        if group == "end":
            self.content, self.name = None, ""
            return self._safe(raw)
        if group == "section":
            content, name = self.content or FREE_TEXT, self.name or "text"
            return self._inside(match, group, lambda text: self.replaced(content, name, text, at))
        if group in {"comment", "instruction"}:
            content = Content(FieldKind.TEXT, "comment")
            if group == "instruction" and _DECLARING.match(raw):
                # a declaration with a fault: its own words stay
                return _WORD.sub(lambda word: self._mapped(word[0], self._declared_word), raw)
            return self._inside(match, group, lambda text: self.replaced(content, group, text, at))
        if group == "declaration":
            other = partial(self._attribute_text, group, at)
            return _QUOTED.sub(lambda quoted: self._mapped(quoted[0], other), raw)
        return self._tag(match)

    def _inside(self, match: re.Match[bytes], group: str, function: Callable[[str], str]) -> bytes:
        start, end = match.start(group) - match.start(), match.end(group) - match.start()
        raw = match[0]
        inner = raw[start:end]
        if inner and not inner.isspace():
            inner = mapped_plain(inner, self.encoding, function)
        return raw[:start] + inner + raw[end:]

    def _tag(self, match: re.Match[bytes]) -> bytes:
        name = match["name"].decode(self.encoding, "surrogateescape")
        if match["empty"]:
            self.content, self.name = None, ""
        else:
            self.content, self.name = element_contents().get(name, UNKNOWN), name
        raw = match[0]
        if match["attributes"].strip():
            start, end = match.start("attributes") - match.start(), match.end("attributes") - match.start()
            other = partial(self._attribute, match.start())
            raw = raw[:start] + _ATTRIBUTE.sub(other, raw[start:end]) + raw[end:]
        return self._safe(raw)

    def _attribute(self, at: int, match: re.Match[bytes]) -> bytes:
        before, name, equals, quoted = match.groups()
        place = name.decode("latin-1")
        mapped = self._mapped(quoted[1:-1], partial(self._attribute_text, place, at))
        return b"".join((before, name, equals, quoted[:1], mapped, quoted[-1:]))

    def _attribute_text(self, place: str, at: int, text: str) -> str:
        if _NAMESPACE.fullmatch(text) or is_code(text) or _is_place(text):
            return text
        self._note(_ATTRIBUTE_TEXT, place, text, at)
        return self.replacer.replaced(_ATTRIBUTE_TEXT, text)

    def _declared_word(self, text: str) -> str:
        return text if text in _DECLARED else self.replacer.replaced(Content(FieldKind.TEXT, "comment"), text)

    def _safe(self, raw: bytes) -> bytes:
        """Return a tag with other digits in the place of a number that may be somebody's."""
        if not _LONG_DIGITS.search(raw):
            return raw
        pseudonyms = self.replacer.pseudonyms
        return _LONG_DIGITS.sub(lambda run: pseudonyms.text(run[0].decode()).encode(), raw)

    def _broken(self, raw: bytes, at: int) -> bytes:
        """Return what begins as a tag and is none."""
        if _CUT.fullmatch(raw):
            return raw
        self.content, self.name = None, ""
        return self._mapped(raw, lambda text: self.replaced(UNKNOWN, "broken tag", text, at))


def _is_place(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4


def _after_tag(data: bytes, at: int) -> int:
    following = data.find(b"<", at + 1)
    return len(data) if following < 0 else following
