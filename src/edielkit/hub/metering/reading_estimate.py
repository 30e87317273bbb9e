"""The hub's own estimate of a missing reading of a profiled point, at a change of supplier or a move (BRS-NO-312).

Known: it needs the previous reading, the number of digits and the constant of the meter; period volume and reading
have three decimals, and the reading is what the next volume starts from. After which deadline it is made, and by which
formula, is NOT FOUND: it is made by a call of the portal, from the estimated profiled consumption (FPPC) where it is
there for the whole period, else from the expected annual volume by elapsed time (trust: DERIVED).
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import attrs

from edielkit.hub.core.channels import BY_PROFILE
from edielkit.hub.core.hub_messages import midnight
from edielkit.hub.core.market_records import Point
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering.payload_checks import settlement_method
from edielkit.hub.metering.profiled_volumes import add_volume, records_of, value_key
from edielkit.hub.values.distribution import distribute
from edielkit.hub.values.store import read
from edielkit.hub.values.value_kinds import ESTIMATED
from edielkit.hub.values.value_records import VALUES, Volume, VolumeKind
from edielkit.hub.values.volumes import anchor, difference, held, misfits
from edielkit.market_time import Period, local_day
from edielkit.series import decimal

__all__ = ("estimate_reading",)

BRS = "312"
_YEAR = dt.timedelta(days=365)


def estimate_reading(transaction: Transaction, *, point: str, day: str) -> dict[str, Any]:
    """Estimate the reading of a profiled point at the start of a day, and the volume since the reading before it.

    Args:
        transaction: The step.
        point: GSRN of the metering point.
        day: Norwegian day, ``2026-02-01``; not after today.

    Returns:
        Start and end of the volume, volume and reading in kWh as texts.

    Raises:
        ValueError: The point or the day is none of which a reading can be estimated; the words say why.
    """
    metering_point, end = transaction.point(point), midnight(dt.date.fromisoformat(day))
    if metering_point is None:
        raise ValueError("the metering point is not registered")
    if end > transaction.now:
        raise ValueError("expected a day that has begun")
    volumes = held(records_of(transaction, point))
    before = anchor(volumes, end)
    if before is None or before.after is None or before.end == end:
        raise ValueError("expected a previous reading before the day")
    new = _estimate(transaction, metering_point, Period(before.end, end), before.after)
    trouble = next(misfits(volumes, new), None)
    if trouble is not None:
        raise ValueError(trouble)
    produced = list(add_volume(transaction, metering_point, new))
    distribute(
        transaction,
        [delivery for delivery in produced if delivery.observations is None],
        brs=BRS,
        document_type="E65",
    )
    distribute(
        transaction,
        [delivery for delivery in produced if delivery.observations is not None],
        brs=BRS,
        document_type="E66",
    )
    assert new.after is not None
    return {
        "start": new.start.isoformat(),
        "end": new.end.isoformat(),
        "volume": str(decimal(new.quantity)),
        "reading": str(decimal(new.after)),
    }


def _estimate(transaction: Transaction, point: Point, period: Period, reading: int) -> Volume:
    day = local_day(period.start)
    meter = point.data(day).meter
    if settlement_method(point, day) != BY_PROFILE:
        raise ValueError("expected a profiled metering point (E01)")
    if meter is None or meter.number_of_digits is None or meter.constant is None:
        raise ValueError("expected a meter with number of digits and constant")
    steps = int((_expected(transaction, point, period) / meter.constant).to_integral_value(ROUND_HALF_EVEN))
    new = Volume(
        kind=VolumeKind.ESTIMATED,
        start=period.start,
        end=period.end,
        before=reading,
        after=(reading + steps) % (1000 * 10**meter.number_of_digits),
        registered=transaction.now,
        inserted=transaction.arrival,
    )
    return attrs.evolve(new, quantity=difference(new, meter.constant, meter.number_of_digits) or 0)


def _expected(transaction: Transaction, point: Point, period: Period) -> Decimal:
    """Return the expected volume of a period in thousandths of a kWh."""
    minutes = transaction.config.settlement_minutes
    key = value_key(point.identification)._replace(kind=ESTIMATED)
    values = read(transaction.get(VALUES, key) or (), period, minutes)
    if values.complete:
        return Decimal(sum(values.quantity.tolist()))
    annual = [
        volume for volume in point.data(local_day(period.start)).annual if volume.direction in {None, "Out"}
    ]
    if not annual:
        raise ValueError("expected estimated interval values or an expected annual volume")
    seconds = Decimal(int(period.duration.total_seconds()))
    return Decimal(annual[0].total) * 1000 * seconds / Decimal(int(_YEAR.total_seconds()))
