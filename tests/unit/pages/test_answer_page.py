"""Answers as a page: each reason beside the place in the original."""

from __future__ import annotations

import datetime as dt

from lxml import html
from tests.support.accessible import faults_of

from edielkit.answers.explanation import Explained, ExplainedAnswer
from edielkit.catalogue import get
from edielkit.codes import CodeTrust
from edielkit.findings import Position
from edielkit.pages import PageAnswer, answer_page

NOW = dt.datetime(2026, 6, 1, 10, tzinfo=dt.UTC)
FINDING = get("SER104").finding("expected End after Start", Position(line=7))


def answer(*findings, **more):
    reason = Explained(
        code="EH075",
        agency="89",
        name="Resolution missing",
        name_no="Oppløsning mangler",
        trust=CodeTrust.SOURCED,
        position=Position(line=7),
        findings=findings,
        rules=(get("SER101"),),
        about="the document as a whole",
    )
    said = ExplainedAnswer(
        kind="Acknowledgement", accepted=False, process="BRS-NO-313", original="O1", reasons=(reason,)
    )
    return PageAnswer(
        **{
            "name": "ack.xml",
            "answer": said,
            "original": "sent.xml",
            "excerpts": ("<End/>",),
            "nothing": ("none of our findings on the original matches",),
            **more,
        }
    )


def test_the_answer_beside_its_original():
    """On one side what it says, on the other what stands there and what we find."""
    page = html.fromstring(answer_page([answer(FINDING)], now=NOW, language="nb"))
    says, original = page.xpath("//section[@class='sides']/div")

    assert "EH075/89 Oppløsning mangler" in " ".join(says.text_content().split())
    assert "SER101 en intervallserie har oppløsning time eller kvarter" in says.text_content()
    assert "<End/>" == original.findtext("pre")
    assert "SER104 forventet End etter Start" in original.text_content()
    assert "avvist" == page.findtext(".//summary/span")


def test_without_a_finding_and_without_an_original():
    """What is not there is said."""
    nothing = html.fromstring(answer_page([answer()], now=NOW)).text_content()
    absent = html.fromstring(
        answer_page([answer(original="", absent="not among what was given")], now=NOW, language="nb")
    )

    assert "none of our findings on the original matches" in nothing
    assert "ikke blant det som ble oppgitt" in absent.text_content()
    assert absent.find(".//pre") is None


def test_for_everybody():
    """The structure is that of a page that all can use, also with hostile words in it."""
    hostile = answer(
        FINDING, name="<script>", excerpts=("</pre><script>alert(1)</script>",), original="<img src=x>"
    )
    page = answer_page([hostile], now=NOW)

    assert [] == faults_of(page)
    assert not html.fromstring(page).xpath("//script | //img")
