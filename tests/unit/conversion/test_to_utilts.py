"""UTILTS of the Swedish guide: what XML does not have for it."""

from __future__ import annotations

from tests.support.conversion_pairs import BY_NAME

from edielkit.conversion import (
    convert,
)

GERMAN = BY_NAME["de-quality-quarters"]


UTILTS = BY_NAME["se-utilts-e66-notify"]


def codes(found):
    """Return what each code of *found* says."""
    return {each.code: each.message for each in found}


def test_german_process_and_fields_of_utilts_are_not_in_xml():
    """RFF+Z13 of MSCONS, and what UTILTS asks for, come from options."""
    german = convert(GERMAN.xml, "mscons", options=GERMAN.out)
    swedish = convert(UTILTS.xml, "utilts", options=UTILTS.out)

    assert "CNV102" in codes(german.supplied)
    assert {"scope", "reason"} <= {
        each.message.rpartition("(")[2][:-1] for each in swedish.supplied if each.code == "CNV114"
    }
