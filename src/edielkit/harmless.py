"""Texts as a person may see them: nothing that steers a terminal or is not seen at all, and nobody's birth number.

A message, the name of a file and an argument may hold such characters; what shows a text takes them out. A birth number may
stand where a code, a time or a reference is due, and what is said of it there must not repeat it.
Source: Unicode Standard Annex 9 (bidirectional controls) and Unicode Technical Report 36 (invisible characters).
"""

from __future__ import annotations

import re

__all__ = ("INVISIBLE", "MASK", "harmless", "without_birth_numbers")

MASK = "•••"

# C1 controls, the soft hyphen, marks and embeddings of bidirectional text, joiners, line separators, annotations and tags,
# as they stand in a class of characters
INVISIBLE = (
    "\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
# Day and month, the day raised by 40 in a D-number, the month by 40, 65 or 80 where test registers make people up (80: docs/reference/test-data.md;
# the others are from memory, and no more is masked than has this form), and five digits
_BIRTH_NUMBER = re.compile(
    r"(?<![0-9])(?:[04][1-9]|[1256][0-9]|[37][01])(?:[048][1-9]|[159][0-2]|6[6-9]|7[0-7])[0-9]{2} ?[0-9]{5}(?![0-9])"
)
_HARMFUL = re.compile(f"[\x00-\x08\x0b-\x1f{INVISIBLE}]")


def harmless(text: str) -> str:
    r"""Return *text* with a mark in the place of each character that is not only seen; tabs and new lines stay.

    >>> harmless("a\u202eb\x1b[31m")
    'a�b�[31m'
    """
    return _HARMFUL.sub("�", text)


def without_birth_numbers(text: str) -> str:
    """Return *text* with a mask in the place of what has the form of a birth number or D-number, whatever its check digits.

    >>> without_birth_numbers("expected a code, found '01819010043'"), without_birth_numbers("7080009990116")
    ("expected a code, found '•••'", '7080009990116')
    """
    return _BIRTH_NUMBER.sub(MASK, text)
