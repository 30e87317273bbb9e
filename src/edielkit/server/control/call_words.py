"""What a call of the portal takes, in words of JSON."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

__all__ = ("argument_words",)

_WORDS: Mapping[object, str] = {
    str: "text",
    int: "whole number",
    bool: "true or false",
    NoneType: "null",
}


def argument_words(call: Callable[..., Any]) -> dict[str, str]:
    """Return what each argument of a call takes.

    Args:
        call: A function of the portal; its first parameter is the step.

    >>> def example(work: object, *, day: str | None = None, rows: Sequence[Mapping[str, Any]]) -> None: ...
    >>> argument_words(example)
    {'day': 'text or null', 'rows': 'list of objects'}
    """
    hints = get_type_hints(call)
    return {name: _words(hints[name]) for name in list(inspect.signature(call).parameters)[1:]}


def _words(hint: object) -> str:
    kinds = get_args(hint) if NoneType in get_args(hint) else (hint,)
    return " or ".join(map(_kind_words, kinds))


def _kind_words(kind: object) -> str:
    if get_origin(kind) in {list, Sequence, Iterable}:
        return "list of objects" if get_origin(get_args(kind)[0]) is Mapping else "list of texts"
    return _WORDS[kind]
