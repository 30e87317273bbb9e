"""The rules of exchange points and the statements that they come from."""

from __future__ import annotations

import re

import pytest
from tests.support.paths import ROOT

from edielkit.catalogue import rules
from edielkit.exchange import RULES
from edielkit.findings import Severity, Trust

_PAGE = (ROOT / "docs/explanation/exchange-points.md").read_text("utf-8")
_ROWS = re.findall(r"^\| (X\d+) \| (.+?) \| (.+) \|$", _PAGE, re.MULTILINE)


def test_rules_has_its_words_and_its_weight():
    """Each rule has a source and says why, wrong and right; what no source states is never an error."""
    for rule in RULES.values():
        assert rule.source
        assert all(word in rule.text for word in ("Why: ", "Wrong: ", "Right: ")), rule.code
        assert rule.severity is not Severity.ERROR or rule.trust in {Trust.SOURCED, Trust.LIMIT}, rule.code


def test_each_statement_of_the_exchange_page_has_its_row():
    """X1 to X16 are found in the explanation, in order, each with a code, an operation or the reason for none."""
    assert [f"X{n}" for n in range(1, 17)] == [name for name, _, _ in _ROWS]
    assert all(re.search(r"[A-Z]{3}\d{3}|`\w+`|no rule", row) for _, _, row in _ROWS)


def test_the_rows_name_rules_that_exist_and_all_of_them():
    """Every code of the page is a rule, and every rule on exchange points stands on the page."""
    named = set(re.findall(r"\b[A-Z]{3}\d{3}(?:-\d{2})?", _PAGE))

    assert named <= set(rules())
    assert set(RULES) - {"EXC090"} <= named


@pytest.mark.parametrize(
    ("name", "code"), [(n, c) for n, _, row in _ROWS for c in re.findall(r"EXC\d{3}", row)]
)
def test_a_rule_names_the_statement_that_it_comes_from(name, code):
    """The source of a rule names its X number, where the statement is its source and not only its company."""
    beside = {
        ("X1", "EXC002"),
        ("X8", "EXC008"),
        ("X12", "EXC009"),
        ("X13", "EXC013"),
        ("X15", "EXC009"),
        ("X15", "EXC019"),
    }

    assert (name, code) in beside or re.search(rf"\b{name}\b", RULES[code].source)
