"""Messages with one fault: each gives exactly its finding, its twin none."""

from __future__ import annotations

import pytest

from edielkit.catalogue import get, rules
from edielkit.errors import BuildError
from edielkit.generate.faults import fault_of, faults, faults_for, unbreakable


@pytest.mark.parametrize("code", faults())
def test_a_fault_gives_exactly_its_finding_and_its_twin_none(code):
    """One finding, with the weight and the reason of the rule."""
    fault = faults()[code]
    findings = fault.report().findings

    assert [code] == [finding.code for finding in findings]
    assert [] == [finding.code for finding in fault.report(faulty=False).findings]
    assert findings[0].severity.value == fault.expected()[0]["severity"]


def test_every_rule_has_a_fault_or_a_reason_for_none():
    """A new rule brings the message that breaks it."""
    assert set(rules()) == set(faults()) | set(unbreakable())
    assert not set(faults()) & set(unbreakable())
    assert all(unbreakable().values())


def test_messages_differ_or_what_is_known_does():
    """A fault is in the message, or in what is known of its market."""
    alike = [fault for fault in faults().values() if fault.valid == fault.faulty]

    assert all(fault.valid_context != fault.faulty_context for fault in alike)
    assert {"BRS213-B02", "CHN002"} <= {fault.code for fault in alike}


def test_the_expectation_has_the_reason_of_the_market():
    """Code and agency, payload and place."""
    (finding,) = fault_of("ser105").expected()

    assert {"code": "E87", "agency": "260"} == finding["reason"]
    assert str(get("SER105").severity.value) == finding["severity"]
    assert finding["payload"]
    assert finding["path"].startswith("/rsm:CollectedData/")


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        ("SER105", {"SER105"}),
        ("EH073", {"BRS332-08", "BRS332-23"}),
        ("eh042", {"BRS213-B03"}),
    ],
)
def test_a_rule_or_a_reason_names_faults(code, codes):
    """The market's own code stands for all rules that have it."""
    assert codes == {fault.code for fault in faults_for(code)}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("HUB001", "depends on what a hub has been told"),
        ("CNV001", "conversion"),
        ("SER112", "schema says it first"),
        ("EDI017", "memory"),
        ("SER999", "did you mean"),
        ("nonsense", "no rule"),
    ],
)
def test_what_no_message_breaks_is_said_with_the_reason(code, words):
    """Rules without a fault say why, codes that are none are refused."""
    with pytest.raises(BuildError, match=words):
        faults_for(code)
