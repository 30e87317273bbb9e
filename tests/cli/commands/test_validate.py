"""The command validate: exit status, text, JSON, inputs of every form."""

from __future__ import annotations

import itertools
import json
import re

import jsonschema
import pytest
from tests.support.paths import ROOT

SCHEMA = json.loads((ROOT / "docs" / "reference" / "validate.schema.json").read_text(encoding="utf-8"))
GOOD = "emif/metering/CollectedData.xml"
BROKEN = "broken/emif-decimal-comma.xml"


# -- status


@pytest.mark.parametrize(
    ("status", "arguments"),
    [
        (0, [GOOD]),
        (1, [BROKEN]),
        (1, [GOOD, BROKEN]),
        (0, ["broken/emif-check-digit.xml"]),
        (1, ["--fail-on", "warning", "broken/emif-check-digit.xml"]),
        (1, ["broken/no-message-empty.xml"]),
        (1, ["--level", "schema", BROKEN]),
        (0, ["--level", "syntax", BROKEN]),
    ],
)
def test_exit_status_says_whether_there_are_findings(edielkit, fixtures, status, arguments):
    """0 is fine, 1 says findings at or above --fail-on."""
    named = [fixtures / argument if "/" in argument else argument for argument in arguments]

    assert status == edielkit("validate", "--level", "codes", *named).status


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("no such file or folder", ["nowhere.xml"]),
        ("nothing matches", ["nowhere-*.xml"]),
        ("'--level'", ["--level", "vague", GOOD]),
        ("with its zone", ["--now", "2026-02-02T06:00:00", GOOD]),
        ("expected 'message' or an instant", ["--now", "noon", GOOD]),
        ("Missing argument", []),
        ("No such option", ["--no-such-option"]),
    ],
)
def test_what_cannot_run_has_status_2_and_says_why(edielkit, words, arguments):
    """2 is for a missing file or a bad option; the reason goes to standard error."""
    ran = edielkit("validate", *arguments)

    assert 2 == ran.status
    assert b"" == ran.out
    assert words in ran.err


BODY = b'<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>%s</soapenv:Body></soapenv:Envelope>'


def test_a_document_that_holds_no_message_is_empty_in_every_format(edielkit, fixtures, tmp_path):
    """Nothing was there to check: status 3, and why; what has something else in the place of a message is not empty."""
    (tmp_path / "empty.xml").write_bytes(BODY % b"")
    (tmp_path / "strange.xml").write_bytes(BODY % b"<x/>")
    for level in ("syntax", "schema", "process"):
        ran = edielkit("validate", "--format", "json", "--level", level, tmp_path / "empty.xml")
        report = json.loads(ran.out)
        assert (3, "empty") == (ran.status, report["files"][0]["verdict"]), level
        assert (1, 0) == (report["summary"]["empty"], report["summary"]["accepted"])
    for style, words in (
        ("text", "- empty"),
        ("sarif", '"verdict": "empty"'),
        ("junit", "<skipped message="),
        ("html", ">empty<"),
    ):
        ran = edielkit("validate", "--format", style, tmp_path / "empty.xml")
        assert 3 == ran.status
        assert words in ran.out.decode(), style
    # beside a message that is right it is no matter of the status
    both = edielkit("validate", "--level", "schema", tmp_path / "empty.xml", fixtures / GOOD)
    assert (0, True) == (both.status, b"1 accepted, 1 empty" in both.out)
    assert 1 == edielkit("validate", "--level", "schema", tmp_path / "strange.xml").status


@pytest.mark.parametrize(
    ("command", "hint"),
    [
        ("validate --html", True),
        ("show --html", True),
        ("show --junit", False),
        ("convert --html", False),
        ("diff --sarif", False),
    ],
)
def test_an_option_of_other_tools_is_told_of_where_there_is_one(edielkit, command, hint):
    """What the command does not have is not offered."""
    ran = edielkit(*command.split(), "a.xml")

    assert 2 == ran.status
    assert hint is ("is written by: --format" in ran.err)
    assert not hint or "Did you mean" not in ran.err


# -- text


def test_text_says_where_what_and_what_would_be_right(edielkit, fixtures):
    """The decimal comma is told with line, value and the right value."""
    text = edielkit("validate", fixtures / BROKEN).text

    assert "✗ rejected" in text
    assert "line 39" in text
    assert "'0,25'; write 0.25" in text
    assert "here  <abie:Share>0,25</abie:Share>" in text
    assert "1 input: 1 rejected" in text


def test_text_names_segment_and_message_of_edifact(edielkit, fixtures):
    """Of three messages the wrong one is named, with the segment."""
    text = edielkit("validate", fixtures / "broken/edifact-three-messages-one-wrong.edi").text

    assert "segment 16 of MSCONS 2" in text
    assert "here  QTY+136:2.2.5" in text
    assert "reason 19/UN" in text


def test_same_findings_are_one_unless_all_are_wanted(edielkit, fixtures):
    """Identical code and message are grouped with a count and further places."""
    path = fixtures / "broken/emif-four-decimals.xml"
    grouped = edielkit("validate", "--level", "schema", path).text
    listed = edielkit("validate", "--level", "schema", "--all", path).text

    assert (1, 2) == (grouped.count("XSD020"), listed.count("XSD020"))
    assert "2 times, next at line 92" in grouped


