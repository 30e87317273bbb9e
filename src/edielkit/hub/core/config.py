"""How a hub is set up: whose GLN it has, and the figures for which the standard has no public number."""

from __future__ import annotations

import datetime as dt

import attrs

__all__ = ("Config",)


@attrs.frozen(kw_only=True)
class Config:
    """Settings of a hub; the defaults are Elhub's where they are known, else those of `edielkit.hub.assumptions`.

    Attributes:
        gln: GLN of the hub; Elhub's own is 7080003824349.
        consent_required: Start of supply needs a ConsentID (samtykkekontroll, EI-1363).
        cooling_off_asked: A move-in back in time (103) of a consumer by a supplier needs a declared basis, or goes to the
            supplier of last resort (EI-1367).
        inferred_rules_reject: A rule that is only inferred, and has a reason code, refuses a message too.
        poll_limit: Most messages in one poll result.
        unknown_polls_accepted: An acknowledgement of a poll result that does not wait is accepted, and does nothing, as
            a client reports of Elhub; otherwise it gets a SOAP fault of the group Other.
        move_in_back: Working days that a move-in (103) and a supply of last resort (104) may lie back.
        consent_days: Days that a request for consent waits for the customer.
        grant_days: Days that a consent holds.
        approval_working_days: Working days that a third party's request waits for the end user.
        values_since: First usage day for which metering values are expected; None when nobody watches over them, and
            no daily job runs.
        shorter_periods: Production and exchange may be sent in parts of a day (VEE 2.2: by agreement).
        storage_years: Years that values can be asked for (BRS-NO-315).
        extended_storage_years: The same of exchange points, and of end users with extended storage.
        settlement_minutes: Length of an interval of the balance settlement; a quarter since 22 January 2024.
        settlement_hours: How hourly consumption is spread over quarters: ``jip`` by the area's profile (the formula is
            derived from the text), ``flat`` in equal parts, as hourly production is.
        settlement_limits_per: What the limits of negative and high loss are held against: each ``interval`` (inferred),
            ``hour`` or ``day``; the source does not say.
        settlement_checked_loss: Loss that is checked in an area with profiled points: ``expected``, with the consumption
            that their annual volumes let expect (derived from the rule's words), or ``actual``.
        reconcile_hourly_as: BusinessType that corrected hourly consumption in quarters (6015) is reconciled as: ``RE04``
            is inferred, as RE01 is published without it; ``RE01`` puts all interval consumption together.
        reconciliation_pauses: Months, 1 to 12, without a reconciliation: July is excepted by agreement.
        annual_volumes: Empty when the hub computes no expected annual volumes; ``2.4.3`` for those of consumption,
            ``EI-270`` for consumption and production, with their direction.
        annual_change_percent: A computed annual volume is used when it differs by this share from the one that holds.
        annual_ramp_days: Days of values after which a computed annual volume leaves the previous one no weight.
        annual_suspicious_factor: An annual volume this many times the previous one, or that part of it, is a case.
        reading_check_working_days: Working days that the grid company has to check a supplier's reading (311).
        reading_years_back: Years that a supplier's reading (311) may lie back.
        annual_reminder_days: Days after which an annual volume is outdated and the grid company reminded; None for
            never, as no deadline is public.
        volume_reminder_days: The same of period volumes of profiled points.
        open_data_area_points: Consumption points of a grid area from which on its consumption by group is published; 5,000
            is named in the user forum of 2024.
        open_data_fewest_points: Metering points that a published sum is made of at least.
    """

    gln: str = "7080003824349"
    consent_required: bool = False
    cooling_off_asked: bool = False
    inferred_rules_reject: bool = True
    poll_limit: int = 100
    unknown_polls_accepted: bool = True
    move_in_back: int = 30
    consent_days: int = 28
    grant_days: int = 365
    approval_working_days: int = 3
    values_since: dt.date | None = None
    shorter_periods: bool = False
    storage_years: int = 3
    extended_storage_years: int = 10
    settlement_minutes: int = attrs.field(default=15, validator=attrs.validators.in_((15, 60)))
    settlement_hours: str = attrs.field(default="jip", validator=attrs.validators.in_(("jip", "flat")))
    settlement_limits_per: str = attrs.field(
        default="interval", validator=attrs.validators.in_(("interval", "hour", "day"))
    )
    settlement_checked_loss: str = attrs.field(
        default="expected", validator=attrs.validators.in_(("expected", "actual"))
    )
    reconcile_hourly_as: str = attrs.field(default="RE04", validator=attrs.validators.in_(("RE04", "RE01")))
    reconciliation_pauses: tuple[int, ...] = (7,)
    annual_volumes: str = attrs.field(default="", validator=attrs.validators.in_(("", "2.4.3", "EI-270")))
    annual_change_percent: int = 5
    annual_ramp_days: int = 365
    annual_suspicious_factor: int = 10
    reading_check_working_days: int = 3
    reading_years_back: int = 3
    annual_reminder_days: int | None = None
    volume_reminder_days: int | None = None
    open_data_area_points: int = 5_000
    open_data_fewest_points: int = 5
