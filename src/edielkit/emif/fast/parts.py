"""A document cut into its front, its payloads and what else stands between them, and its back."""

from __future__ import annotations

import attrs
import numpy as np

from edielkit.emif.fast.heads import PayloadHead
from edielkit.emif.fast.markup import PAYLOAD, Front, element_end, front_of, section_end, skip_space
from edielkit.emif.fast.row_form import NotUniformError, RowForm
from edielkit.emif.fast.rows import RowChunk, Scanner

__all__ = ("MOST_ROWS", "Part", "Split", "split")

# a series in EMIF has at most so many values
MOST_ROWS = 9999
# the rows of a payload, in bytes: longer ones are written in a strange way
_LONGEST_ROWS = MOST_ROWS * 512
# what may stand after the last payload
_LONGEST_BACK = 1 << 16
# ways in which the rows of one document are written
_MOST_FORMS = 16
# kinds of heads that are tried before a head is looked at
_RECENT = 4
# numpy is fastest on what the processor keeps near
_CHUNK = 1 << 19
_SPACE = b" \t\r\n"
# what the tag of a payload begins with
_LETTER = PAYLOAD[:1]


@attrs.define(eq=False)
class Part:
    """A payload, or what is odd about the document in one place: each begins where the one before it ends.

    Attributes:
        start: Where it begins, with white space before a payload.
        at: Where the payload's tag begins.
        end: Where it ends.
        kind: Number of the payload's head; -1 of a part that only the exact path can read.
        rows: Where the first row begins.
        stop: Where the last row ends.
        slots: What stands in the slots of the head.
        scanned: Which rows are its own: number of the scan and place in it.
        elements: How many elements it is.
    """

    start: int
    at: int
    end: int
    kind: int = -1
    rows: int = 0
    stop: int = 0
    slots: tuple[bytes, ...] = ()
    scanned: tuple[int, int] = (-1, -1)
    elements: int = 1

    @property
    def plain(self) -> bool:
        """It is a payload that the fast path reads."""
        return self.kind >= 0

    def leave(self, data: bytes) -> None:
        """Leave a payload to the exact path.

        Raises:
            NotUniformError: It is none at all.
        """
        if element_end(data, self.at) != self.end:
            raise NotUniformError
        self.kind = -1


@attrs.define(eq=False)
class Split:
    """A document in its parts.

    Attributes:
        data: The document.
        front: What stands before the first payload.
        parts: What stands in between, in order.
        back: Where the rest begins: the closing tag of the message.
        heads: The kinds of heads.
        chunks: The rows that were read, each scan with its form.
        scanners: What reads the rows, by their form.
    """

    data: bytes
    front: Front
    parts: list[Part] = attrs.field(factory=list)
    back: int = 0
    heads: list[PayloadHead] = attrs.field(factory=list)
    chunks: list[tuple[RowForm, RowChunk]] = attrs.field(factory=list)
    scanners: dict[RowForm, Scanner] = attrs.field(factory=dict)


def split(data: bytes) -> Split:
    """Return the parts of a document of series.

    Raises:
        NotUniformError: It has no front as such documents have it, or something in it has no end.
    """
    front = front_of(data)
    splitter = _Splitter(Split(data, front))
    splitter.run()
    return splitter.into


