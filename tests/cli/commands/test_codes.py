"""The command codes: lists, codes, search."""

from __future__ import annotations

import pytest

from edielkit.codes import lists


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("Elhub_DocumentType", []),
        ("quantity qualifier", []),
        ("Nettilknytningstilbyder", ["Elhub_BusinessProcessRole"]),
        ("reached period quantity", ["6063"]),
        ("Validated metered data (time series), quantity per period", ["Elhub_DocumentType", "E13"]),
        ("agency    260", ["Elhub_DocumentType", "E13"]),
        ("E20   Elhub_MeteringPointTypeCode  Exchange / Utveksling", ["utveksling"]),
        ("Balance supplier", ["DDQ"]),
        ("balance supplier", ["--wire", "edifact", "DDQ"]),
        ("DurationCodeType", ["--find", "15 minutes"]),
        ("no public page says what it means", ["ValidationCodeType"]),
    ],
)
def test_codes_says(edielkit, words, arguments):
    """Lists, a list, a code and a search print what is known."""
    ran = edielkit("codes", *arguments)

    assert 0 == ran.status
    assert words in ran.text


def test_all_lists_of_both_wires_are_named(edielkit):
    """Without arguments each list stands there once."""
    plain = edielkit("codes", "--json").plain

    assert list(lists()) == [listed["list"] for listed in plain]
    assert {"emif", "edifact"} == {listed["wire"] for listed in plain}
    assert all(listed["codes"] and listed["title"] != listed["list"] for listed in plain)


def test_json_of_a_list_a_code_and_a_search(edielkit):
    """Programs get the same facts as people."""
    whole = edielkit("codes", "--json", "DirectionType").plain
    code = edielkit("codes", "--json", "DirectionType", "In").plain
    matches = edielkit("codes", "--json", "utveksling", "--wire", "emif").plain

    assert ["In", "Out"] == [code["code"] for code in whole["codes"]]
    assert ("DirectionType", "In", "In (into the grid)") == (code["list"], code["code"], code["name"])
    assert {"SE04", "E20"} == {code["code"] for code in matches}


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("did you mean DurationCodeType", ["DurationCode"]),
        ("did you mean PT1H (1 hour)?", ["DurationCodeType", "PT2H"]),
        ("no code list", ["xyzzy-nothing"]),
        ("no code list", ["--find", "xyzzy-nothing"]),
    ],
)
def test_unknown_words_get_a_hint(edielkit, words, arguments):
    """What is not there is status 2, with what is near."""
    ran = edielkit("codes", *arguments)

    assert 2 == ran.status
    assert words in ran.err


@pytest.mark.parametrize("command", ["codes", "rules", "explain"])
def test_a_code_that_comes_near(edielkit, command):
    """A mistyped code is answered with those that come near."""
    ran = edielkit(command, "EH0003")

    assert 2 == ran.status
    assert "did you mean EH003" in ran.err


@pytest.mark.parametrize("word", ["malepunkt", "leverandørbytte", "103", "EH003"])
def test_explain_looks_a_word_up(edielkit, word):
    """Codes and rules that it names, as text and as plain data."""
    assert "edielkit codes LIST CODE" in edielkit("explain", word).text
    assert edielkit("explain", word, "--json").plain["codes"]


def test_names_in_bokmal(edielkit):
    """What the standard has in English alone is translated, and said to be; words of both languages find it."""
    text = edielkit("codes", "Elhub_ResponseReasonCode", "E50", "--lang", "nb").text

    assert text.startswith("E50  Ugyldig periode\n")
    assert "på engelsk  Invalid period" in text
    assert "oversatt av edielkit" in text
    assert "DE  CountryCode  Tyskland / Germany" in edielkit("codes", "tyskland", "--lang", "nb").text
    assert "DE  CountryCode  Germany" in edielkit("codes", "tyskland").text
    assert "Oppnådd" not in edielkit("codes", "6063", "136").text
    assert "oppnådd mengde i perioden" in edielkit("codes", "6063", "--lang", "nb").text
