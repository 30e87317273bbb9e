"""The validations that a grid area's basis passes before it is released (valideringer for balanseavregning, EI-1274).

Source of rules, limits, states and of who may change what:
https://dok.elhub.no/15min/valideringer-for-balanseavregning-blir-konfigure-2 (planned defaults). The page is cut in its
fourth rule. The rule on negative loss was changed in spring 2024 to a limit that is not published.
"""

from __future__ import annotations

import datetime as dt
from calendar import isleap
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

import attrs
import numpy as np

from edielkit.exchange.grid_loss import LossConstants, LossLimits
from edielkit.hub.core.apportioning import Ints, shared
from edielkit.hub.settlement.basis import BOUND, AreaInputs, AreaSettlement, SettlementUse
from edielkit.market_time import local_day
from edielkit.series import decimal, thousandths

__all__ = (
    "DEFAULTS",
    "NAMES",
    "CheckState",
    "RuleSetting",
    "SettlementCheck",
    "SettlementRule",
    "bounds",
    "checked_loss",
    "expected_profiled",
    "prerequisites",
    "validations",
)


class CheckState(StrEnum):
    """What a broken validation does to its grid area; other areas go on."""

    FAILED = "failed"  # Feilet: to be mended before the calculation
    ON_HOLD = "on hold"  # På vent: a person decides
    WARNING = "warning"  # Advarsel: information only


class SettlementRule(StrEnum):
    """The validations."""

    CONSTANTS = "loss constants missing"
    NEGATIVE = "negative loss"
    HIGH = "high loss"
    INCOMPLETE = "values missing"
    SILENT = "no values"
    SUMS = "sums too large"
    UNFORESEEN = (
        "unforeseen error"  # no validation: the hub met an error of its own, and the area goes on tomorrow
    )


_HOUR = 60

# The Norwegian names where there is one; the last three are this hub's own.
NAMES: Mapping[SettlementRule, str] = MappingProxyType(
    {
        SettlementRule.CONSTANTS: "Tapskonstanter mangler",
        SettlementRule.NEGATIVE: "Negativt tap",
        SettlementRule.HIGH: "Høyt tap",
        SettlementRule.INCOMPLETE: "",
        SettlementRule.SILENT: "",
        SettlementRule.SUMS: "",
    }
)


@attrs.frozen(kw_only=True)
class RuleSetting:
    """How a validation is set for an area.

    Attributes:
        state: What breaking it does.
        limit: Loss in kWh of an interval; None for rules without one.
        share: Share of gross infeed, from 0 to 1 with at most four decimals; None for rules without one.
        enabled: It is on.
        grid_may_change: The grid company may change its limit.
        grid_may_switch: The grid company may switch it off and on.
    """

    state: CheckState
    limit: Decimal | None = None
    share: Decimal | None = None
    enabled: bool = True
    grid_may_change: bool = False
    grid_may_switch: bool = False


# the amounts are those that the balance of exchange points flags a loss by
_LIMITS = LossLimits()
DEFAULTS: Mapping[SettlementRule, RuleSetting] = MappingProxyType(
    {
        SettlementRule.CONSTANTS: RuleSetting(state=CheckState.FAILED),
        SettlementRule.NEGATIVE: RuleSetting(state=CheckState.ON_HOLD, limit=_LIMITS.negative),
        SettlementRule.HIGH: RuleSetting(
            state=CheckState.ON_HOLD, limit=_LIMITS.high, share=_LIMITS.high_share
        ),
        SettlementRule.INCOMPLETE: RuleSetting(state=CheckState.WARNING),
        SettlementRule.SILENT: RuleSetting(state=CheckState.FAILED),
        SettlementRule.SUMS: RuleSetting(state=CheckState.FAILED),
    }
)


@attrs.frozen(kw_only=True)
class SettlementCheck:
    """A validation that an area's day does not pass.

    Attributes:
        rule: The validation.
        state: What it does.
        text: What was expected and found.
    """

    rule: SettlementRule
    state: CheckState
    text: str


