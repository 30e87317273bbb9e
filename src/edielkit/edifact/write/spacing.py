"""What stands between the segments of an interchange that comes from plain data: line breaks stay where they were."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from edielkit.edifact.charset import CHARSETS
from edielkit.edifact.interchange import FunctionalGroup, Interchange, RawMessage
from edielkit.edifact.segments import Limits, Segment
from edielkit.edifact.write.writer import to_bytes
from edielkit.errors import BuildError

__all__ = ("numbered", "spaced")

_Content = RawMessage | FunctionalGroup | Segment


_MOST_SEGMENTS = Limits().max_segments
_NO_SPACE = re.compile(r"[^ \t\r\n']")


def spaced(interchange: Interchange, runs: Any) -> Interchange:
    """Return an interchange whose segments are written with what stood between them."""
    tails = _tails(runs, sum(1 for _ in interchange.segments))
    charset = interchange.syntax_id if interchange.syntax_id in CHARSETS else "UNOC"

    def space(segment: Segment) -> Segment:
        written = to_bytes([segment], interchange.separators, charset)
        return attrs.evolve(segment, raw=written + next(tails, b""), separators=interchange.separators)

    def content(item: _Content) -> _Content:
        if isinstance(item, Segment):
            return space(item)
        if isinstance(item, RawMessage):
            return attrs.evolve(item, segments=tuple([space(segment) for segment in item.segments]))
        ung = space(item.ung)
        inner = tuple([content(below) for below in item.content])
        return FunctionalGroup(ung, inner, space(item.une) if item.une else None)  # type: ignore[arg-type]  # no group stands in a group

    # in the order of the bytes
    una = space(interchange.una) if interchange.una else None
    unb = space(interchange.unb) if interchange.unb else None
    spaced = tuple([content(item) for item in interchange.content])
    unz = space(interchange.unz) if interchange.unz else None
    return attrs.evolve(interchange, una=una, unb=unb, content=spaced, unz=unz)


def _tails(runs: Any, segments: int) -> Iterator[bytes]:
    """Yield what stands behind each segment; where their number has changed, what stood behind most of them.

    Raises:
        BuildError: The data is no list of counts and texts.
    """
    if isinstance(runs, str) or not isinstance(runs, Sequence):
        raise BuildError("expected runs of a count and a text", "between")
    checked = [_run(run, f"between[{number}]") for number, run in enumerate(runs)]
    if sum(count for count, _ in checked) != segments:
        _, most = max(checked, default=(0, b""))
        checked = [(segments - 1, most), (1, checked[-1][1])] if checked else []
    return itertools.chain.from_iterable(itertools.repeat(tail, count) for count, tail in checked)


def _run(run: Any, field: str) -> tuple[int, bytes]:
    count, text = run if isinstance(run, Sequence) and len(run) == 2 else (None, None)
    if type(count) is not int or not 0 <= count <= _MOST_SEGMENTS:
        raise BuildError(f"expected a count of segments, at most {_MOST_SEGMENTS}", field)
    if not isinstance(text, str) or _NO_SPACE.search(text):
        raise BuildError("expected white space behind the count", field)
    return count, text.encode("latin-1")


def numbered(content: Iterable[_Content]) -> tuple[_Content, ...]:
    """Number the messages through the interchange, those in groups too."""
    numbers = itertools.count()
    done: list[_Content] = []
    for item in content:
        if isinstance(item, FunctionalGroup):
            inner = tuple(
                attrs.evolve(m, index=next(numbers)) if isinstance(m, RawMessage) else m for m in item.content
            )
            done.append(attrs.evolve(item, content=inner))
        else:
            done.append(attrs.evolve(item, index=next(numbers)) if isinstance(item, RawMessage) else item)
    return tuple(done)
