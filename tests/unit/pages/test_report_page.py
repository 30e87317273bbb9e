"""The HTML page of reports: order, words, escaping."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from lxml import html
from tests.support.accessible import faults_of

from edielkit.findings import Finding, Position, Reason, Report, Rule, Severity
from edielkit.pages import LANGUAGES, PageFinding, PageInput, report_page

NOW = dt.datetime(2026, 6, 1, 10, tzinfo=dt.UTC)
HOSTILE = "</style></title><script>alert(1)</script><img src=x onerror=alert(1)>"


def finding(severity=Severity.ERROR, **more):
    return Finding(**{"code": "XSD001", "severity": severity, "message": "m", **more})


def page_input(name, *findings, **more):
    return PageInput(
        name=name, report=Report(findings=findings, **more), findings=tuple(PageFinding(f) for f in findings)
    )


def test_worst_first_and_only_the_bad_ones_open():
    """An accepted input is closed beside others."""
    inputs = [
        page_input("fine"),
        page_input("warned", finding(Severity.WARNING)),
        page_input("wrong", finding()),
        page_input("no message", finding(), unreadable=True),
    ]
    cards = html.fromstring(report_page(inputs, now=NOW)).findall(".//main/details")

    assert ["no message", "wrong", "warned", "fine"] == [card.find("summary/h2").text for card in cards]
    assert [True, True, False, False] == ["open" in card.attrib for card in cards]


def test_findings_by_payload_and_rule():
    """Payloads with errors first; equal rules of one payload together, with a bounded list of places."""
    findings = [
        finding(Severity.WARNING, payload="A"),
        *(finding(payload="B", message=f"place {n}") for n in range(25)),
        finding(
            reason=Reason("EH075", "89"),
            rule=Rule(code="XSD001", title="T", severity=Severity.ERROR, source="S"),
        ),
    ]
    page = html.fromstring(report_page([page_input("x", *findings)], now=NOW))
    whole = html.fromstring(report_page([page_input("x", *findings)], now=NOW, in_full=True))

    assert ["Payload B", "The message as a whole", "Payload A"] == [
        heading.text_content() for heading in page.findall(".//section/h3")
    ][:3]
    assert "5 more like it" in page.text_content()
    assert "place 24" in whole.text_content()
    assert "Reason code EH075/89" in page.text_content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_comes_of_a_message_is_escaped(language):
    """Names, messages, excerpts, paths, payloads, kinds: none makes an element."""
    hostile = finding(message=HOSTILE, payload=HOSTILE, position=Position(path=HOSTILE))
    source = PageInput(
        name=HOSTILE,
        report=Report(findings=(hostile,), kind=HOSTILE, not_checked=(HOSTILE,)),
        findings=(PageFinding(hostile, HOSTILE, HOSTILE),),
        notes=(HOSTILE,),
    )
    text = report_page([source], now=NOW, language=language)
    page = html.fromstring(text)

    assert not page.xpath("//script | //img | //*[@*[starts-with(name(), 'on')]]")
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", text)
    assert "default-src 'none'" in text


def test_words_are_there_in_both_languages():
    """What the page says in bokmål is not English."""
    page = report_page([page_input("x", finding())], now=NOW, language="nb")

    assert all(words in page for words in ("Rapport om meldinger", "avvist", "Hva mottakeren ville svare"))
    assert 'lang="nb"' in page


def test_unknown_language():
    """It is refused in words."""
    with pytest.raises(ValueError, match="expected a language of en, nb, found 'sv'"):
        report_page([], now=NOW, language="sv")


def test_nothing_unseen_and_nobody_stands_on_a_page():
    """A name of a file, a payload and what stands at a place may hold bidirectional marks, escapes and birth numbers."""
    bad = finding(payload="01819010043", message="found a\u202eb\x1b[8m")
    source = PageInput(
        name="a\u202eb",
        report=Report(findings=(bad,)),
        findings=(PageFinding(bad, text="\u200b05909441023"),),
    )
    page = report_page([source], now=NOW)

    assert not re.search("[\x00-\x08\x0e-\x1f\u200b-\u200f\u202a-\u202e]|01819010043|05909441023", page)
    assert "a�b" in page


def test_for_everybody():
    """The structure is that of a page that all can use."""
    page = report_page([page_input("x", finding(), finding(Severity.WARNING, payload="P"))], now=NOW)

    assert [] == faults_of(page)
