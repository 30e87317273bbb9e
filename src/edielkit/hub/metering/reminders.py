"""Reminders of values that are missing (BRS-NO-314): every day at 07:00, until they have come.

Values of a day are due at 07:00 on the day after, and invoice-ready (status 56, 81 or 127) at 07:00 on the fifth day
after. The hub keeps which days of which points it waits for: a morning looks at the two days that fall due, and at
those alone that it waits for already.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from edielkit.emif.messages import MeteringPoint, Reminder, RequestCollectedData, RequestCollectedDataPayload
from edielkit.emif.messages import Period as Usage
from edielkit.emif.values import Identifier
from edielkit.hub.core.exchange_points import is_exchange
from edielkit.hub.core.failures import ForItself
from edielkit.hub.core.hub_messages import MOST_PAYLOADS, frame
from edielkit.hub.core.market_records import Point
from edielkit.hub.core.state_tables import POINTS
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering.metering_records import REMINDERS
from edielkit.hub.values.calculations import sent_key
from edielkit.hub.values.exchange_registry import place_of
from edielkit.hub.values.expected import channels, is_covered, is_ready, is_settled
from edielkit.hub.values.value_records import VALUES
from edielkit.market_time import day_period

__all__ = ("JOB", "daily", "daily_for", "send_reminders")

# Name of the job.
JOB = "reminders of values"
BRS = "314"
_DOCUMENT_TYPE = "E39"
_GS1 = "9"
# Days after the usage day on which values, and invoice-ready values, are due at 07:00 (VEE 2.1 and 2.2).
_DUE, _READY_DUE = 1, 5
_DAY = dt.timedelta(days=1)


def daily(transaction: Transaction, today: dt.date) -> None:
    """Look at what falls due and at what is awaited, and remind of what is not there (ReminderType IV)."""
    by_owner: dict[str, list[tuple[dt.date, str]]] = {}
    for point in transaction.records(POINTS):
        name = point.identification
        missing: tuple[dt.date, ...] = ()
        alone = ForItself(transaction, JOB, today, name, reads_only=True)
        with alone as step:
            missing = _awaited(step, point, today)
        if alone.failed:
            continue
        _wait_for(transaction, name, missing)
        area = transaction.structure.area(point.area) if missing else None
        if area is not None:
            by_owner.setdefault(area.owner, []).extend((day, name) for day in missing)
    for owner, rows in by_owner.items():
        send_reminders(transaction, rows, kind="IV", to=owner, role="MDR")


def daily_for(transaction: Transaction, today: dt.date, name: str) -> None:
    """Look at one metering point as the job of *today* does, and remind of what is not there."""
    point = transaction.require(POINTS, name)
    missing, area = _awaited(transaction, point, today), transaction.structure.area(point.area)
    _wait_for(transaction, name, missing)
    if area is not None:
        rows = [(day, name) for day in missing]
        send_reminders(transaction, rows, kind="IV", to=area.owner, role="MDR")


def _awaited(transaction: Transaction, point: Point, today: dt.date) -> tuple[dt.date, ...]:
    """Return the days that a point should have values of and has not."""
    since = transaction.config.values_since
    assert since is not None
    due, ready_due = today - _DUE * _DAY, today - _READY_DUE * _DAY
    waits = transaction.get(REMINDERS, ("IV", point.identification)) or ()
    days = dict.fromkeys(waits)
    days.update(dict.fromkeys(day for day in (ready_due, due) if day >= since))
    return tuple(day for day in sorted(days) if _is_missing(transaction, point, day, ready=day <= ready_due))


def _wait_for(transaction: Transaction, name: str, days: tuple[dt.date, ...]) -> None:
    """Keep that these days of a point are waited for, and no others."""
    waits = transaction.get(REMINDERS, ("IV", name)) or ()
    if days and days != waits:
        transaction.put(REMINDERS, ("IV", name), days)
    elif waits and not days:
        transaction.remove(REMINDERS, ("IV", name))


def _is_missing(transaction: Transaction, point: Point, day: dt.date, *, ready: bool) -> bool:
    """Tell whether *day* should have values that are not there, or that are not invoice-ready in time."""
    if not is_settled(point, day):
        return False
    if is_exchange(point) and place_of(transaction, point.identification) is None:
        # nobody reports it: another metering point stands for it
        return False
    there = is_ready if ready else is_covered
    for key in channels(point, day):
        kept = sent_key(transaction, key, day)
        if kept is not None and not there(transaction.get(VALUES, kept) or (), day):
            return True
    return False


def send_reminders(
    transaction: Transaction, rows: Iterable[tuple[dt.date, str]], *, kind: str, to: str, role: str
) -> list[str]:
    """Send a grid company its reminders in as few messages as hold them; return their identifications.

    Args:
        transaction: The step.
        rows: Usage day and GSRN of each; none sends nothing.
        kind: ReminderType: ``IV``, ``PV``, ``MI`` or ``EAC``.
        to: GLN of the grid company.
        role: ``MDR``; ``DDM`` for EAC.
    """
    # several readings of a day wait for one answer each, and are one reminder
    listed: Sequence[tuple[dt.date, str]] = sorted(set(rows))
    identifications = []
    for place in range(0, len(listed), MOST_PAYLOADS):
        message = RequestCollectedData(
            **frame(transaction, to=to, role=role, brs=BRS, document_type=_DOCUMENT_TYPE),
            payload_measured_data_request=RequestCollectedDataPayload(
                reminder_type=kind,
                reminder=tuple(_reminder(day, name) for day, name in listed[place : place + MOST_PAYLOADS]),
            ),
        )
        transaction.send(message)
        identifications.append(message.header.identification)
    return identifications


def _reminder(day: dt.date, point: str) -> Reminder:
    period = day_period(day)
    return Reminder(
        period=Usage(start=period.start, end=period.end),
        metering_point_used_domain_location=MeteringPoint(identification=Identifier(point, _GS1)),
    )
