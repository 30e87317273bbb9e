"""How messages are checked: what could not be, rules that crash, many findings, several messages."""

from __future__ import annotations

import attrs
import pytest
from tests.support.fast_documents import SENT, message

import edielkit
from edielkit.findings import Severity, Verdict
from edielkit.generate.faults import rule_messages
from edielkit.generate.faults.rule_cases import NOW
from edielkit.generate.faults.rule_messages import BASES, CONTEXT, changed, series, written
from edielkit.market_time import years_before
from edielkit.process_rules import Breach, MemoryContext, check_messages, checks
from edielkit.process_rules.checked_messages import MOST_FINDINGS
from edielkit.process_rules.rule_registry import checks_for


def _message(name):
    return edielkit.parse(written(*BASES[name]))


def test_without_now_its_rules_are_listed():
    """Rules that need the time of the validation are named as not checked, not as passed."""
    notes = edielkit.validate(written(*BASES["series"]), level="process").not_checked

    assert "rules that need the time of the validation (now): SER106, SER107, SER125, SER126" in notes


def test_without_context_its_rules_are_listed_at_level_business():
    """Rules that ask a context are named at the level that has them."""
    business = edielkit.validate(written(*BASES["series"]), now=NOW).not_checked
    process = edielkit.validate(written(*BASES["series"]), now=NOW, level="process").not_checked

    assert "rules that need a context: BRS015, CHN001, CHN002, CHN003, CHN004, CHN005" in business
    assert not any("context" in note for note in process)


def test_with_both_only_unknown_rules_remain():
    """What no public page says is left, and is said."""
    context = MemoryContext.from_dict(CONTEXT)
    notes = edielkit.validate(written(*BASES["series"]), now=NOW, context=context).not_checked

    assert 1 == len(notes)
    assert notes[0].startswith("rules_unknown: BRS-NO-313, NOT FOUND")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("switch", "rules_unknown: BRS-NO-101, NOT FOUND"),
        ("annual volumes", "rules_unknown: BRS-NO-317 has no public rules"),
        ("values", "rules_unknown: BRS-NO-313 has no public rules for NotifyValidated"),
    ],
)
def test_processes_without_a_public_table_say_so(name, words):
    """A message of a process whose rules are not public carries the marker."""
    notes = edielkit.validate(written(*BASES[name]), now=NOW).not_checked

    assert any(note.startswith(words) for note in notes)


def test_a_process_that_is_none_is_no_crash():
    """A process of no list, or none at all, is noted; the schema speaks of the code."""
    kind, data = BASES["series"]
    for value in ("BRS-NO-999", None):
        wrong = changed(data, {"ProcessEnergyContext/EnergyBusinessProcess": value})
        report = edielkit.validate(written(kind, wrong), now=NOW)

        assert any("no process whose rules are known" in note for note in report.not_checked)
        assert "SYS001" not in {f.code for f in report}


def test_a_point_that_an_incomplete_context_lacks_is_noted():
    """An actor that knows some points only is told of the others, and they are not accused."""
    context = MemoryContext.from_dict({**CONTEXT, "complete": False, "metering_points": []})
    report = edielkit.validate(written(*BASES["series"]), now=NOW, context=context)

    assert () == report.findings
    assert "rules about 4 metering points that the context does not know" in report.not_checked


def test_a_rule_that_crashes_is_a_finding_and_the_others_go_on(monkeypatch):
    """The name of the error is shown, its words are not: they may hold what the message says."""

    def crash(subject):
        yield Breach("first", subject.at("Header"))
        raise RuntimeError("secret")

    crashing = {"BRS013": attrs.evolve(checks()["BRS013"], run=crash)}
    monkeypatch.setattr(
        "edielkit.process_rules.checked_messages.checks_for",
        lambda *names: [crashing.get(check.rule.code, check) for check in checks_for(*names)],
    )
    kind, data = BASES["switch"]
    wrong = changed(data, {"PayloadMPEvent/OriginalBusinessDocumentReference": rule_messages.uuid(8)})
    report = edielkit.validate(written(kind, wrong), now=NOW)
    crashed = next(f for f in report if f.code == "SYS001")

    assert {"SYS001", "BRS008", "BRS013"} == {f.code for f in report}
    assert "rule BRS013 could not be run to its end (RuntimeError)" == crashed.message
    assert "secret" not in str(report.to_dict())


