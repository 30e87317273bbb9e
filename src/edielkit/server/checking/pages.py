"""The pages of the service: the one that a file is dropped on, and the results that have no page of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from edielkit.pages import page_template

if TYPE_CHECKING:
    from edielkit.server.checking.verbs import Verb

__all__ = ("front_page", "result_page")

_PACKAGE = "edielkit.server.checking"


def front_page(verbs: Mapping[str, Verb], most: int) -> str:
    """Return the page with the form.

    Args:
        verbs: The verbs that it offers.
        most: Most bytes of a message.
    """
    page: str = page_template(_PACKAGE, "front.html").render(verbs=verbs, most=most >> 20)
    return page


def result_page(title: str, text: str, notes: Sequence[str]) -> str:
    """Return a result as a page.

    Args:
        title: What was asked.
        text: The result.
        notes: What is to be said of it.
    """
    page: str = page_template(_PACKAGE, "result.html").render(title=title, text=text, notes=notes)
    return page
