"""The examples that travel with the package."""

from __future__ import annotations

from edielkit.cli.commands.examples import _FOLDERS


def test_all_fixtures_are_written(edielkit, fixtures, tmp_path):
    """Each file as it is, by folder."""
    ran = edielkit("examples", tmp_path / "examples")
    written = {
        file.relative_to(tmp_path / "examples"): file.read_bytes()
        for file in (tmp_path / "examples").rglob("*")
        if file.is_file()
    }
    expected = {
        file.relative_to(fixtures): file.read_bytes() for file in fixtures.rglob("*") if file.is_file()
    }

    assert 0 == ran.status
    assert expected == written
    assert f"{len(expected)} files in {tmp_path / 'examples'}\n" == ran.err


def test_every_folder_has_words(edielkit, fixtures):
    """Without a folder the list, as the fixtures have it."""
    assert {path.name for path in fixtures.iterdir()} == set(_FOLDERS)
    assert list(_FOLDERS) == [
        line.split()[0] for line in edielkit("examples").text.splitlines()[: len(_FOLDERS)]
    ]


def test_some(edielkit, tmp_path):
    """--only names folders, and files that differ are not replaced in silence."""
    assert 0 == edielkit("examples", tmp_path, "--only", "pairs").status
    assert ["pairs"] == [path.name for path in tmp_path.iterdir()]
    assert 0 == edielkit("examples", tmp_path, "--only", "pairs").status

    next(file for file in (tmp_path / "pairs").iterdir()).write_text("mine")
    assert 2 == edielkit("examples", tmp_path, "--only", "pairs").status
    assert 0 == edielkit("examples", tmp_path, "--only", "pairs", "--force").status


def test_misspelt_folder(edielkit, tmp_path):
    """The nearest is named."""
    ran = edielkit("examples", tmp_path, "--only", "pair")

    assert (2, "edielkit: no examples 'pair'; did you mean pairs?\n") == (ran.status, ran.err)
