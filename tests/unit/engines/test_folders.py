"""Which files a path names, in which order, and in which shares."""

from __future__ import annotations

from pathlib import Path

import pytest

from edielkit.engines.folders import files_of, shares


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("b.xml", "a.EDI", "c/d.xml.gz", "c/e.csv", "c/.f.xml", ".g/h.xml", "i.md"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(b"x" * 10)
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "files"),
    [
        (".", ["a.EDI", "b.xml", "c/d.xml.gz", "c/e.csv"]),
        (Path("c"), ["c/d.xml.gz", "c/e.csv"]),
        ("*.xml", ["b.xml"]),
        ("**/*.gz", ["c/d.xml.gz"]),
        ("i.md", ["i.md"]),
        (["b.xml", "*.xml", "c"], ["b.xml", "c/d.xml.gz", "c/e.csv"]),
        ("c*", ["c/d.xml.gz", "c/e.csv"]),
    ],
)
def test_files_folders_and_globs(folder, paths, files):
    """Each file once, hidden ones and those of another ending only by their name."""
    assert files == [str(Path(file)) for file in files_of(paths)]


@pytest.mark.parametrize(("path", "words"), [("z.xml", "no such file"), ("z*", "nothing matches")])
def test_a_path_that_names_nothing_is_told(folder, path, words):
    """At once, not as an empty table."""
    with pytest.raises(FileNotFoundError, match=words):
        files_of(path)


def test_shares_have_about_one_size(folder):
    """A file stays whole, also one that is larger than a share; one that is gone has no size."""
    Path("b.xml").write_bytes(b"x" * 100)
    files = ["a.EDI", "b.xml", "gone.xml", "c/d.xml.gz", "c/e.csv"]

    assert [("a.EDI",), ("b.xml",), ("gone.xml", "c/d.xml.gz", "c/e.csv")] == list(shares(files, 25))
    assert [tuple(files)] == list(shares(files, 1000))
    assert [] == list(shares([], 10))
