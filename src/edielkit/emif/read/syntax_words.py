"""What libxml2 says of bytes that are no XML, in plain words that repeat nothing of the text.

A sign < or & that stands unescaped in a name or an address makes an element, an attribute or an entity of the next
word, and libxml2 quotes it. Names of the standard stay: they say where to look.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import SequenceMatcher
from functools import cache
from html.entities import name2codepoint

from edielkit.emif.declare import declarations
from edielkit.emif.messages import AGGREGATES, MESSAGES
from edielkit.emif.simple_types import SIMPLE_CONTENTS
from edielkit.emif.soap import WRAPPERS
from edielkit.harmless import MASK

__all__ = ("syntax_words",)

_MOST_CHARACTERS = 200
# What libxml2 says of the slips that people make, in plain words: by how its sentence begins where one number stands for
# several slips, else by the number of the error (xmlParserErrors in libxml2's xmlerror.h).
_BY_BEGIN = (
    ("no element found", "expected an element at the start, found none"),
    ("xmlparseentityref: no name", "expected '&amp;' for the sign & in a text, found & alone"),
    ("document is empty", "expected an element at the start, found none"),
    ("start tag expected", "expected an element at the start, found none"),
    (
        "starttag: invalid element name",
        "expected '&lt;' for the sign < in a text, found < alone, or a tag without a name",
    ),
    ("attributes construct error", "expected a space before each attribute, and its value in quotes"),
    ("blank needed here", "expected '?>' at the end of the XML declaration, and a space between its parts"),
)
_BY_CODE = {
    6: "expected a reference to a character such as '&#230;', found one without its number or semicolon",
    7: "expected a reference to a character such as '&#230;', found one without its number or semicolon",
    8: "expected a reference to a character such as '&#230;', found one without its number or semicolon",
    5: "expected one document in a file, found more after its end",
    9: "expected a character that XML allows, found one that it does not: leave it out",
    23: "expected '&amp;' for the sign & in a text, found & alone",
    33: "expected the values of the XML declaration in quotes",
    38: "expected '&lt;' for the sign < in the value of an attribute, found < alone",
    39: "expected the value of an attribute in quotes",
    40: "expected the quote that ends the value of an attribute",
    45: "expected '-->' at the end of a comment",
    47: "expected '?>' at the end of a processing instruction",
    57: "expected '?>' at the end of the XML declaration, and a space between its parts",
    62: "expected ']]&gt;' for the signs ]]> in a text",
    63: "expected ']]>' at the end of a CDATA section",
    64: "expected one document in a file, found the begin of another, or text before the first",
    73: "expected the end of a tag: a > is missing, or the file is cut off",
    77: "expected the end of the message, found the end of the file: it is cut off",
    80: "expected no '--' inside of a comment",
    81: "expected text in the encoding that the document states, UTF-8 where it states none; found other bytes",
    96: "expected 'version=\"1.0\"' first in the XML declaration",
    202: "expected one colon at most in a name, between two words",
}  # fmt: skip
# Prefixes that the market writes; any other may be a word of a text.
_PREFIX = re.compile(r"rsm|abie|soapenv|soap|env|xsi|xsd|wsse|wsu|ds|ns[0-9]{0,3}")
_MISMATCH = re.compile(r"[^:]*: (?P<opening>\S+) line (?P<line>[0-9]+) and (?P<closing>\S+)")
_UNDECLARED = re.compile(r"\w+ prefix (?P<prefix>\S+) (?:for \S+ )?on (?P<element>\S+)")
_ENCODING = re.compile(r"[^:]*: (?P<name>[A-Za-z][\w.-]{0,39})")
_CHARACTER = re.compile(r"value (?P<number>[0-9]{1,7})\b")
_ATTRIBUTE = re.compile(r"attribute (?P<name>\S+)", re.IGNORECASE)
_ENTITY = re.compile(r"Entity '(?P<name>[^']+)'")
# how much of its letters a misspelt end tag shares with the tag that it closes
_ALIKE = 0.65
# Where libxml2 puts a name of the document, and where it puts what follows to the end.
_OWN_WORDS = ("Envelope", "Header", "Body", "value", "values", "name", "names", "construct", "constructs")
_NAME = re.compile(
    r"(?P<before>tag mismatch: | line [0-9]+ and |in tag |value for attribute |\battribute |\bprefix | for (?:attribute )?| on )"
    r"(?P<name>[^\W\d_][^\s']*)|'(?P<quoted>[^\W\d_][^']*)",
    re.IGNORECASE,
)
_REST = re.compile(
    r"(?P<before>section not finished |within comment: |\bPI |attribute value |QName ).*",
    re.DOTALL | re.IGNORECASE,
)


def syntax_words(words: str, code: int = 0) -> str:
    """Return what libxml2 says, in plain words where there are some, without what is no name of the standard.

    Args:
        words: libxml2's message, without its place.
        code: The number of its error.

    >>> syntax_words("Opening and ending tag mismatch: Creation line 3 and Created", 76)
    '<Creation> of line 3 is closed with </Created>; write </Creation>'
    >>> syntax_words("Attribute Testesen redefined", 42)
    "the attribute '•••' stands twice on an element; write it once"
    """
    named = _NAMED.get(code)
    plain = named and named(words)
    if plain:
        return plain
    folded = words.lower()
    plain = next((plain for start, plain in _BY_BEGIN if folded.startswith(start)), "") or _BY_CODE.get(code)
    if plain:
        return plain
    bounded = " ".join((words[:1].lower() + words[1:_MOST_CHARACTERS]).split())
    return _NAME.sub(_shown, _REST.sub(rf"\g<before>{MASK}", bounded))


def _of_tags(words: str) -> str:
    match = _MISMATCH.match(words)
    if match is None:
        return ""
    opening, line, closing = _or_mask(match["opening"]), match["line"], match["closing"]
    if opening == MASK:
        return (
            f"<{MASK}> of line {line} is not closed before </{_or_mask(closing)}>; "
            "write its end tag, or '&lt;' for the sign < in a text"
        )
    if closing == match["opening"]:
        return f"<{opening}> of line {line} is closed with another prefix; write the same one"
    if _is_standard(closing):
        return f"<{opening}> of line {line} is not closed before </{closing}>; write </{opening}>"
    alike = SequenceMatcher(None, opening.lower(), closing[:_MOST_CHARACTERS].lower()).ratio() >= _ALIKE
    return f"<{opening}> of line {line} is closed with </{closing if alike else MASK}>; write </{opening}>"


def _of_prefix(words: str) -> str:
    match = _UNDECLARED.match(words)
    if match is None:
        return ""
    prefix = match["prefix"] if _PREFIX.fullmatch(match["prefix"]) else MASK
    return (
        f"the prefix '{prefix}' on <{_or_mask(match['element'])}> is not declared; "
        "declare it with its namespace, on that element or one around it"
    )


def _of_encoding(words: str) -> str:
    match = _ENCODING.fullmatch(words)
    name = match["name"] if match else MASK
    return f"expected 'encoding=\"UTF-8\"' in the XML declaration, found '{name}', which is not known"


def _of_character(words: str) -> str:
    match = _CHARACTER.search(words)
    return (
        f"expected a character that XML allows, found U+{int(match['number']):04X}: leave it out"
        if match
        else ""
    )


def _of_attribute_without_value(words: str) -> str:
    match = _ATTRIBUTE.search(words)
    return (
        f"expected a value in quotes for the attribute '{_or_mask(match['name'])}', found none"
        if match
        else ""
    )


def _of_attribute_twice(words: str) -> str:
    match = _ATTRIBUTE.search(words)
    return (
        f"the attribute '{_or_mask(match['name'])}' stands twice on an element; write it once"
        if match
        else ""
    )


def _of_entity(words: str) -> str:
    match = _ENTITY.match(words)
    if match is None:
        return ""
    name = match["name"] if match["name"] in name2codepoint or _is_standard(match["name"]) else MASK
    return f"XML does not know the entity '{name}'; write the character itself"


# What names something of the document, by the number of the error.
_NAMED: dict[int, Callable[[str], str]] = {
    9: _of_character,
    26: _of_entity,
    27: _of_entity,
    32: _of_encoding,
    41: _of_attribute_without_value,
    42: _of_attribute_twice,
    76: _of_tags,
    201: _of_prefix,
    203: _of_attribute_twice,
}


def _or_mask(name: str) -> str:
    return name if _is_standard(name) else MASK


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
