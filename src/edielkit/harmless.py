"""Texts as a person may see them: nothing that steers a terminal or is not seen at all, and nobody's birth number or words.

A message, the name of a file and an argument may hold such characters; what shows a text takes them out. A birth number may
stand where a code, a time or a reference is due, and what is said of it there must not repeat it.
Source: Unicode Standard Annex 9 (bidirectional controls) and Unicode Technical Report 36 (invisible characters).
"""

from __future__ import annotations

import re
import unicodedata

__all__ = (
    "HALVES",
    "INVISIBLE",
    "MASK",
    "harmless",
    "has_half_character",
    "name_of_something",
    "presentable",
    "quoted",
    "quoted_in_part",
    "without_birth_numbers",
    "without_persons",
)

MASK = "•••"

# C1 controls, the soft hyphen, marks and embeddings of bidirectional text, joiners, line separators, annotations and tags,
# as they stand in a class of characters
INVISIBLE = (
    "\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
# Halves of characters, as they stand in a class of characters: Python's texts may hold them, no file in UTF-8 can
HALVES = "\ud800-\udfff"
# Day and month, the day raised by 40 in a D-number, the month by 40, 65 or 80 where test registers make people up (80: docs/reference/test-data.md;
# the others are from memory, and no more is masked than has this form), and five digits
# between them nothing, or what people write there, also as repr escapes it; or a date with signs in it, and the five digits
_DAY, _MONTH = "(?:[04][1-9]|[1256][0-9]|[37][01])", "(?:[048][1-9]|[159][0-2]|6[6-9]|7[0-7])"
_BETWEEN = r"(?:[ .,:;/|+*_\t\xa0\u2007-\u2015\u202f\u3000-]|\\(?:t|x[0-9a-f]{2}|u[0-9a-f]{4}))"
_BIRTH_NUMBER = re.compile(
    rf"(?<![0-9]){_DAY}(?:{_MONTH}[0-9]{{2}}{_BETWEEN}{{0,2}}|[ ./-]{_MONTH}[ ./-](?:[0-9]{{2}})?[0-9]{{2}}{_BETWEEN}{{0,3}})"
    r"[0-9](?:[ \xa0]?[0-9]){4}(?![0-9])"
)
# What a message quotes; its quotes stand beside no letter.
_QUOTED = re.compile(r"""(?<!\w)(?:'[^']*'|"[^"]*")(?!\w)""")
# What repr writes of a quote or a backslash, and of a character that is not seen.
_ESCAPED_SIGN = re.compile(r"""\\[\\'"]""")
_ESCAPED_BLANK = re.compile(r"\\(?:[tnr]|x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})")
# Between words: signs, and a blank among them.
_BLANKS = rf"[^\w\s{INVISIBLE}]*[\s{INVISIBLE}][\W_]*"
# Two words of which not both are single letters (a directory such as D.96A is none), a street and its number, a number and its
# street, which an amount and its unit are not.
_WORDS = re.compile(
    rf"[^\W\d_]{_BLANKS}[^\W\d_]{{2}}|[^\W\d_]{{2}}{_BLANKS}[^\W_](?!\.[0-9])"
    rf"|[0-9]{_BLANKS}(?!(?i:[kmgt]?(?:wh|va|varh?))\b)[^\W\d_]{{3}}"
)
# Two words with a sign and no blank between them: names if each begins with a capital letter and has no other, or a comma is between.
_JOINED = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,})([,;/+&.:_-])(?=([^\W\d_]{2,}))")
_NAME_LENGTH = 4
# an attribute in a path, such as Identification/@schemeAgencyIdentifier, has nothing of a name before the sign
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w\[][\w.:\]-]*")
# Words of which nobody is called: a date with its month in letters, a time with its zone, a zone, a duration with blanks.
_NOBODY = re.compile(
    r"[0-9]{1,2}\.?\s(?i:jan|feb|mars?|mar(?:ch)?|apr|ma[iy]|jun[ei]?|jul[iy]?|aug|sep|o[ck]t|nov|de[sc])[a-z]*\.?(?:\s[0-9: .]+)?"
    r"|(?:[0-9][-0-9T:.+Z ]*)?(?:(?:Africa|America|Asia|Atlantic|Australia|Etc|Europe|Indian|Pacific)/[A-Za-z_]+|UTC|GMT|CES?T)"
    r"|PT?[0-9YMWDTHS., ]+"
)
_OTHER_DIGITS = re.compile(r"[^\D0-9]")
# without which there is no birth number; it is looked for in every finding
_DIGITS = re.compile(r"[0-9][0-9 .,/\xa0-]{3,}[0-9]")
_BIRTH_DIGITS = 11
_HALF_CHARACTER = re.compile(f"[{HALVES}]")
_HARMFUL = re.compile(f"[\x00-\x08\x0b-\x1f{INVISIBLE}]")


def harmless(text: str) -> str:
    r"""Return *text* with a mark in the place of each character that is not only seen; tabs and new lines stay.

    >>> harmless("a\u202eb\x1b[31m")
    'a�b�[31m'
    """
    return _HARMFUL.sub("�", text)


def has_half_character(text: str) -> bool:
    r"""Tell whether *text* has half of a character, which no file in UTF-8 can hold.

    >>> has_half_character("\ud83d"), has_half_character("\U0001f50c")
    (True, False)
    """
    return not text.isascii() and _HALF_CHARACTER.search(text) is not None


