"""The findings about identifiers, and their rules as a whole."""

import pytest

from edielkit.findings import Position, Severity, Trust
from edielkit.identifiers import CHECK_DIGIT_RULES, END_USER_SCHEMES, KINDS, RULES, findings

AT = Position(path="/Header/Identification", line=3)

CASES = [
    ("gsrn", "707057500012345671", []),
    ("gsrn", "707057500012345678", ["IDN002"]),
    ("gsrn", "7070 5750 0012 3456 71", ["IDN001"]),
    ("gsrn", "070575000123456718", ["IDN001"]),
    ("gln", "7080000000012", []),
    ("gln", "7080000000013", ["IDN004"]),
    ("gln", "708000000001", ["IDN003"]),
    ("gln", "0012345000003", ["IDN013"]),
    ("gln", "0012345000004", ["IDN013", "IDN004"]),
    ("eic", "99XTEST-PARTY-13", []),
    ("eic", "99XTEST-PARTY-14", ["IDN006"]),
    ("eic", "99XTEST-PARTY-1", ["IDN005"]),
    ("grid_area", "42YTEST-AREA-014", []),
    ("grid_area", "42YTEST-AREA-015", ["IDN006"]),
    ("grid_area", "99XTEST-PARTY-13", ["IDN007"]),
    ("grid_area", "MGA-010000001000", ["IDN007", "IDN006"]),
    ("grid_area", "42ytest-area-014", ["IDN005"]),
    ("organisation_number", "123456785", []),
    ("organisation_number", "123456786", ["IDN009"]),
    ("organisation_number", "12345678", ["IDN008"]),
    ("birth_number", "32819000181", []),
    ("birth_number", "32819000182", ["IDN011"]),
    ("birth_number", "328190 00181", ["IDN010"]),
    ("uuid", "1f0c2a5e-7a54-4d0e-9a07-2f5b1c9d3e68", []),
    ("uuid", "1F0C2A5E-7A54-4D0E-9A07-2F5B1C9D3E68", ["IDN012"]),
    ("malo", "51238696781", []),
    ("malo", "51238696782", ["IDN015"]),
    ("malo", "5123869678", ["IDN014"]),
    ("malo", "5123869 781", ["IDN014"]),
    ("melo", "DE0001234567890123456789012345678", []),
    ("melo", "DE000123456789012345678901234567", ["IDN016"]),
    ("melo", "DE0001234567 90123456789012345678", ["IDN016"]),
    ("mp_id", "9900000000003", []),
    ("mp_id", "9900000000013", ["IDN018"]),
    ("mp_id", "990000000000", ["IDN017"]),
]


@pytest.mark.parametrize(("kind", "text", "expected"), CASES)
def test_findings(kind, text, expected):
    """Each fault of form or check digit has its own code, at the place, without the identifier."""
    reported = list(findings(kind, text, AT, payload="p1"))

    assert expected == [finding.code for finding in reported]
    assert all(AT == finding.position and "p1" == finding.payload for finding in reported)
    assert not [finding for finding in reported if text[:6] in finding.message]


def test_every_rule_is_tried():
    """The table above breaks every rule and keeps every rule."""
    assert set(RULES) == {code for _, _, codes in CASES for code in codes}
    assert set(KINDS) == {kind for kind, _, codes in CASES if not codes}


def test_the_check_digit_can_be_left_alone():
    """With the check off a wrong check digit is no finding, a wrong form still is."""
    assert [] == list(findings("birth_number", "32819000182", AT, check=False))
    assert ["IDN010"] == [finding.code for finding in findings("birth_number", "3", AT, check=False)]


@pytest.mark.parametrize("code", sorted(RULES))
def test_rules_are_complete(code):
    """Each rule has a title, a source, a reason and an example; only a sourced rule is an error."""
    rule = RULES[code]

    assert code == rule.code
    assert rule.title
    assert rule.source
    assert all(word in rule.text for word in ("Why:", "Wrong:", "Right:"))
    assert "\n    " not in rule.text
    assert Trust.SOURCED is rule.trust or Severity.WARNING is rule.severity


def test_check_digits_only_warn():
    """No published rule refuses a wrong check digit, so none is an error."""
    checks = {rule.code for rule in RULES.values() if rule.title.startswith("the check")}

    assert checks == CHECK_DIGIT_RULES
    assert 7 == len(checks)
    assert {Severity.WARNING} == {RULES[code].severity for code in checks}


def test_end_users_are_checked_by_their_register():
    """The scheme agency of an end user says which kind of number it is."""
    assert {"82": "organisation_number", "Z01": "birth_number"} == dict(END_USER_SCHEMES)
    assert set(END_USER_SCHEMES.values()) <= set(KINDS)


def test_an_unknown_kind_is_the_callers_mistake():
    """A kind that does not exist raises at the first look."""
    with pytest.raises(KeyError):
        next(findings("ssn", "1", AT))
