"""What the hub assumes of exchange points; and what is simply not there."""

from __future__ import annotations

from edielkit.hub.core.assumptions.assumption import DERIVED, INFERRED, Assumption

__all__ = ("ASSUMPTIONS", "NOT_FOUND")

ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption(
        "exchange points",
        "the reporting responsible is the owner of the main grid area, or its service provider",
        DERIVED,
        "only it registers its metering point, which lies in the main area",
    ),
    Assumption(
        "exchange points",
        "one that nobody has registered is reported by its grid owner where its area has one neighbour",
        DERIVED,
        "there is one answer; it has the resolution of its master data and does not change by itself",
    ),
    Assumption(
        "exchange points",
        "a message with one of the two channels is taken; the other one is missed at 07:00",
        INFERRED,
        "rejection is per payload, and no table names a check of the pair",
    ),
    Assumption(
        "exchange points",
        "first quarters are refused for a day that has hours; with hours in the same message, the day after "
        "them changes",
        DERIVED,
        "settled in quarters from the day after the last day with hourly values",
    ),
    Assumption(
        "exchange points",
        "the grid owners on both sides get the values",
        INFERRED,
        "the other side hears of the change to quarters by the values alone; the list of recipients is NOT "
        "FOUND",
    ),
    Assumption(
        "exchange points",
        "a day is judged at 07:00, and each morning again for five days while something is wrong",
        DERIVED,
        "values are due then; the basis is computed from D+1 to D+5",
    ),
    Assumption(
        "exchange points",
        "who is to blame for a loss is found by trying each fault on each point, in both areas",
        DERIVED,
        "energy balance; Elhub's own way is NOT FOUND",
    ),
)

# Named gaps: the hub does nothing here.
NOT_FOUND: tuple[str, ...] = (
    (
        "exchange points: how they are made and changed (no message does), and which field names the "
        "neighbour; a call of the portal does it here"
    ),
)
