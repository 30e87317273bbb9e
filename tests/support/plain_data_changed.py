"""Plain data in which one place was changed: another value, none at all, or a key more."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ("changed_places", "plain_changed")

VALUES: tuple[Any, ...] = (
    None, "", " ", "x", "1", "1.5", "-1.5", "1.2345", "abc" * 20, "\u0142", "\xe6", "a'b", "1" * 13, "12345678901234567890123", "2026-03-29", "2026-03-29T00:00",
    "2026-03-29T01:00+01:00", "2026-13-45", "0001-01-01", "9999-12-31T23:59+00:00", "PT15M", "PT7M", "P1D", "P1M", "In", "in", "no", "de", "xx", "metered", "missing",
    0, 1, -1, 7, 4.5, 1 << 80, True, False, [], ["x"], [[]], [None], {}, {"x": "y"}, {"identification": "X", "qualifier": "ZZ"}, [3, " "], [[1, "\n"]], "...", "kWh", "UNOC",
    "UNOB", "UNOY", "NAD", ["NAD", ["a", "b"]], ["NAD", 5], {"segment": ["NAD", "x"]}, {"ung": ["UNG", "1"], "content": [], "une": None}, {"quantity": "1", "status": "estimated"},
)  # fmt: skip
KEYS = (
    "x",
    "valeus",
    "referense",
    "// note",
    "kind",
    "more",
    "others",
    "segments",
    "start",
    "end",
    "day",
    "metering_point",
    "status",
)


def plain_changed(choice: random.Random, mapping: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return plain data with one to three changed places, and the changes in words."""
    data: dict[str, Any] = copy.deepcopy(dict(mapping))
    words = []
    for _ in range(choice.choice((1, 1, 1, 2, 3))):
        holder, key = choice.choice([*_places(data)])
        kind = choice.choice(("value", "value", "value", "none", "key", "twice"))
        if kind == "none" and (isinstance(holder, dict) or len(holder) > 1):
            del holder[key]
        elif kind == "key" and isinstance(holder, dict):
            key = choice.choice(KEYS)
            holder[key] = copy.deepcopy(choice.choice(VALUES))
        elif kind == "twice" and isinstance(holder, list):
            holder.insert(int(key), copy.deepcopy(holder[key]))
        else:
            holder[key] = copy.deepcopy(choice.choice(VALUES))
        words.append(f"{kind} {key}")
    return ", ".join(words), data


def changed_places(name: str, mapping: Mapping[str, Any], count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield so many changed forms of plain data with their names.

    Args:
        name: What the data is.
        mapping: The data.
        count: How many.
    """
    choice = random.Random(name)
    for number in range(count):
        words, data = plain_changed(choice, mapping)
        yield f"{name} {number} {words}", data


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place of plain data: what it stands in, and its key or number there."""
    items: Sequence[tuple[Any, Any]] = ()
    if isinstance(data, dict):
        items = list(data.items())
    elif isinstance(data, list):
        # of many values the first and the last ones
        items = [(number, item) for number, item in enumerate(data) if number < 3 or number > len(data) - 2]
    for key, item in items:
        yield data, key
        yield from _places(item)
