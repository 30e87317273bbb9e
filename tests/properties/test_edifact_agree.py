"""The fast and the exact way to read EDIFACT give the same series and the same report, whatever the bytes."""

import pytest
from tests.support.edifact_mutations import CHUNKS, bases, cases, difference

from edielkit.edifact.fast.read import read_messages
from edielkit.edifact.series.typed import read_exactly


def test_both_ways_agree_on_changed_inputs():
    """Segments moved, doubled, cut and torn, envelopes, releases and line breaks anywhere: nothing differs."""
    assert [] == [(what, data) for data in cases(400) if (what := difference(data, CHUNKS))]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_both_ways_agree_on_twenty_thousand_changed_inputs(seed):
    """The same with other seeds."""
    assert [] == [(what, data) for data in cases(1000, seed) if (what := difference(data, CHUNKS))]


def test_unchanged_inputs_agree_and_have_series():
    """The inputs that are changed are readable themselves, and many of them hold series."""
    assert [] == [data for data in bases() if difference(data)]
    assert 40 < sum(any(columns.series for columns in read_messages(data)) for data in bases())


@pytest.mark.parametrize("ending", [b"'", b"'\r\n", b"'  \n  "], ids=["nothing", "line breaks", "blanks"])
def test_a_chunk_may_end_anywhere(ending):
    """Wherever the input is cut into chunks, the series are the same."""
    data = min((data for data in bases() if data.count(b"'QTY+136:") > 3), key=len)
    data = data.replace(b"'", ending)
    expected = [[series for _, series in columns.series] for columns in read_exactly(data)]

    for chunk in range(1, len(data) + 2):
        series = [[series for _, series in columns.series] for columns in read_messages(data, chunk=chunk)]
        assert expected == series, chunk
