"""Segments to interchanges, groups and messages, with counts, references and nesting checked.

One pass over the segments, one handler a service tag.
"""

from __future__ import annotations

from collections import Counter

import attrs

from edielkit.edifact.collector import Collector
from edielkit.edifact.interchange import FunctionalGroup, Interchange, RawMessage, UnreadMessage
from edielkit.edifact.read.tokenizer import tokenize
from edielkit.edifact.segments import DEFAULT, Limits, Segment, tag_name
from edielkit.findings import Finding
from edielkit.harmless import name_of_something, quoted

__all__ = ("Assembler", "parse_interchanges")


def parse_interchanges(
    data: bytes, *, limits: Limits | None = None
) -> tuple[tuple[Interchange, ...], tuple[Finding, ...]]:
    """Read all interchanges of an input, with the findings of syntax and envelope.

    Args:
        data: One or several interchanges.
        limits: Bounds on the input.

    Returns:
        At least one interchange; joined, their bytes are the input again.

    Raises:
        ParseError: The bytes are no EDIFACT at all.

    >>> (interchange,), findings = parse_interchanges(b"UNB+UNOC:3+A+B+260101:0000+R'UNZ+0+R'")
    >>> interchange.reference, [f.code for f in findings]
    ('R', ['EDI024'])
    """
    tokens = tokenize(data, limits=limits)
    work = Assembler(tokens.leading)
    for segment in tokens.segments:
        work.take(segment)
    return work.finish(tokens.trailing), (*tokens.findings, *work.findings.result())


