"""What the hub keeps of the daily control of exchange points (utvekslingskontroll)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

from edielkit.hub.core.state_tables import Table

__all__ = ("EXCHANGE_REPORTS", "ExchangeFinding")


@attrs.frozen(kw_only=True)
class ExchangeFinding:
    """A finding of a day as the hub keeps it.

    Attributes:
        code: Rule of `edielkit.exchange`.
        severity: ``error``, ``warning`` or ``info``.
        message: What was found, and what would be right.
        point: GSRN of the metering point, empty when it is about none.
        direction: ``In`` or ``Out``, empty when it is about none or both.
        areas: EIC of main area and neighbour of the exchange point.
    """

    code: str
    severity: str
    message: str
    point: str = ""
    direction: str = ""
    areas: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain data."""
        return {**attrs.asdict(self), "areas": list(self.areas)}


# Usage day to what its check has found.
EXCHANGE_REPORTS: Table[dt.date, tuple[ExchangeFinding, ...]] = Table("exchange_reports")
