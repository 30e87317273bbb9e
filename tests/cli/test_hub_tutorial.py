"""The tutorial of the demonstration, and the language page: what they show is what the commands print."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TUTORIAL = (ROOT / "docs" / "tutorial" / "hub-demo.md").read_text("utf-8")
LANGUAGE = (ROOT / "docs" / "reference" / "scenario-language.md").read_text("utf-8")
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
    from edielkit.hub.scenarios.messages import KINDS
    from edielkit.hub.scenarios.playing import VERBS

    assert [] == [name for name in KINDS if name not in LANGUAGE]
    assert [] == [verb for verb in VERBS if f"| `{verb}: " not in LANGUAGE]
