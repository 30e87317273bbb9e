"""UTILTS of the Swedish guide: what XML does not have for it."""

from __future__ import annotations

from tests.support.conversion_pairs import BY_NAME, codes

from edielkit.conversion import (
    convert,
)

GERMAN = BY_NAME["de-quality-quarters"]
UTILTS = BY_NAME["se-utilts-e66-notify"]


def test_german_process_and_fields_of_utilts_are_not_in_xml():
    """RFF+Z13 of MSCONS, and what UTILTS asks for, come from options."""
    german = convert(GERMAN.xml, "mscons", options=GERMAN.out)
    swedish = convert(UTILTS.xml, "utilts", options=UTILTS.out)

    assert "CNV102" in codes(german.supplied)
    assert {"scope", "reason"} <= {
        loss.message.rpartition("(")[2][:-1] for loss in swedish.supplied if loss.code == "CNV114"
    }
