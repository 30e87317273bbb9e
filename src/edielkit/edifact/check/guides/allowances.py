"""What guides allow in series: single values, parts of a period, negative values; the rules about series ask here."""

from __future__ import annotations

from functools import cache

import attrs

from edielkit.edifact.check.guides.guide_files import allowance_rows
from edielkit.findings import Trust

__all__ = ("Allowance", "allowance")


@attrs.frozen
class Allowance:
    """What the series of a message need not have.

    Attributes:
        single_values: Values stand alone: what lies between them is no hole.
        parts: The values may cover a part of the stated period, or of a day.
        negative: Whether they may be negative, None when nothing is known of it.
        source: Document that says so, empty when nothing is allowed.
        trust: How well that is known, None when nothing is allowed.
    """

    single_values: bool = False
    parts: bool = False
    negative: bool | None = None
    source: str = ""
    trust: Trust | None = None

    @property
    def asks_for_days(self) -> bool:
        """A public guide asks for complete days: its row says that there are no parts."""
        return not self.parts and self.trust is Trust.SOURCED


_NOTHING = Allowance()


def allowance(
    profile: str, message_type: str, *, process: str = "", document: str = "", application: str = ""
) -> Allowance:
    """Return what the guide of a message allows in its series.

    Args:
        profile: Code of the market, such as ``de``.
        message_type: Element 0065.
        process: The process, as `edielkit.edifact.check.guides.process_of` reads it.
        document: Document code, BGM 1001.
        application: Application reference, UNB 0026.

    >>> allowance("de", "MSCONS", process="13028", document="Z85").single_values
    True
    >>> allowance("no", "MSCONS").single_values
    False
    """
    keys = {"process": process, "document": document, "application": application}
    for key, code, allowed in _allowances().get((profile, message_type), ()):
        if code and keys[key] == code:
            return allowed
    return _NOTHING


@cache
def _allowances() -> dict[tuple[str, str], tuple[tuple[str, str, Allowance], ...]]:
    """Return, for a market and message type, each key with its code and what it allows."""
    file = allowance_rows()
    rows: dict[tuple[str, str], tuple[tuple[str, str, Allowance], ...]] = {}
    for row in file.rows:
        allowed = Allowance(
            single_values=row["single_values"] == "yes",
            parts=row["parts"] == "yes",
            negative=row["negative"] == "yes" if row["negative"] else None,
            source=file.head_text(row["source"]),
            trust=Trust(row["trust"]),
        )
        key = (row["profile"], row["message"])
        rows[key] = (*rows.get(key, ()), (row["key"], row["code"], allowed))
    return rows
