"""The command validate: exit status, text, JSON, inputs of every form."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zipfile
from pathlib import Path

import jsonschema
import pytest
import zstandard
from tests.support.paths import ROOT

SCHEMA = json.loads((ROOT / "docs" / "reference" / "validate.schema.json").read_text(encoding="utf-8"))
GOOD = "emif/metering/CollectedData.xml"
BROKEN = "broken/emif-decimal-comma.xml"


def zipped(members):
    """Return a zip archive of names and contents."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return made.getvalue()


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
    named = [fixtures / each if "/" in each else each for each in arguments]

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


def test_empty_folder_cannot_run(edielkit, tmp_path):
    """A folder without messages is a mistake of the caller, not a success."""
    (tmp_path / "notes.txt").write_text("nothing")

    assert 2 == edielkit("validate", tmp_path).status


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


def test_text_has_no_colours_in_a_pipe(edielkit, fixtures):
    """What is not a terminal gets plain text, and no progress."""
    ran = edielkit("validate", fixtures / "emif", fixtures / "broken")

    assert b"\x1b" not in ran.out
    assert "" == ran.err


def test_personal_data_is_not_quoted(edielkit, fixtures, tmp_path):
    """A faulty name or address is placed, and its line is not repeated."""
    text = (fixtures / "emif/market/RequestStartOfSupply.xml").read_text()
    path = tmp_path / "long-name.xml"
    path.write_text(text.replace("Testesen", "Testesen" * 20))

    ran = edielkit("validate", path)

    assert 1 == ran.status
    assert "FamilyName" in ran.text
    assert "Testesen" not in ran.text


@pytest.mark.parametrize(
    ("good", "bad", "secret"),
    [
        ("<abie:FamilyName>", "<abie:FamilyNam>", "Testesen"),
        ('schemeAgencyIdentifier="Z01">', 'schemeAgencyIdentifier="Z01">9', "901819010001"),
    ],
)
def test_a_fault_in_a_name_does_not_uncover_a_person(edielkit, fixtures, tmp_path, good, bad, secret):
    """Inside a person or an address no line is quoted, whatever became of the element's name or value."""
    text = (fixtures / "emif/market/RequestStartOfSupply.xml").read_text()
    path = tmp_path / "misspelt.xml"
    path.write_text(
        text.replace(good, bad).replace("</abie:FamilyName>", "</" + bad[1:])
        if "<" in good
        else text.replace(good, bad)
    )

    ran = edielkit("validate", path)

    assert 1 == ran.status
    assert secret not in ran.text


CONTEXT = {"complete": True, "metering_points": []}


def test_context_makes_its_rules_judge(edielkit, fixtures, tmp_path):
    """With a complete context that lacks the points, E10 is found instead of rules listed as not checked."""
    path = tmp_path / "points.json"
    path.write_text(json.dumps(CONTEXT))
    message = fixtures / "emif/metering/CollectedData.xml"

    without = edielkit("validate", "--format", "json", "--now", "message", message).plain["files"][0]
    judged = edielkit("validate", "--format", "json", "--now", "message", "--context", path, message).plain

    assert any("context" in note for note in without["not_checked"])
    assert [] == without["findings"]
    assert ["E10", "E10"] == [finding["reason"] for finding in judged["files"][0]["findings"]]


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
    assert {"accepted", "rejected", "unreadable"} == {each["verdict"] for each in plain["files"]}
    assert plain["summary"]["errors"] == sum(
        f["severity"] == "error" for each in plain["files"] for f in each["findings"]
    )


def test_json_of_nothing_wrong(edielkit, fixtures):
    """A good message has an empty list of findings."""
    plain = edielkit("validate", "--level", "codes", "--format", "json", fixtures / GOOD).plain

    (one,) = plain["files"]
    assert ("CollectedData", "2.4.3", "accepted", []) == tuple(
        one[key] for key in ("kind", "version", "verdict", "findings")
    )


# -- inputs


def test_standard_input(edielkit, fixtures):
    """A hyphen is standard input, of either wire."""
    ran = edielkit("validate", "-", stdin=(fixtures / "broken/edifact-unt-count.edi").read_bytes())

    assert 1 == ran.status
    assert "EDI027" in ran.text


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
def test_compressed_files_are_opened(edielkit, fixtures, tmp_path, pack):
    """The content counts, whatever the file is called."""
    path = tmp_path / "packed.bin"
    path.write_bytes(pack((fixtures / BROKEN).read_bytes()))

    ran = edielkit("validate", path)

    assert 1 == ran.status
    assert "write 0.25" in ran.text


