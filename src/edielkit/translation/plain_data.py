"""What is said of plain data in another language: its comments and its faults; the names of its fields stay what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from edielkit.plain_values import COMMENT
from edielkit.translation.languages import Catalogue, catalogue

__all__ = ("comments_in", "fault_in")

# where a sentence names fields that there are or could be
_NAMES = re.compile(r"(?:has no .*?; expected |exactly one of |instead of it |did you mean )([^;?(]+)")
_BETWEEN = re.compile(r", | or ")
_PARTER = "; "


def fault_in(message: str, language: str) -> str:
    """Return what is wrong with a field of plain data in a language.

    Args:
        message: What a `BuildError` says of the field.
        language: ``en`` or ``nb``.

    >>> fault_in("expected exactly one of observation, profiled_observation; found 0", "nb")
    'forventet nøyaktig én av observation, profiled_observation; fant 0'
    """
    return _sentence(message, catalogue(language))


def comments_in(plain: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return plain data with its comments in a language: those keys that begin with ``//``.

    Args:
        plain: A template of `edielkit.generate.template`.
        language: ``en`` or ``nb``.

    >>> comments_in({"//unit": "required; text", "unit": None}, "nb")
    {'//unit': 'obligatorisk; tekst', 'unit': None}
    """
    return dict(_entries(plain, catalogue(language)))


def _entries(plain: Mapping[str, Any], texts: Catalogue) -> Iterator[tuple[str, Any]]:
    for key, value in plain.items():
        if key.startswith(COMMENT):
            yield key, _PARTER.join(_sentence(part, texts) for part in str(value).split(_PARTER))
        else:
            yield key, _within(value, texts)


def _within(value: Any, texts: Catalogue) -> Any:
    if isinstance(value, Mapping):
        return dict(_entries(value, texts))
    return [_within(item, texts) for item in value] if isinstance(value, list) else value


def _sentence(english: str, texts: Catalogue) -> str:
    names = {
        name
        for listed in _NAMES.findall(english)
        for name in _BETWEEN.split(listed.strip())
        if " " not in name
    }
    return texts.sentence(english, names).text
