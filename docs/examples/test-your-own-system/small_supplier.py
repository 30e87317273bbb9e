"""A small system of our own: it adds up the values of its customers, and reports a day of a metering point."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

import edielkit
from edielkit.emif.build import collected_data
from edielkit.market_time import day_period
from edielkit.series import Observations, TimeSeries

ELHUB = "7080003824349"


class Meters:
    """What has been metered, by point, direction and start of the period: what comes later replaces it."""

    def __init__(self) -> None:
        self.energy: dict[tuple[str, str, dt.datetime], Decimal] = defaultdict(Decimal)

    def take(self, data: bytes) -> None:
        """Take in the values of a message."""
        for series in edielkit.read_series(data):
            if series.period is not None:
                key = (series.metering_point or "", series.direction or "", series.period.start)
                self.energy[key] = series.observations.total

    @property
    def total(self) -> Decimal:
        """All energy, in kWh."""
        return sum(self.energy.values(), Decimal(0))


def report(
    gln: str, point: str, day: dt.date, values: Sequence[Decimal | int | str], *, ids: Sequence[str]
) -> bytes:
    """Return the message that reports the hours of a day.

    Args:
        gln: The grid company.
        point: The metering point.
        day: The Norwegian day.
        values: One for each hour of it, kWh.
        ids: UUIDs of the message and of its payload.
    """
    period = day_period(day)
    series = TimeSeries(
        metering_point=point,
        product="8716867000030",
        unit="kWh",
        direction="Out",
        resolution="PT1H",
        period=period,
        registered=period.end + dt.timedelta(hours=4),
        identification=ids[1],
        observations=Observations.metered(values),
    )
    message = collected_data(
        [series],
        identification=ids[0],
        sender=gln,
        recipient=ELHUB,
        created=period.end + dt.timedelta(hours=5),
        new_id=lambda: ids[1],
    )
    return edielkit.serialize(message)
