"""What the hub assumes of contracts, master data, third parties, consent and polling; and what is simply not there."""

from __future__ import annotations

from edielkit.hub.core.assumptions.assumption import DERIVED, INFERRED, Assumption

__all__ = ("ASSUMPTIONS", "NOT_FOUND")

ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption(
        "cancellation deadline",
        "the midnight after the message, never after the day asked for begins; what asks for today takes "
        "effect at once",
        INFERRED,
        "test case of BRS-NO-211: the deadline is the day after initiation",
    ),
    Assumption(
        "101, 102, 201, 202, 211",
        "these have a cancellation period; 103, 104, 123 and all changes of master data take effect at once",
        INFERRED,
        "crossing processes (103), process pages, and the messages that may carry E02",
    ),
    Assumption(
        "101, 102",
        "no latest day ahead",
        INFERRED,
        "earliest and latest day are NOT FOUND; forward only is known",
    ),
    Assumption(
        "123, 211",
        "any day",
        INFERRED,
        "earliest and latest day are NOT FOUND",
    ),
    Assumption(
        "212",
        "today or later",
        INFERRED,
        "status page: back in time by BRS-NO-402 or 214",
    ),
    Assumption(
        "402",
        "today or earlier",
        INFERRED,
        "corrections back in time; how far is NOT FOUND",
    ),
    Assumption(
        "101, 104",
        "the end user that the message names must be the current one",
        INFERRED,
        "the process keeps the end user; the Access API asks for it",
    ),
    Assumption(
        "102, 103, 123",
        "the end user that the message names must not live there already",
        INFERRED,
        "the Access API asks for it",
    ),
    Assumption(
        "103",
        "at most 30 working days back, also to the supplier of last resort (moveInToSLR)",
        INFERRED,
        "change log v1.6; EI-1367, whose outcome is NOT FOUND",
    ),
    Assumption(
        "102, 103, 123",
        "a new end user's contracts run to the next move-in that is registered",
        DERIVED,
        "no two end users on one day",
    ),
    Assumption(
        "101, 103, 104, 123",
        "the metering point must be active; only 102 waits for the grid company",
        INFERRED,
        "status page and the test cases of 102",
    ),
    Assumption(
        "102",
        "the grid company's refusal may name its notice or the supplier's request; its reasons go on as they "
        "are",
        INFERRED,
        "which document it names is NOT FOUND",
    ),
    Assumption(
        "111, 133, 221, 222",
        "a rollback is refused when a later process has changed the same contracts",
        INFERRED,
        "the page of 133: the previous contract is reopened",
    ),
    Assumption(
        "111",
        "the supplier of last resort is asked when a move-in (102, 103) of more than 30 working days ago is "
        "rolled back",
        INFERRED,
        "change log v1.6",
    ),
    Assumption(
        "111, 133, 221, 222",
        "who loses a supply by it, and is not the sender, gets NotifyStartOfSupply with E02",
        INFERRED,
        "components 6 and 14: E02 when it is a cancellation",
    ),
    Assumption(
        "201, 211",
        "the grid company gets NotifyEndOfSupply",
        INFERRED,
        "component 23; its list is NOT FOUND",
    ),
    Assumption(
        "305",
        "the old supplier gets no notice when the hub moves a portfolio",
        INFERRED,
        "no public table has NotifyEndOfSupply in this process",
    ),
    Assumption(
        "121",
        "nobody but the sender is told",
        INFERRED,
        "test case sys-ddm123-01 shows the acknowledgement only",
    ),
    Assumption(
        "302, 402, 305",
        "NotifyMeteringPointCharacteristics has document type 21",
        INFERRED,
        "the only one that is public for the message (BRS-NO-303)",
    ),
    Assumption(
        "302, 402",
        "a supplier of last resort is told in the role DDQ",
        INFERRED,
        "the public list of roles of NotifyMeteringPointCharacteristics is DDQ, DDM, AG",
    ),
    Assumption(
        "302, 402",
        "what a message leaves out stays; a correction holds up to the day on which the same value changed "
        "anew",
        DERIVED,
        "master data is valid by day",
    ),
    Assumption(
        "303",
        "suppliers see their contract period, grid companies their grid, third parties what the end user "
        "lets them",
        INFERRED,
        "access levels of BRS-NO-622; the page of 303 is NOT FOUND",
    ),
    Assumption(
        "601",
        "a supplier that has, had or will have the point may ask",
        INFERRED,
        "no condition is public",
    ),
    Assumption(
        "622",
        "a change waits for the end user as a new access does",
        INFERRED,
        "business rule 4",
    ),
    Assumption(
        "622",
        "three working days end at the midnight after the third",
        INFERRED,
        "the time of day is NOT FOUND",
    ),
    Assumption(
        "working days",
        "Saturdays, Sundays and the public holidays by law are none; 24 and 31 December are",
        INFERRED,
        "the standard's own definition is NOT FOUND",
    ),
    Assumption(
        "reason codes",
        "a refusal whose code is NOT FOUND is E14, other reason; other codes are used as ebIX names them",
        INFERRED,
        "ebIX code list",
    ),
    Assumption(
        "inferred rules",
        "a rule that is inferred from other processes' tables, and has a reason code, refuses here too",
        INFERRED,
        "all public tables agree; Config.inferred_rules_reject",
    ),
    Assumption(
        "crossing processes",
        "where the public table of crossings ends both processes go on, and each is judged again at its "
        "deadline",
        INFERRED,
        "BRS-NO-214: a waiting process is rejected at its deadline",
    ),
    Assumption(
        "crossing processes",
        "a 102 for the day of an ongoing 101 ends the 101, not itself",
        INFERRED,
        "the page says the incoming, which reads as a slip",
    ),
    Assumption(
        "SOAP faults",
        "who may not send gets group Security, an identification used twice UUID, another recipient Other",
        INFERRED,
        "names of the groups",
    ),
    Assumption(
        "polling",
        "a message is in one open result only; a result for one role does not hold up another; 100 messages "
        "a result",
        DERIVED,
        "a result repeats until acknowledged, nothing is delivered twice; the size is NOT FOUND",
    ),
    Assumption(
        "visibility",
        "supplier and grid company get every part of a notice that the hub knows; limited access shows no "
        "contracts",
        INFERRED,
        "no page says it element by element",
    ),
    Assumption(
        "end reason",
        "notices say Z45 after a change of supplier, Z42 after a move-in, else what the request says",
        INFERRED,
        "meaning of the codes",
    ),
    Assumption(
        "consent",
        "a consent is used when the request is taken in; without a valid one the answer is E14",
        INFERRED,
        "Access API: a grant is used up by the process",
    ),
)

# Named gaps: the hub does nothing here.
NOT_FOUND: tuple[str, ...] = (
    (
        "101: a profiled point must have a meter reading of the last three months; which one counts is not "
        "said, and it is not asked for"
    ),
    (
        "101: the cooling-off period (angrefrist) must end before the cancellation deadline; no message "
        "carries it"
    ),
    "132: reason codes of its business rules after the first; 214: how far back it may reach",
    "crossing processes: reason codes, and the table after 101 against 103",
    "302, 402: how an element is cleared or kept in an update (BIM chapter 3.7)",
    "303: what the roles DDK, MDR and BSL may see; they are refused",
    "624: name of the element that holds a metering point in the call back",
    "processes between the hub and other systems (501, 511, 512) and 391",
)
