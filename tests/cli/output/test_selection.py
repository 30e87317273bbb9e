"""Findings by code and path, and those of a baseline."""

from __future__ import annotations

import shutil

import pytest

MANY = "broken/emif-check-digit.xml"  # one warning, IDN002
ERROR = "broken/emif-boolean-as-number.xml"  # one error, XSD020


@pytest.mark.parametrize(
    ("options", "status", "codes"),
    [
        ((), 1, {"IDN002", "XSD020"}),
        (("--select", "IDN"), 0, {"IDN002"}),
        (("--ignore", "XSD020"), 0, {"IDN002"}),
        (("--ignore", "xsd,IDN"), 0, set()),
        (("--select", "XSD", "--ignore", "XSD020"), 0, set()),
        (("--select", "IDN", "--select", "XSD02"), 1, {"IDN002", "XSD020"}),
    ],
)
def test_codes(edielkit, fixtures, options, status, codes):
    """Beginnings of codes; what is ignored has no part in the exit status and is counted."""
    ran = edielkit(
        "validate",
        fixtures / MANY,
        fixtures / ERROR,
        "--format",
        "json",
        "--now",
        "message",
        "--no-config",
        *options,
    )
    files = ran.plain["files"]

    assert status == ran.status
    assert codes == {finding["code"] for file in files for finding in file["findings"]}
    assert 2 - len(codes) == sum(file.get("ignored", 0) for file in files)


def test_what_is_left_out_is_said(edielkit, fixtures):
    """The text counts it, for the input and for all."""
    text = edielkit("validate", fixtures / ERROR, "--ignore", "XSD", "--now", "message").text

    assert "(1 left out)" in text
    assert text.endswith("1 input: 1 accepted; no findings; 1 finding left out\n")


def test_unreadable_stays_unreadable(edielkit, fixtures):
    """Bytes that are no message are never accepted, whatever is ignored."""
    ran = edielkit(
        "validate", fixtures / "broken" / "emif-not-a-message.xml", "--ignore", "SYS,XSD", "--format", "json"
    )

    assert (1, "unreadable", []) == (
        ran.status,
        ran.plain["files"][0]["verdict"],
        ran.plain["files"][0]["findings"],
    )


def test_baseline_leaves_out_what_was_there(edielkit, fixtures, tmp_path, monkeypatch):
    """The same fault on another line is known again; a second one of its kind is new."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(fixtures / ERROR, "message.xml")

    assert (
        0 == edielkit("validate", "message.xml", "--write-baseline", "known.json", "--now", "message").status
    )
    assert 0 == edielkit("validate", "message.xml", "--baseline", "known.json", "--now", "message").status

    text = (tmp_path / "message.xml").read_text()
    (tmp_path / "message.xml").write_text(text.replace("?>", "?>\n\n", 1))
    assert 0 == edielkit("validate", "message.xml", "--baseline", "known.json", "--now", "message").status

    shutil.copy(tmp_path / "message.xml", "another.xml")
    ran = edielkit("validate", ".", "--baseline", "known.json", "--format", "json", "--now", "message")
    assert (1, {"another.xml": 1, "message.xml": 0}) == (
        ran.status,
        {file["path"].removeprefix("./"): len(file["findings"]) for file in ran.plain["files"]},
    )


def test_baseline_knows_what_was_unreadable(edielkit, tmp_path, monkeypatch):
    """What was no message then does not fail now, and is shown; another file, or another reason, does."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cut.xml").write_text("<a><b>")
    (tmp_path / "cut.edi").write_text("no message")
    edielkit("validate", ".", "--write-baseline", "known.json")
    ran = edielkit("validate", ".", "--baseline", "known.json")

    assert (0, 2) == (ran.status, ran.text.count("(1 left out: unreadable when the baseline was written)"))
    assert ran.text.endswith("; 2 findings left out; 2 unreadable when the baseline was written\n")
    assert "cut" not in edielkit("validate", ".", "--baseline", "known.json", "--quiet").text

    for name, text in (("new.xml", "<a><b>"), ("cut.xml", "%PDF-1.7")):
        (tmp_path / name).write_text(text)
        ran = edielkit("validate", name, "--baseline", "known.json", "--format", "json")
        (file,) = ran.plain["files"]
        assert (1, 1, False) == (ran.status, len(file["findings"]), "was_unreadable" in file)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"baseline": 2, "findings": {}}', '{"baseline": 1, "findings": {"a": "b"}}']
)
def test_what_is_no_baseline(edielkit, fixtures, tmp_path, text):
    """It is refused in words."""
    file = tmp_path / "known.json"
    file.write_text(text)
    ran = edielkit("validate", fixtures / ERROR, "--baseline", file)

    assert (2, True) == (ran.status, "this is no baseline" in ran.err)


def test_baseline_holds_nothing_of_the_messages(edielkit, fixtures, tmp_path):
    """It can be committed: hashes alone."""
    file = tmp_path / "known.json"
    edielkit("validate", fixtures / "broken", "--write-baseline", file)

    assert "7070575" not in file.read_text()
