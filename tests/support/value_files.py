"""Files of values for the tests: days of hours or quarters, as rows of each form."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal

from edielkit.market_time import OSLO, day_period
from edielkit.series import Observations, TimeSeries

POINT = "707057500000000008"
PRODUCT = "8716867000030"
SPRING, AUTUMN, SUMMER = dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2026, 6, 1)


def day_series(day: dt.date, minutes: int = 60, **fields: object) -> TimeSeries:
    """Return the series of a day: thousandths that count up from one."""
    period = day_period(day)
    count = period.duration // dt.timedelta(minutes=minutes)
    common = {"metering_point": POINT, "product": PRODUCT, "unit": "kWh", "direction": "Out"}
    return TimeSeries(
        **{**common, **fields},
        resolution={60: "PT1H", 15: "PT15M"}[minutes],
        period=period,
        observations=Observations.metered(Decimal(n).scaleb(-3) for n in range(1, count + 1)),
    )


def intervals(day: dt.date, minutes: int = 60) -> Iterator[tuple[dt.datetime, dt.datetime, str]]:
    """Yield start and end in Norwegian time and the amount with a decimal comma, of each value of `day_series`."""
    step = dt.timedelta(minutes=minutes)
    start = day_period(day).start
    for n, value in enumerate(day_series(day, minutes).observations):
        at = start + n * step
        yield at.astimezone(OSLO), (at + step).astimezone(OSLO), str(value.quantity).replace(".", ",")


def norwegian(instant: dt.datetime) -> str:
    """Return a time of the Norwegian clock, without a zone."""
    return f"{instant:%d.%m.%Y %H:%M}"


def end_user_file(day: dt.date, minutes: int = 60, *, clock: bool = False, quality: str = "") -> bytes:
    """Return an end user's file of either generation."""
    head = ["Fra", "Til", f"KWH {minutes} Forbruk", *(["Kvalitet"] if quality else [])]
    sign = "," if clock else ";"
    lines = [sign.join(head)]
    for start, end, amount in intervals(day, minutes):
        times = [norwegian(start), norwegian(end)] if clock else [start.isoformat(), end.isoformat()]
        lines.append(sign.join([*times, f'"{amount}"' if clock else amount, *([quality] if quality else [])]))
    return (("" if clock else "\ufeff") + "\n".join(lines) + "\n").encode()


def sheet(day: dt.date, minutes: int = 60, *, ends: bool = False) -> bytes:
    """Return a spreadsheet's file of a day, in times of the Norwegian clock."""
    lines = ["Målepunkt;Fra;Til;kWh" if ends else "Målepunkt;Fra;kWh"]
    for start, end, amount in intervals(day, minutes):
        times = [norwegian(start), *([norwegian(end)] if ends else [])]
        lines.append(";".join([POINT, *times, amount]))
    return ("\r\n".join(lines) + "\r\n").encode()


def energy_rows(day: dt.date, minutes: int = 60, **fields: object) -> list[dict[str, object]]:
    """Return the rows of an answer of the energy-data API."""
    return [
        {
            "startTime": start.isoformat(),
            "endTime": end.isoformat(),
            "quantityKwh": float(amount.replace(",", ".")),
            "resolution": f"PT{minutes}M",
            "productCode": PRODUCT,
            "direction": "Out",
            **fields,
        }
        for start, end, amount in intervals(day, minutes)
    ]


def energy_answer(*rows: dict[str, object], point: str = POINT) -> bytes:
    """Return an answer of the energy-data API."""
    document = {
        "data": [{"type": "metering-points", "id": point, "attributes": {"meteringValuesHour": list(rows)}}]
    }
    return json.dumps(document).encode()
