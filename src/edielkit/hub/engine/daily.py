"""What the hub does every day at a time of the Norwegian clock: one table, in order.

The jobs begin on the day after `Config.values_since`, the first usage day for which values are expected.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType

from edielkit.hub.core.transaction import Transaction
from edielkit.hub.exchange_control import monitoring
from edielkit.hub.metering import annual_updates, profiled_reminders, reminders
from edielkit.hub.reconciliation import final_loss, monthly
from edielkit.hub.settlement import daily_run as settlement
from edielkit.market_calendar import clock
from edielkit.market_time import local_day

__all__ = ("JOBS", "begin", "run")

Job = Callable[[Transaction, dt.date], None]

# Time of day to the jobs, in the order in which they run; each is given the step and the day that it runs on.
# Source of the times: 07:00 values of the day before are due (VEE 2.1); 12:00 on D+5 final report to the imbalance
# settlement (BRS-NO-502). The preliminary one, before 10:00 on D+2, goes to eSett and not to the parties of the hub.
JOBS: Mapping[str, tuple[Job, ...]] = MappingProxyType(
    {
        "07:00": (
            monitoring.daily,
            reminders.daily,
            profiled_reminders.daily,
            annual_updates.compute_monthly,
            settlement.daily,
        ),
        "12:00": (settlement.freeze, monthly.monthly, final_loss.yearly),
    }
)


def begin(since: dt.date) -> list[tuple[dt.datetime, str]]:
    """Return instant and time of day of each first appointment."""
    return [(clock(since + dt.timedelta(days=1), dt.time.fromisoformat(time)), time) for time in JOBS]


def run(transaction: Transaction, time: str) -> None:
    """Do the jobs of a time of day, and make the appointment of the next day."""
    day = local_day(transaction.now)
    for job in JOBS[time]:
        job(transaction, day)
    transaction.schedule(clock(day + dt.timedelta(days=1), dt.time.fromisoformat(time)), "daily", time)
