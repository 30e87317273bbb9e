"""The values of a line as columns: written as bytes at once, and made one by one for those who ask for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.messages.mscons import Value
from edielkit.edifact.write.mscons_forms import Form
from edielkit.edifact.write.pieces import SegmentBlock
from edielkit.edifact.write.value_segments import value_segments
from edielkit.series import Observations, Status

__all__ = ("ColumnValues", "column_values")

_Int = npt.NDArray[np.int64]

# of fewer values each is made at once
_FEWEST = 8
# thousandths of an amount of 15 digits at most (6060)
_MOST = 10**14
# times from 1970 to 2240 have twelve digits in every zone
_LATEST = 1 << 33
_MINUTE, _HOUR = 60, 3600
_NOTATIONS = {"203": _MINUTE, "303": _HOUR}
_PERIODS = frozenset({"", "Z13", "719"})
# capitals and digits stand in every character set as they are
_QUALIFIER = re.compile(r"[0-9A-Z]{1,3}")


@attrs.frozen(eq=False)
class ColumnValues:
    """Values that are known to be written as they would be one by one.

    Attributes:
        quantity: Thousandths.
        status: Of each value.
        borders: Start and end of each value in seconds since 1970 UTC.
        form: What the market writes where.
        qualifiers: Qualifier (6063) of each status.
        make: Makes the values of some of the rows.
    """

    quantity: _Int
    status: npt.NDArray[np.uint8]
    borders: tuple[_Int, _Int]
    form: Form
    qualifiers: Mapping[Status, str]
    make: Callable[[slice], tuple[Value, ...]]

    def values(self) -> tuple[Value, ...]:
        """Return the values."""
        return self.make(slice(None))

    def first(self) -> Value:
        """Return the first value."""
        return self.make(slice(1))[0]

    def block(self) -> SegmentBlock:
        """Return the segments of the values as bytes."""
        return value_segments(
            self.quantity, self.status, self.borders, form=self.form, qualifiers=self.qualifiers
        )

    def total(self) -> int:
        """Return the sum of the values in thousandths."""
        return int(self.quantity.sum())


def column_values(
    columns: Observations,
    borders: tuple[_Int, _Int],
    form: Form,
    qualifiers: Mapping[Status, str],
    make: Callable[[slice], tuple[Value, ...]],
) -> ColumnValues | None:
    """Return the values of a line as columns, None when they have to be made one by one.

    Args:
        columns: The values, all of them read.
        borders: Start and end of each in seconds since 1970 UTC.
        form: What the market writes where.
        qualifiers: Qualifier (6063) of each status.
        make: Makes the values of some of the rows.
    """
    quantity = columns.quantity
    if len(quantity) < _FEWEST or not _is_plain(form, borders):
        return None
    low, high = int(quantity.min()), int(quantity.max())
    texts = [qualifiers.get(Status(status), "") for status in np.unique(columns.status).tolist()]
    is_written = all(_QUALIFIER.fullmatch(text) for text in texts) and (low >= 0 or form.negative)
    if not is_written or not -_MOST < low <= high < _MOST:
        return None
    return ColumnValues(quantity, columns.status, borders, form, qualifiers, make)


def _is_plain(form: Form, borders: tuple[_Int, _Int]) -> bool:
    """Tell whether times of a form are written as twelve digits, with one and the same offset."""
    offset, unit = form.clock.zone.utcoffset(None), _NOTATIONS.get(form.time_format)
    if offset is None or unit is None or form.period not in _PERIODS or offset.total_seconds() % unit:
        return False
    return all(
        int(column.min()) >= _HOUR * 24 and int(column.max()) < _LATEST and not (column % _MINUTE).any()
        for column in borders
    )
