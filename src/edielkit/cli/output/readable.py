"""Output in any encoding: a terminal or a redirection that cannot hold a character gets a readable substitute.

A Norwegian Windows redirects in cp1252, a bare container writes ASCII: neither has ✓. JSON, SARIF and JUnit are UTF-8
by their own standards, whatever the terminal's encoding.
"""

from __future__ import annotations

import codecs
import json
import re
import sys
import unicodedata
from typing import Any

from edielkit.harmless import HALVES, INVISIBLE

__all__ = ("json_text", "make_readable", "substitute")

_HANDLER = "edielkit.readable"
_SIGNS = {
    "✓": "ok",
    "✗": "x",
    "…": "...",
    "–": "-",
    "—": "-",
    "─": "-",
    "━": "=",
    "·": ".",
    "→": "->",
    "←": "<-",
    "≤": "<=",
    "≥": ">=",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "æ": "ae",
    "Æ": "AE",
    "ø": "o",
    "Ø": "O",
    "Σ": "sum",
    "•": "*",
}
# the blocks of a sparkline, lowest to highest, as digits
_BLOCKS = {block: str(height) for height, block in enumerate("▁▂▃▄▅▆▇█", 1)}
# what would steer a terminal or turn the direction of reading, and halves of characters; JSON escapes the rest itself
_HARMFUL = re.compile(f"[{INVISIBLE}{HALVES}]")


def make_readable() -> None:
    """Let standard output and standard error substitute what their encoding cannot hold."""
    codecs.register_error(_HANDLER, _handle)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=_HANDLER)


def substitute(character: str) -> str:
    """Return ASCII that reads like *character*, ``?`` where there is none.

    >>> [substitute(character) for character in "✓åé…▆中"]
    ['ok', 'a', 'e', '...', '6', '?']
    """
    sign = _SIGNS.get(character) or _BLOCKS.get(character)
    if sign is not None:
        return sign
    return unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode() or "?"


def json_text(value: Any) -> str:
    r"""Return *value* as JSON that a terminal may show and that loses nothing: harmful characters are escaped.

    >>> json_text("å\u202e")
    '"å\\u202e"'
    """
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _HARMFUL.sub(lambda match: json.dumps(match[0])[1:-1], text)


def _handle(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(substitute, error.object[error.start : error.end])), error.end
