"""Plain data that is changed in one place: another value, a part gone, an unknown key."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator, Sequence
from typing import Any

__all__ = ("changed_plain", "paths")

Path = tuple[Any, ...]


def paths(data: Any) -> Iterator[Path]:
    """Yield the path of each part of plain data, outermost first.

    >>> list(paths({"a": [1, {"b": 2}]}))
    [('a',), ('a', 0), ('a', 1), ('a', 1, 'b')]
    """
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, part in items:
        yield (key,)
        yield from ((key, *path) for path in paths(part))


def changed_plain(data: Any, count: int, seed: str, odd: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """Yield copies of plain data with one change each, and what was changed.

    Args:
        data: Plain data that is in order.
        count: How many.
        seed: Where the choice of places starts.
        odd: Values that are put in the place of others.
    """
    choice = random.Random(seed)
    places = list(paths(data))
    for _ in range(count):
        twin = copy.deepcopy(data)
        *around, key = path = choice.choice(places)
        holder = twin
        for step in around:
            holder = holder[step]
        what = choice.random()
        words = ".".join(map(str, path))
        if what < 0.15:
            del holder[key]
            yield f"{words} gone", twin
        elif what < 0.25 and isinstance(holder, dict):
            holder[f"{key}x"] = holder.pop(key)
            yield f"{words} misspelt", twin
        elif what < 0.35:
            holder[key] = [holder[key]]
            yield f"{words} in a list", twin
        else:
            value = choice.choice(odd)
            holder[key] = copy.deepcopy(value)
            yield f"{words} as {str(value)[:40]!r} {type(value).__name__}", twin
