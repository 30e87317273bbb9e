"""Any value as a text that is kept: of the values of the library each field, of columns their numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import numpy as np

from edielkit.errors import EdielError

__all__ = ("called", "table_of", "text_of_value", "text_or_refusal")

# what is written as Python writes it
_PLAIN = (
    bool,
    int,
    float,
    str,
    bytes,
    Decimal,
    slice,
    range,
    dt.date,
    dt.time,
    dt.timedelta,
    dt.timezone,
    ZoneInfo,
    type(None),
)
# what a verb may refuse its input with; an AttributeError is always a crash
_REFUSALS = (
    EdielError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
)


def text_of_value(value: Any) -> str:
    """Return a value as one text: records by their fields, columns by their numbers, iterators by what they yield.

    >>> text_of_value({"b": (1, None), "a": np.array([1, 2], np.uint8)})
    "{'b': [1, None], 'a': uint8[1, 2]}"
    >>> text_of_value({"b", "a"})
    "{'a', 'b'}"
    """
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, _PLAIN):
        return repr(value)
    if isinstance(value, np.generic):
        return repr(value.item())
    if isinstance(value, np.ndarray):
        return f"{value.dtype.name}{value.tolist()}"
    if attrs.has(type(value)):
        fields = (
            f"{field.name}={text_of_value(getattr(value, field.name))}" for field in attrs.fields(type(value))
        )
        return f"{type(value).__name__}({', '.join(fields)})"
    if isinstance(value, Mapping):
        return (
            "{"
            + ", ".join(f"{text_of_value(key)}: {text_of_value(item)}" for key, item in value.items())
            + "}"
        )
    if isinstance(value, AbstractSet):
        return "{" + ", ".join(sorted(map(text_of_value, value))) + "}"
    if isinstance(value, Iterable):
        return "[" + ", ".join(map(text_of_value, value)) + "]"
    return f"a {type(value).__name__}"


def called(verb: Callable[..., Any], *arguments: Any, **named: Any) -> str:
    """Return what a verb gives, or its refusal in full.

    >>> called(int, "7"), called([1].index, 2)[:10]
    ('7', 'ValueError')
    """
    return text_or_refusal(partial(verb, *arguments, **named), text_of_value)


def text_or_refusal(call: Callable[[], Any], text: Callable[[Any], str]) -> str:
    """Return what a call gives, in the text that a function makes of it, or its refusal in full."""
    try:
        return text(call())
    except _REFUSALS as error:
        return f"{type(error).__name__} {error}"


def table_of(verb: Callable[..., Any], rows: Iterable[tuple[Any, ...]]) -> str:
    """Return what a verb gives for each of many rows of arguments, in one text."""
    return "; ".join(called(verb, *row) for row in rows)
