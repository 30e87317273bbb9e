"""What can be asked of a hub without changing it: points, values, settlements and reports, as they are now.

Each function takes a step that nothing comes of; as methods of a `Hub` they get one that reads its state.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from edielkit.harmless import quoted
from edielkit.hub.core.market_records import Point, Process
from edielkit.hub.core.queues import Queue
from edielkit.hub.core.state_tables import FAILURE_CASES, MAIL, POINTS, POLL_RESULTS, PROCESSES
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.exchange_control import monitoring
from edielkit.hub.exchange_control.exchange_records import EXCHANGE_REPORTS
from edielkit.hub.extraction import Job
from edielkit.hub.extraction import files as extraction_files
from edielkit.hub.extraction import jobs as extraction_jobs
from edielkit.hub.metering import annual_updates
from edielkit.hub.metering.metering_records import READINGS, RegisterReading
from edielkit.hub.processes import end_users
from edielkit.hub.reconciliation import run_report
from edielkit.hub.reconciliation.reconciliation_records import RECONCILIATIONS
from edielkit.hub.settlement import exchange_diagnosis, exchange_picture, settlement_reports
from edielkit.hub.values.store import ValuePiece, pieces
from edielkit.hub.values.value_records import VALUES, VOLUMES, ChannelKey, Volume
from edielkit.hub.values.volumes import held
from edielkit.market_time import Period

__all__ = (
    "accesses",
    "annual_cases",
    "completeness",
    "end_user_notices",
    "exchange_report",
    "exchange_suspects",
    "extract",
    "failure_cases",
    "final_loss",
    "jobs",
    "physical_loss",
    "picture",
    "point",
    "points",
    "price_area_sums",
    "process",
    "processes",
    "queues",
    "readings",
    "reconciliation",
    "reconciliations",
    "settlement_report",
    "values",
    "volumes",
    "waiting_requests",
)


def point(transaction: Transaction, identification: str) -> Point | None:
    """Return the metering point as it is registered, None when it is not."""
    return transaction.point(identification)


def points(transaction: Transaction) -> tuple[Point, ...]:
    """Return all metering points."""
    return tuple(transaction.records(POINTS))


def process(transaction: Transaction, identification: str) -> Process | None:
    """Return the process that the request with *identification* began, None when there is none."""
    return transaction.process(identification)


def processes(transaction: Transaction, point: str | None = None) -> tuple[Process, ...]:
    """Return all processes in the order in which they began, or those of one metering point.

    Args:
        transaction: The step.
        point: GSRN; all points if None.
    """
    return tuple(transaction.records(PROCESSES)) if point is None else transaction.history(point)


def queues(transaction: Transaction, party: str) -> dict[str, dict[str, Any]]:
    """Return what waits for a party, by queue.

    Args:
        transaction: The step.
        party: GLN.

    Returns:
        For each queue ``waiting``, the messages that no poll has given out yet, oldest first, and ``open``, the poll
        results that are not acknowledged.
    """
    results = tuple(transaction.records(POLL_RESULTS))
    return {
        queue.value: {
            "waiting": tuple(
                outgoing
                for key in sorted(transaction.keys(MAIL))
                if key[:2] == (party, queue) and (outgoing := transaction.get(MAIL, key)) is not None
            ),
            "open": tuple(result for result in results if (result.party, result.queue) == (party, queue)),
        }
        for queue in Queue
    }


def values(
    transaction: Transaction,
    point: str,
    product: str,
    direction: str,
    period: Period,
    *,
    kind: str = "",
    as_of: dt.datetime | None = None,
) -> tuple[ValuePiece, ...]:
    """Return the values of a channel that count, as runs of values that came together.

    Args:
        transaction: The step.
        point: GSRN.
        product: Product code, such as ``8716867000030`` for active energy.
        direction: ``In`` or ``Out``.
        period: Half-open period of aware instants on quarters of an hour.
        kind: Empty for values as they were sent; ``HP02``, ``HP03`` or ``HP04`` for calculated ones of a profiled
            point, ``6015`` for quarters made of hours, ``metered`` for the consumption behind the net of a recipient
            of a shared production.
        as_of: What counted at that instant; None for now, with what came at a standing clock after a run of the reconciliation.

    Returns:
        In order of time, each with its times of registration and insertion; holes are left out.
    """
    history = transaction.get(VALUES, ChannelKey(point, product, direction, kind)) or ()
    return pieces(history, period, as_of=as_of)


def volumes(transaction: Transaction, point: str, *, as_of: dt.datetime | None = None) -> tuple[Volume, ...]:
    """Return the start readings and period volumes of a profiled point that count, in order of time.

    Args:
        transaction: The step.
        point: GSRN of the metering point.
        as_of: What counted at that instant; None for now, with what came at a standing clock after a run of the reconciliation.
    """
    records = transaction.get(VOLUMES, point) or ()
    return held(records, as_of=as_of)


def readings(transaction: Transaction, point: str) -> tuple[RegisterReading, ...]:
    """Return the suppliers' readings of a point that were passed on, with what the grid company said of them."""
    return transaction.get(READINGS, point) or ()


