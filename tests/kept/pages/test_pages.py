"""Pages of reports, messages, answers and exchange points, and pictures of series, in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import product

import attrs
import numpy as np
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_values import called

from edielkit import explain, parse, validate
from edielkit.findings import Finding, Position, Report, Severity
from edielkit.generate import fault_of
from edielkit.market_time import OSLO, Period, day_period
from edielkit.pages import (
    PageAnswer,
    PageFinding,
    PageInput,
    PageMessage,
    PageTable,
    answer_page,
    exchange_page,
    message_page,
    report_page,
    series_svg,
)
from edielkit.series import Observations, Status, TimeSeries

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
CODES = ("SER105", "EDI010", "XSD001", "XSD021", "IDN002", "BRS332-08", "EDI049", "SYS010")


def answers() -> Iterator[Answer]:
    """Yield the pictures, then the pages."""
    yield from _pictures()
    for language in ("en", "nb", "sv"):
        for case, verb in _pages(language):
            yield _page(f"{case} {language}", verb)


def _page(case: str, verb: object) -> Answer:
    """Return a page without its style, a few lines at a time."""
    text = called(verb)
    return Answer(case, [f"{len(text)}", text])


def _series(day: dt.date, resolution: str, number: int = 0, **fields: object) -> TimeSeries:
    period = day_period(day)
    count = period.duration // {"PT15M": dt.timedelta(minutes=15), "PT1H": dt.timedelta(hours=1)}[resolution]
    statuses = np.arange(count) * (number + 1) % len(Status)
    observations = Observations(
        position=np.arange(1, count + 1, dtype=np.int32),
        quantity=(np.arange(count) * 997 % 5000 - 700 * number).astype(np.int64),
        status=statuses.astype(np.uint8),
        validation=np.zeros(count, np.uint8),
        estimation=np.zeros(count, np.uint8),
    )
    common = {
        "metering_point": f"70705750000000000{number}",
        "product": "8716867000030",
        "unit": "kWh",
        "direction": "Out",
    }
    return TimeSeries(**{**common, **fields}, resolution=resolution, period=period, observations=observations)


def _part(observations: Observations, rows: slice) -> Observations:
    names = ("position", "quantity", "status", "validation", "estimation")
    return Observations(**{name: getattr(observations, name)[rows] for name in names})


def _some() -> list[TimeSeries]:
    """Return series of all shapes that a picture has an answer to."""
    days = (dt.date(2026, 3, 2), dt.date(2026, 3, 29), dt.date(2026, 10, 25))
    listed = [
        _series(day, resolution, number)
        for (day, resolution), number in zip(product(days, ("PT15M", "PT1H")), range(6), strict=True)
    ]
    first = listed[1]
    empty = attrs.evolve(first, observations=_part(first.observations, slice(0)))
    start = dt.datetime(2025, 1, 1, tzinfo=OSLO)
    year = Period(start, start.replace(year=2026))
    hours = year.duration // dt.timedelta(hours=1)
    long = TimeSeries.of([n % 50 - 3 for n in range(hours)], period=year, resolution="PT1H", unit="kWh")
    decades = Period(start.replace(year=2000), start.replace(year=2020))
    return [
        *listed,
        empty,
        attrs.evolve(first, observations=_part(first.observations, slice(3, None))),
        attrs.evolve(first, observations=_part(first.observations, slice(None, None, 2))),
        attrs.evolve(first, period=None),
        attrs.evolve(first, resolution=None),
        attrs.evolve(first, resolution="P1M"),
        attrs.evolve(first, unit="<b>", direction=None, metering_point=None, product=None),
        TimeSeries.of([0] * 23, period=day_period(days[1]), resolution="PT1H"),
        TimeSeries.of([10**11] * 24, period=day_period(days[0]), resolution="PT1H", unit="kWh"),
        TimeSeries.of([-5, 3, 0, 7] * 6, period=day_period(days[0]), resolution="PT1H", unit="kWh"),
        long,
        TimeSeries.of(list(range(20)), period=decades, resolution="P1Y", unit="kWh"),
        TimeSeries.of(list(range(12)), period=year, resolution="P1M", unit="kWh"),
        TimeSeries.of(list(range(365)), period=year, resolution="P1D", unit="kWh"),
    ]


def _pictures() -> Iterator[Answer]:
    for number, series in enumerate(_some()):
        text = series_svg(series, title=f"A <day> {number}", clock_change="& change")
        yield Answer(
            f"picture {number}",
            [f"{len(text)} {text.count('<rect')} {text.count('<line')}", text[-200:], text],
        )


def _pages(language: str) -> Iterator[tuple[str, object]]:
    named = {"now": NOW, "language": language}
    series = _some()
    faults = [fault_of(code) for code in CODES]
    reports = [fault.report() for fault in faults]
    inputs = [
        PageInput(
            name=f"<{fault.code}>",
            report=report,
            findings=tuple(
                PageFinding(finding, where="line 3" if n % 2 else "", text="••• <x>" if n % 3 else "")
                for n, finding in enumerate(report)
            ),
            notes=("the message has to be sent again",),
            series=tuple(series[: number * 3]),
            ignored=number,
        )
        for number, (fault, report) in enumerate(zip(faults, reports, strict=True))
    ]
    many = Report(
        findings=tuple(
            Finding(
                code=f"X{n % 3}",
                severity=list(Severity)[n % 3],
                message=f"expected {n} values",
                payload=f"p{n % 4}",
                position=Position(line=n + 1, path=f"/a[{n}]"),
            )
            for n in range(90)
        ),
        not_checked=("rules that need what is known of the metering points",),
    )
    whole = PageInput(
        name="many", report=many, findings=tuple(map(PageFinding, many)), series=tuple(series * 3)
    )
    for in_full in (False, True):
        yield (
            f"report {in_full}",
            lambda in_full=in_full: report_page([*inputs, whole], in_full=in_full, **named),
        )
        message = PageMessage(
            name="m",
            kind="CollectedData",
            facts=(("process", "313"), ("role", "")),
            lines=("a <b>",),
            series=tuple(series * 3),
            pairs=((series[0], series[2]), (None, series[1]), (series[1], None)),
        )
        yield (
            f"message {in_full}",
            lambda in_full=in_full, message=message: message_page(
                [message, attrs.evolve(message, series=())], in_full=in_full, **named
            ),
        )
    yield "no report", lambda: report_page([], **named)
    yield "one report", lambda: report_page(inputs[:1], **named)
    yield "answers", lambda: answer_page(list(_cards()), **named)
    pairs = [(series[0], series[2]), (None, series[1]), (series[3], None)] * 14
    tables = {
        "areas": PageTable(("grid area", "loss"), [("A", "1"), ("<B>", "2")]),
        "exchanges": PageTable(("from", "to"), [("A", "B")]),
    }
    yield "exchange", lambda: exchange_page(many, pairs, pictures=[("A", "<svg/>")], **tables, **named)
    yield "exchange without anything", lambda: exchange_page(Report(), [], **named)


def _cards() -> Iterator[PageAnswer]:
    """Yield answers of each kind, with and without their originals."""
    from tests.support.kept_commands import fixture_files

    files = fixture_files(
        {
            "reject": "emif/market/RejectStartOfSupply.xml",
            "start": "emif/market/RequestStartOfSupply.xml",
            "ack": "emif/common/Acknowledgement.xml",
            "fault": "emif/soap/Fault.xml",
            "aperak": "edifact/aperak-se-rejected.edi",
            "contrl": "edifact/contrl-un-places.edi",
            "yes": "edifact/aperak-no-accepted.edi",
        }
    )
    report = validate(files["start"], now=NOW)
    for name in ("reject", "ack", "fault", "aperak", "contrl", "yes"):
        parse(files[name])
        options = {"original": files["start"], "report": report} if name == "reject" else {}
        for answer in explain(files[name], **options).answers:
            reasons = len(answer.reasons)
            yield PageAnswer(
                name=name,
                answer=answer,
                original="start.xml" if options else "",
                absent="not among what was given",
            )
            yield PageAnswer(
                name=name,
                answer=answer,
                excerpts=("•••",) * reasons,
                nothing=("none of our findings on the original matches",) * reasons,
            )


def test_pages_are_the_kept_ones():
    """Every word and every bar."""
    assert_kept(__file__, answers())
