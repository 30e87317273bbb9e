"""Which form of an answer a client wants, by its ``Accept``."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ("chosen",)

_MOST_RANGES = 40


def chosen(accept: str, offered: Sequence[str]) -> str | None:
    """Return the offered media type that *accept* likes best, None when it likes none.

    Args:
        accept: The head ``Accept``; anything is liked if it is empty (RFC 9110, 12.5.1).
        offered: Media types, the best first.

    >>> chosen("text/html,application/xml;q=0.9,*/*;q=0.8", ["application/json", "text/plain", "text/html"])
    'text/html'
    >>> chosen("", ["application/json"]), chosen("image/png", ["application/json"])
    ('application/json', None)
    """
    ranges = [_range(part) for part in accept.split(",")[:_MOST_RANGES] if part.strip()] or [("*/*", 1.0)]
    weights = [_weight(media, ranges) for media in offered]
    best = max(weights, default=0.0)
    return offered[weights.index(best)] if best > 0 else None


def _range(part: str) -> tuple[str, float]:
    media, *parameters = (text.strip().lower() for text in part.split(";"))
    quality = next((text[2:] for text in parameters if text.startswith("q=")), "1")
    try:
        return media, min(max(float(quality), 0.0), 1.0)
    except ValueError:
        return media, 0.0


def _weight(media: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return how much a media type is liked: the most exact range counts."""
    liked = dict(ranges)
    for pattern in (media, f"{media.partition('/')[0]}/*", "*/*"):
        if pattern in liked:
            return liked[pattern]
    return 0.0
