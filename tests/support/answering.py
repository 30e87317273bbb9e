"""Answers for tests: a fixed instant, counted identifications, and what must hold of every answer."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid

import edielkit
from edielkit.answers import answer
from edielkit.findings import Severity

# as a clock gives it: the formats of EDIFACT hold neither seconds nor what is below
NOW = dt.datetime(2026, 3, 2, 11, 0, 29, 301537, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def counted(start=1):
    """Return a function that gives UUIDs that differ in their last digits."""
    numbers = itertools.count(start)
    return lambda: str(uuid.UUID(int=(4 << 76) | (8 << 60) | next(numbers)))


def answered(data, report=None, **options):
    """Return the answers to *data*, judged at NOW unless a report is given."""
    judged = edielkit.validate(data, now=NOW) if report is None else report
    return answer(data, judged, **{"now": NOW, "new_id": counted(), **options})


def errors_of(message):
    """Return the errors that the toolkit finds on an answer as it goes out."""
    written = edielkit.serialize(message)
    return [
        (finding.code, finding.message)
        for finding in edielkit.validate(written, now=NOW)
        if finding.severity is Severity.ERROR
    ]
