"""The language in which the command line speaks to people: that of ``--lang``, or of the locale.

What is written for programs (JSON, SARIF, JUnit, CSV, messages) stays in English.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextvars import ContextVar
from itertools import pairwise

from edielkit.translation import LANGUAGES, catalogue, label_in, language_of

__all__ = (
    "OPTION",
    "OTHER_NAMES",
    "asked_language",
    "label",
    "language",
    "speak",
    "translate",
    "translated_line",
)

OPTION = "--lang"
# how else the language of those is called who read bokmål
OTHER_NAMES: Mapping[str, str] = {"no": "nb", "nn": "nb"}
_LANGUAGE: ContextVar[str] = ContextVar("language", default="en")


def asked_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language that arguments ask for, else that of the locale; one that is none of ours is left to the option.

    Args:
        arguments: Those of the command line; the option may stand anywhere before ``--``, also behind ``--help``.
        environment: The variables of the process.

    >>> (
    ...     asked_language(["validate", "--lang", "nb", "x.xml"], {}),
    ...     asked_language(["--lang=en"], {"LANG": "nb_NO"}),
    ... )
    ('nb', 'en')
    """
    for argument, following in pairwise((*arguments, "")):
        if argument == "--":
            break
        name, equals, value = argument.partition("=")
        asked = value if equals else following
        asked = OTHER_NAMES.get(asked, asked)
        if name == OPTION and asked in LANGUAGES:
            return asked
    return language_of(environment)


def speak(language: str) -> None:
    """Speak a language from here on."""
    _LANGUAGE.set(language)


def language() -> str:
    """Return the language that is spoken."""
    return _LANGUAGE.get()


def translate(english: str, names: Collection[str] = ()) -> str:
    """Return a sentence of the command line in the language that is spoken, in English when it has no translation.

    Names of files, commands and options in it look like words, so one of which a good part is known is taken.

    Args:
        english: The sentence.
        names: What the input calls its things, such as the parties of a market.

    >>> translate("12 values")
    '12 values'
    """
    if _LANGUAGE.get() == "en":
        return english
    return catalogue(_LANGUAGE.get()).sentence(english, names).text


def label(english: str) -> str:
    """Return the name of a field, a segment or a code in the language that is spoken.

    >>> label("given name")
    'given name'
    """
    return label_in(english, _LANGUAGE.get())


def translated_line(line: str) -> str:
    """Return a line in the language that is spoken, as far in from the left as it is.

    >>> translated_line("  12 values")
    '  12 values'
    """
    indented = len(line) - len(line.lstrip())
    return line[:indented] + translate(line[indented:])
