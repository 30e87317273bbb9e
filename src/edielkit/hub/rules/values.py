"""Rules of interval values (BRS-NO-313) and of queries for values and sums (315, 324)."""

from __future__ import annotations

from edielkit.findings import Rule
from edielkit.hub.rules.writing import INFERRED, NO_CODE, rule

__all__ = ("TABLE",)

TABLE: tuple[Rule, ...] = (
    rule(
        "HUB032",
        "the metering point has the channel",
        reason="E29",
        trust=INFERRED,
        source="BRS-NO-313; code by the meaning of E29, product not related to the metering point",
        why="values are kept by channel",
        wrong="reactive energy for a point with active energy only",
        right="a series of product and direction that the point has a channel for",
    ),
    rule(
        "HUB033",
        "the resolution is the reading resolution of each day",
        reason="EH075",
        trust=INFERRED,
        source="BRS-NO-313, business rule 4; code by the meaning of EH075, resolution not allowed",
        why="values of another resolution than the reading resolution (avlesningsoppløsning) are rejected",
        wrong="hours for a day on which the point is read by the quarter",
        right="quarters from that day on",
    ),
    rule(
        "HUB034",
        "the metering point is not profiled",
        reason="E14",
        trust=INFERRED,
        source=f"title of BRS-NO-313; {NO_CODE}",
        why="a profiled point has period volumes and readings, no interval values of its grid company",
        wrong="BRS-NO-313 for a point that is profiled on one of the days",
        right="BRS-NO-312",
    ),
    rule(
        "HUB035",
        "the values of the day before are here",
        reason="E14",
        trust=INFERRED,
        source=f"BRS-NO-313, business rule 2; {NO_CODE}",
        why="a series has no holes",
        wrong="the third of the month after the first",
        right="the second, and then the third",
    ),
    rule(
        "HUB036",
        "a first submission has whole days",
        reason="E14",
        trust=INFERRED,
        source=f"BRS-NO-313, business rule 1; {NO_CODE}",
        why="a usage day is complete: 23, 24 or 25 hours, 92, 96 or 100 quarters",
        wrong="the hours from 00:00 to 12:00 of a day without values",
        right="the whole day, or the same hours of a day that is here",
    ),
    rule(
        "HUB037",
        "what is sent was not registered before what is here",
        reason="E14",
        trust=INFERRED,
        source=f"BRS-NO-332, business rule 1, by analogy; {NO_CODE}",
        why="what was registered last counts: older values cannot take its place",
        wrong="yesterday's export, sent again after today's correction",
        right="a correction with its own time of registration",
    ),
    rule(
        "HUB038",
        "the hub does not calculate the values of the channel",
        reason="E14",
        trust=INFERRED,
        source=f"virtual calculations; {NO_CODE}",
        why="a channel that the hub calculates has one source",
        wrong="BRS-NO-313 for the target of a virtual calculation",
        right="BRS-NO-313 for the channels that it is calculated of",
    ),
    rule(
        "HUB040",
        "the period of a query for values has an order and a limit",
        reason="E50",
        trust=INFERRED,
        source="BRS-NO-315, process text; code by the meaning of E50, period invalid",
        why="a query asks for a year of series, or ten years of readings and period volumes, at most",
        wrong="two years of series in one query",
        right="a query for each year",
    ),
    rule(
        "HUB041",
        "the hub has data of what the query asks for",
        reason="E0H",
        trust=INFERRED,
        source="BRS-NO-315 and 324; code by the meaning of E0H, data not available",
        why="an answer without values cannot be written",
        wrong="BRS-NO-315 for days of which nothing has come",
        right="BRS-NO-315 for days with values",
    ),
)
