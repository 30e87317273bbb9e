"""What end users and third parties can ask a hub for, in a scenario: accesses, requests that wait, what somebody was told."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from edielkit.scenarios.report_query import ReportQuery, StepReport, describe

__all__ = ("ACCESS_REPORTS",)


def _customer(query: ReportQuery) -> str:
    """Return the identification of the end user, which must be there."""
    fields = query.fields
    return str(query.names.customer(fields.needed("customer"), fields.at("customer")).identification)


def _accesses(query: ReportQuery) -> Any:
    fields = query.fields
    party = fields.text("party")
    accesses = query.hub.accesses(
        customer=_customer(query) if "customer" in fields else None,
        party=None if party is None else query.names.gln(party, fields.at("party")),
    )
    return list(accesses)


def _waiting(query: ReportQuery) -> Any:
    return list(query.hub.waiting_requests(_customer(query)))


def _notices(query: ReportQuery) -> Any:
    return list(query.hub.end_user_notices(_customer(query)))


ACCESS_REPORTS: Mapping[str, StepReport] = MappingProxyType(
    {
        "accesses": StepReport(_accesses, describe),
        "waiting requests": StepReport(_waiting, describe),
        "notices": StepReport(_notices, describe),
    }
)
