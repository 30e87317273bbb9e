"""For tests of systems that speak with Elhub: a hub in a small market, and a judge of what it sends.

The pytest plugin (`edielkit.testing.plugin`) gives both as fixtures; without pytest, use `MarketHub` itself.
"""

from __future__ import annotations

from edielkit.testing.market_hub import MarketHub

__all__ = ("MarketHub",)
