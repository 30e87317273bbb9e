"""Substitutes for what an encoding cannot hold, and JSON that a terminal may show."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edielkit.cli.output.readable import json_text, substitute


@pytest.mark.parametrize(
    ("character", "ascii_text"),
    [
        ("✓", "ok"),
        ("✗", "x"),
        ("å", "a"),
        ("ø", "o"),
        ("Æ", "AE"),
        ("é", "e"),
        ("—", "-"),
        ("▁", "1"),
        ("█", "8"),
        ("中", "?"),
    ],
)
def test_substitutes(character, ascii_text):
    """Letters lose their marks, signs become words, blocks of a sparkline digits."""
    assert ascii_text == substitute(character)


@given(st.characters())
def test_substitutes_are_never_empty_and_always_ascii(character):
    """Whatever comes."""
    assert substitute(character).isascii()
    assert substitute(character)


@given(
    st.recursive(
        st.text() | st.none() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_json_loses_nothing_and_steers_no_terminal(value):
    """Also with halves of characters, marks of direction and control characters."""
    text = json_text(value)

    assert value == json.loads(text)
    assert all(c.isprintable() or c in " \n" or not _steers(c) for c in text)
    text.encode()


def _steers(character):
    return (
        character < " "
        or "\x7f" <= character <= "\x9f"
        or character in "\u200e\u200f\u202a\u202e\u2066\u2069"
    )
