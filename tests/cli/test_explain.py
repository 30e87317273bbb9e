"""The command explain: words, places of the original, JSON."""

from __future__ import annotations

import pytest

CONTRL = "edifact/contrl-un-places.edi"
MSCONS = "edifact/mscons-no-quarters-two-products.edi"


def test_an_acknowledgement_in_words(edielkit, fixtures):
    """What it decides, the code with its meaning, and what it is about."""
    ran = edielkit("explain", fixtures / "emif/common/Acknowledgement.xml")

    assert 0 == ran.status
    assert ran.text.startswith("rejected  Acknowledgement")
    assert "EH003/89" in ran.text
    assert "payload" in ran.text


def test_contrl_beside_its_original(edielkit, fixtures):
    """The segment stands there as it was written, with its byte."""
    ran = edielkit("explain", fixtures / CONTRL, "--original", fixtures / MSCONS)

    assert 0 == ran.status
    assert "37/UN  wrong type of characters" in ran.text
    assert "segment 14 (QTY) of message 1, element 1, component 2" in ran.text
    assert "byte 341" in ran.text
    assert "QTY+136:1.824" in ran.text
    assert "none of our findings on the original matches" in ran.text


def test_the_original_is_looked_for_in_a_folder(edielkit, fixtures):
    """The one that the answer names is found among others."""
    ran = edielkit("explain", fixtures / CONTRL, "--original", fixtures / "edifact")

    assert "mscons-no-quarters-two-products.edi" in ran.text


def test_another_original_is_said_to_be_another(edielkit, fixtures):
    """Nothing is read into a message that is not the answered one."""
    ran = edielkit("explain", fixtures / CONTRL, "--original", fixtures / "edifact/mscons-no-areas.edi")

    assert "another message than the one given" in ran.text


def test_our_findings_stand_beside_the_reason(edielkit, fixtures, tmp_path):
    """From the broken message to its answer and back."""
    broken = fixtures / "broken/edifact-unknown-segment.edi"
    edielkit("acknowledge", "--profile", "ch", "--now", "message", "-o", tmp_path, broken)
    (answer,) = tmp_path.iterdir()
    ran = edielkit("explain", answer, "--original", broken)

    assert "> we find EDI043" in ran.text


def test_plain_data(edielkit, fixtures):
    """--json holds the answers of each file."""
    plain = edielkit("explain", "--json", fixtures / CONTRL).plain
    (answer,) = plain["files"][0]["answers"]

    assert ("CONTRL", None) == (answer["kind"], answer["accepted"])
    assert ["37", "13", "29"] == [each["code"] for each in answer["reasons"]]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("holds no answer", MSCONS),
        ("no such file", "nowhere.xml"),
        ("SYS010", "broken/no-message-empty.xml"),
    ],
)
def test_what_is_no_answer_has_status_2(edielkit, fixtures, words, name):
    """The reason stands on standard error."""
    ran = edielkit("explain", fixtures / name)

    assert (2, True) == (ran.status, words in ran.err)
