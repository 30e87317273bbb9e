"""An option of a verb: its name, kind and choices, and how its text is read; which verb has which stands in `verbs`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from edielkit.errors import EdielError
from edielkit.suggest import near_names, one_of

__all__ = ("CHANNELS", "PAIRS", "Option", "OptionError", "option_values", "read_options")

_LONGEST = 200
# Pairs OLD=NEW, parted by commas; the OpenAPI document says the same.
PAIRS = r"[^=,\s]+=[^=,\s]+(, ?[^=,\s]+=[^=,\s]+)*"

CHANNELS = r"[^=,\s/]+=[^=,\s/]+(/(In|Out))?(, ?[^=,\s/]+=[^=,\s/]+(/(In|Out))?)*"


class OptionError(EdielError):
    """An option that there is not, or a value that it cannot have."""


@attrs.frozen
class Option:
    """An option of a verb.

    Attributes:
        name: Its name in the address or in the form.
        what: What it is, for people.
        kind: ``text``, ``flag``, ``instant``, ``number`` ``pairs`` (``OLD=NEW``, parted by commas) or
            ``channels`` (``CODE=PRODUCT/In``, parted by commas).
        choices: The values that it may have; any if empty.
        required: The verb needs it.
    """

    name: str
    what: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    required: bool = False

    def form(self, subject: str = "") -> str:
        """Return what is written behind its equals sign, about *subject* of a message where it is about one.

        >>> Option("sign", "", choices=("in", "out")).form()
        'in|out'
        """
        if self.choices:
            return "|".join(self.choices)
        forms = {"flag": "yes|no", "instant": "INSTANT", "number": "NUMBER"}
        paired = {"pairs": f"{subject or 'OLD'}=NEW", "channels": f"{subject or 'CODE'}=PRODUCT/In"}
        return {**forms, **paired}.get(self.kind, "TEXT")


def read_options(table: Sequence[Option], texts: Mapping[str, str]) -> dict[str, Any]:
    """Return the options that were given, as values.

    Args:
        table: The options that there are.
        texts: What was given, by name.

    Raises:
        OptionError: One is unknown, missing, or has no value that it may have.

    >>> read_options([Option("answer", "", "flag")], {"answer": "yes"})
    {'answer': True}
    """
    values = option_values(table, texts)
    for option in table:
        if option.required and option.name not in values:
            choices = f": one of {', '.join(option.choices)}" if option.choices else ""
            raise OptionError(f"{option.name!r} is missing{choices}")
    return values


def option_values(table: Sequence[Option], texts: Mapping[str, str]) -> dict[str, Any]:
    """Return the options that were given, as values, whether or not others are missing.

    Args:
        table: The options that there are.
        texts: What was given, by name.

    Raises:
        OptionError: One is unknown, or has no value that it may have.

    >>> option_values(
    ...     [Option("to", "", required=True), Option("parties", "", "pairs")], {"parties": "a=b, c=d"}
    ... )
    {'parties': {'a': 'b', 'c': 'd'}}
    """
    options = {option.name: option for option in table}
    values = {}
    for name, text in texts.items():
        if name not in options:
            near = near_names(name[:40], options)
            hint = f"did you mean {one_of(near)}?" if near else f"there are {', '.join(options) or 'none'}"
            raise OptionError(f"no option {name[:40]!r}; {hint}")
        values[name] = _value(options[name], text)
    return values


def _value(option: Option, text: str) -> Any:
    if not text:
        raise OptionError(f"{option.name!r}: expected a value")
    if len(text) > _LONGEST and option.kind not in {"pairs", "channels"}:
        raise OptionError(f"{option.name!r}: expected at most {_LONGEST} characters")
    if option.choices and text not in option.choices:
        raise OptionError(f"{option.name!r}: expected one of {', '.join(option.choices)}")
    return _KINDS[option.kind](option, text)


def _flag(option: Option, text: str) -> bool:
    if text not in {"yes", "no", "true", "false"}:
        raise OptionError(f"{option.name!r}: expected yes or no")
    return text in {"yes", "true"}


def _instant(option: Option, text: str) -> dt.datetime:
    try:
        instant = dt.datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.utcoffset() is None:
        raise OptionError(f"{option.name!r}: expected an instant with its zone, such as 2026-02-02T06:00:00Z")
    return instant


def _number(option: Option, text: str) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 4):
        raise OptionError(f"{option.name!r}: expected a whole number of at most four digits")
    return int(text)


def _pairs(option: Option, text: str) -> dict[str, str]:
    if not re.fullmatch(PAIRS, text):
        raise OptionError(f"{option.name!r}: expected OLD=NEW, parted by commas")
    pairs = (part.strip().partition("=") for part in text.split(","))
    return {old: new for old, _, new in pairs}


def _channels(option: Option, text: str) -> tuple[tuple[str, str, str | None], ...]:
    if not re.fullmatch(CHANNELS, text):
        raise OptionError(
            f"{option.name!r}: expected CODE=PRODUCT, CODE=PRODUCT/In or CODE=PRODUCT/Out, parted by commas"
        )
    parts = (re.split("[=/]", part.strip()) for part in text.split(","))
    return tuple((code, product, direction[0] if direction else None) for code, product, *direction in parts)


_KINDS: Mapping[str, Callable[[Option, str], Any]] = {
    "text": lambda _option, text: text,
    "flag": _flag,
    "instant": _instant,
    "number": _number,
    "pairs": _pairs,
    "channels": _channels,
}
