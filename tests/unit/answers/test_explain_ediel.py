"""What CONTRL and APERAK say, in words."""

from __future__ import annotations

import pytest
from tests.support.answering import NOW, answered
from tests.support.edifact_dated import interchange as dated
from tests.support.edifact_dated import transaction, utilts
from tests.support.edifact_messages import BODY, interchange, message
from tests.support.paths import FIXTURES

import edielkit


def only(explanation):
    """Return the one answer of an explanation."""
    (answer,) = explanation.answers
    return answer


WRONG = interchange(
    message(
        BODY.replace("QTY+136:1.5'", "QTY+136:1x5'")
        .replace("CNT+1:1.5'", "")
        .replace("UNS+D'", "XXX+1'UNS+D'")
    )
)


def explained_contrl(data):
    """Return the reasons of the CONTRL that *data* gets, beside it."""
    report = edielkit.validate(data, now=NOW)
    (sent,) = answered(data, report, profile="ch").messages
    return only(edielkit.explain(edielkit.serialize(sent), original=data, report=report))


def test_contrl_places_are_resolved():
    """Segment, element and component of the original with their bytes, and the finding of ours there."""
    answer = explained_contrl(WRONG)
    segment, element = answer.reasons

    assert (None, True) == (answer.accepted, answer.original_found)
    assert ("15", "UN", "segment") == (segment.code, segment.agency, segment.level)
    assert WRONG.index(b"XXX+1") == segment.position.offset
    assert "segment 5 (XXX) of message 1" == segment.about
    assert ["EDI043"] == [finding.code for finding in segment.findings]
    assert ("37", "element") == (element.code, element.level)
    assert WRONG.index(b"1x5") == element.position.offset
    assert "QTY/1/2" == element.position.segment
    assert "element 1, component 2" in element.about
    assert ["EDI049"] == [finding.code for finding in element.findings]
    assert "wrong type of characters" == element.name


@pytest.mark.parametrize(
    ("data", "level", "needle"),
    [
        (interchange(message(), unz="UNZ+2+R1'"), "interchange", None),
        (interchange(message().replace("UNT+12", "UNT+99")), "message", b"99+1'"),
    ],
)
def test_contrl_of_a_service_segment(data, level, needle):
    """0013 names the segment; UNH and UNT are those of the message."""
    (reason,) = explained_contrl(data).reasons

    assert level == reason.level
    if needle:
        assert data.index(needle) == reason.position.offset
        assert ["EDI027"] == [finding.code for finding in reason.findings]


def test_a_short_contrl_says_no_more_than_it_says():
    """Refused without a code: our own syntax errors stand beside it."""
    report = edielkit.validate(WRONG, now=NOW)
    (sent,) = answered(WRONG, report).messages
    answer = only(edielkit.explain(sent, original=WRONG, report=report))

    assert False is answer.accepted
    assert ("4", "refused without a code") == (answer.reasons[0].code, answer.reasons[0].text)
    assert {"EDI043", "EDI049"} == {finding.code for finding in answer.reasons[0].findings}


def test_contrl_without_the_original():
    """The places are named as they are counted."""
    (first, _) = only(edielkit.explain((FIXTURES / "edifact/contrl-un-places.edi").read_bytes())).reasons[:2]

    assert ("37", None) == (first.code, first.position)
    assert first.about.startswith("segment 14 of message 1")


def test_contrl_beyond_the_original():
    """A segment number that the original does not have is no crash."""
    contrl = (FIXTURES / "edifact/contrl-un-places.edi").read_bytes().replace(b"UCS+14", b"UCS+999999")
    original = (FIXTURES / "edifact/mscons-no-quarters-two-products.edi").read_bytes()
    answer = only(edielkit.explain(contrl, original=original))

    assert (True, None) == (answer.original_found, answer.reasons[0].position)


def test_aperak_names_transaction_and_field():
    """The Swedish field number is resolved to the segment of the transaction."""
    utilts = (FIXTURES / "edifact/utilts-se-quarters.edi").read_bytes()
    aperak = (FIXTURES / "edifact/aperak-se-rejected.edi").read_bytes()
    raw = edielkit.parse(utilts).messages[0]
    bgm = next(s for s in raw.segments if s.tag == "BGM").get(2).encode()
    first = next(s for s in raw.segments if s.tag == "IDE").get(2).encode()
    aperak = aperak.replace(b"UTDOC1", bgm).replace(b"TS-1", first)
    answer = only(edielkit.explain(aperak, original=utilts))
    reason = answer.reasons[0]

    assert ("APERAK", False, True) == (answer.kind, answer.accepted, answer.original_found)
    assert ("42", "260", "incorrect data") == (reason.code, reason.agency, reason.name)
    assert first.decode() == reason.payload
    assert "field 514" in reason.about
    assert utilts.index(b"SEQ", utilts.index(b"IDE")) == reason.position.offset


