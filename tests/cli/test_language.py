"""The language of the command line: by option, by locale, for people alone."""

from __future__ import annotations

import os
import re
import sys

import pytest
from tests.support.paths import ROOT

from edielkit.cli.app import run
from edielkit.cli.language import asked_language
from edielkit.translation import catalogue

BROKEN = ROOT / "fixtures" / "broken" / "emif-decimal-comma.xml"


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["validate", "--lang", "nb", "x"], {}, "nb"),
        (["--lang=nb", "validate", "x"], {}, "nb"),
        (["validate", "--help", "--lang", "nb"], {}, "nb"),
        (["validate", "--lang", "en", "x"], {"LANG": "nb_NO.UTF-8"}, "en"),
        (["validate", "x"], {"LANG": "nb_NO.UTF-8"}, "nb"),
        (["validate", "--", "--lang", "nb"], {}, "en"),
        (["validate", "--lang", "sv"], {}, "en"),
        (["validate", "--lang"], {}, "en"),
        ([], {}, "en"),
    ],
)
def test_which_language(arguments, environment, language):
    """The option before the locale, wherever it stands."""
    assert language == asked_language(arguments, environment)


def test_a_report(edielkit):
    """Verdict, finding, rule, what was not checked and the summary."""
    text = edielkit("validate", "--lang", "nb", BROKEN).text

    assert "✗ avvist" in text
    assert "Share: forventet et desimaltall med punktum, fant '0,25'; skriv 0.25" in text
    assert "regel  verdi av riktig slag" in text
    assert "Ikke kontrollert:" in text
    assert "1 fil: 1 avvist; 2 feil" in text


@pytest.mark.parametrize(("options", "word"), [(["--lang=nb"], "Bruk:"), ([], "Usage:")])
def test_the_arguments_of_the_process(monkeypatch, capsys, options, word):
    """Where none are given to it the command reads those it was started with, from the first one on."""
    monkeypatch.setattr(sys, "argv", ["edielkit", *options, "--help"])

    assert 0 == run()
    assert capsys.readouterr().out.startswith(word)
    # what runs later in this process is in English again
    assert 0 == run(["--help"])


def test_the_locale(edielkit, monkeypatch):
    """A Norwegian locale needs no option."""
    monkeypatch.setenv("LC_ALL", "nb_NO.UTF-8")

    assert "✗ avvist" in edielkit("validate", BROKEN).text


@pytest.mark.parametrize("style", ["json", "sarif", "junit"])
def test_programs_are_told_the_same(edielkit, style):
    """What programs read does not depend on the language."""
    there = [
        edielkit("validate", BROKEN, "--now", "message", "--format", style, "--lang", language).out
        for language in ("en", "nb")
    ]

    assert there[0] == there[1]


@pytest.mark.parametrize("name", ["validate", "generate", "hub", "codes"])
def test_help(edielkit, name):
    """Help is in bokmål from the usage to the last option, in English without it."""
    text = edielkit(name, "--lang", "nb", "--help").text

    assert text.startswith(f"Bruk: edielkit {name}")
    assert "Vis denne teksten og avslutt." in text
    assert "Usage" not in text
    assert edielkit(name, "--help").text.startswith("Usage: ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["valdate"], "edielkit: ingen kommando 'valdate'; mente du validate?"),
        (["validate"], "Feil: Argumentet 'PATH...' mangler."),
        (["validate", "nothere.xml"], "nothere.xml: finner ingen slik fil eller mappe"),
        (["validate", "--level", "x", "y"], "Ugyldig verdi for '--level': 'x' er ikke én av"),
        (["validate", "--fun", "y"], "Det finnes ikke noe valg '--fun'."),
        (["rules", "XSD9999"], "ingen regel 'XSD9999'"),
        (["generate", "frob"], "Det finnes ingen kommando 'frob'."),
    ],
)
def test_errors(edielkit, arguments, words):
    """Errors of the command line and of click."""
    ran = edielkit(*arguments, "--lang", "nb")

    assert 2 == ran.status
    assert words in ran.err


def test_a_rule(edielkit):
    """Title, text and the words beside them."""
    text = edielkit("rules", "SER104", "--lang", "nb").text

    assert text.startswith("SER104  en serie slutter etter at den starter")
    assert "pålitelighet  kildebelagt" in text
    assert "Hvorfor: en periode uten lengde inneholder ingen verdi." in text


