"""APERAK: accepted, refused and by whom, in the form of each market."""

from __future__ import annotations

import re

import pytest
from tests.support.answering import IN_MAY, answered, errors_of, heads, refuse, texts
from tests.support.edifact_messages import BODY, UNH, interchange, message
from tests.support.paths import FIXTURES

import edielkit
from edielkit.answers import aperak_codes
from edielkit.edifact.check.series.rules import RULES, reason_of
from edielkit.edifact.messages import read_message
from edielkit.findings import Finding, Position, Reason, Report, Severity

FROM = "NAD+FR+7080000000029::9"


TO = "NAD+DO+7080000000012::9"


TIMES = ["DTM+137:202603021100:203", "DTM+178:202603021100:203"]


def test_a_norwegian_acceptance():
    """BGM 29 with the reference to the document, when the caller has decided: the guide is not public."""
    data = interchange(message(BODY.replace("BGM+7+M1+9'", "BGM+7+M1+9+AB'")))
    answers = answered(data, positive=True)

    assert "UNH+1+APERAK:D:96A:UN:EDIEL2" == heads(answers, "APERAK")
    assert ["BGM+++29", *TIMES, "RFF+ACW:M1", FROM, TO, "ERC+100::260", "FTX+AAO+++OK"] == texts(
        answers, "APERAK"
    )
    assert [] == errors_of(answers.messages[0])
    assert () == answered(interchange(message())).messages
    assert () == answered(data).messages


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (Reason("E87", "260"), "FTX+AAO++E87::260+value isn't plausible: '?'"),
        (None, "FTX+AAO+++value isn't plausible: '?'"),
    ],
)
def test_a_norwegian_refusal(reason, text):
    """BGM 27, ERC 42 and the words; a code of ebIX stands in the text."""
    data = interchange(message())
    answers = answered(data, refuse(9, reason)(data))

    assert ["BGM+++27", *TIMES, "RFF+ACW:M1", FROM, TO, "ERC+42::260", text] == texts(answers, "APERAK")
    assert [] == errors_of(answers.messages[0])
    assert () == answers.unanswered


def recounted(data):
    """Return an interchange of one message with a segment less, and the count that it has then."""
    return re.sub(rb"UNT\+(\d+)", lambda count: b"UNT+%d" % (int(count[1]) - 1), data)


UTILTS = (FIXTURES / "edifact" / "utilts-se-quarters.edi").read_bytes()


def test_a_swedish_acceptance_names_each_transaction():
    """BGM 312 with an identification, the offset, the document, the role, and a result for each IDE."""
    answers = answered(UTILTS, positive=True)
    raw = edielkit.parse(UTILTS).messages[0]
    names = [s.get(2) for s in raw.segments if s.tag == "IDE"]
    said = texts(answers, "APERAK")

    assert heads(answers, "APERAK").startswith("UNH+1+APERAK:D:04A:UN:E5SE")
    assert said[0].startswith("BGM+312+")
    assert "DTM+735:+0100:406" in said
    assert f"DOC+E66::260+{next(s for s in raw.segments if s.tag == 'BGM').get(2)}" in said
    assert [f"RFF+ACW:{name}" for name in names] == [line for line in said if line.startswith("RFF+ACW")]
    assert len(names) == said.count("ERC+100::260")
    assert [] == [errors for message in answers.messages for errors in errors_of(message)]


def test_a_swedish_refusal_names_the_transaction():
    """An error below an IDE refuses that one; one in the header names none."""
    segments = edielkit.parse(UTILTS).messages[0].segments
    inside = next(n for n, s in enumerate(segments, 1) if s.tag == "IDE") + 1
    name = segments[inside - 2].get(2)
    below = texts(answered(UTILTS, refuse(inside)(UTILTS)), "APERAK")
    above = texts(answered(UTILTS, refuse(3)(UTILTS)), "APERAK")

    assert "ERC+42::260" in below
    assert f"RFF+ACW:{name}" in below
    assert below[0].startswith("BGM+313+")
    assert not any(line.startswith("RFF+ACW") for line in above)
    assert "ERC+42::260" in above


