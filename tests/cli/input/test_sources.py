"""What a command reads: standard input, folders, globs, in a stable order."""

from __future__ import annotations

from pathlib import Path

GOOD = "emif/metering/CollectedData.xml"


def test_empty_folder_holds_nothing(edielkit, tmp_path):
    """A folder without messages is no success."""
    (tmp_path / "notes.txt").write_text("nothing")

    assert 3 == edielkit("validate", tmp_path).status


def test_standard_input(edielkit, fixtures):
    """A hyphen is standard input, of either wire."""
    ran = edielkit("validate", "-", stdin=(fixtures / "broken/edifact-unt-count.edi").read_bytes())

    assert 1 == ran.status
    assert "EDI027" in ran.text


def test_folders_and_globs_in_a_stable_order(edielkit, fixtures, tmp_path):
    """A folder is searched to the bottom; hidden files and other endings are left out."""
    for name in ("b/2.xml", "a/1.EDI", "a/.hidden.xml", "a/readme.txt", "c.xml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes((fixtures / GOOD).read_bytes())

    def names(*arguments):
        files = edielkit("validate", "--format", "json", *arguments).plain["files"]
        return [Path(file["path"]).relative_to(tmp_path).as_posix() for file in files]

    assert ["c.xml", "a/1.EDI", "b/2.xml"] == names(tmp_path)
    assert ["b/2.xml", "c.xml"] == names(tmp_path / "**" / "*.xml")
    assert ["c.xml"] == names(tmp_path / "c.xml", tmp_path / "*.xml")
