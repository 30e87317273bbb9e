"""Rules of exchange points: who reports them, and in which resolution."""

from __future__ import annotations

from edielkit.findings import Rule
from edielkit.hub.core.rules.writing import INFERRED, NO_CODE, rule

__all__ = ("TABLE",)

TABLE: tuple[Rule, ...] = (
    rule(
        "HUB070",
        "one side of an exchange point reports it",
        reason="E14",
        trust=INFERRED,
        source=f"Elhub, Oppsett av utvekslingspunkter; {NO_CODE}",
        why="what both sides of a place report counts twice; Elhub has no primary and secondary metering point",
        wrong="values for a metering point that a registered exchange point names on the other side, or sums up",
        right="values for the metering points of the registered exchange point",
    ),
    rule(
        "HUB071",
        "an exchange point changes to quarters at midnight, after its last hour",
        reason="EH075",
        trust=INFERRED,
        source="15min/overgang-til-kvartersavregning-paa-utvekslingsmaal; code by the meaning of EH075",
        why="the resolution belongs to the whole day, and follows from the first quarters that come",
        wrong="first quarters from noon on, or for a day that has hours already",
        right="first quarters from 00:00 Norwegian time on, after the last day with hours",
    ),
    rule(
        "HUB072",
        "the values of an exchange point have its resolution of the day",
        reason="EH075",
        trust=INFERRED,
        source="15min/overgang-til-kvartersavregning-paa-utvekslingsmaal; code by the meaning of EH075",
        why="from the first day with quarters on hourly values can no longer be registered, and before it only they can",
        wrong="hours for a day after the change",
        right="quarters for it",
    ),
)
