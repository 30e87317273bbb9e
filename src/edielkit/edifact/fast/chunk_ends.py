"""Where a large input is cut, so that no value and, if it can be, no line is torn apart."""

from __future__ import annotations

from edielkit.edifact.segments import BLANK

__all__ = ("begins_segment", "chunk_end", "last_before", "next_from")


def chunk_end(data: bytes, start: int, size: int) -> int | None:
    """Return the end of the next chunk: right before a QTY or UNH, so that no value is torn apart; None for nowhere.

    Args:
        data: The input.
        start: First byte of the chunk.
        size: Its bytes, fewer than remain.
    """
    # lines in one piece, as long as chunks do not get small
    end = last_before(data, b"LIN+", start + size // 2, start + size)
    if end < 0:
        end = max(last_before(data, mark, start, start + size) for mark in _BORDERS)
    if end <= start:
        later = next_from(data, _BORDERS[0], start + size)
        end = later if later > start else data.rfind(b"'", start) + 1
    return end if end > start else None


_BORDERS = (b"QTY+", b"UNH+")


def last_before(data: bytes, mark: bytes, start: int, stop: int) -> int:
    """Return where the last segment that begins with *mark* stands in a stretch of bytes, -1 for nowhere."""
    at = stop
    while (at := data.rfind(mark, start, at)) > start:
        if begins_segment(data, at):
            return at
    return -1


def next_from(data: bytes, mark: bytes, start: int, stop: int | None = None) -> int:
    """Return where the next segment that begins with *mark* stands, before *stop*, -1 for nowhere."""
    at = start - 1
    while (at := data.find(mark, at + 1, stop)) >= 0:
        if begins_segment(data, at):
            return at
    return -1


def begins_segment(data: bytes, at: int) -> bool:
    """Tell whether a segment ends before an offset, with a few blanks behind it."""
    # most segments have nothing between them
    if data.startswith(b"'", max(at - 1, 0)) and at:
        return True
    return data[max(at - _MOST_BLANKS, 0) : at].rstrip(BLANK).endswith(b"'")


# behind more blanks no chunk ends
_MOST_BLANKS = 16