def test_values_that_do_not_count_are_refused_with_their_reason():
    """A transaction with too few values is refused with E87; the answer to it is negative, never positive."""
    for old, new in (
        (b"202506040000202506040100:719", b"202506040000202506040200:719"),
        (b"15:806", b"1:802"),
    ):
        said = texts(answered(UTILTS.replace(old, new, 1), positive=True), "APERAK")

        assert said[0].startswith("BGM+313+")
        assert "ERC+100::260" not in said
        assert any(text.startswith("FTX+AAO++E") for text in said), said


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b"MEA+AAZ++KWH'", b"", ["ERC+41::260", "264", "TS-1"]),
        (b"STS+7++E88", b"STS+7++E99", ["ERC+42::260", "223", "TS-1"]),
        (b"NAD+MS+10001:SVK:260'", b"", ["ERC+41::260", "207", None]),
        (b"NAD+MS+10001:SVK:260'", b"NAD+MS+10001:SVK:9'", ["ERC+42::260", "207", None]),
        (b"MEA+AAZ++KWH", b"MEA+AAZ++MTQ", ["ERC+42::260", "264", "TS-1"]),
        (b"QTY+136:0.505", b"QTY+136:00505", ["ERC+42::260", "516", "TS-1"]),
        (b"QTY+136:0.505", b"QTY+136:0.50505", ["ERC+42::260", "516", "TS-1"]),
    ],
)
def test_a_breach_of_the_swedish_guide_is_answered_with_its_field(old, new, expected):
    """What is missing is 41, a wrong value 42; FTX names the field, RFF the transaction unless the header is wrong."""
    wrong = UTILTS.replace(old, new, 1)
    wrong = wrong if new else recounted(wrong)
    said = texts(answered(wrong), "APERAK")
    (error,) = [text for text in said if text.startswith("ERC")]
    (words,) = [text for text in said if text.startswith("FTX")]
    about = next((text.removeprefix("RFF+ACW:") for text in said if text.startswith("RFF+ACW")), None)

    assert "BGM+313" == next(text for text in said if text.startswith("BGM"))[:7]
    assert expected == [error, words.split("+")[3].split(":")[0], about]


def test_an_address_that_was_refused_is_not_repeated():
    """The envelope says who sent the message; our answer has no fault that we would refuse ourselves."""
    wrong = UTILTS.replace(b"NAD+MS+10001:SVK:260'", b"NAD+MS+10001:SVK:9'", 1)
    answers = answered(wrong)

    assert "NAD+MR+10001:SVK:260" in texts(answers, "APERAK")
    assert [] == [
        f for data in map(edielkit.serialize, answers.messages) for f in edielkit.validate(data).errors
    ]


PRODAT = (FIXTURES / "edifact" / "prodat-se-z03.edi").read_bytes()


def test_a_swedish_prodat_has_a_result_for_each_object():
    """BGM 34 with ERC and the case of each line."""
    segments = edielkit.parse(PRODAT).messages[0].segments
    line = next(n for n, s in enumerate(segments, 1) if s.tag == "LIN")
    case = next(s.get(1, 2) for s in segments if s.tag == "RFF" and s.get(1) == "LI")
    answers = answered(PRODAT, refuse(line)(PRODAT))
    said = texts(answers, "APERAK")
    accepted = texts(answered(PRODAT, positive=True, now=IN_MAY), "APERAK")

    assert ["BGM+++34", "ERC+42::260"] == [line for line in said if line.startswith(("BGM", "ERC"))]
    assert f"RFF+LI:{case}" in said
    assert "ERC+100::260" in accepted
    assert [] == [errors for message in answers.messages for errors in errors_of(message)]


GERMAN = (FIXTURES / "edifact" / "mscons-de-coupling-point-comma.edi").read_bytes()


def test_a_german_refusal_has_a_code_of_its_list():
    """Interchange, message and document are named; an error without such a code stays visible."""
    raw = edielkit.parse(GERMAN).messages[0]
    document = next(s for s in raw.segments if s.tag == "BGM").get(2)
    report = refuse(9, Reason("Z30", "293"), code="SER006")(GERMAN)
    answers = answered(GERMAN, report)
    said = texts(answers, "APERAK")

    assert heads(answers, "APERAK").startswith("UNH+1+APERAK:D:07B:UN:2.1")
    assert "ERC+Z30" in said
    assert f"RFF+ACE:{edielkit.parse(GERMAN).reference}" in said
    assert [f"RFF+ACW:{raw.reference}", f"RFF+AGO:{document}"] == [
        line for line in said if line.startswith(("RFF+ACW", "RFF+AGO"))
    ]
    assert [] == errors_of(answers.messages[0])
    other = refuse(9)(GERMAN)
    assert other.errors == answered(GERMAN, other).unanswered


def test_a_breach_of_the_german_guide_has_its_code():
    """An item that the guide requires and that is missing is Z29."""
    german = (FIXTURES / "edifact" / "mscons-de-coupling-point-comma.edi").read_bytes()
    said = texts(answered(recounted(german.replace(b"NAD+MR+9900000020001::293'", b"", 1))), "APERAK")

    assert ["ERC+Z29"] == [text for text in said if text.startswith("ERC")]


def test_a_german_acceptance():
    """BGM 312 without ERC."""
    answers = answered(GERMAN, positive=True)
    said = texts(answers, "APERAK")

    assert said[0].startswith("BGM+312+")
    assert not any(line.startswith("ERC") for line in said)


@pytest.mark.parametrize("profile", ["dk", "ch", None])
def test_no_aperak_where_no_form_is_public(profile):
    """Denmark, Switzerland, no profile: the errors stay visible, with the reason."""
    unb = "UNB+UNOC:3+A+B+260201:0500+R1'"
    data = interchange(message(unh=UNH.replace(":EDIEL2", "")), unb=unb)
    report = refuse(9)(data)
    answers = answered(data, report, profile=profile)

    assert ((), report.errors) == (answers.messages, answers.unanswered)
    assert "no public form" in answers.notes[0]


