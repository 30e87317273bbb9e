"""What the fast ways see in small inputs: columns, outlines and shapes of messages, and series that are those of the exact way."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, cycle
from unittest.mock import patch

from tests.support.changed_inputs import changed
from tests.support.edifact_mutations import bases_by_hand, mutated
from tests.support.edifact_values_changed import value_changed
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_values import text_of_value

from edielkit.edifact.fast import alike, line_values, observation_rows, outline, read
from edielkit.edifact.fast.chunk import Chunk
from edielkit.edifact.fast.message_shape import MessageShape
from edielkit.edifact.fast.observations import message_observations
from edielkit.edifact.fast.outline import Outline, message_values
from edielkit.edifact.fast.read import read_columns, read_messages
from edielkit.edifact.fast.stretch import Workspace
from edielkit.edifact.fast.times import TimeTable
from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.read.envelopes import read_interchanges
from edielkit.edifact.segments import regular_start
from edielkit.edifact.series.typed import read_exactly
from edielkit.edifact.series.value_codes import SeriesOptions
from edielkit.errors import ParseError

# changed inputs of each base, in both ways
COUNT = 2
CHUNKS = (64, 200, 1 << 19)
SHORTEST, LONGEST = 300, 3000
OPTIONS = SeriesOptions()


def inputs() -> Iterator[tuple[str, bytes]]:
    """Yield small inputs of values: as they are, and changed."""
    bases = [data for data in bases_by_hand() if b"SCONS:" in data or b"UTILTS:" in data]
    bases = [data for data in bases if SHORTEST < len(data) < LONGEST]
    whole = changed(bases, 1, lambda _, data: data)
    values = changed(bases, COUNT, value_changed)
    yield from chain(
        ((f"{case} whole", data) for case, data in whole),
        ((f"{case} values", data) for case, data in values),
        ((f"{case} changed", data) for case, data in changed(bases, 1, mutated)),
    )


def answers() -> Iterator[Answer]:
    """Yield what is seen of each input."""
    for (case, data), chunk in zip(inputs(), cycle(CHUNKS), strict=False):
        yield Answer(case, (*_series(data, chunk), *_rooms(data)))


def _series(data: bytes, chunk: int) -> Iterator[str]:
    """Yield the series, and whether the fast ways give the same."""
    try:
        messages = list(read_exactly(data))
    except ParseError as error:
        yield f"{error}"
        messages = []
    series = [time_series for columns in messages for _, time_series in columns.series]
    yield f"{len(messages)} messages, {len(series)} series {text_of_value(series)}"
    if messages:
        in_chunks = [
            time_series for columns in read_messages(data, chunk=chunk) for _, time_series in columns.series
        ]
        with (
            patch.object(read, "MANY_BYTES", 0),
            patch.object(alike, "_CHUNK", chunk),
            patch.object(alike, "_PATIENCE", 1 << 60),
            patch.object(alike, "_MOST_DOUBLED", 0),
        ):
            together = list(read_columns(data, chunk=chunk))
        yield f"in chunks of {chunk} the same: {in_chunks == series}, alike the same: {together == series}"


def _rooms(data: bytes) -> Iterator[str]:
    """Yield what the rooms of the fast way see."""
    if regular_start(data) is None:
        return
    begin = regular_start(data) or 0
    chunk = Chunk.of(data, begin, len(data), TimeTable())
    yield text_of_value((chunk, chunk.kinds))
    with (
        patch.object(outline, "_FEWEST", 2),
        patch.object(outline, "_CHUNK", len(data) // 2),
        patch.object(observation_rows, "_CHUNK", len(data) % 500),
        patch.object(line_values, "_MANY", 0),
    ):
        try:
            interchanges = read_interchanges(data, least=0)
        except ParseError:
            return
        messages = [message for interchange in interchanges for message in interchange.messages]
        yield "; ".join(text for message in messages[:2] for text in _message(message, data))
    loads = Workspace(data)
    columns = [message_values(message) for message in messages]
    shapes = [MessageShape.of(values, loads) if values else None for values in columns]
    yield text_of_value(shapes)
    yield text_of_value(
        [
            shape[0].read(values.body, loads) if shape and values else None
            for shape, values in zip(shapes, columns[1:], strict=False)
        ]
    )


def _message(message: RawMessage, data: bytes) -> Iterator[str]:
    values = message_values(message, TimeTable())
    ways = (values, message_observations(message), message_observations(message, is_alone=True, places=(1,)))
    for way in ways:
        if way is None:
            yield "none"
            continue
        plain = way.outline()
        yield _outline(plain)
        yield text_of_value(plain.lines_at([None, 0, *range(len(data) // 3, len(data), 97)]))
        starts = sorted({start for *_, start in plain.runs})
        yield _outline(way.outline(whole=starts[:1], rows=(1, 4)))
    if message.type == "MSCONS":
        for source in (message, values.outline() if values else message):
            typed, lines = line_values.line_values(source, OPTIONS)
            yield text_of_value((typed.document, [_line(line) for line in lines]))


def _outline(seen: Outline) -> str:
    return text_of_value(
        ([s.offset for s in seen.segments], seen.gaps, seen.left_out, seen.runs, seen.names, seen.findings)
    )


def _line(line: line_values.LineValues) -> tuple[object, ...]:
    rows = range(min(len(line.values), 2))
    offsets = [line_values.offset_of(line.values, row) for row in rows]
    return (line.kinds, line.units, line.plain, line.qualifiers, line.block, offsets, line.values[:1])


def test_what_the_fast_ways_see_is_the_kept():
    """Columns, outlines, shapes and series of small inputs."""
    assert_kept(__file__, answers())
