"""Rules of shared production (BRS-NO-701) and of virtual grid areas."""

from __future__ import annotations

from edielkit.findings import Rule
from edielkit.hub.core.rules.writing import INFERRED, NO_CODE, STANDARD, rule

__all__ = ("TABLE",)

TABLE: tuple[Rule, ...] = (
    rule(
        "HUB090",
        "participants of a shared production are settled by intervals",
        reason="E14",
        trust=INFERRED,
        source=f"{STANDARD}brs-no-701-oppsett-av-beregning-i-malepunkt (precondition); {NO_CODE}",
        why="shares are reckoned interval by interval, and settled on the recipients",
        wrong="a profiled cabin as recipient",
        right="points with settlement method E02 and a reading resolution of a quarter or an hour",
    ),
    rule(
        "HUB091",
        "the name of a shared production is unique for its grid owner",
        reason="E14",
        trust=INFERRED,
        source=f"{STANDARD}brs-no-701-oppsett-av-beregning-i-malepunkt (data); {NO_CODE}",
        why="people find a shared production by its name",
        wrong="a second one with the name of another that goes on",
        right="a name for each",
    ),
    rule(
        "HUB092",
        "the shares of a shared production sum to one",
        reason="E14",
        trust=INFERRED,
        source=f"EMIF 2.4.3; {NO_CODE}",
        why="what no share covers would be lost, what two cover counted twice",
        wrong="shares 0.25 and 0.70; a share with EquallyDistributed",
        right="shares 0.25 and 0.75 with Manual",
    ),
    rule(
        "HUB093",
        "contributors produce, recipients consume, each takes part once",
        reason="E14",
        trust=INFERRED,
        source=f"{STANDARD}brs-no-701-oppsett-av-beregning-i-malepunkt (roles of points); {NO_CODE}",
        why="production is divided among those who consume",
        wrong="a consumption point as contributor; a point on both lists",
        right="contributors of type E18, recipients of type E17",
    ),
    rule(
        "HUB094",
        "the message names a shared production of its sender",
        reason="E14",
        trust=INFERRED,
        source=NO_CODE,
        why="only what is there, and one's own, can be changed or ended",
        wrong="Update of one that has ended; Add with an identification that is used",
        right="Update with the Id of NotifySharedProduction",
    ),
    rule(
        "HUB095",
        "a channel is calculated once, and a production shared once",
        reason="E14",
        trust=INFERRED,
        source=NO_CODE,
        why="energy that is given twice is not there twice",
        wrong="a contributor of another shared production",
        right="a plant whose production nobody has yet",
    ),
    rule(
        "HUB096",
        "a new shared production is whole",
        reason="E14",
        trust=INFERRED,
        source=f"EMIF 2.4.3; {NO_CODE}",
        why="without formula and participants nothing can be divided",
        wrong="Add without Participants",
        right="Add with Name, FormulaType, Contributors and Recipients",
    ),
    rule(
        "HUB097",
        "a metering point in a virtual grid area is not settled",
        reason="E14",
        trust=INFERRED,
        source=f"user forum 2024, sharing values between grid companies; {NO_CODE}",
        why="a virtual grid area lies outside the settlement",
        wrong="BRS-NO-121 with settlement method E02 in a virtual grid area",
        right="the same with Z01",
    ),
    rule(
        "HUB098",
        "a virtual grid area has no exchange points",
        reason="E14",
        trust=INFERRED,
        source=f"user forum 2024, sharing values between grid companies; {NO_CODE}",
        why="there is nothing to exchange with an area that is not there",
        wrong="BRS-NO-302 that makes a point of a virtual area E20",
        right="a point of consumption, production or both",
    ),
)
