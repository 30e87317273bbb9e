"""What stands at a place of an input, but never a person."""

from __future__ import annotations

import pytest


def test_personal_data_is_not_quoted(edielkit, fixtures, tmp_path):
    """A faulty name or address is placed, and its line is not repeated."""
    text = (fixtures / "emif/market/RequestStartOfSupply.xml").read_text()
    path = tmp_path / "long-name.xml"
    path.write_text(text.replace("Testesen", "Testesen" * 20))

    ran = edielkit("validate", path)

    assert 1 == ran.status
    assert "FamilyName" in ran.text
    assert "Testesen" not in ran.text


@pytest.mark.parametrize(
    ("good", "bad", "secret"),
    [
        ("<abie:FamilyName>", "<abie:FamilyNam>", "Testesen"),
        ('schemeAgencyIdentifier="Z01">', 'schemeAgencyIdentifier="Z01">9', "901819010001"),
    ],
)
def test_a_fault_in_a_name_does_not_uncover_a_person(edielkit, fixtures, tmp_path, good, bad, secret):
    """Inside a person or an address no line is quoted, whatever became of the element's name or value."""
    text = (fixtures / "emif/market/RequestStartOfSupply.xml").read_text()
    path = tmp_path / "misspelt.xml"
    path.write_text(
        text.replace(good, bad).replace("</abie:FamilyName>", "</" + bad[1:])
        if "<" in good
        else text.replace(good, bad)
    )

    ran = edielkit("validate", path)

    assert 1 == ran.status
    assert secret not in ran.text
