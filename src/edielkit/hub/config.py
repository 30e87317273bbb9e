"""How a hub is set up: whose GLN it has, and the figures for which the standard has no public number."""

from __future__ import annotations

import datetime as dt

import attrs

__all__ = ("Config",)


@attrs.frozen(kw_only=True)
class Config:
    """Settings of a hub; the defaults are Elhub's where they are known, else the assumptions of `ASSUMPTIONS`.

    Attributes:
        gln: GLN of the hub; Elhub's own is 7080003824349.
        consent_required: Start of supply needs a ConsentID (samtykkekontroll, EI-1363).
        inferred_rules_reject: A rule that is only inferred, and has a reason code, refuses a message too.
        poll_limit: Most messages in one poll result.
        move_in_back: Working days that a move-in (103) and a supply of last resort (104) may lie back.
        consent_days: Days that a request for consent waits for the customer.
        grant_days: Days that a consent holds.
        approval_working_days: Working days that a third party's request waits for the end user.
        values_since: First usage day for which metering values are expected; None when nobody watches over them, and
            no daily job runs.
        settlement_minutes: Length of an interval of the balance settlement; a quarter since 22 January 2024.
    """

    gln: str = "7080003824349"
    consent_required: bool = False
    inferred_rules_reject: bool = True
    poll_limit: int = 100
    move_in_back: int = 30
    consent_days: int = 28
    grant_days: int = 365
    approval_working_days: int = 3
    values_since: dt.date | None = None
    settlement_minutes: int = 15
