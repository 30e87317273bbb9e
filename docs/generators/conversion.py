"""The tables of losses in docs/reference/conversion.md."""

from __future__ import annotations

from collections.abc import Iterable

from docs.generators.markdown import table
from edielkit.conversion.losses import DIRECTIONS, RULES, SUPPLIED, WHERE

__all__ = ("lost", "supplied")

_NAMES = {"emif": "XML", "mscons": "MSCONS", "utilts": "UTILTS"}


def lost() -> str:
    """Return the table of what a conversion loses: code, title, weight, directions, what happens."""
    return _table("What is lost", (code for code in RULES if code not in SUPPLIED))


def supplied() -> str:
    """Return the table of what a source cannot say."""
    return _table("What the source could not say", (code for code in RULES if code in SUPPLIED))


def _table(what: str, codes: Iterable[str]) -> str:
    rows = (
        (code, RULES[code].title, RULES[code].severity.value, _ways(code), RULES[code].text) for code in codes
    )
    return "".join(f"{line}\n" for line in table(("Code", what, "Weight", "Where", "Why"), rows))


def _ways(code: str) -> str:
    return ", ".join(
        f"{_NAMES[source]} to {_NAMES[target] if target != source else 'the other XML'}"
        for source, target in DIRECTIONS
        if (source, target) in WHERE[code]
    )
