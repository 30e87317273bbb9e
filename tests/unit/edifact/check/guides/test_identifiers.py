"""Identifiers on the EDIFACT wire: which kind stands where, and how much a wrong one weighs."""

from __future__ import annotations

import pytest
from tests.support.edifact_messages import interchange, message

import edielkit
from edielkit.edifact.check.guides.guide_files import identifier_rows
from edielkit.edifact.check.guides.identifiers import identifier_places
from edielkit.edifact.check.interchanges import check
from edielkit.edifact.profiles import PROFILES
from edielkit.findings import Severity, Trust
from edielkit.identifiers import KINDS, RULES

E, W = Severity.ERROR, Severity.WARNING
QUALIFIERS = {"no": "14", "se": "ZZ", "dk": "14", "de": "500", "ch": "500"}
HEADS = {
    "MSCONS": "UNH+1+MSCONS:D:96A:ZZ:EDIEL2'BGM+7+M1+9'DTM+137:202602010500:203'",
    "UTILTS": "UNH+1+UTILTS:D:02B:UN:E5SE5A'BGM+E66::260+M1+9+AB'DTM+137:202602010500:203'IDE+24+T1'",
    "PRODAT": "UNH+1+PRODAT:D:97A:UN:E2SE6A'BGM+Z03+M1+9+AB'DTM+137:202602010500:203'",
}

# profile, message type, segment, what is found
CASES = [
    ("no", "MSCONS", "LOC+90+707057500000000018", []),
    ("no", "MSCONS", "LOC+90+707057500000000019", [("IDN002", W)]),
    ("no", "MSCONS", "LOC+90+707057500000000019::ZZZ", [("IDN002", W)]),
    ("no", "MSCONS", "LOC+90+HELLO", []),
    ("se", "UTILTS", "LOC+172+735999000000001233", [("IDN002", W)]),
    ("no", "MSCONS", "LOC+90+707057500012345671::9", []),
    ("no", "MSCONS", "LOC+90+707057500012345672::9", [("IDN002", W)]),
    ("no", "MSCONS", "LOC+90+70705750001234567::9", [("IDN001", E)]),
    ("no", "MSCONS", "LOC+90+7070575000 12345671::9", [("IDN001", E)]),
    ("no", "MSCONS", "LOC+90+70705750001234567A::9", [("IDN001", E)]),
    ("no", "MSCONS", "LOC+172+707057500012345672::9", [("IDN002", W)]),
    ("no", "MSCONS", "LOC+90+707057500012345672::89", []),
    ("no", "MSCONS", "LOC+105+NO1::SM", []),
    ("no", "MSCONS", "LOC+239+10YNO-1--------2::305", []),
    ("no", "MSCONS", "LOC+239+10YNO-1--------3::305", [("IDN006", W)]),
    ("no", "MSCONS", "LOC+239+10yno-1--------2::305", [("IDN005", E)]),
    ("no", "MSCONS", "NAD+FR+7080000000012::9", []),
    ("no", "MSCONS", "NAD+FR+7080000000013::9", [("IDN004", W)]),
    ("no", "MSCONS", "NAD+DO+708000000001::9", [("IDN003", E)]),
    ("no", "MSCONS", "NAD+DDQ+7080 000000012::9", [("IDN003", E)]),
    ("no", "MSCONS", "NAD+FR+10XNO-1--------2::305", [("IDN006", W)]),
    ("no", "MSCONS", "NAD+FR+123456785:NO3:82", []),
    ("no", "MSCONS", "NAD+FR+123456786:NO3:82", [("IDN009", W)]),
    ("no", "MSCONS", "NAD+FR+12345678:NO3:82", [("IDN008", E)]),
    ("se", "UTILTS", "LOC+172+735999000000001232::9", []),
    ("se", "UTILTS", "LOC+172+735999000000001233::9", [("IDN002", E)]),
    ("se", "UTILTS", "LOC+172+73599900000000123::9", [("IDN001", E)]),
    ("se", "UTILTS", "LOC+172+ABC-1234::89", []),
    ("se", "PRODAT", "LIN+1++735999000000001232:::9", []),
    ("se", "PRODAT", "LIN+1++735999000000001233:::9", [("IDN002", E)]),
    ("se", "PRODAT", "LIN+1++7359990000000012:::9", [("IDN001", E)]),
    ("se", "PRODAT", "RFF+Z07:735999000000001233", [("IDN002", W)]),
    ("se", "PRODAT", "RFF+Z07:AB 12", []),
    ("se", "PRODAT", "NAD+IT+735999000000001233::9", [("IDN002", W)]),
    ("de", "MSCONS", "LOC+172+51238696781", []),
    ("de", "MSCONS", "LOC+172+51238696782", [("IDN015", W)]),
    ("de", "MSCONS", "LOC+172+5123869678", [("IDN014", E)]),
    ("de", "MSCONS", "LOC+172+5123869678O", [("IDN014", E)]),
    ("de", "MSCONS", "LOC+172+DE0001234567890123456789012345678", []),
    ("de", "MSCONS", "LOC+172+DE000123456789012345678901234567", [("IDN016", E)]),
    ("de", "MSCONS", "LOC+172+E1234567890", []),
    ("de", "UTILTS", "RFF+Z19:DE0001234567890123456789012345678", []),
    ("de", "UTILTS", "RFF+Z19:DE000123456789012345678901234567", [("IDN016", W)]),
    ("de", "UTILTS", "RFF+Z19:de0001234567890123456789012345678", [("IDN016", W)]),
    ("de", "UTILTS", "RFF+Z23:1", []),
    ("de", "MSCONS", "LOC+107+12XTEST-A------7", []),
    ("de", "MSCONS", "LOC+107+12XTEST-A------8", [("IDN006", W)]),
    ("de", "MSCONS", "LOC+237+12XTEST-A------8+12XTEST-A------7", [("IDN006", W)]),
    ("de", "MSCONS", "LOC+237+12XTEST-A------7+12XTEST-A------8", [("IDN006", W)]),
    ("de", "MSCONS", "LOC+107+4711", []),
    ("de", "MSCONS", "LOC+172+707057500012345671", [("IDN014", W)]),
    ("de", "MSCONS", "LOC+172+707057500012345672", [("IDN014", E)]),
    ("de", "MSCONS", "NAD+MS+9900000010002::293", []),
    ("de", "MSCONS", "NAD+MS+9900000010003::293", [("IDN018", W)]),
    ("de", "MSCONS", "NAD+MS+990000001000::332", [("IDN017", E)]),
    ("de", "MSCONS", "NAD+MR+4012345678901::9", []),
    ("ch", "MSCONS", "LOC+172+CH0012345678901234567890123456789", []),
    ("ch", "MSCONS", "LOC+172+CH001234567890123456789012345678", [("IDN016", W)]),
    ("ch", "MSCONS", "LOC+172+::87:CH001234567890123456789012345678", [("IDN016", W)]),
    ("ch", "MSCONS", "NAD+MS+12XTEST-A------7::293", []),
    ("ch", "MSCONS", "NAD+MS+12XTEST-A------8::293", [("IDN006", W)]),
]


