"""A day of values, the MSCONS around it and the interchange around that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from edielkit.edifact.interchange import Interchange
from edielkit.edifact.messages import Mscons
from edielkit.edifact.write.build import build_interchange
from edielkit.edifact.write.mscons import mscons
from edielkit.market_time import day_period
from edielkit.series import Observations, TimeSeries

A, B = "7080000000012", "7080000000029"
WHEN = dt.datetime(2024, 6, 5, 6, 15, tzinfo=dt.UTC)
UUID = "00000000-0000-4000-8000-0000000000a1"


def day(date: dt.date = dt.date(2024, 6, 4), resolution: str = "PT1H", **fields: Any) -> TimeSeries:
    """Return the series of one local day."""
    period = day_period(date)
    step = {"PT15M": 900}.get(resolution, 3600)
    count = int(period.duration.total_seconds()) // step
    usual = {
        "metering_point": "707057500000000008",
        "product": "1501",
        "unit": "KWH",
        "period": period,
        "resolution": resolution,
        "observations": Observations.metered([f"{n}.{n:03}" for n in range(count)]),
    }
    return TimeSeries(**{**usual, **fields})


def build(series: Iterable[TimeSeries], profile: str = "no", **options: Any) -> Mscons:
    """Return an MSCONS from A to B."""
    usual = {"document": "D1", "sender": A, "recipient": B, "created": WHEN, "profile": profile}
    return mscons(series, **{**usual, **options})


def wrap(*messages: Any, **options: Any) -> Interchange:
    """Return an interchange from A to B."""
    usual = {"sender": A, "recipient": B, "reference": "R1", "prepared": WHEN}
    return build_interchange(messages, **{**usual, **options})
