"""CONTRL and APERAK: levels, codes, profiles, and what is never answered."""

from __future__ import annotations

import re

import pytest
from tests.support.answering import NOW, answered, errors_of
from tests.support.edifact_messages import BODY, UNH, interchange, message
from tests.support.paths import FIXTURES

import edielkit
from edielkit.answers import aperak_codes
from edielkit.answers.edifact_table import CONTRL_FORMS, GERMAN_CODES, LEVELS
from edielkit.codes import code_list
from edielkit.edifact.check.series.rules import RULES
from edielkit.edifact.messages import read_message
from edielkit.edifact.profiles import profiles
from edielkit.findings import Finding, Position, Reason, Report, Severity

UNB_ASKS = "UNB+UNOC:3+7080000000012:14+7080000000029:14+260201:0500+R1++++1'"


def texts(answers, kind):
    """Return the segments of the first answer of *kind*, UNH and UNT left out, as text."""
    for sent in answers.messages:
        for raw in sent.messages:
            if raw.type == kind:
                return [segment_text(s) for s in raw.segments[1:-1]]
    return None


def segment_text(segment):
    return "+".join([segment.tag, *(":".join(parts) for parts in segment.elements)])


def heads(answers, kind):
    """Return UNH of the first answer of *kind* as text."""
    return next(segment_text(r.unh) for sent in answers.messages for r in sent.messages if r.type == kind)


UCI = "UCI+R1+7080000000012:14+7080000000029:14"
UCM = "UCM+1+MSCONS:D:96A:ZZ:EDIEL2+4"
PLACES = [
    # what, input, what CONTRL says with places
    ("fine", interchange(message()), None),
    ("UNT count", interchange(message().replace("UNT+12", "UNT+99")), [f"{UCI}+7", f"{UCM}+29+UNT+2"]),
    (
        "UNT reference",
        interchange(message().replace("UNT+12+1", "UNT+12+2")),
        [f"{UCI}+7", f"{UCM}+28+UNT+3"],
    ),
    ("UNZ count", interchange(message(), unz="UNZ+2+R1'"), [f"{UCI}+4+29+UNZ+2"]),
    ("UNZ reference", interchange(message(), unz="UNZ+1+R2'"), [f"{UCI}+4+28+UNZ+3"]),
    ("no UNZ", interchange(message(), unz=""), [f"{UCI}+4+13+UNZ"]),
    ("empty", interchange(), [f"{UCI}+4+32+UNB"]),
    (
        "unknown segment",
        interchange(message(BODY.replace("UNS+D'", "XXX+1'UNS+D'"))),
        [f"{UCI}+7", UCM, "UCS+5+15"],
    ),
    (
        "letters in a number",
        interchange(message(BODY.replace("QTY+136:1.5'", "QTY+136:1x5'").replace("CNT+1:1.5'", ""))),
        [f"{UCI}+7", UCM, "UCS+9", "UCD+37+2:2"],
    ),
    (
        "two faults in one segment, one in another",
        interchange(
            message(
                BODY.replace("QTY+136:1.5'", "QTY+1364:1x5'")
                .replace("UNS+D'", "UNS+DD'")
                .replace("CNT+1:1.5'", "")
            )
        ),
        [f"{UCI}+7", UCM, "UCS+5", "UCD+39+2", "UCS+9", "UCD+39+2:1", "UCD+37+2:2"],
    ),
    (
        "missing mandatory segment",
        interchange(message(BODY.replace("BGM+7+M1+9'", ""))),
        [f"{UCI}+7", UCM, "UCS+1+13"],
    ),
    (
        "text between messages",
        interchange(
            message(),
            "FTX+AAO'",
            message(unh="UNH+2+MSCONS:D:96A:ZZ:EDIEL2'", reference="2"),
            unz="UNZ+2+R1'",
        ),
        [f"{UCI}+4+33"],
    ),
    (
        "one message of two",
        interchange(
            message(),
            message(unh="UNH+2+MSCONS:D:96A:ZZ:EDIEL2'", reference="2").replace("UNT+12", "UNT+99"),
        ),
        [f"{UCI}+7", "UCM+2+MSCONS:D:96A:ZZ:EDIEL2+4+29+UNT+2"],
    ),
    (
        "trailing separator of an element, said of the segment",
        interchange(message(BODY.replace("QTY+136:1.5'", "QTY+136:1.5:'"))),
        [f"{UCI}+7", UCM, "UCS+9+45"],
    ),
]


