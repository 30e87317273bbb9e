"""What the hub assumes of profiled points: readings, period volumes, withdrawals, annual volumes (BRS-NO-311, 312, 332, 317); and what is simply not there."""

from __future__ import annotations

from edielkit.hub.core.assumptions.assumption import DERIVED, INFERRED, Assumption

__all__ = ("ASSUMPTIONS", "NOT_FOUND")

ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption(
        "311",
        "a reading goes to the grid owner as MDR, an annual volume to it as DDM, each under the payload's "
        "own identification",
        INFERRED,
        "process component 19; what the forwarded message keeps is not said",
    ),
    Assumption(
        "311",
        "a reading or annual volume lies at most three years back, and its sender supplies the point on that "
        "day",
        INFERRED,
        "not far back in time; three years as in BRS-NO-313; Config.reading_years_back",
    ),
    Assumption(
        "311",
        "MDR's refusal is passed on to the supplier with its reasons; a volume of BRS-NO-312 that reaches "
        "the reading confirms it",
        INFERRED,
        "the end of the sequence is not public",
    ),
    Assumption(
        "311, 314",
        "the grid company has three working days to check a reading; then it is reminded every morning",
        INFERRED,
        "an older regulation; Config.reading_check_working_days; repeating is known of interval values",
    ),
    Assumption(
        "312",
        "a volume begins where the one before ends, from the reading that is held; a first metered volume "
        "needs a start reading, an unmetered (stipulated) one does not",
        INFERRED,
        "readings align with those before; the rule table is NOT FOUND",
    ),
    Assumption(
        "312",
        "a volume is the difference of its readings times the meter's constant, and a counter turns after "
        "its last digit, where these are known",
        DERIVED,
        "to-reading minus from-reading; the meter's master data",
    ),
    Assumption(
        "312",
        "periods begin and end on steps of the settlement, at most three years back, and are over",
        INFERRED,
        "rows of BRS-NO-313 and 332",
    ),
    Assumption(
        "312",
        "a volume is spread by the profile of its area at the time of arrival; where none is settled all "
        "steps are equal",
        DERIVED,
        "FPC by PJIP; before the first settlement there is none",
    ),
    Assumption(
        "312",
        "each party that is entitled to a day of the period gets the volume whole, and its own days of the "
        "interval values; a start reading is sent to nobody",
        INFERRED,
        "E65 has no part for a reading alone",
    ),
    Assumption(
        "312",
        "the hub estimates a reading when its portal is asked to: from FPPC where it is whole, else from the "
        "expected annual volume by time",
        DERIVED,
        "deadline and formula are NOT FOUND; what it needs is said",
    ),
    Assumption(
        "332",
        "a withdrawal takes back whole volumes, and is told (E67) to those who got them; a replacement that "
        "is wrong does not undo it",
        INFERRED,
        "rejection is by payload; rows 25 and on are NOT FOUND",
    ),
    Assumption(
        "332",
        "a replacement is not registered before the withdrawal",
        DERIVED,
        "what was registered later counts",
    ),
    Assumption(
        "317",
        "one wrong payload refuses the message; any day may be given; nothing but annual volumes is taken",
        INFERRED,
        "part of a message is refused of CollectedData alone; the rule table is NOT FOUND",
    ),
    Assumption(
        "317",
        "a volume more than ten times the previous one, or less than a tenth, is a case for a person",
        INFERRED,
        "what is suspicious is NOT FOUND; Config.annual_suspicious_factor",
    ),
    Assumption(
        "EI-270",
        "the year of a computed volume ends with the day that was frozen last; days with holes do not count",
        DERIVED,
        "settled consumption; settled at D+5 12:00",
    ),
    Assumption(
        "EI-270",
        "with fewer days than a year, their sum and the previous volume for the days without; without a "
        "previous one, the days scaled to a year",
        DERIVED,
        "the formula is an image; weighting in the earlier design text; Config.annual_ramp_days",
    ),
    Assumption(
        "EI-270",
        "volumes are computed on the first of each month, and used when they differ by 5 percent",
        INFERRED,
        "earlier design text; Config.annual_change_percent",
    ),
)

# Named gaps: the hub does nothing here.
NOT_FOUND: tuple[str, ...] = (
    "311: rows 8 and on of MDR's Acknowledgement; 312 and 317: tables of message rules; 332: rows 25 and on",
    (
        "312: how temporary profiled consumption (TPC, HP03) is calculated; the hub makes none, and counts "
        "what is there"
    ),
    "312: when the hub estimates a missing reading by itself; the roles MDR and DDK as recipients",
    "317: who beside the supplier is told of an annual volume",
)
