"""Every rule of the hub has a message that breaks it, and no other rule of the hub."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.support.hub_fixtures import (
    ANNA,
    AREA,
    BERIT,
    EMPTY,
    FIRM,
    GRID,
    LAST,
    MORNING,
    NEW,
    NEXT_DOOR,
    OLD,
    POINT,
    PROFILED,
    QUIET,
    THIRD,
    TODAY,
    UNKNOWN,
    at,
    day,
    gsrn,
    hub,
    master_data,
    parties,
    point,
    points,
    structure,
    uuid,
)
from tests.support.hub_profiled import Meter
from tests.support.hub_updates import Speaker
from tests.support.metering import INDUCTIVE, collected, days, series, value_query

from edielkit.hub import Hub, Ids, Market, Structure
from edielkit.hub.core.rules import RULES
from edielkit.hub.engine.receiving import Receipt
from edielkit.market_time import Period

HERE = Path(__file__).parent
YESTERDAY = days(day(-1))
OTHER = gsrn(90)
FIRST, SECOND = dt.date(2025, 11, 1), dt.date(2026, 1, 1)
SENT = MORNING - dt.timedelta(hours=1)

Break = Callable[[Speaker], Receipt]


def receipt_of(message: Any, *more: Any, now: dt.datetime = MORNING, **config: Any) -> Receipt:
    """Return what a hub with the market, and *more* points, says of a message."""
    return hub(*more, **config).receive(message, now=now)


def after(*steps: tuple[Any, dt.datetime], **config: Any) -> Receipt:
    """Return what a hub says of the last of some messages."""
    elhub = hub(**config)
    receipts = [elhub.receive(message, now=now) for message, now in steps]
    assert all(receipt.accepted and not receipt.reasons for receipt in receipts[:-1])
    return receipts[-1]


def rolled_back_late(say: Speaker) -> Receipt:
    """Take back a change of supplier that another supplier has built on."""
    first = say.start("101", day(3))
    return after(
        (first, MORNING),
        (say.start("102", day(6), sender=THIRD, user=BERIT, now=at(day(1))), at(day(1))),
        (say.start("111", day(3), reference=first.header.identification, now=at(day(2))), at(day(2))),
    )


def without_last_resort(say: Speaker) -> Receipt:
    """End a supply where nobody takes over."""
    areas = (attrs.evolve(area, last_resort="") for area in structure().areas.values())
    market = Market(parties=parties(), structure=Structure.of(areas), points=points())
    return Hub(market, ids=Ids("bare")).receive(say.end("202", day(4)), now=MORNING)


def two_payloads(say: Speaker) -> Receipt:
    """Update master data of one point twice in one message."""
    message = say.update("302", day(0), data=master_data())
    (payload,) = message.payload_master_data_mp_event
    return receipt_of(
        attrs.evolve(message, payload_master_data_mp_event=(payload, payload)), inferred_rules_reject=False
    )


def values_of(*series: Any, **config: Any) -> Receipt:
    """Send interval values."""
    return receipt_of(collected(*series), **config)


def registered_before(_say: Speaker) -> Receipt:
    """Send values that were registered before those that are here."""
    early = MORNING - dt.timedelta(hours=2)
    return after(
        (collected(series(YESTERDAY)), MORNING), (collected(series(YESTERDAY, registered=early)), MORNING)
    )


def hole(_say: Speaker) -> Receipt:
    """Send a day that does not follow the one that is here."""
    return after((collected(series(days(day(-5)))), MORNING), (collected(series(days(day(-3)))), MORNING))


def reading(when: dt.datetime, **more: Any) -> Break:
    """Send a supplier's reading."""
    return lambda _say: receipt_of((meter := Meter()).readings(MORNING, meter.reading(when, **more)))


