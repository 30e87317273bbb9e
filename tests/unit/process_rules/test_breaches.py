"""Each rule has a message that breaks it, and it alone, and one that breaks none."""

from __future__ import annotations

import re

import attrs
import pytest

import edielkit
from edielkit.catalogue import get
from edielkit.generate.faults import rule_cases, rule_messages
from edielkit.generate.faults.rule_cases import AS_VALUES, CASES, NOW
from edielkit.process_rules import MemoryContext, check_messages, checks


def _report(data, context=None):
    return edielkit.validate(data, now=NOW, context=MemoryContext.from_dict(context or rule_messages.CONTEXT))


@pytest.mark.parametrize("name", rule_messages.BASES)
def test_a_message_that_is_right_has_no_finding(name):
    """The messages from which the broken ones are made break no rule at all."""
    assert () == _report(rule_messages.written(*rule_messages.BASES[name])).findings


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.code)
def test_a_broken_rule_gives_exactly_its_finding(case):
    """Code, reason with agency, weight and payload are those of the rule, and nothing else is found."""
    expected = get(case.code)
    findings = _report(case.wrong, case.wrong_context).findings

    assert [(case.code, case.payload)] * case.times == [(f.code, f.payload) for f in findings]
    assert {(expected.reason, expected.severity)} == {(f.reason, f.severity) for f in findings}
    assert all(f.message and f.position.path and f.position.line for f in findings)


@pytest.mark.parametrize("case", AS_VALUES, ids=lambda c: c.code)
def test_a_value_that_no_schema_has_seen_is_checked_too(case):
    """What the schema would refuse is said by a rule of its own, where no schema has spoken."""
    message = edielkit.parse(case.wrong)
    if case.code == "SER113":
        first = message.payload_energy_time_series[0]
        status = first.observation.status.copy()
        status[2] = 1
        payload = attrs.evolve(first, observation=attrs.evolve(first.observation, status=status))
        message = attrs.evolve(
            message, payload_energy_time_series=(payload, *message.payload_energy_time_series[1:])
        )
    checked = check_messages([message], now=NOW, level="process")

    assert [(case.code, case.payload)] == [(f.code, f.payload) for f in checked.findings]
    assert () == check_messages([message], now=NOW, level="process", schema_checked=True).findings


@pytest.mark.parametrize("case", AS_VALUES, ids=lambda c: c.code)
def test_a_value_that_is_right_is_not_accused(case):
    """The message that is right breaks no rule when it is checked as a value either."""
    assert () == check_messages([edielkit.parse(case.right)], now=NOW, level="process").findings


_STEP = re.compile(r"@?(?:\w+:)?(\w+)(?:\[\d+\])?")


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.code)
def test_a_finding_says_what_and_where(case):
    """The message is a sentence; the place is a path of elements that stand in the document, to the last or the one above it."""
    for finding in _report(case.wrong, case.wrong_context).findings:
        steps = [_STEP.fullmatch(step) for step in finding.position.path.strip("/").split("/")]

        assert " " in finding.message.strip()
        assert "/" not in finding.message.split()[0]
        assert all(steps)
        assert all(step[1].encode() in case.wrong for step in steps[:-1])


def test_every_rule_is_broken_by_a_case():
    """No rule is registered without a message that breaks it, and so without one that does not."""
    assert set(checks()) == {case.code for case in (*CASES, *AS_VALUES)}


@pytest.mark.parametrize("reason", ["EH025"])
def test_the_wrong_agency_is_found_once(reason):
    """The rows on agencies are checked with the codes: one finding, with the market's reason."""
    kind, data = rule_messages.BASES["series"]
    wrong = rule_messages.changed(data, {"Header/DocumentType": ("E13", {"listAgencyIdentifier": "6"})})
    findings = _report(rule_messages.written(kind, wrong)).findings

    assert [("COD003", reason)] == [(f.code, f.reason.code) for f in findings]


def test_no_personal_data_is_shown():
    """Names, numbers and addresses of people are in no finding, whatever is wrong with them."""
    texts = ("31923910061", "Nordkvist", "Hemmeligveien")
    kind, data = rule_messages.BASES["person"]
    party = f"PayloadMasterDataMPEvent/{rule_cases.CUSTOMER}"
    wrong = rule_messages.changed(
        data, {f"{party}/Name": "Nordkvist", f"{party}/GivenName": None, f"{party}/FamilyName": None}
    )
    search_kind, search = rule_messages.BASES["search by customer"]
    street = "PayloadMPEvent/MPAddressMeteringPointAddress/StreetName"
    searched = rule_messages.changed(search, {street: "Hemmeligveien*x"})
    findings = [
        *_report(rule_messages.written(kind, wrong)).findings,
        *_report(rule_messages.written(search_kind, searched)).findings,
    ]

    assert {"BRS301-07", "BRS301-09", "BRS611-12"} == {f.code for f in findings}
    assert not any(text in f.message for f in findings for text in texts)
