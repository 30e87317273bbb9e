"""Findings about codes: unknown ones, ones of another version, ones under the wrong agency."""

import pytest

from edielkit.codes import code_list
from edielkit.codes.lists import Code, CodeList
from edielkit.codes.rules import RULES, agency_findings, code_findings, findings
from edielkit.findings import Position, Reason, Severity, Trust

AT = Position(path="/Header/DocumentType", line=4)


CASES = [
    ("Elhub_DocumentType", "E66", "2.3", "260", []),
    ("Elhub_DocumentType", "E66", "2.3", "6", [("COD003", Severity.ERROR, Reason("EH025", "89"))]),
    ("Elhub_BusinessProcessRole", "SLR", "2.4.3", "6", [("COD003", Severity.ERROR, Reason("EH025", "89"))]),
    ("Elhub_BusinessProcessRole", "QRY", "2.4.3", "89", [("COD003", Severity.WARNING, None)]),
    ("Elhub_SettlementMethodCode", "E02", "2.3", "89", [("COD003", Severity.WARNING, None)]),
    ("Elhub_ProductIdentifierCode", "4700000000302", "2.3", "9", [("COD003", Severity.WARNING, None)]),
    ("DirectionType", "In", "2.3", "89", []),
    ("ProductionCode", "B18", "2.3", "89", [("COD002", Severity.ERROR, None)]),
    ("ProductionCode", "B18", "2.4.3", "89", []),
    ("ProductionCode", "B18", None, None, []),
    ("RequestCategory", "GAP_GRID", "2.3", None, []),
    ("RequestCategory", "GAP_METER", "2.3", None, [("COD001", Severity.WARNING, None)]),
    ("Elhub_DocumentType", "E6", "2.3", "6", [("COD001", Severity.WARNING, None)]),
    ("MPTaxationProfile/ConsumptionCode", "37", None, None, [("COD001", Severity.INFO, None)]),
]


@pytest.mark.parametrize(("name", "value", "version", "agency", "expected"), CASES)
def test_findings(name, value, version, agency, expected):
    """An unknown code, a code of another version and a wrong agency each have a rule."""
    reported = list(findings(name, value, AT, version=version, agency=agency, payload="p1"))

    assert expected == [(finding.code, finding.severity, finding.reason) for finding in reported]
    assert all(finding.position == AT and finding.payload == "p1" for finding in reported)


def test_every_rule_is_tried():
    """The table above breaks every rule."""
    assert set(RULES) == {code for *_, expected in CASES for code, _, _ in expected}


@pytest.mark.parametrize(
    ("expected", "name", "value", "version"),
    [
        (
            "RequestCategory has no code 'GAP_METER', did you mean GAP_METERING (Metering values)",
            "RequestCategory",
            "GAP_METER",
            None,
        ),
        ("Elhub_UnitType has no code 'x'", "Elhub_UnitType", "x", None),
        (
            "B18 (Wind offshore) of ProductionCode is not in version 2.3, expected 2.4.3, EI-270 or EI-1763",
            "ProductionCode",
            "B18",
            "2.3",
        ),
    ],
)
def test_messages(expected, name, value, version):
    """A finding says what was found and what would be right."""
    (finding,) = code_findings(code_list(name), value, AT, version=version)

    assert expected == finding.message


def test_agency_messages():
    """A wrong agency is named with the right one, beside the attribute that holds it."""
    (finding,) = agency_findings(code_list("Elhub_ProductIdentifierCode"), "4700000000302", "9", AT)

    assert (
        "schemeAgencyIdentifier of 4700000000302 (Virtual gross (kWh)) is '9', expected '89'"
        == finding.message
    )


def test_foreign_text_is_shown_in_part():
    """An endless code does not make an endless message."""
    (finding,) = findings("RequestCategory", "y" * 10**6, AT)

    assert len(finding.message) < 120


def test_a_code_in_no_version_says_so():
    """A list may know a code that no version enumerates."""
    codes = CodeList(
        name="L",
        wire="emif",
        title="l",
        source="s",
        codes={"1": Code(value="1", versions=("2.3",)), "2": Code(value="2")},
    )

    assert [
        "2 of L is not in version 2.3, expected no version that enumerates it",
    ] == [finding.message for finding in code_findings(codes, "2", AT, version="2.3")]


@pytest.mark.parametrize("code", sorted(RULES))
def test_rules_are_complete(code):
    """Each rule has a title, a source, a reason and an example; only a sourced rule is an error."""
    rule = RULES[code]

    assert code == rule.code
    assert rule.title
    assert rule.source
    assert all(word in rule.text for word in ("Why:", "Wrong:", "Right:"))
    assert Trust.SOURCED is rule.trust or Severity.WARNING is rule.severity
