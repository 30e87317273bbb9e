"""The series of a typed message, one for each point and product: the exact path (`edielkit.edifact.series` says what that is)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from edielkit.edifact.messages import read_message
from edielkit.edifact.messages.message import Message, SegmentSource
from edielkit.edifact.messages.mscons import Mscons
from edielkit.edifact.messages.utilts import Transaction, Utilts
from edielkit.edifact.segments import Segment
from edielkit.edifact.series.mscons import LineContext, block_of, line_contexts, line_series
from edielkit.edifact.series.utilts import transaction_series
from edielkit.edifact.series.value_codes import SeriesOptions
from edielkit.series import TimeSeries

__all__ = ("placed_series", "series")


def series(
    message: Message | SegmentSource | Sequence[Segment], options: SeriesOptions | None = None
) -> Iterator[TimeSeries]:
    """Yield the series of a message in order, one for each point and product.

    Resolution and positions come from the times of the values, so that a hole is a missing position. A line
    whose values have several lengths gives one series for each. What the columns cannot hold is listed in
    ``observations.unparsed``. Meter readings of UTILTS are no series, see `meter_readings`.

    Args:
        message: A typed message, or a raw one of type MSCONS or UTILTS; other types have no series.
        options: What the message does not say.

    >>> from edielkit.edifact.messages import Mscons
    >>> list(series(Mscons(type="MSCONS")))
    []
    """
    for _, time_series in placed_series(message, options):
        yield time_series


def placed_series(
    message: Message | SegmentSource | Sequence[Segment], options: SeriesOptions | None = None
) -> Iterator[tuple[LineContext | Transaction, TimeSeries]]:
    """Yield each series of a message with the line or transaction that it comes from, as `series` does."""
    chosen = options or SeriesOptions()
    typed = read_message(message)
    if isinstance(typed, Mscons):
        for context in line_contexts(typed, chosen):
            for time_series in line_series(context, block_of(context, chosen), chosen):
                yield context, time_series
    elif isinstance(typed, Utilts):
        for transaction in typed.transactions:
            for time_series in transaction_series(typed, transaction, chosen):
                yield transaction, time_series