def test_members_of_a_zip_are_inputs(edielkit, fixtures, tmp_path):
    """Each member has a report of its own, and nothing is written to disk."""
    path = tmp_path / "post.zip"
    good, broken = ((fixtures / name).read_bytes() for name in (GOOD, BROKEN))
    path.write_bytes(zipped([("../../a.xml", good), ("in/b.xml", broken), ("c.xml.gz", gzip.compress(good))]))

    plain = edielkit("validate", "--level", "codes", "--format", "json", path).plain

    assert [
        (f"{path}!../../a.xml", "accepted"),
        (f"{path}!in/b.xml", "rejected"),
        (f"{path}!c.xml.gz", "accepted"),
    ] == [(each["path"], each["verdict"]) for each in plain["files"]]
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "data"),
    [
        ("broken zip", zipped([("a.xml", b"x" * 5000)])[:60]),
        ("found none", zipped([])),
        ("times the compressed size", zipped([("a.xml", b"\0" * (32 << 20))])),
        ("at most 10000 files", zipped([(f"{n}.xml", b"") for n in range(10_001)])),
        ("broken zstd", zstandard.compress(b"abc" * 400)[:9] + b"broken"),
        ("times the compressed size", zstandard.compress(b"\0" * (32 << 20))),
    ],
    ids=["cut zip", "empty zip", "zip bomb", "zip of many", "broken zstd", "zstd bomb"],
)
def test_hostile_archives_are_findings(edielkit, words, data):
    """An archive that is broken or beyond the limits is unreadable, with a finding."""
    ran = edielkit("validate", "--format", "json", "-", stdin=data)

    assert 1 == ran.status
    (one,) = ran.plain["files"]
    assert "unreadable" == one["verdict"]
    assert ["SYS012"] == [finding["code"] for finding in one["findings"]]
    assert words in one["findings"][0]["message"]


def test_missing_zstandard_names_the_extra(edielkit, monkeypatch):
    """Without the optional package the message says what to install."""
    monkeypatch.setitem(sys.modules, "zstandard", None)

    ran = edielkit("validate", "-", stdin=zstandard.compress(b"abc"))

    assert 2 == ran.status
    assert "edielkit[zstd]" in ran.err


def test_folders_and_globs_in_a_stable_order(edielkit, fixtures, tmp_path):
    """A folder is searched to the bottom; hidden files and other endings are left out."""
    for name in ("b/2.xml", "a/1.EDI", "a/.hidden.xml", "a/readme.txt", "c.xml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes((fixtures / GOOD).read_bytes())

    def names(*arguments):
        files = edielkit("validate", "--format", "json", *arguments).plain["files"]
        return [Path(each["path"]).relative_to(tmp_path).as_posix() for each in files]

    assert ["c.xml", "a/1.EDI", "b/2.xml"] == names(tmp_path)
    assert ["b/2.xml", "c.xml"] == names(tmp_path / "**" / "*.xml")
    assert ["c.xml"] == names(tmp_path / "c.xml", tmp_path / "*.xml")


# -- options


def test_emif_version_judges_by_that_version(edielkit, fixtures):
    """Direction in annual volumes is news of EI-270."""
    path = fixtures / "emif/metering/CollectedData-annual-volume-EI-270.xml"

    assert 0 == edielkit("validate", "--level", "codes", path).status
    ran = edielkit("validate", "--level", "codes", "--emif-version", "2.4.3", path)
    assert 1 == ran.status
    assert "only in EI-270" in ran.text


@pytest.mark.parametrize("now", ["message", "2026-02-02T06:00:00Z", "2026-02-02T07:00:00+01:00"])
@pytest.mark.parametrize("name", [GOOD, "edifact/mscons-no-four-hours.edi", "broken/no-message-empty.xml"])
def test_now_is_an_instant_or_the_messages_own(edielkit, fixtures, now, name):
    """The instant of judgement can be given; reading it never fails on a message."""
    assert edielkit("validate", "--now", now, fixtures / name).status in {0, 1}


def test_messages_of_several_interchanges_are_told_apart(edielkit, fixtures):
    """In a file of several interchanges the place names the interchange, since message references repeat."""
    one = (fixtures / "edifact" / "mscons-no-four-hours.edi").read_bytes()
    bad = one.replace(b"QTY+136:", b"QTY+136:x", 1)

    told = edielkit("validate", "-", stdin=one + bad).text

    assert " of MSCONS 1 of interchange " in told
    assert " of interchange " not in edielkit("validate", "-", stdin=bad).text
