"""The values of a series as the segments of MSCONS or UTILTS, written column by column."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from edielkit.conversion.value_times import borders, require_positions_in_period
from edielkit.conversion.values_text import Cells, amounts, codes, joined, numbers, table, times
from edielkit.edifact.timestamps import write_offset
from edielkit.edifact.write.blocks import SegmentBlock
from edielkit.edifact.write.mscons_forms import Form
from edielkit.errors import BuildError
from edielkit.series import Observations, Status, TimeSeries

__all__ = ("mscons_values", "utilts_values")

_Int = npt.NDArray[np.int64]


def mscons_values(
    series: TimeSeries, form: Form, qualifiers: Mapping[Status, str], decimals: int, where: str
) -> SegmentBlock:
    """Return QTY and DTM of each value (SG10).

    Args:
        series: With a period.
        form: What the market writes where.
        qualifiers: Qualifier (6063) of each status; without one for missing values these are left out.
        decimals: Decimals of the target's unit that a unit of the quantity column is.
        where: The place of the series, for errors.

    Raises:
        BuildError: A value cannot be written, or there is none.
    """
    values = series.observations
    _require_read(values, where)
    if not form.negative and len(values) and int(values.quantity.min()) < 0:
        raise BuildError(
            f"expected no negative quantity ({where}), the product carries the direction", "options.sign"
        )
    starts, ends = borders(series, form.clock.calendar, where)
    written = (values.status != Status.MISSING) | (Status.MISSING in qualifiers)
    if not written.any():
        raise BuildError("the series has no value that MSCONS can hold", where)
    status, quantity = values.status, values.quantity
    if not written.all():
        status, quantity, starts, ends = (column[written] for column in (status, quantity, starts, ends))
    columns: list[Cells | bytes] = [
        b"QTY+",
        codes(status, {int(code): text for code, text in qualifiers.items()}),
        b":",
        amounts(quantity, decimals),
        _intervals(starts, ends, form),
    ]
    rows = len(quantity)
    return SegmentBlock(joined(rows, columns), (2 if form.period else 3) * rows)


def _intervals(starts: _Int, ends: _Int, form: Form) -> Cells:
    """Return what stands behind each amount: its terminator, and its DTM."""
    offset = form.clock.zone.utcoffset(None)
    if offset is None:
        raise BuildError("expected a form with a fixed offset", "options.profile")
    shift = int(offset.total_seconds())
    if form.period:
        signs = (b"'DTM+324:", b"", b":" + form.period.encode() + b"'")
    else:
        zone = _released_offset(form) + b":" + form.time_format.encode() + b"'"
        signs = (b"'DTM+163:", zone + b"DTM+164:", zone)
    texts = _interval_texts if len(starts) <= _FEW else _interval_texts.__wrapped__
    return texts((starts + shift).tobytes(), (ends + shift).tobytes(), signs)


# series of at most so many values are likely to have the times of one before them; a month of hours has 745
_FEW = 4096


@lru_cache(maxsize=8)
def _interval_texts(starts: bytes, ends: bytes, signs: tuple[bytes, bytes, bytes]) -> Cells:
    """Return civil seconds, given as their bytes, as the times of values, with what stands around them."""
    first, last = np.frombuffer(starts, np.int64), np.frombuffer(ends, np.int64)
    before, between, behind = signs
    cells = table(len(first), [before, times(first), between, times(last), behind])
    cells.flags.writeable = False
    return cells


def _released_offset(form: Form) -> bytes:
    """Return the offset that format 303 has behind the minutes, its plus released."""
    if form.time_format != "303":
        return b""
    hours = int(write_offset(form.clock.zone, "805"))
    return b"?%c%02d" % (ord("-" if hours < 0 else "+"), abs(hours))


def utilts_values(series: TimeSeries, codes_of_status: Mapping[Status, str], where: str) -> SegmentBlock:
    """Return SEQ, QTY and, where the status has a code, STS of each value (SG8).

    Args:
        series: With a period.
        codes_of_status: Code of STS+8 for each status; empty for none.
        where: The place of the series, for errors.

    Raises:
        BuildError: A value cannot be written, or there is none.
    """
    values = series.observations
    _require_read(values, where)
    if not len(values):
        raise BuildError("the series has no values", where)
    require_positions_in_period(series, where)
    rows = len(values)
    columns: list[Cells | bytes] = [
        b"SEQ++",
        numbers(values.position),
        b"'QTY+136:",
        amounts(values.quantity, 3),
        b"'",
    ]
    segments = {int(status): f"STS+8+{code}'" for status, code in codes_of_status.items() if code}
    marked = int(np.isin(values.status, list(segments)).sum())
    if marked:
        columns.append(codes(values.status, segments))
    return SegmentBlock(joined(rows, columns), 2 * rows + marked)


def _require_read(values: Observations, where: str) -> None:
    if values.unparsed:
        raise BuildError("a value has more decimals or digits than a series holds", where)
