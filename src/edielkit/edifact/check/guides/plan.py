"""The rows of a guide sorted by group and segment, so that a message is checked in one walk over its groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import attrs

from edielkit.edifact.check.directory.layouts import ElementSpec, GroupSpec, segment_layout
from edielkit.edifact.check.guides.guide import ENVELOPE, Guide, GuideRow, Requirement
from edielkit.edifact.check.guides.patterns import Pattern, Values
from edielkit.edifact.segments import Segment

__all__ = ("GroupPlan", "GuidePlan", "SegmentPlan", "guide_plan")


@attrs.frozen(eq=False)
class SegmentPlan:
    """The rows about one item of a group: a segment, or the first one of a group below.

    Attributes:
        looks: Components whose codes decide what is found: segments that are equal there are alike.
        filled: Components of which it matters only whether something stands there.
        tested: Components whose values are checked by their form: a beginning, an end or a length.
        composites: Elements that the UN directory requires: when all of one is missing, its own rule says so.
        heads: Components that it requires where anything of their element is there: its own rule says that, too.
        counted: Rows that count such segments, by their number among the rows of the group.
        rows: Rows about the segment itself and its components.
    """

    looks: tuple[tuple[int, int], ...]
    filled: tuple[tuple[int, int], ...]
    tested: tuple[tuple[int, int, Values], ...]
    composites: tuple[int, ...]
    heads: tuple[tuple[int, int], ...]
    counted: tuple[tuple[int, Pattern], ...]
    rows: tuple[GuideRow, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing is looked for."""
        return not self.counted and not self.rows

    def key(self, segment: Segment) -> tuple[str | bool, ...]:
        """Return what decides about a segment; it is asked of every one, so it looks at the elements themselves."""
        elements = segment.elements
        parts: list[str | bool] = []
        for element, component in self.looks:
            try:
                parts.append(elements[element - 1][component - 1])
            except IndexError:
                parts.append("")
        for element, component in self.filled:
            try:
                parts.append(elements[element - 1][component - 1] != "")
            except IndexError:
                parts.append(False)
        for element, component, values in self.tested:
            parts.append(values.allow(segment.get(element, component)))
        parts.extend(not _has_any(element, segment) for element in self.composites)
        parts.extend(_has_any(element, segment) for element, _ in self.heads)
        return tuple(parts)

    def is_missed(self, row: GuideRow, segment: Segment) -> bool:
        """Tell whether the directory itself misses what a row is about: an element, or the head of one that is there."""
        if _has_any(row.element, segment):
            return (row.element, row.component) in self.heads
        return row.element in self.composites


def _has_any(element: int, segment: Segment) -> bool:
    return element <= len(segment.elements) and any(segment.elements[element - 1])


@attrs.frozen(eq=False)
class GroupPlan:
    """The rows about one group.

    Attributes:
        counted: Rows about how often something stands in it.
        items: Plans by item: tag of a segment of the group, name of a group below.
    """

    counted: tuple[GuideRow, ...]
    items: Mapping[str, SegmentPlan]


@attrs.frozen(eq=False)
class GuidePlan:
    """The rows of a guide by group.

    Attributes:
        guide: The guide.
        rows: Its rows, less what the UN directory requires by itself.
        envelope: The plan of UNB.
        entered: Groups that rows speak of, themselves or below.
        starts: By group, the tag that it begins with.
        triggers: By group, the patterns of its first segment that rows tell apart.
    """

    guide: Guide
    rows: tuple[GuideRow, ...] = attrs.field(repr=False)
    envelope: GroupPlan = attrs.field(repr=False)
    entered: frozenset[str] = attrs.field(repr=False)
    starts: Mapping[str, str] = attrs.field(repr=False)
    triggers: Mapping[str, tuple[Pattern, ...]] = attrs.field(repr=False)

    def of(self, group: str, first: Segment | None) -> GroupPlan:
        """Return the plan of a group that begins with a segment.

        Args:
            group: Name of the group, empty for the message.
            first: Its first segment.
        """
        triggers = self.triggers.get(group, ())
        return _group_plan(
            self, group, tuple(first is not None and trigger.matches(first) for trigger in triggers)
        )


@lru_cache(maxsize=1024)
def guide_plan(guide: Guide) -> GuidePlan:
    """Return the rows of *guide* by group."""
    rows = tuple(left for row in guide.rows for left in _beyond_directory(row, guide))
    triggers: dict[str, tuple[Pattern, ...]] = {}
    for row in rows:
        if row.trigger is not None and row.trigger not in triggers.get(row.within, ()):
            triggers[row.within] = (*triggers.get(row.within, ()), row.trigger)
    return GuidePlan(
        guide=guide,
        rows=rows,
        envelope=_plan_of([row for row in rows if row.within == ENVELOPE], guide.directory),
        entered=frozenset(_entered(guide.root, {row.within for row in rows})),
        starts=dict(_starts(guide.root)),
        triggers=triggers,
    )


