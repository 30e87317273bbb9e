"""Options of a project: where they are read from, what goes before them, what is wrong in them."""

from __future__ import annotations

import pytest

WRONG_DIGIT = "broken/emif-check-digit.xml"  # one warning, IDN002


@pytest.fixture
def project(tmp_path, monkeypatch, fixtures):
    """Give a folder to work in, with a message that has one warning."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "digit.xml").write_bytes((fixtures / WRONG_DIGIT).read_bytes())
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("edielkit.toml", '[validate]\nfail-on = "warning"\n'),
        ("pyproject.toml", '[tool.edielkit.validate]\nfail-on = "warning"\n'),
    ],
)
def test_nearest_file_counts(edielkit, project, monkeypatch, name, text):
    """It is looked for upwards; the command line goes before it, and it can be left out."""
    (project / name).write_text(text)
    monkeypatch.chdir(project / "messages")

    assert 1 == edielkit("validate", "digit.xml").status
    assert 0 == edielkit("validate", "digit.xml", "--fail-on", "error").status
    assert 0 == edielkit("validate", "digit.xml", "--no-config").status


def test_file_of_another_tool_is_passed_over(edielkit, project, monkeypatch):
    """A pyproject.toml without the table is no file of options."""
    (project / "edielkit.toml").write_text('[validate]\nfail-on = "warning"\n')
    (project / "messages" / "pyproject.toml").write_text('[project]\nname = "x"\n')
    monkeypatch.chdir(project / "messages")

    assert 1 == edielkit("validate", "digit.xml").status


def test_named_file(edielkit, project):
    """--config names one."""
    (project / "strict.toml").write_text('[validate]\nfail-on = "warning"\nselect = ["IDN"]\n')

    assert 1 == edielkit("validate", "messages", "--config", "strict.toml").status


@pytest.mark.parametrize(
    ("pattern", "status"), [("messages/*.xml", 0), ("*/digit.xml", 0), ("digit.xml", 0), ("other/*", 1)]
)
def test_codes_ignored_by_path(edielkit, project, pattern, status):
    """A pattern is held against the path as it was given, from its beginning or from a folder in it."""
    (project / "edielkit.toml").write_text(
        f'[validate]\nfail-on = "warning"\n[validate.per-path-ignores]\n"{pattern}" = ["IDN002"]\n'
    )

    assert status == edielkit("validate", "messages/digit.xml").status


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[validate\n", "this is no TOML"),
        ("validate = 3\n", "expected a table [validate] of options"),
        ('[validate]\nfailon = "error"\n', "no option 'failon'; did you mean fail-on?"),
        ("[validate]\nfail-on = 3\n", "fail-on: expected a text"),
        ('[validate]\nignore = "IDN"\n', "ignore: expected a list of texts"),
        ('[validate]\ncontext = "a\\u0000b"\n', "context: expected a text"),
        ("[validate]\nquiet = 1\n", "quiet: expected true or false"),
        ("[validate]\nper-path-ignores = 1\n", "per-path-ignores: expected a table of path patterns"),
        ('[validate.per-path-ignores]\n"a" = "IDN"\n', "per-path-ignores: a: expected a list of codes"),
        ('[validate.per-path-ignores]\n"a" = ["IDM002"]\n', "no rule 'IDM002'; did you mean IDN002"),
        ('[validate]\nfail-on = "fatal"\n', "found 'fatal'"),
    ],
)
def test_mistakes_in_the_file(edielkit, project, text, words):
    """Each is status 2 and says what would be right."""
    (project / "edielkit.toml").write_text(text)
    ran = edielkit("validate", "messages")

    assert 2 == ran.status
    assert words in ran.err


@pytest.mark.parametrize(
    "text", ["x = " + "[" * 3000 + "]" * 3000, "x = " + "9" * 5000, "x = 1_", "\x00", "x = 0x" + "f" * 5000]
)
def test_hostile_toml_is_refused_with_the_file(edielkit, project, text):
    """Nested thousands of times, numbers of thousands of digits."""
    (project / "edielkit.toml").write_text(f"[validate]\n{text}\n")
    ran = edielkit("validate", "messages/digit.xml")

    assert 2 == ran.status
    assert "edielkit.toml: " in ran.err
