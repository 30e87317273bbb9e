"""The group of commands: help, version, progress, pipes, what it loads."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from tests.support.paths import ROOT

from edielkit import __version__
from edielkit.cli import shared_options as options
from edielkit.cli.app import COMMANDS, SUMMARIES, cli
from edielkit.edifact.profiles import PROFILES
from edielkit.emif.simple_types import VERSIONS


def test_help_names_every_command(edielkit):
    """--help lists the commands in order, each with a sentence."""
    text = edielkit("--help").text
    places = [text.index(f"  {name} ") for name in COMMANDS]

    assert sorted(places) == places
    assert list(COMMANDS) == list(SUMMARIES)
    assert all(summary in text for summary in SUMMARIES.values())
    assert "Exit status: 0 fine" in text


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(edielkit, name):
    """Each command explains itself."""
    ran = edielkit(name, "--help")

    assert 0 == ran.status
    assert "Usage: edielkit " + name in ran.text


def every_command(command, *names):
    """Yield the words and the text of each command and group."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from every_command(command.get_command(context, name), *names, name)
    yield (
        names,
        " ".join((command.help or "", *(getattr(option, "help", None) or "" for option in command.params))),
    )


def test_help_needs_no_file_of_the_repository():
    """Whoever has the wheel alone has the whole of it."""
    assert [] == [names for names, text in every_command(cli) if re.search(r"\b(docs|fixtures|src)/", text)]


def test_version(edielkit):
    """--version says the version of the package, and those of the standards."""
    assert [
        f"edielkit {__version__}",
        "EMIF 2.3 2.4.3 EI-270 EI-1763; EDIFACT profiles no se dk de ch",
    ] == edielkit("--version").text.splitlines()


def test_choices_are_those_of_the_package():
    """The options spell the versions and profiles that the package has."""
    assert VERSIONS == options.VERSIONS
    assert PROFILES == options.PROFILES


def test_unknown_command(edielkit):
    """A command that is not there is status 2."""
    ran = edielkit("frobnicate")

    assert 2 == ran.status
    assert ran.err.startswith("edielkit: no command 'frobnicate'; there are validate, show, ")


@pytest.mark.parametrize(
    ("misspelt", "meant"), [("valdate", "validate"), ("anonymize", "anonymise"), ("Show", "show")]
)
def test_misspelt_command(edielkit, misspelt, meant):
    """The nearest command is named."""
    assert f"edielkit: no command '{misspelt}'; did you mean {meant}?\n" == edielkit(misspelt).err


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "utf-8"])
def test_any_encoding_of_standard_output(encoding):
    """Marks and letters that the encoding lacks are substituted; JSON is UTF-8 in all of them."""
    broken = ROOT / "fixtures" / "broken" / "emif-boolean-as-number.xml"
    for arguments in (
        ["show", "fixtures/edifact"],
        ["codes", "--find", "måler"],
        ["validate", "--now", "message", str(broken)],
    ):
        ran = _run_encoded(encoding, *arguments)
        assert b"" == ran.stderr
        ran.stdout.decode(encoding)
    assert _run_encoded(encoding, "validate", str(broken)).stdout.split()[0] == {"utf-8": "✗".encode()}.get(
        encoding, b"x"
    )
    plain = _run_encoded(encoding, "codes", "--find", "måler", "--json").stdout
    assert "måler" in plain.decode("utf-8").casefold()


def _run_encoded(encoding, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "edielkit", *arguments],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": f"{encoding}:strict", "PYTHONUTF8": "0"},
    )


def test_help_loads_neither_wire():
    """The first answer is quick: no lxml, no numpy and no command for --help, nothing of networks and processes."""
    code = (
        "import sys; from edielkit.cli.app import run; run(['--help']); "
        "print(sorted({'lxml', 'numpy', 'xmlschema', 'pydifact', 'rich', 'urllib.request', 'multiprocessing', "
        "'edielkit.cli.commands'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "[]" == ran.stdout.splitlines()[-1]


def test_closed_pipe_is_no_trouble():
    """A reader that has had enough leaves no traceback behind, and no 0: what stood further down may be errors."""
    folder = ROOT / "fixtures" / "emif"
    command = [sys.executable, "-m", "edielkit", "show", "--all", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()

    assert (141, b"") == (process.returncode, err)


def test_demo_runs_to_its_end():
    """The tour of `make demo` comes to its last chapter, and each command of it works."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        ["bash", ROOT / "docs" / "tutorial" / "demo.sh"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": path},
    )

    assert (0, "") == (ran.returncode, ran.stderr)
    assert 6 == ran.stdout.count("\nthe same\n")
    count = re.search(r"(\d+) inputs: (\d+) accepted, (\d+) empty;", ran.stdout)
    assert count is not None
    assert int(count[1]) == int(count[2]) + int(count[3])
    assert "That was all of it" in ran.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("validate", "a\u202eb\x1b[8m.xml"),
        ("diff", "a\u202eb\x1b[8m.xml", "a\u202eb\x1b[8m.xml"),
        ("upgrade", "--to", "2.3", "a\u202eb\x1b[8m.xml"),
        ("convert", "--to", "mscons", "a\u202eb\x1b[8m.xml"),
        ("validate", "--\u202e\x1b[8m"),
        ("validate", "--level", "\u202e\x1b[8m"),
        ("\u202e\x1b[8m",),
    ],
)
@pytest.mark.parametrize("content", [b"no message", b"<a"])
def test_nothing_that_is_said_steers_a_terminal(edielkit, tmp_path, monkeypatch, arguments, content):
    """Names of files, options and commands are shown with a mark in the place of what is not only seen."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a\u202eb\x1b[8m.xml").write_bytes(content)
    ran = edielkit(*arguments)

    assert not re.search("[\x1b\u202e]", ran.text + ran.err)
    assert ran.text + ran.err


def test_colours_of_a_message_are_not_those_of_the_page(monkeypatch, capsys):
    """Styles of this package are let through; one that hides or repaints is not."""
    from edielkit.cli.output.terminal import echo, strong

    monkeypatch.setattr("click.utils.should_strip_ansi", lambda *_: False)
    echo([strong("a") + "\x1b[8mb\x1b[42mc\x1b]0;d\x07"])

    assert "\x1b[1ma\x1b[0m�[8mb�[42mc�]0;d�\n" == capsys.readouterr().out
