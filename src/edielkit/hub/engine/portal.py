"""What happens beside the messages: the calls of end users, grid companies and the hub's own staff at its portals.

`Portal` is the one table of them: a method for each, and by their names `CALLS`, for scenarios and the journal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from edielkit.hub.core import downtime
from edielkit.hub.engine import due
from edielkit.hub.engine.arguments import require_free_names
from edielkit.hub.engine.methods import Call
from edielkit.hub.extraction import jobs
from edielkit.hub.metering import annual_updates, reading_estimate
from edielkit.hub.processes import (
    access_management,
    by_elhub,
    consent,
    cooling_off,
    end_users,
    points_on_request,
    third_party,
    virtual_setup,
    written_requests,
)
from edielkit.hub.reconciliation import monthly, prices
from edielkit.hub.settlement import area_settings, daily_run
from edielkit.hub.values import exchange_registry, subscriptions

__all__ = ("CALLS", "Portal")


class Portal:
    """The calls of the portal at an instant, as methods: `Hub.portal`.

    Arguments are plain data, so that a journal can hold them: texts, numbers, truths, lists; a day is ``YYYY-MM-DD``. Each
    call raises ValueError when it is refused, and has changed nothing then.

    Args:
        by_name: Does a call: `Hub.call`.
        now: Instant of the calls.
    """

    def __init__(self, by_name: Callable[..., Any], now: dt.datetime) -> None:
        self._by_name = by_name
        self.now = now

    def call(self, name: str, arguments: dict[str, Any]) -> Any:
        """Do the call of that name."""
        require_free_names(name, arguments)
        return self._by_name(name, now=self.now, **arguments)

    request_consent = Call(consent.request)
    grant_consent = Call(consent.grant)
    revoke_consent = Call(consent.revoke)
    declare_basis = Call(cooling_off.declare_basis)
    approve_access = Call(third_party.approve)
    refuse_access = Call(third_party.refuse)
    authorise_by_url = Call(third_party.authorise_by_url)
    withdraw_access = Call(access_management.withdraw_access)
    set_access_end = Call(access_management.set_access_end)
    share_point = Call(access_management.share_point)
    set_digital_end_user = Call(end_users.set_digital_end_user)
    answer_request = Call(written_requests.answer_from_hub)
    read_requests = Call(written_requests.dialogues)
    move_portfolio = Call(by_elhub.move_portfolio)
    order_extraction = Call(jobs.order)
    extraction_jobs = Call(jobs.seen_jobs)
    create_virtual_point = Call(points_on_request.create_virtual_point)
    reverse_new_point = Call(by_elhub.reverse_new_point)
    set_up_calculation = Call(virtual_setup.set_up)
    end_calculation = Call(virtual_setup.end)
    list_calculations = Call(virtual_setup.listed)
    estimate_reading = Call(reading_estimate.estimate_reading)
    compute_annual_volumes = Call(annual_updates.compute)
    register_exchange_point = Call(exchange_registry.register)
    end_exchange_point = Call(exchange_registry.end)
    subscribe = Call(subscriptions.subscribe)
    subscriptions = Call(subscriptions.subscriptions_of)
    set_loss_parameters = Call(area_settings.set_loss_parameters)
    set_settlement_limit = Call(area_settings.set_settlement_limit)
    settlement_limits = Call(area_settings.settlement_limits)
    set_season = Call(area_settings.set_season)
    wants_basis = Call(area_settings.wants_basis)
    set_balance_responsible = Call(area_settings.set_balance_responsible)
    release_settlement = Call(daily_run.release_settlement)
    rerun_settlement = Call(daily_run.rerun_settlement)
    set_prices = Call(prices.set_prices)
    run_reconciliation = Call(monthly.run_reconciliation)
    annul_reconciliation = Call(monthly.annul_reconciliation)
    run_again = Call(due.run_again)
    record_downtime = Call(downtime.record_downtime)


# Name of the call to its function.
CALLS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {name: call.function for name, call in vars(Portal).items() if isinstance(call, Call)}
)
