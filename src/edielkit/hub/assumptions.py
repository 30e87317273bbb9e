"""What the hub assumes where no public source says it: each with its trust, and what is simply not there."""

from __future__ import annotations

import attrs

from edielkit.findings import Trust

__all__ = ("ASSUMPTIONS", "NOT_FOUND", "Assumption")


@attrs.frozen
class Assumption:
    """One thing that the hub does without a source that says so.

    Attributes:
        about: Process or part.
        text: What it does.
        trust: Inferred from something that is said, or derived from it.
        basis: From what.
    """

    about: str
    text: str
    trust: Trust
    basis: str


_INFERRED, _DERIVED = Trust.INFERRED, Trust.DERIVED

ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption(
        "cancellation deadline",
        "the midnight after the message, never after the day asked for begins; a process for today takes effect at once",
        _INFERRED,
        "test case of BRS-NO-211: the deadline is the day after initiation",
    ),
    Assumption(
        "101",
        "no latest day ahead",
        _INFERRED,
        "earliest and latest day are NOT FOUND; forward only is sourced",
    ),
    Assumption(
        "101, 104",
        "the end user that the message names must be the current one",
        _INFERRED,
        "the process keeps the end user; the Access API asks for it",
    ),
    Assumption(
        "102, 103",
        "the end user that the message names must not live there already",
        _INFERRED,
        "the Access API asks for it",
    ),
    Assumption(
        "103",
        "at most 30 working days back, also to the supplier of last resort",
        _INFERRED,
        "change log v1.6; EI-1367, whose outcome is NOT FOUND",
    ),
    Assumption(
        "working days",
        "Saturdays and Sundays and the public holidays by law are none; 24 and 31 December are",
        _INFERRED,
        "the standard's own definition is NOT FOUND",
    ),
    Assumption(
        "reason codes",
        "a refusal whose code is NOT FOUND is E14, other reason; other codes as ebIX names them",
        _INFERRED,
        "ebIX code list",
    ),
    Assumption(
        "inferred rules",
        "a rule of a table that is inferred for other processes refuses here too",
        _INFERRED,
        "all public tables agree; Config.inferred_rules_reject",
    ),
    Assumption(
        "crossing processes",
        "where the public table of crossings ends both processes go on and each is judged again at its deadline",
        _INFERRED,
        "BRS-NO-214: a waiting process is rejected at its deadline",
    ),
    Assumption(
        "SOAP faults",
        "unauthorised senders get group Security, an identification used twice UUID, another recipient Other",
        _INFERRED,
        "names of the groups",
    ),
    Assumption(
        "polling",
        "a message is in one open result only; a result for one role does not hold up another",
        _DERIVED,
        "results repeat until acknowledged, nothing is delivered twice",
    ),
    Assumption(
        "visibility",
        "supplier and grid company get every part of a notice that the hub knows",
        _INFERRED,
        "no page says it element by element",
    ),
    Assumption(
        "end reason",
        "notices say Z45 after a change of supplier and Z42 after a move-in",
        _INFERRED,
        "meaning of the codes",
    ),
    Assumption(
        "consent",
        "a consent is used when the request is taken in; without a valid one the answer is E14",
        _INFERRED,
        "Access API: a grant is used up by the process",
    ),
)

# Named gaps: the hub does nothing here.
NOT_FOUND: tuple[str, ...] = (
    "101: a profiled point must have a meter reading of the last three months (metering values are no part of this hub yet)",
    "101: the cooling-off period (angrefrist) must end before the cancellation deadline; no message carries it",
    "reason codes of crossing processes",
    "how an element is cleared or kept in an update (BIM chapter 3.7)",
)
