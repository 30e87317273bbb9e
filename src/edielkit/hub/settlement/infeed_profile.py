"""The profile (profilert justert innmatingsprofil, PJIP) that period volumes of profiled points are spread by.

Source: https://dok.elhub.no/15min/distribusjon-av-15-minutters-maaleverdier-paa-prof: profiled points get values at the
settlement resolution by PJIP. Trust: PJIP as JIP less 6015 consumption, and as JIP where there is no profiled point, is
derived ("PJIP = JIP when there is no 6015 consumption").
"""

from __future__ import annotations

import datetime as dt

import numpy as np

from edielkit.hub.core.apportioning import Ints
from edielkit.hub.core.hub_messages import midnight
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.settlement.basis import weights
from edielkit.hub.settlement.settlement_records import SETTLEMENTS, AreaDay, key_of
from edielkit.market_time import Period, local_days

__all__ = ("latest", "profile")

_VERSIONS = 5


def latest(transaction: Transaction, area: str, day: dt.date) -> AreaDay | None:
    """Return the newest version of an area's day, None when it has not been settled."""
    for version in range(_VERSIONS, 0, -1):
        record = transaction.get(SETTLEMENTS, key_of(area, day, version))
        if record is not None:
            return record
    return None


def profile(transaction: Transaction, area: str, period: Period, minutes: int) -> Ints | None:
    """Return PJIP as weights over *period*: none below zero, zeros where the profile is.

    Args:
        transaction: The step.
        area: EIC of the grid area.
        period: Half-open period of aware instants on boundaries of the step.
        minutes: Length of a step, 15 or 60.

    Returns:
        One weight for each step; None when a day of the period has no basis with a profile.
    """
    days = local_days(period)
    columns = []
    for day in days:
        record = latest(transaction, area, day)
        if record is None or not record.has("jip"):
            return None
        columns.append(_in_steps(weights(_shape(record)), record.minutes, minutes))
    if not columns:
        return np.zeros(0, np.int64)
    whole = np.concatenate(columns)
    step = dt.timedelta(minutes=minutes)
    first = (period.start - midnight(days[0])) // step
    count = period.duration // step
    return whole[first : first + count]


def _shape(record: AreaDay) -> Ints:
    return record.column("profiled") if record.has_group(use="profiled") else record.column("jip")


def _in_steps(column: Ints, have: int, want: int) -> Ints:
    if have == want:
        return column
    if have < want:
        summed: Ints = column.reshape(-1, want // have).sum(axis=1)
        return summed
    # an hour's weight for each of its quarters
    return np.repeat(column, have // want)
