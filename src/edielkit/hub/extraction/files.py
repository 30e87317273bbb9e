"""The files of a job as bytes, piece by piece: whoever takes them writes them where it likes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from edielkit.hub.core.transaction import Transaction
from edielkit.hub.extraction.compression import compressed
from edielkit.hub.extraction.content import by_month, month_lines
from edielkit.hub.extraction.extraction_records import Job, JobState
from edielkit.hub.extraction.jobs import job_of, jobs_of
from edielkit.hub.values.value_records import VALUES

__all__ = ("extract",)


def extract(
    transaction: Transaction, identification: str, *, party: str | None = None, sender: str | None = None
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Return the name of each file of a job with its bytes; the files can be taken in any order, or left.

    They hold what counted when the job was done, however late they are taken.

    Args:
        transaction: A step that nothing comes of.
        identification: Identification of the job.
        party: GLN of who asks; nobody is asked for when None.
        sender: GLN of the service provider that asks for it; the party itself if None.

    Raises:
        PermissionError: The party may not see the job, or *sender* may not act for it.
        ValueError: There is no such job, or it has no files.
    """
    if party is not None and identification not in {
        job.identification for job in jobs_of(transaction, party, sender)
    }:
        raise PermissionError("the party has no such job")
    job = job_of(transaction, identification)
    if job.state is not JobState.READY:
        raise ValueError(f"job {identification} is not ready: {job.reason or job.state.value}")
    return _files(transaction, job)


def _files(transaction: Transaction, job: Job) -> Iterator[tuple[str, Iterator[bytes]]]:
    def history(key: Any) -> Any:
        return transaction.get(VALUES, key)

    months, parts = by_month(history, job.stretches, job.done_at)
    for file in job.files:
        yield file.name, compressed(month_lines(months, parts, file.month), job.compression)