@pytest.mark.parametrize(("data", "expected"), [p[1:] for p in PLACES], ids=[p[0] for p in PLACES])
def test_contrl_with_places(data, expected):
    """The lowest level with the most precise code, the levels above silent."""
    answers = answered(data, profile="ch", positive=None)

    assert expected == texts(answers, "CONTRL")
    assert [] == [errors for message in answers.messages for errors in errors_of(message)]


@pytest.mark.parametrize(("data", "expected"), [p[1:] for p in PLACES], ids=[p[0] for p in PLACES])
@pytest.mark.parametrize("profile", ["no", "se", "dk"])
def test_contrl_of_ediel_is_short(profile, data, expected):
    """UCI alone, action 4, without code or place."""
    answers = answered(data, profile=profile)

    assert (None if expected is None else [f"{UCI}+4"]) == texts(answers, "CONTRL")
    if expected:
        assert "UNH+1+CONTRL:2:2:UN:EDIEL2" == heads(answers, "CONTRL")


@pytest.mark.parametrize(
    ("profile", "unh", "action"),
    [
        ("no", "CONTRL:2:2:UN:EDIEL2", "1"),
        ("ch", "CONTRL:D:3:UN", "7"),
        ("de", "CONTRL:D:3:UN:2.0b", "7"),
    ],
)
def test_an_acceptance_is_sent_when_it_is_asked_for(profile, unh, action):
    """UNB 0031 asks, or the caller; never when the caller says so."""
    asks, silent = interchange(message(), unb=UNB_ASKS), interchange(message())
    answers = answered(asks, profile=profile)

    assert ([f"{UCI}+{action}"], f"UNH+1+{unh}") == (texts(answers, "CONTRL"), heads(answers, "CONTRL"))
    assert None is texts(answered(silent, profile=profile), "CONTRL")
    assert [f"{UCI}+{action}"] == texts(answered(silent, profile=profile, positive=True), "CONTRL")
    assert None is texts(answered(asks, profile=profile, positive=False), "CONTRL")


def test_german_gas_is_always_answered():
    """Code list 502 of the recipient is gas, 500 electricity."""
    for qualifier, expected in (("502", ["UCI+R1+9800000000002:502+9800000000010:502+7"]), ("500", None)):
        unb = f"UNB+UNOC:3+9800000000002:{qualifier}+9800000000010:{qualifier}+260201:0500+R1'"
        data = interchange(message(), unb=unb)

        assert expected == texts(answered(data, profile="de"), "CONTRL")


def test_a_receipt_is_asked_for():
    """0031 = 2 asks for the receipt only: action 8 in the UN form."""
    data = interchange(message(), unb=UNB_ASKS.replace("++++1'", "++++2'"))
    report = Report()

    assert [f"{UCI}+8"] == texts(answered(data, report, profile="ch"), "CONTRL")


def test_the_envelope_goes_back():
    """Sender and recipient with subaddresses, syntax and the test mark of the original."""
    unb = "UNB+UNOB:2+7080000000012:14:AAA+7080000000029:14:BBB+260201:0500+R1++++1++1'"
    (contrl,) = answered(interchange(message(), unb=unb)).messages

    assert ("UNOB", "2") == (contrl.syntax_id, contrl.syntax_version)
    assert ("7080000000029", "14", "BBB") == (
        contrl.sender,
        contrl.sender_qualifier,
        contrl.sender_subaddress,
    )
    assert ("7080000000012", "AAA") == (contrl.recipient, contrl.recipient_subaddress)
    assert contrl.test
    assert not contrl.ack_request
    assert ["UCI+R1+7080000000012:14:AAA+7080000000029:14:BBB+1"] == texts(
        answered(interchange(message(), unb=unb)), "CONTRL"
    )


def test_syntax_4_has_its_own_contrl():
    """CONTRL:4:1 in syntax 4, where no profile says otherwise."""
    unb = "UNB+UNOC:4+A+B+20260201:0500+R1'"
    data = interchange(message(unh=UNH.replace(":EDIEL2", "")), unb=unb, unz="UNZ+1+R2'")
    answers = answered(data)

    assert "UNH+1+CONTRL:4:1:UN" == heads(answers, "CONTRL")
    assert ["UCI+R1+A+B+4+28+UNZ+3"] == texts(answers, "CONTRL")