def presentable(text: str) -> str:
    r"""Return *text* as a page, a picture or a sentence may show it: harmless, and without birth numbers.

    >>> presentable("of 01819010043\x1b[2J")
    'of •••�[2J'
    """
    return without_birth_numbers(harmless(text))


def without_birth_numbers(text: str) -> str:
    """Return *text* with a mask in the place of what has the form of a birth number or D-number, whatever its check digits.

    >>> without_birth_numbers("expected a code, found '01819010043'"), without_birth_numbers("7080009990116")
    ("expected a code, found '•••'", '7080009990116')
    """
    if len(text) < _BIRTH_DIGITS:
        return text
    if not text.isascii():
        return _without_birth_numbers_of_any_script(text)
    return _BIRTH_NUMBER.sub(MASK, text) if _DIGITS.search(text) else text


def _without_birth_numbers_of_any_script(text: str) -> str:
    """Return a text without birth numbers in the digits of any script, such as fullwidth ones."""
    shadow = _OTHER_DIGITS.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)
    if not _DIGITS.search(shadow):
        return text
    pieces: list[str] = []
    behind = 0
    for match in _BIRTH_NUMBER.finditer(shadow):
        pieces += (text[behind : match.start()], MASK)
        behind = match.end()
    return "".join((*pieces, text[behind:]))


def without_persons(text: str) -> str:
    """Return what is said of a message without what may be somebody's: birth numbers, mail addresses, and quoted words.

    No code, number, time or identification of either wire has two words with a space between them, two capitalised ones with a
    sign between them, or two long ones with a comma: what has is taken for a name, an address or a free text that stands where
    something else was due.

    >>> (
    ...     without_persons("expected a code, found 'Kari Testesen'"),
    ...     without_persons("expected a code, found 'E 31'"),
    ... )
    ("expected a code, found '•••'", "expected a code, found 'E 31'")
    """
    if "@" in text:
        text = _MAIL.sub(MASK, text)
    # most of what is said quotes nothing
    if "'" not in text and '"' not in text:
        return without_birth_numbers(text)
    masked = without_birth_numbers(text)
    return masked if _quotes_no_words(masked) else _without_quoted_words(masked)


def _quotes_no_words(text: str) -> bool:
    """Tell of most texts that quote single words alone that they do; False says nothing."""
    # a blank is a space then
    if not text.isprintable() or _SINGLE_WORDS.fullmatch(text) is None:
        return False
    return not any(map(_holds_joined_names, text.split("'")[1::2]))


# what stands outside of quotes and what they quote, by turns; a quote ends what is quoted, and stands beside no letter
_SINGLE_WORDS = re.compile(r"""[^'"\\]*+(?:(?<=[ (])'[^'"\\ ]*+'(?=[ ,;:)]|\Z)[^'"\\]*+)*+""")


def name_of_something(text: str) -> str:
    """Return what a message gives as a name of a thing, such as a payload or a version, with a mask where it may be somebody's.

    >>> name_of_something("TS-1"), name_of_something("01819010043"), name_of_something("Kari Testesen")
    ('TS-1', '•••', '•••')
    """
    if len(text) < _BIRTH_DIGITS and text.isalnum():
        return text
    return MASK if _holds_words(text) else without_birth_numbers(text)


def quoted(text: str, most: int) -> str:
    """Return a value of a message in quotes, at most *most* characters of it; a mask where the whole of it may be somebody's.

    What is cut first may be the first half of a name, or of a number, which nobody knows it by.

    >>> quoted("KWH", 8), quoted("Testesenveien 12", 8), quoted("E17E18E19", 8)
    ("'KWH'", "'•••'", "'E17E18E1'")
    """
    return repr(name_of_something(text[: most + _LONGEST_WORD])[:most])


def quoted_in_part(text: str, most: int) -> str:
    """Return a value of a message in quotes as `quoted` does, with dots where it is longer.

    >>> quoted_in_part("KWH", 8), quoted_in_part("E17E18E19", 8)
    ("'KWH'", "'E17E18E1'...")
    """
    # what is whole is judged by the finding that says it
    return repr(text) if len(text) <= most else f"{quoted(text, most)}..."


# no more is looked at behind the cut, whatever the length of a value that many findings quote
_LONGEST_WORD = 200


def _without_quoted_words(text: str) -> str:
    if "\\" in text:
        # as repr wrote it, then as it stands: who quotes without repr may have a backslash before the closing quote
        text = _masked_where(_ESCAPED_SIGN.sub("``", text), text)
    return _masked_where(text, text)


def _masked_where(shadow: str, text: str) -> str:
    """Return *text* with a mask where its *shadow*, of the same length, has quotes with words in them."""
    pieces: list[str] = []
    behind = 0
    for match in _QUOTED.finditer(shadow):
        if _holds_words(text[match.start() + 1 : match.end() - 1]):
            pieces += (text[behind : match.start()], f"'{MASK}'")
            behind = match.end()
    return "".join((*pieces, text[behind:]))


def _holds_words(text: str) -> bool:
    if "\\" in text:
        text = _ESCAPED_BLANK.sub(" ", _ESCAPED_SIGN.sub("'", text))
    if _NOBODY.fullmatch(text) is not None:
        return False
    return _WORDS.search(text) is not None or _MAIL.search(text) is not None or _holds_joined_names(text)


def _holds_joined_names(text: str) -> bool:
    return any(
        (first.istitle() and other.istitle())
        or (sign in ",;" and min(len(first), len(other)) >= _NAME_LENGTH)
        for first, sign, other in _JOINED.findall(text)
    )
