"""Whole markets, invented: parties, grid areas, metering points of all types, and values that balance to the thousandth.

`generate_market` gives the market, `DayRun` the values of a day; both are the same for a seed on every machine.
"""

from __future__ import annotations

from edielkit.generate.market.day_run import AreaFigures, DayRun, SentValues
from edielkit.generate.market.generated_market import RESOLUTIONS, GeneratedMarket, generate_market

__all__ = ("RESOLUTIONS", "AreaFigures", "DayRun", "GeneratedMarket", "SentValues", "generate_market")
