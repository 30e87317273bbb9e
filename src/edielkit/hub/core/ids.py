"""Identifications from a counted source: the same seed gives the same UUIDs in the same order."""

from __future__ import annotations

import hashlib

import attrs

__all__ = ("Ids",)


@attrs.frozen
class Ids:
    """A source of UUIDs that is a value: taking one gives the UUID and the source after it.

    The UUIDs look random and are not: they are of version 8 (RFC 9562), made from the seed and a count.

    Attributes:
        seed: Any text; two hubs with different seeds give different UUIDs.
        count: How many have been taken.

    >>> first, rest = Ids("test").take()
    >>> first, rest.count
    ('d13a0290-69ef-884c-af99-c169af8f2d1d', 1)
    """

    seed: str = "hub"
    count: int = 0

    def take(self) -> tuple[str, Ids]:
        """Return the next UUID, in lower case, and the source after it."""
        digits = hashlib.sha256(f"{self.seed}:{self.count}".encode()).hexdigest()
        text = f"{digits[:8]}-{digits[8:12]}-8{digits[13:16]}-{'89ab'[int(digits[16], 16) % 4]}{digits[17:20]}-{digits[20:32]}"
        return text, Ids(self.seed, self.count + 1)
