"""What is in messages as one HTML file: who, when, the values as pictures, and all parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import attrs

from edielkit.pages.drawn_series import Sides, drawn_pair, drawn_series, legend_of
from edielkit.pages.rendering import rendered
from edielkit.series import TimeSeries
from edielkit.translation import Catalogue, catalogue

__all__ = ("PageMessage", "message_page")

_MOST_SERIES = 40


@attrs.frozen(kw_only=True)
class PageMessage:
    """One message of the page.

    Attributes:
        name: How the input is called.
        kind: What the message is.
        facts: Label and value of what its header says.
        lines: All parts as lines of text, personal data masked.
        series: Its metering values.
        pairs: In and Out of each metering point that has both.
    """

    name: str
    kind: str
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = attrs.field(default=(), repr=False)
    series: tuple[TimeSeries, ...] = attrs.field(default=(), repr=False)
    pairs: tuple[Sides, ...] = attrs.field(default=(), repr=False)


def message_page(
    messages: Iterable[PageMessage], *, now: dt.datetime, language: str = "en", in_full: bool = False
) -> str:
    """Return messages as one HTML document.

    Args:
        messages: The messages.
        now: When the page is made, aware.
        language: ``en`` or ``nb``.
        in_full: Every series, where otherwise a long list is cut, and said to be.

    Raises:
        ValueError: There is no such language.
        EdielError: Jinja2, of the extra ``html``, is not installed.

    >>> page = message_page([], now=dt.datetime(2026, 6, 1, tzinfo=dt.UTC), language="nb")
    >>> "Hva meldinger inneholder" in page
    True
    """
    texts = catalogue(language)
    most = None if in_full else _MOST_SERIES
    cards = [_card(message, texts, most) for message in messages]
    return rendered("message.html", now=now, language=language, cards=cards)


def _card(message: PageMessage, texts: Catalogue, most: int | None) -> dict[str, Any]:
    shown = message.series[:most]
    return {
        "name": message.name,
        "kind": message.kind,
        "facts": [(label, value) for label, value in message.facts if value],
        "lines": message.lines,
        "legend": legend_of(shown, texts),
        "series": [drawn_series(series, texts) for series in shown],
        "more_series": len(message.series) - len(shown),
        "pairs": [drawn_pair(sides, texts) for sides in message.pairs[:most]],
    }