def test_findings_of_a_rule_that_say_something_else_each_are_folded_too(edielkit, fixtures, tmp_path):
    """Of 48 attributes that nobody knows, each of another name, the first twenty are shown, the others counted."""
    names = itertools.count(1)
    data = (fixtures / "emif/metering/CollectedData.xml").read_bytes()
    path = tmp_path / "attributes.xml"
    path.write_bytes(re.sub(rb"<abie:Observation ", lambda start: start[0] + b'A%d="" ' % next(names), data))
    folded = edielkit("validate", "--level", "schema", path).text
    listed = edielkit("validate", "--level", "schema", "--all", path).text

    assert (21, 48) == (folded.count("XSD031"), listed.count("XSD031"))
    assert "28 more of this rule from here on; --all lists them" in folded
    assert "48 errors" in folded


def test_text_has_no_colours_in_a_pipe(edielkit, fixtures):
    """What is not a terminal gets plain text, and no progress."""
    ran = edielkit("validate", "--now", "message", fixtures / "emif", fixtures / "broken")

    assert b"\x1b" not in ran.out
    assert "" == ran.err


def test_what_depends_on_the_day_is_told(edielkit, fixtures):
    """An example of last winter is refused today: the option that asks for its own day is named, where none was given."""
    path = fixtures / "emif/market/RequestStartOfSupply.xml"
    today, named = (edielkit("validate", path, *now) for now in ((), ("--now", "2027-01-01T00:00:00Z")))

    assert "BRS101-B01" in today.text
    assert "--now message" in today.err
    assert "" == named.err == edielkit("validate", fixtures / "emif/metering/CollectedData.xml").err


CONTEXT = {"complete": True, "metering_points": []}


def test_a_context_brings_the_rules_that_need_it(edielkit, fixtures, tmp_path):
    """With a complete context that lacks the points, E10 is found instead of rules listed as not checked."""
    path = tmp_path / "points.json"
    path.write_text(json.dumps(CONTEXT))
    message = fixtures / "emif/metering/CollectedData.xml"

    without = edielkit("validate", "--format", "json", "--now", "message", message).plain["files"][0]
    validated = edielkit("validate", "--format", "json", "--now", "message", "--context", path, message).plain

    assert any("context" in note for note in without["not_checked"])
    assert [] == without["findings"]
    assert ["E10", "E10"] == [finding["reason"] for finding in validated["files"][0]["findings"]]


@pytest.mark.parametrize("content", ["", "[1", '{"metering_points": 3}'])
def test_bad_context_stops_the_command(edielkit, fixtures, tmp_path, content):
    """A context that cannot be read is trouble, not a finding."""
    path = tmp_path / "points.json"
    path.write_text(content)

    ran = edielkit("validate", "--context", path, fixtures / "emif/metering/CollectedData.xml")

    assert 2 == ran.status
    assert "points.json" in ran.err
    assert 2 == edielkit("validate", "--context", tmp_path / "none.json", path).status


# -- JSON


def test_json_of_all_fixtures_follows_its_schema(edielkit, fixtures):
    """The JSON of good and broken messages is what the published schema says."""
    plain = edielkit("validate", "--format", "json", fixtures).plain

    jsonschema.Draft202012Validator(SCHEMA).validate(plain)
    assert len(plain["files"]) == plain["summary"]["files"] > 100
    assert {"accepted", "rejected", "unreadable", "empty"} == {file["verdict"] for file in plain["files"]}
    assert plain["summary"]["errors"] == sum(
        f["severity"] == "error" for file in plain["files"] for f in file["findings"]
    )


def test_json_of_nothing_wrong(edielkit, fixtures):
    """A good message has an empty list of findings."""
    plain = edielkit("validate", "--level", "codes", "--format", "json", fixtures / GOOD).plain

    (file,) = plain["files"]
    assert ("CollectedData", "2.4.3", "accepted", []) == tuple(
        file[key] for key in ("kind", "version", "verdict", "findings")
    )


# -- options


def test_emif_version_validates_by_that_version(edielkit, fixtures):
    """Direction in annual volumes is news of EI-270."""
    path = fixtures / "emif/metering/CollectedData-annual-volume-EI-270.xml"

    assert 0 == edielkit("validate", "--level", "codes", path).status
    ran = edielkit("validate", "--level", "codes", "--emif-version", "2.4.3", path)
    assert 1 == ran.status
    assert "only in EI-270" in ran.text


@pytest.mark.parametrize("now", ["message", "2026-02-02T06:00:00Z", "2026-02-02T07:00:00+01:00"])
@pytest.mark.parametrize("name", [GOOD, "edifact/mscons-no-four-hours.edi", "broken/no-message-empty.xml"])
def test_now_is_an_instant_or_the_messages_own(edielkit, fixtures, now, name):
    """The instant of validation can be given; reading it never fails on a message."""
    assert edielkit("validate", "--now", now, fixtures / name).status in {0, 1}


def test_messages_of_several_interchanges_are_told_apart(edielkit, fixtures):
    """In a file of several interchanges the place names the interchange, since message references repeat."""
    interchange = (fixtures / "edifact" / "mscons-no-four-hours.edi").read_bytes()
    bad = interchange.replace(b"QTY+136:", b"QTY+136:x", 1)

    told = edielkit("validate", "-", stdin=interchange + bad).text

    assert " of MSCONS 1 of interchange " in told
    assert " of interchange " not in edielkit("validate", "-", stdin=bad).text
