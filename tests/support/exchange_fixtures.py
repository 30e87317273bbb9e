"""The fixtures of exchange points: messages, points files and expected findings, made from code.

`python -m tests.support.exchange_fixtures` writes them to fixtures/exchange; a test holds them against this module.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterable, Sequence

import attrs
import numpy as np
from tests.support.paths import ROOT

from edielkit.exchange import (
    ExchangePoint,
    PointValues,
    SignConvention,
    check,
    join_net,
    mirror,
    read_points,
    split,
    write_points,
    zero_channel,
)
from edielkit.identifiers import eic, gln, gsrn
from edielkit.market_time import Period, Resolution, day_period, expected_count
from edielkit.series import Observations, TimeSeries
from edielkit.verbs import read_series, serialize

FOLDER = ROOT / "fixtures" / "exchange"
ACTIVE = "8716867000030"
JUNE = dt.date(2024, 6, 4)


def point_id(number: int) -> str:
    """Return a metering point of our own."""
    body = f"70705750009{number:06d}"
    return body + gsrn.check_digit(body)


def area_id(letter: str) -> str:
    """Return a grid area of our own."""
    body = f"50YEXAMPLE-{letter}---"
    return body + eic.check_digit(body)


def party(number: int) -> str:
    body = f"7080000009{number:02d}"
    return body + gln.check_digit(body)


NORTH, SOUTH, ABROAD = area_id("N"), area_id("S"), area_id("X")
GRID, OTHER_GRID, HUB = party(1), party(2), party(3)


def values(day: dt.date, code: str, seed: int, low: int = 0, high: int = 90_000) -> np.ndarray:
    """Return plausible thousandths for a day."""
    count = expected_count(day_period(day), Resolution.of(code))
    return np.random.default_rng(seed).integers(low, high, count)


def series(
    number: int,
    direction: str | None,
    quantity: Iterable[int],
    *,
    day: dt.date = JUNE,
    code: str = "PT1H",
    period: Period | None = None,
    **more,
) -> TimeSeries:
    """Return the series of a day of one of our metering points."""
    column = np.asarray(list(quantity), np.int64)
    empty = np.zeros(len(column), np.uint8)
    end = day_period(day).end
    return TimeSeries(
        metering_point=point_id(number),
        product=ACTIVE,
        unit="kWh",
        direction=direction,
        resolution=code,
        period=period or day_period(day),
        registered=end + dt.timedelta(hours=4),
        observations=Observations(
            position=np.arange(1, len(column) + 1, dtype=np.int32),
            quantity=column,
            status=empty,
            validation=empty,
            estimation=empty,
        ),
        **more,
    )


def gross(number: int, *, day: dt.date = JUNE, code: str = "PT1H", seed: int = 1) -> list[TimeSeries]:
    return [
        series(number, direction, values(day, code, seed + n), day=day, code=code)
        for n, direction in enumerate(("In", "Out"))
    ]


def changed(series: TimeSeries, rows, quantity) -> TimeSeries:
    """Return a series with other quantities in some rows."""
    column = series.observations.quantity.copy()
    column[rows] = quantity
    return attrs.evolve(series, observations=attrs.evolve(series.observations, quantity=column))


def part(whole: TimeSeries, low: int, high: int) -> TimeSeries:
    """Return the values of a day from hour *low* to hour *high*."""
    start = whole.period.start
    period = Period(*(start + dt.timedelta(hours=hour) for hour in (low, high)))
    return series(1, whole.direction, whole.observations.quantity[low:high], period=period)


def grid(production: int, consumption: int) -> list[TimeSeries]:
    """Return a day of a production point and of a consumption point, one amount an hour."""
    return [series(50, "In", [production] * 24), series(51, "Out", [consumption] * 24)]


def net(number: int, *, day: dt.date = JUNE, code: str = "PT1H", seed: int = 5) -> list[TimeSeries]:
    signed = series(number, None, values(day, code, seed, -60_000), day=day, code=code)
    return list(split(signed, sign=SignConvention.IMPORT_POSITIVE))


def place(number: int, **more) -> ExchangePoint:
    defaults = {
        "incoming": point_id(number),
        "outgoing": point_id(number),
        "main_area": NORTH,
        "neighbour": SOUTH,
        "reporting_responsible": GRID,
        "settlement_method": "",
    }
    return ExchangePoint(**{**defaults, **more})


@attrs.frozen(kw_only=True)
class Case:
    """One fixture.

    Attributes:
        name: Of the files.
        about: What it shows.
        series: What the message holds.
        points: The exchange points.
        codes: The findings that it must give, judged by eye and not by the checks.
        wire: `xml` or `edi`.
        edit: A change of the bytes, for what no builder writes.
    """

    name: str
    about: str
    series: Sequence[TimeSeries]
    points: Sequence[ExchangePoint]
    codes: Sequence[str] = ()
    wire: str = "xml"
    edit: Callable[[bytes], bytes] = bytes


def _noon() -> list[TimeSeries]:
    whole = day_period(JUNE)
    noon = dt.datetime(2024, 6, 4, 10, tzinfo=dt.UTC)
    pieces = []
    for n, direction in enumerate(("In", "Out")):
        pieces.append(
            series(16, direction, values(JUNE, "PT1H", 60 + n)[:12], period=Period(whole.start, noon))
        )
        pieces.append(
            series(
                16,
                direction,
                values(JUNE, "PT15M", 70 + n)[:48],
                code="PT15M",
                period=Period(noon, whole.end),
            )
        )
    return pieces


def _short_out() -> list[TimeSeries]:
    incoming, outgoing = gross(12, seed=31)
    return [
        incoming,
        series(
            12,
            "Out",
            outgoing.observations.quantity[:23],
            period=Period(outgoing.period.start, outgoing.period.end - dt.timedelta(hours=1)),
        ),
    ]


def _both_sides() -> list[TimeSeries]:
    ours = gross(10, seed=21)
    return [*ours, *(mirror(item, metering_point=point_id(11)) for item in ours)]


def _sum_and_parts() -> list[TimeSeries]:
    first, second = gross(8, seed=17), gross(9, seed=19)
    total = [
        series(7, a.direction, a.observations.quantity + b.observations.quantity)
        for a, b in zip(first, second, strict=True)
    ]
    return [*total, *first, *second]


def cases() -> list[Case]:
    """Return all fixtures."""
    one_way = series(4, "In", values(JUNE, "PT1H", 11))
    to_in, to_out = series(2, "In", values(JUNE, "PT1H", 7)), series(3, "Out", values(JUNE, "PT1H", 8))
    march, october = dt.date(2024, 3, 31), dt.date(2024, 10, 27)
    after = JUNE + dt.timedelta(days=1)
    signed = join_net(*net(17, seed=41), sign=SignConvention.IMPORT_POSITIVE)
    return [
        Case(name="one-point-two-channels", about="the recommended form, gross", series=gross(1), points=[place(1, values=PointValues.GROSS)]),
        Case(
            name="two-points-one-channel-each",
            about="a metering point for each direction, each with its zero channel",
            series=[to_in, zero_channel(to_in), to_out, zero_channel(to_out)],
            points=[place(2, outgoing=point_id(3), values=PointValues.GROSS)],
        ),
        Case(name="one-direction-filled", about="energy flows one way; the other channel holds zeros", series=[one_way, zero_channel(one_way)], points=[place(4, outgoing=None, values=PointValues.GROSS)]),
        Case(name="one-direction-alone", about="energy flows one way; the zero channel is missing", series=[one_way], points=[place(4, outgoing=None, values=PointValues.GROSS)], codes=["EXC001"]),
        Case(name="net", about="net values in two series", series=net(5), points=[place(5, values=PointValues.NET)]),
        Case(name="net-both-ways", about="gross values at a point that is said to be net", series=gross(5, seed=13), points=[place(5, values=PointValues.NET)], codes=["EXC004"]),
        Case(
            name="foreign-border",
            about="a Norwegian grid company's own metering point at a border, by quarter",
            series=gross(6, code="PT15M", seed=15),
            points=[place(6, neighbour=ABROAD, foreign=True, values=PointValues.GROSS)],
        ),
        Case(
            name="summation-beside-parts",
            about="a summation point and both of its parts",
            series=_sum_and_parts(),
            points=[place(7, parts=(point_id(8), point_id(9)), values=PointValues.GROSS), place(8, values=PointValues.GROSS), place(9, values=PointValues.GROSS)],
            codes=["EXC008"],
        ),
        Case(
            name="both-sides",
            about="the neighbour reports the same place, mirrored",
            series=_both_sides(),
            points=[
                place(10, name="bridge", values=PointValues.GROSS, opposite=(point_id(11),)),
                place(11, name="bridge", values=PointValues.GROSS, main_area=SOUTH, neighbour=NORTH, opposite=(point_id(10),)),
            ],
            codes=["EXC007"],
        ),
        Case(name="negative", about="a value below zero, which no schema lets through", series=gross(13, seed=33), points=[place(13, values=PointValues.GROSS)], codes=["EXC003"], edit=_negative),
        Case(name="signed-mscons", about="a partner's signed net series", series=[attrs.evolve(signed, product="1501")], points=[place(17, values=PointValues.NET)], codes=["EXC011"], wire="edi"),
        Case(name="unequal-counts", about="24 values In, 23 Out", series=_short_out(), points=[place(12, values=PointValues.GROSS)], codes=["EXC002"]),
        *(
            Case(name=f"{month}-{word}", about=f"the day of the clock change, {count} values", series=gross(14, day=day, code=code, seed=50), points=[place(14, values=PointValues.GROSS)])
            for month, day, word, code, count in (
                ("march", march, "hours", "PT1H", 23),
                ("march", march, "quarters", "PT15M", 92),
                ("october", october, "hours", "PT1H", 25),
                ("october", october, "quarters", "PT15M", 100),
            )
        ),
        Case(name="switch-at-midnight", about="hours on one day, quarters from the next", series=[*gross(15, seed=57), *gross(15, day=after, code="PT15M", seed=58)], points=[place(15, values=PointValues.GROSS)]),
        Case(name="switch-at-noon", about="hours until noon, quarters after it", series=_noon(), points=[place(16, values=PointValues.GROSS)], codes=["EXC014", "EXC014"]),
        Case(name="back-to-hours", about="quarters on one day, hours on the next", series=[*gross(15, code="PT15M", seed=58), *gross(15, day=after, seed=57)], points=[place(15, values=PointValues.GROSS)], codes=["EXC015", "EXC015"]),
        Case(
            name="zeros-estimated-and-energy",
            about="an unused channel with energy and with estimated zeros",
            series=[to_in, _dirty(zero_channel(to_in)), to_out, zero_channel(to_out)],
            points=[place(2, outgoing=point_id(3), values=PointValues.GROSS)],
            codes=["EXC005", "EXC006"],
        ),
    ]  # fmt: skip


def _dirty(zeros: TimeSeries) -> TimeSeries:
    old = zeros.observations
    quantity, status, code = old.quantity.copy(), old.status.copy(), old.validation.copy()
    quantity[3] = 2_000
    status[5], code[5] = 1, 1
    return attrs.evolve(
        zeros,
        observations=attrs.evolve(old, quantity=quantity, status=status, validation=code, estimation=code),
    )


def _negative(data: bytes) -> bytes:
    start = data.index(b"Metered>") + len(b"Metered>")
    return data[:start] + b"-" + data[start:]


def message(case: Case) -> bytes:
    """Return the bytes of a fixture."""
    ids = (str(uuid.uuid5(uuid.NAMESPACE_URL, f"edielkit/{case.name}/{n}")) for n in range(10_000))
    created = max(item.period.end for item in case.series) + dt.timedelta(hours=5)
    if case.wire == "edi":
        from edielkit.edifact.write.build import build_interchange
        from edielkit.edifact.write.mscons import mscons

        built = mscons(
            case.series, profile="no", document=next(ids), sender=OTHER_GRID, recipient=GRID, created=created
        )
        return serialize(
            build_interchange(
                [built], sender=OTHER_GRID, recipient=GRID, reference="EXCHANGE1", prepared=created
            )
        )
    from edielkit.emif.build import collected_data

    return case.edit(
        serialize(
            collected_data(
                case.series,
                identification=next(ids),
                sender=GRID,
                recipient=HUB,
                created=created,
                new_id=lambda: next(ids),
            )
        )
    )


def findings(data: bytes, points: str) -> dict:
    """Return what the checks say of a fixture, as the expected file has it."""
    report = check(read_series(data), read_points(points))
    return {
        "findings": [
            {key: finding.to_dict()[key] for key in ("code", "severity", "path", "payload", "message")}
            for finding in report
        ],
        "not_checked": list(report.not_checked),
    }


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for case in cases():
        data, points = message(case), write_points(case.points)
        (FOLDER / f"{case.name}.{case.wire}").write_bytes(data)
        (FOLDER / f"{case.name}.points.csv").write_text(points)
        expected = {"about": case.about, **findings(data, points)}
        (FOLDER / f"{case.name}.expected.json").write_text(
            json.dumps(expected, indent=2, ensure_ascii=False) + "\n"
        )
        got = sorted(finding["code"] for finding in expected["findings"])
        print(case.name, got, "" if got == sorted(case.codes) else f"EXPECTED {case.codes}")


if __name__ == "__main__":
    main()
