"""The business processes (BRS) of the hub: tables of what they ask, change and tell, and the functions behind them."""

from __future__ import annotations

__all__ = ()
