"""The registry of checks as a whole, what a check must have, and the tables behind it."""

from __future__ import annotations

import attrs
import pytest

from edielkit.findings import Severity, Trust
from edielkit.process_rules import Check, Scope, check_messages, checks
from edielkit.process_rules.data import addresses, every_combination, process_rows, processes, units
from edielkit.process_rules.rule_registry import by_code, checks_for


def test_every_check_says_why_wrong_and_right():
    """The documentation of a check has its three parts."""
    parts = [f"\n{word}: " for word in ("Why", "Wrong", "Right")]

    assert [] == [code for code in checks() if not all(part in checks()[code].rule.text for part in parts)]


def test_a_reason_is_a_code_of_its_agency():
    """EH codes are Elhub's (89), E codes are ebIX's (260), and the list has them."""
    from edielkit.codes import code_list

    for rule in (check.rule for check in checks().values() if check.rule.reason):
        assert ("89" if rule.reason.code.startswith("EH") else "260") == rule.reason.agency, rule.code
        assert rule.reason.code in code_list("Elhub_ResponseReasonCode"), rule.code


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"source": ""}, "no source"), ({"trust": Trust.INFERRED}, "a warning at most")],
)
def test_a_check_that_breaks_the_registrys_own_rules_is_refused(changes, words):
    """A missing source and an unsourced error make no check."""
    check = checks()["SER105"]

    with pytest.raises(ValueError, match=words):
        attrs.evolve(check, rule=attrs.evolve(check.rule, severity=Severity.ERROR, **changes))


def test_a_code_that_is_taken_is_refused():
    """Two checks with one code are no registry."""
    check = checks()["SER105"]

    assert {"SER105": check} == dict(by_code([check, check]))
    with pytest.raises(ValueError, match="SER105 is taken"):
        by_code([check, attrs.evolve(check, rows="14")])


@pytest.mark.parametrize(
    ("scope", "is_covered"),
    [
        (Scope(), True),
        (Scope(kinds=("CollectedData",)), True),
        (Scope(kinds=("Reminder",)), False),
        (Scope(brs=("313",)), True),
        (Scope(brs=("311",)), False),
        (Scope(not_kinds=("CollectedData",)), False),
        (Scope(not_brs=("313",)), False),
        (Scope(besides=(("CollectedData", "311"),)), True),
        (Scope(besides=(("CollectedData", "313"),)), False),
        (Scope(where=lambda kind, brs: kind == brs), False),
    ],
)
def test_a_scope_names_messages_and_processes(scope, is_covered):
    """Each of its parts asks for something, an empty one for nothing."""
    assert is_covered is scope.covers("CollectedData", "313")


def test_the_checks_of_a_message_are_those_whose_scope_covers_it():
    """The look-up by message and process leaves nothing out and keeps the order."""
    for kind, brs in (("CollectedData", "313"), ("RequestStartOfSupply", "101"), ("NoSuchMessage", "")):
        covering = [check for check in checks().values() if check.scope.covers(kind, brs)]

        assert covering == list(checks_for(kind, brs))


def test_every_check_of_a_rule_module_is_registered():
    """The modules of this room that hold checks are the ones that the registry reads."""
    from importlib import import_module
    from pkgutil import iter_modules

    import edielkit.process_rules

    names = [
        f"edielkit.process_rules.{module.name}" for module in iter_modules(edielkit.process_rules.__path__)
    ]
    declared = {
        value.rule.code: value
        for name in names
        for value in vars(import_module(name)).values()
        if isinstance(value, Check)
    }

    assert len(declared) > 50
    assert all(checks()[code] is check for code, check in declared.items())


def test_tables_speak_of_codes_that_exist():
    """Messages, document types, roles, processes and products of the tables are those of the standard."""
    from edielkit.codes import code_list
    from edielkit.emif.messages import MESSAGES

    kinds, brs = (
        set(MESSAGES),
        {code.removeprefix("BRS-NO-") for code in code_list("BRSIdentification").codes},
    )
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
