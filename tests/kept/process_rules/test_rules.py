"""The rules of processes as they are told: titles, conditions and sources of their rows, windows in words, and who may ask for an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import product
from typing import Any

import attrs
from tests.support.fast_documents import SENT, message
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_values import called
from tests.support.series_cases import block

from edielkit import catalogue
from edielkit.emif.build import context
from edielkit.emif.messages import MESSAGES
from edielkit.market_time import Period, day_period
from edielkit.process_rules import MemoryContext, check_messages, checks
from edielkit.process_rules.headers import may_ask_for_answer
from edielkit.process_rules.windows import Window

_PROCESSES = (
    "101",
    "102",
    "103",
    "104",
    "111",
    "121",
    "122",
    "123",
    "133",
    "201",
    "202",
    "211",
    "222",
    "301",
    "302",
    "305",
    "306",
    "311",
    "312",
    "313",
    "315",
    "324",
    "332",
    "402",
    "701",
    "999",
    "",
)
_DAY = day_period(dt.date(2026, 1, 20))
_H = dt.timedelta(hours=1)


def answers() -> Iterator[Answer]:
    """Yield each rule, each form of window, and what is said at the bounds of the rules on series."""
    for code, rule in catalogue.rules().items():
        if code.startswith(("BRS", "SER", "CHN")):
            yield Answer(f"rule {code}", [called(lambda rule=rule: rule)[:900], rule.title])
    for code, check in checks().items():
        fields = {
            field.name: getattr(check, field.name)
            for field in attrs.fields(type(check))
            if field.name != "rule"
        }
        said = [
            f"{name}={called(lambda value=value: value)}"
            for name, value in fields.items()
            if not callable(value)
        ]
        yield Answer(f"check {code}", ["; ".join(said)])
    for kind, brs in product(MESSAGES, _PROCESSES):
        if may_ask_for_answer(kind, brs):
            yield Answer(f"may ask {kind} {brs}", ["yes"])
    bounds = (None, -30, -1, 0, 1, 2, 5)
    for first, last, working, counted_back in product(bounds, bounds, (False, True), (False, True)):
        window = Window(first, last, working=working, counted_back=counted_back)
        today = dt.date(2026, 4, 1)
        days = [today + dt.timedelta(days=n) for n in (-45, -31, -30, -2, -1, 0, 1, 2, 5, 6, 7, 12)]
        yield Answer(
            f"window {first} {last} {working} {counted_back}",
            [
                window.words,
                "".join("1" if window.holds(today, day) else "0" for day in days),
                called(window.breach, today, days[0]),
            ],
        )
    yield from _of_bounds()
    yield from _of_processes()


def _of_bounds() -> Iterator[Answer]:
    """Yield what the rules say of series at the bounds of what they look at."""
    sent: Any = message(2, 24)
    payload = sent.payload_energy_time_series[0]
    for size, minutes in product((4, 7, 8, 9, 12), (0, 15, 30, 45)):
        start = _DAY.start + dt.timedelta(minutes=minutes)
        yield Answer(
            f"flat {size} from {minutes}",
            _said(sent, payload, "PT15M", Period(start, start + size * _H / 4), block([5] * size)),
        )
        yield Answer(
            f"uneven {size} from {minutes}",
            _said(
                sent, payload, "PT15M", Period(start, start + size * _H / 4), block([5] * (size - 1) + [6])
            ),
        )
    for rows in ((), (0,), (0, 1), (5, 6, 7)):
        yield Answer(
            f"unparsed {rows}",
            _said(
                sent, payload, "PT1H", _DAY, block([1] * 24, unparsed=tuple((row, "<x/>") for row in rows))
            ),
        )
    for negative, status in product((0, 1, 2, 24), (0, 4, 5, 6)):
        yield Answer(
            f"negative {negative} {status}",
            _said(sent, payload, "PT1H", _DAY, block([-1] * negative + [5] * (24 - negative), status=status)),
        )
    for registered, created in product((-1, 0, 1, 30), (-1, 0, 1, 12)):
        changed = attrs.evolve(payload, registration_date_time=_DAY.end + registered * _H)
        document = attrs.evolve(sent, header=attrs.evolve(sent.header, creation=_DAY.end + created * _H))
        yield Answer(
            f"registered {registered} created {created}",
            _said(document, changed, "PT1H", _DAY, block([5] * 24)),
        )
    for zero in (0, 1, 2, 24):
        yield Answer(
            f"first position {zero}",
            _said(sent, payload, "PT1H", _DAY, block([5] * 24, range(zero, zero + 24))),
        )


def _said(document: Any, payload: Any, code: str, period: Period, values: Any) -> Iterator[str]:
    edges = attrs.evolve(
        payload.observation_period_time_series_period,
        resolution_duration=code,
        start=period.start,
        end=period.end,
    )
    payloads = (
        attrs.evolve(payload, observation_period_time_series_period=edges, observation=values),
        document.payload_energy_time_series[1],
    )
    changed = attrs.evolve(
        document, payload_energy_time_series=payloads, process_energy_context=context("BRS-NO-313", "DDE")
    )
    checked = check_messages([changed], now=SENT, level="process")
    yield "; ".join(f"{finding.code} {finding.position} {finding.message}" for finding in checked.findings)


def _of_processes() -> Iterator[Answer]:
    """Yield what is not known of each process, with contexts that know all, one point, or none."""
    sent: Any = message(3, 1)
    points = [
        str(payload.metering_point_used_domain_location.identification)
        for payload in sent.payload_energy_time_series
    ]
    knowing = [
        MemoryContext.from_dict({"metering_points": [{"identification": point} for point in points[:count]]})
        for count in range(4)
    ]
    for brs in _PROCESSES:
        document = attrs.evolve(sent, process_energy_context=context(f"BRS-NO-{brs}", "DDE"))
        yield Answer(f"process {brs}", check_messages([document], now=SENT, level="business").not_checked)
    for number, known_points in enumerate(knowing):
        yield Answer(
            f"{number} points",
            check_messages([sent], now=SENT, level="business", context=known_points).not_checked,
        )
    yield Answer(
        "no process",
        check_messages(
            [attrs.evolve(sent, process_energy_context=None)], now=SENT, level="business"
        ).not_checked,
    )
    yield Answer("no context", check_messages([sent], level="business").not_checked)


def test_rules_are_told_as_kept():
    """Words, bounds and gaps."""
    assert_kept(__file__, answers())
