"""The page of commands has a section for each command, with each of its options and their values, and no others."""

from __future__ import annotations

import re
from importlib import import_module

import click
import pytest
from tests.support.paths import ROOT

from edielkit.cli.app import COMMANDS

PAGE = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## edielkit (.*)\n((?:(?!^## ).*\n?)*)", PAGE, re.MULTILINE))
# said once for all commands, above their sections
COMMON = {"--force", "--lang"}
# the values of these are said once, in the section of validate; text is everywhere the default of --format
SAID_BY_VALIDATE = {"--level", "--emif-version", "--profile", "--fail-on"}
_OPTION = re.compile(r"`(--?[a-z][a-z0-9-]*)")


def leaves(name, command):
    """Give name and command of each command that does something itself."""
    if not isinstance(command, click.Group):
        return [(name, command)]
    children = [(f"{name} {child}", command.commands[child]) for child in sorted(command.commands)]
    return [leaf for child in children for leaf in leaves(*child)]


LEAVES = [leaf for name, home in COMMANDS.items() for leaf in leaves(name, import_module(home).command)]


def section_of(name):
    """Give the text of the section whose head names the command, alone or among others of its group."""
    group, _, child = name.partition(" ")
    texts = [
        text
        for head, text in SECTIONS.items()
        if (head + " ").startswith(name + " ")
        or (child and head.startswith(group + " ") and child in head.split()[1].split("|"))
    ]
    assert 1 == len(texts), name
    return texts[0]


@pytest.mark.parametrize(("name", "command"), LEAVES, ids=[name for name, _ in LEAVES])
def test_a_section_names_every_option_and_value(name, command):
    """By one of its names, in code; the values of a choice too."""
    text = section_of(name)
    (head,) = [head for head, body in SECTIONS.items() if body is text]
    shown = {*_OPTION.findall(text), *re.findall(r"(?<= )--?[a-z]+", head)}
    options = [option for option in command.params if isinstance(option, click.Option) and not option.hidden]

    assert [] == [option.opts for option in options if not (shown | COMMON) & set(option.opts)]
    choices = [
        value
        for option in options
        if isinstance(option.type, click.Choice)
        and (name == "validate" or not SAID_BY_VALIDATE & set(option.opts))
        and not COMMON & set(option.opts)
        for value in option.type.choices
        if value != "text"
    ]
    assert [] == [
        value for value in choices if not re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", text)
    ]


def test_the_tables_show_no_option_that_is_not_there():
    """Whatever stands in the first column of a table is an option of a command of that section."""
    strange = []
    for head, text in SECTIONS.items():
        here = {
            spelling
            for name, command in LEAVES
            if section_or_none(name) is text
            for option in command.params
            for spelling in (*option.opts, *option.secondary_opts)
        }
        rows = [line.split(" | ")[0] for line in text.splitlines() if line.startswith("| ")]
        strange += [(head, option) for row in rows for option in _OPTION.findall(row) if option not in here]

    assert [] == strange


def section_or_none(name):
    """Give the section of a command, or None where a test has named it as missing already."""
    try:
        return section_of(name)
    except AssertionError:
        return None


def test_the_sections_are_those_of_the_commands():
    """No section speaks of a command that is gone."""
    sections = {id(section_of(name)) for name, _ in LEAVES}

    assert [] == [head for head, text in SECTIONS.items() if id(text) not in sections]


@pytest.mark.parametrize("room", ["how-to", "reference", "explanation", "tutorial"])
def test_an_index_names_every_page_beside_it(room):
    """Pages and schemas of a folder are reached from its README."""
    folder = ROOT / "docs" / room
    linked = set(re.findall(r"\]\(([^)#]+)", (folder / "README.md").read_text(encoding="utf-8")))
    pages = {path.name for path in folder.iterdir() if path.suffix in {".md", ".json"}} - {"README.md"}

    assert set() == pages - linked
