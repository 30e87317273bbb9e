"""Snapshots of messages."""

from __future__ import annotations

import pytest
from tests.support.paths import FIXTURES

from edielkit.testing import MessageSnapshots

DATA = (FIXTURES / "emif/metering/CollectedData.xml").read_bytes()


def test_a_snapshot_is_written_on_request_and_compared_from_then_on(tmp_path):
    """What differs is named by its element."""
    snapshots = MessageSnapshots(tmp_path / "snapshots")
    with pytest.raises(AssertionError, match="--update-snapshots"):
        snapshots.check(DATA, "values.xml")
    MessageSnapshots(tmp_path / "snapshots", update=True).check(DATA, "values.xml")

    snapshots.check(DATA, "values.xml")
    with pytest.raises(AssertionError, match="ResolutionDuration"):
        snapshots.check(DATA.replace(b"PT1H", b"PT15M"), "values.xml")
    snapshots.check(DATA.replace(b"PT1H", b"PT15M"), "values.xml", ignore=["resolution_duration"])


@pytest.mark.parametrize("name", ["", "../values.xml", ".values.xml", "a/b.xml"])
def test_a_name_is_no_path(tmp_path, name):
    """Snapshots stay in their folder."""
    with pytest.raises(ValueError, match="expected the name of a file"):
        MessageSnapshots(tmp_path, update=True).check(DATA, name)
