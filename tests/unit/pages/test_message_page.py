"""Messages as a page: facts, pictures, pairs, parts; nothing of a message is markup."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml import html
from tests.support.accessible import faults_of

from edielkit.market_time import day_period
from edielkit.pages import LANGUAGES, PageMessage, message_page
from edielkit.series import TimeSeries

NOW = dt.datetime(2026, 6, 1, 10, tzinfo=dt.UTC)
HOSTILE = "</pre></title><script>alert(1)</script><img src=x onerror=alert(1)>"


def day(direction, day=dt.date(2026, 3, 29), hours=23, point="707057500000000018"):
    return TimeSeries.of(
        [1] * hours,
        metering_point=point,
        direction=direction,
        period=day_period(day),
        resolution="PT1H",
        unit="kWh",
    )


def message(**more):
    return PageMessage(
        **{"name": "a.xml", "kind": "CollectedData", "facts": (("process", "BRS-NO-313"), ("id", "")), **more}
    )


def test_facts_series_and_parts():
    """A label with a value each; a picture for each series with the clock change; all parts as text."""
    page = html.fromstring(message_page([message(series=(day("In"),), lines=("one", "two"))], now=NOW))

    assert ["process"] == [term.text for term in page.iter("dt")]
    assert 1 == len(list(page.iter("svg")))
    assert "clock change: 2026-03-29, 23 h" in page.text_content()
    assert "one\ntwo" in page.findtext(".//pre")


def test_both_directions_side_by_side():
    """In and Out with the difference of their sums; one that is missing is said to be."""
    whole, half = (day("In"), day("Out")), (day("In", point="707057500000000025"), None)
    page = html.fromstring(message_page([message(series=whole, pairs=(whole, half))], now=NOW))

    assert "In less Out: 0.000 kWh" in page.text_content()
    assert "Out: missing" in page.text_content()


def test_long_lists_are_cut_and_said_to_be():
    """Forty series, all of them on request."""
    long = message(series=tuple(day("In") for _ in range(42)))

    assert "2 more series" in html.fromstring(message_page([long], now=NOW)).text_content()
    assert "more series" not in message_page([long], now=NOW, in_full=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_comes_of_a_message_is_escaped(language):
    """Name, kind, facts, lines."""
    page = message_page(
        [message(name=HOSTILE, kind=HOSTILE, facts=((HOSTILE, HOSTILE),), lines=(HOSTILE,))],
        now=NOW,
        language=language,
    )

    assert not html.fromstring(page).xpath("//script | //img | //*[@*[starts-with(name(), 'on')]]")
    assert "default-src 'none'" in page


def test_for_everybody():
    """The structure is that of a page that all can use."""
    pair = (day("In"), day("Out"))

    assert [] == faults_of(
        message_page([message(series=pair, pairs=(pair,), lines=("x",))], now=NOW, language="nb")
    )
