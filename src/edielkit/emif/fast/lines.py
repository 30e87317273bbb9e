"""In which line a part of a payload begins, for findings on payloads that the exact path has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from edielkit.emif.fast.markup import PAYLOAD
from edielkit.emif.fast.parts import Part, Split
from edielkit.emif.fast.shortened import blank_lines, line_breaks
from edielkit.emif.read.document import parts_of
from edielkit.emif.read.xml import line_of, local_name, parse_tree

if TYPE_CHECKING:
    from lxml import etree

__all__ = ("FastLines",)

Steps = Sequence[tuple[str, int]]
# from this line on libxml2 takes the line of an element from the text in it
_FAR = 1 << 16


class FastLines:
    """Lines of one document, told as the exact path tells them.

    Args:
        parts: The parts of the document.
        node: The message in the shortened document, for all that is no plain payload.
        payloads: For each payload, the place of its part and its element in the shortened document, if it is odd.
    """

    def __init__(
        self, parts: Split, node: etree._Element, payloads: Sequence[tuple[int, etree._Element | None]]
    ) -> None:
        self._parts = parts
        self._node = node
        self._payloads = payloads
        self._breaks: list[int] = []
        self._looked_at: tuple[int, int, etree._Element, int] | None = None
        # by the kind of a payload and what is asked for: how many lines below the last break before the payload
        self._below: dict[tuple[int, tuple[tuple[str, int], ...]], int] = {}

    def __call__(self, steps: Steps) -> int | None:
        """Return the line of what *steps* lead to from the message, or of the nearest part above it.

        Args:
            steps: Names in Clark notation with their indexes, from 1.
        """
        if not steps or local_name(steps[0][0]).encode() != PAYLOAD:
            return line_of(_walk(self._node, steps))
        if steps[0][1] > len(self._payloads):
            return line_of(self._node)
        place, node = self._payloads[steps[0][1] - 1]
        if node is not None:
            return line_of(_walk(node, steps[1:]))
        return self._in_head(place, tuple(steps[1:])) or self._of_plain(place, steps)

    def _in_head(self, place: int, steps: tuple[tuple[str, int], ...]) -> int | None:
        """Return the line of a part of a head; the heads of a kind have their line breaks at the same places."""
        if any(local_name(tag) == "Observation" for tag, _ in steps):
            return None
        key, above = (self._parts.parts[place].kind, steps), self._lines_before(place)
        below = self._below.get(key)
        if below is None:
            payload, shift = self._payload(place, 1)
            line = line_of(_walk(payload, steps))
            if line is not None and not shift and line < _FAR - 1:
                self._below[key] = line - above
            return None if line is None else line + shift
        return above + below if above + below < _FAR - 1 else None

    def _of_plain(self, place: int, steps: Steps) -> int | None:
        """Return the line of a part of a plain payload, read with the one row that it is in."""
        row = next((index for tag, index in steps[1:2] if local_name(tag) == "Observation"), 1)
        payload, shift = self._payload(place, row)
        # only the row that is asked for stands in it
        inner = [(tag, 1 if local_name(tag) == "Observation" else index) for tag, index in steps[1:2]]
        line = line_of(_walk(payload, (*inner, *steps[2:])))
        return None if line is None else line + shift

    def _payload(self, place: int, row: int) -> tuple[etree._Element, int]:
        """Return a payload with one row in a document of its own, and how many lines further down it stands."""
        if self._looked_at is None or self._looked_at[:2] != (place, row):
            part, parts = self._parts.parts[place], self._parts
            front = parts.data[: parts.front.end]
            above = self._lines_before(place)
            near = min(above, _FAR)
            text = front + blank_lines(near) + self._with_row(part, row) + parts.data[parts.back :]
            message = parts_of(parse_tree(text)).messages[0][0]
            self._looked_at = place, row, list(message)[-1], above - near
        return self._looked_at[2:]

    def _with_row(self, part: Part, row: int) -> bytes:
        data, form = self._parts.data, self._parts.heads[part.kind].form
        start = part.rows
        for _ in range(row - 1):
            start = data.index(form.closing, start) + len(form.closing)
        end = data.index(form.closing, start) + len(form.closing)
        start += len(form.before) if row > 1 else 0
        # the white space before the first row stands in the head
        return (
            data[part.at : part.rows]
            + blank_lines((row - 1) * form.lines)
            + data[start:end]
            + data[part.stop : part.end]
        )

    def _lines_before(self, place: int) -> int:
        """Return the number of line breaks between the front and the tag of a payload."""
        parts = self._parts
        if not self._breaks:
            self._breaks = [0, *accumulate(line_breaks(parts, part) for part in parts.parts)]
        part = parts.parts[place]
        return self._breaks[place] + parts.data.count(b"\n", part.start, part.at)


def _walk(node: etree._Element, steps: Steps) -> etree._Element:
    for tag, index in steps:
        siblings = list(node.iterchildren(tag))
        if len(siblings) < index:
            break
        node = siblings[index - 1]
    return node
