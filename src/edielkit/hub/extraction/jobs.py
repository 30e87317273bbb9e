"""Orders of a mass extraction, and the jobs that they become.

Source: the users' forum of 2024: an order names the old and the new supplier with GLN and organisation number, the day
of the change, and how far back, three years at most; the new supplier, or its service provider, asks for the files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs

from edielkit.hub.core.authorisation import may_act
from edielkit.hub.core.parties import Party
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.extraction.compression import SUFFIXES
from edielkit.hub.extraction.content import by_month, count_months
from edielkit.hub.extraction.extraction_records import JOBS, File, Job, JobState, Stretch
from edielkit.hub.extraction.moves import moved_points, settled_stretches
from edielkit.hub.values.value_records import VALUES
from edielkit.market_time import day_period, years_before
from edielkit.plain_values import quoted

__all__ = ("job_of", "jobs_of", "order", "prepare", "ready_from", "seen_jobs")

_MOST_YEARS = 3
_SUPPLIER = "DDQ"
_MOST_CHARACTERS = 40
# Values of a day are due at 07:00 of the day after (VEE 2.1): then those of the old supplier's last day are there.
_READY = dt.timedelta(hours=7)


def order(
    transaction: Transaction,
    *,
    old_supplier: str,
    old_organisation: str,
    new_supplier: str,
    new_organisation: str,
    change_date: str,
    back_to: str | None = None,
    compression: str = "gzip",
) -> str:
    """Order the values of the points that went from one supplier to another; return the job's identification.

    A change that is to come is waited for; one that has come is done at once.

    Args:
        transaction: The step.
        old_supplier: GLN of the supplier that gives.
        old_organisation: Its organisation number.
        new_supplier: GLN of the supplier that takes.
        new_organisation: Its organisation number.
        change_date: First day with the new supplier, as ISO date.
        back_to: First day that is wanted, as ISO date; three years before the change if None.
        compression: ``gzip`` or ``zstd``.

    Raises:
        ValueError: A supplier is not known under both its numbers, the days do not fit, or no point moved.
    """
    old = _supplier(transaction, "old", old_supplier, old_organisation)
    new = _supplier(transaction, "new", new_supplier, new_organisation)
    if not new.active:
        raise ValueError("expected a new supplier that is active")
    if old.gln == new.gln:
        raise ValueError("expected two suppliers, found one")
    if compression not in SUFFIXES:
        raise ValueError(
            f"expected a compression of {', '.join(SUFFIXES)}; found {quoted(compression, _MOST_CHARACTERS)}"
        )
    day = _day("change date", change_date)
    earliest = years_before(day, _MOST_YEARS)
    begin = earliest if back_to is None else _day("day to go back to", back_to)
    if not earliest <= begin < day:
        raise ValueError(
            f"expected a day to go back to from {earliest} on ({_MOST_YEARS} years) and before {day}; found {begin}"
        )
    job = Job(
        identification=transaction.new_id(),
        state=JobState.WAITING,
        old_supplier=old.gln,
        new_supplier=new.gln,
        change_date=day,
        back_to=begin,
        compression=compression,
        ordered=transaction.now,
    )
    due = ready_from(day)
    if transaction.now < due:
        transaction.put(JOBS, job.identification, job)
        transaction.schedule(due, "extraction", job.identification)
        return job.identification
    done = _with_files(transaction, job)
    if done.state is JobState.FAILED:
        raise ValueError(done.reason)
    transaction.put(JOBS, done.identification, done)
    return done.identification


def ready_from(change_date: dt.date) -> dt.datetime:
    """Return the instant from which a job of a change on *change_date* can be done, in UTC.

    >>> ready_from(dt.date(2026, 2, 2)).isoformat()
    '2026-02-02T06:00:00+00:00'
    """
    return day_period(change_date).start + _READY


def _supplier(transaction: Transaction, name: str, gln: object, organisation: object) -> Party:
    party = transaction.party(gln) if isinstance(gln, str) else None
    if party is None or _SUPPLIER not in party.roles:
        raise ValueError(
            f"{name} supplier: expected the GLN of a balance supplier, found {quoted(gln, _MOST_CHARACTERS)}"
        )
    if not party.organisation_number:
        raise ValueError(f"{name} supplier: the hub knows no organisation number of {gln}")
    if party.organisation_number != organisation:
        # it is not repeated: somebody may have given a person's number
        raise ValueError(f"{name} supplier: the organisation number is not that of {gln}")
    return party


def _day(name: str, text: object) -> dt.date:
    try:
        day = dt.date.fromisoformat(text if isinstance(text, str) else "")
        day_period(day)
        years_before(day, _MOST_YEARS)
    except (ValueError, OverflowError):
        raise ValueError(
            f"{name}: expected a day such as 2026-02-01, found {quoted(text, _MOST_CHARACTERS)}"
        ) from None
    return day


def prepare(transaction: Transaction, identification: str) -> None:
    """Do a job that has waited for its change."""
    transaction.put(JOBS, identification, _with_files(transaction, job_of(transaction, identification)))


def _with_files(transaction: Transaction, job: Job) -> Job:
    """Return *job* with its points and its files, or with the reason why there are none."""
    stretches: list[Stretch] = []
    points = 0
    for moved in moved_points(transaction, job.old_supplier, job.new_supplier, job.change_date):
        point = transaction.point(moved.point)
        assert point is not None
        points += 1
        stretches += settled_stretches(point, max(moved.move_in, job.back_to), job.change_date)
    if not points:
        words = (
            f"no metering point went from {job.old_supplier} to {job.new_supplier} on {job.change_date} "
            "with its end user"
        )
        return attrs.evolve(job, state=JobState.FAILED, reason=words, done_at=transaction.now)
    done = attrs.evolve(
        job, state=JobState.READY, done_at=transaction.now, points=points, stretches=tuple(stretches)
    )
    return attrs.evolve(done, files=tuple(_files(transaction, done)))


def _files(transaction: Transaction, job: Job) -> Iterator[File]:
    def history(key: Any) -> Any:
        return transaction.get(VALUES, key)

    months, parts = by_month(history, job.stretches, job.done_at)
    for month, (points, values) in zip(months, count_months(months, parts), strict=True):
        if values:
            name = f"{job.identification}_{month.day:%Y-%m}{SUFFIXES[job.compression]}"
            yield File(name=name, month=month.day, points=points, values=values)


def job_of(transaction: Transaction, identification: object) -> Job:
    """Return a job.

    Raises:
        ValueError: There is none.
    """
    job: Job | None = transaction.get(JOBS, identification) if isinstance(identification, str) else None
    if job is None:
        raise ValueError(f"no job {quoted(identification, _MOST_CHARACTERS)}")
    return job


def jobs_of(transaction: Transaction, party: str, sender: str | None = None) -> tuple[Job, ...]:
    """Return the jobs that a party may see, oldest first: those in which it is the new supplier.

    Args:
        transaction: The step.
        party: GLN of the party.
        sender: GLN of the service provider that asks for it; the party itself if None.

    Raises:
        PermissionError: The party is not known or not active, or *sender* may not act for it.
    """
    asker = transaction.party(party)
    if asker is None or not asker.active or not may_act(transaction, sender or party, party):
        raise PermissionError("the sender may not ask for the jobs of the party")
    every = (job_of(transaction, key) for key in transaction.keys(JOBS))
    return tuple(job for job in every if job.new_supplier == party)


def seen_jobs(transaction: Transaction, *, party: str, sender: str | None = None) -> list[dict[str, Any]]:
    """Return the mass extractions in which a party is the new supplier as plain data, oldest first.

    Args:
        transaction: The step.
        party: GLN of the party.
        sender: GLN of the service provider that asks for it; the party itself if None.

    Raises:
        ValueError: The party may not ask.
    """
    try:
        return [job.to_dict() for job in jobs_of(transaction, party, sender)]
    except PermissionError as error:
        raise ValueError(str(error)) from None
