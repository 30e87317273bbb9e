"""The walker: puts the segments of a message into the groups of its structure and says what does not fit.

It goes on after a fault: a missing trigger is supplied in mind, a surplus repetition is taken, and a segment
that fits nowhere is set aside, so that one fault gives one finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import attrs

from edielkit.edifact.check.directory.layouts import GroupSpec, Item, Layout
from edielkit.edifact.collector import Collector
from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.segments import Segment, tag_name
from edielkit.findings import Position

__all__ = ("Group", "UnlikeValuesError", "walk_structure")


class UnlikeValuesError(Exception):
    """Values that were left out of an outline do not stand in a row of one group."""


@attrs.frozen(eq=False)
class Group:
    """A group of the message as it came.

    Attributes:
        name: Group name such as ``SG6``; empty for the message itself.
        index: Which repetition it is in its parent, from 1.
        items: Segments and groups in order.
        path: Place in the message, such as ``SG5[1]/SG6[2]``; empty for the message itself.
        unplaced: Segments that were met here and fit nowhere.
    """

    name: str
    index: int
    items: tuple[Segment | Group, ...]
    path: str = ""
    unplaced: tuple[Segment, ...] = ()

    def segments(self, tag: str) -> tuple[Segment, ...]:
        """Return the segments *tag* of this group itself."""
        return tuple(item for item in self.items if isinstance(item, Segment) and item.tag == tag)

    def first(self, tag: str) -> Segment | None:
        """Return the first segment *tag* of this group itself, or None."""
        return next((item for item in self.items if isinstance(item, Segment) and item.tag == tag), None)

    def groups(self, name: str) -> tuple[Group, ...]:
        """Return the groups *name* directly in this group."""
        return tuple(item for item in self.items if isinstance(item, Group) and item.name == name)

    def paths(self) -> Iterator[tuple[str, Segment]]:
        """Yield every segment of the group and its groups with its path, unplaced ones last in their group."""
        for path, _, segment in self.segments_with_paths():
            yield path, segment

    def segments_with_paths(self) -> Iterator[tuple[str, str, Segment]]:
        """Yield every segment as `paths` does, with the name of its group after the path."""
        counts: dict[str, int] = {}
        prefix = f"{self.path}/" if self.path else ""
        for item in self.items:
            if isinstance(item, Group):
                yield from item.segments_with_paths()
                continue
            counts[item.tag] = counts.get(item.tag, 0) + 1
            yield f"{prefix}{item.tag}[{counts[item.tag]}]", self.name, item
        for segment in self.unplaced:
            yield f"{prefix}{tag_name(segment.tag)}", self.name, segment


def walk_structure(
    message: RawMessage, layout: Layout, findings: Collector, gaps: Mapping[int, int] | None = None
) -> Group:
    """Read a message by its structure, and check the structure alone.

    Args:
        message: The message, or its outline.
        layout: Its structure.
        findings: What is wrong goes there.
        gaps: By the offset of a segment that begins a group, how many groups like it are left out before it.

    Raises:
        UnlikeValuesError: Such a group does not follow upon one of its kind.
    """
    work = _Walk(layout, findings, is_empty=message.is_empty)
    if not gaps:
        for segment in message.segments:
            work.take(segment)
        return work.finish()
    for segment in message.segments:
        work.gap = gaps.get(segment.offset or 0, 0)
        work.take(segment)
        if work.gap:
            raise UnlikeValuesError
    return work.finish()


class _Frame:
    """An open group: how far in its items we are."""

    __slots__ = ("count", "excess", "index", "items", "missing", "path", "pos", "spec", "unplaced")

    def __init__(self, spec: GroupSpec, index: int, path: str) -> None:
        self.spec = spec
        self.index = index
        self.path = path
        self.pos = -1
        self.count = 0
        self.items: list[Segment | Group] = []
        self.unplaced: list[Segment] = []
        self.missing: dict[int, int] = {}

    def slot(self, tag: str) -> int | None:
        """Return the first item from here on that takes *tag*."""
        for k in self.spec.slots.get(tag, ()):
            if k > self.pos or (k == self.pos and self.count < self.spec.items[k].maximum):
                return k
        return None

    def close(self) -> Group:
        return Group(self.spec.name, self.index, tuple(self.items), self.path, tuple(self.unplaced))

    def at(self, name: str) -> str:
        return f"{self.path}/{name}" if self.path else name


@cache
def _repairs(spec: GroupSpec, tag: str) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Return the ways to reach *tag* inside *spec* past its missing trigger: what is missing, and item places."""
    ways: list[tuple[int, tuple[int, ...]]] = []
    cost = 0
    for k, item in enumerate(spec.items):
        if k and item.trigger == tag:
            ways.append((cost, (k,)))
        if k and item.group:
            ways.extend((cost + n, (k, *way)) for n, way in _repairs(item.group, tag))
        cost += k == 0 or item.mandatory
    return tuple(sorted(ways)[:2])


