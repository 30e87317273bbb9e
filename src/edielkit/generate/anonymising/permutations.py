"""Keyed permutations of small sets: each number below a size becomes another one, and none becomes that of two.

A Feistel network whose round function is BLAKE2b with a key (RFC 7693), over two halves of unequal size where the size is
no square, as in the format-preserving modes of NIST SP 800-38G. Numbers that fall outside of the size are permuted again
until they are inside (cycle walking), which keeps it a permutation.
"""

from __future__ import annotations

import hashlib
from math import isqrt

__all__ = ("Keyed", "Permutation")

_LONGEST_KEY = 64
_DIGEST = 32
_ROUNDS = 8
# a half of a number in 16 bytes
_WIDTH = 16
# from this size on a number that stays itself is less likely than one in a million
_LARGE = 1_000_000


class Keyed:
    """BLAKE2b with one key: a code of a message that nobody makes without it.

    The state of the hash after the key is kept and copied, which costs half of making it anew for each message.

    >>> Keyed(b"key").digest(b"message") == hashlib.blake2b(b"message", key=b"key", digest_size=32).digest()
    True
    """

    __slots__ = ("state",)

    def __init__(self, key: bytes) -> None:
        short = key if len(key) <= _LONGEST_KEY else hashlib.blake2b(key).digest()
        self.state = hashlib.blake2b(key=short, digest_size=_DIGEST)

    def digest(self, message: bytes) -> bytes:
        """Return the 32 bytes of the code of *message*."""
        state = self.state.copy()
        state.update(message)
        return state.digest()

    def of(self, prefix: bytes) -> Keyed:
        """Return the same with *prefix* before each message."""
        begun = object.__new__(Keyed)
        begun.state = self.state.copy()
        begun.state.update(prefix)
        return begun


class Permutation:
    """A permutation of the numbers below *size* that nobody knows without the key.

    >>> permutation = Permutation(Keyed(b"key"), "example", 10)
    >>> sorted(permutation.of(number) for number in range(10)) == list(range(10))
    True
    """

    __slots__ = ("_left", "_right", "_rounds", "size")

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
        begun = keyed.of(f"{name}\0{size}\0".encode("utf-8", "surrogatepass"))
        # the state before each round: rounds of the left and of the right half take turns
        copies = [begun.of(bytes([step])).state.copy for step in range(_ROUNDS)]
        self._rounds = tuple(zip(copies[::2], copies[1::2], strict=True))

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
        # the rounds in place: most of the time of all goes here
        lefts, rights = self._left, self._right
        left, right = divmod(number, rights)
        for even, odd in self._rounds:
            code = even()
            code.update(right.to_bytes(_WIDTH, "big"))
            left = (left + int.from_bytes(code.digest(), "big")) % lefts
            code = odd()
            code.update(left.to_bytes(_WIDTH, "big"))
            right = (right + int.from_bytes(code.digest(), "big")) % rights
        return left * rights + right

    def _backward(self, number: int) -> int:
        left, right = divmod(number, self._right)
        for even, odd in reversed(self._rounds):
            code = odd()
            code.update(left.to_bytes(_WIDTH, "big"))
            right = (right - int.from_bytes(code.digest(), "big")) % self._right
            code = even()
            code.update(right.to_bytes(_WIDTH, "big"))
            left = (left - int.from_bytes(code.digest(), "big")) % self._left
        return left * self._right + right
