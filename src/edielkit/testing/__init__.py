"""For tests of systems that speak with Elhub: a hub in a small market, and a check of what it sends.

The pytest plugin (`edielkit.testing.plugin`) gives both as fixtures; without pytest, use `MarketHub` itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from edielkit.testing.market_hub import MarketHub

__all__ = ("MarketHub",)


def __getattr__(name: str) -> Any:
    """Load the hub when it is asked for: pytest loads this package with its plugin in every run."""
    if name != "MarketHub":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from edielkit.testing.market_hub import MarketHub

    return MarketHub
