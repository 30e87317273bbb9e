"""Built messages of a guide, changed in one place."""

from __future__ import annotations

import attrs

from edielkit.edifact.check.guides import GuideRow
from edielkit.edifact.segments import Segment
from edielkit.generate.guide_messages import Node, first, name_of

__all__ = ("WRONG", "double", "drop", "met", "put", "put_at", "scope_of")

WRONG = "ZQ9"


def scope_of(message: Node, row: GuideRow) -> Node:
    """Return the first group that a row is about."""
    return next(
        node
        for node in message.nodes()
        if node.name == row.within and (row.trigger is None or row.trigger.matches(first(node)))
    )


def met(scope: Node, row: GuideRow) -> list[int]:
    """Return the places in a group of what a row is about."""
    return [
        n
        for n, item in enumerate(scope.items)
        if name_of(item) == row.step.item and row.step.pattern.matches(first(item))
    ]


def drop(message: Node, row: GuideRow) -> None:
    """Take away all that a row is about."""
    scope = scope_of(message, row)
    for n in reversed(met(scope, row)):
        del scope.items[n]


def double(message: Node, row: GuideRow) -> None:
    """Put what a row is about there until it is once too often."""
    scope = scope_of(message, row)
    while len(met(scope, row)) <= row.most:
        n = met(scope, row)[0]
        scope.items.insert(n, _copy(scope.items[n]))


def _copy(item: Segment | Node) -> Segment | Node:
    if isinstance(item, Segment):
        return attrs.evolve(item)
    return Node(item.name, [_copy(below) for below in item.items])


def put(message: Node, row: GuideRow, value: str) -> None:
    """Write a value into the component that a row is about, in the first segment that it means."""
    scope = scope_of(message, row)
    put_at(scope, met(scope, row)[0], row.element, row.component, value)


def put_at(scope: Node, n: int, element: int, component: int, value: str) -> None:
    """Write a value into a component of the segment, or of the first one of the group, at a place in a group."""
    item = scope.items[n]
    if isinstance(item, Node):
        put_at(item, 0, element, component, value)
        return
    elements = [list(parts) for parts in item.elements]
    while len(elements) < element:
        elements.append([""])
    while len(elements[element - 1]) < component:
        elements[element - 1].append("")
    elements[element - 1][component - 1] = value
    scope.items[n] = Segment.of(item.tag, *elements)
