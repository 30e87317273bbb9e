"""The command rules: all, some, one, none."""

from __future__ import annotations

import pytest

from edielkit.catalogue import rules


def test_all_rules_are_listed(edielkit):
    """Those of the registry, of series in EDIFACT, of exchange points, of conversion and of the hub."""
    plain = edielkit("rules", "--json").plain
    codes = [rule["code"] for rule in plain]

    assert sorted(codes) == codes
    assert set(rules()) <= set(codes)
    assert {
        "SER006",
        "EXC001",
        "CNV013",
        "CNV111",
        "HUB001",
        "EDI027",
        "XSD020",
        "IDN001",
        "COD001",
        "SYS010",
    } <= set(codes)
    assert len(set(codes)) == len(codes)
    assert all(rule["title"] and rule["source"] and rule["trust"] for rule in plain)


def test_one_rule_with_its_documentation(edielkit):
    """Title, severity, reason, trust, source and text; case does not matter."""
    ran = edielkit("rules", "ser105")

    assert 0 == ran.status
    for words in ("SER105", "E87/260", "sourced", "Wrong:", "Right:"):
        assert words in ran.text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["EH075"], "SER101"),
        (["EXC"], "EXC040"),
        (["utvekslingspunkter"], "EXC001"),
        (["--find", "without sign"], "EXC011"),
        (["CNV1"], "CNV111"),
        (["HUB003"], "EH003"),
        (["EH075/89"], "SER101"),
        (["BRS313"], "BRS313-02"),
        (["--find", "sum of the quantities"], "EDI059"),
        (["well-formed"], "XSD001"),
        (["--severity", "info"], "EDI003"),
        (["--trust", "inferred", "--find", "EH011"], "BRS"),
    ],
)
def test_rules_are_found(edielkit, arguments, code):
    """By reason, by the beginning of a code, by words, by severity and trust."""
    ran = edielkit("rules", *arguments)

    assert 0 == ran.status
    assert code in ran.text


def test_a_filter_holds_for_each(edielkit):
    """Only what was asked for is listed."""
    plain = edielkit("rules", "--severity", "warning", "--trust", "derived", "--json").plain

    assert {("warning", "derived")} == {(rule["severity"], rule["trust"]) for rule in plain}


def test_a_code_that_is_none_says_what_is_near(edielkit):
    """Status 2, with the nearest codes."""
    ran = edielkit("rules", "XSD0200")

    assert 2 == ran.status
    assert "did you mean XSD020" in ran.err
