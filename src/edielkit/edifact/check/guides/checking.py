"""Checking a message by a guide: what is missing, wrong, unused, out of condition or there too often."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

import attrs

from edielkit.edifact.check.directory.walker import Group
from edielkit.edifact.check.guides.conditions import Condition, Fact
from edielkit.edifact.check.guides.guide import Guide, GuideRow, Requirement
from edielkit.edifact.check.guides.plan import GroupPlan, GuidePlan, SegmentPlan, guide_plan
from edielkit.edifact.check.guides.rule_table import RULES, RowRule
from edielkit.edifact.collector import Surplus, never_full
from edielkit.edifact.segments import Segment, place
from edielkit.findings import Finding, Position, Reason, Severity, Trust

__all__ = ("check_guide",)

# what many segments have in common is kept, so that strange input does not fill the memory
_MOST_KEPT = 1 << 14
# a value that is longer, or has so many digits, or a blank is no code and not repeated: it may be about a person
_LONGEST_CODE, _MOST_DIGITS = 17, 6
_LONGEST_NAME = 40


def check_guide(
    tree: Group,
    guide: Guide,
    *,
    unb: Segment | None = None,
    is_full: Callable[[str], bool] = never_full,
) -> Iterator[Finding | Surplus]:
    """Yield what a message has that its guide does not allow, and what it lacks.

    What the UN directory requires by itself is not repeated here.

    Args:
        tree: The message as groups.
        guide: The guide, from `edielkit.edifact.check.guides.guide_for`.
        unb: The interchange header when it is to be checked too: it is that of all its messages.
        is_full: Tells whether further findings of a rule are only counted.

    >>> from edielkit.edifact.check.directory.layouts import layout
    >>> from edielkit.edifact.check.totals_and_codes import walk
    >>> from edielkit.edifact.check.guides import guide_for
    >>> from edielkit.edifact.interchange import RawMessage
    >>> texts = (("UNH", "1"), ("UCI", "R", ("A", "ZZ"), ("B", "ZZ"), "9"), ("UNT", "3", "1"))
    >>> tree, _ = walk(RawMessage(tuple(Segment.of(*text) for text in texts)), layout("CONTRL", "2.2"))
    >>> guide = guide_for("se", "CONTRL", "2.2", version="EDIEL2")
    >>> [f.message for f in check_guide(tree, guide)]
    ["expected one of 1, 4 for UCI/4/1 (action), found '9'"]
    """
    run = _Run(tree, guide_plan(guide), is_full)
    if unb is not None:
        yield from run.envelope(unb)
    yield from run.group(tree)


@attrs.frozen
class _Fault:
    """A row that is broken somewhere."""

    code: str
    row: GuideRow
    message: str
    reason: Reason | None


@attrs.frozen(eq=False)
class _Verdict:
    """What is said of all segments that are equal where it matters.

    Attributes:
        counted: Rows of the group that count them.
        broken: Rows that they break, whatever else the message says.
        dependent: Rows whose condition has to be looked at for each.
    """

    counted: tuple[int, ...]
    broken: tuple[GuideRow, ...]
    dependent: tuple[GuideRow, ...]


_CLEAN = _Verdict((), (), ())


class _Run:
    """One check of one message."""

    def __init__(self, tree: Group, plan: GuidePlan, is_full: Callable[[str], bool]) -> None:
        self.tree = tree
        self.is_full = is_full
        self.plan = plan
        self.guide = plan.guide
        self.verdicts: dict[tuple[SegmentPlan, tuple[str | bool, ...]], _Verdict] = {}
        self.open: dict[str, Group] = {}
        self.facts: dict[Fact, tuple[Group, bool]] = {}
        unh = _first(tree)
        self.payload: str | None = (unh.get(1)[:_LONGEST_NAME] or None) if unh is not None else None
        # what fits nowhere, by tag
        self.set_aside: dict[str, list[Segment]] | None = None
        # of rows that were missed somewhere: they stand among what was set aside
        self.misplaced: dict[GuideRow, bool] = {}
        self.numbered: tuple[Group, dict[int, int]] | None = None

    # -- walking

    def envelope(self, unb: Segment) -> Iterator[Finding | Surplus]:
        """Check the interchange header."""
        item = self.plan.envelope.items.get(unb.tag)
        if item is None:
            return
        for fault in self._faults(self._verdict(item, unb), unb):
            if isinstance(fault, Surplus):
                yield fault
                continue
            yield self._finding(fault, place(unb, fault.row.element, fault.row.component, path=unb.tag))

    def group(self, group: Group) -> Iterator[Finding | Surplus]:
        """Check a group and what is below it."""
        outer, payload = self.open.get(group.name), self.payload
        self.open[group.name] = group
        self._enter(group)
        first = _first(group)
        plan = self.plan.of(group.name, first)
        counts = [0] * len(plan.counted)
        items, entered = plan.items, self.plan.entered
        for item in group.items:
            if isinstance(item, Group):
                segment, name = _first(item), item.name
                is_entered = name in entered
            else:
                segment, name, is_entered = item, item.tag, False
            rows = items.get(name)
            if rows is not None and segment is not None:
                verdict = self._verdict(rows, segment)
                if verdict is not _CLEAN:
                    for n in verdict.counted:
                        counts[n] += 1
                    if verdict.broken or verdict.dependent:
                        yield from self._of_segment(group, item, segment, verdict)
            if is_entered and isinstance(item, Group):
                yield from self.group(item)
        # of a group that lacks its first segment that is said by its own rule, and what else it lacks is not known
        if counts and first is not None and first.tag == self.plan.starts[group.name]:
            yield from self._of_counts(group, plan, counts)
        self.payload = payload
        if outer is not None:
            self.open[group.name] = outer

    def _enter(self, group: Group) -> None:
        """Note the identification of a part that is answered by itself."""
        part = self.guide.payload
        first = _first(group)
        if part is not None and group.name == part.step.group and first is not None:
            self.payload = first.get(part.element, part.component)[:_LONGEST_NAME] or self.payload

    # -- segments

    def _verdict(self, item: SegmentPlan, segment: Segment) -> _Verdict:
        key = (item, item.key(segment))
        verdict = self.verdicts.get(key)
        if verdict is None:
            verdict = self._decided(item, segment)
            if len(self.verdicts) < _MOST_KEPT:
                self.verdicts[key] = verdict
        return verdict

    def _decided(self, item: SegmentPlan, segment: Segment) -> _Verdict:
        counted = tuple(n for n, pattern in item.counted if pattern.matches(segment))
        own = [row for row in item.rows if row.step.pattern.matches(segment)]
        broken = tuple(_causes([row for row in own if _is_broken(row, segment, item)], segment))
        # what the process does not use is broken by being there, whatever the condition of other processes
        used = (row for row in own if row.status is not Requirement.UNUSED)
        dependent = tuple(row for row in used if row.when or row.only)
        return _Verdict(counted, broken, dependent) if counted or broken or dependent else _CLEAN

    def _faults(self, verdict: _Verdict, segment: Segment) -> Iterator[_Fault | Surplus]:
        # of rules with enough findings none is put into words
        for row in verdict.broken:
            code = _code(row, segment)
            yield Surplus(code, segment.offset) if self.is_full(code) else _fault(row, segment, self.guide)
        for row in verdict.dependent:
            value = segment.get(row.element, row.component)
            is_missing = not value and row.when is not None and self._holds(row.when)
            if not is_missing and (not value or row.only is None or self._holds(row.only)):
                continue
            if self.is_full("GDE004"):
                yield Surplus("GDE004", segment.offset)
            elif is_missing:
                text = f"expected {row.place} ({row.words}) where {row.when}, found none"
                yield _Fault("GDE004", row, text, self.guide.reasons.missing)
            else:
                text = f"expected {row.place} ({row.words}) only where {row.only}"
                yield _Fault("GDE004", row, text, self.guide.reasons.value)

    def _of_segment(
        self, group: Group, item: Segment | Group, segment: Segment, verdict: _Verdict
    ) -> Iterator[Finding | Surplus]:
        for fault in self._faults(verdict, segment):
            if isinstance(fault, Surplus):
                yield fault
                continue
            path = self._path(group, item, segment)
            yield self._finding(fault, place(segment, fault.row.element, fault.row.component, path=path))

    # -- groups

    def _of_counts(self, group: Group, plan: GroupPlan, counts: list[int]) -> Iterator[Finding | Surplus]:
        for row, count in zip(plan.counted, counts, strict=True):
            if count:
                if row.most and count > row.most:
                    yield self._too_often(group, row)
                if row.only is not None and not self._holds(row.only):
                    yield self._out_of_condition(group, row)
            elif row.status is Requirement.REQUIRED:
                yield from self._missing(group, row, "GDE001", None)
            elif row.when is not None and self._holds(row.when):
                yield from self._missing(group, row, "GDE004", row.when)

    def _missing(
        self, group: Group, row: GuideRow, code: str, when: Condition | None
    ) -> Iterator[Finding | Surplus]:
        """Yield that something is not in a group, unless it stands in a wrong place, which is said already."""
        if self._is_misplaced(row):
            return
        first = _first(group) or next((s for _, s in group.paths()), None)
        if self.is_full(code):
            yield Surplus(code, first.offset if first else None)
            return
        at = Position(
            path=f"{group.path}/{row.step.item}" if group.path else row.step.item,
            offset=first.offset if first else None,
            segment=row.step.pattern.tag,
        )
        yield self._finding(_Fault(code, row, _missing_text(row, when), self.guide.reasons.missing), at)

    def _too_often(self, group: Group, row: GuideRow) -> Finding:
        item, segment = self._nth(group, row, row.most)
        often = "once" if row.most == 1 else f"at most {row.most} times"
        text = f"expected {row.step.pattern.words} ({row.words}) {often}, found one more"
        fault = _Fault("GDE005", row, text, self.guide.reasons.repeated)
        return self._finding(fault, place(segment, path=self._path(group, item, segment)))

    def _out_of_condition(self, group: Group, row: GuideRow) -> Finding:
        item, segment = self._nth(group, row, 0)
        text = f"expected {row.step.pattern.words} ({row.words}) only where {row.only}"
        fault = _Fault("GDE004", row, text, self.guide.reasons.value)
        return self._finding(fault, place(segment, path=self._path(group, item, segment)))

    def _path(self, group: Group, item: Segment | Group, segment: Segment) -> str:
        """Return the path of a segment of the group, or of the first one of a group below."""
        if isinstance(item, Group):
            return f"{item.path}/{segment.tag}[1]"
        if self.numbered is None or self.numbered[0] is not group:
            self.numbered = (group, _numbers(group))
        name = f"{segment.tag}[{self.numbered[1][id(segment)]}]"
        return f"{group.path}/{name}" if group.path else name

    @staticmethod
    def _nth(group: Group, row: GuideRow, n: int) -> tuple[Segment | Group, Segment]:
        """Return the segment after the first *n* that a row counts, with the item that it belongs to."""
        items = ((item, item if isinstance(item, Segment) else _first(item)) for item in group.items)
        met = [
            (item, segment)
            for item, segment in items
            if segment is not None and _name(item) == row.step.item and row.step.pattern.matches(segment)
        ]
        return met[n]

    def _is_misplaced(self, row: GuideRow) -> bool:
        """Tell whether what a row speaks of was set aside; each row is looked for once."""
        answer = self.misplaced.get(row)
        if answer is None:
            if self.set_aside is None:
                self.set_aside = {}
                for segment in _unplaced(self.tree):
                    self.set_aside.setdefault(segment.tag, []).append(segment)
            pattern = row.step.pattern
            answer = any(map(pattern.matches, self.set_aside.get(pattern.tag, ())))
            self.misplaced[row] = answer
        return answer

    # -- conditions

    def _holds(self, condition: Condition) -> bool:
        return any(all(self._is(fact) is holds for fact, holds in way) for way in condition.ways)

    def _is(self, fact: Fact) -> bool:
        """Tell whether a fact holds in the group that is open; each group is asked once."""
        home = self.open.get(fact.home, self.tree)
        asked = self.facts.get(fact)
        if asked is not None and asked[0] is home:
            return asked[1]
        said = fact.holds(home)
        self.facts[fact] = (home, said)
        return said

    def _finding(self, fault: _Fault, position: Position) -> Finding:
        rule = _row_rule(fault.code, fault.row)
        return rule.finding(fault.message, position, reason=fault.reason, payload=self.payload)


@lru_cache(maxsize=4096)
def _missing_text(row: GuideRow, when: Condition | None) -> str:
    values = f" with {row.values}" if row.values and row.element else ""
    where = "" if when is None else f" where {when}"
    return f"expected {row.step.pattern.words}{values} ({row.words}){where}, found none"


def _is_broken(row: GuideRow, segment: Segment, item: SegmentPlan) -> bool:
    """Tell whether a segment breaks a row by what it says itself."""
    if not row.element:
        return row.status is Requirement.UNUSED
    value = segment.get(row.element, row.component)
    if not value:
        return row.status is Requirement.REQUIRED and not item.is_missed(row, segment)
    return row.status is Requirement.UNUSED or (row.values is not None and not row.values.allow(value))


def _causes(broken: list[GuideRow], segment: Segment) -> Iterator[GuideRow]:
    """Yield the broken rows without those about the agency of an identification that is missing itself."""
    without = {row.element for row in broken if row.component == 1 and not segment.get(row.element)}
    for row in broken:
        if row.component <= 1 or row.element not in without or segment.get(row.element, row.component):
            yield row


def _code(row: GuideRow, segment: Segment) -> str:
    """Return the rule by which a segment breaks a row, as `_fault` puts it into words."""
    if row.status is Requirement.UNUSED:
        return "GDE003"
    return "GDE002" if segment.get(row.element, row.component) else "GDE001"


def _fault(row: GuideRow, segment: Segment, guide: Guide) -> _Fault:
    """Return how a segment breaks a row by what it says itself."""
    code = _code(row, segment)
    where = f" in {guide.process}" if guide.process else ""
    spot = segment.place(row.element, row.component)
    value = segment.get(row.element, row.component)
    if row.status is Requirement.UNUSED:
        what = f"nothing in {spot}" if row.element else f"no {row.step.pattern.words}"
        text = f"expected {what} ({row.words}){where}: the guide does not use it"
        return _Fault(code, row, text, guide.reasons.unused)
    if value:
        one_of = "one of " if row.values and len(row.values.text.split()) > 1 else ""
        text = f"expected {one_of}{row.values} for {spot} ({row.words}), found {_shown(value)}"
        return _Fault(code, row, text, row.reason or guide.reasons.value)
    values = f": {row.values}" if row.values else ""
    return _Fault(code, row, f"expected {spot} ({row.words}){values}, found none", guide.reasons.missing)


def _shown(value: str) -> str:
    digits = sum(character.isdigit() for character in value)
    if len(value) > _LONGEST_CODE or digits > _MOST_DIGITS or " " in value:
        return f"{len(value)} characters"
    return repr(value)


@lru_cache(maxsize=4096)
def _row_rule(code: str, row: GuideRow) -> RowRule:
    """Return a rule as a row states it: with the row's source, trust and weight."""
    rule = RULES[code]
    is_repeat = code == "GDE005" and not row.counted
    field = f", field {row.field}" if row.field else ""
    return RowRule(
        code=code,
        title=rule.title,
        severity=Severity.WARNING if is_repeat or code == "GDE003" else row.severity,
        source=f"{row.source}{field}",
        trust=Trust.DERIVED if is_repeat else row.trust,
        text=rule.text,
        field=row.field,
    )


def _first(group: Group) -> Segment | None:
    """Return the segment that a group begins with, None when that one is missing."""
    first = group.items[0] if group.items else None
    return first if isinstance(first, Segment) else None


def _unplaced(group: Group) -> Iterator[Segment]:
    yield from group.unplaced
    for item in group.items:
        if isinstance(item, Group):
            yield from _unplaced(item)


def _name(item: Segment | Group) -> str:
    return item.name if isinstance(item, Group) else item.tag


def _numbers(group: Group) -> dict[int, int]:
    """Return, for each segment of a group by its identity, which of those with its tag it is, from 1."""
    counts: dict[str, int] = {}
    numbers = {}
    for item in group.items:
        if isinstance(item, Segment):
            numbers[id(item)] = counts[item.tag] = counts.get(item.tag, 0) + 1
    return numbers
