"""What the arguments of a call take, in the words of JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pytest

from edielkit.server.control.call_words import argument_words


@pytest.mark.parametrize(
    ("hint", "words"),
    [
        (str, "text"),
        (int, "whole number"),
        (bool, "true or false"),
        (str | None, "text or null"),
        (Sequence[str], "list of texts"),
        (Iterable[str], "list of texts"),
        (list[str] | None, "list of texts or null"),
        (Sequence[Mapping[str, Any]], "list of objects"),
        (list[Mapping[str, Any]] | None, "list of objects or null"),
    ],
)
def test_each_kind_has_its_words(hint, words):
    """A list says what it is a list of; what may be left out may be null."""

    def call(work, *, argument):
        """Do nothing."""

    call.__annotations__ = {"work": object, "argument": hint}

    assert {"argument": words} == argument_words(call)
