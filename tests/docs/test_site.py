"""The documentation as a site: every page is in it, every link leads somewhere, and each rule has its page."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from importlib.util import find_spec

import pytest
from docs.generators.glossary import terms
from docs.site import code_lists, messages, rules
from docs.site.links import links, targets, with_links_of_the_site
from docs.site.navigation import navigation
from docs.site.words import say
from tests.support.paths import ROOT

from edielkit import catalogue
from edielkit.cli.language import language
from edielkit.codes import WIRES, code_list, lists
from edielkit.emif.declare import declarations
from edielkit.emif.messages import AGGREGATES, MESSAGES
from edielkit.generate.faults import faults
from edielkit.translation import LANGUAGES, rule_in

pytest.importorskip("griffe", reason="the extra site is not installed")
from docs.site.doctests_in_blocks import with_blocks

DOCS = ROOT / "docs"
PAGES = sorted(
    path.relative_to(ROOT).as_posix() for path in [*DOCS.rglob("*.md"), *ROOT.glob("*.md")] if path.is_file()
)


def paths_in(entries):
    """Yield every page that a navigation names."""
    for entry in entries:
        if isinstance(entry, str):
            yield entry
        else:
            for value in entry.values():
                yield from paths_in(value if isinstance(value, list) else [value])


@cache
def rule_pages():
    return rules.pages()


def test_the_navigation_covers_every_page():
    """Each page of docs/ stands in it once; what else it names is made for the site."""
    named = list(paths_in(navigation()))
    files = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}

    assert len(named) == len(set(named))
    assert set() == files - set(named)
    looked_up = {"rules", "regler", "codes", "messages", "python"}
    of_repository = {"repository/README.md", "repository/CHANGELOG.md"}
    assert {f"{folder}/README.md" for folder in looked_up} | of_repository == set(named) - files


@pytest.mark.parametrize("path", PAGES)
def test_every_relative_link_leads_to_a_file_or_folder(path):
    """Of the pages of docs/ and of those at the top."""
    text = (ROOT / path).read_text("utf-8")

    assert [] == [target for target in targets(text, path) if not (ROOT / target).exists()]


@pytest.mark.parametrize(
    ("markdown", "page", "expected"),
    [
        ("[a](../reference/rules.md#b)", "how-to/convert.md", "[a](../reference/rules.md#b)"),
        ("[a](../../README.md)", "how-to/convert.md", "[a](../repository/README.md)"),
        ("[a](docs/how-to/convert.md)", "repository/README.md", "[a](../how-to/convert.md)"),
        ("[a](decisions/)", "explanation/README.md", "a"),
        ("[a](../tutorial)", "how-to/README.md", "[a](../tutorial/README.md)"),
        ("[a](https://example.org) [b](#c)", "README.md", "[a](https://example.org) [b](#c)"),
        ("```\n[a](../../README.md)\n```", "how-to/convert.md", "```\n[a](../../README.md)\n```"),
        ("[a](SER105.md)", "rules/README.md", "[a](SER105.md)"),
    ],
)
def test_links_of_the_site(markdown, page, expected):
    """Out of docs/ to the copies, between pages as they are, to a folder without an index not at all."""
    assert expected == with_links_of_the_site(markdown, page)


def test_links_in_blocks_of_code_are_none():
    """A link before the block and one behind it are, and the one in it is not."""
    page = "[a](a.md)\n\n```text\n[b](b.md)\n```\n\n[c](c.md)\n"

    assert ["a.md", "c.md"] == [match["target"] for match in links(page)]


def test_every_rule_has_its_page_in_each_language():
    """One each, and a line in their index."""
    pages = rule_pages()
    codes = list(catalogue.rules())

    assert set(LANGUAGES) == set(rules.FOLDERS)
    assert {f"{folder}/{name}.md" for folder in rules.FOLDERS.values() for name in ("README", *codes)} == set(
        pages
    )
    for folder in rules.FOLDERS.values():
        index = pages[f"{folder}/README.md"]
        assert codes == re.findall(r"^\| \[([^\]]+)\]\(\1\.md\)", index, re.MULTILINE)


def test_a_page_in_norwegian_speaks_it_and_the_english_one_does_not():
    """Title, labels and what validate prints; the language is not kept for who comes next."""
    norwegian, english = rule_pages()["regler/SER105.md"], rule_pages()["rules/SER105.md"]

    assert f"# SER105: {rule_in(catalogue.get('SER105'), 'nb').title}\n" in norwegian
    for in_english, in_norwegian in (("**Why:**", "**Hvorfor:**"), ("✗ rejected", "✗ avvist")):
        assert in_english in english
        assert in_english not in norwegian
        assert in_norwegian in norwegian
    assert "en" == language()


def test_a_text_of_the_site_without_a_translation_is_an_error():
    """The build says what is missing."""
    with pytest.raises(KeyError, match="nobody's"):
        say("nobody's words", "nb")


def test_the_page_of_a_rule_says_what_the_rule_says():
    """Its title, weight, trust and source; all words of its text."""
    for code, rule in catalogue.rules().items():
        words = rule_pages()[f"rules/{code}.md"].replace("**", "").replace("&lt;", "<").replace("&amp;", "&")
        plain = " ".join(words.split())
        assert f"# {code}: {rule.title} " in plain
        assert " ".join(rule.text.split()) in plain
        assert f"| weight | {rule.severity.value} |" in plain
        assert f"| trust | {rule.trust.value} |" in plain
        assert rule.source.replace("|", "\\|") in words


def test_a_page_with_an_example_shows_what_validate_prints():
    """The finding is there, and no escape of a terminal."""
    for code in faults():
        for folder in rules.FOLDERS.values():
            page = rule_pages()[f"{folder}/{code}.md"]
            assert re.search(
                rf"^    (error|warning|info|feil|advarsel|merknad) +{code}\b", page, re.MULTILINE
            )
            assert page.replace("\n", "").isprintable(), code


def test_every_code_list_and_message_has_its_page():
    """And a line in the index for each."""
    of_lists, of_messages = code_lists.pages(), messages.pages()

    assert sum(len(lists(wire)) for wire in WIRES) == len(of_lists) - 1
    assert {f"messages/{name}.md" for name in ("README", *MESSAGES)} == set(of_messages)
    codes = code_list("Elhub_DocumentType")
    assert all(f"| `{code.value}` |" in of_lists[code_lists.page_of(codes)] for code in codes)


@pytest.mark.parametrize("name", MESSAGES)
def test_every_element_of_a_message_is_explained(name):
    """Each declaration has a row, and no meaning is empty."""
    rows = [line for line in messages.pages()[f"messages/{name}.md"].splitlines() if "` | " in line]
    declared = {part.name for part in declarations(MESSAGES[name])}

    assert declared <= {re.search(r"`@?([^`]+)`", row)[1] for row in rows}
    assert [] == [row for row in rows if not row.split(" | ")[2].strip()]
    parts = {part.type for part in declarations(MESSAGES[name])} & set(AGGREGATES)
    assert all(f"`{part.name}`" in "".join(rows) for kind in parts for part in declarations(AGGREGATES[kind]))


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.norwegian)
def test_a_term_of_the_glossary_stands_where_it_says(term):
    """Both words, in whatever case."""
    text = " ".join((ROOT / term.place).read_text("utf-8").split()).casefold()

    assert term.norwegian in text
    assert term.english.casefold() in text


def test_the_glossary_is_in_order():
    """No word stands twice."""
    alphabet = "abcdefghijklmnopqrstuvwxyzæøå"
    words = [[alphabet.find(letter) for letter in term.norwegian] for term in terms()]

    assert words == sorted(words)
    assert len({term.norwegian for term in terms()}) == len(words)


def test_examples_in_docstrings_become_blocks():
    """Each by itself, with what it prints; the text around it stays."""
    text = "One.\n\n>>> 1 + 1\n2\n\nTwo.\n\n    >>> [3]\n    [3]"

    assert (
        "One.\n\n```pycon\n>>> 1 + 1\n2\n```\n\nTwo.\n\n    ```pycon\n    >>> [3]\n    [3]\n    ```"
        == with_blocks(text)
    )


@pytest.mark.slow
@pytest.mark.skipif(
    any(find_spec(name) is None for name in ("mkdocs", "material", "mkdocstrings")),
    reason="the extra site is not installed",
)
def test_the_strict_build_has_no_warning_and_fetches_nothing(tmp_path):
    """Every page is there, the search knows the rules, and no page asks the network for anything."""
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--quiet",
        "--site-dir",
        tmp_path / "site",
    ]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT / "src")}
    built = subprocess.run(
        command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=580
    )

    assert (0, "") == (built.returncode, built.stdout + built.stderr)
    index = json.loads((tmp_path / "site/search/search_index.json").read_text("utf-8"))
    assert '<html lang="nb"' in (tmp_path / "site/regler/SER105.html").read_text("utf-8")
    assert '<html lang="en"' in (tmp_path / "site/rules/SER105.html").read_text("utf-8")
    titles = " ".join(entry["title"] for entry in index["docs"])
    assert all(code in titles for code in catalogue.rules())
    fetched = re.compile(r'<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)="?(?:https?:)?//', re.IGNORECASE)
    assert [] == [
        path for path in (tmp_path / "site").rglob("*.html") if fetched.search(path.read_text("utf-8"))
    ]
