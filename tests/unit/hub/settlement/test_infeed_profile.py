"""The newest settlement of an area's day."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from edielkit.hub.settlement.infeed_profile import latest
from edielkit.hub.settlement.settlement_records import SETTLEMENTS, key_of

DAY = dt.date(2026, 2, 2)


@pytest.mark.parametrize("count", range(6))
def test_the_newest_version_counts(count):
    """However many there are of the five that a day may have; another area or day has none."""
    records = {(SETTLEMENTS, key_of("A", DAY, version)): version for version in range(1, count + 1)}
    transaction = SimpleNamespace(get=lambda table, key: records.get((table, key)))

    assert (count or None) == latest(transaction, "A", DAY)
    assert None is latest(transaction, "B", DAY)
    assert None is latest(transaction, "A", DAY + dt.timedelta(days=1))
