"""Answers for tests: a fixed instant, counted identifications, and what must hold of every answer."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid

import edielkit
from edielkit.answers import answer
from edielkit.findings import Finding, Position, Report, Severity

# as a clock gives it: the formats of EDIFACT hold neither seconds nor what is below
NOW = dt.datetime(2026, 3, 2, 11, 0, 29, 301537, tzinfo=dt.timezone(dt.timedelta(hours=1)))

# in the days of the version of PRODAT that the fixtures are in
IN_MAY = dt.datetime(2026, 5, 4, 11, tzinfo=dt.UTC)


def counted(start=1):
    """Return a function that gives UUIDs that differ in their last digits."""
    numbers = itertools.count(start)
    return lambda: str(uuid.UUID(int=(4 << 76) | (8 << 60) | next(numbers)))


def answered(data, report=None, **options):
    """Return the answers to *data*, validated at the instant of the answers unless a report is given."""
    report = edielkit.validate(data, now=options.get("now", NOW)) if report is None else report
    return answer(data, report, **{"now": NOW, "new_id": counted(), **options})


def errors_of(message, profile=None):
    """Return the errors that the toolkit finds on an answer as it goes out, in the profile that it was asked for in."""
    written = edielkit.serialize(message)
    return [
        (finding.code, finding.message)
        for finding in edielkit.validate(written, now=NOW, profile=profile)
        if finding.severity is Severity.ERROR
    ]


def texts(answers, kind):
    """Return the segments of the first answer of *kind*, UNH and UNT left out, as text."""
    for sent in answers.messages:
        for raw in sent.messages:
            if raw.type == kind:
                return [segment_text(s) for s in raw.segments[1:-1]]
    return None


def segment_text(segment):
    """Return a segment as text, without what ends it."""
    return "+".join([segment.tag, *(":".join(parts) for parts in segment.elements)])


def heads(answers, kind):
    """Return UNH of the first answer of *kind* as text."""
    return next(segment_text(r.unh) for sent in answers.messages for r in sent.messages if r.type == kind)


def refuse(number, reason=None, code="BRS999"):
    """Return a report with an error at the segment *number* of the first message of *data*."""

    def of(data):
        at = edielkit.parse(data).messages[0].segments[number - 1].offset if number else None
        return Report(
            findings=(
                Finding(
                    code=code,
                    severity=Severity.ERROR,
                    message="value isn't plausible: 'ø'",
                    reason=reason,
                    position=Position(offset=at),
                ),
            )
        )

    return of
