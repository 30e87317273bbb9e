"""What a call of the portal may be given: checked once for all calls, by the annotations of their parameters.

A portal checks its forms before anything is looked up. So does this module: what has another type than the parameter
says, a text that no message could hold, a day that nobody means and what is far too long are refused in words, before
the call itself begins; a function of `edielkit.hub.engine.portal` gets what its annotations promise.
"""

from __future__ import annotations

import datetime as dt
import inspect
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from edielkit.harmless import HALVES, quoted
from edielkit.hub.core.request import FIRST_YEAR, LAST_YEAR

__all__ = ("call_arguments", "check_arguments", "require_free_names")

# Parameters that are Norwegian days, written YYYY-MM-DD.
_DAYS = frozenset({"day", "start", "end", "until", "change_date", "back_to", "move_in_date"})
# Assumptions, far above what any use needs: a year of prices by quarters is 35,136 texts.
_LONGEST, _MOST, _FIELDS = 4_000, 100_000, 20
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
# What a call itself is told by, beside its arguments.
_RESERVED = ("name", "now")
# What XML 1.0 cannot hold: control characters, halves of surrogate pairs, U+FFFE and U+FFFF.
_UNWRITABLE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f{HALVES}\ufffe\uffff]")
_WORDS: Mapping[object, str] = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    NoneType: "nothing",
}


def call_arguments(name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a journal holds of a call: its name, and a copy of its arguments that nobody can change.

    Args:
        name: Name of the call.
        arguments: Name to plain value.

    Raises:
        ValueError: JSON cannot hold an argument, or one is called ``name`` or ``now``.

    >>> call_arguments("move_portfolio", {"day": "2026-02-02"})
    {'name': 'move_portfolio', 'day': '2026-02-02'}
    """
    try:
        plain = json.loads(json.dumps(arguments, ensure_ascii=False).encode())
    except (TypeError, UnicodeError, RecursionError):
        raise ValueError("expected arguments that JSON can hold") from None
    require_free_names(name, plain)
    return {"name": name, **plain}


def require_free_names(name: str, arguments: Mapping[str, Any]) -> None:
    """Check that no argument is called as what a call itself is told by.

    Args:
        name: Name of the call.
        arguments: Name to plain value.

    Raises:
        ValueError: One is called ``name`` or ``now``.
    """
    for reserved in _RESERVED:
        if reserved in arguments:
            raise ValueError(f"{name[:40]}: no call takes an argument {reserved!r}")


def check_arguments(call: Callable[..., Any], arguments: Mapping[str, Any]) -> None:
    """Check the arguments of a call.

    Args:
        call: A function of the portal; its first parameter is the step.
        arguments: Name to plain value, as JSON has it.

    Raises:
        ValueError: An argument is missing, too many or not what the parameter takes.

    >>> def example(work: object, *, day: str, number: int = 1) -> None: ...
    >>> check_arguments(example, {"day": "2026-02-02"})
    >>> check_arguments(example, {"day": "2026-02-02", "number": True})
    Traceback (most recent call last):
    ValueError: number: expected a whole number, found true or false
    """
    signature, hints = _signed(call)
    _, *parameters = signature.parameters.values()
    names = {parameter.name for parameter in parameters}
    for name in arguments:
        if name not in names:
            raise ValueError(f"unknown argument {quoted(name, 40)}; it takes {_taken(signature)}")
    for parameter in parameters:
        if parameter.default is parameter.empty and parameter.name not in arguments:
            raise ValueError(
                f"expected the argument {parameter.name!r}, found none; it takes {_taken(signature)}"
            )
    for name, value in arguments.items():
        words = _trouble(value, hints[name])
        if words is None and name in _DAYS and value is not None and not _is_day(value):
            words = f"expected a day between {FIRST_YEAR} and {LAST_YEAR} as YYYY-MM-DD, found {quoted(value, 20)}"
        if words is not None:
            raise ValueError(f"{name}: {words}")


def _taken(signature: inspect.Signature) -> str:
    """Return the arguments of a call in words; those that may be left out have brackets."""
    _, *parameters = signature.parameters.values()
    words = (
        parameter.name if parameter.default is parameter.empty else f"[{parameter.name}]"
        for parameter in parameters
    )
    return ", ".join(words) or "nothing"


@lru_cache(maxsize=1 << 8)
def _signed(call: Callable[..., Any]) -> tuple[inspect.Signature, Mapping[str, tuple[object, ...]]]:
    hints = get_type_hints(call)
    return inspect.signature(call), {
        name: get_args(hint) if _is_union(hint) else (hint,) for name, hint in hints.items()
    }


def _is_union(hint: object) -> bool:
    return NoneType in get_args(hint)


def _trouble(value: object, kinds: tuple[object, ...]) -> str | None:
    """Return what is wrong with *value* in words, None when one of *kinds* takes it."""
    for kind in kinds:
        if value.__class__ is kind:
            return _text_trouble(value) if isinstance(value, str) else None
        if isinstance(value, list) and get_origin(kind) in {list, Sequence, Iterable}:
            return _list_trouble(value, get_args(kind)[0])
    expected = " or ".join(_WORDS.get(kind, "a list") for kind in kinds)
    return f"expected {expected}, found {_WORDS.get(value.__class__, value.__class__.__name__)}"


def _list_trouble(rows: list[Any], kind: object) -> str | None:
    if len(rows) > _MOST:
        return f"expected at most {_MOST} rows, found {len(rows)}"
    trouble_of = _row_trouble if get_origin(kind) is Mapping else _item_trouble
    return next((words for row in rows if (words := trouble_of(row)) is not None), None)


def _item_trouble(item: object) -> str | None:
    return _text_trouble(item) if isinstance(item, str) else "expected a list of texts"


def _row_trouble(row: object) -> str | None:
    if not isinstance(row, dict) or len(row) > _FIELDS:
        return f"expected a list of rows with names and at most {_FIELDS} values"
    texts = [text for text in chain(row, row.values()) if isinstance(text, str)]
    if any(not isinstance(value, (str, int, NoneType)) for value in row.values()):
        return "expected texts and whole numbers in a row"
    return next((words for text in texts if (words := _text_trouble(text)) is not None), None)


def _text_trouble(text: str) -> str | None:
    if len(text) > _LONGEST:
        return f"expected a text of at most {_LONGEST} characters, found {len(text)}"
    return "expected a text of characters that XML can hold" if _UNWRITABLE.search(text) else None


def _is_day(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        return FIRST_YEAR <= dt.date.fromisoformat(text).year <= LAST_YEAR
    except ValueError:
        return False