def prerequisites(
    inputs: AreaInputs, constants: LossConstants | None, settings: Mapping[SettlementRule, RuleSetting]
) -> list[SettlementCheck]:
    """Return what keeps the calculation from being done.

    Constants are needed where a loss is estimated: with consumption that is not metered at the settlement resolution
    (assumption; the rule says "MGA lacks loss constants" of any area).
    """
    return [
        *_constants(inputs, constants, settings[SettlementRule.CONSTANTS]),
        *_silent(inputs, settings[SettlementRule.SILENT]),
    ]


def _constants(
    inputs: AreaInputs, constants: LossConstants | None, setting: RuleSetting
) -> Iterator[SettlementCheck]:
    needed = any(member.use in {SettlementUse.HOURLY, SettlementUse.PROFILED} for member in inputs.members)
    if constants is None and needed and setting.enabled:
        words = "expected idle loss (tomgangstap) and loss constant (tapskonstant) of the area, found none"
        yield SettlementCheck(rule=SettlementRule.CONSTANTS, state=setting.state, text=words)


def _silent(inputs: AreaInputs, setting: RuleSetting) -> Iterator[SettlementCheck]:
    metered = [
        (values, missing)
        for member, values, missing in zip(inputs.members, inputs.values, inputs.missing, strict=True)
        if member.use is not SettlementUse.PROFILED
    ]
    if setting.enabled and metered and all(missing == len(values) for values, missing in metered):
        words = f"expected values of {len(metered)} channels, found none at all"
        yield SettlementCheck(rule=SettlementRule.SILENT, state=setting.state, text=words)


def validations(
    inputs: AreaInputs,
    basis: AreaSettlement,
    loss: Ints,
    settings: Mapping[SettlementRule, RuleSetting],
    *,
    per: str = "interval",
) -> list[SettlementCheck]:
    """Return the validations that a calculated basis does not pass.

    Args:
        inputs: The channels, with what is missing.
        basis: The basis.
        loss: The loss to check, see `checked_loss`.
        settings: How each validation is set.
        per: What the limits in kWh are held against: each settlement ``interval`` (trust: inferred, the loss constants are
            given for an interval), each ``hour`` or the whole ``day``; the page does not say.
    """
    checked = _CheckedLoss.of(basis, loss, per)
    return [
        *_negative(checked, settings),
        *_high(checked, settings),
        *_incomplete(inputs, settings[SettlementRule.INCOMPLETE]),
    ]


