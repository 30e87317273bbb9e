"""Rows of values become series: how far apart the first and the last of a channel may be."""

from __future__ import annotations

import pytest

from edielkit.series import Status
from edielkit.value_files import value_rows
from edielkit.value_files.file_value_rules import FileFindings
from edielkit.value_files.value_rows import Channel, ValueRow, series_of_rows

CHANNEL = Channel("707057500000000008", "8716867000030", "kWh", "Out")


@pytest.mark.parametrize(("last", "codes"), [(2, []), (3, ["TAB023"]), (9, ["TAB023"])])
def test_a_channel_has_so_many_steps_at_most(monkeypatch, last, codes):
    """With room for three steps the third after the first is one too many, whether the ones between are there or not."""
    monkeypatch.setattr(value_rows, "_MOST_STEPS", 3)
    findings = FileFindings()
    rows = [ValueRow(CHANNEL, n * 3600, 3600, 1000, Status.METERED) for n in (0, last)]
    series = series_of_rows(rows, findings)

    assert codes == [finding.code for finding in findings]
    assert len(codes) == 1 - len(series)
