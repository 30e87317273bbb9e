"""CONTRL: the level, place and code of a fault, in the form of each market."""

from __future__ import annotations

import pytest
from tests.support.answering import NOW, answered, errors_of, heads, texts
from tests.support.edifact_messages import BODY, UNH, interchange, message

import edielkit
from edielkit.answers.contrl import ContrlFault, ContrlPlaces, contrl
from edielkit.answers.edifact_table import CONTRL_FORMS, CONTRL_UN
from edielkit.codes import code_list
from edielkit.edifact.check.syntax_errors import LEVELS
from edielkit.edifact.profiles import profiles
from edielkit.findings import Finding, Position, Reason, Severity

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
        # syntax 3 has no code of its own for it (45 is of syntax 4)
        "trailing separator of an element",
        interchange(message(BODY.replace("QTY+136:1.5'", "QTY+136:1.5:'"))),
        [f"{UCI}+7", UCM, "UCS+9", "UCD+18+2:3"],
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


def test_syntax_4_has_its_own_contrl():
    """CONTRL:4:1 in syntax 4, where no profile says otherwise."""
    unb = "UNB+UNOC:4+A+B+20260201:0500+R1'"
    data = interchange(message(unh=UNH.replace(":EDIEL2", "")), unb=unb, unz="UNZ+1+R2'")
    answers = answered(data)

    assert "UNH+1+CONTRL:4:1:UN" == heads(answers, "CONTRL")
    assert ["UCI+R1+A+B+4+28+UNZ+3"] == texts(answers, "CONTRL")


@pytest.mark.parametrize(
    ("syntax", "change", "expected"),
    [
        # codes that one syntax alone has: 45 and 46 of syntax 4, 19 and 38 of syntax 3
        ("UNOC:3", ("BGM+7+M1+9'", "BGM+7+M1+9+'"), ["UCS+2", "UCD+18+5"]),
        ("UNOC:4", ("BGM+7+M1+9'", "BGM+7+M1+9+'"), ["UCS+2+45"]),
        ("UNOC:3", ("136:1.5'", "136:.5'"), ["UCS+9", "UCD+38+2:2"]),
        ("UNOC:4", ("136:1.5'", "136:.5'"), ["UCS+9", "UCD+12+2:2"]),
    ],
)
def test_a_code_is_one_of_the_syntax_of_the_answer(syntax, change, expected):
    """What the syntax has no code for is said by the nearest one, or unspecified."""
    date = "20260201" if syntax.endswith("4") else "260201"
    unb = f"UNB+{syntax}+7080000000012:14+7080000000029:14+{date}:0500+R1'"
    answers = answered(
        interchange(message(BODY.replace("CNT+1:1.5'", "").replace(*change)), unb=unb), profile="ch"
    )

    assert expected == texts(answers, "CONTRL")[2:]
    assert [] == [errors for sent in answers.messages for errors in errors_of(sent)]


@pytest.mark.parametrize(("syntax", "expected"), [("UNOQ:3", "4+2"), ("UNOQ:4", "4+46")])
def test_an_unknown_character_set_is_refused_in_the_words_of_the_syntax(syntax, expected):
    """Syntax 4 has a code for it, those before count it to the level of the syntax."""
    date = "20260201" if syntax.endswith("4") else "260201"
    unb = f"UNB+{syntax}+7080000000012:14+7080000000029:14+{date}:0500+R1'"

    assert [f"{UCI}+{expected}"] == [
        text.removesuffix("+UNB+2:1")
        for text in texts(answered(interchange(message(), unb=unb), profile="ch"), "CONTRL")
    ]


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


PRECISE = [
    # two codes at one place, what is said: 12 (invalid value) says more than 18 (unspecified) and less than what names
    # the kind: 13 missing, 21 and 22 characters, 37 type, 39 and 40 length; of equals the first (ISO 9735-4, 5.3)
    ("12", "18", "12"),
    ("12", "13", "13"),
    ("12", "21", "21"),
    ("12", "37", "37"),
    ("12", "39", "39"),
    ("12", "40", "40"),
    ("18", "39", "39"),
]


def first_errors(answer, level):
    """Return the errors that a CONTRL says at a level."""
    messages = answer.messages or (answer.groups[0].messages if answer.groups else ())
    return {
        "U": lambda: [answer.interchange.error],
        "F": lambda: [group.error for group in answer.groups],
        "M": lambda: [said.error for said in messages],
        "S": lambda: [segment.error for said in messages for segment in said.segments],
        "D": lambda: [
            element.error for said in messages for segment in said.segments for element in segment.elements
        ],
    }[level]()


