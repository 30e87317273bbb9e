"""Two contents walked side by side: which parts meet, in linear time."""

from __future__ import annotations

import itertools
import sys

import pytest

from edielkit.comparison.content import Content, leaf
from edielkit.comparison.differences import differences


def content(*parts, name="all", keys=()):
    return Content(name=name, keys=keys, parts=lambda: parts)


def item(value, *keys):
    return content(leaf("v", value), name="item", keys=keys)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ([item(1, "a"), item(2, "b")], [item(2, "b"), item(1, "a")], []),
        ([item(1), item(2)], [item(2), item(1)], []),
        ([item(1), item(2)], [item(2), item(3)], ["all/item/v: 1 in the first, 3 in the second"]),
        ([item(1, "a"), item(2, "b")], [item(2, "b")], ["all/item[a]: only in the first: 1 value"]),
        ([item(1, "x", "a"), item(2, "y", "b")], [item(3, "z", "a"), item(2, "y", "b")], ["all/item[a]/v: 1 in the first, 3 in the second"]),
        ([item(1, "a"), item(2, "a")], [item(2, "a"), item(3, "a")], ["all/item[a]/v: 1 in the first, 3 in the second"]),
        ([leaf("v", 1)], [leaf("w", 1)], ["all/v: only in the first: 1", "all/w: only in the second: 1"]),
        ([leaf("v", 1, may_be_unsaid=True)], [], []),
        ([leaf("v", 1, may_be_unsaid=True)], [leaf("v", 2)], ["all/v: 1 in the first, 2 in the second"]),
    ],
)  # fmt: skip
def test_what_meets_what(first, second, words):
    """By the best key, what is equal first, what has no key in order."""
    assert words == [str(difference) for difference in differences(content(*first), content(*second))]


def test_many_parts_of_one_key_take_linear_time():
    """Hostile input repeats itself."""

    def calls(count):
        first = content(*(item(number, "same") for number in range(count)))
        second = content(*(item(count - number, "same") for number in range(count)))
        events = itertools.count()
        sys.setprofile(lambda *_: next(events))
        try:
            assert 1 == len(list(differences(first, second)))
        finally:
            sys.setprofile(None)
        return next(events)

    assert calls(4000) < 5 * calls(1000)