def identifier_findings(data, profile=None):
    """Return the findings about identifiers."""
    report = check(data, level="codes", profile=profile)
    return [finding for finding in report.findings if finding.code.startswith("IDN")]


@pytest.mark.parametrize(("profile", "kind", "segment", "expected"), CASES)
def test_what_a_place_says_of_its_identifier(profile, kind, segment, expected):
    """Form and check digit are looked at by agency, with the weight that the market gives them."""
    data = interchange(message(segment + "'", unh=HEADS[kind]), unb="UNB+UNOC:3+A:ZZ+B:ZZ+260201:0500+R1'")

    findings = identifier_findings(data, profile)

    assert expected == [(finding.code, finding.severity) for finding in findings]
    assert all(finding.position.segment.startswith(segment[:3]) for finding in findings)


@pytest.mark.parametrize(
    ("profile", "sender", "expected"),
    [
        ("no", "7080000000012:14", []),
        ("no", "7080000000013:14", [("IDN004", W)]),
        ("no", "708000000001:14", [("IDN003", E)]),
        ("no", "123456786:82", [("IDN009", W)]),
        ("se", "10001:14", [("IDN003", W)]),
        ("se", "10001:ZZ", []),
        ("de", "9900000010003:500", [("IDN018", W)]),
        ("de", "9800000000005:502", []),
        ("de", "980000000000:502", [("IDN017", E)]),
        ("ch", "12XTEST-A------8:500", [("IDN006", W)]),
    ],
)
def test_parties_of_the_interchange(profile, sender, expected):
    """UNB says by the qualifier which kind it is; sender and recipient are looked at, once for all messages."""
    messages = [message(unh=HEADS["MSCONS"].replace("UNH+1", f"UNH+{n}"), reference=str(n)) for n in (1, 2)]
    ways = (f"{sender}+B:ZZ", f"B:ZZ+{sender}")

    for way in ways:
        findings = identifier_findings(
            interchange(*messages, unb=f"UNB+UNOC:3+{way}+260201:0500+R1'"), profile
        )
        assert expected == [(f.code, f.severity) for f in findings if f.position.segment.startswith("UNB")]


def test_a_wrong_point_is_refused_in_sweden_with_field_and_transaction():
    """The finding names the transaction and its path; APERAK can answer 42 with field 209."""
    body = "LOC+172+735999000000001233::9'"
    (finding,) = identifier_findings(interchange(message(body, unh=HEADS["UTILTS"])), "se")

    assert ("42/260", "T1") == (str(finding.reason), finding.payload)
    assert "SG5[1]/LOC[1]" == finding.position.path
    assert "209" == finding.rule.field
    assert "LOC/2/1" == finding.position.segment


def test_agencies_count_without_a_market():
    """Where nothing tells the market, what GS1 or the EIC office issues is looked at all the same."""
    assert {"UNB", "NAD", "LOC"} == set(identifier_places("", "MSCONS"))


def test_the_table_names_what_exists():
    """Each row has kinds, markets, sources and weights that are known; only a sourced row is an error."""
    file = identifier_rows()
    for row in file.rows:
        assert {*row["kinds"].split(), *row["foreign"].split()} <= set(KINDS)
        assert row["profile"] in {"*", *PROFILES}
        assert file.head_text(row["source"])
        assert Trust(row["trust"]) is Trust.SOURCED or "error" not in {row["form"], row["check"]}
        assert bool(row["reason"]) == bool(row["agency"])


def test_no_identifier_is_repeated():
    """A point may be a person's: its digits stand in no finding."""
    data = interchange(message("LOC+90+707057500012345672::9'NAD+FR+7080000000013::9'", unh=HEADS["MSCONS"]))
    assert not [
        f for f in edielkit.validate(data).findings if "70705750001" in f.message or "70800000" in f.message
    ]


def test_every_rule_of_this_wire_is_met():
    """The cases above break each rule that rows of the table can break."""
    kinds = {kind for row in identifier_rows().rows for kind in row["kinds"].split()}
    assert {"gsrn", "gln", "eic", "malo", "melo", "mp_id", "organisation_number"} == kinds
    assert {code for *_, expected in CASES for code, _ in expected} <= set(RULES)
