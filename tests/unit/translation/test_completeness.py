"""Every text that a person may be shown has its bokmål: a new one without it fails here, and is named."""

from __future__ import annotations

import datetime as dt
import itertools
import re

import pytest
from tests.support import translatable
from tests.support.paths import FIXTURES

from edielkit import validate
from edielkit.catalogue import rules
from edielkit.generate.faults import faults
from edielkit.translation import catalogue, code_names, text_parts

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


def incomplete(sentences):
    """Return the sentences that have no whole translation."""
    return [text for text in dict.fromkeys(sentences) if not catalogue("nb").sentence(text).complete]


def spoken(report):
    yield from (finding.message for finding in report)
    yield from report.not_checked


@pytest.mark.parametrize(
    "texts",
    [
        translatable.texts_of_rules,
        translatable.texts_of_findings,
        translatable.texts_of_hub,
        translatable.texts_of_tables,
        translatable.texts_of_commands,
        translatable.texts_printed,
        translatable.texts_of_pages,
        translatable.texts_of_plain_data,
    ],
    ids=lambda function: function.__name__,
)
def test_every_text_has_its_translation(texts):
    """`python -m tests.support.translatable` prints the missing ones as entries for the catalogues."""
    assert [] == translatable.missing_texts(texts())


def test_every_name_of_a_code_has_its_translation():
    """Those that the standards have in English alone; what stays English, such as GS1, is said to."""
    assert [] == translatable.missing_names()


def test_every_translated_name_is_that_of_a_code():
    """A name that no code has any more was changed in the table by mistake, or its translation is of no use."""
    names = set(translatable.texts_of_codes())

    assert len(names) > 500
    assert [] == [name for name in code_names("nb") if name not in names]


TEMPLATES = sorted((translatable.SOURCE).glob("**/templates/*.html"))
# what is written alike in both languages
_ALIKE = re.compile(r"\b(?:edielkit|kWh|In|Out|OpenAPI)\b")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parts[-4]}-{path.stem}")
def test_no_word_of_a_page_stands_outside_of_the_catalogues(template):
    """What is left of a template without markup and places has no word."""
    text = re.sub(
        r"<style>.*?</style>|<!--.*?-->|{[{%#].*?[}%#]}", " ", template.read_text("utf-8"), flags=re.DOTALL
    )
    shown = " ".join(
        [re.sub(r"<[^>]*>", " ", text), *re.findall(r'(?:title|aria-label|alt|placeholder)="([^"]*)"', text)]
    )

    assert [] == re.findall(r"[a-zæøå]{2,}", _ALIKE.sub("", shown))


def test_there_are_templates():
    """Those of files, and those of a served hub."""
    assert len(TEMPLATES) > 15


def test_there_are_texts():
    """What lists the texts finds them: some of each kind that are known to be there."""
    assert "expected {1}, found {2}" in set(translatable.texts_of_findings())
    assert "time passes" in set(translatable.texts_of_hub())
    assert "both directions are there" in set(translatable.texts_of_rules())
    assert "Only these." in set(translatable.texts_of_commands())
    assert "interrupted" in set(catalogue("nb").texts)
    assert "What the receiver would answer" in set(translatable.texts_of_pages())
    assert {"change", "sourced", "name is"} <= set(translatable.texts_printed())
    assert {"Germany", "Invalid period", "reached period quantity"} <= set(translatable.texts_of_codes())


def test_every_rule_in_whole():
    """Title and every part of the text, those of the process tables by their templates."""
    texts = ([rule.title, *(part for _, part in text_parts(rule.text))] for rule in rules().values())

    assert [] == incomplete(itertools.chain.from_iterable(texts))


def test_findings_of_every_fault():
    """The smallest message that breaks each rule: what is said of it, as it is said."""
    reports = [fault.report(faulty=faulty) for fault in faults().values() for faulty in (True, False)]

    assert [] == incomplete(text for report in reports for text in spoken(report))


def test_findings_of_every_broken_fixture():
    """The broken messages that this project shows."""
    paths = sorted(path for path in (FIXTURES / "broken").iterdir() if path.suffix != ".json")

    assert [] == incomplete(text for path in paths for text in spoken(validate(path.read_bytes(), now=NOW)))