def annual_cases(transaction: Transaction) -> tuple[dict[str, Any], ...]:
    """Return the expected annual volumes that were taken and should be looked at by a person (BRS-NO-317).

    Returns:
        Plain data: point, day, direction, previous and new total in kWh, identification of the request.
    """
    return annual_updates.cases(transaction)


def accesses(
    transaction: Transaction, *, customer: str | None = None, party: str | None = None
) -> tuple[dict[str, Any], ...]:
    """Return all accesses that an end user has given, or that a third party has, as plain data.

    See `edielkit.hub.processes.end_users.accesses`.

    Args:
        transaction: The step.
        customer: Identification of the end user; None for all.
        party: GLN of the third party; None for all.

    Raises:
        ValueError: Neither is given.
    """
    return end_users.accesses(transaction, customer=customer, party=party)


def waiting_requests(transaction: Transaction, customer: str) -> tuple[dict[str, Any], ...]:
    """Return which requests for access or consent wait for an end user, as plain data.

    See `edielkit.hub.processes.end_users.waiting_requests`.

    Args:
        transaction: The step.
        customer: Identification of the end user.
    """
    return end_users.waiting_requests(transaction, customer)


def end_user_notices(transaction: Transaction, customer: str) -> tuple[dict[str, Any], ...]:
    """Return what an end user has been told, as plain data, oldest first.

    See `edielkit.hub.processes.end_users.notices`.

    Args:
        transaction: The step.
        customer: Identification of the end user.
    """
    return end_users.notices(transaction, customer)


def failure_cases(transaction: Transaction, *, open_only: bool = False) -> tuple[dict[str, Any], ...]:
    """Return what the hub could not do for a reason that it did not foresee, as plain data, oldest first.

    `Portal.run_again` runs a job again.

    Args:
        transaction: The step.
        open_only: Those alone that have not been run again and done.

    Returns:
        Number, kind (``daily``, another kind of appointment, or ``receive``, ``poll``, ``call``), job, key (EIC, GSRN or
        identification that it was about), day, when, reason, and when it was resolved.
    """
    return tuple(
        case.to_dict()
        for case in transaction.records(FAILURE_CASES)
        if not open_only or case.resolved is None
    )


def exchange_report(transaction: Transaction, day: dt.date, area: str | None = None) -> dict[str, Any] | None:
    """Return what the check of 07:00 found wrong with the exchange points of a usage day.

    Args:
        transaction: The step.
        day: Usage day; its check is on the day after, and again while something is wrong, for five days.
        area: EIC of a grid area on either side; all if None.

    Returns:
        Plain data: day, area and findings with code, severity, message, point (GSRN), direction and areas; None when
        the day has not been checked.

    Raises:
        ValueError: The area is not known.
    """
    if area is not None:
        transaction.structure.require_area(area)
    return monitoring.report_of(transaction.get(EXCHANGE_REPORTS, day), day, area)


def exchange_suspects(transaction: Transaction, day: dt.date, area: str) -> list[dict[str, Any]]:
    """Return which exchange points may be the reason of an area's implausible loss, the likeliest first.

    Args:
        transaction: The step.
        day: Usage day.
        area: EIC of the grid area.

    Returns:
        Plain data: point (GSRN), fault, whether the loss would be plausible without it, and the reason in words;
        nothing where the losses of the area and its neighbours are within their limits.

    Raises:
        ValueError: The area is not known.
    """
    transaction.structure.require_area(area)
    return [
        {
            "point": suspect.point,
            "fault": suspect.fault.value,
            "plausible": suspect.plausible,
            "reason": suspect.reason,
        }
        for suspect in exchange_diagnosis.diagnose(transaction, area, day)
    ]


def picture(
    transaction: Transaction,
    area: str,
    day: dt.date,
    *,
    title: str | None = None,
    as_of: dt.datetime | None = None,
    language: str = "en",
) -> str:
    """Return a grid area's day as SVG: production, exchange in and out, consumption and loss, an hour a step.

    Args:
        transaction: The step.
        area: EIC of the grid area.
        day: Usage day.
        title: Title of the picture; name of the area and the day if None.
        as_of: Values that came to the hub later are left out; None for all.
        language: ``en`` or ``nb``.

    Raises:
        ValueError: The area is not known, or its sums leave 64 bits.
    """
    return exchange_picture.picture(transaction, area, day, title=title, as_of=as_of, language=language)


