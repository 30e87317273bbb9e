"""What the judges of metering values share: findings that name their payload, and the point as it is on a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

from edielkit.findings import Finding
from edielkit.hub.channels import method_of
from edielkit.hub.records import Point

__all__ = ("settled_as", "told", "years_before")


def told(found: Finding, payload: Any) -> Finding:
    """Return *found* as a finding on *payload* alone: the other payloads of the message stand."""
    return attrs.evolve(found, payload=payload.identification)


def settled_as(point: Point, day: dt.date) -> str | None:
    """Return the settlement method (avregningsform) of *point* on *day*, such as ``E01``."""
    return method_of(point.data(day)) or None


def years_before(day: dt.date, years: int) -> dt.date:
    """Return the same day *years* earlier; of a leap day, the first of March.

    >>> years_before(dt.date(2028, 2, 29), 3).isoformat()
    '2025-03-01'
    """
    shift = day + dt.timedelta(days=1) if (day.month, day.day) == (2, 29) else day
    return shift.replace(year=shift.year - years)