class _Walk:
    """One walk over the segments of a message."""

    # More missing segments than this before one that fits: the segment is out of place, not the others missing.
    MAX_MISSING = 2

    def __init__(self, layout: Layout, findings: Collector, *, is_empty: bool) -> None:
        self.layout = layout
        self.is_empty = is_empty
        self.findings = findings
        self.frames = [_Frame(layout.root, 1, "")]
        self.last: Segment | None = None
        self.run: frozenset[str] | None = None
        # tags that fitted nowhere since the last segment that did
        self.aside: set[str] = set()
        # how many groups are left out before the one that the next segment begins
        self.gap = 0

    # -- placing

    def take(self, segment: Segment) -> None:
        """Put one segment where it belongs."""
        tag = segment.tag
        # what fits nowhere fits nowhere again until another segment has found its place: it is said of the first one
        if tag in self.aside:
            self.frames[-1].unplaced.append(segment)
            return
        if tag not in self.layout.root.tags:
            self._unknown(segment)
            return
        placed = self._fits(segment, tag) or self._surplus(segment, tag) or self._late(segment, tag)
        if placed or self._repaired(segment, tag):
            self.run = None
            self.aside.clear()
            self.last = segment
            return
        self.aside.add(tag)
        self._set_aside(segment, tag)

    def _fits(self, segment: Segment, tag: str) -> bool:
        frames = self.frames
        for depth in range(len(frames) - 1, -1, -1):
            frame = frames[depth]
            k = frame.slot(tag)
            if k is None:
                continue
            if self.run and tag in self.run and self._skipped(frame, k):
                return False
            if len(frames) > depth + 1:
                self._close_to(depth)
            self._accept(frame, k, segment)
            return True
        return False

    @staticmethod
    def _skipped(frame: _Frame, k: int) -> bool:
        return any(item.mandatory for item in frame.spec.items[frame.pos + 1 : k])

    def _accept(self, frame: _Frame, k: int, segment: Segment | None) -> None:
        """Move *frame* to item *k* and put the segment there; None only opens the group."""
        if k != frame.pos:
            if k > frame.pos + 1:
                self._gap(frame, k)
            frame.pos, frame.count = k, 0
        elif self.gap:
            frame.count += self.gap
            self.gap = 0
        frame.count += 1
        item = frame.spec.items[k]
        if item.group is None:
            if segment is not None:
                frame.items.append(segment)
            return
        path = frame.at(f"{item.name}[{frame.count}]")
        inner = _Frame(item.group, frame.count, path)
        self.frames.append(inner)
        if segment is not None:
            inner.pos, inner.count = 0, 1
            inner.items.append(segment)

    def _gap(self, frame: _Frame, end: int) -> None:
        for k in range(frame.pos + 1, end):
            item = frame.spec.items[k]
            if item.mandatory and item.name != "UNT":
                frame.missing[k] = self._missing(frame, item)
                # of a message without segments the first that it lacks stands for all
                if self.is_empty:
                    return

    def _missing(self, frame: _Frame, item: Item) -> int:
        if self.findings.is_full("EDI042"):
            return self.findings.count("EDI042", self.last.offset if self.last else None)
        what = f"{item.trigger} ({item.name})" if item.group else item.name
        after = f" after {self.last.tag}" if self.last else ""
        return self.findings.add(
            "EDI042",
            f"expected {what}{after}, found none",
            Position(
                path=frame.at(item.name),
                offset=self.last.offset if self.last else None,
                segment=item.trigger,
            ),
        )

    def _close_to(self, depth: int) -> None:
        """Close the groups deeper than *depth*."""
        while len(self.frames) > depth + 1:
            frame = self.frames.pop()
            self._gap(frame, len(frame.spec.items))
            self.frames[-1].items.append(frame.close())

    # -- faults

    def _surplus(self, segment: Segment, tag: str) -> bool:
        """Take a repetition beyond the allowed number, and report the first."""
        for depth in range(len(self.frames) - 1, -1, -1):
            frame = self.frames[depth]
            if frame.pos < 0 or (depth and frame.pos == 0):
                continue
            item = frame.spec.items[frame.pos]
            if item.trigger != tag:
                continue
            self._close_to(depth)
            if frame.count == item.maximum:
                name = f"{item.name}[{frame.count + 1}]"
                self.findings.add(
                    "EDI046" if item.group else "EDI045",
                    f"expected {item.name} at most {item.maximum} times, found one more",
                    Position(path=frame.at(name), offset=segment.offset, segment=tag),
                    # counted with the groups that an outline leaves out; the first of too many stands in it
                    by_columns=item.group is not None,
                )
            self._accept(frame, frame.pos, segment)
            return True
        return False

    def _late(self, segment: Segment, tag: str) -> bool:
        """Take a mandatory segment that comes after its place, in exchange for the finding that it is missing."""
        for depth in range(len(self.frames) - 1, -1, -1):
            frame = self.frames[depth]
            for k, index in frame.missing.items():
                item = frame.spec.items[k]
                if item.trigger != tag or item.group:
                    continue
                self.findings.drop("EDI042", index)
                del frame.missing[k]
                frame.items.append(segment)
                self._misplaced(segment, frame, f"expected {tag} earlier, before {self._after(frame, k)}")
                return True
        return False

    @staticmethod
    def _after(frame: _Frame, k: int) -> str:
        items = frame.spec.items
        return items[k + 1].trigger if k + 1 < len(items) else "the end"

    def _repaired(self, segment: Segment, tag: str) -> bool:
        """Reach the segment's place past missing triggers, if few are missing and the place is clear."""
        best: list[tuple[int, int, tuple[int, ...]]] = []
        for depth in range(len(self.frames) - 1, -1, -1):
            best.extend((cost, -depth, way) for cost, way in self._ways(self.frames[depth], tag))
        best.sort()
        if not best or best[0][0] > self.MAX_MISSING:
            return False
        if len(best) > 1 and best[0][:2] == best[1][:2]:
            return False
        _, depth, way = best[0]
        if self.run and tag in self.run:
            return False
        self._close_to(-depth)
        for k in way[:-1]:
            self._accept(self.frames[-1], k, None)
        self._accept(self.frames[-1], way[-1], segment)
        return True

    def _ways(self, frame: _Frame, tag: str) -> Iterator[tuple[int, tuple[int, ...]]]:
        cost = 0
        for k in range(max(frame.pos, 0), len(frame.spec.items)):
            item = frame.spec.items[k]
            again = k > frame.pos or frame.count < item.maximum
            if item.group and again:
                for n, way in _repairs(item.group, tag):
                    yield cost + n, (k, *way)
            cost += k > frame.pos and item.mandatory

    def _set_aside(self, segment: Segment, tag: str) -> None:
        frame = self.frames[-1]
        frame.unplaced.append(segment)
        if self.run is None:
            self._misplaced(segment, frame, f"expected {self._next(frame)}, found {tag}")
            self.run = frozenset()
        self.run |= _members(self.layout.root, tag)

    def _unknown(self, segment: Segment) -> None:
        frame = self.frames[-1]
        frame.unplaced.append(segment)
        if self.findings.is_full("EDI043"):
            self.findings.count("EDI043", segment.offset)
            return
        name = tag_name(segment.tag)
        text = f"expected a segment of {self.layout.message_type} {self.layout.directory}, found {name!r}"
        self.findings.add("EDI043", text, Position(path=frame.at(name), offset=segment.offset, segment=name))

    def _misplaced(self, segment: Segment, frame: _Frame, message: str) -> None:
        if self.findings.is_full("EDI044"):
            self.findings.count("EDI044", segment.offset)
            return
        self.findings.add(
            "EDI044",
            message,
            Position(path=frame.at(segment.tag), offset=segment.offset, segment=segment.tag),
        )

    @staticmethod
    def _next(frame: _Frame) -> str:
        names: list[str] = []
        for item in frame.spec.items[frame.pos + 1 :]:
            names.append(item.trigger)
            if item.mandatory or len(names) == 4:
                break
        return " or ".join(names) or f"the end of {frame.spec.name or 'the message'}"

    def finish(self) -> Group:
        """Close everything and return the tree."""
        self._close_to(0)
        root = self.frames[0]
        self._gap(root, len(root.spec.items))
        return root.close()


@cache
def _members(spec: GroupSpec, tag: str) -> frozenset[str]:
    """Return the tags of the groups that *tag* starts, anywhere in *spec*."""
    tags: frozenset[str] = frozenset({tag})
    for item in spec.items:
        if item.group:
            if item.trigger == tag:
                tags |= item.group.tags
            tags |= _members(item.group, tag) - {tag}
    return tags
