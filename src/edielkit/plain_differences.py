"""Where two plain values differ: mappings, lists and what they hold, by path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

__all__ = ("ABSENT", "Difference", "differences")

ABSENT = object()
_LONGEST = 80


@attrs.frozen
class Difference:
    """A place where two values differ.

    Attributes:
        path: Keys and places, such as ``header.creation`` or ``payload[2].direction``; empty for the whole.
        first: What stands there in the first, `ABSENT` for nothing.
        second: The same of the second.
    """

    path: str
    first: Any
    second: Any

    def __str__(self) -> str:
        where = self.path or "the whole"
        if self.first is ABSENT:
            return f"{where}: only in the second: {_shown(self.second)}"
        if self.second is ABSENT:
            return f"{where}: only in the first: {_shown(self.first)}"
        return f"{where}: {_shown(self.first)} in the first, {_shown(self.second)} in the second"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def differences(first: Any, second: Any, path: str = "") -> Iterator[Difference]:
    """Yield where two plain values differ, in order of the first; a list is compared place by place.

    Args:
        first: What `edielkit.to_dict` gives, or a part of it.
        second: The other.
        path: Where both stand.

    >>> [str(d) for d in differences({"a": [1, 2], "b": 3}, {"a": [1, 4], "c": 5})]
    ['a[1]: 2 in the first, 4 in the second', 'b: only in the first: 3', 'c: only in the second: 5']
    """
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        for key in dict.fromkeys((*first, *second)):
            place = f"{path}.{key}" if path else str(key)
            yield from differences(first.get(key, ABSENT), second.get(key, ABSENT), place)
    elif _is_list(first) and _is_list(second):
        for number in range(max(len(first), len(second))):
            left, right = (part[number] if number < len(part) else ABSENT for part in (first, second))
            yield from differences(left, right, f"{path}[{number}]")
    elif first is not second and first != second:
        yield Difference(path, first, second)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes))
