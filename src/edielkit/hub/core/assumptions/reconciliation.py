"""What the hub assumes of the reconciliation (BRS-NO-503) and the final loss; and what is simply not there."""

from __future__ import annotations

from edielkit.hub.core.assumptions.assumption import DERIVED, INFERRED, Assumption

__all__ = ("ASSUMPTIONS", "NOT_FOUND")

ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption(
        "503",
        "the run is at 12:00, after the freeze of the day, and looks at the current month and 36 before it; "
        "none in July",
        INFERRED,
        "the 15th or next working day, July excepted by agreement; the time of day is NOT FOUND",
    ),
    Assumption(
        "503",
        "hourly consumption in quarters (6015) is RE04, by Config.reconcile_hourly_as RE01",
        INFERRED,
        "RE01 is published without 6015, the final meaning of RE04 is not confirmed",
    ),
    Assumption(
        "503",
        "prices are kroner for a MWh, given by a call of the portal; a day without prices waits for a run "
        "that has them",
        INFERRED,
        "the regulation power price of the interval; how it comes to Elhub and its unit are NOT FOUND",
    ),
    Assumption(
        "503",
        "amounts are rounded to six decimals for each point and interval, sums for each supplier, kind and "
        "day to two, halves to the even neighbour; the loss supplier has the sum of the others with the sign "
        "changed",
        INFERRED,
        "computed with six decimals, written with two; how halves are rounded is NOT FOUND",
    ),
    Assumption(
        "503",
        "a volume that changes its supplier after the freeze is taken from the one and given to the other; "
        "points without a supplier are loss before and after, and are left out",
        DERIVED,
        "only so the sums hold",
    ),
    Assumption(
        "503",
        "a message for each supplier that has corrections, a payload for each area, kind and calendar month, "
        "with zeros on days without; SettlementMethodType is left out; the loss supplier's side is in the "
        "report alone",
        INFERRED,
        "component 9 and the example, which contradicts the rest about the agency of SettlementMethodType",
    ),
    Assumption(
        "503",
        "an annulled run counts for nothing and the next one takes its differences; only the newest run can "
        "be annulled, and no message tells of it",
        INFERRED,
        "the reconciliation of March 2024 was annulled; how the parties are told is NOT FOUND",
    ),
    Assumption(
        "503",
        "the limit of 100 kroner is for a party and a grid area of a run; it changes no row and no message",
        INFERRED,
        "Elhub invoices for the grid owners; what is below is neither paid nor paid out",
    ),
    Assumption(
        "324",
        "the answer for RE01 to RE04 is the sum of all runs that are not annulled",
        INFERRED,
        "latest version only; what that means of corrections is NOT FOUND",
    ),
    Assumption(
        "final loss",
        "the formula of the settlement with what is known by then: measured profiles, and hours in the shape "
        "of the freeze; of 29 February on 1 March",
        DERIVED,
        "LS02 is LS01 calculated one, two and three years later",
    ),
)

# Named gaps: the hub does nothing here.
NOT_FOUND: tuple[str, ...] = (
    (
        "503: a message to the grid owner (not in use) and to the loss supplier; one that tells of an "
        "annulled run"
    ),
    "503: what becomes of amounts under 100 kroner: they are not carried over here",
    "503: corrections of exchange points, which change the loss of two areas and no supplier's volume",
)
