"""Chance that is none: whole numbers that look random, the same on every machine for the same key and index.

Neither floats nor a library's generator: both may change their last digit from one version to the next.
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt

__all__ = ("Bits", "Ints", "bits", "key_of", "quarter_bits", "whole_numbers")

Ints = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint64]

# SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014)
_STEP, _FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)  # fmt: skip


def key_of(seed: int, *parts: object) -> int:
    """Return a key of 64 bits for a seed and what it is used for.

    >>> key_of(1, "weather", 3) == key_of(1, "weather", 3) != key_of(2, "weather", 3)
    True
    """
    text = ":".join(map(str, (seed, *parts)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")


def bits(key: int, index: npt.NDArray[np.integer]) -> Bits:
    """Return 64 bits for each index.

    >>> bits(1, np.arange(2)).tolist() == [int(bits(1, np.array([n]))[0]) for n in range(2)]
    True
    """
    mixed = index.astype(np.uint64) * _STEP + np.uint64(key)
    mixed ^= mixed >> np.uint64(30)
    mixed *= _FIRST
    mixed ^= mixed >> np.uint64(27)
    mixed *= _SECOND
    mixed ^= mixed >> np.uint64(31)
    return mixed


def whole_numbers(low: int, high: int, random: Bits) -> Ints:
    """Return whole numbers from *low* up to and without *high*, one for each of *random*.

    >>> int(whole_numbers(5, 9, np.array([2**64 - 1], np.uint64))[0])
    8
    """
    share = random >> np.uint64(32)
    return low + (share * np.uint64(high - low) >> np.uint64(32)).astype(np.int64)


def quarter_bits(key: int, first: int, rows: int, columns: int) -> npt.NDArray[np.uint16]:
    """Return 16 bits for each place of a table, whatever part of its rows is asked for.

    Args:
        key: Key of the table.
        first: Number of the first row.
        rows: How many rows.
        columns: How many columns.
    """
    words = -(-columns // 4)
    index = np.arange(first * words, (first + rows) * words, dtype=np.uint64)
    return bits(key, index).astype("<u8").view("<u2").reshape(rows, words * 4)[:, :columns]
