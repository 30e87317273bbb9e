"""The parties of UNB and NAD."""

import pytest
from tests.support.edifact_checks import MSCONS, UTILTS, changed

from edielkit.edifact.check.interchanges import check
from edielkit.findings import Severity

NORDIC = "UNB+UNOC:3+7080009990116:14+7080009990215:14+260202:0630+R1'"
PARTIES = "NAD+FR+7080009990116::9'NAD+DO+7080009990215::9'UNS"
SWEDISH = "UNB+UNOC:3+10001:ZZ+20002:ZZ+260116:1811+R9++23-DDQ-E66-T++1'"
GERMAN = (
    NORDIC.replace(":14", ":500"),
    PARTIES.replace("::9", "::293").replace("FR", "MS").replace("DO", "MR"),
)
CASES = {
    "no": (NORDIC, changed(MSCONS, ("UNS", PARTIES))),
    "de": (GERMAN[0], changed(MSCONS, ("UNS", GERMAN[1]), ("EDIEL2", "2.4c"))),
    "se": (SWEDISH, UTILTS),
}


def parties(unb, message):
    """Return the findings about parties: where each stands, and how grave it is."""
    report = check((unb + message + "UNZ+1+R1'").encode())
    return [(f.position.path, f.position.segment, f.severity) for f in report if f.code == "EDI061"]


@pytest.mark.parametrize("market", CASES)
def test_the_same_parties_are_right(market):
    """Sender and recipient stand in UNB and in the head of the message."""
    assert [] == parties(*CASES[market])


@pytest.mark.parametrize("market", CASES)
def test_other_parties_are_told(market):
    """Who sends or receives by the message and not by UNB is named at its NAD."""
    unb, message = CASES[market]
    sender, recipient = unb.split("+")[2].split(":")[0], unb.split("+")[3].split(":")[0]
    other = str(int(sender) + 7)

    for party, path in ((sender, "SG2[1]/NAD[1]"), (recipient, "SG2[2]/NAD[1]")):
        head, details = message[: message.index("LOC")], message[message.index("LOC") :]
        wrong = changed(head, (party, other)) + details
        assert [(path, "NAD/2/1", Severity.WARNING)] == parties(unb, wrong)
        assert 1 == len(parties(changed(unb, (party, other)), message))


@pytest.mark.parametrize(
    ("unb", "message", "expected"),
    [
        (*CASES["de"], []),
        (*CASES["se"], []),
        (GERMAN[0].replace("116:500", "116:502"), CASES["de"][1], [("NAD/2/3", "error", "Z39/293")]),
        (GERMAN[0], changed(CASES["de"][1], ("0116::293", "0116::332")), [("NAD/2/3", "error", "Z39/293")]),
        (GERMAN[0].replace("116:500", "116:502"), changed(CASES["de"][1], ("0116::293", "0116::332")), []),
        # where no public guide says it
        (NORDIC, changed(CASES["no"][1], ("0116::9", "0116::293")), [("NAD/2/3", "warning", "None")]),
        # two parties, which may be of two lists
        (GERMAN[0].replace("116:500", "123:502"), CASES["de"][1], []),
    ],
)  # fmt: skip
def test_one_party_is_of_one_code_list(unb, message, expected):
    """500 is 293, 502 is 332, 14 is 9."""
    report = check((unb + message + "UNZ+1+R1'").encode())
    told = [(f.position.segment, f.severity.value, str(f.reason)) for f in report if f.code == "GDE010"]
    assert expected == told


@pytest.mark.parametrize("party", ["7080009990123:04", "7080009990123", "7080009990116014"])
def test_a_qualifier_that_names_no_list_hides_no_other_party(party):
    """What stands in UNB is compared as it is."""
    unb, message = CASES["no"]
    assert [("SG2[1]/NAD[1]", "NAD/2/1", Severity.WARNING)] == parties(
        changed(unb, ("7080009990116:14", party)), message
    )


