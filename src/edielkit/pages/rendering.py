"""A page of a template: what all pages have, in one language."""

from __future__ import annotations

import datetime as dt
from typing import Any

from edielkit.findings import Severity
from edielkit.market_time import local_time
from edielkit.pages.page_templates import page_template
from edielkit.translation import catalogue

__all__ = ("SEVERITY_WORDS", "rendered")

# how findings of a severity are called, and several of them
SEVERITY_WORDS = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFO: ("note", "notes"),
}


def rendered(template: str, *, now: dt.datetime, language: str, **values: Any) -> str:
    """Return the page of a template of this package.

    Args:
        template: Name of the template.
        now: When the page is made, aware.
        language: ``en`` or ``nb``.
        values: What the template shows.

    Raises:
        ValueError: There is no such language.
        EdielError: Jinja2, of the extra ``html``, is not installed.
    """
    texts = catalogue(language)
    page: str = page_template("edielkit.pages", template).render(
        language=language,
        _=texts,
        said=lambda english: texts.sentence(str(english)).text,
        severities={severity.value: texts(word) for severity, (word, _) in SEVERITY_WORDS.items()},
        written_at=local_time(now).strftime("%Y-%m-%d %H:%M"),
        **values,
    )
    return page
