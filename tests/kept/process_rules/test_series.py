"""Messages of values whose series are odd in each way: periods, steps, places, amounts, statuses, and several of one point."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import permutations, product
from typing import Any

import attrs
from tests.support.fast_documents import SENT, message, notify
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_values import called
from tests.support.series_cases import block

from edielkit.emif.build import context
from edielkit.market_calendar import add_working_days
from edielkit.market_time import Period, day_period
from edielkit.process_rules import check_messages
from edielkit.process_rules.series_order import overlapping_series
from edielkit.process_rules.series_periods import many_values
from edielkit.process_rules.windows import breach_of, window_of, windows
from edielkit.series import Observations

_H = dt.timedelta(hours=1)
_DAY = day_period(dt.date(2026, 1, 20))
_NOWS = (SENT, _DAY.start + 2 * _H, SENT + 1200 * 24 * _H, None)
_FEBRUARY = day_period(dt.date(2026, 2, 1)).start


def series() -> Iterator[tuple[str, str, Period, Observations]]:
    """Yield a name, a resolution, a period and values."""
    usual = [1000 + n * 37 % 400 for n in range(100)]
    for code, size in (
        ("PT1H", 24),
        ("PT15M", 96),
        ("PT5M", 288),
        ("PT30M", 48),
        ("P1M", 1),
        ("P1D", 1),
        ("x", 24),
    ):
        yield code, code, _DAY, block([n * 37 % 400 for n in range(size)])
    for words, values in {
        "none": block([]), "one": block([5]), "one less": block(usual[:23]), "one more": block(usual[:25]), "two more": block(usual[:26]), "hole": block(usual[:23], [*range(1, 12), *range(13, 25)]), "holes": block(usual[:20], range(1, 40, 2)), "from zero": block(usual[:24], range(24)), "from two": block(usual[:24], range(2, 26)), "from minus one": block(usual[:24], range(-1, 23)),
        "turned": block(usual[:24], range(24, 0, -1)), "twice": block(usual[:24], [*range(1, 24), 23]), "all at one": block(usual[:24], [1] * 24), "swapped": block(usual[:24], [2, 1, *range(3, 25)]), "negative": block([-1, *usual[:23]]), "negative calculated": block([-1, *usual[:23]], status=4), "zeros": block([0] * 24), "large": block([10**15, *usual[:23]]), "many large": block([10**15] * 24),
        "missing": block([0] * 24, status=[0, 6] * 12), "unparsed": block(usual[:24], unparsed=((3, "<x/>"), (4, "<y/>"))), "coded": block(usual[:24], status=1, validation=2, estimation=3), "temporary": block(usual[:24], status=3, validation=2), "estimated without codes": block(usual[:24], status=1), "metered with codes": block(usual[:24], validation=2), "final": block(usual[:24], status=2, validation=9, estimation=8), "for settlement": block(usual[:24], status=5),
    }.items():  # fmt: skip
        yield words, "PT1H", _DAY, values
    for words, values in {
        "flat": block([n // 4 * 8 + 5 for n in range(96)]),
        "nearly flat": block([n // 4 * 8 + 5 + (n == 7) for n in range(96)]),
        "half flat": block([n // 4 if n < 48 else n * 7 % 11 for n in range(96)]),
        "all equal": block([7] * 96),
        "quarters with zeros": block([0, 0, 0, 5] * 24),
        "hours called quarters": block(usual[:24]),
    }.items():
        yield words, "PT15M", _DAY, values
    for words, period in {
        "turned": Period(_DAY.end, _DAY.start), "empty": Period(_DAY.start, _DAY.start), "half": Period(_DAY.start, _DAY.start + 12 * _H), "beside": Period(_DAY.start + _H, _DAY.end + _H), "off": Period(_DAY.start + _H / 4, _DAY.end + _H / 4), "odd": Period(_DAY.start + _H / 7, _DAY.end), "seconds": Period(_DAY.start, _DAY.end + dt.timedelta(seconds=1)), "micro": Period(_DAY.start, _DAY.end + dt.timedelta(microseconds=1)),
        "two days": Period(_DAY.start, _DAY.end + 24 * _H), "spring": day_period(dt.date(2025, 3, 30)), "autumn": day_period(dt.date(2025, 10, 26)), "old": day_period(dt.date(2022, 1, 1)), "very old": day_period(dt.date(2012, 1, 1)), "future": day_period(dt.date(2026, 2, 3)), "today": day_period(dt.date(2026, 2, 2)), "month": Period(day_period(dt.date(2026, 1, 1)).start, _FEBRUARY), "calendar": Period(dt.datetime(9999, 12, 31, tzinfo=dt.UTC), dt.datetime(9999, 12, 31, 23, tzinfo=dt.UTC)), "centuries": Period(_DAY.start, _DAY.end.replace(year=2826)),
    }.items():  # fmt: skip
        for code in ("PT1H", "PT15M", "P1M"):
            yield f"{words} {code}", code, period, block(usual[:24])


def _of(payload: Any, **changes: Any) -> Any:
    return attrs.evolve(payload, **changes)


def _in(payload: Any, code: str, period: Period, values: Observations | None) -> Any:
    edges = _of(
        payload.observation_period_time_series_period,
        resolution_duration=code,
        start=period.start,
        end=period.end,
    )
    return _of(payload, observation_period_time_series_period=edges, observation=values)


def _with(document: Any, payloads: Sequence[Any], process: str = "BRS-NO-313", role: str = "MDR") -> Any:
    return _of(
        document, payload_energy_time_series=tuple(payloads), process_energy_context=context(process, role)
    )


def lines(document: Any, now: dt.datetime | None) -> Iterator[str]:
    """Yield what the rules say of a value that no schema has seen, and of one that it has."""
    for schema_checked in (False, True):
        checked = check_messages([document], now=now, level="business", schema_checked=schema_checked)
        yield "; ".join(
            f"{finding.code} {finding.reason} {finding.payload} {finding.position} {finding.message}"
            for finding in checked.findings
        )


def answers() -> Iterator[Answer]:
    """Yield what is said of each series, of several of one point, and of days that are asked for."""
    sent: Any = message(3, 24)
    told: Any = notify(message(2, 24))
    first, second, third = sent.payload_energy_time_series
    for number, (case, code, period, values) in enumerate(series()):
        now = _NOWS[number % len(_NOWS)]
        changed = _with(sent, [_in(first, code, period, values), second], role="DDE")
        yield Answer(f"{number} {case} at {now and now.date()}", lines(changed, now))
        if number % 3 == 0:
            payload = _in(told.payload_energy_time_series[0], code, period, values)
            yield Answer(f"{number} {case} by Elhub", lines(_with(told, [payload], role="DDQ"), now))
    spans = [
        Period(_DAY.start + a * _H, _DAY.start + b * _H)
        for a, b in ((0, 24), (24, 48), (12, 36), (48, 72), (0, 1), (71, 96), (0, 24))
    ]
    for chosen in permutations(range(len(spans)), 3):
        same = [_of(_in(first, "PT1H", spans[n], block(range(24))), identification=f"i{n}") for n in chosen]
        yield Answer(f"spans {chosen}", [str(overlapping_series(same))])
        if sum(chosen) % 4 == 0:
            yield Answer(f"of one point {chosen}", lines(_with(sent, same, role="DDE"), SENT))
    beside = [_in(first, "PT1H", spans[n], block(range(24))) for n in (2, 0, 1)]
    for words, some in {
        "other points": [beside[0], _in(second, "PT1H", spans[0], None), beside[2]],
        "other steps": [beside[0], _in(first, "PT15M", spans[0], None)],
        "no period": [beside[0], _of(first, observation_period_time_series_period=None), beside[1]],
        "no point": [_of(part, metering_point_used_domain_location=None) for part in beside],
        "none": [],
        "later": [_of(beside[0], registration_date_time=SENT), beside[1]],
        "other direction": [
            beside[0],
            _of(
                beside[1],
                mp_detail_measurement_metering_point_characteristic=third.mp_detail_measurement_metering_point_characteristic,
            ),
        ],
    }.items():
        yield Answer(
            f"order, {words}",
            [called(overlapping_series, some), *(lines(_with(sent, some, role="DDE"), SENT) if some else ())],
        )
    for process, role in product(
        ("BRS-NO-311", "BRS-NO-312", "BRS-NO-315", "BRS-NO-402", "BRS-NO-101", "x"), ("MDR", "DDE", "DDQ")
    ):
        yield Answer(f"process {process} {role}", lines(_with(sent, [first], process, role), SENT))
    for changes in (
        {"registration_date_time": SENT + _H},
        {"registration_date_time": None},
        {"registration_date_time": _DAY.start},
        {"registration_date_time": dt.datetime(1999, 1, 1, tzinfo=dt.UTC)},
        {"observation": None},
        {"product_included_product_characteristics": None},
        {"mp_detail_measurement_metering_point_characteristic": None},
        {"identification": None},
    ):
        yield Answer(
            f"payload {[*changes]} {str(changes.values())[:60]}",
            lines(_with(sent, [_of(first, **changes), second], role="DDE"), SENT),
        )
    for count in (0, 1, 2, 96, 10**6):
        yield Answer(f"values {count}", [called(many_values, count)])
    yield from _of_windows()


def _of_windows() -> Iterator[Answer]:
    """Yield which days each process may ask for."""
    for (brs, method), window in windows().items():
        yield Answer(
            f"window {brs} {method}",
            [
                called(lambda window=window: window),
                called(window_of, brs, method),
                called(window_of, brs, "E02", back=3),
                called(window_of, brs, None),
            ],
        )
        come = dt.date(2026, 3, 31)
        days = [
            come + dt.timedelta(days=n)
            for n in (
                -2000,
                -400,
                -61,
                -60,
                -31,
                -30,
                -8,
                -7,
                -1,
                0,
                1,
                2,
                7,
                8,
                13,
                14,
                15,
                30,
                31,
                60,
                61,
                90,
                91,
                365,
                366,
                2000,
            )
        ]
        days += [add_working_days(come, n) for n in (-30, -31, 3, 5, 10)]
        yield Answer(
            f"days of {brs} {method}",
            ["; ".join(called(breach_of, brs, come, day, settlement_method=method or None) for day in days)],
        )


def test_series_are_judged_as_kept():
    """What the rules say of each."""
    assert_kept(__file__, answers())
