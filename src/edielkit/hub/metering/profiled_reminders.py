"""Reminders about profiled points (BRS-NO-314): readings that wait for an answer, volumes and annual volumes overdue.

MI goes to MDR when a supplier's reading (BRS-NO-311) is not answered in time, with the day on which it was passed on;
PV to MDR when no period volume has come; EAC to DDM when the expected annual volume is outdated. The deadlines are
those of `Config`: none is public at Elhub. That a reminder comes again every morning is known of interval values
alone, and assumed here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from edielkit.hub.core.channels import BY_INTERVAL, BY_PROFILE, type_of
from edielkit.hub.core.failures import ForItself
from edielkit.hub.core.market_records import ACTIVE, Point
from edielkit.hub.core.state_tables import POINTS
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering.annual_updates import last_set
from edielkit.hub.metering.metering_records import READINGS
from edielkit.hub.metering.payload_checks import settlement_method
from edielkit.hub.metering.profiled_volumes import records_of
from edielkit.hub.metering.readings import waiting
from edielkit.hub.metering.reminders import send_reminders
from edielkit.hub.values.volumes import anchor, held
from edielkit.market_calendar import add_working_days
from edielkit.market_time import local_day

__all__ = ("JOB", "daily", "daily_for")

# Name of the job.
JOB = "reminders of profiled points"

_DAY = dt.timedelta(days=1)
# Types that have an expected annual volume of consumption.
_CONSUMES = frozenset({"E17", "E19"})
_SETTLED = frozenset({BY_PROFILE, BY_INTERVAL})
# Who is reminded of which day of a metering point, None when nobody is.
_Row = tuple[str, dt.date]


def daily(transaction: Transaction, today: dt.date) -> None:
    """Remind each grid company, of each kind in messages of its own."""
    _remind(transaction, today, transaction.keys(READINGS), transaction.keys(POINTS))


def daily_for(transaction: Transaction, today: dt.date, name: str) -> None:
    """Remind of one metering point as the job of *today* does."""
    _remind(transaction, today, (name,), (name,))


def _remind(transaction: Transaction, today: dt.date, read: Iterable[str], points: Sequence[str]) -> None:
    """Remind of the points that readings were passed on for, and of all points that volumes are missing of."""
    failed: set[str] = set()
    for kind, role, names, row_of in (
        ("MI", "MDR", read, _unanswered),
        ("PV", "MDR", points, _without_volume),
        ("EAC", "DDM", points, _outdated),
    ):
        missing: dict[str, list[tuple[dt.date, str]]] = {}
        for name in names:
            alone = ForItself(transaction, JOB, today, name, noted=name in failed, reads_only=True)
            with alone as part:
                for owner, day in row_of(part, part.require(POINTS, name), today):
                    missing.setdefault(owner, []).append((day, name))
            if alone.failed:
                failed.add(name)
        for owner, listed in missing.items():
            send_reminders(transaction, listed, kind=kind, to=owner, role=role)


def _unanswered(transaction: Transaction, point: Point, today: dt.date) -> Iterator[_Row]:
    days = transaction.config.reading_check_working_days
    for reading in waiting(transaction, point.identification):
        passed = local_day(reading.passed)
        if add_working_days(passed, days) < today:
            yield reading.to, passed


def _without_volume(transaction: Transaction, point: Point, today: dt.date) -> Iterator[_Row]:
    days, since = transaction.config.volume_reminder_days, transaction.config.values_since
    owner = _owner(transaction, point, today)
    if days is None or since is None or owner is None or settlement_method(point, today) != BY_PROFILE:
        return
    last = anchor(held(records_of(transaction, point.identification)), transaction.now)
    # the first day that no volume covers
    open_ = since if last is None else max(since, local_day(last.end))
    if open_ + days * _DAY < today:
        yield owner, open_


def _outdated(transaction: Transaction, point: Point, today: dt.date) -> Iterator[_Row]:
    days, since = transaction.config.annual_reminder_days, transaction.config.values_since
    # a hub that computes the volumes itself (EI-270) reminds nobody
    if days is None or since is None or transaction.config.annual_volumes:
        return
    owner = _owner(transaction, point, today)
    consumes = owner is not None and type_of(point.data(today)) in _CONSUMES
    if owner is None or not consumes or settlement_method(point, today) not in _SETTLED:
        return
    outdated = (last_set(transaction, point, today) or since) + days * _DAY
    if outdated < today:
        yield owner, outdated


def _owner(transaction: Transaction, point: Point, today: dt.date) -> str | None:
    """Return the grid company of an active metering point in a real grid area."""
    area = transaction.structure.area(point.area)
    return area.owner if area is not None and not area.virtual and point.status(today) == ACTIVE else None
