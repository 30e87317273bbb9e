"""Keyed permutations of small sets: each number below a size becomes another one, and none becomes that of two.

A Feistel network whose round function is HMAC-SHA256 (RFC 2104), over two halves of unequal size where the size is no
square, as in the format-preserving modes of NIST SP 800-38G. Numbers that fall outside of the size are permuted again
until they are inside (cycle walking), which keeps it a permutation.
"""

from __future__ import annotations

import hashlib
from math import isqrt

__all__ = ("Keyed", "Permutation")

_BLOCK = 64
_INNER, _OUTER = 0x36, 0x5C
_ROUNDS = 8
# a half of a number in 15 bytes, and the number of the round in the one before them
_WIDTH = 16
_STEPS = tuple(step << 120 for step in range(_ROUNDS))
# from this size on a number that stays itself is less likely than one in a million
_LARGE = 1_000_000


class Keyed:
    """HMAC-SHA256 with one key.

    The states of SHA-256 after the two padded keys are kept and copied: `hmac` makes them anew for each message, which
    takes most of its time.

    >>> import hmac
    >>> Keyed(b"key").digest(b"message") == hmac.digest(b"key", b"message", "sha256")
    True
    """

    __slots__ = ("inner", "outer")

    def __init__(self, key: bytes) -> None:
        block = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
        self.inner = hashlib.sha256(bytes(byte ^ _INNER for byte in block))
        self.outer = hashlib.sha256(bytes(byte ^ _OUTER for byte in block))

    def digest(self, message: bytes) -> bytes:
        """Return the 32 bytes of the authentication code of *message*."""
        inner, outer = self.inner.copy(), self.outer.copy()
        inner.update(message)
        outer.update(inner.digest())
        return outer.digest()

    def of(self, prefix: bytes) -> Keyed:
        """Return the same with *prefix* before each message."""
        begun = object.__new__(Keyed)
        begun.inner, begun.outer = self.inner.copy(), self.outer
        begun.inner.update(prefix)
        return begun


class Permutation:
    """A permutation of the numbers below *size* that nobody knows without the key.

    >>> permutation = Permutation(Keyed(b"key"), "example", 10)
    >>> sorted(permutation.of(number) for number in range(10)) == list(range(10))
    True
    """

    __slots__ = ("_inner", "_left", "_outer", "_right", "size")

    def __init__(self, keyed: Keyed, name: str, size: int) -> None:
        """Make the permutation that a key has for a name and a size.

        Args:
            keyed: The key.
            name: What is permuted: another name gives another permutation.
            size: How many numbers there are; at least 1.
        """
        self.size = size
        root = isqrt(size - 1) + 1 if size > 1 else 1
        self._left, self._right = root, -(-size // root)
        keyed = keyed.of(f"{name}\0{size}\0".encode("utf-8", "surrogatepass"))
        self._inner, self._outer = keyed.inner, keyed.outer

    def of(self, number: int) -> int:
        """Return what becomes of *number*."""
        while True:
            number = self._forward(number)
            if number < self.size:
                return number

    def inverse(self, number: int) -> int:
        """Return the number of which *number* becomes."""
        while True:
            number = self._backward(number)
            if number < self.size:
                return number

    def other(self, number: int) -> int:
        """Return what becomes of *number*, never itself where the set is small: a permutation too.

        >>> permutation = Permutation(Keyed(b"key"), "example", 10)
        >>> any(permutation.other(number) == number for number in range(10))
        False
        """
        if self.size >= _LARGE:
            return self.of(number)
        # one step around the circle in which the permutation orders all numbers
        return self.inverse((self.of(number) + 1) % self.size)

    def _forward(self, number: int) -> int:
        left, right = divmod(number, self._right)
        for step in range(0, _ROUNDS, 2):
            left = (left + self._round(_STEPS[step] + right)) % self._left
            right = (right + self._round(_STEPS[step + 1] + left)) % self._right
        return left * self._right + right

    def _backward(self, number: int) -> int:
        left, right = divmod(number, self._right)
        for step in range(_ROUNDS - 2, -1, -2):
            right = (right - self._round(_STEPS[step + 1] + left)) % self._right
            left = (left - self._round(_STEPS[step] + right)) % self._left
        return left * self._right + right

    def _round(self, number: int) -> int:
        # `Keyed.digest` in place: most of the time of all goes here
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(number.to_bytes(_WIDTH, "big"))
        outer.update(inner.digest())
        return int.from_bytes(outer.digest(), "big")
