"""How much rules weigh in each market."""

from __future__ import annotations

import pytest

from edielkit import catalogue
from edielkit.edifact.check.guides import weights
from edielkit.edifact.check.guides.guide_files import weight_rows
from edielkit.edifact.profiles import PROFILES
from edielkit.findings import Severity, Trust


@pytest.mark.parametrize(
    ("rule", "profile", "kind", "process", "expected"),
    [
        ("SER041", "se", "UTILTS", "E66", [("", "error", "42/260", "245")]),
        ("SER041", "se", "UTILTS", "S03", []),
        ("SER041", "de", "MSCONS", "13025", [("", "warning", "Z41/293", "")]),
        ("SER041", "", "MSCONS", "", [("", "warning", "None", "")]),
        ("GDE006", "se", "UTILTS", "E66", [("BGM", "error", "42/260", "203"), ("IDE", "error", "42/260", "505")]),
        ("GDE006", "no", "MSCONS", "", [("BGM", "warning", "None", ""), ("LIN", "warning", "None", "")]),
        ("GDE007", "no", "PRODAT", "", []),
    ],
)  # fmt: skip
def test_the_first_row_that_fits_counts(rule, profile, kind, process, expected):
    """A market's own row goes before that of all; a process that it leaves out has none."""
    rows = weights(rule, profile, kind, process)
    assert expected == [(w.segment, w.severity.value, str(w.reason), w.field) for w in rows]


def test_the_table_names_what_exists():
    """Rules, markets and sources are known, and only a sourced row is an error."""
    file = weight_rows()
    for row in file.rows:
        assert row["rule"] in catalogue.rules()
        assert row["profile"] in {"*", *PROFILES}
        assert file.head_text(row["source"])
        assert Trust(row["trust"]) is Trust.SOURCED or Severity(row["weight"]) is Severity.WARNING
        assert bool(row["reason"]) == bool(row["agency"])