@attrs.frozen(kw_only=True, eq=False)
class _CheckedLoss:
    """Loss and gross infeed of the stretches of time that the limits are held against."""

    start: dt.datetime
    step: dt.timedelta
    per: str
    loss: Ints
    gross: Ints

    @classmethod
    def of(cls, basis: AreaSettlement, loss: Ints, per: str) -> _CheckedLoss:
        count = {"interval": 1, "hour": _HOUR // basis.minutes, "day": len(loss)}[per]
        return cls(
            start=basis.period.start.astimezone(dt.UTC),
            step=count * dt.timedelta(minutes=basis.minutes),
            per=per,
            loss=loss.reshape(-1, count).sum(axis=1),
            gross=basis.gross_infeed.reshape(-1, count).sum(axis=1),
        )

    def words(self, place: int) -> str:
        return f"{decimal(int(self.loss[place]))} kWh at {self.start + place * self.step:%Y-%m-%dT%H:%MZ}"

    def count(self, wrong: int) -> str:
        return f"{wrong} of {len(self.loss)} {self.per}s"


def expected_profiled(inputs: AreaInputs, factors: tuple[Decimal, ...] = ()) -> Ints:
    """Return the profiled consumption that annual volumes let expect: an even year, times the month's factor.

    Trust: the rule on negative loss speaks of a "seasonally adjusted expected JIP"; its formula is NOT FOUND, this one is
    derived.

    Args:
        inputs: The channels; profiled points bring their annual volumes.
        factors: Factors of January to December, at most four decimals; 1 without.

    Raises:
        ValueError: It is no energy that anybody uses.
    """
    annual = sum(max(member.annual, 0) for member in inputs.members if member.use is SettlementUse.PROFILED)
    day = local_day(inputs.period.start)
    factor = Fraction(factors[day.month - 1]) if factors else Fraction(1)
    hours = Fraction(int(inputs.period.duration.total_seconds()), 3600)
    whole = int(annual * 1000 * factor * hours / (24 * (366 if isleap(day.year) else 365)))
    if whole > BOUND * inputs.count:
        raise ValueError("the expected profiled consumption is above 100 GWh in an interval")
    return shared(np.array([whole]), np.ones((1, inputs.count), np.int64)).reshape(-1)


def checked_loss(
    inputs: AreaInputs, basis: AreaSettlement, factors: tuple[Decimal, ...] = (), *, expected: bool = True
) -> Ints:
    """Return the loss that the limits are held against.

    With profiled points the estimated loss always closes the balance; so the loss is checked that would be left with
    their expected consumption (the rule's words; trust: derived). Without them it is the loss itself.

    Args:
        inputs: The channels; profiled points bring their annual volumes.
        basis: The basis.
        factors: Factors of January to December for the expected consumption.
        expected: False checks the loss itself in any area.
    """
    if not basis.shares or not expected:
        return basis.loss
    return basis.loss + basis.profiled - expected_profiled(inputs, factors)


def bounds(gross: Ints, settings: Mapping[SettlementRule, RuleSetting]) -> tuple[int | None, Ints | None]:
    """Return the least and the most loss of each interval that pass, in thousandths; None for a rule that is off.

    Args:
        gross: Gross infeed of each interval, thousandths of a kWh.
        settings: How each validation is set.
    """
    negative, high = settings[SettlementRule.NEGATIVE], settings[SettlementRule.HIGH]
    low = most = None
    if negative.enabled and negative.limit is not None:
        low = thousandths(negative.limit)
    if high.enabled and high.limit is not None and high.share is not None:
        # values are below 2**48, a share has four decimals at most: quotient and rest apart stay within 64 bits
        share = Fraction(high.share)
        whole, remainder = np.divmod(gross, share.denominator)
        part = whole * share.numerator + remainder * share.numerator // share.denominator
        most = np.maximum(part, thousandths(high.limit))
    return low, most


def _negative(
    checked: _CheckedLoss, settings: Mapping[SettlementRule, RuleSetting]
) -> Iterator[SettlementCheck]:
    least, setting = bounds(checked.gross, settings)[0], settings[SettlementRule.NEGATIVE]
    low = np.flatnonzero(checked.loss < least) if least is not None else _NONE
    if len(low):
        worst = int(low[int(np.argmin(checked.loss[low]))])
        yield SettlementCheck(
            rule=SettlementRule.NEGATIVE,
            state=setting.state,
            text=f"expected a loss of at least {setting.limit} kWh, found {checked.words(worst)};"
            f" {checked.count(len(low))}",
        )


def _high(checked: _CheckedLoss, settings: Mapping[SettlementRule, RuleSetting]) -> Iterator[SettlementCheck]:
    most, setting = bounds(checked.gross, settings)[1], settings[SettlementRule.HIGH]
    high = np.flatnonzero(checked.loss > most) if most is not None else _NONE
    if len(high) and setting.share is not None:
        worst = int(high[int(np.argmax(checked.loss[high]))])
        gross = decimal(int(checked.gross[worst]))
        yield SettlementCheck(
            rule=SettlementRule.HIGH,
            state=setting.state,
            text=f"expected a loss of at most {setting.share * 100:f} % of gross infeed or {setting.limit} kWh, found"
            f" {checked.words(worst)} of {gross} kWh; {checked.count(len(high))}",
        )


_NONE = np.zeros(0, np.intp)


def _incomplete(inputs: AreaInputs, setting: RuleSetting) -> Iterator[SettlementCheck]:
    lacking = [member.point for member, count in zip(inputs.members, inputs.missing, strict=True) if count]
    if lacking and setting.enabled:
        yield SettlementCheck(
            rule=SettlementRule.INCOMPLETE,
            state=setting.state,
            text=f"expected every value; {_counted(sum(inputs.missing), 'value')} of"
            f" {_counted(len(set(lacking)), 'metering point')} missing, counted as zero",
        )


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
