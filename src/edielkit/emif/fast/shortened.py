"""A document without what the fast path knows to be right: what the exact path has to read of it."""

from __future__ import annotations

from collections.abc import Container

import attrs

from edielkit.emif.check.document_places import LeftOut
from edielkit.emif.fast.parts import Part, Split

__all__ = ("Shortened", "line_breaks", "shortened")

# libxml2 takes no longer text at once
_LONGEST_COMMENT = 1 << 20


@attrs.frozen(eq=False)
class Shortened:
    """A document with some of its parts.

    Attributes:
        data: The bytes. What was taken out has left its line breaks, in comments.
        left_out: The payloads that are not in it.
    """

    data: bytes
    left_out: LeftOut


def shortened(parts: Split, kept: Container[int], tag: str) -> Shortened:
    """Return a document with everything odd and with the payloads at the places *kept*, which have one row each.

    Args:
        parts: The parts of the document.
        kept: Places among its parts, the first plain payload's with them.
        tag: Name of a payload in Clark notation.
    """
    data, texts = parts.data, [parts.data[: parts.front.end]]
    before = [0] * parts.front.elements
    omitted = lines = 0
    left_out = False
    for place, part in enumerate(parts.parts):
        if part.plain and place not in kept:
            omitted, left_out = omitted + 1, True
            lines += line_breaks(parts, part)
            continue
        if left_out:
            texts.append(blank_lines(lines))
        lines, left_out = 0, False
        if part.plain:
            texts += _one_row(parts, part)
        else:
            texts.append(data[part.start : part.end])
        before += [omitted] * part.elements
    if left_out:
        texts.append(blank_lines(lines))
    texts.append(data[parts.back :])
    return Shortened(b"".join(texts), LeftOut(before=tuple(before), total=omitted, tag=tag))


def _one_row(parts: Split, part: Part) -> tuple[bytes, bytes, bytes]:
    data, form = parts.data, parts.heads[part.kind].form
    end = data.index(form.closing, part.rows) + len(form.closing)
    breaks = form.lines * (rows_of(parts, part) - 1)
    return data[part.start : end], blank_lines(breaks), data[part.stop : part.end]


def rows_of(parts: Split, part: Part) -> int:
    """Return the number of rows of a plain payload."""
    number, place = part.scanned
    ends = parts.chunks[number][1].ends
    return ends[place] - (ends[place - 1] if place else 0)


def line_breaks(parts: Split, part: Part) -> int:
    """Return the number of line breaks in a part."""
    if not part.plain:
        return parts.data.count(b"\n", part.start, part.end)
    head = parts.heads[part.kind]
    between = parts.data.count(b"\n", part.start, part.at) + parts.data.count(b"\n", part.stop, part.end)
    # the white space before the first row stands in the head
    return between + head.lines + rows_of(parts, part) * head.form.lines - head.form.before.count(b"\n")


def blank_lines(count: int) -> bytes:
    """Return comments with *count* line breaks, one comment at least.

    Where an element may not stand, a comment may not either, but for a comment, which has none in it, and for what
    `edielkit.emif.fast.markup` steps over: so a document is as well-formed with a comment as with an element.
    """
    whole, left = divmod(count, _LONGEST_COMMENT)
    comment = b"<!--" + b"\n" * left + b"-->"
    # the longest comment is not even made where none is wanted
    return comment + (b"<!--" + b"\n" * _LONGEST_COMMENT + b"-->") * whole if whole else comment
