"""The table of rules, and the bound of what is gathered."""

from tests.support.edifact_messages import BODY, interchange, message

from edielkit import findings
from edielkit.edifact.check.directory.formats import FormatCheck
from edielkit.edifact.check.guides import check_identifiers
from edielkit.edifact.check.interchanges import check
from edielkit.edifact.check.once import SeenOnce, check_once
from edielkit.edifact.check.places import MessagePlaces
from edielkit.edifact.check.reported import Reported
from edielkit.edifact.collector import Collector, Surplus
from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.rules import RULES
from edielkit.edifact.segments import Segment
from edielkit.findings import CRASHED, Position, Severity
from edielkit.harmless import without_persons


def test_findings_of_a_rule_are_bounded():
    """A systematic fault gives ten thousand findings and one line about the rest."""
    report = check(interchange(message("BGM'" + "ABC+'" * 10_050)), level="syntax")
    assert 10_000 == sum(f.code == "EDI014" for f in report.findings)
    (more,) = [f for f in report.findings if f.code == "EDI003"]
    assert "50 more findings of EDI014" in more.message


def test_every_rule_says_why_wrong_and_right():
    """Each rule has a source and a text with a reason, a wrong and a right example; memory is no error."""
    for code, rule in RULES.items():
        assert code == rule.code
        assert rule.title
        assert rule.source
        assert all(word in rule.text for word in ("Why:", "Wrong:", "Right:")), code
        assert rule.trust.value != "memory" or rule.severity.value != "error", code


def test_the_bound_of_findings_holds_over_all_messages_and_is_said():
    """Of one rule 10,000 findings are listed over all messages, the others are counted, and the places are right."""
    body = BODY.replace("QTY+136:1.5", "QTY+136:x").replace("CNT+1:1.5'", "")
    line = body[body.index("LIN") :]
    many = [
        message(body + line * 5999, unh=f"UNH+{n}+MSCONS:D:96A:ZZ:EDIEL2'", reference=str(n)) for n in (1, 2)
    ]
    report = check(interchange(*many), level="schema")

    faults = [finding for finding in report.findings if finding.code == "EDI049"]
    (summary,) = [finding for finding in report.findings if finding.code == "EDI003"]
    assert 10_000 == len(faults)
    assert "2000 more findings of EDI049 from here on are not listed" == summary.message
    assert summary.position.offset > faults[-1].position.offset


def test_what_is_taken_back_makes_room_again():
    """What asks first whether a rule has room gives the same as what only adds."""
    collector = Collector(2)
    kept = [collector.add("EDI042", "one", Position(offset=offset)) for offset in range(3)]
    assert collector.is_full("EDI042")
    for index in kept[:2]:
        collector.drop("EDI042", index)

    assert not collector.is_full("EDI042")
    assert collector.at(Segment("QTY", (("136", "1"),), 7, b"QTY+136:1'"), 1, 2, "EDI042", "two") >= 0
    assert collector.is_full("EDI042")


def test_a_collector_goes_back_to_what_it_held():
    """Findings, counts, what is beyond the bound and what was taken back are those of the state; places since then are said."""
    collector = Collector(2)
    first = collector.add("EDI042", "one", Position(offset=1))
    state = collector.state()
    segment = Segment("QTY", (("136", "1"),), 7, b"QTY+136:1'")
    for _ in range(2):
        collector.at(segment, 1, 2, "EDI042", "two")
        collector.at(segment, 1, 2, "EDI042", "three", by_columns=True)
    collector.extend([CRASHED.finding("four", Position(offset=9))])
    collector.extend([RULES["EDI059"].finding("five", Position(offset=10))], by_columns=True)
    collector.drop("EDI042", first)

    assert collector.offsets_since(state) == [15, 7, 9]
    assert collector.has_crashed_since(state)
    collector.restore(state)
    assert [finding.message for finding in collector.result()] == ["one"]
    assert collector.offsets_since(state) == []
    assert not collector.has_crashed_since(state)
    collector.add("EDI042", "two", Position())
    collector.add("EDI042", "three", Position(offset=3))
    assert [finding.code for finding in collector.result()] == ["EDI042", "EDI042", "EDI003"]


def test_what_is_said_again_is_put_into_words_once(monkeypatch):
    """Of a flood of one fault the words are looked through for persons once; each finding has its own place, and is as one made by itself."""
    looked_through = []
    monkeypatch.setattr(
        findings, "without_persons", lambda text: looked_through.append(text) or without_persons(text)
    )
    report = check(interchange(message(BODY + "ABC+1'" * 500)))

    unknown = [finding for finding in report.findings if finding.code == "EDI043"]
    assert 500 == len({finding.position.offset for finding in unknown})
    (text,) = {finding.message for finding in unknown}
    assert 1 == looked_through.count(text)
    assert unknown[7] == RULES["EDI043"].finding(text, unknown[7].position, payload=unknown[7].payload)


def test_what_is_said_again_is_kept_apart_by_weight_reason_and_payload():
    """The same words of a rule with another weight, another reason or about another message are another finding."""
    collector, here = Collector(), Position(offset=3)
    other = Collector(payload="2", within=collector)
    collector.add("EDI042", "no BGM", here)
    collector.add("EDI042", "no BGM", here, severity=Severity.WARNING)
    collector.add("EDI042", "no BGM", here, reason_code="12")
    other.add("EDI042", "no BGM", here)
    collector.add("EDI042", "no BGM", Position(offset=4, path="01819010043"))

    told = [(f.severity.value, str(f.reason), f.payload, f.position.path) for f in collector.result()]
    assert told == [
        ("error", "13/UN", None, ""),
        ("warning", "13/UN", None, ""),
        ("error", "12/UN", None, ""),
        ("error", "13/UN", "2", ""),
        ("error", "13/UN", None, "•••"),
    ]


def test_rules_that_are_full_are_only_counted():
    """Identifications and numbers of lines of which no more findings are kept are put into no words and have no place sought."""
    segments = tuple(
        Segment.of(*words)
        for words in (("LOC", "90", "707057500000000019"), ("LIN", "7"), ("LIN", "7"), ("LIN", "9"))
    )
    places = MessagePlaces(RawMessage((Segment.of("UNH", "1", ("MSCONS", "D", "07B")), *segments)))
    numbers = check_once(places, Reported(places.message, "no"), "", SeenOnce(), is_full=lambda _: True)

    assert [Surplus("IDN002", None)] == list(check_identifiers(places, "no", is_full=lambda _: True))
    # the second one has no number of its own, of which one finding is enough
    assert [Surplus(code, None) for code in ("GDE006", "GDE007", "GDE007")] == list(numbers)


def test_values_with_the_same_fault_share_it():
    """Of values that are too long the fault is made once for each length, so that a thousand kinds cost no thousand of it."""
    formats = FormatCheck("D.96A", "3")
    faults = [formats.faults("", Segment.of("QTY", (f"{kind}", "1")))[0] for kind in range(1000, 1100)]
    assert 1 == len({id(fault) for fault in faults})
    assert ("EDI050", "expected an..3 for 6063, found 4 characters") == (faults[0].code, faults[0].message)
