"""Identifiers and codes, where the schema says less than the market knows."""

from __future__ import annotations

import pytest
from tests.support.emif_samples import collected

import edielkit
from edielkit.findings import Report, Verdict


def _schema(text: str) -> Report:
    return edielkit.validate(text.encode(), level="schema")


@pytest.mark.parametrize(
    ("old", "new", "code", "sentence"),
    [
        (">707057500000000018<", ">707057500000000019<", "IDN", "check digit"),
        (">7080000000029<", ">7080000000028<", "IDN", "check digit"),
    ],
)
def test_identifiers_and_codes(old: str, new: str, code: str, sentence: str) -> None:
    """A wrong check digit is a warning with its place; the schema has nothing against it."""
    text = collected().replace(old, new)
    assert [] == list(_schema(text))
    report = edielkit.validate(text.encode(), level="codes")
    assert Verdict.ACCEPTED is report.verdict
    assert len(report) == 1
    assert report.findings[0].code.startswith(code)
    assert sentence in report.findings[0].message
    assert report.findings[0].position.path.endswith("abie:Identification")
