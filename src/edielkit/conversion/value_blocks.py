"""The values of a series as the segments of MSCONS or UTILTS, written column by column."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from edielkit.conversion.value_times import borders, require_positions_in_period
from edielkit.edifact.write.mscons_forms import Form
from edielkit.edifact.write.pieces import SegmentBlock
from edielkit.edifact.write.value_segments import value_segments
from edielkit.edifact.write.values_text import Cells, amounts, codes, joined, numbers
from edielkit.errors import BuildError
from edielkit.series import Observations, Status, TimeSeries

__all__ = ("mscons_values", "utilts_values")


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
    return value_segments(
        quantity, status, (starts, ends), form=form, qualifiers=qualifiers, decimals=decimals
    )


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