def test_groups_are_answered_as_groups():
    """A fault in a message of a group stands under UCF."""
    group = "UNG+MSCONS+A+B+260201:0500+G1+UN+D:96A'"
    inner = message().replace("UNT+12", "UNT+99")
    data = interchange(group, inner, "UNE+1+G1'", unz="UNZ+1+R1'")

    assert [f"{UCI}+7", "UCF+G1+A+B+7", f"{UCM}+29+UNT+2"] == texts(answered(data, profile="ch"), "CONTRL")


def test_what_cannot_be_named_is_refused_as_a_whole():
    """A message without a reference has no UCM: UCI says it."""
    data = interchange(message(unh="UNH++MSCONS:D:96A:ZZ:EDIEL2'").replace("UNT+12+1", "UNT+12"))
    said = texts(answered(data, profile="ch"), "CONTRL")

    assert 1 == len(said)
    assert said[0].startswith(f"{UCI}+4+13")


@pytest.mark.parametrize(
    "unb", ["UNB+UNOC:3'", "UNB+UNOC:3++B+260201:0500+R1'", "UNB+UNOC:3+A+B+260201:0500'"]
)
def test_an_interchange_without_its_heads_cannot_be_answered(unb):
    """Without sender or reference there is no valid CONTRL; the errors stay visible."""
    answers = answered(interchange(message(), unb=unb, unz="UNZ+1'"))

    assert () == answers.messages
    assert answers.unanswered
    assert "cannot be written" in answers.notes[0]


@pytest.mark.parametrize("name", ["contrl-un-places.edi", "contrl-ediel-short.edi"])
def test_contrl_is_never_answered(name):
    """Neither a good one, nor a wrong one, nor when somebody insists."""
    data = (FIXTURES / "edifact" / name).read_bytes()
    wrong = data.replace(b"UNT+", b"UNT+9")

    assert () == answered(data, positive=True).messages
    assert () == answered(wrong).messages
    assert answered(wrong).unanswered


def test_aperak_gets_contrl_but_no_aperak():
    """CONTRL to APERAK, yes; APERAK to APERAK, no."""
    data = (FIXTURES / "edifact" / "aperak-no-accepted.edi").read_bytes()

    assert [["CONTRL"]] == [
        [r.type for r in message.messages] for message in answered(data, positive=True).messages
    ]


def test_several_interchanges_are_answered_one_by_one():
    """Each answer names its own."""
    good = interchange(message()).decode()
    bad = interchange(message(), unz="UNZ+2+R1'").decode().replace("R1", "R9")
    answers = answered((bad + good.removeprefix("UNA:+.? '")).encode(), profile="ch")

    assert [["UCI+R9+7080000000012:14+7080000000029:14+4+29+UNZ+2"]] == [
        [segment_text(s) for s in sent.messages[0].segments[1:-1]] for sent in answers.messages
    ]


def test_a_value_is_answered_like_its_bytes():
    """The report of a value has no bytes; the places are found again."""
    for _, data, expected in PLACES:
        value = edielkit.parse(data)
        report = edielkit.validate(value, now=NOW)

        assert expected == texts(answered(value, report, profile="ch"), "CONTRL")


def test_the_levels_know_the_codes():
    """Every code of the matrix is a code of 0085."""
    codes = {code.value for code in code_list("0085", wire="edifact")}

    assert set(LEVELS) <= codes
    assert set(CONTRL_FORMS) <= set(profiles())


# -- APERAK


def refuse(number, reason=None, code="BRS999"):
    """Return a report with an error at the segment *number* of the first message of *data*."""

    def of(data):
        at = edielkit.parse(data).messages[0].segments[number - 1].offset if number else None
        return Report(
            findings=(
                Finding(
                    code=code,
                    severity=Severity.ERROR,
                    message="value isn't plausible: 'ø'",
                    reason=reason,
                    position=Position(offset=at),
                ),
            )
        )

    return of


FROM = "NAD+FR+7080000000029::9"
TO = "NAD+DO+7080000000012::9"
TIMES = ["DTM+137:202603021100:203", "DTM+178:202603021100:203"]


