"""Records of the hub as plain data that JSON can hold: empty fields are left out, what nobody knows is a text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import Enum
from typing import Any

import attrs

from edielkit.emif.declare import Message

__all__ = ("plain",)

_EMPTY: tuple[Any, ...] = (None, "", (), frozenset(), {})


def plain(value: Any) -> Any:
    """Return a value of the hub as texts, numbers, truths, lists and mappings.

    >>> from decimal import Decimal
    >>> plain((Decimal("1.50"), dt.date(2026, 2, 2), frozenset({"b", "a"})))
    ['1.50', '2026-02-02', ['a', 'b']]
    """
    if value is None or isinstance(value, (str, bool, int, float)):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, Message) and hasattr(value, "header"):
        from edielkit.verbs import to_dict

        return to_dict(value)
    if attrs.has(type(value)):
        fields = {field.name: getattr(value, field.name) for field in attrs.fields(type(value))}
        return {
            name: plain(field) for name, field in fields.items() if field not in _EMPTY and name[0] != "_"
        }
    if isinstance(value, Mapping):
        return {_key(key): plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(map(plain, value), key=str)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else str(value)


def _key(key: Any) -> str:
    return " ".join(map(_key, key)) if isinstance(key, tuple) else str(plain(key))
