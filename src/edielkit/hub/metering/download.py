"""An end user's metering values as a file (EI-1015), in the form of the CSV that end users download today.

The form, with its sources, is `edielkit.value_files.end_user`, where such a file is read too. Values go back three years, ten with extended storage, and are those of the end user's own time in the point.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

from edielkit.harmless import quoted
from edielkit.hub.core.channels import ACTIVE_ENERGY
from edielkit.hub.core.market_records import Occupancy, Point
from edielkit.hub.core.request import require_days
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.values.store import pieces
from edielkit.hub.values.value_kinds import PROFILES, SENT
from edielkit.hub.values.value_records import VALUES, ChannelKey
from edielkit.market_time import Period, day_period, local_day
from edielkit.series import Status, decimal
from edielkit.value_files.end_user import CALCULATED, GENERATIONS, MEASURED, Generation, file_name, head

__all__ = ("GENERATIONS", "download")

_DAY = dt.timedelta(days=1)
_OSLO = ZoneInfo("Europe/Oslo")


class _Row(NamedTuple):
    start: dt.datetime
    end: dt.datetime
    thousandths: int
    quality: str
    minutes: int


def download(
    transaction: Transaction,
    customer: str,
    point: str,
    first: dt.date,
    last: dt.date,
    *,
    generation: str = "offset",
    quality: bool = True,
) -> tuple[str, bytes]:
    """Return the name and the bytes of an end user's file of consumption.

    Args:
        transaction: The step.
        customer: Identification of the end user.
        point: GSRN of the metering point.
        first: First day.
        last: Last day.
        generation: ``offset``: semicolons, a byte order mark, times with offset; ``clock``: commas, times of the clock.
        quality: With the column Kvalitet.

    Raises:
        ValueError: The point is not the end user's on any of the days, the days are in the wrong order or too long ago,
            values of two lengths are among them, or there is no such form.
    """
    if generation not in GENERATIONS:
        raise ValueError(f"expected one of {', '.join(GENERATIONS)}; found {quoted(generation, 20)}")
    require_days(first, last)
    metering_point = transaction.point(point)
    own = [] if metering_point is None else list(_own(metering_point, customer, first, last))
    if metering_point is None or last < first or not own:
        raise ValueError("expected a metering point and days that are the end user's own")
    oldest = _oldest(transaction, own)
    if first < oldest:
        raise ValueError(f"expected days from {oldest} on")
    rows = [row for occupancy in own for row in _rows(transaction, point, occupancy, first, last)]
    lengths = sorted({row.minutes for row in rows}) or [60]
    if len(lengths) > 1:
        raise ValueError("expected days with values of one length; these have quarters and hours")
    local = transaction.now.astimezone(_OSLO)
    name = file_name(point, f"{local:%Y%m%dT%H%M}")
    return name, _file(rows, lengths[0], GENERATIONS[generation], quality=quality)


def _own(point: Point, customer: str, first: dt.date, last: dt.date) -> Iterator[Occupancy]:
    for occupancy in point.timeline.occupancies:
        inside = occupancy.start <= last and (occupancy.end is None or first < occupancy.end)
        if inside and str(occupancy.customer.identification) == customer:
            yield occupancy


def _oldest(transaction: Transaction, own: list[Occupancy]) -> dt.date:
    """Return the first day whose values an end user may have."""
    extended = any(occupancy.customer.extended_storage_metering_values for occupancy in own)
    config = transaction.config
    years = config.extended_storage_years if extended else config.storage_years
    today = local_day(transaction.now)
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        # 29 February
        return today.replace(year=today.year - years, day=28)


def _rows(
    transaction: Transaction, point: str, occupancy: Occupancy, first: dt.date, last: dt.date
) -> Iterator[_Row]:
    """Yield the values of an end user's time, of the kind that counts most; holes are left out."""
    begin = max(first, occupancy.start)
    after = last + _DAY if occupancy.end is None else min(last + _DAY, occupancy.end)
    period = Period(day_period(begin).start, day_period(after).start)
    for kind in (SENT, *PROFILES):
        history = transaction.get(VALUES, ChannelKey(point, ACTIVE_ENERGY, "Out", kind)) or ()
        runs = pieces(history, period)
        if not runs:
            continue
        for run in runs:
            step = dt.timedelta(minutes=run.minutes)
            columns = zip(run.observations.quantity.tolist(), run.observations.status.tolist(), strict=True)
            for place, (thousandths, status) in enumerate(columns):
                start = run.period.start + place * step
                measured = kind == SENT and status == Status.METERED
                yield _Row(
                    start, start + step, thousandths, MEASURED if measured else CALCULATED, run.minutes
                )
        return


def _file(rows: list[_Row], minutes: int, form: Generation, *, quality: bool) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=form.delimiter, lineterminator="\n")
    writer.writerow(head(minutes, quality=quality))
    for row in rows:
        value = str(decimal(row.thousandths)).replace(".", ",")
        cells = (_time(row.start, form), _time(row.end, form), value)
        writer.writerow((*cells, row.quality) if quality else cells)
    return (form.mark + text.getvalue()).encode("utf-8")


def _time(instant: dt.datetime, form: Generation) -> str:
    local = instant.astimezone(_OSLO)
    return local.isoformat() if form.offset else f"{local:%d.%m.%Y %H:%M}"
