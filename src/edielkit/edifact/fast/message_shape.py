"""How a large message of MSCONS is written, so that one that is written alike is recognised by its bytes.

Two messages are written alike when all their bytes are the same but for the reference of the message, the number of its
document, the identifications of its points, its control total and its amounts. The same points have to be the same again, and
no amount is negative, uses another decimal mark or is longer than all of the first message.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.fast.outline import LeftOut, MessageValues
from edielkit.edifact.fast.stretch import AlikeValues, Layout, Stretch, Workspace
from edielkit.edifact.read.envelopes import UnreadBody

__all__ = ("DOCUMENT", "POINT", "TOTAL", "MessageShape", "Written")

_Int = npt.NDArray[np.int64]

# the parts that may differ: number of the document, a point, a control total; each behind what tells what it is
_VARIABLE = re.compile(
    rb"(?:(?<=')|(?<='\n)|(?<='\r\n)|\A)"
    rb"(?:(BGM\+[^'+?]{0,40}\+)([0-9A-Z-]{1,35})(?=['+:])"
    rb"|(LOC\+(?:90|172)\+)([0-9A-Z]{6,35})(?=['+:])"
    rb"|(CNT\+1:)((?:0|[1-9][0-9]{0,14})(?:[.,][0-9]{1,3})?)(?=[':]))"
)
# the groups of the parts
DOCUMENT, POINT, TOTAL = 2, 4, 6
_OF_ANY_LENGTH = {
    DOCUMENT: b"([0-9A-Z-]{1,35})",
    TOTAL: rb"((?:0|[1-9][0-9]{0,14})(?:[.,][0-9]{1,3})?)",
}
_REFERENCE = re.compile("[0-9A-Z-]{1,14}")
_DIGITS = re.compile(b"[0-9]+")
# bytes of an amount that any format has room for
_SHORT = 8
_MARKS = (b".", b",")
# below it no sum of so many thousandths overflows
_SMALL = 1 << 40
# bytes between two runs of values that are still worth a pattern: to compile one costs more than to check them
_LONGEST_PIECE = 1 << 12


@attrs.frozen(eq=False)
class Written:
    """A message that is written in a shape.

    Attributes:
        anchors: Places behind which all messages of the shape have the same bytes, up to the next place.
        names: What stands in the parts that may differ, in order.
        spots: The first byte of each of these.
        first_value: Which anchor is the first byte of the first value; those of the others come behind it.
        quantity: Thousandths of all values.
        stop: The byte behind each amount.
    """

    anchors: _Int
    names: tuple[bytes, ...]
    spots: tuple[int, ...]
    first_value: int
    quantity: _Int
    stop: _Int

    def left_out(self, octets: npt.NDArray[np.uint8], mark: str) -> LeftOut:
        """Return what the values say together.

        Args:
            octets: The input.
            mark: The decimal mark of all.
        """
        marked = [
            int(np.count_nonzero(octets[self.stop - 1 - places] == ord(mark))) for places in range(1, 4)
        ]
        decimals = max((places for places, count in enumerate(marked, 1) if count), default=0)
        small = bool((self.quantity < _SMALL).all())
        total = int(self.quantity.sum()) if small else sum(self.quantity.tolist())
        # divided exactly: no value has more decimals
        exact = Decimal(total).scaleb(-3).quantize(Decimal(1).scaleb(-decimals))
        return LeftOut(exact, {mark: sum(marked)})


@attrs.frozen(eq=False)
class MessageShape:
    """How a message is written.

    Attributes:
        ends: What UNH says behind the reference, and how UNT counts.
        layout: How its values are written.
        bounds: The first row of each run of values, and the number of all.
        texts: Of each run what stands between its amounts.
        pieces: What stands before each run and behind the last one.
        kinds: What each of the parts is that may differ.
        same: For each point the first one that is the same.
        mark: The decimal mark of all amounts.
        longest: Bytes of the longest amount.
    """

    ends: tuple[object, ...]
    layout: Layout
    bounds: tuple[int, ...]
    texts: tuple[bytes, ...]
    pieces: tuple[re.Pattern[bytes], ...]
    kinds: tuple[int, ...]
    same: tuple[int, ...]
    mark: str
    longest: int

    @classmethod
    def of(cls, values: MessageValues, loads: Workspace) -> tuple[MessageShape, Written] | None:
        """Return the shape of a message, None when it has none that another one could be recognised by.

        Args:
            values: The plain values of the message.
            loads: The input that it stands in.
        """
        body = values.body
        runs = [
            np.concatenate([chunk.offsets(rows)[0] for chunk, rows in line.parts])
            for line in values.span.lines
            if line.parts
        ]
        stretch = Stretch(loads, body.start, body.stop)
        if not runs or not np.array_equal(np.concatenate(runs), stretch.first):
            return None
        bounds = (0, *np.cumsum([len(run) for run in runs]).tolist())
        layout = _layout(body.data, stretch, bounds)
        return None if layout is None else _shape(body, stretch, layout, bounds)

    def read(self, body: UnreadBody, loads: Workspace) -> Written | None:
        """Return how a message is written that has the shape, None for another one.

        Args:
            body: The message.
            loads: The input that it stands in.
        """
        data = body.data
        # a message that begins otherwise costs nothing more
        if _ends(body) != self.ends or not self.pieces[0].match(data, body.start, body.stop):
            return None
        stretch = Stretch(loads, body.start, body.stop)
        values = stretch.values(self.layout) if len(stretch) == self.bounds[-1] else None
        if values is None or not self._has_plain(values, stretch.first):
            return None
        matches = self._matches(data, stretch.first, values.stop, body)
        if matches is None:
            return None
        names = tuple(name for match in matches for name in match.groups())
        points = [name for kind, name in zip(self.kinds, names, strict=True) if kind == POINT]
        if self.same != tuple(map(points.index, points)) or self._has_other_mark(loads, values, names, body):
            return None
        return _written(body, stretch.first, values, matches)

    def _has_plain(self, values: AlikeValues, first: _Int) -> bool:
        """Tell whether amounts, and what stands between those of a run, are as in this shape."""
        span = self.layout.head + self.layout.width
        return (
            not values.faulty
            and not bool((values.quantity < 0).any())
            and int((values.stop - first).max()) - self.layout.head <= self.longest
            and all(
                values.text.startswith(text, row * span)
                for row, text in zip(self.bounds, self.texts, strict=False)
            )
        )

    def _matches(
        self, data: bytes, first: _Int, stop: _Int, body: UnreadBody
    ) -> list[re.Match[bytes]] | None:
        """Return the pieces of a message, None when one is written otherwise."""
        begins = [body.start, *stop[np.array(self.bounds[1:]) - 1].tolist()]
        ends = [*(first[np.array(self.bounds[:-1])] + self.layout.head).tolist(), body.stop]
        matches = []
        for piece, begin, end in zip(self.pieces, begins, ends, strict=True):
            match = piece.fullmatch(data, begin, end)
            if match is None:
                return None
            matches.append(match)
        return matches

    def _has_other_mark(
        self, loads: Workspace, values: AlikeValues, names: Sequence[bytes], body: UnreadBody
    ) -> bool:
        other = b"," if self.mark == "." else b"."
        if any(other in name for kind, name in zip(self.kinds, names, strict=True) if kind == TOTAL):
            return True
        # most messages have it nowhere
        return loads.data.find(other, body.start, body.stop) >= 0 and _has_mark(
            loads, values.stop, ord(other)
        )


def _ends(body: UnreadBody) -> tuple[object, ...]:
    """Return what UNH says behind the reference, and how UNT counts; nothing that is alike where a reference is odd."""
    unh, unt, reference = body.unh, body.unt, body.unh.get(1)
    before = (f"UNH+{reference}".encode("latin-1"), f"UNT+{unt.get(1)}+{reference}'".encode("latin-1"))
    raws = (unh.raw or b"", unt.raw or b"")
    if not _REFERENCE.fullmatch(reference) or not all(map(bytes.startswith, raws, before)):
        return (body,)
    tails = tuple(raw[len(text) :] for raw, text in zip(raws, before, strict=True))
    return unh.elements[1:], unt.elements[0], unh.separators, tails


def _layout(data: bytes, stretch: Stretch, bounds: Sequence[int]) -> Layout | None:
    """Return how the first two values of a run are written, as far as others may be written so."""
    row = next((start for start, end in pairwise(bounds) if end - start > 1), None)
    if row is None:
        row, behind = 0, data.find(b"'", int(stretch.first[0])) + 1
    else:
        behind = int(stretch.first[row + 1])
    begin = int(stretch.first[row])
    head = data.find(b":", begin, behind) + 1 - begin
    stop = begin + head
    while stop < behind and (data[stop : stop + 1].isdigit() or data[stop : stop + 1] in _MARKS):
        stop += 1
    return Layout(head, behind - stop, data[stop]) if 0 < head < stop - begin and stop < behind else None


def _shape(
    body: UnreadBody, stretch: Stretch, layout: Layout, bounds: tuple[int, ...]
) -> tuple[MessageShape, Written] | None:
    values = stretch.values(layout)
    if values is None or values.faulty:
        return None
    data, span = body.data, layout.head + layout.width
    gaps = stretch.first[1:] - values.stop[:-1] == layout.width
    gaps[np.array(bounds[1:-1], np.int64) - 1] = True
    marks = [mark for mark in ".," if _has_mark(stretch.loads, values.stop, ord(mark))]
    if not gaps.all() or len(marks) != 1:
        return None
    begins = [body.start, *values.stop[np.array(bounds[1:]) - 1].tolist()]
    ends = [*(stretch.first[np.array(bounds[:-1])] + layout.head).tolist(), body.stop]
    if max(map(int.__sub__, ends, begins)) > _LONGEST_PIECE:
        return None
    pieces = [_piece(data[begin:end]) for begin, end in zip(begins, ends, strict=True)]
    kinds = tuple(kind for _, own in pieces for kind, _ in own)
    points = [name for _, own in pieces for kind, name in own if kind == POINT]
    shape = MessageShape(
        ends=_ends(body),
        layout=layout,
        bounds=bounds,
        texts=tuple(bytes(values.text[start * span : (end - 1) * span]) for start, end in pairwise(bounds)),
        pieces=tuple(re.compile(pattern) for pattern, _ in pieces),
        kinds=kinds,
        same=tuple(map(points.index, points)),
        mark=marks[0],
        longest=max(_SHORT, int((values.stop - stretch.first).max()) - layout.head),
    )
    # whatever it is, it has to be its own
    written = shape.read(body, stretch.loads)
    return None if written is None else (shape, written)


def _piece(text: bytes) -> tuple[bytes, list[tuple[int, bytes]]]:
    """Return the pattern of a piece in all messages of a shape, and the parts that may differ with what they are."""
    patterns, parts, at = [], [], 0
    for match in _VARIABLE.finditer(text):
        kind = match.lastindex or 0
        name = match[kind]
        letters = b"[0-9]" if _DIGITS.fullmatch(name) else b"[0-9A-Z]"
        pattern = _OF_ANY_LENGTH.get(kind) or b"(%s{%d})" % (letters, len(name))
        patterns += [re.escape(text[at : match.start(kind)]), pattern]
        parts.append((kind, name))
        at = match.end()
    return b"".join((*patterns, re.escape(text[at:]))), parts


def _has_mark(loads: Workspace, stop: _Int, mark: int) -> bool:
    return any(bool((loads.octets[stop - 1 - places] == mark).any()) for places in (3, 2, 1))


def _written(
    body: UnreadBody, first: _Int, values: AlikeValues, matches: Sequence[re.Match[bytes]]
) -> Written:
    unh, unt = body.unh.offset or 0, body.unt.offset or 0
    spots = [spot for match in matches for spot in match.regs[1:]]
    frame = [unh, unh + len("UNH+") + len(body.unh.get(1)), body.start, *(end for _, end in spots), unt]
    return Written(
        anchors=np.concatenate([np.array(frame, np.int64), first, values.stop]),
        names=tuple(name for match in matches for name in match.groups()),
        spots=tuple(spot for spot, _ in spots),
        first_value=len(frame),
        quantity=values.quantity,
        stop=values.stop,
    )
