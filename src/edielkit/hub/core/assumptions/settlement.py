"""What the hub assumes of the settlement basis and its messages (BRS-NO-321, 322, 324, 502); and what is simply not there."""

from __future__ import annotations

from edielkit.hub.core.assumptions.assumption import DERIVED, INFERRED, Assumption

__all__ = ("ASSUMPTIONS", "NOT_FOUND")

ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption(
        "settlement",
        "calculated at 07:00 for the last five usage days, after the reminders; once more at D+5 12:00, "
        "which is the version that is locked",
        DERIVED,
        "BRS-NO-321: daily after 07:00; BRS-NO-502: final before 12:00 on D+5, values frozen",
    ),
    Assumption(
        "settlement",
        "a channel counts when its point is active, settled (E01, E02, or an exchange point), and the "
        "channel carries active energy and is not excluded; In feeds in, Out uses",
        INFERRED,
        "BRS-NO-314: none outside the settlement is reminded of; ExcludeFromSettlement",
    ),
    Assumption(
        "settlement",
        "missing values count as zero, are named, and give a warning; an area of whose day no value is known "
        "fails",
        INFERRED,
        "what the calculation does with them is NOT FOUND; only that quality may be too bad to pass",
    ),
    Assumption(
        "settlement",
        "JIP is net infeed less what is metered at the settlement resolution less the estimated loss; in an "
        "area without profiled points it only shapes the hours, and the loss is what is left",
        DERIVED,
        "definitions of JIP, UMF and Ingen JIP; the formulas are images",
    ),
    Assumption(
        "settlement",
        "Stor JIP and Liten JIP are one method here, and Årsforbruk JIP is not there",
        INFERRED,
        "limits between the methods and the formula of the last are NOT FOUND",
    ),
    Assumption(
        "settlement",
        "hours are spread by JIP where it is above zero, flat in an hour where it is nowhere",
        DERIVED,
        "what a profile of zero or below does is NOT FOUND",
    ),
    Assumption(
        "settlement",
        "thousandths that division leaves over go to the largest remainders, the earlier of equal ones first",
        DERIVED,
        "sums must hold; no rule of rounding is published",
    ),
    Assumption(
        "settlement",
        "the limits of negative and high loss are held against each settlement interval; loss constants are "
        "missed only where a loss is estimated",
        INFERRED,
        "the page gives no length of time; the loss constants are given for an interval",
    ),
    Assumption(
        "settlement",
        "with profiled points the loss is judged that their expected annual volumes would leave, spread "
        "evenly over the year or by factors of months",
        DERIVED,
        "the rule speaks of a seasonally adjusted expected JIP; its formula is NOT FOUND",
    ),
    Assumption(
        "settlement",
        "an area on hold is released by the hub's staff; while its sums stay the same it stays released",
        INFERRED,
        "manual assessment; who does it is NOT FOUND",
    ),
    Assumption(
        "settlement",
        "nothing is sent of an area that fails or is on hold; BRS-NO-324 answers all the same",
        INFERRED,
        "validations before results are released; 324: available even when the run was rejected",
    ),
    Assumption(
        "321, 502",
        "sums of infeed, production and exchange have direction In, those of consumption and loss Out; net "
        "exchange is import less export",
        INFERRED,
        "the direction of sums is NOT FOUND",
    ),
    Assumption(
        "502",
        "SE07 of a supplier is its own part, with its key; grid company and loss supplier get that of the "
        "area",
        INFERRED,
        "profiled consumption per supplier and grid area is reported; the marks name all four roles",
    ),
    Assumption(
        "502",
        "SE08 and SE09 are for the balance responsible party (DDK)",
        INFERRED,
        "sums by balance responsible party; two readings of the public table's role marks give DDK and DDM",
    ),
    Assumption(
        "6015, 312, 322",
        "what the hub makes of hours and of profiles names the product of its channel: 4700000000201 and "
        "4700000000101; period volumes name active energy",
        INFERRED,
        "channels that Elhub makes, seen in messages of values alone; no example shows one",
    ),
    Assumption(
        "502",
        "a supplier's message and its copy to the balance responsible party are one payload each, in "
        "messages of their own for each area and usage day",
        INFERRED,
        "DDK gets a copy of its suppliers' messages and sums of its own",
    ),
    Assumption(
        "321, 322, 324, 502",
        "values of the locked version have ImbalanceSettlement, those of the versions before have not",
        INFERRED,
        "name of the attribute",
    ),
    Assumption(
        "324",
        "the answer is E31; a query without BusinessType gets every sum of the asking role, and the final "
        "losses",
        INFERRED,
        "component 8 names E66 and E31",
    ),
    Assumption(
        "6015",
        "quarters of hourly points are told at the lock, to subscribers, by BRS-NO-313",
        INFERRED,
        "EI-949; the process is NOT FOUND",
    ),
)

# Named gaps: the hub does nothing here.
NOT_FOUND: tuple[str, ...] = (
    (
        "settlement: SE10 to SE22 and SE24 to SE31; a supplier's own metered consumption and production are "
        "in the report alone"
    ),
    "settlement: the fourth validation, on changed annual volumes, and those after it",
    "settlement: what happens to an area that has not passed by D+13 12:00; it stays open here",
    "322: DDK as a recipient of the values of single points",
)
