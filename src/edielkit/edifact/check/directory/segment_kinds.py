"""The segments of a message, equal ones counted together: each is checked once and reported wherever it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs

from edielkit.edifact.check.directory.walker import Group
from edielkit.edifact.collector import Collector
from edielkit.edifact.fast.outline import LeftOut
from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.segments import Segment, tag_name
from edielkit.findings import Severity

__all__ = ("Contents", "SegmentCheck", "SegmentFault", "SegmentKind")

# Group name, tag and elements: equal segments of the same group are one kind.
SegmentKind = tuple[str, str, tuple[tuple[str, ...], ...]]

_ENVELOPE = frozenset({"UNH", "UNT"})


@attrs.frozen
class SegmentFault:
    """What is wrong with a segment, wherever it stands.

    Attributes:
        code: The rule.
        message: What is wrong.
        element: Element from 1 after the tag; 0 for the segment.
        component: Component from 1; 0 for the element.
        severity: Other than the rule's own.
    """

    code: str
    message: str
    element: int = 0
    component: int = 0
    severity: Severity | None = None


# Takes the name of the group and a segment.
SegmentCheck = Callable[[str, Segment], Iterable[SegmentFault]]


@attrs.frozen(eq=False)
class Contents:
    """The segments between UNH and UNT by kind.

    Attributes:
        message: The message.
        tree: Its groups, None when its structure is not known.
        counts: How often each kind stands there, in the order of first appearance.
        firsts: The first segment of each kind.
        unplaced: Tags of segments that fit nowhere in the structure.
        left_out: What the values that are left out of the message say together, None when none are.
        faults: What is wrong with each kind, so far.
    """

    message: RawMessage
    tree: Group | None
    counts: Mapping[SegmentKind, int]
    firsts: Mapping[SegmentKind, Segment]
    unplaced: frozenset[str]
    left_out: LeftOut | None = None
    faults: dict[SegmentKind, tuple[SegmentFault, ...]] = attrs.field(factory=dict, init=False)

    @classmethod
    def of(cls, message: RawMessage, tree: Group | None, left_out: LeftOut | None = None) -> Contents:
        """Return the contents of a message.

        Args:
            message: The message, or its outline.
            tree: Its groups, as far as they are known.
            left_out: What the values say together that are left out.
        """
        counts: dict[SegmentKind, int] = {}
        firsts: dict[SegmentKind, Segment] = {}
        unplaced: set[str] = set()

        def count(name: str, items: Iterable[Segment | Group]) -> None:
            for item in items:
                if isinstance(item, Group):
                    count(item.name, item.items)
                    count(item.name, item.unplaced)
                    unplaced.update(segment.tag for segment in item.unplaced)
                    continue
                kind = (name, item.tag, item.elements)
                seen = counts.get(kind)
                if seen:
                    counts[kind] = seen + 1
                elif item.tag not in _ENVELOPE:
                    counts[kind] = 1
                    firsts[kind] = item

        count("", (tree,) if tree else message.body)
        return cls(message, tree, counts, firsts, frozenset(unplaced), left_out)

    def check(self, check: SegmentCheck) -> None:
        """Check every kind of segment and keep the faults."""
        faults = self.faults
        shared: tuple[SegmentFault, ...] = ()
        for kind, segment in self.firsts.items():
            for fault in check(kind[0], segment):
                said = faults.get(kind)
                if said is not None:
                    faults[kind] = (*said, fault)
                    continue
                # what many kinds have in common is the same fault
                if not shared or shared[0] is not fault:
                    shared = (fault,)
                faults[kind] = shared

    def report(self, findings: Collector) -> None:
        """Put the faults into *findings*, at every segment that has them."""
        if self.faults and self.tree is not None:
            self._report_group(self.tree, findings)
        elif self.faults:
            for path, name, segment in self._segments_with_paths():
                said = self.faults.get((name, segment.tag, segment.elements), ())
                _report_segment(segment, said, path, findings)

    def _report_group(self, group: Group, findings: Collector) -> None:
        """Report the segments of a group and its groups in the order of `Group.segments_with_paths`; only faulty ones get a path."""
        counts: dict[str, int] = {}
        name, prefix, faults = group.name, f"{group.path}/" if group.path else "", self.faults
        for item in group.items:
            if isinstance(item, Group):
                self._report_group(item, findings)
                continue
            tag = item.tag
            number = counts[tag] = counts.get(tag, 0) + 1
            said = faults.get((name, tag, item.elements))
            if said is not None:
                _report_segment(item, said, f"{prefix}{tag}[{number}]", findings)
        for segment in group.unplaced:
            said = faults.get((name, segment.tag, segment.elements))
            if said is not None:
                _report_segment(segment, said, f"{prefix}{tag_name(segment.tag)}", findings)

    def path(self, wanted: Segment) -> str:
        """Return the path of one segment."""
        return next(
            (path for path, _, segment in self._segments_with_paths() if segment is wanted),
            tag_name(wanted.tag),
        )

    def _segments_with_paths(self) -> Iterator[tuple[str, str, Segment]]:
        """Yield the segments in order with path and group name."""
        if self.tree is None:
            yield from ((segment.tag, "", segment) for segment in self.message.body)
        else:
            yield from self.tree.segments_with_paths()


def _report_segment(segment: Segment, faults: Iterable[SegmentFault], path: str, findings: Collector) -> None:
    for fault in faults:
        findings.at(
            segment,
            fault.element,
            fault.component,
            fault.code,
            fault.message,
            path=path,
            severity=fault.severity,
        )
