"""Interchanges and typed messages as plain data that JSON can hold; `edielkit.edifact.from_dict` is the way back.

Messages that have a typed value stand as that; every other message stands as its segments. White space between
segments is no part of the value, but is kept beside it, so that lines stay lines.
"""

from __future__ import annotations

import itertools
from typing import Any

from edielkit.edifact.interchange import FunctionalGroup, Interchange, RawMessage
from edielkit.edifact.messages import Message, read_message
from edielkit.edifact.messages.message import Other, Part, plan_of
from edielkit.edifact.segments import Segment

_Content = RawMessage | FunctionalGroup | Segment

__all__ = (
    "interchange_to_dict",
    "message_to_dict",
    "part_to_dict",
)


def interchange_to_dict(interchange: Interchange) -> dict[str, Any]:
    """Return *interchange* as dicts, lists and strings.

    A segment stands as its tag and its elements, each a list of components.

    >>> from edielkit.edifact.read.assembler import parse_interchanges
    >>> (interchange,), _ = parse_interchanges(b"UNB+UNOC:3+A+B+260101:0000+R'UNZ+0+R'")
    >>> interchange_to_dict(interchange)["unz"]
    ['UNZ', ['0'], ['R']]
    """
    plain: dict[str, Any] = {
        "kind": "Interchange",
        "una": interchange.separators.una.decode("latin-1")[3:] if interchange.una else None,
        "unb": _row_or_none(interchange.unb),
        "content": [_content(item) for item in interchange.content],
        "unz": _row_or_none(interchange.unz),
    }
    runs = _tail_runs(interchange)
    if runs:
        plain["between"] = runs
    for name in ("leading", "trailing"):
        around: bytes = getattr(interchange, name)
        if around:
            plain[name] = around.decode("latin-1")
    return plain


def _tail_runs(interchange: Interchange) -> list[list[Any]]:
    """Return what stands behind the segments of an interchange in runs: how many in a row have which text behind them."""
    tails = itertools.groupby(segment.tail for segment in interchange.segments)
    runs = [[sum(1 for _ in group), tail.decode("latin-1")] for tail, group in tails]
    return runs if any(text for _, text in runs) else []


def _row(segment: Segment) -> list[Any]:
    return [segment.tag, *(list(element) for element in segment.elements)]


def _row_or_none(segment: Segment | None) -> list[Any] | None:
    return None if segment is None else _row(segment)


def _content(item: RawMessage | FunctionalGroup | Segment) -> dict[str, Any]:
    if isinstance(item, Segment):
        return {"segment": _row(item)}
    if isinstance(item, FunctionalGroup):
        return {
            "ung": _row_or_none(item.ung),
            "content": [_content(inner) for inner in item.content],
            "une": _row_or_none(item.une),
        }
    # a typed message without UNT is given one
    typed = read_message(item) if item.unt else None
    if typed is not None and tuple(typed.write()) == item.segments:
        return message_to_dict(typed)
    return {"segments": [_row(segment) for segment in item.segments]}


# -- typed messages


def message_to_dict(message: Message) -> dict[str, Any]:
    """Return a typed message as plain data with its type under ``kind``; nothing of it is lost.

    >>> from edielkit.edifact.messages import Mscons
    >>> message_to_dict(Mscons(reference="1"))
    {'kind': 'MSCONS', 'reference': '1'}
    """
    return {"kind": message.TYPE, **part_to_dict(message)}


def part_to_dict(part: Part) -> dict[str, Any]:
    """Return a part of a message as plain data: fields that say nothing are left out.

    The result holds only dicts, lists, texts and numbers; `part_from_dict` gives an equal value back.
    """
    plan = plan_of(type(part))
    plain: dict[str, Any] = {name: text for name, _, _ in plan.texts if (text := getattr(part, name))}
    if part.more:
        plain["more"] = [list(component) for component in part.more]
    for child in plan.children:
        value = getattr(part, child.name)
        if child.single and value is not None:
            plain[child.name] = part_to_dict(value)
        elif not child.single and value:
            plain[child.name] = [part_to_dict(below) for below in value]
    if part.others:
        plain["others"] = [_other_to_dict(other) for other in part.others]
    return plain


def _other_to_dict(other: Other) -> dict[str, Any]:
    return {
        "tag": other.tag,
        "elements": [list(element) for element in other.elements],
        "slot": other.slot,
        "after": other.after,
    }
