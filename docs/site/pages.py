"""The pages that are made for the site alone, from the tables of the package: too many to be kept as files."""

from __future__ import annotations

from collections.abc import Mapping

from docs.site import code_lists, messages, python, rules

__all__ = ("pages",)


def pages() -> Mapping[str, str]:
    """Return the text of each page by its path in the site."""
    return {**rules.pages(), **code_lists.pages(), **messages.pages(), **python.pages()}
