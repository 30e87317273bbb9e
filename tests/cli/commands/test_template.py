"""The command template: what a message needs, to be filled in and built."""

from __future__ import annotations

import ast
import json

import pytest


def test_json_and_python(edielkit, tmp_path):
    """Both say the same; the JSON is what build reads, and says what is missing."""
    plain = edielkit("template", "RequestStartOfSupply", "--process", "103").plain
    snippet = edielkit("template", "RequestStartOfSupply", "--process", "103", "--python").text

    assert "BRS-NO-103" == plain["process_energy_context"]["energy_business_process"]
    assert '"BRS-NO-103"' in snippet
    assert ast.parse(snippet)
    ran = edielkit("build", "RequestStartOfSupply", stdin=json.dumps(plain).encode())
    assert 2 == ran.status
    assert (
        "  payload_mp_event.metering_point_used_domain_location.identification: Identification is mand"
        in ran.err
    )
    target = tmp_path / "start.json"
    assert 0 == edielkit("template", "RequestStartOfSupply", "-o", target).status
    assert "RequestStartOfSupply" == json.loads(target.read_text())["kind"]


def test_a_filled_template_is_built(edielkit):
    """What a person fills in, comments and all, becomes a message that validates."""
    plain = edielkit("template", "PollForData", "--role", "DDQ").plain
    head = plain["header"]
    head |= {
        "identification": "6f2a4d3e-1f6c-4c39-9d5c-0a2a5c2b7b10",
        "creation": "2026-03-02T10:00:00+01:00",
    }
    for side in ("physical_sender", "juridical_sender"):
        head[f"{side}_energy_party"]["identification"] = "7080009990116"
    head["juridical_recipient_energy_party"]["identification"] = "7080003824349"
    built = edielkit("build", "PollForData", stdin=json.dumps(plain).encode())

    assert 0 == built.status
    assert 0 == edielkit("validate", "--now", "message", "-", stdin=built.out).status


def test_full_has_more(edielkit):
    """All parts that the message may have."""
    least, full = (edielkit("template", "RequestEndOfSupply", *more).plain for more in ((), ("--full",)))

    assert "reason_for_transaction" in full["payload_mp_event"]
    assert "reason_for_transaction" not in least["payload_mp_event"]


def test_list(edielkit):
    """Every kind with its processes and roles, or its markets with their processes."""
    lines = edielkit("template", "--list").text.splitlines()

    assert 34 == len(lines)
    assert "RequestEndOfSupply: 201 DDQ; 202 DDQ; 221 DDQ; 211 DDM; 222 DDM" in lines
    assert any(line.startswith("PRODAT: se Z01 Z02") for line in lines)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("RequestStartOfSuply",), "did you mean RequestStartOfSupply"),
        (("RequestStartOfSupply", "--process", "999"), "expected a process of RequestStartOfSupply: 101"),
        ((), "name a kind of message"),
        (("MSCONS", "--profile", "xx"), "'xx'"),
    ],
)
def test_what_there_is_no_template_of(edielkit, arguments, words):
    """Status 2, and what there is."""
    ran = edielkit("template", *arguments)

    assert 2 == ran.status
    assert words in ran.err
