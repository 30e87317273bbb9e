"""What the hub assumes of interval values: sending them in (BRS-NO-313), reminders (314), queries (315), distribution; and what is simply not there."""

from __future__ import annotations

from edielkit.hub.core.assumptions.assumption import DERIVED, INFERRED, Assumption

__all__ = ("ASSUMPTIONS", "NOT_FOUND")

ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption(
        "314",
        "nobody is reminded of period volumes and annual volumes unless a deadline is set; a hub that "
        "computes annual volumes never does",
        INFERRED,
        "deadlines are NOT FOUND; Config.volume_reminder_days, annual_reminder_days; EI-270",
    ),
    Assumption(
        "313",
        "the collector (DDE) is the grid owner of the point's area, or a service provider of it",
        INFERRED,
        "exchange with abroad: the foreign grid owner may be registered as service provider and collector",
    ),
    Assumption(
        "313",
        "the first values of a channel, of an active period and of Config.values_since need no day before "
        "them; the days of one message may stand on each other",
        INFERRED,
        "a series is rejected when the preceding day has not been sent in and confirmed",
    ),
    Assumption(
        "313",
        "a first submission has whole days; parts of a day are corrections of what is here, or by agreement "
        "(Config.shorter_periods) production and exchange that go on where the last values end",
        INFERRED,
        "complete usage day (BRS-NO-313); shorter periods by agreement (VEE 2.2)",
    ),
    Assumption(
        "312, 313, 332",
        "values that are said to be registered later than they come are refused",
        INFERRED,
        "what was registered last counts: they would keep every later correction out",
    ),
    Assumption(
        "313",
        "a series that was registered before values of its period that are here is refused; of two "
        "registered at once the one that came last counts; the same values with the same registration are "
        "accepted without effect",
        INFERRED,
        "BRS-NO-332: a withdrawal is registered later than the values, otherwise rejected",
    ),
    Assumption(
        "313",
        "positions in another order, or from another number than 1, are put in order",
        DERIVED,
        "the schema allows any Sequence, and the place of a value in the period is what it names",
    ),
    Assumption(
        "313",
        "every version is kept, and distributed when it comes",
        INFERRED,
        "RegistrationDateTime and InsertDateTime of the answers of BRS-NO-315, which give the latest version "
        "only",
    ),
    Assumption(
        "distribution",
        "grid owner (DDM), supplier of the day (DDQ or SLR) and third parties with access (AG) get interval "
        "values; MDR and DDK get none",
        INFERRED,
        "process component 7 lists MDR and DDK as possible roles; the tests know grid owner, supplier and "
        "third party",
    ),
    Assumption(
        "distribution",
        "one message for each party and role for what came about in one step, a payload for each series and "
        "stretch",
        INFERRED,
        "the example of NotifyValidatedDataForBillingEnergy; when Elhub sends is NOT FOUND",
    ),
    Assumption(
        "subscriptions",
        "a party that never chose gets active energy, settled or not, and reactive energy, but no 6015 values",
        INFERRED,
        "planned kinds of subscription (EI-951); distribution of 6015 values was not implemented (EI-949)",
    ),
    Assumption(
        "314",
        "a day is missing while one of the settled channels of active energy lacks a value; calculated "
        "channels, and those with ExcludeFromSettlement, are not waited for",
        DERIVED,
        "no reminders for what is not settled; a reminder names point and day, no channel",
    ),
    Assumption(
        "315",
        "the sender must have had contract or access on every day of the period; codes E0H, E50 and EH015 by "
        "their meaning",
        INFERRED,
        "a contract or access for the requested period; the table of rules is NOT FOUND",
    ),
    Assumption(
        "315",
        "a query that asks for series too (MVVT) spans at most a year; one that finds nothing is refused "
        "with E0H",
        INFERRED,
        "at most a year for time series; an answer without values cannot be written",
    ),
    Assumption(
        "315",
        "a message for each 31 days of series; a payload for each run of values that came together",
        INFERRED,
        "periods over 31 days may be answered in parts; answers hold the times of registration and insertion",
    ),
    Assumption(
        "315",
        "series are answered from three years back, from ten for exchange points and end users with extended "
        "storage; the hub deletes nothing",
        INFERRED,
        "ExtendedStorageMeteringValues: three years, extended ten; proposed for all exchange points",
    ),
    Assumption(
        "315",
        "after the move of a portfolio the new supplier may ask from the end user's last move-in on, and "
        "after no other change",
        INFERRED,
        "EI-1381, and the content of the mass extraction",
    ),
)

# Named gaps: the hub does nothing here.
NOT_FOUND: tuple[str, ...] = (
    (
        "313: rows after the 19th, and the reason codes of the business rules; shorter periods as an "
        "agreement with one grid company"
    ),
    "313, 315: what DDK and BSL may get and see of a metering point; they get nothing and are refused",
    (
        "315: the table of rules, the reason codes, and filters by product, settlement and resolution, which "
        "no schema has"
    ),
    "subscriptions: how they are made (here at the portal), and a matrix of point types and roles",
)
