"""Conditions of dependent rows: named facts about a message in a table, joined by ``and``, ``or`` and ``not``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

import attrs

from edielkit.edifact.check.directory.walker import Group
from edielkit.edifact.check.guides.patterns import Step, Values
from edielkit.edifact.segments import Segment

__all__ = ("Condition", "Fact")


@attrs.frozen(eq=False)
class Fact:
    """Something that a group of a message says, or does not say.

    Attributes:
        name: Its name in the table.
        home: Group that says it, empty for the message.
        steps: Where it is said: groups below, then the segment.
        element: Element of the segment that has a value; 0 when the segment is enough.
        component: Component of it.
        values: The values that say it, None for any.
        words: What holds, in words.
        otherwise: What holds when it is not said.
    """

    name: str
    home: str
    steps: tuple[Step, ...]
    element: int
    component: int
    values: Values | None
    words: str
    otherwise: str

    def holds(self, group: Group) -> bool:
        """Tell whether the group *home* says so."""
        return self._said(group, 0)

    def _said(self, group: Group, depth: int) -> bool:
        step, is_last = self.steps[depth], depth + 1 == len(self.steps)
        for item in group.items:
            if isinstance(item, Segment):
                if is_last and not step.group and step.pattern.matches(item) and self._has_value(item):
                    return True
                continue
            if item.name != step.group or not item.items:
                continue
            first = item.items[0]
            if not isinstance(first, Segment) or not step.pattern.matches(first):
                continue
            if self._has_value(first) if is_last else self._said(item, depth + 1):
                return True
        return False

    def _has_value(self, segment: Segment) -> bool:
        if not self.element:
            return True
        value = segment.get(self.element, self.component)
        return bool(value) if self.values is None else self.values.allow(value)


@attrs.frozen
class Condition:
    """Facts that hold together, in one of several ways.

    Attributes:
        text: The condition as the table writes it.
        ways: Each way: facts, and whether each of them holds or does not.
    """

    text: str
    ways: tuple[tuple[tuple[Fact, bool], ...], ...] = attrs.field(repr=False)

    @classmethod
    def of(cls, text: str, facts: Mapping[str, Fact]) -> Self:
        """Return the condition that *text* writes: names of facts with ``not``, ``and``, ``or``; ``and`` binds first.

        Raises:
            ValueError: A fact is not known.
        """
        return cls(text, tuple(tuple(_literals(way, facts)) for way in text.split(" or ")))

    def __str__(self) -> str:
        """Return the condition in words."""
        return ", or ".join(
            " and ".join(fact.words if holds else fact.otherwise for fact, holds in way) for way in self.ways
        )


def _literals(way: str, facts: Mapping[str, Fact]) -> list[tuple[Fact, bool]]:
    literals = []
    for word in way.split(" and "):
        name = word.removeprefix("not ").strip()
        if name not in facts:
            raise ValueError(f"no fact {name!r} among {', '.join(facts)}")
        literals.append((facts[name], not word.startswith("not ")))
    return literals