def settlement_report(transaction: Transaction, area: str, day: dt.date) -> list[dict[str, Any]]:
    """Return the settlement of a grid area's day in all versions, as plain data.

    See `edielkit.hub.settlement.settlement_reports.area_report`.

    Args:
        transaction: The step.
        area: EIC of the grid area.
        day: Usage day.

    Raises:
        ValueError: The area is not known.
    """
    transaction.structure.require_area(area)
    return settlement_reports.area_report(transaction, area, day)


def physical_loss(
    transaction: Transaction,
    first: dt.date,
    last: dt.date,
    *,
    price_areas: bool = False,
    hourly: bool = False,
) -> dict[str, Any]:
    """Return the physical loss of grid areas (EI-1360) or price areas (EI-1386).

    See `edielkit.hub.settlement.settlement_reports.loss_rows`.

    Args:
        transaction: The step.
        first: First usage day.
        last: Last usage day.
        price_areas: Sums of price areas, not of grid areas.
        hourly: Sums of hours, not of settlement intervals.

    Raises:
        ValueError: The last day lies before the first, or more than a year after it.
    """
    return settlement_reports.loss_rows(transaction, first, last, price_areas=price_areas, hourly=hourly)


def price_area_sums(transaction: Transaction, price_area: str, day: dt.date) -> dict[str, Any]:
    """Return the settlement of a price area's day by interval.

    See `edielkit.hub.settlement.settlement_reports.price_area_sums`.

    Args:
        transaction: The step.
        price_area: Such as ``NO1``.
        day: Usage day.

    Raises:
        ValueError: No grid area lies in it.
    """
    if not transaction.structure.in_price_area(price_area):
        raise ValueError(f"expected a price area with grid areas, found {quoted(price_area, 40)}")
    return settlement_reports.price_area_sums(transaction, price_area, day)


def completeness(
    transaction: Transaction, first: dt.date, last: dt.date, area: str | None = None
) -> list[dict[str, Any]]:
    """Return how complete and good the values of each area's days are (EI-1352).

    See `edielkit.hub.settlement.settlement_reports.completeness`.

    Args:
        transaction: The step.
        first: First usage day.
        last: Last usage day.
        area: EIC of a grid area; all if None.

    Raises:
        ValueError: The area is not known, or the last day lies before the first, or more than a year after it.
    """
    if area is not None:
        transaction.structure.require_area(area)
    return settlement_reports.completeness(transaction, first, last, area)


def reconciliations(transaction: Transaction) -> tuple[dict[str, Any], ...]:
    """Return what runs of the reconciliation (avviksoppgjør) there are, annulled ones too, as plain data."""
    runs = sorted(transaction.records(RECONCILIATIONS), key=lambda run: run.number)
    return tuple(map(run_report.summary, runs))


def reconciliation(transaction: Transaction, number: int) -> dict[str, Any] | None:
    """Return a run of the reconciliation as plain data: see `edielkit.hub.reconciliation.run_report.run_report`."""
    run = transaction.get(RECONCILIATIONS, number)
    return None if run is None else run_report.run_report(run)


def final_loss(transaction: Transaction, area: str, day: dt.date) -> dict[str, Any] | None:
    """Return the newest final loss (endelig nettap) of an area's day as plain data, kWh for each interval.

    Args:
        transaction: The step.
        area: EIC of the grid area.
        day: Usage day.

    Returns:
        None before it is one year old; the columns LS02, LS06, LS07 and LS08, see BRS-NO-324.

    Raises:
        ValueError: The area is not known.
    """
    transaction.structure.require_area(area)
    return run_report.final_loss_report(transaction, area, day)


def jobs(transaction: Transaction, party: str, *, sender: str | None = None) -> tuple[Job, ...]:
    """Return the mass extractions in which a party is the new supplier, oldest first.

    Args:
        transaction: The step.
        party: GLN of the party.
        sender: GLN of the service provider that asks for it; the party itself if None.

    Raises:
        PermissionError: The party is not known or not active, or *sender* may not act for it.
    """
    return extraction_jobs.jobs_of(transaction, party, sender)


def extract(
    transaction: Transaction, job: str, *, party: str | None = None, sender: str | None = None
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Return the name of each file of a mass extraction with its bytes, piece by piece; nothing changes.

    The files hold what counted when the job was done; they can be taken in any order, or left.

    Args:
        transaction: The step.
        job: Identification of the job.
        party: GLN of who asks; nobody is asked for when None.
        sender: GLN of the service provider that asks for it; the party itself if None.

    Raises:
        PermissionError: The party may not see the job, or *sender* may not act for it.
        ValueError: There is no such job, or it has no files.
        MissingExtraError: The files are to be Zstandard, and its package is not installed.
    """
    return extraction_files.extract(transaction, job, party=party, sender=sender)
