"""What can be asked of a hub without changing anything: one list, for the hub itself and for one that is shared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from edielkit.hub.core.transaction import Transaction
from edielkit.hub.engine import public_reports, reports
from edielkit.hub.engine.methods import Question

__all__ = ("Questions",)

P = ParamSpec("P")
R = TypeVar("R")


class Questions:
    """The questions as methods; whoever has them says what they are asked of (`bound`)."""

    def bound(self, function: Callable[Concatenate[Transaction, P], R]) -> Callable[P, R]:
        """Return *function* with a step that reads, and that nothing comes of."""
        raise NotImplementedError

    point = Question(reports.point)
    points = Question(reports.points)
    process = Question(reports.process)
    processes = Question(reports.processes)
    queues = Question(reports.queues)
    values = Question(reports.values)
    volumes = Question(reports.volumes)
    readings = Question(reports.readings)
    annual_cases = Question(reports.annual_cases)
    failure_cases = Question(reports.failure_cases)
    accesses = Question(reports.accesses)
    waiting_requests = Question(reports.waiting_requests)
    end_user_notices = Question(reports.end_user_notices)
    exchange_report = Question(reports.exchange_report)
    exchange_suspects = Question(reports.exchange_suspects)
    picture = Question(reports.picture)
    settlement_report = Question(reports.settlement_report)
    physical_loss = Question(reports.physical_loss)
    price_area_sums = Question(reports.price_area_sums)
    completeness = Question(reports.completeness)
    reconciliations = Question(reports.reconciliations)
    reconciliation = Question(reports.reconciliation)
    final_loss = Question(reports.final_loss)
    jobs = Question(reports.jobs)
    extract = Question(reports.extract)
    open_consumption = Question(public_reports.open_consumption)
    open_production = Question(public_reports.open_production)
    installed_capacity = Question(public_reports.installed_capacity)
    volumes_overview = Question(public_reports.volumes_overview)
    resolution_status = Question(public_reports.resolution_status)
    settlement_deadlines = Question(public_reports.settlement_deadlines)
    availability = Question(public_reports.availability)
    imbalance_deliveries = Question(public_reports.imbalance_deliveries)
    imbalance_settlement = Question(public_reports.imbalance_settlement)
    download = Question(public_reports.download)
    market_report = Question(public_reports.market_report)
