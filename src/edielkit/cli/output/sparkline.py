"""A series as a row of blocks: whole numbers only, so the same series always looks the same."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ("sparkline",)

_BLOCKS = "▁▂▃▄▅▆▇█"
_HOLE = "·"


def sparkline(values: Sequence[int | None], width: int = 48) -> str:
    """Return *values* as blocks between their least and greatest; longer series show the mean of equal parts.

    Args:
        values: Whole numbers in any unit; None where there is no value.
        width: Most characters.

    >>> sparkline([0, 1, 2, 3, None, 7])
    '▁▂▃▄·█'
    >>> sparkline([5, 5])
    '▁▁'
    """
    parts = [_mean(part) for part in _parts(values, width)]
    present = [value for value in parts if value is not None]
    low, high = min(present, default=0), max(present, default=0)
    return "".join(_HOLE if value is None else _block(value, low, high) for value in parts)


def _parts(values: Sequence[int | None], width: int) -> list[Sequence[int | None]]:
    count = min(len(values), width)
    return [values[len(values) * n // count : len(values) * (n + 1) // count] for n in range(count)]


def _mean(part: Sequence[int | None]) -> int | None:
    present = [value for value in part if value is not None]
    return sum(present) // len(present) if present else None


def _block(value: int, low: int, high: int) -> str:
    return _BLOCKS[0] if high == low else _BLOCKS[(value - low) * (len(_BLOCKS) - 1) // (high - low)]
