"""Reads a gettext catalogue (.po): pairs of a text and its translation."""

from __future__ import annotations

import json
from collections.abc import Iterator

__all__ = ("read_po", "write_entry")


def read_po(text: str) -> Iterator[tuple[str, str]]:
    r"""Yield each text with its translation; texts without one, and the head of the file, are left out.

    Args:
        text: A catalogue with one form a text: no contexts and no plural forms.

    Raises:
        ValueError: A line is none of a catalogue.

    >>> list(read_po('msgid "metering point"\nmsgstr "måle"\n"punkt"'))
    [('metering point', 'målepunkt')]
    """
    parts: dict[str, list[str]] = {}
    part: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        word, quote, text_behind = line.strip().partition('"')
        keyword = word.strip()
        if not quote or keyword not in {"msgid", "msgstr", ""}:
            raise ValueError(f"line {number}: expected msgid, msgstr or a text in quotes")
        if keyword == "msgid":
            yield from _entry(parts)
            parts = {}
        if keyword:
            part = parts.setdefault(keyword, [])
        part.append(json.loads(f'"{text_behind}'))
    yield from _entry(parts)


def _entry(parts: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    original, translated = ("".join(parts.get(keyword, ())) for keyword in ("msgid", "msgstr"))
    if original and translated:
        yield original, translated


def write_entry(original: str, translated: str = "") -> str:
    """Return one entry of a catalogue.

    >>> print(write_entry("Metering point", "Målepunkt"))
    msgid "Metering point"
    msgstr "Målepunkt"
    """
    texts = [json.dumps(text, ensure_ascii=False) for text in (original, translated)]
    return f"msgid {texts[0]}\nmsgstr {texts[1]}"
