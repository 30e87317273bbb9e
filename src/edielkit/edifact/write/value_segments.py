"""The values of a line of MSCONS as segments, written column by column."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from edielkit.edifact.timestamps import write_offset
from edielkit.edifact.write.mscons_forms import Form
from edielkit.edifact.write.pieces import SegmentBlock
from edielkit.edifact.write.values_text import Cells, amounts, codes, joined, table, times
from edielkit.errors import BuildError
from edielkit.series import Status

__all__ = ("value_segments",)

_Int = npt.NDArray[np.int64]

# series of at most so many values are likely to have the times of one before them; a month of hours has 745
_FEW = 4096


def value_segments(
    quantity: _Int,
    status: npt.NDArray[np.uint8],
    borders: tuple[_Int, _Int],
    *,
    form: Form,
    qualifiers: Mapping[Status, str],
    decimals: int = 3,
) -> SegmentBlock:
    """Return QTY and DTM of each value (SG10).

    Args:
        quantity: Amounts in units of ten to the minus *decimals*.
        status: Of each value.
        borders: Start and end of each value in seconds since 1970 UTC, whole minutes.
        form: What the market writes where; its times have a fixed offset.
        qualifiers: Qualifier (6063) of each status.
        decimals: Decimals of an amount, 3 for thousandths.

    Raises:
        BuildError: The form has no fixed offset.
    """
    columns: list[Cells | bytes] = [
        b"QTY+",
        codes(status, {int(code): text for code, text in qualifiers.items()}),
        b":",
        amounts(quantity, decimals),
        _intervals(*borders, form),
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