@pytest.mark.parametrize(
    ("error", "name", "text"),
    [
        ("ERC+42::260'FTX+AAO++E87::260+words'", "incorrect data", "E87 (Number of observations"),
        (
            "ERC+40::260'FTX+AAO++105::260'",
            "special error, the text names its code",
            "105: object not identified",
        ),
        ("ERC+42::260'FTX+AAO++777::260'", "incorrect data", "777: no public source"),
        ("ERC+Z30'", "time series incomplete", ""),
        ("ERC+X99'", "", ""),
    ],
)
def test_codes_of_aperak(error, name, text):
    """Ediel's, Germany's, ebIX's; what nobody knows is said openly."""
    data = (
        "UNB+UNOC:3+B:14+A:14+260101:0000+C'UNH+1+APERAK:D:96A:UN:EDIEL2'BGM+++27'DTM+137:202601010000:203'"
        f"RFF+ACW:M1'NAD+FR+7080000000029::9'NAD+DO+7080000000012::9'{error}UNT+9+1'UNZ+1+C'"
    )
    answer = only(edielkit.explain(data.encode(), original=interchange(message())))
    (reason,) = answer.reasons

    assert (True, name) == (answer.original_found, reason.name)
    assert text in reason.text
    assert name or "no public source" in reason.words


def test_a_field_that_a_transaction_lacks_is_not_that_of_another():
    """The unit of T1 is not what is missing in T2: the transaction itself is shown, with our finding on it."""
    right = transaction("T1")
    wrong = transaction("T2", point="735999000000001249").replace("MEA+AAZ++KWH'", "")
    data = dated(utilts(right, wrong))
    report = edielkit.validate(data, now=NOW)
    (sent,) = answered(data, report).messages
    told = edielkit.explain(edielkit.serialize(sent), original=data, report=report).answers
    (reason,) = (reason for answer in told for reason in answer.reasons if reason.code == "41")

    assert [False, True] == [answer.accepted for answer in told]
    assert ("IDE", "T2") == (reason.position.segment, reason.payload)
    assert "transaction T2, field 264: unit (MEA+AAZ)" == reason.about
    assert ["GDE001"] == [finding.code for finding in reason.findings]


@pytest.mark.parametrize(
    ("decision", "error", "accepted"),
    [
        ("29", "", True),
        ("29", "ERC+100::260'", True),
        ("29", "ERC+42::260'", None),
        ("27", "ERC+42::260'", False),
        ("34", "ERC+42::260'", None),
    ],
)
def test_an_acceptance_that_names_an_error_decides_nothing(decision, error, accepted):
    """Nobody may rely on it."""
    data = (FIXTURES / "edifact/aperak-no-accepted.edi").read_bytes()
    data = data.replace(b"BGM+++29", f"BGM+++{decision}".encode()).replace(b"UNT+9", f"{error}UNT+9".encode())

    assert accepted is only(edielkit.explain(data)).accepted


@pytest.mark.parametrize(
    ("change", "is_of_it"),
    [
        ((b"", b""), True),
        # the same reference to another partner is another interchange
        ((b"+7080000000029:14+4", b"+7080000000036:14+4"), False),
        ((b"UCI+R1+7080000000012", b"UCI+R1+7080000000036"), False),
        ((b"UCI+R1+", b"UCI+R2+"), False),
    ],
)
def test_a_contrl_is_of_the_interchange_that_it_names(change, is_of_it):
    """By sender, recipient and reference."""
    contrl = (
        b"UNB+UNOC:3+7080000000029:14+7080000000012:14+260201:0510+C1'UNH+1+CONTRL:2:2:UN:EDIEL2'"
        b"UCI+R1+7080000000012:14+7080000000029:14+4'UNT+3+1'UNZ+1+C1'"
    ).replace(*change)

    assert is_of_it is only(edielkit.explain(contrl, original=WRONG)).original_found
