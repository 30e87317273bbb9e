"""An amount in parts by weight: whole thousandths, and the parts always add up to the amount.

No rule of rounding is published. The thousandths that division leaves over go, one each, to the parts that lost most
by rounding down; of equal ones to the earlier first, or in turn from interval to interval (derived).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from edielkit.series.exact import muldiv

__all__ = ("Ints", "shared")

Ints = npt.NDArray[np.int64]


def shared(amount: Ints, weight: Ints, *, first: int | None = None) -> Ints:
    """Return each amount in parts, one row for each.

    Args:
        amount: Amounts of any sign; the parts of -V are those of V with the sign changed.
        weight: Weights of the parts, one row for all amounts or one for each; none below zero, a row's sum at most
            2**62. A row of zeros gives equal parts (derived: no rule is published).
        first: Number of the first amount's interval since 1970, where equal remainders take turns from interval to
            interval: whatever period is calculated, an interval is divided alike. None for the earlier first.

    >>> shared(np.array([10, -10]), np.array([[1, 1, 1]])).tolist()
    [[4, 3, 3], [-4, -3, -3]]
    >>> shared(np.array([7]), np.array([[0, 5, 2, 0]])).tolist()
    [[0, 5, 2, 0]]
    >>> shared(np.array([100, 100, 1]), np.array([[1, 1, 1]]), first=0).tolist()
    [[34, 33, 33], [33, 34, 33], [0, 0, 1]]
    """
    count = weight.shape[1]
    if not count or not len(amount):
        return np.zeros((len(amount), count), np.int64)
    total = weight.sum(axis=1)
    weight = np.where(total[:, None] == 0, 1, weight)
    total = np.where(total == 0, count, total)
    size = (len(amount), count)
    magnitude = np.abs(amount)
    part, remainder = muldiv(
        np.repeat(magnitude, count),
        np.broadcast_to(weight, size).reshape(-1),
        np.broadcast_to(total[:, None], size).reshape(-1),
    )
    part, remainder = part.reshape(size), remainder.reshape(size)
    left = magnitude - part.sum(axis=1)
    if left.any():
        rank = np.empty(size, np.int64)
        order = _order(remainder, first)
        np.put_along_axis(rank, order, np.broadcast_to(np.arange(count), size), axis=1)
        part += rank < left[:, None]
    result: Ints = part * np.sign(amount)[:, None]
    return result


def _order(remainder: Ints, first: int | None) -> npt.NDArray[np.intp]:
    """Return for each amount its parts in the order in which they get what is left over."""
    if first is None:
        return np.argsort(-remainder, axis=1, kind="stable")
    length, count = remainder.shape
    turn = (np.arange(count)[None, :] - (np.arange(length) + first)[:, None]) % count
    return np.lexsort((turn, -remainder), axis=1)