@pytest.mark.parametrize(
    ("unb", "message"),
    [
        # another code list, or none: nothing to compare
        (NORDIC.replace("9990116:14", "9990116:82"), changed(MSCONS, ("UNS", PARTIES.replace("9990116", "9990123")))),
        (NORDIC, changed(MSCONS, ("UNS", PARTIES.replace("9990116::9", "9990123::89")))),
        (NORDIC, changed(MSCONS, ("UNS", PARTIES.replace("NAD+FR+7080009990116::9", "NAD+FR")))),
        # a party of the details
        (NORDIC, changed(MSCONS, ("NAD+XX", "NAD+MS+7080009990123::9"))),
        ("", MSCONS),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_not(unb, message):
    """Two code lists name one party differently; a party below UNS is none of the head."""
    assert [] == parties(unb or "UNA:+.? '", message)


def to_itself(unb, message):
    report = check((unb + message + "UNZ+1+R1'").encode())
    return [(f.position.path, f.severity.value, str(f.reason)) for f in report if f.code == "EDI066"]


@pytest.mark.parametrize("market", CASES)
def test_a_party_that_sends_to_itself_is_told(market):
    """Sender and recipient are compared in UNB and in the head of the message, each by itself."""
    unb, message = CASES[market]
    sender, recipient = unb.split("+")[2].split(":")[0], unb.split("+")[3].split(":")[0]

    assert [] == to_itself(unb, message)
    assert [("UNB", "warning", "12/UN")] == to_itself(unb.replace(recipient, sender), message)
    assert [("SG2[2]/NAD[1]", "warning", "None")] == to_itself(unb, message.replace(recipient, sender))


def test_parts_of_one_party_have_addresses_of_their_own():
    """Two departments (0008, 0014) may write to each other; a code list of its own is another party too."""
    unb, message = CASES["no"]
    inside = unb.replace("7080009990215:14", "7080009990116:14:GRID")

    assert [] == to_itself(inside, message)
    assert [] == to_itself(unb.replace("7080009990215:14", "7080009990116:500"), message)


CONTRL = "UNB+UNOC:3+B:14:IN+A:14+260202:0630+R2'UNH+1+CONTRL:2:2:UN:EDIEL2'UCI+R1+{}+{}+4'UNT+3+1'UNZ+1+R2'"
WRONG = "error"


@pytest.mark.parametrize(
    ("sender", "recipient", "expected"),
    [
        ("A:14", "B:14", []),
        ("A:14", "B:14:IN", []),
        ("A", "B", []),
        # one cause, told once
        ("B:14", "A:14", [("UCI/2/1", WRONG, "that of UNB/2")]),
        ("C:14", "B:14", [("UCI/2/1", WRONG, "another one")]),
        ("A:14", "C:14", [("UCI/3/1", WRONG, "another one")]),
        ("A:14", "A:14", [("UCI/3/1", WRONG, "that of UNB/3")]),
        ("C:14", "D:14", [("UCI/2/1", WRONG, "another one"), ("UCI/3/1", WRONG, "another one")]),
        ("A:ZZ", "B:14", [("UCI/2/2", WRONG, "another qualifier")]),
        ("A:14", "B:500", [("UCI/3/2", WRONG, "another qualifier")]),
        ("A:14", "B:14:OUT", [("UCI/3/3", "warning", "another routing address")]),
    ],
)  # fmt: skip
def test_an_answer_goes_back_to_whom_it_answers(sender, recipient, expected):
    """The parties of UCI are those of UNB the other way round, with qualifier and routing address."""
    findings = [f for f in check(CONTRL.format(sender, recipient).encode()) if f.code == "EDI071"]

    assert expected == [
        (f.position.segment, f.severity.value, f.message.rpartition("found ")[2]) for f in findings
    ]


@pytest.mark.parametrize("agency", ["::9", ""])
def test_swapped_parties_are_told_without_a_code_list_too(agency):
    """Who is the other party of UNB is none of another list."""
    aperak = (
        f"UNH+1+APERAK:D:96A:UN:EDIEL2'BGM+++29'DTM+137:202602020630:203'DTM+178:202602020600:203'RFF+ACW:D1'"
        f"NAD+FR+7080009990215{agency}'NAD+DO+7080009990116{agency}'UNT+8+1'"
    )
    assert ["NAD/2/1", "NAD/2/1"] == [segment for _, segment, _ in parties(NORDIC, aperak)]
