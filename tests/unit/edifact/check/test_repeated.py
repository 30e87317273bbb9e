"""Messages that stand again: what is said of the second is said of all further ones, as if each were looked at."""

import datetime as dt

import pytest
from tests.support.edifact_messages import BODY, UNB, UNH, interchange, message

from edielkit.edifact.check import repeated
from edielkit.edifact.check.interchanges import check
from edielkit.edifact.check.message_checks import MessageCheck

NOW = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
UTILTS = "UNH+1+UTILTS:D:02B:UN:E5SE1A'"
BODIES = {
    "faulty": (UNH, BODY.replace("+707057500000000018", "+70705750000000001") + "QTY+X:2'"),
    "short": (UNH, "BGM+7+D1+9'DTM+137:202602010500:203'"),
    "without identification": (UNH, "BGM+7'XYZ+1'"),
    "valid": (UNH, BODY),
    "of transactions": (UTILTS, "BGM+E66+D1+9'DTM+137:2026:203'IDE+24+7'LOC+172+70705'IDE+24+T2'QTY+136:x'"),
    "answers": ("UNH+1+CONTRL:2:2:UN:EDIEL2'", "UCI+R+A:ZZ+B:ZZ+9'"),
    "a line twice": (UNH, BODY + "LIN+1++1501'LIN+1++1501'"),
    "nobody's": ("UNH+1+ABCDEF:D:96A:UN'", "BGM+7+D1+9'QTY+136:1'"),
}
HEADERS = (UNB, UNB[:-1] + "++23-DGL-E66-S'")


def _unlike(monkeypatch, data, **options):
    """Return the report that looks at each message."""
    with monkeypatch.context() as patch:
        patch.setattr(repeated, "_MOST_KEPT", 0)
        return check(data, **options)


@pytest.mark.parametrize("unb", HEADERS)
@pytest.mark.parametrize("references", ["111111", "123456", ("AB1", "AB2", "AB3", "AB4", "AB5", "ABC6")])
@pytest.mark.parametrize("kind", BODIES)
def test_repeated_messages_are_told_as_each_by_itself(monkeypatch, kind, references, unb):
    """Whatever stands again, with other references or the same, its report is the one that each message has by itself."""
    unh, body = BODIES[kind]
    messages = [message(body, unh=unh.replace("+1+", f"+{r}+"), reference=r) for r in references]
    # a message that is like none of the others stands between them
    messages.insert(3, message("BGM+7+D1+9'QTY+1:2'"))
    for data in (interchange(*messages, unb=unb), interchange(*messages, unb=unb) * 2):
        for level in ("syntax", "codes", "business"):
            expected = _unlike(monkeypatch, data, now=NOW, level=level)
            report = check(data, now=NOW, level=level)
            assert report.findings == expected.findings
            assert (report.not_checked, report.kinds) == (expected.not_checked, expected.kinds)


def test_bound_holds_for_repeated_messages(monkeypatch):
    """Of a rule that many messages break no more findings are listed, and the place of the first beyond them is told."""
    data = interchange(*[message(BODIES["short"][1])] * 5500)
    expected = _unlike(monkeypatch, data, now=NOW)
    assert any(finding.code == "EDI003" for finding in expected.findings)
    assert check(data, now=NOW).findings == expected.findings


def test_a_message_that_stands_again_is_checked_twice(monkeypatch):
    """The third message of the same bytes costs no check; one with a byte of its own does."""
    from edielkit.edifact.check.message_levels import MessageLevels

    counts = []
    run = MessageLevels.check
    monkeypatch.setattr(MessageLevels, "check", lambda *args: counts.append(1) or run(*args))
    short = message(BODIES["short"][1])
    check(interchange(*[short] * 50))
    assert len(counts) == 2
    check(interchange(*[short] * 50, message(BODIES["short"][1] + "XYZ'")))
    assert len(counts) == 2 + 3


NUMBERS = ("A100", "A101", "A102", "A100", "A103", "A102", "A104")
NUMBERED = {
    "a header alone": "BGM+7+{}+9'",
    "values": BODY.replace("+M1+", "+{}+"),
    "a number that stands elsewhere": "BGM+7+{}+9'DTM+137:202602010500:203'RFF+ACW:{}'",
    "a number that another document has": "BGM+7+{}+9'BGM+7+A104+9'",
    "a number in lower case": "BGM+7+{}x+9'",
    "no second element": "BGM+{}'",
}


@pytest.mark.parametrize("unb", HEADERS)
@pytest.mark.parametrize("kind", NUMBERED)
def test_messages_with_numbers_of_their_own_are_told_as_each_by_itself(monkeypatch, kind, unb):
    """Whatever numbers their documents have, of their own or of an earlier one, the report is the one of each by itself."""
    assert BODY != NUMBERED["values"]
    for references in ("1234567", "1111111", ("A100", "A102", "A101", "A103", "A103", "A104", "A105")):
        messages = [
            message(NUMBERED[kind].replace("{}", number), unh=UNH.replace("+1+", f"+{r}+"), reference=r)
            for number, r in zip(NUMBERS, references, strict=True)
        ]
        data = interchange(*messages, unb=unb)
        for level in ("syntax", "codes", "business"):
            expected = _unlike(monkeypatch, data, now=NOW, level=level)
            report = check(data, now=NOW, level=level)
            assert report.findings == expected.findings
            assert (report.not_checked, report.kinds) == (expected.not_checked, expected.kinds)


def test_messages_with_numbers_of_their_own_are_checked_twice(monkeypatch):
    """Of messages that differ in the number of their document alone two are looked at, also where a rule has as many findings as are kept."""
    from edielkit.edifact.check.message_levels import MessageLevels
    from edielkit.edifact.collector import Collector

    counts = []
    run = MessageLevels.check
    monkeypatch.setattr(MessageLevels, "check", lambda *args: counts.append(1) or run(*args))
    short = [message(f"BGM+7+A{number}+9'") for number in range(100, 150)]
    check(interchange(*short))
    assert len(counts) == 2
    monkeypatch.setattr(Collector.__init__, "__defaults__", (5,))
    long = [message(f"BGM+7+A{number}+9'") for number in range(1000, 1050)]
    report = check(interchange(*short, *long))
    assert len(counts) == 2 + 4
    monkeypatch.setattr(repeated, "_MOST_KEPT", 0)
    assert report.findings == check(interchange(*short, *long)).findings
    assert any(finding.code == "EDI003" for finding in report.findings)


def test_transaction_named_as_the_message_keeps_its_name(monkeypatch):
    """What is said of a transaction is said of it in each message, also where one message is called as it."""
    unh, body = BODIES["of transactions"]
    texts = [message(body, unh=unh.replace("+1+", f"+{r}+"), reference=r) for r in "6789"]
    data = interchange(*texts)
    assert check(data, now=NOW).findings == _unlike(monkeypatch, data, now=NOW).findings


def test_checks_of_a_caller_see_each_message():
    """A caller's own check is asked about every message."""
    seen = []
    own = MessageCheck("schema", lambda context: seen.append(context.message.index) or (), None)
    check(interchange(*[message()] * 5), further_checks=(own,))
    assert seen == [0, 1, 2, 3, 4]
