"""What the hub does every day at a time of the Norwegian clock: one table of jobs, in order.

The jobs begin on the day after `Config.values_since`, the first usage day for which values are expected. Each is an
appointment of its own: one that fails becomes a case (`edielkit.hub.core.failures`), the others go on, and tomorrow is
another day for all of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from edielkit.hub.core.downtime import downtime_at
from edielkit.hub.core.failures import note_failure
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.exchange_control import monitoring
from edielkit.hub.metering import annual_updates, profiled_reminders, reminders
from edielkit.hub.reconciliation import final_loss, monthly
from edielkit.hub.reconciliation import run as reconciliation_run
from edielkit.hub.settlement import daily_run as settlement
from edielkit.market_calendar import clock
from edielkit.market_time import local_day

__all__ = ("JOBS", "DailyJob", "begin", "note", "run", "run_job")

# Source of the times: 07:00 values of the day before are due (VEE 2.1); 12:00 on D+5 final report to the imbalance
# settlement (BRS-NO-502). The preliminary one, before 10:00 on D+2, goes to eSett and not to the parties of the hub.
_MORNING, _NOON = dt.time(7), dt.time(12)
_DAY = dt.timedelta(days=1)


@attrs.frozen
class DailyJob:
    """A job of every day.

    Attributes:
        time: Time of the Norwegian clock.
        run: Does it; given the step, and the day that it runs on.
        run_for: Does it for one grid area (EIC) or metering point (GSRN) of that day, where it can be done for one.
    """

    time: dt.time
    run: Callable[[Transaction, dt.date], None]
    run_for: Callable[[Transaction, dt.date, str], None] | None = None


# Name to the job, in the order in which those of one time run.
JOBS: Mapping[str, DailyJob] = MappingProxyType(
    {
        "exchange control": DailyJob(_MORNING, monitoring.daily),
        reminders.JOB: DailyJob(_MORNING, reminders.daily, reminders.daily_for),
        profiled_reminders.JOB: DailyJob(_MORNING, profiled_reminders.daily, profiled_reminders.daily_for),
        annual_updates.JOB: DailyJob(_MORNING, annual_updates.compute_monthly, annual_updates.compute_for),
        settlement.JOB: DailyJob(_MORNING, settlement.daily, settlement.daily_for),
        settlement.FREEZE: DailyJob(_NOON, settlement.freeze, settlement.freeze_for),
        reconciliation_run.JOB: DailyJob(_NOON, monthly.monthly, monthly.monthly_for),
        final_loss.JOB: DailyJob(_NOON, final_loss.yearly, final_loss.yearly_for),
    }
)


def begin(since: dt.date) -> list[tuple[dt.datetime, str]]:
    """Return instant and name of the first appointment of each job."""
    return [(clock(since + _DAY, job.time), name) for name, job in JOBS.items()]


def run(transaction: Transaction, key: str) -> None:
    """Do a job, and make its appointment of the next day; while the hub is down it waits for the end of that.

    Args:
        transaction: The step.
        key: Name of the job, with the day of one that has waited.
    """
    name, day = _read(key, transaction.now)
    down = downtime_at(transaction, transaction.now)
    if down is None:
        JOBS[name].run(transaction, day)
    else:
        transaction.schedule(down.end, "daily", f"{name}{_OF}{day.isoformat()}")
    if name == key:
        _schedule_next(transaction, name, day)


def note(transaction: Transaction, key: str, error: Exception) -> None:
    """Make a case of a job that failed, and its appointment of the next day all the same."""
    name, day = _read(key, transaction.now)
    note_failure(transaction, error, kind="daily", job=name, day=day)
    if name == key:
        _schedule_next(transaction, name, day)


# Between the name and the day of a job that has waited.
_OF = " of "


def _read(key: str, now: dt.datetime) -> tuple[str, dt.date]:
    """Return name and day of a job: today, unless it has waited."""
    if key in JOBS:
        return key, local_day(now)
    name, _, day = key.rpartition(_OF)
    return name, dt.date.fromisoformat(day)


def _schedule_next(transaction: Transaction, name: str, day: dt.date) -> None:
    transaction.schedule(clock(day + _DAY, JOBS[name].time), "daily", name)


def run_job(transaction: Transaction, name: str, day: dt.date, key: str) -> None:
    """Do the job of a day, for one grid area or metering point if *key* names one.

    Raises:
        ValueError: There is no such job any more, or it cannot be done for one.
    """
    job = JOBS.get(name)
    if job is None or (key and job.run_for is None):
        raise ValueError(f"expected one of the daily jobs: {', '.join(JOBS)}")
    if key and job.run_for is not None:
        job.run_for(transaction, day, key)
    else:
        job.run(transaction, day)
