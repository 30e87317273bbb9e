"""Catalogues as files: pairs, long texts in parts, what is no catalogue."""

from __future__ import annotations

import pytest

from edielkit.translation.po_files import read_po, write_entry


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ('msgid "a"\nmsgstr "b"\n', [("a", "b")]),
        ('# head\nmsgid ""\nmsgstr ""\n"Language: nb\\n"\n\nmsgid "a"\nmsgstr "b"', [("a", "b")]),
        ('msgid "a"\n" and b"\nmsgstr "c"\n" og d"', [("a and b", "c og d")]),
        ('msgid "say \\"hi\\""\nmsgstr "si \\"hei\\""', [('say "hi"', 'si "hei"')]),
        ('msgid "a"\nmsgstr ""', []),
    ],
    ids=["pair", "head", "parts", "quotes", "not translated"],
)
def test_entries(text, pairs):
    """Each text with its translation; the head and what has none are left out."""
    assert pairs == list(read_po(text))


@pytest.mark.parametrize("text", ['msgctxt "x"', "msgid a", "hello"])
def test_what_is_no_catalogue(text):
    """The line is named."""
    with pytest.raises(ValueError, match="line 1: expected msgid, msgstr or a text in quotes"):
        list(read_po(text))


def test_what_is_written_is_read():
    """Quotes, breaks and Norwegian letters come back."""
    assert [('"æ"\n{1}', "å")] == list(read_po(write_entry('"æ"\n{1}', "å")))
