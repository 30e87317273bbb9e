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