def test_a_condition_that_crashes_is_a_finding_too(monkeypatch):
    """A rule whose condition fails does not vanish."""

    def crash(_):
        raise RuntimeError

    crashing = attrs.evolve(checks()["BRS013"], applies=crash, run=crash)
    monkeypatch.setattr("edielkit.process_rules.checked_messages.checks_for", lambda *_: (crashing,))

    assert ["SYS001"] == [f.code for f in check_messages([_message("switch")]).findings]


def test_findings_are_bounded():
    """A message with thousands of faults gives the first thousand and says so."""
    kind, data = BASES["series"]
    broken = series(1, rule_messages.E17, "Out", Observation=rule_messages.values(1))
    many = {
        **data,
        "PayloadEnergyTimeSeries": [
            {**broken, "Identification": rule_messages.uuid(n)} for n in range(100, 1300)
        ],
    }
    report = edielkit.validate(written(kind, many), now=NOW, level="process")

    assert MOST_FINDINGS == len(report)
    assert f"findings of rules beyond the first {MOST_FINDINGS}" in report.not_checked


def test_messages_of_a_poll_result_are_told_apart():
    """Each message of one kind has its place in the path."""
    wrong = edielkit.parse(
        written(
            "NotifyValidatedDataForBillingEnergy", changed(BASES["values"][1], {"Header/DocumentType": "E13"})
        )
    )
    findings = check_messages([wrong, _message("series"), wrong], now=NOW, level="process").findings

    assert [
        "/rsm:NotifyValidatedDataForBillingEnergy[1]/rsm:Header/abie:DocumentType",
        "/rsm:NotifyValidatedDataForBillingEnergy[2]/rsm:Header/abie:DocumentType",
    ] == [f.position.path for f in findings]


def test_rejected_and_accepted():
    """An error rejects a message, a warning does not."""
    kind, data = BASES["switch"]
    warned = edielkit.validate(
        written(kind, changed(data, {"ProcessEnergyContext/EnergyBusinessProcessRole": "DDM"})), now=NOW
    )
    kind, data = BASES["series"]
    refused = edielkit.validate(
        written(kind, changed(data, {"ProcessEnergyContext/EnergyBusinessProcessRole": "DDM"})), now=NOW
    )

    assert {Severity.WARNING} == {f.severity for f in warned}
    assert (Verdict.ACCEPTED, Verdict.REJECTED) == (warned.verdict, refused.verdict)


def test_findings_of_a_header_have_no_payload():
    """What is about the message names no payload; what is about one names it."""
    kind, data = BASES["series"]
    wrong = changed(
        data,
        {
            "Header/RequestPositiveAcknowledgement": "false",
            "PayloadEnergyTimeSeries[2]/ProductIncludedProductCharacteristics": None,
        },
    )
    report = edielkit.validate(written(kind, wrong), now=NOW)

    assert [("BRS313-04", None), ("BRS313-18", rule_messages.uuid(102))] == [
        (f.code, f.payload) for f in report
    ]
    assert ("BRS313-18",) == tuple(f.code for f in report.for_payload(rule_messages.uuid(102)))


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-03-02T11:00:00+01:00", "2023-03-02T11:00"), ("2028-02-29T11:00:00+01:00", "2025-02-28T11:00")],
)
def test_years_back_are_calendar_years(day, expected):
    """Three years are three dates, whatever leap days lie between."""
    import datetime as dt

    assert expected == f"{years_before(dt.datetime.fromisoformat(day), 3):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize(
    ("count", "words"), [(1, "1 metering point"), (2, "2 metering points"), (3, "3 metering points")]
)
def test_points_that_nobody_knows_are_counted(count, words):
    """One is one point, several are points; a context that is complete knows all there are."""
    sent = message(count, 1)
    notes = check_messages(
        [sent], now=SENT, level="business", context=MemoryContext.from_dict({})
    ).not_checked
    complete = MemoryContext.from_dict({"complete": True})

    assert f"rules about {words} that the context does not know" in notes
    assert not any(
        "does not know" in note
        for note in check_messages([sent], now=SENT, level="business", context=complete).not_checked
    )
