"""What stands in the way of an acceptance in EDIFACT."""

from __future__ import annotations

import attrs
import pytest
from tests.support.answering import NOW, answered, refuse, segment_text, texts
from tests.support.edifact_dated import interchange, line, mscons, transaction, utilts
from tests.support.paths import FIXTURES

import edielkit
from edielkit.edifact.rules import RULES
from edielkit.findings import Position
from edielkit.identifiers import gsrn

UTILTS = interchange(utilts(transaction()))
# CONTRL is asked for too
ASKED = UTILTS.replace(b"+R1++23-DDQ-E66-T'", b"+R1++23-DDQ-E66-T++1'")
PRODAT = (FIXTURES / "edifact" / "prodat-se-z03.edi").read_bytes()


def kinds(answers):
    """Return the types of what is sent."""
    return [message.type for sent in answers.messages for message in sent.messages]


def text_of_all(answers):
    """Return the segments of all answers, as text."""
    raws = [raw for sent in answers.messages for raw in sent.messages]
    return [segment_text(segment) for raw in raws for segment in raw.segments]


def test_a_right_message_of_a_public_guide_is_accepted_when_it_asks():
    """CONTRL and APERAK 100, and no notes."""
    answers = answered(ASKED)

    assert (["CONTRL", "APERAK"], ()) == (kinds(answers), answers.notes)
    assert "ERC+100::260" in texts(answers, "APERAK")


# what makes it doubtful, and what the note says
DOUBTS = [
    (UTILTS.replace(b"202602020100", b"202602012300"), "SER043, expected a registration at or after the end"),
    (UTILTS.replace(b"E5SE5A", b"E5SE9Z"), "is public for version E5SE5A alone"),
    (interchange(mscons(line()).replace("+M1+9'", "+M1+9+AB'")), "the guide of MSCONS in the profile no is not public"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "words"), DOUBTS)
def test_what_is_doubtful_is_not_accepted_by_itself(data, words):
    """No APERAK 100 without the caller's word; the reason stands in the notes."""
    answers = answered(data)

    assert [] == kinds(answers)
    assert any(note.startswith("APERAK 100 is not written: ") and words in note for note in answers.notes)
    assert "APERAK" in kinds(answered(data, positive=True))
    assert [] == kinds(answered(data, positive=False))


def test_a_refusal_of_the_content_is_no_utilts_err():
    """Sweden's third level: its message is public in part, so that APERAK says it, and a note that it does."""
    wrong = answered(UTILTS.replace(b"SEQ++1'", b"SEQ++2'"))
    of_field = answered(UTILTS.replace(b"E02::260", b"E09::260"))

    assert (["APERAK"], ["APERAK"]) == (kinds(wrong), kinds(of_field))
    assert [True, False] == [
        any(note.startswith("UTILTS ERR is not written") for note in answers.notes)
        for answers in (wrong, of_field)
    ]


def test_a_process_whose_fields_are_not_public():
    """Sweden's requests: only their codes are."""
    answers = answered(interchange(utilts(transaction(), process="E73")))
    assert any("requires of E73 is public in part" in note for note in answers.notes)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"now": None}, "rules that need the time of the validation (now)"),
        ({"now": NOW, "level": "schema"}, "levels after 'schema' were not asked for"),
    ],
)
def test_what_was_not_checked_is_not_accepted(options, words):
    """A validation without its instant, or of some levels alone, leaves open what it did not look at."""
    report = edielkit.validate(ASKED, **options)
    answers = answered(ASKED, report)

    assert ["CONTRL"] == kinds(answers)
    assert any(words in note for note in answers.notes)


def test_a_syntax_that_was_not_checked_is_not_accepted():
    """CONTRL says that structure and formats are right."""
    answers = answered(ASKED, edielkit.validate(ASKED, now=NOW, level="syntax"))

    assert [] == kinds(answers)
    assert any(note.startswith("CONTRL is not written: levels after 'syntax'") for note in answers.notes)


def test_a_doubtful_syntax_is_not_accepted():
    """A byte order mark before the interchange, which a strict receiver refuses."""
    marked = b"\xef\xbb\xbf" + ASKED
    answers = answered(marked)

    assert "CONTRL" not in kinds(answers)
    assert any(note.startswith("CONTRL is not written: EDI010") for note in answers.notes)
    assert ["CONTRL", "APERAK"] == kinds(answered(marked, positive=True))


def test_a_receipt_says_nothing_of_the_syntax():
    """UNB 0031 = 2 asks for a receipt, which is given whatever is doubtful."""
    receipt = b"\xef\xbb\xbf" + ASKED.replace(b"-T++1'", b"-T++2'")
    assert "CONTRL" in kinds(answered(receipt))


def test_a_message_is_doubtful_by_its_own_warnings_alone():
    """Of two messages the one without a warning is accepted."""
    second = utilts(transaction("T2", point="735999000000001249", registered="202602012300"), n=2)
    answers = answered(interchange(utilts(transaction()), second))

    assert ["APERAK"] == kinds(answers)
    assert "RFF+ACW:T1" in texts(answers, "APERAK")


def test_an_object_beside_a_wrong_one_is_accepted_only_where_nothing_is_doubtful():
    """PRODAT is answered line by line: what has no error is left out when its guide leaves something open."""
    segments = edielkit.parse(PRODAT).messages[0].segments
    number = next(n for n, s in enumerate(segments, 1) if s.tag == "LIN")
    refused = refuse(number)(PRODAT)

    assert ["ERC+42::260"] == [text for text in texts(answered(PRODAT, refused), "APERAK") if "ERC" in text]


def test_nothing_is_accepted_where_findings_are_not_listed():
    """Beyond the bound a transaction may be wrong though no finding says so, in a later message and interchange too."""
    second = transaction("T2", point="735999000000001249")
    data = interchange(utilts(transaction(), second))
    number = next(n for n, s in enumerate(edielkit.parse(data).messages[0].segments, 1) if s.get(2) == "T2")
    for source, report in ((data, refuse(number)(data)), (ASKED, edielkit.validate(ASKED, now=NOW))):
        more = RULES["EDI003"].finding("12 more findings of SER044 are not listed", Position(offset=10))
        cut = attrs.evolve(report, findings=(*report.findings, more))
        assert "ERC+100::260" in text_of_all(answered(source, report))
        assert "ERC+100::260" not in text_of_all(answered(source, cut))
    later = ASKED + ASKED.replace(b"R1", b"R2")
    said = edielkit.validate(later, now=NOW)
    cut = attrs.evolve(said, findings=(*said.findings, more))
    assert 2 == text_of_all(answered(later, said)).count("ERC+100::260")
    assert 0 == text_of_all(answered(later, cut)).count("ERC+100::260")


def test_many_warnings_are_counted():
    """Five are named, the others counted."""
    points = [body + gsrn.check_digit(body) for body in map(str, range(73599900000000100, 73599900000000107))]
    late = [
        transaction(f"T{n}", point=point, registered=f"2026020123{n:02}") for n, point in enumerate(points)
    ]
    notes = answered(interchange(utilts(*late))).notes

    assert ["SER043"] * 5 == [note.split(": ")[1][:6] for note in notes[:5]]
    assert ("APERAK 100 is not written: 2 more warnings",) == notes[5:]
