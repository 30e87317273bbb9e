"""Mass extraction (masseuthenting): the metering values of a portfolio's points, in a compressed CSV file a month.

An order names the old and the new supplier and the day of the change; the job finds the points that moved, and lists
its files. Nothing is written here: a file is bytes, piece by piece, for whoever has a disk.
"""

from __future__ import annotations

from edielkit.hub.extraction.extraction_records import File, Job, JobState
from edielkit.hub.extraction.jobs import ready_from
from edielkit.hub.extraction.moves import Moved, moved_points

__all__ = ("File", "Job", "JobState", "Moved", "moved_points", "ready_from")