@lru_cache(maxsize=4096)
def _group_plan(plan: GuidePlan, group: str, matched: tuple[bool, ...]) -> GroupPlan:
    triggers = zip(plan.triggers.get(group, ()), matched, strict=True)
    chosen = {None, *(trigger for trigger, is_met in triggers if is_met)}
    rows = [row for row in plan.rows if row.within == group and row.trigger in chosen]
    return _plan_of(rows, plan.guide.directory)


def _plan_of(rows: list[GuideRow], directory: str) -> GroupPlan:
    counted = tuple(row for row in rows if _is_counted(row))
    names = dict.fromkeys(row.step.item for row in rows)
    items = {name: _segment_plan(name, counted, rows, directory) for name in names}
    return GroupPlan(counted, {name: item for name, item in items.items() if not item.is_empty})


def _segment_plan(
    name: str, counted: tuple[GuideRow, ...], rows: list[GuideRow], directory: str
) -> SegmentPlan:
    counts = tuple((n, row.step.pattern) for n, row in enumerate(counted) if row.step.item == name)
    own = tuple(row for row in rows if row.step.item == name and _is_of_the_segment(row))
    looks = {look for _, pattern in counts for look in pattern.looks}
    looks |= {look for row in own for look in row.step.pattern.looks}
    looks |= {(row.element, row.component) for row in own if row.values is not None and row.values.is_codes}
    return SegmentPlan(
        looks=tuple(sorted(looks)),
        filled=tuple(sorted({(row.element, row.component) for row in own if row.element} - looks)),
        tested=tuple(
            (row.element, row.component, row.values)
            for row in own
            if row.values is not None and not row.values.is_codes
        ),
        composites=tuple(sorted({row.element for row in own if _is_mandatory_element(row, directory)})),
        heads=tuple(sorted({(row.element, row.component) for row in own if _is_head(row, directory)})),
        counted=counts,
        rows=own,
    )


def _is_counted(row: GuideRow) -> bool:
    """Tell whether a row is about how often its segment stands in the group."""
    if row.element or row.status is Requirement.UNUSED:
        return False
    return row.status is Requirement.REQUIRED or bool(row.when or row.only or row.most)


def _is_of_the_segment(row: GuideRow) -> bool:
    """Tell whether a row is about each segment by itself."""
    if row.status is Requirement.UNUSED:
        return True
    has_values = row.values is not None and not row.values.is_open
    return bool(row.element) and (
        row.status is Requirement.REQUIRED or has_values or bool(row.when or row.only)
    )


def _entered(spec: GroupSpec, spoken_of: set[str]) -> Iterator[str]:
    """Yield the names of the groups that have rows, themselves or below."""
    below = [
        name for item in spec.items if item.group is not None for name in _entered(item.group, spoken_of)
    ]
    yield from below
    if below or spec.name in spoken_of:
        yield spec.name


def _starts(spec: GroupSpec) -> Iterator[tuple[str, str]]:
    yield spec.name, spec.items[0].trigger
    for item in spec.items:
        if item.group is not None:
            yield from _starts(item.group)


def _beyond_directory(row: GuideRow, guide: Guide) -> Iterator[GuideRow]:
    """Yield a row without what the UN directory requires too: that is reported by its own rules (EDI)."""
    if row.status is not Requirement.REQUIRED or not _is_of_the_directory(row, guide):
        yield row
    elif row.values is not None or row.most:
        yield attrs.evolve(row, status=Requirement.OPTIONAL)


def _is_of_the_directory(row: GuideRow, guide: Guide) -> bool:
    if row.element:
        return _is_mandatory_part(row, guide.directory)
    if row.step.pattern.tests or row.trigger is not None:
        return False
    spec = _group_spec(guide.root, row.within)
    return spec is not None and any(item.name == row.step.item and item.mandatory for item in spec.items)


def _element(row: GuideRow, directory: str) -> ElementSpec | None:
    spec = segment_layout(row.step.pattern.tag, directory)
    return spec.elements[row.element - 1] if spec and 0 < row.element <= len(spec.elements) else None


def _is_mandatory_element(row: GuideRow, directory: str) -> bool:
    element = _element(row, directory)
    return element is not None and element.mandatory


def _is_head(row: GuideRow, directory: str) -> bool:
    """Tell whether a row requires a component that the directory requires in an element that may be left out."""
    element = _element(row, directory)
    if row.status is not Requirement.REQUIRED or element is None or element.mandatory:
        return False
    parts = element.parts
    return 0 < row.component <= len(parts) and len(parts) > 1 and parts[row.component - 1].mandatory


def _is_mandatory_part(row: GuideRow, directory: str) -> bool:
    element = _element(row, directory)
    if element is None or not element.mandatory or row.component > len(element.parts):
        return False
    return element.parts[row.component - 1].mandatory


def _group_spec(spec: GroupSpec, name: str) -> GroupSpec | None:
    if spec.name == name:
        return spec
    inner = (_group_spec(item.group, name) for item in spec.items if item.group is not None)
    return next((group for group in inner if group is not None), None)
