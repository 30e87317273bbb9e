"""What the hub assumes of the mass extraction; and what is simply not there."""

from __future__ import annotations

from edielkit.hub.core.assumptions.assumption import DERIVED, INFERRED, Assumption

__all__ = ("ASSUMPTIONS", "NOT_FOUND")

ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption(
        "mass extraction",
        "a point belongs to the move when BRS-NO-305 moved its supply from the old to the new supplier on "
        "the day, and the end user stayed; who changes supplier by itself does not; three years count back "
        "from the change",
        INFERRED,
        "users' forum 2024: the points of the portfolio move, values from the end user's last move-in",
    ),
    Assumption(
        "mass extraction",
        "a job for a change to come is done on its day at 07:00; files hold what counted when the job was "
        "done",
        INFERRED,
        "values of a day are due at 07:00 of the day after (VEE 2.1)",
    ),
    Assumption(
        "mass extraction",
        "a channel is settled on the days on which its point is (E01, E02), and it is not excluded; where "
        "several kinds of profiled values cover an instant, FPC counts before TPC, and that before FPPC",
        DERIVED,
        "master data is valid by day; each kind is made when more is known, as the reconciliation counts them",
    ),
)

# Named gaps: the hub does nothing here.
NOT_FOUND: tuple[str, ...] = (
    (
        "mass extraction: columns, delimiter and compression of the files, form and address of the service; "
        "the columns here are ours"
    ),
)
