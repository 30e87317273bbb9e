"""For tests of systems that speak with the market: a hub, markets, messages, and checks of what is sent.

The pytest plugin (`edielkit.testing.plugin`) gives most of it as fixtures; without pytest, use the names here.
`edielkit.testing.strategies` has strategies for Hypothesis.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from edielkit.testing.assertions import (
        assert_findings,
        assert_same_message,
        assert_valid,
        message_differences,
    )
    from edielkit.testing.frozen_market import FrozenMarket
    from edielkit.testing.hub_server import ServedHub, served_hub
    from edielkit.testing.market_hub import MarketHub
    from edielkit.testing.message_factory import MessageFactory
    from edielkit.testing.snapshots import MessageSnapshots

__all__ = (
    "FrozenMarket",
    "MarketHub",
    "MessageFactory",
    "MessageSnapshots",
    "ServedHub",
    "assert_findings",
    "assert_same_message",
    "assert_valid",
    "message_differences",
    "served_hub",
)

_HOMES = {
    "FrozenMarket": "frozen_market",
    "MarketHub": "market_hub",
    "MessageFactory": "message_factory",
    "MessageSnapshots": "snapshots",
    "ServedHub": "hub_server",
    "assert_findings": "assertions",
    "assert_same_message": "assertions",
    "assert_valid": "assertions",
    "message_differences": "assertions",
    "served_hub": "hub_server",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for: pytest loads this package with its plugin in every run."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"edielkit.testing.{_HOMES[name]}"), name)
