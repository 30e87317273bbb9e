"""The deadlines of the settlement, what is late, and why.

Sources: 09:00 on D+1 for the settlement job (user forum 2024, "later than the deadline 09:00"); BRS-NO-502: 10:00 on D+2 for the
preliminary and 12:00 on D+5 for the final report to the imbalance settlement, 12:00 on D+13 as the last chance.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from edielkit.hub.core.downtime import downtimes_in
from edielkit.hub.core.request import require_days
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.settlement.gathering import market_of
from edielkit.hub.settlement.settlement_records import SETTLEMENTS, AreaDay, key_of
from edielkit.market_calendar import clock

__all__ = ("DEADLINES", "SettlementDeadline", "deadline_rows")

_DAY = dt.timedelta(days=1)
_MORNING = dt.time(7)


class SettlementDeadline(NamedTuple):
    """A deadline of a usage day.

    Attributes:
        name: What is due.
        days: Days after the usage day.
        time: Time of the Norwegian clock.
        versions: Versions of the basis that it is kept by, each after D+.
        locked: The basis has to be locked.
    """

    name: str
    days: int
    time: dt.time
    versions: tuple[int, ...]
    locked: bool = False


DEADLINES = (
    SettlementDeadline("settlement job of D+1", 1, dt.time(9), (1,)),
    SettlementDeadline("preliminary report", 2, dt.time(10), (2,)),
    SettlementDeadline("final report", 5, dt.time(12), (5,), locked=True),
    SettlementDeadline("last report", 13, dt.time(12), (5,), locked=True),
)


def deadline_rows(transaction: Transaction, day: dt.date) -> list[dict[str, Any]]:
    """Return where each area's usage day stands against each deadline.

    Args:
        transaction: The step.
        day: Usage day.

    Returns:
        ``area``, ``deadline``, ``due``, ``passed`` (instant, None while it has not), ``state`` (``in time``, ``late``,
        ``open`` while it is not due) and ``why``: in words, empty when it is in time.

    Raises:
        ValueError: Nobody means such a day.
    """
    require_days(day)
    market = market_of(transaction)
    areas = [
        area.identification
        for area in transaction.structure.areas.values()
        if not area.virtual and (area.identification in market.own or area.identification in market.over)
    ]
    return [_row(transaction, area, day, deadline) for area in areas for deadline in DEADLINES]


def _row(transaction: Transaction, area: str, day: dt.date, deadline: SettlementDeadline) -> dict[str, Any]:
    due = clock(day + deadline.days * _DAY, deadline.time)
    records = [transaction.get(SETTLEMENTS, key_of(area, day, version)) for version in deadline.versions]
    record = next((record for record in records if record is not None), None)
    passed = None if record is None or (deadline.locked and not record.locked) else record.passed
    state = "in time" if passed is not None and passed <= due else "late"
    if passed is None and transaction.now < due:
        state = "open"
    why = [] if state == "in time" else list(_why(transaction, record, day, deadline, due))
    return {
        "area": area,
        "deadline": deadline.name,
        "due": due.isoformat(),
        "passed": None if passed is None else passed.isoformat(),
        "state": state,
        "why": why,
    }


def _why(
    transaction: Transaction,
    record: AreaDay | None,
    day: dt.date,
    deadline: SettlementDeadline,
    due: dt.datetime,
) -> Iterator[str]:
    morning = clock(day + deadline.days * _DAY, _MORNING)
    if transaction.now >= morning:
        for down in downtimes_in(transaction, morning, min(due, transaction.now)):
            kind = "planned" if down.planned else "unplanned"
            yield f"the hub was down ({kind}) from {down.start.isoformat()} to {down.end.isoformat()}"
    if record is None:
        yield "the day has not been calculated"
        return
    yield from (f"{check.rule.value}: {check.text}" for check in record.checks)
    if record.missing:
        points = len({missing.point for missing in record.missing})
        yield f"values of {points} metering points were missing"
    if record.released:
        yield "a person let it pass"
