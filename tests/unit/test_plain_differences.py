"""Where two plain values differ."""

from __future__ import annotations

import pytest

from edielkit.plain_differences import differences


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ({}, {}, []),
        ({"a": 1}, {"a": 1}, []),
        (1, 2, ["the whole: 1 in the first, 2 in the second"]),
        ({"a": {"b": "x"}}, {"a": {"b": "y"}}, ["a.b: 'x' in the first, 'y' in the second"]),
        ({"a": [1, 2, 3]}, {"a": [1]}, ["a[1]: only in the first: 2", "a[2]: only in the first: 3"]),
        ([[0], {"k": None}], [[0], {"k": 0}], ["[1].k: None in the first, 0 in the second"]),
        ({"a": "12"}, {"a": ["1", "2"]}, ["a: '12' in the first, ['1', '2'] in the second"]),
        ({"a": 1}, {"b": 1}, ["a: only in the first: 1", "b: only in the second: 1"]),
    ],
)
def test_each_place_is_named(first, second, words):
    """By its path, with what stands there."""
    assert words == [str(difference) for difference in differences(first, second)]


def test_long_values_are_cut():
    """A wall of text is no answer."""
    (difference,) = differences("a" * 500, "b")

    assert len(str(difference)) < 150
