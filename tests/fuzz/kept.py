"""Which inputs of a run are kept: the few that reach the most of what all of them reach."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heapreplace

__all__ = ("most_reached", "reached_by")


def reached_by(control: str, count: int) -> list[set[int]]:
    """Return the features that each input reaches, from the control file that libFuzzer writes as it merges.

    Args:
        control: Lines ``FT number feature feature ...``, behind others.
        count: How many inputs there are.
    """
    reached: list[set[int]] = [set() for _ in range(count)]
    for line in control.splitlines():
        word, *numbers = line.split(" ")
        if word == "FT":
            reached[int(numbers[0])] = set(map(int, filter(None, numbers[1:])))
    return reached


def most_reached(
    reached: Sequence[set[int]], sizes: Sequence[int], named: Sequence[int], *, most: int, most_bytes: int
) -> list[int]:
    """Return the inputs that add the most for their size, each to those before it and to the named ones.

    Args:
        reached: The features that each input reaches.
        sizes: The bytes of each.
        named: Inputs that are there anyhow.
        most: How many inputs there may be, the named ones included.
        most_bytes: How many bytes the others may have together.
    """
    covered: set[int] = set().union(*(reached[n] for n in named)) if named else set()
    # what an input adds only shrinks as others are taken, so an old number is a bound
    bounds = [
        (-_worth(len(features), size), n)
        for n, (features, size) in enumerate(zip(reached, sizes, strict=True))
    ]
    heapify(bounds)
    chosen: list[int] = []
    while bounds and len(chosen) < most - len(named):
        bound, n = bounds[0]
        worth = _worth(len(reached[n] - covered), sizes[n])
        if worth == 0 or sizes[n] > most_bytes:
            heappop(bounds)
        elif worth < -bound:
            heapreplace(bounds, (-worth, n))
        else:
            heappop(bounds)
            chosen.append(n)
            covered |= reached[n]
            most_bytes -= sizes[n]
    return chosen


def _worth(added: int, size: int) -> float:
    # an input has its cost, however few bytes it has
    return added / (size + _COST)


_COST = 200