def test_a_norwegian_acceptance():
    """BGM 29 with the reference to the document, when BGM 4343 asks."""
    data = interchange(message(BODY.replace("BGM+7+M1+9'", "BGM+7+M1+9+AB'")))
    answers = answered(data)

    assert "UNH+1+APERAK:D:96A:UN:EDIEL2" == heads(answers, "APERAK")
    assert ["BGM+++29", *TIMES, "RFF+ACW:M1", FROM, TO, "ERC+100::260", "FTX+AAO+++OK"] == texts(
        answers, "APERAK"
    )
    assert [] == errors_of(answers.messages[0])
    assert () == answered(interchange(message())).messages


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


def test_a_wrong_control_total_is_refused_by_aperak():
    """CNT has no code of 0085: the application says it."""
    data = (FIXTURES / "broken" / "edifact-control-total.edi").read_bytes()
    answers = answered(data)

    assert None is texts(answers, "CONTRL")
    assert "ERC+42::260" in texts(answers, "APERAK")


def test_no_aperak_after_a_syntax_error():
    """Level 1 fails: level 2 is not run, and what it would have said stays visible."""
    data = interchange(message(BODY.replace("CNT+1:1.5'", "CNT+1:9'")).replace("UNT+12", "UNT+99"))
    answers = answered(data)

    assert (1, ["EDI059"]) == (len(answers.messages), [finding.code for finding in answers.unanswered])


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


def test_the_third_level_of_sweden_is_not_aperak():
    """An ebIX reason on UTILTS belongs into an ERR message, which is not built: it stays visible."""
    report = refuse(9, Reason("E87", "260"))(UTILTS)
    answers = answered(UTILTS, report, positive=False)

    assert ((), report.errors) == (answers.messages, answers.unanswered)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b"MEA+AAZ++KWH'", b"", ["ERC+41::260", "264", "TS-1"]),
        (b"STS+7++E88", b"STS+7++E99", ["ERC+42::260", "223", "TS-1"]),
        (b"NAD+MS+10001:SVK:260'", b"", ["ERC+41::260", "207", None]),
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


PRODAT = (FIXTURES / "edifact" / "prodat-se-z03.edi").read_bytes()


def test_a_swedish_prodat_has_a_result_for_each_object():
    """BGM 34 with ERC and the case of each line."""
    segments = edielkit.parse(PRODAT).messages[0].segments
    line = next(n for n, s in enumerate(segments, 1) if s.tag == "LIN")
    case = next(s.get(1, 2) for s in segments if s.tag == "RFF" and s.get(1) == "LI")
    answers = answered(PRODAT, refuse(line)(PRODAT))
    said = texts(answers, "APERAK")
    accepted = texts(answered(PRODAT, positive=True), "APERAK")

    assert ["BGM+++34", "ERC+42::260"] == [line for line in said if line.startswith(("BGM", "ERC"))]
    assert f"RFF+LI:{case}" in said
    assert "ERC+100::260" in accepted
    assert [] == [errors for message in answers.messages for errors in errors_of(message)]


GERMAN = (FIXTURES / "edifact" / "mscons-de-coupling-point-comma.edi").read_bytes()


def test_a_german_refusal_has_a_code_of_its_list():
    """Interchange, message and document are named; an error without such a code stays visible."""
    raw = edielkit.parse(GERMAN).messages[0]
    document = next(s for s in raw.segments if s.tag == "BGM").get(2)
    report = refuse(9, code="SER006")(GERMAN)
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
    said = texts(answered(recounted(german.replace(b"NAD+MR+9900000000002::293'", b"", 1))), "APERAK")

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


def test_a_finding_without_a_place_is_about_the_only_message():
    """One message: it is meant. Two: nobody knows which, and the error stays visible."""
    single, double = (
        interchange(message()),
        interchange(message(), message(unh=UNH.replace("1", "2", 1), reference="2")),
    )

    assert texts(answered(single, refuse(0)(single)), "APERAK")
    answers = answered(double, refuse(0)(double))
    assert ((), 1) == (answers.messages, len(answers.unanswered))


def test_a_fault_of_our_own_refuses_nobody():
    """A check of ours that crashed is no fault of the sender."""
    data = interchange(message())
    report = refuse(1, code="SYS001")(data)
    answers = answered(data, report)

    assert ((), report.errors) == (answers.messages, answers.unanswered)


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
    assert set(GERMAN_CODES.values()) <= set(aperak_codes.GERMAN_ERRORS)
    assert set(GERMAN_CODES) <= set(RULES)
