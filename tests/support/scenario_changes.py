"""Scenarios with a part that is gone, renamed, doubled or of another shape, drawn from a source of numbers."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

__all__ = ("ODD", "changed_scenario")

_TEXTS = [
    "",
    "x",
    "-1",
    "0",
    "9" * 20,
    "2026-13-45",
    "day 99999",
    "æøå " * 20,
    "1.5",
    "true",
    "10:00",
    "\u0000",
]
_DAYS = ["day 0 24:00", "9999-12-31", "0001-01-01"]
_SHAPES: list[Any] = [[], ["x"], [[]], {}, {"a": "b"}, ["day 1", "day 2"], None]
ODD = [*_TEXTS, *_DAYS, *_SHAPES, "home", "house", "E20", "exchange"]
Place = tuple[Any, ...]


def changed_scenario(content: Any, drawn: random.Random) -> Any:
    """Return *content* with a part taken away, replaced or renamed."""
    data = copy.deepcopy(content)
    *outer, key = drawn.choice(list(_places(data)))
    holder = data
    for name in outer:
        holder = holder[name]
    act = drawn.choice(("take", "replace", "replace", "rename"))
    if act == "take":
        del holder[key]
    elif act == "rename" and isinstance(holder, dict):
        holder[f"{key}x"] = holder.pop(key)
    else:
        holder[key] = drawn.choice(ODD)
    return data


def _places(data: Any, place: Place = ()) -> Iterator[Place]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield (*place, key)
        yield from _places(value, (*place, key))
