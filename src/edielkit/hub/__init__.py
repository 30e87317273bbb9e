"""The reference hub: what Elhub does with messages, as pure functions of state, message and time.

`Hub` takes in messages, lets parties poll, lets time pass; it is a value away from a snapshot, and a journal away from
the same run again. What it assumes where the standard is silent is `ASSUMPTIONS`.
"""

from __future__ import annotations

from edielkit.hub.assumptions import ASSUMPTIONS, NOT_FOUND, Assumption
from edielkit.hub.config import Config
from edielkit.hub.hub import Hub
from edielkit.hub.ids import Ids
from edielkit.hub.journal import Entry
from edielkit.hub.parties import Party
from edielkit.hub.queues import Outgoing, PollResult, Queue
from edielkit.hub.receiving import Receipt
from edielkit.hub.records import (
    Access,
    MasterData,
    Phase,
    Point,
    Process,
    StatusChange,
    Stay,
    Supply,
    Timeline,
    Version,
)
from edielkit.hub.state import Market, Snapshot
from edielkit.hub.stepping import query, step
from edielkit.hub.structure import GridArea, Structure

__all__ = (
    "ASSUMPTIONS",
    "NOT_FOUND",
    "Access",
    "Assumption",
    "Config",
    "Entry",
    "GridArea",
    "Hub",
    "Ids",
    "Market",
    "MasterData",
    "Outgoing",
    "Party",
    "Phase",
    "Point",
    "PollResult",
    "Process",
    "Queue",
    "Receipt",
    "Snapshot",
    "StatusChange",
    "Stay",
    "Structure",
    "Supply",
    "Timeline",
    "Version",
    "query",
    "step",
)
