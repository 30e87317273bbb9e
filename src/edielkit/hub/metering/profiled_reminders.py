"""Reminders about profiled points (BRS-NO-314): readings that wait for an answer, volumes and annual volumes overdue.

MI goes to MDR when a supplier's reading (BRS-NO-311) is not answered in time, with the day on which it was passed on;
PV to MDR when no period volume has come; EAC to DDM when the expected annual volume is outdated. The deadlines are
those of `Config`: none is public at Elhub. That a reminder comes again every morning is known of interval values
alone, and assumed here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from edielkit.hub.core.channels import BY_INTERVAL, BY_PROFILE, type_of
from edielkit.hub.core.records import ACTIVE, Point
from edielkit.hub.core.tables import POINTS
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering.annual_updates import last_set
from edielkit.hub.metering.payload_checks import settlement_method
from edielkit.hub.metering.profiled_volumes import records_of
from edielkit.hub.metering.readings import waiting
from edielkit.hub.metering.reminders import send_reminders
from edielkit.hub.values.volumes import anchor, held
from edielkit.market_calendar import add_working_days
from edielkit.market_time import local_day

__all__ = ("daily",)

_DAY = dt.timedelta(days=1)
# Types that have an expected annual volume of consumption.
_CONSUMES = frozenset({"E17", "E19"})
_SETTLED = frozenset({BY_PROFILE, BY_INTERVAL})
# Who is reminded, of which day, about which metering point.
_Row = tuple[str, dt.date, str]


def daily(transaction: Transaction, today: dt.date) -> None:
    """Remind each grid company, of each kind in messages of its own."""
    for kind, role, rows in (
        ("MI", "MDR", _unanswered(transaction, today)),
        ("PV", "MDR", _without_volume(transaction, today)),
        ("EAC", "DDM", _outdated(transaction, today)),
    ):
        missing: dict[str, list[tuple[dt.date, str]]] = {}
        for owner, day, point in rows:
            missing.setdefault(owner, []).append((day, point))
        for owner, listed in missing.items():
            send_reminders(transaction, listed, kind=kind, to=owner, role=role)


def _unanswered(transaction: Transaction, today: dt.date) -> Iterator[_Row]:
    days = transaction.config.reading_check_working_days
    for reading in waiting(transaction):
        passed = local_day(reading.passed)
        if add_working_days(passed, days) < today:
            yield reading.to, passed, reading.point


def _without_volume(transaction: Transaction, today: dt.date) -> Iterator[_Row]:
    days, since = transaction.config.volume_reminder_days, transaction.config.values_since
    if days is None or since is None:
        return
    for owner, point in _active(transaction, today):
        if settlement_method(point, today) != BY_PROFILE:
            continue
        last = anchor(held(records_of(transaction, point.identification)), transaction.now)
        # the first day that no volume covers
        open_ = since if last is None else max(since, local_day(last.end))
        if open_ + days * _DAY < today:
            yield owner, open_, point.identification


def _outdated(transaction: Transaction, today: dt.date) -> Iterator[_Row]:
    days, since = transaction.config.annual_reminder_days, transaction.config.values_since
    # a hub that computes the volumes itself (EI-270) reminds nobody
    if days is None or since is None or transaction.config.annual_volumes:
        return
    for owner, point in _active(transaction, today):
        if settlement_method(point, today) not in _SETTLED or type_of(point.data(today)) not in _CONSUMES:
            continue
        outdated = (last_set(transaction, point, today) or since) + days * _DAY
        if outdated < today:
            yield owner, outdated, point.identification


def _active(transaction: Transaction, today: dt.date) -> Iterator[tuple[str, Point]]:
    for name in transaction.keys(POINTS):
        point = transaction.point(name)
        area = None if point is None else transaction.structure.area(point.area)
        if point is not None and area is not None and not area.virtual and point.status(today) == ACTIVE:
            yield area.owner, point
