"""Exchange points (utvekslingspunkter): two channels, no holes, nothing twice."""

from __future__ import annotations

from edielkit.exchange.check import check
from edielkit.exchange.points import (
    POINT_COLUMNS,
    Direction,
    ExchangePoint,
    Form,
    Values,
    read_migration,
    read_points,
    write_migration,
    write_points,
)
from edielkit.exchange.rules import RULES

__all__ = (
    "POINT_COLUMNS",
    "RULES",
    "Direction",
    "ExchangePoint",
    "Form",
    "Values",
    "check",
    "read_migration",
    "read_points",
    "write_migration",
    "write_points",
)