def volume(brs: str = "312", *, held: bool = True, **changes: Any) -> Break:
    """Send a payload of a profiled point that has a start reading, and with *held* a volume."""
    right: dict[str, Any] = {"first": SECOND, "last": TODAY, "metered": "100", "readings": ("1500", "1600")}

    def receipt(_say: Speaker) -> Receipt:
        meter = Meter()
        start = meter.value(FIRST, None, index="1000", registered=SENT)
        known_value = meter.value(FIRST, SECOND, metered="500", readings=("1000", "1500"), registered=SENT)
        payload = meter.value(**{**right, "registered": MORNING, **changes})
        there = meter.values(MORNING, start, *([known_value] if held else []))
        return after((there, MORNING), (meter.values(MORNING, payload, brs=brs), MORNING))

    return receipt


WITHDRAWN = {"metered": None, "readings": (None, None), "withdrawn": True}


def annual(*volumes: Any, **config: Any) -> Break:
    """Send expected annual volumes."""
    return lambda _say: receipt_of(Meter().annual(MORNING, *volumes), **config)


def other_data(say: Speaker) -> Receipt:
    """Send an address beside an expected annual volume."""
    message = Meter().annual(MORNING, (POINT, TODAY, [(1, "Manual", None)]))
    (payload,) = message.payload_master_data_mp_event
    changed = attrs.evolve(payload, mp_address_metering_point_address=master_data().address)
    return receipt_of(
        attrs.evolve(message, payload_master_data_mp_event=(changed,)), inferred_rules_reject=False
    )


NOT_SETTLED = attrs.evolve(point(OTHER), settlement_point=False)
BLOCKED = point(OTHER, data=master_data(blocked=True))
REMOVED = point(OTHER, status="E31", user=None)
FROM_LAST_RESORT = point(OTHER, supplier=LAST, role="SLR", since=day(-10))

BREAKS: dict[str, Break] = {
    "HUB001": lambda say: receipt_of(say.start("101", day(5), target=UNKNOWN), inferred_rules_reject=False),
    "HUB002": lambda say: receipt_of(say.start("101", day(5), target=OTHER), NOT_SETTLED),
    "HUB003": lambda say: receipt_of(
        say.ask("MDMP", sender=GRID, role="DDM", at=dt.datetime(1000, 1, 1, tzinfo=dt.UTC))
    ),
    "HUB004": lambda _say: values_of(series(YESTERDAY, point=NEXT_DOOR)),
    "HUB005": lambda say: receipt_of(say.update("122", day(0)), inferred_rules_reject=False),
    "HUB007": lambda say: receipt_of(say.end("211", day(3), sender=GRID, role="DDM", target=EMPTY)),
    "HUB010": lambda say: receipt_of(say.start("103", day(-5), target=QUIET, user=BERIT)),
    "HUB011": lambda say: receipt_of(say.start("101", day(5), target=OTHER), BLOCKED),
    "HUB012": lambda say: receipt_of(say.start("101", day(5), sender=OLD)),
    "HUB013": lambda say: receipt_of(say.end("201", day(3), sender=NEW)),
    "HUB014": lambda say: receipt_of(say.start("111", day(3), reference=uuid(900))),
    "HUB015": lambda say: after((say.access("Add"), MORNING), (say.access("Add"), MORNING)),
    "HUB016": lambda say: receipt_of(say.start("101", day(5), user=BERIT)),
    "HUB017": lambda say: receipt_of(say.start("102", day(5), user=ANNA)),
    "HUB018": lambda say: receipt_of(say.start("101", day(5)), consent_required=True),
    "HUB088": lambda say: receipt_of(say.start("103", day(-5), user=BERIT), cooling_off_asked=True),
    "HUB019": lambda say: receipt_of(say.start("104", day(-9), target=OTHER), FROM_LAST_RESORT),
    "HUB020": rolled_back_late,
    "HUB021": lambda say: receipt_of(
        say.update("121", day(0), target=OTHER, area="50YTESTAREA-00CZ", data=master_data())
    ),
    "HUB022": lambda say: receipt_of(say.update("121", day(0), area=AREA, data=master_data())),
    "HUB023": lambda say: receipt_of(say.update("212", day(0))),
    "HUB024": without_last_resort,
    "HUB026": lambda say: receipt_of(say.ask("MDMP", sender=NEW)),
    "HUB027": lambda say: receipt_of(say.access("Delete"), inferred_rules_reject=False),
    "HUB028": lambda say: receipt_of(say.look_up(customer=FIRM, postcode="0001", street="Eksempelveien")),
    "HUB029": lambda say: receipt_of(say.ask("MVTS", sender=GRID, role="DDM")),
    "HUB030": lambda say: receipt_of(say.update("302", day(0), target=OTHER), REMOVED),
    "HUB031": two_payloads,
    "HUB032": lambda _say: values_of(series(YESTERDAY, product=INDUCTIVE)),
    "HUB034": lambda _say: values_of(series(YESTERDAY, point=PROFILED)),
    "HUB035": hole,
    "HUB036": lambda _say: values_of(
        series(Period(YESTERDAY.start, YESTERDAY.start + dt.timedelta(hours=12)))
    ),
    "HUB037": registered_before,
    # where inferred rules refuse, the one on the message (SER126) comes first
    "HUB039": lambda _say: values_of(
        series(YESTERDAY, registered=MORNING + dt.timedelta(hours=1)), inferred_rules_reject=False
    ),
    "HUB040": lambda _say: receipt_of(value_query(days(day(-800), 700), sender=OLD)),
    "HUB041": lambda _say: receipt_of(value_query(days(day(-20)), sender=OLD)),
    "HUB050": reading(at(TODAY, 12), registered=MORNING),
    "HUB051": reading(at(day(-1)), target=POINT),
    "HUB052": volume(**WITHDRAWN),
    "HUB053": volume(last=day(1)),
    "HUB054": volume(first=SECOND + dt.timedelta(days=1)),
    "HUB055": volume(metered="99"),
    "HUB056": volume(direction="In"),
    "HUB057": volume("332", **WITHDRAWN, first=FIRST, last=SECOND, registered=SENT - dt.timedelta(hours=1)),
    "HUB058": volume("332", **WITHDRAWN),
    "HUB059": other_data,
    "HUB060": annual((POINT, TODAY, [(1, "Automatic", None)]), annual_volumes="EI-270"),
    "HUB061": lambda _say: receipt_of(Meter().refusal(MORNING, uuid(901), uuid(902))),
}


