"""What other rooms ask of the rows of guides; the kind of document and the application reference of a German case."""

from __future__ import annotations

import pytest
from tests.support.edifact_build import build, day, wrap

import edielkit
from edielkit.edifact.check.guides import only_code, settles_segment, speaks_of
from edielkit.edifact.write.writer import interchange_to_bytes
from edielkit.findings import Severity

CASES = {
    # case: document code, application reference; how a wrong code weighs
    "13005": ("Z15", "TL"),
    "13013": ("Z24", "EM"),
    "13016": ("Z28", "EM"),
    "13018": ("7", "TL"),
    "13019": ("7", "EM"),
    "13022": ("Z45", "TL"),
    "13025": ("Z48", "TL"),
    "13028": ("Z85", ""),
}


@pytest.mark.parametrize(("case", "codes"), CASES.items())
def test_the_codes_of_a_case(case, codes):
    """As far as a guide or a message of the market says them."""
    assert codes == tuple(only_code("de", "MSCONS", "D.04B", case, place) for place in ("BGM/1/1", "UNB/7/1"))


@pytest.mark.parametrize(
    "name",
    [
        ("de", "MSCONS", "D.04B", "13009", "BGM/1/1"),
        ("de", "MSCONS", "D.04B", "", "BGM/1/1"),
        ("de", "MSCONS", "D.04B", "99999", "BGM/1/1"),
        ("de", "MSCONS", "D.99Z", "13025", "BGM/1/1"),
        ("no", "MSCONS", "D.96A", "13025", "BGM/1/1"),
        ("", "MSCONS", "D.04B", "13025", "BGM/1/1"),
    ],
)
def test_where_nothing_says_a_code_there_is_none(name):
    """A case that no public page speaks of, no case, another directory, another market."""
    assert "" == only_code(*name)


def findings(case: str, code: str, reference: str) -> list[tuple[str, str, str]]:
    """Return the findings about a German message with a document code and an application reference."""
    message = build([day(product="1-1:1.29.0")], "de", process=case, document_code=code)
    data = interchange_to_bytes(wrap(message, application_reference=reference))
    return [
        (f.code, f.position.segment, f.severity.value)
        for f in edielkit.validate(data, profile="de").findings
        if f.position.segment in {"BGM/1/1", "UNB/7/1"}
    ]


@pytest.mark.parametrize("case", CASES)
def test_another_document_code_than_that_of_the_case_is_told(case):
    """The guide names that of single values; of the others one message of the market is known, so they warn."""
    code, reference = CASES[case]
    wrong = "Z48" if code == "7" else "7"
    weight = "error" if case == "13028" else "warning"

    assert [] == findings(case, code, reference or "VL")
    assert [("GDE002", "BGM/1/1", weight)] == findings(case, wrong, reference or "VL")


@pytest.mark.parametrize(
    ("case", "wrong"), [("13018", "EM"), ("13025", "VL"), ("13019", "TL"), ("13022", "EM")]
)
def test_another_application_reference_than_that_of_the_case_is_told(case, wrong):
    """A load profile is sent as TL, and what is known of others by a message of the market alone warns too."""
    assert [("GDE002", "UNB/7/1", Severity.WARNING.value)] == findings(case, CASES[case][0], wrong)


@pytest.mark.parametrize(
    ("case", "code", "expected"),
    [("13009", "Z20", []), ("13009", "7", []), ("13009", "Z85", ["GDE002"]), ("13009", "XX", ["GDE002"])],
)
def test_a_case_whose_code_is_not_public_takes_any_of_the_guide(case, code, expected):
    """But that of another case, and none that the guide does not have."""
    assert expected == sorted({rule_code for rule_code, *_ in findings(case, code, "EM")})


def test_rows_are_spoken_of_and_required():
    """By market and message; a market without a guide has no rows."""
    assert [True, False, False] == [
        speaks_of(*name, "LOC+233") for name in (("se", "UTILTS"), ("se", "MSCONS"), ("", "UTILTS"))
    ]
    assert [True, False, False] == [
        settles_segment(*name, "MEA", process)
        for *name, process in (("se", "UTILTS", "E66"), ("de", "MSCONS", "13018"), ("xx", "UTILTS", "E66"))
    ]
