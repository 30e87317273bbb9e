"""An interchange made harmless, byte for byte as it was but for what is replaced.

Segments are walked as bytes, so that an interchange with faults keeps them. What stands in a component is said by the
tables of the directories (`component_contents`); what they do not know is replaced unless a list has it as a code.
Values and times that are written plainly pass many segments at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from edielkit.edifact.charset import CHARSETS
from edielkit.edifact.profiles import profiles
from edielkit.edifact.read.releases import split_released, unreleased
from edielkit.edifact.segments import BLANK, DEFAULT, LEVEL_B, Separators
from edielkit.edifact.timestamps import CLOCKS, NORMAL_TIME, Clock, read_instant, read_offset
from edielkit.generate.anonymising.changed_amounts import ControlTotal
from edielkit.generate.anonymising.moved_times import MovedTimes
from edielkit.generate.anonymising.pseudonyms import is_birth_number
from edielkit.generate.anonymising.replacing import Replacer
from edielkit.generate.anonymising.tables import UNKNOWN, Content, FieldKind, component_contents
from edielkit.generate.anonymising.xml_text import encoded

__all__ = ("EdifactPieces",)

_LEADING = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*")
_BLANKS = re.compile(rb"[ \t\r\n]*")
_UNA_BYTES = 9
_TIME = re.compile(r"[0-9+-]{1,35}", re.ASCII)
_TAG = re.compile(r"\w{0,3}", re.ASCII)
# a tag that lacks the separator behind it
_GLUED = re.compile(r"[A-Z]{3}(?=[^A-Za-z])", re.ASCII)
_CONTROL_TOTAL = "1"
# readings of a meter, which stay in their order; source: the code list 6063
_READINGS = frozenset({"220", "67"})
_MOST_REMEMBERED = 1 << 14


@attrs.define(eq=False)
class EdifactPieces:
    """Makes interchanges harmless.

    Attributes:
        replacer: Replaces contents.
        moved: Moves times; they stay if None.
    """

    replacer: Replacer
    moved: MovedTimes | None = None
    _separators: Separators = DEFAULT
    _codec: str = "latin-1"
    _number: int = 0
    _total: ControlTotal = attrs.field(factory=ControlTotal)
    _clock: Clock | None = None
    _starts: dict[str, str] = attrs.field(factory=dict)
    # segments that repeat, and what becomes of them
    _remembered: dict[bytes, bytes] = attrs.field(factory=dict)

    def pieces(self, data: bytes, *, is_fast: bool = True) -> Iterator[bytes]:
        """Yield an interchange, or several, piece by piece.

        Args:
            data: The interchanges.
            is_fast: Let segments that are written plainly pass many at a time.

        Raises:
            ClockChangeError: Times are moved so that the hours of a period change.
        """
        leading = _LEADING.match(data)
        at, size = leading.end() if leading else 0, len(data)
        yield data[:at]
        self._use(LEVEL_B if data.startswith(b"UNB\x1d", at) else DEFAULT)
        plain, is_advised = self._plain(), False
        while at < size:
            match = plain.match(data, at) if is_fast else None
            if match is not None:
                self._number += match[0].count(self._terminator)
                yield match[0]
                at = match.end()
                continue
            if data.startswith(b"UNA", at) and size - at >= _UNA_BYTES:
                self._advice(data[at + 3 : at + _UNA_BYTES].decode("latin-1"))
                plain = self._plain()
                end = self._past_blanks(data, at + _UNA_BYTES)
                self._number += 1
                yield data[at:end]
                is_advised = data[end : end + 4] != b"UNB+" or self._separators.element == "+"
                if not is_advised:
                    self._use(DEFAULT)
                    plain = self._plain()
            else:
                if not is_advised and data.startswith((b"UNB+", b"UNB\x1d"), at):
                    # an interchange without a UNA of its own
                    self._use(LEVEL_B if data.startswith(b"UNB\x1d", at) else DEFAULT)
                    plain = self._plain()
                is_advised = False
                end = self._end(data, at)
                yield self._segment(data[at:end])
            at = end

    # -- segments

    def _use(self, separators: Separators) -> None:
        self._separators = separators
        self._remembered.clear()

    @property
    def _terminator(self) -> bytes:
        return self._separators.terminator.encode("latin-1")

    def _advice(self, signs: str) -> None:
        component, element, decimal, release, reserved, terminator = tuple(signs)
        service = component + element + release + terminator
        if (
            len(set(service)) < len(service)
            or " " in component + element + terminator
            or any(sign.isalnum() or not sign.isascii() for sign in service)
        ):
            self._use(DEFAULT)
            return
        self._use(
            Separators(
                component=component,
                element=element,
                decimal=decimal,
                release="" if release == " " else release,
                reserved=reserved,
                terminator=terminator,
            )
        )

    def _plain(self) -> re.Pattern[bytes]:
        """Return the pattern of segments that stay as they are."""
        signs = self._separators
        component, element, end = (
            re.escape(sign.encode("latin-1")) for sign in (signs.component, signs.element, signs.terminator)
        )
        forms = []
        if self.replacer.amounts is None:
            forms.append(
                rb"QTY%s[A-Z0-9]{1,3}+%s-?+[0-9]{1,8}+(?:[.,][0-9]{1,6}+)?+(?:%s[A-Z0-9]{1,3}+)?+"
                % (element, component, component)
            )
        if self.moved is None:
            forms.append(
                rb"DTM%s[A-Z0-9]{1,3}+%s(?:[0-9]{24}|[0-9]{12}|[0-9]{8}|[0-9]{1,5})%s[A-Z0-9]{1,3}+"
                % (element, component, component)
            )
        forms += [
            rb"SEQ%s[A-Z0-9]{0,3}+%s[0-9]{1,5}+" % (element, element),
            rb"(?:LIN%s[0-9]{1,6}+|MEA%s[A-Z0-9]{1,3}+%s%s[A-Z0-9]{1,3}+|UNS%sD)"
            % (element, element, element, element, element),
        ]
        return re.compile(rb"(?:(?:" + b"|".join(forms) + rb")" + end + rb"[ \t\r\n]*+){1,4096}+")

    def _end(self, data: bytes, at: int) -> int:
        """Return the offset behind the segment at *at*, with the white space that follows it."""
        terminator, release = self._terminator, self._separators.release.encode("latin-1")
        end = data.find(terminator, at)
        while end >= 0 and release and _releases(data, at, end, release) % 2:
            end = data.find(terminator, end + 1)
        return len(data) if end < 0 else self._past_blanks(data, end + 1)

    @staticmethod
    def _past_blanks(data: bytes, at: int) -> int:
        if at < len(data) and data[at] in BLANK:
            match = _BLANKS.match(data, at)
            return match.end() if match else at
        return at

    def _segment(self, raw: bytes) -> bytes:
        self._number += 1
        other = self._remembered.get(raw)
        if other is not None:
            return other
        tally = self.replacer.tally
        before, remarks = tally.replaced.total(), len(tally.remarks) + tally.more
        other = self._replaced(raw)
        # a segment that says or counts something is looked at each time
        is_silent = before == tally.replaced.total() and remarks == len(tally.remarks) + tally.more
        if is_silent and len(raw) <= 128 and not raw.startswith((b"UN", b"QTY", b"CNT", b"DTM")):
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[raw] = other
        return other

    def _replaced(self, raw: bytes) -> bytes:
        signs = self._separators
        text = raw.decode(self._codec, "surrogateescape")
        body = text.rstrip(" \t\r\n")
        tail = text[len(body) :]
        if body.endswith(signs.terminator):
            body, tail = body[:-1], signs.terminator + tail
        elements = [
            split_released(element, signs.component, signs.release)
            for element in split_released(body, signs.element, signs.release)
        ]
        tag = elements[0][0]
        values = [[unreleased(part, signs.release) for part in parts] for parts in elements]
        self._begin(tag, values)
        if not _TAG.fullmatch(tag) or len(values[0]) > 1:
            elements[0] = [
                self._of_no_tag(text, raw) for text, raw in zip(values[0], elements[0], strict=True)
            ]
        contents = component_contents(tag, values[1][0] if len(values) > 1 else "")
        for number, parts in enumerate(elements[1:], 1):
            expected = contents[number - 1][0] if number <= len(contents) else ()
            for place in range(len(parts)):
                content = expected[place] if place < len(expected) else UNKNOWN
                other = self._component(tag, values, number, place, content)
                if other != values[number][place]:
                    parts[place] = self._released(other, elements[number][place])
        written = signs.element.join(signs.component.join(parts) for parts in elements) + tail
        return encoded(written, self._codec)

    def _of_no_tag(self, text: str, raw: str) -> str:
        """Return what stands where a tag is due, such as the second half of a name in which a terminator was not released."""
        tag = _GLUED.match(text)
        start = tag.end() if tag and component_contents(tag[0]) else 0
        other = text if _TAG.fullmatch(text) else text[:start] + self.replacer.replaced(UNKNOWN, text[start:])
        return raw if other == text else self._released(other, raw)

    def _released(self, text: str, raw: str) -> str:
        """Return *text* with the releases that *raw* has before its characters."""
        release = self._separators.release
        if not release or release not in raw:
            return text
        written, following, at = [], iter(text), 0
        while at < len(raw):
            if raw[at] == release and at + 1 < len(raw):
                written.append(release)
                at += 1
            written.append(next(following))
            at += 1
        return "".join(written)

    # -- components

    def _component(self, tag: str, values: list[list[str]], number: int, place: int, content: Content) -> str:
        text = values[number][place]
        if not text:
            return text
        replacer, tally = self.replacer, self.replacer.tally
        where = f"{tag[:3]}/{number}/{place + 1}"
        for _ in range(replacer.birth_numbers(content, text)):
            tally.remark("birth number", where, self._number, "segment")
        if content is UNKNOWN and len(text) <= 3:
            content = Content(FieldKind.CODE)
        if replacer.is_listed(content):
            tally.remark(content.label, where, self._number, "segment")
        if content.kind is FieldKind.TIME and _TIME.fullmatch(text):
            return self._time(tag, values[number], place)
        if replacer.amounts is not None and content.kind in {FieldKind.AMOUNT, FieldKind.TOTAL}:
            return self._amount(tag, values[number][0], text)
        return replacer.replaced(content, text)

    def _amount(self, tag: str, qualifier: str, text: str) -> str:
        amounts = self.replacer.amounts
        assert amounts is not None
        if tag == "CNT" and qualifier != _CONTROL_TOTAL:
            return text
        other = self._total.replaced(text) if tag == "CNT" else None
        if other is None:
            other = amounts.replaced(text, reading=qualifier in _READINGS)
        if tag == "QTY":
            self._total.add(text, other)
        self.replacer.tally.count("amount", is_other=other != text)
        return other

    # -- envelope and times

    def _begin(self, tag: str, values: list[list[str]]) -> None:
        """Take what a segment says of those behind it: character set, clock, totals."""
        if tag == "UNB" and len(values) > 1:
            charset = CHARSETS.get(values[1][0])
            self._codec = charset.codec if charset else "latin-1"
            self._clock = None
        elif tag == "UNH":
            self._total, self._starts = ControlTotal(), {}
            association = values[2][4] if len(values) > 2 and len(values[2]) > 4 else ""
            self._clock = _clock_of_guide(association)
        elif tag == "DTM" and len(values) > 1 and len(values[1]) > 2 and values[1][0] in {"ZZZ", "735"}:
            self._state_offset(values[1][1], values[1][2])

    def _state_offset(self, text: str, notation: str) -> None:
        try:
            zone = read_offset(text, notation)
        except ValueError:
            return
        calendar = self._clock.calendar if self._clock else zone
        self._clock = Clock(zone=zone, calendar=calendar, stated=True)

    def _time(self, tag: str, parts: list[str], place: int) -> str:
        text = parts[place]
        if self.moved is None:
            return self.replacer.pseudonyms.text(text) if is_birth_number(text) else text
        if tag != "DTM":
            return (self.moved.date(text) or text) if place == 0 else text
        notation = parts[2] if len(parts) > 2 else ""
        clock = self._clock or CLOCKS["no"]
        self._check(parts[0], text, notation, clock)
        other = self.moved.edifact(text, notation, clock.zone, in_oslo=clock.calendar is not NORMAL_TIME)
        self.replacer.tally.count("time", is_other=other not in {None, text})
        return text if other is None else other

    def _check(self, qualifier: str, text: str, notation: str, clock: Clock) -> None:
        """Refuse a period whose hours would change."""
        assert self.moved is not None
        if clock.calendar is NORMAL_TIME:
            return
        if len(text) == 24:
            start, end, notation = text[:12], text[12:], "203"
        elif qualifier == "163":
            self._starts["163"] = text
            return
        elif qualifier == "164" and "163" in self._starts:
            start, end = self._starts["163"], text
        else:
            return
        try:
            self.moved.check_period(*(read_instant(half, notation, clock.zone) for half in (start, end)))
        except ValueError:
            return


def _releases(data: bytes, start: int, end: int, release: bytes) -> int:
    """Return how many release characters stand right before *end*."""
    at = end
    while at > start and data[at - 1 : at] == release:
        at -= 1
    return end - at


def _clock_of_guide(association: str) -> Clock | None:
    """Return the clock of the market whose guide a message names, None when several markets have it or none."""
    markets = [
        code
        for code, profile in profiles().items()
        if any(association in codes for codes in profile.versions.values())
    ]
    return CLOCKS.get(markets[0]) if len(markets) == 1 else None
