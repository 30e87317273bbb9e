"""Examples in docstrings as blocks of code: they stand under no heading, by which mkdocstrings would know them."""

from __future__ import annotations

import re
from typing import Any

import griffe

__all__ = ("Doctests", "with_blocks")

_EXAMPLE = re.compile(r"^( *)>>> .*(?:\n *\S.*)*", re.MULTILINE)


def with_blocks(text: str) -> str:
    r"""Return a docstring with each of its examples between fences.

    >>> with_blocks("One.\n\n>>> 1 + 1\n2")
    'One.\n\n```pycon\n>>> 1 + 1\n2\n```'
    """
    return _EXAMPLE.sub(lambda match: f"{match[1]}```pycon\n{match[0]}\n{match[1]}```", text)


class Doctests(griffe.Extension):
    """What griffe asks for each object that it reads."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Put the examples of the object's docstring between fences."""
        if obj.docstring is not None:
            obj.docstring.value = with_blocks(obj.docstring.value)
