"""Settings of a hub: each figure for which no source has a number changes what it says."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from tests.support.hub_fixtures import (
    ANNA,
    BERIT,
    MORNING,
    NEW,
    POINT,
    TODAY,
    at,
    day,
    hub,
)
from tests.support.hub_profiled import Meter

from edielkit.hub import Config
from edielkit.hub.metering.annual_estimate import expected
from edielkit.hub.reconciliation import monthly
from edielkit.hub.settlement.basis import AreaInputs, Member, SettlementUse, settle
from edielkit.hub.settlement.validations import DEFAULTS, SettlementRule, validations
from edielkit.market_time import day_period

CONSENT = {"kind": "ChangeOfBalanceSupplierForPerson", "supplier": NEW, "customer": ANNA, "point": POINT}


@pytest.mark.parametrize("limit", [1, 2])
def test_most_messages_of_a_poll(say, limit):
    """A result holds so many messages, and the rest waits."""
    elhub = hub(poll_limit=limit)
    for brs, date in (("101", 5), ("101", 0), ("101", -1)):
        elhub.receive(say.start(brs, day(date)), now=MORNING)

    assert limit == len(elhub.poll(NEW, now=MORNING).messages)


@pytest.mark.parametrize(("days", "reasons"), [(4, ("E14",)), (6, ())])
def test_days_that_a_request_for_consent_waits(say, days, reasons):
    """A consent that is given after that is none."""
    elhub = hub(consent_required=True, consent_days=days)
    consent = elhub.call("request_consent", now=MORNING, **CONSENT)
    now = at(day(5))
    try:
        elhub.call("grant_consent", now=now, identification=consent)
    except ValueError:
        assert reasons
    message = say.start("101", day(9), consent=consent, now=now)

    assert reasons == elhub.receive(message, now=now).reasons


@pytest.mark.parametrize(("days", "reasons"), [(4, ("E14",)), (6, ())])
def test_days_that_a_consent_holds(say, days, reasons):
    """A consent that was given too long ago is none."""
    elhub = hub(consent_required=True, grant_days=days)
    consent = elhub.call("request_consent", now=MORNING, **CONSENT)
    elhub.call("grant_consent", now=MORNING, identification=consent)
    now = at(day(5))

    assert reasons == elhub.receive(say.start("101", day(9), consent=consent, now=now), now=now).reasons


@pytest.mark.parametrize(("days", "answers"), [(1, 1), (3, 0)])
def test_working_days_that_a_third_party_waits(say, days, answers):
    """A request that nobody approves is refused when they are over."""
    elhub = hub(approval_working_days=days)
    elhub.receive(say.access("Add"), now=MORNING)
    elhub.advance(at(day(2), 1))

    assert answers == len(elhub.sent)


@pytest.mark.parametrize(("back", "reasons"), [(2, ("E17",)), (3, ())])
def test_working_days_that_a_move_in_lies_back(say, back, reasons):
    """From Monday, three working days back is Wednesday."""
    elhub = hub(move_in_back=back)

    assert reasons == elhub.receive(say.start("103", day(-5), user=BERIT), now=MORNING).reasons


@pytest.mark.parametrize(("years", "reasons"), [(1, ("E50",)), (2, ())])
def test_years_that_a_reading_lies_back(years, reasons):
    """A supplier's reading of long ago is refused."""
    elhub, meter = hub(reading_years_back=years), Meter()
    receipt = elhub.receive(meter.readings(MORNING, meter.reading(at(day(-400)))), now=MORNING)

    assert reasons == receipt.reasons


@pytest.mark.parametrize(("days", "reminded"), [(1, True), (5, False)])
def test_working_days_that_a_reading_is_checked(days, reminded):
    """The grid company is reminded when they are over."""
    elhub, meter = hub(values_since=TODAY, reading_check_working_days=days), Meter()
    elhub.receive(meter.readings(MORNING, meter.reading(at(day(-1)))), now=MORNING)
    elhub.advance(at(day(4), 8))
    kinds = {
        outgoing.message.payload_measured_data_request.reminder_type
        for outgoing in elhub.sent
        if outgoing.message.kind() == "RequestCollectedData"
    }

    assert reminded == ("MI" in kinds)


@pytest.mark.parametrize(("factor", "count"), [(5, 1), (20, 0)])
def test_what_annual_volume_is_suspicious(factor, count):
    """Ten times as much is a case where the factor is smaller."""
    elhub, meter = hub(annual_suspicious_factor=factor), Meter()
    for total in (1000, 10_000):
        elhub.receive(meter.annual(MORNING, (POINT, TODAY, [(total, "Manual", None)])), now=MORNING)

    assert count == len(elhub.annual_cases())


@pytest.mark.parametrize(("days", "total"), [(365, 7025), (31, 7300)])
def test_days_until_a_previous_annual_volume_has_no_weight(days, total):
    """A month of 20 kWh a day, before which 7000 kWh a year were expected."""
    month = {dt.date(2026, 3, n): 20_000 for n in range(1, 32)}
    volume = expected(
        month, dt.date(2026, 3, 31), previous=7000, ramp_days=Config(annual_ramp_days=days).annual_ramp_days
    )

    assert volume is not None
    assert total == volume.total


@pytest.mark.parametrize(("pauses", "runs"), [((7,), 0), ((), 1)])
def test_months_without_a_reconciliation(pauses, runs):
    """July is left out, unless the setting says otherwise."""
    july = monthly.run_day(2026, 7)
    elhub = hub(values_since=july - dt.timedelta(days=3), reconciliation_pauses=pauses)
    elhub.advance(at(july, 13))

    assert runs == len(elhub.reconciliations())


@pytest.mark.parametrize(("per", "held"), [("interval", 1), ("hour", 1), ("day", 0)])
def test_what_the_limits_of_loss_are_held_against(per, held):
    """A loss of -300 kWh in one quarter, and enough in the others of the day."""
    period = day_period(TODAY)
    consumption = np.zeros(96, np.int64)
    consumption[40] = 310_000
    inputs = AreaInputs(
        area="A",
        period=period,
        minutes=15,
        members=[Member("1", "In", SettlementUse.IMPORT, 15), Member("2", "Out", SettlementUse.INTERVAL, 15)],
        values=[np.full(96, 10_000, np.int64), consumption],
        missing=[0, 0],
    )
    settled_area = settle(inputs)
    checks = validations(
        inputs,
        settled_area,
        settled_area.loss,
        DEFAULTS,
        per=Config(settlement_limits_per=per).settlement_limits_per,
    )

    assert held == len([check for check in checks if check.rule is SettlementRule.NEGATIVE])
