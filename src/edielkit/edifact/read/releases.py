"""Release characters: where a text is split that has some, and what it says without them."""

from __future__ import annotations

import re
from functools import cache

__all__ = ("components", "split_released", "unreleased")


def split_released(text: str, sign: str, release: str) -> list[str]:
    """Split *text* at each *sign* that is not released; releases stay.

    >>> split_released("a?+b+c??+d", "+", "?")
    ['a?+b', 'c??', 'd']
    """
    parts = text.split(sign)
    if not release or release not in text:
        return parts
    done: list[str] = []
    open_parts: list[str] = []
    for part in parts:
        open_parts.append(part)
        run = len(part) - len(part.rstrip(release))
        if run % 2 == 0:
            done.append(sign.join(open_parts))
            open_parts = []
    if open_parts:
        done.append(sign.join(open_parts))
    return done


def unreleased(text: str, release: str) -> str:
    """Return *text* without its releases.

    >>> unreleased("?+49 ??", "?")
    '+49 ?'
    """
    if release not in text:
        return text
    return _pairs(release).sub(r"\1", text)


def components(row: str, sign: str, release: str) -> tuple[str, ...]:
    """Return the components of an element, without their releases.

    >>> components("1-1?:1.29.0:SRW", ":", "?")
    ('1-1:1.29.0', 'SRW')
    """
    if release not in row:
        return tuple(row.split(sign))
    return tuple([unreleased(c, release) for c in split_released(row, sign, release)])


@cache
def _pairs(release: str) -> re.Pattern[str]:
    return re.compile(re.escape(release) + r"([\s\S])")
