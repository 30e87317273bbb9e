"""The registry of rules as a whole, and each of its doors."""

from __future__ import annotations

import re

import pytest

from edielkit import compressed, identifiers
from edielkit.codes import rules as codes
from edielkit.edifact import rules as edifact
from edielkit.emif import rules as xml
from edielkit.findings import Reason, Rule, Severity, Trust
from edielkit.process_rules import check, check_messages, checks, declare, get, rules, search
from edielkit.process_rules.data import addresses, every_combination, process_rows, processes, units

_CODE = re.compile(
    r"BRS0\d\d|BRS\d{3}-[ABPR]?\d{2}(\d{2})?|SER1\d\d|CHN0\d\d"
    r"|(XSD|COD|EDI|IDN|SER|SYS)\d{3}"
)


@pytest.mark.parametrize("each", rules().values(), ids=lambda r: r.code)
def test_every_rule_is_documented_and_sourced(each):
    """A rule has a permanent code, a title, a source and words on what is right and wrong."""
    assert _CODE.fullmatch(each.code)
    assert each.title
    assert each.source
    assert each.text


@pytest.mark.parametrize("code", checks())
def test_every_check_says_why_wrong_and_right(code):
    """The documentation of a check has its three parts."""
    text = check(code).rule.text

    assert all(f"\n{word}: " in text for word in ("Why", "Wrong", "Right"))


@pytest.mark.parametrize("each", [c.rule for c in checks().values()], ids=lambda r: r.code)
def test_only_a_sourced_rule_is_an_error(each):
    """What is inferred or derived is a warning at most."""
    assert each.severity is not Severity.ERROR or each.trust is Trust.SOURCED


@pytest.mark.parametrize("each", [c.rule for c in checks().values() if c.rule.reason], ids=lambda r: r.code)
def test_a_reason_is_a_code_of_its_agency(each):
    """EH codes are Elhub's (89), E codes are ebIX's (260), and the list has them."""
    from edielkit.codes import code_list

    assert ("89" if each.reason.code.startswith("EH") else "260") == each.reason.agency
    assert each.reason.code in code_list("Elhub_ResponseReasonCode")


def test_codes_are_unique_over_all_families():
    """No two families have one code."""
    tables = (compressed.RULES, edifact.RULES, xml.RULES, identifiers.RULES, codes.RULES, checks())

    assert sum(map(len, tables)) == len(rules())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": "SER105"}, "taken"),
        ({"source": ""}, "no source"),
        ({"trust": Trust.INFERRED}, "a warning at most"),
    ],
)
def test_a_rule_that_breaks_the_registrys_own_rules_is_refused(changes, words):
    """A code that is taken, a missing source and an unsourced error do not get in."""
    checks()
    given = {"code": "BRS099", "title": "t", "severity": Severity.ERROR, "source": "s", **changes}

    with pytest.raises(ValueError, match=words):
        declare.rule(
            given["code"],
            title=given["title"],
            severity=given["severity"],
            source=given["source"],
            trust=given.get("trust", Trust.SOURCED),
        )(lambda _: iter(()))


@pytest.mark.parametrize("code", ["ser105", " SER105 ", "SER105"])
def test_get_takes_any_case(code):
    """A rule is found whatever the case of its code."""
    assert Reason("E87", "260") == get(code).reason


def test_get_names_codes_that_come_near():
    """A code that is none gets a hint."""
    with pytest.raises(KeyError, match="SER115"):
        get("SER150")


@pytest.mark.parametrize(
    ("text", "code"),
    [("SER105", "SER105"), ("EH075", "SER101"), ("clock changes", "SER105"), ("well-formed", "XSD001")],
)
def test_search_finds_by_code_reason_and_words(text, code):
    """The code, the market's reason and the words of a rule lead to it."""
    assert code in [each.code for each in search(text)]


@pytest.mark.parametrize("text", ["", "  ", "no such thing at all"])
def test_search_finds_nothing(text):
    """Nothing is found by nothing, and by what is nowhere."""
    assert () == search(text)


def test_checks_are_rules_of_the_catalogue():
    """What judges is what is listed."""
    assert all(rules()[code] is each.rule for code, each in checks().items())
    assert isinstance(get("BRS121-08"), Rule)


def test_tables_speak_of_codes_that_exist():
    """Messages, document types, roles, processes and products of the tables are those of the standard."""
    from edielkit.codes import code_list
    from edielkit.emif.declare import load

    kinds, brs = set(load()), {code.removeprefix("BRS-NO-") for code in code_list("BRSIdentification").codes}
    roles, types = code_list("Elhub_BusinessProcessRole"), code_list("Elhub_DocumentType")

    for (kind, process), rows in every_combination().items():
        assert kind in kinds
        assert process == "*" or process in brs
        assert all(role == "*" or role in roles for row in rows for role in row.roles)
        for row in rows:
            assert row.document_type == "?" or types[row.document_type].agency == row.agency
    assert set(code_list("Elhub_ProductIdentifierCode").codes) == set(units())


def test_every_process_of_the_standard_has_its_line():
    """No process is left out of what is said to be known and unknown."""
    from edielkit.codes import code_list

    listed = [row["brs"] for row in processes()]
    codes = {code.removeprefix("BRS-NO-") for code in code_list("BRSIdentification").codes}

    assert len(set(listed)) == len(listed)
    assert codes <= set(listed)


def test_rows_name_pages_that_are_listed():
    """Each row's source is a page of the address list, and each page is some row's source."""
    assert {row["source"] for row in process_rows()} | {"213"} == set(addresses())


def test_judge_refuses_what_it_cannot_use():
    """A naive time and an unknown level are the caller's mistakes."""
    import datetime as dt

    with pytest.raises(ValueError, match="aware"):
        check_messages([], now=dt.datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="level"):
        check_messages([], level="schema")
