"""The pages of the service: the one that a file is dropped on, and the results that have no page of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from edielkit.pages import page_template
from edielkit.translation import catalogue

if TYPE_CHECKING:
    from edielkit.server.checking.verbs import Verb

__all__ = ("front_page", "result_page")


def front_page(verbs: Mapping[str, Verb], most: int, language: str) -> str:
    """Return the page with the form.

    Args:
        verbs: The verbs that it offers.
        most: Most bytes of a message.
        language: ``en`` or ``nb``.
    """
    bound = f"Elhub's XML or Ediel's EDIFACT, plain or gzip, up to {most >> 20} MB."
    (target,) = (option for option in verbs["convert"].options if option.name == "to")
    return _page(
        "front.html",
        language,
        verbs=verbs.values(),
        forms=target.choices,
        bound=catalogue(language).sentence(bound).text,
    )


def result_page(title: str, text: str, notes: Sequence[str], language: str) -> str:
    """Return a result as a page.

    Args:
        title: What was asked, in English.
        text: The result.
        notes: What is to be said of it.
        language: ``en`` or ``nb``.
    """
    return _page("result.html", language, title=catalogue(language)(title), text=text, notes=notes)


def _page(name: str, language: str, **values: Any) -> str:
    template = page_template("edielkit.server.checking", name)
    page: str = template.render(language=language, _=catalogue(language), **values)
    return page
