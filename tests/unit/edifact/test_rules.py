"""The table of rules, and the bound of what is gathered."""

from tests.support.edifact_messages import BODY, interchange, message

from edielkit.edifact.check.interchanges import check
from edielkit.edifact.rules import RULES, Collector
from edielkit.edifact.segments import Segment
from edielkit.findings import CRASHED, Position


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
