"""Who gets CONTRL and APERAK, and what is never answered."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.support.answering import answered, heads, refuse, segment_text, texts
from tests.support.edifact_messages import BODY, UNH, interchange, message
from tests.support.paths import FIXTURES

import edielkit
from edielkit.findings import Report, Severity

UNB_ASKS = "UNB+UNOC:3+7080000000012:14+7080000000029:14+260201:0500+R1++++1'"
UCI = "UCI+R1+7080000000012:14+7080000000029:14"


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


# -- APERAK


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


# -- doubt is no acceptance


WANTS = BODY.replace("BGM+7+M1+9", "BGM+7+M1+9+AB")


@pytest.mark.parametrize("code", ["GDE001", "SER004", "IDN002", "EDI010"])
@pytest.mark.parametrize("number", [1, 0])
def test_nothing_is_confirmed_that_a_warning_leaves_open(code, number):
    """Wherever the warning stands: no acceptance, and the reason in words; a caller that has decided gets it."""
    data = interchange(message(WANTS))
    report = warned(refuse(number, code=code)(data))

    answers = answered(data, report)
    assert None is texts(answers, "APERAK")
    assert f"APERAK 100 is not written: {code}, value isn't plausible: 'ø'" == answers.notes[0]
    assert texts(answered(data, report, positive=True), "APERAK")


def warned(report):
    return Report(findings=tuple(attrs.evolve(f, severity=Severity.WARNING) for f in report.findings))


@pytest.mark.parametrize("body", [WANTS, WANTS.replace("CNT+1:1.5'", "CNT+1:9'")])
@pytest.mark.parametrize("day", [dt.datetime.min, dt.datetime.max])
@pytest.mark.parametrize("hours", [-12, 0, 14])
def test_no_instant_of_the_calendar_breaks_an_answer(body, day, hours):
    """Where the zone of the answer lies beyond the calendar, the notes say it."""
    now = day.replace(tzinfo=dt.timezone(dt.timedelta(hours=hours)))
    data = interchange(message(body))
    answers = answered(data, edielkit.validate(data), now=now, positive=True)

    assert texts(answers, "APERAK") or any("years 1 to 9999" in note for note in answers.notes)


@pytest.mark.parametrize(("profile", "syntax"), [(None, b"UNOA:1"), ("se", b"UNOC:3")])
def test_an_answer_has_a_syntax_of_its_guide(profile, syntax):
    """That of the original where the guide of the answer takes it."""
    data = interchange(message(BODY)).replace(b"UNOC:3", b"UNOA:1")
    aperak = answered(data, profile=profile, positive=True).messages[-1]

    assert syntax in edielkit.serialize(aperak)
