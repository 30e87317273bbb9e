"""Inputs that are changed by a draw, each under a name that stays when other inputs come and go."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

from tests.support.kept_digests import digest

__all__ = ("changed",)


def changed(
    bases: Sequence[bytes], count: int, change: Callable[[random.Random, bytes], bytes]
) -> Iterator[tuple[str, bytes]]:
    """Yield so many changed inputs of each base with their names; a base more leaves those of the others as they are.

    Args:
        bases: Inputs that are in order.
        count: How many of each.
        change: Changes an input with the help of a source of numbers.
    """
    for base in dict.fromkeys(bases):
        name = digest(base)[:8]
        choice = random.Random(name)
        for number in range(1, count + 1):
            yield f"{name} {number}", change(choice, base)
