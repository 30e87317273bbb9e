"""The expected annual volume (antatt årsvolum) that the hub computes itself: pure functions over sums of days (EI-270).

Known: with a year of values, and a year since the grid company last gave a value, it is the sum of 365 days (case A).
With fewer days (case B), or after a value that was given by hand (case C, history before it does not count), the
published formula is an image that was NOT FOUND: what stands here is derived, see `expected`.

Sources: pages EI-270 and "utregning av antatt årsvolum" of the Elhub standard; the earlier design text for 15 minutes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import pairwise

import attrs
import numpy as np

from edielkit.hub.values.store import ValuePiece, minute
from edielkit.market_time import day_period, local_days

__all__ = ("MOST", "YEAR", "ExpectedVolume", "changes_enough", "daily_sums", "expected", "is_suspicious")

YEAR = 365
# Largest volume that a message holds (twelve digits), in kWh.
MOST = 999_999_999_999
_DAY = dt.timedelta(days=1)
# Thousandths of a kWh in a kWh.
_KWH = 1000


@attrs.frozen(kw_only=True)
class ExpectedVolume:
    """An expected annual volume and how it was found.

    Attributes:
        total: Whole kWh.
        case: ``A``, ``B`` or ``C`` as the source names them.
        days: How many days of values are in it.
    """

    total: int
    case: str
    days: int


def expected(
    sums: Mapping[dt.date, int],
    last: dt.date,
    *,
    previous: int | None = None,
    set_by_hand: dt.date | None = None,
    ramp_days: int = YEAR,
) -> ExpectedVolume | None:
    """Return the expected annual volume of one direction of a metering point.

    Case A is the sum of the 365 days up to *last* (trust: DERIVED from the text beside the formula). Cases B and C
    (trust: DERIVED, from the weighting in the earlier design text): the x days that have values weigh x / *ramp_days*,
    scaled to a year, and the previous value the rest. With 365, the default, that is their sum and the share of the
    previous value for the days without. Without a previous value the x days are scaled to a year.

    Args:
        sums: Thousandths of a kWh by Norwegian day; only days of which all values are there.
        last: Last day that counts.
        previous: The value that holds now, in kWh; None without one.
        set_by_hand: Day on which the last value by hand arrived from the market; None without one.
        ramp_days: How many days of values leave the previous value no weight; the earlier design text says six to
            twelve months (trust: INFERRED).

    Returns:
        The value, rounded half up; None when no day counts.

    >>> march = {dt.date(2026, 3, n): 20_000 for n in range(1, 32)}
    >>> expected(march, dt.date(2026, 3, 31), previous=7000)
    ExpectedVolume(total=7025, case='B', days=31)
    >>> expected(march, dt.date(2026, 3, 31))
    ExpectedVolume(total=7300, case='B', days=31)
    """
    first = last - (YEAR - 1) * _DAY
    recent = set_by_hand is not None and set_by_hand >= first
    begin = max(first, set_by_hand) if set_by_hand is not None and recent else first
    counted = [amount for day, amount in sums.items() if begin <= day <= last]
    days = len(counted)
    if not days:
        return None
    total = sum(counted)
    if days == YEAR:
        return ExpectedVolume(total=_rounded(total, _KWH), case="A", days=days)
    case = "C" if recent else "B"
    scaled = total * YEAR
    weight = ramp_days if previous is None else min(days, ramp_days)
    # previous * (1 - weight / ramp) + scaled / days * weight / ramp, over one denominator
    kept = 0 if previous is None else previous * _KWH * (ramp_days - weight) * days
    return ExpectedVolume(
        total=_rounded(kept + scaled * weight, _KWH * days * ramp_days), case=case, days=days
    )


def _rounded(amount: int, unit: int) -> int:
    # corrections of a period volume may be negative, an expected volume may not
    return max(0, (2 * amount + unit) // (2 * unit))


def changes_enough(new: int, previous: int | None, percent: int) -> bool:
    """Tell whether a new value differs from the previous one by *percent* of it or more.

    The source says "a given percentage"; which is NOT FOUND, the earlier design text has 5 (trust: INFERRED).

    >>> changes_enough(1049, 1000, 5), changes_enough(1050, 1000, 5), changes_enough(950, 1000, 5)
    (False, True, True)
    """
    if previous is None:
        return True
    return new != previous and abs(new - previous) * 100 >= percent * previous


def is_suspicious(new: int, previous: int | None, factor: int) -> bool:
    """Tell whether a value that a party gave should be looked at by a person; it is used all the same.

    What Elhub holds suspicious is NOT FOUND: here, a value that is more than *factor* times the previous one, or less
    than that part of it (assumption).

    >>> is_suspicious(90_000, 9_000, 10), is_suspicious(90_001, 9_000, 10), is_suspicious(899, 9_000, 10)
    (False, True, True)
    """
    if previous is None:
        return False
    return new > factor * previous or new * factor < previous


def daily_sums(pieces: Iterable[ValuePiece]) -> dict[dt.date, int]:
    """Return the sum of each Norwegian day that *pieces* cover wholly, in thousandths of the unit.

    Args:
        pieces: Runs of values that do not overlap, in order of time; they may have different resolutions.

    >>> from edielkit.hub.values.store import block_of, pieces
    >>> from edielkit.series import Observations
    >>> day = day_period(dt.date(2026, 3, 29))
    >>> values = block_of(
    ...     day.start, "PT1H", Observations.metered(["0.5"] * 23), registered=day.end, inserted=day.end
    ... )
    >>> daily_sums(pieces((values,), day))
    {datetime.date(2026, 3, 29): 11500}
    """
    sums: dict[dt.date, int] = {}
    covered: dict[dt.date, int] = {}
    for piece in pieces:
        days = local_days(piece.period)
        if not days:
            continue
        begin, end = minute(piece.period.start), minute(piece.period.end)
        # a value belongs to the day in which it begins; midnight is a boundary of every resolution here
        edges = [begin, *(minute(day_period(day).start) for day in days[1:]), end]
        places = [-(-(edge - begin) // piece.minutes) for edge in edges]
        running = np.concatenate(([0], np.cumsum(piece.observations.quantity)))
        # the running sum of years may leave 64 bits, its difference over a day is right all the same
        amounts = np.diff(running[places]).tolist()
        for day, amount, (start, stop) in zip(days, amounts, pairwise(edges), strict=True):
            sums[day] = sums.get(day, 0) + amount
            covered[day] = covered.get(day, 0) + stop - start
    return {day: sums[day] for day in sums if covered[day] * 60 == day_period(day).duration.total_seconds()}
