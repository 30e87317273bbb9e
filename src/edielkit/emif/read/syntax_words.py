"""What libxml2 says of bytes that are no XML, in plain words that repeat nothing of the text.

A sign < or & that stands unescaped in a name or an address makes an element, an attribute or an entity of the next
word, and libxml2 quotes it. Names of the standard stay: they say where to look.
"""

from __future__ import annotations

import re
from functools import cache
from html.entities import name2codepoint

from edielkit.emif.declare import declarations
from edielkit.emif.messages import AGGREGATES, MESSAGES
from edielkit.emif.simple_types import SIMPLE_CONTENTS
from edielkit.emif.soap import WRAPPERS
from edielkit.harmless import MASK

__all__ = ("syntax_words",)

_MOST_CHARACTERS = 200
# What libxml2 says of the slips that people make, in plain words.
_PLAIN_WORDS = (
    ("xmlparseentityref: no name", "expected '&amp;' for the sign & in a text, found & alone"),
    ("entityref: expecting ';'", "expected '&amp;' for the sign & in a text, found & alone"),
    (
        "xml declaration allowed only",
        "expected one document in a file, found the begin of another, or text before the first",
    ),
    ("document is empty", "expected an element at the start, found none"),
    ("start tag expected", "expected an element at the start, found none"),
    ("extra content at the end", "expected one document in a file, found more after its end"),
    ("couldn't find end of start tag", "expected the end of a tag: a > is missing, or the file is cut off"),
    ("premature end of data", "expected the end of the message, found the end of the file: it is cut off"),
)
# Where libxml2 puts a name of the document, and where it puts what follows to the end.
_OWN_WORDS = ("Envelope", "Header", "Body", "value", "values", "name", "names", "construct", "constructs")
_NAME = re.compile(
    r"(?P<before>tag mismatch: | line [0-9]+ and |in tag |value for attribute |\battribute |\bprefix | for | on )"
    r"(?P<name>[^\W\d_][^\s']*)|'(?P<quoted>[^\W\d_][^']*)",
    re.IGNORECASE,
)
_REST = re.compile(
    r"(?P<before>section not finished |within comment: |\bPI |attribute value |QName ).*", re.DOTALL
)


def syntax_words(words: str) -> str:
    """Return what libxml2 says, in plain words where there are some, without what is no name of the standard.

    Args:
        words: libxml2's message, without its place.

    >>> syntax_words("Opening and ending tag mismatch: Testesen line 3 and StreetName")
    'opening and ending tag mismatch: ••• line 3 and StreetName'
    """
    folded = words.lower()
    plain = next((plain for start, plain in _PLAIN_WORDS if folded.startswith(start)), "")
    if plain:
        return plain
    bounded = " ".join((words[:1].lower() + words[1:_MOST_CHARACTERS]).split())
    return _NAME.sub(_shown, _REST.sub(rf"\g<before>{MASK}", bounded))


def _shown(match: re.Match[str]) -> str:
    quoted = match["quoted"]
    if quoted is not None:
        return f"'{quoted if quoted in name2codepoint or _is_standard(quoted) else MASK}"
    return match["before"] + (match["name"] if _is_standard(match["name"]) else MASK)


def _is_standard(name: str) -> bool:
    return name.rpartition(":")[2] in _names()


@cache
def _names() -> frozenset[str]:
    """Names of elements and attributes of the standard, and words that libxml2 itself says in their place."""
    declared = (
        declaration.name
        for cls in (*AGGREGATES.values(), *MESSAGES.values())
        for declaration in declarations(cls)
    )
    attributes = (use.name for content in SIMPLE_CONTENTS.values() for use in content.attributes)
    wrappers = (wrapper.element for wrapper in WRAPPERS.values())
    return frozenset([*declared, *attributes, *MESSAGES, *wrappers, *_OWN_WORDS])
