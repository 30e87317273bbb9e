"""Where values stand in a message of EDIFACT: borders in seconds, and placeholders that the values replace."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.series.blocks import seconds_of
from edielkit.errors import BuildError
from edielkit.market_time import Resolution, expected_count
from edielkit.series import TimeSeries

__all__ = ("MARK", "Block", "borders", "fits", "spliced")

# QTY+ZZZ and SEQ+ZZZ are no codes of any market; free text cannot hold them, its plus is released.
MARK = "ZZZ"
_PLACE = re.compile(rb"(?<=')(?:(QTY\+ZZZ:|SEQ\+ZZZ\+)(\d+)|(CNT\+1:)[^']*|(UNT\+)\d+)(?=['+])")


@attrs.frozen(eq=False)
class Block:
    """The values of a line or transaction as bytes.

    Attributes:
        data: Whole segments, without the last terminator.
        segments: How many.
        total: Sum of the quantities, for CNT+1, as text.
    """

    data: bytes
    segments: int


def spliced(frame: bytes, blocks: Sequence[Block], totals: Sequence[str], counts: Sequence[int]) -> bytes:
    """Return an interchange whose placeholders are replaced by the values of *blocks*, with counts and totals right.

    Args:
        frame: An interchange with one placeholder for each block.
        blocks: In order of the placeholders' numbers, from 0.
        totals: CNT+1 of each message that has one.
        counts: Segments of each message without its placeholders.
    """
    controls, trailers = iter(totals), iter(counts)
    added = 0

    def replace(match: re.Match[bytes]) -> bytes:
        nonlocal added
        if match[2]:
            block = blocks[int(match[2])]
            added += block.segments
            return block.data
        if match[3]:
            return match[3] + next(controls).encode()
        count = next(trailers) + added
        added = 0
        return match[4] + str(count).encode()

    return _PLACE.sub(replace, frame)


def borders(
    series: TimeSeries, zone: dt.tzinfo, where: str
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return start and end of each value in seconds since 1970 UTC.

    Args:
        series: With a period.
        zone: Where days and months begin.
        where: The place of the series, for errors.

    Raises:
        BuildError: The values have no time of whole minutes.
    """
    period = series.period
    if period is None or period.end <= period.start:
        raise BuildError("expected a period that ends after it begins", where)
    if any(each.second or each.microsecond for each in (period.start, period.end)):
        raise BuildError("EDIFACT times of values have no seconds", where)
    positions = series.observations.position.astype(np.int64) - 1
    resolution = Resolution.of(series.resolution) if series.resolution else None
    fits(series, where)
    origin = seconds_of(period.start)
    if resolution is None:
        if len(positions) != 1:
            raise BuildError("expected a resolution for more than one value", where)
        return np.array([origin]), np.array([seconds_of(period.end)])
    if resolution.seconds:
        starts = origin + positions * resolution.seconds
        return starts, starts + resolution.seconds
    local = period.start.astimezone(zone).replace(tzinfo=None)
    if local.day > 28 and resolution.months:
        raise BuildError("months begin on their first day", where)
    marks = {
        each: seconds_of(_moved(local, int(each), resolution).replace(tzinfo=zone).astimezone(dt.UTC))
        for each in np.unique(np.concatenate((positions, positions + 1))).tolist()
    }
    return (
        np.array([marks[each] for each in positions.tolist()], np.int64),
        np.array([marks[each + 1] for each in positions.tolist()], np.int64),
    )


def fits(series: TimeSeries, where: str) -> None:
    """Raise when a position lies before or after the period: it has no time.

    Raises:
        BuildError: There is one.
    """
    positions = series.observations.position
    resolution = Resolution.of(series.resolution or "")
    count = expected_count(series.period, resolution) if series.period and resolution else None
    if len(positions) and (int(positions.min()) < 1 or (count is not None and int(positions.max()) > count)):
        raise BuildError("a position lies outside the period", where)


def _moved(local: dt.datetime, steps: int, resolution: Resolution) -> dt.datetime:
    if resolution.days:
        return local + dt.timedelta(days=steps * resolution.days)
    months = local.year * 12 + local.month - 1 + steps * resolution.months
    return local.replace(year=months // 12, month=months % 12 + 1)
