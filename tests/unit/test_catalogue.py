"""All rules of the package as one catalogue."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from tests.support.paths import FIXTURES, ROOT

import edielkit
from edielkit import catalogue
from edielkit.catalogue import checks, get, rules, search, tables
from edielkit.findings import Reason, Rule, Severity, Trust

FAMILIES = {"BRS", "CHN", "CNV", "COD", "EDI", "EXC", "GDE", "HUB", "IDN", "SER", "SYS", "TAB", "XSD"}
_CODE = re.compile(r"BRS\d{3}(-[ABPR]?\d{2}(\d{2})?)?|[A-Z]{3}\d{3}")


def test_every_family_is_there_and_codes_are_unique():
    """Each part's rules are listed once, in order; no two parts have one code."""
    sizes = [len(table) for table in tables().values()]

    assert FAMILIES == {code[:3] for code in rules()}
    assert sum(sizes) == len(rules())
    assert sorted(rules()) == list(rules())


def test_every_rule_has_code_title_source_and_trust():
    """What a finding names can be looked up, and says where it comes from."""
    for rule in rules().values():
        assert _CODE.fullmatch(rule.code), rule
        assert rule.title, rule.code
        assert rule.source, rule.code
        assert rule.trust in Trust, rule.code
        assert rule.code[:3] == "HUB" or rule.text, rule.code


def test_only_a_sourced_rule_is_an_error():
    """What is inferred or derived is a warning at most; a limit of our own, such as the form of our own file, is none of these."""
    errors = [rule for rule in rules().values() if rule.severity is Severity.ERROR]
    families = {"EXC", "CNV", "CHN", "SER", "BRS"}

    assert [] == [
        rule.code
        for rule in errors
        if rule.code[:3] in families and rule.trust not in {Trust.SOURCED, Trust.LIMIT}
    ]


def test_a_code_that_two_parts_use_is_refused(monkeypatch):
    """A second rule with a code that is taken does not get in."""
    tables = {"a": {"EXC001": rules()["EXC001"]}, "b": {"EXC001": rules()["EXC002"]}}
    monkeypatch.setattr(catalogue, "tables", lambda: tables)

    with pytest.raises(ValueError, match="EXC001 is taken"):
        rules.__wrapped__()


@pytest.mark.parametrize("code", ["ser105", " SER105 ", "SER105"])
def test_get_takes_any_case(code):
    """A rule is found whatever the case of its code."""
    assert Reason("E87", "260") == get(code).reason


def test_get_names_codes_that_come_near():
    """A code that is none gets a hint."""
    with pytest.raises(KeyError, match=r"did you mean .*SER115"):
        get("SER150")


@pytest.mark.parametrize("text", ["", "  ", "no such thing at all"])
def test_search_finds_nothing(text):
    """Nothing is found by nothing, and by what is nowhere."""
    assert () == search(text)


def test_what_checks_messages_is_what_is_listed():
    """The rule of a check is the very rule of the catalogue."""
    assert all(rules()[code] is check.rule for code, check in checks().items())
    assert isinstance(get("BRS121-08"), Rule)


_THREADS = """
import collections, datetime, sys, threading
import edielkit
from pathlib import Path

data = Path(sys.argv[1]).read_bytes()
outcomes, barrier = collections.Counter(), threading.Barrier(8)

def validate():
    barrier.wait()
    try:
        report = edielkit.validate(data, now=datetime.datetime(2026, 3, 30, 6, 30, tzinfo=datetime.UTC))
        outcomes[f"{report.verdict.value} {len(report.not_checked)}"] += 1
    except Exception as error:
        outcomes[repr(error)] += 1

threads = [threading.Thread(target=validate) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*outcomes.items())
"""


@pytest.mark.parametrize("name", ["emif/metering/CollectedData.xml", "edifact/mscons-no-spring-23-hours.edi"])
def test_the_first_use_from_many_threads(name):
    """Eight threads of a fresh interpreter that validate at the same instant get the same report."""
    ran = subprocess.run(
        [sys.executable, "-c", _THREADS, str(FIXTURES / name)], capture_output=True, text=True, check=True
    )

    assert re.fullmatch(r"\('accepted \d', 8\)\n", ran.stdout), ran.stdout


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EXC004", "EXC004"),
        ("utvekslingspunkter", "EXC001"),
        ("registration time", "CNV013"),
        ("E87", "SER105"),
        ("EH075", "SER101"),
        ("clock changes", "SER105"),
        ("well-formed", "XSD001"),
    ],
)
def test_words_lead_to_rules_of_every_part(text, code):
    """Code, reason and words are searched in all parts."""
    assert code in [rule.code for rule in search(text)]


def test_the_rule_of_every_finding_is_in_the_catalogue():
    """What the broken fixtures give is documented."""
    codes = {
        finding.code
        for path in (ROOT / "fixtures" / "broken").iterdir()
        if path.suffix != ".json"
        for finding in edielkit.validate(path.read_bytes())
    }

    assert len(codes) > 20
    assert codes <= set(rules())