def test_upper_case_sets_get_upper_case_words():
    """UNOA has no lower case."""
    unb = "UNB+UNOA:1+7080000000012:14+7080000000029:14+260201:0500+R1'"
    data = interchange(message(), unb=unb)
    answers = answered(data, refuse(9)(data))

    assert "FTX+AAO+++VALUE ISN'T PLAUSIBLE: '?'" in texts(answers, "APERAK")
    assert [] == errors_of(answers.messages[0])


def test_long_words_are_cut_into_lines():
    """Five lines of 70 characters."""
    data = interchange(message())
    report = Report(
        findings=(
            Finding(
                code="BRS999", severity=Severity.ERROR, message="x" * 999, position=Position(offset=None)
            ),
        )
    )
    answers = answered(data, report)
    typed = read_message(answers.messages[0].messages[0])
    text = typed.errors[0].text

    assert ["x" * 70] * 5 == [text.text, text.line2, text.line3, text.line4, text.line5]
    assert [] == errors_of(answers.messages[0])


def test_words_are_kept_whole_in_lines():
    """A line ends between words, so that the reader puts the sentence together as it was."""
    words = " ".join(f"word{n}" for n in range(40))
    report = Report(findings=(Finding(code="BRS999", severity=Severity.ERROR, message=words),))
    typed = read_message(answered(interchange(message()), report).messages[0].messages[0])
    text = typed.errors[0].text
    rows = [text.text, text.line2, text.line3, text.line4, text.line5]

    assert words.startswith(" ".join(filter(None, rows)))
    assert max(map(len, rows)) <= 70


def test_the_german_codes_are_of_the_list():
    """Rules of ours are mapped to codes with a meaning."""
    codes = {reason.code for code in RULES if (reason := reason_of(code, "de"))}

    assert {"Z30", "Z34", "Z35"} <= codes <= set(aperak_codes.GERMAN_ERRORS)


MEANINGS = [
    # code, what its meaning has to say; BDEW APERAK AHB 1.1
    ("Z10", "identification unknown"),
    ("Z14", "not found"),
    ("Z15", "not unique"),
    ("Z16", "no longer in the grid area"),
    ("Z17", "sender not assigned"),
    ("Z18", "receiver not assigned"),
    ("Z19", "meter number"),
    ("Z20", "OBIS"),
    ("Z21", "internal reference"),
    ("Z27", "digits before the decimal mark"),
    ("Z29", "required item missing"),
    ("Z30", "time series incomplete"),
    ("Z31", "case rejected"),
    ("Z33", "referenced case missing"),
    ("Z34", "interval negative or zero"),
    ("Z35", "format"),
    ("Z37", "sender not entitled"),
    ("Z38", "too many codes"),
    ("Z39", "code not allowed"),
    ("Z40", "repeated too often"),
    ("Z41", "implausible time"),
    ("Z42", "configuration identification"),
]
EDIEL_MEANINGS = [
    # ERC of Ediel's D.96A, and with 40 the special codes
    ("100", "accepted"),
    ("40", "special"),
    ("41", "mandatory field missing"),
    ("42", "incorrect data"),
    ("105", "object not identified"),
    ("107", "not connected to the object"),
    ("109", "both a start and a stop"),
]


@pytest.mark.parametrize(("code", "words"), MEANINGS)
def test_a_german_code_means_what_the_handbook_says(code, words):
    """Each code has its own words."""
    assert words in aperak_codes.GERMAN_ERRORS[code]


@pytest.mark.parametrize(("code", "words"), EDIEL_MEANINGS)
def test_a_code_of_ediel_means_what_the_guide_says(code, words):
    """Each code has its own words."""
    meanings = {**aperak_codes.EDIEL_ERRORS, **aperak_codes.SPECIAL}

    assert words in meanings[code]


def test_errors_of_form_come_before_the_others():
    """The handbook's list of errors that are looked for first, and every code of the lists has a row above."""
    assert frozenset({"Z21", "Z29", "Z35", "Z38", "Z39", "Z40", "Z41"}) == aperak_codes.OF_FORM
    assert {code for code, _ in MEANINGS} == set(aperak_codes.GERMAN_ERRORS)
    assert {code for code, _ in EDIEL_MEANINGS} == {*aperak_codes.EDIEL_ERRORS, *aperak_codes.SPECIAL}


def test_a_sequence_error_in_lin_refuses_the_message():
    """Nobody can say which line an answer is about: BGM 27 with field 314, no result for each object."""
    said = texts(answered(PRODAT.replace(b"LIN+1+", b"LIN+2+", 1), now=IN_MAY), "APERAK")

    assert ["BGM+++27", "ERC+42::260"] == [line for line in said if line.startswith(("BGM", "ERC"))]
    assert any(line.startswith("FTX+AAO++314") for line in said), said


def test_a_day_that_no_calendar_has_is_answered_with_its_field():
    """DTM+92 is field 210 of PRODAT, also where it cannot be read."""
    said = texts(answered(PRODAT.replace(b"DTM+92:202607010000", b"DTM+92:202602310000", 1)), "APERAK")

    assert "ERC+42::260" in said
    assert any(line.startswith("FTX+AAO++210") for line in said), said