@pytest.mark.parametrize("level", "UFMSD")
@pytest.mark.parametrize(("code", "other", "expected"), PRECISE)
def test_the_most_precise_code_of_a_place_is_said(level, code, other, expected):
    """Whichever of the two was found first, at every level of the answer."""
    group = "UNG+MSCONS+A+B+260201:0500+G1+UN+D:96A'"
    content = (group, message(), "UNE+1+G1'") if level == "F" else (message(),)
    original = edielkit.parse(interchange(*content))
    place = {
        "level": level,
        "group": 0 if level == "F" else None,
        "message": 0 if level in "MSD" else None,
        "number": 9 if level in "SD" else 0,
        "element": 2 if level == "D" else 0,
    }
    for codes in ((code, other), (other, code)):
        faults = [ContrlFault(code=fault, **place) for fault in codes]
        answer = contrl(original, faults, CONTRL_UN, reference="1", receipt=False)

        assert [expected] == first_errors(answer, level)


def test_of_equally_precise_codes_the_first_is_said():
    """A level names one error (ISO 9735-4, 5.3); neither of these says more than the other."""
    original = edielkit.parse(interchange(message()))
    for codes in (("37", "39"), ("39", "37")):
        faults = [ContrlFault(level="D", code=code, message=0, number=9, element=2) for code in codes]
        answer = contrl(original, faults, CONTRL_UN, reference="1", receipt=False)

        assert [codes[0]] == first_errors(answer, "D")


LEVELS_OF_PLACES = [
    # a segment and, within it, an element; the code; where CONTRL says it (ISO 9735-4, Annex A), with 18 (unspecified)
    # where neither that level nor one above it may have the code
    ("UNB", 1, "39", "U", "39"),
    ("UNB", 1, "35", "U", "18"),
    ("UNB", 1, "36", "U", "18"),
    ("UNB", 0, "47", "U", "18"),
    ("UNH", 2, "37", "M", "37"),
    ("UNH", 2, "35", "M", "35"),
    ("UNH", 0, "36", "M", "18"),
    ("UNH", 0, "33", "U", "33"),
    ("UNH", 0, "46", "U", "46"),
    ("QTY", 0, "36", "S", "36"),
    ("QTY", 0, "39", "M", "39"),
    ("QTY", 0, "28", "M", "28"),
    ("QTY", 0, "32", "U", "32"),
    ("QTY", 1, "39", "D", "39"),
    ("QTY", 1, "36", "S", "36"),
    ("QTY", 1, "45", "S", "45"),
    ("QTY", 1, "47", "M", "47"),
    ("QTY", 1, "2", "U", "2"),
]


@pytest.mark.parametrize(("tag", "element", "code", "level", "said"), LEVELS_OF_PLACES)
def test_a_code_stands_at_the_lowest_level_that_may_have_it(tag, element, code, level, said):
    """No level is skipped, none below is named, and what no level may say is said without its kind."""
    data = interchange(message())
    finding = Finding(
        code="EDI099",
        severity=Severity.ERROR,
        message="a fault",
        reason=Reason(code, "UN"),
        position=Position(offset=data.index(tag.encode()), segment=f"{tag}/{element}" if element else tag),
    )
    fault = ContrlPlaces(edielkit.parse(data), "S.4").fault(finding)

    assert (level, said) == (fault.level, fault.code)


@pytest.mark.parametrize(
    ("code", "level", "said"), [("32", "F", "32"), ("33", "F", "33"), ("36", "M", "18"), ("46", "U", "46")]
)
def test_a_message_of_a_group_has_a_level_more(code, level, said):
    """What UCM may not say of UNH is said of the group before the interchange."""
    group = "UNG+MSCONS+A+B+260201:0500+G1+UN+D:96A'"
    data = interchange(group, message(), "UNE+1+G1'", unz="UNZ+1+R1'")
    finding = Finding(
        code="EDI099",
        severity=Severity.ERROR,
        message="a fault",
        reason=Reason(code, "UN"),
        position=Position(offset=data.index(b"UNH"), segment="UNH"),
    )
    fault = ContrlPlaces(edielkit.parse(data), "S.4").fault(finding)

    assert (level, said, 0) == (fault.level, fault.code, fault.group)
