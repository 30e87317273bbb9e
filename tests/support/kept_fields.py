"""Values and outcomes of calls in a few words, the longer ones with a digest, for answers that are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from tests.support.kept_values import called, text_of_value

__all__ = ("brief", "digest", "outcome_of", "shortened", "shown")

# so much of a long text says what it is
_LONG = 50

shown = text_of_value


def shortened(text: str) -> str:
    """Return the begin of a text, with a digest of the whole if it is longer."""
    return text if len(text) <= _LONG else f"{text[:_LONG]} ... {_sum_of(text)}"


def digest(value: Any) -> str:
    """Return the begin of a value as text, with a digest of the whole if it is longer.

    >>> digest(7), digest("x" * 99)
    ('7', "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx ... 06ce283ebc69")
    """
    return shortened(text_of_value(value))


def outcome_of(verb: Callable[..., Any], *arguments: Any, **named: Any) -> str:
    """Return what a verb gives, of bytes their number and a digest, or its refusal in full.

    >>> outcome_of(bytes, 60), outcome_of(int, "7")
    ('243 dbee294af7c6', '7')
    """
    text = called(verb, *arguments, **named)
    return f"{len(text)} {_sum_of(text)}" if text.startswith("b") and len(text) > _LONG else text


def brief(verb: Callable[..., Any], *arguments: Any, **named: Any) -> str:
    """Return the begin of what a verb gives, or of its refusal, with a digest of the whole."""
    return shortened(called(verb, *arguments, **named))


def _sum_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
