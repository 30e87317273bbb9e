"""The reference hub: what Elhub does with messages, as pure functions of state, message and time.

`Hub` takes in messages, lets parties poll, lets time pass; it is a value away from a snapshot, and a journal away from
the same run again. What it assumes where the standard is silent is in `assumptions`.
"""

from __future__ import annotations

from edielkit.hub.core.assumptions import Assumption, Gap, assumptions, gaps
from edielkit.hub.core.config import Config
from edielkit.hub.core.ids import Ids
from edielkit.hub.core.journal import JournalEntry
from edielkit.hub.core.market import Market
from edielkit.hub.core.market_records import (
    Access,
    MasterData,
    Occupancy,
    Point,
    Process,
    ProcessPhase,
    StatusChange,
    Supply,
    Timeline,
    Version,
)
from edielkit.hub.core.parties import Party
from edielkit.hub.core.queues import Outgoing, PollResult, Queue
from edielkit.hub.core.state import Snapshot
from edielkit.hub.core.structure import GridArea, Structure
from edielkit.hub.engine.hub import Hub
from edielkit.hub.engine.receiving import Receipt
from edielkit.hub.engine.shared import AsyncHub, SharedHub
from edielkit.hub.engine.sinks import Sink
from edielkit.hub.engine.stepping import answer_query, step

__all__ = (
    "Access",
    "Assumption",
    "AsyncHub",
    "Config",
    "Gap",
    "GridArea",
    "Hub",
    "Ids",
    "JournalEntry",
    "Market",
    "MasterData",
    "Occupancy",
    "Outgoing",
    "Party",
    "Point",
    "PollResult",
    "Process",
    "ProcessPhase",
    "Queue",
    "Receipt",
    "SharedHub",
    "Sink",
    "Snapshot",
    "StatusChange",
    "Structure",
    "Supply",
    "Timeline",
    "Version",
    "answer_query",
    "assumptions",
    "gaps",
    "step",
)
