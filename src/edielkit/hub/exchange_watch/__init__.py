"""The hub's watch over exchange points: structure data, reception, the day's check, and who is to blame for a loss."""

from __future__ import annotations

from edielkit.hub.exchange_watch.reception import after_exchange, judge_exchange
from edielkit.hub.exchange_watch.registry import owners_of, place_of, places, responsible
from edielkit.hub.exchange_watch.watching import exchange_findings, exchange_series

__all__ = (
    "after_exchange",
    "exchange_findings",
    "exchange_series",
    "judge_exchange",
    "owners_of",
    "place_of",
    "places",
    "responsible",
)