class _Splitter:
    """Cuts one document, reading the rows on the way."""

    def __init__(self, into: Split) -> None:
        self.into = into
        self._data = into.data
        self._kinds: dict[object, int] = {}
        self._recent: list[int] = []
        # payloads whose rows are still to be read
        self._waiting: list[Part] = []

    def run(self) -> None:
        into, data = self.into, self._data
        start = into.front.end
        while True:
            at = skip_space(data, start)
            if data.startswith(b"</", at):
                break
            part = self._plain(start, at)
            if part is None:
                self._scan_waiting()
                part = self._odd(start, at)
            else:
                self._wait(part)
            start = part.end
        self._scan_waiting()
        into.back = start
        if len(data) - start > _LONGEST_BACK:
            raise NotUniformError

    def _odd(self, start: int, at: int) -> Part:
        """Add what stands at *at* to what is left to the exact path."""
        data, elements = self._data, 0
        if data.startswith((b"<!", b"<?"), at):
            end = section_end(data, at)
        elif data.startswith(b"<", at):
            end, elements = element_end(data, at), 1
        else:
            end = data.find(b"<", at)
            if end < 0:
                raise NotUniformError
        parts = self.into.parts
        if parts and not parts[-1].plain:
            part = parts[-1]
            part.end, part.elements = end, part.elements + elements
        else:
            part = Part(start, at, end, elements=elements)
            parts.append(part)
        return part

    def _plain(self, start: int, at: int) -> Part | None:
        """Return the payload at *at* if it looks plain."""
        data = self._data
        match = self._match(at)
        if match is None:
            return None
        number, rows, slots = match
        head = self.into.heads[number]
        close = _closing_tag(data, head.close, rows)
        # in a comment or a section the closing tag would be none
        if close < 0 or data.find(b"!", rows, close) >= 0 or data.find(b"?", rows, close) >= 0:
            return None
        stop = close
        while data[stop - 1] in _SPACE:
            stop -= 1
        return Part(start, at, close + len(head.close), number, rows, stop, slots)

    def _match(self, at: int) -> tuple[int, int, tuple[bytes, ...]] | None:
        """Return the kind of the head at *at*, where it ends, and what stands in its slots; None when it is odd."""
        # most payloads are of a kind that stood shortly before
        for number in self._recent:
            match = self.into.heads[number].match(self._data, at)
            if match is not None:
                return number, *match
        kind = self._kind(at)
        match = None if kind is None else self.into.heads[kind].match(self._data, at)
        if kind is None or match is None:
            return None
        self._recent = [kind, *(number for number in self._recent if number != kind)][:_RECENT]
        return kind, *match

    def _kind(self, at: int) -> int | None:
        """Return the number of the kind of head that stands at *at*, a new one if need be; None when it is odd."""
        try:
            head = PayloadHead.at(self._data, at)
        except NotUniformError:
            return None
        number = self._kinds.get(head.kind)
        if number is None:
            scanners = self.into.scanners
            if head.form not in scanners:
                if len(scanners) == _MOST_FORMS:
                    return None
                scanners[head.form] = Scanner(self._data, head.form)
            number = self._kinds[head.kind] = len(self.into.heads)
            self.into.heads.append(head)
        return number

    def _wait(self, part: Part) -> None:
        waiting, heads = self._waiting, self.into.heads
        if waiting and heads[waiting[-1].kind].form != heads[part.kind].form:
            self._scan_waiting()
        self.into.parts.append(part)
        self._waiting.append(part)
        if part.stop - self._waiting[0].rows > _CHUNK:
            self._scan_waiting()

    def _scan_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        if waiting and not self._scan(waiting):
            for part in waiting:
                if len(waiting) == 1 or not self._scan([part]):
                    part.leave(self._data)

    def _scan(self, parts: list[Part]) -> bool:
        """Read the rows of payloads of one form; tell whether all of them are plain."""
        form = self.into.heads[parts[0].kind].form
        try:
            chunk = self.into.scanners[form].scan(
                [part.rows for part in parts], [part.stop for part in parts]
            )
        except NotUniformError:
            return False
        counts = np.diff(chunk.ends, prepend=0)
        number = len(self.into.chunks)
        self.into.chunks.append((form, chunk))
        for place, part in enumerate(parts):
            part.scanned = number, place
            if counts[place] > MOST_ROWS:
                part.leave(self._data)
        return True


def _closing_tag(data: bytes, tag: bytes, rows: int) -> int:
    """Return where the first closing tag of a payload stands behind its first row, -1 for nowhere near."""
    limit = rows + _LONGEST_ROWS + len(tag)
    # one letter is quicker to find, and rows as they are written have none
    at = data.find(_LETTER, rows, limit) - tag.index(_LETTER)
    return at if at >= rows and data.startswith(tag, at, limit) else data.find(tag, rows, limit)
