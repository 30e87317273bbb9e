"""The command explain: words, places of the original, JSON."""

from __future__ import annotations

import re

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

    assert "not among what was given" in ran.text


def test_our_findings_stand_beside_the_reason(edielkit, fixtures, tmp_path):
    """From the broken message to its answer and back."""
    broken = fixtures / "broken/edifact-unknown-segment.edi"
    edielkit("acknowledge", "--profile", "ch", "--now", "message", "-o", tmp_path, broken)
    (answer,) = tmp_path.iterdir()
    ran = edielkit("explain", answer, "--original", broken)

    assert "> we find EDI043" in ran.text


COLLECTED = "emif/metering/CollectedData.xml"
ANSWERED = "2026-03-30T08:00:00Z"


@pytest.fixture
def refused(edielkit, fixtures, tmp_path):
    """Give a function that writes changed forms of a message and the answer to the last of them."""

    def call(*changes, name=COLLECTED, now=ANSWERED):
        folder, out = tmp_path / "in", tmp_path / "out"
        folder.mkdir()
        for number, (old, new) in enumerate(changes):
            data = (fixtures / name).read_bytes().replace(old, new)
            (folder / f"{number}.xml").write_bytes(data)
        edielkit("acknowledge", "--now", now, "-o", out, folder / f"{len(changes) - 1}.xml")
        return folder, min(out.iterdir())

    return call


def test_the_original_is_validated_when_the_answer_was_made(edielkit, refused):
    """A period that was too old for the answerer, years after the message was made, is found beside it."""
    folder, answer = refused((b"", b""), now="2031-01-01T00:00:00Z")
    ran = edielkit("explain", answer, "--original", folder)
    own = edielkit("explain", answer, "--original", folder, "--now", "message")

    assert "E50/260" in ran.text
    assert "> we find SER107" in ran.text
    assert "none of our findings" in own.text


def test_of_two_messages_with_one_identification_the_better_fit_is_shown(edielkit, refused):
    """Test systems repeat identifications: the one that shows the fault is taken."""
    changes = ((b"", b""), (b"PT1H", b"PT15M"))
    folder, answer = refused(*changes)
    text = edielkit("explain", answer, "--original", folder).text

    assert f"original  {folder / '1.xml'}" in text
    assert "> we find SER105" in text


def test_of_two_messages_that_fit_alike_none_is_taken(edielkit, refused):
    """They are listed; copies of one message are one."""
    folder, answer = refused((b"PT1H", b"PT15M"), (b"PT1H", b"PT5M"))
    first, second = sorted(folder.iterdir())
    ran = edielkit("explain", answer, "--original", folder)
    plain = edielkit("explain", answer, "--original", folder, "--json").plain["files"][0]
    page = edielkit("explain", answer, "--original", folder, "--format", "html").text
    second.write_bytes(first.read_bytes())
    same = edielkit("explain", answer, "--original", folder)

    assert 2 == ran.status
    assert "2 messages fit equally well" in ran.text
    assert (None, [str(first), str(second)]) == (plain["beside"], plain["equals"])
    assert "2 messages fit equally well" in page
    assert "> " not in ran.text
    assert (0, True) == (same.status, f"original  {first}" in same.text)


def test_a_rejection_is_beside_its_request(edielkit, fixtures, tmp_path):
    """A message of another kind that happens to have the same identification is not taken."""
    reject = (fixtures / "emif/market/RejectStartOfSupply.xml").read_bytes()
    reference = re.search(rb"OriginalBusinessDocumentReference>([^<]+)", reject)[1]
    for name in ("metering/CollectedData", "market/RequestStartOfSupply"):
        data = (fixtures / f"emif/{name}.xml").read_bytes()
        own = re.search(rb"Identification>([^<]+)", data)[1]
        (tmp_path / f"{name.rpartition('/')[2]}.xml").write_bytes(data.replace(own, reference))
    ran = edielkit(
        "explain", fixtures / "emif/market/RejectStartOfSupply.xml", "--original", tmp_path, "--json"
    )

    assert ran.plain["files"][0]["beside"].endswith("RequestStartOfSupply.xml")


def test_a_fault_names_no_original(edielkit, fixtures, tmp_path):
    """It is never put beside a message that happens to lie there; the message itself may be no message."""
    broken = fixtures / "broken/emif-truncated.xml"
    edielkit("acknowledge", "--now", ANSWERED, "-o", tmp_path, broken)
    (answer,) = tmp_path.iterdir()
    among, alone = (edielkit("explain", answer, "--original", path) for path in (broken.parent, broken))

    assert "a fault names none" in among.text
    assert "> " not in among.text
    assert "> we find XSD001" in alone.text


def test_what_only_a_context_shows_is_said(edielkit, fixtures, tmp_path):
    """E10 cannot be seen in a message: the rule says what would be asked, and a context answers it."""
    reject = (fixtures / "emif/market/RejectStartOfSupply.xml").read_bytes()
    request = (fixtures / "emif/market/RequestStartOfSupply.xml").read_bytes()
    reference = re.search(rb"OriginalBusinessDocumentReference>([^<]+)", reject)[1]
    own = re.search(rb"Identification>([^<]+)", request)[1]
    answer, original, context = (tmp_path / name for name in ("answer.xml", "in.xml", "context.json"))
    answer.write_bytes(
        re.sub(rb"<(\w+:ResponseReasonType)[^>]*>[^<]+", rb'<\1 listAgencyIdentifier="260">E10', reject)
    )
    original.write_bytes(request.replace(own, reference))
    context.write_text('{"complete": true, "metering_points": []}')
    blind = edielkit("explain", answer, "--original", original)
    seeing = edielkit("explain", answer, "--original", original, "--context", context)

    assert "E10/260" in blind.text
    assert "BRS015 asks what is known of the metering point" in " ".join(blind.text.split())
    assert "> we find BRS015" in seeing.text


def test_an_archive_that_cannot_be_opened_hides_no_original(edielkit, fixtures, tmp_path):
    """It is told on standard error, unless it is all that was given."""
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "b.edi").write_bytes((fixtures / MSCONS).read_bytes())
    among = edielkit("explain", fixtures / CONTRL, "--original", tmp_path)
    alone = edielkit("explain", fixtures / CONTRL, "--original", tmp_path / "a.zip")

    assert (0, True, True) == (among.status, "b.edi" in among.text, "broken zip" in among.err)
    assert (2, True) == (alone.status, "broken zip" in alone.err)


def test_plain_data(edielkit, fixtures):
    """--json holds the answers of each file."""
    plain = edielkit("explain", "--json", fixtures / CONTRL).plain
    (answer,) = plain["files"][0]["answers"]

    assert ("CONTRL", None) == (answer["kind"], answer["accepted"])
    assert ["37", "13", "29"] == [reason["code"] for reason in answer["reasons"]]


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