@pytest.mark.parametrize("code", BREAKS)
def test_a_message_that_breaks_exactly_one_rule(code, say):
    """The hub names the rule, gives its reason, and finds nothing else of its own."""
    report = BREAKS[code](say).report
    broken = {finding.code for finding in report if finding.code.startswith("HUB")}

    assert {code} == broken
    assert {str(RULES[code].reason)} == {str(finding.reason) for finding in report if finding.code == code}


# Their reasons come in later answers, which name no rule; no other rule has these reasons.
LATER = {"HUB008": "EH088", "HUB025": "EH095"}


def test_rules_of_later_answers(market, say):
    """An end user who refuses, and a grid company that cannot activate."""
    access = say.access("Add")
    market.receive(access, now=MORNING)
    market.call("refuse_access", now=MORNING, identification=access.header.identification)
    market.receive(say.start("102", day(0), user=BERIT, target=QUIET), now=MORNING)
    notice = market.sent[-1].message.header.identification
    market.receive(say.refusal(notice, target=QUIET), now=MORNING)
    sent: list[Any] = [outgoing.message for outgoing in market.sent]
    reasons = [
        str(reason)
        for outgoing in sent
        if outgoing.kind() in {"Acknowledgement", "RejectStartOfSupply"}
        for reason in outgoing.payload_response_event.response_reason_type
    ]

    assert list(LATER.values()) == reasons
    for code, reason in LATER.items():
        assert [code] == [rule.code for rule in RULES.values() if rule.reason.code == reason]


def test_no_rule_without_a_test():
    """A rule is broken here, or where its part is tested, by its code."""
    test_code = "".join(path.read_text("utf-8") for path in HERE.glob("test_*.py") if path != Path(__file__))

    assert [] == [
        code for code in RULES if code not in BREAKS and code not in LATER and f'"{code}"' not in test_code
    ]
