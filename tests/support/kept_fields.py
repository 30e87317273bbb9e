"""Values and outcomes of calls in a few words, the longer ones with a digest, for answers that are kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.support.kept_digests import digest, size_and_digest
from tests.support.kept_values import called, text_of_value, text_or_refusal

__all__ = ("beginning", "brief", "outcome_of", "shortened")

# so much of a long text says what it is
_LONG = 50


def shortened(text: str) -> str:
    """Return the begin of a text, with a digest of the whole if it is longer."""
    return text if len(text) <= _LONG else f"{text[:_LONG]} ... {digest(text)}"


def beginning(value: Any) -> str:
    """Return the begin of a value as text, with a digest of the whole if it is longer.

    >>> beginning(7), beginning("x" * 99)
    ('7', "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx ... 06ce283ebc69")
    """
    return shortened(text_of_value(value))


def outcome_of(verb: Callable[..., Any], *arguments: Any, **named: Any) -> str:
    """Return what a verb gives, of bytes their number and a digest, or its refusal in full.

    >>> outcome_of(bytes, 60), outcome_of(int, "7")
    ('60 5dcc1b5872dd', '7')
    """
    return text_or_refusal(partial(verb, *arguments, **named), _counted)


def brief(verb: Callable[..., Any], *arguments: Any, **named: Any) -> str:
    """Return the begin of what a verb gives, or of its refusal, with a digest of the whole."""
    return shortened(called(verb, *arguments, **named))


def _counted(value: Any) -> str:
    if isinstance(value, bytes) and len(value) > _LONG:
        return size_and_digest(value)
    return text_of_value(value)
