"""The pages of the service: the one that a file is dropped on, and the results that have no page of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from edielkit.errors import EdielError

if TYPE_CHECKING:
    from edielkit.server.checking.verbs import Verb

__all__ = ("front_page", "result_page")


def front_page(verbs: Mapping[str, Verb], most: int) -> str:
    """Return the page with the form.

    Args:
        verbs: The verbs that it offers.
        most: Most bytes of a message.
    """
    page: str = _template("front.html").render(verbs=verbs, most=most >> 20)
    return page


def result_page(title: str, text: str, notes: Sequence[str]) -> str:
    """Return a result as a page.

    Args:
        title: What was asked.
        text: The result.
        notes: What is to be said of it.
    """
    page: str = _template("result.html").render(title=title, text=text, notes=notes)
    return page


@cache
def _template(name: str) -> Any:
    try:
        import jinja2
    except ImportError:
        raise EdielError("pages need Jinja2: install edielkit[html]") from None
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("edielkit.server.checking"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
