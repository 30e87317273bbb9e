"""The values of messages as contents, by instant: what two wires, or two ways of cutting series, have in common.

Products, units and directions are in Elhub's words, as far as the conversion knows them. How a value came about is not
compared: the wires have not the same words for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import numpy as np

from edielkit.comparison.content import Content, leaf
from edielkit.conversion.from_edifact import entry_of
from edielkit.conversion.options import Options
from edielkit.edifact.fast.read import read_messages
from edielkit.emif.series import series as emif_series
from edielkit.errors import BuildError
from edielkit.series import Status, TimeSeries, decimal

__all__ = ("contents", "edifact_series", "emif_series")

_Channel = tuple[str, str, str]
# lines of a point and a product without a direction: more are one
_MOST_LINES = 8


def edifact_series(data: bytes) -> Iterator[TimeSeries]:
    """Yield the series of MSCONS and UTILTS in Elhub's words; one that has no such words is as its message has it.

    Raises:
        ParseError: The bytes are no EDIFACT.
    """
    options = Options()
    for columns in read_messages(data):
        for _, series in columns.series:
            try:
                yield entry_of(series, "", options, [], turn=1).series
            except BuildError:
                yield series


def contents(series: Iterable[TimeSeries]) -> Iterator[Content]:
    """Yield a content for each channel: point or area, product and direction, with all its values.

    Args:
        series: The series of one side; of values of one instant the last counts. Series of a point and a product that say no
            direction and lie in the same time are lines beside each other, each a channel of its own.
    """
    channels: dict[_Channel, list[list[TimeSeries]]] = defaultdict(list)
    for item in series:
        place = item.metering_point or item.grid_area or "no point"
        lines = channels[place, item.product or "", item.direction or ""]
        line = next((line for line in lines if item.direction or not _overlap(line[-1], item)), None)
        if line is None and len(lines) < _MOST_LINES:
            lines.append([item])
        else:
            (line or lines[-1]).append(item)
    for channel, lines in channels.items():
        for line in lines:
            yield _channel(channel, line)


def _overlap(first: TimeSeries, second: TimeSeries) -> bool:
    if first.period is None or second.period is None:
        return True
    return first.period.start < second.period.end and second.period.start < first.period.end


def _channel(channel: _Channel, series: Sequence[TimeSeries]) -> Content:
    place, product, direction = channel
    keys = (" ".join(text for text in channel if text), f"{place} {product}", place)
    said = [leaf("product", product)] if product else []
    if direction:
        said.append(leaf("direction", direction, may_be_unsaid=True))
    units = sorted({item.unit for item in series if item.unit})
    said += (leaf("unit", unit, may_be_unsaid=True) for unit in units)
    values = Content(name="values", parts=partial(_values, series))
    return Content(name="series", keys=keys, parts=lambda: (*said, values))


def _values(series: Sequence[TimeSeries]) -> Iterator[Content]:
    values = dict(pair for item in series for pair in _times_and_values(item))
    for time, value in values.items():
        yield Content(name="value", keys=(time,), parts=partial(_value, value))


def _value(value: object) -> Iterator[Content]:
    yield leaf("quantity", value)


def _times_and_values(series: TimeSeries) -> Iterator[tuple[str, object]]:
    rows = series.observations
    texts = dict(rows.unparsed)
    missing = (rows.status == Status.MISSING).tolist()
    columns = zip(_times(series), rows.quantity.tolist(), missing, strict=True)
    for row, (time, quantity, is_missing) in enumerate(columns):
        yield time, texts.get(row, "missing" if is_missing else decimal(quantity))


def _times(series: TimeSeries) -> list[str]:
    """Return the begin of each value in UTC; its number in the period where the steps have no fixed length, or there is no time."""
    positions = series.observations.position.tolist()
    try:
        times = [f"{instant}Z" for instant in np.datetime_as_string(series.instants(), "m").tolist()]
    except ValueError:
        start = "" if series.period is None else f"{series.period.start.isoformat()} "
        times = [f"{start}number {position}" for position in positions]
    # a number that cannot be read is no place: several of one message are several values
    return [
        time if position > 0 else f"number unreadable, row {row}"
        for row, (time, position) in enumerate(zip(times, positions, strict=True), 1)
    ]
