"""The table of rules, and the bound of what is gathered."""

from tests.support.edifact_messages import BODY, interchange, message

from edielkit.edifact.check.interchanges import check
from edielkit.edifact.rules import RULES


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
