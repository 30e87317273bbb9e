"""What the hub says of values that it refuses: what was found, on which day, and what would be right, once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import edielkit
from edielkit.emif.build import collected_data, context, header
from edielkit.emif.messages import MeteringPoint, Period, RequestDataFromElhub, RequestDataFromElhubPayload
from edielkit.emif.values import Identifier
from edielkit.market_time import day_period
from edielkit.series import Observations, TimeSeries
from edielkit.testing import MarketHub

_ACTIVE = "8716867000030"


def _uuid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012x}"


def _report(hub: MarketHub, point: str, day: dt.date, *, resolution: str = "PT1H", direction: str = "Out") -> bytes:  # fmt: skip
    series = TimeSeries(
        metering_point=hub.gsrn(point),
        product=_ACTIVE,
        unit="kWh",
        direction=direction,
        resolution=resolution,
        period=day_period(day),
        registered=hub.now,
        observations=Observations.metered([1] * (96 if resolution == "PT15M" else 24)),
    )
    message = collected_data(
        [series],
        identification=_uuid(1),
        sender=hub.gln("grid company"),
        recipient=hub.own_gln,
        created=hub.now,
        new_id=lambda: _uuid(2),
    )
    return edielkit.serialize(message)


# Point, days after the first, what is otherwise; code and words of the only finding.
CASES: tuple[tuple[str, int, dict[str, Any], str, str], ...] = (
    (
        "house",
        0,
        {"direction": "In"},
        "HUB032",
        "expected 8716867000030 Out on 2026-02-02, found product 8716867000030 and direction In",
    ),
    (
        "cut-off flat",
        0,
        {},
        "HUB010",
        "expected an active metering point (E22) on 2026-02-02, found status E23",
    ),
    (
        "cabin",
        0,
        {},
        "HUB034",
        (
            "expected a metering point settled by interval on 2026-02-02; "
            "this one is profiled, and sends volumes by BRS-NO-312"
        ),
    ),
    ("house", 1, {}, "HUB035", "expected the values of 2026-02-02 before these or with them, found none"),
    (
        "house",
        0,
        {"resolution": "PT15M"},
        "CHN002",
        "expected the reading resolution PT1H of 2026-02-02, found PT15M",
    ),
    (
        "house",
        2,
        {},
        "SER106",
        "expected an End that has passed, at most 2026-02-04T08:00:00+00:00, found 2026-02-04T23:00:00+00:00",
    ),
    (
        "house",
        -1461,
        {},
        "SER107",
        "expected a Start at most 3 years back, from 2023-02-04T09:00:00+01:00 on, found 2022-02-01T23:00:00+00:00",
    ),
)


@pytest.mark.parametrize(("point", "days", "otherwise", "code", "words"), CASES)
def test_a_refusal_says_what_would_be_right(
    point: str, days: int, otherwise: dict[str, Any], code: str, words: str
) -> None:
    """Each fault is found once, with the market's reason, and its words name what was expected and what was found."""
    hub = MarketHub.expecting_values()
    hub.wait(days=2)

    receipt = hub.receive(_report(hub, point, hub.day(days), **otherwise))

    assert [(code, words)] == [(error.code, error.message) for error in receipt.report.errors]
    assert all(error.reason is not None for error in receipt.report.errors)


def _query(hub: MarketHub, who: str, first: dt.date, last: dt.date) -> bytes:
    message = RequestDataFromElhub(
        header=header(
            identification=_uuid(3),
            document_type="21",
            created=hub.now,
            sender=hub.gln(who),
            recipient=hub.own_gln,
        ),
        process_energy_context=context("BRS-NO-315", "DDQ"),
        payload_mp_event=RequestDataFromElhubPayload(
            query_type_code="MVTS",
            period=Period(start=day_period(first).start, end=day_period(last).end),
            metering_point_used_domain_location=MeteringPoint(
                identification=Identifier(hub.gsrn("house"), "9")
            ),
        ),
    )
    return edielkit.serialize(message)


@pytest.mark.parametrize(
    ("who", "first", "last", "words"),
    [
        ("old supplier", -31, -1, "expected a period with values, found none from 2026-01-02 to 2026-02-01"),
        (
            "new supplier",
            0,
            0,
            "expected days that the sender may see (none of this metering point), found 2026-02-02 to 2026-02-02",
        ),
        (
            "old supplier",
            -800,
            -780,
            "expected days that the sender may see (from 2024-01-01), found 2023-11-25 to 2023-12-15",
        ),
        ("old supplier", -400, -1, "expected at most 1 year, found 2024-12-28 to 2026-02-01"),
    ],
)
def test_a_query_that_is_refused_learns_what_may_be_asked(
    who: str, first: int, last: int, words: str
) -> None:
    """The answer names the days that were asked for, and those that the asker may see."""
    hub = MarketHub.expecting_values()

    receipt = hub.receive(_query(hub, who, hub.day(first), hub.day(last)))

    assert words in [error.message for error in receipt.report.errors]
