"""The volumes of profiled points of a month: CollectedData (BRS-NO-312) of each grid company.

A profiled point has no values of its own in the settlement: what it has used comes once a month, as one volume. It is the
sum of the consumption with which `edielkit.generate.market.day_run` lets its area balance.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from edielkit.generate.market.day_clock import DayClock
from edielkit.generate.market.day_values import AreaWeather, consumption
from edielkit.generate.market.generated_market import GeneratedMarket
from edielkit.generate.market.identities import gsrn_texts, uuid_texts
from edielkit.generate.market.market_structure import PointGroup
from edielkit.generate.market.message_files import HUB, MessageFile
from edielkit.generate.market.noise import Ints, bits, key_of, whole_numbers
from edielkit.generate.market.point_columns import point_columns
from edielkit.generate.market.series_file import ACTIVE_ENERGY, UNIT, FileHead
from edielkit.generate.market.sizes import PointUse
from edielkit.market_calendar import clock
from edielkit.market_time import Period, day_period
from edielkit.series import decimal
from edielkit.verbs import from_dict, serialize

__all__ = ("closed_months", "month_volumes", "volume_files")

_DAY = dt.timedelta(days=1)
# a message has at most 9999 payloads (EMIF), and a point two of them
_MOST = 4_900
# 1 of EMIF's list MeterReadReasonCode: a reading at regular intervals
_REASON = "1"


def closed_months(days: Sequence[dt.date]) -> Iterator[list[dt.date]]:
    """Yield the months that lie in *days* from their first to their last day.

    >>> days = [dt.date(2026, 1, 30) + n * dt.timedelta(days=1) for n in range(40)]
    >>> [(month[0].isoformat(), len(month)) for month in closed_months(days)]
    [('2026-02-01', 28)]
    """
    for first in (day for day in days if day.day == 1):
        month = [day for day in days if (day.year, day.month) == (first.year, first.month)]
        if month[0] == first and (month[-1] + _DAY).day == 1:
            yield month


def month_volumes(market: GeneratedMarket, group: PointGroup, month: list[dt.date]) -> Ints:
    """Return what the points of a profiled group have used in a month, in thousandths of a kWh.

    Args:
        market: The market.
        group: The points.
        month: The days.
    """
    area = market.areas[group.area]
    columns = point_columns(market.seed, group, area.kind)
    volumes = np.zeros(group.count, np.int64)
    for day in month:
        weather = AreaWeather.of(market.seed, area.price_area, DayClock.of(day))
        used = consumption(market.seed, columns, weather, first=group.first, minutes=market.minutes_of(group))
        volumes += used.sum(axis=1)
    return volumes


def volume_files(
    market: GeneratedMarket, months: Iterable[list[dt.date]], *, recipient: str = HUB
) -> Iterator[tuple[list[dt.date], MessageFile]]:
    """Yield the messages with the volumes of months, sent at nine on the second morning after each.

    Each volume stands between the readings of its point, and that of the first month comes with a start reading.

    Args:
        market: The market.
        months: The days of each month, one after the other.
        recipient: GLN of the hub.

    Yields:
        The days of the month, and a message.

    >>> from edielkit.generate.market import generate_market
    >>> january = [dt.date(2026, 1, day) for day in range(1, 32)]
    >>> [file.name for _, file in volume_files(generate_market(10), [january])]
    ['2026-01-area-001-volumes-0000006.xml']
    """
    groups = [group for group in market.groups if group.use is PointUse.PROFILED]
    readings = [_first_readings(market, group) for group in groups]
    for number, month in enumerate(months):
        period = Period(day_period(month[0]).start, day_period(month[-1]).end)
        for place, group in enumerate(groups):
            head = FileHead(
                sender=market.owner(group.area).gln,
                recipient=recipient,
                created=clock(month[-1] + 2 * _DAY, dt.time(9)),
                registered=clock(month[-1] + 2 * _DAY, dt.time(8)),
                period=period,
                direction="Out",
                minutes=0,
            )
            before = readings[place]
            readings[place] = before + month_volumes(market, group, month)
            for start in range(0, group.count, _MOST):
                rows = slice(start, start + _MOST)
                data = _message(market, head, group.first + start, before[rows], readings[place][rows], is_first=not number)  # fmt: skip
                name = f"{month[0]:%Y-%m}-area-{group.area:03d}-volumes-{group.first + start:07d}.xml"
                yield month, MessageFile(name=name, sender=head.sender, head=head, content=data)


def _first_readings(market: GeneratedMarket, group: PointGroup) -> Ints:
    index = np.arange(group.first, group.first + group.count)
    return whole_numbers(1_000, 50_000, bits(key_of(market.seed, "readings"), index)) * 1000


def _message(
    market: GeneratedMarket, head: FileHead, first: int, before: Ints, after: Ints, *, is_first: bool
) -> bytes:
    month = head.period.start.isoformat()
    index = np.arange(first, first + len(before))
    points = gsrn_texts(first, len(before))
    payloads: list[dict[str, Any]] = []
    if is_first:
        ids = uuid_texts(market.seed, f"payload start reading {month}", index)
        payloads += map(partial(_start, head), ids, points, before.tolist())
    ids = uuid_texts(market.seed, f"payload volume {month}", index)
    payloads += map(partial(_volume, head), ids, points, before.tolist(), after.tolist())
    sender = {"identification": head.sender}
    document = {
        "header": {
            "identification": uuid_texts(market.seed, f"message volume {month}", np.array([first]))[0],
            "document_type": "E30",
            "creation": head.created.isoformat(),
            "physical_sender_energy_party": sender,
            "juridical_sender_energy_party": sender,
            "juridical_recipient_energy_party": {"identification": head.recipient},
        },
        "process_energy_context": {
            "energy_business_process": "BRS-NO-312",
            "energy_business_process_role": "DDE",
            "energy_industry_classification": "23",
        },
        "payload_energy_time_series": payloads,
    }
    return serialize(from_dict("CollectedData", document))


def _start(head: FileHead, identification: str, point: str, reading: int) -> dict[str, Any]:
    """Return the payload of the reading from which volumes are counted."""
    period = {"start": head.period.start.isoformat()}
    return _payload(head, identification, point, period, {"meter_index": _amount(reading)})


def _volume(head: FileHead, identification: str, point: str, before: int, after: int) -> dict[str, Any]:
    period = {
        "start": head.period.start.isoformat(),
        "meter_reading_start": _kwh(before),
        "end": head.period.end.isoformat(),
        "meter_reading_end": _kwh(after),
    }
    return _payload(head, identification, point, period, {"metered": _amount(after - before)})


def _payload(
    head: FileHead, identification: str, point: str, period: dict[str, str], observed: dict[str, Any]
) -> dict[str, Any]:
    return {
        "identification": identification,
        "registration_date_time": head.registered.isoformat(),
        "observation_period_time_series_period": period,
        "product_included_product_characteristics": {"identification": ACTIVE_ENERGY, "unit_type": UNIT},
        "mp_detail_measurement_metering_point_characteristic": {"direction": head.direction},
        "metering_point_used_domain_location": {"identification": point},
        "profiled_observation": observed,
    }


def _amount(amount: int) -> dict[str, str]:
    return {"quantity": _kwh(amount), "meter_read_reason_code": _REASON}


def _kwh(amount: int) -> str:
    return f"{decimal(amount):f}"