def test_a_language_that_is_not_there(edielkit):
    """The option says which there are."""
    ran = edielkit("validate", "--lang", "sv", BROKEN)

    assert 2 == ran.status
    assert "Invalid value for '--lang': 'sv' is not one of 'en', 'nb'" in ran.err


def test_the_line_of_a_command_is_not_cut(edielkit):
    """The list of commands says the whole first sentence."""
    text = " ".join(edielkit("--help").text.split())

    assert "generate Make test data: the same seed gives the same bytes, on every machine." in text
    assert "..." not in text.replace("[ARGS]...", "")


# what a person reads of each of these is a sentence of ours or a name of somebody: no line is alike in both languages
SPOKEN = (
    ("codes", "changes"),
    ("upgrade", ROOT / "fixtures/emif/metering/CollectedData-annual-volume-EI-270.xml", "--to", "2.4.3"),
    ("hub", "run", ROOT / "fixtures/hub/104-from-last-resort.yml", "--all"),
    ("hub", "run", ROOT / "fixtures/hub/313-interval-values.yml", "--all"),
    ("hub", "replay", BROKEN),
    ("convert", ROOT / "fixtures/edifact/mscons-no-four-hours.edi", "--to", "utilts"),
    ("convert", ROOT / "fixtures/edifact/mscons-no-four-hours.edi", "--to", "collected-data"),
    (
        *("convert", ROOT / "fixtures/emif/metering/CollectedData.xml", "--to", "mscons"),
        *("--profile", "no", "--now", "2026-02-02T06:00:00Z", "-o", os.devnull, "--force"),
    ),
    ("generate", "fault", "--list"),
)
# titles and notes of a scenario are its author's; addresses, lines of codes, and the second lines of lists of names
_OTHERS = re.compile(
    r"^✓ |^ +\(|^ +(?:hvor|where|i|in|kilde|source) |^ {10,}[\w -]+$|^ +/|^[ A-Z0-9:|=./<>_-]*$"
)


@pytest.mark.parametrize("arguments", SPOKEN, ids=lambda arguments: " ".join(map(str, arguments[:2])))
def test_no_line_is_left_in_english(edielkit, arguments):
    """Each line of prose is another one in bokmål."""
    english, bokmal = (edielkit(*arguments, "--lang", spoken) for spoken in ("en", "nb"))
    alike = {*f"{english.text}\n{english.err}".splitlines()} & {*f"{bokmal.text}\n{bokmal.err}".splitlines()}

    assert english.status == bokmal.status
    assert [] == sorted(line for line in alike if not _OTHERS.search(line))


def test_counts_and_labels_of_tables_are_spoken(edielkit, fixtures):
    """A line for each refused input, and the rows of the two directions side by side."""
    broken = edielkit(
        "validate", fixtures / "broken/emif-several-faults.xml", "-q", "--now", "message", "--lang", "nb"
    )
    beside = edielkit(
        "show", fixtures / "emif/metering/CollectedData-exchange-point.xml", "--values", "--lang", "nb"
    )

    assert "  7 feil: " in broken.text
    rows = [line.split()[:3] for line in beside.text.splitlines()]
    for label in ("verdier", "størst", "form"):
        assert label in [row[0] for row in rows if row]
    assert ["In", "minus", "Out"] in rows
    assert "In less Out" not in beside.text


def test_a_place_in_a_finding_on_an_original_is_spoken(edielkit, fixtures, tmp_path):
    """Behind the words of the finding, in brackets."""
    original = fixtures / "broken/emif-several-faults.xml"
    answer = tmp_path / "answer.xml"
    answer.write_bytes(edielkit("acknowledge", original, "--now", "message").out)

    text = edielkit("explain", answer, "--original", original, "--lang", "nb").text

    ours = text.partition("vi finner ")[2]
    assert "(linje 72," in ours
    assert "(line" not in ours


def test_values_within_sentences_are_spoken():
    """The hub's name of a supplier, and what a scenario expects."""
    sentences = catalogue("nb").sentence

    assert "gammel leverandør: " in sentences("old supplier: the hub knows no organisation number of 1").text
    assert "forventet en verdi, fant 'x'" == sentences("expected a value, found 'x'").text
