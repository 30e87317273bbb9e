"""What stands at a place of an input: the segment of an interchange, the line of an XML document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from operator import attrgetter
from typing import Any

import attrs

from edielkit.cli.output.masking import PERSONAL_ELEMENTS, PERSONAL_PARENTS
from edielkit.errors import EdielError
from edielkit.findings import Position
from edielkit.harmless import name_of_something
from edielkit.inputs import Input, is_bytes, open_input

__all__ = ("Excerpt", "Excerpts")

# Nobody waits for excerpts from an input of this size.
_MOST_BYTES = 16 << 20
_MOST_EDIFACT = 128 << 20
_LONGEST = 160
_TAG = re.compile(r"<(?:[^\s<>/:]+:)?([^\s<>/:!?]+)")
_VALUE = re.compile(r"(?<=>)[^<>]+|(?<==\")[^\"<>]+|(?<==')[^'<>]+")
_STEP = re.compile(r"[^/:\[\]]+")
_UTF_8 = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=[\"'](?!utf-8)", re.IGNORECASE)


@attrs.frozen
class Excerpt:
    """What stands somewhere, personal data masked.

    Attributes:
        where: The place as the wire counts, such as ``segment 14 of message R1``; may be empty.
        text: What stands there.
    """

    where: str
    text: str


@attrs.frozen
class _Stretch:
    """A message, or a segment outside of messages, which has no name."""

    name: str
    segments: tuple[Any, ...]

    @property
    def start(self) -> int:
        return int(self.segments[0].offset)


class Excerpts:
    """The places of one input; nothing is read before the first question.

    Args:
        data: The input, or what reads it once more.
    """

    def __init__(self, data: bytes | Input | Callable[[], bytes]) -> None:
        self._given = data

    @cached_property
    def _data(self) -> bytes | Input:
        if not callable(self._given):
            return self._given
        try:
            return open_input(self._given())
        except EdielError:
            return b""

    def of(self, position: Position) -> Excerpt | None:
        """Return what stands at *position*, None when that cannot be shown or would show a person."""
        most = _MOST_BYTES if position.offset is None else _MOST_EDIFACT
        if self._size > most or PERSONAL_PARENTS & set(_STEP.findall(position.path)):
            return None
        if position.line is not None:
            return self._line(position.line)
        return None if position.offset is None else self._segment(position.offset)

    @property
    def opened(self) -> Input | None:
        """The input, None when it cannot be opened."""
        try:
            return open_input(self._data)
        except EdielError:
            return None

    @property
    def _size(self) -> int:
        return len(self._data) if is_bytes(self._data) else len(self._data.content)

    def line_of(self, offset: int) -> tuple[int, int] | None:
        """Return line and column of a byte, both from 1; None beyond what is read here."""
        if not 0 <= offset <= len(self._content):
            return None
        line = bisect_right(self._breaks, offset - 1)
        start = self._breaks[line - 1] + 1 if line else 0
        return line + 1, offset - start + 1

    @cached_property
    def _breaks(self) -> list[int]:
        return [match.start() for match in re.finditer(b"\n", self._content)]

    @cached_property
    def _content(self) -> bytes:
        try:
            content = open_input(self._data).content
        except EdielError:
            return b""
        return content if len(content) <= _MOST_BYTES else b""

    @cached_property
    def _lines(self) -> list[bytes]:
        return [] if _UTF_8.match(self._content) else self._content.split(b"\n")

    @cached_property
    def _messages(self) -> list[_Stretch]:
        from edielkit.edifact.read.assembler import parse_interchanges

        try:
            interchanges, _ = parse_interchanges(open_input(self._data).content)
        except EdielError:
            return []
        alone = len(interchanges) == 1
        stretches = [
            stretch for interchange in interchanges for stretch in _stretches(interchange, alone=alone)
        ]
        return sorted(stretches, key=attrgetter("start"))

    def _line(self, number: int) -> Excerpt | None:
        if not 0 < number <= len(self._lines):
            return None
        text = self._lines[number - 1].decode(errors="replace").strip()
        if not text or len(text) > _LONGEST or not text.isprintable():
            return None
        # what stands between tags of other lines, or in a comment, may be anything
        if not text.startswith("<") or "<!" in text or PERSONAL_ELEMENTS & set(_TAG.findall(text)):
            return None
        return Excerpt("", _VALUE.sub(_shown, text))

    def _segment(self, offset: int) -> Excerpt | None:
        from edielkit.cli.output.show_edifact import segment_text

        at = bisect_right(self._messages, offset, key=attrgetter("start")) - 1
        if at < 0:
            return None
        stretch = self._messages[at]
        number = bisect_right(stretch.segments, offset, key=attrgetter("offset"))
        text = segment_text(stretch.segments[number - 1], personal=False)
        shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        where = f"segment {number} of {stretch.name}" if stretch.name else ""
        return Excerpt(where, "".join(c if c.isprintable() else "?" for c in shown))


def _shown(match: re.Match[str]) -> str:
    return name_of_something(match[0])


def _stretches(interchange: Any, *, alone: bool) -> Iterator[_Stretch]:
    """Yield the messages of an interchange, and every other segment of its own."""
    from edielkit.edifact.interchange import FunctionalGroup, RawMessage

    name = "" if alone else f" of interchange {interchange.reference}".rstrip()
    parts = [interchange.una, interchange.unb, *interchange.content, interchange.unz]
    while parts:
        part = parts.pop()
        if isinstance(part, FunctionalGroup):
            parts += [part.ung, *part.content, part.une]
        elif isinstance(part, RawMessage):
            kind, reference = name_of_something(part.type or "message"), name_of_something(part.reference)
            yield _Stretch(f"{kind} {reference}".rstrip() + name, part.segments)
        elif part is not None:
            yield _Stretch("", (part,))
