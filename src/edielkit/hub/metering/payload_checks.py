"""What the validations of metering values share: findings that name their payload, and the point as it is on a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

from edielkit.findings import Finding
from edielkit.hub.core.channels import method_of
from edielkit.hub.core.market_records import Point

__all__ = ("for_payload", "settlement_method")


def for_payload(finding: Finding, payload: Any) -> Finding:
    """Return *finding* as a finding on *payload* alone: the other payloads of the message stand."""
    return attrs.evolve(finding, payload=payload.identification)


def settlement_method(point: Point, day: dt.date) -> str | None:
    """Return the settlement method (avregningsform) of *point* on *day*, such as ``E01``."""
    return method_of(point.data(day)) or None