class Assembler:
    """Puts segments together to interchanges: what is open while they pass by.

    Args:
        leading: Bytes before the first segment.
    """

    def __init__(self, leading: bytes) -> None:
        self.findings = Collector()
        self.done: list[Interchange] = []
        self.leading = leading
        self.seen: Counter[tuple[str, ...]] = Counter()
        self.last: Segment | None = None
        self.handlers = {
            "UNA": self._una, "UNB": self._unb, "UNG": self._ung, "UNH": self._unh,
            "UNT": self._unt, "UNE": self._une, "UNZ": self._unz,
        }  # fmt: skip
        self.after: list[bytes] = []
        self._reset()

    def _reset(self) -> None:
        self.una: Segment | None = None
        self.unb: Segment | None = None
        self.content: list[RawMessage | FunctionalGroup | Segment] = []
        self.ung: Segment | None = None
        self.members: list[RawMessage | Segment] = []
        self.message: list[Segment] = []
        self.count = 0
        self.references: set[str] = set()
        self.stray = False
        # a tag of the envelope stands in lower case: what is missing is there
        self.miscased = False
        self.parts: dict[str, int] = {}

    def take(self, segment: Segment) -> None:
        """Put the next segment in its place."""
        handler = self.handlers.get(segment.tag)
        if handler:
            handler(segment)
        elif self.message:
            self.message.append(segment)
        else:
            self._outside(segment)
        self.last = segment

    def take_unread(self, unread: UnreadMessage, count: int | None) -> None:
        """Put a message in its place whose segments were not read.

        Args:
            unread: The message.
            count: How many segments it has, None when that is not asked for.
        """
        self._unh(unread.unh)
        self._end_message(RawMessage.of_unread(unread, self.count), unread.unt, count)
        self.last = unread.unt

    def finish(self, trailing: bytes) -> tuple[Interchange, ...]:
        """Close what is open and return all interchanges.

        Args:
            trailing: Bytes after the last segment.
        """
        self._close(None)
        self.after.append(trailing)
        self._keep_trailing()
        return tuple(self.done)

    def _keep_trailing(self) -> None:
        """Give what follows a UNZ to the interchange that it follows."""
        if self.done and any(self.after):
            self.done[-1] = attrs.evolve(self.done[-1], trailing=b"".join(self.after))
        self.after = []

    def _begin(self) -> None:
        """Let a group or message without UNB begin an interchange: what stood before it stays before it."""
        if not self._open:
            self._keep_trailing()

    # -- segments that stand where they may not

    def _outside(self, segment: Segment) -> None:
        if not self._open and self.done:
            self._after_unz(segment)
            return
        capitals = segment.tag.upper()
        miscased = capitals in self.handlers
        # level A has no lower case, which is reported by itself
        if not self.stray and not (miscased and self.unb and self.unb.get(1) == "UNOA"):
            wrong = (
                f"expected the tag {capitals} in capitals, found {segment.tag!r}"
                if miscased
                else f"{tag_name(segment.tag)!r} stands outside a message; expected UNH before it"
            )
            self.findings.at(segment, 0, 0, "EDI029", wrong)
        self.miscased |= miscased
        self.stray = True
        self._put(segment)

    def _after_unz(self, segment: Segment) -> None:
        if not self.stray:
            self.findings.at(
                segment, 0, 0, "EDI018", f"expected nothing after UNZ, found {tag_name(segment.tag)!r}"
            )
        self.stray = True
        self.after.append(segment.raw or b"")

    def _put(self, item: RawMessage | Segment) -> None:
        if self.ung:
            self.members.append(item)
        else:
            self.content.append(item)

    @property
    def _open(self) -> bool:
        return bool(self.una or self.unb or self.content or self.ung or self.message)

    # -- UNA, UNB, UNZ

    def _una(self, segment: Segment) -> None:
        self._keep_trailing()
        if self._open:
            self._close(None)
        self.stray = False
        self.una = segment

    def _unb(self, segment: Segment) -> None:
        self._keep_trailing()
        if self.unb or self.content or self.ung or self.message:
            self._close(None)
        self.stray = False
        self.unb = segment
        key = ("\x1f".join(segment.elements[1] if len(segment.elements) > 1 else ()),
               "\x1f".join(segment.elements[2] if len(segment.elements) > 2 else ()), segment.get(5))  # fmt: skip
        self.seen[key] += 1
        if self.seen[key] > 1:
            self.findings.at(
                segment,
                5,
                0,
                "EDI034",
                f"expected a new interchange reference, found {quoted(segment.get(5), 40)} again",
            )

    def _unz(self, segment: Segment) -> None:
        if not self._open:
            self._outside(segment)
            return
        self._close(segment)

    def _close(self, unz: Segment | None) -> None:
        """End the open interchange."""
        self._close_message(None)
        self._close_group(None)
        if not self._open:
            return
        first = self.una or self.unb
        if self.unb is None and not self.miscased:
            self._missing("EDI020", "expected UNB at the start of the interchange", self.una or self._first())
        messages = sum(isinstance(item, RawMessage) for item in self.content)
        groups = sum(isinstance(item, FunctionalGroup) for item in self.content)
        if messages and groups:
            self.findings.at(
                self._first(),
                0,
                0,
                "EDI030",
                f"{groups} groups stand beside {messages} messages outside groups",
            )
        self._check_unz(unz, messages, groups)
        signs = (first or self._first()).separators if self._open else DEFAULT
        self.done.append(Interchange(self.unb, tuple(self.content), unz, self.una, signs, self.leading, b""))
        self.leading = b""
        self._reset()

    def _first(self) -> Segment:
        for segment in (self.una, self.unb):
            if segment:
                return segment
        head = self.content[0]
        if isinstance(head, RawMessage):
            return head.unh
        return head.ung if isinstance(head, FunctionalGroup) else head

    def _missing(self, code: str, message: str, at: Segment | None) -> None:
        if at:
            self.findings.at(at, 0, 0, code, message)

    def _check_unz(self, unz: Segment | None, messages: int, groups: int) -> None:
        if self.unb is None or (self.miscased and not messages and not groups):
            return
        if not messages and not groups:
            self.findings.at(
                self.unb,
                0,
                0,
                "EDI024",
                "expected at least one message in the interchange",
            )
        if unz is None:
            self._missing("EDI021", "expected UNZ after the last segment, found none", self.last)
            return
        self._same("EDI022", unz, 2, self.unb.get(5), "UNB")
        self._counted("EDI023", unz, groups or messages, "groups" if groups else "messages")

    def _same(self, code: str, segment: Segment, element: int, expected: str, header: str) -> None:
        if segment.get(element) != expected:
            self.findings.at(
                segment,
                element,
                0,
                code,
                f"expected the reference {quoted(expected, 40)} of {header}, found {quoted(segment.get(element), 40)}",
            )

    def _counted(self, code: str, segment: Segment, expected: int, what: str) -> None:
        """Compare a count; text that is no number is the format check's."""
        stated = segment.get(1)
        if not (stated.isascii() and stated.isdigit()) or len(stated) > 18:
            return
        if int(stated) != expected:
            self.findings.at(
                segment,
                1,
                0,
                code,
                f"expected {expected} {what if expected != 1 else what.removesuffix('s')}, found the count {stated}",
            )

    # -- UNG, UNE

    def _ung(self, segment: Segment) -> None:
        self._close_message(None)
        self._close_group(None)
        self._begin()
        self.stray = False
        self.ung = segment

    def _une(self, segment: Segment) -> None:
        self._close_message(None)
        if self.ung is None:
            self._outside(segment)
            return
        self._close_group(segment)

    def _close_group(self, une: Segment | None) -> None:
        if self.ung is None:
            return
        group = FunctionalGroup(self.ung, tuple(self.members), une)
        if une is None:
            self._missing("EDI031", "expected UNE after the last message of the group, found none", self.last)
        else:
            self._same("EDI032", une, 2, group.reference, "UNG")
            self._counted("EDI033", une, len(group.messages), "messages")
        if not group.messages:
            self.findings.at(
                self.ung,
                0,
                0,
                "EDI024",
                "expected at least one message in the group",
            )
        kinds = {m.type for m in group.messages}
        if len(kinds) > 1:
            self.findings.at(
                self.ung,
                0,
                0,
                "EDI036",
                f"expected one message type, found {', '.join(sorted(name_of_something(kind)[:6] for kind in kinds)[:8])}",
            )
        self.content.append(group)
        self.ung, self.members = None, []

    # -- UNH, UNT

    def _unh(self, segment: Segment) -> None:
        self._close_message(None)
        self._begin()
        self.stray = False
        self.message = [segment]
        reference = segment.get(1)
        if reference and reference in self.references:
            self.findings.at(
                segment,
                1,
                0,
                "EDI028",
                f"expected a new message reference, found {quoted(reference, 40)} again",
            )
        self.references.add(reference)

    def _unt(self, segment: Segment) -> None:
        if not self.message:
            self._outside(segment)
            return
        self.message.append(segment)
        self._close_message(segment)

    def _close_message(self, unt: Segment | None) -> None:
        if not self.message:
            return
        self._end_message(RawMessage(tuple(self.message), self.count), unt, len(self.message))

    def _end_message(self, message: RawMessage, unt: Segment | None, count: int | None) -> None:
        if unt is None:
            self._missing("EDI025", "expected UNT after the last segment, found none", self.message[-1])
        else:
            self._same("EDI026", unt, 2, message.reference, "UNH")
            if count is not None:
                self._counted("EDI027", unt, count, "segments")
        self._check_split(message)
        self._put(message)
        self.count += 1
        self.message = []

    def _check_split(self, message: RawMessage) -> None:
        if message.split is None:
            return
        number, mark = message.split
        expected = self.parts.get(message.common_access_reference, 0) + 1
        self.parts[message.common_access_reference] = expected
        if number != str(expected):
            self.findings.at(
                message.unh,
                4,
                1,
                "EDI035",
                f"expected part {expected} of the split message, found {quoted(number, 40)}",
            )
        elif (mark == "C") != (expected == 1):
            self.findings.at(
                message.unh,
                4,
                2 if mark else 1,
                "EDI035",
                f"expected the mark C on part 1 and no other, found {quoted(mark, 40)} on part {expected}",
            )
