"""Which rule a reason code was given for: a fact where it was found, candidates where the code is all that is known."""

from __future__ import annotations

import attrs
import pytest
from tests.support.answering import answered
from tests.support.paths import FIXTURES

import edielkit
from edielkit.answers.likely_rules import likely_rules
from edielkit.emif.values import Code
from edielkit.findings import Finding, Reason, Report, Severity
from edielkit.hub.core.rules import RULES

COLLECTED = (FIXTURES / "emif/metering/CollectedData.xml").read_bytes()


def explained(code: str, *findings: Finding, **how):
    """Return the one reason of an Acknowledgement of COLLECTED with a code, beside what was found in the original."""
    refused = Finding(code="X", severity=Severity.ERROR, message="wrong", reason=Reason("E87", "260"))
    (sent,) = answered(COLLECTED, Report(findings=(refused,))).messages
    event = attrs.evolve(sent.payload_response_event, response_reason_type=(Code(code, "260"),))
    answer = attrs.evolve(sent, payload_response_event=event)
    return edielkit.explain(answer, **how).answers[0].reasons[0]


@pytest.mark.parametrize("reason", [Reason("E14", "260"), None], ids=["by its code", "without a code"])
def test_the_rule_that_was_found_broken_is_the_rule_of_the_answer(reason):
    """E14 is given for any rule that has no code of its own: no other rule that shares it is named beside."""
    finding = Finding(code="CHN002", severity=Severity.ERROR, message="expected PT15M", reason=reason)
    said = explained(
        "E14", original=COLLECTED, report=Report(findings=(finding,)), rules=tuple(RULES.values())
    )

    assert (["CHN002"], (finding,)) == ([rule.code for rule in said.rules], said.findings)
    assert () == said.rule_words
    assert said.to_dict()["certain"]


def test_a_code_alone_has_candidates_and_says_so():
    """Several rules share it: the likeliest first, those of the process before others, and no rule of another message."""
    said = explained("E14", rules=tuple(RULES.values()))
    codes = [rule.code for rule in said.rules]

    assert {"CHN002", "HUB035", "SER126"} <= set(codes)
    assert codes.index("CHN002") < codes.index("SER126")
    assert "HUB051" not in codes  # of BRS-NO-311
    assert "rules share this code" in said.rule_words[0]
    assert all("may be given" in words for words in said.rule_words[1:-1])
    assert not said.to_dict()["certain"]


def test_what_was_looked_at_and_not_found_is_no_candidate():
    """The original is at hand and nothing in it is wrong: what no message shows is left."""
    assert "SER126" not in [rule.code for rule in likely_rules("E14", "BRS-NO-313", report=Report())]
    assert () == likely_rules("E87", "BRS-NO-313", report=Report())
    # a series in no other process than those of series
    assert () == likely_rules("E14", "BRS-NO-101")
