"""What the fields of a class mean, as its docstring says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from inspect import cleandoc

__all__ = ("lowered", "meanings_of")


def meanings_of(cls: type) -> Mapping[str, str]:
    """Return the entry of each field under ``Attributes`` of the docstring of *cls*, of the classes above it too.

    >>> from edielkit.emif.messages import EnergyParty
    >>> sorted(meanings_of(EnergyParty))
    ['extra', 'identification']
    """
    meanings: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        _, _, listed = cleandoc(base.__doc__ or "").partition("Attributes:\n")
        entries = re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", listed, re.MULTILINE)
        meanings |= {name: " ".join(text.split()).rstrip(".") for name, text in entries}
    return meanings


def lowered(text: str) -> str:
    """Return a sentence as it stands inside another: its first word is small, unless it is in capitals.

    >>> lowered("Name of the street"), lowered("GLN of a party")
    ('name of the street', 'GLN of a party')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
