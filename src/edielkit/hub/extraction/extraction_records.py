"""What the hub keeps of mass extractions: the jobs, their files, and the stretches that go into them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any, NamedTuple

import attrs

from edielkit.hub.core.state_tables import Table

__all__ = ("JOBS", "File", "Job", "JobState", "Stretch")


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting for the change"
    READY = "ready"
    FAILED = "failed"


@attrs.frozen(kw_only=True)
class File:
    """A file of a job.

    Attributes:
        name: Name of the file.
        month: First day of the Norwegian month that its values lie in.
        points: How many metering points have values in it.
        values: How many values it has.
        size: Bytes, once it has been written; None before.
    """

    name: str
    month: dt.date
    points: int
    values: int
    size: int | None = None


@attrs.frozen(kw_only=True)
class Job:
    """An order of a mass extraction, and what has come of it.

    Attributes:
        identification: Identification of the job.
        state: Where it stands.
        old_supplier: GLN of the supplier that gave.
        new_supplier: GLN of the supplier that took; it alone sees the job.
        change_date: First day with the new supplier.
        back_to: First day that is wanted; an end user's later move-in counts instead.
        compression: ``gzip`` or ``zstd``.
        ordered: When it was ordered.
        done_at: When the points were found: the files hold what counted then. None while it waits.
        reason: Why it failed.
        points: How many points the move has.
        files: The files, a month each; a month without values has none.
        stretches: What goes into the files.
    """

    identification: str
    state: JobState
    old_supplier: str
    new_supplier: str
    change_date: dt.date
    back_to: dt.date
    compression: str
    ordered: dt.datetime
    done_at: dt.datetime | None = None
    reason: str = ""
    points: int = 0
    files: tuple[File, ...] = ()
    stretches: tuple[Stretch, ...] = attrs.field(default=(), repr=False)

    @property
    def values(self) -> int:
        """How many values the files have."""
        return sum(file.values for file in self.files)

    def to_dict(self) -> dict[str, Any]:
        """Return the job as plain data that JSON can hold, days as ISO dates."""
        left_out = (attrs.fields(Job).stretches,)
        return attrs.asdict(self, filter=attrs.filters.exclude(*left_out), value_serializer=_plain)


def _plain(_owner: Any, _field: Any, value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


class Stretch(NamedTuple):
    """Days on which a channel was settled in one way.

    Attributes:
        point: GSRN.
        product: Product code.
        direction: ``In`` or ``Out``.
        profiled: By profile (E01): its values are calculated ones; else by interval (E02).
        start: First day.
        end: Day after the last.
    """

    point: str
    product: str
    direction: str
    profiled: bool
    start: dt.date
    end: dt.date


# Identification of a job to the job.
JOBS: Table[str, Job] = Table("jobs")
