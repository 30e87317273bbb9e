"""Transactions and objects are answered one by one."""

from __future__ import annotations

import re

import pytest
from tests.support.answering import IN_MAY, answered, errors_of, segment_text
from tests.support.edifact_dated import interchange, transaction, utilts
from tests.support.paths import FIXTURES

from edielkit.answers.edifact_table import aperak_form
from edielkit.answers.message_parts import part_at, parts_of
from edielkit.edifact.read.assembler import parse_interchanges

RIGHT = transaction("T1")
OTHER = transaction("T2", point="735999000000001249")
WRONG = OTHER.replace("MEA+AAZ++KWH'", "")
# a registration before the end of the values only warns
DOUBTFUL = OTHER.replace("202602020100", "202602012300")


def results(answers):
    """Return, for each APERAK, its kind and the transactions or cases with their codes."""
    said = []
    for sent in answers.messages:
        for raw in sent.messages:
            if raw.type != "APERAK":
                continue
            lines = [segment_text(s) for s in raw.segments]
            pairs, code = [], ""
            for line in lines:
                code = line[4:].split(":")[0] if line.startswith("ERC") else code
                if line.startswith(("RFF+ACW", "RFF+LI")) and code:
                    pairs.append((line.split(":")[1], code))
            said.append((raw.segments[1].get(1) or raw.segments[1].get(3), pairs))
    return said


@pytest.mark.parametrize(
    ("transactions", "expected"),
    [
        ((RIGHT, OTHER), [("312", [("T1", "100"), ("T2", "100")])]),
        ((RIGHT, WRONG), [("313", [("T2", "41")]), ("312", [("T1", "100")])]),
        ((WRONG, RIGHT), [("313", [("T2", "41")]), ("312", [("T1", "100")])]),
        ((RIGHT, DOUBTFUL), [("312", [("T1", "100")])]),
        (
            (WRONG, DOUBTFUL.replace("T2", "T3").replace("1249", "1256"), RIGHT),
            [("313", [("T2", "41")]), ("312", [("T1", "100")])],
        ),
        ((WRONG,), [("313", [("T2", "41")])]),
        ((DOUBTFUL,), []),
        # one series, twice: nobody knows which counts
        ((RIGHT, transaction("T2")), []),
        # one name, twice: the answer would contradict itself
        ((RIGHT, RIGHT), [("313", [("T1", "42")])]),
    ],
)
def test_each_transaction_is_answered_for_itself(transactions, expected):
    """A refusal of what is wrong, apart from it an acceptance of what is right, nothing of what is in doubt."""
    answers = answered(interchange(utilts(*transactions)))

    assert expected == results(answers)
    assert [] == [error for sent in answers.messages for error in errors_of(sent)]
    numbers = [raw.reference for sent in answers.messages for raw in sent.messages if raw.type == "APERAK"]
    assert [str(n) for n in range(1, len(expected) + 1)] == numbers
    documents = [r.segments[1].get(2) for sent in answers.messages for r in sent.messages]
    assert len(documents) == len(set(documents))


def test_the_doubt_about_a_transaction_stands_in_the_notes():
    """Whoever reads them knows why one of two has no answer."""
    answers = answered(interchange(utilts(RIGHT, DOUBTFUL)))
    assert ["APERAK 100 is not written: SER043"] == [note.split(",")[0] for note in answers.notes]


@pytest.mark.parametrize(
    ("old", "new"), [("9+AB'", "9+NA'"), ("MKS+23+E02::260'", ""), ("D:02B:UN:E5SE5A", "D:02B:UN:E5SE1B")]
)
def test_what_is_right_is_not_accepted_beside_what_is_wrong(old, new):
    """Not where no answer is wanted, the head of the message is wrong, or its guide is not public."""
    text = utilts(RIGHT, WRONG).replace(old, new)
    text = text if new else text.replace(text.split("UNT+")[1], str(text.count("'")) + "+1'")
    said = results(answered(interchange(text)))

    assert "312" not in [kind for kind, _ in said]
    assert [] != said or "E5SE1B" in new


def test_an_acceptance_is_not_asked_for_twice():
    """The caller's word holds for each transaction; where it says no, only what is wrong is answered."""
    data = interchange(utilts(RIGHT, WRONG, DOUBTFUL.replace("T2", "T3")))

    assert [("313", [("T2", "41")])] == results(answered(data, positive=False))
    assert [("313", [("T2", "41")]), ("312", [("T1", "100"), ("T3", "100")])] == results(
        answered(data, positive=True)
    )


def test_objects_of_prodat_stand_in_one_answer():
    """BGM 34 has a result for each case."""
    data = (FIXTURES / "edifact" / "prodat-se-z03.edi").read_bytes()
    ((kind, pairs),) = results(answered(data, positive=True, now=IN_MAY))

    assert "34" == kind
    assert {"100"} == {code for _, code in pairs}


def test_the_parts_of_a_message():
    """Transactions where UTILTS of Sweden is answered; other messages are answered as a whole."""
    (parsed,), _ = parse_interchanges(interchange(utilts(RIGHT, OTHER)))
    (message,) = parsed.messages
    parts = parts_of(message, aperak_form("se", "UTILTS"))

    assert ["T1", "T2"] == [part.reference.number for part in parts]
    assert [None, None, *[parts[0]] * 2] == [part_at(parts, n) for n in (1, 8, 9, parts[1].start - 1)]
    assert (parts[1], None) == (part_at(parts, parts[1].start), part_at(parts, len(message.segments)))
    assert () == parts_of(message, aperak_form("no", "MSCONS"))


def test_a_wrong_head_is_answered_alone():
    """Sweden runs no later checks where the head is wrong: the transactions are answered when it is right."""
    text = utilts(RIGHT, WRONG).replace("MKS+23+E02::260'", "MKS+23+E09::260'")
    answers = answered(interchange(text))
    (raw,) = (raw for sent in answers.messages for raw in sent.messages)
    errors = [segment_text(segment) for segment in raw.segments if segment.tag in {"ERC", "FTX", "RFF"}]

    assert ["ERC", "FTX", "RFF"] == [line[:3] for line in errors]
    assert "+502::260+" in errors[1]
    assert ["GDE001"] == [finding.code for finding in answers.unanswered]
    assert ("the head of the message is checked first: other errors are not answered yet",) == answers.notes


def test_faults_of_form_are_answered_alone():
    """Germany tells all faults of the application handbook first, and nothing of the content then."""
    whole = (FIXTURES / "pairs/de-quality-quarters.edi").read_bytes()
    start = whole.index(b"QTY+")
    lacking = whole[:start] + whole[whole.index(b"QTY+", start + 4) :]
    short = re.sub(rb"UNT.(\d+)", lambda count: b"UNT+%d" % (int(count[1]) - 3), lacking)
    both = short.replace(b"1-1?:1.29.0", b"x", 1)
    codes = {
        name: [
            segment.get(1)
            for sent in answered(data).messages
            for raw in sent.messages
            for segment in raw.segments
            if segment.tag == "ERC"
        ]
        for name, data in (("short", short), ("both", both))
    }

    assert {"short": ["Z30"], "both": ["Z39"]} == codes
    assert ("the form is checked first: other errors are not answered yet",) == answered(both).notes
