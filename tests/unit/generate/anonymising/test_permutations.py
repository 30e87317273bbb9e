"""Permutations by key: every number once, none itself where the set is small, another one for another key."""

from __future__ import annotations

import hashlib

import pytest

from edielkit.generate.anonymising.permutations import Keyed, Permutation

KEYED = Keyed(b"key")


@pytest.mark.parametrize("size", [1, 2, 3, 7, 10, 97, 1000, 4096])
def test_each_number_comes_once(size):
    """Forward, backward, and around the circle."""
    permutation = Permutation(KEYED, "name", size)
    numbers = range(size)

    assert sorted(map(permutation.of, numbers)) == list(numbers)
    assert [permutation.inverse(permutation.of(number)) for number in numbers] == list(numbers)
    assert sorted(map(permutation.other, numbers)) == list(numbers)


@pytest.mark.parametrize("size", [2, 3, 10, 999])
def test_no_number_of_a_small_set_is_its_own(size):
    """Not even by chance."""
    permutation = Permutation(KEYED, "name", size)

    assert [] == [number for number in range(size) if permutation.other(number) == number]


def test_large_sets_come_back():
    """Numbers of 30 digits too."""
    permutation = Permutation(KEYED, "name", 10**30)

    for number in (0, 1, 10**30 - 1, 123456789012345678901234567890):
        assert number == permutation.inverse(permutation.of(number))


def test_key_name_and_size_matter():
    """Each gives another order."""
    orders = {
        tuple(Permutation(keyed, name, size).of(number) for number in range(50))
        for keyed in (KEYED, Keyed(b"other"))
        for name in ("name", "other")
        for size in (100, 101)
    }

    assert 8 == len(orders)


@pytest.mark.parametrize("key", [b"k", b"k" * 63, b"k" * 64])
@pytest.mark.parametrize("message", [b"", b"a message", b"m" * 200])
def test_the_codes_are_those_of_keyed_blake2(key, message):
    """RFC 7693, also with a prefix that was given before."""

    def code(text):
        return hashlib.blake2b(text, key=key, digest_size=32).digest()

    assert code(message) == Keyed(key).digest(message)
    assert code(b"prefix" + message) == Keyed(key).of(b"prefix").digest(message)


def test_all_of_a_long_key_counts():
    """It is longer than BLAKE2 takes."""
    assert Keyed(b"k" * 100).digest(b"") != Keyed(b"k" * 99 + b"l").digest(b"")
