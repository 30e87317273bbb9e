"""Lines with their values: from columns and one by one the same."""

import datetime as dt

from tests.support.edifact_build import build, day
from tests.support.edifact_series import mscons, value

from edielkit.edifact.fast.line_values import line_values
from edielkit.edifact.messages import Mscons
from edielkit.edifact.read.tokenizer import tokenize
from edielkit.edifact.series.value_codes import SeriesOptions
from edielkit.edifact.write.writer import to_bytes

OPTIONS = SeriesOptions()


def test_many_plain_values_are_read_as_columns_and_typed_when_asked_for():
    """Columns, places and single values are those of the typed message."""
    built = build([day(dt.date(2024, 10, 27), "PT15M"), day(dt.date(2024, 10, 27), "PT15M", product="1502")])
    segments = tokenize(b"UNB+UNOC:3+A+B+241028:0500+R'" + to_bytes(built.segments())).segments[1:]
    message, from_columns = line_values(segments, OPTIONS)
    _, from_values = line_values(Mscons.read(segments), OPTIONS)
    columns, values = list(from_columns), list(from_values)

    assert [line.context.place for line in columns] == [line.context.place for line in values]
    assert ["0"] == [value.amount for value in message.deliveries[0].points[0].lines[0].values]
    for by_column, by_value in zip(columns, values, strict=True):
        assert by_column.plain
        assert not by_value.plain
        assert by_column.block.start.tolist() == by_value.block.start.tolist()
        assert by_column.block.quantity.tolist() == by_value.block.quantity.tolist()
        assert tuple(by_value.values) == tuple(by_column.values)
        assert by_value.values[3:5] == tuple(by_column.values[3:5])
        assert ({0: "136"}, [0]) == (by_column.kinds, by_column.units)


def test_a_few_values_are_read_one_by_one():
    """A short message is not worth columns."""
    _, lines = line_values(mscons("LIN+1++1501'" + value("32300", "40000")), OPTIONS)
    (line,) = lines

    assert not line.plain
    assert 1 == len(line.values)
