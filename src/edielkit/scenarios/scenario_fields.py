"""Plain data of a scenario, read with names: what is missing, unknown or of another shape is said with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from edielkit.errors import BuildError
from edielkit.harmless import has_half_character, without_birth_numbers
from edielkit.hub.core.request import FIRST_YEAR, LAST_YEAR
from edielkit.plain_values import words_of
from edielkit.suggest import LOOSE, nearest

__all__ = ("Fields", "ScenarioError", "require_whole_characters")

_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}


# Python writes no number of many more
_MOST_BITS = 1300


class ScenarioError(BuildError):
    """A scenario cannot be played: its text says something that the language has no meaning for.

    Attributes:
        message: What is wrong and what would be right.
        place: Where, such as ``steps[2].expect.sent[0]``.
        faults: All that is wrong, this error first, as pairs of place and message.
    """

    def __init__(self, message: str, place: str, further: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message, place, further)

    @staticmethod
    def _mask(text: str) -> str:
        # the words of a scenario are those of who asks
        return without_birth_numbers(text)

    @property
    def place(self) -> str:
        """Where it is."""
        return self.field

    def __str__(self) -> str:
        return "\n".join(f"{place}: {message}" if place else message for place, message in self.faults)


def require_whole_characters(data: Any) -> None:
    """Refuse plain data with half of a character, which no file can hold, in a key or a text, wherever it stands.

    Raises:
        ScenarioError: There is one; the error has its place, of a key that of the mapping.
    """
    parts = [("", data)]
    # an alias of YAML may stand for one part at many places
    looked_at: set[int] = set()
    while parts:
        place, part = parts.pop()
        if isinstance(part, str):
            if has_half_character(part):
                raise ScenarioError("expected text in UTF-8, found half of a character", place)
        elif isinstance(part, (Mapping, list, tuple)) and id(part) not in looked_at:
            looked_at.add(id(part))
            if isinstance(part, Mapping):
                _require_whole_keys(part, place)
                parts += ((f"{place}.{key}".lstrip("."), value) for key, value in part.items())
            else:
                parts += ((f"{place}[{number}]", item) for number, item in enumerate(part))


def _require_whole_keys(mapping: Mapping[Any, Any], place: str) -> None:
    """Refuse a key with half of a character: no place below it could be shown."""
    for key in mapping:
        if isinstance(key, str) and has_half_character(key):
            # repr escapes the half, so that the text can be printed
            raise ScenarioError(
                f"expected names in UTF-8, found half of a character in {key[:64]!r}", place or "the scenario"
            )


class Fields:
    """A mapping of a scenario, with its place; reads each key once and knows which were never read.

    Args:
        data: The mapping; anything else is refused.
        place: Where it stands.

    >>> fields = Fields({"from": "a supplier", "positve": "no"}, "steps[0]")
    >>> fields.text("from")
    'a supplier'
    >>> fields.yes("positive")
    >>> fields.done()
    Traceback (most recent call last):
    edielkit.scenarios.scenario_fields.ScenarioError: steps[0]: unknown 'positve', did you mean 'positive'
    """

    def __init__(self, data: Any, place: str) -> None:
        if not isinstance(data, Mapping):
            raise ScenarioError(f"expected names with values, found {_shape(data)}", place)
        self._data: Mapping[str, Any] = {str(key): value for key, value in data.items()}
        self._read: set[str] = set()
        self.place = place

    def __contains__(self, key: str) -> bool:
        # what is asked for may stand here, whether it does or not
        self._read.add(key)
        return key in self._data

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def at(self, key: str) -> str:
        """Return the place of *key*."""
        return f"{self.place}.{key}" if self.place else key

    def wrong(self, message: str, key: str = "") -> ScenarioError:
        """Return the error that says *message* of *key*."""
        return ScenarioError(message, self.at(key) if key else self.place)

    def any(self, key: str) -> Any:
        """Return what stands under *key*, None when nothing does."""
        self._read.add(key)
        return self._data.get(key)

    def text(self, key: str, default: str | None = None) -> str | None:
        """Return the text under *key*; numbers and days are texts too."""
        value = self.any(key)
        if value is None or value == "":
            return default
        if isinstance(value, (Mapping, list, tuple)):
            raise self.wrong(f"expected a text, found {_shape(value)}", key)
        if isinstance(value, int) and value.bit_length() > _MOST_BITS:
            raise self.wrong("expected a number of fewer than 400 digits", key)
        return str(value).lower() if isinstance(value, bool) else str(value)

    def needed(self, key: str) -> str:
        """Return the text under *key*, which must be there."""
        text = self.text(key)
        if text is None:
            if key in self._data:
                raise self.wrong("expected a text, found nothing", key)
            raise self.wrong(f"expected {key!r}{self.meant(key)}")
        return text

    def meant(self, *keys: str) -> str:
        """Return the words that ask whether a key that is there was meant as one of *keys*; empty when none comes near.

        >>> Fields({"rols": []}, "").meant("gln", "roles")
        "; did you mean it by 'rols'?"
        """
        names = [name[:64] for name in self._data if name not in keys]
        near = next(filter(None, (nearest(key, names, likeness=LOOSE) for key in keys)), None)
        return f"; did you mean it by {near!r}?" if near else ""

    def number(self, key: str) -> int | None:
        """Return the whole number under *key*."""
        text = self.text(key)
        if text is None:
            return None
        try:
            return int(text)
        except ValueError:
            raise self.wrong(f"expected a whole number, found {text!r}", key) from None

    def date(self, key: str, default: dt.date) -> dt.date:
        """Return the day under *key*, written as a date."""
        text = self.text(key)
        if text is None:
            return default
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise self.wrong(f"expected a day such as 2024-01-01, from 1900 to 2200, found {text!r}", key)
        return day

    def yes(self, key: str) -> bool | None:
        """Return the truth under *key*, None when nothing is there."""
        text = self.text(key)
        if text is None:
            return None
        if text.lower() not in _TRUTHS:
            raise self.wrong(f"expected yes or no, found {text!r}", key)
        return _TRUTHS[text.lower()]

    def texts(self, key: str) -> tuple[str, ...] | None:
        """Return the list of texts under *key*; one text is a list of one, None when nothing is there."""
        value = self.any(key)
        if value is None:
            return None
        many = value if isinstance(value, (list, tuple)) else [value] if value != "" else []
        if any(isinstance(item, (Mapping, list, tuple)) for item in many):
            raise self.wrong("expected a list of texts", key)
        if any(isinstance(item, int) and item.bit_length() > _MOST_BITS for item in many):
            raise self.wrong("expected numbers of fewer than 400 digits", key)
        return tuple(str(item) for item in many)

    def items(self, key: str) -> tuple[Fields, ...] | None:
        """Return the list of mappings under *key*; one mapping is a list of one, None when nothing is there."""
        value = self.any(key)
        if value is None:
            return None
        many: Sequence[Any] = value if isinstance(value, (list, tuple)) else [value] if value != "" else []
        return tuple(Fields(item, f"{self.at(key)}[{n}]") for n, item in enumerate(many))

    def fields(self, key: str) -> Fields:
        """Return the mapping under *key*, an empty one when nothing is there."""
        value = self.any(key)
        return Fields({} if value is None or value == "" else value, self.at(key))

    def named(self, key: str) -> dict[str, Fields]:
        """Return the mappings under the names that stand under *key*."""
        inner = self.fields(key)
        return {name: inner.fields(name) for name in inner}

    def done(self) -> None:
        """Refuse what nobody has read.

        Raises:
            ScenarioError: A key has no meaning here.
        """
        for key in self._data:
            if key not in self._read:
                names = sorted(self._read)
                near = nearest(key[:64], names, likeness=LOOSE)
                right = (
                    f", did you mean {near!r}"
                    if near
                    else f"; expected {', '.join(names)}"
                    if names
                    else "; nothing is expected here"
                )
                raise self.wrong(f"unknown {key[:64]!r}{right}")


def _shape(value: Any) -> str:
    if isinstance(value, Mapping):
        return "names with values"
    if isinstance(value, (list, tuple)):
        return "a list"
    return f"the text {str(value)[:40]!r}" if isinstance(value, str) else words_of(value)
