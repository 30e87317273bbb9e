"""The tutorial of the demonstration, and the language page: what they show is what the commands print."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path

from tests.support.paths import ROOT

from edielkit.cli.input.scenario_files import documents_of
from edielkit.scenarios import play

TUTORIAL = (ROOT / "docs" / "tutorial" / "hub-demo.md").read_text("utf-8")
LANGUAGE = (ROOT / "docs" / "reference" / "scenario-language.md").read_text("utf-8")
VALUES = (ROOT / "docs" / "tutorial" / "hub-values.md").read_text("utf-8")
EXTRACT = (ROOT / "docs" / "how-to" / "extract-a-portfolio.md").read_text("utf-8")
YAML = re.findall(r"```yaml\n(.*?)```", TUTORIAL, re.DOTALL)


def test_the_demonstration_prints_what_is_shown(edielkit):
    """The excerpt stands in the demonstration."""
    (shown,) = re.findall(r"```text\n(.*?)```", TUTORIAL, re.DOTALL)

    assert shown in edielkit("hub", "demo", "date").text


def test_the_first_story_goes_as_it_is_shown(edielkit, tmp_path, monkeypatch):
    """The output below the command is its output; the correction makes it right."""
    monkeypatch.chdir(tmp_path)
    shown = re.search(r"\$ edielkit hub run mine.yml\n(.*?)```", TUTORIAL, re.DOTALL)[1]
    Path("mine.yml").write_text(YAML[0], "utf-8")

    assert shown == edielkit("hub", "run", "mine.yml").text
    Path("mine.yml").write_text(YAML[0].replace("RejectStart", "ConfirmStart"), "utf-8")
    assert 0 == edielkit("hub", "run", "mine.yml").status


def test_three_messages_come_when_a_day_passes(edielkit, tmp_path):
    """As the page says of the added step."""
    path = tmp_path / "mine.yml"
    path.write_text(YAML[0].replace("RejectStart", "ConfirmStart") + YAML[1], "utf-8")

    assert 3 == " ".join(edielkit("hub", "run", path).text.split()).count("did not expect")


def test_the_example_of_the_language_is_a_scenario(edielkit):
    """It goes as it is written."""
    (example,) = re.findall(r"```yaml\n(.*?)```", LANGUAGE, re.DOTALL)

    assert 0 == edielkit("hub", "run", "-", stdin=example.encode()).status


def test_the_language_page_names_everything():
    """Every verb, message and setting of the language stands on its page."""
    from edielkit.scenarios.player import VERBS
    from edielkit.scenarios.step_messages import KINDS

    assert [] == [name for name in KINDS if name not in LANGUAGE]
    assert [] == [verb for verb in VERBS if f"| `{verb}: " not in LANGUAGE]


def test_the_story_of_values_prints_what_is_shown(edielkit):
    """Each excerpt stands in the demonstration."""
    told = edielkit("hub", "demo").text
    shown = re.findall(r"```text\n(.*?)\n```", VALUES, re.DOTALL)

    assert 4 == len(shown)
    assert [] == [line for line in shown if line not in told]


def test_the_pictures_of_the_story_are_shown():
    """The page has both pictures."""
    assert ["day-settled.svg", "day-with-fault.svg"] == sorted(
        set(re.findall(r"\((day-[a-z-]+\.svg)\)", VALUES))
    )


def test_the_day_of_your_own_goes_as_it_is_shown(edielkit, tmp_path, monkeypatch):
    """The end of the output is that of the command; with the dairy the day is settled; it can be drawn."""
    monkeypatch.chdir(tmp_path)
    (mine,) = re.findall(r"```yaml\n(.*?)```", VALUES, re.DOTALL)
    (shown,) = re.findall(r"hub run mine.yml\n\.\.\.\n(.*?)\n```", VALUES, re.DOTALL)
    Path("mine.yml").write_text(mine, "utf-8")

    assert edielkit("hub", "run", "mine.yml").text.endswith(f"{shown}\n")
    dairy = "[{point: dairy, day: day 0, resolution: quarter, values: 420}, {point: school"
    Path("mine.yml").write_text(mine.replace("[{point: school", dairy), "utf-8")
    assert 0 == edielkit("hub", "run", "mine.yml").status
    drawn = ("picture", "mine.yml", "--area", "south", "--day", "2026-02-02", "-o", "south.svg")
    assert 0 == edielkit("hub", *drawn).status
    assert Path("south.svg").read_text("utf-8").startswith("<svg")


def test_the_portfolio_is_extracted_as_it_is_shown(edielkit, tmp_path, monkeypatch):
    """The command prints its table, sizes aside, and each piece of Python reads the same files."""
    monkeypatch.chdir(tmp_path)
    (scenario,) = re.findall(r"```yaml\n(.*?)```", EXTRACT, re.DOTALL)
    command, shown = re.search(
        r"\$ edielkit (hub extract .*? -o files/)\n(.*?)```", EXTRACT, re.DOTALL
    ).groups()
    files, own = re.findall(r"```python\n(.*?)```", EXTRACT, re.DOTALL)
    (printed,) = re.findall(r"```text\n(.*?)```", EXTRACT, re.DOTALL)
    Path("move.yml").write_text(scenario, "utf-8")
    ran = edielkit(*shlex.split(command.replace("\\\n", " ")))

    assert (0, without_sizes(shown)) == (ran.status, without_sizes(ran.text))
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(files, "extract-a-portfolio.md", "exec"), {})
    assert printed == out.getvalue()

    script = documents_of("move.yml", scenario.encode(), tmp_path)[0].scenario()
    names = {}
    exec(compile(own, "extract-a-portfolio.md", "exec"), names)
    parties = script.names.parties
    came = dict(
        names["files_of_portfolio"](
            play(script, validate=False).hub, parties["old supplier"], parties["new supplier"]
        )
    )
    assert came == {path.name: path.read_bytes() for path in Path("files").iterdir()}


def without_sizes(text):
    """Return lines of a table without the sizes of files, which are those of the compressor."""
    return [re.sub(r"(\d+ +\d+|all +\d+) +\d+(  \S|$)", r"\1\2", line.rstrip()) for line in text.splitlines()]
