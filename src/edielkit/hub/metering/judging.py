"""What the judges of metering values share: findings that name their payload, and the point as it is on a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

from edielkit.findings import Finding
from edielkit.hub.core.channels import method_of
from edielkit.hub.core.records import Point

__all__ = ("settled_as", "told")


def told(found: Finding, payload: Any) -> Finding:
    """Return *found* as a finding on *payload* alone: the other payloads of the message stand."""
    return attrs.evolve(found, payload=payload.identification)


def settled_as(point: Point, day: dt.date) -> str | None:
    """Return the settlement method (avregningsform) of *point* on *day*, such as ``E01``."""
    return method_of(point.data(day)) or None
