"""Exchange points as a page: the balance, both channels, what is wrong."""

from __future__ import annotations

import datetime as dt

from lxml import html
from tests.support.accessible import faults_of

from edielkit.catalogue import get
from edielkit.findings import Position, Report
from edielkit.market_time import day_period
from edielkit.pages import PageTable, exchange_page
from edielkit.series import TimeSeries

NOW = dt.datetime(2026, 6, 1, 10, tzinfo=dt.UTC)
SIDES = tuple(
    TimeSeries.of(
        [2] * 24,
        metering_point="707057500000000018",
        direction=direction,
        period=day_period(dt.date(2026, 6, 1)),
        resolution="PT1H",
        unit="kWh",
    )
    for direction in ("In", "Out")
)
REPORT = Report(
    findings=[
        get("EXC001").finding("both sides report the place", Position(path="p"), payload="707057500000000018")
    ]
)
AREAS = PageTable(("grid area", "production", "loss"), [("<b>AREA</b>", "1.000", "-2.000")])
PAIRS = PageTable(("first", "second", "twice"), [("A", "B", "0.000")])


def page(**more):
    return exchange_page(REPORT, [SIDES], now=NOW, areas=AREAS, exchanges=PAIRS, **more)


def test_balance_channels_and_findings():
    """The table of areas, the pair with its pictures, the finding by its point."""
    shown = html.fromstring(page(language="nb"))
    text = shown.text_content()

    assert [["nettavregningsområde", "produksjon", "tap"], ["første", "andre", "dobbelt"]] == [
        [cell.text for cell in head.iter("th")] for head in shown.iter("thead")
    ]
    assert "<b>AREA</b>" == shown.xpath("//tbody//th")[0].text
    assert 2 == len(list(shown.iter("svg")))
    assert "begge sider rapporterer stedet" in text
    assert "Del av meldingen 707057500000000018" in text


def test_for_everybody():
    """The structure is that of a page that all can use; without anything too."""
    assert [] == faults_of(page())
    assert [] == faults_of(exchange_page(Report(), [], now=NOW))
