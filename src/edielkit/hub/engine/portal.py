"""What happens beside the messages: the calls of end users, grid companies and the hub's own staff at its portals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from edielkit.hub.extraction import jobs
from edielkit.hub.metering import annual_updates, estimating
from edielkit.hub.processes import by_elhub, consent, requests, third_party, virtual_setup
from edielkit.hub.reconciliation import monthly, prices
from edielkit.hub.settlement import daily_run, settings
from edielkit.hub.values import exchange_registry, subscriptions

__all__ = ("CALLS",)

# Name of the call to its function; arguments are plain data, so that a journal can hold them.
CALLS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "request_consent": consent.request,
        "grant_consent": consent.grant,
        "revoke_consent": consent.revoke,
        "approve_access": third_party.approve,
        "refuse_access": third_party.refuse,
        "authorise_by_url": third_party.authorise_by_url,
        "answer_request": requests.answer_from_hub,
        "read_requests": requests.dialogues,
        "move_portfolio": by_elhub.move_portfolio,
        "order_extraction": jobs.order,
        "extraction_jobs": jobs.seen_jobs,
        "reverse_new_point": by_elhub.reverse_new_point,
        "set_up_calculation": virtual_setup.set_up,
        "end_calculation": virtual_setup.end,
        "list_calculations": virtual_setup.listed,
        "estimate_reading": estimating.estimate_reading,
        "compute_annual_volumes": annual_updates.compute,
        "register_exchange_point": exchange_registry.register,
        "end_exchange_point": exchange_registry.end,
        "subscribe": subscriptions.subscribe,
        "subscriptions": subscriptions.subscriptions_of,
        "set_loss_parameters": settings.set_loss_parameters,
        "set_settlement_limit": settings.set_settlement_limit,
        "settlement_limits": settings.settlement_limits,
        "set_season": settings.set_season,
        "wants_basis": settings.wants_basis,
        "set_balance_responsible": settings.set_balance_responsible,
        "release_settlement": daily_run.release_settlement,
        "rerun_settlement": daily_run.rerun_settlement,
        "set_prices": prices.set_prices,
        "run_reconciliation": monthly.run_reconciliation,
        "annul_reconciliation": monthly.annul_reconciliation,
    }
)
