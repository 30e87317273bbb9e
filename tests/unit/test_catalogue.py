"""All rules of the package as one catalogue."""

from __future__ import annotations

import re

import pytest
from tests.support.paths import ROOT

import edielkit
from edielkit import catalogue
from edielkit.catalogue import every_rule, search, tables
from edielkit.findings import Severity, Trust

FAMILIES = {"BRS", "CHN", "CNV", "COD", "EDI", "EXC", "HUB", "IDN", "SER", "SYS", "XSD"}
_CODE = re.compile(r"BRS\d{3}(-[ABPR]?\d{2}(\d{2})?)?|[A-Z]{3}\d{3}")


def test_every_family_is_there_and_codes_are_unique():
    """Each part's rules are listed once, in order; no two parts have one code."""
    sizes = [len(each) for each in tables().values()]

    assert FAMILIES == {code[:3] for code in every_rule()}
    assert sum(sizes) == len(every_rule())
    assert sorted(every_rule()) == list(every_rule())


@pytest.mark.parametrize("rule", every_rule().values(), ids=lambda rule: rule.code)
def test_every_rule_has_code_title_source_and_trust(rule):
    """What a finding names can be looked up, and says where it comes from."""
    assert _CODE.fullmatch(rule.code)
    assert rule.title
    assert rule.source
    assert rule.trust in Trust
    assert rule.code[:3] == "HUB" or rule.text


@pytest.mark.parametrize(
    "rule",
    [rule for rule in every_rule().values() if rule.code[:3] in {"EXC", "CNV", "CHN", "SER", "BRS"}],
    ids=lambda rule: rule.code,
)
def test_only_a_sourced_rule_is_an_error(rule):
    """What is inferred or derived is a warning at most."""
    assert rule.severity is not Severity.ERROR or rule.trust is Trust.SOURCED


# what makes an input unreadable or is our own trouble: no document of the market has a sentence for it
WITHOUT_A_SENTENCE = {"EDI002", "EDI005", "EDI007", "EDI009", "SYS001"}


def test_errors_on_messages_without_a_sentence_of_their_own_are_few():
    """Over all families: an error is sourced, or is one of these; what is remembered is never one."""
    found = {
        each.code
        for each in every_rule().values()
        if each.severity is Severity.ERROR and each.trust is not Trust.SOURCED and each.code[:3] != "HUB"
    }

    assert found == WITHOUT_A_SENTENCE
    assert not [
        each.code
        for each in every_rule().values()
        if each.trust is Trust.MEMORY and each.severity is Severity.ERROR
    ]


def test_a_code_that_two_parts_use_is_refused(monkeypatch):
    """A second rule with a code that is taken does not get in."""
    one, other = every_rule()["EXC001"], every_rule()["EXC002"]
    monkeypatch.setattr(catalogue, "tables", lambda: {"a": {"EXC001": one}, "b": {"EXC001": other}})

    with pytest.raises(ValueError, match="EXC001 is taken"):
        every_rule.__wrapped__()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EXC004", "EXC004"),
        ("utvekslingspunkter", "EXC001"),
        ("registration time", "CNV013"),
        ("E87", "SER105"),
    ],
)
def test_words_lead_to_rules_of_every_part(text, code):
    """Code, reason and words are searched in all parts."""
    assert code in [each.code for each in search(text)]


def test_the_rule_of_every_finding_is_in_the_catalogue():
    """What the broken fixtures give is documented."""
    codes = {
        finding.code
        for path in (ROOT / "fixtures" / "broken").iterdir()
        if path.suffix != ".json"
        for finding in edielkit.validate(path.read_bytes())
    }

    assert len(codes) > 20
    assert codes <= set(every_rule())
