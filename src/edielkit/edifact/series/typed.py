"""Messages with their series, one for each point and product: the exact path (`edielkit.edifact.series` says what that is)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from edielkit.edifact.messages import read_message
from edielkit.edifact.messages.message import Message, SegmentSource
from edielkit.edifact.messages.mscons import Mscons
from edielkit.edifact.messages.utilts import Transaction, Utilts
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.segments import Segment
from edielkit.edifact.series.mscons import LineContext, block_of, line_contexts, line_series
from edielkit.edifact.series.utilts import transaction_series
from edielkit.edifact.series.value_codes import SeriesOptions
from edielkit.series import TimeSeries

__all__ = ("MessageColumns", "exact_message", "placed_series", "read_exactly", "series")


@attrs.frozen(kw_only=True, eq=False)
class MessageColumns:
    """A message with its series.

    Attributes:
        unb: The head of the interchange that it stands in, if there is one.
        message: The typed message, None for a type that has none. Of a line that went the fast way the first QTY alone is here.
        series: The series in order, each with the line or transaction that it comes from.
    """

    unb: Segment | None
    message: Message | None
    series: tuple[tuple[LineContext | Transaction, TimeSeries], ...]


def read_exactly(data: bytes, options: SeriesOptions | None = None) -> Iterator[MessageColumns]:
    """Yield all messages of an input with their series, every one segment by segment.

    Args:
        data: One interchange or several.
        options: What the messages do not say.

    Raises:
        ParseError: The bytes are no EDIFACT.
    """
    chosen = options or SeriesOptions()
    interchanges, _ = parse_interchanges(data)
    for interchange in interchanges:
        for raw in interchange.messages:
            yield exact_message(interchange.unb, read_message(raw), chosen)


def exact_message(unb: Segment | None, message: Message | None, options: SeriesOptions) -> MessageColumns:
    """Return a message with its series, every one from typed values.

    Args:
        unb: The head of its interchange, if there is one.
        message: The typed message, None for a type that has none.
        options: What the message does not say.
    """
    series: tuple[tuple[LineContext | Transaction, TimeSeries], ...] = ()
    if isinstance(message, Mscons | Utilts):
        series = tuple(placed_series(message, options.with_profile(profile_of(message, unb))))
    return MessageColumns(unb=unb, message=message, series=series)


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
