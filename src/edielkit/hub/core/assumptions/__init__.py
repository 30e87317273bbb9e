"""What the hub assumes where no public source says it: each with its trust, and what is simply not there."""

from __future__ import annotations

from edielkit.hub.core.assumptions import (
    contracts,
    exchange,
    extraction,
    profiled,
    reconciliation,
    settlement,
    values,
    virtual,
)
from edielkit.hub.core.assumptions.assumption import Assumption

__all__ = ("ASSUMPTIONS", "NOT_FOUND", "Assumption")

_PARTS = (contracts, exchange, values, profiled, virtual, settlement, reconciliation, extraction)

ASSUMPTIONS: tuple[Assumption, ...] = tuple(each for part in _PARTS for each in part.ASSUMPTIONS)

# Named gaps: the hub does nothing here.
NOT_FOUND: tuple[str, ...] = tuple(each for part in _PARTS for each in part.NOT_FOUND)
